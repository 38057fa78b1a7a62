"""Transfers between branches: proposed by one, answered by the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
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
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Decision, Degree, Member, ReadRecord, Subject, Transfer, units_where
from members.models.leaving import TransferStep

from ..actions import leaving
from ..actions.corrections import why_not_undone
from ..forms.leaving import TransferFilters, TransferForm
from ..forms.scans import ScanForm
from ..tables import TRANSFERS
from .common import needs_correction, numbering_unit
from .scans import add_scan, scans_of

_SHIFTED = (
    "Ngày {row.moves_on:%d/%m/%Y} đã qua. Sổ chỉ đổi từ ngày nơi nhận đồng ý, vì số liệu các ngày "
    "trước đã báo cáo; giấy giới thiệu cũng ghi như vậy."
)


def transfer_list(request: MemberRequest) -> HttpResponse:
    """Transfers out of and into one's units; those that wait first."""
    check(request, Subject.MOVES)
    form = TransferFilters(request.GET)
    filters = form.filter_values()
    rows = Transfer.objects.visible_to(request.user).select_related(
        "membership__member", "source__parent", "target__parent", "new_membership"
    )
    match filters.get("tinh_trang"):
        case None | "":
            rows = rows.pending().order_by("due_on", "pk")
        case "qua-han":
            rows = rows.overdue().order_by("due_on", "pk")
        case "tat-ca":
            rows = rows.order_by("-proposed_at", "-pk")
        case state:
            rows = rows.filter(state=state).order_by("-proposed_at", "-pk")
    managed = units_where(request.user, Subject.MOVES)
    match filters.get("chieu"):
        case "den":
            rows = rows.filter(target__in=managed)
        case "di":
            rows = rows.exclude(target__in=managed)
    table = Table(request.GET, rows, TRANSFERS, noun="trường hợp")
    return list_page(
        request,
        "moves/transfer_list.html",
        title="Chuyển sinh hoạt",
        form=form,
        table=table,
    )


@needs_branch(Subject.MOVES)
def transfer_new(request: MemberRequest) -> HttpResponse:
    member = requested_member(request, Subject.MOVES)
    unit = numbering_unit(request, member)
    initial: dict[str, Any] = {"member": member.code} if member else {}
    initial |= _as_before(request, member)
    if unit is not None:
        initial["code"] = Decision.objects.next_code(unit, Decision.Kind.LETTER, local_today())
    form = TransferForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        membership = facts["member"].membership_on()
        row = attempt(
            form,
            lambda: leaving.propose_transfer(
                membership=membership,
                target=facts["target"],
                moves_on=facts["moves_on"],
                reason=facts["reason"],
                code=facts["code"],
                token=facts["token"],
                by=request.user,
            ),
        )
        if row is not None:
            messages.success(
                request, f"Đã gửi đề nghị đến {row.target}. Khi nơi nhận đồng ý, sổ mới thay đổi."
            )
            if row.is_shifted:
                messages.warning(request, _SHIFTED.format(row=row))
            return redirect(row)
    return form_page(
        request,
        form,
        title="Đề nghị chuyển sinh hoạt",
        button="Gửi đề nghị",
        back=card_address(request.user, member) or reverse("book:transfers"),
        trail=transfer_trail(("Đề nghị", "")),
        facts=about_member(form, member),
        intro="Chi hội nhận trả lời trong thời hạn; trước đó chưa có gì thay đổi.",
    )


def _as_before(request: MemberRequest, member: Member | None) -> dict[str, Any]:
    """What a proposal that was refused said, for the new one; nothing of another member's."""
    key = request.GET.get("nhu", "")
    if member is None or not (key.isascii() and key.isdecimal() and len(key) < 18):
        return {}
    refused = Transfer.objects.visible_to(request.user).filter(
        pk=int(key), state=Transfer.State.REFUSED, membership__member=member
    )
    before = refused.select_related("target__parent").first()
    return {"target": before.target.distinct_label, "reason": before.reason} if before else {}


