"""Units, people, offices and accounts in the admin."""

from typing import Any

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kit.dates import local_today

from .admin_tools import (
    ExportColumn,
    PortalAdmin,
    PortalInline,
    PortalStackedInline,
    PresetForm,
    ReadRecordedMixin,
    XlsxExportMixin,
)
from .models import (
    Appointment,
    Branch,
    District,
    ExpectedPost,
    Member,
    Membership,
    Position,
    ReadRecord,
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


# --- Units ------------------------------------------------------------------------------------


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
    # How a stay is reached from the unit whose members are counted.
    counted_by: tuple[str, ...] = ("unit", "unit__parent", "unit__parent__parent")
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


class BranchForm(OneLevelForm):
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
            kwargs["choices"] = [c for c in Unit.Kind.choices if c[0] in self.kinds]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(District)
class DistrictAdmin(OneLevelAdmin):
    form = DistrictForm
    counted_by = ("unit", "unit__parent")
    kinds = (
        Unit.Kind.URBAN_DISTRICT,
        Unit.Kind.RURAL_DISTRICT,
        Unit.Kind.TOWN,
        Unit.Kind.WARD,
        Unit.Kind.COMMUNE,
        Unit.Kind.SPECIAL_ZONE,
        Unit.Kind.AGENCY,
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
    """Branches of one district, by its own name."""

    title = "trực thuộc"
    parameter_name = "truc-thuoc"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(unit.pk), str(unit)) for unit in Unit.objects.districts().in_tree_order()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(parent=value) if value.isdecimal() else queryset


@admin.register(Branch)
class BranchAdmin(OneLevelAdmin):
    form = BranchForm
    counted_by = ("unit",)
    kinds = (Unit.Kind.BRANCH, Unit.Kind.JOINT_BRANCH, Unit.Kind.AGENCY)
    list_display = [
        "short_name", "parent", "code", "kind", "status", "valid_from", "valid_to", "member_count",
    ]  # fmt: skip
    list_filter = [InForceFilter, "status", "kind", DistrictOfBranchFilter]


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


# --- People -----------------------------------------------------------------------------------


class MembershipInline(PortalStackedInline):
    model = Membership
    autocomplete_fields = ["unit"]
    fields = [
        "unit", ("valid_from", "entered_by"), ("valid_to", "left_by"), "decision_no", "predecessor",
    ]  # fmt: skip
    verbose_name_plural = (
        "Sinh hoạt tại chi hội (khi chuyển chi hội: ghi ngày rời và lý do ở lần cũ, bấm "
        "«Lưu và tiếp tục sửa», rồi thêm lần mới nối «tiếp theo của» lần cũ; thâm niên giữ nguyên)"
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the member's own earlier stays can come before a stay."""
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


class MemberForm(forms.ModelForm):
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
    """Members who belong today to a branch of one district."""

    title = "hội cấp quận, huyện, phường, xã"
    parameter_name = "hoi"

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        stays = Membership.objects.on().filter(unit__in=Unit.objects.within(int(value)))
        return queryset.filter(pk__in=stays.values("member"))


def _unit_today(member: Any) -> Unit | None:
    stays = member.stays_today
    return stays[0].unit if stays else None


def _branch_name(member: Any) -> str | None:
    unit = _unit_today(member)
    return str(unit) if unit else None


def _district_name(member: Any) -> str | None:
    unit = _unit_today(member)
    return str(unit.parent) if unit and unit.parent else None


@admin.register(Member)
class MemberAdmin(ReadRecordedMixin, XlsxExportMixin, PortalAdmin):
    form = MemberForm
    delete_advice = "Hãy ghi ngày rời và lý do ở mục sinh hoạt thay vì xóa hội viên."
    past_days = ("birth_date", "retired_on", "died_on")
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
        ("Bản thân", {"fields": ["gender", ("birth_date", "birth_year"), "phone", "address"]}),
        ("Công tác", {"fields": ["rank", "last_post", "retired_on"]}),
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
        stays = Membership.objects.on().select_related("unit__parent")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("memberships", queryset=stays, to_attr="stays_today"))
        )

    def export_queryset(self, queryset: Any) -> Any:
        return queryset.with_seniority().in_name_order()

    def autocomplete_text(self, obj: Member) -> str:
        """ "Đại tá Nguyễn Văn A, 1950, HV000123, Chi hội Phường 1": many share a name."""
        told = [str(obj), str(obj.birth_year), obj.code, _branch_name(obj)]
        return ", ".join(str(word) for word in told if word)

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


