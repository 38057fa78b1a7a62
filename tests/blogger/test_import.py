"""`import_blogger`: what comes of a blog, and that reading it again brings nothing twice."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from blogger.importing import DROPPED, MORE
from blogger.page_comments import DELETED, KEPT, WAITING
from blogger.unicode_conversion import LEFT
from news.models import (
    Comment,
    ImportedEntry,
    ImportRun,
    OldAddress,
    Page,
    PageComment,
    Photo,
    Post,
    Section,
    Tag,
)
from tests import factories as make

from .running import post, run
from .samples import (
    BP,
    HOST,
    Old,
    classic,
    comment,
    picture,
    post_id,
    saved,
    takeout,
    whole_blog,
    zipped,
)


@pytest.fixture
def blog(db: None, tmp_path: Path) -> Path:
    """The whole blog as a Takeout, one of its two pictures with it."""
    make.make_section(name="Thi đua", slug="thi-dua")
    files = {"Takeout/Blogger/Albums/Hội/ky ket.jpg": picture()}
    return saved(tmp_path, zipped(takeout(*whole_blog()), files))


def test_import_brings_a_post_with_all_that_belongs_to_it(blog: Path) -> None:
    run(blog, base_url=HOST)

    signing = post(11)
    photo = signing.photos.get()
    assert {
        "title": signing.title,
        "lead": signing.lead,
        "signature": signing.author_signature,
        "section": signing.section.name,
        "tags": sorted(signing.tags.values_list("name", flat=True)),
        "state": signing.state,
        "url": signing.get_absolute_url(),
        "published": signing.published_at,
        "updated": signing.updated_at,
    } == {
        "title": "Ký kết giao ước thi đua",
        "lead": "Ngày 11/10/2024, Cụm thi đua II ký kết giao ước.",
        "signature": "MỸ DUNG",
        "section": "Thi đua",
        "tags": ["Cụm II", "ảnh"],
        "state": "published",
        "url": "/tin-tuc/2024/10/ky-ket-giao-uoc/",
        "published": dt.datetime(2024, 10, 11, 3, tzinfo=dt.UTC),
        "updated": dt.datetime(2024, 10, 12, 3, tzinfo=dt.UTC),
    }
    assert signing.body == (
        f'<figure data-photo="{photo.pk}"></figure>'
        "<p>Các đơn vị <strong>thống nhất</strong> bốn nội dung.</p>"
        f'<p><a href="{BP}/s0/mat-anh.jpg" rel="noopener">'
        "Xem ảnh trên trang cũ: Các đơn vị ký kết giao ước. (Ảnh: MD)</a></p>"
        '<p>Xem <a href="/2024/09/tin-truoc.html#x" rel="noopener">tin trước</a>.</p>'
    )
    assert (photo.alt, signing.lead_photo, photo.width) == ("Hội trường", photo, 320)


def test_import_takes_the_month_that_readers_lived_through(blog: Path) -> None:
    run(blog)

    assert [post(12).get_absolute_url(), post(14).get_absolute_url()] == [
        "/tin-tuc/2024/10/tin-truoc/",  # half past one in the night, in Vietnam
        "/tin-tuc/2011/05/thang-lech/",  # whatever the old address says
    ]


def test_import_keeps_drafts_pages_and_a_summary(blog: Path) -> None:
    run(blog)

    draft, page, odd = post(13), Page.objects.get(), post(14)
    assert (draft.state, draft.published_at, draft.section.name) == ("draft", None, "Tin cũ")
    assert (page.slug, page.state, page.body) == (
        "gioi-thieu", "published", "<p>Hội ra đời năm 2023.</p>",
    )  # fmt: skip
    assert (odd.lead, odd.body, odd.author_signature) == (
        "Tóm tắt riêng.", "<p>Nội dung.</p>", "BAN BIÊN TẬP",
    )  # fmt: skip


def test_import_hangs_replies_one_deep_and_leaves_out_what_is_none(blog: Path) -> None:
    run(blog)

    rows = Comment.objects.filter(post=post(11)).order_by("created_at")
    assert [(c.name, c.text, c.parent and c.parent.text, c.state) for c in rows] == [
        ("Nặc danh", "Nặc danh viết", None, "approved"),
        ("Bạn đọc", "Chờ duyệt", None, "held"),
        ("Bạn đọc", "Rất hay.", None, "approved"),
        ("Bạn đọc", "Tôi đồng ý.\nChúc khỏe.", "Rất hay.", "approved"),
        ("Bạn đọc", "Đúng vậy.", "Rất hay.", "approved"),
    ]
    assert Comment.objects.count() == 5


def test_import_reports_what_came_and_what_did_not(blog: Path) -> None:
    report = run(blog)

    assert dict(report.table) == {
        "Bài viết": [4, 0, 0, 0, 1],
        "Trang cố định": [1, 0, 0, 0, 0],
        "Nhận xét": [6, 0, 0, 0, 4],
        "Ảnh": [1, 0, 0, 0, 1],
        "Nhãn": [2, 0, 0, 0, 0],
        "Chuyên mục": [1, 0, 0, 0, 0],
        "Địa chỉ cũ": [11, 0, 0, 0, 0],
    }
    assert {note.text: note.examples for note in report.notes} == {
        "Đã bị xóa trên blog cũ": ["Đã vứt"],
        "Ảnh không lấy được: bài giữ liên kết tới ảnh trên blog cũ": [
            f"Ký kết giao ước thi đua: {BP}/s0/mat-anh.jpg"
        ],
        "Nhận xét rác": ["Mua hàng giá rẻ"],
        "Câu chữ của giao diện Blogger, không phải nhận xét": ["Không có nhận xét nào:"],
        KEPT: ["Dưới trang tĩnh"],
        "Nhận xét không có bài: bài của nó không có trong tệp hoặc bị bỏ qua": [
            "Bài của tôi đâu?", "Dưới bài đã xóa",
        ],
    }  # fmt: skip


def everything() -> dict[str, list[Any]]:
    models = (Post, Page, PageComment, Comment, Photo, Section, Tag, OldAddress, ImportedEntry)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_import_twice_changes_nothing(blog: Path) -> None:
    run(blog)
    before = everything()

    report = run(blog)

    assert everything() == before
    assert dict(report.table)["Bài viết"] == [0, 0, 4, 0, 1]
    assert dict(report.table)["Nhận xét"] == [0, 0, 6, 0, 4]


def test_both_dialects_bring_the_same(db: None, tmp_path: Path) -> None:
    columns = ["title", "slug", "lead", "body", "state", "published_at", "address_month"]
    brought = []
    # What only one of them has words for stays out.
    old = [entry for entry in whole_blog() if entry.number not in {14, 15, 34, 39}]
    for name, data in (("a.atom", takeout(*old)), ("b.xml", classic(*old))):
        report = run(saved(tmp_path, data, name), base_url=HOST)
        brought.append(
            (
                list(Post.objects.order_by("title").values(*columns)),
                list(Page.objects.values("title", "slug", "body", "state")),
                list(Comment.objects.order_by("text").values("text", "parent__text", "name")),
                list(OldAddress.objects.order_by("path").values_list("path", flat=True)),
                report.table,
            )
        )
        for model in (Post, Page, Section, Tag, ImportedEntry, OldAddress):
            model.objects.all().delete()

    assert brought[0] == brought[1]
    assert len(brought[0][0]) == 3


def test_classic_backup_leaves_out_emptied_comments(db: None, tmp_path: Path) -> None:
    entries = [Old(1, "Một"), comment(2, 1, "Đã gỡ", is_removed=True), comment(3, 1, "Còn")]

    run(saved(tmp_path, classic(*entries), "blog.xml"))

    assert [c.text for c in Comment.objects.all()] == ["Còn"]


def test_import_updates_what_changed_on_the_blog(blog: Path, tmp_path: Path) -> None:
    run(blog)
    url, photo = post(11).get_absolute_url(), post(11).photos.get().pk
    changed = whole_blog()
    for old in changed:
        if old.number == 11:
            old.title, old.content = "Tít mới", old.content.replace("bốn nội", "năm nội")
        if old.number == 31:
            old.content = "Rất hay, cảm ơn."
    files = {"Albums/ky ket.jpg": picture(), "Albums/mat-anh.jpg": picture("#803020")}

    report = run(saved(tmp_path, zipped(takeout(*changed), files), "sau.zip"))

    signing = post(11)
    assert (signing.title, signing.get_absolute_url()) == ("Tít mới", url)
    first, second = signing.photos.all()
    assert (first.pk, second.caption, second.credit) == (photo, "Các đơn vị ký kết giao ước.", "MD")
    assert "năm nội dung" in signing.body
    assert signing.body.count("<figure") == 2
    assert Comment.objects.filter(text="Rất hay, cảm ơn.").count() == 1
    assert dict(report.table)["Bài viết"] == [0, 1, 3, 0, 1]
    assert dict(report.table)["Nhận xét"] == [0, 1, 5, 0, 4]
    assert Post.objects.count() == 4


def test_import_drops_a_picture_that_left_the_post(blog: Path, tmp_path: Path) -> None:
    run(blog)
    files = Photo.objects.get().picture.file_names
    storage = Photo.objects.get().picture.storage
    assert all(storage.exists(name) for name in files)

    run(saved(tmp_path, takeout(Old(11, "Không ảnh")), "sau.atom"))

    assert not Photo.objects.exists()
    assert post(11).lead_photo is None


@pytest.mark.parametrize("change", ["title", "tag", "caption"])
def test_import_leaves_alone_what_an_editor_changed(
    blog: Path, tmp_path: Path, change: str
) -> None:
    run(blog)
    mine = post(11)
    if change == "title":
        mine.title = "Tít của ban biên tập"
        mine.save()
    elif change == "tag":
        mine.tags.add(Tag.objects.create(name="của ta", slug="cua-ta"))
    else:
        Photo.objects.filter(post=mine).update(caption="Chú thích của ban biên tập")
    stands = Post.objects.filter(pk=mine.pk).values().get()
    changed = whole_blog()
    for old in changed:
        old.title = f"{old.title} (sửa)"

    report = run(saved(tmp_path, takeout(*changed), "sau.atom"))

    assert Post.objects.filter(pk=mine.pk).values().get() == stands
    assert dict(report.table)["Bài viết"] == [0, 3, 0, 1, 1]
    assert {note.text: note.examples for note in report.notes}[
        "Đã sửa ở đây sau lần nhập trước nên giữ nguyên bản ở đây"
    ] == ["Ký kết giao ước thi đua (sửa)"]


def test_import_does_not_bring_back_what_was_deleted_here(blog: Path) -> None:
    run(blog)
    post(12).delete()
    Comment.objects.filter(text="Chờ duyệt").delete()

    report = run(blog)

    assert (Post.objects.count(), Comment.objects.count()) == (3, 4)
    assert (report.of("post", "kept"), report.of("comment", "kept")) == (1, 1)


def test_trial_reports_the_same_and_writes_nothing(blog: Path) -> None:
    trial = run(blog, dry_run=True)

    assert not Post.objects.exists()
    assert not ImportedEntry.objects.exists()
    assert [section.name for section in Section.objects.all()] == ["Thi đua"]
    real = run(blog)
    for kind in ("Bài viết", "Trang cố định", "Nhận xét", "Ảnh", "Nhãn", "Chuyên mục"):
        assert dict(trial.table)[kind] == dict(real.table)[kind]
    assert [note.text for note in trial.notes] == [note.text for note in real.notes]


def test_import_broken_off_goes_on(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power goes after the first batch; the second run finds what is there."""
    monkeypatch.setattr("blogger.importing.AT_ONCE", 2)

    def pull_the_plug(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("blogger.importing.Importer._take_addresses", pull_the_plug)
        with pytest.raises(CommandError, match="chạy lại thì nhập tiếp"):
            run(blog)
    assert Post.objects.count() == 2

    run(blog)

    assert (Post.objects.count(), Comment.objects.count()) == (4, 5)


def test_only_one_import_runs_at_a_time(blog: Path) -> None:
    ImportRun.objects.create(
        file_name="kia.zip", state=ImportRun.State.RUNNING, heard_at=timezone.now()
    )

    with pytest.raises(CommandError, match="Đang có một lần nhập khác chạy"):
        run(blog)

    ImportRun.objects.update(heard_at=timezone.now() - dt.timedelta(hours=1))  # it was killed
    run(blog)
    assert Post.objects.count() == 4


def test_pictures_of_one_name_are_not_guessed(db: None, tmp_path: Path) -> None:
    html = f'<p>Chữ.</p><img src="{BP}/s320/IMG_1.jpg">'
    same = {"Albums/a/IMG_1.jpg": picture(), "Albums/b/IMG_1.jpg": picture()}
    other = {"Albums/a/IMG_2.jpg": picture(), "Albums/b/IMG_2.jpg": picture("#a02020")}
    entries = [Old(1, "Một", html), Old(2, "Hai", html.replace("IMG_1", "IMG_2"))]

    report = run(saved(tmp_path, zipped(takeout(*entries), same | other)))

    assert (post(1).photos.count(), post(2).photos.count()) == (1, 0)
    assert f"{BP}/s0/IMG_2.jpg" in post(2).body
    assert [note.text for note in report.notes] == [
        "Nhiều tệp ảnh khác nhau trùng tên nên không chọn: bài giữ liên kết tới ảnh trên blog cũ"
    ]


def test_pictures_come_from_a_folder_as_well(db: None, tmp_path: Path) -> None:
    (tmp_path / "anh" / "2024").mkdir(parents=True)
    (tmp_path / "anh" / "2024" / "HÌNH 1.JPG").write_bytes(picture())
    (tmp_path / "anh" / "hong.jpg").write_bytes(b"not a picture")
    html = f'<img src="{BP}/s72-c/H%C3%ACnh%2B1.jpg"><p>x</p><img src="{BP}/s320/hong.jpg">'

    report = run(saved(tmp_path, takeout(Old(1, "Một", html)), "f.atom"), images=tmp_path / "anh")

    assert post(1).photos.count() == 1
    assert [note.text for note in report.notes] == [
        "Ảnh không dùng được. Tệp này không phải là ảnh JPEG, PNG, WebP hoặc HEIC. Nếu là ảnh kiểu "
        "khác thì mở ra, lưu lại thành JPEG rồi chọn lại."
    ]


def test_slugs_that_meet_get_a_number(db: None, tmp_path: Path) -> None:
    make.make_post(slug="trung", published_at=dt.datetime(2024, 10, 1, 5, tzinfo=dt.UTC))
    entries = [Old(n, "Trùng", path=f"/2024/10/blog-post_{n}.html") for n in (1, 2)]

    run(saved(tmp_path, takeout(*entries), "f.atom"))

    assert [post(1).slug, post(2).slug] == ["trung-2", "trung-3"]


def test_a_time_to_come_is_scheduled(db: None, tmp_path: Path) -> None:
    at = timezone.now().replace(microsecond=0) + dt.timedelta(days=40)

    run(saved(tmp_path, takeout(Old(1, "Sắp tới", published=at.isoformat())), "f.atom"))

    assert (post(1).state, post(1).scheduled_for, post(1).published_at) == ("scheduled", at, None)


def test_replies_in_a_circle_stand_alone(db: None, tmp_path: Path) -> None:
    entries = [
        Old(1, "Một"),
        comment(2, 1, "A", reply_to=3),
        comment(3, 1, "B", reply_to=2),
        comment(4, 1, "C", reply_to=4),
        comment(5, 1, "D", reply_to=77),
        comment(6, 1, "E", reply_to=5),
    ]

    run(saved(tmp_path, takeout(*entries), "f.atom"))

    parents = dict(Comment.objects.values_list("text", "parent__text"))
    assert parents == {"A": None, "B": None, "C": None, "D": None, "E": "D"}


def test_a_comment_may_name_a_comment_for_its_post(db: None, tmp_path: Path) -> None:
    entries = [comment(3, 2, "Đáp"), comment(2, 1, "Hỏi"), Old(1, "Một")]

    run(saved(tmp_path, takeout(*entries), "f.atom"))

    assert dict(Comment.objects.values_list("text", "parent__text")) == {"Hỏi": None, "Đáp": "Hỏi"}


OLD_TITLE, TITLE = "§¹i héi Héi cùu", "Đại hội Hội cựu"
OLD_BODY = "<p>Chi&Ograve;u nay, 85 ®¹i biÓu dù häp. ®&shy;a tin: NguyÔn V¨n H&shy;&not;ng.</p>"
OLD_COMMENT = "Raát vui, chuùc caùc baùc khoûe."


def _old_blog(folder: Path) -> Path:
    return saved(
        folder,
        zipped(
            takeout(
                Old(11, OLD_TITLE, OLD_BODY, path="/2010/01/dai-hoi.html"),
                comment(31, 11, OLD_COMMENT),
                Old(12, "Đại hội ở Zürich", "<p>Loïc và José đến dự.</p>"),
            )
        ),
    )


def test_trial_reports_old_fonts_and_the_import_leaves_them_by_default(
    db: None, tmp_path: Path
) -> None:
    path = _old_blog(tmp_path)
    notes = {note.text: note for note in run(path, dry_run=True).notes}
    assert notes[LEFT].count == 2
    assert f"{OLD_TITLE} → {TITLE}" in notes[LEFT].examples
    run(path)
    assert Post.objects.filter(title=OLD_TITLE).exists()
    # The letter ư is still there for whoever reads the post anew later.
    assert "®\xada tin" in Post.objects.get(title=OLD_TITLE).lead


@pytest.mark.parametrize("again", [False, True])
def test_old_fonts_are_read_anew_on_a_yes_and_stay_so(
    db: None, tmp_path: Path, again: bool
) -> None:
    path = _old_blog(tmp_path)
    run(path)
    run(path, old_fonts=True)
    if again:
        run(path)
    post = Post.objects.get(title=TITLE)
    assert "đưa tin: Nguyễn Văn Hương." in post.lead
    assert post.comments.get().text == "Rất vui, chúc các bác khỏe."
    assert Post.objects.filter(title="Đại hội ở Zürich").exists()


def _under_page(page_id: str, parent: str) -> bytes:
    """A page with three comments, called as Blogger calls them."""
    feed = takeout(
        Old(21, "Giới thiệu", "<p>Hội ra đời.</p>", kind="page", path="/p/gioi-thieu.html"),
        comment(31, 21, "Rất hay.<br/>Cảm ơn."),
        comment(32, 21, "Chờ duyệt", status="PENDING_COMMENT"),
        comment(33, 21, "Mua hàng", status="SPAM_COMMENT"),
    )
    name = post_id(21).encode()
    page = page_id.encode()
    feed = feed.replace(b"<id>" + name + b"</id>", b"<id>" + page + b"</id>")
    return feed.replace(b":parent>" + name, b":parent>" + parent.encode())


@pytest.mark.parametrize(
    ("own", "parent"), [("post", "post"), ("page", "page"), ("page", "post"), ("post", "page")]
)
def test_comments_under_a_page_are_kept_to_be_read(
    db: None, client: Client, tmp_path: Path, own: str, parent: str
) -> None:
    page_id, name = (post_id(21).replace(".post-", f".{kind}-") for kind in (own, parent))
    path = saved(tmp_path, zipped(_under_page(page_id, name)))
    trial = run(path, dry_run=True)
    report = run(path)
    for result in (trial, report):
        assert result.of("comment", "new") == 2
        assert {KEPT, WAITING, "Nhận xét rác"} == {note.text for note in result.notes}
    assert run(path).of("comment", "same") == 2
    shown = client.get("/gioi-thieu/").content.decode()
    assert "<p>Rất hay.<br>Cảm ơn.</p>" in shown
    assert "Chờ duyệt" not in shown

    PageComment.objects.all().delete()
    run(path)
    assert not PageComment.objects.exists()
    Page.objects.all().delete()
    ImportedEntry.objects.filter(kind="comment").delete()
    assert DELETED in {note.text for note in run(path).notes}


def _public_feed(*entries: str, more: bool = False) -> bytes:
    link = "<link rel='next' type='application/atom+xml' href='https://x/?start-index=26'/>"
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:x</id><title>Hội</title>"
        f"{link if more else ''}{''.join(entries)}</feed>"
    ).encode()


