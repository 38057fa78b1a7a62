"""The second cluster's meetings: last year's held and counted, this year's being prepared."""

from emulation.actions.meetings import count_ballot, save_ballot, save_meeting
from emulation.models import Ballot, ClusterMeeting, Cycle
from kit.dates import local_day, local_today
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
        _meeting(made, cycle, office)
    return len(cycles)


def _meeting(made: Emulation, cycle: Cycle, office: User) -> None:
    following = made.compacts.get(cycle.year + 1)
    held = following.signing_event if following and following.is_signed else None
    names = [unit.distinct_label for unit in cycle.units_on_end]
    save_meeting(
        meeting=ClusterMeeting(
            cycle=cycle, event=held, slogan="Đoàn kết, nghĩa tình, thi đua vì bình yên khu phố",
            programme=_PROGRAMME, counters=_COUNTERS,
            speeches=f"{names[0]}: kinh nghiệm vận động hội viên mới\n"
            f"{names[-1]}: xây dựng tổ tự quản ở khu phố",
            handover_notes="Trao lại cờ luân lưu của cụm" if held else "",
            handed_over_on=local_day(held.starts_at) if held else None,
        ),
        by=office,
    )  # fmt: skip
    for question in (f"Bầu cụm trưởng năm {cycle.year + 1}", f"Bầu cụm phó năm {cycle.year + 1}"):
        ballot = save_ballot(
            ballot=Ballot(cycle=cycle, question=question), options=names, by=office
        )
        if held:
            options = list(ballot.options.all())
            votes = {option.pk: 0 for option in options} | {options[0].pk: 5, options[-1].pk: 12}
            count_ballot(
                ballot=ballot, issued=18, returned=18, invalid=1, votes=votes, by=office,
                note="Một phiếu để trống",
            )  # fmt: skip
