"""What prices do is worked out anew after every refresh and kept; each product keeps its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation

from setia.domains.catalog.products.model import Product
from setia.domains.insight.pricing.model import PriceResponse, PriceRound
from setia.domains.parties.parties.model import Sector
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.apart import answers
from setia.foundation.company import our_company
from setia.foundation.jobs import hold_lease

CHILD = "setia.domains.insight.pricing.working"
VALUES = ("name", "elasticity", "elasticity_low", "elasticity_high", "effect", "effect_low", "effect_high", "weight",
          "months", "lowest", "highest", "price", "currency", "move", "advised", "chance", "gain", "gain_low",
          "gain_high", "as_of", "refused", "figures", "updated_at")  # fmt: skip
NOTHING = (None, None, None)
MOST = Decimal("99999999")

Source = AbstractContextManager[dict[str, Any] | None]
Tell = Callable[[int, int, str], None]


def respond(source: Source, by: Actor, tell: Tell = lambda done, total, note: None) -> int | None:
    """How many products and sectors were looked at; None where there is nothing to read yet."""
    with source as sold:
        if sold is None:
            return None
        names = dict(Product.objects.active().filter(is_sold=True).order_by("pk").values_list("pk", "name"))
        last = PriceRound.objects.order_by("-pk").first()
        asked = {"sold": sold, "products": list(names), "digest": last.digest if last else ""}
        with translation.override(our_company().language):
            sectors = {str(value): str(label) for value, label in Sector.choices}
        head: dict[str, Any] = {}
        there: set[int] = set()
        for said in answers(CHILD, asked):
            if "digest" in said:
                head = said
                continue
            with transaction.atomic():
                hold_lease()
                there |= _keep(said["batch"], names, sectors, date.fromisoformat(head["as_of"]), by)
            tell(len(there), len(there), "")
        if not head.get("same"):
            _end(head["digest"], there, by)
    return len(there)


def _end(digest: str, there: set[int], by: Actor) -> None:
    with transaction.atomic():
        hold_lease()
        gone = set(PriceResponse.objects.values_list("pk", flat=True)) - there
        bulk.delete(PriceResponse, "id", gone)
        PriceRound.objects.all().delete()
        PriceRound.objects.create(made_at=by.at, digest=digest)


def _keep(
    batch: Sequence[dict[str, Any]], names: dict[int, str], sectors: dict[str, str], as_of: date, by: Actor
) -> set[int]:
    ids = {told["product"] for told in batch}
    known = _known(ids)
    values = {(told["product"], told["sector"]): _values(told, names, sectors, as_of, by) for told in batch}
    bulk.update(PriceResponse, VALUES, [(*some, known[key]) for key, some in values.items() if key in known])
    PriceResponse.objects.bulk_create([
        PriceResponse(
            product_id=key[0], sector=key[1], created_at=by.at, **dict(zip(VALUES, some, strict=True))
        )
        for key, some in values.items() if key not in known
    ])  # fmt: skip
    known = _known(ids)
    return {known[key] for key in values}


def _known(products: set[int]) -> dict[tuple[int, str], int]:
    rows = bulk.found(PriceResponse.objects.all(), "product_id", products, "pk", "product_id", "sector")
    return {(product, sector): pk for pk, product, sector in rows}


def _values(
    told: dict[str, Any], names: dict[int, str], sectors: dict[str, str], as_of: date, by: Actor
) -> tuple[Any, ...]:
    name = names.get(told["product"], "")
    if told["sector"]:
        name = f"{name}: {sectors.get(told['sector'], told['sector'])}"
    figures = {one: told[one] for one in ("there", "needed", "below_cost") if one in told}
    return (
        name[:260], *map(_exact, told.get("elasticity", NOTHING)), *map(_exact, told.get("effect", NOTHING)),
        told.get("weight"), told.get("periods"), told.get("lowest"), told.get("highest"), told.get("price"),
        our_company().currency, told.get("move", ""), told.get("advised"), told.get("chance"),
        *map(_exact, told.get("gain", NOTHING)), as_of, told.get("refused", ""), figures, by.at,
    )  # fmt: skip


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else max(min(Decimal(str(value)), MOST), -MOST)