def _public_entry(
    number: int, path: str, text: str = "&lt;p&gt;chữ&lt;/p&gt;", extra: str = ""
) -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id>"
        f"<published>2024-10-11T03:00:00Z</published><title type='text'>Tít {number}</title>{extra}"
        f"<category scheme='http://www.blogger.com/atom/ns#' term='ảnh'/>{text}"
        f"<link rel='alternate' type='text/html' href='{HOST}{path}'/></entry>"
    )


@pytest.mark.parametrize("more", [True, False])
def test_public_feed_without_kinds_brings_posts_pages_and_comments(
    db: None, tmp_path: Path, more: bool
) -> None:
    body = "<content type='html'>&lt;p&gt;chữ&lt;/p&gt;</content>"
    reply = "<thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-1' href='x'/>"
    feed = _public_feed(
        _public_entry(1, "/2024/10/a.html", body),
        _public_entry(2, "/2024/10/b.html", "<summary type='html'>tóm tắt</summary>"),
        _public_entry(3, "/p/gioi-thieu.html", body),
        _public_entry(4, "/2024/10/a.html#c4", body, reply),
        more=more,
    )
    report = run(saved(tmp_path, feed, "feed.xml"))
    figures = {kind: report.of(kind, "new") for kind in ("post", "page", "comment")}
    assert figures == {"post": 2, "page": 1, "comment": 1}
    first = Post.objects.get(title="Tít 1")
    assert first.get_absolute_url() == "/tin-tuc/2024/10/a/"
    assert first.comments.count() == 1
    assert (MORE in {note.text for note in report.notes}) is more


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    "feed", [_public_feed(), classic(), takeout()], ids=["public", "classic", "takeout"]
)
def test_empty_feed_is_refused_with_a_message(
    db: None, tmp_path: Path, feed: bytes, dry_run: bool
) -> None:
    path = saved(tmp_path, feed, "feed.xml")
    with pytest.raises(CommandError, match="không có bài viết, trang hay nhận xét nào"):
        run(path, dry_run=dry_run)
    assert ImportRun.objects.get().state == ImportRun.State.FAILED


