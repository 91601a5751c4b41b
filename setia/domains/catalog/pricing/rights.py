"""The rights over price lists and exchange rates of roles that were made before there were any."""

from __future__ import annotations

from typing import Any

NEW, LIKE = ("catalog.pricelist", "organisation.exchangerate"), "catalog.product"


def give_rights(roles: type[Any]) -> None:
    """They are seen and kept by whoever sees and keeps products.

    Roles that say something about them already are left alone. The model is that of the moment (migrations).
    """
    for role in roles.objects.order_by("pk"):
        over = role.grants.get(LIKE)
        missing = [noun for noun in NEW if over and noun not in role.grants]
        if missing:
            same = {"sight": over.get("sight", "none"), "verbs": over.get("verbs", [])}
            role.grants = {**role.grants, **dict.fromkeys(missing, same)}
            role.save(update_fields=["grants"])
