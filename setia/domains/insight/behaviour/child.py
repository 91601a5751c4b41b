"""A process of its own: a description of the marts comes in as JSON, what was reckoned of behaviour goes out."""

from __future__ import annotations

import json
import sys

from setia.domains.insight.behaviour.reckoning import reckoned
from setia.domains.insight.warehouse.opened import Opened

if __name__ == "__main__":
    print(json.dumps(reckoned(Opened(json.load(sys.stdin)))))
