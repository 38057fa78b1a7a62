"""The site's own facts in the admin."""

from django.contrib import admin

from members.admin_tools import PortalAdmin, SingleRowMixin

from .models import SiteProfile


@admin.register(SiteProfile)
class SiteProfileAdmin(SingleRowMixin, PortalAdmin):
    fieldsets = [
        (None, {"fields": ["name", "short_name", "motto", "description"]}),
        (
            "Thông tin ở chân trang",
            {
                "fields": ["owner", "responsible", "address", "phone", "email"],
                "description": "Quy định về trang thông tin điện tử yêu cầu nêu đủ các mục này "
                "trên mọi trang.",
            },
        ),
    ]
