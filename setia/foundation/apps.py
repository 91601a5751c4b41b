from django.apps import AppConfig


class Foundation(AppConfig):
    name = "setia.foundation"
    label = "foundation"
