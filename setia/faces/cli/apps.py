from django.apps import AppConfig


class CommandLine(AppConfig):
    name = "setia.faces.cli"
    label = "cli"
