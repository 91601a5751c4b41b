"""Fixtures for every test. Which database the tests use is decided in tests/databases.py."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# Property tests try the same examples on every run, however slow the machine is, so that a red run means a
# changed product. To look for new examples: pytest --hypothesis-profile explore
SLOW = [HealthCheck.too_slow]
settings.register_profile("steady", deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)
settings.register_profile("explore", deadline=None, max_examples=1_000, suppress_health_check=SLOW)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite need not wait for the disk: the database of a test run is thrown away."""
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(autouse=True)
def _ready_made(request: pytest.FixtureRequest) -> None:
    """The pipeline and roles that migrations make, again after a test that emptied the tables."""
    if request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("_django_db_helper")
    from tests.ready_made import make_ready_made

    make_ready_made()
