"""Thi đua in the admin: clusters, compacts with all their parts, grades."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from members.admin_tools import ExportColumn, PortalAdmin, PortalInline, XlsxExportMixin

from .models import (
    Classification,
    Clause,
    Cluster,
    ClusterHead,
    ClusterMembership,
    Compact,
    Section,
    Signature,
    Target,
    TargetResult,
)


def _count_of(rows: models.QuerySet[Any]) -> Coalesce:
    """The number of related rows, as a subquery: several joins would multiply the counts."""
    grouped = rows.order_by().annotate(all_in_one=models.Value(1)).values("all_in_one")
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0)


class ClusterMembershipInline(PortalInline):
    model = ClusterMembership
    autocomplete_fields = ["unit"]


class ClusterHeadInline(PortalInline):
    model = ClusterHead
    autocomplete_fields = ["unit"]


@admin.register(Cluster)
class ClusterAdmin(PortalAdmin):
    delete_advice = "Hãy ghi ngày kết thúc cho cụm thay vì xóa."
    list_display = ["name", "valid_from", "valid_to", "unit_count", "decision_no", "order"]
    search_fields = ["search_text"]
    inlines = [ClusterMembershipInline, ClusterHeadInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "order", "introduction"]}),
        ("Thời gian", {"fields": ["valid_from", "valid_to", "decision_no"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Cluster]:
        now = ClusterMembership.objects.on().filter(cluster=OuterRef("pk"))
        return super().get_queryset(request).annotate(units_today=_count_of(now))

    @admin.display(description="số đơn vị hôm nay", ordering="units_today")
    def unit_count(self, obj: Any) -> int:
        return obj.units_today


SIGNED_STAYS = "Giao ước đã ký thì không xóa, cả từng phần. Ghi nhầm ngày ký thì bỏ ngày ký trước, rồi mới xóa."


class SignedStaysInline(PortalInline):
    """Rows of a compact that can't be deleted once it is signed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        compact = getattr(obj, "compact", obj)
        return super().has_delete_permission(request, obj) and not (compact and compact.signed_on)


class SectionInline(SignedStaysInline):
    model = Section
    fields = ["order", "title", "clause_count"]
    readonly_fields = ["clause_count"]
    show_change_link = True
    verbose_name_plural = "Nội dung (bấm “Sửa” để ghi các điều khoản)"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Section]:
        return super().get_queryset(request).annotate(clauses_written=Count("clauses"))

    @admin.display(description="điều khoản")
    def clause_count(self, obj: Any) -> int | str:
        return obj.clauses_written if obj.pk else "–"


class TargetInline(SignedStaysInline):
    model = Target
    fields = ["order", "name", "measure", "value", "section"]
    show_change_link = True
    verbose_name_plural = "Chỉ tiêu (bấm “Sửa” để ghi kết quả của từng đơn vị)"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offers only this compact's own sections."""
        if db_field.name == "section":
            match = request.resolver_match
            compact = match.kwargs.get("object_id", "") if match else ""
            kwargs["queryset"] = Section.objects.filter(
                compact=int(compact) if compact.isdecimal() else None
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SignatureInline(SignedStaysInline):
    model = Signature
    autocomplete_fields = ["unit"]
    fields = ["order", "unit", "signer_rank", "signer_name", "signer_post", "signed_on"]


@admin.register(Compact)
class CompactAdmin(PortalAdmin):
    list_display = ["title", "cluster", "year", "signed_on", "signature_count", "ends_on"]
    list_filter = ["year", "cluster", ("signed_on", admin.EmptyFieldListFilter)]
    list_select_related = ["cluster"]
    search_fields = ["search_text", "cluster__search_text"]
    autocomplete_fields = ["cluster", "signing_event"]
    inlines = [SectionInline, TargetInline, SignatureInline]
    fieldsets = [
        (None, {"fields": ["cluster", "year", "title", "preamble"]}),
        ("Thời gian thực hiện", {"fields": [("starts_on", "ends_on")]}),
        (
            "Ký kết",
            {
                "fields": ["signed_on", "signing_event"],
                "description": "Từ khi có ngày ký, ai cũng đọc được giao ước. Sau đó chỉ sửa lỗi "
                "gõ, không sửa nội dung đã ký.",
            },
        ),
    ]

    delete_advice = SIGNED_STAYS

    def must_stay(self, keys: list[Any]) -> models.QuerySet[Compact]:
        return Compact.objects.filter(pk__in=keys, signed_on__isnull=False)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Compact]:
        signed = Signature.objects.filter(compact=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .select_related("cluster")
            .annotate(units_signed=_count_of(signed))
        )

    @admin.display(description="chữ ký", ordering="units_signed")
    def signature_count(self, obj: Any) -> int:
        return obj.units_signed


class PartOfCompactAdmin(PortalAdmin):
    """A part of a compact with rows of its own: reached from the compact, not from the index."""

    delete_advice = SIGNED_STAYS

    def must_stay(self, keys: list[Any]) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.model._default_manager.filter(pk__in=keys)
        return rows.filter(compact__signed_on__isnull=False)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Parts are added on the compact's page."""
        return False

    @admin.display(description="giao ước")
    def compact_link(self, obj: Any) -> SafeString:
        return format_html(
            '<a href="../../../compact/{}/change/">{}</a>', obj.compact_id, obj.compact
        )


class ClauseInline(SignedStaysInline):
    model = Clause
    fields = ["order", "text"]


@admin.register(Section)
class SectionAdmin(PartOfCompactAdmin):
    list_display = ["title", "compact", "order"]
    list_select_related = ["compact"]
    search_fields = ["compact__search_text"]
    fields = ["compact_link", "title", "order"]
    readonly_fields = ["compact_link"]
    inlines = [ClauseInline]


class TargetResultInline(PortalInline):
    model = TargetResult
    autocomplete_fields = ["unit"]
    fields = ["unit", "reported_on", "value"]


@admin.register(Target)
class TargetAdmin(PartOfCompactAdmin):
    list_display = ["name", "compact", "measure", "value", "order"]
    list_select_related = ["compact"]
    search_fields = ["compact__search_text"]
    fields = ["compact_link", "name", "measure", "value", "order"]
    readonly_fields = ["compact_link"]
    inlines = [TargetResultInline]


@admin.register(Classification)
class ClassificationAdmin(XlsxExportMixin, PortalAdmin):
    list_display = ["unit", "year", "cluster", "score", "grade", "announced_on", "decision_no"]
    list_filter = ["year", "grade", "cluster", ("announced_on", admin.EmptyFieldListFilter)]
    list_select_related = ["unit", "cluster"]
    search_fields = ["unit__search_text", "cluster__search_text"]
    search_help_text = "Tìm theo đơn vị hoặc cụm, không cần gõ dấu."
    autocomplete_fields = ["unit", "cluster"]
    export_name = "xep-loai"
    export_columns = (
        ExportColumn("Năm", lambda c: c.year),
        ExportColumn("Cụm", lambda c: str(c.cluster) if c.cluster else None),
        ExportColumn("Đơn vị", lambda c: str(c.unit)),
        ExportColumn("Điểm", lambda c: c.score),
        ExportColumn("Xếp loại", lambda c: c.get_grade_display()),
        ExportColumn("Số quyết định", lambda c: c.decision_no),
        ExportColumn("Ngày công bố", lambda c: c.announced_on),
    )

    def export_queryset(self, queryset: Any) -> Any:
        return (
            queryset.select_related("unit", "cluster")
            .ranked()
            .order_by("-year", "cluster", models.F("score").desc(nulls_last=True), "pk")
        )
