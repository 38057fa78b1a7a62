"""A report's way: every state × move × role, what is frozen when, two people at once."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Change
from reports import actions
from reports.models import (
    Period,
    Report,
    ReportKind,
    ReportRole,
    ReportState,
    ReportStep,
    Rhythm,
    report_parts,
    units_written_for,
)
from tests import factories as make


def go(report, step, by, note=""):
    return actions.move(report=report, step=step, by=by, note=note)


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("step", ReportStep, ids=lambda step: step.slug)
def test_every_move_leads_from_its_states_alone(cast, state, step):
    report = make.make_report(cast.here, state=state)
    by = {ReportRole.WRITER: cast.officer_here, ReportRole.SUPERIOR: cast.officer_above}[step.role]
    if state in step.sources:
        done = actions.move(report=report, step=step, by=by, note="Xin bổ sung.")
        assert done.state == step.target
    elif (
        state == step.target
        and step.target in (ReportState.DRAFT, ReportState.SENT)
        and step is not ReportStep.SEND
    ):
        # Already there, as after a double click.
        assert actions.move(report=report, step=step, by=by, note="Xin bổ sung.").state == state
    else:
        with pytest.raises(ValidationError, match="không còn làm được việc này"):
            actions.move(report=report, step=step, by=by, note="Xin bổ sung.")
        report.refresh_from_db()
        assert report.state == state


@pytest.mark.parametrize("step", ReportStep, ids=lambda step: step.slug)
def test_nobody_moves_a_report_in_anothers_role(cast, step):
    report = make.make_report(cast.here, state=step.sources[0])
    others = {
        ReportRole.WRITER: (cast.officer_above, cast.office, cast.officer_beside, cast.member_here),
        ReportRole.SUPERIOR: (cast.officer_here, cast.officer_beside, cast.former_officer),
    }[step.role]

    for user in others:
        with pytest.raises(PermissionDenied):
            actions.move(report=report, step=step, by=user, note="Xin bổ sung.")
    assert ReportStep.open_to(set(), report.state) == []


def test_figures_are_live_until_sent_and_kept_from_then_on(cast):
    report = make.make_report(cast.here)
    period = report.period
    before = report.figures_now()["admitted"]
    go(report, ReportStep.SEND, cast.officer_here)
    make.make_member(cast.here, joined=period.start)
    report.refresh_from_db()
    assert report.sent_figures["admitted"] == before
    assert report.figures_now()["admitted"] == before + 1

    go(report, ReportStep.RETURN, cast.officer_above, "Xin bổ sung.")
    go(report, ReportStep.SEND, cast.officer_here)
    report.refresh_from_db()
    assert report.sent_figures["admitted"] == before + 1


def test_taking_back_forgets_figures_and_sender(cast):
    report = make.make_report(cast.here)
    go(report, ReportStep.SEND, cast.officer_here)
    done = go(report, ReportStep.TAKE_BACK, cast.officer_here)

    assert (done.state, done.figures, done.sent_by, done.sent_at) == ("draft", None, None, None)


def test_returned_report_shows_who_when_and_why_until_it_is_received(cast):
    report = make.make_report(cast.here, state="sent")
    done = go(report, ReportStep.RETURN, cast.officer_above, "Thiếu số người dự.")
    assert (done.note, done.answered_by) == ("Thiếu số người dự.", cast.officer_above)
    done = go(report, ReportStep.SEND, cast.officer_here)
    assert (done.note, done.answered_by) == ("Thiếu số người dự.", None)
    assert go(report, ReportStep.RECEIVE, cast.officer_above).note == ""


def test_report_is_sent_whole_and_returned_with_a_word(cast):
    kind = make.make_report_kind(cast.city, headings="Một\nHai")
    report = make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"], {"Một": "Có."}))
    with pytest.raises(ValidationError, match="Còn mục chưa viết: Hai"):
        go(report, ReportStep.SEND, cast.officer_here)
    with pytest.raises(ValidationError, match="Chưa ghi lời nhắn"):
        go(make.make_report(cast.beside, kind, state="sent"), ReportStep.RETURN, cast.officer_above)


@pytest.mark.parametrize(
    ("state", "step", "who"),
    [
        ("draft", ReportStep.SEND, "officer_here"), ("sent", ReportStep.TAKE_BACK, "officer_here"),
        ("sent", ReportStep.RECEIVE, "officer_above"), ("sent", ReportStep.RETURN, "officer_above"),
        ("received", ReportStep.UNDO_RECEIPT, "officer_above"),
    ],
)  # fmt: skip
def test_double_click_is_one_step(cast, state, step, who):
    report = make.make_report(cast.here, state=state)
    first = go(report, step, getattr(cast, who), "Xin bổ sung.")
    count = Change.objects.of(report).count()
    second = go(report, step, getattr(cast, who), "Xin bổ sung.")

    assert (second.sent_at, second.answered_at) == (first.sent_at, first.answered_at)
    assert Change.objects.of(report).count() == count


def test_second_of_two_senders_gets_an_error(cast):
    report = make.make_report(cast.here)
    colleague = make.make_officer(cast.here)
    go(report, ReportStep.SEND, cast.officer_here)

    with pytest.raises(ValidationError, match="“chờ nhận”"):
        go(report, ReportStep.SEND, colleague)


def test_two_who_begin_at_once_have_one_draft(cast):
    kind = make.make_report_kind(cast.city)
    period = next(kind.periods())
    colleague = make.make_officer(cast.here)
    first = actions.begin(kind=kind, unit=cast.here, period=period, by=cast.officer_here)

    assert actions.begin(kind=kind, unit=cast.here, period=period, by=colleague) == first
    assert first.begun_by == cast.officer_here
    assert [part["heading"] for part in first.body] == kind.heading_list


def test_nothing_is_begun_that_is_not_required(cast):
    kind = make.make_report_kind(cast.city, valid_from=dt.date(2026, 7, 1))
    for unit, period in (
        (cast.here, Period(Rhythm.QUARTER, 2026, 2)),
        (cast.here, Period.of("quarter", timezone.localdate())),  # not over
        (cast.district, Period(Rhythm.QUARTER, 2026, 3)),
    ):
        with pytest.raises(ValidationError, match="không phải nộp"):
            actions.begin(kind=kind, unit=unit, period=period, by=cast.admin)
    with pytest.raises(PermissionDenied):
        actions.begin(
            kind=kind, unit=cast.here, period=Period(Rhythm.QUARTER, 2026, 3), by=cast.officer_above
        )


def test_headings_stay_those_of_the_day_it_was_begun(cast):
    kind = make.make_report_kind(cast.city, headings="Một\nHai")
    report = actions.begin(
        kind=kind, unit=cast.here, period=next(kind.periods()), by=cast.officer_here
    )
    kind.headings = "Ba"
    kind.save()

    report.refresh_from_db()
    assert report.empty_headings == ["Một", "Hai"]


@pytest.mark.parametrize("state", ["sent", "received"])
def test_what_is_sent_is_not_written_any_more(cast, state):
    report = make.make_report(cast.here, state=state)
    with pytest.raises(ValidationError, match="không sửa được"):
        actions.write(report=report, body=[], by=cast.officer_here)


def test_text_of_a_draft_is_not_in_the_history(cast):
    report = make.make_report(cast.here)
    actions.write(
        report=report, body=report_parts(["Một"], {"Một": "bimatxyz"}), by=cast.officer_here
    )

    count = [str(change.diff) for change in Change.objects.of(report)]
    assert "bimatxyz" not in "".join(count)
    assert any("'name': 'Nội dung'" in diff for diff in count)


def test_branch_without_anybody_at_its_desk_is_written_for_from_above(cast):
    empty = make.make_branch(cast.district)
    make.make_officer(empty, valid_to=make.yesterday())
    assert set(units_written_for(cast.officer_above)) == {cast.district, empty}
    assert set(units_written_for(cast.officer_here)) == {cast.here}
    assert empty in units_written_for(cast.office)

    closed = make.make_officer(empty)
    assert set(units_written_for(cast.officer_above)) == {cast.district}
    closed.is_active = False
    closed.save()
    assert set(units_written_for(cast.officer_above)) == {cast.district, empty}
    assert list(units_written_for(cast.former_officer)) == []


def test_scan_sent_twice_is_one(cast):
    report = make.make_report(cast.here, state="sent")
    for _ in range(2):
        file = ContentFile(b"%PDF-1.4\n%%EOF\n", "ky.pdf")
        actions.file_copy(report=report, file=file, by=cast.officer_here)

    assert report.copies.count() == 1


def test_kind_sent_twice_is_one_and_nobody_asks_in_anothers_name(cast):
    fields = {
        "name": "Báo cáo", "issuer": cast.district, "valid_from": make.LONG_AGO, "token": "t" * 20,
    }  # fmt: skip
    for _ in range(2):
        actions.create_kind(kind=ReportKind(**fields), by=cast.officer_above)
    assert ReportKind.objects.count() == 1
    with pytest.raises(PermissionDenied):
        actions.create_kind(
            kind=ReportKind(**fields | {"issuer": cast.city, "token": "u" * 20}),
            by=cast.officer_above,
        )


# --- What the database itself refuses ----------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_before": dt.date(2020, 1, 1)}, "period_in_order"),
        ({"state": "sent", "figures": {}}, "sent_with_figures"),
        ({"state": "sent", "sent_at": dt.datetime(2020, 1, 2, tzinfo=dt.UTC)}, "sent_with_figures"),
        ({"state": "received"}, "sent_with_figures|answered_by_somebody"),
    ],
)
def test_database_refuses_what_is_no_report(cast, fields, name):
    report = make.make_report(cast.here)
    for key, value in fields.items():
        setattr(report, key, value)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        report.save()


def test_database_refuses_a_return_without_a_word_and_a_second_report(cast):
    report = make.make_report(cast.here, state="returned")
    report.note = ""
    with pytest.raises(IntegrityError, match="returned_with_note"), transaction.atomic():
        report.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_report(cast.here, report.kind)


@pytest.mark.parametrize(
    ("who", "drafts", "sent"),
    [
        ("admin", True, True), ("office", False, True), ("officer_above", False, True),
        ("officer_here", True, True), ("officer_beside", False, False), ("editor", False, False),
        ("former_officer", False, False), ("member_here", False, False),
    ],
)  # fmt: skip
def test_drafts_are_seen_at_the_units_desk_and_sent_ones_from_above(cast, who, drafts, sent):
    kind = make.make_report_kind(cast.city)
    draft = make.make_report(cast.here, kind)
    other = make.make_report_kind(cast.city)
    out = make.make_report(cast.here, other, state="sent")
    user = getattr(cast, who)
    visible = Report.objects.visible_to(user)
    assert (visible.contains(draft), visible.contains(out)) == (drafts, sent)
    assert Report.objects.editable_by(user).contains(draft) is drafts
    assert not Report.objects.editable_by(user).contains(out)


def test_the_one_right_above_receives_and_the_city_may(cast):
    report = make.make_report(cast.here, state="sent")
    assert list(Report.objects.to_receive_by(cast.officer_above)) == [report]
    assert list(Report.objects.to_receive_by(cast.office)) == []
    assert report.roles_of(cast.office) == {ReportRole.SUPERIOR}
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert go(report, ReportStep.RECEIVE, cast.office).state == "received"
