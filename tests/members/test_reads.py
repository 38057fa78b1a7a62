"""Every reading of personal data is written down: on the page, on paper, in a file."""

import datetime as dt

import pytest
from django.urls import reverse

from members.models import Candidate, Departure, ReadRecord
from tests import factories as make
from tests.conftest import Cast

W = ReadRecord.Way


def application_admitted(cast: Cast):
    member = make.make_member(cast.here)
    return make.make_application(
        cast.here, **make.reviewed(state="admitted"), member=member,
        membership=member.memberships.get(), decision=make.make_decision(cast.district),
        decided_on=dt.date(2026, 3, 20), committee_present=9, committee_for=6,
    )  # fmt: skip


def departure_decided(cast: Cast):
    return make.make_departure(
        cast.here, kind=Departure.Kind.EXPELLED, decision=make.make_decision(cast.here)
    )


PAGES = {
    "book:candidate": (lambda cast: make.make_candidate(cast.here), W.OPENED),
    "book:candidate_edit": (lambda cast: make.make_candidate(cast.here), W.OPENED),
    "book:application": (lambda cast: make.make_application(cast.here), W.OPENED),
    "book:application_edit": (lambda cast: make.make_application(cast.here), W.OPENED),
    "book:application_paper": (lambda cast: make.make_application(cast.here), W.PRINTED),
    "book:admission_paper": (application_admitted, W.PRINTED),
    "book:transfer": (lambda cast: make.make_transfer(cast.here, cast.beside), W.OPENED),
    "book:transfer_paper": (lambda cast: make.make_transfer(cast.here, cast.beside), W.PRINTED),
    "book:departure": (departure_decided, W.OPENED),
    "book:proposal": (lambda cast: make.make_proposal(cast.here), W.OPENED),
    "book:proposal_paper": (lambda cast: make.make_warning(cast.here), W.PRINTED),
    "book:departure_paper": (departure_decided, W.PRINTED),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_personal_data_is_recorded_as_read(cast: Cast, name: str) -> None:
    make_row, way = PAGES[name]
    row = make_row(cast)
    url = reverse(name, args=[row.pk])
    assert cast.client("officer_here").get(url).status_code == 200
    assert cast.client("officer_here").get(reverse(name, args=[row.pk + 99])).status_code == 404

    read = ReadRecord.objects.get()
    assert (read.user, read.model, read.object_id) == (
        cast.officer_here, row._meta.label_lower, row.pk,
    )  # fmt: skip
    assert (read.way, read.together) == (way, 1)


def test_an_application_begun_from_a_candidate_is_a_read_of_the_candidate(cast: Cast) -> None:
    row = make.make_candidate(cast.here)
    cast.client("officer_here").get(reverse("book:application_new"), {"ung-vien": row.pk})

    assert ReadRecord.objects.of(row).count() == 1


@pytest.mark.parametrize(
    ("name", "way"), [("book:members_print", W.PRINTED), ("book:members_export", W.TAKEN)]
)
def test_a_list_taken_away_tells_how_many_went_with_it(cast: Cast, name: str, way: str) -> None:
    for _ in range(3):
        make.make_member(cast.here)
    count = cast.here.memberships.count()
    cast.client("officer_here").get(reverse(name))

    reads = ReadRecord.objects.filter(model="members.member")
    assert set(reads.values_list("way", "together")) == {(way, count)}
    assert reads.count() == count


def test_the_admin_records_the_same_and_shows_it_in_words(cast: Cast) -> None:
    row: Candidate = make.make_candidate(cast.here)
    client = cast.client("office")
    client.get(reverse("admin:members_candidate_change", args=[row.pk]))
    read = ReadRecord.objects.get()
    assert (read.model, read.object_id) == ("members.candidate", row.pk)

    page = client.get(reverse("admin:members_readrecord_changelist")).content.decode()
    told = ("đối tượng vận động kết nạp", "mở xem", str(row))
    assert [words for words in told if words not in page] == []


def test_a_read_of_what_no_longer_exists_keeps_its_name(cast: Cast) -> None:
    assert ReadRecord(model="old.thing").kind == "old.thing"
