"""Exemplars in the admin: kinds to lay down, the rest to look at."""

from typing import Any

from django.contrib import admin

from members.admin_tools import LookOnlyAdmin, PortalAdmin

from .models import Adoption, Exemplar, ExemplarFigure, ExemplarKind, RatingMark, UnitRating


@admin.register(ExemplarKind)
class ExemplarKindAdmin(PortalAdmin):
    delete_advice = "Loại đã dùng thì bỏ chọn “còn dùng” thay vì xóa."
    list_display = ["name", "about", "source", "is_offered", "order"]
    list_filter = ["about", "is_offered"]
    search_fields = ["name"]
    search_help_text = "Tìm theo tên loại."
    list_select_related = ["criteria_set"]
    fields = [
        "name", "about", "introduction", "source", ("criteria_set", "pass_mark"), "order",
        "is_offered",
    ]  # fmt: skip


class _LookInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class FigureInline(_LookInline):
    model = ExemplarFigure
    fields = ("label", "value", "measure", "as_of")
    readonly_fields = fields


class AdoptionInline(_LookInline):
    model = Adoption
    fields = ("unit", "since", "ended_on", "note")
    readonly_fields = fields


@admin.register(Exemplar)
class ExemplarAdmin(LookOnlyAdmin):
    list_display = ["title", "kind", "unit", "state", "recognised_on"]
    list_select_related = ["kind", "unit"]
    list_filter = ["kind", "state"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo tên hoặc đơn vị, không cần gõ dấu."
    inlines = [FigureInline, AdoptionInline]


class MarkInline(_LookInline):
    model = RatingMark
    fields = ("criterion", "own", "given")
    readonly_fields = fields


@admin.register(UnitRating)
class UnitRatingAdmin(LookOnlyAdmin):
    list_display = ["unit", "kind", "year", "own_total", "total", "state"]
    list_select_related = ["kind", "unit"]
    list_filter = ["year", "state"]
    search_fields = ["unit__search_text"]
    search_help_text = "Tìm theo đơn vị, không cần gõ dấu."
    inlines = [MarkInline]
