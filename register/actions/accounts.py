"""Accounts that officers open and close for members of their units, under the outrank rule."""

import re

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from kit.text import fold
from members.actions.guesses import forgive_guesses
from members.actions.permission import Given, edits, needs
from members.models import Member, User, may_change_contact

from ..links import password_links


def _may_open(by: User, given: Given) -> bool:
    return may_change_contact(by, given["member"])


@needs(_may_open)
@transaction.atomic
def open_account(*, member: Member, username: str, email: str, by: User) -> User:
    """An account without a password; the link that sets one is handed over on paper."""
    username = User.normalize_username(username)
    if known := User.objects.filter(member=member).first():
        if known.username == username:
            return known  # a double click
        raise ValidationError({"member": f"Đồng chí đã có tài khoản “{known.username}”."})
    if not member.is_active_on():
        raise ValidationError({"member": "Đồng chí này không còn sinh hoạt ở chi hội."})
    user = User(member=member, username=username, email=email)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    LogEntry.objects.log_actions(by.pk, [user], ADDITION, "Mở tài khoản.")
    return user


def free_username(member: Member) -> str:
    """ "nguyenvanan", or with the next figure that nobody has."""
    base = re.sub(r"[^a-z0-9]", "", fold(member.full_name))[:40] or "hoivien"
    name, number = base, 1
    while User.objects.filter(username=name).exists():
        number += 1
        name = f"{base}{number}"
    return name


@needs(edits("user"))
@transaction.atomic
def password_link(*, user: User, by: User) -> tuple[str, str]:
    """Key and token of an address that sets a password once; guesses made before are forgiven.

    See `register.links` for when it stops being good.
    """
    forgive_guesses(user)
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, "Cấp đường dẫn đặt mật khẩu.")
    return urlsafe_base64_encode(force_bytes(user.pk)), password_links.token_for(user, by=by)


@needs(edits("user"))
@transaction.atomic
def set_active(*, user: User, is_active: bool, by: User) -> None:
    """Opens or closes an account; nobody closes the own one, nor opens that of the departed."""
    if user.pk == by.pk:
        raise ValidationError("Không thể tự khóa tài khoản của mình.")
    if is_active and user.member is not None and not user.member.is_active_on():
        raise ValidationError("Đồng chí này không còn là hội viên nên không mở lại tài khoản.")
    if user.is_active != is_active:
        user.is_active = is_active
        user.save()
        message = "Mở lại tài khoản." if is_active else "Khóa tài khoản."
        LogEntry.objects.log_actions(by.pk, [user], CHANGE, message)
