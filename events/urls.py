"""Addresses of events."""

from django.urls import path

from . import views

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("lich.ics", views.event_calendar, name="calendar"),
    path("<int:pk>-<slug:slug>/", views.event_detail, name="detail"),
]
