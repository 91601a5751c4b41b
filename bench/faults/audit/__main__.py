"""`python -m bench.faults.audit JOURNAL SINCE` inside the installation: counts and faults as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

import django


def main(journal: Path, since: str) -> dict[str, Any]:
    django.setup()
    from bench.faults.audit import acknowledged, copies, effects, finding, imports, soundness, versions
    from bench.faults.audit.report import Report

    report = Report()
    told = json.loads(journal.read_text())
    soundness.prove(report)
    acknowledged.prove(report, told["writes"])
    imports.prove(report, told["imports"])
    versions.prove(report, since)
    copies.prove(report)
    finding.prove(report)
    effects.prove(report)
    return {"faults": report.faults, "counts": report.counts}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
