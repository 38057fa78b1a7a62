"""What editors lay out: the front page, sections, lasting pages."""

import datetime as dt
import re
import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from assoc.models import MenuEntry, SiteProfile
from desk.editing import order_token
from members.models import Change
from news.actions import choose_for_front, save_page
from news.actions.slugs import save_under_free_slug
from news.models import TAKEN_SLUGS, FrontPin, OldAddress, Page, Post, Section
from tests import factories as make


def version() -> str:
    return order_token(FrontPin.objects.all())


# --- The front page ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_there_is_one_lead():
    make.make_pin(make.make_post(), kind="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_pin(make.make_post(), kind="lead")


def test_new_lead_takes_the_place_of_the_old(cast):
    make.make_pin(make.make_post(), kind="lead")
    second = make.make_post()
    make.make_pin(second)
    choose_for_front(post=second, kind="lead", by=cast.editor)
    assert list(FrontPin.objects.values_list("post", "kind")) == [(second.pk, "lead")]


def test_editor_lays_out_the_front_page(cast):
    first, second = make.make_post(title="Một"), make.make_post(title="Hai")
    client = cast.client("editor")
    for post in (first, second):
        client.post(
            reverse("news_desk:front_choose", args=[post.pk]), {"kind": "pin", "version": version()}
        )
    pin = second.front_pin
    client.post(
        reverse("news_desk:front_change", args=[pin.pk]), {"viec": "len", "version": version()}
    )
    assert list(FrontPin.objects.values_list("post__title", flat=True)) == ["Hai", "Một"]
    client.post(
        reverse("news_desk:front_change", args=[pin.pk]), {"viec": "bo", "version": version()}
    )
    assert list(FrontPin.objects.values_list("post__title", flat=True)) == ["Một"]


def test_second_editor_is_warned_that_the_page_was_rearranged(cast):
    seen = version()
    make.make_pin(make.make_post())
    post = make.make_post()
    url = reverse("news_desk:front_choose", args=[post.pk])
    answer = cast.client("editor").post(url, {"kind": "pin", "version": seen}, follow=True)
    assert "vừa sắp xếp lại danh sách này" in answer.content.decode()
    assert not FrontPin.objects.filter(post=post).exists()


def test_pin_ends_with_its_day(cast, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC))
    pin = make.make_pin(make.make_post())
    url, name = reverse("news_desk:front_change", args=[pin.pk]), f"tin-{pin.pk}-until"
    client = cast.client("editor")
    refused = client.post(url, {"viec": "han", name: "19-11-2026"})
    assert "Ngày này đã qua rồi." in refused.content.decode()
    client.post(url, {"viec": "han", name: "21/11/26"})
    pin.refresh_from_db()
    assert pin.last_day == dt.date(2026, 11, 21)
    assert pin.until == dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC)


def test_pin_becomes_the_lead_without_the_end_it_had(cast):
    make.make_pin(make.make_post(), kind="lead")
    pin = make.make_pin(make.make_post(), until=timezone.now() - dt.timedelta(days=1))
    client = cast.client("editor")
    page = client.get(reverse("news_desk:front")).content.decode()
    assert page.count(f'action="{reverse("news_desk:front_choose", args=[pin.post_id])}"') == 1
    version = page.partition('name="version" value="')[2].partition('"')[0]

    client.post(
        reverse("news_desk:front_choose", args=[pin.post_id]), {"kind": "lead", "version": version}
    )

    assert [(pin.post_id, pin.kind, pin.until) for pin in FrontPin.objects.all()] == [
        (pin.post_id, "lead", None)
    ]


def test_refused_day_stands_beside_its_pin_as_it_was_typed(cast):
    pin, other = make.make_pin(make.make_post()), make.make_pin(make.make_post())
    answer = cast.client("editor").post(
        reverse("news_desk:front_change", args=[pin.pk]),
        {"viec": "han", f"tin-{pin.pk}-until": "31/13/2026"},
    )
    page = answer.content.decode()
    assert f'name="tin-{pin.pk}-until" value="31/13/2026"' in page
    assert f'name="tin-{other.pk}-until" value="31/13/2026"' not in page
    assert f'id="id_tin-{pin.pk}-until_error"' in page
    pin.refresh_from_db()
    assert pin.until is None


