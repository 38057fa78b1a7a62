"""Lists of who is due: asked as by hand, never twice, decided with open eyes, handed over once."""

import datetime as dt
import random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from members.models import Change, DecisionRule, ReadRecord
from tests import factories as make
from tests.one_day import TODAY
from welfare.actions import cancel_visit
from welfare.actions.lists import (
    Answer,
    add_person,
    draw_up,
    fail,
    hand_over_entry,
    move_list,
    restore_entry,
    strike,
    take_back_entry,
)
from welfare.actions.visits import remove_photo
from welfare.forms.lists import HandOverListForm
from welfare.models import (
    Activity,
    ActivityPhoto,
    ListStep,
    Span,
    WelfareEntry,
    WelfareList,
    due_now,
    memberships_due,
)

YEAR = TODAY.year


def _draw(cast: Any, kind: Any, unit: Any = None, by: Any = None, **fields: Any) -> WelfareList:
    span = Span(kind, unit or cast.here, fields.pop("year", YEAR), fields.pop("month", 0))
    made = WelfareList(
        kind=kind,
        unit=span.unit,
        year=span.year,
        month=span.month,
        counted_on=span.ends_on,
        **fields,
    )
    return draw_up(gift_list=made, token=make._token(), by=by or cast.office)


def _move(gift_list: WelfareList, slug: str, by: Any, reason: str = "", answers: Any = None) -> Any:
    step: Any = ListStep.at(slug)
    return move_list(gift_list=gift_list, step=step, reason=reason, answers=answers or {}, by=by)


@pytest.fixture
def kind(db: None) -> Any:
    """Given at 70, 75, 80 …, from 100 on every year."""
    kind = make.make_welfare_kind(name="Chúc thọ", listed="year")
    make.make_welfare_rate(kind, min_age=70, step=5, every_from=100)
    return kind


@pytest.fixture
def elder(cast: Any) -> Any:
    return make.make_member(cast.here, birth_year=YEAR - 80, full_name="Lê Tròn Tám Mươi")


def _approved(cast: Any, kind: Any) -> WelfareList:
    made = _draw(cast, kind)
    _move(made, "de-nghi", cast.officer_here)
    return _move(made, "duyet", cast.officer_above)


# --- Who is due -------------------------------------------------------------------------------