@admin.register(Term)
class TermAdmin(PortalAdmin):
    list_display = ["name", "unit", "valid_from", "valid_to", "congress_on"]
    list_filter = [InForceFilter, "unit__level"]
    list_select_related = ["unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo tên nhiệm kỳ hoặc đơn vị, không cần gõ dấu."
    autocomplete_fields = ["unit"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Term]:
        return super().get_queryset(request).select_related("unit")


@admin.register(Position)
class PositionAdmin(PortalAdmin):
    delete_advice = "Chức vụ đã có người giữ thì không xóa được."
    list_display = ["name", "level", "right", "rank_order", "expected_count", "holders"]
    list_filter = ["level", "right"]
    search_fields = ["search_text"]
    ordering = ["level", "rank_order", "name"]
    prepopulated_fields = {"code": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "code", "level", "rank_order", "expected_count"]}),
        (
            "Quyền",
            {
                "fields": ["right"],
                "description": "Đổi quyền ở đây là đổi ngay cho mọi người đang giữ chức vụ này.",
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Position]:
        now = Appointment.objects.on().values("pk")
        held = Count("appointments", filter=Q(appointments__in=now))
        return super().get_queryset(request).annotate(held_today=held)

    @admin.display(description="đang giữ", ordering="held_today")
    def holders(self, obj: Any) -> int:
        return obj.held_today


@admin.register(Appointment)
class AppointmentAdmin(XlsxExportMixin, PortalAdmin):
    list_display = ["member", "position", "unit", "term", "method", "valid_from", "valid_to"]
    list_filter = [InForceFilter, "position__level", "position__right", "method"]
    list_select_related = ["member", "position", "unit", "term__unit"]
    search_fields = ["member__search_text", "unit__search_text", "position__search_text"]
    search_help_text = "Tìm theo người, đơn vị hoặc chức vụ; không cần gõ dấu."
    autocomplete_fields = ["member", "unit", "position", "term"]
    date_hierarchy = "valid_from"
    ordering = ["unit__level", "unit__sort_order", "position__rank_order", "member__sort_key", "pk"]
    fieldsets = [
        (None, {"fields": ["member", "position", "unit", "term", "method", "decision_no"]}),
        (
            "Thời gian",
            {
                "fields": ["valid_from", "valid_to"],
                "description": "Quyền theo chức vụ bắt đầu và kết thúc đúng theo hai ngày này.",
            },
        ),
    ]
    export_name = "can-bo"
    export_columns = (
        ExportColumn("Họ và tên", lambda a: str(a.member)),
        ExportColumn("Chức vụ", lambda a: a.position.name),
        ExportColumn("Đơn vị", lambda a: str(a.unit)),
        ExportColumn("Nhiệm kỳ", lambda a: a.term.name if a.term else None),
        ExportColumn("Hình thức", lambda a: a.get_method_display()),
        ExportColumn("Số quyết định", lambda a: a.decision_no),
        ExportColumn("Từ ngày", lambda a: a.valid_from),
        ExportColumn("Đến trước ngày", lambda a: a.valid_to),
    )

    def export_queryset(self, queryset: Any) -> Any:
        return queryset.select_related("member", "position", "unit", "term")


# --- Accounts ---------------------------------------------------------------------------------


class AccountForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        fields = "__all__"


class NewAccountForm(AdminUserCreationForm):
    # Every account here signs in with a password, so there is nothing to choose.
    usable_password = None  # type: ignore[assignment]  # Django's way to take a field away

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username",)


@admin.register(User)
class UserAdmin(PortalAdmin, DjangoUserAdmin):
    """Accounts. What an account may do is not set here: it follows from the member's offices."""

    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "display_name", "offices_held", "is_active", "is_superuser", "last"]
    list_filter = ["is_active", "is_superuser", ("last_login", admin.EmptyFieldListFilter)]
    list_select_related = ["member"]
    search_fields = ["search_text", "member__search_text"]
    search_help_text = "Tìm theo tên đăng nhập, họ tên, số thẻ; không cần gõ dấu."
    ordering = ["username"]
    filter_horizontal = ()
    autocomplete_fields = ["member"]
    readonly_fields = ["offices_held", "last_login", "joined_at"]
    actions = ["unlock"]
    fieldsets = [
        (None, {"fields": ["username", "password", "member", "name", "email"]}),
        (
            "Quyền",
            {
                "fields": ["offices_held", "is_active", "is_superuser"],
                "description": "Quyền đến từ chức vụ mà hội viên đang giữ và hết cùng ngày thôi "
                "chức vụ. Muốn trao quyền, hãy ghi chức vụ ở trang «Giữ chức vụ».",
            },
        ),
        ("Thời điểm", {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["username", "member", "name", "email"]},
        ),
        ("Mật khẩu", {"classes": ["wide"], "fields": ["password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        held = Appointment.objects.in_office().in_protocol_order()
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("member__appointments", queryset=held, to_attr="offices_today")
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look sees nothing of the password, not even how it is kept."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        first = [name for name in fieldsets[0][1]["fields"] if name != "password"]
        return [(None, {"fields": first}), *fieldsets[1:]]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, not deleted: what its owner did stays told."""
        return False

    @admin.display(description="người dùng", ordering="member__sort_key")
    def display_name(self, obj: User) -> str:
        return obj.display_name

    @admin.display(description="chức vụ đang giữ")
    def offices_held(self, obj: Any) -> str:
        held = obj.member.offices_today if obj.pk and obj.member else []
        return "; ".join(f"{office.position.name}, {office.unit}" for office in held) or "–"

    @admin.display(description="vào lần cuối", ordering="last_login")
    def last(self, obj: User) -> Any:
        return obj.last_login

    @admin.action(
        description="Mở khóa đăng nhập (sau nhiều lần sai mật khẩu)", permissions=["change"]
    )
    def unlock(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        for user in queryset:
            reset(username=user.username)
        names = ", ".join(user.username for user in queryset)
        messages.success(request, f"Đã mở khóa đăng nhập cho: {names}.")


@admin.register(ReadRecord)
class ReadRecordAdmin(PortalAdmin):
    """Read only, for everybody: a log that can be changed is none."""

    list_display = ["read_at", "user", "kind", "object_name"]
    list_display_links = None
    list_filter = ["model", "read_at"]
    list_select_related = ["user__member"]
    search_fields = ["search_text", "user__search_text", "user__member__search_text"]
    search_help_text = "Tìm theo hồ sơ hoặc người xem, không cần gõ dấu."
    date_hierarchy = "read_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="loại hồ sơ", ordering="model")
    def kind(self, obj: ReadRecord) -> str:
        return KINDS.get(obj.model, obj.model)


# The floor can't name classes from above, so their log entries are known by label.
KINDS = {"members.member": "hội viên", "welfare.activity": "hoạt động nghĩa tình"}
