"""Proposals to strike off or to discipline, from the branch to the unit that decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import (
    about_member,
    asked_member,
    attempt,
    attempt_plainly,
    card_address,
    check,
    check_write,
    form_page,
    may_write,
    needs_branch,
    trail,
)
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Proposal, ReadRecord, Subject
from members.models.proposals import PROPOSAL_BY_SLUG, ProposalMove, ProposalSide, proposal_moves

from ..actions import proposals
from ..actions.corrections import why_not_undone
from ..forms.leaving import AnswerForm
from ..forms.proposals import DecideForm, ProposalFilters, ProposalForm
from ..forms.scans import ScanForm
from ..tables import PROPOSALS
from .papers import number_and_head, paper_to_confirm, votes_wanted
from .scans import add_scan, scans_of

TOLD = 20


def proposal_list(request: MemberRequest) -> HttpResponse:
    """Those that wait, or all."""
    check(request, Subject.MOVES)
    form = ProposalFilters(request.GET)
    rows = Proposal.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent", "decider", "decision"
    )
    match form.asked().get("tinh_trang"):
        case None | "":
            rows = rows.waiting().order_by("proposed_at", "pk")
        case "tat-ca":
            rows = rows.order_by("-proposed_at", "-pk")
        case state:
            rows = rows.filter(state=state).order_by("-proposed_at", "-pk")
    table = Table(request.GET, rows, PROPOSALS, noun="đề nghị")
    context = {
        "trail": trail(("Xóa tên, kỷ luật", "")),
        "form": form,
        "table": table,
        "page": table.page,
        "is_filtered": any(form.asked().values()),
    }
    return render(request, "moves/proposal_list.html", context)


@needs_branch(Subject.MOVES)
def proposal_new(request: MemberRequest) -> HttpResponse:
    member = asked_member(request, Subject.MOVES)
    form = ProposalForm(
        posted(request), user=request.user, initial={"member": member.code} if member else {}
    )
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.token = form.cleaned_data["token"]
        stay = form.cleaned_data["member"].membership_on()
        saved = attempt(
            form, lambda: proposals.propose(membership=stay, proposal=row, by=request.user)
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
    row = seen_proposal(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _proposal_page(request, row, ScanForm())


def _proposal_page(request: MemberRequest, row: Proposal, scan_form: ScanForm) -> HttpResponse:
    may = may_write(request.user, row)
    context = {
        "trail": proposal_trail((str(row.member), "")),
        "proposal": row,
        "rule": row.rule(),
        "card_url": card_address(request.user, row.member),
        "moves": proposal_moves(row.state, row.sides_of(request.user)),
        "paper": paper_to_confirm(request, row.decision),
        "may_undo": may and row.answered_at is not None and _may_take_back(request, row),
        "may_write": may,
        "scans": scans_of(row, request.user),
        "scan_form": scan_form,
        "changes": Change.objects.of(row).visible_to(request.user).newest_first()[:TOLD],
    }
    return render(request, "moves/proposal_detail.html", context)


def _may_take_back(request: MemberRequest, row: Proposal) -> bool:
    if row.departure is not None and row.departure.is_overtaken:
        return False
    return not why_not_undone(request.user, row.answered_by_id, row.undo_until, row.decision)


def seen_proposal(request: MemberRequest, pk: int) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent__parent", "decider__parent",
        "decision__unit", "departure__membership__member", "proposed_by__member",
        "answered_by__member",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def proposal_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Xóa tên, kỷ luật", reverse("book:proposals")), *parts)


def proposal_move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One answer of the table, with what it asks for."""
    row = seen_proposal(request, pk)
    move = PROPOSAL_BY_SLUG.get(slug)
    if move is None or move.side not in row.sides_of(request.user):
        raise Http404
    if request.method == "GET" and row.state != Proposal.State.WAITING:
        messages.error(request, f"Việc này đã xong: {row.get_state_display()}.")
        return redirect(row)
    form = _move_form(request, row, move)
    if request.method == "POST" and form.is_valid():
        answered = attempt(
            form,
            lambda: proposals.answer_proposal(
                proposal=row, slug=slug, facts=_facts(form), by=request.user
            ),
        )
        if answered is not None:
            messages.success(request, move.done)
            return redirect(answered)
    ReadRecord.objects.note(request.user, row)
    return form_page(
        request,
        form,
        title=f"{move.words}: {row.member}",
        button=move.words,
        back=row.get_absolute_url(),
        trail=proposal_trail((str(row.member), row.get_absolute_url()), (move.words, "")),
        intro=_rule_words(row, move),
        facts=_told(row),
        is_danger=True,
    )


def _move_form(request: MemberRequest, row: Proposal, move: ProposalMove) -> Any:
    if not move.decides:
        needs_reason = move.target == Proposal.State.REFUSED
        return AnswerForm(posted(request), needs_reason=needs_reason)
    today = f"{local_today():%d/%m/%Y}"
    initial = {"decided_on": today, "left_on": today}
    initial |= number_and_head(row.decider, request.user)
    return DecideForm(
        posted(request), request.FILES or None, proposal=row, move=move, initial=initial
    )


def _facts(form: forms.Form) -> dict[str, Any]:
    """What the action asks for; a box that the matter has no use for is left out of the form."""
    return {"left_on": None, "committee_present": None, "committee_for": None} | form.cleaned_data


def _rule_words(row: Proposal, move: ProposalMove) -> str:
    if not move.decides:
        return "Đề nghị và lý do được giữ lại trong sổ."
    words = [votes_wanted(row.rule().decider_share, "số ủy viên dự họp")]
    if move.side == ProposalSide.COPIER:
        words.append(f"Chép theo đúng bản giấy của {row.decider} và kèm bản chụp.")
    if row.ends_stay:
        words.append("Ghi xong, chức vụ của đồng chí kết thúc và tài khoản ngừng hoạt động.")
    return " ".join(filter(None, words))


def _told(row: Proposal) -> list[tuple[str, Any]]:
    told: list[tuple[str, Any]] = [
        ("Đề nghị", row.get_matter_display()),
        ("Chi hội", row.membership.unit.told_apart),
    ]
    if row.ground:
        told.append(("Căn cứ", row.get_ground_display()))
    if row.reason:
        told.append(("Lý do", row.reason))
    if row.branch_present:
        told.append(("Chi hội biểu quyết", f"{row.branch_for}/{row.branch_present} đồng ý"))
    if row.books_say:
        told.append(("Sổ sách ghi", row.books_say))
        told.append(("Vì sao vẫn đề nghị", row.books_reason))
    return told


@require_POST
def proposal_undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = seen_proposal(request, pk)
    check_write(request, row)
    attempt_plainly(
        request,
        lambda: proposals.undo_answer(proposal=row, by=request.user),
        "Đã hoàn tác. Đề nghị lại chờ quyết định như trước.",
    )
    return redirect(row)


@require_POST
def proposal_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = seen_proposal(request, pk)
    return add_scan(request, row, lambda form: _proposal_page(request, row, form))


def proposal_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision of discipline; 404 where there is none, where it came on paper, and where it is
    printed from the departure that it made."""
    row = seen_proposal(request, pk)
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
