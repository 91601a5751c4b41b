from django.apps import AppConfig


class StaffApp(AppConfig):
    name = "setia.foundation.staff"
    label = "staff"
