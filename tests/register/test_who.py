"""Who is who: one person has one card, under one number, found however they are written down."""

import datetime as dt
import unicodedata
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse, reverse_lazy

from kit.dates import local_today
from kit.text import bare_name
from members.fields import BirthDayField, PeopleField, PersonField
from members.models import Application, Decision, Member, User
from members.models.elsewhere import LEAST_AGE
from members.models.naming import normal_code
from moves.actions import joining
from register.actions.accounts import free_username
from register.actions.members import likely_doubles, suggested_code
from register.forms.member import DayOrYearField
from tests import factories as make
from tests.conftest import Cast

NEW = "/so/hoi-vien/them/"


def sheet(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "full_name": "Trần Văn Mới", "birth": "1954", "unit": cast.here.pk, "kind": "official",
        "code": suggested_code(), "token": "dau-0123456789abcdef",
    } | fields  # fmt: skip


# --- Card numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("hv000603", "HV000603"), ("HV 000603", "HV000603"), (" hv-000603 ", "HV000603"),
        ("HV.000603", "HV000603"), ("hv603", "HV000603"), ("HV\u200b000603", "HV000603"),
        ("ＨＶ０００６０３", "HV000603"), ("ca-0123", "CA0123"), ("12/hcca-bt", "12/HCCA-BT"),
        ("12-34", "12-34"), ("HV000603-2", "HV000603-2"),
    ],
)  # fmt: skip
def test_a_card_number_has_one_form(db: None, typed: str, form: str) -> None:
    assert normal_code(typed) == form
    member = make.make_member(code=typed)
    member.refresh_from_db()
    assert member.code == form
    assert Member.objects.get(code=typed) == member


@pytest.mark.parametrize("typed", ["hv900003", "HV 900003", "HV-900003", "hv900003 "])
def test_one_number_is_not_given_twice(cast: Cast, typed: str) -> None:
    make.make_member(cast.here, code="HV900003")
    answer = cast.client("officer_here").post(NEW, sheet(cast, code=typed))
    assert "code" in answer.context["form"].errors
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_member(code=typed)


@pytest.mark.parametrize("code", ["hv900009", "HV 900009"])
def test_the_database_knows_the_form(cast: Cast, code: str) -> None:
    member = make.make_member(cast.here)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET code = %s WHERE id = %s", [code, member.pk])


# --- Names ---------------------------------------------------------------------------------------

TOLD = "Đại tá Lý Công Thiện, 1945, HV900268, Chi hội"


@pytest.fixture
def thien(cast: Cast) -> Member:
    make.make_member(cast.here, full_name="Lý Công Thiệu", birth_year=1945, code="HV900269")
    fields = {"full_name": "Lý Công Thiện", "birth_year": 1945, "code": "HV900268", "rank": 50}
    return make.make_member(cast.here, **fields)


@pytest.mark.parametrize(
    "typed",
    [
        "Đại tá Lý Công Thiện", "đại tá lý công thiện", "đ/c Lý Công Thiện", "Đ/C Đại tá Thiện",
        "đc Thiện", "ông Thiện", "Đồng chí Thiện", "Đại tá CAND Lý Công Thiện",
        "Gia đình đồng chí Thiện", "Lý Công Thiện (HV900268)", "1. Lý Công Thiện", "- Thiện",
        "Lý Công Thiện, sinh năm 1945", "Lý Công Thiện - 1945", "Thiện, Đại tá, 1945",
        "HV 900268", "hv900268", "Thiện HV900268", TOLD,
    ],
)  # fmt: skip
def test_a_person_is_found_as_written_down(cast: Cast, thien: Member, typed: str) -> None:
    rows = Member.objects.editable_by(cast.officer_here)
    assert PersonField(queryset=rows).clean(typed) == thien
    assert PeopleField(queryset=rows).clean(typed) == [thien]
    assert list(rows.matching(typed)) == [thien]


