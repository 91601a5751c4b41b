"""Plays that are needed again and again: a draft is made of one by naming it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setia.domains.insight.plays.model import Purpose, Way

Words = str | Promise


@dataclass(frozen=True)
class Template:
    """`task` says what to do; `rest` are other fields of the play by column."""

    name: str
    label: Words
    task: Words
    rest: Mapping[str, Any] = field(default_factory=dict)


TEMPLATES: Mapping[str, Template] = {one.name: one for one in (
    Template(
        "silent_good", _("Call good customers who fell silent"),
        _("Call and ask what has changed for them, and what they need now."),
        {"circle": "silent_good", "way": Way.CALL, "minutes": 15, "success_days": 60},
    ),
    Template(
        "bought_once", _("Write to customers who bought once"),
        _("Write and ask whether all is well with what they bought, and what would go with it."),
        {"circle": "bought_once", "way": Way.EMAIL, "minutes": 5, "success_days": 60, "wanted": 5},
    ),
    Template(
        "contract_ending", _("Visit customers whose contract is ending"),
        _("Visit before the last day for notice: how is it used, what is missing, what comes next?"),
        {"circle": "contract_ending", "way": Way.VISIT, "purpose": Purpose.CONTRACT, "minutes": 90,
         "contact_days": 30, "success": "renewal", "success_days": 120},
    ),
    Template(
        "let_down", _("Make it up to those we let down"),
        _("Call, say what went wrong and what was done about it, and ask what would make it good."),
        {"circle": "let_down", "way": Way.CALL, "purpose": Purpose.CONTRACT, "minutes": 20, "success_days": 90},
    ),
    Template(
        "lost_deal", _("Ask again those who decided for somebody else"),
        _("Call and ask how they fare with what they chose, and what would have to change."),
        {"circle": "lost_deal", "way": Way.CALL, "minutes": 15, "success_days": 90, "wanted": 5},
    ),
    Template(
        "segment_lost", _("Ask a segment why it stays away"),
        _("Call and ask what they use instead, and what would bring them back."),
        {"way": Way.CALL, "minutes": 15, "success_days": 90, "wanted": 5},
    ),
)}  # fmt: skip
