"""The addresses of the reports."""

from django.urls import path

from setia.faces.web.reporting import pages

urlpatterns = [
    path("reports/", pages.index, name="reports"),
    path("reports/<slug:name>/", pages.show, name="report"),
    path("reports/<slug:name>.<str:ending>", pages.download, name="report_file"),
]
