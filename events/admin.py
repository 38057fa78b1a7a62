"""Events in the admin, with everything that belongs to one on its page."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from members.admin_tools import (
    ExportColumn,
    PhotographInline,
    PortalAdmin,
    PortalInline,
    StoredFilesMixin,
    XlsxExportMixin,
)

from .models import Event, EventHost, EventPhoto, Guest, ProgrammeItem


class HostInline(PortalInline):
    model = EventHost
    autocomplete_fields = ["unit"]
    fields = ["order", "unit"]


class GuestInline(PortalInline):
    model = Guest
    fields = ["order", "rank", "name", "post", "spoke"]
    verbose_name_plural = "Đại biểu (theo thứ tự lễ tân; một dòng có thể nêu chung một nhóm)"


class ProgrammeInline(PortalInline):
    model = ProgrammeItem
    fields = ["order", "starts_at", "title", "speaker"]


class PhotoInline(PhotographInline):
    model = EventPhoto


@admin.register(Event)
class EventAdmin(StoredFilesMixin, XlsxExportMixin, PortalAdmin):
    list_display = ["title", "starts_at", "kind", "state", "unit", "place", "guest_count"]
    list_filter = ["state", "kind", "starts_at"]
    list_select_related = ["unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo tên, địa điểm, đơn vị; không cần gõ dấu."
    autocomplete_fields = ["unit"]
    date_hierarchy = "starts_at"
    inlines = [HostInline, GuestInline, ProgrammeInline, PhotoInline]
    fieldsets = [
        (None, {"fields": ["title", "kind", "state", "unit"]}),
        ("Thời gian, địa điểm", {"fields": ["starts_at", "ends_at", "place"]}),
        (
            "Nội dung",
            {
                "fields": ["summary", "outcome"],
                "description": "Sự kiện đã công bố thì ai cũng đọc được. Khi không tổ chức nữa, "
                "chọn “đã hủy” để bạn đọc biết; đừng xóa.",
            },
        ),
    ]
    delete_advice = (
        "Sự kiện đã công bố thì không xóa: hãy chọn trạng thái “đã hủy”. Đại biểu, chương trình và "
        "ảnh còn nguyên."
    )
    export_name = "su-kien"
    export_columns = (
        ExportColumn("Bắt đầu", lambda e: e.starts_at),
        ExportColumn("Kết thúc", lambda e: e.ends_at),
        ExportColumn("Tên sự kiện", lambda e: e.title),
        ExportColumn("Loại", lambda e: e.get_kind_display()),
        ExportColumn("Trạng thái", lambda e: e.get_state_display()),
        ExportColumn("Đơn vị tổ chức", lambda e: str(e.unit)),
        ExportColumn("Địa điểm", lambda e: e.place),
        ExportColumn("Số đại biểu", lambda e: e.guests_listed),
        ExportColumn("Kết quả", lambda e: e.outcome),
    )

    def must_stay(self, keys: list[Any]) -> models.QuerySet[Event]:
        return Event.objects.filter(pk__in=keys).exclude(state=Event.State.DRAFT)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Event]:
        listed = models.Count("guests")
        return super().get_queryset(request).annotate(guests_listed=listed)

    def export_queryset(self, queryset: Any) -> Any:
        return queryset.select_related("unit").order_by("starts_at", "pk")

    def autocomplete_text(self, obj: Event) -> str:
        return f"{obj.title}, {obj.starts_on:%d/%m/%Y}"

    @admin.display(description="đại biểu", ordering="guests_listed")
    def guest_count(self, obj: Any) -> int:
        return obj.guests_listed
