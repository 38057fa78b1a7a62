"""Nghĩa tình in the admin: kinds, rates, and each act of care."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kit.money import dong
from members.admin_tools import (
    CodedForm,
    ExportColumn,
    LookOnlyAdmin,
    PortalAdmin,
    PortalInline,
    PortalStackedInline,
    ReadRecordedMixin,
    XlsxExportMixin,
    amount_in_words,
)

from .models import (
    Activity,
    HealthReason,
    House,
    HouseGift,
    HouseStage,
    PublicFigure,
    PublishedQuarter,
    Rate,
    Visitor,
    WelfareEntry,
    WelfareKind,
    WelfareList,
)


class RateInline(PortalStackedInline):
    model = Rate
    autocomplete_fields = ["unit"]
    dong_fields = ("amount",)
    fields = [
        "unit",
        ("min_age", "max_age", "step", "every_from", "counted"),
        ("amount", "in_kind"),
        ("occasion", "source"),
        ("valid_from", "valid_to"),
    ]


@admin.register(WelfareKind)
class WelfareKindAdmin(PortalAdmin):
    form = CodedForm
    dong_fields = ("decided_from",)
    delete_advice = "Hãy ghi ngày kết thúc cho loại này thay vì xóa."
    list_display = [
        "name", "code", "order", "is_private", "paid_by_state", "listed", "decided_from",
        "valid_from", "valid_to",
    ]  # fmt: skip
    list_filter = ["is_private", "paid_by_state", "listed"]
    search_fields = ["search_text"]
    inlines = [RateInline]


@admin.register(Rate)
class RateAdmin(PortalAdmin):
    list_display = [
        "kind", "unit", "ages_shown", "amount_shown", "in_kind", "source", "valid_from", "valid_to",
    ]  # fmt: skip
    list_filter = ["kind"]
    list_select_related = ["kind", "unit"]
    search_fields = ["kind__search_text", "unit__search_text"]
    search_help_text = "Tìm theo loại hoặc đơn vị, không cần gõ dấu."
    autocomplete_fields = ["kind", "unit"]
    dong_fields = ("amount",)
    readonly_fields = ["amount_in_words"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kind",
                    "unit",
                    ("min_age", "max_age"),
                    ("step", "every_from"),
                    "counted",
                ]
            },
        ),
        ("Mức chi", {"fields": ["amount", "amount_in_words", "in_kind", "occasion"]}),
        (
            "Căn cứ",
            {
                "fields": ["source", "valid_from", "valid_to"],
                "description": "Khi mức thay đổi: ghi ngày kết thúc cho mức cũ và lập mức mới; "
                "đừng sửa số tiền của mức đã dùng.",
            },
        ),
    ]

    @admin.display(description="tuổi", ordering="min_age")
    def ages_shown(self, obj: Rate) -> str:
        return obj.ages

    @admin.display(description="mức tiền", ordering="amount")
    def amount_shown(self, obj: Rate) -> str:
        return dong(obj.amount)

    @admin.display(description="bằng chữ")
    def amount_in_words(self, obj: Rate) -> str:
        return amount_in_words(obj.amount)


class VisitorInline(PortalInline):
    model = Visitor
    autocomplete_fields = ["member"]
    fields = ["order", "member", "name"]


class HealthReasonInline(PortalStackedInline):
    """Opened with the page, whose opening is written down; the admin is for who may read all."""

    model = HealthReason
    fields = ["text"]


@admin.register(Activity)
class ActivityAdmin(ReadRecordedMixin, XlsxExportMixin, PortalAdmin):
    list_display = [
        "happened_on", "kind", "unit", "cared_for", "people_count", "money", "in_kind", "fund",
        "state", "is_public",
    ]  # fmt: skip
    list_filter = ["state", "kind", "fund", "is_public", "happened_on"]
    list_select_related = ["kind", "unit", "member"]
    search_fields = ["search_text", "member__search_text", "unit__search_text"]
    search_help_text = "Tìm theo người được chăm lo, nơi, đơn vị; không cần gõ dấu."
    autocomplete_fields = ["kind", "unit", "member"]
    date_hierarchy = "happened_on"
    dong_fields = ("amount", "in_kind_value")
    past_days = ("happened_on",)
    readonly_fields = ["amount_in_words", "value_in_words"]
    inlines = [VisitorInline, HealthReasonInline]
    fieldsets = [
        (None, {"fields": ["kind", "happened_on", "unit", "place"]}),
        ("Người được chăm lo", {"fields": ["member", "family", "people_count"]}),
        (
            "Đã trao",
            {
                "fields": [
                    "amount", "amount_in_words", "in_kind", "in_kind_value", "value_in_words",
                    "fund",
                ],
                "description": "Số tiền gõ thế nào cũng được: 1.200.000, 1,2 triệu, 500k. Đọc lại "
                "dòng bằng chữ sau khi lưu.",
            },
        ),
        ("Kể cho bạn đọc", {"fields": ["story", "is_public"]}),
        (
            "Giấy tờ, duyệt",
            {"fields": ["state", "answer", "receiver", "receipt_no", "basis", "note"]},
        ),
    ]  # fmt: skip
    export_name = "nghia-tinh"
    reads_recorded = True
    export_columns = (
        ExportColumn("Ngày", lambda a: a.happened_on),
        ExportColumn("Loại", lambda a: str(a.kind)),
        ExportColumn("Đơn vị thực hiện", lambda a: str(a.unit)),
        ExportColumn("Nơi", lambda a: a.place),
        ExportColumn(
            "Người được chăm lo", lambda a: a.family or str(a.member or ""), is_private=True
        ),
        ExportColumn("Số người", lambda a: a.people_count),
        ExportColumn("Số tiền", lambda a: a.amount, is_money=True),
        ExportColumn("Hiện vật", lambda a: a.in_kind),
        ExportColumn("Trị giá hiện vật", lambda a: a.in_kind_value, is_money=True),
        ExportColumn("Nguồn", lambda a: a.get_fund_display()),
    )

    def export_queryset(self, queryset: Any) -> Any:
        rows = queryset.select_related("kind", "unit", "member")
        return rows.order_by("happened_on", "pk")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.amount and "amount" in form.changed_data:
            self.message_user(
                request, f"Số tiền đã ghi: {dong(obj.amount)} ({amount_in_words(obj.amount)})."
            )

    @admin.display(description="người được chăm lo")
    def cared_for(self, obj: Activity) -> str:
        """The person cared for; beside a private kind the name would reveal an illness."""
        if obj.kind.is_private:
            return "(riêng tư)"
        return obj.family or str(obj.member or "")

    @admin.display(description="số tiền", ordering="amount")
    def money(self, obj: Activity) -> str:
        return dong(obj.amount)

    @admin.display(description="số tiền bằng chữ")
    def amount_in_words(self, obj: Activity) -> str:
        return amount_in_words(obj.amount)

    @admin.display(description="trị giá bằng chữ")
    def value_in_words(self, obj: Activity) -> str:
        return amount_in_words(obj.in_kind_value)


@admin.register(WelfareList)
class WelfareListAdmin(LookOnlyAdmin):
    """Lists are written at the desk, where each step asks who decides."""

    list_display = ["kind", "unit", "year", "month", "state", "made_by", "answered_by"]
    list_filter = ["state", "year", "kind"]
    list_select_related = ["kind", "unit", "made_by__member", "answered_by__member"]
    search_fields = ["kind__search_text", "unit__search_text"]
    search_help_text = "Tìm theo loại hoặc đơn vị, không cần gõ dấu."


@admin.register(House)
class HouseAdmin(LookOnlyAdmin):
    """Houses are written at the desk, where each step asks who decides."""

    list_display = ["whom", "kind", "unit", "state", "estimate", "cost"]
    list_filter = ["state", "kind"]
    list_select_related = ["member", "unit"]
    search_fields = ["family", "member__search_text", "unit__search_text"]


@admin.register(HouseGift)
class HouseGiftAdmin(LookOnlyAdmin):
    list_display = ["giver", "house", "pledged", "received", "received_on", "voucher_no"]
    list_select_related = ["house__member"]
    search_fields = ["giver", "house__unit__search_text"]


@admin.register(HouseStage)
class HouseStageAdmin(LookOnlyAdmin):
    list_display = ["on", "what", "house"]
    list_select_related = ["house__member"]
    search_fields = ["what", "house__unit__search_text"]


@admin.register(WelfareEntry)
class WelfareEntryAdmin(LookOnlyAdmin):
    list_display = ["who", "gift_list", "unit", "age", "amount", "state", "handed_on"]
    list_filter = ["state"]
    list_select_related = ["gift_list__kind", "gift_list__unit", "unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo họ tên, số thẻ, chi hội; không cần gõ dấu."

    @admin.display(description="họ và tên", ordering="sort_key")
    def who(self, obj: WelfareEntry) -> str:
        """The person; beside a private kind the name would reveal an illness."""
        return "(riêng tư)" if obj.gift_list.kind.is_private else obj.full_name


class PublicFigureInline(PortalInline):
    model = PublicFigure
    fields = ("table", "kind", "unit", "people", "money", "goods")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("published", "kind", "unit__parent")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PublishedQuarter)
class PublishedQuarterAdmin(LookOnlyAdmin):
    """What the clock published, as it was."""

    list_display = ["__str__", "published_at"]
    list_filter = ["year"]
    inlines = [PublicFigureInline]
