"""The members' book at the desk: the list and its questions, the sheet, the card, its papers."""

import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit.dates import local_today
from members.models import (
    Appointment,
    Change,
    Consent,
    ListSetting,
    Member,
    MemberDocument,
    Membership,
    Portrait,
    Position,
    ReadRecord,
    SavedFilter,
    SensitiveDetails,
    User,
)
from members.models.leaving import TransferStep
from members.models.lists import REMINDERS
from moves.actions import leaving
from register.actions.lists import set_reminder
from register.actions.members import suggested_code
from register.filters import MemberFilter

from .. import factories as make
from ..conftest import Cast
from ..pages import HARD
from ..tasks import membership_tasks

LIST = "/so/hoi-vien/"
PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"


def _names(cast: Cast, who: str, **query: Any) -> list[str]:
    answer = cast.client(who).get(LIST, query)
    assert answer.status_code == 200
    return [member.full_name for member, _ in answer.context["rows"]]


def _columns(answer: Any) -> list[str]:
    """Keys of the columns that stand beside the name at a desk."""
    columns = answer.context["table"].columns.values()
    return [one.key for one in columns if "is-phone-only" not in one.css][1:]


def _text(answer: Any) -> str:
    return answer.content.decode()


def _close(answer: Any) -> None:
    """Lets go of a streamed file; close() would also close the database."""
    for close in answer._resource_closers:
        close()


# --- The list -------------------------------------------------------------------------------


def test_list_holds_those_of_the_own_books_in_name_order(cast: Cast) -> None:
    for name in ("Lê Đức", "Trần Ánh", "Nguyễn Ân", "Phạm An", "Bùi Dũng"):
        make.make_member(cast.here, full_name=name)
    make.make_member(cast.beside, full_name="Võ Khác")
    names = [name for name in _names(cast, "officer_here") if "Thử" not in name]

    assert names == ["Phạm An", "Trần Ánh", "Nguyễn Ân", "Bùi Dũng", "Lê Đức"]
    assert "Võ Khác" in _names(cast, "officer_above")
    assert "Võ Khác" not in _names(cast, "officer_here")


def _one(cast: Cast, **fields: Any) -> Member:
    fields = {"full_name": "Đặng Thị Tìm", "birth_year": 1946, "phone": "0912 345 678"} | fields
    return make.make_member(cast.here, **fields)


def test_search_finds_without_marks_by_phone_and_card(cast: Cast) -> None:
    one = _one(cast, code="HV777001")
    for words in ("dang tim", "TÌM đặng", "0912345678", "0912.345.678", "+84 912 345 678",
                  "345678", "hv777001"):  # fmt: skip
        assert _names(cast, "officer_here", q=words) == [one.full_name], words
    assert _names(cast, "officer_here", q="dang khac") == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"tuoi_tu": "80"}, True),
        ({"tuoi_tu": "81"}, False),
        ({"tuoi_den": "79"}, False),
        ({"chuc_tho": "on"}, True),
        ({"cap_bac": "50"}, True),
        ({"cap_bac": "60"}, False),
        ({"vao_tu": "12/12/2023"}, True),
        ({"vao_tu": "13/12/2023"}, False),
        ({"vao_den": "12-12-23"}, True),
        ({"vao_den": "11.12.2023"}, False),
        ({"thieu": "anh"}, True),
        ({"thieu": "dien-thoai"}, False),
        ({"thieu": "ngay-sinh"}, True),
        ({"chinh_sach": "co"}, False),
        ({"tinh_trang": "da-roi"}, False),
        ({"tinh_trang": "tat-ca"}, True),
        ({"tinh_trang": "chua-vao"}, False),
        ({"ngay": "11/12/2023"}, False),
        ({"ngay": "12/12/2023"}, True),
    ],
)
def test_each_question_narrows_the_list(
    cast: Cast, time_machine: Any, query: dict[str, str], is_found: bool
) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC))
    one = _one(cast, rank=50)
    make.make_member(cast.beside, full_name="Đặng Thị Tìm", birth_year=1946, rank=50)

    assert _names(cast, "officer_here", q="tim", **query) == [one.full_name] * is_found


def test_unit_post_and_policy_narrow_the_list(cast: Cast) -> None:
    one = _one(cast)
    _policy(one, cast)
    post = make.make_position(level=2)
    Appointment.objects.create(member=one, unit=cast.here, position=post, valid_from=make.LONG_AGO)

    assert _names(cast, "officer_above", q="tim", don_vi=cast.here.pk) == [one.full_name]
    assert _names(cast, "officer_above", q="tim", don_vi=cast.beside.pk) == []
    assert _names(cast, "officer_above", chuc_vu=post.pk) == [one.full_name]
    assert _names(cast, "officer_above", chinh_sach="thuong-binh") == [one.full_name]
    assert _names(cast, "officer_above", chinh_sach="liet-si") == []


def test_who_left_is_found_by_how(cast: Cast) -> None:
    gone = _one(cast)
    membership = gone.memberships.get()
    membership.valid_to, membership.left_by = make.yesterday(), Membership.Exit.STRUCK_OFF
    membership.save()

    assert _names(cast, "officer_here", q="tim") == []
    assert _names(cast, "officer_here", q="tim", tinh_trang="da-roi") == [gone.full_name]
    assert _names(cast, "officer_here", q="tim", tinh_trang="roi-struck_off") == [gone.full_name]
    assert _names(cast, "officer_here", q="tim", tinh_trang="roi-resigned") == []


def test_quick_way_finds_the_same_as_the_rule(cast: Cast) -> None:
    """`active_in_books_of` is `editable_by` and `active_on`, asked otherwise."""
    moved = make.make_member(cast.here)
    membership = moved.memberships.get()
    membership.valid_to, membership.left_by = local_today(), Membership.Exit.TRANSFERRED
    membership.save()
    Membership.objects.create(member=moved, unit=cast.beside, valid_from=local_today())
    leaving = make.make_member(cast.here)
    membership = leaving.memberships.get()
    membership.valid_to = local_today() + dt.timedelta(days=1)
    membership.left_by = Membership.Exit.RESIGNED
    membership.save()
    make.make_member()
    for who in ("admin", "office", "officer_above", "officer_here", "officer_beside", "editor",
                "former_officer", "member_here"):  # fmt: skip
        user = getattr(cast, who)
        quick = set(Member.objects.active_in_books_of(user))
        assert quick == set(Member.objects.editable_by(user).active_on()), who


