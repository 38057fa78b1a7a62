"""Thi đua in the admin: clusters, compacts with all their parts, grades."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from members.admin_tools import (
    ExportColumn,
    LookOnlyAdmin,
    PortalAdmin,
    PortalInline,
    XlsxExportMixin,
)

from .models import (
    Addendum,
    Classification,
    Clause,
    Cluster,
    ClusterHead,
    ClusterMembership,
    Compact,
    CriteriaSet,
    Criterion,
    Cycle,
    EvidenceFile,
    Extension,
    Goal,
    Mark,
    PeerMark,
    PeerSheet,
    Ranking,
    ScoreSheet,
    ScoringRules,
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


NO_DELETING_SIGNED = "Giao ước đã ký thì không xóa, cả từng phần. Ghi nhầm ngày ký thì bỏ ngày ký trước, rồi mới xóa."


def _is_frozen(obj: Any) -> bool:
    """Whether the compact, or that of a part of it, was signed in the portal and frozen."""
    compact = getattr(obj, "compact", obj)
    return compact is not None and compact.frozen_at is not None


class SignedInline(PortalInline):
    """Rows of a compact that can't be deleted once it is signed, nor changed once it is frozen."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _is_frozen(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        compact = getattr(obj, "compact", obj)
        return super().has_delete_permission(request, obj) and not (compact and compact.signed_on)


class SectionInline(SignedInline):
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


class TargetInline(SignedInline):
    model = Target
    fields = ["order", "name", "kind", "measure", "value", "level", "section"]
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


class SignatureInline(SignedInline):
    model = Signature
    autocomplete_fields = ["unit"]
    fields = ["order", "unit", "signer_rank", "signer_name", "signer_post", "signed_on"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Signature]:
        """Those on paper of the compact's own text; what was signed in the portal stands there."""
        rows = super().get_queryset(request)
        return rows.filter(addendum__isnull=True, user__isnull=True)


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

    delete_advice = NO_DELETING_SIGNED

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a frozen compact the event alone may still be named."""
        if not _is_frozen(obj):
            return super().get_readonly_fields(request, obj)
        return ["cluster", "year", "title", "preamble", "starts_on", "ends_on", "signed_on"]

    def rows_to_keep(self, keys: list[Any]) -> models.QuerySet[Compact]:
        return Compact.objects.filter(pk__in=keys, signed_on__isnull=False)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Compact]:
        signed = Signature.objects.filter(compact=OuterRef("pk"), addendum__isnull=True)
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

    delete_advice = NO_DELETING_SIGNED

    def rows_to_keep(self, keys: list[Any]) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.model._default_manager.filter(pk__in=keys)
        return rows.filter(compact__signed_on__isnull=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a frozen compact, all: only results are still written."""
        return self.fields if _is_frozen(obj) else super().get_readonly_fields(request, obj)

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


class ClauseInline(SignedInline):
    model = Clause
    fields = ["order", "text"]


@admin.register(Section)
class CompactSectionAdmin(PartOfCompactAdmin):
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
    list_display = ["name", "compact", "kind", "measure", "value", "order"]
    list_select_related = ["compact"]
    search_fields = ["compact__search_text"]
    fields = ["compact_link", "name", "kind", "measure", "value", "level", "order"]
    readonly_fields = ["compact_link"]
    inlines = [TargetResultInline]


@admin.register(Addendum)
class AddendumAdmin(LookOnlyAdmin):
    """Addenda are drafted and signed at the desk, which knows what must not change."""

    list_display = ["title", "number", "compact", "signed_on"]
    list_select_related = ["compact"]
    search_fields = ["title", "compact__search_text"]


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


class CriterionInline(PortalInline):
    model = Criterion
    fields = ["order", "title", "kind", "part", "maximum", "target"]
    readonly_fields = ["order", "title", "kind", "part", "maximum", "target"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CriteriaSet)