@pytest.mark.parametrize("typed", ["Đại tá Lý Công Thiện", "đ/c Thiện", "ông Thiện HV900268"])
def test_every_box_that_asks_for_people_drops_titles(cast: Cast, thien: Member, typed: str) -> None:
    User.objects.create_user("thien", member=thien)
    application = make.make_application(cast.here, full_name="Lý Công Thiện")
    candidate = make.make_candidate(cast.here, full_name="Lý Công Thiện")
    client, admin = cast.client("officer_here"), cast.client("admin")

    def found(name: str, **query: str) -> list[Any]:
        return list(client.get(reverse(name), query).context["page"].object_list)

    assert found("book:members", q=typed) == [thien]
    assert [one.member for one in found("book:accounts", tim=typed)] == [thien]
    plain = typed.replace(" HV900268", "")  # who applies has no number yet
    assert found("book:applications", tim=plain) == [application]
    assert found("book:candidates", tim=plain) == [candidate]
    page = admin.get(reverse("admin:members_member_changelist"), {"q": typed})
    assert list(page.context["cl"].result_list) == [thien]
    offered = admin.get("/admin/autocomplete/", {
        "app_label": "welfare", "model_name": "activity", "field_name": "member", "term": typed,
    })  # fmt: skip
    assert [one["id"] for one in offered.json()["results"]] == [str(thien.pk)]


def test_what_the_portal_writes_of_somebody_finds_them(cast: Cast, thien: Member) -> None:
    (shown,) = Member.objects.named_like("Thiện")
    for told in (shown.distinct_label, f"{thien}, {thien.birth_year}, {thien.code}",
                 f"{thien.full_name} ({thien.code})", str(thien)):  # fmt: skip
        assert list(Member.objects.named_like(told)) == [thien]
    namesake = make.make_member(cast.beside, full_name="Lý Công Thiện", birth_year=1945)
    here, there = (one.unit for one in (thien.membership_on(), namesake.membership_on()) if one)
    assert list(Member.objects.named_like(f"Lý Công Thiện, 1945, {here}")) == [thien]
    assert list(Member.objects.named_like(f"Lý Công Thiện, 1945, {there}")) == [namesake]


@pytest.mark.parametrize("typed", ["Trần Văn B, HV900268", "Lý Công Thiện, 1950"])
def test_a_number_under_another_name_finds_nobody(cast: Cast, thien: Member, typed: str) -> None:
    with pytest.raises(ValidationError, match="Không tìm thấy"):
        PersonField(queryset=Member.objects.all()).clean(typed)


def test_a_nickname_is_no_form_of_address(cast: Cast) -> None:
    ba = make.make_member(cast.here, full_name="Nguyễn Văn (Ba Đen)")
    make.make_member(cast.here, full_name="Trần Đen")
    assert list(Member.objects.named_like("Ba Đen")) == [ba]
    assert list(Member.objects.named_like("(Ba Đen)")) == [ba]


HHEN = ("H’Hen Niê", "H'Hen Niê", "H´Hen Niê", "HʼHen  Niê", "h' hen niê", "H'HEN NIÊ")


@pytest.mark.parametrize("stored", HHEN)
def test_every_apostrophe_is_one(cast: Cast, stored: str) -> None:
    stored_nfd = unicodedata.normalize("NFD", stored)
    client = cast.client("officer_here")
    client.post(NEW, sheet(cast, full_name=stored_nfd))
    member = Member.objects.latest("pk")

    assert member.full_name == "H'Hen Niê"
    for typed in (*HHEN, "hhen nie", "H Hen", "nie"):
        assert list(Member.objects.matching(typed)) == [member]
        doubles = likely_doubles(name=typed, birth_year=1954, phone="")
        assert (member in doubles) == (bare_name(typed) == "hhen nie")
    again = client.post(NEW, sheet(cast, full_name="HHen Niê", token="dau-0123456789abcdeg"))
    assert "Có thể người này đã có hồ sơ" in again.content.decode()


@pytest.mark.parametrize(("one", "other"), [("Mai-Lan", "Mai Lan"), ("Lê (Ba)", "Lê Ba")])
def test_hyphens_and_brackets_make_no_second_person(cast: Cast, one: str, other: str) -> None:
    for stored, typed in ((one, other), (other, one)):
        member = make.make_member(cast.here, full_name=stored, birth_year=1950)
        assert member in likely_doubles(name=typed, birth_year=1950, phone="")
        assert member not in likely_doubles(name=typed, birth_year=1951, phone="")


