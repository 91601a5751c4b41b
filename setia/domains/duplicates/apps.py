from django.apps import AppConfig


class Duplicates(AppConfig):
    name = "setia.domains.duplicates"
    label = "duplicates"
