from django.apps import AppConfig


class Sales(AppConfig):
    name = "setia.domains.sales"
    label = "sales"
