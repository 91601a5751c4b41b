from django.apps import AppConfig


class Parties(AppConfig):
    name = "setia.domains.parties"
    label = "parties"
