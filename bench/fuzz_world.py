"""Marked records and tokens for `bench.fuzz`, in the database that the environment names; prints the tokens."""

from __future__ import annotations

import json
import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    django.setup()
    from django.utils import timezone

    from setia.faces.api.tests.fuzzing.world import made
    from setia.foundation.staff.models import Role, Staff
    from setia.foundation.staff.rights import new_token

    now = timezone.now()
    other = Staff.objects.create_account("Gil Elsewhere", "gil.elsewhere@setia.example")
    tokens: dict[str, str] = {}
    for role in Role.objects.order_by("pk"):
        owner = Staff.objects.create_account(f"As {role}", f"role-{role.pk}@setia.example")
        owner.roles.add(role)
        tokens[role.name] = new_token(owner, "bench", ["*"], now)
        if role.name == "Sales representative":
            made(owner, other)
            tokens["reading"] = new_token(owner, "bench", ["see"], now)
    root = Staff.objects.create_account("As administrator", "root.bench@setia.example", is_admin=True)
    tokens["administrator"] = new_token(root, "bench", ["*"], now)
    print(json.dumps(tokens))


if __name__ == "__main__":
    main()
