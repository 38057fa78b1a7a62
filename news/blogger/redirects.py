"""Where the old blog's addresses lead: for good (301), to whoever may open what stands there."""

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
    """A post, a page or a label; `?m=1` and whatever else was asked is dropped."""
    return _led(request, f"/{path}")


@login_not_required
def label_feed(request: HttpRequest, label: str) -> HttpResponse:
    return _led(request, f"/search/label/{label}")


def _led(request: HttpRequest, path: str) -> HttpResponse:
    return moved_permanently(request.user, nfc(path.rstrip("/")))


@login_not_required
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The same month here; one that only the old blog counted leads to where its posts stand."""
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
    asked = request.GET.get("q", "").strip()
    if not asked:
        return HttpResponsePermanentRedirect(reverse("news:list"))
    return HttpResponsePermanentRedirect(f"{reverse('search')}?{urlencode({'q': asked})}")


def without_mobile_mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For an address that both blogs have ("/"): `?m=1`, Blogger's page for telephones, is dropped."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method in {"GET", "HEAD"} and request.GET.get("m") in {"0", "1"}:
            return HttpResponsePermanentRedirect(request.path)
        return view(request, *args, **kwargs)

    return asked
