"""What officers type into the forms of the book, and what the pages answer."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fund.actions import attach_scan
from fund.models import VoucherScan
from kit.text import clean_name
from members.models import (
    Appointment,
    MemberDocument,
    Membership,
    SavedFilter,
    Scan,
    Transfer,
)
from moves.actions.decisions import file_scan, remove_scan
from reports.actions import file_copy
from reports.models import SignedCopy
from tests import factories as make
from tests.conftest import Cast
from tests.pages import words_of

NOON = "2026-11-24 12:00:00+07:00"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def text_of(answer: Any) -> str:
    return words_of(answer)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nguyễn thị hoa", "Nguyễn Thị Hoa"),
        ("NGUYỄN THỊ HOA", "Nguyễn Thị Hoa"),
        ("  đặng   văn ĐỨC", "đặng văn ĐỨC"),
        ("Tôn Nữ H'Nhung", "Tôn Nữ H'Nhung"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("h’hen niê", "H'Hen Niê"),
        ("H' Hen Niê", "H'Hen Niê"),
        ("K'BRỂU", "K'Brểu"),
        ("MAI-LAN", "Mai-Lan"),
        ("NGUYỄN VĂN (BA ĐEN)", "Nguyễn Văn (Ba Đen)"),
        ("Y-BHĂM ÊBAN", "Y-Bhăm Êban"),
        ("TRẦN VĂN A.", "Trần Văn A."),
    ],
)
def test_a_name_gets_its_capitals_where_none_or_all_were_typed(typed: str, written: str) -> None:
    assert clean_name(typed) == written


def test_a_name_without_letters_is_refused_on_a_card(cast: Cast) -> None:
    sheet = {"full_name": "123", "birth": "1954", "unit": cast.here.pk, "kind": "official"}
    answer = cast.client("officer_here").post(reverse("book:member_new"), sheet)
    assert answer.context["form"].errors["full_name"] == ["Họ và tên phải có chữ."]


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("application", {"birth_date": "05/05/1960", "applied_on": "03/11/2026"}),
        ("candidate", {"found_on": "02/11/2026"}),
    ],
)
def test_days_come_back_as_people_write_them(cast: Cast, kind: str, days: dict[str, str]) -> None:
    make_one = make.make_application if kind == "application" else make.make_candidate
    own = {"birth_date": dt.date(1960, 5, 5), "applied_on": dt.date(2026, 11, 3)}
    fields = own if kind == "application" else {"found_on": dt.date(2026, 11, 2)}
    row = make_one(cast.here, birth_year=1960, retired_on=dt.date(2015, 1, 31), **fields)
    answer = cast.client("officer_here").get(reverse(f"book:{kind}_edit", args=[row.pk]))
    for name, day in (days | {"retired_on": "31/01/2015"}).items():
        assert answer.context["form"][name].value() == day


@pytest.mark.parametrize(("typed", "kept"), [("0912345678", "0912 345 678"), ("12", None)])
def test_a_candidates_phone_is_kept_as_on_a_card(cast: Cast, typed: str, kept: str | None) -> None:
    answer = cast.client("officer_here").post(
        reverse("book:candidate_new"),
        {"full_name": "Lê Văn Tìm", "unit": cast.here.pk, "found_on": "1/9/2026", "phone": typed},
    )
    found = cast.here.candidates.values_list("phone", flat=True)
    assert list(found) == ([kept] if kept else [])
    if kept is None:
        assert "phone" in answer.context["form"].errors


def test_a_move_planned_years_ahead_is_taken_for_a_slip(cast: Cast) -> None:
    make.make_member(cast.here, full_name="Lê Văn Dời", code="HV77")
    sheet = {
        "member": "HV77", "target": cast.beside.slug, "moves_on": "24/11/2062", "reason": "Dời nhà",
        "code": "01/GGT",
    }  # fmt: skip
    client = cast.client("officer_here")
    answer = client.post(reverse("book:transfer_new"), sheet)
    assert answer.context["form"].errors["moves_on"] == [
        "Ngày này còn hơn một năm nữa mới tới. Hãy xem lại năm."
    ]
    client.post(reverse("book:transfer_new"), sheet | {"moves_on": "1/1/2027"})
    assert Transfer.objects.get().moves_on == dt.date(2027, 1, 1)


def test_an_admission_dated_years_ahead_is_refused(cast: Cast) -> None:
    row = make.make_application(
        cast.here, state="reviewed", reviewed_on=dt.date(2026, 11, 20), branch_present=20,
        branch_for=18,
    )  # fmt: skip
    sheet = {
        "decider": cast.district.pk, "code": "02/QĐ", "decided_on": "24/11/2026",
        "committee_present": "9", "committee_for": "9", "joins_on": "24/11/2030",
        "card_code": "HV901",
    }  # fmt: skip
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    answer = cast.client("officer_above").post(url, sheet)
    assert list(answer.context["form"].errors) == ["joins_on"]
    assert not Membership.objects.filter(valid_from__gt=dt.date(2027, 1, 1)).exists()


def test_an_application_refused_at_once_waits_for_no_meeting(cast: Cast) -> None:
    row = make.make_application(cast.here)
    url = reverse("book:application", args=[row.pk])
    client = cast.client("officer_here")
    assert "Chi hội họp xét" in [words for _, words, _ in client.get(url).context["steps"]]
    client.post(
        reverse("book:application_move", args=[row.pk, "khong-ket-nap"]), {"reason": "Thiếu hồ sơ"}
    )
    steps = [words for _, words, _ in client.get(url).context["steps"]]
    assert steps[1:] == ["Không kết nạp: Thiếu hồ sơ"]


def test_naming_who_holds_the_post_already_says_so(cast: Cast) -> None:
    head = make.make_position(name="Tổ trưởng")
    make.make_member(cast.here, full_name="Ngô Văn Giữ", code="HV78")
    client, url = cast.client("officer_above"), reverse("book:office_fill", args=[cast.here.slug])
    sheet = {"day": "24/11/2026", "method": "appointed", f"chuc-vu-{head.pk}": "HV78"}
    assert "Đã ghi 1 chức vụ" in text_of(client.post(url, sheet, follow=True))
    assert "đang giữ đúng chức vụ đó" in text_of(client.post(url, sheet, follow=True))
    assert Appointment.objects.filter(position=head).count() == 1


# --- What needs consent -------------------------------------------------------------------------


def test_all_consents_of_one_paper_are_written_at_once(cast: Cast) -> None:
    member = make.make_member(cast.here)
    said = {"purpose": ["policy", "identity"], "channel": "paper", "given_on": "1/2/2026"}
    client, url = cast.client("officer_here"), reverse("book:consent_add", args=[member.pk])
    for _ in range(2):  # a double click
        client.post(url, said)
    given = member.consents.order_by("purpose").values_list("purpose", "given_on")
    assert list(given) == [("identity", dt.date(2026, 2, 1)), ("policy", dt.date(2026, 2, 1))]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("given_on", "31/2/2026", "Tháng 2/2026 không có ngày 31."),
        ("given_on", "1/1/2030", "Ngày đồng ý ở tương lai."),
        ("given_on", "1/1/1940", "Ngày đồng ý phải sau năm sinh (1950)."),
        ("purpose", [], "Chưa chọn mục đồng ý nào."),
        ("channel", "", "Chưa chọn cách đồng ý."),
        (
            "channel",
            "spoken",
            "Lựa chọn “spoken” không có trong danh sách.",
        ),
        ("evidence", " ", "Hãy ghi bằng chứng giữ ở đâu."),
    ],
)
def test_a_refused_consent_says_why_and_keeps_the_rest(
    cast: Cast, field: str, typed: Any, words: str
) -> None:
    member = make.make_member(cast.here, birth_year=1950)
    said = {
        "purpose": ["policy"], "channel": "call", "given_on": "1/2/2026",
        "evidence": "tệp ghi âm 12",
    } | {field: typed}  # fmt: skip
    answer = cast.client("officer_here").post(reverse("book:consent_add", args=[member.pk]), said)
    form = answer.context["consent_form"]
    assert dict(form.errors) == {field: [words]}
    assert {name: form[name].value() for name in said} == said
    assert not member.consents.exists()


def test_a_day_in_the_party_before_one_was_grown_is_refused(cast: Cast) -> None:
    member = make.make_member(cast.here, birth_year=1950)
    client, url = cast.client("officer_here"), reverse("book:member_private", args=[member.pk])
    client.post(
        reverse("book:consent_add", args=[member.pk]),
        {"purpose": "party", "channel": "paper", "given_on": "1/2/2026"},
    )
    version = client.get(url).context["form"]["version"].value()
    answer = client.post(url, {"party_joined_on": "3/2/1955", "version": version})
    assert answer.context["form"].errors["party_joined_on"] == [
        "Sinh năm 1950 thì chưa thể vào Đảng năm 1955."
    ]
    later = client.post(url, {"party_joined_on": "3/2/2099", "version": version})
    assert "tương lai" in later.context["form"].errors["party_joined_on"][0]


# --- Errors stand beside their field ------------------------------------------------------------


def test_what_a_constraint_says_stands_beside_its_field(cast: Cast) -> None:
    client = cast.client("officer_here")
    member = make.make_member(cast.here)
    paper = {
        "kind": "decision", "readers": "book", "issued_on": "2/2/2026", "expires_on": "1/2/2026",
        "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"),
    }  # fmt: skip
    answer = client.post(reverse("book:document_add", args=[member.pk]), paper)
    assert answer.context["form"].errors["expires_on"] == ["Ngày hết hạn phải sau ngày cấp."]

    row = make.make_application(cast.here, birth_year=1960)
    answer = client.post(
        reverse("book:application_edit", args=[row.pk]),
        {
            "full_name": "Lê Văn Tám", "unit": cast.here.pk, "kind": "official",
            "applied_on": "3/11/2026", "birth_year": "1961", "birth_date": "5/5/1960",
        },
    )  # fmt: skip
    assert answer.context["form"].errors["birth_date"] == ["Ngày sinh không thuộc năm sinh đã ghi."]


def test_a_meeting_before_the_application_is_refused_beside_its_day(cast: Cast) -> None:
    row = make.make_application(cast.here, applied_on=dt.date(2026, 11, 3))
    answer = cast.client("officer_here").post(
        reverse("book:application_move", args=[row.pk, "chi-hoi-xet"]),
        {"reviewed_on": "1/1/2026", "branch_present": "20", "branch_for": "18"},
    )
    assert dict(answer.context["form"].errors) == {
        "reviewed_on": ["Đơn nộp ngày 03/11/2026; ngày này trước đó."]
    }


@pytest.mark.parametrize(
    ("present", "votes", "kept"),
    [("2.000", "1.999", (2000, 1999)), ("20 đồng chí", "mười lăm", (20, 15)), ("2", "2", (2, 2))],
)
def test_votes_are_counted_as_they_are_written(
    cast: Cast, present: str, votes: str, kept: tuple[int, int]
) -> None:
    row = make.make_application(cast.here, applied_on=dt.date(2026, 11, 3))
    cast.client("officer_here").post(
        reverse("book:application_move", args=[row.pk, "chi-hoi-xet"]),
        {"reviewed_on": "5/11/2026", "branch_present": present, "branch_for": votes},
    )
    row.refresh_from_db()
    assert (row.branch_present, row.branch_for) == kept


def test_a_refused_page_says_so_in_its_title(cast: Cast) -> None:
    client, url = cast.client("officer_here"), reverse("book:candidate_new")
    assert "<title>Thêm người" in text_of(client.get(url))
    assert "<title>Cần sửa: Thêm người" in text_of(client.post(url, {"full_name": ""}))


# --- The list and the card ----------------------------------------------------------------------


def test_folded_questions_are_counted_and_unfold_for_a_mistake_alone(cast: Cast) -> None:
    client, url = cast.client("officer_here"), reverse("book:members")
    asked = [{}, {"q": "an", "tinh_trang": "tat-ca"}, {"tuoi_tu": "70"}, {"tuoi_tu": "abc"}]
    forms = [client.get(url, query).context["form"] for query in asked]
    assert [form.folded_count for form in forms] == [0, 0, 1, 1]
    assert [form.has_folded_errors for form in forms] == [False, False, False, True]


def test_whoever_is_not_found_is_looked_for_among_those_who_left(cast: Cast) -> None:
    client, url = cast.client("officer_here"), reverse("book:members")
    assert client.get(url, {"q": "khongco"}).context["wider"] == "q=khongco&tinh_trang=tat-ca"
    assert 'href="/so/hoi-vien/?q=khongco&amp;tinh_trang=tat-ca"' in text_of(
        client.get(url, {"q": "khongco"})
    )
    assert client.get(url, {"q": "khongco", "tinh_trang": "tat-ca"}).context["wider"] == ""


def test_saved_filters_stand_in_vietnamese_order(cast: Cast) -> None:
    client = cast.client("officer_here")
    for name in ("Tròn tuổi", "Tất cả", "Đã rời", "Ảnh"):
        client.post(reverse("book:filter_save"), {"name": name, "is_shared": name == "Ảnh"})
    answer = client.get(reverse("book:members"))
    saved = [one.name for one, _ in answer.context["saved"]]
    assert saved == ["Ảnh", "Đã rời", "Tất cả", "Tròn tuổi"]
    assert text_of(answer).count(">dùng chung</span>") == 1


def test_the_printed_list_tells_whose_it_is_and_when_it_was_made(cast: Cast) -> None:
    client = cast.client("officer_here")
    page = text_of(client.get(reverse("book:members_print"), {"ngay": "01/10/2026"}))
    assert "tính vào ngày 01/10/2026" in page
    assert "Lập ngày 24/11/2026" in page
    assert cast.here.name in page
    assert "is-wide" not in page

    from_columns = client.get(reverse("book:members")).context["all_columns"]
    keys = [column.key for column, _ in from_columns][:8]
    client.post(reverse("book:members_columns"), {"cot": keys})
    assert "is-wide" in text_of(client.get(reverse("book:members_print")))


def test_a_telephone_is_dialled_by_a_touch(cast: Cast) -> None:
    member = make.make_member(cast.here, phone="0912 345 678", phone_is_shared=True)
    member.phone_owner = "con <trai>"
    member.save()
    page = text_of(cast.client("officer_here").get(reverse("book:member", args=[member.pk])))
    assert '<a href="tel:0912345678">0912 345 678</a> (dùng chung: con &lt;trai&gt;)' in page


# --- What leads on ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["transfer_new", "departure_new", "account_new"])
def test_a_form_opened_from_a_card_names_the_person_and_leads_back(cast: Cast, name: str) -> None:
    member = make.make_member(cast.here, full_name="Ngô Thị Rõ", birth_year=1951)
    client, card = cast.client("officer_here"), reverse("book:member", args=[member.pk])
    answer = client.get(reverse(f"book:{name}"), {"hoi-vien": member.pk})
    assert answer.context["facts"] == [("Đồng chí", f"Ngô Thị Rõ, 1951, {member.code}")]
    assert answer.context["back"] == card
    plain = client.get(reverse(f"book:{name}"))
    assert (plain.context["facts"], plain.context["back"] == card) == ([], False)


@pytest.mark.parametrize("kind", ["application", "transfer", "departure"])
def test_a_refused_scan_says_why_and_keeps_its_title(cast: Cast, kind: str) -> None:
    row: Any = {
        "application": lambda: make.make_application(cast.here),
        "transfer": lambda: make.make_transfer(cast.here, cast.beside),
        "departure": lambda: make.make_departure(cast.here),
    }[kind]()
    sent = {"title": "Đơn viết tay", "file": SimpleUploadedFile("a.txt", b"chu viet")}
    answer = cast.client("officer_here").post(reverse(f"book:{kind}_scan", args=[row.pk]), sent)
    form = answer.context["scan_form"]
    assert dict(form.errors) == {"file": ["Chỉ nhận tệp PDF, hoặc ảnh JPEG, PNG, WebP hoặc HEIC."]}
    assert form["title"].value() == "Đơn viết tay"
    assert not row.scans.exists()


def test_a_wrong_day_of_a_courtesy_is_told_beside_it(cast: Cast) -> None:
    row = make.make_departure(
        cast.here, kind="struck_off", ground="absent", decision=make.make_decision(cast.district)
    )
    url = reverse("book:departure_courtesy", args=[row.pk])
    answer = cast.client("officer_here").post(url, {"day": "31/11/2026"})
    assert answer.context["courtesy_form"].errors["day"] == ["Tháng 11/2026 không có ngày 31."]


def test_the_word_on_a_handover_stands_on_its_own_page(cast: Cast) -> None:
    office = make.make_officer(cast.here).member.appointments.get()
    answer = cast.client("officer_above").post(
        reverse("book:office_end", args=[office.pk]),
        {"day": "24/11/2026", "shown": "24/11/2026 -"},
        follow=True,
    )
    assert "Đã ghi việc thôi chức vụ" in text_of(answer)


# --- Slips taken back ---------------------------------------------------------------------------


def test_an_office_written_by_mistake_is_taken_back_and_the_earlier_one_goes_on(cast: Cast) -> None:
    post = make.make_position(name="Tổ trưởng")
    earlier = make.make_member(cast.here)
    held = earlier.appointments.create(unit=cast.here, position=post, valid_from=make.LONG_AGO)
    make.make_member(cast.here, full_name="Ngô Ghi Nhầm", code="HV79")
    client = cast.client("officer_above")
    client.post(
        reverse("book:office_fill", args=[cast.here.slug]),
        {
            "day": "24/11/2026", "method": "appointed", "ends_earlier": "on",
            f"chuc-vu-{post.pk}": "HV79",
        },
    )  # fmt: skip
    wrong = Appointment.objects.get(position=post, valid_from=dt.date(2026, 11, 24))
    held.refresh_from_db()
    assert held.valid_to == dt.date(2026, 11, 24)
    assert "Ghi nhầm<" in text_of(client.get(reverse("book:offices")))

    url = reverse("book:office_take_back", args=[wrong.pk])
    assert "Tổ trưởng" in text_of(client.get(url))
    assert "Đã bỏ lần ghi Tổ trưởng" in text_of(client.post(url, follow=True))
    assert list(Appointment.objects.filter(position=post)) == [held]
    held.refresh_from_db()
    assert held.valid_to is None


def test_an_office_held_past_its_first_day_is_not_taken_back(cast: Cast) -> None:
    post = make.make_position(name="Tổ trưởng")
    held = make.make_member(cast.here).appointments.create(
        unit=cast.here, position=post, valid_from=dt.date(2026, 11, 23)
    )
    answer = cast.client("officer_above").post(
        reverse("book:office_take_back", args=[held.pk]), follow=True
    )
    assert "đã giữ qua ngày đầu" in text_of(answer)
    assert Appointment.objects.filter(pk=held.pk).exists()


def test_a_wrong_scan_goes_with_its_file_and_by_whoever_attached_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    row = make.make_application(cast.here)
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n")
    client = cast.client("officer_here")
    client.post(
        reverse("book:application_scan", args=[row.pk]), {"title": "Giấy người khác", "file": pdf}
    )
    scan = row.scans.get()
    url = reverse("book:scan_delete", args=[scan.pk])
    storage, name = scan.file.storage, str(scan.file.name)
    assert f'href="{url}"' in text_of(client.get(row.get_absolute_url()))
    above = cast.client("officer_above")
    assert f'href="{url}"' not in text_of(above.get(row.get_absolute_url()))
    assert above.post(url).status_code == 403
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url)
    assert answer["Location"] == row.get_absolute_url()
    assert (row.scans.exists(), storage.exists(name)) == (False, False)


def test_a_new_term_ends_the_one_before(cast: Cast) -> None:
    make.make_member(cast.here, full_name="Ngô Trúng Cử", code="HV80")
    post = make.make_position(name="Tổ trưởng")
    old = cast.here.terms.create(
        name="Nhiệm kỳ 2024 - 2029", valid_from=make.LONG_AGO, valid_to=dt.date(2029, 1, 1)
    )
    sheet = {
        "term_name": "Nhiệm kỳ 2026 - 2031", "day": "24/11/2026", "term_end": "24/11/2031",
        "method": "elected", f"chuc-vu-{post.pk}": "HV80",
    }  # fmt: skip
    for _ in range(2):  # a double click
        cast.client("officer_above").post(reverse("book:office_fill", args=[cast.here.slug]), sheet)
    spans = cast.here.terms.order_by("valid_from").values_list("valid_from", "valid_to")
    day = dt.date(2026, 11, 24)
    assert list(spans) == [(old.valid_from, day), (day, dt.date(2031, 11, 24))]


def test_a_refused_page_has_one_thing_to_focus(cast: Cast, client: Any) -> None:
    assert text_of(client.get(reverse("login"))).count(" autofocus") == 1
    refused = text_of(client.post(reverse("login"), {"username": "ai", "password": "sai"}))
    assert refused.count(" autofocus") == 1
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in refused


def test_a_scan_is_removed_by_nobody_else_even_past_the_page(cast: Cast) -> None:
    row = make.make_application(cast.here)
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
    scan = file_scan(of=row, title="Đơn", file=pdf, by=cast.officer_here)
    with pytest.raises(PermissionDenied):
        remove_scan(scan=scan, by=cast.officer_above)
    assert row.scans.count() == 1
    remove_scan(scan=scan, by=cast.office)
    assert row.scans.count() == 0


def test_an_empty_book_tells_the_next_step(cast: Cast) -> None:
    branch = make.make_branch(cast.district)
    Appointment.objects.filter(member=cast.officer_here.member).update(unit=branch)
    for path, words, address in (
        ("/so/hoi-vien/", "Sổ chưa có hội viên nào", reverse("book:member_new")),
        ("/so/hoi-vien/?q=ai", "Không có hội viên nào như vậy", "/so/hoi-vien/"),
    ):
        page = text_of(cast.client("officer_here").get(path))
        assert words in page
        assert f'href="{address}"' in page


def test_before_there_is_any_branch_the_desk_says_who_lays_it_down(client: Any, db: None) -> None:
    admin = make.make_user(is_superuser=True)
    client.force_login(admin)
    for path in ("/so/hoi-vien/", "/so/chuc-vu/", "/so/hoi-phi/buoi-thu/ghi/"):
        page = text_of(client.get(path))
        assert "Chưa có chi hội nào" in page, path
        assert f'href="{reverse("admin:members_unit_add")}"' in page, path


def _copy(cast: Cast) -> SignedCopy:
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
    return file_copy(report=make.make_report(cast.here), file=pdf, by=cast.officer_here)


def _voucher_scan(cast: Cast) -> VoucherScan:
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
    row = make.make_voucher(make.make_box(cast.here))
    return attach_scan(voucher=row, file=pdf, by=cast.officer_here)


def _scan(cast: Cast) -> Scan:
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
    row = make.make_application(cast.here)
    return file_scan(of=row, title="Đơn", file=pdf, by=cast.officer_here)


DELETED: dict[str, Callable[[Cast], Any]] = {
    "book:award_delete": lambda cast: make.make_award(make.make_member(cast.here)),
    "book:document_delete": lambda cast: MemberDocument.objects.create(
        member=make.make_member(cast.here), kind="the", uploaded_by=cast.officer_here),
    "book:filter_delete": lambda cast: SavedFilter.objects.create(
        user=cast.officer_here, name="Của tôi", query="q=an"),
    "book:scan_delete": _scan,
    "reports:copy_delete": _copy,
    "fund:scan_delete": _voucher_scan,
    "dues:rate_delete": lambda cast: make.make_dues_rate(cast.city),
}  # fmt: skip


@pytest.mark.parametrize("name", DELETED)
def test_an_answer_sent_twice_deletes_once_and_meets_no_error(cast: Cast, name: str) -> None:
    row = DELETED[name](cast)
    client = cast.client("office" if name == "dues:rate_delete" else "officer_here")
    args = [row.member_id, row.pk] if name == "book:document_delete" else [row.pk]
    url = reverse(name, args=args)
    told = [client.post(url).status_code for _ in range(2)]
    assert (told, type(row).objects.filter(pk=row.pk).exists()) == ([302, 302], False)
    assert client.get(url).status_code == 404
