"""Accounts, and the log of who opened personal records."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest

from ..actions.guesses import forgive_guesses
from ..admin_tools import LookOnlyAdmin, PortalAdmin
from ..models import Appointment, Change, ReadRecord, User


class AccountAdminForm(UserChangeForm):
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

    form = AccountAdminForm
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
                "chức vụ. Muốn trao quyền, hãy ghi chức vụ ở trang “Giữ chức vụ”.",
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

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes the login or mail of somebody with more rights."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return not obj.outranks(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, not deleted: what its owner did stays recorded."""
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
            forgive_guesses(user)
        names = ", ".join(user.username for user in queryset)
        messages.success(request, f"Đã mở khóa đăng nhập cho: {names}.")


@admin.register(ReadRecord)
class ReadRecordAdmin(LookOnlyAdmin):
    """Read only, for everybody: a log that can be changed is none."""

    list_display = ["read_at", "user", "way", "kind", "object_name", "together"]
    list_display_links = None
    list_filter = ["way", "model", "read_at"]
    list_select_related = ["user__member"]
    search_fields = ["search_text", "user__search_text", "user__member__search_text"]
    search_help_text = "Tìm theo hồ sơ hoặc người xem, không cần gõ dấu."
    date_hierarchy = "read_at"

    @admin.display(description="loại hồ sơ", ordering="model")
    def kind(self, obj: ReadRecord) -> str:
        return obj.kind


@admin.register(Change)
class ChangeAdmin(LookOnlyAdmin):
    """Read only, for everybody: a history that can be changed is none."""

    list_display = ["at", "who", "action", "kind", "object_name", "change_text"]
    list_display_links = None
    list_filter = ["action", "model", "at"]
    search_fields = ["search_text"]
    search_help_text = "Tìm theo hồ sơ hoặc người sửa, không cần gõ dấu."
    date_hierarchy = "at"

    @admin.display(description="loại hồ sơ", ordering="model")
    def kind(self, obj: Change) -> str:
        return obj.kind

    @admin.display(description="thay đổi")
    def change_text(self, obj: Change) -> str:
        return "; ".join(obj.sentences)
