"""Every type of page of the demo association: axe finds nothing, nothing sticks out, one h1."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from emulation.models import Compact
from events.models import Event
from members.models import Unit, User
from news.models import Post


@pytest.fixture
def demo(site_url, settings):
    settings.DEMO = True
    call_command("demo", verbosity=0)


def _public_pages():
    report = Post.objects.get(address_month="2024-10-01", slug__startswith="cum-thi-dua-ii")
    branch = Unit.objects.branches().on().first()
    ended = Unit.objects.filter(valid_to__isnull=False).first()
    coming = Event.objects.announced().upcoming()[0]
    signing = Event.objects.get(kind=Event.Kind.SIGNING, starts_at__year=2024)
    compact = Compact.objects.get(year=2024, cluster__slug="cum-thi-dua-ii")
    return {
        "home": "/",
        "news": reverse("news:list"),
        "section": report.section.get_absolute_url(),
        "month": reverse("news:month", args=[2024, "10"]),
        "article": report.get_absolute_url(),
        "search": f"{reverse('search')}?q=ky+ket+giao+uoc",
        "search-empty": reverse("search"),
        "search-none": f"{reverse('search')}?q=khongcogi",
        "units": reverse("members:units"),
        "district": reverse("members:unit", args=["binh-thanh"]),
        "branch": branch.get_absolute_url(),
        "ended-unit": ended.get_absolute_url(),
        "emulation": reverse("emulation:index"),
        "cluster": compact.cluster.get_absolute_url(),
        "compact": compact.get_absolute_url(),
        "events": reverse("events:list"),
        "signing": signing.get_absolute_url(),
        "coming-event": coming.get_absolute_url(),
        "welfare": reverse("welfare:index"),
        "login": reverse("login"),
        "comment-status": reverse("news:comment_status"),
        "styleguide": reverse("styleguide"),
        "404": "/khong-co-trang-nay/",
    }


def _look(page, axe, shot, name, url):
    page.goto(url)
    assert page.locator("h1").count() == 1, f"{name}: one h1"
    sticking_out = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert sticking_out <= 0, f"{name} is {sticking_out} px wider than the window"
    shot(page, name)
    axe(page)


def test_public_pages_on_a_phone(demo, phone, axe, shot, problems):
    problems.allow("404")
    for name, url in _public_pages().items():
        _look(phone, axe, shot, f"phone-{name}", url)


def test_public_pages_on_a_desk(demo, page, axe, shot, problems):
    problems.allow("404")
    for name, url in _public_pages().items():
        _look(page, axe, shot, f"desk-{name}", url)


def test_pages_in_the_dark_with_the_largest_letters(demo, open_page, axe, shot, site_url):
    page = open_page(color_scheme="dark", viewport={"width": 640, "height": 900})
    page.context.add_cookies(
        [
            {"name": "co-chu", "value": "3", "url": site_url},
            {"name": "tuong-phan", "value": "more", "url": site_url},
        ]
    )
    pages = _public_pages()
    for name in ("home", "article", "compact", "units", "login"):
        _look(page, axe, shot, f"dark-{name}", pages[name])


def test_pages_of_a_signed_in_member(demo, phone, page, sign_in, axe, shot):
    for window, kind in ((phone, "phone"), (page, "desk")):
        sign_in(window, User.objects.get(username="hoivien"))
        for name, url in {
            "me": reverse("members:me"),
            "password": reverse("members:password"),
        }.items():
            _look(window, axe, shot, f"{kind}-{name}", url)


def test_zoom_to_double_keeps_the_article_readable(demo, open_page, shot):
    """200 % zoom of a 1280 px window is a 640 px one; 400 % is 320 px (WCAG 1.4.10)."""
    report = _public_pages()["article"]
    for width in (640, 320):
        page = open_page(viewport={"width": width, "height": 700})
        page.goto(report)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
