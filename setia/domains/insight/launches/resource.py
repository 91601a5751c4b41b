"""Launches, products like them and price tests in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.need_kinds.model import NeedKind
from setia.domains.catalog.products.model import Product
from setia.domains.insight.launches import saying
from setia.domains.insight.launches.inputs import MADE, inputs_of, stand_anew, standing
from setia.domains.insight.launches.model import Launch, LaunchAnalogue, LaunchNeed, PriceTest, Standing
from setia.domains.insight.launches.rights import may_plan
from setia.foundation import bulk
from setia.foundation.access import Access, Actor
from setia.foundation.company import our_company
from setia.foundation.records import Record
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Choice, Currency, Field, LongText, Whole
from setia.kit.resources import Group, Panel, Resource, resource

COLOURS = {"draft": "plain", "waiting": "info", "planned": "ok", "refused": "warn", "outdated": "warn"}
RANGES = ("year_low", "year_middle", "year_high", "ever_low", "ever_middle", "ever_high", "bought", "why")
"""What is made of all orders."""

YEARS = 20
LONG_AGO = timedelta(days=365 * YEARS)
"""A launch from before is none to be planned, and would be compared month by month since."""

LEAST = gettext_lazy("Less in 10 of 100 cases")
MOST = gettext_lazy("More in 10 of 100 cases")


@resource
class Launches(Resource):
    model = Launch
    slug = "launches"
    label = gettext_lazy("Launch")
    plural = gettext_lazy("Launches")
    icon = "rocket"
    columns = ("name", "product", "status", "starts_on", "market", "price", "year_low", "year_middle", "year_high",
               "bought", "owner")  # fmt: skip
    form = (
        Group(gettext_lazy("Launch"), ("name", "product", "about", "starts_on", "months", "owner")),
        Group(gettext_lazy("Who may want it"), ("market", "having", "asked", "price", "currency")),
        Group(gettext_lazy("Plan"), ("status", "planned_on", "year_low", "year_middle", "year_high", "ever_low",
                                     "ever_middle", "ever_high", "bought", "why")),
    )  # fmt: skip
    kinds = {
        "price": Amount(), "currency": Currency(), "status": Choice(Standing.choices, COLOURS),
        "months": Whole(1, 120), "market": Whole(1, 2_000_000_000),
    }  # fmt: skip
    helps = {
        "product": gettext_lazy("As soon as there is one; until then it is an idea."),
        "market": gettext_lazy("How many people or firms you could reach."),
        "having": gettext_lazy(
            "Leave both empty to count who stated one of the needs it serves, of all who stated any."
        ),
        "year_low": LEAST, "ever_low": LEAST, "year_high": MOST, "ever_high": MOST,
        "bought": gettext_lazy("Different buyers since it is on sale, up to the last month that is over"),
    }  # fmt: skip
    extra_fields = (
        Field("why", gettext_lazy("What it rests on"), LongText(), "why", editable=False, filterable=False,
              compute=saying.fill),
    )  # fmt: skip
    read_only = ("status", "planned_on", *RANGES[:-1])
    derived = ("status", *RANGES[:-1], "planned_on", "plan", "came")
    hidden = ("plan", "came")
    samples = {"months": "24", "asked": "40", "having": "10", "starts_on": "2031-05-04", "market": "1000"}
    sortable = ("name", "starts_on")
    sort = "-starts_on"
    search_paths = ("name",)
    panels = (
        Panel(gettext_lazy("Kinds of need it serves"), "launch-needs", "launch", ("need_kind", "about"), "-id"),
        Panel(gettext_lazy("Products like it"), "launch-analogues", "launch", ("product", "expected"), "-id"),
        Panel(gettext_lazy("Price tests"), "price-tests", "launch", ("price", "name", "tested_on"), "-id"),
    )
    rail = ("catalog", 64)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, "insight.launch")
        moved = {change.id for change in changes if not change.is_new and change.changed("currency")}
        tested = {pk for (pk,) in bulk.found(PriceTest.objects.active(), "launch_id", moved, "launch_id")}
        for change in changes:
            after = change.after
            after["currency"] = after["currency"] or our_company().currency
            if change.id in tested:
                change.refuse("currency", _("Its prices were tested in another currency."))
            if change.changed("starts_on") and after["starts_on"] and after["starts_on"] < by.today - LONG_AGO:
                change.refuse("starts_on", _("This is more than %(years)s years ago.") % {"years": YEARS})
            if after["having"] is not None and after["asked"] is not None and after["having"] > after["asked"]:
                change.refuse("having", _("No more can have it than were asked."))
        made = {change.id: change.after for change in changes if change.after.get("status") in MADE}
        today = inputs_of(made)
        for pk, after in made.items():
            after["status"] = standing(after["plan"], today[pk])

    def readable(self, access: Access) -> dict[str, Field]:
        """Plans are sums over all orders."""
        found = super().readable(access)
        return found if may_plan(access) else {name: one for name, one in found.items() if name not in RANGES}

    def hides(self, name: str, access: Access) -> bool:
        return super().hides(name, access) or (name in RANGES and not may_plan(access))

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)


@resource
class LaunchNeeds(Resource):
    model = LaunchNeed
    slug = "launch-needs"
    label = gettext_lazy("Kind of need it serves")
    plural = gettext_lazy("Kinds of need it serves")
    icon = "target"
    columns = ("launch", "need_kind", "about")
    form = (Group(gettext_lazy("Kind of need it serves"), ("launch", "need_kind", "about")),)
    helps = {"need_kind": gettext_lazy("Whoever stated one of these needs may want it; each counts once.")}
    quotes = {"name": ("need_kind",)}

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        stay_with_their_launch(changes)
        name_after(changes, NeedKind, "need_kind_id")

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        stand_anew(launches_of(changes))


@resource
class LaunchAnalogues(Resource):
    model = LaunchAnalogue
    slug = "launch-analogues"
    label = gettext_lazy("Product like it")
    plural = gettext_lazy("Products like it")
    icon = "package"
    columns = ("launch", "product", "expected")
    form = (Group(gettext_lazy("Product like it"), ("launch", "product", "expected")),)
    helps = {
        "product": gettext_lazy("One whose beginning stands in Setia: what was sold before is not known here."),
        "expected": gettext_lazy("By market, need and price test, as is asked for this launch; empty if nobody knows."),
    }
    quotes = {"name": ("product",)}

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        stay_with_their_launch(changes)
        name_after(changes, Product, "product_id")

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        stand_anew(launches_of(changes))


@resource
class PriceTests(Resource):
    model = PriceTest
    slug = "price-tests"
    label = gettext_lazy("Price test")
    plural = gettext_lazy("Price tests")
    icon = "flask-conical"
    columns = ("launch", "price", "shown", "bought", "tested_on")
    form = (Group(gettext_lazy("Price test"), ("launch", "price", "shown", "bought", "tested_on")),)
    kinds = {"price": Amount(least=1), "currency": Currency(), "shown": Whole(1, 2_000_000_000)}
    samples = {"shown": "50", "bought": "7", "tested_on": "2026-01-31"}

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        ids = {change.after["launch_id"] for change in changes}
        currencies = dict(bulk.found(Launch.objects.all(), "pk", ids - {None}, "pk", "currency"))
        stay_with_their_launch(changes)
        for change in changes:
            after = change.after
            after["currency"] = currencies.get(after["launch_id"], after["currency"])
            if change.changed("tested_on") and after["tested_on"] and after["tested_on"] > by.today:
                change.refuse("tested_on", _("This day has not come yet."))
            if after["bought"] is not None and after["shown"] is not None and after["bought"] > after["shown"]:
                change.refuse("bought", _("No more can buy than it was shown to."))
            after["name"] = f"{after['bought']} / {after['shown']}"

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        stand_anew(launches_of(changes))


def launches_of(changes: Sequence[Change]) -> set[int]:
    return {change.after["launch_id"] for change in changes}


def stay_with_their_launch(changes: Sequence[Change]) -> None:
    for change in changes:
        if not change.is_new and change.changed("launch_id"):
            change.refuse("launch", _("It stays with its launch."))


def name_after(changes: Sequence[Change], model: type[Record], column: str) -> None:
    """What belongs to a launch is called like the record that it names."""
    ids = {change.after[column] for change in changes}
    names = dict(bulk.found(model._default_manager.all(), "pk", ids - {None}, "pk", "name"))
    for change in changes:
        change.after["name"] = names.get(change.after[column], "")
