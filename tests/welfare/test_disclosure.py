"""What the public pages let out, against somebody who collects every figure and solves the sums."""

import datetime as dt
import random
import re
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from assoc import jobs
from members.models import Unit
from tests import factories as make
from tests.conftest import Cast
from tests.one_day import TODAY
from welfare.actions import publish_figures
from welfare.models import SMALLEST_GROUP, Activity, PublicFigure, PublishedQuarter, WelfareKind
from welfare.models.disclosure import Act, Disclosed, Table, figures_to_disclose

from .attacker import Attacker

MILLION = 1_000_000


# --- The attacker can count ------------------------------------------------------------------


def test_attacker_finds_what_a_difference_tells() -> None:
    """A whole of 9 and a part of 8 tell of one; that is what must never be published."""
    attacker = Attacker("ABC")
    attacker.learn("ABC", 9)
    attacker.learn("AB", 8)

    assert attacker.bounds("C") == (1, 1)
    assert attacker.bounds("A") == (0, 8)


def test_attacker_solves_counts_out_of_money_and_rates() -> None:
    attacker = Attacker("AB")
    attacker.learn("AB", 7)
    attacker.learn({"A": 500, "B": 2_000}, 5_000)

    assert (attacker.bounds("A"), attacker.bounds("B")) == ((6, 6), (1, 1))


def test_attacker_narrows_a_cell_by_both_its_margins() -> None:
    attacker = Attacker([(row, column) for row in "AB" for column in "XY"])
    for row, total in (("A", 9), ("B", 2)):
        attacker.learn([(row, column) for column in "XY"], total)
    for column, total in (("X", 10), ("Y", 1)):
        attacker.learn([(row, column) for row in "AB"], total)

    assert attacker.bounds([("A", "X")]) == (8, 9)


# --- Figures of one quarter --------------------------------------------------------------------


def _some_acts(dice: random.Random) -> list[Act]:
    """Few kinds and units, some of them rare: where a lone case is easiest to find."""
    kinds, units = range(dice.randint(1, 4)), range(dice.randint(1, 4))
    acts = []
    for number in range(dice.choice((3, 6, 12, 25, 60))):
        kind, unit = (min(dice.choice(span), dice.choice(span)) for span in (kinds, units))
        whom = f"hội viên {dice.randrange(dice.choice((4, 40)))}"
        people = dice.choice((1, 1, 1, 1, 3))
        acts.append(
            Act(kind, unit, whom if people == 1 else f"gia đình {number}", people, (kind + 1) * people, 0,
                is_public=dice.random() < 0.1)
        )  # fmt: skip
    return acts


def _attack(told: list[Disclosed], acts: list[Act]) -> Attacker:
    """Everything known of one quarter: figures, stories, that each kind pays its public rate."""
    kinds, units = {act.kind for act in acts}, {act.unit for act in acts}
    attacker = Attacker((kind, unit) for kind in kinds for unit in units)
    stories = Counter[tuple[int, int]]()
    for act in acts:
        if act.is_public:
            stories[act.kind, act.unit] += act.people
    named_kinds = {figure.kind for figure in told if figure.kind is not None}
    named_units = {figure.unit for figure in told if figure.unit is not None}
    for figure in told:
        match figure.table:
            case Table.KIND:
                rows = {figure.kind} if figure.kind is not None else kinds - named_kinds
                cells = {(kind, unit) for kind in rows for unit in units}
            case Table.UNIT:
                columns = {figure.unit} if figure.unit is not None else units - named_units
                cells = {(kind, unit) for kind in kinds for unit in columns}
            case _:
                cells = {(kind, unit) for kind in kinds for unit in units}
        hidden = figure.people - sum(stories[cell] for cell in cells)
        attacker.learn(cells, hidden)
        if figure.money is not None:
            paid = {cell: cell[0] + 1 for cell in cells}
            known = sum(stories[cell] * paid[cell] for cell in cells)
            attacker.learn(paid, figure.money - known)
    return attacker


