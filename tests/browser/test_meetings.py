"""A branch's meeting from invitation to minutes, as its secretary does it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.actions.usual import add_usual_event_kinds
from events.models import Attendance, Event, Minutes
from kit.dates import local_today
from tests import factories as make
from tests.conftest import make_cast


@pytest.mark.parametrize("size", ["page", "phone"])
def test_branch_meets_from_invitation_to_minutes(
    request: Any, size: str, site_url: str, sign_in: Any
) -> None:
    cast = make_cast()
    add_usual_event_kinds(by=cast.admin)  # the tests before emptied every table
    make.make_member(cast.here, full_name="Lê Văn Đến")
    window = request.getfixturevalue(size)
    sign_in(window, cast.officer_here)
    tomorrow = local_today() + dt.timedelta(days=1)

    window.goto(reverse("events_desk:new"))
    window.get_by_label("Tên sự kiện").fill("Sinh hoạt quý")
    window.get_by_label("Ngày", exact=True).fill(f"{tomorrow:%d/%m/%Y}")
    window.get_by_label("Giờ bắt đầu").fill("8h30")
    window.get_by_label("Địa điểm").fill("Nhà văn hóa")
    window.locator(".desk-main").get_by_role("button", name="Lưu").click()
    window.get_by_role("button", name="Công bố").click()
    expect(window.get_by_text("Đã công bố", exact=True).first).to_be_visible()

    window.get_by_role("link", name="Giấy mời", exact=True).click()
    window.get_by_role("link", name="Mời", exact=True).click()
    window.get_by_label("Từng hội viên").fill("le van den")
    window.get_by_role("button", name="Thêm vào danh sách mời").click()
    expect(window.get_by_role("row", name="Lê Văn Đến")).to_be_visible()
    window.get_by_role("button", name=re.compile("^Dự")).click()
    expect(window.get_by_text("Lê Văn Đến: sẽ dự").first).to_be_visible()

    event = Event.objects.get()
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - dt.timedelta(hours=2))
    window.goto(event.desk_url)
    window.get_by_role("link", name="Ghi ai có mặt và biên bản").click()
    window.get_by_label("Có mặt hết").check()
    window.get_by_label("Chủ trì").fill("Lê Văn Chủ")
    window.get_by_label("Kết luận, quyết nghị").fill("Nhất trí")
    window.get_by_label("Phân công việc").fill(f"Thăm bác Năm | Lê Văn Đến | {tomorrow:%d/%m/%Y}")
    window.get_by_role("button", name="Lưu và chốt").click()
    expect(window.get_by_text("Đã chốt biên bản", exact=False).first).to_be_visible()

    assert Minutes.objects.get().present == Attendance.objects.present().count() > 0
    window.goto(reverse("desk"))
    expect(window.get_by_text("Thăm bác Năm").first).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
