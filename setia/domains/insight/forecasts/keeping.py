"""Forecasts are made anew after every refresh and kept; what came true is put beside those of earlier periods.

A round may be cut off between two batches: only at its end is it noted as done, and the next one does all of it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from setia.domains.catalog.products.model import PriceSegment, Product
from setia.domains.insight.demand.periods import counted
from setia.domains.insight.forecasts.bounds import KEPT_AHEAD, KEPT_FOR, STILL_MOVES
from setia.domains.insight.forecasts.model import Demand, DemandForecast, DemandRound, Unit
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.apart import answers
from setia.foundation.company import our_company
from setia.foundation.jobs import hold_lease

CHILD = "setia.domains.insight.forecasts.working"
THOUSANDTH = Decimal("0.001")
MOST = Decimal("999999999999999")
SERIES = ("name", "segment", "pattern", "now_on", "sold", "expected", "low", "high", "method", "error", "naive_error",
          "held", "refused", "begin_on", "history", "figures", "updated_at")  # fmt: skip
ROWS = ("name", "demand", "product", "segment", "unit", "period", "made_on", "ahead", "expected", "low", "high",
        "naive", "method", "error", "came_true", "is_latest", "is_afterwards", "created_at", "updated_at",
        "version")  # fmt: skip

Source = AbstractContextManager[dict[str, Any] | None]
Tell = Callable[[int, int, str], None]


@dataclass
class Made:
    """How many series were looked at anew; None where there is nothing to read yet."""

    series: int | None = 0
    known: dict[str, dict[tuple[int, str], int]] = field(default_factory=dict)


def forecast(source: Source, by: Actor, tell: Tell = lambda done, total, note: None) -> Made:
    """One round, batch by batch in transactions of their own."""
    made = Made()
    with source as sold:
        if sold is None:
            return Made(None)
        names = _names()
        rounds = dict(DemandRound.objects.values_list("unit", "digest"))
        products = Product.objects.active().order_by("pk").values_list("pk", "segment", "name", "is_sold")
        told = list(products)
        asked = {
            "sold": sold, "digests": rounds,
            "all": {pk: segment for pk, segment, _name, _sold in told},
            "products": {pk: (segment, name) for pk, segment, name, is_sold in told if is_sold},
        }  # fmt: skip
        head: dict[str, Any] = {}
        there: dict[str, set[int]] = defaultdict(set)
        for said in answers(CHILD, asked):
            if "digest" in said:
                _end(head, there, by)
                head = said
                continue
            with transaction.atomic():
                hold_lease()
                there[said["unit"]] |= _Batch(said["unit"], said["batch"], names, asked["products"], head, by).kept()
            made.series = (made.series or 0) + len(said["batch"])
            tell(len(there[said["unit"]]), head["series"], str(Unit(said["unit"]).label))
        _end(head, there, by)
    return made


def _names() -> dict[str, str]:
    with translation.override(our_company().language):
        return {str(value): str(label) for value, label in PriceSegment.choices}


def _end(head: dict[str, Any], there: dict[str, set[int]], by: Actor) -> None:
    """What is not sold any more goes, with what was expected of it; and the round is noted as done."""
    if not head or head.get("same"):
        return
    unit, now = head["unit"], date.fromisoformat(head["now"])
    with transaction.atomic():
        hold_lease()
        known = Demand.objects.filter(unit=unit).values_list("pk", flat=True)
        gone = set(known) - there[unit]
        bulk.delete(DemandForecast, "demand_id", gone)
        bulk.delete(Demand, "id", gone)
        DemandForecast.objects.filter(unit=unit, period__lt=now - KEPT_FOR[unit]).delete()
        DemandRound.objects.update_or_create(
            unit=unit,
            defaults={"now_on": now, "made_at": by.at, "digest": head["digest"], "series": head["series"]},
        )


class _Batch:
    """Some series of one unit: what is kept of them."""

    def __init__(
        self, unit: str, told: Sequence[dict[str, Any]], segments: dict[str, str],
        products: dict[int, tuple[str, str]], head: dict[str, Any], by: Actor,
    ) -> None:  # fmt: skip
        self.unit, self.told, self.by = unit, told, by
        self.now = date.fromisoformat(head["now"])
        self.names = {(pk, segment): name for pk, (segment, name) in products.items()}
        self.names |= {(0, segment): label for segment, label in segments.items()}

    def kept(self) -> set[int]:
        """The numbers of the series, which stay what they were from round to round."""
        known = self._known()
        new = [told for told in self.told if self._place(told) not in known]
        old = [told for told in self.told if self._place(told) in known]
        bulk.update(Demand, SERIES, [(*self._series(told), known[self._place(told)]) for told in old])
        Demand.objects.bulk_create([
            Demand(
                product_id=told["product"] or None, unit=self.unit, created_at=self.by.at,
                **dict(zip(SERIES, self._series(told), strict=True)),
            )
            for told in new
        ])  # fmt: skip
        known = self._known()
        self._forecasts(known)
        self._came_true(known)
        return set(known.values())

    def _place(self, told: dict[str, Any]) -> tuple[int, str]:
        return (told["product"], "") if told["product"] else (0, told["segment"])

    def _known(self) -> dict[tuple[int, str], int]:
        rows = Demand.objects.filter(unit=self.unit)
        products = {told["product"] for told in self.told} - {0}
        found = {
            (product, ""): pk for pk, product in bulk.found(rows, "product_id", products, "pk", "product_id")
        }  # fmt: skip
        segments = {told["segment"] for told in self.told if not told["product"]}
        whole = rows.filter(product__isnull=True, segment__in=segments)
        return found | {(0, segment): pk for pk, segment in whole.values_list("pk", "segment")}

    def _name(self, told: dict[str, Any]) -> str:
        return self.names.get((told["product"], told["segment"]), "")[:220]

    def _series(self, told: dict[str, Any]) -> tuple[Any, ...]:
        step = told["steps"][0][1:] if told.get("steps") else (None, None, None)
        scores, method = told.get("scores", {}), told.get("method", "")
        held = round(100 * told["held"] / told["of"]) if told.get("of") else None
        figures = told["figures"] | {
            name: told[name] for name in ("scores", "form", "held", "of", "there", "needed") if name in told
        }
        return (
            self._name(told), told["segment"], told["kind"], self.now, _exact(_last(told)),
            *map(_exact, step), method, _exact(scores.get(method)), _exact(scores.get("naive")), held,
            told.get("refused", ""), date.fromisoformat(told["begin"]), told["history"], figures, self.by.at,
        )  # fmt: skip

    def _forecasts(self, known: dict[tuple[int, str], int]) -> None:
        """The present forecast takes the place of that of the same period; of earlier ones some steps stay."""
        ids = set(known.values())
        rows = DemandForecast.objects.filter(demand__in=ids)
        rows.filter(Q(made_on=self.now) | Q(is_afterwards=True)).delete()
        rows.filter(is_latest=True).exclude(ahead__in=KEPT_AHEAD[self.unit]).delete()
        rows.filter(is_latest=True).update(is_latest=False)
        made = set(rows.values_list("demand_id", "made_on").distinct())
        found: list[tuple[Any, ...]] = []
        for told in self.told:
            if told.get("refused"):
                continue
            pk = known[self._place(told)]
            before = _last(told)
            for at, (period, *said) in enumerate(told["steps"]):
                found.append(self._row(told, pk, period, self.now, at + 1, (*said, before), None, True))
            for made_on, period, ahead, *said, came in told["past"]:
                day = date.fromisoformat(made_on)
                if (pk, day) not in made:
                    found.append(self._row(told, pk, period, day, ahead, said, came, False))
        bulk.insert(DemandForecast, ROWS, found)

    def _row(
        self, told: dict[str, Any], pk: int, period: str, made_on: date, ahead: int, said: Iterable[float],
        came: float | None, latest: bool,
    ) -> tuple[Any, ...]:  # fmt: skip
        name, error = self._name(told), told["scores"].get(told["method"])
        return (
            name, pk, told["product"] or None, told["segment"], self.unit, date.fromisoformat(period), made_on, ahead,
            *map(_exact, said), told["method"], _exact(error), _exact(came), latest, not latest, self.by.at,
            self.by.at, 1,
        )  # fmt: skip

    def _came_true(self, known: dict[tuple[int, str], int]) -> None:
        """Periods that are over, as far as what was sold in them is not known yet or may still move."""
        sold = {known[self._place(told)]: told for told in self.told}
        over = DemandForecast.objects.filter(unit=self.unit, period__lt=self.now, is_afterwards=False)
        over = over.filter(Q(came_true__isnull=True) | Q(period__gte=self.now - STILL_MOVES[self.unit]))
        changed = []
        for pk, demand, period, before in bulk.found(over, "demand_id", sold, "pk", "demand_id", "period", "came_true"):
            now = _exact(_at(sold[demand], period, self.unit))
            if now != before:
                changed.append((now, pk))
        bulk.update(DemandForecast, ("came_true",), changed)


def _last(told: dict[str, Any]) -> float:
    """What was sold in the last period that is over; there is none where all of it came back."""
    return float(told["history"][-1]) if told["history"] else 0.0


def _at(told: dict[str, Any], period: date, unit: str) -> float:
    """What was sold in a period; nothing before the first sale."""
    place = counted(period, unit) - counted(date.fromisoformat(told["begin"]), unit)
    history = told["history"]
    return float(history[place]) if 0 <= place < len(history) else 0.0


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else min(Decimal(str(value)), MOST).quantize(THOUSANDTH)
