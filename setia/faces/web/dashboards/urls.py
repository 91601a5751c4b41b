"""The addresses of dashboards."""

from django.urls import path

from setia.faces.web.dashboards import pages, putting

urlpatterns = [
    path("insight/", pages.first, name="insight"),
    path("insight/<slug:key>/", pages.show, name="dashboard"),
    path("insight/<slug:key>/counted", pages.counted, name="dashboard_counted"),
    path("insight/<slug:key>.<str:form>", pages.download, name="dashboard_file"),
    path("insight/<slug:key>/copy", pages.copy, name="copy_dashboard"),
    path("insight/<int:pk>/tile", putting.put, name="put_tile"),
]
