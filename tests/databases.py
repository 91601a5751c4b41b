"""Where the tests keep their data: a temporary folder, and SQLite or PostgreSQL as `--database` says.

A pytest plugin (named in pyproject.toml), because the settings read the environment when Django
starts, which is before any conftest.py is read.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from setia.config.messages import compile_catalogs
from tests.postgres import Cluster, NoServer

# What `make test` and people say to the tests themselves; all other SETIA_ variables are put aside.
KEPT = ("SETIA_TEST_", "SETIA_NO_SKIPS")
CLUSTER = pytest.StashKey[Cluster]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="Run on SQLite (default), or on PostgreSQL: a server is started for the run, or the one at"
        " SETIA_TEST_POSTGRES_URL is used.",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Before Django reads its settings: the folder, the database address, nothing else from outside."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        own = Path(os.environ["SETIA_TEST_FOLDER"], os.environ["PYTEST_XDIST_WORKER"])
        os.environ["SETIA_DATA_DIR"] = str(own)
        return (yield)
    try:
        prepare(early_config)
        return (yield)
    except BaseException:
        clean_up(early_config)
        raise


def prepare(config: pytest.Config) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends the run as Ctrl-C does: tidily
    for name in [name for name in os.environ if name.startswith("SETIA_") and not name.startswith(KEPT)]:
        del os.environ[name]
    keep_compiled_code()
    compile_catalogs()
    os.environ["SETIA_TEST_FOLDER"] = tempfile.mkdtemp(prefix="setia-tests-")
    os.environ["SETIA_DATA_DIR"] = os.environ["SETIA_TEST_FOLDER"] + "/main"
    os.environ["SETIA_USES_EVERY"] = "0"
    if config.known_args_namespace.database == "postgresql":
        os.environ["SETIA_DATABASE_URL"] = os.environ.get("SETIA_TEST_POSTGRES_URL") or own_server(config)


def keep_compiled_code() -> None:
    """Tests start `setia` hundreds of times: nothing is compiled twice, also where a machine says otherwise."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def clean_up(config: pytest.Config) -> None:
    if CLUSTER in config.stash:
        config.stash[CLUSTER].stop()
    if folder := os.environ.get("SETIA_TEST_FOLDER"):
        shutil.rmtree(folder, ignore_errors=True)


def own_server(config: pytest.Config) -> str:
    try:
        config.stash[CLUSTER] = Cluster().start()
    except NoServer as reason:
        raise pytest.UsageError(f"--database postgresql: {reason}") from None
    return config.stash[CLUSTER].url


def pytest_configure(config: pytest.Config) -> None:
    """Quick settings where the slow ones prove nothing: password hashing, the shared cache."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        clean_up(config)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.database}"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """What one test left in the cache (failed sign-ins are counted there) must not reach the next."""
    yield
    from django.core.cache import cache

    from setia.foundation.company import forget_company
    from setia.kit.counts import forget_counts

    cache.clear()
    forget_company()
    forget_counts()


@pytest.fixture
def installation(tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[dict[str, str]]:
    """The environment of a Setia of its own, empty, for tests that start `setia` as a program."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SETIA_", "PYTEST_"))}
    environment["SETIA_DATA_DIR"] = str(tmp_path / "data")
    if pytestconfig.option.database == "sqlite":
        yield environment
        return
    name = f"own_{uuid4().hex[:12]}"
    server = urlsplit(os.environ["SETIA_DATABASE_URL"])
    on_server(server.geturl(), f"CREATE DATABASE {name}")
    yield environment | {"SETIA_DATABASE_URL": urlunsplit(server._replace(path=f"/{name}"))}
    on_server(server.geturl(), f"DROP DATABASE {name} WITH (FORCE)")


def on_server(address: str, command: str) -> None:
    import psycopg

    parts: Any = urlsplit(address)._replace(path="/postgres")
    with psycopg.connect(urlunsplit(parts), autocommit=True) as connection:
        connection.execute(command)
