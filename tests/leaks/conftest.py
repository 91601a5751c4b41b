"""One world for the whole matrix: made once, and thrown away with its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.leaks.faces import Reader
from tests.leaks.watching import Watch
from tests.leaks.world import World, built


@pytest.fixture(scope="package")
def shared(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, dict[str, Reader]]]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = built()
        yield world, {role: Reader(staff) for role, staff in world.readers.items()}
        transaction.set_rollback(True)


@pytest.fixture
def world(shared: tuple[World, dict[str, Reader]], db: None) -> World:
    """What a test does to the world is undone after it."""
    return shared[0]


@pytest.fixture
def readers(world: World, shared: tuple[World, dict[str, Reader]]) -> dict[str, Reader]:
    return shared[1]


@pytest.fixture
def watch(role: str, world: World, readers: dict[str, Reader]) -> Watch:
    """The person with the role that the test is about."""
    return Watch(world, readers[role])