# --- Telephones ----------------------------------------------------------------------------------


def test_a_number_is_found_and_known_again_in_either_form(cast: Cast) -> None:
    client = cast.client("officer_here")
    client.post(NEW, sheet(cast, phone="(08) 38412345 / 0168 345 6789"))
    member = Member.objects.latest("pk")

    assert member.phone == "028 3841 2345, 0383 456 789"
    for typed in ("08 38412345", "02838412345", "3841 2345", "01683456789", "0383.456.789"):
        assert list(Member.objects.matching(typed)) == [member]
    for phone in ("0383456789", "028 3841 2345", "0912345678, 0168 345 6789"):
        assert list(likely_doubles(name="Khác Hẳn", birth_year=1950, phone=phone)) == [member]
    card = client.get(f"/so/hoi-vien/{member.pk}/").content.decode()
    assert 'href="tel:02838412345"' in card
    assert 'href="tel:0383456789"' in card


def test_the_admin_keeps_numbers_and_names_alike(cast: Cast) -> None:
    member = make.make_member(cast.here)
    url = reverse("admin:members_member_change", args=[member.pk])
    client = cast.client("admin")
    form = client.get(url).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    for prefix in ("memberships", "appointments"):
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    sent |= {"full_name": "H’HEN NIÊ", "phone": "(08) 38412345", "code": "hv 900777"}
    sent |= {"birth_date": "1/2/26", "birth_year": ""}
    assert client.post(url, sent).status_code == 302
    member.refresh_from_db()
    assert (member.full_name, member.phone, member.code) == (
        "H'Hen Niê", "028 3841 2345", "HV900777",
    )  # fmt: skip
    assert member.birth_date == dt.date(1926, 2, 1)
    refused = client.post(url, sent | {"phone": "0000000000"})
    assert list(refused.context["adminform"].form.errors) == ["phone"]


# --- Births --------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", ["2026-11-30", "2027-01-01", "2028-02-29", "2031-12-31"])
def test_two_figures_of_a_birth_year_are_of_somebody_grown_up(today: str) -> None:
    with time_machine.travel(f"{today}T05:00:00+00:00", tick=False):
        grown = local_today().year - LEAST_AGE
        for year in range(100):
            day = BirthDayField().clean(f"01/01/{year:02}")
            assert grown - 100 < day.year <= grown
            assert DayOrYearField(years_ago=LEAST_AGE).clean(f"1.1.{year:02}") == (day.year, day)


@pytest.mark.parametrize("ago", [0, 1, 10, LEAST_AGE - 1])
@pytest.mark.parametrize("shape", ["{}", "2/1/{}", "01-01-{}"])
def test_a_child_is_no_member(cast: Cast, ago: int, shape: str) -> None:
    year = local_today().year - ago
    answer = cast.client("officer_here").post(NEW, sheet(cast, birth=shape.format(year)))
    (words,) = answer.context["form"].errors["birth"]
    assert f"chưa đủ {LEAST_AGE} tuổi" in words or "tương lai" in words
    assert not Member.objects.filter(full_name="Trần Văn Mới").exists()


@pytest.mark.parametrize("kind", ["application", "candidate"])
def test_a_child_does_not_apply_either(cast: Cast, kind: str) -> None:
    year = local_today().year - 10
    sent = {"full_name": "Bé Con", "birth_year": year, "unit": cast.here.pk, "kind": "official",
            "applied_on": f"{local_today():%d/%m/%Y}", "found_on": f"{local_today():%d/%m/%Y}"}  # fmt: skip
    answer = cast.client("officer_here").post(reverse(f"book:{kind}_new"), sent)
    assert answer.context["form"].errors["birth_year"] == [
        f"Sinh năm {year} thì mới 10 tuổi, chưa đủ {LEAST_AGE} tuổi. Hãy xem lại năm sinh."
    ]


def test_who_has_just_grown_up_may_join(cast: Cast) -> None:
    year = local_today().year - LEAST_AGE
    answer = cast.client("officer_here").post(NEW, sheet(cast, birth=str(year)))
    assert answer.status_code == 302


