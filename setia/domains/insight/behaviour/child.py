"""A process of its own: a description of the marts comes in as JSON, what was reckoned of behaviour goes out."""

from __future__ import annotations

import json
import sys
from tempfile import TemporaryDirectory

from setia.domains.insight.behaviour.reckoning import reckoned
from setia.domains.insight.warehouse.opened import Opened

if __name__ == "__main__":
    with TemporaryDirectory(prefix="setia-behaviour-") as folder:
        marts = Opened(json.load(sys.stdin), memory="1GB")
        # What does not fit is put aside there; nothing of it is asked for in the order in which it stands.
        marts.db.execute(f"SET temp_directory = '{folder}'")
        marts.db.execute("SET preserve_insertion_order = false")
        print(json.dumps(reckoned(marts)))
