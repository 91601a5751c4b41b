"""Marts: tables for those who reckon, kept beside the database ([why so](docs/decisions/warehouse.md))."""

from setia.kit.marts.declaring import Follow, Mart, MartColumn, Type, add, marts
from setia.kit.marts.keeping import Answer, Kept, Question, Standing, Warehouse, are_kept, keep, open_to, warehouse
from setia.kit.marts.own import columns_of
from setia.kit.marts.rights import columns_for, may_ask
from setia.kit.marts.touching import Touched, rows_following, touched

__all__ = [
    "Answer", "Follow", "Kept", "Mart", "MartColumn", "Question", "Standing", "Touched", "Type", "Warehouse", "add",
    "are_kept", "columns_for", "columns_of", "keep", "marts", "may_ask", "open_to", "rows_following", "touched",
    "warehouse",
]  # fmt: skip
