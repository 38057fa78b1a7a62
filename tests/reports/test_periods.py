"""Periods: their days, their names, their place in an address; which of them a kind asks for."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from members.models import Unit
from reports.models import Period, ReportKind, Rhythm
from tests import factories as make

D = dt.date


@pytest.mark.parametrize(
    ("rhythm", "day", "slug", "start", "end", "label"),
    [
        ("month", D(2026, 9, 30), "2026-9", D(2026, 9, 1), D(2026, 10, 1), "tháng 9/2026"),
        ("month", D(2026, 12, 1), "2026-12", D(2026, 12, 1), D(2027, 1, 1), "tháng 12/2026"),
        ("quarter", D(2026, 9, 30), "2026-3", D(2026, 7, 1), D(2026, 10, 1), "quý III/2026"),
        ("quarter", D(2026, 10, 1), "2026-4", D(2026, 10, 1), D(2027, 1, 1), "quý IV/2026"),
        ("half", D(2026, 6, 30), "2026-1", D(2026, 1, 1), D(2026, 7, 1), "6 tháng đầu năm 2026"),
        ("half", D(2026, 7, 1), "2026-2", D(2026, 7, 1), D(2027, 1, 1), "6 tháng cuối năm 2026"),
        ("nine", D(2026, 9, 30), "2026-1", D(2026, 1, 1), D(2026, 10, 1), "9 tháng đầu năm 2026"),
        ("year", D(2024, 2, 29), "2024-1", D(2024, 1, 1), D(2025, 1, 1), "năm 2024"),
    ],
)
def test_period_has_its_days_and_label(rhythm, day, slug, start, end, label):
    period = Period.of(rhythm, day)

    assert (period.slug, period.start, period.end, period.label) == (slug, start, end, label)
    assert period.last_day == end - dt.timedelta(days=1)
    assert Period.parse(rhythm, slug) == period
    assert period.next.previous == period
    # Of the last three months of a year a report of nine tells nothing.
    assert period.next.start == (end if rhythm != "nine" else D(2027, 1, 1))


@pytest.mark.parametrize(
    "slug", ["", "2026", "2026-0", "2026-5", "1999-1", "2100-1", "x-1", "٢٠٢٦-1"]
)
def test_what_is_no_quarter_is_refused(slug):
    with pytest.raises(ValueError, match=f"^{slug}$"):
        Period.parse(Rhythm.QUARTER, slug)


@pytest.mark.parametrize(
    ("name", "period", "title"),
    [
        ("Báo cáo công tác quý", Period(Rhythm.QUARTER, 2026, 3), "Báo cáo công tác quý III/2026"),
        ("Báo cáo tổng kết năm", Period(Rhythm.YEAR, 2026, 1), "Báo cáo tổng kết năm 2026"),
        ("Báo cáo 6 tháng", Period(Rhythm.HALF, 2026, 1), "Báo cáo 6 tháng đầu năm 2026"),
        ("Báo cáo 9 tháng", Period(Rhythm.NINE, 2026, 1), "Báo cáo 9 tháng đầu năm 2026"),
        ("Báo cáo nhanh", Period(Rhythm.MONTH, 2026, 3), "Báo cáo nhanh, tháng 3/2026"),
        ("Báo cáo quý", Period(Rhythm.MONTH, 2026, 3), "Báo cáo quý, tháng 3/2026"),
    ],
)
def test_title_names_the_period_once(name, period, title):
    assert ReportKind(name=name).title_of(period) == title


@time_machine.travel("2026-10-01 12:00+07:00")
def test_a_kind_requires_reports_for_periods_on_whose_last_day_it_is_in_force(db):
    kind = make.make_report_kind(valid_from=D(2026, 6, 30), valid_to=D(2026, 9, 30))
    required = [period.slug for period in kind.periods()]

    assert required == ["2026-2"]  # not in force on the last day of the third quarter
    assert make.make_report_kind(valid_from=D(2026, 7, 1)).requires(Period(Rhythm.QUARTER, 2026, 3))
    assert kind.due_on(Period(Rhythm.QUARTER, 2026, 2)) == D(2026, 7, 10)


@pytest.mark.parametrize(
    ("moment", "required"),
    [("2026-09-30 23:59+07:00", []), ("2026-10-01 00:00+07:00", ["2026-3"])],
)
def test_a_report_is_required_from_the_day_after_its_last(db, moment, required):
    with time_machine.travel(moment):
        kind = make.make_report_kind(valid_from=D(2026, 9, 1))
        assert [period.slug for period in kind.periods()] == required


@time_machine.travel("2026-11-24 12:00+07:00")
def test_periods_long_past_are_not_reminded_of(db):
    kind = make.make_report_kind(valid_from=D(2020, 1, 1), rhythm="month")

    assert [period.slug for period in kind.periods()][-1] == "2025-10"


@time_machine.travel("2026-10-05 12:00+07:00")
def test_units_existing_at_the_end_and_now_are_obliged(cast):
    kind = make.make_report_kind(cast.city)
    period = Period(Rhythm.QUARTER, 2026, 3)
    last = make.make_branch(cast.district, valid_from=D(2026, 9, 30))
    late = make.make_branch(cast.district, valid_from=D(2026, 10, 1))
    within = make.make_branch(cast.district, status="merged", valid_to=D(2026, 8, 1))
    after = make.make_branch(cast.district, status="merged", valid_to=D(2026, 10, 5))

    obliged = set(kind.obliged_units(period))
    assert obliged == {cast.here, cast.beside, cast.elsewhere, last}
    for unit in Unit.objects.all():
        assert kind.requires_from(unit, period) is (unit in obliged), unit
    assert {late, within, after} & obliged == set()


def test_a_districts_kind_obliges_its_own_branches_alone(cast):
    kind = make.make_report_kind(cast.district)
    period = next(kind.periods())

    assert set(kind.obliged_units(period)) == {cast.here, cast.beside}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"level": 0}, "reports_kind_level_owes"),
        ({"due_days": 91}, "reports_kind_due_within_90_days"),
        ({"cut_day": 29}, "reports_kind_cut_day_in_every_month"),
        ({"cut_day": 0}, "reports_kind_cut_day_in_every_month"),
        ({"due_day": 32}, "reports_kind_due_day_in_a_month"),
        ({"cut_day": 20, "due_day": 19}, "reports_kind_due_after_cut"),
        ({"open_days": 91}, "reports_kind_opens_within_90_days"),
        ({"valid_to": make.LONG_AGO}, "reports_reportkind_dates_in_order"),
        ({"name": "Một tên"}, "reports_kind_open_name_once|UNIQUE|unique"),
    ],
)
def test_database_refuses_what_is_no_kind(db, fields, name):
    city = make.make_association()
    make.make_report_kind(city, name="Một tên")

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.make_report_kind(city, **fields)


def test_kind_with_reports_keeps_what_they_rest_on(cast):
    kind = make.make_report_kind(cast.city)
    make.make_report(cast.here, kind)
    kind.rhythm, kind.due_days, kind.name = "year", 20, "Tên mới"

    with pytest.raises(ValidationError) as refused:
        kind.full_clean()

    assert set(refused.value.message_dict) == {"rhythm", "due_days"}
    kind.rhythm, kind.due_days = "quarter", 10
    kind.full_clean()


def test_kind_is_laid_down_from_above_and_tidies_its_headings(cast):
    kind = ReportKind(
        name="  Báo  cáo ", issuer=cast.district, level=1, valid_from=make.LONG_AGO,
        headings="Một\n\n  Hai \nMột\n",
    )  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        kind.full_clean()
    assert set(refused.value.message_dict) == {"issuer"}

    kind.level = 2
    kind.full_clean()
    assert (kind.name, kind.heading_list) == ("Báo cáo", ["Một", "Hai"])
    kind.headings = "\n".join(f"Mục {n}" for n in range(13))
    with pytest.raises(ValidationError, match="Nhiều nhất 12 mục"):
        kind.full_clean()


# --- Period, data and day due are three things ----------------------------------------------------

YEAR, NINE, FIRST_HALF = (
    Period(Rhythm.YEAR, 2026, 1), Period(Rhythm.NINE, 2026, 1), Period(Rhythm.HALF, 2026, 1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("period", "cut", "first", "last"),
    [
        (YEAR, 14, D(2025, 12, 15), D(2026, 12, 14)),
        (FIRST_HALF, 14, D(2025, 12, 15), D(2026, 6, 14)),
        (NINE, 14, D(2025, 12, 15), D(2026, 9, 14)),
        (Period(Rhythm.QUARTER, 2026, 2), 14, D(2026, 3, 15), D(2026, 6, 14)),
        (Period(Rhythm.MONTH, 2026, 3), 28, D(2026, 3, 1), D(2026, 3, 28)),
        (Period(Rhythm.MONTH, 2028, 3), 28, D(2028, 2, 29), D(2028, 3, 28)),
        (Period(Rhythm.MONTH, 2026, 2), 1, D(2026, 1, 2), D(2026, 2, 1)),
        (YEAR, None, D(2026, 1, 1), D(2026, 12, 31)),
    ],
)
def test_data_are_cut_off_before_the_period_ends(period, cut, first, last):
    kind = ReportKind(rhythm=period.rhythm, cut_day=cut)
    start, end = kind.data_of(period)
    assert (start, end - dt.timedelta(days=1)) == (first, last)
    assert kind.data_label(period) == f"từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}"


@pytest.mark.parametrize("rhythm", ["month", "quarter", "half", "year"])
@pytest.mark.parametrize("cut", [None, 1, 14, 28])
def test_no_day_is_counted_twice_or_left_out(rhythm, cut):
    kind, period = ReportKind(rhythm=rhythm, cut_day=cut), Period.of(rhythm, D(2024, 1, 1))
    for _ in range(30):
        assert kind.data_of(period)[1] == kind.data_of(period.next)[0]
        period = period.next


@pytest.mark.parametrize(
    ("fields", "due", "opens"),
    [
        ({"due_days": 0}, D(2026, 12, 31), D(2026, 12, 31)),
        ({"due_days": 0, "open_days": 20}, D(2026, 12, 31), D(2026, 12, 11)),
        ({"due_day": 24, "cut_day": 14}, D(2026, 12, 24), D(2026, 12, 15)),
        ({"due_day": 24, "cut_day": 14, "open_days": 30}, D(2026, 12, 24), D(2026, 11, 24)),
        ({"due_day": 31}, D(2026, 12, 31), D(2026, 12, 31)),
        ({"due_days": 10}, D(2027, 1, 10), D(2027, 1, 1)),
        ({"due_days": 10, "open_days": 5}, D(2027, 1, 10), D(2027, 1, 1)),
        ({"due_days": 10, "open_days": 15}, D(2027, 1, 10), D(2026, 12, 26)),
        ({"due_days": 10, "cut_day": 14}, D(2027, 1, 10), D(2026, 12, 15)),
    ],
)
def test_a_report_is_required_no_later_than_on_its_due_day(fields, due, opens):
    kind = ReportKind(rhythm="year", valid_from=D(2020, 1, 1), **fields)
    assert (kind.due_on(YEAR), kind.opens_on(YEAR)) == (due, opens)
    day = dt.timedelta(days=1)
    assert [kind.requires(YEAR, today) for today in (opens - day, opens, due)] == [
        False,
        True,
        True,
    ]
    assert YEAR in list(kind.periods(opens))
    assert YEAR not in list(kind.periods(opens - day))


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        (Period(Rhythm.MONTH, 2026, 2), 31, D(2026, 2, 28)),
        (Period(Rhythm.MONTH, 2028, 2), 30, D(2028, 2, 29)),
        (Period(Rhythm.QUARTER, 2026, 2), 31, D(2026, 6, 30)),
        (NINE, 24, D(2026, 9, 24)),
        (YEAR, 24, D(2026, 12, 24)),
    ],
)
def test_a_day_due_within_the_period_lies_in_its_last_month(period, day, due):
    assert ReportKind(rhythm=period.rhythm, due_day=day).due_on(period) == due


def test_the_yearly_report_is_begun_and_sent_before_the_year_is_over(cast):
    """Nghị định 126/2024, Điều 24: before 31/12; its figures are those of 15/12 to 14/12."""
    with time_machine.travel("2026-12-16 12:00+07:00"):
        kind = make.make_report_kind(
            cast.city, rhythm="year", cut_day=14, due_day=24, valid_from=D(2026, 1, 1)
        )
        make.make_member(cast.here, joined=D(2026, 12, 14))
        make.make_member(cast.here, joined=D(2026, 12, 15))  # belongs to next year's report
        client = cast.client("officer_here")
        url = reverse("reports:write", args=[cast.here.slug, kind.pk, "2026-1"])
        assert "Hạn Thứ Năm, 24/12/2026, còn 8 ngày" in client.get(url).content.decode()
        client.post(url)
        report = kind.reports.get()
        assert (report.starts_on, report.ends_before) == (D(2026, 1, 1), D(2027, 1, 1))
        assert report.figures_now()["admitted"] == 1
        page = client.get(report.get_absolute_url()).content.decode()
        assert "Từ 15/12/2025 đến hết 14/12/2026" in page
        paper = client.get(reverse("reports:paper", args=[report.pk])).content.decode()
        assert "số liệu tính từ 15/12/2025 đến hết 14/12/2026" in paper


def test_nine_months_are_required_once_a_year(cast):
    with time_machine.travel("2026-11-24 12:00+07:00"):
        kind = make.make_report_kind(cast.city, rhythm="nine", valid_from=D(2024, 1, 1))
        assert [period.slug for period in kind.periods()] == ["2026-1"]
        report = make.make_report(cast.here, kind, period=NINE)
        report.full_clean()
        assert report.title.endswith("9 tháng đầu năm 2026")
        wrong = make.make_report(cast.beside, kind, period=NINE)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(wrong).objects.filter(pk=wrong.pk).update(ends_before=D(2027, 1, 1))


@pytest.mark.parametrize("field", ["cut_day", "due_day"])
def test_fields_that_existing_reports_depend_on_are_fixed(cast, field):
    kind = make.make_report_kind(cast.city)
    make.make_report(cast.here, kind)
    setattr(kind, field, 14)
    with pytest.raises(ValidationError) as refused:
        kind.full_clean()
    assert set(refused.value.message_dict) == {field}
    assert refused.value.message_dict[field][0].startswith("Đã có báo cáo theo loại này")
