"""Accounts of the members of one's units: opened, given a new password, closed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.messages.views import SuccessMessageMixin
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from desk.pages import (
    about_member,
    attempt,
    attempt_plainly,
    card_address,
    check,
    form_page,
    list_page,
    requested_member,
    trail,
)
from kit.lists import Table
from kit.qr import qr_code
from members.http import MemberRequest, posted
from members.models import Degree, Subject, User
from members.models.people import search_terms

from ..actions import accounts
from ..forms.accounts import AccountFilters, AccountForm, FirstPasswordForm
from ..links import password_links
from ..tables import ACCOUNTS

LINK = "book.password_link"


def account_list(request: MemberRequest) -> HttpResponse:
    """Accounts of one's units; of those with more rights only that they are there."""
    check(request, Subject.ACCOUNTS)
    form = AccountFilters(request.GET)
    filters = form.filter_values()
    rows = User.objects.visible_to(request.user).select_related("member")
    for word in search_terms(filters.get("tim", "")):
        rows = rows.filter(Q(search_text__contains=word) | Q(member__search_text__contains=word))
    if state := filters.get("tinh_trang"):
        rows = rows.filter(is_active=state == "mo")
    table = Table(request.GET, rows.in_name_order(), ACCOUNTS, noun="tài khoản", usual="ten")
    shown = [user.pk for user in table.page]
    editable = User.objects.editable_by(request.user).filter(pk__in=shown)
    return list_page(
        request, "register/account_list.html", title="Tài khoản", form=form, table=table,
        editable=set(editable.values_list("pk", flat=True)),
    )  # fmt: skip


def account_new(request: MemberRequest) -> HttpResponse:
    """An account for a member, and at once the link that sets its password."""
    check(request, Subject.ACCOUNTS, Degree.WRITE)
    member = requested_member(request, Subject.ACCOUNTS)
    initial = {"member": member.code} if member else {}
    form = AccountForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        name = facts["username"] or accounts.free_username(facts["member"])
        user = attempt(
            form,
            lambda: accounts.open_account(
                member=facts["member"], username=name, email=facts["email"], by=request.user
            ),
        )
        if user is not None:
            return _give_link(request, user)
    return form_page(
        request,
        form,
        title="Mở tài khoản cho hội viên",
        button="Mở tài khoản",
        back=card_address(request.user, member) or reverse("book:accounts"),
        trail=_accounts(("Mở tài khoản", "")),
        facts=about_member(form, member),
        intro="Mở xong, trang hiện một đường dẫn dùng một lần để đồng chí tự đặt mật khẩu.",
    )


def account_detail(request: MemberRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user).select_related("member"), pk=pk)
    context = {
        "trail": _accounts((str(user), "")),
        "account": user,
        "card_url": card_address(request.user, user.member),
        "may_edit": User.objects.editable_by(request.user).contains(user),
        "is_own": user.pk == request.user.pk,
    }
    return render(request, "register/account_detail.html", context)


def _editable(request: MemberRequest, pk: int) -> User:
    """404 for an account outside one's units; also for one that has more rights."""
    return get_object_or_404(User.objects.editable_by(request.user), pk=pk)


@require_POST
def account_link(request: MemberRequest, pk: int) -> HttpResponse:
    return _give_link(request, _editable(request, pk))


def _give_link(request: MemberRequest, user: User) -> HttpResponse:
    """The address is kept in the officer's session until it is shown, once."""
    uid, token = accounts.password_link(user=user, by=request.user)
    path = reverse("members:set_password", args=[uid, token])
    request.session[LINK] = [user.pk, request.build_absolute_uri(path)]
    return redirect("book:account_paper", pk=user.pk)


def account_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The slip with sign-in name and one-time link, shown once."""
    user = _editable(request, pk)
    key, link = request.session.pop(LINK, [None, ""])
    if key != user.pk:
        messages.error(request, "Đường dẫn chỉ hiện một lần. Muốn có lại, hãy cấp đường dẫn mới.")
        return redirect("book:account", pk=pk)
    back = reverse("book:account", args=[user.pk])
    context = {"account": user, "link": link, "qr": qr_code(link), "back": back}
    response = render(request, "documents/account.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def account_active(request: MemberRequest, pk: int) -> HttpResponse:
    """Closes the account, or opens it again."""
    user = _editable(request, pk)
    is_active = request.POST.get("mo") == "1"
    done = (
        "Đã mở lại tài khoản."
        if is_active
        else "Đã khóa tài khoản. Máy nào đang đăng nhập cũng bị ngắt ngay."
    )
    attempt_plainly(
        request,
        lambda: accounts.set_active(user=user, is_active=is_active, by=request.user),
        done,
    )
    return redirect("book:account", pk=pk)


def _accounts(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Tài khoản", reverse("book:accounts")), *parts)


@method_decorator(login_not_required, name="dispatch")
class SetPasswordView(SuccessMessageMixin, PasswordResetConfirmView):
    """Where a one-time link leads: the owner sets the password, and the link is spent."""

    form_class = FirstPasswordForm
    token_generator = password_links
    template_name = "register/user_set_password.html"
    success_url = reverse_lazy("login")
    success_message = "Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu này."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("title", None)
        return context | {"owner": self.user}