@pytest.mark.parametrize("value", ["abc", "999999999999999999999", "-1", "0"])
def test_unit_that_is_none_is_not_found(cast: Cast, value: str) -> None:
    assert cast.client("officer_here").get(LIST, {"don_vi": value}).status_code == 404


def test_unit_of_another_gives_404(cast: Cast) -> None:
    client = cast.client("officer_here")
    for page in (LIST, f"{LIST}in/", f"{LIST}xuat/"):
        assert client.get(page, {"don_vi": cast.beside.pk}).status_code == 404, page


def test_box_that_is_not_understood_is_told_and_asks_nothing(cast: Cast) -> None:
    one = _one(cast)
    answer = cast.client("officer_here").get(
        LIST, {"q": "tim", "tuoi_tu": "già", "vao_tu": "31/02/2024", "tinh_trang": "lạ"}
    )

    assert [member for member, _ in answer.context["rows"]] == [one]
    assert "Tháng 2/2024 không có ngày 31." in _text(answer)
    assert answer.context["querystring"] == "q=tim"


def test_filter_says_itself_in_words_and_in_the_address(cast: Cast) -> None:
    query = {"q": "An", "tuoi_tu": "70", "cap_bac": "50", "ngay": "1/2/2025", "chuc_tho": "on"}
    asked = MemberFilter(cast.officer_here, query)

    assert asked.summary == (
        "Đang sinh hoạt, tìm “An”, từ 70 tuổi, tròn 70, 75, 80 … trong năm 2025, "
        "cấp bậc Đại tá, tính vào ngày 01/02/2025"
    )
    again = MemberFilter(cast.officer_here, asked.querystring)
    assert (again.summary, again.values) == (asked.summary, asked.values)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["office", "officer_above"])
def test_list_asks_the_same_however_long(
    cast: Cast, count: int, who: str, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        member = make.make_member(cast.here)
        post = make.make_position(level=2)
        Appointment.objects.create(
            member=member, unit=cast.here, position=post, valid_from=make.LONG_AGO
        )
    client = cast.client(who)

    with django_assert_num_queries({"office": 18, "officer_above": 19}[who]):
        client.get(LIST)


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ({"chuc_tho": "on"}, "Tuổi"),
        ({"tuoi_tu": "80", "tuoi_den": "80"}, "Tuổi"),
        ({"sinh_thang": "9"}, "Ngày sinh"),
        ({"vao_tu": "1/1/2020"}, "Ngày vào Hội"),
        ({"khen_thuong": "chua"}, "Khen thưởng"),
    ],
)
def test_list_shows_what_it_was_asked_by(cast: Cast, query: dict[str, str], heading: str) -> None:
    """Who turns 80 is not told by names; the columns that the reader chose stay chosen."""
    client = cast.client("officer_here")
    client.post(reverse("book:members_columns"), {"cot": "noi-o"})

    answer = client.get("/so/hoi-vien/", query)

    shown = {one.column.heading: one.column.css for one in answer.context["table"].headings}
    assert "is-phone-only" not in shown[heading]
    assert [one.key for one, is_chosen in answer.context["all_columns"] if is_chosen] == ["noi-o"]
    usual = client.get("/so/hoi-vien/").context["table"].headings
    assert {one.column.heading for one in usual if "is-phone-only" not in one.column.css} == {
        "Họ và tên", "Nơi ở",
    }  # fmt: skip


def test_columns_are_remembered_for_one_person(cast: Cast) -> None:
    _one(cast, address="Số 9")
    client = cast.client("officer_here")
    client.post(f"{LIST}cot/", {"cot": ["noi-o", "tuoi", "lạ"], "query": "q=tim"})
    page = client.get(LIST, {"q": "tim"})

    assert _columns(page) == ["tuoi", "noi-o"]
    _, cells = page.context["rows"][0]
    assert dict(cells)["tuoi"] == str(local_today().year - 1946)
    assert dict(cells)["noi-o"] == "Số 9"
    other = cast.client("officer_above").get(LIST)
    assert "noi-o" not in _columns(other)
    client.post(f"{LIST}cot/", {"usual": "1"})
    assert not ListSetting.objects.exists()
    assert _columns(client.get(LIST))[0] == "the"


@pytest.mark.parametrize(
    ("who", "units"),
    [("officer_here", []), ("officer_above", ["chi-hoi"]), ("office", ["chi-hoi", "cap-tren"])],
)
def test_the_list_tells_the_unit_to_whoever_keeps_several(
    cast: Cast, who: str, units: list[str]
) -> None:
    columns = _columns(cast.client(who).get(LIST))
    assert [key for key in columns if key in ("chi-hoi", "cap-tren")] == units
    assert "dien-thoai" in columns


def _sheet(answer: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if "xml" in name)


def test_export_holds_what_the_list_shows_and_is_recorded(cast: Cast) -> None:
    one = _one(cast)
    other = make.make_member(cast.beside, full_name="Võ Ngoài")
    client = cast.client("officer_here")
    client.post(f"{LIST}cot/", {"cot": ["dien-thoai"]})
    told = _sheet(client.get(f"{LIST}xuat/", {"q": "tim"}))

    assert ("0912 345 678" in told, "Đặng Thị Tìm" in told, "1946" in told) == (True, True, False)
    assert "tìm “tim”" in told
    assert [(r.user, r.object_id) for r in ReadRecord.objects.all()] == [
        (cast.officer_here, one.pk)
    ]
    assert other.full_name not in _sheet(client.get(f"{LIST}xuat/"))


def test_print_holds_the_list_and_is_recorded(cast: Cast) -> None:
    one = _one(cast)
    answer = cast.client("officer_here").get(f"{LIST}in/", {"q": "tim"})

    assert one.full_name in _text(answer)
    assert ReadRecord.objects.of(one).count() == 1