@pytest.mark.parametrize(
    ("fields", "until", "reason"),
    [
        ({}, None, ""),
        ({"state": "withdrawn"}, None, "Bài này đã gỡ, nên không hiện trên trang chủ."),
        ({"audience": "internal"}, None, "Bài nội bộ: chỉ hội viên đã đăng nhập thấy, bạn đọc khác không thấy."),
        ({}, -1, "Đã hết hạn trên trang chủ, bạn đọc không thấy nữa."),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_desk_says_why_a_pin_does_not_show(fields, until, reason):
    moment = timezone.now() + dt.timedelta(hours=until) if until else None
    assert make.make_pin(make.make_post(**fields), until=moment).why_hidden == reason


@pytest.mark.parametrize("count", [1, 3])
def test_front_desk_costs_the_same(cast, count, django_assert_num_queries):
    for _ in range(count):
        make.make_photo(make.make_post())
        make.make_pin(make.make_post())
    client = cast.client("editor")
    client.get(reverse("news_desk:front"))
    with django_assert_num_queries(7):
        client.get(reverse("news_desk:front"))


def take_out(client, pin):
    """The page after taking it out, and the address that takes that back."""
    url = reverse("news_desk:front_change", args=[pin.pk])
    page = client.post(url, {"viec": "bo", "version": version()}, follow=True)
    return page, page.context["undo"]["action"]


def test_pin_taken_out_comes_back_as_it_was(cast):
    until = timezone.now() + dt.timedelta(days=3)
    first, pin, last = (make.make_pin(make.make_post(), order=n, until=until) for n in (1, 2, 3))
    client = cast.client("editor")
    page, undo = take_out(client, pin)
    assert page.content.decode().count(undo) == 1
    for _ in range(2):  # the button may be hit twice
        client.post(undo)
    assert list(FrontPin.objects.all()) == [first, pin, last]
    assert FrontPin.objects.get(pk=pin.pk).until == until
    assert client.get(reverse("news_desk:front")).context["undo"] is None


def test_lead_does_not_come_back_over_a_new_one(cast):
    client = cast.client("editor")
    _, undo = take_out(client, make.make_pin(make.make_post(), kind="lead"))
    new = make.make_pin(make.make_post(), kind="lead")
    page = client.post(undo, follow=True).content.decode()
    assert "Không đưa trở lại được nữa" in page
    assert list(FrontPin.objects.all()) == [new]


def test_undo_believes_only_what_was_sealed(cast, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC))
    client = cast.client("editor")
    _, undo = take_out(client, make.make_pin(make.make_post()))
    time_machine.shift(dt.timedelta(hours=2))
    for url in (undo, f"{undo[:-3]}x/", reverse("news_desk:front_undo", args=["x"])):
        client.post(url)
    assert list(FrontPin.objects.all()) == []


# --- Sections ---------------------------------------------------------------------------------


def test_renamed_section_keeps_its_old_address(cast, client):
    section = make.make_section(name="Cũ", slug="cu")
    cast.client("editor").post(
        reverse("news_desk:section", args=[section.pk]),
        {"name": "Mới", "slug": "moi", "version": section.updated_at.isoformat()},
    )
    answer = client.get("/tin-tuc/chuyen-muc/cu/")
    assert (answer.status_code, answer.url) == (301, "/tin-tuc/chuyen-muc/moi/")


def test_merged_section_hands_on_posts_and_addresses(cast, client):
    gone, stays = make.make_section(slug="gone"), make.make_section(slug="stays")
    gone.slug = "gone-2"
    gone.save()
    post = make.make_post(section=gone)
    cast.client("editor").post(
        reverse("news_desk:section_merge", args=[gone.pk]), {"into": stays.pk}
    )
    post.refresh_from_db()
    assert post.section == stays
    places = [client.get(f"/tin-tuc/chuyen-muc/{slug}/").url for slug in ("gone", "gone-2")]
    assert places == ["/tin-tuc/chuyen-muc/stays/"] * 2
    assert Change.objects.filter(model="news.post", object_id=post.pk, action="changed").exists()


def test_merged_section_hands_on_menus_and_the_old_blogs_addresses(cast, client):
    SiteProfile.objects.create(pk=1)
    gone, stays = make.make_section(), make.make_section()
    MenuEntry.objects.create(place="main", label="Thi đua", kind="section", section=gone)
    OldAddress.objects.create(path="/search/label/Thi đua", section=gone)
    editor, url = cast.client("editor"), reverse("news_desk:section_merge", args=[gone.pk])
    assert [editor.post(url, {"into": stays.pk}).status_code for _ in range(2)] == [302, 302]
    assert list(MenuEntry.objects.values_list("label", "section")) == [("Thi đua", stays.pk)]
    answer = client.get("/search/label/Thi đua")
    assert (answer.status_code, answer.url) == (301, stays.get_absolute_url())


def test_section_with_posts_is_not_deleted(cast):
    empty, full = make.make_section(), make.make_section()
    make.make_post(section=full)
    for section in (empty, full):
        cast.client("editor").post(reverse("news_desk:section_delete", args=[section.pk]))
    assert list(Section.objects.all()) == [full]


def test_second_saver_of_a_section_is_warned_and_loses_nothing(cast):
    section = make.make_section(name="Tên đầu", slug="ten-dau")
    opened = section.updated_at.isoformat()
    section.name = "Tên của người khác"
    section.save()
    url = reverse("news_desk:section", args=[section.pk])
    typed = {"name": "Tên của tôi", "slug": "ten-dau", "version": opened}
    page = cast.client("editor").post(url, typed).content.decode()
    section.refresh_from_db()
    assert section.name == "Tên của người khác"
    assert [w for w in ("Tên của tôi", "đã lưu lúc") if w not in page] == []
    typed["version"] = section.updated_at.isoformat()
    assert cast.client("editor").post(url, typed).status_code == 302


def test_sections_change_places(cast):
    first, second = make.make_section(order=1), make.make_section(order=2)
    cast.client("editor").post(
        reverse("news_desk:section_move", args=[first.pk]),
        {"viec": "xuong", "version": order_token(Section.objects.all())},
    )
    assert list(Section.objects.all()) == [second, first]


# --- Lasting pages ----------------------------------------------------------------------------


def test_taken_slugs_cover_every_first_word():
    entries = get_resolver().url_patterns
    rooms = [entry for entry in entries if not str(entry.pattern)]
    entries = [*entries, *(inner for room in rooms for inner in getattr(room, "url_patterns", []))]
    words = {str(entry.pattern).partition("/")[0] for entry in entries}
    assert {word for word in words if re.fullmatch("[-a-z0-9]+", word)} - TAKEN_SLUGS == set()


def test_double_click_makes_one_page(cast):
    typed = {"title": "Giới thiệu", "body": "<p>Hội là gì</p>", "slug": ""}
    client = cast.client("editor")

    answers = [client.post(reverse("news_desk:page_new"), typed) for _ in range(2)]

    assert Page.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_two_editors_begin_a_page_of_one_title(cast):
    """Each found the address free; the second gives way."""
    drafts = [Page(title="Giới thiệu", body=f"<p>{n}</p>") for n in range(2)]
    for draft in drafts:
        draft.clean()
    slugs = [
        save_page(page=draft, is_slug_chosen=False, by=who).slug
        for draft, who in zip(drafts, (cast.editor, cast.office), strict=True)
    ]
    assert slugs == ["gioi-thieu", "gioi-thieu-2"]


@pytest.mark.django_db
def test_a_post_gives_way_too():
    section = make.make_section()
    both = [Post(title="Lễ ký", section=section) for _ in range(2)]
    for post in both:
        post.clean()
    for post in both:
        save_under_free_slug(post)
    assert [post.slug for post in both] == ["le-ky", "le-ky-2"]


def test_an_address_somebody_chose_does_not_give_way(cast):
    mine = Page(title="Của tôi", slug="gioi-thieu")
    mine.full_clean()
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
    with pytest.raises(IntegrityError), transaction.atomic():
        save_page(page=mine, is_slug_chosen=True, by=cast.editor)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time, from its beginning"
)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slug", ["", "gioi-thieu"])
def test_a_page_written_at_the_same_moment_is_no_fault(cast, slug):
    """The other's row is there but not yet to be seen: the second waits for the database's answer."""
    typed = {"title": "Giới thiệu", "body": "<p>Của tôi</p>", "slug": slug}
    answers = []

    def send():
        try:
            answers.append(cast.client("editor").post(reverse("news_desk:page_new"), typed))
        finally:
            connection.close()

    second = threading.Thread(target=send)
    with transaction.atomic():
        Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
        second.start()
        _wait_until_somebody_waits()
    second.join()

    if slug:
        assert "Vừa có người ghi việc này trước" in answers[0].content.decode()
        assert "Của tôi" in answers[0].content.decode()
        assert Page.objects.count() == 1
    else:
        assert answers[0].status_code == 302
        assert set(Page.objects.values_list("slug", flat=True)) == {"gioi-thieu", "gioi-thieu-2"}


