"""Transfers between branches, and ways out of the association."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.dates import local_today
from kit.text import fold

from ..actions import leaving
from ..forms.common import ScanForm
from ..forms.leaving import (
    AnswerForm,
    CourtesyForm,
    DepartureFilters,
    DepartureForm,
    TransferFilters,
    TransferForm,
)
from ..http import MemberRequest
from ..models import (
    AdmissionRule,
    Decision,
    Departure,
    Member,
    ReadRecord,
    Transfer,
    Unit,
    units_managed_by,
)
from ..models.leaving import TRANSFER_BY_SLUG, transfer_moves
from .desk_common import (
    about_member,
    add_scan,
    asked_member,
    attempt,
    attempt_plainly,
    card_address,
    check_books,
    form_page,
    letterhead,
    page_of,
    scans_of,
    trail,
)

# --- Transfers --------------------------------------------------------------------------------


def transfer_list(request: MemberRequest) -> HttpResponse:
    """Transfers out of and into one's units; those that wait first."""
    check_books(request)
    form = TransferFilters(request.GET)
    asked = form.asked()
    rows = Transfer.objects.visible_to(request.user).select_related(
        "membership__member", "source__parent", "target__parent"
    )
    match asked.get("tinh_trang"):
        case None | "":
            rows = rows.pending().order_by("due_on", "pk")
        case "qua-han":
            rows = rows.overdue().order_by("due_on", "pk")
        case "tat-ca":
            rows = rows.order_by("-proposed_at", "-pk")
        case state:
            rows = rows.filter(state=state).order_by("-proposed_at", "-pk")
    managed = units_managed_by(request.user)
    match asked.get("chieu"):
        case "den":
            rows = rows.filter(target__in=managed)
        case "di":
            rows = rows.exclude(target__in=managed)
    context = {
        "trail": trail(("Chuyển sinh hoạt", "")),
        "form": form,
        "page": page_of(request, rows),
        "is_filtered": any(asked.values()),
    }
    return render(request, "members/desk/transfer_list.html", context)