def test_filter_is_saved_shared_and_deleted(cast: Cast) -> None:
    client = cast.client("officer_here")
    save = {"name": "Trên 80", "query": "tuoi_tu=80&don_vi=&lạ=1", "is_shared": "on"}
    for _ in range(2):  # a double click makes one
        answer = client.post(f"{LIST}bo-loc/", save)
    saved = SavedFilter.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?tuoi_tu=80")
    assert (saved.query, saved.unit) == ("tuoi_tu=80", cast.here)
    assert [one for one, _ in client.get(LIST).context["saved"]] == [saved]
    assert cast.client("officer_beside").get(LIST).context["saved"] == []
    colleague = make.make_officer(cast.here)
    assert list(SavedFilter.objects.visible_to(colleague)) == [saved]
    delete = reverse("book:filter_delete", args=[saved.pk])
    assert cast.client("officer_beside").post(delete).status_code == 404
    assert client.get(delete).status_code == 200
    assert client.post(delete).status_code == 302
    assert not SavedFilter.objects.exists()


def test_filter_without_a_name_is_refused(cast: Cast) -> None:
    answer = cast.client("officer_here").post(f"{LIST}bo-loc/", {"name": " "}, follow=True)

    assert "Chưa đặt tên cho bộ lọc." in _text(answer)


# --- The sheet ------------------------------------------------------------------------------


def _sheet_of(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "full_name": "Trần Văn Mới", "birth": "1954", "unit": cast.here.pk, "kind": "official",
        "code": suggested_code(), "token": "dau-0123456789abcdef",
    } | fields  # fmt: skip


def test_three_boxes_are_enough(cast: Cast) -> None:
    answer = cast.client("officer_here").post(f"{LIST}them/", _sheet_of(cast))
    member = Member.objects.get(full_name="Trần Văn Mới")

    assert answer["Location"] == f"{LIST}{member.pk}/"
    assert (member.birth_year, member.birth_date) == (1954, None)
    membership = member.memberships.get()
    assert (membership.unit, membership.valid_from, membership.entered_by) == (
        cast.here,
        local_today(),
        "admitted",
    )
    assert Change.objects.of(member).filter(by=cast.officer_here).count() == 2


def test_code_is_suggested_and_unique(cast: Cast) -> None:
    make.make_member(code="HV900009")
    page = cast.client("officer_here").get(f"{LIST}them/")

    assert page.context["form"]["code"].value() == "HV900010"
    answer = cast.client("officer_here").post(f"{LIST}them/", _sheet_of(cast, code="HV900009"))
    assert "Số thẻ này đã cấp cho hội viên khác." in _text(answer)


def test_sent_twice_makes_one_card(cast: Cast) -> None:
    client, sheet = cast.client("officer_here"), _sheet_of(cast)
    first = client.post(f"{LIST}them/", sheet)
    second = client.post(f"{LIST}them/", sheet | {"code": "HV990001"})

    assert first["Location"] == second["Location"]
    assert Member.objects.filter(full_name="Trần Văn Mới").count() == 1


def test_another_one_follows_in_the_same_branch(cast: Cast) -> None:
    answer = cast.client("officer_above").post(
        f"{LIST}them/", _sheet_of(cast, another="1"), follow=True
    )

    assert answer.redirect_chain == [(f"{LIST}them/?don_vi={cast.here.pk}", 302)]
    assert answer.context["form"]["unit"].value() == str(cast.here.pk)


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("full_name", " ", "Chưa nhập họ và tên."),
        ("birth", "", "Chưa nhập năm sinh."),
        ("birth", "31/02/1954", "Tháng 2/1954 không có ngày 31."),
        ("birth", "11/13/1954", "Tháng 13 không hợp lệ"),
        ("birth", "2054", "Năm 2054 không hợp lệ"),
        ("birth", "11/10/2050", "ở tương lai"),
        ("birth", "mồng một Tết", "không phải là một ngày"),
        ("enlisted", "1960", "Sinh năm 1954 thì chưa thể vào ngành năm 1960."),
        ("retired", "1950", "Nghỉ hưu (1950) phải sau năm sinh (1954)."),
        ("rank", "Đại uý trưởng", "Không có cấp bậc"),
        ("phone", "không có", "không phải là số điện thoại"),
        ("phone", "0912 345 67", "có 9 chữ số; cần 10"),
        ("phone", "0000000000", "Không có đầu số nào"),
        ("phone_is_shared", "on", "Hãy nhập số điện thoại, hoặc bỏ chọn số dùng chung."),
        ("joined_on", "01/01/2050", "tương lai"),
        ("joined_on", "01/01/2020", "chỉ có từ ngày 12/12/2023"),
        ("unit", "999999", "Chi hội này không thuộc phạm vi của đồng chí."),
        ("full_name", "A" * 101, "100"),
        ("portrait", SimpleUploadedFile("a.jpg", b"none"), "ảnh"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_reason(cast: Cast, box: str, typed: Any, words: str) -> None:
    answer = cast.client("officer_here").post(
        f"{LIST}them/", _sheet_of(cast, native_place="Bến Tre", **{box: typed})
    )

    assert answer.status_code == 200
    text = _text(answer)
    assert words in text
    assert "Bến Tre" in text  # nothing typed is lost
    assert not Member.objects.filter(native_place="Bến Tre").exists()


def test_branch_beyond_the_own_books_is_refused(cast: Cast) -> None:
    answer = cast.client("officer_here").post(f"{LIST}them/", _sheet_of(cast, unit=cast.beside.pk))

    assert "Chi hội này không thuộc phạm vi của đồng chí." in _text(answer)
    assert not Member.objects.filter(full_name="Trần Văn Mới").exists()


@pytest.mark.parametrize(
    ("typed", "year", "day"),
    [
        ("11/10/1954", 1954, dt.date(1954, 10, 11)),
        ("11-10-54", 1954, dt.date(1954, 10, 11)),
        ("11.10.1954", 1954, dt.date(1954, 10, 11)),
        ("1954", 1954, None),
        ("  1954 ", 1954, None),
    ],
)
def test_days_are_taken_as_people_write_them(
    cast: Cast, typed: str, year: int, day: dt.date | None
) -> None:
    cast.client("officer_here").post(f"{LIST}them/", _sheet_of(cast, birth=typed))
    member = Member.objects.get(full_name="Trần Văn Mới")

    assert (member.birth_year, member.birth_date) == (year, day)


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        ("Đại uý", 90), ("đại úy", 90), ("dai uy", 90), ("Thượng sỹ", 130), ("thượng sĩ", 130),
        ("Đại tá CAND", 50), ("Trung tá Công an", 70), ("không", None), ("", None),
    ],
)  # fmt: skip
def test_ranks_are_taken_in_any_spelling(cast: Cast, typed: str, rank: int | None) -> None:
    cast.client("officer_here").post(f"{LIST}them/", _sheet_of(cast, rank=typed))

    assert Member.objects.get(full_name="Trần Văn Mới").rank == rank


