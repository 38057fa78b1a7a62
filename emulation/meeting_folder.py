"""What the folder of a cluster's meeting gathers: its lines, the hand-over, the projector's slides."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from kit.dates import local_day, local_today
from kit.numbers import vn_number
from members.models import Unit

from .models import (
    Ballot,
    Classification,
    ClusterHead,
    ClusterMeeting,
    Compact,
    CompactComment,
    Cycle,
    Goal,
    Ranking,
    ScoringRules,
    Signature,
    SignedScan,
    SigningAbsence,
)

# What a meeting is not held without; the head's first page names those that are missing.
NEEDED_DAYS = 14


@dataclass(frozen=True)
class Line:
    """A thing of the meeting: whether it is there, and where it is done or read."""

    label: str
    is_there: bool
    said: str  # how it stands, in words
    # Where it is written, for who leads; where it is read or printed, for everybody.
    write: tuple[str, str] | None = None
    read: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Slide:
    title: str
    lines: list[str] = field(default_factory=list)
    is_big: bool = False


def meeting_day(cycle: Cycle) -> dt.date | None:
    """The day of the meeting: that of the summing-up, else that of the review."""
    return cycle.final_on or cycle.meeting_on


def _day(moment: dt.date | dt.datetime) -> str:
    return f"{local_day(moment):%d/%m/%Y}"


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def next_compact(cycle: Cycle) -> Compact | None:
    """The one that is signed at this meeting: the following year's."""
    return Compact.objects.filter(cluster=cycle.cluster_id, year=cycle.year + 1).first()


def next_cycle(cycle: Cycle) -> Cycle | None:
    return Cycle.objects.filter(cluster=cycle.cluster_id, year=cycle.year + 1).first()


def takes_over_on(cycle: Cycle) -> dt.date:
    """The day by which the next cycle's head is in the chair."""
    following = next_cycle(cycle)
    return following.starts_on if following else cycle.ends_on + dt.timedelta(days=1)


def next_leaders(cycle: Cycle) -> dict[str, str]:
    """Who was named to lead the next cycle, head and deputies by role; nothing where those of this
    cycle are still the last that were named."""
    rows = ClusterHead.objects.on(takes_over_on(cycle)).filter(
        cluster=cycle.cluster_id, valid_from__gt=cycle.starts_on
    )
    named: dict[str, list[str]] = {}
    for row in rows.select_related("unit__parent").order_by("pk"):
        named.setdefault(str(row.role), []).append(row.unit.distinct_label)
    return {role: ", ".join(names) for role, names in named.items()}


def head_of(cycle: Cycle) -> Unit | None:
    """The head who hands over: the one before the next, who leads it to its end where none is named."""
    rows = ClusterHead.objects.overlapping(cycle.starts_on, takes_over_on(cycle)).filter(
        cluster=cycle.cluster_id, role=ClusterHead.Role.HEAD, valid_from__lte=cycle.starts_on
    )
    row = rows.select_related("unit__parent").order_by("-valid_from").first()
    row = row or cycle.cluster.head_on(min(local_today(), cycle.ends_on))
    return row.unit if row else None


def signing_progress(compact: Compact) -> tuple[int, int]:
    """How many of the units have signed, or are recorded as absent; how many are to."""
    signed = Signature.objects.of(compact).count()
    absent = SigningAbsence.objects.of(compact).count()
    return signed, max(compact.units.count() - absent, signed)


def ranking_of(cycle: Cycle) -> Ranking | None:
    ranking: Ranking | None = Ranking.objects.standing().filter(cycle=cycle).first()
    return ranking


def _at(name: str, cycle: Cycle) -> str:
    return reverse(f"emulation_desk:{name}", args=[cycle.pk])


def folder_of(cycle: Cycle, meeting: ClusterMeeting, ballots: list[Ballot]) -> list[Line]:
    """The folder from top to bottom, in the order in which it is worked through."""
    edit = _at("meeting_edit", cycle)
    return [
        *_before(cycle, meeting, edit),
        *_votes(cycle, meeting, ballots, edit),
        *_end(cycle, meeting, edit),
    ]


def _text(label: str, text: str, there: str, edit: str, *read: tuple[str, str]) -> Line:
    return Line(
        label, bool(text), there if text else "", ("Ghi" if not text else "Sửa", edit), read
    )


