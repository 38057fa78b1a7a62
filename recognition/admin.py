"""Khen thưởng in the admin: multiples and the base salary; dossiers, to look at."""

from typing import Any

from django.contrib import admin

from members.admin_tools import LookOnlyAdmin, PortalAdmin

from .models import (
    AwardDecision,
    AwardRate,
    BaseSalary,
    CertificateLayout,
    Dossier,
    Grant,
    LayoutField,
    Nominee,
)


@admin.register(AwardRate)
class AwardRateAdmin(PortalAdmin):
    delete_advice = "Mức đã dùng thì ghi ngày kết thúc thay vì xóa."
    list_display = ["kind", "recipient", "multiple", "source", "valid_from", "valid_to"]
    list_filter = ["recipient"]
    list_select_related = ["kind"]
    search_fields = ["kind__search_text"]
    search_help_text = "Tìm theo loại khen thưởng, không cần gõ dấu."
    autocomplete_fields = ["kind"]
    fields = ["kind", "recipient", "multiple", "source", ("valid_from", "valid_to")]


@admin.register(BaseSalary)
class BaseSalaryAdmin(PortalAdmin):
    list_display = ["valid_from", "amount", "source"]
    dong_fields = ("amount",)
    fields = ["valid_from", "amount", "source"]


class NomineeInline(admin.TabularInline):
    model = Nominee
    fields = ("member", "unit", "recipient", "votes_for", "complaint", "override", "dropped_reason")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Dossier)
class DossierAdmin(LookOnlyAdmin):
    list_display = ["kind", "year", "unit", "holder", "state"]
    list_select_related = ["kind", "unit", "holder"]
    list_filter = ["year", "state"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo đơn vị hoặc trích yếu, không cần gõ dấu."
    inlines = [NomineeInline]


class GrantInline(admin.TabularInline):
    model = Grant
    fields = ("nominee", "kind", "year", "amount", "paid_on", "revoked_on", "revoked_reason")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(AwardDecision)
class AwardDecisionAdmin(LookOnlyAdmin):
    list_display = ["number", "signed_on", "authority", "signer"]
    search_fields = ["search_text"]
    search_help_text = "Tìm theo số, người tặng; không cần gõ dấu."
    inlines = [GrantInline]


class LayoutFieldInline(admin.TabularInline):
    model = LayoutField
    fields = ("writing", "x", "y", "width", "size", "lines", "align", "is_bold", "is_upper")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(CertificateLayout)
class CertificateLayoutAdmin(LookOnlyAdmin):
    list_display = ["name", "kind", "is_blank", "width", "height"]
    list_select_related = ["kind"]
    inlines = [LayoutFieldInline]
