from importlib import import_module

from django.apps import AppConfig


class Foundation(AppConfig):
    name = "setia.foundation"
    label = "foundation"

    def ready(self) -> None:
        """The worker must know the nightly job that tidies the search dictionary."""
        import_module("setia.foundation.search.tidying")
