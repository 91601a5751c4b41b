"""Our own company."""

from __future__ import annotations

import pytest

from setia.foundation.access import system
from setia.foundation.company import our_company
from setia.foundation.errors import Forbidden
from setia.kit import verbs
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db


def test_a_new_currency_counts_at_once(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    assert our_company().currency == "USD"
    with django_capture_on_commit_callbacks(execute=True):
        verbs.change(registry["company"], [our_company().pk], {"currency": "EUR"}, system())
    assert our_company().currency == "EUR"


def test_there_is_only_one_company_and_it_stays() -> None:
    with pytest.raises(Forbidden):
        verbs.create(registry["company"], {"name": "Another"}, system())
    with pytest.raises(Forbidden):
        verbs.archive(registry["company"], [our_company().pk], system())