# --- Accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "login"),
    [("K'Brểu", "kbreu"), ("Nguyễn Văn (Ba)", "nguyenvanba"), ("H’Hen Niê", "hhennie"),
     ("Mai-Lan", "mailan"), ("Đặng Thị Ơ.", "dangthio"), ("李明", "hoivien")],
)  # fmt: skip
def test_the_suggested_login_is_always_one(cast: Cast, name: str, login: str) -> None:
    member = make.make_member(cast.here, full_name=name)
    assert free_username(member) == login
    sent = {"member": member.code, "username": "", "email": ""}
    cast.client("officer_here").post(reverse("book:account_new"), sent)
    assert User.objects.get(member=member).username == login


@pytest.mark.parametrize("typed", ["Thuky1", "THUKY1", "thuKy1", "ｔｈｕｋｙ1"])
def test_a_login_has_one_form(cast: Cast, typed: str) -> None:
    user = make.make_user(username="thuky1")
    member = make.make_member(cast.here)
    sent = {"member": member.code, "username": typed, "email": ""}
    answer = cast.client("officer_here").post(reverse("book:account_new"), sent)
    assert "Tên đăng nhập này đã có người dùng." in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(typed, "x")
    user.set_password("một câu dễ nhớ")
    user.save()
    answer = Client().post("/dang-nhap/", {"username": typed, "password": "một câu dễ nhớ"})
    assert answer.status_code == 302


def test_guesses_are_counted_by_one_name(cast: Cast) -> None:
    make.make_user(username="thuky1")
    client = Client()
    for typed in ("thuky1", "Thuky1", "tHuky1", "thUky1", "thuKy1", "thukY1"):
        answer = client.post("/dang-nhap/", {"username": typed, "password": "sai"})
    assert answer.status_code == 429


# --- Applications --------------------------------------------------------------------------------

APPLY = reverse_lazy("book:application_new")


def form_of(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "full_name": "Lê Thị Mới", "birth_date": "2/9/1962", "unit": cast.here.pk,
        "applied_on": f"{local_today():%d/%m/%Y}", "kind": "official", "token": make._token(),
    } | changed  # fmt: skip


@pytest.mark.parametrize(
    "second",
    [
        {},
        {"full_name": "LÊ  THỊ MỚI"},
        {"full_name": "le thi moi", "birth_date": "", "birth_year": "1962"},
        {"full_name": "Lê Thị-Mới", "birth_date": "02.09.62"},
        {"full_name": "Lê Mới", "birth_date": "1/1/1950", "phone": "0168 345 6789"},
        {"full_name": "Lê Mới", "birth_date": "1/1/1950", "phone": "0912345678, 0383456789"},
    ],
)
def test_a_second_application_of_one_person_is_asked_about(
    cast: Cast, second: dict[str, str]
) -> None:
    client = cast.client("officer_here")
    first = form_of(cast, phone="0383 456 789")
    assert client.post(APPLY, first).status_code == 302
    assert client.post(APPLY, first).status_code == 302  # a double click
    row = Application.objects.get()

    sent = form_of(cast, **second)
    asked = client.post(APPLY, sent)
    assert asked.context["form"].errors["waiting"] == [joining.WAITS_ALREADY]
    assert "đây là Lê Thị Mới, 1962, nộp đơn ngày" in asked.content.decode()
    same = client.post(APPLY, sent | {"waiting": f"don-{row.pk}"})
    assert "làm tiếp đơn đó" in str(same.context["form"].errors["waiting"])
    assert Application.objects.count() == 1
    assert client.post(APPLY, sent | {"waiting": "khac"}).status_code == 302
    assert Application.objects.count() == 2


@pytest.mark.parametrize(
    "second", [{"birth_date": "2/9/1963"}, {"full_name": "Lê Thị Mơi Hai"}, {"phone": "0912345678"}]
)
def test_somebody_else_is_not_asked_about(cast: Cast, second: dict[str, str]) -> None:
    client = cast.client("officer_here")
    client.post(APPLY, form_of(cast, phone="0383 456 789"))
    other = {"full_name": "Trần Khác", "birth_date": "5/5/1955"}
    assert client.post(APPLY, form_of(cast, **(other | second))).status_code == 302