def _again_url(request: MemberRequest, row: Transfer) -> str:
    """A new proposal like the refused one, for whoever may make it; "" where none may be made."""
    membership = row.membership
    is_open = membership.valid_to is None and not membership.transfers.pending().exists()
    if row.state != Transfer.State.REFUSED or not is_open:
        return ""
    if not Member.objects.open_to(request.user, Degree.WRITE, Subject.MOVES).contains(row.member):
        return ""
    return f"{reverse('book:transfer_new')}?hoi-vien={row.member.pk}&nhu={row.pk}"


def transfer_detail(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_transfer(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _transfer_page(request, row, ScanForm())


def _transfer_page(request: MemberRequest, row: Transfer, scan_form: ScanForm) -> HttpResponse:
    context = {
        "trail": transfer_trail((str(row.member), "")),
        "transfer": row,
        "card_url": card_address(request.user, row.member),
        "next_steps": TransferStep.open_to(row.roles_of(request.user), row.state),
        "offices": row.member.appointments.in_office().filter(unit=row.source)
        if row.state == Transfer.State.PROPOSED
        else [],
        "may_undo": not why_not_undone(request.user, row.answered_by_id, row.undo_until),
        "may_correct": row.state == Transfer.State.ACCEPTED
        and needs_correction(request, row.answered_by_id, row.undo_until),
        "may_write": may_write(request.user, row),
        "again_url": _again_url(request, row),
        "scans": scans_of(row, request.user),
        "scan_form": scan_form,
    }
    return render(request, "moves/transfer_detail.html", context)


def visible_transfer(request: MemberRequest, pk: int) -> Transfer:
    rows = Transfer.objects.visible_to(request.user).select_related(
        "membership__member", "source__parent__parent", "target__parent__parent", "letter",
        "proposed_by__member", "answered_by__member", "new_membership",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def transfer_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Chuyển sinh hoạt", reverse("book:transfers")), *parts)


def transfer_step(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Accept, refuse, cancel; each side its own."""
    row = visible_transfer(request, pk)
    step = requested_step(TransferStep, slug, row, request.user)
    return step_page(
        request,
        step,
        row,
        take=lambda form: leaving.answer_transfer(
            transfer=row, step=step, reason=form.facts["reason"], by=request.user
        ),
        done=lambda form, taken: f"{step.done}{_from_when(taken)}",
        trail=transfer_trail((str(row.member), row.get_absolute_url())),
        subject=str(row.member),
        facts=[("Từ", row.source), ("Đến", row.target), ("Lý do chuyển", row.reason)],
        closed=f"Việc này đã xong: {row.get_state_display()}.",
    )


def _from_when(row: Transfer) -> str:
    """Of a move that is yet to come, until when the branch that is left keeps the card."""
    membership = row.new_membership
    if membership is not None and row.is_shifted:
        return f" Tính từ ngày {membership.valid_from:%d/%m/%Y}, vì ngày đề nghị đã qua."
    if membership is None or membership.valid_from <= local_today():
        return ""
    return (
        f" Đồng chí sinh hoạt ở {row.target} từ ngày {membership.valid_from:%d/%m/%Y}; trước ngày đó "
        f"{row.source} còn giữ hồ sơ."
    )


@require_POST
def transfer_undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_transfer(request, pk)
    check_write(request, row)
    attempt_plainly(
        request,
        lambda: leaving.undo_answer(transfer=row, by=request.user),
        "Đã hoàn tác. Đề nghị chuyển lại chờ trả lời.",
    )
    return redirect(row)


@require_POST
def transfer_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_transfer(request, pk)
    return add_scan(request, row, lambda form: _transfer_page(request, row, form))


def transfer_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Giấy giới thiệu chuyển sinh hoạt."""
    row = visible_transfer(request, pk)
    ReadRecord.objects.note(request.user, row, ReadRecord.Way.PRINTED)
    head = row.source.appointments.in_office().in_protocol_order().first()
    context = {
        "transfer": row,
        "joined_on": row.member.joined_on,
        "authority": row.source.signs_as,
        "signer": head,
        "back": row.get_absolute_url(),
        **letterhead(row.source, row.letter),
    }
    return render(request, "documents/transfer.html", context)
