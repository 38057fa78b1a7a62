"""The old blog's page in the desk: try, read, import, and the way out."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blogger.importing import forget_uploads, run_queued
from news.models import ImportRun, Post
from tests.conftest import Cast

from .running import run
from .samples import Old, picture, saved, takeout, whole_blog, zipped

URL = "/so/tin/blog-cu/"
TOKEN = "dau-chong-gui-trung-1"


@pytest.fixture
def editor(cast: Cast) -> Client:
    return cast.client("editor")


def upload(client: Client, data: bytes | None = None, **fields: Any) -> Any:
    data = zipped(takeout(*whole_blog())) if data is None else data
    file = SimpleUploadedFile(fields.pop("name", "blog.zip"), data)
    return client.post(URL, {"upload": file, "token": TOKEN} | fields)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def stored() -> list[str]:
    return default_storage.listdir("blog-cu")[1] if default_storage.exists("blog-cu") else []


def test_upload_is_tried_first_and_imported_on_request(editor: Client) -> None:
    trial = upload(editor, section="Lưu trữ", base_url="https://hoi.blogspot.com")
    page = text(editor.get(trial["Location"]))
    assert "Đây mới là chạy thử" in page
    assert "Nhập thật" in page
    assert Post.objects.count() == 0

    real = editor.post(f"{trial['Location']}chay/")
    page = text(editor.get(real["Location"]))

    assert "Đã nhập xong" in page
    assert "Nhận xét rác: 1" in page
    assert Post.objects.count() == 4
    assert {post.section.name for post in Post.objects.all()} == {"Lưu trữ"}
    assert [(r.is_trial, r.state) for r in ImportRun.objects.order_by("pk")] == [
        (True, "done"), (False, "done"),
    ]  # fmt: skip
    assert "xem kết quả" in text(editor.get(trial["Location"]))


def test_same_form_sent_twice_is_one_run(editor: Client) -> None:
    first, second = upload(editor), upload(editor)

    assert first["Location"] == second["Location"]
    assert ImportRun.objects.count() == 1
    assert len(stored()) == 1


def test_button_pressed_twice_imports_once(editor: Client) -> None:
    trial = upload(editor)["Location"]

    first, second = editor.post(f"{trial}chay/"), editor.post(f"{trial}chay/")

    assert first["Location"] == second["Location"]
    assert ImportRun.objects.filter(is_trial=False).count() == 1


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "blog.zip", "Tệp này trống"),
        (b"GIF89a", "anh.gif", "không phải là bản sao lưu"),
        (zipped(takeout(), {"../x.jpg": b"x"}), "blog.zip", "đường dẫn không an toàn"),
    ],
)
def test_bad_file_is_refused_beside_the_field_and_the_rest_kept(
    editor: Client, data: bytes, name: str, message: str
) -> None:
    answer = upload(editor, data, name=name, section="Lưu trữ", blog="Hội ta")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert answer.context["form"].errors["upload"][0].startswith("Tệp")
    assert message in page
    assert 'value="Lưu trữ"' in page
    assert 'value="Hội ta"' in page
    assert not ImportRun.objects.exists()
    assert stored() == []


def test_nothing_chosen_and_a_bad_address_are_refused(editor: Client) -> None:
    page = text(editor.post(URL, {"base_url": "blog của hội"}))

    assert "Chưa chọn tệp." in page
    assert "Đây không phải là địa chỉ một trang web." in page


def test_too_heavy_file_is_refused(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blogger.forms.MAX_UPLOAD", 1000)

    assert "quá mức 1.000 B" in text(upload(editor))


def test_large_file_waits_for_the_timer(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blogger.views.AT_ONCE", 100)
    trial = upload(editor)["Location"]
    assert "Đang chờ đến lượt" in text(editor.get(trial))

    assert run_queued() == "Đã chạy 1 lần nhập blog cũ."
    editor.post(f"{trial}chay/")
    assert Post.objects.count() == 0
    assert run_queued() == "Đã chạy 1 lần nhập blog cũ."

    assert Post.objects.count() == 4
    assert run_queued() == "Không có tệp nào chờ nhập."


def test_meanwhile_is_heard_during_a_run(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blogger.views.AT_ONCE", 100)
    upload(editor)
    heard: list[int] = []

    run_queued(meanwhile=lambda: heard.append(ImportRun.objects.get().percent))

    assert heard
    assert heard[0] <= 50


def test_run_in_progress_says_how_far_it_is(editor: Client) -> None:
    row = ImportRun.objects.create(
        file_name="lớn.zip", state="running", heard_at=timezone.now(), done=30, total=120
    )

    page = editor.get(row.get_absolute_url())

    assert "25 %" in text(page)
    assert "js/progress.js" in page.content.decode()


def test_run_that_broke_off_goes_on(editor: Client) -> None:
    trial = upload(editor)["Location"]
    editor.post(f"{trial}chay/")
    Post.objects.all().delete()
    row = ImportRun.objects.latest("pk")
    ImportRun.objects.filter(pk=row.pk).update(
        state="running", heard_at=timezone.now() - dt.timedelta(hours=1)
    )
    assert "Đứt giữa chừng" in text(editor.get(row.get_absolute_url()))

    editor.post(f"{row.get_absolute_url()}chay/")

    row.refresh_from_db()
    assert row.state == "done"


def test_upload_that_is_gone_is_reported(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blogger.views.AT_ONCE", 100)
    row_url = upload(editor)["Location"]
    default_storage.delete(str(ImportRun.objects.get().upload.name))

    run_queued()

    assert "Tệp đã tải lên không còn" in text(editor.get(row_url))


def test_uploads_are_forgotten_when_nobody_needs_them(editor: Client) -> None:
    trial = upload(editor)["Location"]
    forget_uploads()
    assert len(stored()) == 1

    editor.post(f"{trial}chay/")
    forget_uploads()

    assert stored() == []
    assert "Nhập thật" not in text(editor.get(trial))
    upload(editor, token="dau-chong-gui-trung-2")
    ImportRun.objects.update(asked_at=timezone.now() - dt.timedelta(days=8))
    forget_uploads()
    assert stored() == []


def test_list_asks_a_fixed_number_of_questions(editor: Client, tmp_path: Path) -> None:
    counts = []
    for wanted in (1, 3):
        while ImportRun.objects.count() < wanted:
            run(saved(tmp_path, takeout(Old(1, "Một")), "f.atom"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(URL)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert "Dòng lệnh" in text(editor.get(URL))


def test_list_is_paged_and_has_an_empty_state(editor: Client) -> None:
    assert "Chưa nhập lần nào" in text(editor.get(URL))
    for n in range(55):
        ImportRun.objects.create(file_name=f"tep-{n:02}.zip", state="failed", error="x")

    assert "tep-54.zip" in text(editor.get(URL))
    assert "tep-54.zip" not in text(editor.get(f"{URL}?page=2"))
    assert "51–55 trong 55 lần" in text(editor.get(f"{URL}?page=2"))


def test_export_is_handed_out_as_it_is_made(editor: Client, tmp_path: Path) -> None:
    files = {"Albums/ky ket.jpg": picture()}
    run(saved(tmp_path, zipped(takeout(*whole_blog()), files)))

    answer = editor.get(f"{URL}xuat/", headers={"Accept-Encoding": "gzip"})

    assert (answer.streaming, answer["Content-Type"]) == (True, "application/zip")
    assert re.fullmatch(
        r'attachment; filename="ban-tin-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"]
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]  # it streams
        assert archive.testzip() is None
        assert len([name for name in archive.namelist() if name.endswith(".jpg")]) == 1


@pytest.mark.parametrize("agrees", [True, False])
def test_old_fonts_are_asked_about_before_the_import(editor: Client, agrees: bool) -> None:
    trial = upload(editor, zipped(takeout(Old(11, "§¹i héi Héi cùu", "<p>®¹i biÓu</p>"))))
    page = editor.get(trial["Location"]).content.decode()
    assert "Đổi chữ gõ bằng phông cũ sang chữ hiện nay" in page
    assert "§¹i héi Héi cùu → Đại hội Hội cựu" in page
    editor.post(f"{trial['Location']}chay/", {"reads_old_fonts": "on"} if agrees else {})
    assert Post.objects.get().title == ("Đại hội Hội cựu" if agrees else "§¹i héi Héi cùu")
