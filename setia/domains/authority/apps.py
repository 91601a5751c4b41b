from django.apps import AppConfig


class Authority(AppConfig):
    name = "setia.domains.authority"
    label = "authority"
