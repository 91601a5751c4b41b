"""Counts what ran, for the summary of `make test`; with SETIA_NO_SKIPS=1 a skipped test is a failure.

A pytest plugin (named in pyproject.toml).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

NOT_RUN = ("skipped", "xfailed")


def reports(config: pytest.Config, *outcomes: str) -> list[Any]:
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    return [report for outcome in outcomes for report in reporter.stats.get(outcome, [])] if reporter else []


def reason(report: Any) -> str:
    """Why it did not run, in the words of whoever skipped it."""
    if isinstance(report.longrepr, tuple):
        return f"{report.nodeid}: {report.longrepr[2].removeprefix('Skipped: ')}"
    return f"{report.nodeid}: {getattr(report, 'wasxfail', '') or 'no reason given'}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    not_run = [reason(report) for report in reports(session.config, *NOT_RUN)]
    if path := os.environ.get("SETIA_TEST_TALLY"):
        counts = {
            "passed": len(reports(session.config, "passed", "xpassed")),
            "failed": len(reports(session.config, "failed", "error")),
            "skipped": not_run,
        }
        Path(path).write_text(json.dumps(counts))
    if not_run and os.environ.get("SETIA_NO_SKIPS") == "1" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    not_run = reports(config, *NOT_RUN)
    if not_run and os.environ.get("SETIA_NO_SKIPS") == "1":
        terminalreporter.section("Failed, because nothing may be skipped here (SETIA_NO_SKIPS=1)", red=True)
        for report in not_run:
            terminalreporter.line(reason(report))
