"""Transfers that both sides confirm, ways out of the association, and taking them back."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from kit.dates import local_today, written_date
from members.models import Change, Decision, Departure, Member, Membership, Transfer, Unit
from members.models.leaving import TransferRole, TransferStep
from moves.actions import leaving
from tests import factories as make
from tests.conftest import Cast
from tests.pages import words_of

NOON = "2026-11-24 12:00:00+07:00"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def count_on(unit: Unit, day: dt.date) -> int:
    return Membership.objects.on(day).filter(unit=unit).count()


def answer(cast: Cast, row: Transfer, step: TransferStep, who: str = "", reason="Không đủ"):
    who = who or (
        "officer_here" if step == TransferStep.CANCEL else "officer_beside"
    )  # each side its own
    return leaving.answer_transfer(transfer=row, step=step, reason=reason, by=getattr(cast, who))


@pytest.mark.parametrize("step", TransferStep, ids=lambda step: step.slug)
@pytest.mark.parametrize("state", Transfer.State.values)
def test_a_transfer_moves_only_as_the_table_says(
    cast: Cast, state: str, step: TransferStep
) -> None:
    row = make.make_transfer(cast.here, cast.beside)
    first = next((other for other in TransferStep if other.target == state), None)
    if first is not None:
        answer(cast, row, first)
    if state in (*step.sources, step.target):
        assert answer(cast, row, step).state == step.target
    else:
        with pytest.raises(ValidationError, match="đã có người trả lời trước"):
            answer(cast, row, step, "officer_above")


def test_each_side_is_offered_its_own_moves() -> None:
    def offered(*roles):
        return TransferStep.open_to(roles, "proposed")

    assert offered(TransferRole.SENDER) == [TransferStep.CANCEL]
    assert offered(TransferRole.RECEIVER) == [TransferStep.ACCEPT, TransferStep.REFUSE]
    assert offered(*TransferRole) == [TransferStep.ACCEPT, TransferStep.REFUSE, TransferStep.CANCEL]
    assert TransferStep.open_to(set(TransferRole), "accepted") == []


def test_sides_follow_from_the_books_one_keeps(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.elsewhere)
    assert row.roles_of(cast.officer_here) == {TransferRole.SENDER}
    assert row.roles_of(cast.officer_above) == {TransferRole.SENDER}  # of this district only
    assert row.roles_of(cast.office) == set(TransferRole)
    assert row.roles_of(cast.officer_beside) == set()


def test_nothing_moves_before_it_is_accepted_and_no_past_count_changes(cast: Cast) -> None:
    member = make.make_member(cast.here)
    today, yesterday = local_today(), make.yesterday()
    before = count_on(cast.here, today), count_on(cast.beside, today)
    row = make.make_transfer(cast.here, cast.beside, member=member, moves_on=dt.date(2026, 11, 1))
    assert (count_on(cast.here, today), count_on(cast.beside, today)) == before

    answer(cast, row, TransferStep.ACCEPT)

    assert (count_on(cast.here, today), count_on(cast.beside, today)) == (
        before[0] - 1,
        before[1] + 1,
    )
    assert (count_on(cast.here, yesterday), count_on(cast.beside, yesterday)) == before
    new = member.membership_on()
    assert new.predecessor.unit == cast.here
    assert member.joined_on == make.LONG_AGO


def test_a_day_to_come_is_waited_for(cast: Cast) -> None:
    day = local_today() + dt.timedelta(days=5)
    row = make.make_transfer(cast.here, cast.beside, moves_on=day)
    answer(cast, row, TransferStep.ACCEPT)
    member = row.member
    assert member.membership_on(day - dt.timedelta(days=1)).unit == cast.here
    assert member.membership_on(day).unit == cast.beside


def test_a_move_to_come_is_told_to_both_sides(cast: Cast) -> None:
    """Until its day the card stays where it was; no step of it is done yet."""
    day = local_today() + dt.timedelta(days=5)
    row = make.make_transfer(cast.here, cast.beside, moves_on=day)
    url = reverse("book:transfer_move", args=[row.pk, "dong-y"])
    told = cast.client("officer_beside").post(url, {"reason": ""}, follow=True).content.decode()
    card = cast.client("officer_here").get(reverse("book:member", args=[row.member.pk])).context

    assert f"từ ngày {day:%d/%m/%Y}; trước ngày đó {cast.here} còn giữ hồ sơ" in told
    assert card["ways"] == [(f"Chuyển đến {cast.beside} từ {day:%d/%m/%Y}", row.get_absolute_url())]
    assert [is_over for _, _, is_over in card["line"]] == [False, False]


def test_refusing_needs_a_reason(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside)
    with pytest.raises(ValidationError, match="lý do"):
        answer(cast, row, TransferStep.REFUSE, reason="")
    assert answer(cast, row, TransferStep.REFUSE).answer == "Không đủ"


def test_offices_of_the_old_branch_end_and_come_back_with_the_undoing(cast: Cast) -> None:
    member = cast.officer_here.member
    assert member is not None
    row = make.make_transfer(cast.here, cast.beside, member=member)
    answer(cast, row, TransferStep.ACCEPT)
    assert not member.appointments.on().exists()
    row.refresh_from_db()

    with pytest.raises(ValidationError, match="Chỉ người đã ghi"):
        leaving.undo_answer(transfer=row, by=cast.officer_above)
    leaving.undo_answer(transfer=row, by=cast.officer_beside)

    row.refresh_from_db()
    stay = member.memberships.get()
    assert (row.state, row.answered_by, row.new_membership) == ("proposed", None, None)
    assert (stay.unit, stay.valid_to, stay.left_by) == (cast.here, None, "")
    assert member.appointments.get().valid_to is None


def test_undoing_is_refused_after_a_week_or_on_top_of_something_newer(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside)
    row = answer(cast, row, TransferStep.ACCEPT)
    with time_machine.travel("2026-12-02 12:00:00+07:00", tick=False):
        with pytest.raises(ValidationError, match="quá thời hạn"):
            leaving.undo_answer(transfer=row, by=cast.officer_beside)
        make.make_transfer(cast.beside, cast.here, member=row.member)
    with pytest.raises(ValidationError, match="việc mới"):
        leaving.undo_answer(transfer=row, by=cast.officer_beside)


def test_overdue_ones_are_found_by_both_twins(cast: Cast) -> None:
    late = make.make_transfer(cast.here, cast.beside, due_on=make.yesterday())
    make.make_transfer(cast.here, cast.beside, due_on=local_today())
    assert (
        list(Transfer.objects.overdue())
        == [late]
        == [t for t in Transfer.objects.all() if t.is_overdue]
    )


# --- Departures -------------------------------------------------------------------------------


def depart(cast: Cast, member: Member, kind: str = "deceased", who: str = "officer_here", **fields):
    code = fields.pop("code", "")
    row = Departure(kind=kind, left_on=fields.pop("left_on", make.yesterday()),
                    token=fields.pop("token", make._token()), **fields)  # fmt: skip
    return leaving.depart(
        membership=member.memberships.latest("valid_from"),
        departure=row, code=code, decider=cast.here, by=getattr(cast, who),
    )  # fmt: skip


def test_a_death_ends_stay_office_and_account_and_undoing_restores_each(cast: Cast) -> None:
    user = make.make_officer(cast.here)
    member = user.member
    assert member is not None
    row = depart(cast, member)
    member.refresh_from_db()
    user.refresh_from_db()
    assert (member.died_on, member.is_in_memory, user.is_active) == (row.left_on, True, False)
    assert not member.is_active_on()
    assert not member.appointments.on().exists()
    assert list(Departure.objects.wreaths_due()) == [row]

    leaving.undo_departure(departure=row, by=cast.officer_here)

    member.refresh_from_db()
    user.refresh_from_db()
    stay = member.memberships.get()
    assert (member.died_on, user.is_active) == (None, True)
    assert (stay.valid_to, stay.left_by) == (None, "")
    assert member.appointments.get().valid_to is None
    row.refresh_from_db()
    assert row.undone_by == cast.officer_here
    assert not Departure.objects.wreaths_due().exists()


def test_the_card_does_not_take_back_a_death(cast: Cast) -> None:
    """Only the departure does, by its maker: else the card forgets a death that the book keeps."""
    member = make.make_member(cast.here)
    client = cast.client("officer_above")
    row = depart(cast, member)
    card = client.get(reverse("book:member", args=[member.pk]))
    assert card.context["undoable"] == []
    died = Change.objects.of(member).get(diff__0__field="died_on")
    client.post(reverse("book:member_undo", args=[member.pk]), {"change": died.pk})
    member.refresh_from_db()
    assert member.died_on == row.left_on


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("struck_off", {"code": "1", "ground": "absent"}, "đề nghị của chi hội"),
        ("struck_off", {"ground": "own"}, "đề nghị của chi hội"),
        ("expelled", {"code": "1", "reason": "Vi phạm"}, "đề nghị của chi hội"),
        ("moved_away", {}, "nơi đến"),
        ("deceased", {"left_on": dt.date(2026, 11, 25)}, "tương lai"),
        ("deceased", {"left_on": make.LONG_AGO}, "sau ngày đó"),
        ("resigned", {"code": "không số", "reason": "Theo đơn"}, "bắt đầu bằng số"),
    ],
)
def test_a_departure_is_refused_without_what_it_needs(cast: Cast, kind, fields, words) -> None:
    member = make.make_member(cast.here)
    with pytest.raises(ValidationError, match=words), transaction.atomic():
        depart(cast, member, kind, **fields)
    assert member.is_active_on()


def test_nobody_sends_away_who_has_more_rights(cast: Cast) -> None:
    member = make.make_member(cast.here)
    office = cast.office.member.appointments.get()
    member.appointments.create(unit=cast.city, position=office.position, valid_from=make.LONG_AGO)
    with pytest.raises(ValidationError, match="cấp cao hơn"):
        depart(cast, member)
    depart(cast, member, who="office")


def test_a_departure_is_undone_by_its_maker_within_a_week_and_not_under_something_newer(
    cast: Cast,
) -> None:
    member = make.make_member(cast.here)
    row = depart(cast, member, "resigned")
    with pytest.raises(ValidationError, match="Chỉ người đã ghi"):
        leaving.undo_departure(departure=row, by=cast.officer_above)
    with (
        time_machine.travel("2026-12-02 12:00:00+07:00", tick=False),
        pytest.raises(ValidationError, match="quá thời hạn"),
    ):
        leaving.undo_departure(departure=row, by=cast.officer_here)
    Membership.objects.create(member=member, unit=cast.beside, valid_from=local_today())
    with pytest.raises(ValidationError, match="việc mới"):
        leaving.undo_departure(departure=row, by=cast.officer_here)


def test_the_paper_of_an_undone_departure_is_written_down_again(cast: Cast) -> None:
    """Undone for a slip of the day or the person, the paper on the desk still bears its number."""
    member = make.make_member(cast.here)
    wrong = depart(cast, member, "resigned", code="15/QĐ", reason="Theo đơn")
    leaving.undo_departure(departure=wrong, by=cast.officer_here)
    page = cast.client("officer_here").get(wrong.get_absolute_url()).content.decode()
    assert reverse("book:departure_paper", args=[wrong.pk]) not in page

    right = depart(cast, member, "resigned", code="15/QĐ", reason="Theo đơn", left_on=local_today())

    assert right.decision is not None
    assert right.decision.number == 15
    wrong.refresh_from_db()
    assert (wrong.decision, wrong.undone_by) == (None, cast.officer_here)


def test_what_a_way_out_asks_for_is_not_called_optional(cast: Cast) -> None:
    page = cast.client("officer_here").get(reverse("book:departure_new")).content.decode()
    optional = re.findall(r">([^<>]+) <span class=\"optional\">", page)
    assert optional == []


def test_who_came_back_is_not_offered_the_undoing(cast: Cast) -> None:
    member = make.make_member(cast.here)
    row = depart(cast, member, "moved_away", destination="Hội tỉnh")
    url = reverse("book:departure_undo", args=[row.pk])
    client = cast.client("officer_here")
    assert url in client.get(row.get_absolute_url()).content.decode()
    Membership.objects.create(
        member=member, unit=cast.here, valid_from=local_today(),
        entered_by=Membership.Entry.READMITTED,
    )  # fmt: skip
    assert url not in client.get(row.get_absolute_url()).content.decode()


def test_a_decision_is_signed_for_the_committee_with_its_reason(cast: Cast) -> None:
    row = make.make_departure(
        cast.here,
        kind="resigned",
        reason="sức khỏe yếu",
        decision=make.make_decision(cast.district),
    )
    letter = make.make_departure(
        cast.here, kind="moved_away", destination="Hội tỉnh", decision=make.make_decision(cast.here)
    )
    client = cast.client("officer_here")
    paper, other = (
        words_of(client.get(reverse("book:departure_paper", args=[one.pk])))
        for one in (row, letter)
    )

    assert "<b>TM. Ban Chấp hành</b>" in paper
    assert "Lý do: sức khỏe yếu." in paper
    assert f"<b>TM. {cast.here}</b>" in other


@pytest.mark.parametrize("day", ["1/1/2020", "31/2/2026"])
def test_a_wrong_day_of_the_word_is_told_beside_its_box_and_kept(cast: Cast, day: str) -> None:
    row = _struck_off(cast)
    url = reverse("book:departure_courtesy", args=[row.pk])
    client = cast.client("officer_here")
    answer = client.post(url, {"day": day})

    form = answer.context["courtesy_form"]
    assert list(form.errors) == ["day"]
    assert form["day"].value() == day
    client.post(url, {"day": f"{local_today():%d/%m/%Y}"})
    row.refresh_from_db()
    assert row.told_on == local_today()


def _struck_off(cast: Cast) -> Departure:
    """Of whom nobody told the member yet."""
    decision = make.make_decision(cast.district)
    return make.make_departure(
        cast.here, kind="struck_off", ground="absent", left_on=make.yesterday(), decision=decision
    )


def test_a_death_is_not_ticked_off_as_visited_but_written_down_as_an_act_of_care(
    cast: Cast,
) -> None:
    row = make.make_departure(cast.here, kind="deceased", left_on=make.yesterday())
    client = cast.client("officer_here")
    page = client.get(row.get_absolute_url())
    address = f"{reverse('welfare_desk:visit_new')}?roi-hoi={row.pk}"
    assert page.context["courtesy"]["url"] == address
    client.post(
        reverse("book:departure_courtesy", args=[row.pk]), {"day": f"{local_today():%d/%m/%Y}"}
    )
    row.refresh_from_db()
    assert row.visited_on is None


def test_leaving_cancels_a_pending_transfer_which_undoing_reopens(cast: Cast) -> None:
    member = make.make_member(cast.here)
    transfer = make.make_transfer(cast.here, cast.beside, member=member)
    row = depart(cast, member, "resigned")
    transfer.refresh_from_db()
    assert transfer.state == "cancelled"
    leaving.undo_departure(departure=row, by=cast.officer_here)
    transfer.refresh_from_db()
    assert transfer.state == "proposed"


def test_a_double_click_writes_one_departure(cast: Cast) -> None:
    member = make.make_member(cast.here)
    rows = [depart(cast, member, "resigned", token="dau-roi-hoi-000001") for _ in range(2)]
    assert rows[0] == rows[1]


def test_the_database_holds_what_the_forms_promise(cast: Cast) -> None:
    for wrong in (
        {"kind": "struck_off", "decision": make.make_decision(cast.here)},
        {"kind": "struck_off", "ground": "absent"},
        {"kind": "deceased", "ground": "absent"},
        {"kind": "expelled"},
        {"kind": "moved_away"},
        {"kind": "resigned", "undone_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_departure(cast.here, **wrong)
    row = make.make_departure(cast.here)
    with pytest.raises(IntegrityError), transaction.atomic():
        Departure.objects.create(
            membership=row.membership, kind="resigned", left_on=row.left_on, made_by=cast.admin,
            token="dau-roi-hoi-000009",
        )  # fmt: skip
    pending = make.make_transfer(cast.here, cast.beside)
    attempts: tuple[dict[str, Any], ...] = (
        {"target": cast.here},
        {"member": pending.member},
        {"state": "refused"},
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_transfer(cast.here, **{"target": cast.beside} | attempt)


# --- Pages ------------------------------------------------------------------------------------


def test_a_member_of_another_unit_in_the_address_is_not_found(cast: Cast) -> None:
    other = make.make_member(cast.beside)
    client = cast.client("officer_here")
    for name in ("book:transfer_new", "book:departure_new"):
        assert client.get(reverse(name), {"hoi-vien": other.pk}).status_code == 404
        assert client.get(reverse(name), {"hoi-vien": "x"}).status_code == 404


def test_one_of_several_namesakes_is_chosen_from_a_list(cast: Cast) -> None:
    first = make.make_member(cast.here, full_name="Trần Văn Đạt")
    make.make_member(cast.here, full_name="Trần Thị Đạt")
    make.make_member(cast.beside, full_name="Trần Bá Đạt")
    client = cast.client("officer_here")
    data = {
        "member": "tran dat", "target": cast.beside.distinct_label, "moves_on": "24/11/2026",
        "reason": "Đổi nơi ở", "code": "1", "token": "dau-chuyen-0000001",
    }  # fmt: skip
    page = client.post(reverse("book:transfer_new"), data).content.decode()
    assert "Có 2 người khớp" in page
    assert f'<option value="{first.code}">' in page
    assert "Trần Bá Đạt" not in page

    for _ in range(2):
        client.post(reverse("book:transfer_new"), data | {"member": first.code})
    assert Transfer.objects.get().member == first


def test_the_second_to_answer_is_told(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside)
    url = reverse("book:transfer_move", args=[row.pk, "dong-y"])
    no = reverse("book:transfer_move", args=[row.pk, "khong-nhan"])
    assert cast.client("officer_beside").post(url).status_code == 302
    page = cast.client("officer_above").post(no, {"reason": "Không"}).content.decode()
    assert "đã có người trả lời trước" in page
    assert "Chưa ghi thêm gì" in page


def test_details_lead_to_the_card_for_who_keeps_it(cast: Cast) -> None:
    transfer = make.make_transfer(cast.here, cast.beside)
    card = f'href="{reverse("book:member", args=[transfer.member.pk])}"'
    pages = {
        who: cast.client(who).get(transfer.get_absolute_url()).content.decode()
        for who in ("officer_here", "officer_beside")
    }
    assert {who: card in page for who, page in pages.items()} == {
        "officer_here": True, "officer_beside": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "one", "queries"),
    [
        ("book:transfers", lambda c: make.make_transfer(c.here, c.beside), 8),
        ("book:departures", lambda c: make.make_departure(c.here), 8),
    ],
)
def test_lists_cost_the_same_with_one_and_three_rows(
    cast: Cast, name, one, queries, django_assert_num_queries
) -> None:
    client = cast.client("officer_above")
    for rows in (1, 2):
        for _ in range(rows):
            one(cast)
        with django_assert_num_queries(queries):
            client.get(reverse(name))


# --- Suggestions ------------------------------------------------------------------------------


def test_the_message_tells_what_else_ended(cast: Cast) -> None:
    user = make.make_officer(cast.here)
    assert user.member is not None
    shown = cast.client("officer_here").get(reverse("book:departure_new")).context["form"]
    typed = {box.html_name: box.value() or "" for box in shown} | {
        "member": user.member.code, "kind": "deceased", "left_on": f"{make.yesterday():%d/%m/%Y}",
    }  # fmt: skip
    answer = cast.client("officer_here").post(reverse("book:departure_new"), typed, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Đã ghi; chức vụ đang giữ thôi cùng ngày, tài khoản ngừng hoạt động. "
        "Nếu ghi nhầm, đồng chí hoàn tác được trong 7 ngày."
    ]


def _leave(cast: Cast, **typed: Any) -> Departure:
    """Sends the form with the number that it suggests, unless another is typed."""
    member = make.make_member(cast.here)
    client = cast.client("officer_here")
    url = f"{reverse('book:departure_new')}?hoi-vien={member.pk}"
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in ("member", "decider", "code", "token")}
    day = f"{local_today():%d/%m/%Y}"
    client.post(
        url, sent | {"left_on": day, "reason": "Theo đơn", "destination": "Hội tỉnh"} | typed
    )
    return Departure.objects.get(membership__member=member)


def test_papers_name_the_unit_above_in_full_and_a_decision_its_committee(cast: Cast) -> None:
    client = cast.client("officer_here")
    left = make.make_departure(
        cast.here, kind="resigned", reason="Theo đơn", decision=make.make_decision(cast.district)
    )
    moved = make.make_transfer(cast.here, cast.beside)
    decision, letter = (
        words_of(client.get(reverse(f"book:{name}", args=[row.pk])))
        for name, row in (("departure_paper", left), ("transfer_paper", moved))
    )

    assert "<li>- Như Điều 2;</li>" in decision
    assert "<b>TM. Ban Chấp hành</b>" in decision
    # Each ground ends with ";", the last with "." (Nghị định 30/2020, Phụ lục I).
    grounds = re.findall(r'<p class="ground">(.*?)</p>', decision)
    assert [line[-1] for line in grounds] == [";", "."]
    assert "<li>- Như trên;</li>" in letter
    assert f"<b>TM. {cast.here}</b>" in letter
    for paper, above in ((decision, cast.city), (letter, cast.district)):
        assert f"<li>- {above.name} (để biết);</li>" in paper


def test_departure_suggests_the_next_number_of_the_paper_it_takes(cast: Cast) -> None:
    """Its own unit's: nobody is offered the next number of a superior."""
    day = local_today()
    make.make_decision(cast.here)
    wanted = Decision.objects.next_code(cast.here, Decision.Kind.DECISION, day)
    row = _leave(cast, kind="resigned")
    assert row.decision is not None
    assert (row.decision.code, row.decision.unit) == (wanted, cast.here)

    letter = _leave(cast, kind="moved_away").decision
    assert letter is not None
    assert (letter.kind, letter.number, letter.code) == (
        Decision.Kind.LETTER, 1, f"01/GGT-{cast.here.code}",
    )  # fmt: skip
    assert _leave(cast, kind="deceased").decision is None
    assert _leave(cast, kind="resigned", decider="").decision is None
    typed = _leave(cast, kind="resigned", code="77").decision
    assert typed is not None
    assert typed.number == 77


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("chi hoi phuong 7, quan mau", ""),
        ("P7 mau", "Không tìm thấy"),
        ("7 mau", ""),
        ("phuong 7 mau", ""),
        ("PHƯỜNG 7 Mẫ", ""),  # the last word as far as it is typed
        ("phuong mau", "Có 2 đơn vị khớp"),
        ("phuong 1 mau", "Không tìm thấy"),  # a number is no beginning of another
        ("", "Chưa ghi chuyển đến chi hội nào."),
        ("\u200b", "Chưa ghi chuyển đến chi hội nào."),
    ],
)
def test_the_branch_is_typed_in_a_few_words(cast: Cast, typed: str, error: str) -> None:
    district = make.make_district(name="Quận Mẫu", short_name="Quận Mẫu")
    for number in (7, 17):
        name = f"Chi hội Phường {number}"
        make.make_branch(district, name=name, short_name=name)
    data = {
        "member": make.make_member(cast.here).code, "target": typed, "moves_on": "24/11/2026",
        "reason": "Đổi nơi ở", "code": "1", "token": "dau-chuyen-0000002",
    }  # fmt: skip
    answer = cast.client("officer_here").post(reverse("book:transfer_new"), data)
    if error:
        assert error in " ".join(answer.context["form"].errors["target"])
    else:
        assert Transfer.objects.get().target.name == "Chi hội Phường 7"


