"""Tells Django which admin site is the default (apart from `apps`, which holds one config only)."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "assoc.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Takes away what doesn't exist here: nobody's rights come from a group."""
        super().ready()
        admin.site.unregister(apps.get_model("auth", "Group"))
