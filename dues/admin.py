"""Dues in the admin: rates can be edited here too; payments can only be looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kit.money import dong
from members.admin_tools import LookOnlyAdmin, PortalAdmin, ReadRecordedMixin, amount_in_words

from .models import Collection, DuesRate, Payment, Waiver


@admin.register(DuesRate)
class DuesRateAdmin(PortalAdmin):
    delete_advice = "Mức đã có người nộp thì ghi năm cuối thay vì xóa."
    list_display = ["unit", "amount_shown", "years", "joining", "frees_from_age", "source"]
    list_filter = ["joining"]
    list_select_related = ["unit"]
    search_fields = ["unit__search_text", "source"]
    search_help_text = "Tìm theo đơn vị, không cần gõ dấu."
    autocomplete_fields = ["unit"]
    dong_fields = ("amount",)
    fieldsets = [
        (None, {"fields": ["unit", "amount", "joining"]}),
        ("Được miễn", {"fields": ["frees_associates", "frees_honorary", "frees_from_age"]}),
        (
            "Căn cứ",
            {
                "fields": ["source", "valid_from", "valid_to"],
                "description": "Mức tính trọn năm: từ 01/01; ngày đầu tiên không còn hiệu lực cũng "
                "là 01/01. Khi mức đổi, ghi ngày cuối cho mức cũ rồi lập mức mới.",
            },
        ),
    ]

    @admin.display(description="mức một năm", ordering="amount")
    def amount_shown(self, obj: DuesRate) -> str:
        return dong(obj.amount)

    @admin.display(description="áp dụng", ordering="valid_from")
    def years(self, obj: DuesRate) -> str:
        return obj.years

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_allowed: bool = super().has_delete_permission(request, obj)
        return is_allowed and (obj is None or not obj.is_used)


@admin.register(Collection)
class CollectionAdmin(LookOnlyAdmin):
    list_display = ["held_on", "unit", "collector", "note", "entered_by"]
    list_select_related = ["unit", "entered_by__member"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo người thu hoặc chi hội, không cần gõ dấu."
    date_hierarchy = "held_on"


@admin.register(Payment)
class PaymentAdmin(LookOnlyAdmin):
    list_display = ["code", "unit", "member", "year", "amount_shown", "paid_on", "reversed_on"]
    list_filter = ["year", ("reversed_on", admin.EmptyFieldListFilter)]
    list_select_related = ["unit", "member"]
    search_fields = ["search_text", "member__search_text", "unit__search_text"]
    search_help_text = "Tìm theo số biên nhận, hội viên, chi hội; không cần gõ dấu."
    date_hierarchy = "paid_on"
    readonly_fields = ["amount_in_words"]

    @admin.display(description="số tiền", ordering="amount")
    def amount_shown(self, obj: Payment) -> str:
        return dong(obj.amount)

    @admin.display(description="bằng chữ")
    def amount_in_words(self, obj: Payment) -> str:
        return amount_in_words(obj.amount)


@admin.register(Waiver)
class WaiverAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "unit", "year", "amount_shown", "decided_on", "withdrawn_on"]
    list_filter = ["year"]
    list_select_related = ["unit", "member"]
    search_fields = ["member__search_text", "unit__search_text"]
    search_help_text = "Tìm theo hội viên hoặc chi hội, không cần gõ dấu."

    @admin.display(description="còn phải nộp", ordering="amount")
    def amount_shown(self, obj: Waiver) -> str:
        return dong(obj.amount)
