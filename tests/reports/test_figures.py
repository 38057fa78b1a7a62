"""Figures as of their days: against rows made by hand, on both sides of each boundary."""

import datetime as dt

import pytest

from members.models import Membership
from reports.models import LINES, figure_groups, figures_of, sum_figures
from tests import factories as make

D = dt.date
START, END = D(2026, 7, 1), D(2026, 10, 1)
EVE, LAST = D(2026, 6, 30), D(2026, 9, 30)


def membership(unit, since, until=None, entered="admitted", left="", **fields):
    """A membership in the branch; `after` is an earlier one of the same person."""
    after = fields.pop("after", None)
    member = after.member if after else make.make_member()
    return Membership.objects.create(
        member=member, unit=unit, valid_from=since, valid_to=until, entered_by=entered, left_by=left,
        decision_no="1/QĐ",
        predecessor=after,
    )  # fmt: skip


def nonzero(figures):
    return {key: number for key, number in figures.items() if number}


@pytest.fixture
def branch(db):
    return make.make_branch()


@pytest.mark.parametrize(
    ("since", "until", "left", "expected"),
    [
        (EVE, None, "", {"members_start": 1, "members_end": 1}),
        (START, None, "", {"admitted": 1, "members_end": 1}),
        (LAST, None, "", {"admitted": 1, "members_end": 1}),
        (END, None, "", {}),
        (D(2026, 1, 1), EVE, "deceased", {}),
        # `valid_to` is the first day on which a member no longer belongs: gone on the period's first day.
        (D(2026, 1, 1), START, "deceased", {"members_start": 1, "deceased": 1}),
        (D(2026, 1, 1), LAST, "resigned", {"members_start": 1, "resigned": 1}),
        (D(2026, 1, 1), END, "resigned", {"members_start": 1, "members_end": 1}),
        (START, LAST, "struck_off", {"admitted": 1, "struck_off": 1}),
    ],
)
def test_a_stay_counts_on_the_day_it_begins_and_ends(branch, since, until, left, expected):
    membership(branch, since, until, left=left)

    assert nonzero(figures_of(branch, START, END)) == expected


@pytest.mark.parametrize("entered", Membership.Entry.values)
@pytest.mark.parametrize("left", Membership.Exit.values)
def test_every_way_in_and_out_has_its_line(branch, entered, left):
    membership(branch, START, entered=entered)
    membership(branch, EVE, LAST, left=left)

    figures = figures_of(branch, START, END)
    assert (figures["members_start"], figures["members_end"]) == (1, 1)
    assert sorted(nonzero(figures).values()) == [1, 1, 1, 1]
    assert set(figures) == {line.key for line in LINES}


def _balance(figures):
    """Members at the start, and who came, less who left."""
    came = ("founding", "admitted", "readmitted", "moved_in", "from_outside", "reassigned_in")
    left = (
        "moved_out", "reassigned_out", "moved_away", "struck_off", "resigned", "expelled", "deceased",
    )  # fmt: skip
    return figures["members_start"] + sum(figures[k] for k in came) - sum(figures[k] for k in left)


def test_a_move_between_two_branches_of_the_district_is_none_of_the_districts(cast):
    before = membership(cast.here, EVE, D(2026, 8, 1), left="transferred")
    membership(cast.beside, D(2026, 8, 1), entered="transferred", after=before)

    assert figures_of(cast.here, START, END)["moved_out"] == 1
    assert figures_of(cast.beside, START, END)["moved_in"] == 1
    district = figures_of(cast.district, START, END)
    assert (district["moved_in"], district["moved_out"]) == (0, 0)
    assert _balance(district) == district["members_end"]


def test_a_move_out_of_the_district_is_the_districts(cast):
    before = membership(cast.here, EVE, D(2026, 8, 1), left="transferred")
    membership(cast.elsewhere, D(2026, 8, 1), entered="transferred", after=before)

    district = figures_of(cast.district, START, END)
    assert (district["moved_in"], district["moved_out"]) == (0, 1)
    assert _balance(district) == district["members_end"]
    assert nonzero(figures_of(cast.elsewhere, START, END))["moved_in"] == 1


def test_a_move_with_days_between_keeps_the_balance(cast):
    """The old membership ended before the period, the next began within it: nobody may get lost."""
    before = membership(cast.here, D(2026, 1, 1), EVE, left="transferred")
    membership(cast.beside, D(2026, 7, 5), entered="transferred", after=before)

    district = figures_of(cast.district, START, END)
    assert district["moved_in"] == 1
    assert _balance(district) == district["members_end"]


def test_a_merger_shows_in_the_branches_figures_and_not_in_the_districts(cast):
    old = make.make_branch(cast.district, status="merged", valid_to=D(2026, 8, 1))
    before = membership(old, EVE, D(2026, 8, 1), left="reassigned")
    membership(cast.here, D(2026, 8, 1), entered="reassigned", after=before)

    assert figures_of(cast.here, START, END)["reassigned_in"] == 1
    district = figures_of(cast.district, START, END)
    assert (district["reassigned_in"], district["reassigned_out"]) == (0, 0)
    assert _balance(district) == district["members_end"]


def test_care_counts_by_its_day_and_by_its_unit(cast):
    for day in (EVE, START, LAST, END):
        make.make_activity(
            cast.here, happened_on=day, amount=500_000, in_kind_value=70_000, people_count=2
        )
    make.make_activity(cast.beside, happened_on=START, amount=9)
    figures = figures_of(cast.here, START, END)

    assert [figures[key] for key in ("activities", "people", "money", "goods")] == [
        2, 4, 1_000_000, 140_000,
    ]  # fmt: skip
    assert figures_of(cast.district, START, END)["money"] == 1_000_009


def test_events_count_by_the_day_in_vietnam(cast):
    for moment in (
        "2026-06-30T16:59:59", "2026-06-30T17:00", "2026-09-30T16:59:59", "2026-09-30T17:00",
    ):  # fmt: skip
        at = dt.datetime.fromisoformat(f"{moment}+00:00")
        make.make_event(cast.here, starts_at=at)
    within = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
    make.make_event(cast.here, starts_at=within, state="draft")
    make.make_event(cast.here, starts_at=within, state="cancelled")
    hosted = make.make_event(cast.elsewhere, starts_at=within)
    hosted.event_hosts.create(unit=cast.here)

    assert figures_of(cast.here, START, END)["events"] == 3


def test_figures_of_several_add_up():
    total = sum_figures([{"admitted": 2, "money": 5}, {"admitted": 3, "gone-key": 1}])

    assert nonzero(total) == {"admitted": 5, "money": 5}


def test_rare_figures_are_shown_only_where_not_zero():
    def keys(groups):
        return {row.line.key for _, rows in groups for row in rows}

    empty = keys(figure_groups({}))
    assert "expelled" not in empty
    assert "deceased" in empty
    assert keys(figure_groups({"expelled": 1})) - empty == {"expelled"}
    assert keys(figure_groups({}, now={"expelled": 1})) - empty == {"expelled"}


def test_a_changed_figure_shows_both_numbers():
    groups = figure_groups({"admitted": 2, "money": 1_000}, now={"admitted": 3, "money": 1_000})
    changed = [
        (row.line.key, row.text, row.text_now)
        for _, rows in groups
        for row in rows
        if row.now is not None
    ]

    assert changed == [("admitted", "2", "3")]
