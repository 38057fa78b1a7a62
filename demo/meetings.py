"""The second cluster's meetings: last year's held and counted, this year's being prepared."""

import datetime as dt

from emulation.actions.meetings import count_ballot, save_ballot, save_meeting
from emulation.meeting_folder import head_of
from emulation.models import Ballot, ClusterMeeting, Cycle
from events.models import Event, UsualKind
from kit.dates import ZONE, local_today
from members.models import User

from .emulation import Emulation
from .offices import Offices

_PROGRAMME = "\n".join(
    (
        "Chào cờ, giới thiệu đại biểu",
        "Báo cáo tổng kết phong trào thi đua trong năm",
        "Phát biểu của các đơn vị thành viên",
        "Bỏ phiếu suy tôn, bầu cụm trưởng và cụm phó",
        "Công bố kết quả kiểm phiếu",
        "Ký kết giao ước thi đua năm sau",
        "Bàn giao cụm trưởng",
        "Bế mạc",
    )
)
_COUNTERS = "Nguyễn Văn Phiếu\nTrần Thị Kiểm\nLê Văn Thư"


def load(made: Emulation, offices: Offices) -> int:
    """Meetings of this year and of the last, if the cluster had a cycle then."""
    office = offices.users["vanphong"]
    cycles = Cycle.objects.filter(cluster=made.second, year__gte=local_today().year - 1)
    for cycle in cycles.select_related("cluster"):
        _meeting(cycle, office)
    return len(cycles)


def _event(cycle: Cycle) -> Event | None:
    """Of a meeting that was held: the day on which the cycle was summed up, with its chair as host."""
    head = head_of(cycle)
    if not cycle.is_finished or cycle.final_on is None or head is None:
        return None
    return Event.objects.create(
        title=f"Họp tổng kết {cycle}", kind_id=UsualKind.MEETING, unit=head, is_internal=True,
        state=Event.State.ANNOUNCED, place="Hội trường A",
        starts_at=dt.datetime.combine(cycle.final_on, dt.time(8), tzinfo=ZONE),
        ends_at=dt.datetime.combine(cycle.final_on, dt.time(11), tzinfo=ZONE),
    )  # fmt: skip


def _meeting(cycle: Cycle, office: User) -> None:
    held = _event(cycle)
    names = [unit.distinct_label for unit in cycle.units_on_end]
    save_meeting(
        meeting=ClusterMeeting(
            cycle=cycle, event=held, slogan="Đoàn kết, nghĩa tình, thi đua vì bình yên khu phố",
            programme=_PROGRAMME, counters=_COUNTERS,
            speeches=f"{names[0]}: kinh nghiệm vận động hội viên mới\n"
            f"{names[-1]}: xây dựng tổ tự quản ở khu phố",
            handover_notes="Trao lại cờ luân lưu của cụm" if held else "",
            handed_over_on=cycle.final_on if held else None,
        ),
        by=office,
    )  # fmt: skip
    for question in (f"Bầu cụm trưởng năm {cycle.year + 1}", f"Bầu cụm phó năm {cycle.year + 1}"):
        ballot = save_ballot(
            ballot=Ballot(cycle=cycle, question=question), options=names, by=office
        )
        if held:
            options = list(ballot.options.all())
            first, second = (12, 5) if "cụm phó" in question else (5, 12)
            votes = {option.pk: 0 for option in options}
            votes |= {options[0].pk: first, options[-1].pk: second}
            count_ballot(
                ballot=ballot, issued=18, returned=18, invalid=1, votes=votes, by=office,
                note="Một phiếu để trống",
            )  # fmt: skip
