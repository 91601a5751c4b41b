from importlib import import_module

from django.apps import AppConfig


class Foundation(AppConfig):
    name = "setia.foundation"
    label = "foundation"

    def ready(self) -> None:
        """The worker must know the nightly jobs: tidying the search dictionary, making a backup."""
        import_module("setia.foundation.search.tidying")
        import_module("setia.foundation.keeping.nightly")
        import_module("setia.foundation.backups")
