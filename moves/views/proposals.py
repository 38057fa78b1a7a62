"""Proposals to strike off or to discipline, from the branch to the unit that decides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import (
    about_member,
    attempt,
    attempt_plainly,
    card_address,
    check,
    check_write,
    form_page,
    list_page,
    may_write,
    needs_branch,
    requested_member,
    requested_step,
    step_page,
    trail,
)
from desk.paper import letterhead
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Proposal, ReadRecord, Subject
from members.models.proposals import ProposalStep

from ..actions import proposals
from ..actions.corrections import why_not_undone
from ..forms.proposals import ProposalFilters, ProposalForm
from ..forms.scans import ScanForm
from ..tables import PROPOSALS
from .papers import paper_to_confirm
from .scans import add_scan, scans_of

CHANGES_SHOWN = 20


def proposal_list(request: MemberRequest) -> HttpResponse:
    """Those that wait, or all."""
    check(request, Subject.MOVES)
    form = ProposalFilters(request.GET)
    rows = Proposal.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent", "decider", "decision"
    )
    match form.filter_values().get("tinh_trang"):
        case None | "":
            rows = rows.waiting().order_by("proposed_at", "pk")
        case "tat-ca":
            rows = rows.order_by("-proposed_at", "-pk")
        case state:
            rows = rows.filter(state=state).order_by("-proposed_at", "-pk")
    table = Table(request.GET, rows, PROPOSALS, noun="đề nghị")
    return list_page(
        request,
        "moves/proposal_list.html",
        title="Xóa tên, kỷ luật",
        form=form,
        table=table,
    )


@needs_branch(Subject.MOVES)
def proposal_new(request: MemberRequest) -> HttpResponse:
    member = requested_member(request, Subject.MOVES)
    form = ProposalForm(
        posted(request), user=request.user, initial={"member": member.code} if member else {}
    )
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.token = form.cleaned_data["token"]
        membership = form.cleaned_data["member"].membership_on()
        saved = attempt(
            form, lambda: proposals.propose(membership=membership, proposal=row, by=request.user)
        )
        if saved is not None:
            messages.success(
                request,
                f"Đã gửi đề nghị đến {saved.decider}. Khi nơi đó quyết định, sổ mới thay đổi.",
            )
            return redirect(saved)
    return form_page(
        request,
        form,
        title="Đề nghị xóa tên, kỷ luật",
        button="Gửi đề nghị",
        back=card_address(request.user, member) or reverse("book:proposals"),
        trail=proposal_trail(("Đề nghị mới", "")),
        facts=about_member(form, member),
        intro="Chi hội họp xét, biểu quyết rồi đề nghị; cấp trên quyết định. Trước đó chưa có gì thay "
        "đổi. Xóa tên không phải là kỷ luật.",
        is_danger=True,
    )


def proposal_detail(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_proposal(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _proposal_page(request, row, ScanForm())


def _proposal_page(request: MemberRequest, row: Proposal, scan_form: ScanForm) -> HttpResponse:
    may = may_write(request.user, row)
    context = {
        "trail": proposal_trail((str(row.member), "")),
        "proposal": row,
        "rule": row.rule(),
        "card_url": card_address(request.user, row.member),
        "next_steps": ProposalStep.open_to(row.roles_of(request.user), row.state),
        "paper": paper_to_confirm(request, row.decision),
        "may_undo": may and row.answered_at is not None and _may_take_back(request, row),
        "may_write": may,
        "scans": scans_of(row, request.user),
        "scan_form": scan_form,
        "changes": Change.objects.of(row).visible_to(request.user).newest_first()[:CHANGES_SHOWN],
    }
    return render(request, "moves/proposal_detail.html", context)


def _may_take_back(request: MemberRequest, row: Proposal) -> bool:
    if row.departure is not None and row.departure.is_overtaken:
        return False
    return not why_not_undone(request.user, row.answered_by_id, row.undo_until, row.decision)


def visible_proposal(request: MemberRequest, pk: int) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent__parent", "decider__parent",
        "decision__unit", "departure__membership__member", "proposed_by__member",
        "answered_by__member",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def proposal_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Xóa tên, kỷ luật", reverse("book:proposals")), *parts)


def proposal_step(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One answer of the table, with the input it needs."""
    row = visible_proposal(request, pk)
    step = requested_step(ProposalStep, slug, row, request.user)
    if request.method == "GET":
        ReadRecord.objects.note(request.user, row)
    return step_page(
        request,
        step,
        row,
        take=lambda form: proposals.answer_proposal(
            proposal=row, step=step, facts=form.facts, by=request.user
        ),
        trail=proposal_trail((str(row.member), row.get_absolute_url())),
        subject=str(row.member),
        facts=_facts_of(row),
        closed=f"Việc này đã xong: {row.get_state_display()}.",
    )


def _facts_of(row: Proposal) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("Đề nghị", row.get_matter_display()),
        ("Chi hội", row.membership.unit.distinct_label),
    ]
    if row.ground:
        facts.append(("Căn cứ", row.get_ground_display()))
    if row.reason:
        facts.append(("Lý do", row.reason))
    if row.branch_present:
        facts.append(("Chi hội biểu quyết", f"{row.branch_for}/{row.branch_present} đồng ý"))
    if row.books_say:
        facts.append(("Sổ sách ghi", row.books_say))
        facts.append(("Vì sao vẫn đề nghị", row.books_reason))
    return facts


@require_POST
def proposal_undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_proposal(request, pk)
    check_write(request, row)
    attempt_plainly(
        request,
        lambda: proposals.undo_answer(proposal=row, by=request.user),
        "Đã hoàn tác. Đề nghị lại chờ quyết định như trước.",
    )
    return redirect(row)


@require_POST
def proposal_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_proposal(request, pk)
    return add_scan(request, row, lambda form: _proposal_page(request, row, form))


def proposal_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision of discipline; 404 where there is none, where it came on paper, and where it is
    printed from the departure that it made."""
    row = visible_proposal(request, pk)
    if row.decision is None or row.decision.is_on_paper or row.departure is not None:
        raise Http404
    ReadRecord.objects.note(request.user, row, ReadRecord.Way.PRINTED)
    context = {
        "proposal": row,
        "authority": row.decision.unit.signs_as,
        "back": row.get_absolute_url(),
        **letterhead(row.decision.unit, row.decision),
    }
    return render(request, "documents/discipline.html", context)
