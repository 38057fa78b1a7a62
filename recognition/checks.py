"""What the law asks before an award is proposed, looked up in the portal's books and said in words.

Each check says what it looked at, what came of it, and by which text. Some block; others warn, and
are passed on with an explanation. Rules: docs/domain.md, "Emulation" of §9 (secondary sources).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.db.models import Q

from emulation.models import Classification
from kit.dates import local_today
from kit.numbers import vn_number
from members.models import AwardKind, Discipline, Member, MemberAward, Unit
from members.models.proposals import Proposal, ProposalState

from .models import LIVE, Dossier, Nominee, Recipient

AMENDED_FROM = dt.date(
    2026, 10, 1
)  # Luật 06/2026/QH16; what was received before goes by the old text
DECREE_FROM = dt.date(2025, 7, 1)  # Nghị định 152/2025 replaced 98/2023
LEAST_WOMEN = 70  # of a hundred members: such a collective goes first on a tie


class Verdict(Enum):
    RIGHT = "right"
    WARNING = "warning"
    BLOCKING = "blocking"


@dataclass(frozen=True)
class Check:
    """What was looked at, what came of it, in a sentence each."""

    title: str
    text: str
    verdict: Verdict = Verdict.RIGHT

    @property
    def is_blocking(self) -> bool:
        return self.verdict is Verdict.BLOCKING

    @property
    def is_warning(self) -> bool:
        return self.verdict is Verdict.WARNING


def law_on(day: dt.date) -> str:
    """The texts that apply to a dossier received on that day."""
    law = "Luật Thi đua, khen thưởng số 06/2022/QH15"
    if day >= AMENDED_FROM:
        law += ", được sửa đổi bởi Luật số 06/2026/QH16"
    decree = "152/2025/NĐ-CP" if day >= DECREE_FROM else "98/2023/NĐ-CP"
    return f"{law}; Nghị định số {decree}"


def law_of(dossier: Dossier) -> str:
    """By the day on which it was received; one that is not sent yet, as if it were today."""
    return law_on(dossier.received_on or local_today())


def _blocked(title: str, text: str) -> Check:
    return Check(title, text, Verdict.BLOCKING)


def _warned(title: str, text: str) -> Check:
    return Check(title, text, Verdict.WARNING)


class Books:
    """What the portal's books say of all nominees of a dossier; a fixed number of queries."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.today = dossier, local_today()
        rows = dossier.nominees.proposed().select_related("member", "unit__parent")
        self.nominees: list[Nominee] = list(rows)
        self.members = [row.member_id for row in self.nominees if row.member_id]
        self.units = [row.unit_id for row in self.nominees if row.unit_id]

    @cached_property
    def own_members(self) -> set[int]:
        """Of the members those who belong to the proposing unit, or one below it, today."""
        units = Unit.objects.within(self.dossier.unit)
        rows = Member.objects.of_units(units, self.today).filter(pk__in=self.members)
        return set(rows.order_by().values_list("pk", flat=True))

    @cached_property
    def own_units(self) -> set[int]:
        rows = Unit.objects.within(self.dossier.unit).on(self.today).filter(pk__in=self.units)
        return set(rows.order_by().values_list("pk", flat=True))

    @cached_property
    def disciplined(self) -> dict[int, Discipline]:
        rows = Discipline.objects.on(self.today).filter(member__in=self.members)
        return {row.member_id: row for row in rows.order_by("valid_from", "pk")}

    @cached_property
    def accused(self) -> set[int]:
        """Those about whom a proposal of discipline waits for its decision."""
        rows = Proposal.objects.filter(
            membership__member__in=self.members, state=ProposalState.WAITING
        ).exclude(matter=Proposal.Matter.STRIKE_OFF)
        return set(rows.order_by().values_list("membership__member", flat=True))

    @cached_property
    def awards(self) -> dict[int, list[MemberAward]]:
        """Standing awards of the year, by member."""
        # A decision's is of the year of the achievement, which may be the one before it was signed.
        year = self.dossier.year
        rows = MemberAward.objects.standing().filter(
            Q(grant__isnull=True, year=year) | Q(grant__year=year), member__in=self.members
        )
        by_member: dict[int, list[MemberAward]] = {}
        for row in rows.select_related("kind").order_by("pk"):
            by_member.setdefault(row.member_id, []).append(row)
        return by_member

    @cached_property
    def other_dossiers(self) -> dict[tuple[str, int], list[Nominee]]:
        """The same recipients in other dossiers of the year that were not withdrawn."""
        rows = Nominee.objects.proposed().exclude(dossier=self.dossier)
        rows = rows.filter(dossier__year=self.dossier.year, dossier__state__in=LIVE)
        by_member = rows.filter(member__in=self.members)
        same = (by_member | rows.filter(unit__in=self.units)).select_related("dossier__kind")
        others: dict[tuple[str, int], list[Nominee]] = {}
        for row in same.order_by("pk"):
            others.setdefault(_key(row), []).append(row)
        return others

    @cached_property
    def failed(self) -> set[int]:
        """Collectives that did not fulfil their tasks that year, by their announced grade."""
        rows = Classification.objects.announced().filter(
            unit__in=self.units, year=self.dossier.year, grade=Classification.Grade.NOT_DONE
        )
        return set(rows.order_by().values_list("unit", flat=True))

    @cached_property
    def shares_of_women(self) -> dict[int, int]:
        """Of a hundred members how many are women, by collective."""
        shares: dict[int, int] = {}
        for nominee in self.nominees:
            if nominee.unit is not None:
                units = Unit.objects.within(nominee.unit)
                genders = Counter(
                    Member.objects.of_units(units, self.today)
                    .order_by()
                    .values_list("gender", flat=True)
                )
                count = genders.total()
                women = genders[Member.Gender.FEMALE]
                shares[nominee.unit.pk] = 100 * women // count if count else 0
        return shares

    def goes_first_on_a_tie(self, nominee: Nominee) -> bool:
        """A woman; a collective with at least seventy women of a hundred members."""
        if nominee.unit_id:
            return self.shares_of_women[nominee.unit_id] >= LEAST_WOMEN
        return nominee.member is not None and nominee.member.gender == Member.Gender.FEMALE


