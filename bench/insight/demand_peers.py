"""The peer's time on like series, and its figures that tests hold. Needs statsforecast and statsmodels, no Setia."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from statsforecast.models import TSB, AutoETS, CrostonClassic, CrostonSBA, Theta
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

LUBRICANT = [
    0,
    2,
    0,
    1,
    0,
    11,
    0,
    0,
    0,
    0,
    2,
    0,
    6,
    3,
    0,
    0,
    0,
    0,
    0,
    7,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    3,
    1,
    0,
    0,
    1,
    0,
    1,
    0,
    0,
]


def main() -> None:
    demand = np.array(LUBRICANT, dtype=float)
    for model in (CrostonClassic(), CrostonSBA(), TSB(0.1, 0.1)):
        print(type(model).__name__, model.forecast(demand, 1)["mean"])
    dice = np.random.default_rng(2)
    few = (dice.random((10_000, 156)) < 0.2) * dice.geometric(0.2, (10_000, 156)).astype(float)
    for model in (CrostonClassic(), CrostonSBA(), TSB(0.1, 0.1)):
        clock = time.perf_counter()
        for series in few:
            model.forecast(series, 8)
        print(f"{type(model).__name__}, 10,000 series: {time.perf_counter() - clock:.2f} s")
    many = 60 + np.cumsum(dice.normal(0, 1, (100, 156)), axis=1) + dice.normal(0, 5, (100, 156))
    for model in (AutoETS(season_length=1), AutoETS(season_length=12), Theta(season_length=52)):
        clock = time.perf_counter()
        for series in np.maximum(many, 1.0):
            model.forecast(series, 8)
        print(f"{type(model).__name__} {model.season_length}, 100 series: {time.perf_counter() - clock:.2f} s")
    fit = ETSModel(pd.Series(many[0]), error="add").fit(disp=False)
    print("statsmodels, simple smoothing of the first: -2 log L", -2 * fit.llf)


if __name__ == "__main__":
    main()
