"""What those who reckon are given of sales: purchases, their lines, payments, opportunities."""

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.orders.model import BINDING
from setia.kit.marts import Follow, Mart, MartColumn, add

ORDER, LINE = "sales.order", "sales.orderline"
COST = {"catalog.product": ("cost",)}

add(
    Mart(
        "purchases",
        _("Orders that were confirmed, delivered in part or delivered: one row for each."),
        ORDER,
        (
            MartColumn("id", "whole", _("Number of the order"), "id"),
            MartColumn("party_id", "whole", _("Number of the customer"), "party"),
            MartColumn("day", "day", _("Day of the order"), "ordered_on"),
            MartColumn("status", "text", _("confirmed, partly or delivered"), "status"),
            MartColumn("value", "money", _("What it comes to without tax"), "net"),
            MartColumn("gross", "money", _("What it comes to with tax"), "total"),
            MartColumn("due", "money", _("What is left of that after goods came back"), "due"),
            MartColumn("margin", "money", _("Value less cost; nothing where the cost of a line is not known"), "margin",
                       reads=COST),
            MartColumn("quantity", "thousandths", _("Sum of the quantities of its lines"), "quantity"),
            MartColumn("currency", "text", _("The currency of the order itself"), "currency"),
            MartColumn("owner_id", "whole", _("Number of the colleague to whom it belongs"), "owner"),
            MartColumn("contract_id", "whole", _("Number of the contract by which it was made"), "contract"),
        ),
        where={"status": BINDING},
        follows=(Follow(LINE, over="order_id"), Follow("sales.return", over="order_id")),
        currency="currency",
        day="day",
    ),
    Mart(
        "purchase_lines",
        _("Lines of these orders: which product, how many, for how much."),
        LINE,
        (
            MartColumn("id", "whole", _("Number of the line"), "id"),
            MartColumn("order_id", "whole", _("Number of the order"), "order"),
            MartColumn("party_id", "whole", _("Number of the customer"), path="order__party_id",
                       reads={ORDER: ("party",)}),
            MartColumn("day", "day", _("Day of the order"), path="order__ordered_on", reads={ORDER: ("ordered_on",)}),
            MartColumn("product_id", "whole", _("Number of the product, where it is one of the catalog"), "product"),
            MartColumn("quantity", "thousandths", _("Quantity"), "quantity"),
            MartColumn("value", "money", _("Amount without tax"), "amount"),
            MartColumn("cost", "money", _("What it costs us, where that is known"), "cost_amount", reads=COST),
            MartColumn("returned", "thousandths", _("How much of it came back"), "returned"),
            MartColumn("credited", "money", _("What was credited for that, without tax"), "credited"),
            MartColumn("currency", "text", _("The currency of the order itself"), "currency"),
        ),
        where={"order__status": BINDING, "order__archived_at": None},
        follows=(Follow(ORDER, by="order_id"), Follow("sales.return", over="line_id")),
        currency="currency",
        day="day",
    ),
    Mart(
        "payments",
        _("Money received for orders."),
        "sales.payment",
        (
            MartColumn("id", "whole", _("Number of the payment"), "id"),
            MartColumn("order_id", "whole", _("Number of the order"), "order"),
            MartColumn("party_id", "whole", _("Number of the customer"), "party"),
            MartColumn("day", "day", _("Day on which it was paid"), "paid_on"),
            MartColumn("value", "money", _("Amount"), "amount"),
            MartColumn("method", "text", _("How it was paid"), "method"),
            MartColumn("currency", "text", _("The currency that was paid"), "currency"),
        ),
        currency="currency",
        day="day",
    ),
    Mart(
        "opportunities",
        _("Sales that may come about, came about, or did not."),
        "sales.opportunity",
        (
            MartColumn("id", "whole", _("Number of the opportunity"), "id"),
            MartColumn("party_id", "whole", _("Number of the customer"), "party"),
            MartColumn("product_id", "whole", _("Number of the product"), "product"),
            MartColumn("pipeline_id", "whole", _("Number of the pipeline"), "pipeline"),
            MartColumn("stage_id", "whole", _("Number of the stage"), "stage"),
            MartColumn("status", "text", _("open, won or lost"), "status"),
            MartColumn("value", "money", _("What it would be worth"), "amount"),
            MartColumn("opened_on", "day", _("Day on which it began"), "opened_on"),
            MartColumn("expected_on", "day", _("Day on which it is expected to end"), "expected_on"),
            MartColumn("closed_on", "day", _("Day on which it ended"), "closed_on"),
            MartColumn("made_on", "day", _("Day on which it was put into Setia"), "created_at"),
            MartColumn("source_id", "whole", _("Number of the source of leads"), "source"),
            MartColumn("reason_id", "whole", _("Number of the reason for which it was won or lost"), "reason"),
            MartColumn("currency", "text", _("The currency of the opportunity itself"), "currency"),
            MartColumn("owner_id", "whole", _("Number of the colleague to whom it belongs"), "owner"),
        ),
        currency="currency",
        day="made_on",
    ),
)  # fmt: skip
