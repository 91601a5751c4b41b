"""The settings of the fault runs: those of every Setia, and the probe beside the other apps."""

from setia.config.settings import *  # noqa: F403
from setia.config.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "bench.faults.probe"]