def _found(attacker: Attacker, told: list[Disclosed], acts: list[Act]) -> list[str]:
    """Small groups (a kind, a unit, a kind of a unit) that the figures narrow too far."""
    hidden = Counter[tuple[int | None, int | None]]()
    for act in acts:
        if not act.is_public:
            for group in ((act.kind, act.unit), (act.kind, None), (None, act.unit)):
                hidden[group] += act.people
    found = []
    for (kind, unit), truth in hidden.items():
        if truth >= SMALLEST_GROUP:
            continue
        least, most = attacker.bounds(
            cell for cell in attacker.cells if kind in {None, cell[0]} and unit in {None, cell[1]}
        )
        assert least <= truth <= most
        if most - least < SMALLEST_GROUP:
            found.append(f"kind {kind}, unit {unit}: {truth} within {least} to {most} of {told}")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_small_group_is_told_by_the_figures_of_a_quarter(seed: int) -> None:
    dice, published = random.Random(seed), 0
    for _ in range(25):
        acts = _some_acts(dice)
        told = figures_to_disclose(acts)
        if not told:
            continue
        published += 1
        assert {figure.people >= SMALLEST_GROUP for figure in told} == {True}
        assert _found(_attack(told, acts), told, acts) == []
    assert published > 10  # most quarters are told of


def test_naive_figures_would_be_solved() -> None:
    """The test's own test: only dropping small rows, as the page once did, tells of one person."""
    acts = [Act(0, n % 2, f"hội viên {n}", 1, 1, 0) for n in range(8)] + [
        Act(1, 0, "bà Kín", 1, 2, 0)
    ]
    naive = [Disclosed(Table.ALL, 9), Disclosed(Table.KIND, 8, kind=0, money=8, goods=0)]

    assert len(_found(_attack(naive, acts), naive, acts)) == 2
    assert _found(_attack(figures_to_disclose(acts), acts), figures_to_disclose(acts), acts) == []


def _visits(kind: int, unit: int, count: int, whom: str = "") -> list[Act]:
    return [Act(kind, unit, whom or f"{kind}.{unit}.{n}", 1, 10, 0) for n in range(count)]


@pytest.mark.parametrize(
    ("acts", "kinds"),
    [
        (_visits(1, 1, 5) + _visits(2, 1, 7), {1: 5, 2: 7}),
        (_visits(1, 1, 4) + _visits(2, 1, 7), {None: 11}),  # 4 alone would be 11 less 7
        (_visits(1, 1, 4) + _visits(2, 1, 7) + _visits(3, 1, 9), {None: 11, 3: 9}),
        (_visits(1, 1, 4) + _visits(2, 1, 3) + _visits(3, 1, 9), {None: 7, 3: 9}),
        (_visits(1, 1, 9, "một người") + _visits(2, 1, 6) + _visits(3, 1, 8), {None: 15, 3: 8}),
    ],
    ids=["enough", "one joins", "the smallest joins", "two together", "one man, nine visits"],
)  # fmt: skip
def test_small_kinds_are_told_together(acts: list[Act], kinds: dict[int | None, int]) -> None:
    told = {
        figure.kind: figure.people
        for figure in figures_to_disclose(acts)
        if figure.table == Table.KIND
    }
    assert told == kinds


def test_money_is_told_of_named_kinds_alone() -> None:
    told = figures_to_disclose(_visits(1, 1, 4) + _visits(2, 1, 7) + _visits(3, 1, 9))
    assert {(figure.kind, figure.money) for figure in told if figure.money is not None} == {(3, 90)}


def test_too_few_people_publish_nothing() -> None:
    assert figures_to_disclose(_visits(1, 1, 4)) == []
    assert figures_to_disclose(_visits(1, 1, 30, "một người")) == []


