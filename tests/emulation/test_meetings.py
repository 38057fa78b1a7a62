"""A cluster's meeting: its folder, ballots and counts that agree, the hand-over, the projector."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions.meetings import count_ballot, delete_ballot, save_ballot, save_meeting
from emulation.meeting_folder import head_of, left_open, next_leaders, slides_of
from emulation.meeting_tasks import meeting_tasks
from emulation.models import Ballot, ClusterMeeting, Cycle, meeting_of
from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """Ends with a meeting in three days; `here` heads the cluster, `beside` is in it."""
    cluster = make.make_cluster(cast.here, cast.beside, name="Cụm thi đua II")
    make.make_cluster_head(cluster, cast.here)
    today = local_today()
    return make.make_cycle(
        cluster, year=today.year, starts_on=today - 300 * DAY, ends_on=today + 10 * DAY,
        final_on=today + 3 * DAY,
    )  # fmt: skip


def put_to_the_vote(cycle: Cycle, cast: Cast, *options: str, seats: int = 1) -> Ballot:
    ballot = Ballot(cycle=cycle, question="Bầu cụm trưởng", seats=seats)
    return save_ballot(ballot=ballot, options=options or ("Một", "Hai"), by=cast.officer_here)


def counted(ballot: Ballot, cast: Cast, *votes: int, invalid: int = 1) -> Ballot:
    by_option = dict(zip(ballot.options.values_list("pk", flat=True), votes, strict=True))
    return count_ballot(
        ballot=ballot, issued=12, returned=10, invalid=invalid, votes=by_option,
        by=cast.officer_here,
    )  # fmt: skip


def test_head_and_association_write_the_units_only_read(cast: Cast, cycle: Cycle) -> None:
    for by in (cast.officer_here, cast.office):
        meeting = meeting_of(cycle)
        meeting.slogan = f"Đoàn kết {by.pk}"
        save_meeting(meeting=meeting, by=by)
    with pytest.raises(PermissionDenied):
        save_meeting(meeting=meeting_of(cycle), by=cast.officer_beside)
    with pytest.raises(PermissionDenied):
        save_ballot(ballot=Ballot(cycle=cycle), options=["Một"], by=cast.officer_beside)


def test_sent_twice_is_one(cast: Cast, cycle: Cycle) -> None:
    for _ in range(2):
        save_meeting(meeting=ClusterMeeting(cycle=cycle, slogan="Đoàn kết"), by=cast.officer_here)
        put_to_the_vote(cycle, cast)
    assert (ClusterMeeting.objects.count(), Ballot.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("seats", "votes", "said"),
    [
        (1, (5, 3), "cộng các lựa chọn được 8 phiếu, mà có 9"),
        (1, (10, 0), "“Một” được 10 phiếu, nhiều hơn số phiếu hợp lệ"),
        (2, (5, 3), "phải từ 9 đến 18 phiếu, đang là 8"),
    ],
)
def test_sums_that_do_not_agree_are_told(
    cast: Cast, cycle: Cycle, seats: int, votes: tuple[int, ...], said: str
) -> None:
    ballot = put_to_the_vote(cycle, cast, seats=seats)
    with pytest.raises(ValidationError, match=said):
        counted(ballot, cast, *votes)
    assert not Ballot.objects.get().is_counted


def test_what_was_counted_stays_asked_as_it_was(cast: Cast, cycle: Cycle) -> None:
    ballot = counted(put_to_the_vote(cycle, cast), cast, 6, 3)
    assert (ballot.valid, [row.votes for row in ballot.options.all()]) == (9, [6, 3])
    with pytest.raises(ValidationError, match="đã kiểm phiếu"):
        save_ballot(ballot=ballot, options=["Ba"], by=cast.officer_here)
    with pytest.raises(ValidationError, match="đã kiểm phiếu"):
        delete_ballot(ballot=ballot, by=cast.officer_here)


def test_form_tells_beside_the_field_that_valid_and_invalid_are_not_what_came_back(
    cast: Cast, cycle: Cycle
) -> None:
    ballot = put_to_the_vote(cycle, cast)
    data = {f"chon-{row.pk}": "5" for row in ballot.options.all()}
    ballot.refresh_from_db()
    data |= {"version": ballot.updated_at.isoformat()}
    data |= {"issued": "12", "returned": "10", "valid": "8", "invalid": "1"}
    page = cast.client("officer_here").post(
        reverse("emulation_desk:ballot_count", args=[ballot.pk]), data
    )
    assert page.context["form"].errors["valid"] == [
        "Hợp lệ 8 và không hợp lệ 1 cộng lại là 9, mà thu về 10 phiếu."
    ]


def test_next_head_finds_what_is_left_open(cast: Cast, cycle: Cycle) -> None:
    meeting = make.make_meeting(cycle, handover_notes="Quyết toán tiền hội trường\n\n")
    year = cycle.year + 1
    assert left_open(cycle, meeting) == [
        f"Lập kỳ thi đua năm {year}.", f"Soạn giao ước năm {year}.", f"Khóa xếp hạng {cycle}.",
        "Quyết toán tiền hội trường",
    ]  # fmt: skip


def test_projector_shows_no_name_and_no_rank_before_the_lock(cast: Cast, cycle: Cycle) -> None:
    meeting = make.make_meeting(cycle, programme="Chào cờ\nTổng kết", speeches="Ông Tên Người")

    def titles() -> list[str]:
        return [slide.title for slide in slides_of(cycle, meeting)]

    assert titles() == [meeting.slogan, "Chương trình", "Trân trọng cảm ơn"]
    make.make_ranking(
        cycle, snapshot='{"units": [{"place": 1, "name": "Hội Một", "grade": "good"}]}'
    )
    assert f"Kết quả thi đua, năm {cycle.year}" in titles()
    shown = [line for slide in slides_of(cycle, meeting) for line in slide.lines]
    assert shown == [
        "Chào cờ", "Tổng kết", "1. Hội Một: hoàn thành tốt nhiệm vụ", "Cụm thi đua II",
    ]  # fmt: skip


def test_head_is_reminded_while_the_day_is_near(cast: Cast, cycle: Cycle) -> None:
    [task] = meeting_tasks(cast.officer_here)
    assert task.due_on == cycle.final_on
    assert list(meeting_tasks(cast.officer_beside)) == []
    cycle.final_on = local_today() + 40 * DAY
    cycle.ends_on = cycle.final_on
    cycle.save()
    assert list(meeting_tasks(cast.officer_here)) == []


def test_folder_asks_as_often_for_three_questions_as_for_one(cast: Cast, cycle: Cycle) -> None:
    reader = cast.client("officer_here")
    address = reverse("emulation_desk:meeting", args=[cycle.pk])

    def count() -> int:
        reader.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200
        return len(queries)

    make.make_ballot(cycle)
    one = count()
    make.make_ballot(cycle)
    make.make_ballot(cycle)
    assert count() == one


def test_ballots_are_as_many_as_asked_and_no_more_than_a_ream(cast: Cast, cycle: Cycle) -> None:
    ballot = make.make_ballot(cycle)
    address = reverse("emulation_desk:ballot_print", args=[ballot.pk])
    for so, many in (("7", 7), ("99999", 300), ("x", 6)):
        page = cast.client("officer_here").get(f"{address}?so={so}")
        assert page.content.decode().count('<section class="ballot"') == many


def test_next_head_is_the_one_named_for_it_not_the_one_who_stays(cast: Cast, cycle: Cycle) -> None:
    assert (next_leaders(cycle), head_of(cycle)) == ({}, cast.here)
    old = cycle.cluster.heads.get()
    old.valid_to = local_today()
    old.save()
    make.make_cluster_head(cycle.cluster, cast.beside, valid_from=local_today())
    assert next_leaders(cycle) == {"head": cast.beside.distinct_label}
    assert head_of(cycle) == cast.here
