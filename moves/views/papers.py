"""Numbers and papers of a deciding unit: who is offered them, and what a branch copied from paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt_plainly, check, check_write, may_write, trail
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest
from members.models import Decision, Subject, Unit, User

from ..actions.decisions import confirm_paper, is_on_paper
from ..tables import PAPERS


def number_and_head(decider: Unit, user: User) -> dict[str, Any]:
    """The next number of the unit's decisions and whoever signs there, for a form: to whoever keeps
    its books. Anybody else copies both from the paper."""
    if is_on_paper(decider, user):
        return {}
    head = decider.appointments.in_office().in_protocol_order().first()
    return {
        "code": Decision.objects.next_code(decider, Decision.Kind.DECISION, local_today()),
        "signer": head.member.full_name if head else "",
        "signer_post": head.position.signs_as if head else "",
    }


def votes_wanted(share: str, whose: str) -> str:
    """How many votes the rule asks for, in a sentence; "" where it asks for none."""
    return f"Cần ít nhất {share} {whose} đồng ý." if share else ""


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
