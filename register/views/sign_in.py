"""Signing in and out, a new password, and how long to wait after wrong ones."""

import datetime as dt
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator

from members.http import client_origin
from members.models import SignInTrail
from members.models.sign_in import WINDOW

from ..forms.sign_in import NewPasswordForm, SignInForm

# Name and who it is; the password of all is "demo".
DEMO_ACCOUNTS = (
    ("admin", "Quản trị toàn hệ thống"),
    ("vanphong", "Văn phòng Hội thành phố"),
    ("bientap", "Biên tập viên trang tin"),
    ("binhthanh", "Cán bộ Hội quận Bình Thạnh"),
    ("quan4", "Cán bộ Hội Quận 4"),
    ("thuky1", "Thư ký một chi hội của quận Bình Thạnh"),
    ("thuky2", "Thư ký một chi hội khác của quận Bình Thạnh"),
    ("hoivien", "Hội viên, cùng chi hội với thuky1"),
    ("thuquy", "Thủ quỹ Hội quận Bình Thạnh: ghi hội phí, chỉ xem họ tên hội viên"),
    ("kiemtra", "Ban Kiểm tra thành phố: xem sổ sách, không ghi"),
    ("chihoipho", "Chi hội phó, cùng chi hội với thuky1: xem, không ghi"),
)


class PasswordView(SuccessMessageMixin, PasswordChangeView):
    form_class = NewPasswordForm
    template_name = "register/user_password.html"
    success_url = reverse_lazy("members:me")
    success_message = "Đã đổi mật khẩu. Lần sau, hãy đăng nhập bằng mật khẩu mới."


class SignInView(LoginView):
    authentication_form = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From an address that guesses, nothing is tried: see `SignInTrail`."""
        username = request.POST.get("username", "").strip()
        if username and SignInTrail.objects.must_wait(client_origin(request), username):
            return too_many_guesses(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        SignInTrail.objects.note_success(client_origin(self.request), form.cleaned_data["username"])
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        username = form.data.get("username", "").strip()
        # Refused unread by the lock of one name: no guess was made.
        is_locked = getattr(self.request, "axes_locked_out", False)
        if form.has_error(NON_FIELD_ERRORS, "invalid_login") and not is_locked:
            SignInTrail.objects.note_failure(client_origin(self.request), username)
        return super().form_invalid(form)

    def get_redirect_url(self, *args: Any) -> str:
        """Where the visitor came from, unless it was here: Django breaks off over that circle."""
        url: str = super().get_redirect_url(*args)
        return "" if url.partition("?")[0] == self.request.path else url

    def get_default_redirect_url(self) -> str:
        """Officers go to what waits for them, everybody else to the own page."""
        user = self.request.user
        if user.is_authenticated and user.opens_desk:
            return reverse("desk")
        return str(super().get_default_redirect_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Django's own idea of a site would hide ours (assoc.context.site) from the page.
        del context["site"], context["site_name"]
        return context | {"demo_accounts": DEMO_ACCOUNTS if settings.DEMO else ()}


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    """Signs out by POST; whoever follows a link here is asked first."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, "registration/logged_out.html")


def too_many_guesses(request: HttpRequest) -> HttpResponse:
    """Too many wrong passwords of many names from one address."""
    return _wait(request, "registration/address_braked.html", WINDOW)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Too many wrong passwords from here: says when to come back. Each further try starts anew."""
    wait = get_cool_off(request) or dt.timedelta(0)
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    return _wait(request, "registration/locked_out.html", wait, username=username)


def _wait(request: HttpRequest, page: str, wait: dt.timedelta, **more: Any) -> HttpResponse:
    context = {
        "minutes": max(1, round(wait.total_seconds() / 60)),
        "open_at": timezone.localtime(timezone.now() + wait),
    }
    answer = render(request, page, context | more, status=429)
    answer["Retry-After"] = str(int(wait.total_seconds()))
    return answer
