"""Every type of page of the demo association: axe finds nothing, nothing sticks out, one h1."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, TransactionTestCase, override_settings
from django.urls import reverse

from emulation.models import Compact
from events.models import Event, UsualKind
from members.models import Unit, User
from tests.shortcuts import empty_tables


@pytest.fixture(scope="module")
def _association(_server, django_db_blocker, tmp_path_factory):
    """The demo association, loaded once: no test here takes a row away. Gives its files."""
    files = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        with override_settings(DEMO=True, MEDIA_ROOT=files):
            call_command("demo", verbosity=0)
        yield files
        empty_tables()


@pytest.fixture
def site_url(_association, site_url, settings):
    """Serves the association to whatever asks for the portal's address in this file."""
    settings.DEMO = True
    settings.MEDIA_ROOT = _association
    return site_url


def _public_pages():
    branch = Unit.objects.branches().on().first()
    ended = Unit.objects.filter(valid_to__isnull=False).first()
    coming = Event.objects.announced().upcoming()[0]
    signing = Event.objects.get(kind__code=UsualKind.SIGNING, starts_at__year=2024)
    report = signing.posts.get(address_month="2024-10-01")
    compact = Compact.objects.get(year=2024, cluster__slug="cum-thi-dua-ii")
    return {
        "home": "/",
        "news": reverse("news:list"),
        "section": report.section.get_absolute_url(),
        "month": reverse("news:month", args=[2024, "10"]),
        "article": report.get_absolute_url(),
        "albums": reverse("news:albums"),
        "album": report.album_url,
        "subscribe": reverse("news:subscribe"),
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
        "404": "/khong-co-trang-nay/",
    }


PUBLIC = (
    "home", "news", "section", "month", "article", "albums", "album", "subscribe", "search",
    "search-empty", "search-none", "units", "district", "branch", "ended-unit", "emulation",
    "cluster", "compact", "events", "signing", "coming-event", "welfare", "login",
    "comment-status", "404",
)  # fmt: skip
PHONE = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
WINDOWS: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 640, "height": 900}, "color_scheme": "dark"},
}
# Largest letters and more contrast, as a reader sets them.
STRONG = {"co-chu": "3", "tuong-phan": "more"}
IN_THE_DARK = ("home", "article", "compact", "units", "welfare", "login")


def _findings(page, axe, shot, name, url):
    """What is wrong with the page, in lines; a picture of it is kept to be looked at."""
    page.goto(url)
    shot(page, name)
    lines = []
    if page.locator("h1").count() != 1:
        lines.append(f"{name}: {page.locator('h1').count()} h1")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        lines.append(f"{name}: {width} px wider than the window")
    try:
        axe(page)
    except pytest.fail.Exception as finding:
        lines.append(f"{name}: {finding}")
    return lines


def _windows():
    """Each kind of window with the pages looked at in it, a few at a time."""
    names = list(PUBLIC)
    for kind in ("phone", "desk"):
        for begin in range(0, len(names), 9):
            yield pytest.param(kind, names[begin : begin + 9], id=f"{kind}-{names[begin]}")
    yield pytest.param("dark", IN_THE_DARK, id="dark")


@pytest.mark.parametrize(("kind", "names"), list(_windows()))
def test_every_page_type_is_accessible_in_every_window(
    open_page, axe, shot, problems, site_url, kind, names
):
    problems.allow("404")
    pages = _public_pages()
    assert list(pages) == list(PUBLIC)
    window = open_page(**WINDOWS[kind])
    if kind == "dark":
        window.context.add_cookies(
            [{"name": name, "value": value, "url": site_url} for name, value in STRONG.items()]
        )
    lines = []
    for name in names:
        lines += _findings(window, axe, shot, f"{kind}-{name}", pages[name])

    assert lines == []


@pytest.mark.parametrize("kind", ["phone", "desk"])
@pytest.mark.parametrize(
    ("who", "names"),
    [("hoivien", ("members:me", "members:password")), ("admin", ("styleguide",))],
    ids=["member", "builder"],
)
def test_pages_behind_the_sign_in_are_accessible(open_page, sign_in, axe, shot, kind, who, names):
    window = open_page(**WINDOWS[kind])
    sign_in(window, User.objects.get(username=who))
    lines = []
    for name in names:
        lines += _findings(window, axe, shot, f"{kind}-{name.split(':')[-1]}", reverse(name))

    assert lines == []


# 200 % and 400 % zoom of a 1280 px window are windows of 640 and 320 px (WCAG 1.4.10).
@pytest.mark.parametrize("width", [640, 320])
def test_pages_are_accessible_when_zoomed(open_page, axe, shot, width):
    pages = _public_pages()
    window = open_page(viewport={"width": width, "height": 700})
    lines = []
    for name in ("home", "article", "compact"):
        lines += _findings(window, axe, shot, f"zoom-{width}-{name}", pages[name])

    assert lines == []


def test_every_page_type_has_a_title_of_its_own(site_url):
    reader = Client()
    found = [
        re.search("<title>(.*?)</title>", reader.get(url).content.decode(), re.DOTALL).group(1)
        for url in _public_pages().values()
    ]
    assert sorted(set(found)) == sorted(found)
