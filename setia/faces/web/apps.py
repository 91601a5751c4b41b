from django.apps import AppConfig


class Web(AppConfig):
    name = "setia.faces.web"
    label = "web"
