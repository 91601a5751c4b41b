from importlib import import_module

from django.apps import AppConfig


class Api(AppConfig):
    name = "setia.faces.api"
    label = "api"

    def ready(self) -> None:
        """The worker must know the nightly job that forgets old idempotency keys."""
        import_module("setia.faces.api.repeating.forgetting")
