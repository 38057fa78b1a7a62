"""The pages of the reports: what they say, to whom, and that nothing typed is lost."""

import datetime as dt
import io
import re
import zipfile

import pytest
import time_machine
from django.contrib.admin.models import DELETION, LogEntry
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import ReadRecord
from reports.models import Period, Report, ReportKind, Rhythm, report_parts
from tests import factories as make
from tests.test_bad_input import WILD, ask_wildly

D = dt.date
THIRD = Period(Rhythm.QUARTER, 2026, 3)


@pytest.fixture(autouse=True)
def in_october():
    with time_machine.travel("2026-10-15 12:00+07:00"):
        yield


@pytest.fixture
def kind(cast):
    return make.make_report_kind(
        cast.city, name="Báo cáo công tác quý", headings="Một\nHai", valid_from=D(2026, 7, 1)
    )


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


LIST = "/so/bao-cao/"


def test_secretary_finds_the_obligation_and_writes_the_report(cast, kind):
    client = cast.client("officer_here")
    page = text(client.get(LIST))
    write = url("write", cast.here.slug, kind.pk, "2026-3")
    assert f'href="{write}"' in page
    assert "Quá hạn 5 ngày" in page
    assert "Hội viên đầu kỳ" in text(client.get(write))

    for _ in range(2):  # a double click
        answer = client.post(write)
    report = Report.objects.get()
    assert answer.url == report.get_absolute_url()
    client.post(url("edit", report.pk), {"part0": "Chữ một", "part1": ""})
    # No version was sent: the form answers that it was opened with another version.
    report.refresh_from_db()
    assert report.body == report_parts(["Một", "Hai"])


def save(client, report, **texts):
    page = client.get(url("edit", report.pk))
    version = page.context["form"]["version"].value()
    return client.post(url("edit", report.pk), {"version": version, **texts})


def test_text_is_kept_as_a_draft_and_sent_when_whole(cast, kind):
    report = make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"]))
    client = cast.client("officer_here")
    assert save(client, report, part0="Chữ một", part1="").status_code == 302
    page = text(client.get(report.get_absolute_url()))
    assert "Còn phải viết" in page
    assert "Gửi lên" not in page

    save(client, report, part0="Chữ một", part1="Chữ hai")
    page = text(client.get(report.get_absolute_url()))
    assert f"Gửi lên {cast.district}" in page
    for _ in range(2):
        answer = client.post(url("move", report.pk, "gui"), follow=True)
    assert "Đã gửi báo cáo." in text(answer)
    report.refresh_from_db()
    assert (report.state, report.sent_by) == ("sent", cast.officer_here)
    assert "Rút lại để sửa" in text(answer)


def test_second_writer_is_warned_and_loses_nothing(cast, kind):
    report = make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"]))
    first, second = cast.client("officer_here"), cast.client("officer_here")
    version = second.get(url("edit", report.pk)).context["form"]["version"].value()
    save(first, report, part0="Của người thứ nhất", part1="")

    answer = second.post(
        url("edit", report.pk), {"version": version, "part0": "Của người thứ hai", "part1": "x"}
    )
    page = text(answer)
    assert "đã lưu lúc" in page
    assert "Của người thứ hai" in page
    report.refresh_from_db()
    assert report.body[0]["text"] == "Của người thứ nhất"
    # Pressed once more, it is meant.
    again = answer.context["form"]["version"].value()
    second.post(
        url("edit", report.pk), {"version": again, "part0": "Của người thứ hai", "part1": "x"}
    )
    report.refresh_from_db()
    assert report.body[0]["text"] == "Của người thứ hai"


def test_save_pressed_twice_is_no_clash(cast, kind):
    report = make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"]))
    client = cast.client("officer_here")
    version = client.get(url("edit", report.pk)).context["form"]["version"].value()
    data = {"version": version, "part0": "Một lần", "part1": ""}

    answers = [client.post(url("edit", report.pk), data).status_code for _ in range(2)]
    assert answers == [302, 302]


