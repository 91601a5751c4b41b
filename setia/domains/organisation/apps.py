from django.apps import AppConfig


class Organisation(AppConfig):
    name = "setia.domains.organisation"
    label = "organisation"
