"""Two people decide at the same moment: one counts, the other is told."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from setia.domains.authority.approvals.model import Approval
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.staff.models import Role
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from tests.acting import facts, make
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_at_once_one_counts_and_the_other_learns_who_was_first(cast: Cast) -> None:
    cast.dev.roles.set([Role.objects.get(name="Decides")])
    asked = make("approvals", cast.acting("ada"), decision="rebate", percent="20")
    barrier, said = Barrier(2), []

    def decide(verb: str, by: Actor) -> None:
        values: dict[str, Any] = {"words": "Because"}
        try:
            barrier.wait()
            perform(find_operation(registry["approvals"], verb), [asked.pk], values, by)
        except Refusal as no:
            said.append(no.message)
        finally:
            connection.close()

    people = {"approve": cast.acting("dev"), "refuse": cast.acting("fay")}
    threads = [Thread(target=decide, args=each) for each in people.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    found = Approval.objects.get()
    first, word = ("Dev Manager", "approved") if found.status == "approved" else ("Fay Far", "refused")
    assert len(said) == 1
    assert said[0].startswith(f"{first} {word} it already")
    assert facts(found) == ["approval.asked", f"approval.{word}"]
