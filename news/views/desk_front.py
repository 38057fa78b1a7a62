"""The front page as editors lay it out: its lead story and its pins."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from desk.editing import REARRANGED, order_token
from desk.pages import trail
from desk.undoing import offer_undo, offered, seal, unseal
from kit.lists import Table
from kit.text import fold
from members.http import MemberRequest

from ..actions import choose_for_front, limit_pin, move_pin, put_back_pin, remove_pin
from ..forms.front import UntilForm
from ..models import FrontPin, Post
from ..tables import PICKS
from .for_editors import for_editors


@for_editors
@require_http_methods(["GET", "HEAD"])
def front(request: MemberRequest) -> HttpResponse:
    """Posts on the front page, and the published posts to choose from."""
    return render(request, "news/desk/front.html", _context(request))


def _context(request: MemberRequest, refused: UntilForm | None = None) -> dict[str, Any]:
    pins: list[Any] = list(FrontPin.objects.select_related("post__lead_photo", "post__section"))
    for pin in pins:
        pin.ends = UntilForm.of(pin)
        if refused is not None and refused.prefix == pin.ends.prefix:
            pin.ends = refused
    typed = request.GET.get("q", "").replace("\0", "")[:200].strip()
    posts = Post.objects.published().filter(front_pin__isnull=True)
    if typed:
        posts = posts.filter(search_text__contains=fold(typed))
    table = Table(
        request.GET, posts.with_card().newest_first(), PICKS, noun="bài", usual="-dang"
    )  # fmt: skip
    return {
        "trail": trail(("Trang chủ", "")),
        "lead": next((pin for pin in pins if pin.is_lead), None),
        "pins": [pin for pin in pins if not pin.is_lead],
        "table": table,
        "page": table.page,
        "typed": typed,
        "version": order_token(pins),
        "refused": refused,
        "undo": offered(request),
    }


@for_editors
@require_POST
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts one published post on top, as the lead or as a pin."""
    post = get_object_or_404(Post.objects.published(), pk=pk)
    kind = request.POST.get("kind", "")
    if kind not in FrontPin.Kind.values or not _is_as_seen(request):
        return redirect("news_desk:front")
    choose_for_front(post=post, kind=kind, by=request.user)
    place = "tin chính của trang chủ" if kind == FrontPin.Kind.LEAD else "tin ghim"
    messages.success(request, f"“{post.title}” nay là {place}.")
    return redirect("news_desk:front")


@for_editors
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Moves a pin, sets its end, or takes it out; the post itself is never touched."""
    pin = FrontPin.objects.filter(pk=pk).select_related("post").first()
    if pin is None:
        messages.warning(request, "Bài này vừa được người khác bỏ khỏi trang chủ.")
        return redirect("news_desk:front")
    what = request.POST.get("viec", "")
    if what == "han":
        form = UntilForm.of(pin, request.POST)
        if not form.is_valid():
            return render(request, "news/desk/front.html", _context(request, form))
        limit_pin(pin=pin, until=form.cleaned_data["until"], by=request.user)
        messages.success(request, "Đã đặt thời hạn trên trang chủ.")
    elif _is_as_seen(request):
        if what in ("len", "xuong"):
            move_pin(pin=pin, down=what == "xuong", by=request.user)
        elif what == "bo":
            _remove(request, pin)
    return redirect("news_desk:front")


def _remove(request: MemberRequest, pin: FrontPin) -> None:
    facts = {"id": pin.pk, "post_id": pin.post_id, "kind": pin.kind, "order": pin.order}
    facts["until"] = pin.until.isoformat() if pin.until else None
    remove_pin(pin=pin, by=request.user)
    offer_undo(
        request,
        text=f"Đã bỏ “{pin.post.title}” khỏi chỗ nổi bật. Bài vẫn còn trên trang.",
        url=reverse("news_desk:front_undo", args=[seal("pin", facts)]),
    )


@for_editors
@require_POST
def undo(request: MemberRequest, token: str) -> HttpResponse:
    """Puts back a choice that was just taken out."""
    facts = unseal("pin", token)
    if facts is not None:
        facts["until"] = parse_datetime(facts["until"]) if facts["until"] else None
    if facts is not None and put_back_pin(pin=FrontPin(**facts), by=request.user):
        messages.success(request, "Đã đưa bài trở lại chỗ nổi bật.")
    else:
        messages.warning(
            request, "Không đưa trở lại được nữa: trang chủ đã đổi khác. Hãy chọn lại bài ở dưới."
        )
    return redirect("news_desk:front")


def _is_as_seen(request: MemberRequest) -> bool:
    """Whether nobody rearranged the page since this user looked at it; else says so."""
    if request.POST.get("version") == order_token(FrontPin.objects.all()):
        return True
    messages.warning(request, REARRANGED)
    return False