def test_shared_phone_keeps_whose_it_is(cast: Cast) -> None:
    cast.client("officer_here").post(
        f"{LIST}them/",
        _sheet_of(cast, phone="+84912.345.678", phone_is_shared="on", phone_owner="con gái Lan"),
    )
    member = Member.objects.get(full_name="Trần Văn Mới")

    assert (member.phone, member.phone_owner) == ("0912 345 678", "con gái Lan")
    card = _text(cast.client("officer_here").get(f"{LIST}{member.pk}/"))
    assert "0912 345 678</a> (dùng chung: con gái Lan)" in card


def test_likely_doubles_are_shown_before_saving(cast: Cast) -> None:
    own = make.make_member(cast.here, full_name="Trần Vân Mơi", birth_year=1954)
    make.make_member(cast.beside, full_name="Lê Bí Mật", phone="0912 345 678")
    client = cast.client("officer_here")
    sheet = _sheet_of(cast, phone="0912345678")
    answer = client.post(f"{LIST}them/", sheet)
    text = _text(answer)

    assert f"{LIST}{own.pk}/" in text
    assert "Có người trùng ở đơn vị khác" in text
    assert "Lê Bí Mật" not in text
    assert not Member.objects.filter(full_name="Trần Văn Mới").exists()
    assert client.post(f"{LIST}them/", sheet | {"looked_at": "1"}).status_code == 302
    assert Member.objects.filter(full_name="Trần Văn Mới").exists()


def _edit(cast: Cast, member: Member, who: str = "officer_here") -> tuple[Any, dict[str, Any], str]:
    client, url = cast.client(who), f"{LIST}{member.pk}/sua/"
    form = client.get(url).context["form"]
    sheet = {
        name: form[name].value() if form[name].value() not in (None, False) else ""
        for name in form.fields
    }
    sheet = {name: str(value) for name, value in sheet.items() if name != "portrait"}
    return client, {k: v for k, v in sheet.items() if v}, url


def test_card_is_corrected_and_told(cast: Cast) -> None:
    member = _one(cast)
    client, sheet, url = _edit(cast, member)
    answer = client.post(url, sheet | {"phone": "0912 345 679", "birth": "5/6/1946"})

    assert answer.status_code == 302
    member.refresh_from_db()
    assert (member.phone, member.birth_date) == ("0912 345 679", dt.date(1946, 6, 5))
    change = Change.objects.of(member).newest_first()[0]
    assert (change.by, change.sentences) == (
        cast.officer_here,
        [
            "đổi Ngày sinh thành “05/06/1946” (trước để trống)",
            "đổi Điện thoại từ “0912 345 678” thành “0912 345 679”",
        ],
    )


def test_second_secretary_is_told_and_loses_nothing(cast: Cast) -> None:
    member = _one(cast, address="Số 1")
    first, first_sheet, url = _edit(cast, member)
    second, second_sheet, _ = _edit(cast, member, "officer_above")
    first.post(url, first_sheet | {"address": "Số 2"})
    answer = second.post(url, second_sheet | {"phone": "0912 345 680"})

    assert answer.status_code == 200
    assert "đổi Nơi ở từ “Số 1” thành “Số 2”" in _text(answer)
    member.refresh_from_db()
    assert member.phone == "0912 345 678"  # not saved yet
    form = answer.context["form"]
    assert form["phone"].value() == "0912 345 680"  # what was typed
    assert form["address"].value() == "Số 2"  # what only the first had changed
    again = second_sheet | {
        "phone": "0912 345 680", "address": "Số 2", "version": form["version"].value(),
    }  # fmt: skip
    assert second.post(url, again).status_code == 302
    member.refresh_from_db()
    assert (member.phone, member.address) == ("0912 345 680", "Số 2")


def test_phone_of_somebody_with_more_rights_stays(cast: Cast) -> None:
    boss = cast.officer_above.member
    assert boss is not None
    Membership.objects.create(member=boss, unit=cast.here, valid_from=make.LONG_AGO)
    Member.objects.filter(pk=boss.pk).update(phone="0912 000 000")
    client, sheet, url = _edit(cast, boss)
    client.post(url, sheet | {"phone": "0999 999 999", "address": "Số 5"})

    boss.refresh_from_db()
    assert (boss.phone, boss.address) == ("0912 000 000", "Số 5")


def test_undo_does_not_reach_a_phone_that_is_beyond_reach(cast: Cast) -> None:
    boss = cast.officer_above.member
    assert boss is not None
    Membership.objects.create(member=boss, unit=cast.here, valid_from=make.LONG_AGO)
    boss.phone = "0912 000 000"
    boss.save()
    change = Change.objects.of(boss).newest_first()[0]
    url = f"{LIST}{boss.pk}/hoan-tac/"
    answer = cast.client("officer_here").post(url, {"change": change.pk}, follow=True)

    assert "Chỉ cấp trên đổi được số điện thoại" in _text(answer)
    boss.refresh_from_db()
    assert boss.phone == "0912 000 000"


