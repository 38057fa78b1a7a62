"""The fund shown elsewhere: what is overdue, on the officers' first page; a part of a member's card."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from desk.card_parts import CardPart
from desk.tasks import Task, by_unit, summarize_counts
from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Member, Subject, User

from .models import Advance, AdvanceState, CashBox, Keeper, Loan, LoanState


def fund_tasks(user: User) -> Iterator[Task]:
    """Loans that should have come back already and advances that should have been accounted for, for
    whoever writes the fund they came from."""
    if not user.may(Subject.FUND, Degree.WRITE):
        return
    late = Loan.objects.editable_by(user).with_remaining().late()
    if counts := by_unit(late, "box__unit"):
        url = f"{reverse('fund:loans')}?tinh_trang={LoanState.LATE}"
        title = f"{vn_number(counts.total())} khoản vay làm kinh tế quá hạn trả"
        yield Task(title, url, "clock", summarize_counts(counts), is_urgent=True)
    yield from _box_tasks(user)
    unsettled = Advance.objects.editable_by(user).with_remaining().late()
    if counts := by_unit(unsettled, "box__unit"):
        url = f"{reverse('fund:advances')}?tinh_trang={AdvanceState.LATE}"
        title = f"{vn_number(counts.total())} khoản tạm ứng quá hạn thanh toán"
        yield Task(title, url, "clock", summarize_counts(counts), is_urgent=True)


def _box_tasks(user: User) -> Iterator[Task]:
    """Boxes of units that are no more, and boxes whose keeper left or died."""
    boxes = CashBox.objects.open().editable_by(user)
    today = local_today()
    if counts := by_unit(boxes.filter(unit__valid_to__lte=today), "unit"):
        title = f"{vn_number(counts.total())} quỹ của đơn vị đã thôi hoạt động chưa đóng"
        yield Task(title, reverse("fund:boxes"), "folder", summarize_counts(counts))
    there = Member.objects.active_on().filter(pk=OuterRef("member"))
    gone = Keeper.objects.on().filter(~Exists(there), box=OuterRef("pk"))
    kept = boxes.exclude(unit__valid_to__lte=today).filter(Exists(gone))
    if counts := by_unit(kept, "unit"):
        title = f"{vn_number(counts.total())} quỹ có người giữ đã rời Hội hoặc từ trần"
        yield Task(title, reverse("fund:boxes"), "folder", summarize_counts(counts))


def loans_on_card(user: User, member: Member) -> CardPart | None:
    """What the member borrowed, for whoever reads the fund it came from, and for nobody else."""
    if not user.may(Subject.FUND):
        return None
    rows = Loan.objects.visible_to(user).with_remaining().filter(member=member)
    lines = [_line(row) for row in rows.filter(is_cancelled=False)]
    return CardPart("Vay quỹ", lines) if lines else None


def _line(row: Loan) -> str:
    state = f"còn nợ {dong(row.remaining)}" if row.remaining else "đã trả đủ"
    late = f", quá hạn {dong(row.late)}" if row.late else ""
    return f"{row.lent_on:%d/%m/%Y}: vay {dong(row.amount)}, {state}{late}"