def test_one_of_several_branches_is_chosen_from_a_list(cast: Cast) -> None:
    district = make.make_district(name="Quận Mẫu", short_name="Quận Mẫu")
    branches = [make.make_branch(district, name=f"Chi hội Cây {name}") for name in ("Da", "Me")]
    client, url = cast.client("officer_here"), reverse("book:transfer_new")
    assert branches[0].distinct_label in client.get(url).content.decode()  # offered as one types
    data = {
        "member": make.make_member(cast.here).code, "target": "cay", "moves_on": "24/11/2026",
        "reason": "Đổi nơi ở", "code": "1", "token": "dau-chuyen-0000003",
    }  # fmt: skip
    page = client.post(url, data).content.decode()
    assert f'<option value="{branches[1].slug}">' in page

    client.post(url, data | {"target": branches[1].slug})
    assert Transfer.objects.get().target == branches[1]


def test_refused_transfer_leads_to_a_new_proposal_like_it(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside, reason="Về gần con")
    client = cast.client("officer_here")
    assert client.get(row.get_absolute_url()).context["again_url"] == ""
    answer(cast, row, TransferStep.REFUSE)
    url = client.get(row.get_absolute_url()).context["again_url"]
    # To who refused it the card does not belong.
    assert cast.client("officer_beside").get(row.get_absolute_url()).context["again_url"] == ""
    form = client.get(url).context["form"]
    facts = {
        name: form[name].value()
        for name in ("member", "target", "reason", "moves_on", "code", "token")
    }
    assert (facts["target"], facts["reason"]) == (cast.beside.distinct_label, "Về gần con")

    client.post(url, facts)
    assert Transfer.objects.filter(membership=row.membership, state="proposed").count() == 1
    assert client.get(row.get_absolute_url()).context["again_url"] == ""
    assert client.get(f"{url}9").context["form"]["target"].value() is None


