"""Addresses of calendars for other programs."""

from django.urls import path

from setia.faces.web.feeds import pages

urlpatterns = [
    path("calendar/feed", pages.make, name="make_feed"),
    path("calendar/feed/off", pages.end, name="end_feed"),
    path("calendar/feed/<str:secret>.ics", pages.read, name="feed"),
]