def transfer_new(request: MemberRequest) -> HttpResponse:
    check_books(request)
    member = asked_member(request)
    unit = _unit_of(request, member)
    initial: dict[str, Any] = {"member": member.code} if member else {}
    initial |= _as_before(request, member)
    if unit is not None:
        initial["code"] = Decision.objects.next_code(unit, Decision.Kind.LETTER, local_today())
    form = TransferForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        stay = facts["member"].membership_on()
        row = attempt(
            form,
            lambda: leaving.propose_transfer(
                membership=stay,
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
            return redirect(row)
    return form_page(
        request,
        form,
        title="Đề nghị chuyển sinh hoạt",
        button="Gửi đề nghị",
        back=card_address(request.user, member) or reverse("book:transfers"),
        trail=_transfers(("Đề nghị", "")),
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
    before = refused.first()
    return {"target": before.target_id, "reason": before.reason} if before else {}


def _again_url(request: MemberRequest, row: Transfer) -> str:
    """A new proposal like the refused one, for whoever may make it; "" where none may be made."""
    stay = row.membership
    is_open = stay.valid_to is None and not stay.transfers.pending().exists()
    if row.state != Transfer.State.REFUSED or not is_open:
        return ""
    if not Member.objects.editable_by(request.user).contains(row.member):
        return ""
    return f"{reverse('book:transfer_new')}?hoi-vien={row.member.pk}&nhu={row.pk}"


def _unit_of(request: MemberRequest, member: Member | None) -> Unit | None:
    """Whose numbers are suggested: the member's branch, or the only one whose books these are."""
    if member is not None and (stay := member.membership_on()):
        return stay.unit
    held = [office.unit for office in request.user.offices if office.position.keeps_books]
    return held[0] if held else None


def transfer_detail(request: MemberRequest, pk: int) -> HttpResponse:
    row = _transfer(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _transfer_page(request, row, ScanForm())


def _transfer_page(request: MemberRequest, row: Transfer, scan_form: ScanForm) -> HttpResponse:
    context = {
        "trail": _transfers((str(row.member), "")),
        "transfer": row,
        "card_url": card_address(request.user, row.member),
        "moves": transfer_moves(row.state, row.sides_of(request.user)),
        "offices": row.member.appointments.in_office().filter(unit=row.source)
        if row.state == Transfer.State.PROPOSED
        else [],
        "may_undo": _may_undo(request, row.answered_by_id, row.undo_until),
        "again_url": _again_url(request, row),
        "scans": scans_of(row, request.user),
        "scan_form": scan_form,
    }
    return render(request, "members/desk/transfer_detail.html", context)


def _may_undo(request: MemberRequest, made_by: int | None, until: object) -> bool:
    mine = made_by == request.user.pk or request.user.is_superuser
    return mine and until is not None and local_today() <= until  # type: ignore[operator]  # a day


def _transfer(request: MemberRequest, pk: int) -> Transfer:
    rows = Transfer.objects.visible_to(request.user).select_related(
        "membership__member", "source__parent__parent", "target__parent__parent", "letter",
        "proposed_by__member", "answered_by__member", "new_membership",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _transfers(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Chuyển sinh hoạt", reverse("book:transfers")), *parts)


def transfer_move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Accept, refuse, cancel; each side its own."""
    row = _transfer(request, pk)
    move = TRANSFER_BY_SLUG.get(slug)
    if move is None or not row.sides_of(request.user) & set(move.sides):
        raise Http404
    if request.method == "GET" and row.state != move.source:
        messages.error(request, f"Việc này đã xong: {row.get_state_display()}.")
        return redirect(row)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, needs_reason=move.needs_reason)
    if request.method == "POST" and form.is_valid():
        answered = attempt(
            form,
            lambda: leaving.answer_transfer(
                transfer=row, slug=slug, reason=form.cleaned_data["reason"], by=request.user
            ),
        )
        if answered is not None:
            messages.success(request, f"{move.done}{_from_when(answered)}")
            return redirect(answered)
    day = max(row.moves_on, local_today())
    return form_page(
        request,
        form,
        title=f"{move.words}: {row.member}",
        button=move.words,
        back=row.get_absolute_url(),
        trail=_transfers((str(row.member), row.get_absolute_url()), (move.words, "")),
        intro=f"Đồng chí sinh hoạt ở {row.target} từ ngày {day:%d/%m/%Y}; thâm niên giữ nguyên."
        if slug == "dong-y"
        else "",
        facts=[("Từ", row.source), ("Đến", row.target), ("Lý do chuyển", row.reason)],
        is_danger=slug != "dong-y",
    )


def _from_when(row: Transfer) -> str:
    """Of a move that is yet to come, until when the branch that is left keeps the card."""
    stay = row.new_membership
    if stay is None or stay.valid_from <= local_today():
        return ""
    return (
        f" Đồng chí sinh hoạt ở {row.target} từ ngày {stay.valid_from:%d/%m/%Y}; trước ngày đó "
        f"{row.source} còn giữ hồ sơ."
    )


@require_POST
def transfer_undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = _transfer(request, pk)
    attempt_plainly(
        request,
        lambda: leaving.undo_answer(transfer=row, by=request.user),
        "Đã hoàn tác. Đề nghị chuyển lại chờ trả lời.",
    )
    return redirect(row)


@require_POST
def transfer_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = _transfer(request, pk)
    return add_scan(request, row, lambda form: _transfer_page(request, row, form))


def transfer_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Giấy giới thiệu chuyển sinh hoạt."""
    row = _transfer(request, pk)
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


# --- Departures -------------------------------------------------------------------------------


def departure_list(request: MemberRequest) -> HttpResponse:
    """Who left, how and when; undone ones too, marked so."""
    check_books(request)
    form = DepartureFilters(request.GET)
    asked = form.asked()
    rows = Departure.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent", "decision"
    )
    for word in fold(asked.get("tim", "")).split():
        rows = rows.filter(membership__member__search_text__contains=word)
    if kind := asked.get("hinh_thuc"):
        rows = rows.filter(kind=kind)
    context = {
        "trail": trail(("Rời Hội", "")),
        "form": form,
        "page": page_of(request, rows.order_by("-left_on", "-pk")),
        "is_filtered": any(asked.values()),
    }
    return render(request, "members/desk/departure_list.html", context)


def departure_new(request: MemberRequest) -> HttpResponse:
    check_books(request)
    member = asked_member(request)
    initial = {"member": member.code} if member else {}
    initial |= _next_number(request, member)
    form = DepartureForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        row = form.save(commit=False)
        row.token = facts["token"]
        stay = facts["member"].membership_on()
        saved = attempt(
            form,
            lambda: leaving.depart(
                membership=stay,
                departure=row,
                code=facts["code"],
                decider=facts["decider"] or stay.unit,
                by=request.user,
            ),
        )
        if saved is not None:
            days = AdmissionRule.objects.of(stay.unit).undo_days
            messages.success(
                request,
                f"Đã ghi{_what_ended(saved)}. Nếu ghi nhầm, đồng chí hoàn tác được trong {days} ngày.",
            )
            return redirect(saved)
    return form_page(
        request,
        form,
        title="Ghi hội viên rời Hội",
        button="Ghi việc rời Hội",
        back=card_address(request.user, member) or reverse("book:departures"),
        trail=_departures(("Ghi mới", "")),
        facts=about_member(form, member),
        intro="Chuyển sang chi hội khác trong thành phố thì dùng mục Chuyển sinh hoạt. "
        "Ghi xong, chức vụ của đồng chí kết thúc và tài khoản ngừng hoạt động từ ngày rời.",
        is_danger=True,
    )


def _what_ended(row: Departure) -> str:
    """What else ended with the stay, as the message tells it."""
    ended = [
        words
        for key, words in (
            ("offices", "chức vụ đang giữ thôi cùng ngày"),
            ("account", "tài khoản ngừng hoạt động"),
            ("transfer", "đề nghị chuyển sinh hoạt đang chờ được hủy"),
        )
        if row.before.get(key)
    ]
    return f"; {', '.join(ended)}" if ended else ""


def _next_number(request: MemberRequest, member: Member | None) -> dict[str, Any]:
    """Who decides, usually the unit above the branch, and the next number of its decisions.

    A way out that asks for no paper hides both boxes; without a script they are emptied by hand.
    """
    unit = _unit_of(request, member)
    if unit is None:
        return {}
    decider = unit.parent if unit.parent and unit.level == Unit.Level.BRANCH else unit
    code = Decision.objects.next_code(decider, Decision.Kind.DECISION, local_today())
    return {"decider": decider.pk, "code": code}


def departure_detail(request: MemberRequest, pk: int) -> HttpResponse:
    row = _departure(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _departure_page(request, row)


def _departure_page(
    request: MemberRequest,
    row: Departure,
    *,
    scan_form: ScanForm | None = None,
    courtesy_form: CourtesyForm | None = None,
) -> HttpResponse:
    context = {
        "trail": _departures((str(row.member), "")),
        "departure": row,
        "member": row.member,
        "card_url": card_address(request.user, row.member),
        "may_undo": row.undone_at is None
        and _may_undo(request, row.made_by_id, row.undo_until)
        and not row.is_overtaken,
        "courtesy": _courtesy(row),
        "courtesy_form": courtesy_form or CourtesyForm(initial={"day": local_today()}),
        "scans": scans_of(row, request.user),
        "scan_form": scan_form or ScanForm(),
    }
    return render(request, "members/desk/departure_detail.html", context)


def _courtesy(row: Departure) -> dict[str, str] | None:
    """The step that is still owed: the visit to the family, the word to who was struck off."""
    if row.undone_at is not None:
        return None
    if row.kind == Departure.Kind.DECEASED and row.visited_on is None:
        return {
            "title": "Viếng và thăm gia đình",
            "text": "Sau khi chi hội đến viếng, ghi ngày viếng ở đây.",
            "button": "Đã viếng",
        }
    if row.kind == Departure.Kind.STRUCK_OFF and row.told_on is None:
        return {
            "title": "Báo cho hội viên",
            "text": "Xóa tên không phải là kỷ luật. Báo cho đồng chí biết rồi ghi ngày báo.",
            "button": "Đã báo",
        }
    return None


def _departure(request: MemberRequest, pk: int) -> Departure:
    rows = Departure.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent__parent", "decision__unit__parent",
        "made_by__member", "undone_by__member",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _departures(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Rời Hội", reverse("book:departures")), *parts)


@require_POST
def departure_undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = _departure(request, pk)
    number = f" Số {row.decision} dùng lại được." if row.decision else ""
    attempt_plainly(
        request,
        lambda: leaving.undo_departure(departure=row, by=request.user),
        f"Đã hoàn tác. {row.member} sinh hoạt trở lại như trước.{number}",
    )
    return redirect(row)


@require_POST
def departure_courtesy(request: MemberRequest, pk: int) -> HttpResponse:
    """The visit was made, or the member was told."""
    row = _departure(request, pk)
    owed = _courtesy(row)
    form = CourtesyForm(request.POST)
    if owed is None:
        return redirect(row)
    is_visit = row.kind == Departure.Kind.DECEASED
    noted = None
    if form.is_valid():
        noted = attempt(
            form,
            lambda: leaving.note_courtesy(
                departure=row,
                field="visited_on" if is_visit else "told_on",
                day=form.cleaned_data["day"],
                by=request.user,
            ),
        )
    if noted is None:
        return _departure_page(request, row, courtesy_form=form)
    messages.success(request, "Đã ghi ngày viếng." if is_visit else "Đã ghi ngày báo cho đồng chí.")
    return redirect(row)


@require_POST
def departure_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = _departure(request, pk)
    return add_scan(request, row, lambda form: _departure_page(request, row, scan_form=form))


def departure_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision, or the letter of who moved away; 404 where there is none."""
    row = _departure(request, pk)
    if row.decision is None:
        raise Http404
    ReadRecord.objects.note(request.user, row, ReadRecord.Way.PRINTED)
    head = row.decision.unit.appointments.in_office().in_protocol_order().first()
    context = {
        "departure": row,
        "joined_on": row.member.joined_on,
        "authority": row.decision.unit.signs_as,
        "signer": head,
        "back": row.get_absolute_url(),
        **letterhead(row.decision.unit, row.decision),
    }
    return render(request, "documents/departure.html", context)
