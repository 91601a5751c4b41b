"""How far forecasts look, back and ahead, and which of earlier ones are kept; by unit."""

from __future__ import annotations

from datetime import timedelta

WINDOW = {"week": 156, "month": 60}
"""Periods that are learnt from: three years of weeks, five of months."""

HORIZON = {"week": 8, "month": 6}
KEPT_AHEAD = {"week": (1, 4, 8), "month": (1, 3, 6)}
"""Of forecasts made earlier, those so many periods ahead are kept to be compared with what came true."""

KEPT_FOR = {"week": timedelta(days=371), "month": timedelta(days=2 * 366)}
"""Earlier forecasts whose period is longer ago are not needed any more."""

STILL_MOVES = {"week": timedelta(days=91), "month": timedelta(days=184)}
"""For so long after a period its sales are looked at again: orders are put in late, and goods come back."""
