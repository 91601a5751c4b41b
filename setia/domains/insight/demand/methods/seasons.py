"""How the year goes: a straight line and harmonics by least squares, each series from its own first period on.

Months have five harmonics and a half: as many as there are months. Weeks have three, six numbers instead of 51, because
three years tell no more. Of logarithms the same gives factors instead of amounts.
"""

from __future__ import annotations

import numpy as np

WEEKLY_HARMONICS = 3


def waves(season: int) -> np.ndarray:
    """(season, degrees of freedom): what a year may look like."""
    when = np.arange(season)
    most = season // 2 if season <= 12 else WEEKLY_HARMONICS
    columns = []
    for number in range(1, most + 1):
        columns.append(np.cos(2 * np.pi * number * when / season))
        if 2 * number < season:
            columns.append(np.sin(2 * np.pi * number * when / season))
    return np.column_stack(columns)


def indices(by_period: np.ndarray, live: np.ndarray, season: int) -> np.ndarray:
    """(season, series) what to add at each place of the year, 0 in all; `by_period` and `live` (periods, series).

    Place 0 is the first period of the array. A tiny ridge keeps those with less than a year finite.
    """
    periods = len(by_period)
    year = waves(season)
    when = np.arange(periods)
    design = np.column_stack([np.ones(periods), when / max(periods - 1, 1), year[when % season]])
    wide = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(periods, wide * wide)
    normal = (live.T @ products).reshape(-1, wide, wide) + 1e-6 * np.eye(wide)
    solved = np.linalg.solve(normal, ((live * by_period).T @ design)[:, :, None])[:, :, 0]
    return year @ solved[:, 2:].T
