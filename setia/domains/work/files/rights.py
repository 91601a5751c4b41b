"""The rights over files of roles that were made before there were any."""

from __future__ import annotations

from typing import Any

FILES, LIKE = "work.file", "parties.party"


def give_rights(roles: type[Any]) -> None:
    """Whoever sees parties sees files, namely those at records that they see; whoever works with parties adds some.

    Roles that say something about files already are left alone. The model is that of the moment (migrations).
    """
    for role in roles.objects.order_by("pk"):
        over = role.grants.get(LIKE)
        if over and FILES not in role.grants:
            verbs = ["*"] if over.get("verbs") else []
            role.grants = {**role.grants, FILES: {"sight": over.get("sight", "none"), "verbs": verbs}}
            role.save(update_fields=["grants"])
