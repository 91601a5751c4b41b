"""What the demonstration leaves in Setia: complete, by the rules, and the same for the same seed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Min, Sum
from pytest_django.plugin import DjangoDbBlocker

from setia.demo.filling import fill
from setia.demo.firm.colleagues import COLLEAGUES
from setia.demo.firm.enquiries import MADE
from setia.demo.firm.own_fields import FAXES
from setia.demo.state import Size, is_empty, is_filled
from setia.demo.telling.doubles import DOUBLES
from setia.demo.telling.privacy import NEWCOMERS
from setia.domains.insight.scores.model import Score
from setia.domains.parties.models import ContactPoint, Party, Relation
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.sales.models import Opportunity, Order, OrderLine, Payment
from setia.foundation.access import system
from setia.foundation.conditions import parse
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit import saved_views
from setia.kit.forms import form_field
from setia.kit.lists import Listing
from setia.kit.operations import find_operation, operations
from setia.kit.resources import Resource, registry
from setia.kit.verbs import is_column
from setia.kit.writing import changes_of, settled
from tests.ready_made import make_ready_made

UNTIL = datetime(2026, 3, 11, 15, 20, tzinfo=UTC)
NUMBER = re.compile(r"(?<= no\. )\d+$")
"""By which those are called who were erased: another one on every filling of PostgreSQL."""
SMALL = Size(parties=100, years=2.5, seed=7)
RESERVED = (".example", "example.com", "example.org", "example.net")


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A small demonstration for all tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_ready_made()
        fill(SMALL, UNTIL, quietly)
        yield
        transaction.set_rollback(True)


def quietly(title: str) -> Any:
    return lambda done, total: None


@pytest.mark.usefixtures("filled")
def test_every_noun_has_records() -> None:
    assert Party.objects.count() == SMALL.parties + DOUBLES + NEWCOMERS + MADE
    told = [resource for resource in registry.nouns().values() if resource.model._meta.app_label != "kit"]
    assert [resource.slug for resource in told if not resource.rows().exists()] == []


@pytest.mark.usefixtures("filled")
def test_every_verb_was_used() -> None:
    told = set(Entry.objects.values_list("kind", flat=True))
    verbs = {verb.fact for verbs in operations.values() for verb in verbs.values() if verb.fact}
    assert verbs - told == set()
    assert {"party.archived", "party.restored", "relation.changed", "product.changed"} <= told


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("slug", [resource.slug for resource in registry.nouns().values()])
def test_all_records_pass_the_rules(slug: str) -> None:
    resource = registry[slug]
    with transaction.atomic():
        rows = resource.rows()
        if slug == "order-lines":  # those of a cancelled order cannot be changed any more
            rows = rows.exclude(order__status="cancelled")
        changes = changes_of(resource, rows.values_list("pk", flat=True))
        settled(resource, changes, system("demo", UNTIL))
        assert [change.errors for change in changes if change.errors] == []
        assert [change.dirty() for change in changes if change.dirty()] == []
    for change in changes:
        check_values(resource, change.after)


def check_values(resource: Resource, row: dict[str, Any]) -> None:
    """Every value as its form field would take it."""
    for field in resource.fields.values():
        if field.editable and is_column(field) and row[field.path] not in (None, "") and field.kind.name != "money":
            form_field(field, row.get("currency")).clean(field.kind.initial(field, row[field.path]))


@pytest.mark.usefixtures("filled")
def test_nothing_happens_in_the_future() -> None:
    today = UNTIL.date()
    assert not Entry.objects.filter(at__gt=UNTIL).exists()
    assert not Entry.objects.filter(recorded_at__gt=UNTIL).exists()
    assert not Order.objects.filter(ordered_on__gt=today).exists()
    assert not Payment.objects.filter(paid_on__gt=today).exists()
    assert not Opportunity.objects.filter(closed_on__gt=today).exists()
    assert not Relation.objects.filter(started_on__gt=today).exists()


@pytest.mark.usefixtures("filled")
def test_nothing_is_told_of_a_record_before_it_was_made() -> None:
    made = {(e.noun, e.record_id): e.at for e in Entry.objects.filter(kind__endswith=".created")}
    early = [e for e in Entry.objects.all() if e.at < made.get((e.noun, e.record_id), e.at)]
    assert [(entry.kind, entry.title) for entry in early] == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("noun", ["sales.order", "sales.opportunity", "parties.relation"])
def test_histories_are_told_in_the_order_of_time(noun: str) -> None:
    told = Entry.objects.filter(noun=noun).order_by("record_id", "id").values_list("record_id", "at")
    assert list(told) == sorted(told)


@pytest.mark.usefixtures("filled")
def test_colleagues_act_after_their_accounts_were_made() -> None:
    first = Entry.objects.exclude(actor=None).values("actor").annotate(first=Min("at"))
    assert not [row for row in first if row["first"] < Staff.objects.get(pk=row["actor"]).created_at]
    assert not Opportunity.objects.filter(opened_on__lt=F("owner__created_at__date")).exists()


@pytest.mark.usefixtures("filled")
def test_deals_and_orders_agree() -> None:
    lines = OrderLine.objects.values("order").annotate(net=Sum("amount"))
    assert all(Order.objects.get(pk=row["order"]).net == row["net"] for row in lines)
    assert not Order.objects.exclude(total=F("net") + F("tax")).exists()
    assert not Order.objects.exclude(opportunity=None).exclude(net=F("opportunity__amount")).exists()
    assert not Opportunity.objects.filter(status="won", party__is_customer=False).exists()
    paid = Order.objects.annotate(received=Sum("payments__amount"))
    assert not paid.filter(received__gt=F("total")).exists()


@pytest.mark.usefixtures("filled")
def test_mail_would_reach_nobody() -> None:
    addresses = list(ContactPoint.objects.filter(kind="email").values_list("value", flat=True))
    addresses += Staff.objects.exclude(email=None).values_list("email", flat=True)
    assert len(addresses) > 30
    assert all(address.endswith(RESERVED) for address in addresses)


@pytest.mark.usefixtures("filled")
def test_the_roles_of_parties_and_their_relations_are_all_there() -> None:
    for role in ("is_customer", "is_prospect", "is_vendor", "is_partner"):
        assert Party.objects.filter(**{role: True}).exists()
    kinds = set(Relation.objects.values_list("kind", flat=True))
    assert {"works_for", "subsidiary_of", "household", "partner_of", "supplies"} <= kinds
    assert Party.objects.values("currency").distinct().count() == 3


@pytest.mark.usefixtures("filled")
def test_ready_accounts_speak_three_languages_and_have_different_rights() -> None:
    ready = [person for person in COLLEAGUES.values() if person.signs_in]
    assert {person.language for person in ready} == {"en", "fr", "id"}
    seen = {}
    for person in ready:
        account = Staff.objects.get(email=person.email)
        assert account.has_usable_password()
        seen[person.key] = Listing(registry["opportunities"], actor_of(account, "web", at=UNTIL)).count().number
    assert seen["alix"] == seen["mathilde"] == seen["grace"] > seen["bagas"] > 0


@pytest.mark.usefixtures("filled")
def test_kept_views_can_be_opened() -> None:
    for view in saved_views.SavedView.objects.select_related("owner"):
        by = actor_of(view.owner, "web", at=UNTIL)
        Listing(registry[view.resource], by, columns=view.columns, where=parse(view.where), sort=view.sort).page()
    assert saved_views.views_of("opportunities", None).count() >= 4


@pytest.mark.usefixtures("filled")
def test_customers_are_spoken_with_in_their_language() -> None:
    kinds = find_operation(registry["parties"], "note").leaves
    told = Entry.objects.filter(kind__in=kinds)
    assert {entry.kind for entry in told} >= {"party.called", "party.mailed", "party.visited", "party.met"}
    assert not [entry for entry in told if "{" in entry.data["inputs"]["text"]]


@pytest.mark.usefixtures("filled")
def test_it_is_known_what_it_costs_to_serve_customers() -> None:
    served = Score.objects.filter(minutes_year__gt=0)
    assert served.count() > Score.objects.count() / 3
    assert not served.filter(cost_year=0).exists()
    assert all(one.profit_year == one.margin_year - one.cost_year for one in served.filter(margins_year__gt=0))


@pytest.mark.django_db
def test_the_same_seed_fills_the_same_data() -> None:
    once, again = (rows_after(Size(parties=24, years=0.6, seed=3)) for _time in range(2))
    assert once == again


def rows_after(size: Size) -> list[Any]:
    """What stands there after filling, without the numbers that records happen to get."""
    with transaction.atomic():
        assert is_empty()
        assert not is_filled()
        fill(size, UNTIL, quietly)
        assert is_filled()
        rows: list[Any] = [
            *Party.objects.order_by("id").values_list("reference", "name", "email", "phone", "owner__name", "version"),
            *Opportunity.objects.order_by("id").values_list("name", "amount", "stage__name", "stage_since", "version"),
            *Order.objects.order_by("id").values_list("reference", "party__name", "total", "status", "updated_at"),
            *Entry.objects.order_by("id").values_list("kind", "at", "title", "actor__name"),
        ]
        transaction.set_rollback(True)
    return [tuple(NUMBER.sub("", each) if isinstance(each, str) else each for each in row) for row in rows]


def test_the_report_on_personal_data_names_the_fax_number_that_nobody_needs() -> None:
    fax = PersonalField.objects.get(noun="parties.party", field="own_fax_number")
    assert fax.filled == FAXES
    assert (fax.proposal, fax.shown, fax.asked, fax.exported) == ("drop", 0, 0, 0)