def test_database_refuses_a_figure_of_few(db: None) -> None:
    quarter = PublishedQuarter.objects.create(year=2026, quarter=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicFigure.objects.create(published=quarter, table=Table.ALL, people=SMALLEST_GROUP - 1)


# --- The pages, day after day --------------------------------------------------------------------

Seen = dict[tuple[str, str], int]
_ROW = re.compile(r'<th scope="row">(.*?)</th>\s*<td class="number">([\d.]+)</td>', re.DOTALL)
_TABLE = re.compile(r"<figcaption>Lượt người được chăm lo theo (\w+).*?</figure>", re.DOTALL)
_TOTAL = re.compile(r"<dt>lượt người được chăm lo</dt>\s*<dd>([\d.]+)</dd>")
_OF_UNIT = re.compile(r"Năm \d+: ([\d.]+) lượt người")


def _number(words: str) -> int:
    return int(words.replace(".", ""))


def _seen(client: Client, year: int) -> Seen:
    """Every public figure of care, by table and row, as the pages show it."""
    seen: Seen = {}
    page = client.get(f"/nghia-tinh/?nam={year}").content.decode()
    for table in _TABLE.finditer(page):
        for name, value in _ROW.findall(table.group()):
            seen[table.group(1), " ".join(name.split())] = _number(value)
    front = client.get("/").content.decode()
    totals = {_number(value) for value in (*_TOTAL.findall(page), *_TOTAL.findall(front))}
    if totals:
        assert len(totals) == 1  # front page and welfare page say the same
        seen["tất cả", ""] = totals.pop()
    for unit in Unit.objects.filter(public_care__published__year=year).distinct():
        text = " ".join(client.get(unit.get_absolute_url()).content.decode().split())
        for value in _OF_UNIT.findall(text):
            kind = "tất cả" if unit.level == Unit.Level.ASSOCIATION else "đơn"
            key = (kind, "") if kind == "tất cả" else (kind, str(unit))
            assert seen.setdefault(key, _number(value)) == _number(value)
    return seen


def _life_goes_on(
    dice: random.Random, day: dt.date, units: list[Unit], kinds: list[WelfareKind]
) -> None:
    """Acts written down late, corrected, cancelled after their quarter was published."""
    for _ in range(3):
        late = day - dt.timedelta(days=dice.randrange(120))
        make.make_activity(
            dice.choice(units), kind=dice.choice(kinds), happened_on=late, family=f"Nhà {dice.random()}",
        )  # fmt: skip
    old = dice.choice(list(Activity.objects.order_by("pk")))
    old.state, old.answer, old.people_count = Activity.State.CANCELLED, "Ghi nhầm.", 9
    old.save()


def _units_and_kinds(cast: Cast) -> tuple[list[Unit], list[WelfareKind]]:
    ward = make.make_branch(cast.city)
    kinds = [make.make_welfare_kind(name=f"Loại {n}", is_private=n > 1) for n in range(4)]
    return [cast.here, cast.beside, cast.elsewhere, ward, cast.city], kinds


def _told_by(now: Seen, before: Seen) -> Seen:
    """What the pages tell more than they did: who kept the old ones subtracts."""
    return {key: more for key, value in now.items() if (more := value - before.get(key, 0))}


def test_pages_of_many_quarters_tell_of_no_small_group(cast: Cast, client: Client) -> None:
    """Each quarter the pages are asked before and after; in between nothing may change at all."""
    dice, year = random.Random(1), TODAY.year + 1
    units, kinds = _units_and_kinds(cast)
    before: Seen = {}
    for quarter, count in ((1, 4), (2, 24), (3, 14)):  # the first tells of too few
        for number in range(count):
            day = dt.date(year, quarter * 3 - 2, 1) + dt.timedelta(days=dice.randrange(88))
            make.make_activity(
                dice.choice(units[: dice.randint(1, 5)]), happened_on=day, family=f"Nhà {quarter}.{number}",
                kind=dice.choice(kinds[: dice.randint(1, 4)]), amount=500_000,
            )  # fmt: skip
        end = dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
        with time_machine.travel(dt.datetime.combine(end, dt.time(3), dt.UTC), tick=False):
            assert publish_figures() == []  # its acts may still be written down
            assert _seen(client, year) == before
        with time_machine.travel(
            dt.datetime.combine(end + dt.timedelta(days=14), dt.time(3), dt.UTC), tick=False
        ):
            waiting = set(Activity.objects.done().filter(counted=None, happened_on__lt=end))
            made = publish_figures()
            now = _seen(client, year)
            acts = _as_acts(waiting) if made else []
            assert _found_on_pages(_told_by(now, before), acts) == []
            _life_goes_on(dice, end, units, kinds)
            assert publish_figures() == []
            assert _seen(client, year) == now
        before = now
    assert before


def _as_acts(rows: set[Activity]) -> list[Act]:
    under = {str(row.unit.gathered_under) for row in rows}
    assert len(under) == len({row.unit.gathered_under.pk for row in rows})  # names tell units apart
    return [
        Act(row.kind_id, row.unit.gathered_under.pk, row.family, row.people_count, row.amount, 0)
        for row in rows
    ]


def _found_on_pages(more: Seen, acts: list[Act]) -> list[str]:
    """The attack, by the names on the pages; each must be a kind or a unit, or one of the others."""
    if not acts:
        return [] if not more else [f"published without acts: {more}"]
    kinds = {str(kind): kind.pk for kind in WelfareKind.objects.all()}
    units = {str(unit): unit.pk for unit in Unit.objects.select_related("parent")}
    told = []
    for (table, name), value in more.items():
        if table == "loại":
            told.append(Disclosed(Table.KIND, value, kind=kinds.get(name)))
        elif table == "đơn":
            told.append(Disclosed(Table.UNIT, value, unit=units.get(name)))
        else:
            told.append(Disclosed(Table.ALL, value))
    return _found(_attack(told, acts), told, acts)


# --- Once and for good -------------------------------------------------------------------------------


def test_quarter_waits_for_what_is_written_late_and_is_published_once(cast: Cast) -> None:
    kind = make.make_welfare_kind()
    for n in range(6):
        make.make_activity(
            cast.here, kind=kind, happened_on=dt.date(2026, 2, n + 1), family=f"Nhà {n}"
        )
    days = [dt.date(2026, 4, 14), dt.date(2026, 4, 15), dt.date(2026, 4, 16), dt.date(2026, 12, 1)]

    assert [[str(q) for q in publish_figures(today=day)] for day in days] == [
        [],
        ["quý I/2026"],
        [],
        [],
    ]


def test_what_came_late_or_alone_counts_in_the_next_quarter(cast: Cast) -> None:
    kind = make.make_welfare_kind()
    for month, count in ((2, 3), (5, 6), (6, 1)):
        for n in range(count):
            make.make_activity(
                cast.here, kind=kind, happened_on=dt.date(2026, month, 3), family=f"Nhà {month}.{n}"
            )

    assert [str(quarter) for quarter in publish_figures(today=dt.date(2026, 8, 1))] == [
        "quý II/2026"
    ]
    assert PublicFigure.objects.in_year(2026).sums()["people"] == 10


def test_proposed_and_cancelled_acts_are_not_counted(cast: Cast) -> None:
    kind = make.make_welfare_kind()
    for n, state in enumerate(Activity.State):
        for m in range(6):
            make.make_activity(
                cast.here,
                kind=kind,
                state=state,
                answer="Ghi nhầm.",
                happened_on=dt.date(2026, 2, 3),
                family=f"Nhà {n}.{m}",
            )
    publish_figures(today=dt.date(2026, 5, 1))

    assert PublicFigure.objects.in_year(2026).sums()["people"] == 6


def test_timer_publishes(cast: Cast) -> None:
    task = next(task for task in jobs.TASKS if task.name == "publish-figures")
    assert task.run() == "Không có quý nào cần công bố số liệu nghĩa tình."
    kind = make.make_welfare_kind()
    for n in range(6):
        make.make_activity(cast.here, kind=kind, happened_on=dt.date(2020, 2, 3), family=f"Nhà {n}")
    assert task.run() == "Đã công bố số liệu nghĩa tình: quý I/2020."


def test_figures_gather_branches_under_their_district(cast: Cast) -> None:
    """A branch under a district is told of with it; one right under the city by itself."""
    ward, kind = make.make_branch(cast.city), make.make_welfare_kind()
    for unit, count in ((cast.here, 3), (cast.beside, 4), (ward, 5), (cast.city, 6)):
        make.make_activity(
            unit,
            kind=kind,
            people_count=count,
            happened_on=dt.date(2026, 2, 3),
            family=f"Nhà {unit.pk}",
        )
    publish_figures(today=dt.date(2026, 5, 1))
    told: dict[Any, Any] = {
        unit: PublicFigure.objects.of(unit) for unit in (cast.district, cast.here, ward, cast.city)
    }

    assert {unit: row and row["sum"] for unit, row in told.items()} == {
        cast.district: 7, cast.here: None, ward: 5, cast.city: 18,
    }  # fmt: skip
