from django.apps import AppConfig


class Demo(AppConfig):
    name = "setia.demo"
    label = "demo"
