"""What a dashboard or a report shows, on paper and as a workbook: the same words and numbers, drawn with no browser."""

from setia.kit.dashboards.papers.making import FORMS, TYPES, can_make, name_of, paper_of, taken

__all__ = ["FORMS", "TYPES", "can_make", "name_of", "paper_of", "taken"]