def test_what_was_typed_into_a_report_sent_meanwhile_is_still_there(cast, kind):
    report = make.make_report(cast.here, kind)
    client = cast.client("officer_here")
    version = client.get(url("edit", report.pk)).context["form"]["version"].value()
    client.post(url("move", report.pk, "gui"))

    page = text(
        client.post(
            url("edit", report.pk), {"version": version, "part0": "Chữ vừa gõ", "part1": ""}
        )
    )
    assert "Chữ vừa gõ" in page
    assert "không sửa được" in page


def test_too_long_a_text_is_refused_beside_its_heading(cast, kind):
    report = make.make_report(cast.here, kind)
    page = text(save(cast.client("officer_here"), report, part0="a" * 10_001, part1="Chữ hai"))

    assert "Có chỗ cần sửa trước khi gửi" in page
    assert 'href="#id_part0"' in page
    assert "Chữ hai" in page


def test_district_returns_with_a_note_and_the_secretary_reads_it(cast, kind):
    report = make.make_report(cast.here, kind, state="sent")
    above = cast.client("officer_above")
    back = url("move", report.pk, "tra-lai")
    page = text(above.post(back, {"note": ""}))
    assert "Chưa ghi lời nhắn cho đơn vị." in page
    answer = above.post(back, {"note": "Thiếu số <b>người</b> dự."}, follow=True)
    assert "Đơn vị đang sửa" in text(answer)

    page = text(cast.client("officer_here").get(report.get_absolute_url()))
    assert "Thiếu số &lt;b&gt;người&lt;/b&gt; dự." in page


def test_page_shows_where_the_books_changed_after_sending(cast, kind):
    report = make.make_report(cast.here, kind, state="received")
    client = cast.client("officer_above")
    assert "Sổ đã đổi sau khi gửi" not in text(client.get(report.get_absolute_url()))
    make.make_activity(cast.here, happened_on=D(2026, 8, 1), amount=750_000)

    page = text(client.get(report.get_absolute_url()))
    assert "Sổ đã đổi sau khi gửi" in page
    assert "<b>750.000 đ</b>" in page


def test_transition_no_longer_possible_is_explained(cast, kind):
    report = make.make_report(cast.here, kind, state="received")
    answer = cast.client("officer_here").post(url("move", report.pk, "rut-lai"), follow=True)

    assert "không còn làm được việc này" in text(answer)
    assert cast.client("officer_here").post(url("move", report.pk, "khac")).status_code == 404


def test_paper_follows_the_decree_and_marks_a_draft(cast, kind):
    draft = make.make_report(cast.here, kind)
    client = cast.client("officer_here")
    page = text(client.get(url("paper", draft.pk)))
    for text_part in ("Độc lập - Tự do - Hạnh phúc", cast.here.name, f"/BC-{cast.here.code}",
                  "Công tác quý III/2026", f"Kính gửi: {cast.district.name}", "chưa gửi"):  # fmt: skip
        assert text_part in page, text_part
    client.post(url("move", draft.pk, "gui"))
    page = text(client.get(url("paper", draft.pk)))
    assert "ngày 15 tháng 10 năm 2026" in page
    assert "Bản đang viết" not in page


def test_signed_copy_is_filed_and_its_opening_written_down(cast, kind):
    report = make.make_report(cast.here, kind, state="sent")
    client = cast.client("officer_above")
    page = client.post(
        url("copy_add", report.pk),
        {"file": SimpleUploadedFile("x.exe", b"MZ")},
    )
    assert report.copies.count() == 0
    # Beside the box, which is open, and on the report's own page.
    (refused,) = page.context["copy_form"].errors["file"]
    assert text(page).count(refused) >= 1
    assert '<details class="no-print" open>' in text(page)
    assert report.title in text(page)
    client.post(
        url("copy_add", report.pk),
        {"file": SimpleUploadedFile("ky.jpg", make.picture_file().read(), "image/jpeg")},
    )
    copy = report.copies.get()
    answer = client.get(copy.get_absolute_url())
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")
    for close in answer._resource_closers:  # close() would also close the database
        close()
    assert ReadRecord.objects.of(copy).count() == 1


