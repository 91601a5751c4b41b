from django.apps import AppConfig


class Work(AppConfig):
    name = "setia.domains.work"
    label = "work"