def _before(cycle: Cycle, meeting: ClusterMeeting, edit: str) -> list[Line]:
    event, programme = meeting.event, lines_of(meeting.programme)
    speeches = lines_of(meeting.speeches)
    ranking = ranking_of(cycle)
    return [
        Line(
            "Sự kiện của buổi họp", event is not None,
            f"{event.title}, {_day(event.starts_at)}" if event else "",
            ("Chọn sự kiện" if event is None else "Chọn lại", f"{edit}#id_event"),
        ),
        _text(
            "Khẩu hiệu", meeting.slogan, meeting.slogan, f"{edit}#id_slogan",
            ("In khổ lớn", _at("meeting_slogan", cycle)),
        ),
        _text(
            "Chương trình", meeting.programme, f"{len(programme)} mục", f"{edit}#id_programme",
            ("Bản in", _at("meeting_programme", cycle)),
        ),
        _text(
            "Các bài phát biểu", meeting.speeches, f"{len(speeches)} bài", f"{edit}#id_speeches"
        ),
        Line(
            "Xếp hạng của kỳ", ranking is not None,
            f"đã khóa {_day(ranking.locked_at)}" if ranking else "",
            None, (("Chấm điểm, xếp hạng", _at("scoring", cycle)),),
        ),
    ]  # fmt: skip


def _votes(cycle: Cycle, meeting: ClusterMeeting, ballots: list[Ballot], edit: str) -> list[Line]:
    counters = lines_of(meeting.counters)
    rules = ScoringRules.objects.filter(cycle=cycle).first()
    voted = rules is not None and rules.voted_on is not None
    counted = sum(1 for ballot in ballots if ballot.is_counted)
    state = f"{len(ballots)} nội dung, {counted} đã kiểm" if ballots else ""
    paper = (("Biên bản kiểm phiếu", _at("meeting_counted", cycle)),)
    below = ("Mở phần bỏ phiếu", "#bo-phieu")
    return [
        Line(
            "Phiếu suy tôn", voted,
            f"{vn_number(rules.ballots or 0)} phiếu hợp lệ" if rules and voted else "",
            ("Ghi kết quả", _at("vote", cycle)), (("In phiếu", _at("meeting_vote", cycle)),),
        ),
        _text(
            "Tổ kiểm phiếu", meeting.counters, f"{len(counters)} người", f"{edit}#id_counters"
        ),
        Line(
            "Bỏ phiếu, kiểm phiếu", bool(ballots) and counted == len(ballots), state,
            None, (below, *(paper if counted or voted else ())),
        ),
    ]  # fmt: skip


def _end(cycle: Cycle, meeting: ClusterMeeting, edit: str) -> list[Line]:
    compact, following = next_compact(cycle), next_cycle(cycle)
    signed, of = signing_progress(compact) if compact else (0, 0)
    head = next_leaders(cycle).get("head", "")
    return [
        Line(
            f"Ký giao ước năm {cycle.year + 1}", compact is not None and compact.is_signed,
            f"{compact.state_label}, {signed}/{of} đơn vị đã ký" if compact else "",
            None,
            (("Mở giao ước", compact.get_desk_url()),) if compact
            else (("Các giao ước", reverse("emulation_desk:compact_list")),),
        ),
        Line(
            f"Cụm trưởng năm {cycle.year + 1}", bool(head), head, None,
            (("Mở trang của cụm", reverse("emulation_desk:cluster", args=[cycle.cluster_id])),),
        ),
        Line(
            "Bàn giao cụm trưởng", meeting.handed_over_on is not None,
            f"ngày {_day(meeting.handed_over_on)}" if meeting.handed_over_on else "",
            ("Ghi bàn giao", f"{edit}#id_handover_notes"),
            (("Biên bản bàn giao", _at("meeting_handover", cycle)),),
        ),
        Line(
            f"Kỳ thi đua năm {cycle.year + 1}", following is not None,
            str(following) if following else "",
            None, (("Bắt đầu làm cụm trưởng", _at("meeting_start", cycle)),),
        ),
    ]  # fmt: skip


# --- The hand-over ------------------------------------------------------------------------------


def handed_over(cycle: Cycle, meeting: ClusterMeeting) -> list[tuple[str, str]]:
    """What goes to the next head, as the records have it: the thing, and how it stands."""
    compacts = Compact.objects.filter(cluster=cycle.cluster_id, year=cycle.year)
    own, following = compacts.first(), next_compact(cycle)
    ranking, goals = ranking_of(cycle), Goal.objects.registered().filter(cycle=cycle).count()
    rows = [
        ("Lịch của kỳ thi đua", str(cycle)),
        ("Bộ tiêu chí", str(cycle.criteria_set or "chưa chọn")),
        ("Đăng ký thi đua của các đơn vị", f"{goals} đơn vị"),
    ]
    for compact in filter(None, (own, following)):
        scans = SignedScan.objects.filter(compact=compact).count()
        rows.append((compact.title, f"{compact.state_label}; {scans} bản chụp có chữ ký"))
    rows.append(("Phiếu chấm điểm", f"{cycle.sheets.count()} phiếu"))
    rows.append(("Bảng xếp hạng", f"đã khóa, mã {ranking.code}" if ranking else "chưa khóa"))
    if meeting.event is not None:
        rows.append(("Hồ sơ buổi họp", f"{meeting.event.title} (giấy mời, biên bản, ảnh)"))
    return rows


