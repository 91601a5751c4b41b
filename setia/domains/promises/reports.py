"""What is asked about many promises at once."""

from setia.domains.promises.reporting import findings, kept, overselling, underselling
from setia.kit import reports

reports.add(kept.REPORT, overselling.REPORT, underselling.REPORT)

FOUND = findings
"""Loaded so that it is found."""
