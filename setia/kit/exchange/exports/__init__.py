"""Exports: what is seen, as CSV or as a workbook."""

from setia.kit.exchange.exports.writing import MADE, csv_chunks, file_name, xlsx_chunks, xlsx_file

__all__ = ["MADE", "csv_chunks", "file_name", "xlsx_chunks", "xlsx_file"]
