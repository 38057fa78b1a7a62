"""Units, districts, branches, and how one went over into another."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kit.dates import local_today

from ..actions.units import create_unit
from ..admin_tools import (
    PortalAdmin,
    PortalInline,
    PresetForm,
)
from ..fields import PhoneField
from ..models import (
    Branch,
    District,
    ExpectedPost,
    Membership,
    Succession,
    Term,
    Unit,
    User,
    vacancies,
)

END_NOT_DELETE = "Hãy ghi ngày kết thúc cho đơn vị thay vì xóa; sổ sách cũ vẫn thuộc về đơn vị đó."


class InForceFilter(admin.SimpleListFilter):
    """Rows that hold today, those that no longer do, those to come."""

    title = "hiệu lực"
    parameter_name = "hieu-luc"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nay", "hôm nay"), ("xua", "đã kết thúc"), ("sau", "chưa đến ngày")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "nay":
                return queryset.on()
            case "xua":
                return queryset.filter(valid_to__lte=local_today())
            case "sau":
                return queryset.filter(valid_from__gt=local_today())
        return queryset


class TermInline(PortalInline):
    model = Term
    fields = ["name", "valid_from", "valid_to", "congress_on"]


class ExpectedPostInline(PortalInline):
    model = ExpectedPost
    autocomplete_fields = ["position"]


class SuccessorInline(PortalInline):
    model = Succession
    fk_name = "old"
    autocomplete_fields = ["new"]
    verbose_name = "đơn vị kế tục"
    verbose_name_plural = "Đơn vị này được kế tục bởi"


class PredecessorInline(PortalInline):
    model = Succession
    fk_name = "new"
    autocomplete_fields = ["old"]
    verbose_name = "đơn vị tiền thân"
    verbose_name_plural = "Đơn vị này kế tục"


@admin.register(Unit)
class UnitAdmin(PortalAdmin):
    """The whole tree; `District` and `Branch` have pages of their own for daily work."""

    delete_advice = END_NOT_DELETE
    # How a membership is reached from the unit whose members are counted.
    counted_by: tuple[str, ...] = ("unit", "unit__parent", "unit__parent__parent")
    field_classes = {"phone": PhoneField}
    list_display = [
        "short_name", "code", "kind", "parent", "status", "valid_from", "valid_to", "member_count",
    ]  # fmt: skip
    list_filter = [InForceFilter, "status", "level", "kind"]
    list_select_related = ["parent"]
    search_fields = ["search_text"]
    autocomplete_fields = ["parent"]
    ordering = ["level", "sort_order", "name", "pk"]
    inlines = [
        ExpectedPostInline,
        TermInline,
        SuccessorInline,
        PredecessorInline,
    ]
    readonly_fields = ["missing_posts", "officers_today"]
    fieldsets = [
        (
            None,
            {"fields": ["level", "parent", "kind", "name", "short_name", "code", "slug"]},
        ),
        (
            "Thời gian",
            {
                "fields": ["valid_from", "valid_to", "status", "decision_no"],
                "description": "Khi sáp nhập, chia tách hoặc đổi tên: lập đơn vị mới, chuyển hội "
                "viên và cán bộ sang đó, ghi ngày kết thúc và tình trạng cho đơn vị cũ, rồi nối "
                "hai đơn vị ở mục kế tục bên dưới. Sổ sách đã ghi cho đơn vị cũ vẫn giữ nguyên ở "
                "đó.",
            },
        ),
        ("Ban lãnh đạo hôm nay", {"fields": ["officers_today", "missing_posts"]}),
        ("Giới thiệu", {"fields": ["introduction", "address", "phone", "sort_order"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Unit]:
        here = Membership.objects.on().filter(
            Q(*((path, OuterRef("pk")) for path in self.counted_by), _connector=Q.OR)
        )
        # order_by() keeps the model's ordering out of the grouping.
        count = here.order_by().annotate(all_in_one=models.Value(1)).values("all_in_one")
        return (
            super()
            .get_queryset(request)
            .select_related("parent")
            .annotate(
                members_today=Coalesce(Subquery(count.annotate(n=Count("pk")).values("n")), 0)
            )
        )

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = create_unit(unit=obj, by=cast(User, request.user)).pk

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Unit], search_term: str
    ) -> tuple[models.QuerySet[Unit], bool]:
        """An autocomplete offers only units that its field takes."""
        create_unit, may_repeat = super().get_search_results(request, queryset, search_term)
        match request.GET.get("model_name"), request.GET.get("field_name"):
            case _, "parent":
                create_unit = create_unit.exclude(level=Unit.Level.BRANCH)
            case "membership", "unit":
                create_unit = create_unit.filter(level=Unit.Level.BRANCH)
        return create_unit, may_repeat

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What names a unit for good is set once; only an administrator may correct a mistake."""
        fields = super().get_readonly_fields(request, obj)
        if obj is not None and not request.user.is_superuser:
            return [*fields, "code", "level", "parent"]
        return fields

    def autocomplete_text(self, obj: Unit) -> str:
        """ "Chi hội Phường 1, Bình Thạnh (đến trước 01/07/2025)"."""
        above = f", {obj.parent}" if obj.parent is not None and obj.level == 2 else ""
        ended = f" (đến trước {obj.valid_to:%d/%m/%Y})" if obj.valid_to else ""
        return f"{obj}{above}{ended}"

    @admin.display(description="hội viên", ordering="members_today")
    def member_count(self, obj: Any) -> int:
        return obj.members_today

    @admin.display(description="đang giữ chức vụ")
    def officers_today(self, obj: Unit) -> SafeString | str:
        rows = obj.appointments.in_office().in_protocol_order() if obj.pk else []
        items = [(o.position.name, str(o.member), f"{o.valid_from:%d/%m/%Y}") for o in rows]
        if not items:
            return "Chưa có ai giữ chức vụ."
        listed = format_html_join("", "<li>{}: <strong>{}</strong>, từ {}</li>", items)
        return format_html('<ul class="admin-list">{}</ul>', listed)

    @admin.display(description="còn thiếu")
    def missing_posts(self, obj: Unit) -> SafeString | str:
        rows = [(lack, position.name) for position, lack in vacancies(obj)] if obj.pk else []
        if not rows:
            return "Đủ các chức vụ theo định mức." if obj.pk else "–"
        listed = format_html_join("", "<li><strong>{}</strong> {}</li>", rows)
        return format_html('<ul class="admin-list admin-list-warning">{}</ul>', listed)


