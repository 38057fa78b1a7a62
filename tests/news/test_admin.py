"""The newsroom: writing, publishing, moderating; nothing typed is lost, nothing false gets in."""

import re
import struct
import zlib
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.versions import ONESELF
from news.models import Comment, CommentPolicy, Photo, Post, Section, Tag
from tests import factories as make
from tests.news.conftest import PDF, make_attachment

POST_LIST = reverse("admin:news_post_changelist")
COMMENTS = reverse("admin:news_comment_changelist")


@pytest.fixture
def editor(cast):
    return cast.client("editor")


def change_url(row):
    return reverse(f"admin:news_{row._meta.model_name}_change", args=[row.pk])


def typed(post=None, **data):
    """What the browser would send of an untouched form, with these changes."""
    section = Section.objects.first() or make.make_section()
    empty = {
        "section": section.pk, "title": "Bài mới", "lead": "Sapo.", "body": "<p>Chữ</p>",
        "author_signature": "MD", "state": "draft", "published_at_0": "", "published_at_1": "",
        "audience": "public", "comments_mode": "rule", "slug": "", "version": "",
    }  # fmt: skip
    for prefix in ("photos", "attachments"):
        empty |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    if post:
        empty |= {
            "section": post.section_id, "title": post.title, "lead": post.lead, "body": post.body,
            "state": post.state, "slug": post.slug, "version": post.updated_at.isoformat(),
            "published_at_0": f"{post.published_at:%d/%m/%Y}" if post.published_at else "",
            "published_at_1": f"{post.published_at:%H:%M}" if post.published_at else "",
        }  # fmt: skip
    return empty | data


def with_photo(file, **data):
    return {
        "photos-TOTAL_FORMS": 1, "photos-0-picture": file, "photos-0-alt": "Hội trường",
        "photos-0-caption": "", "photos-0-credit": "MD", "photos-0-order": 0,
    } | data  # fmt: skip


def errors_of(page):
    return re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page.content.decode(), re.DOTALL)


# --- Posts ------------------------------------------------------------------------------------


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("model", [Post, Section, Tag, Comment])
def test_lists_open_and_search_without_marks(editor, posts, model):
    make.make_comment(posts["public"], name="Đặng Ý")
    url = reverse(f"admin:news_{model._meta.model_name}_changelist")

    assert editor.get(url).status_code == 200
    page = editor.get(url, {"q": "tin rieng publicword" if model is Post else "khongco"})
    assert page.context["cl"].result_count == (1 if model is Post else 0)


def test_new_post_is_its_editors_and_gets_an_address(cast, editor):
    answer = editor.post(reverse("admin:news_post_add"), typed(title="Đại hội"))
    post = Post.objects.get()

    assert answer.status_code == 302, errors_of(answer)
    assert (post.created_by, post.slug, post.state) == (cast.editor, "dai-hoi", "draft")
    assert post.updated_at


def test_publishing_by_the_form_fixes_the_time(editor, posts):
    answer = editor.post(change_url(posts["draft"]), typed(posts["draft"], state="published"))
    posts["draft"].refresh_from_db()

    assert answer.status_code == 302, errors_of(answer)
    assert posts["draft"].is_published


def test_refused_form_keeps_what_was_typed(editor, posts):
    page = editor.post(
        change_url(posts["draft"]), typed(posts["draft"], title="", body="<p>Chữ chưa lưu</p>")
    )

    assert page.status_code == 200
    assert "Chữ chưa lưu" in page.content.decode()


def test_second_editor_is_warned_and_then_may_overwrite(cast, editor, posts):
    post = posts["draft"]
    opened = typed(post)
    first = cast.client("office").post(change_url(post), opened | {"title": "Bản thứ nhất"})
    refused = editor.post(change_url(post), opened | {"title": "Bản thứ hai"})
    post.refresh_from_db()

    assert first.status_code == 302
    assert refused.status_code == 200
    page = refused.content.decode()
    assert f"{cast.office.display_name} đã lưu lúc" in page
    assert "Ảnh và tệp vừa chọn thì phải chọn lại." in page
    assert 'value="Bản thứ hai"' in page
    assert post.title == "Bản thứ nhất"
    version = re.findall(r'name="version" value="([^"]+)"', page)[0]
    decided = editor.post(change_url(post), opened | {"title": "Bản thứ hai", "version": version})
    post.refresh_from_db()
    assert (decided.status_code, post.title) == (302, "Bản thứ hai")


def test_oneself_in_another_window_is_no_other_editor(editor, posts):
    post = posts["draft"]
    opened = typed(post)
    editor.post(change_url(post), opened | {"title": "Ở cửa sổ kia"})
    page = editor.post(change_url(post), opened | {"title": "Ở cửa sổ này"}).content.decode()
    assert f"{ONESELF} đã lưu lúc" in page


@pytest.mark.moment("2026-11-24 09:00")
def test_taken_slug_is_an_error_and_no_crash(editor, posts):
    page = editor.post(
        change_url(posts["draft"]), typed(posts["draft"], slug="tin-public", state="published")
    )

    assert page.status_code == 200
    assert "Trong tháng này đã có bài mang đường dẫn đó" in page.content.decode()


