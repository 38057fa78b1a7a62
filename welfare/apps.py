"""The welfare app."""

from django.apps import AppConfig


class WelfareConfig(AppConfig):
    name = "welfare"
    verbose_name = "Nghĩa tình"