def test_history_tells_no_keys_of_what_undoing_restores(cast: Cast) -> None:
    """The lists by which an undoing restores offices and accounts are no words for a reader."""
    member = cast.officer_here.member
    assert member is not None
    row = make.make_transfer(cast.here, cast.beside, member=member)
    answer(cast, row, TransferStep.ACCEPT)
    # The secretary's own office ended with the move.
    left = depart(cast, make.make_member(cast.here), who="officer_above")
    leaving.undo_departure(departure=left, by=cast.officer_above)
    told = Change.objects.filter(model__in=["members.transfer", "members.departure"])
    fields = {line["field"] for change in told for line in change.diff}
    assert fields == {
        "state", "answer", "answered_by", "answered_at", "new_membership", "undone_by", "undone_at",
    }  # fmt: skip


def test_a_transfer_accepted_for_a_day_to_come_is_told_when_somebody_leaves(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside, moves_on=dt.date(2026, 12, 1))
    answer(cast, row, TransferStep.ACCEPT)
    with pytest.raises(ValidationError, match=f"{cast.beside} từ ngày 01/12/2026"):
        leaving.depart(
            membership=row.membership, code="", decider=cast.here, by=cast.officer_here,
            departure=Departure(kind="resigned", left_on=local_today(), token=make._token()),
        )  # fmt: skip


