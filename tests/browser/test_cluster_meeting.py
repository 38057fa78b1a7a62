"""A cluster's meeting in a browser: the folder at both widths, the papers, the projector by its keys."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.conftest import make_cast

PAPERS = ("counted", "handover", "programme", "slogan", "vote")


def test_head_works_through_the_folder_and_shows_it(
    page: Page, phone: Page, sign_in: Any, axe: Any, shot: Any
) -> None:
    cast = make_cast()
    cluster = make.make_cluster(cast.here, cast.beside)
    make.make_cluster_head(cluster, cast.here)
    cycle = make.make_cycle(cluster)
    make.make_meeting(cycle, programme="Chào cờ\nTổng kết", speeches="Hội Một: việc tốt")
    make.make_counted_ballot(cycle)
    make.make_ballot(cycle)
    for kind, window in (("desk", page), ("phone", phone)):
        sign_in(window, cast.officer_here)
        for name in ("meeting", "meeting_start", "meeting_show"):
            window.goto(reverse(f"emulation_desk:{name}", args=[cycle.pk]))
            assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            axe(window)
            shot(window, f"{name}-{kind}")
    for name in PAPERS:
        page.goto(reverse(f"emulation_desk:meeting_{name}", args=[cycle.pk]))
        axe(page)
        shot(page, f"meeting_{name}")
    page.goto(reverse("emulation_desk:meeting_show", args=[cycle.pk]))
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chương trình")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đoàn kết, nghĩa tình, gương mẫu")
