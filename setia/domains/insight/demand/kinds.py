"""Kinds of demand (Syntetos, Boylan & Croston, 2005, "On the categorization of demand patterns").

ADI is the average gap between demands in periods, CV^2 the squared coefficient of variation of their sizes:
smooth (ADI < 1.32, CV^2 < .49), erratic (CV^2 more), intermittent (ADI more), lumpy (both).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from setia.domains.insight.demand.series import first_sale

GAP, VARIATION = 1.32, 0.49
KINDS = ("smooth", "erratic", "intermittent", "lumpy", "nothing sold")


@dataclass(frozen=True)
class Kinds:
    gap: np.ndarray
    variation: np.ndarray
    kind: np.ndarray
    """(series,) index into KINDS"""


def kinds(quantities: np.ndarray) -> Kinds:
    """quantities (series, periods) >= 0; each series from its first sale on."""
    sold = quantities > 0
    number = np.maximum(sold.sum(axis=1), 1)
    gap = np.maximum(quantities.shape[1] - first_sale(quantities), 1) / number
    mean = quantities.sum(axis=1) / number
    variance = (((quantities - mean[:, None]) * sold) ** 2).sum(axis=1) / number
    variation = np.divide(variance, mean**2, out=np.zeros_like(mean), where=mean > 0)
    kind = (gap >= GAP) * 2 + (variation >= VARIATION)
    return Kinds(gap, variation, np.where(sold.any(axis=1), kind, 4))
