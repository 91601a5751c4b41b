"""Questions about many records, answered as tables, on every face."""

from setia.kit.reports.asking import answered, are_open_to, as_field, asked, knows, may_ask, open_to, report_for
from setia.kit.reports.declaring import Column, Plot, Point, Report, Row, Start, Table, add, declared

__all__ = [
    "Column", "Plot", "Point", "Report", "Row", "Start", "Table", "add", "answered", "are_open_to", "as_field", "asked",
    "declared", "knows", "may_ask", "open_to", "report_for",
]  # fmt: skip
