"""Addresses of files."""

from django.urls import path

from setia.faces.web.files import pages

urlpatterns = [
    path("files/<int:pk>/content", pages.content, name="file_content"),
    path("files/<int:pk>/picture/<str:size>", pages.picture, name="file_picture"),
    path("<slug:slug>/<int:pk>/files", pages.at_record, name="files_at"),
]
