"""Finding records of every kind by one text."""

from __future__ import annotations
