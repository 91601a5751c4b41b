from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Kit(AppConfig):
    name = "setia.kit"
    label = "kit"

    def ready(self) -> None:
        """Every app's declarations are read once all tables are known, and checked before serving."""
        autodiscover_modules("facts", "resources", "reactions", "slots")
        from setia.kit import checks

        checks.register()
