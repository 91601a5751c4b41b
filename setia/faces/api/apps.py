from django.apps import AppConfig


class Api(AppConfig):
    name = "setia.faces.api"
    label = "api"