@pytest.mark.parametrize(
    ("bad", "number"),
    [
        (b"\x08", 1), (b"\x00", 1), (b"\x1f\x0b", 2), (b"&#8;", 1), (b"&#x1F;&#0;", 2),
        (b"&#xD800;", 1), ("\ufffe\uffff".encode(), 2), (b"\xff", 1), (b"\xe1\xbb", 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("write", [takeout, classic])
def test_characters_that_xml_forbids_are_dropped_and_counted(
    db: None, tmp_path: Path, write: Any, bad: bytes, number: int
) -> None:
    feed = write(Old(11, "Ký kết", "Chữ trước, chữ sau.", path="/2024/10/a.html"), Old(12, "Hai"))
    feed = feed.replace("Chữ trước,".encode(), "Chữ trước,".encode() + bad)
    report = run(saved(tmp_path, feed, "blog.xml"))
    assert report.of("post", "new") == 2
    assert {note.text: note.count for note in report.notes if note.text == DROPPED} == {
        DROPPED: number
    }
    assert post(11).body_text.strip().replace("\ufffd", "") == "Chữ trước, chữ sau."


def test_what_only_looks_forbidden_stays(db: None, tmp_path: Path) -> None:
    text = "Ký hiệu \ufffd, &amp;#8; và &#273; còn nguyên."
    feed = takeout(Old(11, "Ký kết", "CHUYỆN", path="/2024/10/a.html"))
    report = run(saved(tmp_path, feed.replace("CHUYỆN".encode(), text.encode()), "blog.xml"))
    assert post(11).body_text.strip().startswith("Ký hiệu \ufffd,")
    assert post(11).body_text.endswith("và đ còn nguyên.")
    assert DROPPED not in {note.text for note in report.notes}


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["báo", "bão"], ["báo", "bão"]),
        (["C", "C#"], ["C", "C#"]),
        (["bao", "Báo", "BÁO"], ["Báo", "bao"]),
        (["Hòa bình", "hoà bình"], ["Hòa bình"]),
    ],
)
def test_labels_are_one_tag_only_where_they_are_the_same_word(
    db: None, tmp_path: Path, labels: list[str], names: list[str]
) -> None:
    run(
        saved(tmp_path, takeout(Old(1, "Bài", "<p>Chữ</p>", labels=labels, path="/2011/10/a.html")))
    )

    assert sorted(Post.objects.get().tags.values_list("name", flat=True)) == sorted(names)
    led = OldAddress.objects.filter(path__startswith="/search/label/").values_list(
        "path", flat=True
    )
    assert set(led) == {f"/search/label/{label}" for label in labels}