def test_admin_refuses_a_day_outside_its_year(cast: Cast) -> None:
    member = _one(cast, retired_year=2000)
    client = cast.client("admin")
    url = reverse("admin:members_member_change", args=[member.pk])
    page = client.get(url).context["adminform"].form
    data = {name: page.get_initial_for_field(f, name) or "" for name, f in page.fields.items()}
    for prefix in ("memberships", "appointments"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(url, data | {"retired_on": "1/2/2001"})

    assert answer.status_code == 200
    assert "Ngày nghỉ hưu không thuộc năm đã ghi." in _text(answer)


def test_undo_by_the_card(cast: Cast) -> None:
    member = _one(cast)
    client, sheet, url = _edit(cast, member)
    client.post(url, sheet | {"phone": "0912 345 679"})
    card = client.get(f"{LIST}{member.pk}/")
    assert card.context["undoable"]
    change = card.context["undoable"][0].pk
    undo = f"{LIST}{member.pk}/hoan-tac/"
    assert cast.client("officer_beside").post(undo, {"change": change}).status_code == 404
    assert client.post(undo, {"change": "x"}).status_code == 404
    client.post(undo, {"change": change})

    member.refresh_from_db()
    assert member.phone == "0912 345 678"
    again = client.post(undo, {"change": change}, follow=True)
    assert "không hoàn tác được nữa" in _text(again)


# --- What needs consent ---------------------------------------------------------------------


def _policy(member: Member, cast: Cast, **fields: Any) -> SensitiveDetails:
    make.make_consent(member)
    return SensitiveDetails.objects.create(**{"member": member, "policy": "thuong-binh"} | fields)


def test_boxes_appear_only_with_consent(cast: Cast) -> None:
    member = _one(cast)
    client, url = cast.client("officer_here"), f"{LIST}{member.pk}/rieng/"
    assert list(client.get(url).context["form"].fields) == ["version"]
    client.post(url, {"policy": "thuong-binh", "hardship": "neo đơn"})
    assert not SensitiveDetails.objects.exclude(policy="", hardship="").exists()
    consent = {"purpose": "policy", "channel": "paper", "given_on": "1/2/2026"}
    for _ in range(2):  # a double click
        client.post(f"{LIST}{member.pk}/dong-y/", consent)

    assert Consent.objects.get().given_on == dt.date(2026, 2, 1)
    form = client.get(url).context["form"]
    assert list(form.fields) == ["policy", "policy_note", "version"]
    version = form["version"].value()
    client.post(url, {"policy": "thuong-binh", "hardship": "neo đơn", "version": version})
    details = SensitiveDetails.objects.get()
    assert (details.policy, details.hardship) == ("thuong-binh", "")
    history = [line for c in Change.objects.of(member) for line in c.sentences]
    assert any("Diện chính sách (không hiện)" in line for line in history) or any(
        "thông tin cần có sự đồng ý" in line for line in history
    )
    assert "thương binh" not in str(list(Change.objects.values_list("diff", flat=True)))


def test_second_writer_of_what_is_private_is_told(cast: Cast) -> None:
    member = _one(cast)
    details = _policy(member, cast)
    client, url = cast.client("officer_here"), f"{LIST}{member.pk}/rieng/"
    version = client.get(url).context["form"]["version"].value()
    details.policy = "liet-si"
    details.save()
    sheet = {"policy": "benh-binh", "policy_note": "hạng 1", "version": version}
    answer = client.post(url, sheet)

    assert "người khác đã lưu phần này" in _text(answer)
    assert "thân nhân liệt sĩ" in _text(answer)
    assert "hạng 1" in _text(answer)
    details.refresh_from_db()
    assert details.policy == "liet-si"
    client.post(url, sheet | {"version": answer.context["form"]["version"].value()})
    details.refresh_from_db()
    assert details.policy == "benh-binh"


def test_withdrawing_forgets_what_was_opened(cast: Cast) -> None:
    member = _one(cast)
    details = _policy(member, cast, policy_note="hạng 2/4")
    consent = member.consents.get()
    url = reverse("book:consent_withdraw", args=[member.pk, consent.pk])
    client = cast.client("officer_here")
    assert "Rút lại" in _text(client.get(url))
    client.post(url)
    client.post(url)

    details.refresh_from_db()
    consent.refresh_from_db()
    assert (details.policy, details.policy_note) == ("", "")
    assert consent.withdrawn_on == local_today()
    assert "hạng 2/4" not in str(list(Change.objects.values()))


def test_opening_what_is_private_is_recorded(cast: Cast) -> None:
    member = _one(cast)
    details = _policy(member, cast)
    cast.client("officer_here").get(f"{LIST}{member.pk}/rieng/")

    assert [r.model for r in ReadRecord.objects.of(details)] == ["members.sensitivedetails"]
    card = _text(cast.client("officer_here").get(f"{LIST}{member.pk}/"))
    assert "thương binh" not in card
    assert ReadRecord.objects.of(member).count() == 1


# --- Papers and the photograph ---------------------------------------------------------------


def _upload(cast: Cast, member: Member, data: bytes = PDF, **fields: Any) -> Any:
    file = SimpleUploadedFile(fields.pop("name", "giay.pdf"), data)
    sheet = {"file": file, "kind": "quyet-dinh", "readers": "keepers"} | fields
    who = sheet.pop("who", "officer_here")
    return cast.client(who).post(f"{LIST}{member.pk}/giay-to/them/", sheet)


def test_paper_is_filed_shown_and_its_opening_recorded(cast: Cast) -> None:
    member = _one(cast)
    assert _upload(cast, member, number="12/QĐ").status_code == 302
    paper = MemberDocument.objects.get()
    url = f"{LIST}{member.pk}/giay-to/{paper.pk}/"
    answer: Any = cast.client("officer_here").get(url)

    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PDF, "application/pdf")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == (
        "private, no-store", "nosniff",
    )  # fmt: skip
    assert [r.user for r in ReadRecord.objects.of(paper)] == [cast.officer_here]
    assert cast.client("officer_beside").get(url).status_code == 404
    assert cast.client("nobody").get(f"/media/{paper.file.name}").status_code == 404
    other = make.make_member(cast.here)
    assert (
        cast.client("officer_here").get(f"{LIST}{other.pk}/giay-to/{paper.pk}/").status_code == 404
    )
    assert "Quyết định số 12/QĐ" in _text(cast.client("officer_above").get(f"{LIST}{member.pk}/"))


def test_close_paper_is_for_the_office_and_whoever_filed_it(cast: Cast) -> None:
    member = _one(cast)
    _upload(cast, member, readers="office", title="Giấy kínxyz")
    paper = MemberDocument.objects.get()
    url = f"{LIST}{member.pk}/giay-to/{paper.pk}/"
    seen = {}
    for who in ("admin", "office", "officer_above", "officer_here"):
        answer = cast.client(who).get(url)
        _close(answer)
        seen[who] = answer.status_code

    assert seen == {"admin": 200, "office": 200, "officer_above": 404, "officer_here": 200}
    assert "kínxyz" not in _text(cast.client("officer_above").get(f"{LIST}{member.pk}/"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"data": b"MZ\x90"}, "Chỉ nhận bản chụp PDF, JPEG hoặc PNG."),
        ({"data": b"%PDF-1.4 cut"}, "bị hỏng"),
        ({"data": b""}, "rỗng"),
        ({"issued_on": "1/1/2025", "expires_on": "1/1/2024"}, "Ngày hết hạn phải sau ngày cấp."),
        ({"expires_on": "30/2/2027"}, "không có ngày 30"),
        ({"issued_on": "1/1/2099"}, "tương lai"),
        ({"kind": "lạ"}, ""),
    ],
)
def test_bad_paper_is_refused(cast: Cast, fields: dict[str, Any], words: str) -> None:
    answer = _upload(cast, _one(cast), **fields)

    assert answer.status_code == 200
    assert words in _text(answer)
    assert not MemberDocument.objects.exists()