def _wait_until_somebody_waits():
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("The second writer never met the first.")


def test_old_addresses_of_a_page_lead_to_it(cast, client):
    page = Page.objects.create(title="Giới thiệu", slug="gioi-thieu", state=Page.State.PUBLISHED)
    editor = cast.client("editor")
    for slug in ("ve-chung-toi", "ve-hoi"):
        edit = reverse("news_desk:page", args=[page.pk])
        form = editor.get(edit).context["form"]
        editor.post(edit, {**form.initial, "slug": slug})
    for old in ("gioi-thieu", "ve-chung-toi"):
        answer = client.get(f"/{old}/")
        assert (answer.status_code, answer.url) == (301, "/ve-hoi/")
    assert client.get("/ve-hoi/").status_code == 200
    assert client.get("/chua-tung-co/").status_code == 404


def test_old_address_of_a_page_is_closed_with_it_and_goes_to_who_takes_it(cast, client):
    page = Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
    page.slug = "ve-hoi"
    page.save()
    assert client.get("/gioi-thieu/").status_code == 404  # nobody reads the draft
    assert cast.client("editor").get("/gioi-thieu/").url == "/ve-hoi/"

    new = Page.objects.create(title="Khác", slug="gioi-thieu", state=Page.State.PUBLISHED)
    assert client.get("/gioi-thieu/").context["page"] == new
    new.slug = "khac"
    new.save()  # now two pages had it: the last one counts
    assert client.get("/gioi-thieu/").url == "/khac/"
    new.slug = "gioi-thieu"
    new.save()
    assert client.get("/gioi-thieu/").status_code == 200


