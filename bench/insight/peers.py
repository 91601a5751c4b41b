"""One step of `bench.insight` with a peer; runs in the peers' own environment."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

STEP, FOLDER = sys.argv[1], Path(sys.argv[2])

if STEP == "cox":
    import pandas
    from lifelines import CoxPHFitter

    kept = np.load(FOLDER / "cox.npz")
    frame = pandas.DataFrame(kept["inputs"], columns=list("abcde"))
    frame["weeks"], frame["left"] = kept["weeks"], kept["weeks"] < 104
else:
    from lifetimes import BetaGeoFitter, ParetoNBDFitter

    repeats, last, age = np.load(FOLDER / f"{STEP}.npy")

clock, processor = time.perf_counter(), time.process_time()
if STEP == "cox":
    said = {"coefficients": CoxPHFitter().fit(frame, "weeks", "left").params_.tolist()}
else:
    fitter = BetaGeoFitter() if STEP == "bg" else ParetoNBDFitter()
    fitter.fit(repeats, last / 7, age / 7)
    fitter.conditional_probability_alive(repeats, last / 7, age / 7)
    ahead = fitter.conditional_expected_number_of_purchases_up_to_time(365 / 7, repeats, last / 7, age / 7)
    said = {**fitter.params_.to_dict(), "purchases": round(float(np.sum(ahead)))}
told = {"seconds": round(time.perf_counter() - clock, 2), "cpu": round(time.process_time() - processor, 2)}
print(json.dumps({**told, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, **said}))
