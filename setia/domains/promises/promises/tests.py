"""What was promised is written down, kept or not, and told to whom it concerns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from setia.domains.promises.promises.making import Promised, Term, end_promises, promise, promise_all
from setia.domains.promises.promises.model import Promise
from setia.foundation.errors import Invalid, Refusal
from setia.kit.notices import notices
from setia.kit.undoing import undo
from tests.acting import IMPORT, SETIA, change, do, facts, make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "promises.promise", "work.task", "sales.order"])


@pytest.fixture
def bo(cast: Cast) -> Any:
    return make("people", name="Bo Andersen", owner=cast.ada.pk)


@pytest.fixture
def vera(cast: Cast) -> Any:
    return make("companies", name="Vera Supplies", is_vendor="yes", owner=cast.ada.pk)


def promised(cast: Cast, party: Any, **values: Any) -> Promise:
    given = {"name": "Installed before Easter", "party": party.pk, "due_on": "2026-04-01", "owner": cast.cleo.pk}
    found: Promise = make("promises", cast.acting("ada"), **{**given, **values})
    return found


def told(cast: Cast, name: str) -> list[str]:
    return [notice.words for notice in notices().page(cast.acting(name), 0, 20)]


def test_a_promise_is_one_line_and_a_day_and_whoever_has_to_keep_it_is_told(cast: Cast, bo: Any) -> None:
    made = make("promises", cast.acting("ada"), name="Call back", party=bo.pk, due_on="2026-03-05")
    assert (made.owner, made.promised_by, made.team, made.status, made.made_on) == (
        cast.ada, cast.ada, cast.ada.team, "open", date(2026, 3, 2),
    )  # fmt: skip
    promised(cast, bo)
    assert told(cast, "cleo") == ["Ada Seller assigned this to you"]


def test_a_promise_may_be_measured_instead(cast: Cast, bo: Any) -> None:
    made = promised(cast, bo, name="We answer within 4 hours", due_on="", value="4", unit="hours")
    assert (made.measure, made.comparison, made.value) == ("We answer within 4 hours", "<=", Decimal(4))
    assert promised(cast, bo, due_on="", measure="uptime", value="99.5", unit="percent").comparison == ">="


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": ""},
        {"due_on": "2026-03-01"},
        {"made_on": "2026-03-03"},
        {"unit": "hours"},
        {"value": "4"},
        {"value": "-4", "unit": "hours"},
        {"name": " "},
        {"about": "sales.order:99"},
    ],
)
def test_nonsense_about_promises_is_refused(cast: Cast, bo: Any, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        promised(cast, bo, **values)


def test_a_promise_ends_with_evidence_once_and_that_can_be_undone(cast: Cast, bo: Any) -> None:
    made = promised(cast, bo)
    with pytest.raises(Invalid):
        do("keep", made, cast.acting("dev"))
    act = do("keep", made, cast.acting("dev"), evidence="Signed for on Monday", on="2026-03-02").act
    assert (made.status, made.evidence, made.ended_on) == ("kept", "Signed for on Monday", date(2026, 3, 2))
    for verb in ("break", "waive", "keep"):
        with pytest.raises(Refusal, match="is kept; this is not possible any more"):
            do(verb, made, cast.acting("dev"), evidence="Never mind")
    undo(act, cast.acting("dev"))
    made.refresh_from_db()
    assert (made.status, made.evidence) == ("open", "")
    assert facts(made)[:2] == ["promise.made", "promise.kept"]


def test_other_rooms_promise_in_bulk_and_end_what_they_promised(cast: Cast, bo: Any) -> None:
    order = make("orders", party=bo.pk)
    about = f"sales.order:{order.pk}"
    one = promise(
        party_id=bo.pk, name="Delivered", owner_id=cast.cleo.pk, promised_by_id=cast.ada.pk, due_on=date(2026, 4, 1),
        about=about, source="order", by=SETIA,
    )  # fmt: skip
    two = promise_all(
        [
            Promised(bo.pk, "Answer", cast.cleo.pk, cast.ada.pk, term=Term("answer", "<=", Decimal(4), "hours"),
                     about=about),
            Promised(bo.pk, "Price stays", None, None, due_on=date(2027, 1, 1), about=about),
        ],
        by=SETIA,
    )  # fmt: skip
    assert end_promises(about, "kept", evidence="Signed for", by=SETIA, only=[one.pk]) == 1
    assert end_promises(about, "waived", evidence="The order was cancelled", by=SETIA) == 2
    assert sorted(Promise.objects.values_list("status", flat=True)) == ["kept", "waived", "waived"]
    assert facts(two[0]) == ["promise.made", "promise.waived"]
    with pytest.raises(Invalid):
        end_promises(about, "renegotiated", evidence="", by=SETIA)


def test_what_rests_on_a_broken_promise_is_in_danger_at_once(cast: Cast, bo: Any, vera: Any) -> None:
    parts = promised(cast, vera, name="Parts arrive", direction="theirs", due_on="2026-03-20", owner=cast.ada.pk)
    frame = promised(cast, bo, name="Frame is built", rests_on=parts.pk)
    done = promised(cast, bo, name="Installed", rests_on=frame.pk, owner=cast.dev.pk)
    do("break", parts, cast.acting("ada"), evidence="Out of stock until May")
    for each, person in ((frame, "cleo"), (done, "dev")):
        each.refresh_from_db()
        assert each.warned_at is not None
        assert "What this rests on was broken or put off" in told(cast, person)
    assert facts(frame) == ["promise.made", "promise.shaken"]


def test_a_promise_that_is_put_off_shakes_what_rests_on_it_and_one_brought_forward_does_not(
    cast: Cast, bo: Any, vera: Any
) -> None:
    parts = promised(cast, vera, name="Parts arrive", direction="theirs", due_on="2026-03-20")
    frame = promised(cast, bo, rests_on=parts.pk)
    change(parts, due_on="2026-03-10")
    frame.refresh_from_db()
    assert frame.warned_at is None
    change(parts, due_on="2026-03-30")
    frame.refresh_from_db()
    assert frame.warned_at is not None


def test_promises_do_not_rest_on_each_other_in_a_ring(cast: Cast, bo: Any) -> None:
    one, two = promised(cast, bo), promised(cast, bo)
    three = promised(cast, bo, rests_on=two.pk)
    change(two, rests_on=one.pk)
    for wrong in (one, two, three):
        with pytest.raises(Invalid, match="cannot rest on itself"):
            change(one, rests_on=wrong.pk)


def test_what_comes_from_a_file_has_whom_it_names(cast: Cast, bo: Any) -> None:
    made = make("promises", IMPORT, name="Old", party=bo.pk, due_on="2026-03-05")
    assert (made.owner, made.promised_by) == (None, None)
