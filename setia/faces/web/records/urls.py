"""Addresses of single records."""

from django.urls import path

from setia.faces.web.records import (
    alike,
    arranging,
    beside,
    by_hand,
    composing,
    doing,
    forms,
    history,
    network,
    pages,
    papers,
)

urlpatterns = [
    path("undo/<int:act>", history.undo, name="undo"),
    path("entries/<int:entry>/correct", composing.correction, name="correct"),
    path("settings/pages/<slug:slug>", arranging.arrange, name="arrange"),
    path("settings/layouts/<int:pk>", arranging.of_layout, name="arrange_layout"),
    path("<slug:slug>/new", forms.create, name="create"),
    path("<slug:slug>/alike", alike.alike, name="alike"),
    path("<slug:slug>/<int:pk>/", pages.show, name="record"),
    path("<slug:slug>/<int:pk>/beside", beside.make_one, name="beside"),
    path("<slug:slug>/<int:pk>/edit", forms.edit, name="edit"),
    path("<slug:slug>/<int:pk>/do/<str:verb>", doing.do, name="do"),
    path("<slug:slug>/<int:pk>/history", history.older, name="history"),
    path("<slug:slug>/<int:pk>/papers/<str:name>", papers.take, name="paper"),
    path("<slug:slug>/<int:pk>/network", network.show, name="network"),
    path("<slug:slug>/<int:pk>/<slug:name>", by_hand.show, name="record_page"),
]