@pytest.mark.parametrize("issued_on", ["1/1/2099", "1/1/2025"])
def test_a_refused_form_asks_for_its_file_again(cast: Cast, issued_on: str) -> None:
    page = _text(_upload(cast, _one(cast), issued_on=issued_on))
    assert ("hãy chọn lại" in page) == (issued_on == "1/1/2099")


def test_who_may_read_a_paper_is_asked_in_full_words(cast: Cast) -> None:
    page = _text(cast.client("officer_here").get(f"{LIST}{_one(cast).pk}/giay-to/them/"))
    assert re.findall(r'type="radio" name="readers" value="(\w+)"', page) == [
        value for value, _ in MemberDocument.Readers.choices
    ]


def test_photographed_paper_loses_its_place(cast: Cast) -> None:
    data = make.picture_file().read()
    _upload(cast, _one(cast), data=data, name="giay.JPEG")

    assert MemberDocument.objects.get().extension == "jpg"


def test_paper_sent_twice_is_filed_once(cast: Cast) -> None:
    member = _one(cast)
    for _ in range(2):
        assert _upload(cast, member).status_code == 302
    assert MemberDocument.objects.count() == 1


def test_removed_paper_goes_with_its_file(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    member = _one(cast)
    _upload(cast, member)
    paper = MemberDocument.objects.get()
    storage, name = paper.file.storage, str(paper.file.name)
    url = reverse("book:document_delete", args=[member.pk, paper.pk])
    client = cast.client("officer_here")
    assert "Bỏ" in _text(client.get(url))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)

    assert not storage.exists(name)
    assert any("xóa giấy tờ" in s for c in Change.objects.of(member) for s in c.sentences)


@pytest.mark.parametrize("count", [1, 3])
def test_expiring_papers_are_listed(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        MemberDocument.objects.create(
            member=_one(cast), kind="the", title=f"Thẻ {number}", file="giay-to/x.pdf",
            expires_on=local_today() + dt.timedelta(days=30), uploaded_by=cast.admin,
        )  # fmt: skip
    MemberDocument.objects.create(
        member=make.make_member(cast.beside), kind="the", title="Thẻ ngoài", file="giay-to/y.pdf",
        expires_on=local_today(), uploaded_by=cast.admin,
    )  # fmt: skip
    client = cast.client("officer_here")
    with django_assert_num_queries(9):
        text = _text(client.get("/so/giay-to/"))

    assert (text.count("Thẻ 0"), "Thẻ ngoài" in text) == (1, False)
    told = _sheet(client.get("/so/giay-to/xuat/"))
    assert (told.count("<t>Thẻ "), "Thẻ ngoài" in told) == (count, False)


def test_portrait_is_private_and_replaced(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    member = _one(cast)
    client, sheet, url = _edit(cast, member)
    client.post(url, sheet | {"portrait": make.picture_file()})
    portrait = Portrait.objects.get()
    address = f"{LIST}{member.pk}/anh-480.webp"
    answer = client.get(address)
    assert answer["Content-Type"] == "image/webp"
    _close(answer)
    for who, status in (("officer_beside", 404), ("member_here", 404), ("nobody", 302)):
        assert cast.client(who).get(address).status_code == status
    assert client.get(f"{LIST}{member.pk}/anh-481.webp").status_code == 404
    old = portrait.picture.file_names
    storage = portrait.picture.storage
    client, sheet, url = _edit(cast, member)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, sheet | {"portrait": make.picture_file(colour="#aa0000")})

    assert [name for name in old if storage.exists(name)] == []
    assert all(storage.exists(name) for name in Portrait.objects.get().picture.file_names)


# --- The card, and what the database itself refuses -------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_card_asks_the_same_however_much_it_tells(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    member = _one(cast)
    kind = make.make_welfare_kind()
    for number in range(count):
        make.make_activity(cast.here, member=member, kind=kind)
        post = make.make_position(level=2)
        Appointment.objects.create(
            member=member, unit=cast.here, position=post, valid_from=make.LONG_AGO
        )
        MemberDocument.objects.create(
            member=member, kind="the", number=str(number), file="giay-to/x.pdf",
            uploaded_by=cast.admin,
        )  # fmt: skip
    client = cast.client("officer_here")

    with django_assert_num_queries(38):
        client.get(f"{LIST}{member.pk}/")


def test_card_leads_to_what_may_be_done(cast: Cast) -> None:
    member = _one(cast)
    client = cast.client("officer_here")

    def links() -> list[str]:
        return [words for words, _, _ in client.get(f"{LIST}{member.pk}/").context["actions"]]

    usual = [
        "Ghi lần thăm", "Chuyển sinh hoạt", "Ghi chức vụ", "Mở tài khoản", "Rời Hội",
        "Đề nghị xóa tên, kỷ luật", "Thẻ hội viên",
    ]  # fmt: skip
    assert links() == usual
    for _, _, url in client.get(f"{LIST}{member.pk}/").context["actions"]:
        assert client.get(url).status_code == 200
    post = make.make_position(level=0, right=Position.Right.CITY_OFFICE)
    Appointment.objects.create(
        member=member, unit=cast.city, position=post, valid_from=make.LONG_AGO
    )
    assert links() == ["Ghi lần thăm", "Chuyển sinh hoạt", "Ghi chức vụ", "Thẻ hội viên"]


def test_who_is_on_the_way_is_told_in_list_and_card(cast: Cast) -> None:
    transfer = make.make_transfer(cast.here, cast.elsewhere)
    ListSetting.objects.create(user=cast.officer_here, list_name="members", columns=["tinh-trang"])
    client = cast.client("officer_here")

    rows = client.get(LIST, {"tinh_trang": "dang-chuyen"}).context["rows"]
    told = [(member, dict(cells)["tinh-trang"]) for member, cells in rows]
    assert told == [(transfer.member, f"chờ chuyển đến {cast.elsewhere}")]
    card = client.get(f"{LIST}{transfer.member.pk}/").context
    words = f"Đang chờ {cast.elsewhere} trả lời đề nghị chuyển sinh hoạt"
    assert card["ways"] == [(words, transfer.get_absolute_url())]
    assert "Chuyển sinh hoạt" not in [words for words, _, _ in card["actions"]]
    sentences = [line for change in card["changes"] for line in change.sentences]
    assert f"ghi mới chuyển sinh hoạt “{transfer}”" in sentences


def test_card_of_who_left_tells_how_and_offers_nothing(cast: Cast) -> None:
    row = make.make_departure(cast.here, kind="resigned")
    card = cast.client("officer_here").get(f"{LIST}{row.member.pk}/").context
    words = f"Rời Hội từ {row.left_on:%d/%m/%Y}: {row.get_kind_display()}"
    assert card["ways"] == [(words, row.get_absolute_url())]
    assert card["actions"] == []


def test_card_of_who_has_died_is_one_of_memory(cast: Cast) -> None:
    """Age and years of membership stand still on the day of death."""
    member = make.make_member(cast.here, birth_year=1940, joined=dt.date(2024, 1, 1))
    make.make_departure(cast.here, member=member, left_on=dt.date(2025, 3, 1))
    answer = cast.client("officer_here").get(f"{LIST}{member.pk}/")
    facts = {term: str(value) for term, value in answer.context["key_facts"]}
    assert f"Tưởng nhớ {member}" in answer.content.decode()
    assert [words for words, _ in answer.context["ways"]] == ["Từ trần ngày 01/03/2025"]
    assert answer.context["summary"].endswith(
        "vào Hội 01/01/2024 (1 năm 2 tháng); từ trần ngày 01/03/2025."
    )
    assert facts["Ngày, năm sinh"] == f"1940 (85{HARD}tuổi)"


def test_card_tells_a_life_in_its_order(cast: Cast) -> None:
    member = make.make_member(
        cast.here, joined=make.LONG_AGO, birth_year=1950, enlisted_year=1970,
        retired_on=dt.date(2005, 3, 1), last_post="Đội trưởng",
    )  # fmt: skip
    post = make.make_position(level=2)
    Appointment.objects.create(
        member=member, unit=cast.here, position=post,
        valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2025, 1, 1),
    )  # fmt: skip
    line = cast.client("officer_here").get(f"{LIST}{member.pk}/").context["line"]
    assert [(when, is_over) for when, _, is_over in line] == [
        ("Năm 1970", True), ("Ngày 01/03/2005", True), (f"Từ {make.LONG_AGO:%d/%m/%Y}", False),
        ("Từ 01/01/2024 đến trước 01/01/2025", True),
    ]  # fmt: skip
    assert line[1][1] == "Nghỉ hưu, xuất ngũ hoặc thôi việc; Đội trưởng"
    assert line[3][1] == f"{post.name}, {cast.here.distinct_label}"