def test_wrong_scan_is_removed_by_who_attached_it_and_that_stays_written(
    cast, kind, django_capture_on_commit_callbacks
):
    report = make.make_report(cast.here, kind, state="sent")
    file = ContentFile(make.picture_file().read(), "ky.jpg")
    copy = report.copies.create(file=file, added_by=cast.officer_here)
    storage, name = copy.file.storage, str(copy.file.name)
    here, above = cast.client("officer_here"), cast.client("officer_above")
    page = here.get(report.get_absolute_url()).content.decode()
    assert url("copy_delete", copy.pk) in page
    assert url("copy_delete", copy.pk) not in above.get(report.get_absolute_url()).content.decode()
    assert above.post(url("copy_delete", copy.pk)).status_code == 403
    assert "không lấy lại được" in text(here.get(url("copy_delete", copy.pk)))
    assert report.copies.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post(url("copy_delete", copy.pk), follow=True)

    assert "Đã bỏ bản chụp." in text(answer)
    assert report.copies.count() == 0
    assert not storage.exists(name)
    assert LogEntry.objects.filter(user=cast.officer_here, action_flag=DELETION).count() == 1


# --- The list ----------------------------------------------------------------------------------


def test_filters_find_and_stay_in_the_address(cast, kind):
    yearly = make.make_report_kind(cast.city, rhythm="year")
    report = make.make_report(cast.here, kind, state="sent")
    make.make_report(cast.beside, kind, state="received")
    make.make_report(cast.here, yearly, state="received")
    client = cast.client("officer_above")

    def results(query):
        return {(r.unit, r.kind) for r in client.get(f"{LIST}?{query}").context["page"]}

    everything = {(cast.here, kind), (cast.beside, kind), (cast.here, yearly)}
    assert results("") == everything
    assert results("nam=2025") == {(cast.here, yearly)}
    assert results(f"loai={kind.pk}&tinh_trang=sent") == {(report.unit, kind)}
    assert results(f"don_vi={cast.beside.pk}") == {(cast.beside, kind)}
    assert results("cua=duoi&tinh_trang=received") == {(cast.beside, kind), (cast.here, yearly)}
    assert results("cua=toi") == set()
    assert results(f"don_vi={cast.elsewhere.pk}") == everything  # not theirs: the filter is ignored
    page = text(client.get(f"{LIST}?tinh_trang=draft"))
    assert "Không có báo cáo nào như vậy" in page


def test_list_is_paged_with_its_filter(cast, kind):
    months = make.make_report_kind(cast.city, rhythm="month")
    period = Period(Rhythm.MONTH, 2026, 9)
    for _ in range(51):
        make.make_report(cast.here, months, period=period, state="received")
        period = period.previous
    client = cast.client("officer_here")
    page = text(client.get(f"{LIST}?tinh_trang=received"))

    assert "tinh_trang=received&amp;page=2" in page
    assert len(client.get(f"{LIST}?tinh_trang=received&page=2").context["page"]) == 1


def test_empty_list_says_what_to_do(cast):
    assert "Chưa có báo cáo nào phải nộp" in text(cast.client("officer_here").get(LIST))
    assert "Chưa yêu cầu báo cáo nào" in text(cast.client("office").get(LIST))


def test_menu_shows_reports_to_issuers_and_to_branches_once_required(cast):
    entry = f'<a href="{LIST}">'

    def shown():
        names = ("admin", "office", "officer_above", "officer_here", "editor")
        return {who for who in names if entry in text(cast.client(who).get("/so/"))}

    assert shown() == {"admin", "office", "officer_above"}
    mine = make.make_report_kind(cast.district)
    assert shown() == {"admin", "office", "officer_above", "officer_here"}
    mine.valid_to = D(2026, 10, 15)
    mine.save()
    assert shown() == {"admin", "office", "officer_above"}


# --- Above ---------------------------------------------------------------------------------------


