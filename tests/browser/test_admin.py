"""The admin in a real browser: its scripts run under the policy, and it is fit to look at."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from events.models import Event, Guest
from members.models import Member, Unit, User
from tests import factories as make
from welfare.models import Activity


@pytest.fixture
def office(transactional_db: None) -> User:
    """A city office with something on its desk."""
    city = make.make_association()
    district = make.make_district(city, short_name="Bình Thạnh", name="Hội Cựu CAND Bình Thạnh")
    branch = make.make_branch(district, short_name="Chi hội Phường 12")
    for name in ("Đỗ Thị Ước", "Trần Văn Bền", "Lê Thị Ánh"):
        make.make_member(branch, full_name=name, rank=60)
    event = make.make_event(city, title="Lễ ký kết giao ước thi đua")
    Guest.objects.create(event=event, order=1, rank=40, name="Trần Thử", post="Chủ tịch Hội")
    make.make_activity(branch)
    make.make_position(name="Chi hội phó", expected_count=2)
    return make.make_officer(city, "city_office", username="vanphong")


PAGES = (
    "/admin/",
    "/admin/members/member/",
    "/admin/members/branch/",
    "/admin/members/member/{member}/change/",
    "/admin/members/branch/{branch}/change/",
    "/admin/events/event/{event}/change/",
    "/admin/events/event/{event}/delete/",
    "/admin/welfare/activity/{activity}/change/",
    "/admin/welfare/activity/add/",
    "/admin/assoc/siteprofile/1/change/",
)


@pytest.mark.parametrize("size", ["page", "phone"])
def test_pages_keep_the_policy_and_fit_the_screen(
    office: User, size: str, request: Any, sign_in: Callable[..., None], shot: Callable[..., None]
) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, office)
    keys = {
        "member": Member.objects.get(full_name="Đỗ Thị Ước").pk,
        "branch": Unit.objects.branches().get().pk,
        "event": Event.objects.get().pk,
        "activity": Activity.objects.get().pk,
    }
    for address in PAGES:
        page.goto(address.format(**keys))
        expect(page.locator("h1").last).to_be_visible()
        shot(
            page,
            f"admin-{size}-{address.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        )
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 1, (address, overflow)


def test_a_visit_is_entered_with_the_widgets(
    office: User, page: Page, sign_in: Callable[..., None]
) -> None:
    """Autocomplete without marks, the calendar, a new row: all by the admin's own scripts."""
    sign_in(page, office)
    page.goto("/admin/welfare/activity/add/")
    _pick(page, "id_kind", "loai", "Loại")
    _pick(page, "id_unit", "chi hoi phuong 12", "Chi hội Phường 12, Bình Thạnh")
    _pick(page, "id_member", "do thi uoc", "Đỗ Thị Ước")
    page.locator(".field-happened_on .date-icon").click()
    expect(page.locator("#calendarin0")).to_contain_text("Tháng")
    page.locator(".calendarbox:visible .calendar-shortcuts a").first.click()
    page.locator("#id_amount").fill("1,2 triệu")
    page.get_by_text("Thêm dòng người đi thăm").click()
    page.locator("#id_visitors-0-name").fill("Đoàn chi hội")
    page.get_by_role("button", name="Lưu", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text(
        "Số tiền đã ghi: 1.200.000 đ (Một triệu hai trăm nghìn đồng)."
    )
    assert Activity.objects.filter(amount=1_200_000, visitors__name="Đoàn chi hội").count() == 1


def _pick(page: Page, field: str, typed: str, shown: str) -> None:
    page.locator(f"#{field} + .select2").click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=shown).first.click()
