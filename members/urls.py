"""Addresses of units and of one's own page."""

from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("to-chuc/", views.unit_list, name="units"),
    path("to-chuc/<slug:slug>/", views.unit_detail, name="unit"),
    path("toi/", views.me, name="me"),
    path("toi/mat-khau/", views.PasswordView.as_view(), name="password"),
]
