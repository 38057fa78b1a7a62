"""Addresses of units and of one's own password; assoc.urls mounts them in the namespace `members`."""

from django.urls import URLPattern, path

from . import views

own: list[URLPattern] = [
    path("to-chuc/", views.unit_list, name="units"),
    path("to-chuc/<slug:slug>/", views.unit_detail, name="unit"),
    path("toi/mat-khau/", views.PasswordView.as_view(), name="password"),
]