class CriteriaSetAdmin(LookOnlyAdmin):
    """Sets are drafted, issued and written anew at the desk, which knows what must not change."""

    list_display = ["name", "version", "unit", "issued_on", "decision_no", "retired_on"]
    list_filter = [("issued_on", admin.EmptyFieldListFilter)]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__search_text"]
    inlines = [CriterionInline]


@admin.register(Cycle)
class CycleAdmin(LookOnlyAdmin):
    """Cycles are planned and changed at the desk, whose actions know who may."""

    list_display = ["cluster", "year", "name", "starts_on", "ends_on", "criteria_set"]
    list_filter = ["year", "cluster"]
    list_select_related = ["cluster", "criteria_set"]
    search_fields = ["name", "cluster__search_text"]


class ScoreSheetPart(PortalInline):
    """Looked at only: sheets are written at the desk."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MarkInline(ScoreSheetPart):
    model = Mark
    fields = [
        "criterion", "value", "remark", "is_left_out", "target", "reason", "explanation",
        "council_value", "council_remark",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Mark]:
        return super().get_queryset(request).select_related("criterion")


class ExtensionInline(ScoreSheetPart):
    model = Extension
    fields = ["until", "reason", "granted_by", "granted_at"]
    readonly_fields = ["granted_at"]


@admin.register(ScoreSheet)
class ScoreSheetAdmin(LookOnlyAdmin):
    list_display = ["unit", "cycle", "submitted_at", "submitted_by"]
    list_filter = ["cycle__year", "cycle__cluster", ("submitted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["unit", "cycle__cluster", "submitted_by__member"]
    search_fields = ["unit__search_text", "cycle__cluster__search_text"]
    inlines = [MarkInline, ExtensionInline]


@admin.register(EvidenceFile)
class EvidenceFileAdmin(LookOnlyAdmin):
    list_display = ["title", "mark", "size", "added_by", "added_at"]
    list_select_related = ["mark__criterion", "added_by__member"]
    search_fields = ["title", "mark__sheet__unit__search_text"]


class PeerMarkInline(ScoreSheetPart):
    model = PeerMark
    fields = ["criterion", "value", "remark"]


@admin.register(PeerSheet)
class PeerSheetAdmin(LookOnlyAdmin):
    """Only what is opened: before that nobody reads another unit's scores, here neither."""

    list_display = ["sheet", "scorer", "submitted_at"]
    list_filter = ["sheet__cycle__year", "sheet__cycle__cluster"]
    list_select_related = ["sheet__unit", "sheet__cycle__cluster", "scorer"]
    search_fields = ["scorer__search_text", "sheet__unit__search_text"]
    inlines = [PeerMarkInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[PeerSheet]:
        rows = super().get_queryset(request)
        return rows.filter(sheet__cycle__rules__opened_at__isnull=False)


@admin.register(ScoringRules)
class ScoringRulesAdmin(LookOnlyAdmin):
    list_display = ["cycle", "final_by", "ties", "opened_at", "opened_by"]
    list_select_related = ["cycle__cluster", "opened_by__member"]
    search_fields = ["cycle__cluster__search_text"]


@admin.register(Ranking)
class RankingAdmin(LookOnlyAdmin):
    list_display = ["cycle", "code", "locked_at", "locked_by", "reopened_on", "decision_no"]
    list_select_related = ["cycle__cluster", "locked_by__member"]
    search_fields = ["cycle__cluster__search_text", "decision_no"]

    @admin.display(description="mã kiểm tra", ordering="digest")
    def code(self, obj: Any) -> str:
        return obj.code


@admin.register(Goal)
class GoalAdmin(LookOnlyAdmin):
    """Units register for themselves, at the desk."""

    list_display = ["unit", "cycle", "grade", "titles", "registered_on", "extended_until"]
    list_filter = ["grade", "cycle__year"]
    list_select_related = ["unit", "cycle__cluster"]
    search_fields = ["unit__search_text", "cycle__cluster__search_text"]