def _key(nominee: Nominee) -> tuple[str, int]:
    return nominee.recipient, nominee.unit_id or nominee.member_id or 0


def checks_of(dossier: Dossier) -> list[tuple[Nominee, list[Check]]]:
    """Each who is still proposed, with all checks, those that block first."""
    books = Books(dossier)
    order = (Verdict.BLOCKING, Verdict.WARNING, Verdict.RIGHT)
    return [
        (nominee, sorted(_checks(books, nominee), key=lambda check: order.index(check.verdict)))
        for nominee in books.nominees
    ]


def _checks(books: Books, nominee: Nominee) -> Iterable[Check]:
    yield _belongs(books, nominee)
    if nominee.recipient == Recipient.PERSON:
        yield _discipline(books, nominee)
    yield _complaint(nominee)
    yield _once(books, nominee)
    yield _thematic(books, nominee)
    yield _report(nominee)
    yield _votes(books, nominee)
    if nominee.unit_id in books.failed:
        yield _warned(
            "Xếp loại năm",
            f"Tập thể bị xếp loại không hoàn thành nhiệm vụ năm {books.dossier.year}.",
        )
    if (tie := _tie(books, nominee)) is not None:
        yield tie


def _belongs(books: Books, nominee: Nominee) -> Check:
    title, unit = "Thuộc đơn vị đề nghị", books.dossier.unit
    own, key = (
        (books.own_units, nominee.unit_id)
        if nominee.unit_id
        else (books.own_members, nominee.member_id)
    )
    if key in own:
        return Check(title, f"Hôm nay thuộc {unit}.")
    return _blocked(
        title, f"Hôm nay không còn sinh hoạt, hoạt động ở {unit} hay đơn vị trực thuộc."
    )


def _discipline(books: Books, nominee: Nominee) -> Check:
    title = "Kỷ luật"
    held = books.disciplined.get(nominee.member_id or 0)
    if held is not None:
        return _blocked(
            title, f"Đang chịu kỷ luật {held.get_kind_display()} từ {held.valid_from:%d/%m/%Y}: "
            "chưa xét khen thưởng trong thời gian này.",
        )  # fmt: skip
    if nominee.member_id in books.accused:
        return _blocked(
            title, "Đang được xem xét kỷ luật: chờ có kết luận rồi mới xét khen thưởng."
        )
    return Check(title, "Không có kỷ luật đang có hiệu lực, không có đề nghị kỷ luật đang chờ.")


