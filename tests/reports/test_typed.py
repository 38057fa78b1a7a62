"""What is typed into a report is kept while it is typed, its writer's own, and writes over nobody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Change
from reports.models import ReportDraft, report_parts
from tests import factories as make
from tests.test_bad_input import WILD


def url(name, report):
    return reverse(f"reports:{name}", args=[report.pk])


@pytest.fixture
def report(cast):
    kind = make.make_report_kind(cast.city, headings="Một\nHai")
    return make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"], {"Một": "Đã lưu."}))


@pytest.fixture
def writer(cast):
    return cast.client("officer_here")


def keep(client, report, first, **data):
    sent = {"version": report.version, "part0": first, "part1": ""} | data
    return client.post(url("autosave", report), sent, headers={"Accept": "application/json"})


def page(client, report, **query):
    return client.get(url("edit", report), query)


def texts(report):
    report.refresh_from_db()
    return [part["text"] for part in report.body]


def test_autosave_keeps_one_row_and_no_history(cast, writer, report):
    count = Change.objects.count()
    for text in ("Một", "Một hai", "Một hai ba"):
        answer = keep(writer, report, text).json()
    row = ReportDraft.objects.get()
    assert (row.user, row.content) == (
        cast.officer_here, {"part0": ["Một hai ba"], "part1": [""]},
    )  # fmt: skip
    assert texts(report) == ["Đã lưu.", ""]
    assert Change.objects.count() == count
    local = f"{timezone.localtime():%H:%M}"
    assert answer == {
        "saved_at": local, "text": row.mark, "version": report.version,
        "stored": report.version, "changed_by": None,
    }  # fmt: skip


def test_second_writer_is_warned_and_overwrites_nothing(cast, writer, report):
    opened = report.version
    data = {"version": opened, "part0": "Của cấp trên", "part1": ""}
    assert cast.client("admin").post(url("edit", report), data).status_code == 302
    answer = keep(writer, report, "Của tôi", version=opened).json()
    assert (answer["version"], answer["changed_by"]) == (opened, cast.admin.display_name)
    assert texts(report) == ["Của cấp trên", ""]
    # The own text is still there, and is not saved before its writer has been warned.
    back = page(writer, report).context["form"]
    assert (back["part0"].value(), back["version"].value()) == ("Của tôi", opened)
    data = {"version": opened, "part0": "Của tôi", "part1": ""}
    refused = writer.post(url("edit", report), data).content.decode()
    assert "đã lưu lúc" in refused
    assert "Của tôi" in refused
    assert texts(report) == ["Của cấp trên", ""]


def test_the_writers_own_other_window_is_named_too(cast, writer, report):
    opened = report.version
    writer.post(url("edit", report), {"version": opened, "part0": "Cửa sổ kia", "part1": ""})
    count = keep(writer, report, "Cửa sổ này", version=opened).json()["changed_by"]
    assert count == "Chính đồng chí (ở cửa sổ hoặc máy khác)"


def test_unsaved_text_is_shown_to_its_writer_alone_and_thrown_away(cast, writer, report):
    keep(writer, report, "Chữ chưa lưu")
    shown = page(writer, report).content.decode()
    assert "Trong khung là phần chữ chưa lưu từ" in shown
    assert ">\nChữ chưa lưu</textarea>" in shown
    assert "phần chữ chưa lưu" not in page(cast.client("admin"), report).content.decode()
    assert writer.post(url("drop_typed", report)).url == url("edit", report)
    assert page(writer, report).context["waiting"].shown is None
    assert texts(report) == ["Đã lưu.", ""]


def test_saving_forgets_what_was_kept_and_informs_the_browser_once(cast, writer, report):
    keep(writer, report, "Chữ mới")
    data = {"version": report.version, "part0": "Chữ mới", "part1": "Không.", "sitting": "a"}
    mark = f'data-saved-key="report-{report.pk}-{cast.officer_here.pk}:a"'
    assert mark in writer.post(url("edit", report), data, follow=True).content.decode()
    assert not ReportDraft.objects.waiting_for(cast.officer_here).exists()
    assert mark not in writer.get(report.get_absolute_url()).content.decode()


def test_text_that_says_the_same_is_not_offered(writer, report):
    keep(writer, report, " Đã  lưu. \r\n")
    assert page(writer, report).context["waiting"].shown is None


def test_a_mere_look_keeps_nothing(writer, report):
    assert keep(writer, report, "", quiet="1").json()["changed_by"] is None
    assert not ReportDraft.objects.exists()


def test_what_is_out_of_hand_is_refused_with_its_reason(cast, writer, report):
    sent = make.make_report(cast.here, make.make_report_kind(cast.city), state="sent")
    answer = keep(writer, sent, "Muộn rồi")
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "Báo cáo đang ở tình trạng “chờ nhận” nên không sửa được nữa. Chữ vừa viết được giữ lại "
        "cho đồng chí, xem ở trang của báo cáo này.",
    )
    assert writer.get(url("autosave", report)).status_code == 405


def test_wild_text_is_kept(writer, report):
    for value in WILD:
        assert keep(writer, report, value, version=value, part1=value * 3).status_code == 200, value
        assert page(writer, report, ban=value).status_code in {200, 400}, value
    assert writer.post(url("autosave", report)).status_code == 200
