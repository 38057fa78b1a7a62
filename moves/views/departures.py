"""Ways out of the association, with their papers and courtesies."""

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
    trail,
)
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import (
    AdmissionRule,
    Decision,
    Degree,
    Departure,
    Member,
    Proposal,
    ReadRecord,
    Subject,
    Unit,
    User,
    units_where,
)

from ..actions import leaving
from ..actions.corrections import why_not_undone
from ..actions.decisions import is_on_paper
from ..forms.leaving import CourtesyForm, DepartureFilters, DepartureForm
from ..forms.scans import ScanForm
from ..tables import DEPARTURES
from .common import needs_correction, numbering_unit
from .papers import paper_to_confirm
from .scans import add_scan, scans_of


def departure_list(request: MemberRequest) -> HttpResponse:
    """Who left, how and when; undone ones too, marked so."""
    check(request, Subject.MOVES)
    form = DepartureFilters(request.GET)
    filters = form.filter_values()
    rows = Departure.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent", "decision"
    )
    if typed := filters.get("tim"):
        matching = Member.objects.order_by().matching(typed).values("pk")
        rows = rows.filter(membership__member__in=matching)
    if kind := filters.get("hinh_thuc"):
        rows = rows.filter(kind=kind)
    rows = rows.order_by("-left_on", "-pk")
    table = Table(request.GET, rows, DEPARTURES, noun="trường hợp", usual="-ngay")
    return list_page(
        request,
        "moves/departure_list.html",
        title="Rời Hội",
        form=form,
        table=table,
    )


@needs_branch(Subject.MOVES)
def departure_new(request: MemberRequest) -> HttpResponse:
    member = requested_member(request, Subject.MOVES)
    initial = {"member": member.code} if member else {}
    initial |= _next_number(request, member)
    form = DepartureForm(posted(request), request.FILES or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        row = form.save(commit=False)
        row.token = facts["token"]
        membership = facts["member"].membership_on()
        saved = attempt(
            form,
            lambda: leaving.depart(
                membership=membership,
                departure=row,
                code=facts["code"],
                decider=facts["decider"] or membership.unit,
                scan=facts["scan"],
                by=request.user,
            ),
        )
        if saved is not None:
            days = AdmissionRule.objects.of(membership.unit).undo_days
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
        trail=departure_trail(("Ghi mới", "")),
        facts=about_member(form, member),
        intro="Chuyển sang chi hội khác trong thành phố thì dùng mục Chuyển sinh hoạt; xóa tên, khai trừ "
        "thì lập đề nghị ở mục Xóa tên, kỷ luật. "
        "Ghi xong, chức vụ của đồng chí kết thúc và tài khoản ngừng hoạt động từ ngày rời.",
        is_danger=True,
    )


def _what_ended(row: Departure) -> str:
    """What else ended with the membership, as the message tells it."""
    ended = [
        message
        for key, message in (
            ("offices", "chức vụ đang giữ thôi cùng ngày"),
            ("account", "tài khoản ngừng hoạt động"),
            ("transfer", "đề nghị chuyển sinh hoạt đang chờ được hủy"),
        )
        if row.before.get(key)
    ]
    return f"; {', '.join(ended)}" if ended else ""


def _next_number(request: MemberRequest, member: Member | None) -> dict[str, Any]:
    """Whose paper it usually is, as far as the user keeps those books, and its next number.

    A way out that asks for no paper hides both boxes; without a script they are emptied by hand.
    """
    unit = numbering_unit(request, member)
    if unit is None:
        return {}
    above = unit.parent if unit.level == Unit.Level.BRANCH else None
    decider = unit if above is None or is_on_paper(above, request.user) else above
    code = Decision.objects.next_code(decider, Decision.Kind.DECISION, local_today())
    return {"decider": decider.pk, "code": code}