class OneLevelForm(PresetForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].required = True


class DistrictForm(OneLevelForm):
    preset = {"level": Unit.Level.DISTRICT}


class BranchAdminForm(OneLevelForm):
    preset = {"level": Unit.Level.BRANCH}


class OneLevelAdmin(UnitAdmin):
    """Units of one level: the level is known, so the form doesn't ask for it."""

    kinds: tuple[str, ...] = ()
    fieldsets = [
        (None, {"fields": ["parent", "kind", "name", "short_name", "code", "slug"]}),
        *UnitAdmin.fieldsets[1:],
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [f for f in super().get_readonly_fields(request, obj) if f != "level"]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind" and self.kinds:
            kwargs["choices"] = [(kind, Unit.Kind(kind).label) for kind in self.kinds]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(District)
class DistrictAdmin(OneLevelAdmin):
    form = DistrictForm
    counted_by = ("unit", "unit__parent")
    # Since 01/07/2025 there are no districts: a new unit is a ward, a commune or a special zone.
    kinds = (
        Unit.Kind.WARD,
        Unit.Kind.COMMUNE,
        Unit.Kind.SPECIAL_ZONE,
        Unit.Kind.AGENCY,
        Unit.Kind.URBAN_DISTRICT,
        Unit.Kind.RURAL_DISTRICT,
        Unit.Kind.TOWN,
    )
    list_display = [
        "short_name", "code", "kind", "status", "valid_from", "valid_to", "member_count",
    ]  # fmt: skip
    list_filter = [InForceFilter, "status", "kind"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        top = Unit.objects.associations().on().first()
        first = {"parent": top.pk} if top else {}
        return {**first, **super().get_changeform_initial_data(request)}


class DistrictOfBranchFilter(admin.SimpleListFilter):
    """Branches of one district, by its own name; and those right under the city."""

    title = "trực thuộc"
    parameter_name = "truc-thuoc"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        above = Unit.objects.exclude(level=Unit.Level.BRANCH).in_tree_order()
        return [
            (str(unit.pk), str(unit) if unit.level else f"thẳng {unit}")
            for unit in above.filter(children__level=Unit.Level.BRANCH).distinct()
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(parent=value) if value.isdecimal() else queryset


@admin.register(Branch)
class BranchAdmin(OneLevelAdmin):
    form = BranchAdminForm
    counted_by = ("unit",)
    kinds = (Unit.Kind.BRANCH, Unit.Kind.JOINT_BRANCH, Unit.Kind.AGENCY)
    list_display = [
        "short_name", "parent", "code", "kind", "status", "valid_from", "valid_to", "member_count",
    ]  # fmt: skip
    list_filter = [InForceFilter, "status", "kind", DistrictOfBranchFilter]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Where there are no districts, a branch stands under the city."""
        above = Unit.objects.exclude(level=Unit.Level.BRANCH).on()[:2]
        first = {"parent": above[0].pk} if len(above) == 1 else {}
        return {**first, **super().get_changeform_initial_data(request)}


@admin.register(Succession)
class SuccessionAdmin(PortalAdmin):
    list_display = ["old", "new", "kind", "decision_no", "decided_on"]
    list_filter = ["kind"]
    list_select_related = ["old", "new"]
    search_fields = ["old__search_text", "new__search_text"]
    search_help_text = "Tìm theo tên đơn vị cũ hoặc mới, không cần gõ dấu."
    autocomplete_fields = ["old", "new"]
    date_hierarchy = "decided_on"
    past_days = ("decided_on",)
