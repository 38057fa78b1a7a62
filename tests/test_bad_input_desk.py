"""The officers' workspace answers anything typed with a page: wild addresses, wild forms."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.urls import reverse

from members.models import Appointment, Position, Unit

from . import factories as make
from .conftest import Cast
from .test_bad_input import ask_wildly

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

LISTS: dict[str, tuple[str, ...]] = {
    "desk": ("page",),
    "book:members": (
        "q", "don_vi", "tinh_trang", "tuoi_tu", "tuoi_den", "chuc_tho", "sinh_thang", "cap_bac",
        "chuc_vu", "vao_tu", "vao_den", "chinh_sach", "thieu", "ngay", "sap", "page",
    ),
    "book:members_print": ("q", "don_vi", "ngay", "sap"),
    "book:members_export": ("q", "don_vi", "ngay", "sap"),
    "book:members_picture": ("q", "don_vi", "ngay", "tinh_trang"),
    "book:documents": ("page",),
    "book:documents_export": ("page",),
    "book:member_new": ("don_vi",),
    "book:candidates": ("tim", "tinh_trang", "page"),
    "book:candidate_figures": ("tu", "den"),
    "book:applications": ("tim", "tinh_trang", "page"),
    "book:application_new": ("ung-vien",),
    "book:transfers": ("tinh_trang", "page"),
    "book:transfer_new": ("hoi-vien",),
    "book:departures": ("tim", "hinh_thuc", "page"),
    "book:departure_new": ("hoi-vien",),
    "book:proposals": ("tinh_trang", "page"),
    "book:proposal_new": ("hoi-vien",),
    "book:papers": ("page",),
    "book:offices": ("khuyet", "page"),
    "book:accounts": ("tim", "tinh_trang", "page"),
    "book:account_new": ("hoi-vien",),
    "news_desk:posts": ("q", "muc", "donvi", "cua", "trang-thai", "tinh-trang", "page"),
    "news_desk:blog": ("page",),
    "news_desk:readers": ("q", "tim", "page"),
    "news_desk:reads": ("tu", "den", "thang", "page"),
    "news_desk:comments": ("q", "bai", "page", "xem", "tinh-trang"),
    "news_desk:bans": ("page",),
    "news_desk:front": ("q", "page"),
    "news_desk:sections": ("page",),
    "news_desk:pages": ("page",),
    "site_menus": ("page",),
}  # fmt: skip
ANSWERS = {200, 302, 400, 404}


@pytest.fixture
def filled(cast: Cast) -> None:
    make.make_candidate(cast.here)
    make.make_application(cast.here)
    make.make_transfer(cast.here, cast.beside)
    make.make_departure(cast.here)
    make.make_proposal(cast.here)
    make.make_handover(cast.here)
    make.make_comment(make.make_post(), state="held")
    make.make_subscriber()


@pytest.mark.parametrize("name", LISTS)
def test_wild_queries_get_a_page(cast: Cast, filled: None, name: str) -> None:
    clients = [cast.client("admin"), cast.client("officer_here")]
    for client in clients:
        assert client.get(reverse(name)).status_code in {200, 403}
    ask_wildly(clients[0], reverse(name), LISTS[name], ANSWERS)


def test_a_number_beyond_every_key_is_no_card(cast: Cast) -> None:
    for key in ("0", "9223372036854775808", "9" * 30):
        for who in ("admin", "officer_here"):
            assert cast.client(who).get(f"/so/hoi-vien/{key}/").status_code == 404, (who, key)


# --- Forms ------------------------------------------------------------------------------------

TYPED = [
    "\x00", "'", "<script>alert(1)</script>", "😀" * 50, "a" * 10_000, "-1", "0", "1e999",
    "9" * 20, "9" * 400, "NaN", "١٢٣", "½", "\u202e", "31/02/1954", "11/10/2090", "00/00",
    "11/10/1854", "năm 54", "0001-01-01", "9999-12-31", "nam", "true", "None",
]  # fmt: skip

FORMS: dict[str, Callable[[Cast], list[Any]]] = {
    "book:member_new": lambda cast: [],
    "book:member_edit": lambda cast: [make.make_member(cast.here).pk],
    "book:joining_edit": lambda cast: [make.make_member(cast.here).pk],
    "book:member_private": lambda cast: [make.make_member(cast.here).pk],
    "book:document_add": lambda cast: [make.make_member(cast.here).pk],
    "book:candidate_new": lambda cast: [],
    "book:candidate_edit": lambda cast: [make.make_candidate(cast.here).pk],
    "book:candidate": lambda cast: [make.make_candidate(cast.here).pk],
    "book:application_new": lambda cast: [],
    "book:application_edit": lambda cast: [make.make_application(cast.here).pk],
    "review": lambda cast: [make.make_application(cast.here).pk, "chi-hoi-xet"],
    "admit": lambda cast: [make.make_application(cast.here, **make.reviewed()).pk, "ket-nap"],
    "refuse": lambda cast: [make.make_application(cast.here).pk, "khong-ket-nap"],
    "book:transfer_new": lambda cast: [],
    "book:transfer_move": lambda cast: [
        make.make_transfer(cast.beside, cast.here).pk, "khong-nhan",
    ],
    "book:departure_new": lambda cast: [],
    "book:departure_courtesy": lambda cast: [
        make.make_departure(
            cast.here, kind="struck_off", ground="absent", decision=make.make_decision(cast.district)
        ).pk
    ],
    "book:proposal_new": lambda cast: [],
    "withdraw": lambda cast: [make.make_proposal(cast.here).pk, "rut-lai"],
    "book:office_fill": lambda cast: [cast.here.slug],
    "book:office_end": lambda cast: [
        make.make_member(cast.here).appointments.create(
            unit=cast.here, position=make.make_position(), valid_from=make.LONG_AGO
        ).pk
    ],
    "book:account_new": lambda cast: [],
    "book:consent_add": lambda cast: [make.make_member(cast.here).pk],
    "book:member_undo": lambda cast: [make.make_member(cast.here).pk],
    "book:filter_save": lambda cast: [],
    "book:members_columns": lambda cast: [],
}  # fmt: skip
# Not on a page of their own: what their buttons send.
POSTED: dict[str, tuple[str, ...]] = {
    "book:departure_courtesy": ("day",),
    "book:consent_add": ("purpose", "channel", "given_on"),
    "book:member_undo": ("change",),
    "book:filter_save": ("name", "query", "is_shared"),
    "book:members_columns": ("cot",),
}
STEPS = {"review": "book:application_move", "admit": "book:application_move",
         "refuse": "book:application_move", "withdraw": "book:proposal_move"}  # fmt: skip


def _sensible(field: forms.Field) -> str:
    """What the page shows before anything is typed, or the first choice there is."""
    choices = [str(value) for value, _ in getattr(field, "choices", []) if str(value)]
    initial = field.initial() if callable(field.initial) else field.initial
    return str(initial or (choices[0] if choices else "Lê Văn Thử"))


@pytest.mark.parametrize("name", FORMS)
def test_wild_text_in_every_field_gets_a_page(cast: Cast, name: str) -> None:
    """All fields at once; then each field among sensible others, a few values each."""
    url = reverse(STEPS.get(name, name), args=FORMS[name](cast))
    client = cast.client("officer_here")
    if name in POSTED:
        fields: dict[str, str] = dict.fromkeys(POSTED[name], "x")
    else:
        form = client.get(url).context["form"]
        shown = {f"{form.prefix}-{n}" if form.prefix else n: f for n, f in form.fields.items()}
        fields = {
            key: _sensible(field)
            for key, field in shown.items()
            if not isinstance(field, forms.FileField)
        }
    tries = [dict.fromkeys(fields, value) for value in TYPED]
    for number, key in enumerate(fields):
        tries += [fields | {key: value} for value in TYPED[number % 8 :: 8]]
    for typed in tries:
        assert client.post(url, typed).status_code in ANSWERS, typed


# --- What cannot be is refused beside its field, in words, and stays typed ---------------------

NEW_MEMBER = {"full_name": "Lê Thị Mới", "birth": "1954", "kind": "official", "code": "HV990001"}
CANDIDATE = {"full_name": "Lê Văn Tìm", "birth_year": "1960", "found_on": "01/03/2026"}
APPLICATION = {"full_name": "Lê Văn Xin", "birth_year": "1960", "applied_on": "01/03/2026",
               "kind": "official"}  # fmt: skip
TRANSFER = {"member": "{member}", "target": "{next}", "moves_on": "01/03/2026", "reason": "Nhà mới",
            "code": "01"}  # fmt: skip
DEPARTURE = {"member": "{member}", "kind": "deceased", "left_on": "01/03/2026"}
FILL = {"term_name": "", "day": "01/03/2026", "method": "appointed"}
CASES = [
    ("book:member_new", NEW_MEMBER, "birth", "00/00", "không phải là một ngày"),
    ("book:member_new", NEW_MEMBER, "birth", "1854", "phải từ 1900"),
    ("book:member_new", NEW_MEMBER, "birth", "11/10/1854", "1900"),
    ("book:member_new", NEW_MEMBER, "birth", "năm 54", "không phải là một ngày"),
    ("book:member_new", NEW_MEMBER, "birth", "11/10/2090", "tương lai"),
    ("book:member_new", NEW_MEMBER | {"enlisted": "1980"}, "retired", "1979", "trước khi vào ngành"),
    ("book:member_new", NEW_MEMBER, "unit", "{beside}", "không thuộc phạm vi"),
    ("book:candidate_new", CANDIDATE, "birth_year", "1854", "từ 1900"),
    ("book:candidate_new", CANDIDATE, "birth_year", "năm 54", "ví dụ 1954"),
    ("book:candidate_new", CANDIDATE, "birth_year", "2090", "tương lai"),
    ("book:candidate_new", CANDIDATE, "retired_on", "1/1/1970", "đủ 18 tuổi"),
    ("book:candidate_new", CANDIDATE, "found_on", "31/02/2026", "không có ngày 31"),
    ("book:candidate_new", CANDIDATE, "found_on", "01/01/2090", "tương lai"),
    ("book:candidate_new", CANDIDATE, "unit", "{beside}", "không thuộc phạm vi"),
    ("book:application_new", APPLICATION, "birth_date", "11/10/1961", "không thuộc năm sinh"),
    ("book:application_new", APPLICATION, "birth_date", "11/10/2090", "tương lai"),
    ("book:application_new", APPLICATION, "unit", "{beside}", "không thuộc phạm vi"),
    ("book:transfer_new", TRANSFER, "moves_on", "01/01/2020", "sau ngày vào chi hội"),
    ("book:transfer_new", TRANSFER, "target", "{branch}", "chính chi hội này"),
    ("book:transfer_new", TRANSFER, "target", "999999", "Không tìm thấy đơn vị nào"),
    ("book:transfer_new", TRANSFER, "member", "{foreign}", "Không tìm thấy hội viên nào"),
    ("book:transfer_new", TRANSFER, "code", "không số", "phải bắt đầu bằng số"),
    ("book:departure_new", DEPARTURE, "left_on", "01/01/2020", "sau ngày đó"),
    ("book:departure_new", DEPARTURE, "left_on", "01/01/2090", "tương lai"),
    ("book:departure_new", DEPARTURE, "member", "{foreign}", "Không tìm thấy hội viên nào"),
    ("book:account_new", {"member": "{member}"}, "member", "{foreign}", "Không tìm thấy"),
    ("book:account_new", {"member": "{member}"}, "email", "khong phai thu", "chưa đúng"),
    ("book:account_new", {"member": "{member}"}, "member", "{chief}", "nhiều quyền hơn đồng chí"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "usual", "field", "typed", "words"), CASES)
def test_what_cannot_be_is_refused_beside_its_field(
    cast: Cast, name: str, usual: dict[str, str], field: str, typed: str, words: str
) -> None:
    chief = make.make_member(cast.here)
    chief.appointments.create(
        unit=cast.district, valid_from=make.LONG_AGO,
        position=make.make_position(Position.Right.UNIT_OFFICER, Unit.Level.DISTRICT),
    )  # fmt: skip
    known = {
        "member": make.make_member(cast.here).code, "foreign": make.make_member(cast.beside).code,
        "chief": chief.code, "here": cast.here.pk, "beside": cast.beside.pk,
        "branch": cast.here.slug, "next": cast.beside.slug,
    }  # fmt: skip
    sent = {"unit": cast.here.pk} | usual | {field: typed}
    data = {key: str(value).format(**known) for key, value in sent.items()}
    answer = cast.client("officer_here").post(reverse(name), data)

    assert answer.status_code == 200
    form = answer.context["form"]
    assert words in " ".join(form.errors.get(field, [])), form.errors.as_json()
    assert form[field].value() == data[field]


def test_overlapping_offices_and_early_ones_are_refused(cast: Cast) -> None:
    post = make.make_position()
    member = make.make_member(cast.here)
    held = member.appointments.create(
        unit=cast.here, position=post, valid_from=make.LONG_AGO, valid_to=dt.date(2026, 6, 1)
    )
    client, url = cast.client("officer_here"), reverse("book:office_fill", args=[cast.here.slug])
    newcomer = make.make_member(cast.here)
    for who, words in ((member, "mới nhận chức vụ"), (newcomer, "chỉ có từ ngày 12/12/2023")):
        typed = {"day": "01/05/2023", "method": "appointed", f"chuc-vu-{post.pk}": who.code}
        answer = client.post(url, typed)
        assert (answer.status_code, words in answer.content.decode()) == (200, True)
        assert answer.context["form"]["day"].value() == "01/05/2023"
    again = {"day": "01/03/2026", "method": "appointed", f"chuc-vu-{post.pk}": member.code}
    assert "không phải ghi thêm" in client.post(url, again, follow=True).content.decode()
    assert list(Appointment.objects.filter(position=post)) == [held]
