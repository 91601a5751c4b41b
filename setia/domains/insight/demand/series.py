"""Dated sales become even periods (`periods`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.periods import SEASON, counted, dated

FAR = 6.0
"""Deviations (of logarithms, by the median) beyond which a period's sales are an outlier."""


@dataclass(frozen=True)
class Panel:
    """`quantities` (series, periods): net sales, 0 where nothing was sold; `first` the first period with a sale;
    `returned` (series,) what was taken back beyond the sales of its period and is counted as no demand."""

    names: tuple[Any, ...]
    starts: tuple[date, ...]
    period: str
    quantities: np.ndarray
    first: np.ndarray
    returned: np.ndarray

    @property
    def season(self) -> int:
        return SEASON[self.period]


def panel(sales: Iterable[tuple[Any, date, float]], period: str, as_of: date, since: date | None = None) -> Panel:
    """From (name, day, quantity; returns negative) of days before the period `as_of` lies in: that one is unfinished.

    Sales after `as_of` are not looked at. Gaps are periods without demand. Nothing at all is refused.
    """
    last = counted(as_of, period) - 1
    earliest = counted(since, period) if since else None
    rows: dict[Any, dict[int, float]] = {}
    for name, day, quantity in sales:
        number = counted(day, period)
        if number > last or (earliest is not None and number < earliest) or not np.isfinite(quantity):
            continue
        of_name = rows.setdefault(name, {})
        of_name[number] = of_name.get(number, 0.0) + float(quantity)
    if not rows:
        raise TooLittle("periods", f"Nothing was sold in a finished {period} yet.", 0, 1)
    begin = earliest if earliest is not None else min(min(of_name) for of_name in rows.values())
    net = np.zeros((len(rows), last - begin + 1))
    for line, of_name in enumerate(rows.values()):
        net[line, np.fromiter(of_name, int) - begin] = list(of_name.values())
    starts = tuple(dated(number, period) for number in range(begin, last + 1))
    quantities, returned = demanded(net)
    return Panel(tuple(rows), starts, period, quantities, first_sale(quantities), returned)


def demanded(net: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Demand is what was sold net of returns, and never below nothing; with it how much was taken back beyond that."""
    return np.maximum(net, 0.0), -np.minimum(net, 0.0).sum(axis=1)


def first_sale(quantities: np.ndarray) -> np.ndarray:
    """(series,) period of the first sale; the number of periods where there was none."""
    sold = quantities > 0
    return np.where(sold.any(axis=1), sold.argmax(axis=1), quantities.shape[1])


def checked(quantities: Sequence[Sequence[float]] | np.ndarray) -> np.ndarray:
    """(series, periods) of finite numbers >= 0 (what is below 10^-9 is 0), or refused in words."""
    array = np.atleast_2d(np.asarray(quantities, dtype=float))
    if array.ndim != 2 or array.size == 0:
        raise TooLittle("periods", "There is no period to learn from.")
    if not np.isfinite(array).all():
        raise TooLittle("numbers", "Some quantities are not numbers: leave out what is not known, or count it as 0.")
    if (array < 0).any():
        raise TooLittle("returns", "Some quantities are below 0: set returns off against sales first.")
    if array.max() > 1e15:
        raise TooLittle("numbers", "Quantities beyond 10^15 are not counted.")
    return np.where(array < 1e-9, 0.0, array)


def ceilings(quantities: np.ndarray) -> np.ndarray:
    """(series,) what a period's sales may be before they are an outlier:
    exp(median + FAR * 1.4826 * MAD) of the logarithms of sales, the MAD at least log(1.5); none below four sales."""
    with np.errstate(divide="ignore"):
        logs = np.where(quantities > 0, np.log(np.where(quantities > 0, quantities, 1.0)), np.nan)
    some = (quantities > 0).sum(axis=1) >= 4
    result = np.full(len(quantities), np.inf)
    if some.any():
        middle = np.nanmedian(logs[some], axis=1)
        spread = np.nanmedian(np.abs(logs[some] - middle[:, None]), axis=1)
        result[some] = np.exp(middle + FAR * 1.4826 * np.maximum(spread, np.log(1.5)))
    return result
