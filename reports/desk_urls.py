"""Addresses of Báo cáo in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []
