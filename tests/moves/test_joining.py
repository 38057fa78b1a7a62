"""From being found in the area to a card: every step of the tables, and what they refuse."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from desk.versions import version_of
from kit.dates import local_today
from members.models import (
    AdmissionRule,
    Application,
    Candidate,
    Change,
    Decision,
    DecisionRule,
    Member,
    Membership,
    ReadRecord,
)
from members.models.joining import (
    CANDIDATE_STEPS,
    ApplicationRole,
    ApplicationStep,
)
from moves.actions import joining
from moves.actions.decisions import confirm_paper
from register.actions.members import suggested_code
from tests import factories as make
from tests.conftest import Cast
from tests.pages import words_of

DAY = dt.date(2026, 3, 20)
BOTH = {ApplicationRole.BRANCH, ApplicationRole.COMMITTEE}


def facts(cast: Cast, **changed):
    return {
        "reviewed_on": dt.date(2026, 3, 15), "branch_present": 20, "branch_for": 15,
        "decided_on": DAY, "committee_present": 9, "committee_for": 6,
        "decider": cast.district, "code": Decision.objects.next_code(cast.district, "QĐ", DAY),
        "signer": "Trần Ký", "signer_post": "Chủ tịch", "joins_on": DAY,
        "card_code": suggested_code(), "reason": "Chưa đủ hồ sơ",
    } | changed  # fmt: skip


def move(
    cast: Cast, row: Application, step: ApplicationStep, who: str = "officer_here", **changed
) -> Application:
    """By the secretary, who copies the decision from the district's paper, unless told."""
    sent = facts(cast, **{"scan": make.scan_file()} | changed)
    by = getattr(cast, who)
    return joining.move_application(application=row, step=step, facts=sent, by=by)


def in_state(cast: Cast, state: str) -> Application:
    row = make.make_application(cast.here)
    for step in {
        "submitted": [], "reviewed": [ApplicationStep.REVIEW],
        "admitted": [ApplicationStep.REVIEW, ApplicationStep.ADMIT],
        "refused": [ApplicationStep.REFUSE], "withdrawn": [ApplicationStep.WITHDRAW],
    }[state]:  # fmt: skip
        move(cast, row, step)
        row.refresh_from_db()
    return row


@pytest.mark.parametrize("step", ApplicationStep, ids=lambda step: step.slug)
@pytest.mark.parametrize("state", Application.State.values)
def test_an_application_moves_only_as_the_table_says(
    cast: Cast, state: str, step: ApplicationStep
) -> None:
    row = in_state(cast, state)
    if state in step.sources:
        assert move(cast, row, step).state == step.target
    elif state == step.target:  # a double click changes nothing
        assert move(cast, row, step).state == state
    else:
        with pytest.raises(ValidationError, match="Đơn này"):
            move(cast, row, step)
    row.refresh_from_db()
    assert row.state == (step.target if state in step.sources else state)


def test_each_role_is_offered_its_own_moves() -> None:
    steps = ApplicationStep

    def offered(state, roles):
        return steps.open_to(roles, state)

    assert offered("submitted", {ApplicationRole.BRANCH}) == [steps.REVIEW, steps.WITHDRAW]
    assert offered("reviewed", {ApplicationRole.BRANCH}) == [steps.WITHDRAW, steps.REVIEW_AGAIN]
    assert offered("reviewed", BOTH) == [
        steps.ADMIT,
        steps.REFUSE,
        steps.WITHDRAW,
        steps.REVIEW_AGAIN,
    ]
    assert offered("admitted", BOTH) == []
    assert {step.target for step in steps} == set(Application.State.values)


def test_admission_makes_a_card_and_seniority_begins(cast: Cast) -> None:
    row = in_state(cast, "admitted")

    assert row.member.code == Member.objects.latest("pk").code
    assert (row.membership.unit, row.membership.valid_from) == (cast.here, DAY)
    assert row.membership.entered_by == Membership.Entry.ADMITTED
    assert row.membership.decision_no == row.decision.code
    assert row.member.joined_on == DAY


@pytest.mark.parametrize(
    ("step", "votes", "is_enough"),
    [
        (ApplicationStep.REVIEW, {"branch_for": 10, "branch_present": 20}, True),
        (ApplicationStep.REVIEW, {"branch_for": 9, "branch_present": 20}, False),
        (ApplicationStep.ADMIT, {"committee_for": 6, "committee_present": 9}, True),
        (ApplicationStep.ADMIT, {"committee_for": 5, "committee_present": 9}, False),
        (ApplicationStep.ADMIT, {"committee_for": 10, "committee_present": 9}, False),
    ],
)
def test_thresholds_hold_to_the_vote(cast: Cast, step, votes, is_enough) -> None:
    row = in_state(cast, "submitted" if step == ApplicationStep.REVIEW else "reviewed")
    if is_enough:
        assert move(cast, row, step, **votes).state == step.target
    else:
        with pytest.raises(ValidationError):
            move(cast, row, step, **votes)


