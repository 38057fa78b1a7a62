"""Báo cáo in the admin: which are required.

The reports themselves are written and answered on the officers' pages; here administrators can only
look at them, as a draft belongs to its unit.
"""

from django.contrib import admin

from members.admin_tools import LookOnlyAdmin, PortalAdmin

from .models import Report, ReportKind


@admin.register(ReportKind)
class ReportKindAdmin(PortalAdmin):
    delete_advice = "Hãy ghi ngày kết thúc cho loại này thay vì xóa."
    list_display = ["name", "issuer", "level", "rhythm", "due_days", "valid_from", "valid_to"]
    list_filter = ["rhythm", "level"]
    list_select_related = ["issuer"]
    search_fields = ["search_text"]
    autocomplete_fields = ["issuer"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "issuer",
                    "level",
                    "rhythm",
                    "cut_day",
                    ("due_day", "due_days"),
                    "open_days",
                ]
            },
        ),
        ("Nội dung", {"fields": ["headings", "instructions"]}),
        (
            "Áp dụng",
            {
                "fields": [("valid_from", "valid_to")],
                "description": "Kỳ nào hết khi loại này đang áp dụng thì phải nộp.",
            },
        ),
    ]


@admin.register(Report)
class ReportAdmin(LookOnlyAdmin):
    list_display = ["kind", "starts_on", "unit", "state", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["kind", "unit"]
    search_fields = ["unit__search_text", "kind__search_text"]
    search_help_text = "Tìm theo đơn vị, loại báo cáo; không cần gõ dấu."
