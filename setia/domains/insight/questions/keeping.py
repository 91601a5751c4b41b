"""Questions that people kept, beside those that are there from the beginning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.questions.asking import LONGEST
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.kit.marts import Question, columns_for, columns_of, marts
from setia.kit.saved_views import SavedView, remove, views_of

KIND = "marts"
"""Kept as views are, of a list of this name that no noun has."""

READY = (
    (
        gettext_lazy("Customers by value"),
        "SELECT id, value, purchases, first_on, last_on, recency\n  FROM customers\n"
        " ORDER BY value DESC, id\n LIMIT 100",
    ),
    (
        gettext_lazy("Purchases by month"),
        "SELECT date_trunc('month', day) AS month, count(*) AS purchases, sum(value) AS value, sum(margin) AS margin\n"
        "  FROM purchases\n GROUP BY 1\n ORDER BY 1",
    ),
    (
        gettext_lazy("How many stay, by the year of their first purchase"),
        "SELECT year(c.first_on) AS began, year(p.day) AS bought, count(DISTINCT p.party_id) AS customers\n"
        "  FROM customers AS c\n  JOIN purchases AS p ON p.party_id = c.id\n GROUP BY 1, 2\n ORDER BY 1, 2",
    ),
    (
        gettext_lazy("Recency, frequency and value in fifths"),
        "SELECT id, ntile(5) OVER (ORDER BY recency DESC, id) AS r, ntile(5) OVER (ORDER BY purchases, id) AS f,\n"
        "       ntile(5) OVER (ORDER BY value, id) AS v\n  FROM customers\n ORDER BY r DESC, f DESC, v DESC, id",
    ),
)


def offered(by: Actor) -> Sequence[Question]:
    ready = [Question(0, str(name), sql, True, False) for name, sql in READY]
    known, every = _names(by)
    kept = [
        Question(view.pk, view.name, view.where, view.is_shared, view.owner_id == by.staff_id)
        for view in views_of(KIND, by.staff_id)
        if view.owner_id == by.staff_id or not _hidden(_words(view.where), known, every)
    ]
    return [*kept, *ready]


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql.lower()))


def _hidden(words: set[str], known: set[str], every: set[str]) -> set[str]:
    """Those that name what this person may not know: what somebody else asks of it is not shown.

    A field that somebody added and put away again is nobody's to know any more, and its name may say enough.
    """
    return (words & every | {word for word in words if word.startswith("own_")}) - known


def _names(by: Actor) -> tuple[set[str], set[str]]:
    """Names of marts and columns: those that this person may know, and all."""
    known, every = set(), set()
    for mart in marts().values():
        every |= {mart.name, *(column.name for column in columns_of(mart))}
        if theirs := columns_for(mart, by):
            known |= {mart.name, *(column.name for column in theirs)}
    return known, every


def keep(name: str, sql: str, by: Actor, *, is_shared: bool = False) -> int:
    """Keep a question; one's own of the same name is replaced."""
    name, sql = name.strip(), sql.strip()
    if by.staff_id is None:
        raise Forbidden()
    errors = {}
    if not name or len(name) > 80 or not name.isprintable():
        errors["name"] = [_("Give the question a name of up to 80 characters.")]
    if not sql or len(sql) > LONGEST or "\0" in sql:
        errors["sql"] = [_("Write a question of up to %(most)s characters.") % {"most": LONGEST}]
    if errors:
        raise Invalid(errors)
    view = SavedView.objects.active().filter(resource=KIND, owner_id=by.staff_id, name=name).first()
    view = view or SavedView(resource=KIND, owner_id=by.staff_id, name=name, created_at=by.at, version=0)
    view.where, view.is_shared, view.layout = sql, is_shared, "sql"
    view.updated_at, view.version = by.at, view.version + 1
    view.save()
    return int(view.pk)


def drop(id: int, by: Actor) -> None:
    view = SavedView.objects.active().filter(resource=KIND, pk=id, owner_id=by.staff_id).first()
    if view is None:
        raise NotFound()
    remove(view, by)