def test_what_a_card_does_not_tell_takes_a_line(cast: Cast) -> None:
    member = make.make_member(cast.here, native_place="Bến Tre", notes="")
    card = cast.client("officer_here").get(f"{LIST}{member.pk}/").context
    assert "quê quán" not in card["missing"]
    assert {"trình độ", "vào ngành"} <= set(card["missing"])
    assert "ghi chú" not in card["missing"]
    assert [name for name, _, _ in card["empty_parts"]] == [
        "Chức vụ trong Hội", "Khen thưởng", "Kỷ luật", "Giấy tờ",
    ]  # fmt: skip
    make.make_award(member)
    card = cast.client("officer_here").get(f"{LIST}{member.pk}/").context
    assert "Khen thưởng" not in [name for name, _, _ in card["empty_parts"]]


@pytest.mark.parametrize(
    "fields",
    [
        {"enlisted_year": 1950},
        {"enlisted_year": 1980, "retired_year": 1979},
        {"enlisted_on": dt.date(1980, 1, 1)},
        {"enlisted_on": dt.date(1980, 1, 1), "enlisted_year": 1981},
        {"retired_on": dt.date(2000, 1, 1), "retired_year": 2001},
        {"phone_is_shared": True},
        {"phone": "0912 345 678", "phone_owner": "con"},
    ],
)
def test_database_holds_what_the_sheet_promises(db: None, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_member(**fields)


def test_database_holds_one_consent_in_force(cast: Cast) -> None:
    member = _one(cast)
    _policy(member, cast)
    with pytest.raises(IntegrityError, match=r"one_in_force|UNIQUE"), transaction.atomic():
        make.make_consent(member)


# --- Filters that remind, and cards that have moved on -------------------------------------------


def test_list_asks_for_a_unit_only_whoever_keeps_several(cast: Cast) -> None:
    member = _one(cast)
    for who, is_hidden in (("officer_here", True), ("officer_above", False), ("admin", False)):
        form = cast.client(who).get(LIST).context["form"]
        assert form["don_vi"].is_hidden is is_hidden, who
    # An address kept from elsewhere is understood still.
    assert _names(cast, "officer_here", q="tim", don_vi=cast.here.pk) == [member.full_name]


def test_day_to_come_is_refused_in_words_and_the_list_is_of_today(cast: Cast) -> None:
    member = _one(cast)
    tomorrow = local_today() + dt.timedelta(1)
    answer = cast.client("officer_here").get(LIST, {"q": "tim", "ngay": f"{tomorrow:%d/%m/%Y}"})
    assert answer.context["member_filter"].is_of_today
    assert [member for member, _ in answer.context["rows"]] == [member]
    said = "Ngày này chưa tới nên danh sách tính đến hôm nay."
    assert _text(answer).count(said) == 2  # above, and beside the box
    assert answer.context["form"].has_folded_errors


def test_empty_boxes_leave_the_address(cast: Cast) -> None:
    client = cast.client("officer_here")
    for asked, short in (
        (f"{LIST}?q=an&don_vi=&tuoi_tu=70&sap=&page=", f"{LIST}?q=an&tuoi_tu=70"),
        (f"{LIST}?q=&sap=", LIST),
    ):
        answer: Any = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (302, short)
        assert client.get(short).status_code == 200


def _reminder(cast: Cast, name: str = "Trên 80", query: str = "tuoi_tu=80") -> SavedFilter:
    return SavedFilter.objects.create(user=cast.officer_here, name=name, query=query)


def _lines(cast: Cast, who: str = "officer_here") -> dict[str, str]:
    user = User.objects.get(pk=getattr(cast, who).pk)
    return {task.label: task.url for task in membership_tasks(user)}


@pytest.mark.moment("2026-11-25 10:00")  # the others of the cast, born in 1950, turn 80 in 2030
def test_marked_filter_stands_among_the_tasks_and_leads_to_its_list(cast: Cast) -> None:
    for name in ("Đỗ Cao Tuổi", "Lê Cao Tuổi"):
        make.make_member(cast.here, full_name=name, birth_year=1930)
    saved = _reminder(cast)
    client = cast.client("officer_here")
    url = reverse("book:filter_remind", args=[saved.pk])
    assert "Trên 80: 2 người" not in _lines(cast)
    page = _text(client.post(url, {"nhac": "1", "query": "sap=tuoi"}, follow=True))
    assert "Việc cần làm sẽ nhắc số người của bộ lọc “Trên 80”" in page

    assert "Trên 80: 2 người" in _text(client.get(reverse("desk")))
    assert _lines(cast)["Trên 80: 2 người"] == f"{LIST}?tuoi_tu=80"
    assert _names(cast, "officer_here", tuoi_tu="80") == ["Đỗ Cao Tuổi", "Lê Cao Tuổi"]
    client.post(url, {"nhac": "0"})
    assert "Trên 80: 2 người" not in _lines(cast)


def test_filter_is_marked_while_it_is_saved(cast: Cast) -> None:
    client = cast.client("officer_here")
    data = {"name": "Cao tuổi", "query": "tuoi_tu=80", "is_reminder": "on"}
    client.post(reverse("book:filter_save"), data)

    assert SavedFilter.objects.get().is_reminder


def test_shared_filter_reminds_its_owner_alone(cast: Cast) -> None:
    make.make_member(cast.here, birth_year=1930)
    saved = _reminder(cast)
    saved.unit, saved.is_reminder = cast.here, True
    saved.save()
    second = make.make_officer(cast.here)
    client = Client()
    client.force_login(second, backend="members.backends.OfficeBackend")
    assert "Trên 80" in _text(client.get(LIST))

    assert not any("Trên 80" in task.label for task in membership_tasks(second))
    assert client.post(reverse("book:filter_remind", args=[saved.pk])).status_code == 403


def test_nobody_is_reminded_of_more_than_a_few(cast: Cast) -> None:
    for number in range(REMINDERS):
        assert set_reminder(
            saved=_reminder(cast, f"Lọc {number}"), is_reminder=True, by=cast.officer_here
        )
    last = _reminder(cast, "Lọc cuối")
    page = _text(
        cast.client("officer_here").post(
            reverse("book:filter_remind", args=[last.pk]), {"nhac": "1"}, follow=True
        )
    )
    assert "Mỗi người chỉ nhắc được 5 bộ lọc" in page
    last.refresh_from_db()
    assert not last.is_reminder


def test_filter_of_a_unit_that_is_no_longer_ones_own_says_so(cast: Cast) -> None:
    saved = _reminder(cast, "Của nơi khác", f"don_vi={cast.elsewhere.pk}")
    set_reminder(saved=saved, is_reminder=True, by=cast.officer_here)

    assert "Bộ lọc “Của nơi khác” không còn dùng được" in _lines(cast)


@pytest.mark.parametrize("count", [1, 3])
def test_reminders_cost_one_count_each(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    user = User.objects.get(pk=cast.officer_here.pk)
    with CaptureQueriesContext(connection) as before:
        list(membership_tasks(user))
    for number in range(count):
        set_reminder(
            saved=_reminder(cast, f"Lọc {number}", "tuoi_tu=60"),
            is_reminder=True,
            by=cast.officer_here,
        )
    user = User.objects.get(pk=cast.officer_here.pk)
    with django_assert_num_queries(len(before) + count):
        list(membership_tasks(user))


def test_card_that_moved_on_tells_its_old_branch_where_to(cast: Cast) -> None:
    member = make.make_member(cast.here, full_name="Tô Đã Chuyển", phone="0900 111 999")
    row = make.make_transfer(cast.here, cast.elsewhere, member=member)
    leaving.answer_transfer(transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.admin)
    card = f"{LIST}{member.pk}/"
    answers = {
        who: cast.client(who).get(card)
        for who in ("officer_here", "officer_above", "officer_beside", "member_here", "office")
    }
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "officer_here": 404, "officer_above": 404, "officer_beside": 404, "member_here": 404,
        "office": 200,
    }  # fmt: skip
    for who in ("officer_here", "officer_above"):
        page = _text(answers[who])
        assert "Tô Đã Chuyển" in page
        assert f"đã chuyển sinh hoạt đến {cast.elsewhere}, {cast.elsewhere.parent}" in page
        assert f'href="{row.get_absolute_url()}"' in page
        assert "0900 111 999" not in page
        assert member.code not in page
        assert cast.client(who).get(row.get_absolute_url()).status_code == 200
    for who in ("officer_beside", "member_here"):
        assert "Tô Đã Chuyển" not in _text(answers[who])
        assert "Không tìm thấy trang này" in _text(answers[who])
    assert not ReadRecord.objects.of(member).exclude(user=cast.office).exists()
    assert cast.client("officer_here").get(f"{card}sua/").status_code == 404
    assert cast.client("officer_here").get(f"{card}rieng/").status_code == 404


def test_card_that_went_on_from_there_tells_only_the_first_step(cast: Cast) -> None:
    member = make.make_member(cast.here, full_name="Tô Đi Xa")
    for source, target in ((cast.here, cast.beside), (cast.beside, cast.elsewhere)):
        membership = member.memberships.get(valid_to__isnull=True)
        row = make.make_transfer(
            source, target, member=member, moves_on=membership.valid_from + dt.timedelta(1)
        )
        leaving.answer_transfer(transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.admin)
    page = _text(cast.client("officer_here").get(f"{LIST}{member.pk}/"))

    assert f"đến {cast.beside}, {cast.district}" in page
    assert str(cast.elsewhere) not in page
