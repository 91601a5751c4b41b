"""Addresses of backups."""

from django.urls import path

from setia.faces.web.backups import pages

urlpatterns = [
    path("settings/backups/", pages.show, name="backups"),
    path("settings/backups/make", pages.make, name="make_backup"),
    path("settings/backups/progress", pages.progress, name="backup_progress"),
    path("settings/backups/stop", pages.stop, name="stop_backup"),
    path("settings/backups/<str:name>/download", pages.download, name="backup_download"),
    path("settings/backups/<str:name>/delete", pages.delete, name="backup_delete"),
]