def test_board_shows_who_sent_and_who_is_late(cast, kind):
    make.make_report(cast.here, kind, state="received")
    board = url("period", kind.pk, "2026-3")
    answer = cast.client("officer_above").get(board)
    page = text(answer)

    assert answer.context["figures"] == [
        (2, "đơn vị phải nộp"), (1, "đã gửi"), (1, "trong đó đã nhận"), (1, "quá hạn"),
    ]  # fmt: skip
    assert "quá hạn 5 ngày" in page
    units = [obligation.unit for obligation, _ in cast.client("office").get(board).context["page"]]
    assert units == [cast.here, cast.beside, cast.elsewhere]
    address = f"{board}?quan={cast.elsewhere.parent_id}&tinh_trang=chua-gui"
    assert [
        obligation.unit for obligation, _ in cast.client("office").get(address).context["page"]
    ] == [cast.elsewhere]


def test_board_hides_that_a_draft_was_begun(cast, kind):
    make.make_report(cast.here, kind)
    page = text(cast.client("officer_above").get(url("period", kind.pk, "2026-3")))

    assert "đang viết" not in page
    assert page.count("chưa gửi</span>") == 2


def test_branch_without_officers_is_written_for_from_the_board(cast, kind):
    empty = make.make_branch(cast.district)
    client = cast.client("officer_above")
    write = url("write", empty.slug, kind.pk, "2026-3")
    page = text(client.get(url("period", kind.pk, "2026-3")))
    assert re.search(rf'href="{write}">\s*Viết thay', page)
    assert page.count("Viết thay") == 1

    client.post(write)
    assert Report.objects.get().begun_by == cast.officer_above
    assert "Viết tiếp" in text(client.get(url("period", kind.pk, "2026-3")))


@pytest.mark.parametrize("slug", ["2026-5", "2026-0", "x", "9999-1", "2026-3-1"])
def test_wild_periods_are_not_found(cast, kind, slug):
    for name in ("period", "reminder", "total", "total_export"):
        assert cast.client("office").get(url(name, kind.pk, slug)).status_code == 404
    assert cast.client("office").get(f"/so/bao-cao/ky/{'9' * 20}/2026-3/").status_code == 404


def test_a_period_not_yet_over_has_an_empty_board(cast, kind):
    page = text(cast.client("office").get(url("period", kind.pk, "2026-4")))

    assert "Kỳ này không đơn vị nào phải nộp" in page


def _figures(**numbers):
    return {"members_start": 10, "members_end": 10} | numbers


def test_consolidated_figures_add_up_what_was_sent_and_name_who_is_missing(cast, kind):
    make.make_report(cast.here, kind, state="sent", figures=_figures(admitted=2, money=500_000))
    make.make_report(cast.beside, kind, state="received", figures=_figures(admitted=1, deceased=1))
    make.make_report(cast.elsewhere, kind, figures=None)  # a draft
    answer = cast.client("office").get(url("total", kind.pk, "2026-3"))
    page = text(answer)
    shown = {row.line.key: row.number for _, rows in answer.context["groups"] for row in rows}

    assert (shown["members_start"], shown["admitted"], shown["deceased"], shown["money"]) == (
        20, 3, 1, 500_000,
    )  # fmt: skip
    assert answer.context["missing"] == [str(cast.elsewhere)]
    assert f"chưa có 1 đơn vị: {cast.elsewhere}." in page
    rows = {name: [n for n, *_ in cells] for name, cells in answer.context["rows"]}
    # The district without any report appears only as missing.
    assert rows == {f"{cast.district} (2/2 đã gửi)": [20, 3, 1, 20, 0, 500_000, 0]}
    district = cast.client("officer_above").get(url("total", kind.pk, "2026-3"))
    assert district.context["missing"] == []
    assert [name for name, _ in district.context["rows"]] == [str(cast.here), str(cast.beside)]


