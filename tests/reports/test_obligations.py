"""Obligations of units, their lateness, and the tasks shown on the first page."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from members.models import Unit
from reports.models import Period, Rhythm
from reports.obligations import (
    distinct_names,
    obligations_for,
    obligations_of,
    progress_of,
    shared_names,
)
from reports.tasks import report_tasks
from tests import factories as make

D = dt.date
THIRD = Period(Rhythm.QUARTER, 2026, 3)


@pytest.fixture
def kind(cast):
    """Asks for the third quarter of 2026 first; due on 10/10."""
    return make.make_report_kind(cast.city, name="Báo cáo quý", valid_from=D(2026, 7, 1))


def on(day):
    return time_machine.travel(f"{day} 12:00+07:00")


def lines(user):
    return [(task.label, task.detail, task.is_urgent) for task in report_tasks(user)]


@pytest.mark.parametrize(
    ("day", "when", "is_late", "is_soon"),
    [
        ("2026-10-01", "còn 9 ngày", False, True),
        ("2026-10-10", "hạn hôm nay", False, True),
        ("2026-10-11", "quá hạn 1 ngày", True, True),
    ],
)
def test_deadline_text_says_how_late_it_is(cast, kind, day, when, is_late, is_soon):
    with on(day):
        (obligation,) = obligations_of(Unit.objects.filter(pk=cast.here.pk))
        assert (obligation.deadline_text, obligation.is_late, obligation.is_soon) == (
            when,
            is_late,
            is_soon,
        )


def test_a_sent_report_is_never_late(cast, kind):
    with on("2026-11-01"):
        make.make_report(cast.here, kind, state="sent")
        (obligation,) = obligations_of(Unit.objects.filter(pk=cast.here.pk))
        assert (obligation.is_sent, obligation.is_late) == (True, False)


def test_secretary_sees_what_must_be_sent(cast, kind):
    with on("2026-09-30"):
        assert lines(cast.officer_here) == []
    with on("2026-10-05"):
        detail = f"Báo cáo quý, {cast.here}."
        assert lines(cast.officer_here) == [("Gửi báo cáo quý III/2026: còn 5 ngày", detail, False)]
        task = next(report_tasks(cast.officer_here))
        assert task.url == reverse("reports:write", args=[cast.here.slug, kind.pk, "2026-3"])
        assert task.due_on == D(2026, 10, 10)
    with on("2026-10-15"):
        assert lines(cast.officer_here) == [
            ("Gửi báo cáo quý III/2026: quá hạn 5 ngày", detail, True)
        ]
        report = make.make_report(cast.here, kind)
        assert next(report_tasks(cast.officer_here)).url == report.get_absolute_url()


def test_a_report_due_in_more_than_ten_days_is_no_task_yet(cast, kind):
    kind.due_days = 30
    kind.save()
    with on("2026-10-19"):
        assert lines(cast.officer_here) == []
    with on("2026-10-20"):
        assert [title for title, *_ in lines(cast.officer_here)] == [
            "Gửi báo cáo quý III/2026: còn 10 ngày"
        ]


def test_returned_report_is_urgent_before_its_day(cast, kind):
    with on("2026-10-02"):
        make.make_report(cast.here, kind, state="returned")
        assert lines(cast.officer_here) == [
            (
                "Báo cáo quý III/2026 được trả lại để sửa",
                "Báo cáo quý. Cấp trên đã ghi lời nhắn trong báo cáo.",
                True,
            )
        ]


def test_district_sees_what_arrived_and_which_units_are_late(cast, kind):
    with on("2026-10-11"):
        make.make_report(cast.here, kind, state="sent")
        assert lines(cast.officer_above) == [
            ("1 báo cáo chờ nhận", f"{cast.here}.", False),
            ("1 chi hội chưa gửi báo cáo quý III/2026", f"Báo cáo quý: {cast.beside}.", False),
        ]
        assert lines(cast.officer_beside)[0][0] == "Gửi báo cáo quý III/2026: quá hạn 1 ngày"
        assert lines(cast.editor) == []


def test_city_reads_of_districts_where_branches_share_a_name(cast, kind):
    Unit.objects.filter(pk__in=[cast.here.pk, cast.elsewhere.pk]).update(
        short_name="Chi hội Phường 5"
    )
    with on("2026-10-11"):
        make.make_report(cast.beside, kind, state="received")
        make.make_report(cast.elsewhere, kind, state="received")
        # The other unit of that name is not late: the district is named all the same.
        assert lines(cast.office) == [
            (
                "1 chi hội chưa gửi báo cáo quý III/2026",
                f"Báo cáo quý: Chi hội Phường 5, {cast.district}.",
                False,
            )
        ]
        # Within one district there is only one of that name.
        assert lines(cast.officer_above)[0][1] == "Báo cáo quý: Chi hội Phường 5."


def test_each_line_leads_to_exactly_what_it_counts(cast, kind):
    with on("2026-10-11"):
        make.make_report(cast.here, kind, state="sent")
        make.make_report(cast.district, make.make_report_kind(cast.city, level=1), state="sent")
        client = cast.client("officer_above")
        waiting, behind = (t for t in report_tasks(cast.officer_above) if not t.is_urgent)
        shown = client.get(waiting.url).context["page"]
        assert [report.unit for report in shown] == [cast.here]
        shown = client.get(behind.url).context["page"]
        assert [obligation.unit for obligation, _ in shown] == [cast.beside]


def test_empty_install_nags_nobody(cast):
    for who in ("admin", "office", "officer_above", "officer_here"):
        assert lines(getattr(cast, who)) == [], who


def test_merged_unit_has_no_obligation_but_keeps_what_it_sent(cast, kind):
    old = make.make_branch(cast.district, status="merged", valid_to=D(2026, 10, 5))
    with on("2026-10-11"):
        units = Unit.objects.within(cast.city)
        assert {obligation.unit for obligation in obligations_of(units)} == {
            cast.here,
            cast.beside,
            cast.elsewhere,
        }
        make.make_report(old, kind, state="received")
        assert {obligation.unit for obligation in obligations_for(kind, THIRD, units)} == {
            cast.here, cast.beside, cast.elsewhere, old,
        }  # fmt: skip


def test_progress_agrees_with_the_single_obligations(cast, kind):
    make.make_report_kind(cast.district, rhythm="month", valid_from=D(2026, 8, 1))
    make.make_report_kind(cast.city, level=1, rhythm="month", valid_from=D(2026, 7, 1), due_days=30)
    make.make_report_kind(cast.city, valid_from=D(2026, 7, 1), valid_to=D(2026, 9, 1))
    make.make_branch(cast.district, status="merged", valid_to=D(2026, 10, 5))
    make.make_branch(cast.district, valid_from=D(2026, 9, 10), sort_order=1)
    make.make_branch(cast.elsewhere.parent, valid_from=D(2026, 10, 5))
    with on("2026-10-11"):
        for unit, state in (
            (cast.here, "sent"),
            (cast.beside, "draft"),
            (cast.elsewhere, "returned"),
        ):
            make.make_report(unit, kind, state=state)
        for units in (Unit.objects.within(cast.city), Unit.objects.within(cast.district)):
            obligations = obligations_of(units)
            expected: dict = {}
            for obligation in obligations:
                counts = expected.setdefault((obligation.kind, obligation.period), [0, [], []])
                counts[0] += 1
                counts[1] += [] if obligation.is_sent else [obligation.unit.pk]
                counts[2] += [obligation.unit.pk] if obligation.is_late else []
            assert len(expected) == 6
            assert [
                ((row.kind, row.period), [row.total, row.missing, row.late])
                for row in progress_of(units)
            ] == list(expected.items())
        assert progress_of(Unit.objects.none()) == []


def test_shared_names_are_distinguished_by_the_unit_above(cast):
    Unit.objects.filter(pk__in=[cast.here.pk, cast.elsewhere.pk]).update(short_name="Chi hội A")
    rows = list(Unit.objects.branches().select_related("parent"))
    shared = shared_names(Unit.objects.all())

    assert shared == {"Chi hội A"}
    assert set(distinct_names(rows, shared)) == {
        f"Chi hội A, {cast.district}", f"Chi hội A, {cast.elsewhere.parent}", str(cast.beside),
    }  # fmt: skip


@pytest.mark.parametrize("size", [1, 3])
def test_tasks_ask_the_same_however_many_units(cast, kind, size, django_assert_num_queries):
    for _ in range(size):
        make.make_report(make.make_branch(cast.district), kind, period=THIRD, state="sent")
        make.make_branch(cast.district)
    with on("2026-10-11"):
        user = type(cast.officer_above).objects.get(pk=cast.officer_above.pk)
        with django_assert_num_queries(11):
            assert len(lines(user)) == 2
