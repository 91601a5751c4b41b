from django.apps import AppConfig


class Conversations(AppConfig):
    name = "setia.domains.conversations"
    label = "conversations"