def departure_detail(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_departure(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _departure_page(request, row)


def _departure_page(
    request: MemberRequest,
    row: Departure,
    *,
    scan_form: ScanForm | None = None,
    courtesy_form: CourtesyForm | None = None,
) -> HttpResponse:
    proposal = Proposal.objects.filter(departure=row).first()
    seen = Proposal.objects.visible_to(request.user).filter(departure=row).first()
    context = {
        "trail": departure_trail((str(row.member), "")),
        "departure": row,
        "member": row.member,
        "card_url": card_address(request.user, row.member),
        "may_undo": row.undone_at is None and _may_take_back(request, row) and not row.is_overtaken,
        "may_correct": row.undone_at is None
        and not row.is_overtaken
        and needs_correction(request, row.made_by_id, row.undo_until),
        "may_write": may_write(request.user, row),
        "funeral_url": _funeral_url(row, request.user),
        # Of what was proposed the paper lies with the proposal.
        "paper": None if proposal else paper_to_confirm(request, row.decision),
        "proposal": seen,
        "reason": row.reason or (seen.reason if seen else ""),
        "courtesy": _courtesy(row, request.user) if may_write(request.user, row) else None,
        "courtesy_form": courtesy_form or CourtesyForm(initial={"day": local_today()}),
        "scans": scans_of(row, request.user),
        "scan_form": scan_form or ScanForm(),
    }
    return render(request, "moves/departure_detail.html", context)


def _may_take_back(request: MemberRequest, row: Departure) -> bool:
    return not why_not_undone(request.user, row.made_by_id, row.undo_until, row.decision)


def _courtesy(row: Departure, user: User) -> dict[str, str] | None:
    """The step that is still owed: the visit to the family, the word to who was struck off.

    The visit is an act of care, with its money and people, and written down as such.
    """
    if row.undone_at is not None:
        return None
    if row.kind == Departure.Kind.DECEASED and row.visited_on is None:
        if not user.may(Subject.WELFARE, Degree.WRITE):
            return None
        return {
            "title": "Viếng và thăm gia đình",
            "text": "Chuẩn bị tiểu sử, điếu văn, vòng hoa, thứ tự các đoàn viếng rồi in ra. Sau khi chi "
            "hội đến viếng, ghi lần viếng: ai đi, tiền phúng, vòng hoa.",
            "button": "Ghi lần viếng",
            "url": f"{reverse('welfare_desk:visit_new')}?roi-hoi={row.pk}",
        }
    if row.kind == Departure.Kind.STRUCK_OFF and row.told_on is None:
        return {
            "title": "Báo cho hội viên",
            "text": "Xóa tên không phải là kỷ luật. Báo cho đồng chí biết rồi ghi ngày báo.",
            "button": "Đã báo",
        }
    return None


def _funeral_url(row: Departure, user: User) -> str:
    """The page that prepares or shows the funeral, for those who read it; "" for others."""
    is_death = row.kind == Departure.Kind.DECEASED and row.undone_at is None
    units = units_where(user, Subject.WELFARE)
    if not is_death or not units.contains(row.membership.unit):
        return ""
    if not Member.objects.in_books_of(user).contains(row.member):
        return ""
    return reverse("events_desk:funeral", args=[row.pk])


def visible_departure(request: MemberRequest, pk: int) -> Departure:
    rows = Departure.objects.visible_to(request.user).select_related(
        "membership__member", "membership__unit__parent__parent", "decision__unit__parent",
        "made_by__member", "undone_by__member",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def departure_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Rời Hội", reverse("book:departures")), *parts)


@require_POST
def departure_undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_departure(request, pk)
    check_write(request, row)
    number = f" Số {row.decision} dùng lại được." if row.decision else ""
    attempt_plainly(
        request,
        lambda: leaving.undo_departure(departure=row, by=request.user),
        f"Đã hoàn tác. {row.member} sinh hoạt trở lại như trước.{number}",
    )
    return redirect(row)


@require_POST
def departure_courtesy(request: MemberRequest, pk: int) -> HttpResponse:
    """The member was told that they were struck off."""
    row = visible_departure(request, pk)
    check_write(request, row)
    courtesy = _courtesy(row, request.user)
    form = CourtesyForm(request.POST)
    if courtesy is None or "url" in courtesy:
        return redirect(row)
    if not form.is_valid() or not attempt(
        form,
        lambda: leaving.note_courtesy(departure=row, day=form.cleaned_data["day"], by=request.user),
    ):
        return _departure_page(request, row, courtesy_form=form)
    messages.success(request, "Đã ghi ngày báo cho đồng chí.")
    return redirect(row)


@require_POST
def departure_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_departure(request, pk)
    return add_scan(request, row, lambda form: _departure_page(request, row, scan_form=form))


def departure_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision, or the letter of who moved away; 404 where there is none, or it came on paper."""
    row = visible_departure(request, pk)
    if row.decision is None or row.decision.is_on_paper:
        raise Http404
    proposal = Proposal.objects.filter(departure=row).first()
    if proposal and not Proposal.objects.visible_to(request.user).contains(proposal):
        raise Http404  # it tells the offence
    ReadRecord.objects.note(request.user, row, ReadRecord.Way.PRINTED)
    context = {
        "departure": row,
        "reason": row.reason or (proposal.reason if proposal else ""),
        "joined_on": row.member.joined_on,
        "authority": row.decision.unit.signs_as,
        **_signature(row.decision),
        "back": row.get_absolute_url(),
        **letterhead(row.decision.unit, row.decision),
    }
    return render(request, "documents/departure.html", context)


def _signature(decision: Decision) -> dict[str, str]:
    """Who signs: whom the decision names, else the unit's head of today."""
    if decision.signer:
        return {"signs_as": decision.signs_as, "signer": decision.signer}
    head = decision.unit.appointments.in_office().in_protocol_order().first()
    if head is None:
        return {"signs_as": "", "signer": ""}
    return {"signs_as": head.position.signs_as, "signer": head.member.full_name}
