"""Every type of page of the demo association: axe finds nothing, nothing sticks out, one h1."""

from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from emulation.models import Compact
from events.models import Event
from members.models import Unit, User


@pytest.fixture
def demo(site_url, settings):
    settings.DEMO = True
    call_command("demo", verbosity=0)


def _public_pages():
    branch = Unit.objects.branches().on().first()
    ended = Unit.objects.filter(valid_to__isnull=False).first()
    coming = Event.objects.announced().upcoming()[0]
    signing = Event.objects.get(kind=Event.Kind.SIGNING, starts_at__year=2024)
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
        "styleguide": reverse("styleguide"),
        "404": "/khong-co-trang-nay/",
    }


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


# One test for all, since loading the demo association is most of the time.
def test_every_page_type_is_accessible_in_every_window(
    demo, open_page, sign_in, axe, shot, problems, site_url
):
    problems.allow("404")
    pages = _public_pages()
    lines, titles = [], {}
    for kind, options in WINDOWS.items():
        window = open_page(**options)
        if kind == "dark":
            window.context.add_cookies(
                [{"name": name, "value": value, "url": site_url} for name, value in STRONG.items()]
            )
        for name, url in pages.items():
            if kind != "dark" or name in IN_THE_DARK:
                lines += _findings(window, axe, shot, f"{kind}-{name}", url)
                titles[name] = window.title()
    for kind in ("phone", "desk"):
        window = open_page(**WINDOWS[kind])
        sign_in(window, User.objects.get(username="hoivien"))
        for name in ("members:me", "members:password"):
            lines += _findings(window, axe, shot, f"{kind}-{name[8:]}", reverse(name))
    # 200 % and 400 % zoom of a 1280 px window are windows of 640 and 320 px (WCAG 1.4.10).
    for width in (640, 320):
        window = open_page(viewport={"width": width, "height": 700})
        for name in ("home", "article", "compact"):
            lines += _findings(window, axe, shot, f"zoom-{width}-{name}", pages[name])

    assert lines == []
    assert sorted(set(titles.values())) == sorted(titles.values())  # each page has its own title
