"""Events in the admin, with everything that belongs to one on its page."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from members.admin_tools import (
    ExportColumn,
    LookOnlyAdmin,
    PhotographInline,
    PortalAdmin,
    PortalInline,
    StoredFilesMixin,
    XlsxExportMixin,
)

from .models import (
    AnnualDay,
    Attendance,
    ContestResult,
    Event,
    EventDocument,
    EventHost,
    EventKind,
    EventNotice,
    EventPhoto,
    FormerDay,
    Funeral,
    Guest,
    Invitation,
    Minutes,
    ProgrammeItem,
    Registration,
    RegistrationTerms,
    RegularPlace,
    ResolutionTask,
)


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


class FormerDayInline(PortalInline):
    model = FormerDay
    fields = ["starts_at", "ends_at", "reason"]


class EventPhotoInline(PhotographInline):
    model = EventPhoto
    fields = [*PhotographInline.fields, ("is_internal", "people_agreed")]


class EventDocumentInline(PortalInline):
    model = EventDocument
    fields = ["file", "title", "is_internal"]


@admin.register(EventKind)
class EventKindAdmin(PortalAdmin):
    delete_advice = "Loại đã có sự kiện thì bỏ chọn “còn dùng cho sự kiện mới” thay vì xóa."
    list_display = ["name", "code", "hours", "order", "has_minutes", "has_contest", "is_offered"]
    search_fields = ["name", "code"]


@admin.register(RegularPlace)
class RegularPlaceAdmin(PortalAdmin):
    list_display = ["unit", "place"]
    list_select_related = ["unit"]
    search_fields = ["unit__search_text", "place"]
    search_help_text = "Tìm theo đơn vị, không cần gõ dấu."
    autocomplete_fields = ["unit"]


@admin.register(AnnualDay)
class AnnualDayAdmin(PortalAdmin):
    list_display = ["name", "date_shown", "since_year", "unit"]
    list_filter = ["is_lunar"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__search_text"]
    search_help_text = "Tìm theo tên ngày đúng dấu, hoặc đơn vị không cần gõ dấu."
    autocomplete_fields = ["unit"]
    fields = ["unit", "name", ("day", "month"), "is_lunar", "since_year"]

    @admin.display(description="ngày", ordering="month")
    def date_shown(self, annual: AnnualDay) -> str:
        return annual.date_text


@admin.register(Attendance)
class AttendanceAdmin(LookOnlyAdmin):
    list_display = ["event", "member", "state"]
    list_select_related = ["event", "member"]
    search_fields = ["event__search_text", "member__search_text"]
    search_help_text = "Tìm theo sự kiện hoặc hội viên, không cần gõ dấu."
    list_filter = ["state"]


@admin.register(Registration)
class RegistrationAdmin(LookOnlyAdmin):
    list_display = ["event", "member", "state", "companions", "turn", "registered_at"]
    list_select_related = ["event", "member"]
    search_fields = ["event__search_text", "member__search_text"]
    search_help_text = "Tìm theo sự kiện hoặc hội viên, không cần gõ dấu."
    list_filter = ["state"]


@admin.register(Invitation)
class InvitationAdmin(LookOnlyAdmin):
    list_display = ["event", "name", "post", "printed_at", "mailed_at", "reply"]
    list_select_related = ["event"]
    search_fields = ["event__search_text", "name", "post"]
    search_help_text = "Tìm theo sự kiện không cần gõ dấu, hoặc theo tên đúng dấu."
    list_filter = ["reply"]


@admin.register(EventNotice)
class EventNoticeAdmin(LookOnlyAdmin):
    list_display = ["event", "name", "change", "changed_at", "mailed_at", "informed_at"]
    list_select_related = ["event"]
    search_fields = ["event__search_text", "name", "post"]
    search_help_text = "Tìm theo sự kiện không cần gõ dấu, hoặc theo tên đúng dấu."
    list_filter = ["change"]


@admin.register(RegistrationTerms)
class RegistrationTermsAdmin(LookOnlyAdmin):
    list_display = ["event", "closes_on", "places", "companions"]
    list_select_related = ["event"]
    search_fields = ["event__search_text"]
    search_help_text = "Tìm theo sự kiện, không cần gõ dấu."


@admin.register(Minutes)
class MinutesAdmin(LookOnlyAdmin):
    list_display = ["event", "chair", "secretary", "present", "total", "closed_at"]
    list_select_related = ["event"]
    search_fields = ["event__search_text"]
    search_help_text = "Tìm theo sự kiện, không cần gõ dấu."


@admin.register(ResolutionTask)
class ResolutionTaskAdmin(LookOnlyAdmin):
    list_display = ["what", "responsible", "due_on", "done_on"]
    search_fields = ["minutes__event__search_text", "what"]


@admin.register(ContestResult)
class ContestResultAdmin(LookOnlyAdmin):
    list_display = ["discipline", "team_name", "place", "prize", "event"]
    list_select_related = ["event", "unit__parent"]
    search_fields = ["event__search_text", "discipline"]
    search_help_text = "Tìm theo sự kiện, nội dung thi."


@admin.register(Funeral)
class FuneralAdmin(LookOnlyAdmin):
    list_display = ["departure", "held_on", "place"]
    list_select_related = ["departure__membership__member"]
    search_fields = ["departure__membership__member__search_text"]
    exclude = ["family_contact"]


@admin.register(Event)
class EventAdmin(StoredFilesMixin, XlsxExportMixin, PortalAdmin):
    list_display = ["title", "starts_at", "kind", "state", "unit", "place", "guest_count"]
    list_filter = ["state", "kind", "starts_at"]
    list_select_related = ["unit", "kind"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo tên, địa điểm, đơn vị; không cần gõ dấu."
    autocomplete_fields = ["unit"]
    date_hierarchy = "starts_at"
    inlines = [
        HostInline,
        GuestInline,
        ProgrammeInline,
        FormerDayInline,
        EventPhotoInline,
        EventDocumentInline,
    ]
    fieldsets = [
        (None, {"fields": ["title", "kind", "state", "cancel_reason", "unit", "is_internal"]}),
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
        ExportColumn("Loại", lambda e: e.kind.name),
        ExportColumn("Trạng thái", lambda e: e.get_state_display()),
        ExportColumn("Đơn vị tổ chức", lambda e: str(e.unit)),
        ExportColumn("Địa điểm", lambda e: e.place),
        ExportColumn("Số đại biểu", lambda e: e.guests_listed),
        ExportColumn("Kết quả", lambda e: e.outcome),
    )

    def rows_to_keep(self, keys: list[Any]) -> models.QuerySet[Event]:
        return Event.objects.filter(pk__in=keys).exclude(state=Event.State.DRAFT)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Event]:
        listed = models.Count("guests")
        return super().get_queryset(request).annotate(guests_listed=listed)

    def export_queryset(self, queryset: Any) -> Any:
        return queryset.select_related("unit", "kind").order_by("starts_at", "pk")

    def autocomplete_text(self, obj: Event) -> str:
        return f"{obj.title}, {obj.starts_on:%d/%m/%Y}"

    @admin.display(description="đại biểu", ordering="guests_listed")
    def guest_count(self, obj: Any) -> int:
        return obj.guests_listed