def test_refused_slug_leaves_the_way_to_the_stored_page(cast):
    page = Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
    edit = reverse("news_desk:page", args=[page.pk])
    client = cast.client("editor")
    form = client.get(edit).context["form"]

    answer = client.post(edit, {**form.initial, "title": "Giới thiệu", "body": "", "slug": "so"})

    text = answer.content.decode()
    assert "Đường dẫn này là của một mục có sẵn" in text
    assert 'href="/gioi-thieu/"' in text
    assert 'href="/so/">' not in text.partition('class="desk-head"')[2].partition("</header>")[0]


def test_page_goes_from_draft_to_readers_and_back(cast, client):
    editor = cast.client("editor")
    editor.post(
        reverse("news_desk:page_new"), {"title": "Giới thiệu", "body": "<p>Hội là gì</p>", "slug": ""}
    )  # fmt: skip
    page = Page.objects.get()
    url = reverse("news_desk:page_publish", args=[page.pk])
    seen = [client.get("/gioi-thieu/").status_code]
    for what in ("dang", "go"):
        version = Page.objects.get().updated_at.isoformat()
        editor.post(url, {"viec": what, "version": version})
        rows = (
            'href="/gioi-thieu/"'
            in client.get("/tim-kiem/?q=gioi+thieu&loai=trang").content.decode()
        )
        mapped = "/gioi-thieu/" in client.get("/sitemap.xml").content.decode()
        seen.append((client.get("/gioi-thieu/").status_code, rows, mapped))
    assert seen == [404, (200, True, True), (404, False, False)]


def test_text_that_nobody_saw_is_not_published(cast):
    page = Page.objects.create(title="Giới thiệu", slug="gioi-thieu")
    seen = page.updated_at.isoformat()
    page.save()  # by somebody else
    url = reverse("news_desk:page_publish", args=[page.pk])
    answer = cast.client("editor").post(url, {"viec": "dang", "version": seen}, follow=True)
    page.refresh_from_db()
    assert page.state == Page.State.DRAFT
    assert "có người vừa sửa trang này" in answer.content.decode()


def test_deleting_a_page_asks_first(cast):
    page = Page.objects.create(title="Trang thừa", slug="trang-thua")
    url = reverse("news_desk:page_delete", args=[page.pk])
    assert "không lấy lại được" in cast.client("editor").get(url).content.decode()
    cast.client("editor").post(url)
    assert list(Page.objects.all()) == []


def test_old_lead_is_a_task(cast):
    old = timezone.now() - dt.timedelta(days=15)
    make.make_pin(make.make_post(published_at=old), kind="lead")
    label = "Tin chính trên trang chủ đã quá 14 ngày"
    assert label in cast.client("editor").get(reverse("desk")).content.decode()
    Post.objects.update(published_at=timezone.now())
    assert label not in cast.client("editor").get(reverse("desk")).content.decode()
