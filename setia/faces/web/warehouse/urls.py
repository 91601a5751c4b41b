"""The addresses of the warehouse."""

from django.urls import path

from setia.faces.web.warehouse import pages

urlpatterns = [
    path("warehouse/", pages.show, name="warehouse"),
    path("warehouse/refresh", pages.refresh, name="warehouse_refresh"),
    path("warehouse/progress", pages.progress, name="warehouse_progress"),
    path("warehouse/questions/<int:id>/drop", pages.drop, name="warehouse_drop"),
    path("warehouse/<slug:mart>.parquet", pages.download, name="warehouse_file"),
]
