"""The database's own checks: pages, indexes, references."""

from __future__ import annotations

from django.db import connection

from bench.faults.audit.report import Report

BTREES = """
    SELECT c.relname, bt_index_check(c.oid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am am ON am.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE am.amname = 'btree' AND n.nspname = 'public' AND i.indisvalid AND c.relpersistence = 'p'
"""
HEAPS = """
    SELECT c.relname, v.msg FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    LATERAL verify_heapam(c.oid) v WHERE c.relkind = 'r' AND n.nspname = 'public'
"""


def prove(report: Report) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found = [row[0] for row in cursor.fetchall()]
            report.check(found == ["ok"], f"integrity_check: {found[:5]}")
            cursor.execute("PRAGMA foreign_key_check")
            loose = cursor.fetchall()
            report.check(not loose, f"foreign_key_check: {loose[:5]}")
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        cursor.execute(BTREES)  # raises what is wrong
        report.seen("indexes checked", len(cursor.fetchall()))
        cursor.execute(HEAPS)
        broken = cursor.fetchall()
        report.check(not broken, f"verify_heapam: {broken[:5]}")