def test_an_application_in_other_books_is_not_told(cast: Cast) -> None:
    cast.client("officer_beside").post(APPLY, form_of(cast, unit=cast.beside.pk))
    page = cast.client("officer_here").post(APPLY, form_of(cast)).content.decode()
    assert "Phải. Đơn ở đơn vị khác; hãy hỏi Văn phòng Hội." in page
    assert "nộp đơn ngày" not in page


def test_the_action_asks_by_itself(cast: Cast) -> None:
    facts = {"full_name": "Lê Thị Mới", "birth_year": 1962}
    make.make_application(cast.here, **facts)
    row = Application(unit=cast.here, applied_on=local_today(), token=make._token(), **facts)
    with pytest.raises(ValidationError) as refused:
        joining.file_application(application=row, by=cast.officer_here)
    assert list(refused.value.message_dict) == ["waiting"]
    joining.file_application(application=row, by=cast.officer_here, is_other_person=True)


def admitting(cast: Cast, row: Application, **changed: Any) -> tuple[Client, str, dict[str, Any]]:
    """The form of an admission as the page shows it, filled in."""
    client = cast.client("officer_above")
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return client, url, sent | {"committee_present": 9, "committee_for": 9} | changed


def test_two_applications_of_one_person_make_one_card(cast: Cast) -> None:
    twins = [
        make.make_application(
            cast.here, full_name="Lê Thị Mới", birth_year=1962,
            **make.reviewed(birth_date=dt.date(1962, 9, 2)),
        )
        for _ in range(2)
    ]  # fmt: skip
    client, url, sent = admitting(cast, twins[0])
    assert client.post(url, sent).context["form"].errors["same_person"] == [
        joining.MAY_BE_SAME_PERSON
    ]
    same = client.post(url, sent | {"same_person": f"don-{twins[1].pk}"})
    assert "Không lập thẻ thứ hai" in str(same.context["form"].errors["same_person"])
    assert client.post(url, sent | {"same_person": "khac"}).status_code == 302

    client, url, sent = admitting(cast, twins[1])
    page = client.post(url, sent)
    assert page.context["form"].errors["same_person"] == [joining.MAY_BE_SAME_PERSON]
    assert "đang sinh hoạt ở" in page.content.decode()
    assert Member.objects.filter(full_name="Lê Thị Mới").count() == 1


def test_a_card_written_past_a_waiting_application_is_asked_about(cast: Cast) -> None:
    make.make_application(cast.here, full_name="Trần Văn Mới", birth_year=1954)
    client = cast.client("officer_here")
    answer = client.post(NEW, sheet(cast))
    assert "Đang có đơn xin gia nhập của người giống như vậy" in answer.content.decode()
    assert client.post(NEW, sheet(cast, looked_at="1")).status_code == 302


# --- Suggested numbers ---------------------------------------------------------------------------


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_of_two_open_forms_the_second_gets_the_next_numbers(cast: Cast) -> None:
    make.make_member(code="HV900009")
    rows = [make.make_application(cast.here, **make.reviewed()) for _ in range(2)]
    forms = [admitting(cast, row) for row in rows]
    first, second = (client.post(url, sent, follow=True) for client, url, sent in forms)

    for row in rows:
        row.refresh_from_db()
    assert [row.member.code for row in rows if row.member] == ["HV900010", "HV900011"]
    assert [row.decision.number for row in rows if row.decision] == [1, 2]
    assert "số tiếp theo" not in said(first)
    assert (
        "Số thẻ HV900010 vừa có người dùng nên đồng chí này được số tiếp theo: HV900011."
        in said(second)
    )


def test_a_number_typed_by_hand_is_not_replaced(cast: Cast) -> None:
    make.make_member(code="HV900009")
    row = make.make_application(cast.here, **make.reviewed())
    client, url, sent = admitting(cast, row, card_code="hv 900009")
    answer = client.post(url, sent)
    assert answer.context["form"].errors["card_code"] == [
        "Số thẻ này đã có người dùng. Số tiếp theo là HV900010."
    ]


