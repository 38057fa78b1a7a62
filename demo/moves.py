"""People on their way in, about, and out: candidates, applications, transfers, departures."""

import datetime as dt
from itertools import count
from typing import Any

from kit.dates import local_today
from members.models import (
    AdmissionRule,
    Application,
    Candidate,
    Decision,
    Departure,
    Member,
    Proposal,
    Rank,
    Transfer,
    Unit,
    User,
)
from members.models.joining import ApplicationStep
from members.models.leaving import TransferStep
from members.models.proposals import ProposalStep
from moves.actions import joining, leaving, proposals
from register.actions.members import suggested_code

from .offices import AFTER_THE_REPORT, Offices
from .people import People
from .seeds import chance
from .units import FOUNDED, Tree

_n = count(1)
_S = Candidate.State
# Those whom the branches have found in their areas; nobody of them exists.
_NAMES = (
    "Đoàn Văn Thảnh", "Lương Thị Thơ", "Trịnh Công Khoan", "Hứa Minh Thới", "Nghiêm Xuân Ước",
    "Giang Thị Mến", "Khúc Văn Đẳng", "Viên Hữu Chất", "Thạch Ngọc Nếp", "Ông Văn Lành",
    "Tăng Thị Hiếu", "Bành Quốc Thuận", "Mạc Đình Khuê", "Âu Thị Lựu", "Lại Văn Quýnh",
    "Cung Thị Sen", "Phùng Bá Trạc", "Tiêu Văn Ngỡi", "Đàm Thị Xoan", "Văn Công Mạnh",
    "Ninh Văn Khả", "Diệp Thị Tươi", "Quản Trọng Vĩ", "La Văn Sáu",
)  # fmt: skip
_WAY: tuple[tuple[str, ...], ...] = (
    (), (_S.VISITED,), (_S.VISITED, _S.VISITED), (_S.VISITED, _S.DECLINED), (), (_S.MOVED,),
)  # fmt: skip
_BRANCHES = ("BTH-01", "BTH-01", "BTH-02", "Q4-09", "BTH-02", "PN-03")
_NOTES = ("gặp tại nhà, hẹn thăm lại", "quan tâm, xin mẫu đơn", "đang bận trông cháu", "")


def load(tree: Tree, people: People, offices: Offices) -> int:
    """How many of them there are."""
    AdmissionRule.objects.create(unit=tree.city, valid_from=FOUNDED)
    candidates = _candidates(tree, offices)
    applications = _applications(tree, offices)
    moving = _transfers(tree, people, offices)
    gone = _departures(tree, people, offices)
    proposals = _proposals(tree, people, offices)
    return candidates + applications + moving + gone + proposals


def _token() -> str:
    return f"so-mau-{next(_n):010}"


# Who keeps a branch's book in the demo; of the others, the city office.
_KEEPERS = {"BTH-01": "thuky1", "BTH-02": "thuky2", "BTH-03": "binhthanh", "Q4-09": "quan4"}


def _keeper(offices: Offices, unit: Unit) -> User:
    return offices.users[_KEEPERS.get(unit.code, "vanphong")]


def _decider(offices: Offices, unit: Unit) -> User:
    """Who keeps the books of the unit that decides on that branch's matters."""
    district = unit.code.partition("-")[0]
    return offices.users[{"BTH": "binhthanh", "Q4": "quan4"}.get(district, "vanphong")]


def _candidates(tree: Tree, offices: Offices) -> int:
    rng = chance("candidates")
    today = local_today()
    for number, name in enumerate(_NAMES):
        surveyed_on = today - dt.timedelta(days=rng.randint(40, 300))
        row = Candidate(
            unit=tree[_BRANCHES[number % len(_BRANCHES)]],
            full_name=name,
            birth_year=today.year - 65 + rng.randint(0, 9),
            rank=rng.choice((Rank.COLONEL, Rank.LIEUTENANT_COLONEL, Rank.MAJOR, None)),
            retired_on=dt.date(today.year - 5 + rng.randint(0, 4), rng.randint(1, 12), 1),
            phone=f"0900 000 {800 + number}",
            address=f"Số {rng.randint(1, 99)}, đường Mẫu {rng.randint(1, 30)}",
            found_on=surveyed_on,
            token=_token(),
        )
        by = _keeper(offices, row.unit)
        joining.note_candidate(candidate=row, by=by)
        for nth, state in enumerate(_WAY[number % len(_WAY)], 1):
            joining.take_step(
                candidate=row,
                state=state,
                happened_on=surveyed_on + dt.timedelta(days=12 * nth),
                note=rng.choice(_NOTES),
                token=_token(),
                by=by,
            )
            row.refresh_from_db()
    return len(_NAMES)