@pytest.mark.parametrize("days", [-40, -1, 0, 5])
def test_a_transfer_says_on_every_page_and_paper_from_when_it_counts(cast: Cast, days: int) -> None:
    """A day that is past is not kept on paper while the books say another."""
    today, day = local_today(), local_today() + dt.timedelta(days=days)
    member = make.make_member(cast.here)
    here, beside = cast.client("officer_here"), cast.client("officer_beside")
    data = {"member": member.code, "target": cast.beside.slug, "moves_on": f"{day:%d/%m/%Y}",
            "reason": "Chuyển nơi ở", "code": "01/GGT"}  # fmt: skip
    told = here.post(reverse("book:transfer_new"), data, follow=True).content.decode()
    row = Transfer.objects.get()
    assert (f"Ngày {day:%d/%m/%Y} đã qua" in told) is (days < 0)
    letter_url = reverse("book:transfer_paper", args=[row.pk])
    letter = words_of(here.get(letter_url))
    assert ("từ ngày quý chi hội đồng ý tiếp nhận" in letter) is (days < 0)

    move_url = reverse("book:transfer_move", args=[row.pk, "dong-y"])
    asked = beside.get(move_url).content.decode()
    assert (f"không phải {day:%d/%m/%Y} như đề nghị" in asked) is (days < 0)
    done = beside.post(move_url, {"reason": ""}, follow=True).content.decode()
    assert ("vì ngày đề nghị đã qua" in done) is (days < 0)

    counts_from = max(day, today)
    row.refresh_from_db()
    assert row.takes_effect_on == row.new_membership.valid_from == counts_from
    assert written_date(counts_from) in words_of(here.get(letter_url))
