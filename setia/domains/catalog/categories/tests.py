"""Categories."""

from __future__ import annotations

import pytest

from setia.domains.catalog.categories.model import Category
from setia.foundation.errors import Invalid
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import SETIA, change, make

pytestmark = pytest.mark.django_db


def paths() -> list[str]:
    return list(Category.objects.order_by("path").values_list("path", flat=True))


def test_a_category_that_is_renamed_or_moved_takes_what_is_below_it_along() -> None:
    machines = make("categories", name="Machines")
    bars = make("categories", name="Bars", parent=machines.pk)
    make("categories", name="Two groups", parent=bars.pk)
    assert paths() == ["Machines", "Machines / Bars", "Machines / Bars / Two groups"]
    change(machines, name="Coffee")
    assert paths() == ["Coffee", "Coffee / Bars", "Coffee / Bars / Two groups"]
    change(bars, parent="")
    assert paths() == ["Bars", "Bars / Two groups", "Coffee"]


def test_a_category_never_stands_below_itself() -> None:
    one = make("categories", name="One")
    two = make("categories", name="Two", parent=one.pk)
    three = make("categories", name="Three", parent=two.pk)
    with pytest.raises(Invalid, match="below itself: One → Three → Two → One"):
        change(one, parent=three.pk)
    with pytest.raises(Invalid, match="below itself"):
        change(one, parent=one.pk)
    with pytest.raises(Invalid, match="below itself"):
        verbs.change(registry["categories"], [one.pk, two.pk], {"parent": three.pk}, SETIA)


def test_names_differ_where_they_stand_side_by_side() -> None:
    one = make("categories", name="Parts")
    make("categories", name="Parts", parent=one.pk)
    with pytest.raises(Invalid, match="already a category of this name"):
        make("categories", name="Parts")


def test_categories_do_not_stand_endlessly_deep() -> None:
    above = ""
    for number in range(8):
        above = make("categories", name=f"Level {number}", parent=above).pk
    with pytest.raises(Invalid, match="at most 8 deep"):
        make("categories", name="Too deep", parent=above)