def left_open(cycle: Cycle, meeting: ClusterMeeting) -> list[str]:
    """What the next head finds undone."""
    lines = []
    following = next_compact(cycle)
    if next_cycle(cycle) is None:
        lines.append(f"Lập kỳ thi đua năm {cycle.year + 1}.")
    if following is None:
        lines.append(f"Soạn giao ước năm {cycle.year + 1}.")
    elif not following.is_signed:
        lines.append(f"Ký {following}.")
        unanswered = CompactComment.objects.unanswered().filter(compact=following).count()
        if unanswered:
            lines.append(f"Trả lời {unanswered} góp ý dự thảo giao ước.")
    if ranking_of(cycle) is None:
        lines.append(f"Khóa xếp hạng {cycle}.")
    return [*lines, *lines_of(meeting.handover_notes)]


# --- The first steps of the next head -----------------------------------------------------------


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    until: dt.date | None
    url: str
    link: str


def first_steps(cycle: Cycle) -> list[Step]:
    """What the next head does, by when, and where."""
    following, compact = next_cycle(cycle), next_compact(cycle)
    own = following or cycle
    page = following.get_absolute_url() if following else cycle.get_absolute_url()
    registered = Goal.objects.registered().filter(cycle=following).exists() if following else False
    return [
        Step(
            f"Có kỳ thi đua năm {cycle.year + 1} (Hội thành phố lập từ kỳ này)",
            following is not None, takes_over_on(cycle), page, "Mở kỳ thi đua",
        ),
        Step(
            "Định các ngày của kỳ mới: đăng ký, sơ kết, tự chấm, kiểm tra chéo, tổng kết",
            following is not None and following.registration_until is not None,
            takes_over_on(cycle),
            reverse("emulation_desk:cycle_edit", args=[following.pk]) if following else page,
            "Sửa lịch",
        ),
        Step(
            "Soạn giao ước từ bản năm trước, lấy góp ý của các đơn vị, ký",
            compact is not None and compact.is_signed, takes_over_on(cycle),
            compact.get_desk_url() if compact else reverse("emulation_desk:compact_new"),
            "Mở giao ước" if compact else "Soạn giao ước",
        ),
        Step(
            "Xem bộ tiêu chí chấm điểm của kỳ mới",
            following is not None and following.criteria_set is not None, takes_over_on(cycle),
            following.criteria_set.get_absolute_url() if following and following.criteria_set
            else reverse("emulation_desk:criteria_list"),
            "Mở bộ tiêu chí",
        ),
        Step(
            "Nhắc các đơn vị đăng ký thi đua", registered,
            following.registration_until if following else None,
            reverse("emulation_desk:goal_list", args=[own.pk]), "Mở đăng ký thi đua",
        ),
        Step(
            "Nhận đủ hồ sơ theo biên bản bàn giao",
            ClusterMeeting.objects.filter(cycle=cycle, handed_over_on__isnull=False).exists(),
            takes_over_on(cycle), reverse("emulation_desk:meeting_handover", args=[cycle.pk]),
            "Mở biên bản bàn giao",
        ),
    ]  # fmt: skip


# --- The projector ------------------------------------------------------------------------------


def slides_of(cycle: Cycle, meeting: ClusterMeeting) -> list[Slide]:
    """What everybody in the room may see: nothing of people, nothing that is not locked."""
    slides = [Slide(meeting.slogan or str(cycle), is_big=True)]
    programme = lines_of(meeting.programme)
    slides += [
        Slide("Chương trình", programme[start : start + 6]) for start in range(0, len(programme), 6)
    ]
    if (ranking := ranking_of(cycle)) is not None:
        ranked: list[dict[str, Any]] = ranking.content["units"]
        grades = dict(Classification.Grade.choices)
        places = [
            f"{row['place']}. {row['name']}: {grades.get(row['grade'], '')}".rstrip(": ")
            for row in ranked
        ]
        slides += [
            Slide(f"Kết quả thi đua, {cycle.name[:1].lower()}{cycle.name[1:]}", places[start : start + 6])
            for start in range(0, len(places), 6)
        ]  # fmt: skip
    if (compact := next_compact(cycle)) is not None:
        signed, of = signing_progress(compact)
        slides.append(Slide(f"{signed}/{of} đơn vị đã ký", [compact.title], is_big=True))
    return [*slides, Slide("Trân trọng cảm ơn", [str(cycle.cluster)], is_big=True)]
