"""`export_blogger`: the whole newsroom leaves and comes back the same; nobody is locked in."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from blogger.exporting import export
from blogger.importing import NOT_HERE
from news.models import (
    Attachment,
    Comment,
    ImportedEntry,
    OldAddress,
    Page,
    PageComment,
    Photo,
    Post,
    Section,
    Tag,
)
from tests import factories as make

from .running import run
from .samples import Old, picture, saved, takeout

PHOTO_COLUMNS = (
    "alt", "caption", "credit", "order", "focus_x", "focus_y", "people_agreed", "width", "height",
)  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def exported(folder: Path, name: str = "ban-tin.zip", **options: Any) -> Path:
    path = folder / name
    call_command("export_blogger", str(path), quiet=True, stdout=io.StringIO(), **options)
    return path


LOST: dict[str, dict[str, Any]] = {
    "unit": {"code": "KHAC"}, "event": {"title": "Khác"}, "compact": {"year": 1999},
}  # fmt: skip
TOLD: dict[str, Any] = {
    "unit": lambda row: [row.name], "event": lambda row: [row.title], "compact": lambda row: [row.year],
}  # fmt: skip


@pytest.fixture
def newsroom(db: None) -> None:
    """A post in every state, with everything that can hang on one."""
    unit = make.make_association()
    section = make.make_section(
        name="Thi đua & <khen>", slug="thi-dua", order=3, description="Mô tả."
    )
    tags = [
        Tag.objects.create(name=n, slug=s) for n, s in (("giao ước", "giao-uoc"), ("MD", "md-2"))
    ]
    now = timezone.now().replace(microsecond=123456)
    event = make.make_event(unit)
    cluster = make.make_cluster(unit)
    states: dict[str, dict[str, Any]] = {
        "cong-khai": {"event": event, "unit": unit, "video_url": "https://v.example/a.mp4"},
        "noi-bo": {"audience": Post.Audience.INTERNAL, "compact": make.make_compact(cluster)},
        "nhap": {"state": Post.State.DRAFT, "published_at": None},
        "gui": {"state": Post.State.SUBMITTED, "published_at": None},
        "tra": {"state": Post.State.RETURNED, "published_at": None},
        "hen": {"state": Post.State.SCHEDULED, "published_at": None, "scheduled_for": now + dt.timedelta(days=3)},
        "go": {"state": Post.State.WITHDRAWN, "comments_mode": Post.Comments.CLOSED},
    }  # fmt: skip
    for slug, fields in states.items():
        post = make.make_post(
            slug=slug,
            title=f"Tít “{slug}” & <b>",
            lead="Sapo dòng một.\nDòng hai & hết.",
            section=section,
            created_at=now - dt.timedelta(days=900),
            **fields,
        )
        post.tags.set(tags)
        post.units.add(unit)
        Post.objects.filter(pk=post.pk).update(updated_at=now - dt.timedelta(days=1))
    rich = Post.objects.get(slug="cong-khai")
    first = make.make_photo(rich, order=2, caption="Chú thích <1> & “hai”", credit="MD", focus_x=0,
                            people_agreed=True)  # fmt: skip
    second = make.make_photo(
        rich, order=1, picture=ContentFile(picture("#804020"), "b.jpg"), alt=""
    )
    body = (
        f'<p>Một &amp; hai.</p><figure data-photo="{first.pk}"></figure><h2>Đề mục</h2>'
        '<ul><li>a</li></ul><p><a href="https://x.example/?a=1&amp;b=2" rel="noopener">đây</a></p>'
    )
    rich.body = body  # type: ignore[assignment]  # the field's library has no types
    rich.lead_photo = second
    rich.save()
    file = Attachment(post=rich, title="Toàn văn", order=1)
    file.file.save("giao-uoc.pdf", ContentFile(PDF))
    opening = make.make_comment(rich, text="Dòng một\nDòng <hai>", created_at=now)
    make.make_comment(rich, parent=opening, text="Đáp", state=Comment.State.REJECTED)
    make.make_comment(rich, text="Chờ", state=Comment.State.HELD, held_because=["Có 3 liên kết."])
    make.make_comment(Post.objects.get(slug="noi-bo"), text="Nội bộ")
    Page.objects.create(
        title="Giới thiệu", slug="gioi-thieu", body="<p>Trang</p>", state=Page.State.PUBLISHED
    )
    page = Page.objects.create(title="Điều lệ", slug="dieu-le", body="<p>Nháp</p>")
    for number, is_shown in enumerate((True, False)):
        PageComment.objects.create(
            page=page, name="Bạn đọc", text=f"Dòng một\nDòng <hai> {number}", is_shown=is_shown,
            created_at=now - dt.timedelta(days=number), entry_id=f"tag:blog.post-9{number}",
        )  # fmt: skip
    OldAddress.objects.create(path="/2024/10/x.html", post=rich)
    OldAddress.objects.create(path="/p/dieu-le.html", page=page)
    OldAddress.objects.create(path="/2024/10", month=dt.date(2024, 10, 1))
    OldAddress.objects.create(path="/search/label/MD", tag=tags[1])
    OldAddress.objects.create(path="/search/label/Thi đua", section=section)


def content(file: Attachment) -> bytes:
    with file.file.open("rb") as stream:
        return stream.read()


def state() -> dict[str, Any]:
    """The newsroom without its keys, which belong to one database."""
    posts = []
    for post in Post.objects.order_by("slug"):
        body = post.body
        photos = []
        for number, photo in enumerate(post.photos.all()):
            body = body.replace(f'data-photo="{photo.pk}"', f'data-photo="#{number}"')
            with photo.picture.open("rb") as stream:
                pixels = Image.open(io.BytesIO(stream.read())).convert("RGB").tobytes()
            photos.append(([getattr(photo, name) for name in PHOTO_COLUMNS], pixels))
        columns = (
            "title", "slug", "address_month", "lead", "author_signature", "state", "audience",
            "published_at", "scheduled_for", "created_at", "updated_at", "comments_mode",
            "video_url", "body_text", "search_text", "unit_id", "event_id", "compact_id",
        )  # fmt: skip
        posts.append(
            {
                **{name: getattr(post, name) for name in columns},
                "url": post.get_absolute_url(),
                "body": body,
                "section": post.section.name,
                "tags": sorted(post.tags.values_list("slug", flat=True)),
                "units": sorted(post.units.values_list("code", flat=True)),
                "photos": photos,
                "lead_photo": list(post.photos.all()).index(post.lead_photo) if post.lead_photo else None,
                "files": [
                    (file.title, file.order, file.size, content(file))
                    for file in post.attachments.all()
                ],
                "comments": list(
                    post.comments.order_by("text").values(
                        "name", "text", "state", "held_because", "reference", "created_at", "parent__text",
                    )
                ),
                "old": sorted(post.old_addresses.values_list("path", flat=True)),
            }
        )  # fmt: skip
    return {
        "posts": posts,
        "pages": list(
            Page.objects.values("title", "slug", "body", "state", "created_at", "updated_at")
        ),
        "below_pages": list(
            PageComment.objects.order_by("entry_id").values(
                "page__slug", "name", "text", "created_at", "is_shown", "entry_id"
            )
        ),
        "sections": list(Section.objects.values("name", "slug", "description", "order")),
        "tags": list(Tag.objects.values("name", "slug")),
        "old": list(
            OldAddress.objects.order_by("path").values(
                "path", "section__slug", "tag__slug", "month"
            )
        ),
    }


def empty() -> None:
    for model in (Post, Page, Section, Tag, OldAddress, ImportedEntry):
        model.objects.all().delete()


def test_newsroom_comes_back_as_it_was(newsroom: None, tmp_path: Path) -> None:
    before = state()
    path = exported(tmp_path)
    empty()

    report = run(path)

    assert state() == before
    assert [note.text for note in report.notes] == []
    assert len(before["posts"]) == 7


def test_second_journey_changes_nothing_more(newsroom: None, tmp_path: Path) -> None:
    before = state()
    first = exported(tmp_path)
    empty()
    run(first)
    second = exported(tmp_path, "hai.zip")
    empty()

    run(second)

    assert state() == before


def test_export_read_where_it_was_made_brings_nothing_twice(newsroom: None, tmp_path: Path) -> None:
    before = state()

    report = run(exported(tmp_path))

    assert state() == before
    assert dict(report.table) == {
        "Bài viết": [0, 0, 7, 0, 0],
        "Trang cố định": [0, 0, 2, 0, 0],
        "Nhận xét": [0, 0, 6, 0, 0],
    }


def test_what_came_from_the_blog_is_still_known_after_a_move(db: None, tmp_path: Path) -> None:
    blog = saved(tmp_path, takeout(Old(1, "Một", path="/2024/10/mot.html")), "f.atom")
    run(blog)
    Post.objects.update(title="Sửa ở đây")
    path = exported(tmp_path)
    empty()
    run(path)

    report = run(blog)

    assert [post.title for post in Post.objects.all()] == ["Sửa ở đây"]
    assert report.of("post", "kept") == 1


def test_export_is_a_plain_backup_for_other_programs(newsroom: None, tmp_path: Path) -> None:
    """Without our namespace nothing internal or unfinished looks published."""
    path = exported(tmp_path, base_url="https://hoi.example/")
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("feed.atom"))
        feed = archive.read(name).decode()
    empty()

    run(saved(tmp_path, feed.replace("own:item", "own:other").encode(), "khac.atom"))

    assert sorted(Post.objects.values_list("slug", "state")) == [
        ("cong-khai", "published"), ("go", "draft"), ("gui", "draft"), ("hen", "draft"),
        ("nhap", "draft"), ("noi-bo", "draft"), ("tra", "draft"),
    ]  # fmt: skip
    assert "https://hoi.example/media/anh/" in feed
    assert "(Ảnh: MD)" in feed


def test_export_asks_a_fixed_number_of_questions(db: None) -> None:
    counts: list[int] = []
    for _ in (1, 3):
        while Post.objects.count() < (1 if not counts else 3):
            post = make.make_post()
            make.make_photo(post)
            make.make_comment(post)
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(export())
        counts.append(len(queries))

    assert counts == [23, 23]


def test_export_overwrites_nothing_by_default(newsroom: None, tmp_path: Path) -> None:
    path = exported(tmp_path)

    with pytest.raises(CommandError, match="--force"):
        exported(tmp_path)

    exported(tmp_path, force=True)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_export_says_where_it_cannot_write(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không ghi được"):
        exported(tmp_path / "nowhere")


def test_export_goes_on_without_a_lost_file(newsroom: None, tmp_path: Path) -> None:
    photo = Photo.objects.latest("pk")
    photo.picture.storage.delete(photo.picture.name)
    path = exported(tmp_path)
    empty()

    run(path)

    assert (Post.objects.count(), Photo.objects.count()) == (7, 1)


@pytest.mark.parametrize("lost", ["unit", "event", "compact"])
def test_import_says_what_a_post_named_and_is_not_here(
    newsroom: None, tmp_path: Path, lost: str
) -> None:
    path = exported(tmp_path)
    named = Post.objects.exclude(**{lost: None}).get()
    row = getattr(named, lost)
    empty()
    type(row).objects.filter(pk=row.pk).update(**LOST[lost])

    note = next(note for note in run(path).notes if note.text == NOT_HERE)

    assert any(str(value) in example for example in note.examples for value in TOLD[lost](row))
    # Once it is here again, another run ties the post to it.
    type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in LOST[lost]})
    assert NOT_HERE not in {note.text for note in run(path).notes}
    assert getattr(Post.objects.get(slug=named.slug), lost) == row
