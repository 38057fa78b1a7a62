"""Menus and facts of the whole site, as editors set them."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assoc.models import ROOMS, MenuEntry, SiteProfile
from desk.editing import order_token
from news.models import Page
from tests import factories as make


def main(client):
    return [entry["label"] for entry in client.get("/").context["site"]["nav"]]


DEFAULT = [label for _, label in ROOMS]
FACTS = {
    "name": "Hội", "short_name": "Hội", "owner": "Hội Cựu Công an", "responsible": "Ông A",
    "address": "Số 1", "phone": "028", "email": "a@hoi.example", "description": "Tin",
}  # fmt: skip


def test_first_entry_stands_beside_the_rooms(cast, client):
    assert main(client) == DEFAULT
    page = Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
    cast.client("editor").post(
        reverse("site_entry_new", args=["main"]),
        {"label": "Giới thiệu", "kind": "page", "page": page.pk, "is_shown": "on"},
    )
    assert main(client) == DEFAULT  # a draft doesn't show
    page.state = Page.State.PUBLISHED
    page.save()
    assert main(client) == [*DEFAULT, "Giới thiệu"]
    foot = client.get("/").context["site"]["foot_nav"]
    assert [entry["label"] for entry in foot] == DEFAULT


def test_entries_move_hide_and_go(cast, client):
    editor = cast.client("editor")
    editor.post(reverse("site_menu_reset", args=["main"]), {"viec": "tu-xep"})

    def do(label, what):
        row = MenuEntry.objects.get(label=label)
        token = order_token(MenuEntry.objects.filter(place="main"))
        editor.post(reverse("site_entry_change", args=[row.pk]), {"viec": what, "version": token})

    do("Tổ chức", "len")
    do("Sự kiện", "an")
    do("Tin tức", "bo")
    assert main(client) == ["Trang chủ", "Thi đua", "Tổ chức", "Nghĩa tình"]
    editor.post(reverse("site_menu_reset", args=["main"]), {"viec": "mac-dinh"})
    assert main(client) == DEFAULT


def take_out(client, label):
    """The address that puts the line back."""
    row = MenuEntry.objects.get(label=label)
    data = {"viec": "bo", "version": order_token(MenuEntry.objects.filter(place="main"))}
    page = client.post(reverse("site_entry_change", args=[row.pk]), data, follow=True)
    undo = page.context["undo"]["action"]
    assert page.content.decode().count(undo) == 1
    return undo


def test_line_taken_out_comes_back_to_its_place(cast, client):
    editor = cast.client("editor")
    editor.post(reverse("site_menu_reset", args=["main"]), {"viec": "tu-xep"})
    undo = take_out(editor, "Sự kiện")
    assert main(client) == [label for label in DEFAULT if label != "Sự kiện"]
    for _ in range(2):  # the button may be hit twice
        editor.post(undo)
    assert main(client) == DEFAULT
    assert MenuEntry.objects.filter(place="main").count() == len(DEFAULT)


def test_line_does_not_come_back_to_a_menu_that_is_no_more(cast, client):
    editor = cast.client("editor")
    editor.post(reverse("site_menu_reset", args=["main"]), {"viec": "tu-xep"})
    undo = take_out(editor, "Sự kiện")
    editor.post(reverse("site_menu_reset", args=["main"]), {"viec": "mac-dinh"})
    assert "Không đưa mục trở lại được nữa" in editor.post(undo, follow=True).content.decode()
    assert MenuEntry.objects.count() == 0


def test_line_to_what_is_gone_does_not_come_back(cast):
    SiteProfile.objects.create(pk=1)
    section, other = make.make_section(), make.make_section()
    for label, one in (("A", section), ("B", other)):
        MenuEntry.objects.create(place="main", label=label, kind="section", section=one)
    editor = cast.client("editor")
    undo = take_out(editor, "A")
    section.delete()
    editor.post(undo)
    assert list(MenuEntry.objects.values_list("label", flat=True)) == ["B"]


def test_line_sent_twice_is_one(cast):
    typed = {"label": "Lịch", "kind": "address", "address": "/su-kien/", "is_shown": "on"}
    for _ in range(2):
        cast.client("editor").post(reverse("site_entry_new", args=["main"]), typed)
    assert MenuEntry.objects.filter(label="Lịch").count() == 1


def test_second_editor_is_told_that_the_menu_was_rearranged(cast):
    editor = cast.client("editor")
    editor.post(reverse("site_menu_reset", args=["main"]), {"viec": "tu-xep"})
    row = MenuEntry.objects.first()
    url = reverse("site_entry_change", args=[row.pk])
    page = editor.post(url, {"viec": "bo", "version": "cũ"}, follow=True).content.decode()
    assert "vừa sắp xếp lại danh sách này" in page
    assert MenuEntry.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("https://tphcm.gov.vn", True), ("/su-kien/lich/", True), ("/", True),
        ("//xau.example", False), ("javascript:alert(1)", False), ("su-kien/", False),
        ("/\\xau.example", False), ("https://a b", False), ("https://a\n", False),
    ],
)  # fmt: skip
def test_address_is_of_the_web_or_of_this_site(db, address, is_right):
    SiteProfile.objects.create(pk=1)
    entry = MenuEntry(place="main", label="X", kind="address", address=address)
    with nullcontext() if is_right else pytest.raises(ValidationError):
        entry.full_clean()


def test_entry_needs_what_it_leads_to(cast):
    url = reverse("site_entry_new", args=["main"])
    page = cast.client("editor").post(url, {"label": "Tin", "kind": "section"}).content.decode()
    assert "Chưa chọn nơi dẫn tới." in page
    assert MenuEntry.objects.count() == 0


def test_long_main_menu_is_warned_of(cast):
    SiteProfile.objects.create(pk=1)
    for n in range(9):
        MenuEntry.objects.create(place="main", label=f"Mục {n}", kind="address", address="/")
    assert "hơn 8 mục" in cast.client("editor").get(reverse("site_menus")).content.decode()


def test_own_menu_costs_one_query_whatever_its_length(client, db, django_assert_num_queries):
    SiteProfile.objects.create(pk=1)
    url = reverse("news:albums")
    with django_assert_num_queries(2):
        client.get(url)
    for n in range(3):
        section = make.make_section()
        MenuEntry.objects.create(place="main", label=f"{n}", kind="section", section=section)
        with django_assert_num_queries(3):
            client.get(url)


def test_facts_are_saved_and_what_is_missing_is_said(cast):
    client, url = cast.client("editor"), reverse("site_facts")
    assert "Cơ quan chủ quản, người chịu trách nhiệm" in client.get(url).content.decode()
    task = "Chân trang còn thiếu thông tin bắt buộc"
    assert task in client.get(reverse("desk")).content.decode()
    trial = client.post(url, {**FACTS, "viec": "xem"}).content.decode()
    assert "Chịu trách nhiệm nội dung: Ông A" in trial
    assert SiteProfile.objects.count() == 0
    client.post(url, {**FACTS, "viec": "luu"})
    assert SiteProfile.current().missing == []
    assert task not in client.get(reverse("desk")).content.decode()


def test_second_saver_of_the_facts_is_told(cast):
    opened = SiteProfile.objects.create(pk=1).updated_at.isoformat()
    client, url = cast.client("editor"), reverse("site_facts")
    client.post(url, {**FACTS, "version": opened})
    page = client.post(url, {**FACTS, "owner": "Bản hai", "version": opened}).content.decode()
    assert [words for words in ("đã lưu lúc", "Bản hai") if words not in page] == []
    assert SiteProfile.current().owner == "Hội Cựu Công an"
