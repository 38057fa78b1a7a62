"""Writing a post: nothing typed is lost, nobody overwrites anybody, a draft may be unfinished."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members.models import Position
from news.models import Post, PostDraft, PostPresence, PostVersion, Tag
from tests import factories as make
from tests.news.desk.conftest import desk, typed

NEW = reverse("news_desk:new")
LIST = reverse("news_desk:posts")


# --- The list ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3])
def test_list_asks_the_same_however_long(cast, editor, django_assert_num_queries, size):
    for number in range(size):
        post = make.make_post(unit=cast.here, created_by=cast.officer_here)
        make.make_comment(post, state="held")
        PostPresence.objects.create(post=post, user=cast.officer_here)
        late = timezone.now() - dt.timedelta(hours=number + 2)
        make.make_post(scheduled_for=late)
    with django_assert_num_queries(12):
        editor.get(LIST)


def test_list_shows_state_writer_who_has_it_open_and_what_waits(cast, editor, draft):
    make.make_comment(draft, state="held")
    PostPresence.objects.create(post=draft, user=cast.correspondent)
    text = " ".join(editor.get(LIST).content.decode().split())
    name = cast.correspondent.display_name
    for phrase in ("Hội quận trồng cây", "Bản nháp", f"Đang mở: {name}", "1 nhận xét chờ duyệt"):
        assert phrase in text
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert "Đang mở" not in cast.client("office").get(LIST).content.decode()


def test_list_is_filtered_in_the_address_and_counts_by_state(cast, editor, draft):
    make.make_post(title="Đại hội chi hội", unit=cast.here, state="submitted", published_at=None)
    make.make_post(title="Tin thành phố")

    def titles(**query):
        return {post.title for post in editor.get(LIST, query).context["page"]}

    assert titles(q="dai hoi") == {"Đại hội chi hội"}
    assert titles(**{"trang-thai": "draft"}) == {"Hội quận trồng cây"}
    assert titles(donvi=cast.district.slug) == {"Hội quận trồng cây", "Đại hội chi hội"}
    assert titles(cua="toi") == set()
    assert titles(muc=draft.section.slug) == {
        "Hội quận trồng cây", "Đại hội chi hội", "Tin thành phố",
    }  # fmt: skip
    tabs = dict(
        editor.get(LIST, {"donvi": cast.district.slug}).context["tabs"][n][:2] for n in range(3)
    )
    assert list(tabs) == ["Tất cả (2)", "Bản nháp (1)", "Chờ biên tập (1)"]
    assert tabs["Bản nháp (1)"] == f"?donvi={cast.district.slug}&trang-thai=draft"
    assert "Không có bài nào như vậy" in editor.get(LIST, {"q": "khongco"}).content.decode()


def test_empty_newsroom_says_how_to_begin(cast, writer):
    assert "Viết bài đầu tiên" in writer.get(LIST).content.decode()


# --- The beginning ----------------------------------------------------------------------------


# An address is taken for a month: eleven minutes from now may lie in the next one.
@pytest.mark.moment("2026-11-25 10:00")
def test_title_makes_a_draft_at_once_and_only_once(cast, writer):
    sent = {"title": "Bài mới", "section": make.make_section().pk, "unit": cast.here.pk}
    first, second = (writer.post(NEW, sent) for _ in range(2))
    post = Post.objects.get()
    assert first.url == second.url == desk("post", post)
    assert (post.state, post.unit, post.created_by) == ("draft", cast.here, cast.correspondent)
    assert post.author_signature == cast.correspondent.display_name.upper()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        writer.post(NEW, sent)
    assert [post.slug for post in Post.objects.order_by("pk")] == ["bai-moi", "bai-moi-2"]


def test_writers_begin_for_their_own_units_only(cast, writer):
    sent = {"title": "Bài", "section": make.make_section().pk}
    for unit in (cast.elsewhere.pk, cast.city.pk, ""):
        form = writer.post(NEW, sent | {"unit": unit}).context["form"]
        assert list(form.errors) == ["unit"]
    assert not Post.objects.exists()


# --- Saving -----------------------------------------------------------------------------------


def test_draft_is_saved_with_all_but_the_title_missing(writer, draft):
    writer.post(desk("post", draft), typed(draft, lead="", body="", author_signature=""))
    draft.refresh_from_db()
    assert (draft.lead, draft.body, draft.author_signature) == ("", "", "")
    page = writer.post(desk("post", draft), typed(draft, title=" "))
    assert page.context["form"].errors["title"] == ["Chưa nhập tít bài."]
    missing = writer.get(desk("post", draft)).context["missing"]
    assert missing == ["sapo", "nội dung", "tên tác giả"]


def test_saved_post_has_its_tags_units_and_links(cast, writer, draft):
    Tag.objects.create(name="Giao ước", slug="giao-uoc")
    event = make.make_event(cast.district)
    units = f"{cast.here.code}; {cast.beside.name.upper()}"
    sent = typed(draft, tags="giao uoc, Trồng cây , trồng CÂY", units=units, event=event.pk)
    writer.post(desk("post", draft), sent)
    draft.refresh_from_db()
    assert sorted(tag.name for tag in draft.tags.all()) == ["Giao ước", "Trồng cây"]
    assert set(draft.units.all()) == {cast.here, cast.beside}
    assert (draft.event, draft.updated_by) == (event, cast.correspondent)


def test_unknown_or_ambiguous_units_are_said_and_nothing_is_lost(cast, writer, draft):
    make.make_branch(cast.district, short_name="Chi hội 9")
    make.make_branch(make.make_district(cast.city, short_name="Quận Xa"), short_name="Chi hội 9")
    sent = typed(draft, units="chi hoi 9, Không Có", lead="Chữ vừa gõ xong")
    page = writer.post(desk("post", draft), sent)
    errors = " ".join(page.context["form"].errors["units"])
    assert "Có 2 đơn vị tên “chi hoi 9”" in errors
    assert "Không có đơn vị nào tên “Không Có”" in errors
    assert "Chữ vừa gõ xong" in page.content.decode()
    writer.post(desk("post", draft), sent | {"units": "chi hoi 9 (quan xa)"})
    assert [str(unit.parent) for unit in draft.units.all()] == ["Quận Xa"]


def test_plain_text_becomes_paragraphs(writer, draft):
    body = "Đoạn một & hai\r\ndòng dưới\r\n\r\n5 < 6 là đúng"
    writer.post(desk("post", draft), typed(draft, body=body))
    draft.refresh_from_db()
    assert draft.body == "<p>Đoạn một &amp; hai<br>dòng dưới</p><p>5 &lt; 6 là đúng</p>"


def test_address_follows_the_title_until_somebody_writes_it(editor, draft):
    editor.post(desk("post", draft), typed(draft, title="Trồng cây đầu xuân"))
    draft.refresh_from_db()
    assert draft.slug == "trong-cay-dau-xuan"
    editor.post(desk("post", draft), typed(draft, slug="cay-xuan"))
    published = make.make_post(title="Cũ", slug="cu")
    editor.post(desk("post", published), typed(published, title="Mới hẳn"))
    assert set(Post.objects.values_list("slug", flat=True)) == {"cay-xuan", "cu"}


def test_writers_set_nothing_that_is_the_editors(cast, writer, draft):
    sent = typed(draft, audience="internal", unit=cast.elsewhere.pk, slug="khac")
    writer.post(desk("post", draft), sent | {"comments_mode": "open"})
    draft.refresh_from_db()
    assert (draft.audience, draft.unit) == ("public", cast.district)
    assert (draft.slug, draft.comments_mode) != ("khac", "open")


def test_button_saves_and_moves_in_one_press(writer, draft):
    answer = writer.post(desk("post", draft), typed(draft, lead="Sapo mới", then="gui-duyet"))
    draft.refresh_from_db()
    assert (draft.lead, draft.state) == ("Sapo mới", "submitted")
    assert answer.status_code == 302
    # The page for reading, as the post is now in the editors' hands.
    page = writer.get(desk("post", draft)).content.decode()
    assert "Bài đang ở ban biên tập" in page
    assert 'id="bai"' not in page


def test_what_is_missing_stops_the_move_and_never_the_saving(writer, draft):
    answer = writer.post(
        desk("post", draft), typed(draft, title="Tít mới", lead="", then="gui-duyet"), follow=True
    )
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Tít mới", "draft")
    assert "Bài còn thiếu: sapo." in answer.content.decode()


def test_page_asks_the_same_however_much_there_is(cast, writer, draft, django_assert_num_queries):
    writer.get(desk("post", draft))  # the row that says who is here is made once
    for size in (1, 2):
        for _ in range(size):
            make.make_photo(draft)
            draft.tags.add(
                Tag.objects.create(name=f"Nhãn {(n := Tag.objects.count())}", slug=f"n{n}")
            )
            draft.units.add(make.make_branch(cast.district))
            make.make_event(cast.district)
            draft.moves.create(old_state="draft", new_state="submitted", by=cast.correspondent)
            PostPresence.objects.create(post=draft, user=make.make_user())
        with django_assert_num_queries(27):
            writer.get(desk("post", draft))


# --- Two at once ------------------------------------------------------------------------------


def test_second_to_save_is_warned_sees_the_difference_and_loses_nothing(
    cast, writer, editor, draft
):
    opened = typed(draft)
    editor.post(desk("post", draft), typed(draft, lead="Biên tập viên viết thế này."))
    page = writer.post(desk("post", draft), opened | {"lead": "Cộng tác viên viết thế kia."})
    draft.refresh_from_db()
    assert (page.status_code, draft.lead) == (409, "Biên tập viên viết thế này.")
    text = page.content.decode()
    assert f"{cast.editor.display_name} đã lưu bài này lúc" in text
    assert "Cộng tác viên viết thế kia." in text  # still in the form
    assert [row.label for row in page.context["conflict"]] == ["Sapo"]
    assert "<del>" in text
    assert "<ins>" in text
    # Either way on: the other's page, with what was typed offered back …
    offered = writer.get(desk("post", draft), {"ban": "dang-luu"})
    assert offered.context["form"]["lead"].value() == "Biên tập viên viết thế này."
    [waits] = offered.context["waiting"].beside
    assert waits.content["lead"] == ["Cộng tác viên viết thế kia."]
    # … or one's own in its place, the other's kept as a version.
    mine = opened | {"lead": "Cộng tác viên viết thế kia.", "replacing": page.context["replacing"]}
    writer.post(desk("post", draft), mine)
    draft.refresh_from_db()
    kept = draft.versions.get()
    assert draft.lead == "Cộng tác viên viết thế kia."
    assert (kept.lead, kept.why, kept.by) == (
        "Biên tập viên viết thế này.", PostVersion.Why.REPLACED, cast.editor,
    )  # fmt: skip


def test_third_save_in_between_is_warned_again(cast, writer, editor, draft):
    opened = typed(draft)
    editor.post(desk("post", draft), typed(draft, lead="Một"))
    page = writer.post(desk("post", draft), opened | {"lead": "Của tôi"})
    editor.post(desk("post", draft), typed(draft, lead="Hai"))
    again = writer.post(
        desk("post", draft), opened | {"lead": "Của tôi", "replacing": page.context["replacing"]}
    )
    draft.refresh_from_db()
    assert (again.status_code, draft.lead) == (409, "Hai")


def test_writer_whose_post_was_taken_on_meanwhile_keeps_the_text(cast, writer, draft):
    opened = typed(draft)
    Post.objects.filter(pk=draft.pk).update(state="submitted")
    page = writer.post(desk("post", draft), opened | {"lead": "Viết dở"})
    draft.refresh_from_db()
    assert (page.status_code, draft.lead) == (409, "Một đoạn mở đầu ngắn.")
    assert "Viết dở" in page.content.decode()
    assert draft.drafts.get(user=cast.correspondent).content["lead"] == ["Viết dở"]


# --- Kept while it is typed -------------------------------------------------------------------


def keep(client, post, **data):
    return client.post(
        desk("autosave", post), typed(post, **data), headers={"Accept": "application/json"}
    )


def test_autosave_keeps_one_row_and_no_history(cast, writer, draft):
    for text in ("Một", "Một hai", "Một hai ba"):
        answer = keep(writer, draft, lead=text).json()
    row = PostDraft.objects.get()
    assert (row.user, row.content["lead"]) == (cast.correspondent, ["Một hai ba"])
    draft.refresh_from_db()
    assert draft.lead == "Một đoạn mở đầu ngắn."
    assert not draft.versions.exists()
    local = f"{timezone.localtime():%H:%M}"
    assert answer == {
        "saved_at": local, "text": row.mark, "others": [], "version": draft.version,
        "stored": draft.version, "changed_by": None,
    }  # fmt: skip


def test_autosave_reports_who_else_is_here_and_who_saved(cast, writer, editor, draft):
    editor.get(desk("post", draft))
    opened = typed(draft)
    assert keep(writer, draft).json()["others"] == [cast.editor.display_name]
    editor.post(desk("post", draft), typed(draft, lead="Khác"))
    answer = writer.post(desk("autosave", draft), opened | {"lead": "Tôi"}).json()
    assert answer["changed_by"] == cast.editor.display_name
    assert answer["version"] == opened["version"]
    # A mere look changes nothing that was kept.
    writer.post(desk("autosave", draft), opened | {"lead": "", "quiet": "1"})
    kept = [row.content["lead"] for row in draft.drafts.waiting_for(cast.correspondent)]
    assert kept == [["Tôi"], ["Một đoạn mở đầu ngắn."]]


def test_unsaved_text_is_in_the_boxes_compared_and_thrown_away(writer, editor, draft):
    keep(writer, draft, lead="Chữ chưa lưu")
    page = writer.get(desk("post", draft))
    assert page.context["form"]["lead"].value() == "Chữ chưa lưu"
    assert "Trong khung là phần chữ chưa lưu từ" in page.content.decode()
    pk = page.context["waiting"].shown.pk
    compared = writer.get(desk("post", draft), {"ban": pk, "so-sanh": pk})
    assert [row.label for row in compared.context["unsaved_differences"]] == ["Sapo"]
    # Nobody else sees it.
    assert "phần chữ chưa lưu" not in editor.get(desk("post", draft)).content.decode()
    writer.post(desk("drop_typed", draft))
    assert "Trong khung là" not in writer.get(desk("post", draft)).content.decode()


def test_saving_forgets_what_was_kept(cast, writer, draft):
    keep(writer, draft, lead="Chữ mới", sitting="a", turn=1)
    writer.post(desk("post", draft), typed(draft, lead="Chữ mới", sitting="a", turn=2))
    row = draft.drafts.get(user=cast.correspondent)
    assert (row.content, row.typed_at) == ({}, None)


def test_text_that_says_the_same_is_not_offered(writer, draft):
    keep(writer, draft)
    assert "phần chữ chưa lưu" not in writer.get(desk("post", draft)).content.decode()


def test_page_after_saving_informs_the_browser_once(cast, writer, draft):
    answer = writer.post(desk("post", draft), typed(draft, sitting="a"), follow=True)
    key = f"post-{draft.pk}-{cast.correspondent.pk}:a"
    assert f'data-saved-key="{key}"' in answer.content.decode()
    assert "data-saved-key" not in writer.get(desk("post", draft)).content.decode()


def test_correspondent_has_an_office_that_keeps_no_books(cast):
    assert cast.correspondent.rights == {Position.Right.CORRESPONDENT}


@pytest.mark.parametrize("who", ["officer_above", "correspondent", "officer_here"])
def test_new_draft_is_for_the_unit_in_which_one_holds_office(cast, who):
    make.make_section()  # without one, the page says what comes first
    page = cast.client(who).get(NEW).content.decode()

    unit = cast.here if who == "officer_here" else cast.district
    assert re.search(rf'<option value="{unit.pk}"\s+selected>', page)


def test_body_that_is_too_long_is_refused_with_a_message_and_kept(writer, draft, monkeypatch):
    monkeypatch.setattr("news.models.text.MAX_LENGTH", 1000)
    text = "<p>" + "chữ dài " * 200 + "cuối bài</p>"
    page = writer.post(desk("post", draft), typed(draft, body=text)).content.decode()

    assert "Bài dài quá: 1.615 ký tự kể cả mã định dạng, nhiều nhất là 1.000." in page
    assert "cuối bài" in page
    draft.refresh_from_db()
    assert "cuối bài" not in draft.body


@pytest.mark.parametrize(
    ("known", "sent", "names"),
    [
        ("Báo", "bão", ["Báo", "bão"]),
        ("Báo", "BÁO, bao", ["Báo"]),
        ("", "báo, bão, bao", ["bao", "báo", "bão"]),
        ("C", "C#", ["C", "C#"]),
        ("", "#C, #c# , C++", ["C", "C++", "c#"]),
        ("Ma", "mà; Má; mạ", ["Ma", "Má", "mà", "mạ"]),
        ("Hòa bình", "hoà bình", ["Hòa bình"]),
        ("Đại hội", "dai hoi", ["Đại hội"]),
        ("", "#Trồng cây, #trồng CÂY", ["Trồng cây"]),
    ],
)
def test_tags_are_one_only_where_they_are_the_same_word(writer, draft, known, sent, names):
    if known:
        draft.tags.add(Tag.objects.create(name=known, slug="co-san"))
    writer.post(desk("post", draft), typed(draft, tags=f"{known}, {sent}"))
    assert sorted(draft.tags.values_list("name", flat=True)) == sorted(names)
    slugs = list(Tag.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == len(names)
