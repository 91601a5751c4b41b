"""The address of the calendar."""

from django.urls import path

from setia.faces.web.calendar import page

urlpatterns = [path("calendar/", page.show, name="calendar")]
