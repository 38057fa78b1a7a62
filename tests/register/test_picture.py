"""The membership as a picture: by age and sex, comings and goings."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kit.dates import local_today
from members.models import Membership

from .. import factories as make
from ..conftest import Cast

URL = reverse("book:members_picture")


def _rows(cast: Cast, who: str = "officer_here", **query: Any) -> Any:
    answer = cast.client(who).get(URL, query)
    assert answer.status_code == 200
    return answer.context["ages_rows"], answer.context["years_rows"]


def test_ages_are_counted_by_year_of_birth_and_sex(cast: Cast) -> None:
    """The cast's own members are left out by asking for an age."""
    year = local_today().year
    for age, gender in ((90, "nam"), (95, "nu"), (82, "nam"), (80, "nam"), (84, "")):
        make.make_member(cast.here, birth_year=year - age, gender=gender)
    make.make_member(cast.beside, birth_year=year - 81, gender="nu")  # another's books

    ages, _ = _rows(cast, tuoi_tu=80)

    assert ages == [
        ("từ 90", "1", "1", "0", "2"), ("85–89", "0", "0", "0", "0"), ("80–84", "2", "0", "1", "3"),
    ]  # fmt: skip
    assert sum(int(total) for *_, total in _rows(cast, "officer_above", tuoi_tu=80)[0]) == 6


def test_years_count_who_came_into_the_association_and_who_left_it(cast: Cast) -> None:
    year = local_today().year
    begun, ended = dt.date(year - 1, 3, 1), dt.date(year, 1, 1)
    entries, exits = Membership.Entry, Membership.Exit
    stays = [
        (entries.ADMITTED, None), (entries.READMITTED, exits.STRUCK_OFF),
        (entries.FOUNDING, exits.RESIGNED), (entries.REASSIGNED, exits.REASSIGNED),
    ]  # fmt: skip
    for entry, how in stays:
        member = make.make_member()
        Membership.objects.create(
            member=member, unit=cast.here, valid_from=begun, entered_by=entry, left_by=how or "",
            valid_to=ended if how else None,
        )  # fmt: skip

    def lately(who: str) -> Any:  # the cast itself joined earlier
        return [row for row in _rows(cast, who)[1] if row[0] >= year - 1]

    assert lately("officer_here") == [(year - 1, "2", "0"), (year, "0", "2")]
    assert sum(int(came) + int(went) for _, came, went in lately("officer_beside")) == 0


def test_page_of_nobody_says_so(cast: Cast) -> None:
    text = cast.client("officer_here").get(URL, {"q": "khong ai"}).content.decode()
    assert "Không có hội viên nào như vậy." in text


@pytest.mark.parametrize("count", [1, 3])
def test_picture_costs_the_same_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make.make_member(cast.here, birth_year=1940 + 7 * number)
    client = cast.client("officer_here")
    with django_assert_num_queries(10):
        client.get(URL)