@pytest.mark.parametrize(
    ("action", "kind", "state", "message"),
    [
        ("publish_selected", "draft", "published", "Đã đăng 1 bài."),
        ("withdraw_selected", "public", "withdrawn", "Đã gỡ 1 bài."),
        ("publish_selected", "public", "published", "Đã đăng 0 bài."),
        ("withdraw_selected", "draft", "draft", "Đã gỡ 0 bài."),
    ],
)
def test_bulk_actions_publish_and_withdraw(cast, editor, posts, action, kind, state, message):
    page = editor.post(
        POST_LIST, {"action": action, "_selected_action": [posts[kind].pk]}, follow=True
    )
    posts[kind].refresh_from_db()

    assert posts[kind].state == state
    assert message in page.content.decode()
    assert LogEntry.objects.filter(user=cast.editor).count() == int("1" in message)


@pytest.mark.parametrize("who", ["member_here", "officer_here", "officer_above"])
def test_others_have_no_newsroom(cast, posts, who):
    assert cast.client(who).get(POST_LIST).status_code in {302, 403}
    assert cast.client(who).get(change_url(posts["draft"])).status_code in {302, 403}


@pytest.mark.parametrize("count", [1, 3])
def test_post_list_asks_the_same_however_long(db, client, django_assert_num_queries, count):
    client.force_login(make.make_user(is_superuser=True), backend="members.backends.OfficeBackend")
    for _ in range(count):
        make.make_comment(make.make_post(), state=Comment.State.HELD)

    with django_assert_num_queries(
        7
    ):  # session, user, count, dates of the hierarchy ×2, sections, rows
        client.get(POST_LIST)


# --- Uploads ----------------------------------------------------------------------------------


def _bomb() -> bytes:
    """A PNG of 900 million white pixels in a few hundred kilobytes."""
    size = 30_000
    packer = zlib.compressobj(9)
    rows = packer.compress(b"\x00" * (size // 8 + 1) * 1000) + packer.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("anh.jpg", b"Day la chu, khong phai anh." * 50, "không phải là ảnh"),
        ("anh.jpg", b"", "rỗng"),
        ("anh.png", _bomb(), "Ảnh quá lớn"),
        ("anh.svg", b"<svg onload='alert(1)'/>", "không phải là ảnh"),
        ("anh.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 100, "không phải là ảnh"),
        ("anh.jpg", b"\xff\xd8\xff" + b"\x00" * (30 * 1024 * 1024), "Ảnh quá nặng"),
    ],
)
def test_false_pictures_are_refused_and_the_text_kept(editor, name, content, error):
    file = SimpleUploadedFile(name, content, "image/jpeg")
    page = editor.post(
        reverse("admin:news_post_add"), typed(lead="Sapo chưa lưu") | with_photo(file)
    )

    assert page.status_code == 200
    assert any(error in message for message in errors_of(page)), errors_of(page)
    assert "Sapo chưa lưu" in page.content.decode()
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.pdf", b"MZ" + b"\x00" * 500, "không phải là PDF"),
        ("a.exe", b"MZ" + b"\x00" * 500, "không được nhận"),
        ("a.docx", PDF, "không phải là Word"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "đời cũ"),
    ],
)
def test_false_documents_are_refused(editor, name, content, error):
    file = SimpleUploadedFile(name, content)
    data = {"attachments-TOTAL_FORMS": 1, "attachments-0-file": file, "attachments-0-title": "",
            "attachments-0-order": 0}  # fmt: skip
    page = editor.post(reverse("admin:news_post_add"), typed() | data)

    assert page.status_code == 200
    assert any(error in message for message in errors_of(page)), errors_of(page)


