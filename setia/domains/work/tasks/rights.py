"""The rights over tasks of roles that were made before there were any."""

from __future__ import annotations

from typing import Any

TASKS, LIKE = "work.task", "parties.party"


def give_rights(roles: type[Any]) -> None:
    """Tasks are seen as far as parties are; whoever may do anything with these works with tasks.

    Roles that say something about tasks already are left alone. The model is that of the moment (migrations).
    """
    for role in roles.objects.order_by("pk"):
        over = role.grants.get(LIKE)
        if over and TASKS not in role.grants:
            verbs = ["*"] if over.get("verbs") else []
            role.grants = {**role.grants, TASKS: {"sight": over.get("sight", "none"), "verbs": verbs}}
            role.save(update_fields=["grants"])
