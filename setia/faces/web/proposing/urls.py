"""The address in messages that propose something."""

from django.urls import path

from setia.faces.web.proposing import pages

urlpatterns = [
    path("offer/<str:secret>", pages.show, name="proposal"),
    path("offer/<str:secret>/document", pages.document, name="proposal_document"),
]