def _complaint(nominee: Nominee) -> Check:
    title = "Đơn thư khiếu nại, tố cáo"
    match nominee.complaint:
        case Nominee.Complaint.NONE:
            return Check(title, "Đơn vị xác nhận không có đơn thư đang được xem xét.")
        case Nominee.Complaint.OPEN:
            return _blocked(title, "Có đơn thư đang được xem xét: chờ kết luận rồi mới xét.")
    return _blocked(title, "Sổ không biết có đơn thư hay không: đơn vị phải ghi rõ.")


def _once(books: Books, nominee: Nominee) -> Check:
    """The same award of a year once; another award of the year must be for another achievement."""
    title, dossier = "Một thành tích không khen nhiều lần", books.dossier
    awards = books.awards.get(nominee.member_id or 0, [])
    if nominee.recipient != Recipient.PERSON:
        awards = []
    others = books.other_dossiers.get(_key(nominee), [])
    if any(row.kind_id == dossier.kind_id for row in awards):
        return _blocked(title, f"Đã được tặng {dossier.kind} năm {dossier.year}.")
    if any(row.dossier.kind_id == dossier.kind_id for row in others):
        return _blocked(
            title, f"Đã có trong một hồ sơ khác đề nghị {dossier.kind} năm {dossier.year}."
        )
    kinds = _names(
        [row.kind for row in awards],
        [row.dossier.kind for row in others if row.dossier.basis == dossier.basis],
    )
    if kinds:
        return _warned(
            title,
            f"Cùng năm đã được tặng hoặc đề nghị: {kinds}. Giải trình đây là thành tích khác.",
        )
    return Check(title, f"Chưa có khen thưởng, đề nghị nào khác của năm {dossier.year}.")


def _names(*kinds: Iterable[AwardKind]) -> str:
    return ", ".join(sorted({str(kind) for some in kinds for kind in some}))


def _thematic(books: Books, nominee: Nominee) -> Check:
    """A thematic result is no ground for a yearly award, nor for a title."""
    title, dossier = "Khen chuyên đề", books.dossier
    if dossier.basis == Dossier.Basis.THEMATIC:
        if dossier.kind.group == AwardKind.Group.TITLE:
            return _blocked(title, "Danh hiệu xét theo thành tích năm, không xét theo chuyên đề.")
        return Check(title, "Hồ sơ khen chuyên đề; không tính vào thành tích năm.")
    others = books.other_dossiers.get(_key(nominee), [])
    thematic = [row.dossier for row in others if row.dossier.basis == Dossier.Basis.THEMATIC]
    if thematic:
        titles = "; ".join(row.title for row in thematic)
        return _warned(
            title, f"Cùng năm đã khen, đề nghị khen chuyên đề: {titles}. Kết quả đó không làm căn cứ "
            "xét khen thưởng hằng năm; giải trình báo cáo không dựa vào đó.",
        )  # fmt: skip
    return Check(title, "Không có khen chuyên đề cùng năm.")


def _report(nominee: Nominee) -> Check:
    title = "Báo cáo thành tích"
    if nominee.report.strip():
        return Check(title, "Đã có báo cáo thành tích.")
    return _blocked(title, "Chưa có báo cáo thành tích.")


def _votes(books: Books, nominee: Nominee) -> Check:
    title, present = "Biên bản họp xét", books.dossier.present
    if nominee.votes_for is None or not present:
        return _blocked(title, "Chưa ghi số người dự họp hoặc số phiếu đồng ý.")
    text = f"{vn_number(nominee.votes_for)} trên {vn_number(present)} người dự họp đồng ý"
    if nominee.votes_for * 2 <= present:
        return _warned(title, f"{text}: chưa quá nửa.")
    return Check(title, f"{text}.")


def _tie(books: Books, nominee: Nominee) -> Check | None:
    """On equal votes women go first, or a collective with at least 70 % women."""
    if nominee.votes_for is None or not books.goes_first_on_a_tie(nominee):
        return None
    ahead = []
    for other in books.nominees:
        if other is nominee:
            break
        is_equal = (other.votes_for, other.recipient) == (nominee.votes_for, nominee.recipient)
        if is_equal and not books.goes_first_on_a_tie(other):
            ahead.append(other.name)
    who = "nữ" if nominee.member_id else f"tập thể có từ {LEAST_WOMEN} % nữ"
    if ahead:
        return _warned(
            "Bằng phiếu", f"Bằng phiếu với {', '.join(ahead)} thì ưu tiên {who}: xếp trước."
        )
    return Check("Bằng phiếu", f"Là {who}; không xếp sau ai bằng phiếu.")
