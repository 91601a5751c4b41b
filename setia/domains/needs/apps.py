from django.apps import AppConfig


class Needs(AppConfig):
    name = "setia.domains.needs"
    label = "needs"
