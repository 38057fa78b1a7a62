"""What units aim at in a cycle: who registers, until when, and who is still missing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions import extend_registration, register_goal
from emulation.goal_tasks import goal_tasks
from emulation.models import Cycle, Goal
from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast
from tests.pages import HARD

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """Running, with a week left to register; `here` heads the cluster, `beside` is in it."""
    cluster = make.make_cluster(cast.here, cast.beside, name="Cụm thi đua II")
    make.make_cluster_head(cluster, cast.here)
    today = local_today()
    return make.make_cycle(
        cluster, year=today.year, starts_on=today - 30 * DAY, ends_on=today + 300 * DAY,
        registration_until=today + 7 * DAY,
    )  # fmt: skip


def close(cycle: Cycle) -> None:
    cycle.registration_until = local_today() - DAY
    cycle.save()


def test_unit_registers_and_changes_its_own(cast: Cast, cycle: Cycle) -> None:
    def sent(grade: str, titles: str) -> Goal:
        return register_goal(
            cycle=cycle, unit=cast.beside, grade=grade, titles=titles, by=cast.officer_beside
        )

    first = sent("good", "Cờ thi đua")
    assert (sent("good", "Cờ thi đua"), first.registered_on) == (first, local_today())
    assert first.label == "hoàn thành tốt nhiệm vụ; Cờ thi đua"
    assert sent("excellent", "").grade == "excellent"
    with pytest.raises(ValidationError, match="Chưa ghi mức phấn đấu"):
        sent("", "")


@pytest.mark.parametrize("who", ["office", "officer_above", "officer_here", "admin"])
def test_nobody_registers_in_a_units_place(cast: Cast, cycle: Cycle, who: str) -> None:
    with pytest.raises(PermissionDenied):
        register_goal(cycle=cycle, unit=cast.beside, grade="good", titles="", by=getattr(cast, who))


def test_late_only_with_more_time_given_by_who_leads(cast: Cast, cycle: Cycle) -> None:
    close(cycle)

    def register() -> Goal:
        return register_goal(
            cycle=cycle, unit=cast.beside, grade="good", titles="", by=cast.officer_beside
        )

    def extend(until: dt.date, reason: str = "Chờ đại hội") -> Goal:
        return extend_registration(
            cycle=cycle, unit=cast.beside, until=until, reason=reason, by=cast.officer_here
        )

    with pytest.raises(ValidationError, match="Đã hết hạn đăng ký"):
        register()
    with pytest.raises(ValidationError, match="chưa qua"):
        extend(local_today() - DAY)
    with pytest.raises(ValidationError, match="Kỳ này hết ngày"):
        extend(cycle.ends_on + DAY)
    with pytest.raises(ValidationError, match="lý do"):
        extend(local_today(), "")
    with pytest.raises(PermissionDenied):
        extend_registration(
            cycle=cycle, unit=cast.beside, until=local_today(), reason="x", by=cast.officer_beside
        )
    assert extend(local_today()).is_registered is False
    assert register().is_registered


def test_only_units_of_the_cycle_register(cast: Cast, cycle: Cycle) -> None:
    with pytest.raises(ValidationError, match="không thuộc cụm"):
        extend_registration(
            cycle=cycle, unit=cast.elsewhere, until=local_today() + 9 * DAY, reason="x",
            by=cast.office,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"extended_until": dt.date(2026, 1, 1)}, "extended_for_a_reason"),
        ({"extension_reason": "Bận"}, "extended_for_a_reason"),
        ({"grade": "good"}, "registered_for_something"),
        ({"registered_on": dt.date(2026, 1, 1)}, "registered_for_something"),
        ({"grade": "best", "registered_on": dt.date(2026, 1, 1)}, "grade_known"),
    ],
)
def test_database_refuses_half_a_registration(
    cast: Cast, cycle: Cycle, fields: dict[str, object], error: str
) -> None:
    with pytest.raises(IntegrityError, match=f"emulation_goal_{error}"), transaction.atomic():
        make.make_goal(cycle, cast.here, **({"grade": "", "registered_on": None} | fields))


def test_tasks_remind_the_unit_and_tell_the_head(cast: Cast, cycle: Cycle) -> None:
    def labels(user: object) -> list[tuple[str, bool]]:
        return [(task.label, task.is_for_others) for task in goal_tasks(user)]  # type: ignore[arg-type]  # users of the cast

    own = ("Đăng ký thi đua: " + str(cycle), False)
    assert labels(cast.officer_beside) == [own]
    assert labels(cast.officer_here) == [own, (f"1 đơn vị chưa đăng ký thi đua: {cycle}", True)]
    assert labels(cast.office) == [(f"2 đơn vị chưa đăng ký thi đua: {cycle}", True)]
    for unit in (cast.here, cast.beside):
        make.make_goal(cycle, unit)
    assert labels(cast.officer_beside) + labels(cast.officer_here) + labels(cast.office) == []
    Goal.objects.all().delete()
    close(cycle)
    assert labels(cast.officer_beside) == []


def test_page_shows_what_was_reached_beside_the_aim(cast: Cast, cycle: Cycle) -> None:
    make.make_goal(cycle, cast.here)
    make.make_classification(
        cast.here, year=cycle.year, grade="excellent", announced_on=local_today()
    )
    address = reverse("emulation_desk:goal_list", args=[cycle.pk])
    context = cast.client("officer_beside").get(address).context
    shown = {
        line.unit: (line.aim, line.reached and line.reached.grade) for line in context["table"].page
    }
    assert shown == {
        cast.here: ("hoàn thành tốt nhiệm vụ", "excellent"), cast.beside: ("", None),
    }  # fmt: skip
    assert context["missing"] == [cast.beside]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_many(cast: Cast, cycle: Cycle, count: int) -> None:
    for _ in range(count):
        unit = make.make_branch(cast.district)
        cycle.cluster.memberships.create(unit=unit, valid_from=make.LONG_AGO)
        make.make_goal(cycle, unit)
    client = cast.client("officer_here")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("emulation_desk:goal_list", args=[cycle.pk])).status_code == 200
    assert len(queries) == 12


@pytest.mark.parametrize("count", [1, 3])
def test_papers_of_a_cluster_cost_the_same_however_many(
    cast: Cast, cycle: Cycle, count: int
) -> None:
    for _ in range(count - 1):
        unit = make.make_branch(cast.district)
        make.make_goal(cycle, unit)
        other = make.make_branch(cast.district)
        make.make_cycle(make.make_cluster(unit, other), year=cycle.year)
    client = cast.client("officer_above")
    for url, expected in (
        (reverse("emulation_desk:goal_print", args=[cycle.pk]), 10),
        (reverse("emulation_desk:cluster_print"), 10),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        assert answer.status_code == 200
        assert str(cast.here) in answer.content.decode().replace(HARD, " ")
        assert len(queries) == expected, url
