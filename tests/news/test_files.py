"""Photographs and documents under a post: how they are kept, who gets them."""

import io
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from news.actions import choose_lead_photo
from news.models import Attachment
from tests import factories as make
from tests.news.conftest import HIDDEN, PDF, make_attachment


def body(answer):
    return b"".join(answer.streaming_content)


# --- Documents --------------------------------------------------------------------------------


def test_pdf_opens_in_the_browser_and_is_for_no_robot(posts, reader):
    attachment = make_attachment(posts["public"])
    answer = reader.get(attachment.get_absolute_url())

    assert (answer.status_code, body(answer)) == (200, PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="giao-uoc.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Robots-Tag"] == "noindex"
    assert attachment.size == len(PDF)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_office_files_are_saved(posts, reader, kind):
    answer = reader.get(make_attachment(posts["public"], f"a.{kind}").get_absolute_url())

    assert answer["Content-Disposition"] == f'attachment; filename="a.{kind}"'
    assert "openxmlformats" in answer["Content-Type"]
    assert body(answer)


@pytest.mark.parametrize("name", ["Quy chế hoạt động", "Giấy mời Đại hội lần thứ Hai", "ước hẹn"])
@pytest.mark.parametrize("size", [0, 3 * 1024**2])  # kept in memory, and on disk
def test_name_from_a_mac_keeps_its_marks(cast, posts, name, size):
    post, named = posts["public"], f"{unicodedata.normalize('NFD', name)}.pdf"
    file = SimpleUploadedFile(named, PDF[:-6] + b" " * size + PDF[-6:])
    url = reverse("news_desk:attachment_add", args=[post.pk])
    assert cast.client("editor").post(url, {"file": file, "title": ""}).status_code == 302
    stored = post.attachments.get().file_name
    assert unicodedata.normalize("NFC", name).replace(" ", "_") + ".pdf" == stored
    assert make_attachment(post, named).file_name.startswith(stored.removesuffix(".pdf"))


def test_page_in_disguise_is_never_served_as_one(posts, reader):
    attachment = make_attachment(posts["public"], "a.html", b"<script>alert(1)</script>")
    answer = reader.get(attachment.get_absolute_url())

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert body(answer)


def test_files_follow_their_post(cast, posts, reader):
    for kind in (*HIDDEN, "internal"):
        url = make_attachment(posts[kind]).get_absolute_url()
        assert reader.get(url).status_code == 404
        answer = cast.client("editor").get(url)
        assert body(answer) == PDF
        for_member = cast.client("member_here").get(url)
        assert for_member.status_code == (200 if kind == "internal" else 404)
        if kind == "internal":
            assert body(for_member) == PDF


def test_old_name_leads_to_the_file_and_a_lost_file_is_not_found(posts, reader):
    attachment = make_attachment(posts["public"])
    moved = reader.get(f"/tin-tuc/tep/{attachment.pk}/ten-cu.pdf")
    assert (moved.status_code, moved["Location"]) == (302, attachment.get_absolute_url())

    attachment.file.storage.delete(str(attachment.file.name))
    assert reader.get(attachment.get_absolute_url()).status_code == 404
    assert reader.get("/tin-tuc/tep/999999999999999999999/x.pdf").status_code == 404


def test_storage_address_of_a_document_is_not_served(posts, reader):
    attachment = make_attachment(posts["draft"])

    assert reader.get(f"/media/{attachment.file.name}").status_code == 404
    assert attachment.file.url == attachment.get_absolute_url()


def test_attachment_shows_its_title_else_its_file_name(posts):
    attachment = make_attachment(posts["public"], "bao-cao.docx")

    assert (str(attachment), attachment.extension) == ("Toàn văn giao ước", "docx")
    assert str(Attachment(file="tep/2026/11/bao-cao.docx")) == "bao-cao.docx"


# --- Photographs ------------------------------------------------------------------------------


def test_photograph_loses_its_place_and_gets_its_widths(posts):
    image = Image.new("RGB", (2000, 1000), "#275d42")
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh riêng"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (10.0, 46.0, 0.0)
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif)
    upload = SimpleUploadedFile("anh.jpg", data.getvalue())
    assert Image.open(io.BytesIO(data.getvalue())).getexif().get_ifd(0x8825)

    photo = make.make_photo(posts["public"], picture=upload)

    storage = photo.picture.storage
    assert (photo.width, photo.height) == (2000, 1000)
    assert [name.rsplit("/", 1)[1] for name in photo.picture.file_names] == [
        "480.webp", "960.webp", "1600.webp", "960.jpg", "full.jpg",
    ]  # fmt: skip
    for name in photo.picture.file_names:
        with storage.open(name) as file, Image.open(file) as kept:
            assert not dict(kept.getexif())
            assert "riêng" not in str(kept.info)
    assert photo.picture.srcset.count("w,") == 2


def test_first_photograph_by_order_stands_for_the_post(posts):
    post = posts["public"]
    second = make.make_photo(post, order=2)
    first = make.make_photo(post, order=1)
    choose_lead_photo(post=post)
    post.refresh_from_db()
    assert post.lead_photo == first

    first.delete()
    choose_lead_photo(post=post)
    post.refresh_from_db()
    assert post.lead_photo == second
