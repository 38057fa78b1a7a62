"""The app of role models and exemplary models."""

from django.apps import AppConfig


class ExemplarsConfig(AppConfig):
    name = "exemplars"
    verbose_name = "Điển hình, mô hình"
