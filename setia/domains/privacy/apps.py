from django.apps import AppConfig


class Privacy(AppConfig):
    name = "setia.domains.privacy"
    label = "privacy"
