"""Addresses of imports."""

from django.urls import path

from setia.faces.web.imports import checking, columns, running, starting

urlpatterns = [
    path("import/", starting.start, name="import_start"),
    path("import/all", starting.history, name="import_history"),
    path("import/<int:pk>/", running.show, name="import_run"),
    path("import/<int:pk>/columns", columns.choose, name="import_columns"),
    path("import/<int:pk>/keep", columns.keep, name="import_keep"),
    path("import/mappings/<int:pk>/forget", columns.forget, name="import_forget"),
    path("import/<int:pk>/sheet", columns.sheet, name="import_sheet"),
    path("import/<int:pk>/check", checking.check, name="import_check"),
    path("import/<int:pk>/names", checking.names, name="import_names"),
    path("import/<int:pk>/begin", running.begin, name="import_begin"),
    path("import/<int:pk>/progress", running.progress, name="import_progress"),
    path("import/<int:pk>/errors.csv", running.errors, name="import_errors"),
    path("import/<int:pk>/undo", running.undo, name="import_undo"),
    path("import/<int:pk>/discard", running.discard, name="import_discard"),
]
