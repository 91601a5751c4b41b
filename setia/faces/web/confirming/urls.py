"""The address in messages to people outside."""

from django.urls import path

from setia.faces.web.confirming import pages

urlpatterns = [path("confirm/<str:secret>", pages.confirm, name="confirm")]