@pytest.mark.parametrize("name", ["book:transfer_new", "book:departure_new"])
def test_of_two_open_papers_the_second_gets_the_next_number(cast: Cast, name: str) -> None:
    client, forms = cast.client("officer_here"), []
    for _ in range(2):
        member = make.make_member(cast.here)
        url = f"{reverse(name)}?hoi-vien={member.pk}"
        form = client.get(url).context["form"]
        sent = {key: form[key].value() or "" for key in form.fields}
        own: dict[str, Any] = {"target": cast.beside.slug, "reason": "chuyển nơi ở"}
        if name == "book:departure_new":
            own = {"kind": "resigned", "reason": "xin thôi", "decider": cast.here.pk}
            own["left_on"] = f"{local_today():%d/%m/%Y}"
        forms.append((url, sent | {"member": member.code} | own))
    for url, sent in forms:
        answer = client.post(url, sent)
        assert answer.status_code == 302, answer.context["form"].errors
    assert list(Decision.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]


def test_of_two_new_cards_the_second_gets_the_next_number(cast: Cast) -> None:
    make.make_member(code="HV900009")
    client = cast.client("officer_here")
    pages = [client.get(NEW).context["form"] for _ in range(2)]
    for form, name in zip(pages, ("Trần Một", "Trần Hai"), strict=True):
        sent = sheet(cast, full_name=name, token=form["token"].value(), code=form["code"].value())
        sent["code_suggested"] = form["code_suggested"].value()
        answer = client.post(NEW, sent, follow=True)
        again = client.post(NEW, sent, follow=True)  # a double click
        assert again.context["member"].full_name == name
    codes = Member.objects.filter(full_name__startswith="Trần ").order_by("pk")
    assert list(codes.values_list("full_name", "code")) == [
        ("Trần Một", "HV900010"), ("Trần Hai", "HV900011"),
    ]  # fmt: skip
    assert "được số tiếp theo: HV900011" in said(answer)
    typed = client.post(NEW, sheet(cast, code="HV900009", code_suggested="HV900012"))
    assert typed.context["form"].errors["code"] == [
        "Số thẻ này đã cấp cho hội viên khác. Số tiếp theo còn trống là HV900012."
    ]


# --- Rows from before ----------------------------------------------------------------------------


@pytest.mark.usefixtures("in_the_past")
def test_twins_from_before_both_stay_and_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("migrate", "members", "0019", verbosity=0)
    before = ("members", "0019_consent_in_a_provable_form")
    old = MigrationExecutor(connection).loader.project_state(before).apps
    cards, users = old.get_model("members", "Member"), old.get_model("members", "User")
    for code, name, phone in (
        ("hv000603", "H’Hen Niê", "08 38412345"), ("HV000603", "Trần A", "0168 345 6789"),
        ("HV 000603", "Trần B", "hỏi con trai"), ("hv000604", "Trần C", "0912 345 678"),
    ):  # fmt: skip
        cards.objects.create(code=code, full_name=name, birth_year=1950, phone=phone)
    for username in ("Thuky1", "thuky1", "vanphong"):
        users.objects.create(username=username)
    capsys.readouterr()
    call_command("migrate", "members", "0021", verbosity=0)
    told = capsys.readouterr().err
    call_command("migrate", verbosity=0)

    kept = Member.objects.order_by("pk").values_list("code", "full_name", "phone")
    assert list(kept) == [
        ("HV000603-2", "H'Hen Niê", "028 3841 2345"), ("HV000603", "Trần A", "0383 456 789"),
        ("HV000603-3", "Trần B", "hỏi con trai"), ("HV000604", "Trần C", "0912 345 678"),
    ]  # fmt: skip
    assert "Số thẻ “hv000603” trùng với “HV000603” đã có: đổi thành “HV000603-2”." in told
    assert "Tên đăng nhập “Thuky1” trùng với “thuky1” đã có: đổi thành “thuky1-2”." in told
    assert sorted(User.objects.values_list("username", flat=True)) == [
        "thuky1", "thuky1-2", "vanphong",
    ]  # fmt: skip
    assert list(Member.objects.matching("h'hen 3841")) == [Member.objects.get(code="HV000603-2")]
