from django.apps import AppConfig


class Promises(AppConfig):
    name = "setia.domains.promises"
    label = "promises"
