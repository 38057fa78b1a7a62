"""Addresses of Hội phí in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern

app_name = "dues"
urlpatterns: list[URLPattern] = []
