"""Counts what ran, for the summary of `make test`; with SETIA_NO_SKIPS=1 a skipped test is a failure.

A pytest plugin (named in pyproject.toml).
"""

from __future__ import annotations

import json
import os
from collections import Counter
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


LONGEST = 40
_spent = {"so far": 0.0}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    """Beside the time of the clock, the processor's, with that of ended children: it is the same on a busy machine."""
    report: Any = yield
    now = sum(os.times()[:4])
    report.processor = now - _spent["so far"]
    _spent["so far"] = now
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.option.durations:
        _tell_longest_files(terminalreporter)
    not_run = reports(config, *NOT_RUN)
    if not_run and os.environ.get("SETIA_NO_SKIPS") == "1":
        terminalreporter.section("Failed, because nothing may be skipped here (SETIA_NO_SKIPS=1)", red=True)
        for report in not_run:
            terminalreporter.line(reason(report))


def _tell_longest_files(terminalreporter: Any) -> None:
    """Which files a run spends its time in; of the hundreds of quick tests none would be noticed alone."""
    seconds: Counter[str] = Counter()
    processor: Counter[str] = Counter()
    for report in (report for reports_ in terminalreporter.stats.values() for report in reports_):
        path = getattr(report, "nodeid", "").partition("::")[0]
        seconds[path] += getattr(report, "duration", 0.0)
        processor[path] += getattr(report, "processor", 0.0)
    told = f"{sum(seconds.values()):.0f} s in all, of the processor {sum(processor.values()):.0f} s"
    terminalreporter.section(f"files by their time, {told}")
    for path, spent in seconds.most_common(LONGEST):
        terminalreporter.line(f"{spent:7.1f} s {processor[path]:7.1f} s  {path}")
