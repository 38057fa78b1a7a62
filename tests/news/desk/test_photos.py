"""Photographs and papers of a post being written, and where photographs stand for the reader."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from news.actions import add_photo
from news.models import Photo
from tests import factories as make
from tests.news.conftest import PDF
from tests.news.desk.conftest import desk

JSON = {"Accept": "application/json"}


def photo_url(photo, more=""):
    return f"/so/tin/anh/{photo.pk}/{more}"


@pytest.fixture
def three(draft):
    return [make.make_photo(draft, alt=f"Ảnh {n}", order=n) for n in range(3)]


def order_of(post):
    return [photo.alt for photo in post.photos.all()]


def test_photographs_come_several_at_once_and_the_first_leads(writer, draft):
    files = [make.picture_file(f"{n}.jpg", colour=f"#27{n}d42") for n in range(2)]
    answer = writer.post(desk("photo_add", draft), {"pictures": files})
    draft.refresh_from_db()
    assert answer.url == f"{desk('post', draft)}#anh"
    assert [photo.order for photo in draft.photos.all()] == [0, 1]
    assert draft.lead_photo == draft.photos.first()


def test_script_gets_the_photographs_facts_and_card(writer, draft):
    answer = writer.post(desk("photo_add", draft), {"pictures": make.picture_file()}, headers=JSON)
    photo = Photo.objects.get()
    data = json.loads(answer.content)
    assert data["photo"]["id"] == photo.pk
    assert f'action="{photo_url(photo)}"' in data["html"]


def test_a_photograph_sent_twice_is_in_the_post_once(cast, writer, draft):
    """A second click without script, and the file chosen again days later."""
    for _ in range(2):
        answer = writer.post(
            desk("photo_add", draft), {"pictures": make.picture_file()}, follow=True
        )
    photo = draft.photos.get()
    assert "1 ảnh đã có trong bài nên không thêm lần nữa." in answer.content.decode()
    data = writer.post(desk("photo_add", draft), {"pictures": make.picture_file()}, headers=JSON)
    assert json.loads(data.content)["photo"]["id"] == photo.pk
    other = make.make_post(state="draft", published_at=None)
    assert add_photo(post=other, file=make.picture_file(), by=cast.editor)[1] is True


def test_the_database_refuses_a_second_row_of_one_photograph(cast, draft):
    photo, _ = add_photo(post=draft, file=make.picture_file(), by=cast.correspondent)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_photo(draft, digest=photo.digest)
    make.make_photo(draft), make.make_photo(draft)  # of which nobody knows the file as sent


def test_false_picture_is_refused_with_a_message_and_the_others_stay(writer, draft):
    files = [make.picture_file("tot.jpg"), SimpleUploadedFile("hong.jpg", b"khong phai anh")]
    answer = writer.post(desk("photo_add", draft), {"pictures": files}, headers=JSON)
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"].startswith("hong.jpg: ")
    assert draft.photos.count() == 1
    assert writer.post(desk("photo_add", draft), headers=JSON).status_code == 400


def test_caption_and_focus_are_changed(writer, three):
    sent = {"alt": "Bác Ba trồng cây", "caption": "C", "credit": "MD", "focus_x": 20, "focus_y": 80,
            "people_agreed": "on", "version": three[0].version}  # fmt: skip
    assert writer.post(photo_url(three[0]), sent, headers=JSON).status_code == 200
    three[0].refresh_from_db()
    photo = three[0]
    assert (photo.alt, photo.focus_x, photo.focus_y, photo.people_agreed) == (
        "Bác Ba trồng cây", 20, 80, True,
    )  # fmt: skip
    wrong = writer.post(
        photo_url(photo), sent | {"focus_x": 900, "version": photo.version}, headers=JSON
    )
    assert wrong.status_code == 400


def test_second_editor_of_a_photograph_is_warned_and_decides(writer, cast, three):
    photo = three[0]
    sent = {"alt": "Của tôi", "focus_x": 20, "focus_y": 80, "version": photo.version}
    first = cast.client("officer_above").post(photo_url(photo), sent | {"alt": "Của người kia"})
    assert first.status_code == 302
    page = writer.post(photo_url(photo), sent)
    text = page.content.decode()
    assert (page.status_code, "Của tôi</textarea>" in text or 'value="Của tôi"' in text) == (
        200,
        True,
    )
    assert f"{cast.officer_above.display_name} đã lưu lúc" in text
    photo.refresh_from_db()
    assert photo.alt == "Của người kia"
    seen = re.findall(r'name="version" value="([^"]+)"', text)[0]
    writer.post(photo_url(photo), sent | {"version": seen})
    photo.refresh_from_db()
    assert (photo.alt, photo.focus_x) == ("Của tôi", 20)


def test_a_script_learns_the_new_version(writer, three):
    photo = three[0]
    sent = {"alt": "Một", "focus_x": 20, "focus_y": 80, "version": photo.version}
    data = json.loads(writer.post(photo_url(photo), sent, headers=JSON).content)
    photo.refresh_from_db()
    assert data["version"] == photo.version
    late = writer.post(photo_url(photo), sent | {"alt": "Hai"}, headers=JSON)
    assert (late.status_code, json.loads(late.content)["version"]) == (400, photo.version)


def test_what_is_refused_comes_back_as_typed(writer, three):
    sent = {"alt": "Đang gõ dở", "focus_x": 900, "focus_y": 80, "version": three[0].version}
    text = writer.post(photo_url(three[0]), sent).content.decode()
    assert ("Đang gõ dở" in text, "Từ 0 đến 100." in text) == (True, True)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"direction": "up"}, [1, 0, 2]), ({"direction": "down"}, [0, 2, 1]),
        ({"position": 1}, [1, 0, 2]), ({"position": 3}, [0, 2, 1]), ({"position": 99}, [0, 2, 1]),
    ],
)  # fmt: skip
def test_photograph_changes_places(writer, draft, three, sent, expected):
    writer.post(photo_url(three[1], "doi-cho/"), sent)
    assert order_of(draft) == [f"Ảnh {n}" for n in expected]
    draft.refresh_from_db()
    assert draft.lead_photo == draft.photos.first()


@pytest.mark.parametrize("sent", [{}, {"direction": "sang"}, {"position": "-1"}, {"position": "٣"}])
def test_senseless_places_are_refused(writer, three, sent):
    assert writer.post(photo_url(three[1], "doi-cho/"), sent, headers=JSON).status_code == 400


def test_first_photograph_stays_first_when_sent_up(writer, draft, three):
    writer.post(photo_url(three[0], "doi-cho/"), {"direction": "up"})
    assert order_of(draft) == ["Ảnh 0", "Ảnh 1", "Ảnh 2"]


def test_photograph_goes_with_its_files(
    writer, draft, three, settings, django_capture_on_commit_callbacks
):
    assert "Xóa rồi không lấy lại được" in writer.get(photo_url(three[0], "xoa/")).content.decode()
    folder = settings.MEDIA_ROOT / three[0].picture.folder
    assert list(folder.iterdir())
    with django_capture_on_commit_callbacks(execute=True):
        writer.post(photo_url(three[0], "xoa/"))
    draft.refresh_from_db()
    assert (order_of(draft), draft.lead_photo) == (["Ảnh 1", "Ảnh 2"], three[1])
    assert not folder.exists() or not list(folder.iterdir())


def test_papers_come_and_go(writer, draft):
    sent = {"file": SimpleUploadedFile("ke-hoach.pdf", PDF), "title": "Kế hoạch"}
    writer.post(desk("attachment_add", draft), sent)
    file = draft.attachments.get()
    assert (str(file), file.size) == ("Kế hoạch", len(PDF))
    again = {"file": SimpleUploadedFile("ke-hoach.pdf", PDF), "title": "Kế hoạch"}
    writer.post(desk("attachment_add", draft), again)  # a double click
    assert draft.attachments.get() == file
    refused = writer.post(
        desk("attachment_add", draft),
        {"file": SimpleUploadedFile("gia.pdf", b"khong phai")},
        follow=True,
    )
    assert draft.attachments.count() == 1
    assert "is-danger" in refused.content.decode()
    writer.post(f"/so/tin/tep/{file.pk}/xoa/")
    assert not draft.attachments.exists()


# --- For the reader ---------------------------------------------------------------------------


def pictures(html):
    """The words of each photograph and the paragraphs, in the page's order."""
    body = html[html.index('class="prose"') : html.index('class="byline"')]
    return re.findall(r'alt="([^"]*)"|<p>([^<]*)</p>', body)


