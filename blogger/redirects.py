"""Permanent redirects (301) of the old blog's addresses, for users who may open the target."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import urlencode

from kit.text import nfc
from news.models import Post
from news.moved import moved_permanently


@login_not_required
def address(request: HttpRequest, path: str) -> HttpResponse:
    """Redirects an old post, page or label; `?m=1` and other parameters are dropped."""
    return _led(request, f"/{path}")


@login_not_required
def label_feed(request: HttpRequest, label: str) -> HttpResponse:
    return _led(request, f"/search/label/{label}")


def _led(request: HttpRequest, path: str) -> HttpResponse:
    return moved_permanently(request.user, nfc(path.rstrip("/")))


@login_not_required
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Redirects to the same month here, or to the month that now has its posts."""
    if Post.objects.addressed_to(request.user).in_month(year, month).exists():
        return HttpResponsePermanentRedirect(reverse("news:month", args=[year, f"{month:02d}"]))
    return _led(request, f"/{year:04d}/{month:02d}")


@login_not_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    posts = Post.objects.addressed_to(request.user)
    if not posts.filter(address_month__year=year).exists():
        raise Http404
    return HttpResponsePermanentRedirect(reverse("news:list"))


@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    name = "news:rss" if request.GET.get("alt") == "rss" or "rss" in request.path else "news:atom"
    return HttpResponsePermanentRedirect(reverse(name))


@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    if not query:
        return HttpResponsePermanentRedirect(reverse("news:list"))
    return HttpResponsePermanentRedirect(f"{reverse('search')}?{urlencode({'q': query})}")


def without_mobile_mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Drops `?m=1`, Blogger's parameter for telephones, at an address that both sites have ("/")."""

    @wraps(view)
    def clean_request(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method in {"GET", "HEAD"} and request.GET.get("m") in {"0", "1"}:
            return HttpResponsePermanentRedirect(request.path)
        return view(request, *args, **kwargs)

    return clean_request
