"""Addresses of one's own desk: start page, search, palette, profile, and the rights of roles."""

from django.urls import path

from setia.faces.web.desk import jotting, language, noticing, profile, today
from setia.faces.web.desk.roles import page as rights
from setia.faces.web.desk.search import page as search
from setia.faces.web.desk.search import palette, suggest

urlpatterns = [
    path("", today.show, name="today"),
    path("jot/<slug:slug>", jotting.jot, name="jot"),
    path("notices/", noticing.show, name="notices"),
    path("notices/bell", noticing.bell, name="bell"),
    path("notices/read", noticing.read_all, name="read_notices"),
    path("notices/digest", noticing.digest, name="digest"),
    path("notices/<int:pk>", noticing.read, name="read_notice"),
    path("search", search.show, name="search"),
    path("palette", palette.show, name="palette"),
    path("suggest/", suggest.suggest_anything, name="suggest_anything"),
    path("suggest/<str:noun>", suggest.suggest, name="suggest"),
    path("language", language.choose, name="language"),
    path("me", profile.show, name="profile"),
    path("settings/roles/<int:pk>", rights.show, name="role_rights"),
]
