"""The rights over a new kind of records, for roles that were made before there were any."""

from __future__ import annotations

from typing import Any


def give_rights(roles: type[Any], noun: str, like: str) -> None:
    """They are seen as far as those of `like` are; whoever may do anything with these works with them.

    Roles that say something about them already are left alone. The model is that of the moment (migrations).
    """
    for role in roles.objects.order_by("pk"):
        over = role.grants.get(like)
        if over and noun not in role.grants:
            verbs = ["*"] if over.get("verbs") else []
            role.grants = {**role.grants, noun: {"sight": over.get("sight", "none"), "verbs": verbs}}
            role.save(update_fields=["grants"])
