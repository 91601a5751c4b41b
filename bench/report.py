"""`python -m bench.report`: bench/RESULTS.md from everything that was measured and kept in bench/results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.installation import ROOT

RESULTS = ROOT / "bench" / "results"
TARGET = ROOT / "bench" / "RESULTS.md"
NOTES = ROOT / "bench" / "notes.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
DATABASES = tuple(NAMES)
Run = dict[str, Any]


def main() -> None:
    runs = {path.stem: json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))}
    parts = ["# What Setia costs", "", NOTES.read_text().strip(), ""]
    sizes = sorted({run["parties"] for name, run in runs.items() if name.startswith("pages-")})
    parts += _machine(runs)
    if sizes:
        parts += _pages(runs, sizes[-1]) + _growth(runs, sizes) + _amounts(runs, sizes[-1])
    parts += _load(runs) + _duplicates(runs) + _faults(runs)
    TARGET.write_text("\n".join(parts).rstrip() + "\n")


def _table(head: list[str], rows: list[list[Any]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(str(cell) for cell in line)} |" for line in lines] + [""]


def _machine(runs: dict[str, Run]) -> list[str]:
    rows = [
        [
            name, run["at"], run["commit"], f"{NAMES[run['database']]} {run['database_version']}",
            f"Python {run['python']}, Django {run['django']}", run["machine"], run["load"],
        ]
        for name, run in runs.items()
        if "machine" in run
    ]  # fmt: skip
    head = ["run", "when", "commit", "database", "versions", "machine", "load before"]
    return ["## Runs", "", *_table(head, rows)]


def _pages(runs: dict[str, Run], size: int) -> list[str]:
    found = ["## Requests", ""]
    for database in DATABASES:
        run = runs.get(f"pages-{database}-{size}")
        if run is None:
            continue
        rows = [
            [
                one["label"], one["aim"] or "", _judged(one["p50"], one["aim"]), f"{one['p95']:.1f}",
                f"{one['server_cpu']:.1f}", f"{one['database_cpu']:.1f}" if database == "postgresql" else "",
                one["yardstick"], one["queries"], f"{one['size']:,}", _wrong(one),
            ]
            for one in run["operations"]
        ]  # fmt: skip
        head = [
            "operation",
            "aim p50",
            "p50 ms",
            "p95 ms",
            "web CPU ms",
            "database CPU ms",
            "yardstick ms",
            "queries",
            "bytes",
            "wrong",
        ]
        found += [f"### {NAMES[database]}, {size:,} parties", "", *_table(head, rows)]
    return found


def _judged(value: float, aim: float) -> str:
    return f"{value:.1f}" if not aim or value <= aim else f"**{value:.1f}**"


def _wrong(one: Run) -> str:
    return ", ".join(f"{times} × {status}" for status, times in one["wrong"].items()) or "0"


def _growth(runs: dict[str, Run], sizes: list[int]) -> list[str]:
    """The same operation at every size: p50 in milliseconds."""
    found = ["## Growth: p50 in milliseconds by number of parties", ""]
    for database in DATABASES:
        by_size = {size: runs.get(f"pages-{database}-{size}") for size in sizes}
        if not all(by_size.values()):
            continue
        figures = {size: {one["key"]: one["p50"] for one in run["operations"]} for size, run in by_size.items() if run}
        last = by_size[sizes[-1]]
        rows = [
            [one["label"], *(f"{figures[size][one['key']]:.1f}" for size in sizes),
             f"{figures[sizes[-1]][one['key']] / figures[sizes[0]][one['key']]:.2f}"]
            for one in (last["operations"] if last else [])
        ]  # fmt: skip
        head = ["operation", *(f"{size:,}" for size in sizes), "largest : smallest"]
        found += [f"### {NAMES[database]}", "", *_table(head, rows)]
    return found


def _amounts(runs: dict[str, Run], size: int) -> list[str]:
    """What is not a request: rates, memory, first bytes, disk."""
    names = [f"pages-{database}-{size}" for database in DATABASES]
    found = [runs[name]["amounts"] for name in names if name in runs]
    if not found:
        return []
    rows = [
        [amount["label"], amount["aim"], *(f"{one[key]['value']:,}" for one in found)]
        for key, amount in found[0].items()
    ]
    head = ["", "aim", *(NAMES[database] for database in DATABASES if f"pages-{database}-{size}" in runs)]
    return ["## Rates, memory, bytes", "", *_table(head, rows)]


def _load(runs: dict[str, Run]) -> list[str]:
    found: list[str] = []
    for database in DATABASES:
        run = runs.get(f"load-{database}")
        if run is None:
            continue
        kinds = [[kind, one["times"], one["p50"], one["p95"], one["quiet_p95"]] for kind, one in run["kinds"].items()]
        kinds.append(["all", run["requests"], run["p50"], run["p95"], run["quiet_p95"]])
        memory = run["memory_mb"]
        found += [
            f"### {NAMES[database]}: {run['people']} people for {run['minutes']:g} minutes, {run['parties']:,} parties",
            "",
            f"{run['per_second']} requests a second; the web processes used {run['server_cpu_share']} cores; wrong"
            f" answers: {len(run['wrong'])}; suspicious lines in the log: {len(run['log'])}; p95 is"
            f" {run['p95'] / run['quiet_p95']:.1f} times that of one person alone. Memory (PSS of all processes) in MB:"
            f" {memory[0]} after 15 s, {memory[len(memory) // 2]} in the middle, {memory[-1]} at the end.",
            "",
            *_table(["click", "times", "p50 ms", "p95 ms", "p95 ms alone"], kinds),
        ]
    return ["## Many people at once", "", *found] if found else []


def _duplicates(runs: dict[str, Run]) -> list[str]:
    """How well duplicates are found, and how long it takes to compare everybody with everybody."""
    found: list[str] = []
    for database in DATABASES:
        run = runs.get(f"duplicates-{database}")
        if run is None:
            continue
        swept = run["sweep"]
        amounts = [
            ["parties compared with each other", f"{swept['parties']:,}"],
            ["minutes by the clock (aim: under 10)", _judged(swept["minutes"], 10)],
            ["minutes of processor time, one core", f"{swept['cpu_minutes']:.1f}"],
            ["of the clock: reading, estimating, comparing (s)",
             f"{swept['read_s']:.0f}, {swept['estimated_s']:.0f}, {swept['compared_s']:.0f}"],
            ["pairs looked at", f"{swept['compared']:,}"],
            ["pairs a second while comparing", f"{swept['pairs_per_second']:,}"],
            ["memory at most (MB)", f"{swept['memory_mb']:,}"],
            ["looking one party up among them, p50 and p95 (ms)",
             f"{swept['lookup_ms']['p50']:.1f}, {swept['lookup_ms']['p95']:.1f}"],
        ]  # fmt: skip
        found += [f"### {NAMES[database]}", "", *_table(["", "measured"], amounts)]
        rows = [
            [one["label"], f"{one['records']:,}", f"{one['pairs']:,}",
             *(f"{one[name][what]:.3f}" for name in ("proposed", "sure") for what in ("precision", "recall")),
             one["seconds"]]
            for one in run["quality"]
        ]  # fmt: skip
        head = ["records", "number", "true pairs", "precision from 50 %", "recall from 50 %", "precision from 99 %",
                "recall from 99 %", "CPU s"]  # fmt: skip
        found += _table(head, rows)
    return ["## Duplicates", "", *found] if found else []


def _faults(runs: dict[str, Run]) -> list[str]:
    """What the fault runs did and proved, one column for each."""
    found = {name.removeprefix("faults-"): run for name, run in runs.items() if name.startswith("faults-")}
    if not found:
        return []
    rows: list[list[Any]] = [
        ["when, commit", *(f"{run['date']}, {run['versions'].get('commit', '')}" for run in found.values())],
        ["seconds", *(run["seconds"] for run in found.values())],
    ]
    for part, words in (("kills", "killed: "), ("clients", ""), ("audit", "proved: ")):
        labels = dict.fromkeys(label for run in found.values() for label in run[part])
        rows += [[words + label, *(run[part].get(label, "") for run in found.values())] for label in labels]
    rows.append(["**faults found**", *(f"**{len(run['faults'])}**" for run in found.values())])
    return ["## Faults", "", *_table(["", *found], rows)]


if __name__ == "__main__":
    main()
    print(Path(TARGET).relative_to(ROOT))
