"""One act of care at the desk: written down, proposed and answered, handed over, taken back."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.dates import local_today
from members.models import Change, ReadRecord, User
from tests import factories as make
from tests.conftest import Cast
from welfare.actions import (
    answer_proposal,
    cancel_visit,
    correct_visit,
    hand_over,
    record_visit,
)
from welfare.forms.visits import VisitForm
from welfare.models import Activity, ActivityState, HealthReason, Rate, Visitor

NEW = "/so/nghia-tinh/ghi/"
LIST = "/so/nghia-tinh/"


def today_words() -> str:
    return f"{local_today():%d/%m/%Y}"


@pytest.fixture
def kind(db: None) -> Any:
    return make.make_welfare_kind(name="Tặng quà")


@pytest.fixture
def member(cast: Cast) -> Any:
    return make.make_member(cast.here, full_name="Lê Văn Thăm", joined=make.LONG_AGO)


def sent(kind: Any, **fields: Any) -> dict[str, Any]:
    """What the form sends, the folded boxes as they stand."""
    usual = {
        "kind": kind.pk, "happened_on": today_words(), "amount": "500k", "fund": "unit",
        "token": "motlanguimotlangui",
    }  # fmt: skip
    return usual | fields


def act(cast: Cast, member: Any, kind: Any, **fields: Any) -> Activity:
    """An unsaved act of `here` of today."""
    usual = {"unit": cast.here, "happened_on": local_today(), "amount": 500_000}
    return Activity(**{"member": member, "kind": kind} | usual | fields)


def record(cast: Cast, activity: Activity, *, by: User | None = None, **more: Any) -> Activity:
    usual: dict[str, Any] = {"token": make._token(), "by": by or cast.officer_here}
    return record_visit(activity=activity, **usual | more)


# --- Writing down -------------------------------------------------------------------------------


def test_a_visit_is_written_down_with_all_that_belongs_to_it(cast: Cast, kind: Any, member: Any):
    make.make_consent(member, "health")
    other = make.make_member(cast.here, full_name="Ngô Cùng Đi")
    answer = cast.client("officer_here").post(
        NEW,
        sent(
            kind, member=member.code, amount="1,2 triệu", in_kind="sữa", in_kind_value="250.000",
            visitors=f"{other.code}\nBí thư khu phố", receiver="Vợ đồng chí", receipt_no="12/2026",
            note="Gửi lời hỏi thăm", reason="Mới mổ", photographs=[
                make.picture_file("a.jpg"), make.picture_file("b.jpg"),
            ],
        ),
        follow=True,
    )  # fmt: skip
    row = Activity.objects.get()
    assert (row.member, row.unit, row.state) == (member, cast.here, ActivityState.HANDED)
    assert (row.amount, row.in_kind, row.in_kind_value) == (1_200_000, "sữa", 250_000)
    assert (row.receiver, row.receipt_no, row.entered_by) == (
        "Vợ đồng chí", "12/2026", cast.officer_here,
    )  # fmt: skip
    assert [(one.member, one.name) for one in row.visitors.all()] == [
        (other, ""), (None, "Bí thư khu phố"),
    ]  # fmt: skip
    assert row.photographs.count() == 2
    assert row.reason.text == "Mới mổ"
    text = answer.content.decode()
    assert "một triệu hai trăm nghìn đồng" in text  # echoed, so that a nought too many is seen
    assert "Mới mổ" not in text


@pytest.mark.parametrize("way", ["name", "number", "scanned", "scanned_whole"])
def test_a_member_is_chosen_by_name_number_or_scanned_card(
    cast: Cast, kind: Any, member: Any, way: str
):
    code = make.make_pass(member).code
    typed = {
        "name": "van tham", "number": member.code, "scanned": f"/the/{code}/",
        "scanned_whole": f" https://hoi.example/the/{code} ",
    }[way]  # fmt: skip
    cast.client("officer_here").post(NEW, sent(kind, member=typed))
    assert [row.member for row in Activity.objects.all()] == [member]


def test_a_scanned_card_of_another_unit_tells_nothing(cast: Cast, kind: Any):
    stranger = make.make_member(cast.elsewhere, full_name="Trần Người Lạ")
    code = make.make_pass(stranger).code
    answer = cast.client("officer_here").post(NEW, sent(kind, member=f"/the/{code}/"))
    assert list(answer.context["form"].errors) == ["member"]
    assert "Người Lạ" not in answer.content.decode()


def test_the_same_entry_sent_twice_is_one_act(cast: Cast, kind: Any, member: Any):
    client = cast.client("officer_here")
    urls = {client.post(NEW, sent(kind, member=member.code))["Location"] for _ in range(3)}
    assert (len(urls), Activity.objects.count()) == (1, 1)


def test_an_entry_that_waited_on_a_telephone_is_answered_for_its_script(
    cast: Cast, kind: Any, member: Any
):
    client, asks = cast.client("officer_here"), {"Accept": "application/json"}
    made = client.post(NEW, sent(kind, member=member.code), headers=asks)
    again = client.post(NEW, sent(kind, member=member.code), headers=asks)
    assert (made.status_code, again.status_code) == (201, 201)
    assert made.json()["url"] == again.json()["url"] == Activity.objects.get().get_absolute_url()
    refused = client.post(NEW, sent(kind, token="x" * 20), headers=asks)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        "Thăm ai: Chưa ghi thăm ai: hội viên, hoặc gia đình, tập thể ngay bên dưới."
    ]
    lost = cast.client("nobody").post(NEW, sent(kind), headers=asks)
    assert lost.status_code == 401


def test_a_family_needs_no_card(cast: Cast, kind: Any):
    cast.client("officer_here").post(NEW, sent(kind, family="Bà con hẻm 12", people_count="20"))
    row = Activity.objects.get()
    assert (row.member, row.family, row.people_count, row.unit) == (
        None, "Bà con hẻm 12", 20, cast.here,
    )  # fmt: skip


def test_the_rates_amount_is_shown_and_put_in_before_it_is_saved(
    cast: Cast, kind: Any, member: Any
):
    Rate.objects.create(kind=kind, amount=500_000, source="QĐ 12", valid_from=make.LONG_AGO)
    client = cast.client("officer_here")
    assert "500.000" in client.get(f"{NEW}?hoi-vien={member.pk}").content.decode()
    answer = client.post(NEW, sent(kind, member=member.code, amount=""))
    form = answer.context["form"]
    assert (list(form.errors), form["amount"].value()) == (["amount"], "500.000")
    assert "QĐ 12" in form.errors["amount"][0]
    assert not Activity.objects.exists()
    client.post(NEW, sent(kind, member=member.code, amount=form["amount"].value()))
    assert Activity.objects.get().basis == "QĐ 12"


@pytest.mark.parametrize(("age", "suggested"), [(69, []), (70, [800_000]), (71, [])])
def test_a_rate_of_an_age_is_suggested_to_who_is_so_old_alone(
    cast: Cast, kind: Any, age: int, suggested: list[int]
):
    make_rate(kind, 70, 800_000)
    year = local_today().year - age
    member = make.make_member(cast.here, birth_year=year, birth_date=None)
    form = VisitForm(user=cast.officer_here, member=member)
    assert [one.amount for one in form.given.values()] == suggested
    assert VisitForm(user=cast.officer_here).given == {}  # nobody's age is known


def make_rate(kind: Any, age: int, amount: int) -> None:
    Rate.objects.create(
        kind=kind, min_age=age, max_age=age, amount=amount, source="NQ", valid_from=make.LONG_AGO
    )


# --- Bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "box"),
    [
        ({"amount": "-5"}, "amount"),
        ({"amount": "50"}, "amount"),
        ({"amount": "999"}, "amount"),
        ({"amount": "500 nghìn tỷ"}, "amount"),
        ({"amount": "năm trăm"}, "amount"),
        ({"amount": "50.000.000"}, "amount"),  # asked about once
        ({"amount": "1.200 triệu"}, "amount"),
        ({"in_kind_value": "200.000"}, "in_kind"),
        ({"happened_on": "01/01/2100"}, "happened_on"),
        ({"happened_on": "31/02/2026"}, "happened_on"),
        ({"happened_on": "01/01/1950"}, "happened_on"),
        ({"kind": ""}, "kind"),
        ({"kind": "999999"}, "kind"),
        ({"visitors": "<b>Ai</b>"}, "visitors"),
        ({"is_public": "on"}, "story"),
        ({"people_count": "0"}, "people_count"),
    ],
)
def test_bad_input_is_told_beside_its_box_and_kept(
    cast: Cast, kind: Any, member: Any, fields: dict[str, str], box: str
):
    answer = cast.client("officer_here").post(
        NEW, sent(kind, member=member.code, receiver="Chị Tư") | fields
    )
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (200, [box])
    assert form["receiver"].value() == "Chị Tư"
    for name, value in fields.items():
        assert form[name].value() in (value, value == "on")
    assert not Activity.objects.exists()


def test_much_money_is_asked_about_once(cast: Cast, kind: Any, member: Any):
    client = cast.client("officer_here")
    much = sent(kind, member=member.code, amount="50.000.000")
    answer = client.post(NEW, much)
    assert "năm mươi triệu đồng" in answer.content.decode()
    assert 'name="sure"' in answer.content.decode()
    client.post(NEW, much | {"sure": "on"})
    assert Activity.objects.get().amount == 50_000_000


def test_a_gift_to_somebody_dead_goes_to_the_family(cast: Cast, kind: Any, member: Any):
    make.make_departure(cast.here, member=member, left_on=make.yesterday())
    client = cast.client("officer_here")
    answer = client.post(NEW, sent(kind, member=member.code))
    assert list(answer.context["form"].errors) == ["family"]
    assert "từ trần" in answer.context["form"].errors["family"][0]
    client.post(NEW, sent(kind, member=member.code, family="Gia đình đồng chí Thăm"))
    assert Activity.objects.get().family == "Gia đình đồng chí Thăm"


def test_a_gift_before_joining_is_refused(cast: Cast, kind: Any):
    member = make.make_member(cast.here, joined=make.yesterday())
    before = make.yesterday() - dt.timedelta(days=30)
    answer = cast.client("officer_here").post(
        NEW, sent(kind, member=member.code, happened_on=f"{before:%d/%m/%Y}")
    )
    assert list(answer.context["form"].errors) == ["happened_on"]


def test_a_member_of_another_unit_is_none_of_this_one(cast: Cast, kind: Any):
    stranger = make.make_member(cast.beside, joined=make.LONG_AGO)
    with pytest.raises(ValidationError) as refused:
        record(cast, act(cast, stranger, kind))
    assert list(refused.value.message_dict) == ["member"]
    answer = cast.client("officer_here").post(NEW, sent(kind, member=stranger.code))
    assert list(answer.context["form"].errors) == ["member"]


def test_the_district_visits_members_of_its_branches(cast: Cast, kind: Any, member: Any):
    cast.client("officer_above").post(
        NEW, sent(kind, member=member.code, unit=str(cast.district.pk))
    )
    assert Activity.objects.get().unit == cast.district


# --- Health -------------------------------------------------------------------------------------


def test_a_reason_needs_the_members_consent(cast: Cast, kind: Any, member: Any):
    client = cast.client("officer_here")
    answer = client.post(NEW, sent(kind, member=member.code, reason="Nằm viện"))
    assert list(answer.context["form"].errors) == ["reason"]
    assert not Activity.objects.exists()
    make.make_consent(member, "hardship")
    client.post(NEW, sent(kind, member=member.code, reason="Nằm viện"))
    assert HealthReason.objects.get().text == "Nằm viện"


def test_each_reading_of_a_reason_is_written_down(cast: Cast, kind: Any, member: Any):
    row = make.make_activity(cast.here, member=member, kind=kind)
    reason = make.make_health_reason(row, "Nằm viện")
    url = reverse("welfare_desk:visit_reason", args=[row.pk])
    answer = cast.client("officer_here").get(url)
    assert "Nằm viện" in answer.content.decode()
    assert [one.user for one in ReadRecord.objects.of(reason)] == [cast.officer_here]


def test_a_changed_reason_is_told_without_its_words(cast: Cast, kind: Any, member: Any):
    make.make_consent(member, "health")
    row = record(cast, act(cast, member, kind), reason="Bệnh Một")
    correct_visit(activity=row, reason="Bệnh Hai", version=row.version, by=cast.officer_here)
    told = " ".join(s for one in Change.objects.of(row) for s in one.sentences)
    assert "Lý do sức khỏe, hoàn cảnh (không hiện)" in told
    assert "Bệnh" not in str(list(Change.objects.values_list("diff", "object_name")))


RIGHTS = {"deputy": "here", "treasurer": "here", "inspection": "city"}


def _client(cast: Cast, who: str) -> Any:
    """Of one of the cast, or of an officer made for the occasion."""
    if who not in RIGHTS:
        return cast.client(who)
    client = Client()
    officer = make.make_officer(getattr(cast, RIGHTS[who]), who)
    client.force_login(officer, backend="members.backends.OfficeBackend")
    return client


@pytest.mark.parametrize("who", [*RIGHTS, "officer_beside", "member_here"])
def test_nobody_without_the_right_learns_who_is_ill_or_why(cast: Cast, who: str):
    """Over every page of welfare, the card, searches and files: neither the name nor the reason."""
    private = make.make_welfare_kind(name="Thăm ốm", is_private=True, listed="year")
    ill = make.make_member(cast.here, full_name="Tạ Ốmkínxyz", joined=make.LONG_AGO)
    made = make.make_welfare_list(cast.here, ill, kind=private, state="approved")
    box = make.make_box(cast.here)
    row = make.make_activity(
        cast.here, member=ill, family="Nhà giakínxyz", kind=private, receiver="Ông nhậnkínxyz",
        note="ghichúkínxyz", place="Nơikínxyz",
    )  # fmt: skip
    make.make_health_reason(row, "Bệnhkínxyz")
    photo = make.make_activity_photo(row)
    client = _client(cast, who)
    urls = [
        LIST, f"{LIST}?q=omkinxyz", f"{LIST}?q=giakinxyz", f"{LIST}?q={ill.code}",
        row.get_absolute_url(), reverse("welfare_desk:visit_reason", args=[row.pk]),
        reverse("welfare_desk:visit_photo", args=[row.pk, photo.pk, photo.picture.widths[0]]),
        "/so/tim/?q=giakinxyz", "/nghia-tinh/", "/so/", "/tim-kiem/?q=giakinxyz", f"{LIST}?sap=ai",
        reverse("welfare_desk:lists"), reverse("welfare_desk:postings"), reverse("fund:boxes"),
        *(reverse(f"welfare_desk:{name}", args=[made.pk])
          for name in ("list", "list_hand", "list_print", "list_export")),
        *(reverse(f"fund:{name}", args=[box.pk]) for name in ("box", "box_print")),
        reverse("welfare_desk:list_new"), reverse("reports:list"),
    ]  # fmt: skip
    pages = {url: client.get(url) for url in urls}
    shown = {
        (url, word)
        for url, page in pages.items()
        for word in ("Ốmkínxyz", "Nhà giakínxyz", "nhậnkínxyz", "ghichúkínxyz", "Nơikínxyz", "Bệnhkínxyz")
        if page.status_code == 200 and word in page.content.decode()
    }  # fmt: skip
    assert shown == set()
    assert pages[reverse("welfare_desk:list_export", args=[made.pk])].status_code in {302, 403, 404}
    # Asked for by name, it is as if there were no such act: no row, no number.
    for url in urls[1:4]:
        if pages[url].status_code == 200:
            assert len(pages[url].context["table"]) == 0
    if who in ("deputy", "inspection"):
        card = client.get(reverse("book:member", args=[ill.pk])).content.decode()
        assert [word for word in ("Thăm ốm", "giakínxyz", "Bệnhkínxyz") if word in card] == []


@pytest.mark.parametrize("names", [("An", "Yên"), ("Yên", "An")])
def test_the_order_of_a_list_tells_nothing_of_hidden_names(cast: Cast, names: tuple[str, str]):
    """Sorted by name, two acts that a deputy reads without names stand as their days do."""
    private = make.make_welfare_kind(is_private=True)
    acts = [
        make.make_activity(
            cast.here, kind=private, family="", happened_on=dt.date(2026, 3, n + 1),
            member=make.make_member(cast.here, full_name=f"Lê Văn {name}"),
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    rows = _client(cast, "deputy").get(f"{LIST}?sap=ai").context["table"].page
    assert [row.pk for row in rows] == [act.pk for act in acts]


# --- Proposals ----------------------------------------------------------------------------------


@pytest.fixture
def costly(db: None) -> Any:
    return make.make_welfare_kind(name="Bệnh hiểm nghèo", decided_from=2_000_000)


@pytest.mark.parametrize(
    ("who", "amount", "state"),
    [
        ("officer_here", 1_999_999, "handed"),
        ("officer_here", 2_000_000, "proposed"),
        ("officer_above", 2_000_000, "handed"),
        ("office", 2_000_000, "handed"),
    ],
)
def test_what_the_kind_leaves_to_the_unit_above_is_proposed(
    cast: Cast, costly: Any, member: Any, who: str, amount: int, state: str
):
    row = record(cast, act(cast, member, costly, amount=amount), by=getattr(cast, who))
    assert row.state == state


def proposal(cast: Cast, member: Any, costly: Any) -> Activity:
    return record(cast, act(cast, member, costly, amount=3_000_000))


def test_a_proposal_is_approved_handed_over_and_counted_then_alone(
    cast: Cast, costly: Any, member: Any
):
    row = proposal(cast, member, costly)
    assert Activity.objects.figures()["money"] == 0
    with pytest.raises(PermissionDenied):
        answer_proposal(activity=row, approves=True, reason="", by=cast.officer_here)
    answer_proposal(activity=row, approves=True, reason="", by=cast.officer_above)
    assert Activity.objects.figures()["money"] == 0
    given = hand_over(
        activity=row, happened_on=local_today(), receiver="Đồng chí nhận", receipt_no="3/2026",
        by=cast.officer_here,
    )  # fmt: skip
    assert (given.state, given.receipt_no) == (ActivityState.HANDED, "3/2026")
    assert Activity.objects.figures()["money"] == 3_000_000


def test_of_two_who_answer_the_second_is_told(cast: Cast, costly: Any, member: Any):
    row = proposal(cast, member, costly)
    answer_proposal(activity=row, approves=False, reason="Đã trợ cấp", by=cast.officer_above)
    again = answer_proposal(
        activity=row, approves=False, reason="Đã trợ cấp", by=cast.officer_above
    )
    assert again.state == ActivityState.REFUSED  # a double click
    with pytest.raises(ValidationError, match="đã có người ghi trước"):
        answer_proposal(activity=row, approves=True, reason="", by=cast.office)


def test_a_refusal_needs_its_reason(cast: Cast, costly: Any, member: Any):
    row = proposal(cast, member, costly)
    url = reverse("welfare_desk:visit_answer", args=[row.pk])
    client = cast.client("officer_above")
    answer = client.post(url, {"viec": "khong", "reason": ""})
    assert list(answer.context["answer_form"].errors) == ["reason"]
    client.post(url, {"viec": "khong", "reason": "Để quý sau"})
    row.refresh_from_db()
    assert (row.state, row.answer) == (ActivityState.REFUSED, "Để quý sau")


def test_what_was_approved_is_asked_for_again_when_it_becomes_something_else(
    cast: Cast, costly: Any, member: Any
):
    row = proposal(cast, member, costly)
    row = answer_proposal(activity=row, approves=True, reason="", by=cast.officer_above)
    row.amount = 9_000_000
    row = correct_visit(activity=row, version=row.version, by=cast.officer_here)
    assert row.state == ActivityState.PROPOSED


def test_tasks_tell_who_decides_and_who_waits(cast: Cast, costly: Any, member: Any):
    proposal(cast, member, costly)
    told = {
        who: [one.label for _, lines in cast.client(who).get("/so/").context["groups"]
              for one in lines if "chăm lo" in one.label]
        for who in ("officer_here", "officer_above", "officer_beside")
    }  # fmt: skip
    assert told == {
        "officer_here": ["1 đề nghị chăm lo đã gửi, chờ cấp trên duyệt"],
        "officer_above": ["1 đề nghị chăm lo chờ duyệt"],
        "officer_beside": [],
    }


# --- Taking back --------------------------------------------------------------------------------


def test_a_slip_is_cancelled_with_a_reason_and_no_longer_counts(cast: Cast, kind: Any, member: Any):
    row = record(cast, act(cast, member, kind))
    with pytest.raises(ValidationError):
        cancel_visit(activity=row, reason="", by=cast.officer_here)
    row = cancel_visit(activity=row, reason="Ghi nhầm người", by=cast.officer_here)
    assert (row.state, row.answer) == (ActivityState.CANCELLED, "Ghi nhầm người")
    assert Activity.objects.figures()["activities"] == 0


def test_after_the_days_of_undoing_only_the_unit_above_changes_it(
    cast: Cast, kind: Any, member: Any
):
    row = record(cast, act(cast, member, kind))
    row.entered_at = timezone.now() - dt.timedelta(days=8)
    row.save()
    with pytest.raises(ValidationError, match="quá thời hạn"):
        cancel_visit(activity=row, reason="Ghi nhầm", by=cast.officer_here)
    edit = reverse("welfare_desk:visit_edit", args=[row.pk])
    assert cast.client("officer_here").get(edit).status_code == 403
    assert cast.client("officer_above").get(edit).status_code == 200
    row = cancel_visit(activity=row, reason="Ghi nhầm", by=cast.officer_above)
    assert row.state == ActivityState.CANCELLED


def test_of_two_who_correct_it_the_second_is_told_and_decides(cast: Cast, kind: Any, member: Any):
    row = record(cast, act(cast, member, kind))
    url = reverse("welfare_desk:visit_edit", args=[row.pk])
    client = cast.client("officer_here")
    opened = client.get(url).context["form"]["version"].value()
    fields = {"member": member.code, "amount": "600k", "version": opened}
    Activity.objects.get(pk=row.pk).save()  # a colleague
    answer = client.post(url, sent(kind, **fields))
    form = answer.context["form"]
    assert "Trong lúc đồng chí sửa" in form.non_field_errors()[0]
    assert form["amount"].value() == "600k"
    client.post(url, sent(kind, **fields | {"version": form["version"].value()}))
    row.refresh_from_db()
    assert row.amount == 600_000


# --- A death ------------------------------------------------------------------------------------


def test_a_visit_to_the_family_of_the_dead_is_what_the_departure_waits_for(
    cast: Cast, kind: Any, member: Any
):
    death = make.make_departure(cast.here, member=member, left_on=make.yesterday())
    client = cast.client("officer_here")
    url = f"{NEW}?roi-hoi={death.pk}"
    form = client.get(url).context["form"]
    assert form["family"].value() == f"Gia đình đồng chí {member.full_name}"
    client.post(url, sent(kind, member=member.code, family=form["family"].value()))
    death.refresh_from_db()
    row = Activity.objects.get()
    assert (row.departure, death.visited_on) == (death, local_today())
    cancel_visit(activity=row, reason="Ghi nhầm", by=cast.officer_here)
    death.refresh_from_db()
    assert death.visited_on is None


# --- The list, the card -------------------------------------------------------------------------


def test_the_list_asks_and_adds_up(cast: Cast, kind: Any, member: Any):
    record(cast, act(cast, member, kind))
    other = make.make_welfare_kind(name="Khác")
    make.make_activity(cast.here, kind=other, family="Bà con", happened_on=dt.date(2025, 5, 1))
    client = cast.client("officer_here")
    found = {
        query: len(client.get(f"{LIST}?{query}").context["table"])
        for query in (
            "", "q=tham", "q=ba+con", "q=khong+co", f"loai={other.pk}", "nam=2025",
            "tinh_trang=cancelled",
        )
    }  # fmt: skip
    assert found == {
        "": 2, "q=tham": 1, "q=ba+con": 1, "q=khong+co": 0, f"loai={other.pk}": 1, "nam=2025": 1,
        "tinh_trang=cancelled": 0,
    }  # fmt: skip
    assert client.get(f"{LIST}?nam=2025").context["figures"].replace("\xa0", " ") == (
        "Năm 2025: 1 lần, 500.000 đ."
    )


def test_list_and_form_cost_the_same_however_many(cast: Cast, kind: Any, member: Any):
    client = cast.client("officer_here")
    costs: dict[str, set[int]] = {LIST: set(), NEW: set()}
    for size in (1, 3):
        for _ in range(size):
            one = make.make_member(cast.here)
            make.make_activity(cast.here, member=one, kind=make.make_welfare_kind())
        for url, counts in costs.items():
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.add(len(queries))
    assert {url: len(counts) for url, counts in costs.items()} == {LIST: 1, NEW: 1}


def test_the_card_and_the_scanned_card_lead_to_the_form(cast: Cast, kind: Any, member: Any):
    record(cast, act(cast, member, kind))
    client = cast.client("officer_here")
    url = f"{NEW}?hoi-vien={member.pk}"
    card = client.get(reverse("book:member", args=[member.pk])).content.decode()
    scanned = client.get(reverse("members:pass", args=[make.make_pass(member).code]))
    assert url in card
    assert "Tặng quà" in card
    assert url in scanned.content.decode()
    assert client.get(url).context["form"]["member"].value() == member.code


def test_a_story_is_public_only_while_the_member_agrees(cast: Cast, kind: Any, member: Any):
    client = cast.client("officer_here")
    told = sent(kind, member=member.code, story="Chuyện thật vui", is_public="on")
    assert list(client.post(NEW, told).context["form"].errors) == ["is_public"]
    consent = make.make_consent(member, "picture")
    client.post(NEW, told)
    assert "Chuyện thật vui" in client.get("/nghia-tinh/").content.decode()
    consent.withdrawn_on = local_today()
    consent.save()
    assert "Chuyện thật vui" not in client.get("/nghia-tinh/").content.decode()


def test_visitors_are_told_by_name_where_two_are_called_so(cast: Cast):
    for _ in range(2):
        make.make_member(cast.here, full_name="Lê Trùng Tên")
    form = VisitForm({"visitors": "Lê Trùng Tên"}, user=cast.officer_here)
    form.is_valid()
    found: list[Visitor] = form.cleaned_data["visitors"]
    assert [(one.member, one.name) for one in found] == [(None, "Lê Trùng Tên")]