def test_thresholds_are_data_of_their_time(cast: Cast) -> None:
    DecisionRule.objects.create(
        unit=cast.city, valid_from=DAY, matter="admission", branch_share="1/2", decider_share="3/4",
        allows_paper=True,
    )  # fmt: skip
    row = in_state(cast, "reviewed")

    with pytest.raises(ValidationError, match="3/4"):
        move(cast, row, ApplicationStep.ADMIT)


def test_a_decision_number_is_given_out_once_a_year(cast: Cast) -> None:
    in_state(cast, "admitted")
    assert Decision.objects.get().code == f"01/QĐ-{cast.district.code}"
    assert Decision.objects.next_code(cast.district, "QĐ", DAY) == f"02/QĐ-{cast.district.code}"
    next_year = DAY.replace(year=2027)
    assert Decision.objects.next_code(cast.district, "QĐ", next_year).startswith("01/")

    row = in_state(cast, "reviewed")
    with pytest.raises(ValidationError, match="Số tiếp theo là 02"):
        move(cast, row, ApplicationStep.ADMIT, "officer_above", code="01")
    with pytest.raises(ValidationError, match=f"Hãy hỏi lại {cast.district}"):
        move(cast, row, ApplicationStep.ADMIT, code="01")  # no next number of a superior's
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_decision(cast.district, number=1)


def gone(cast: Cast, exit_: str) -> Member:
    member = make.make_member(cast.here)
    stay = member.memberships.get()
    stay.valid_to, stay.left_by = dt.date(2025, 6, 1), exit_
    stay.save()
    return member


@pytest.mark.parametrize(
    ("exit_", "may_return"),
    [("moved_away", True), ("resigned", False), ("struck_off", False), ("expelled", False)],
)
def test_who_left_comes_back_as_the_rule_allows(cast: Cast, exit_, may_return) -> None:
    member = gone(cast, exit_)
    if may_return:
        joining.check_may_return(member, cast.here, by=cast.officer_here)
    else:
        with pytest.raises(ValidationError, match="không kết nạp lại"):
            joining.check_may_return(member, cast.here, by=cast.officer_here)
        AdmissionRule.objects.create(
            unit=cast.city, valid_from=make.LONG_AGO, bars_resigned=False, bars_absent=False,
            bars_expelled=False,
        )  # fmt: skip
        joining.check_may_return(member, cast.here, by=cast.officer_here)


def test_readmission_reopens_the_person_once(cast: Cast) -> None:
    member = gone(cast, "moved_away")
    row = make.make_application(cast.here, member=member)
    move(cast, row, ApplicationStep.REVIEW)
    row = move(cast, row, ApplicationStep.ADMIT)

    assert row.member == member
    assert row.membership.entered_by == Membership.Entry.READMITTED
    assert member.joined_on == make.LONG_AGO
    stay = row.membership
    stay.valid_to, stay.left_by = dt.date(2026, 5, 1), "moved_away"
    stay.save()
    with pytest.raises(ValidationError, match="tối đa 1 lần"):
        joining.check_may_return(member, cast.here, by=cast.officer_here)


def test_readmission_is_told_as_one(cast: Cast) -> None:
    row = make.make_application(cast.here, member=gone(cast, "moved_away"))
    move(cast, row, ApplicationStep.REVIEW)
    client = cast.client("officer_above")
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    typed = {box.html_name: box.value() or "" for box in client.get(url).context["form"]}
    page = client.post(url, typed | {"committee_present": 9, "committee_for": 9}, follow=True)
    assert "Đã kết nạp lại; hồ sơ cũ dùng tiếp." in page.content.decode()
    assert [words for _, words, _ in page.context["steps"]][-1].startswith("Kết nạp lại theo")


def test_a_refused_application_closes_the_candidate_too(cast: Cast) -> None:
    candidate = make.make_candidate(cast.here)
    row = make.make_application(cast.here, candidate=candidate)
    with pytest.raises(ValidationError, match="lý do"):
        move(cast, row, ApplicationStep.REFUSE, reason="")
    move(cast, row, ApplicationStep.REFUSE)
    candidate.refresh_from_db()
    assert candidate.state == Candidate.State.DECLINED