def _files(settings):
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_photographs_follow_their_rows(editor, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        added = editor.post(
            reverse("admin:news_post_add"), typed() | with_photo(make.picture_file(size=(640, 426)))
        )
    assert added.status_code == 302, errors_of(added)
    post, photo = Post.objects.get(), Photo.objects.get()
    assert post.lead_photo == photo
    old = _files(settings)
    assert len(old) == len(photo.picture.file_names) == 4

    rest = {"photos-INITIAL_FORMS": 1, "photos-0-id": photo.pk, "photos-0-post": post.pk}
    new = make.picture_file(size=(300, 300))
    with django_capture_on_commit_callbacks(execute=True):
        changed = editor.post(change_url(post), typed(post) | with_photo(new, **rest))
    assert changed.status_code == 302, errors_of(changed)
    assert not _files(settings) & old
    assert len(_files(settings)) == 3

    post.refresh_from_db()
    gone = {"photos-0-DELETE": "on", "photos-0-picture": ""}
    with django_capture_on_commit_callbacks(execute=True):
        deleted = editor.post(change_url(post), typed(post) | with_photo("", **rest) | gone)
    post.refresh_from_db()
    assert deleted.status_code == 302, errors_of(deleted)
    assert post.lead_photo_id is None
    assert _files(settings) == set()


def test_files_go_with_a_deleted_post(editor, posts, settings, django_capture_on_commit_callbacks):
    other = make.make_post(state=Post.State.RETURNED, published_at=None)
    for post in (posts["draft"], other):
        make.make_photo(post)
        make_attachment(post)
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("admin:news_post_delete", args=[posts["draft"].pk]), {"post": "yes"})
        editor.post(
            POST_LIST,
            {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"},
        )

    assert not Post.objects.filter(pk__in=[posts["draft"].pk, other.pk]).exists()
    assert _files(settings) == set()


def test_pictures_of_the_form_are_small(editor, posts):
    photo = make.make_photo(posts["draft"])
    page = editor.get(change_url(posts["draft"])).content.decode()

    assert f'<img src="{photo.picture.rendition_url(480)}" alt="Quang cảnh hội trường"' in page


def test_editor_comes_with_a_nonce_and_nothing_inline(editor, posts):
    answer = editor.get(change_url(posts["draft"]))
    page = answer.content.decode()
    nonce = re.findall(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[0]

    assert f'<script type="importmap" nonce="{nonce}">' in page or (
        f'<script nonce="{nonce}" type="importmap">' in page
    )
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not re.search(r"<[^>]+ (?:style|onclick)=", page)


# --- Comments ---------------------------------------------------------------------------------


@pytest.fixture
def queue(posts):
    return {
        state: make.make_comment(
            posts["public"], text=f"Lời {state}", state=state, held_because=["Có 2 liên kết."]
        )
        for state in Comment.State.values
    }


def test_queue_opens_on_what_waits_and_says_why(editor, queue):
    page = editor.get(COMMENTS)

    assert list(page.context["cl"].queryset) == [queue["held"]]
    assert "Có 2 liên kết." in page.content.decode()
    everything = editor.get(COMMENTS, {"trang-thai": "all"})
    assert everything.context["cl"].queryset.count() == 3


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("approve_selected", "held", "approved"),
        ("reject_selected", "held", "rejected"),
        ("reject_selected", "approved", "rejected"),
        ("approve_selected", "rejected", "approved"),
        ("restore_selected", "rejected", "held"),
    ],
)
def test_bulk_actions_moderate(cast, editor, queue, action, before, after):
    comment = queue[before]
    editor.post(f"{COMMENTS}?trang-thai=all", {"action": action, "_selected_action": [comment.pk]})
    comment.refresh_from_db()

    assert (comment.state, comment.moderated_by) == (after, cast.editor)
    assert comment.moderated_at is not None
    assert comment.held_because == ["Có 2 liên kết."]


@pytest.mark.parametrize(
    ("button", "before", "after"),
    [("_approve", "held", "approved"), ("_reject", "held", "rejected"), ("_restore", "rejected", "held")],
)  # fmt: skip
def test_buttons_of_the_page_moderate(cast, editor, queue, button, before, after):
    comment = queue[before]
    page = editor.get(change_url(comment)).content.decode()
    assert f'name="{button}"' in page
    assert "<textarea" not in page

    answer = editor.post(change_url(comment), {button: "x", "text": "Sửa lời bạn đọc"})
    comment.refresh_from_db()

    assert answer.status_code == 302
    assert (comment.state, comment.moderated_by) == (after, cast.editor)
    assert comment.text == f"Lời {before}"


def test_approved_comment_is_read_and_rejected_is_not(editor, queue, reader, posts):
    def page():
        return reader.get(posts["public"].get_absolute_url()).content.decode()

    assert ["Lời held" in page(), "Lời approved" in page(), "Lời rejected" in page()] == [
        False, True, False,
    ]  # fmt: skip
    pks = [comment.pk for comment in queue.values()]
    editor.post(
        f"{COMMENTS}?trang-thai=all", {"action": "reject_selected", "_selected_action": pks}
    )
    assert "Chưa có nhận xét nào" in page()


def test_first_page_says_how_many_wait(editor, queue):
    page = editor.get(reverse("admin:index")).content.decode()

    assert "Nhận xét (1 chờ duyệt)" in page or "nhận xét (1 chờ duyệt)" in page


def test_policy_page_opens_before_anybody_saved_one(editor):
    first = editor.get(reverse("admin:news_commentpolicy_changelist"), follow=True)
    assert first.redirect_chain == [(reverse("admin:news_commentpolicy_change", args=[1]), 302)]
    data = {"visitors_wait": "on", "is_open": "on", "close_after_days": 30, "max_links": 0,
            "held_words": "lừa đảo", "per_ten_minutes": 3, "max_length": 2000,
            "spam_held_from": 4, "spam_certain_from": 7, "newsroom_name": "Tòa soạn", "digest_hour": 8}  # fmt: skip
    saved = editor.post(reverse("admin:news_commentpolicy_change", args=[1]), data)

    assert saved.status_code == 302
    assert (CommentPolicy.current().max_links, CommentPolicy.objects.count()) == (0, 1)


def test_every_model_of_the_newspaper_is_in_the_admin():
    assert {Post, Section, Tag, Comment, CommentPolicy} <= set(admin.site._registry)