def test_many_missing_units_are_folded_after_the_first_ten(cast, kind):
    for _ in range(12):
        make.make_branch(cast.district)
    answer = cast.client("officer_above").get(url("total", kind.pk, "2026-3"))
    missing = answer.context["missing"]
    shown, folded = answer.content.decode().split("Xem 4 đơn vị còn lại")

    assert len(missing) == 14
    assert [name for name in missing if name in shown.split("Chưa đủ")[1]] == missing[:10]
    assert [name for name in missing if f"<li>{name}</li>" in folded] == missing[10:]


def test_consolidated_workbook_has_a_row_a_unit_the_sum_and_the_missing(cast, kind):
    make.make_report(cast.here, kind, state="sent", figures=_figures(admitted=2))
    make.make_report(cast.beside, kind, state="received", figures=_figures(admitted=3))
    answer = cast.client("office").get(url("total_export", kind.pk, "2026-3"))

    assert 'filename="tong-hop-bao-cao-cong-tac-quy-iii-2026.xlsx"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3)]
        assert "Chưa gửi" in book.read("xl/workbook.xml").decode()
    assert sheets[0].count("<row ") == 4  # head, two units, sum
    assert "<v>5</v>" in sheets[0]
    assert str(cast.elsewhere) in sheets[1]
    assert "2/3 đơn vị đã gửi" in sheets[2]


def test_reminder_names_the_unit_and_its_head(cast, kind):
    make.make_report(cast.here, kind, state="sent")
    head = cast.officer_beside.member
    page = text(cast.client("officer_above").get(url("reminder", kind.pk, "2026-3")))

    assert head.full_name in page
    assert cast.officer_here.member.full_name not in page
    assert "quá hạn 5 ngày" in page


# --- Kinds ---------------------------------------------------------------------------------------


def kind_data(cast, **fields):
    return {
        "name": "Báo cáo công tác tháng", "issuer": cast.city.pk, "level": "2", "rhythm": "month",
        "due_days": "5", "headings": "Việc đã làm\nKiến nghị", "instructions": "",
        "valid_from": "1/9/2026", "valid_to": "", "token": "t" * 20,
    } | fields  # fmt: skip


def test_office_creates_a_kind_and_it_is_required_from_then_on(cast):
    client = cast.client("office")
    for _ in range(2):
        answer = client.post(url("kind_new"), kind_data(cast))
        assert answer.status_code == 302
    kind = ReportKind.objects.get()
    assert (kind.valid_from, kind.heading_list) == (D(2026, 9, 1), ["Việc đã làm", "Kiến nghị"])
    assert "tháng 9/2026" in text(cast.client("officer_here").get(LIST))


def test_a_report_due_within_its_period_is_laid_down_at_the_desk(cast):
    data = kind_data(cast, rhythm="year", cut_day="14", due_day="24", due_days="", open_days="30")
    cast.client("office").post(url("kind_new"), data)
    kind = ReportKind.objects.get()
    assert (kind.cut_day, kind.due_day, kind.open_days) == (14, 24, 30)
    told = text(cast.client("office").get(url("kinds")))
    assert "hạn nộp ngày 24 của tháng cuối kỳ; số liệu chốt hết ngày 14" in told


def test_district_asks_its_own_branches_only(cast):
    client = cast.client("officer_above")
    page = text(client.post(url("kind_new"), kind_data(cast)))
    assert "Đơn vị này không thuộc phạm vi của đồng chí." in page
    assert "Báo cáo công tác tháng" in page

    client.post(url("kind_new"), kind_data(cast, issuer=cast.district.pk))
    assert ReportKind.objects.get().issuer == cast.district
    assert "Báo cáo công tác tháng" in text(cast.client("officer_beside").get(LIST))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": " "}, "Chưa ghi tên báo cáo."),
        ({"due_days": "nhiều"}, "Hãy nhập một số, ví dụ 10."),
        ({"due_days": "91"}, "Nhiều nhất 90 ngày."),
        ({"due_days": ""}, "ghi một trong hai ô hạn nộp"),
        ({"cut_day": "29"}, "Từ 1 đến 28."),
        ({"due_day": "0"}, "Từ 1 đến 31."),
        ({"cut_day": "20", "due_day": "19"}, "Hạn nộp phải từ ngày chốt số liệu trở đi."),
        ({"headings": "\n"}, "Cần ít nhất một mục."),
        ({"valid_from": "31/2/2026"}, "Tháng 2/2026 không có ngày 31."),
        ({"valid_to": "1/9/2026"}, "Ngày kết thúc phải sau ngày bắt đầu."),
    ],
)
def test_bad_kinds_are_refused_beside_the_field(cast, fields, message):
    page = text(cast.client("office").post(url("kind_new"), kind_data(cast, **fields)))

    assert message in page
    assert ReportKind.objects.count() == 0


