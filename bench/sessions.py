"""Sessions for many people at once, without their passwords: what signing in would have left.

Run inside the installation (`python -m bench.sessions COUNT`); prints the session keys as JSON.
Signing in two hundred times from one address is what the throttle of sign-in is there to prevent.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")


def make(count: int) -> list[str]:
    """Every sixth is the administrator, who sees everything; the others are colleagues with their own records."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from setia.foundation.staff.models import Staff

    store = import_module(settings.SESSION_ENGINE).SessionStore
    admin, *others = Staff.objects.active().order_by("id")
    keys = []
    for number in range(count):
        person = admin if number % 6 == 0 else others[number % len(others)]
        session = store()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        keys.append(session.session_key)
    return keys


if __name__ == "__main__":
    django.setup()
    json.dump(make(int(sys.argv[1])), sys.stdout)
