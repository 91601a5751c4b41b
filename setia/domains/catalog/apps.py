from django.apps import AppConfig


class Catalog(AppConfig):
    name = "setia.domains.catalog"
    label = "catalog"
