"""Addresses of one's own desk: start page, search, palette, profile, and the rights of roles."""

from django.urls import path

from setia.faces.web.desk import language, palette, profile, role_rights, search, suggest, today

urlpatterns = [
    path("", today.show, name="today"),
    path("search", search.show, name="search"),
    path("palette", palette.show, name="palette"),
    path("suggest/<str:noun>", suggest.suggest, name="suggest"),
    path("language", language.choose, name="language"),
    path("me", profile.show, name="profile"),
    path("settings/roles/<int:pk>", role_rights.show, name="role_rights"),
]