def test_kind_of_the_same_name_is_refused(cast, kind):
    data = kind_data(cast, name=kind.name)
    page = text(cast.client("office").post(url("kind_new"), data))

    assert "đã có một loại báo cáo cùng tên đang áp dụng" in page


def test_kind_with_reports_may_be_ended_but_not_changed(cast, kind):
    make.make_report(cast.here, kind)
    client = cast.client("office")
    version = client.get(kind.get_absolute_url()).context["form"]["version"].value()
    same = {
        "name": kind.name, "rhythm": "quarter", "due_days": "10", "headings": kind.headings,
        "valid_from": "1/7/2026", "version": version,
    }  # fmt: skip
    page = text(client.post(kind.get_absolute_url(), kind_data(cast, **same, **{"level": "1"})))
    assert "Đã có báo cáo theo loại này" in page

    client.post(kind.get_absolute_url(), kind_data(cast, **same, valid_to="1/11/2026"))
    kind.refresh_from_db()
    assert kind.valid_to == D(2026, 11, 1)


# --- Anything typed, any length --------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("who", "page", "parameters"),
    [
        ("office", "list", ("cua", "nam", "loai", "tinh_trang", "don_vi", "page")),
        ("officer_here", "list", ("cua", "nam", "loai", "tinh_trang", "don_vi", "page")),
        ("office", "period", ("tinh_trang", "quan", "page")),
        ("office", "total", ("quan",)),
    ],
)
def test_wild_queries_get_a_page(cast, kind, who, page, parameters):
    make.make_report(cast.here, kind, state="sent")
    address = LIST if page == "list" else url(page, kind.pk, "2026-3")
    ask_wildly(cast.client(who), address, parameters, {200, 400})


@pytest.mark.sweep
def test_wild_text_in_every_box_is_kept_or_refused(cast, kind):
    report = make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"]))
    client = cast.client("officer_here")
    for value in WILD:
        assert save(client, report, part0=value, part1=value).status_code in {200, 302}, value
        data = dict.fromkeys(kind_data(cast), value)
        assert cast.client("office").post(url("kind_new"), data).status_code == 200, value


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("name", "count"), [("list", 20), ("period", 13), ("total", 12), ("reminder", 13)]
)
def test_pages_ask_the_same_however_many_units(
    cast, kind, size, name, count, django_assert_num_queries
):
    for _ in range(size):
        for state in ("sent", "returned"):
            branch = make.make_branch(cast.district)
            make.make_officer(branch)
            make.make_report(branch, kind, state=state)
        make.make_officer(make.make_branch(cast.district))
    address = LIST if name == "list" else url(name, kind.pk, "2026-3")
    client = cast.client("officer_above")
    with django_assert_num_queries(count):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_report_asks_the_same_however_long(cast, kind, size, django_assert_num_queries):
    headings = [f"Mục {n}" for n in range(size)]
    report = make.make_report(cast.here, kind, state="sent", body=report_parts(headings))
    for n in range(size):
        file = SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4\n%%EOF\n")
        report.copies.create(file=file, added_by=cast.officer_here)
        report.note = f"Lần {n}"
        report.save()
    client = cast.client("officer_above")
    with django_assert_num_queries(18):
        client.get(report.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
def test_kinds_ask_the_same_however_many(cast, size, django_assert_num_queries):
    for _ in range(size):
        make.make_report_kind(cast.city)
    client = cast.client("office")
    with django_assert_num_queries(9):
        client.get(url("kinds"))
