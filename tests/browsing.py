"""A browser without a screen: somebody who has signed in, and what stands on the page that is answered."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client

from setia.foundation.staff.models import Staff


def browser_of(person: Staff, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def words(response: Any, status: int = 200) -> str:
    """The page as a person reads its texts; it must have been answered with this status."""
    assert response.status_code == status, response.content[:600]
    return unescape(str(response.content.decode()))