def _age_on(day: dt.date, birth: dt.date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _due_by_hand(span: Span, day: dt.date, people: list[Any]) -> tuple[set[int], set[int]]:
    """Who is due, and of whom nobody can say, as somebody with the cards in hand would find out."""
    counted, due, unsure = span.last_counted, set(), set()
    for member, stays in people:
        if not any(s <= day and (e is None or day < e) for s, e in stays):
            continue
        if member.died_on and member.died_on <= day:
            continue
        verdicts = []
        for rate in span.rates:
            birth, year = member.birth_date, member.birth_year
            by_year = counted.year - year
            wrong_month = bool(span.birth_month and birth and birth.month != span.birth_month)
            if rate.counted == "year" or not rate.is_by_age:
                fits = not rate.is_by_age or rate.fits(by_year)
                known = birth is not None or not span.birth_month
            elif birth is None:
                fits = rate.fits(by_year) or (rate.step is None and rate.fits(by_year - 1))
                known = False
            else:
                age, known = _age_on(counted, birth), True
                fits = rate.fits(age) and (rate.step is None or age == by_year)
            verdicts.append((fits and not wrong_month, known))
        if any(fits and known for fits, known in verdicts):
            due.add(member.pk)
        elif any(fits for fits, _ in verdicts):
            unsure.add(member.pk)
    return due, unsure


def _some_people(rng: random.Random, cast: Any) -> list[Any]:
    people = []
    for _ in range(60):
        born = dt.date(YEAR - rng.randint(66, 104), 1, 1) + dt.timedelta(days=rng.randrange(365))
        date = rng.choice((None, born, born))
        joined = TODAY - dt.timedelta(days=rng.randint(30, 600))
        member = make.make_member(
            rng.choice((cast.here, cast.beside)),
            birth_year=born.year,
            birth_date=date,
            joined=joined,
        )
        end = None
        if rng.random() < 0.3:
            end = joined + dt.timedelta(days=rng.randint(1, 500))
            stay = member.memberships.get()
            stay.valid_to, stay.left_by = end, "resigned"
            if rng.random() < 0.5:
                stay.left_by = "deceased"
            stay.save()
            if stay.left_by == "deceased":
                type(member).objects.filter(pk=member.pk).update(died_on=end)
                member.died_on = end
        people.append((member, [(joined, end)]))
    return people


RATES: tuple[dict[str, Any], ...] = (
    {"min_age": 70, "step": 5, "every_from": 100},
    {"min_age": 70, "step": 5, "counted": "date"},
    {"min_age": 80},
    {"min_age": 75, "max_age": 90, "counted": "date"},
    {},
)


@pytest.mark.parametrize("seed", range(3))
def test_due_as_of_any_day_is_what_a_person_with_the_cards_finds(cast, seed):
    rng = random.Random(seed)
    people = _some_people(rng, cast)
    for fields in RATES:
        kind = make.make_welfare_kind(listed="year")
        make.make_welfare_rate(kind, **fields)
        make.make_welfare_rate(kind, unit=cast.elsewhere, min_age=1)  # counts elsewhere alone
        for _ in range(6):
            year, month = YEAR - rng.randint(0, 1), rng.choice((0, 0, rng.randint(1, 12)))
            counted = dt.date(year, rng.randint(1, 12), rng.randint(1, 28))
            unit = rng.choice((cast.here, cast.district, cast.city))
            span = Span(kind, unit, year, month, counted)
            day = TODAY - dt.timedelta(days=rng.randint(0, 700))
            of_unit = [
                one
                for one in people
                if unit != cast.here or one[0].memberships.get().unit == cast.here
            ]
            found = list(memberships_due(span, day))
            known = {member.pk for member, _ in people}
            due = {s.member_id for s in found if s.due_rate} & known
            unsure = {s.member_id for s in found if not s.due_rate} & known
            assert (due, unsure) == _due_by_hand(span, day, of_unit), (fields, span, day)


def test_due_costs_two_queries_whatever_the_size(cast, kind, django_assert_num_queries):
    for size in (1, 4):
        for _ in range(size):
            make.make_member(cast.here, birth_year=YEAR - 80)
        cast.here.line_pks  # noqa: B018 - the unit's own line is asked once
        with django_assert_num_queries(2):
            list(due_now(Span(kind, cast.here, YEAR)))


def test_nearest_units_rate_decides(cast, kind, elder):
    make.make_welfare_rate(kind, unit=cast.district, min_age=80, max_age=80, amount=900_000)
    assert _draw(cast, kind).entries.get(member=elder).amount == 900_000


# --- Drawn up, never twice --------------------------------------------------------------------


def test_draft_takes_all_who_are_due_and_a_follow_up_the_rest(cast, kind, elder):
    first = _draw(cast, kind)
    assert [(e.full_name, e.age, e.amount) for e in first.entries.all()] == [
        ("Lê Tròn Tám Mươi", 80, 500_000)
    ]
    with pytest.raises(ValidationError, match="Không có ai"):
        _draw(cast, kind)
    late = make.make_member(cast.beside, birth_year=YEAR - 75)
    assert [e.member for e in _draw(cast, kind, cast.district).entries.all()] == [late]


def test_same_form_sent_twice_is_one_list(cast, kind, elder):
    token = make._token()
    for _ in range(2):
        span = Span(kind, cast.here, YEAR)
        made = WelfareList(kind=kind, unit=cast.here, year=YEAR, counted_on=span.ends_on)
        draw_up(gift_list=made, token=token, by=cast.officer_here)
    assert WelfareList.objects.count() == 1


@pytest.mark.parametrize("state", ["waiting", "failed"])
def test_database_refuses_one_person_twice_in_a_period(cast, kind, elder, state):
    first = make.make_welfare_list(cast.here, elder, kind=kind)
    first.entries.update(state=state, reason="Vắng nhà")
    second = make.make_welfare_list(cast.district, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_welfare_entry(second, elder)
    with pytest.raises(IntegrityError), transaction.atomic():  # again, without a reason
        make.make_welfare_entry(second, elder, again=1)
    make.make_welfare_entry(second, elder, again=1, again_reason="Hai lần theo nghị quyết")
    make.make_welfare_entry(make.make_welfare_list(cast.here, kind=kind, year=YEAR - 1), elder)


@pytest.mark.parametrize("state", ["struck", "dropped"])
def test_who_was_struck_or_dropped_may_be_listed_anew(cast, kind, elder, state):
    first = make.make_welfare_list(cast.here, elder, kind=kind)
    first.entries.update(state=state, reason="Ghi nhầm")
    assert _draw(cast, kind).entries.get().member == elder
    entry = first.entries.get()
    first.entries.update(state="struck")
    with pytest.raises(ValidationError, match="đã có trong một danh sách"):
        restore_entry(entry=entry, by=cast.officer_here)


def test_nothing_is_given_twice_whatever_the_order(cast, kind):
    rng = random.Random(7)
    people = [make.make_member(cast.here, birth_year=YEAR - 80) for _ in range(4)]
    for _ in range(60):
        lists = list(WelfareList.objects.all())
        entries = list(WelfareEntry.objects.all())
        try:
            with transaction.atomic():
                match rng.randrange(6):
                    case 0:
                        _draw(cast, kind, rng.choice((cast.here, cast.district)))
                    case 1 if lists:
                        slug = rng.choice(("de-nghi", "duyet", "huy", "huy-da-duyet", "rut-lai"))
                        _move(rng.choice(lists), slug, cast.admin, "Lý do")
                    case 2 if entries:
                        strike(entry=rng.choice(entries), reason="Lý do", by=cast.admin)
                    case 3 if entries:
                        restore_entry(entry=rng.choice(entries), by=cast.admin)
                    case 4 if entries:
                        hand_over_entry(
                            entry=rng.choice(entries), on=TODAY, given_by="", receiver="",
                            receipt_no="", by=cast.admin,
                        )  # fmt: skip
                    case 5 if entries:
                        take_back_entry(entry=rng.choice(entries), by=cast.admin)
        except (ValidationError, PermissionDenied, IntegrityError):
            pass
    for member in people:
        assert Activity.objects.done().filter(member=member).count() <= 1
        assert WelfareEntry.objects.live().filter(member=member).count() <= 1
    handed = WelfareEntry.objects.filter(state="handed")
    assert Activity.objects.done().count() == handed.count()


def test_person_added_by_hand_again_needs_a_reason(cast, kind, elder):
    first = _draw(cast, kind)
    younger = make.make_member(cast.here, birth_year=YEAR - 71)
    given: dict[str, Any] = {"note": "", "by": cast.officer_here}
    with pytest.raises(ValidationError, match="hãy ghi số tiền"):
        add_person(gift_list=first, member=younger, amount=None, again_reason="", **given)
    added = add_person(gift_list=first, member=younger, amount=200_000, again_reason="", **given)
    assert (added.age, added.amount) == (71, 200_000)
    other = make.make_welfare_list(cast.district, kind=kind)
    given["by"] = cast.officer_above
    with pytest.raises(ValidationError, match="đã có trong một danh sách"):
        add_person(gift_list=other, member=elder, amount=None, again_reason="", **given)
    again = add_person(gift_list=other, member=elder, amount=None, again_reason="Hai nơi", **given)
    assert (again.again, again.again_reason) == (1, "Hai nơi")
    stranger = make.make_member(cast.elsewhere)
    with pytest.raises(ValidationError, match="không sinh hoạt"):
        add_person(
            gift_list=first, member=stranger, amount=9_000, again_reason="", note="", by=cast.office
        )


# --- Decided ----------------------------------------------------------------------------------


def test_unit_above_decides_as_the_rule_says(cast, kind, elder):
    made = _draw(cast, kind)
    with pytest.raises(PermissionDenied):
        _move(made, "duyet", cast.officer_here)
    _move(made, "de-nghi", cast.officer_here)
    made.refresh_from_db()
    assert made.decider == cast.district
    for by in (cast.officer_here, cast.officer_beside, cast.member_here):
        with pytest.raises(PermissionDenied):
            _move(made, "duyet", by)
    with pytest.raises(ValidationError, match="Chưa ghi lý do"):
        _move(made, "khong-duyet", cast.officer_above)
    assert _move(made, "duyet", cast.officer_above).state == "approved"
    assert _move(made, "duyet", cast.officer_above).state == "approved"  # a double click
    DecisionRule.objects.create(
        unit=cast.city, matter="welfare", decided_by="association", valid_from=TODAY
    )
    make.make_member(cast.here, birth_year=YEAR - 75)
    late = _draw(cast, kind)
    _move(late, "de-nghi", cast.officer_here)
    late.refresh_from_db()
    assert late.decider == cast.city
    with pytest.raises(PermissionDenied):
        _move(late, "duyet", cast.officer_above)
    assert _move(late, "khong-duyet", cast.office, "Hết quỹ").answer == "Hết quỹ"
    assert {e.state for e in late.entries.all()} == {"dropped"}


def test_approved_list_keeps_what_the_card_said(cast, kind, elder):
    made = _draw(cast, kind)
    elder.full_name = "Lê Văn Mới"
    elder.save()
    _move(made, "de-nghi", cast.officer_here)
    _move(made, "duyet", cast.officer_above)
    assert made.entries.get().full_name == "Lê Văn Mới"  # copied a last time
    elder.full_name = "Lê Văn Khác"
    elder.save()
    kind.rates.update(amount=1)
    entry = made.entries.get()
    assert (entry.full_name, entry.amount) == ("Lê Văn Mới", 500_000)
    for change in (
        lambda: _move(made, "rut-lai", cast.officer_here),
        lambda: add_person(
            gift_list=made, member=elder, amount=1, note="", again_reason="x", by=cast.office
        ),
    ):
        with pytest.raises(ValidationError):
            change()


def _dies(member: Any) -> None:
    member.memberships.filter(valid_to=None).update(valid_to=TODAY, left_by="deceased")
    type(member).objects.filter(pk=member.pk).update(died_on=TODAY)


def _leaves(member: Any) -> None:
    member.memberships.filter(valid_to=None).update(valid_to=TODAY, left_by="resigned")


def _is_younger(member: Any) -> None:
    type(member).objects.filter(pk=member.pk).update(birth_year=YEAR - 79)


@pytest.mark.parametrize(
    ("what", "words"),
    [(_dies, "đã từ trần"), (_leaves, "không còn sinh hoạt"), (_is_younger, "không còn đúng mức")],
)
@pytest.mark.parametrize("is_kept", [True, False])
def test_who_died_or_left_meanwhile_is_told_and_decided(cast, kind, elder, what, words, is_kept):
    other = make.make_member(cast.here, birth_year=YEAR - 90)
    made = _draw(cast, kind)
    _move(made, "de-nghi", cast.officer_here)
    what(elder)
    entry = made.entries.get(member=elder)
    client = cast.client("officer_above")
    address = reverse("welfare_desk:list_move", args=[made.pk, "duyet"])
    page = client.get(address).content.decode()
    assert words in page
    assert "Lê Tròn Tám Mươi" in page
    answer = client.post(address)
    assert set(answer.context["form"].errors) == {f"e{entry.pk}", f"e{entry.pk}_reason"}
    with pytest.raises(ValidationError):
        _move(made, "duyet", cast.officer_above)
    with pytest.raises(ValidationError):
        _move(made, "duyet", cast.officer_above, answers={entry.pk: Answer(is_kept=True)})
    client.post(
        address,
        {f"e{entry.pk}": "giu" if is_kept else "gach", f"e{entry.pk}_reason": "Gia đình nhận"},
    )
    entry.refresh_from_db()
    made.refresh_from_db()
    assert made.state == "approved"
    assert (entry.state, entry.is_live) == (("waiting", True) if is_kept else ("struck", False))
    assert "Gia đình nhận" in entry.note + entry.reason
    assert made.entries.get(member=other).state == "waiting"


# --- Handed over ------------------------------------------------------------------------------


def test_handed_over_is_one_act_of_care_and_can_be_taken_back(cast, kind, elder):
    made = _approved(cast, kind)
    entry = made.entries.get()
    values = {
        "entry": entry, "on": TODAY, "given_by": "Chi hội trưởng", "receiver": "Con trai",
        "receipt_no": "PC 5", "by": cast.officer_here,
    }  # fmt: skip
    for _ in range(2):  # a double click
        hand_over_entry(**values)
    activity = Activity.objects.get()
    assert (activity.member, activity.unit, activity.amount) == (elder, cast.here, 500_000)
    assert [visitor.name for visitor in activity.visitors.all()] == ["Chi hội trưởng"]
    with pytest.raises(ValidationError):
        strike(entry=entry, reason="Nhầm", by=cast.officer_here)
    with pytest.raises(ValidationError, match="danh sách"):
        cancel_visit(activity=activity, reason="Nhầm", by=cast.officer_here)
    take_back_entry(entry=entry, by=cast.officer_here)
    entry.refresh_from_db()
    assert (entry.state, entry.receiver, Activity.objects.done().count()) == ("waiting", "", 0)


def test_draft_is_not_handed_over_and_days_to_come_are_refused(cast, kind, elder):
    draft = _draw(cast, kind)
    values = {"given_by": "A", "receiver": "", "receipt_no": "", "by": cast.officer_here}
    with pytest.raises(ValidationError, match="chưa duyệt"):
        hand_over_entry(entry=draft.entries.get(), on=TODAY, **values)
    _move(draft, "de-nghi", cast.officer_here)
    _move(draft, "duyet", cast.officer_above)
    with pytest.raises(ValidationError, match="tương lai"):
        hand_over_entry(entry=draft.entries.get(), on=TODAY + dt.timedelta(1), **values)


def test_many_are_ticked_at_once_and_failures_tried_again(cast, kind):
    people = [make.make_member(cast.here, birth_year=YEAR - 80) for _ in range(3)]
    made = _approved(cast, kind)
    first, second, third = (made.entries.get(member=member) for member in people)
    client = cast.client("officer_here")
    address = reverse("welfare_desk:list_hand", args=[made.pk])
    head = {"on": f"{TODAY:%d/%m/%Y}", "given_by": "Chi hội"}
    assert client.post(address, head).context["form"].errors
    wrong = {f"e{first.pk}-handed": "on", f"e{first.pk}-failed": "Vắng"}
    assert client.post(address, head | wrong).status_code == 200
    assert client.post(address, {f"e{first.pk}-handed": "on"}).context["form"].errors  # no day
    assert not Activity.objects.exists()
    sent = head | {
        f"e{first.pk}-handed": "on", f"e{second.pk}-handed": "on", f"e{second.pk}-receiver": "Con gái",
        f"e{third.pk}-failed": "Đi vắng",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    assert [entry.state for entry in made.entries.order_by("pk")] == ["handed", "handed", "failed"]
    assert Activity.objects.count() == 2
    client.post(address, head | {f"e{third.pk}-handed": "on"})
    third.refresh_from_db()
    assert (third.state, third.reason) == ("handed", "")


def test_photographs_of_a_hand_over_are_kept_with_each_act(cast, kind):
    """The common one of everybody who is ticked, once in storage; one's own with theirs alone."""
    people = [make.make_member(cast.here, birth_year=YEAR - 80) for _ in range(3)]
    made = _approved(cast, kind)
    first, second, absent = (made.entries.get(member=member) for member in people)
    address = reverse("welfare_desk:list_hand", args=[made.pk])
    common = make.picture_file()
    sent = {
        "on": f"{TODAY:%d/%m/%Y}", "given_by": "Chi hội", f"e{first.pk}-handed": "on",
        f"e{second.pk}-handed": "on", "photographs": [common],
    }  # fmt: skip
    own = {f"e{second.pk}-photograph": make.picture_file()}
    client = cast.client("officer_here")
    stray = client.post(address, sent | {f"e{absent.pk}-photograph": make.picture_file()})
    assert (stray.status_code, Activity.objects.count()) == (200, 0)  # whose, of who got nothing?
    for file in (common, *own.values()):
        file.seek(0)
    assert client.post(address, sent | own).status_code == 302
    photos = [
        list(Activity.objects.get(member=member).photographs.order_by("-pk"))
        for member in people[:2]
    ]
    assert [len(found) for found in photos] == [1, 2]
    (shared,), (same, alone) = photos
    assert shared.picture.name == same.picture.name != alone.picture.name
    assert (shared.width, shared.height) == (same.width, same.height)
    assert shared.added_by == cast.officer_here


@pytest.mark.django_db(transaction=True)
def test_shared_photograph_keeps_its_files_until_the_last_act_lets_go(cast):
    one, other = (make.make_activity_photo(make.make_activity(cast.here)) for _ in range(2))
    ActivityPhoto.objects.filter(pk=other.pk).update(picture=one.picture.name)
    other.refresh_from_db()
    storage, names = one.picture.storage, one.picture.file_names
    remove_photo(photo=one, by=cast.office)
    assert all(storage.exists(name) for name in names)
    remove_photo(photo=other, by=cast.office)
    assert not any(storage.exists(name) for name in names)


def test_photographs_of_a_private_list_are_each_ones_own(cast, kind, elder):
    kind.is_private = True
    kind.save()
    assert "photographs" not in HandOverListForm(gift_list=WelfareList(kind=kind)).fields


def test_cancelled_after_approval_keeps_what_was_handed_over(cast, kind, elder):
    make.make_member(cast.here, birth_year=YEAR - 75)
    made = _approved(cast, kind)
    entry = made.entries.get(member=elder)
    hand_over_entry(
        entry=entry, on=TODAY, given_by="A", receiver="", receipt_no="", by=cast.officer_here
    )
    _move(made, "huy-da-duyet", cast.officer_above, "Hết quỹ")
    assert sorted(made.entries.values_list("state", flat=True)) == ["dropped", "handed"]
    assert [e.full_name for e in _draw(cast, kind).entries.all()] != ["Lê Tròn Tám Mươi"]


def test_branch_hands_over_its_own_people_of_a_list_from_above(cast, kind, elder):
    beside = make.make_member(cast.beside, birth_year=YEAR - 80)
    made = _draw(cast, kind, cast.district)
    client = cast.client("officer_here")
    address = made.get_absolute_url()
    assert client.get(address).status_code == 404  # a draft is its unit's own
    _move(made, "de-nghi", cast.officer_above)
    _move(made, "duyet", cast.office)
    page = client.get(address).content.decode()
    assert "Lê Tròn Tám Mươi" in page
    assert beside.full_name not in page
    entry = made.entries.get(member=beside)
    with pytest.raises(PermissionDenied):
        fail(entry=entry, reason="x", by=cast.officer_here)
    for name in ("list_print", "list_export"):
        client.get(reverse(f"welfare_desk:{name}", args=[made.pk]))
    read = set(
        ReadRecord.objects.filter(way__in=["printed", "taken"]).values_list("object_id", flat=True)
    )
    assert read == {elder.pk}


# --- Pages, tasks -----------------------------------------------------------------------------


def test_missing_birth_dates_are_shown_and_never_dropped(cast, kind):
    known = make.make_member(
        cast.here,
        birth_year=YEAR - 80,
        birth_date=dt.date(YEAR - 80, 5, 1),
        full_name="Lê Biết Ngày",
    )
    unknown = make.make_member(
        cast.here, birth_year=YEAR - 80, birth_date=None, full_name="Lê Chưa Rõ"
    )
    client = cast.client("officer_here")
    address = f"{reverse('welfare_desk:list_new')}?loai={kind.pk}&don_vi={cast.here.pk}&nam={YEAR}"
    whole = client.get(address)
    assert (len(whole.context["table"]), whole.context["unsure_count"]) == (2, 0)
    may = client.get(f"{address}&thang=5")
    assert [row.member for row in may.context["table"].page] == [known]
    assert [row.member for row in may.context["unsure"]] == [unknown]
    assert reverse("book:member", args=[unknown.pk]) in may.content.decode()
    assert client.get(f"{address}&thang=6").context["unsure_count"] == 1


def test_pages_cost_the_same_for_few_and_many(cast, kind, django_assert_max_num_queries):
    client = cast.client("officer_above")
    made = make.make_welfare_list(cast.district, kind=kind, state="approved")
    addresses = [
        f"{reverse('welfare_desk:list_new')}?loai={kind.pk}&don_vi={cast.district.pk}&nam={YEAR}",
        made.get_absolute_url(), reverse("welfare_desk:lists"), reverse("welfare_desk:list_hand", args=[made.pk]),
    ]  # fmt: skip
    costs: list[list[int]] = []
    for size in (2, 6):
        for _ in range(size):
            make.make_member(cast.here, birth_year=YEAR - 80)
            make.make_welfare_entry(made, make.make_member(cast.here, birth_year=YEAR - 75))
        counts = []
        for address in addresses:
            with django_assert_max_num_queries(60) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked.captured_queries))
        costs.append(counts)
    assert costs[0] == costs[1]


def test_tasks_tell_what_waits(cast, kind, elder):
    made = _draw(cast, kind, planned_on=TODAY - dt.timedelta(3))
    _move(made, "de-nghi", cast.officer_here)

    def tasks(who: str) -> str:
        page: str = cast.client(who).get(reverse("desk")).content.decode()
        return page

    assert "1 danh sách chăm lo chờ duyệt" in tasks("officer_above")
    assert "danh sách chăm lo chờ duyệt" not in tasks("officer_here")
    assert (
        len(
            cast.client("officer_above")
            .get(f"{reverse('welfare_desk:lists')}?tinh_trang=cho-toi")
            .context["table"]
        )
        == 1
    )
    _move(made, "duyet", cast.officer_above)
    assert "1 phần quà đã qua ngày trao" in tasks("officer_here")


@pytest.mark.parametrize("today", [f"{YEAR}-05-10", f"{YEAR}-12-31"])
def test_ages_of_next_month_without_a_list_are_a_task(cast, kind, time_machine, today):
    time_machine.move_to(f"{today} 10:00")
    month, year = (1, YEAR + 1) if today.endswith("31") else (6, YEAR)
    make.make_member(cast.here, birth_year=year - 80, birth_date=dt.date(year - 80, month, 20))
    page = cast.client("officer_here").get(reverse("desk")).content.decode()
    assert f"1 đồng chí tròn tuổi trong tháng {month}/{year}" in page
    _draw(cast, kind, year=year, month=month)
    page = cast.client("officer_here").get(reverse("desk")).content.decode()
    assert f"tròn tuổi trong tháng {month}/{year}" not in page


def test_list_for_the_ward_is_the_states(cast, elder):
    kind = make.make_welfare_kind(listed="year", paid_by_state=True, name="Mừng thọ")
    make.make_welfare_rate(kind, min_age=80, max_age=80, occasion="ngày 06/6")
    made = _draw(cast, kind)
    page = cast.client("officer_here").get(reverse("welfare_desk:list_print", args=[made.pk]))
    words = ("Danh sách đề nghị mừng thọ", "mừng thượng thọ", "ngày 06/6", "Bản chưa duyệt")
    assert [word for word in words if word not in page.content.decode().replace("\xa0", " ")] == []
    assert made.fund == "state"


def test_history_tells_each_step(cast, kind, elder):
    made = _approved(cast, kind)
    told = Change.objects.of(made).filter(model="welfare.welfarelist").newest_first()
    whose = [cast.officer_above.member.full_name, cast.officer_here.member.full_name]
    assert [name in change.who for name, change in zip(whose, told, strict=False)] == [True, True]
