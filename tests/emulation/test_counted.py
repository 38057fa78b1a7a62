"""Numbers from the books on a score sheet: counted in the cycle's days, with the records behind."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from desk.counting import counted_for
from emulation.actions.sheets import take_number
from emulation.models import Criterion, ScoreSheet
from kit.dates import local_today
from members.models import Appointment, ExpectedPost, Unit
from members.models.offices import vacancies_filled
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sources() -> None:
    """The addresses bring every app's sources with them."""
    reverse("home")


@pytest.fixture
def sheet(cast: Cast) -> ScoreSheet:
    """Of `here`; the cycle has run for a month. A quantity and a judgement."""
    rubric = make.make_criteria(cast.here)
    make.make_criterion(rubric, kind="relative", maximum=20, target=2, title="Thăm hỏi")
    rubric.issued_on = local_today()
    rubric.save()
    today = local_today()
    cycle = make.make_cycle(
        make.make_cluster(cast.here), criteria_set=rubric, year=today.year,
        starts_on=today - dt.timedelta(days=30), ends_on=today + dt.timedelta(days=300),
    )  # fmt: skip
    return make.make_sheet(cast.here, cycle)


def criterion(sheet: ScoreSheet, kind: str) -> Criterion:
    return Criterion.objects.get(criteria_set=sheet.cycle.criteria_set, kind=kind)


def test_every_source_counts_what_lies_in_the_days_and_in_the_unit(cast: Cast) -> None:
    today = local_today()
    start = today - dt.timedelta(days=30)
    for unit, day in ((cast.here, today), (cast.here, start), (cast.here, start - dt.timedelta(1)),
                      (cast.beside, today)):  # fmt: skip
        make.make_activity(unit, happened_on=day)
    past = timezone.now() - dt.timedelta(hours=1)
    event = make.make_event(cast.here, starts_at=past, state="announced")
    make.make_minutes(event, closed_at=timezone.now(), present=7, total=9)
    make.make_event(cast.here, starts_at=past, state="draft")
    make.make_post(unit=cast.here, published_at=past)
    counted = {row.key: row for row in counted_for(cast.here, start, today + dt.timedelta(days=1))}
    expected = {"nghia-tinh": 2, "su-kien": 1, "bien-ban": 1, "tin-bai": 1, "bao-cao": 0}
    assert {key: counted[key].number for key in expected} == expected
    assert all(len(row.records) == row.number for row in counted.values() if row.records)
    assert {row[0] for row in counted["nghia-tinh"].records} == {start, today}


def test_number_is_taken_with_its_origin_and_once(cast: Cast, sheet: ScoreSheet) -> None:
    make.make_activity(cast.here, happened_on=local_today())
    row = criterion(sheet, "relative")
    make.make_mark(sheet, row, value=9, remark="Lời của chi hội")
    for _ in range(2):
        take_number(sheet=sheet, criterion=row, key="nghia-tinh", by=cast.officer_here)
    mark = sheet.marks.get(criterion=row)
    assert mark.value == Decimal(1)
    assert mark.remark.splitlines() == [
        "Lời của chi hội",
        f"Theo sổ đến {local_today():%d/%m/%Y}: Lượt thăm hỏi, tặng quà, trợ giúp đã trao, 1.",
    ]


@pytest.mark.parametrize(("kind", "key"), [("judged", "nghia-tinh"), ("relative", "khong-co")])
def test_only_a_quantity_takes_a_number_that_is_counted(
    cast: Cast, sheet: ScoreSheet, kind: str, key: str
) -> None:
    with pytest.raises(ValidationError):
        take_number(sheet=sheet, criterion=criterion(sheet, kind), key=key, by=cast.officer_here)


def test_books_are_opened_to_the_unit_alone(cast: Cast, sheet: ScoreSheet) -> None:
    make.make_activity(cast.here, happened_on=local_today())
    row = criterion(sheet, "relative")
    with pytest.raises(PermissionDenied):
        take_number(sheet=sheet, criterion=row, key="nghia-tinh", by=cast.office)
    page = reverse("emulation_desk:evidence", args=[sheet.pk, row.pk])

    def offered(who: str) -> list[Any]:
        return list(cast.client(who).get(page).context["numbers"])

    assert [bool(offered(who)) for who in ("officer_here", "office")] == [True, False]
    client = cast.client("officer_here")
    address = reverse("emulation_desk:number_records", args=[sheet.pk, "nghia-tinh"])
    assert client.get(address).context["counted"].number == 1
    taken = reverse("emulation_desk:number_take", args=[sheet.pk, row.pk])
    assert client.post(taken, {"so-lieu": "nghia-tinh"}).status_code == 302
    assert sheet.marks.get(criterion=row).value == 1


def test_a_vacancy_filled_is_counted_and_a_succession_is_not(cast: Cast) -> None:
    today = local_today()
    start, end = today - dt.timedelta(days=60), today + dt.timedelta(days=1)
    post = make.make_position(level=2, expected_count=2)

    def hold(begun: int, ended: int | None = None) -> Any:
        """From and until so many days ago."""
        return Appointment.objects.create(
            member=make.make_member(cast.here), unit=cast.here, position=post,
            valid_from=today - dt.timedelta(days=begun),
            valid_to=today - dt.timedelta(days=ended) if ended is not None else None,
        )  # fmt: skip

    hold(200, 50)
    follows = hold(50)  # on the very day: nothing was vacant, but the second place was
    fills = hold(20)
    hold(10)  # a third, whom the post does not ask for
    late = make.make_position(level=2, expected_count=0)
    Appointment.objects.create(
        member=make.make_member(cast.here), unit=cast.here, position=late, valid_from=today
    )
    units = Unit.objects.within(cast.district)
    filled = [row for row in vacancies_filled(units, start, end) if row.position == post]
    assert filled == [follows, fills]
    ExpectedPost.objects.create(unit=cast.here, position=post, count=1)
    filled = [row for row in vacancies_filled(units, start, end) if row.position == post]
    assert filled == []
