"""The old blog: brought in from Blogger's backups, led on to by its addresses, taken out again."""

from django.apps import AppConfig


class BloggerConfig(AppConfig):
    name = "blogger"
    verbose_name = "Blog cũ"
