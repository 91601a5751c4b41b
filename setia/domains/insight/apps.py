from django.apps import AppConfig


class Insight(AppConfig):
    name = "setia.domains.insight"
    label = "insight"
