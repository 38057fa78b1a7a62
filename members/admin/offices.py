"""Terms, posts, and who holds them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest

from ..admin_tools import (
    CodedForm,
    ExportColumn,
    PortalAdmin,
    XlsxExportMixin,
)
from ..models import (
    Appointment,
    Position,
    Term,
)
from .units import InForceFilter


@admin.register(Term)
class TermAdmin(PortalAdmin):
    delete_advice = "Nhiệm kỳ đã có người giữ chức vụ thì ghi ngày kết thúc thay vì xóa."
    list_display = ["name", "unit", "valid_from", "valid_to", "congress_on"]
    list_filter = [InForceFilter, "unit__level"]
    list_select_related = ["unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo tên nhiệm kỳ hoặc đơn vị, không cần gõ dấu."
    autocomplete_fields = ["unit"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Term]:
        return super().get_queryset(request).select_related("unit")


@admin.register(Position)
class PositionAdmin(PortalAdmin):
    form = CodedForm
    delete_advice = "Chức vụ đã có người giữ thì không xóa được."
    list_display = ["name", "level", "right", "rank_order", "expected_count", "holders"]
    list_filter = ["level", "right"]
    search_fields = ["search_text"]
    ordering = ["level", "rank_order", "name"]
    fieldsets = [
        (None, {"fields": ["name", "code", "level", "board", "rank_order", "expected_count"]}),
        (
            "Quyền",
            {
                "fields": ["right"],
                "description": "Đổi quyền ở đây là đổi ngay cho mọi người đang giữ chức vụ này.",
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Position]:
        now = Appointment.objects.on().values("pk")
        held = Count("appointments", filter=Q(appointments__in=now))
        return super().get_queryset(request).annotate(held_today=held)

    @admin.display(description="đang giữ", ordering="held_today")
    def holders(self, obj: Any) -> int:
        return obj.held_today


@admin.register(Appointment)
class AppointmentAdmin(XlsxExportMixin, PortalAdmin):
    list_display = ["member", "position", "unit", "term", "method", "valid_from", "valid_to"]
    list_filter = [InForceFilter, "position__level", "position__right", "method"]
    list_select_related = ["member", "position", "unit", "term__unit"]
    search_fields = ["member__search_text", "unit__search_text", "position__search_text"]
    search_help_text = "Tìm theo người, đơn vị hoặc chức vụ; không cần gõ dấu."
    autocomplete_fields = ["member", "unit", "position", "term"]
    date_hierarchy = "valid_from"
    ordering = ["unit__level", "unit__sort_order", "position__rank_order", "member__sort_key", "pk"]
    fieldsets = [
        (None, {"fields": ["member", "position", "unit", "term", "method", "decision_no"]}),
        (
            "Thời gian",
            {
                "fields": ["valid_from", "valid_to"],
                "description": "Quyền theo chức vụ bắt đầu và kết thúc đúng theo hai ngày này.",
            },
        ),
    ]
    export_name = "can-bo"
    export_columns = (
        ExportColumn("Họ và tên", lambda a: str(a.member)),
        ExportColumn("Chức vụ", lambda a: a.position.name),
        ExportColumn("Đơn vị", lambda a: str(a.unit)),
        ExportColumn("Nhiệm kỳ", lambda a: a.term.name if a.term else None),
        ExportColumn("Hình thức", lambda a: a.get_method_display()),
        ExportColumn("Số quyết định", lambda a: a.decision_no),
        ExportColumn("Từ ngày", lambda a: a.valid_from),
        ExportColumn("Đến trước ngày", lambda a: a.valid_to),
    )

    def export_queryset(self, queryset: Any) -> Any:
        return queryset.select_related("member", "position", "unit", "term")
