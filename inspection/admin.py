"""Checks in the admin: the checklist can be edited here; checks can only be looked at."""

from typing import Any

from django.contrib import admin

from members.admin_tools import LookOnlyAdmin, PortalAdmin

from .models import CheckItem, Finding, Inspection


@admin.register(CheckItem)
class CheckItemAdmin(PortalAdmin):
    delete_advice = "Mục đã dùng thì ghi ngày không còn áp dụng thay vì xóa."
    list_display = ["text", "figure", "source", "valid_from", "valid_to"]
    list_filter = ["figure"]
    search_fields = ["text"]
    search_help_text = "Tìm theo nội dung."
    fields = ["text", "figure", "order", "source", "valid_from", "valid_to"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        is_allowed: bool = super().has_delete_permission(request, obj)
        return is_allowed and (obj is None or not obj.findings.exists())


class FindingInline(admin.TabularInline):
    model = Finding
    fields = ("text", "counted", "result", "words", "recommendation", "due_on")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Inspection)
class InspectionAdmin(LookOnlyAdmin):
    list_display = ["unit", "year", "held_on", "lead", "state"]
    list_select_related = ["unit"]
    list_filter = ["year", "state"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo đơn vị hoặc người kiểm tra, không cần gõ dấu."
    inlines = [FindingInline]
