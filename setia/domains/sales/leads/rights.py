"""The rights over leads, and what belongs to them, of roles that were made before there were any."""

from __future__ import annotations

from typing import Any

LIKE = {
    "sales.lead": "sales.opportunity",
    "sales.leadsource": "sales.pipeline",
    "sales.question": "sales.pipeline",
    "sales.reason": "sales.pipeline",
    "sales.competitor": "sales.pipeline",
}


def give_rights(roles: type[Any]) -> None:
    """Leads as opportunities; sources, questions, reasons and competitors as pipelines.

    Roles that say something about them already are left alone. The model is that of the moment (migrations).
    """
    for role in roles.objects.order_by("pk"):
        found = {noun: role.grants[like] for noun, like in LIKE.items() if like in role.grants}
        missing = {noun: {**over, "fields": {}} for noun, over in found.items() if noun not in role.grants}
        if missing:
            role.grants = {**role.grants, **missing}
            role.save(update_fields=["grants"])
