"""Asking for news by mail, confirming it, changing and stopping it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kit.for_visitors import same_for_visitors
from members.http import client_origin, posted, without_token_for_visitors

from ..actions import LetterNotSent, ask_for_news, erase_subscriber
from ..forms import RhythmForm, SubscribeForm
from ..models import Subscriber, site_address

MOST_REQUESTS, REQUESTS_WITHIN = 10, 3600
TOO_OFTEN = (
    "Từ nơi này đã có nhiều lượt đăng ký liên tiếp. Xin thử lại sau một giờ; "
    "điều bạn đã nhập vẫn còn ở dưới."
)
NOT_SENT = "Máy chủ thư chưa nhận thư xác nhận. Xin xem lại địa chỉ rồi thử lại sau ít phút."
REQUESTED = "da-gui"


@same_for_visitors()
@login_not_required
@without_token_for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form. Its answer is the same whether the address was known or not."""
    form = SubscribeForm(posted(request))
    status = 200
    if form.is_bound and form.is_valid():
        if form.is_from_machine:
            return redirect(f"{reverse('news:subscribe')}?{REQUESTED}=1")
        if _asks_too_often(request):
            form.add_error(None, TOO_OFTEN)
            status = 429
        else:
            try:
                ask_for_news(
                    email=form.cleaned_data["email"],
                    rhythm=form.cleaned_data["rhythm"],
                    origin=client_origin(request),
                    site=_site(request),
                )
            except LetterNotSent:
                form.add_error(None, NOT_SENT)
                status = 503
            else:
                return redirect(f"{reverse('news:subscribe')}?{REQUESTED}=1")
    context = {
        "form": form,
        "is_requested": REQUESTED in request.GET,
        "trail": _trail("Nhận tin qua thư"),
    }
    return render(request, "news/subscribe.html", context, status=status)


def _asks_too_often(request: HttpRequest) -> bool:
    key = f"news.subscribe.{client_origin(request)}"
    cache.add(key, 0, REQUESTS_WITHIN)
    return bool(cache.incr(key) > MOST_REQUESTS)


def _site(request: HttpRequest) -> str:
    return site_address() or f"{request.scheme}://{request.get_host()}"


def _trail(last: str) -> list[tuple[str, str]]:
    own = reverse("news:subscribe")
    middle = [] if last == "Nhận tin qua thư" else [("Nhận tin qua thư", own)]
    return [("Tin tức", reverse("news:list")), *middle, (last, "")]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button: programs that look through mails open links, they press
    nothing."""
    subscriber = Subscriber.objects.filter(confirm_token=token).first()
    if request.method == "POST" and subscriber and subscriber.is_confirmable():
        subscriber.confirm()
        messages.success(request, "Đã xác nhận. Tin sẽ đến địa chỉ này từ lần gửi tới.")
        return redirect(subscriber)
    if subscriber and subscriber.is_active:
        return redirect(subscriber)
    context = {
        "subscriber": subscriber,
        "is_open": bool(subscriber and subscriber.is_confirmable()),
        "trail": _trail("Xác nhận"),
    }
    return render(
        request,
        "news/subscription_confirm.html",
        context,
        status=200 if context["is_open"] else 404,
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's page, from the link in every mail: rhythm, stop, undo, erase."""
    subscriber = get_object_or_404(
        Subscriber.objects.exclude(state=Subscriber.State.PENDING), stop_token=token
    )
    form = RhythmForm(initial={"rhythm": subscriber.rhythm})
    if request.method == "POST":
        match request.POST.get("viec"):
            case "stop":
                subscriber.stop()
                return redirect(subscriber)
            case "resume":
                subscriber.resume()
                messages.success(request, "Địa chỉ này lại nhận tin như trước.")
                return redirect(subscriber)
            case "erase" if not subscriber.is_active:
                erase_subscriber(subscriber=subscriber, by=None)
                messages.success(request, "Địa chỉ đã được xóa hẳn khỏi trang tin.")
                return redirect("news:subscribe")
            case _:
                form = RhythmForm(request.POST)
                if form.is_valid():
                    subscriber.rhythm = form.cleaned_data["rhythm"]
                    subscriber.save(update_fields=["rhythm"])
                    messages.success(request, "Đã ghi nhịp gửi mới.")
                    return redirect(subscriber)
    context = {"subscriber": subscriber, "form": form, "trail": _trail("Địa chỉ của bạn")}
    return render(request, "news/subscription.html", context)


@csrf_exempt  # mail programs press it, from outside any page: RFC 8058
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_click_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops at once when a mail program posts; a person who opens the address is led to a button."""
    subscriber = get_object_or_404(
        Subscriber.objects.exclude(state=Subscriber.State.PENDING), stop_token=token
    )
    if request.method != "POST":
        return redirect(subscriber)
    subscriber.stop()
    return HttpResponse("Đã thôi nhận tin.", content_type="text/plain; charset=utf-8")
