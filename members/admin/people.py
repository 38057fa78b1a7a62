"""Members with their memberships and offices."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest

from ..admin_tools import (
    ExportColumn,
    PortalAdmin,
    PortalStackedInline,
    ReadRecordedMixin,
    XlsxExportMixin,
)
from ..fields import NameField, PhoneField
from ..forms.naming import TitledNames
from ..models import (
    Appointment,
    Member,
    Membership,
    Unit,
    User,
    may_change_contact,
)
from .units import DistrictOfBranchFilter


class MembershipInline(PortalStackedInline):
    model = Membership
    autocomplete_fields = ["unit"]
    fields = [
        "unit", ("valid_from", "entered_by"), ("valid_to", "left_by"), "decision_no", "predecessor",
    ]  # fmt: skip
    verbose_name_plural = (
        "Sinh hoạt tại chi hội (khi chuyển chi hội: ghi ngày rời và lý do ở lần cũ, bấm "
        "“Lưu và tiếp tục sửa”, rồi thêm lần mới nối “tiếp theo của” lần cũ; thâm niên giữ nguyên)"
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the member's own earlier memberships can come before a membership."""
        if db_field.name == "predecessor":
            member = (request.resolver_match.kwargs if request.resolver_match else {}).get(
                "object_id", ""
            )
            kwargs["queryset"] = Membership.objects.select_related("member", "unit").filter(
                member=int(member) if member.isdecimal() else None
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AppointmentInline(PortalStackedInline):
    model = Appointment
    autocomplete_fields = ["unit", "position", "term"]
    fields = ["position", "unit", "term", ("valid_from", "valid_to"), ("method", "decision_no")]


class MemberAdminForm(TitledNames, forms.ModelForm):
    asks_of_address = False  # a fieldset shows no hidden box

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "birth_year" in self.fields:
            self.fields["birth_year"].required = False

    def clean(self) -> dict[str, Any]:
        """The day tells the year; papers with the year alone are as good."""
        cleaned = super().clean() or {}
        if not cleaned.get("birth_year") and "birth_year" not in self.errors:
            if cleaned.get("birth_date"):
                cleaned["birth_year"] = cleaned["birth_date"].year
            elif "birth_date" not in self.errors:
                raise ValidationError({"birth_year": "Hãy nhập năm sinh hoặc ngày sinh."})
        return cleaned


class ActiveFilter(admin.SimpleListFilter):
    """Those who belong to a branch today, and those who don't."""

    title = "sinh hoạt"
    parameter_name = "sinh-hoat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("co", "đang sinh hoạt"), ("khong", "không còn sinh hoạt")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        active = Member.objects.active_on().values("pk")
        match self.value():
            case "co":
                return queryset.filter(pk__in=active)
            case "khong":
                return queryset.exclude(pk__in=active)
        return queryset


class DistrictOfMemberFilter(DistrictOfBranchFilter):
    """Members who belong today to a branch of one district, or right under the city."""

    title = "hội cấp trên"
    parameter_name = "hoi"

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        memberships = Membership.objects.on().filter(unit__parent=int(value))
        return queryset.filter(pk__in=memberships.values("member"))


def _unit_today(member: Any) -> Unit | None:
    memberships = member.memberships_today
    return memberships[0].unit if memberships else None


def _branch_name(member: Any) -> str | None:
    unit = _unit_today(member)
    return str(unit) if unit else None


def _district_name(member: Any) -> str | None:
    unit = _unit_today(member)
    return str(unit.parent) if unit and unit.parent else None


@admin.register(Member)
class MemberAdmin(ReadRecordedMixin, XlsxExportMixin, PortalAdmin):
    form = MemberAdminForm
    delete_advice = "Hãy ghi ngày rời và lý do ở mục sinh hoạt thay vì xóa hội viên."
    past_days = ("birth_date", "enlisted_on", "retired_on", "died_on", "elsewhere_on")
    field_classes = {"full_name": NameField, "phone": PhoneField}
    list_display = ["full_name", "birth_year", "rank", "branch", "code", "account"]
    list_filter = [ActiveFilter, DistrictOfMemberFilter, "kind", "gender"]
    list_select_related = ["user"]
    search_fields = ["search_text"]
    search_help_text = "Tìm theo họ tên, số thẻ, điện thoại; không cần gõ dấu."
    ordering = ["sort_key", "pk"]
    inlines = [MembershipInline, AppointmentInline]
    readonly_fields = ["joined_day"]
    fieldsets = [
        (None, {"fields": ["full_name", "code", "kind", "joined_day"]}),
        (
            "Bản thân",
            {
                "fields": [
                    "gender",
                    ("birth_date", "birth_year"),
                    "native_place",
                    "address",
                    "phone",
                    ("phone_is_shared", "phone_owner"),
                    "education",
                ]
            },
        ),
        (
            "Công tác",
            {
                "fields": [
                    ("enlisted_on", "enlisted_year"),
                    ("retired_on", "retired_year"),
                    "rank",
                    "last_post",
                ]
            },
        ),
        (
            "Vào Hội từ trước, ở nơi khác",
            {"fields": [("elsewhere_on", "elsewhere"), ("elsewhere_code", "elsewhere_letter")]},
        ),
        (
            "Khác",
            {
                "fields": ["died_on", "notes"],
                "description": "Mỗi lượt mở hồ sơ đều được ghi lại. Không ghi bệnh tật, hoàn "
                "cảnh riêng, dân tộc, tôn giáo và nội dung công tác nghiệp vụ vào ghi chú.",
            },
        ),
    ]
    export_name = "hoi-vien"

    reads_recorded = True
    export_columns = (
        ExportColumn("Số thẻ", lambda m: m.code),
        ExportColumn("Họ và tên", lambda m: m.full_name),
        ExportColumn("Cấp bậc hàm", lambda m: m.get_rank_display()),
        ExportColumn("Loại hội viên", lambda m: m.get_kind_display()),
        ExportColumn("Giới tính", lambda m: m.get_gender_display()),
        ExportColumn("Năm sinh", lambda m: m.birth_year),
        ExportColumn("Ngày sinh", lambda m: m.birth_date, is_private=True),
        ExportColumn("Chi hội", _branch_name),
        ExportColumn("Hội cấp trên", _district_name),
        ExportColumn("Ngày vào Hội", lambda m: m.first_joined_on),
        ExportColumn("Điện thoại", lambda m: m.phone, is_private=True),
        ExportColumn("Nơi ở", lambda m: m.address, is_private=True),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Member]:
        memberships = Membership.objects.on().select_related("unit__parent")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("memberships", queryset=memberships, to_attr="memberships_today")
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody changes the telephone of somebody with more rights."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or may_change_contact(cast(User, request.user), obj):
            return fixed
        return [*fixed, "phone"]

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if message := form.titles_message.strip():
            self.message_user(request, message)

    def export_queryset(self, queryset: Any) -> Any:
        return queryset.with_seniority().in_name_order()

    def autocomplete_text(self, obj: Member) -> str:
        """ "Đại tá Nguyễn Văn A, 1950, HV000123, Chi hội Phường 1": many share a name."""
        parts = [str(obj), str(obj.birth_year), obj.code, _branch_name(obj)]
        return ", ".join(str(word) for word in parts if word)

    @admin.display(description="chi hội")
    def branch(self, obj: Member) -> str | None:
        """ "Chi hội Phường 1, Bình Thạnh"."""
        return ", ".join(filter(None, [_branch_name(obj), _district_name(obj)])) or None

    @admin.display(description="tài khoản", ordering="user__username")
    def account(self, obj: Member) -> str | None:
        return obj.user.username if hasattr(obj, "user") else None

    @admin.display(description="vào Hội từ ngày")
    def joined_day(self, obj: Member) -> str:
        day = obj.joined_on if obj.pk else None
        return f"{day:%d/%m/%Y}" if day else "–"
