"""Marts that are reduced from others, in SQL that every engine understands alike (docs/decisions/warehouse.md).

Whole numbers for money and quantities, a total order wherever an order counts, sums cast back to BIGINT: so that the
same text gives the same rows, to the last one, on DuckDB and on Spark. A test walks the tree of each text.
"""

from django.utils.translation import gettext_lazy as _

from setia.kit.marts import Mart, MartColumn, add

ORDERS = {"sales.order": ("party", "ordered_on", "status")}
VALUE = {"sales.order": ("party", "ordered_on", "status", "net", "currency")}
MARGIN = {**VALUE, "catalog.product": ("cost",), "sales.order": (*VALUE["sales.order"], "margin")}

CUSTOMERS = """
WITH asked AS (
    SELECT day, CAST(day - INTERVAL '365' DAY AS DATE) AS since
      FROM as_of
),
bought AS (
    SELECT p.party_id AS party_id,
           MIN(p.day) AS first_on,
           MAX(p.day) AS last_on,
           CAST(COUNT(*) AS BIGINT) AS purchases,
           CAST(SUM(p.value) AS BIGINT) AS value,
           CAST(SUM(p.margin) AS BIGINT) AS margin,
           CAST(COUNT(p.margin) AS BIGINT) AS with_margin
      FROM purchases AS p
     CROSS JOIN asked AS a
     WHERE p.day <= a.day
     GROUP BY p.party_id
),
lately AS (
    SELECT p.party_id AS party_id,
           CAST(COUNT(*) AS BIGINT) AS purchases,
           CAST(SUM(p.value) AS BIGINT) AS value
      FROM purchases AS p
     CROSS JOIN asked AS a
     WHERE p.day > a.since AND p.day <= a.day
     GROUP BY p.party_id
)
SELECT q.id AS id,
       b.first_on AS first_on,
       b.last_on AS last_on,
       b.purchases AS purchases,
       b.value AS value,
       b.margin AS margin,
       b.with_margin AS with_margin,
       COALESCE(y.purchases, 0) AS purchases_year,
       COALESCE(y.value, 0) AS value_year,
       CAST(DATEDIFF('day', b.last_on, a.day) AS BIGINT) AS recency,
       CAST(DATEDIFF('day', b.first_on, a.day) AS BIGINT) AS age
  FROM bought AS b
  JOIN parties AS q ON q.id = b.party_id
  LEFT JOIN lately AS y ON y.party_id = b.party_id
 CROSS JOIN asked AS a
"""

add(
    Mart(
        "customers",
        _("Who bought something: since when, how often, how much. One row for each party with a purchase up to the day "
          "of the refresh."),
        "parties.party",
        (
            MartColumn("id", "whole", _("Number of the party"), "id", reads=ORDERS),
            MartColumn("first_on", "day", _("Day of the first purchase"), reads=ORDERS),
            MartColumn("last_on", "day", _("Day of the last purchase"), reads=ORDERS),
            MartColumn("purchases", "whole", _("Number of purchases"), reads=ORDERS),
            MartColumn("value", "money", _("Value of all purchases, without tax"), reads=VALUE),
            MartColumn("margin", "money", _("Margin of the purchases of which it is known"), reads=MARGIN),
            MartColumn("with_margin", "whole", _("Number of purchases of which the margin is known"), reads=MARGIN),
            MartColumn("purchases_year", "whole", _("Number of purchases in the last 365 days"), reads=ORDERS),
            MartColumn("value_year", "money", _("Value of the purchases in the last 365 days"), reads=VALUE),
            MartColumn("recency", "whole", _("Days since the last purchase"), reads=ORDERS),
            MartColumn("age", "whole", _("Days since the first purchase"), reads=ORDERS),
        ),
        sql=CUSTOMERS,
        each={"purchases": "party_id", "parties": "id"},
    )
)  # fmt: skip