def test_the_database_holds_what_the_forms_promise(cast: Cast) -> None:
    good = make.reviewed(unit=cast.here)
    for wrong in (
        good | {"branch_for": 21},
        good | {"branch_present": 0, "branch_for": 0},
        good | {"reviewed_on": dt.date(2026, 3, 1)},
        {"unit": cast.here, "state": "reviewed"},
        {"unit": cast.here, "state": "refused"},
        {"unit": cast.here, "state": "admitted"},
        {"unit": cast.here, "birth_date": dt.date(1950, 1, 1)},
        {"unit": cast.here, "birth_year": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_application(**wrong)
    candidate = make.make_candidate(cast.here)
    make.make_application(cast.here, candidate=candidate)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_application(cast.here, candidate=candidate)


# --- Candidates -------------------------------------------------------------------------------


@pytest.mark.parametrize("target", Candidate.State.values)
@pytest.mark.parametrize("state", Candidate.State.values)
def test_a_candidate_steps_only_as_the_table_says(cast: Cast, state: str, target: str) -> None:
    row = make.make_candidate(cast.here, state=state)

    def step():
        return joining.take_step(
            candidate=row, state=target, happened_on=local_today(), note="",
            token="dau-buoc-thu-000001", by=cast.officer_here,
        )  # fmt: skip

    if target in CANDIDATE_STEPS[state]:
        step()
        step()  # a double click
        assert row.steps.count() == 2
    else:
        with pytest.raises(ValidationError, match="Tình trạng hiện nay"):
            step()


def test_figures_count_by_unit_and_period(cast: Cast) -> None:
    first, second = make.make_candidate(cast.here), make.make_candidate(cast.here)
    make.make_candidate(cast.beside)
    for number, (row, day) in enumerate([(first, 5), (first, 9), (second, 9)]):
        joining.take_step(
            candidate=row, state="visited", happened_on=dt.date(2026, 4, day), note="",
            token=f"dau-buoc-thu-00000{number}", by=cast.officer_here,
        )  # fmt: skip
        row.refresh_from_db()

    def of_here(start, end):
        rows = Candidate.objects.visible_to(cast.officer_here).figures(start, end)
        return {key: value for row in rows for key, value in row.items() if value} | {"unit": 0}

    april = (dt.date(2026, 4, 1), dt.date(2026, 4, 30))
    assert of_here(*april) == {"unit": 0, "known": 2, "visited": 2}
    assert of_here(dt.date(2026, 4, 1), dt.date(2026, 4, 5)) == {
        "unit": 0,
        "known": 2,
        "visited": 1,
    }
    assert of_here(dt.date(2026, 3, 1), dt.date(2026, 3, 31)) == {"unit": 0, "known": 2, "found": 2}
    assert of_here(dt.date(2026, 1, 1), dt.date(2026, 2, 1)) == {"unit": 0}


# --- Pages ------------------------------------------------------------------------------------


def form_of(**changed):
    return {
        "full_name": "Lê Thị Mới", "birth_year": "1962", "applied_on": "11/10/2026",
        "kind": "official", "token": "dau-don-thu-0000001",
    } | changed  # fmt: skip


@time_machine.travel("2026-11-24 09:00:00+07:00", tick=False)
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("full_name", "", "Chưa nhập họ và tên."),
        ("full_name", "123", "Họ và tên phải có chữ."),
        ("applied_on", "31/02/2026", "Tháng 2/2026 không có ngày 31."),
        ("applied_on", "11/10/2027", "Ngày này ở tương lai."),
        ("birth_year", "2030", "Năm sinh ở tương lai."),
        ("birth_year", "", "Hãy nhập năm sinh hoặc ngày sinh."),
        ("retired_on", "1/1/1970", "phải sau khi đủ 18 tuổi"),
        ("unit", "999999", "Đơn vị này không thuộc phạm vi"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(cast: Cast, field, typed, words) -> None:
    data = form_of(unit=cast.here.pk) | {field: typed}
    answer = cast.client("officer_here").post(reverse("book:application_new"), data)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert [words in " ".join(errors) for errors in [answer.context["form"].errors[field]]] == [
        True
    ]
    assert 'value="dau-don-thu-0000001"' in answer.content.decode()
    assert not Application.objects.exists()


def test_a_branch_outside_ones_scope_is_refused(cast: Cast) -> None:
    data = form_of(unit=cast.beside.pk)
    cast.client("officer_here").post(reverse("book:application_new"), data)
    assert not Application.objects.exists()


def test_a_double_click_takes_one_application_in(cast: Cast) -> None:
    client = cast.client("officer_here")
    for _ in range(2):
        answer = client.post(reverse("book:application_new"), form_of(unit=cast.here.pk))
        assert answer.status_code == 302
    assert Application.objects.count() == 1


def file(cast: Cast, who: str = "officer_here", **changed) -> Any:
    data = form_of(unit=cast.here.pk, **changed)
    return cast.client(who).post(reverse("book:application_new"), data)


def twin(unit, **fields) -> Member:
    """A card that looks like the applicant of `form_of`."""
    return make.make_member(unit, **{"full_name": "Lê Thị Mới", "birth_year": 1962} | fields)


def test_a_second_card_for_one_person_is_asked_about(cast: Cast) -> None:
    known = twin(cast.here)
    assert file(cast).context["form"].errors["same_person"]
    assert "chuyển sinh hoạt" in file(cast, same_person=str(known.pk)).content.decode()
    file(cast, same_person="khong")
    assert Application.objects.get().member is None


@pytest.mark.parametrize("exit_", [None, "expelled", "struck_off", "resigned", "deceased"])
def test_a_refusal_tells_other_books_nothing_and_the_unit_above_why(cast: Cast, exit_) -> None:
    member = twin(cast.beside)
    if exit_:
        stay = member.memberships.get()
        stay.valid_to, stay.left_by = dt.date(2025, 6, 1), exit_
        stay.save()
    if exit_ == "deceased":
        Member.objects.filter(pk=member.pk).update(died_on=dt.date(2025, 6, 1))
    refused = file(cast, same_person="noi-khac").context["form"].non_field_errors()
    assert refused == [joining.KNOWN_ELSEWHERE]

    above = file(cast, "officer_above", same_person=str(member.pk)).context["form"]
    assert above.non_field_errors() != [joining.KNOWN_ELSEWHERE]
    assert len(above.non_field_errors()) == 1
    assert not Application.objects.exists()


def left_elsewhere(cast: Cast, **fields) -> Member:
    member = twin(cast.beside, **fields)
    stay = member.memberships.get()
    stay.valid_to, stay.left_by = dt.date(2025, 6, 1), "moved_away"
    stay.save()
    return member


def test_an_application_of_somebody_in_other_books_names_the_card_only_above(cast: Cast) -> None:
    member = left_elsewhere(cast, full_name="Người Đã Rời", phone="0903 111 222")
    asked = file(cast, full_name="Tên Khác", phone=member.phone)
    file(cast, full_name="Tên Khác", phone=member.phone, same_person="noi-khac")
    row = Application.objects.get()
    assert row.member == member

    seen = [asked, cast.client("officer_here").get(row.get_absolute_url())]
    for words in (answer.content.decode() for answer in seen):
        assert [told for told in (member.full_name, member.code) if told in words] == []
        assert "Hội đã có hồ sơ của người này" in words
    above = cast.client("officer_above").get(row.get_absolute_url()).content.decode()
    assert (member.full_name in above, member.code in above) == (True, True)


def test_of_several_in_other_books_the_number_on_the_card_tells_which(cast: Cast) -> None:
    twin(cast.beside)
    meant = left_elsewhere(cast)
    wrong = file(cast, same_person="noi-khac", old_code="HV999999")
    assert wrong.context["form"].errors["old_code"] == [
        f"Số thẻ chưa khớp. {joining.KNOWN_ELSEWHERE}"
    ]
    assert meant.code not in wrong.content.decode()
    file(cast, same_person="noi-khac", old_code=meant.code.lower())
    assert Application.objects.get().member == meant


def test_a_pending_application_elsewhere_is_not_told_either(cast: Cast) -> None:
    member = left_elsewhere(cast)
    make.make_application(cast.beside, member=member)
    refused = file(cast, same_person="noi-khac").context["form"].non_field_errors()
    assert refused == [joining.KNOWN_ELSEWHERE]


@pytest.mark.moment("2026-11-24 09:00")
def test_a_number_that_is_taken_tells_what_for_only_to_its_readers(cast: Cast) -> None:
    taken = make.make_decision(
        cast.district, number=7, code="07/QĐ", subject="Khai trừ: Người Kia",
        signed_on=dt.date(2026, 3, 1),
    )  # fmt: skip
    row = in_state(cast, "reviewed")
    data = facts(cast, decider=cast.district.pk, code="07", decided_on="20/03/2026",
                 joins_on="20/03/2026")  # fmt: skip
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    copied = data | {"scan": make.scan_file()}
    here = cast.client("officer_here").post(url, copied).context["form"].errors["code"]
    above = cast.client("officer_above").post(url, data).context["form"].errors["code"]

    assert ("đã dùng" in here[0], taken.subject in here[0]) == (True, False)
    assert taken.subject in above[0]


def test_a_card_in_other_books_is_hinted_at_and_not_told(cast: Cast) -> None:
    beside = make.make_member(
        cast.beside, full_name="Lê Thị Mới", birth_year=1962, phone="0903 111 222"
    )
    candidate = make.make_candidate(cast.here, full_name="Người Lạ", phone=beside.phone)
    application = make.make_application(cast.here, full_name="Người Lạ", phone=beside.phone)
    client = cast.client("officer_here")
    for page in (
        client.get(candidate.get_absolute_url()),
        client.get(application.get_absolute_url()),
    ):
        words = page.content.decode()
        assert ("Có thể đã là hội viên" in words, beside.full_name in words) == (True, False)
    assert (
        beside.full_name in cast.client("office").get(candidate.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize(
    ("name", "one"),
    [("candidate_edit", make.make_candidate), ("application_edit", make.make_application)],
)
def test_the_second_of_two_people_is_told_and_overwrites_nothing(cast: Cast, name, one) -> None:
    row = one(cast.here)
    url = reverse(f"book:{name}", args=[row.pk])
    client = cast.client("officer_here")
    opened = client.get(url).context["form"]
    shown = {box.html_name: box.value() or "" for box in opened}
    other = type(row).objects.get(pk=row.pk)
    other.last_post = "Người kia ghi"
    other.save()

    told = client.post(url, shown | {"last_post": "Tôi ghi"})
    row.refresh_from_db()
    assert (told.status_code, row.last_post) == (200, "Người kia ghi")
    assert "Trong lúc đồng chí sửa" in told.content.decode()
    assert told.context["form"]["last_post"].value() == "Tôi ghi"

    again = {box.html_name: box.value() or "" for box in told.context["form"]}
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert row.last_post == "Tôi ghi"


def test_a_vote_is_not_undone_by_an_edit_begun_before_it(cast: Cast) -> None:
    row = make.make_application(cast.here)
    before = Application.objects.get(pk=row.pk)
    move(cast, row, ApplicationStep.REVIEW)
    with pytest.raises(ValidationError, match="Chi hội đã xét"):
        joining.correct_person(row=before, version=version_of(row), by=cast.officer_here)
    row.refresh_from_db()
    assert row.state == Application.State.REVIEWED


def test_a_vote_entered_wrongly_is_taken_back_and_the_application_corrected(cast: Cast) -> None:
    row = in_state(cast, "reviewed")
    client = cast.client("officer_here")
    url = reverse("book:application_move", args=[row.pk, "xet-lai"])
    assert client.get(url).status_code == 200
    client.post(url)
    client.post(url)  # a double click

    row.refresh_from_db()
    assert (row.state, row.reviewed_on, row.branch_present, row.branch_for) == (
        "submitted", None, None, None,
    )  # fmt: skip
    assert client.get(reverse("book:application_edit", args=[row.pk])).status_code == 200
    move(cast, row, ApplicationStep.REVIEW, branch_for=16)
    row.refresh_from_db()
    assert (row.state, row.branch_for) == ("reviewed", 16)


def test_a_suggested_number_follows_the_unit_that_decides(cast: Cast) -> None:
    """Chosen anew, the city does not decide under a number of the district's."""
    row = in_state(cast, "reviewed")
    client = cast.client("office")
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    shown = client.get(url).context["form"]
    typed = {box.html_name: box.value() or "" for box in shown}
    client.post(url, typed | {"decider": cast.city.pk, "committee_present": 9, "committee_for": 9})
    row.refresh_from_db()
    assert row.decision is not None
    assert (row.decision.unit, row.decision.code) == (cast.city, f"01/QĐ-{cast.city.code}")


def test_who_was_admitted_is_no_look_alike_of_the_candidate(cast: Cast) -> None:
    candidate = make.make_candidate(cast.here, phone="0912 345 678")
    row = make.make_application(cast.here, candidate=candidate, phone="0912 345 678")
    url = candidate.get_absolute_url()
    client = cast.client("officer_here")
    make.make_member(cast.here, phone="0912 345 678")
    assert "Có thể đã là hội viên" in client.get(url).content.decode()

    move(cast, row, ApplicationStep.REVIEW)
    move(cast, row, ApplicationStep.ADMIT, same_person="khac")

    assert "Có thể đã là hội viên" not in client.get(url).content.decode()


def test_a_scan_sent_twice_is_kept_once_and_its_opening_written_down(cast: Cast) -> None:
    row = make.make_application(cast.here)
    client = cast.client("officer_here")
    for _ in range(2):
        client.post(
            reverse("book:application_scan", args=[row.pk]),
            {"title": "Đơn viết tay", "file": SimpleUploadedFile("don.pdf", b"%PDF-1.4\n%%EOF\n")},
        )
    scan = row.scans.get()
    answer: Any = client.get(scan.get_absolute_url())
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert ReadRecord.objects.of(scan).get().user == cast.officer_here


def test_the_rule_may_leave_the_decision_to_the_unit_above(cast: Cast) -> None:
    DecisionRule.objects.create(unit=cast.city, valid_from=make.LONG_AGO, matter="admission")
    row = in_state(cast, "reviewed")
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    assert cast.client("officer_here").get(url).status_code == 404
    assert cast.client("officer_above").get(url).status_code == 200


@pytest.mark.parametrize(
    ("name", "one", "queries"),
    [
        ("book:applications", make.make_application, 11),
        ("book:candidates", make.make_candidate, 11),
    ],
)
def test_lists_cost_the_same_with_one_and_three_rows(
    cast: Cast, name, one, queries, django_assert_num_queries
) -> None:
    client = cast.client("officer_above")
    for rows in (1, 2):
        for _ in range(rows):
            one(cast.here)
        with django_assert_num_queries(queries):
            client.get(reverse(name))


# --- An admission taken back --------------------------------------------------------------------


def undo(row: Application, by: Any) -> Application:
    return joining.undo_admission(application=row, by=by)


def test_undone_admission_leaves_the_application_waiting_and_the_history(cast: Cast) -> None:
    candidate = make.make_candidate(cast.here, state="applied")
    candidate.steps.create(state="applied", happened_on=DAY, by=cast.admin, token=make._token())
    row = make.make_application(cast.here, candidate=candidate)
    for step in (ApplicationStep.REVIEW, ApplicationStep.ADMIT):
        row = move(cast, row, step)
    member, code = row.member, row.decision.code
    assert member is not None
    assert Candidate.objects.get().state == "admitted"
    for _ in range(2):  # a double click
        undo(row, cast.officer_here)

    row.refresh_from_db()
    assert (row.state, row.member, row.membership, row.decision) == ("reviewed", None, None, None)
    assert (row.reviewed_on, row.branch_for) == (dt.date(2026, 3, 15), 15)
    assert not Member.objects.filter(pk=member.pk).exists()
    assert not Decision.objects.filter(code=code).exists()
    told = Change.objects.filter(model="members.member", object_id=member.pk)
    assert list(told.order_by("pk").values_list("action", flat=True)) == ["created", "deleted"]
    assert Candidate.objects.get().state == "applied"
    figures = Candidate.objects.all().figures(dt.date(2026, 1, 1), local_today())
    assert figures[0]["admitted"] == 0

    again = move(cast, row, ApplicationStep.ADMIT, code=code, card_code=member.code)
    assert (again.state, again.decision.code, again.member.code) == ("admitted", code, member.code)


def test_readmission_is_undone_and_the_card_stays(cast: Cast) -> None:
    member = gone(cast, "moved_away")
    row = make.make_application(cast.here, member=member)
    for step in (ApplicationStep.REVIEW, ApplicationStep.ADMIT):
        row = move(cast, row, step, joins_on=local_today())
    assert member.is_active_on()
    undo(row, cast.officer_here)

    row.refresh_from_db()
    assert (row.state, row.member) == ("reviewed", member)
    assert member.memberships.count() == 1
    assert not member.is_active_on()


@pytest.mark.parametrize("what", ["office", "account", "transfer", "welfare", "award", "departure"])
def test_admission_stays_once_something_rests_on_it(cast: Cast, what: str) -> None:
    row = in_state(cast, "admitted")
    member = row.member
    assert member is not None
    match what:
        case "office":
            member.appointments.create(
                unit=cast.here, position=make.make_position(), valid_from=local_today()
            )
        case "account":
            make.make_user(member)
        case "transfer":
            make.make_transfer(cast.here, cast.beside, member=member)
        case "welfare":
            make.make_activity(cast.here, member=member)
        case "award":
            make.make_award(member)
        case "departure":
            make.make_departure(cast.here, member=member)
    with pytest.raises(ValidationError, match="việc mới ghi sau lần kết nạp"):
        undo(row, cast.officer_here)
    row.refresh_from_db()
    assert row.state == "admitted"


def test_admission_is_undone_by_who_wrote_it_within_the_days(cast: Cast) -> None:
    row = in_state(cast, "admitted")
    assert row.decision is not None
    confirm_paper(decision=row.decision, by=cast.officer_above)
    row.refresh_from_db()
    with pytest.raises(ValidationError, match="Chỉ người đã ghi"):
        undo(row, cast.officer_above)
    assert row.undo_until is not None
    with time_machine.travel(row.undo_until + dt.timedelta(days=1, hours=12), tick=False):
        with pytest.raises(ValidationError, match="quá thời hạn"):
            undo(row, cast.officer_here)
        client = cast.client("officer_here")
        assert "Hoàn tác kết nạp" not in client.get(row.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError, match="Đơn này"):
        undo(in_state(cast, "refused"), cast.officer_here)
    old = in_state(cast, "admitted")
    old.closed_at = None  # written before this was kept
    old.save()
    with pytest.raises(ValidationError, match="quá thời hạn"):
        undo(old, cast.officer_here)


def test_undoing_an_admission_is_asked_and_told(cast: Cast) -> None:
    row = in_state(cast, "admitted")
    member = row.member
    assert member is not None
    client = cast.client("officer_here")
    url = reverse("book:admission_undo", args=[row.pk])
    assert f'href="{url}"' in client.get(row.get_absolute_url()).content.decode()
    asked = client.get(url).content.decode()
    assert f"Hoàn tác việc kết nạp {member.full_name}?" in asked
    assert row.decision is not None
    confirm_paper(decision=row.decision, by=cast.officer_above)
    assert "không lấy lại được" not in asked  # the application waits, and can be decided again
    other = cast.client("officer_above").get(url, follow=True).content.decode()
    assert "không hoàn tác được" in other

    page = client.post(url, follow=True).content.decode()
    assert "Đơn lại chờ quyết định" in page
    assert "đổi Tình trạng từ “đã kết nạp” thành “chờ quyết định”" in page  # told on the page
    assert "Hoàn tác kết nạp (" not in page


# --- The three lists of people ------------------------------------------------------------------


def test_tabs_count_each_list_and_keep_what_all_of_them_ask(cast: Cast) -> None:
    make.make_member(cast.here, full_name="Ngô Cùng Tên", birth_year=1940)
    make.make_candidate(cast.here, full_name="Ngô Đang Tìm", birth_year=1941)
    make.make_candidate(cast.here, full_name="Ngô Đã Thăm", birth_year=1942, state="visited")
    make.make_candidate(cast.here, full_name="Ngô Đi Xa", birth_year=1943, state="moved")
    make.make_candidate(cast.here, full_name="Ngô Còn Trẻ", birth_year=1990)
    make.make_candidate(cast.beside, full_name="Ngô Bên Cạnh", birth_year=1941)
    make.make_application(cast.here, full_name="Ngô Nộp Đơn", birth_year=1944)
    client = cast.client("officer_here")
    query = f"don_vi={cast.here.pk}&tuoi_tu=70"
    page = client.get(f"/so/hoi-vien/?q=ngo&{query}&sinh_thang=&sap=tuoi", follow=True)
    words = [tab[0] for tab in page.context["tabs"]]
    assert words == ["Hội viên (1)", "Đang vận động (2)", "Đơn đang chờ (1)"]
    assert [tab[2] for tab in page.context["tabs"]] == [True, False, False]

    for place, names in ((1, ["Ngô Đang Tìm", "Ngô Đã Thăm"]), (2, ["Ngô Nộp Đơn"])):
        address = page.context["tabs"][place][1]
        assert address.endswith(f"?tim=ngo&{query}")
        there = client.get(address)
        assert sorted(str(row) for row in there.context["page"]) == sorted(names)
        assert [tab[0] for tab in there.context["tabs"]] == words
    back = there.context["tabs"][0][1]
    assert back == f"/so/hoi-vien/?q=ngo&{query}"


@pytest.mark.parametrize("name", ["book:candidates", "book:applications"])
def test_lists_name_the_unit_only_to_whoever_keeps_several(cast: Cast, name: str) -> None:
    make.make_candidate(cast.here)
    make.make_application(cast.here)
    for who, is_told in (("officer_here", False), ("officer_above", True)):
        answer = cast.client(who).get(reverse(name))
        page = answer.content.decode()
        assert answer.context["form"]["don_vi"].is_hidden is not is_told, who
        assert ("chi-hoi" in answer.context["table"].columns) is is_told, who
        assert (cast.here.distinct_label in page) is is_told, who


@pytest.mark.parametrize("name", ["book:candidates", "book:applications"])
def test_odd_questions_ask_nothing(cast: Cast, name: str) -> None:
    make.make_candidate(cast.here)
    make.make_application(cast.here)
    client = cast.client("officer_here")
    for query in (
        "don_vi=abc", "don_vi=999999999999999999999", f"don_vi={cast.beside.pk}", "tuoi_tu=xyz",
        "tuoi_den=-1", "cap_bac=0", "tinh_trang=khong",
    ):  # fmt: skip
        answer = client.get(f"{reverse(name)}?{query}")
        assert answer.status_code == 200
        assert len(answer.context["page"].object_list) == 1, query
    page = client.get(reverse(name), {"tuoi_tu": "rất già"}).content.decode()
    assert page.count("Hãy nhập một số, ví dụ 70.") == 2  # above, and beside the box


# --- What happened in between -----------------------------------------------------------------


def test_the_second_who_writes_the_branchs_vote_is_told(cast: Cast) -> None:
    """Not thanked for figures that are not kept."""
    row = in_state(cast, "reviewed")
    assert (
        move(cast, row, ApplicationStep.REVIEW).branch_for == 15
    )  # the same again is a double click
    with pytest.raises(ValidationError, match="Chưa ghi thêm gì"):
        move(cast, row, ApplicationStep.REVIEW, branch_for=18)
    row.refresh_from_db()
    assert row.branch_for == 15


def test_nobody_belongs_to_a_branch_before_applying(cast: Cast) -> None:
    row = in_state(cast, "reviewed")
    early = row.applied_on - dt.timedelta(1)
    with pytest.raises(ValidationError) as told, transaction.atomic():
        move(cast, row, ApplicationStep.ADMIT, joins_on=early)
    assert list(told.value.message_dict) == ["joins_on"]
    row.refresh_from_db()
    assert (row.state, row.decision) == ("reviewed", None)
    assert move(cast, row, ApplicationStep.ADMIT, joins_on=row.applied_on).state == "admitted"


def test_a_candidate_is_not_refused_before_being_found(cast: Cast) -> None:
    found = DAY + dt.timedelta(5)
    candidate = make.make_candidate(cast.here, found_on=found)
    row = make.make_application(cast.here, candidate=candidate)
    move(cast, row, ApplicationStep.REFUSE)
    assert candidate.steps.get(state="declined").happened_on == found
    assert Candidate.objects.state_on(found).get().state_then == "declined"


@pytest.mark.parametrize(
    ("state", "step", "field"),
    [
        ("submitted", ApplicationStep.REVIEW, "branch_present"),
        ("reviewed", ApplicationStep.ADMIT, "committee_present"),
    ],
)
def test_a_meeting_that_nobody_came_to_decides_nothing(
    cast: Cast, state: str, step: ApplicationStep, field: str
) -> None:
    row = in_state(cast, state)
    sent = facts(cast, branch_present=0, branch_for=0, committee_present=0, committee_for=0)
    days = {name: f"{sent[name]:%d/%m/%Y}" for name in ("reviewed_on", "decided_on", "joins_on")}
    url = reverse("book:application_move", args=[row.pk, step.slug])
    answer = cast.client("officer_above").post(url, sent | days | {"decider": cast.district.pk})
    assert list(answer.context["form"].errors) == [field]
    row.refresh_from_db()
    assert row.state == state


def test_who_moved_away_while_applying_has_done_so_after_an_undone_admission(cast: Cast) -> None:
    candidate = make.make_candidate(cast.here)
    row = Application(
        unit=cast.here, candidate=candidate, full_name="Trần Văn Xin", birth_year=1961,
        applied_on=dt.date(2026, 3, 10), token=make._token(),
    )  # fmt: skip
    joining.file_application(application=row, by=cast.officer_here)
    joining.take_step(
        candidate=candidate, state="moved", happened_on=DAY, note="", token=make._token(),
        by=cast.officer_here,
    )  # fmt: skip
    move(cast, row, ApplicationStep.REVIEW)
    row = move(cast, row, ApplicationStep.ADMIT)
    joining.undo_admission(application=row, by=cast.officer_here)
    candidate.refresh_from_db()
    assert candidate.state == "moved"


@pytest.mark.parametrize("post", ["Chủ tịch Hội", "Chủ tịch"])
def test_decision_is_signed_with_the_post_alone_and_ends_its_grounds(cast: Cast, post: str) -> None:
    row = in_state(cast, "reviewed")
    move(cast, row, ApplicationStep.ADMIT, "officer_above", signer_post=post)
    paper = cast.client("officer_above").get(reverse("book:admission_paper", args=[row.pk]))
    text = words_of(paper)

    assert "<b>Chủ tịch</b><span>Trần Ký</span>" in text
    grounds = re.findall(r'<p class="ground">\s*(.*?)\s*</p>', text, re.DOTALL)
    assert [line[-1] for line in grounds] == [";", ";", "."]
