"""Loaded by `bench.faults.site`: declares the reactions and the long job whose effects are counted."""

from importlib import import_module

from django.apps import AppConfig


class Probe(AppConfig):
    name = "bench.faults.probe"
    label = "faults_probe"

    def ready(self) -> None:
        import_module("bench.faults.probe.effects")
