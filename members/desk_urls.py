"""Addresses of the members' books in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern

app_name = "book"
urlpatterns: list[URLPattern] = []
