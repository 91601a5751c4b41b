"""Addresses of the pages: what stands for itself first, then single records, then lists."""

from django.urls import include, path

urlpatterns = [
    path("", include("setia.faces.web.calendar.urls")),
    path("", include("setia.faces.web.backups.urls")),
    path("", include("setia.faces.web.confirming.urls")),
    path("", include("setia.faces.web.feeds.urls")),
    path("", include("setia.faces.web.proposing.urls")),
    path("", include("setia.faces.web.imports.urls")),
    path("", include("setia.faces.web.desk.urls")),
    path("", include("setia.faces.web.dashboards.urls")),
    path("", include("setia.faces.web.files.urls")),
    path("", include("setia.faces.web.reporting.urls")),
    path("", include("setia.faces.web.warehouse.urls")),
    path("", include("setia.faces.web.records.urls")),
    path("", include("setia.faces.web.lists.urls")),
]
