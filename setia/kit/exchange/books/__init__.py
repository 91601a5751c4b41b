"""Workbooks: files of Excel and LibreOffice, turned into plain tables when they arrive."""

from setia.kit.exchange.books.opening import Book, is_workbook, open_book

__all__ = ["Book", "is_workbook", "open_book"]
