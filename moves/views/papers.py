"""Papers of a deciding unit that a branch copied, until that unit confirms them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt_plainly, check, check_write, may_write, trail
from kit.lists import Table
from members.http import MemberRequest
from members.models import Decision, Subject

from ..actions.decisions import confirm_paper
from ..tables import PAPERS


def paper_to_confirm(request: MemberRequest, decision: Decision | None) -> Decision | None:
    """The paper that the page asks this user to confirm, see moves/_paper.html."""
    if decision is None or not decision.is_to_confirm:
        return None
    return decision if Decision.objects.editable_by(request.user).contains(decision) else None


def paper_list(request: MemberRequest) -> HttpResponse:
    """Decisions that branches copied from paper, and whose unit has not yet confirmed them."""
    check(request, Subject.MOVES)
    rows = (
        Decision.objects.visible_to(request.user)
        .to_confirm()
        .select_related("unit", "application", "departure", "proposal")
    )
    rows = rows.order_by("signed_on", "pk")
    table = Table(request.GET, rows, PAPERS, noun="văn bản", usual="ngay")
    context = {
        "trail": trail(("Văn bản ghi theo giấy", "")),
        "table": table,
        "page": table.page,
    }
    return render(request, "moves/paper_list.html", context)


@require_POST
def paper_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Decision.objects.visible_to(request.user), pk=pk)
    check_write(request, row)
    attempt_plainly(
        request,
        lambda: confirm_paper(decision=row, by=request.user),
        f"Đã xác nhận văn bản số {row}.",
    )
    if row.of is None or not may_write(request.user, row.of):
        return redirect(reverse("book:papers"))
    return redirect(row.of)
