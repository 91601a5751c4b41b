from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommandLine(AppConfig):
    name = "setia.faces.cli"
    label = "cli"

    def ready(self) -> None:
        """Commands are found in modules `commands` of upper floors; the face's own are named here."""
        autodiscover_modules("commands")
        from setia.faces.cli import chores

        chores.declare_all()
