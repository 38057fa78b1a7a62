"""Rules of welfare and the sums that leave the house."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories as make
from welfare.models import Activity, Rate, Visitor

DAY = dt.date(2026, 3, 8)


def _refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_activity_reaches_someone(db):
    branch = make.make_branch()
    assert _refused(lambda: make.make_activity(branch, family="", member=None))
    assert _refused(lambda: make.make_activity(branch, people_count=0))
    visit = make.make_activity(branch, member=make.make_member(branch), family="")
    assert _refused(lambda: Visitor.objects.create(activity=visit))


def test_rate_has_its_ages_in_order(db):
    kind = make.make_welfare_kind()
    assert _refused(
        lambda: Rate.objects.create(
            kind=kind, min_age=90, max_age=80, amount=1, source="QĐ", valid_from=DAY
        )
    )


@pytest.mark.parametrize(
    ("ages", "text"),
    [
        ({}, "mọi tuổi"),
        ({"min_age": 70}, "từ 70 tuổi"),
        ({"max_age": 60}, "đến 60 tuổi"),
        ({"min_age": 70, "max_age": 70}, "70 tuổi"),
        ({"min_age": 70, "max_age": 75}, "từ 70 đến 75 tuổi"),
    ],
)
def test_rate_says_its_ages(ages, text):
    assert Rate(**ages).ages == text


def test_rate_for_a_case_is_the_nearest_units_first(cast):
    kind = make.make_welfare_kind()
    rates = {
        name: Rate.objects.create(
            kind=kind, amount=1, source="QĐ", **{"valid_from": make.LONG_AGO} | fields
        )
        for name, fields in {
            "everywhere": {"min_age": 70},
            "district": {"min_age": 70, "unit": cast.district},
            "elsewhere": {"min_age": 70, "unit": cast.elsewhere},
            "older": {"min_age": 80},
            "ended": {"min_age": 70, "valid_to": DAY},
        }.items()
    }
    fitting = Rate.objects.for_case(kind, cast.here, 75, DAY)
    assert [*fitting] == [rates["district"], rates["everywhere"]]
    assert [*Rate.objects.for_case(kind, cast.here, None, DAY)] == []


def test_public_stories_agree_with_each_activity(db):
    branch = make.make_branch()
    open_kind, private = make.make_welfare_kind(), make.make_welfare_kind(is_private=True)
    activities = [
        make.make_activity(branch, kind=kind, story=story, is_public=is_public)
        for kind in (open_kind, private)
        for story in ("", "Một câu chuyện")
        for is_public in (False, True)
    ]
    with_story = set(Activity.objects.with_public_story())
    assert with_story == {activity for activity in activities if activity.has_public_story}
    assert len(with_story) == 1


def test_private_kind_shows_no_story(db):
    activity = make.make_activity(
        make.make_branch(), kind=make.make_welfare_kind(is_private=True), story="Kể"
    )
    activity.is_public = True
    with pytest.raises(ValidationError) as error:
        activity.full_clean()
    assert set(error.value.message_dict) == {"is_public"}


def test_public_story_is_written_first(db):
    activity = make.make_activity(make.make_branch())
    activity.is_public = True
    with pytest.raises(ValidationError) as error:
        activity.full_clean()
    assert set(error.value.message_dict) == {"story"}


def test_records_are_seen_from_above_only(cast):
    activity = make.make_activity(cast.here)
    seen = {
        who: Activity.objects.visible_to(getattr(cast, who)).contains(activity)
        for who in (
            "office",
            "officer_above",
            "officer_here",
            "officer_beside",
            "editor",
            "member_here",
        )
    }
    assert seen == {
        "office": True, "officer_above": True, "officer_here": True, "officer_beside": False,
        "editor": False, "member_here": False,
    }  # fmt: skip


def test_year_runs_from_january_to_december(db):
    branch = make.make_branch()
    for day in (
        dt.date(2025, 12, 31),
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
        dt.date(2027, 1, 1),
    ):
        make.make_activity(branch, happened_on=day)
    days = Activity.objects.in_year(2026).values_list("happened_on", flat=True)
    assert sorted(days) == [dt.date(2026, 1, 1), dt.date(2026, 12, 31)]


def test_figures_add_up_and_are_zero_where_nothing_was_done(db):
    assert Activity.objects.figures() == {"activities": 0, "people": 0, "money": 0, "goods": 0}
    branch = make.make_branch()
    make.make_activity(branch, people_count=3, amount=1_000_000, in_kind_value=250_000)
    make.make_activity(branch, people_count=1, amount=500_000)
    assert Activity.objects.figures() == {
        "activities": 2,
        "people": 4,
        "money": 1_500_000,
        "goods": 250_000,
    }


def test_rate_names_its_amount_as_people_write_it(db):
    assert str(Rate(kind=make.make_welfare_kind(name="Mừng thọ"), amount=1_200_000)).startswith(
        "Mừng thọ: 1.200.000"
    )
