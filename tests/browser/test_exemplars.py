"""An exemplar from the branch's words to everybody's page, on a phone and at a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from exemplars.models import Exemplar
from kit.dates import local_today
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def _wide(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def test_told_proposed_recognised_read_and_followed(open_page, cast, sign_in, axe, shot):
    kind = make.make_exemplar_kind(name="Tổ tự quản")
    phone: Page = open_page(viewport={"width": 360, "height": 740})
    desk: Page = open_page(viewport={"width": 1366, "height": 768})
    visitor: Page = open_page(viewport={"width": 360, "height": 740})
    sign_in(phone, cast.officer_here)
    sign_in(desk, cast.officer_above)

    phone.goto(reverse("exemplars_desk:list"))
    phone.get_by_role("link", name="Thêm", exact=True).click()
    phone.locator("[name=kind]").select_option(str(kind.pk))
    phone.locator("[name=title]").fill("Tổ tự quản hẻm 41")
    phone.locator("[name=begun_year]").fill("2021")
    phone.locator("[name=lead]").fill("Bà con thay nhau đi tuần.")
    phone.locator("[name=story]").fill("Năm 2020 hẻm mất bảy chiếc xe.\n\nNay không mất chiếc nào.")
    phone.get_by_role("button", name="Lưu").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tổ tự quản hẻm 41")
    phone.get_by_role("link", name="Thêm ảnh").click()
    picture = make.picture_file()
    phone.locator("[name=picture]").set_input_files(
        {"name": "hem.jpg", "mimeType": "image/jpeg", "buffer": picture.read()}
    )
    phone.locator("[name=alt]").fill("Bốn bác đeo băng đỏ đi trong hẻm")
    phone.locator("[name=people_agreed]").check()
    phone.get_by_role("button", name="Thêm ảnh").click()
    expect(phone.get_by_alt_text("Bốn bác đeo băng đỏ đi trong hẻm")).to_be_visible()
    axe(phone)
    assert _wide(phone) <= 0
    phone.get_by_role("link", name="Đề nghị công nhận").click()
    phone.get_by_role("button", name="Đề nghị công nhận").click()
    expect(phone.get_by_text("Đã gửi đề nghị")).to_be_visible()

    desk.goto(reverse("desk"))
    desk.get_by_role("link", name="điển hình, mô hình chờ công nhận").click()
    desk.get_by_role("link", name="Tổ tự quản hẻm 41").click()
    desk.get_by_role("link", name="Công nhận", exact=True).click()
    desk.locator("[name=decision_no]").fill("05/QĐ")
    desk.get_by_role("button", name="Công nhận", exact=True).click()
    expect(desk.get_by_text("Đã công nhận.")).to_be_visible()
    axe(desk)
    shot(desk, "exemplar-desk")

    row = Exemplar.objects.get()
    assert (row.state, row.recognised_on, row.decision_no) == ("recognised", local_today(), "05/QĐ")
    visitor.goto(reverse("exemplars:list"))
    axe(visitor)
    assert _wide(visitor) <= 0
    visitor.get_by_role("link", name="Tổ tự quản hẻm 41").click()
    expect(visitor.get_by_text("Nay không mất chiếc nào.")).to_be_visible()
    axe(visitor)
    assert _wide(visitor) <= 0
    shot(visitor, "exemplar-public")
