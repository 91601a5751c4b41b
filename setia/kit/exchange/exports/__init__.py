"""Exports: what is seen, as CSV, as a workbook or as address cards."""

from setia.kit.exchange.exports.cards import card_chunks
from setia.kit.exchange.exports.writing import MADE, csv_chunks, file_name, xlsx_chunks, xlsx_file

__all__ = ["MADE", "card_chunks", "csv_chunks", "file_name", "xlsx_chunks", "xlsx_file"]
