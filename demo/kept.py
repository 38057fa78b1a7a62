"""What is kept of events that are over: a meeting's minutes, a sports day's results and album."""

import datetime as dt

from django.utils import timezone

from events.models import (
    Attendance,
    Contestant,
    ContestResult,
    Event,
    EventPhoto,
    Minutes,
    ResolutionTask,
    UsualKind,
    Vote,
)
from events.roll import roll_of
from kit.dates import local_today
from members.models import User

from .album import Album
from .events import SHOWN, Events
from .seeds import at
from .units import Tree

_SPORTS_DAY = "Hội thao Cụm thi đua II năm 2026"
_P = ContestResult.Prize
# discipline, unit, people, place, score, prize
_Row = tuple[str, str, tuple[str, ...], int, str, ContestResult.Prize]
_RESULTS: tuple[_Row, ...] = (
    ("Cầu lông đôi nam", "Q11", ("Trần Văn Cầu", "Lê Văn Lông"), 1, "21-15, 21-18", _P.FIRST),
    ("Cầu lông đôi nam", "PN", ("Võ Văn Lưới", "Đỗ Văn Vợt"), 2, "15-21, 18-21", _P.SECOND),
    ("Cầu lông đôi nam", "BTH", ("Phạm Văn Sân", "Bùi Văn Biên"), 3, "", _P.THIRD),
    ("Cầu lông đôi nam", "Q4", ("Hồ Văn Giao", "Lý Văn Đỡ"), 3, "", _P.THIRD),
    ("Cờ tướng", "BTH", ("Ngô Văn Tướng",), 1, "6/7 điểm", _P.FIRST),
    ("Cờ tướng", "Q11", ("Đặng Văn Sĩ",), 2, "5,5/7 điểm", _P.SECOND),
    ("Cờ tướng", "Q8", ("Dương Văn Tượng",), 3, "5/7 điểm", _P.THIRD),
    ("Đi bộ đồng hành 3 km", "Q11", (), 1, "42 phút, đủ 20 người", _P.FIRST),
    ("Đi bộ đồng hành 3 km", "Q6", (), 2, "45 phút, đủ 20 người", _P.SECOND),
    ("Đi bộ đồng hành 3 km", "PN", (), 4, "51 phút", _P.CONSOLATION),
)  # fmt: skip
_ALBUM = (
    ("street", "Đoàn đi bộ đồng hành trên đường ven kênh."),
    ("dawn", "Đồng diễn dưỡng sinh mở đầu hội thao."),
)


def load(tree: Tree, made: Events, users: dict[str, User], album: Album) -> str:
    """Says what it wrote."""
    _meeting(tree, users["thuky1"])
    sports_day = made.by_title.get(_SPORTS_DAY)
    if sports_day is None:  # of a day before it
        return "minutes: 1"
    for order, (discipline, code, names, place, score, prize) in enumerate(_RESULTS, 1):
        result = ContestResult.objects.create(
            event=sports_day, order=order, discipline=discipline, unit=tree[code], place=place,
            score=score, prize=prize,
        )  # fmt: skip
        for number, name in enumerate(names, 1):
            Contestant.objects.create(result=result, order=number, name=name)
    for order, (scene, caption) in enumerate(_ALBUM, 2):
        photo = EventPhoto(
            event=sports_day, caption=caption, credit="Ban tổ chức", order=order, **SHOWN
        )
        album.put(photo, scene)
    return f"minutes: 1, results of the sports day: {len(_RESULTS)}"


def _meeting(tree: Tree, secretary: User) -> None:
    """A branch's meeting of twelve days ago, minuted and closed, with what it decided."""
    today = local_today()
    event = Event.objects.create(
        title="Chi hội Phường 12 họp bàn chăm lo hội viên cao tuổi", kind_id=UsualKind.BRANCH,
        state=Event.State.ANNOUNCED, starts_at=at(today - dt.timedelta(days=12), 8),
        place="Nhà văn hóa khu phố 1, Phường 12", unit=tree["BTH-01"], is_internal=True,
        created_by=secretary, outcome="Phân công xong người thăm từng bác từ 80 tuổi.",
    )  # fmt: skip
    roll = roll_of(event)
    states = Attendance.State
    for number, member in enumerate(roll):
        state = {3: states.EXCUSED, 7: states.EXCUSED, 11: states.ABSENT}.get(number)
        Attendance.objects.create(event=event, member=member, state=state or states.PRESENT)
    marks = list(event.attendance.values_list("state", flat=True))
    minutes = Minutes.objects.create(
        event=event, chair="Chi hội trưởng", secretary=secretary.display_name,
        started_at=dt.time(8, 5), ended_at=dt.time(9, 50),
        agenda="Rà danh sách hội viên từ 80 tuổi.\nBàn cách thăm hỏi thường xuyên.",
        opinions="Đề nghị ghép hai đồng chí thăm một bác.\nĐề nghị gọi điện trước khi đến.",
        decisions="Mỗi bác từ 80 tuổi có hai đồng chí phụ trách thăm hằng tháng.",
        total=len(marks), present=marks.count(states.PRESENT), excused=marks.count(states.EXCUSED),
        closed_at=timezone.now(), closed_by=secretary,
    )  # fmt: skip
    Vote.objects.create(
        minutes=minutes, order=1, question="Ghép hai đồng chí thăm một bác",
        in_favour=marks.count(states.PRESENT),
    )  # fmt: skip
    tasks = (
        ("Lập danh sách ghép người thăm", "Thư ký chi hội", 5, True),
        ("Thăm các bác từ 90 tuổi", "Ủy viên phụ trách nghĩa tình", 9, False),
        ("Báo Hội quận kết quả tháng đầu", "Chi hội trưởng", 20, False),
    )
    for order, (what, responsible, days, is_done) in enumerate(tasks, 1):
        ResolutionTask.objects.create(
            minutes=minutes, order=order, what=what, responsible=responsible,
            due_on=today + dt.timedelta(days=days),
            done_on=today - dt.timedelta(days=2) if is_done else None,
        )  # fmt: skip