def _applications(tree: Tree, offices: Offices) -> int:
    """Two wait for their branch, one for the committee; two were admitted, one refused."""
    today = local_today()
    plan = (
        ("BTH-01", "Tống Văn Chiểu", 9, ()),
        ("BTH-02", "Nhâm Thị Nguyệt", 6, ()),
        ("BTH-01", "Bùi Thế Quảng", 25, (ApplicationStep.REVIEW,)),
        ("BTH-01", "Lục Văn Thìn", 70, (ApplicationStep.REVIEW, ApplicationStep.ADMIT)),
        ("Q4-09", "Trà Thị Mận", 90, (ApplicationStep.REVIEW, ApplicationStep.ADMIT)),
        ("BTH-02", "Kim Văn Tịnh", 80, (ApplicationStep.REFUSE,)),
    )
    for code, name, ago, steps in plan:
        unit = tree[code]
        by = _keeper(offices, unit)
        applied = today - dt.timedelta(days=ago)
        row = joining.file_application(
            application=Application(
                unit=unit, full_name=name, birth_year=today.year - 62, applied_on=applied,
                rank=Rank.LIEUTENANT_COLONEL, last_post="Cán bộ Công an quận (minh họa)",
                retired_on=dt.date(today.year - 2, 6, 1), phone=f"0900 000 {700 + ago}", address="Số 5, đường Mẫu 5", token=_token(),
            ),
            by=by,
        )  # fmt: skip
        for step in steps:
            decider = unit.parent or unit
            day = applied + dt.timedelta(days=10 if step == ApplicationStep.REVIEW else 20)
            joining.move_application(
                application=row,
                step=step,
                facts={
                    "reviewed_on": day, "branch_present": 21, "branch_for": 19,
                    "decided_on": day, "committee_present": 9, "committee_for": 8,
                    "decider": decider,
                    "code": Decision.objects.next_code(decider, Decision.Kind.DECISION, day),
                    "signer": str(offices.holders[decider.code, "chu-tich"].full_name),
                    "signer_post": "Chủ tịch", "joins_on": day,
                    "card_code": suggested_code(),
                    "reason": "Chưa đủ hồ sơ; mời nộp lại khi có đủ.",
                },
                by=_decider(offices, unit) if step == ApplicationStep.ADMIT else by,
            )  # fmt: skip
    return len(plan)


def _propose(member: Member, target: Unit, by: User, ago: int = 3) -> Transfer:
    membership = member.memberships.get(valid_to__isnull=True)
    row = leaving.propose_transfer(
        membership=membership,
        target=target,
        moves_on=local_today() + dt.timedelta(days=5),
        reason="Chuyển nơi ở",
        code=Decision.objects.next_code(membership.unit, Decision.Kind.LETTER, local_today()),
        token=_token(),
        by=by,
    )
    back = dt.timedelta(days=ago)
    row.due_on, row.proposed_at = row.due_on - back, row.proposed_at - back
    row.letter.signed_on -= back
    row.letter.year = row.letter.signed_on.year
    row.letter.save()
    row.save()
    return row


def _transfers(tree: Tree, people: People, offices: Offices) -> int:
    """One waits for each of the two secretaries, one is overdue, one was accepted."""
    first, second = offices.users["thuky1"], offices.users["thuky2"]
    plan = (
        ("BTH-02", "BTH-01", second, 4), ("BTH-01", "BTH-02", first, 6),
        ("Q4-09", "BTH-01", offices.users["quan4"], 41), ("BTH-03", "BTH-02", offices.users["binhthanh"], 2),
    )  # fmt: skip
    for source, target, by, ago in plan:
        row = _propose(people.take(tree[source], AFTER_THE_REPORT), tree[target], by, ago)
    leaving.answer_transfer(
        transfer=row, step=TransferStep.ACCEPT, reason="", by=offices.users["binhthanh"]
    )
    return len(plan)


def _departures(tree: Tree, people: People, offices: Offices) -> int:
    """A death of this week, one who moved."""
    today = local_today()
    plan: tuple[tuple[str, str, Any, Any, dict[str, Any], str], ...] = (
        ("BTH-01", "thuky1", Departure.Kind.DECEASED, 3, {}, ""),
        ("Q4-09", "quan4", Departure.Kind.MOVED_AWAY, 30, {"destination": "Hội tỉnh (minh họa)"}, "GGT"),
    )  # fmt: skip
    for code, username, kind, ago, facts, paper in plan:
        member = people.take(tree[code], AFTER_THE_REPORT)
        day = today - dt.timedelta(days=ago)
        unit = tree[code]
        leaving.depart(
            membership=member.memberships.get(valid_to__isnull=True),
            departure=Departure(kind=kind, left_on=day, token=_token(), **facts),
            code=Decision.objects.next_code(unit, paper, day) if paper else "",
            decider=unit,
            by=offices.users[username],
        )
    return len(plan)


def _proposals(tree: Tree, people: People, offices: Offices) -> int:
    """A strike-off that was decided, of which the member was not yet told; a warning that waits."""
    today = local_today()
    plan = (
        ("BTH-02", "thuky2", Proposal.Matter.STRIKE_OFF, "Không sinh hoạt từ hơn một năm", 12),
        ("BTH-01", "thuky1", Proposal.Matter.WARNING, "Nhiều lần vắng họp không báo", 0),
    )
    for code, username, matter, reason, ago in plan:
        unit, is_removal = tree[code], matter == Proposal.Matter.STRIKE_OFF
        member = people.take(unit, AFTER_THE_REPORT)
        row = proposals.propose(
            membership=member.memberships.get(valid_to__isnull=True),
            proposal=Proposal(
                matter=matter, reason=reason, token=_token(),
                ground=Departure.Ground.ABSENT if is_removal else "",
                books_reason="Phiếu thu ghi nhầm tên, đã đối chiếu (minh họa)" if is_removal else "",
                met_on=today - dt.timedelta(days=ago + 5), branch_present=21, branch_for=19,
            ),
            by=offices.users[username],
        )  # fmt: skip
        if not ago:
            continue
        day = today - dt.timedelta(days=ago)
        proposals.answer_proposal(
            proposal=row,
            step=ProposalStep.DECIDE,
            facts={
                "code": Decision.objects.next_code(row.decider, Decision.Kind.DECISION, day),
                "decided_on": day, "left_on": day, "committee_present": 9, "committee_for": 8,
                "signer": str(offices.holders[row.decider.code, "chu-tich"].full_name),
                "signer_post": "Chủ tịch",
                "books_reason": "Đã đối chiếu phiếu thu (minh họa)",
            },
            by=_decider(offices, unit),
        )  # fmt: skip
    return len(plan)