def write(post, body):
    post.body = body
    post.save()


def flat(html):
    return [alt or caption for alt, caption in pictures(html)]


def test_photographs_stand_where_they_were_put(db, client):
    post = make.make_post()
    photos = [make.make_photo(post, alt=f"Ảnh {n}", order=n) for n in range(3)]
    stranger = make.make_photo(make.make_post(), alt="Của bài khác")
    places = [f'<figure data-photo="{photo.pk}"></figure>' for photo in (photos[2], stranger)]
    write(post, f"<p>Một</p>{places[0]}<p>Hai</p>{places[1]}{places[0]}<p>Ba</p>")
    text = client.get(post.get_absolute_url()).content.decode()
    assert flat(text) == ["Ảnh 0", "Một", "Ảnh 2", "Hai", "Ba", "Ảnh 1"]
    assert "data-photo" not in text


def test_first_photograph_in_the_text_is_not_shown_twice(db, client):
    post = make.make_post()
    photos = [make.make_photo(post, alt=f"Ảnh {n}", order=n) for n in range(2)]
    write(post, f'<p>Một</p><figure data-photo="{photos[0].pk}"></figure>')
    text = client.get(post.get_absolute_url()).content.decode()
    assert flat(text) == ["Một", "Ảnh 0", "Ảnh 1"]
    feed = client.get("/tin-tuc/rss.xml").content.decode()
    assert [feed.count(f"Ảnh {n}") for n in range(2)] == [1, 1]
    assert "data-photo" not in feed


def test_nobody_from_outside_touches_a_photograph(cast, three):
    for who in ("officer_beside", "member_here"):
        client: Client = cast.client(who)
        for url in (
            photo_url(three[0]),
            photo_url(three[0], "doi-cho/"),
            photo_url(three[0], "xoa/"),
        ):
            assert client.post(url).status_code in (403, 404)
    assert Photo.objects.count() == 3
