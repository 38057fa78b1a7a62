"""Who holds what, what stands empty, congresses, handovers."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    form_page,
    is_gone,
    may_write,
    page_of,
    trail,
)
from desk.tasks import all_tasks
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import (
    Appointment,
    Degree,
    Handover,
    Member,
    Position,
    Subject,
    Unit,
    User,
    may_grant,
    offices_beyond,
    units_where,
    vacancies_by_unit,
)

from ..actions import offices as actions
from ..forms.offices import FillForm, OfficeFilters, OfficeHandOverForm
from ..tables import HOLDERS, OFFICES, VACANCIES
from ..tasks import ending_terms

NOUNS = {"nguoi": "người giữ chức vụ", "khuyet": "chỗ còn khuyết"}  # what a tab's rows are
UNFOLDED = 3  # units whose offices are all in sight; of more each is unfolded at a press


def office_list(request: MemberRequest) -> HttpResponse:
    """Who holds what in one's units: unit by unit, or person by person; what stands empty."""
    check(request, Subject.OFFICES)
    form = OfficeFilters(request.GET)
    units = units_where(request.user, Subject.OFFICES).on().select_related("parent").in_tree_order()
    missing = vacancies_by_unit(units)
    tab = next(
        (name for name in ("nguoi", "khuyet", "sap_het") if request.GET.get(name) == "1"), ""
    )
    context = {
        "trail": trail(("Chức vụ", "")),
        "form": form,
        "tab": tab,
        "kept": [(tab, "1")] if tab else [],
        "missing": sum(lack for posts in missing.values() for _, lack in posts),
        "today": local_today(),
        "noun": NOUNS.get(tab, "đơn vị"),
        "handovers": Handover.objects.visible_to(request.user)
        .select_related("appointment__member", "appointment__position", "appointment__unit")
        .order_by("-made_at")[:6],
    }
    match tab:
        case "nguoi":
            context |= _holders(request, form, units)
        case "khuyet":
            context |= _vacancies(request, form.applied_to(units.filter(pk__in=missing)), missing)
        case _:
            context |= _unit_by_unit(request, form, units, missing, is_ending=tab == "sap_het")
    return render(request, "register/office_list.html", context)


def _unit_by_unit(
    request: MemberRequest, form: OfficeFilters, units: Any, missing: Any, *, is_ending: bool
) -> dict[str, Any]:
    """Each unit with its offices, with what stands empty and what ends soon."""
    if is_ending:
        units = units.filter(pk__in=ending_terms().order_by().values("unit"))
    page = page_of(request, form.applied_to(units))
    shown = [unit.pk for unit in page]
    held: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(unit__in=shown).held_or_coming().in_protocol_order()
    rows = rows.select_related("term", "unit__parent__parent")
    for row in actions.with_writing(rows, request.user):
        held.setdefault(row.unit_id, []).append(row)
    ending = {term.unit_id: term for term in ending_terms().filter(unit__in=shown)}
    return {
        "page": page,
        "table": None,
        "is_unfolded": len(page.object_list) <= UNFOLDED or form.count,
        "units": [
            (
                unit,
                Table(QueryDict(), held.get(unit.pk, []), OFFICES, noun="chức vụ"),
                missing.get(unit.pk, []),
                ending.get(unit.pk),
            )
            for unit in page
        ],
        **_may(request.user, shown, [row for unit in held.values() for row in unit]),
    }


def _holders(request: MemberRequest, form: OfficeFilters, units: Any) -> dict[str, Any]:
    """Whoever holds an office or is to hold one, one a row, to be sorted."""
    rows = Appointment.objects.held_or_coming().filter(unit__in=form.applied_to(units).order_by())
    rows = rows.select_related("member", "position", "unit__parent__parent", "term")
    table = Table(
        request.GET,
        actions.with_writing(form.narrowed(rows).in_protocol_order(), request.user),
        HOLDERS,
        noun=NOUNS["nguoi"],
    )
    shown = [row.unit_id for row in table.page]
    return {"table": table, "page": table.page, **_may(request.user, shown, table.page)}


def _vacancies(request: MemberRequest, units: Any, missing: Any) -> dict[str, Any]:
    """What stands empty, one post of a unit a row."""
    rows = [
        (unit, post, lack, place)
        for place, unit in enumerate(units)
        for post, lack in missing[unit.pk]
    ]
    table = Table(request.GET, rows, VACANCIES, noun=NOUNS["khuyet"], usual="don-vi")
    own = _own_units(request.user, [row[0].pk for row in table.page])
    return {"table": table, "page": table.page, "own": own}


def _may(user: User, units: list[int], offices: Any) -> dict[str, Any]:
    """Keys: of the units whose offices the user writes down, of the offices beyond what they may
    end, and of those they may take back."""
    beyond = offices_beyond(user).filter(unit__in=units).values_list("pk", flat=True)
    return {
        "own": _own_units(user, units),
        "beyond": set(beyond),
        "slips": actions.slips_of(user, list(offices)),
    }


def _own_units(user: User, units: list[int]) -> set[int]:
    """Of these units, by their keys, those whose offices the user writes down."""
    if not user.only_reads(Subject.OFFICES):
        return set(units)
    own = units_where(user, Subject.OFFICES, Degree.WRITE)
    return set(own.filter(pk__in=units).values_list("pk", flat=True))


def office_fill(request: MemberRequest, slug: str) -> HttpResponse:
    """A congress or an appointment in one unit, in one screen."""
    units = (
        units_where(request.user, Subject.OFFICES, Degree.WRITE)
        .on()
        .select_related("parent__parent")
    )
    unit = get_object_or_404(units, slug=slug)
    form = FillForm(posted(request), unit=unit, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        made = attempt(
            form,
            lambda: actions.fill_offices(
                unit=unit,
                term=form.chosen_term,
                day=facts["day"],
                seats=form.seats,
                method=facts["method"],
                decision_no=facts["decision_no"],
                ends_earlier=facts["ends_earlier"],
                by=request.user,
            ),
        )
        if made is not None:
            message = (
                f"Đã ghi {len(made)} chức vụ ở {unit}."
                if made
                else f"Những đồng chí này đang giữ đúng chức vụ đó ở {unit}; không phải ghi thêm."
            )
            messages.success(request, message)
            return redirect("book:offices")
    context = {
        "trail": trail(("Chức vụ", reverse("book:offices")), (str(unit), "")),
        "unit": unit,
        "form": form,
    }
    return render(request, "register/office_fill.html", context)


def office_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Ends an office: shows what is left open, names the successor, keeps the list."""
    rows = Appointment.objects.editable_by(request.user).select_related(
        "member", "position", "unit__parent__parent", "term"
    )
    office = get_object_or_404(rows, pk=pk)
    if offices_beyond(request.user).filter(pk=office.pk).exists():
        raise Http404
    known = Handover.objects.filter(appointment=office).first()
    if known is not None:
        if request.method == "POST" and known.made_by_id != request.user.pk:
            messages.error(
                request, f"{known.made_by} đã ghi việc thôi chức vụ này. Chưa ghi thêm gì."
            )
        return redirect(known)
    lines = handover_lines(office)
    data = request.POST.copy()
    is_reworded = bool(data.pop("sua", None))
    if is_reworded:
        data.pop("shown", None)  # to be asked again
    form = OfficeHandOverForm(data if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and not is_reworded and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("day", "successor")}
        if not form.is_confirmed:
            check = partial(actions.check_hand_over, office, by=request.user, **facts)
            if attempt(form, lambda: [check()]) is not None:
                return _ask_hand_over(request, form, office, lines)
        else:
            number = form.cleaned_data["decision_no"]
            made = attempt(
                form,
                lambda: actions.hand_over(
                    office=office, decision_no=number, lines=lines, by=request.user, **facts
                ),
            )
            if made is not None:
                return _handed_over(request, made)
    return form_page(
        request,
        form,
        title=f"Thôi chức vụ: {office.position.name}",
        button="Xem lại trước khi ghi",
        back=reverse("book:offices"),
        trail=trail(("Chức vụ", reverse("book:offices")), ("Thôi chức vụ", "")),
        intro="Chưa ghi gì ngay: trang sau cho xem ai nhận và những gì chuyển theo.",
        facts=[("Đồng chí", office.member), ("Đơn vị", office.unit)]
        + [(line["words"], line["detail"]) for line in lines],
    )


def _handed_over(request: MemberRequest, made: Handover) -> HttpResponse:
    messages.success(
        request,
        "Đã ghi việc thôi chức vụ. Danh mục bàn giao ở dưới, có thể in. Nếu ghi nhầm, "
        f"{'đồng chí' if _still_may(request, made.appointment) else 'cấp trên'} bỏ được đến hết ngày "
        f"{made.undo_until:%d/%m/%Y}.",
    )
    if (
        not request.user.may(Subject.OFFICES)
        or made.appointment.member_id == request.user.member_id
    ):
        # Rights of the own office may just have ended, and with them this page.
        return _show_handover(request, made)
    return redirect(made)


def _still_may(request: MemberRequest, office: Appointment) -> bool:
    """Whether the reader may take the handover back: not by the right that just ended with it."""
    return may_grant(User.objects.get(pk=request.user.pk), office.position, office.unit)


def _ask_hand_over(
    request: MemberRequest,
    form: OfficeHandOverForm,
    office: Appointment,
    lines: list[dict[str, str]],
) -> HttpResponse:
    """Shows in full who hands what to whom; nothing is written before the yes."""
    context = {
        "trail": trail(("Chức vụ", reverse("book:offices")), ("Thôi chức vụ", "")),
        "office": office,
        "answers": form.answers,
        "facts": _what_passes(office, form.cleaned_data["day"], form.cleaned_data["successor"]),
        "lines": lines,
        "back": reverse("book:offices"),
    }
    return render(request, "register/office_ask.html", context)


def _what_passes(office: Appointment, day: dt.date, successor: Member | None) -> list[Any]:
    """Office, rights and accounts, from whom to whom, as the page that asks shows them."""
    facts = [
        ("Chức vụ", f"{office.position.name}, {office.unit.distinct_label}"),
        ("Thôi chức vụ", _named(office.member)),
        ("Từ ngày", f"{day:%d/%m/%Y}"),
        ("Người nhận", _named(successor) if successor else "Chưa có; chức vụ để khuyết"),
    ]
    if successor is not None:
        facts.append(("Người nhận giữ", _held_until(actions.taken_up(office, day, successor))))
    if office.position.right == Position.Right.NONE:
        return facts
    facts.append(("Quyền chuyển theo", office.position.get_right_display()))
    accounts = [f"Người thôi ({_account(office.member)}) không còn quyền này từ ngày đó."]
    if successor is not None and User.objects.filter(member=successor, is_active=True).exists():
        accounts.append(f"Người nhận ({_account(successor)}) có quyền này từ ngày đó.")
    elif successor is not None:
        accounts.append("Người nhận chưa có tài khoản: mở ở mục Tài khoản rồi mới đăng nhập được.")
    return [*facts, ("Tài khoản", " ".join(accounts))]


def _held_until(following: Appointment | None) -> str:
    """How long the successor will hold the post, as it is about to be written."""
    if following is None:
        return "Như đang giữ: đồng chí này đã có chức vụ này"
    since = f"Từ {following.valid_from:%d/%m/%Y}"
    term = following.term
    if term is None or following.valid_to is None:
        return f"{since}, chưa định ngày thôi"
    return f"{since}, đến khi hết {term.name} vào ngày {following.valid_to:%d/%m/%Y}"


def _named(member: Member) -> str:
    """A person in full, the branch of today too: many share a name."""
    membership = member.membership_on()
    return ", ".join([str(member), str(member.birth_year), member.code]
                     + ([membership.unit.distinct_label] if membership else []))  # fmt: skip


def _account(member: Member) -> str:
    account = User.objects.filter(member=member, is_active=True).first()
    return f"tài khoản {account.username}" if account else "chưa có tài khoản"


def office_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then removes an office that was written down by mistake."""
    rows = Appointment.objects.editable_by(request.user).select_related(
        "member", "position", "unit"
    )
    office = get_object_or_404(rows, pk=pk)
    if offices_beyond(request.user).filter(pk=office.pk).exists():
        raise Http404
    if request.method == "POST" or not actions.is_slip(office, request.user):
        attempt_plainly(
            request,
            lambda: actions.take_back(office=office, by=request.user),
            f"Đã bỏ lần ghi {office.position.name} của {office.member}.",
        )
        return redirect("book:offices")
    context = {
        "trail": trail(("Chức vụ", reverse("book:offices")), ("Ghi nhầm", "")),
        "heading": f"Bỏ lần ghi chức vụ của {office.member.full_name}?",
        "text": f"{office.member}: {office.position.name}, {office.unit}, từ "
        f"{office.valid_from:%d/%m/%Y}. Coi như chưa từng ghi. {_who_goes_on(office)}",
        "button": "Bỏ lần ghi này",
        "is_gentle": True,
        "back": reverse("book:offices"),
    }
    return render(request, "desk/confirm.html", context)


def _who_goes_on(office: Appointment) -> str:
    going_on = actions.going_on_after(office)
    if going_on:
        names = ", ".join(str(row.member) for row in going_on)
        papers = " Danh mục bàn giao kèm theo cũng bỏ." if any(
            hasattr(row, "handover") for row in going_on
        ) else ""  # fmt: skip
        return f"{names} giữ tiếp chức vụ này như trước.{papers}"
    same = Appointment.objects.filter(unit=office.unit_id, position=office.position_id).on()
    if same.exclude(pk=office.pk).exists():
        return "Những người đang giữ chức vụ này không thay đổi."
    return "Không ai giữ tiếp: chức vụ này sẽ khuyết."


def handover_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes a handover back that was written by mistake."""
    if is_gone(request, Handover, pk, Subject.OFFICES):
        return redirect("book:offices")  # a double click
    rows = Handover.objects.editable_by(request.user)
    row = get_object_or_404(rows.select_related("appointment__unit__parent"), pk=pk)
    office: Any = row.appointment
    if request.method == "POST" or local_today() > row.undo_until:
        done = attempt_plainly(
            request,
            lambda: actions.take_back_handover(handover=row, by=request.user),
            f"Đã bỏ lần bàn giao. {office.member} giữ tiếp chức vụ {office.position.name}.",
        )
        return redirect("book:offices") if done else redirect(row)
    passed = f" {row.successor} thôi không giữ chức vụ này nữa." if row.successor else ""
    context = {
        "trail": trail(("Chức vụ", reverse("book:offices")), ("Bỏ lần bàn giao", "")),
        "heading": f"Bỏ lần bàn giao của {office.member.full_name}?",
        "text": f"{office.member} giữ tiếp chức vụ {office.position.name}, {office.unit}, với quyền "
        f"và việc như trước.{passed} Danh mục bàn giao sẽ bỏ; lịch sử vẫn ghi cả hai lần.",
        "button": "Bỏ lần bàn giao này",
        "is_gentle": True,
        "back": row.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def handover_lines(office: Appointment) -> list[dict[str, str]]:
    """What the officer leaves open by this one office, in every app of the portal."""
    lines = [
        {
            "words": "Hội viên trong phạm vi",
            "detail": str(Member.objects.of_units(Unit.objects.within(office.unit_id)).count()),
        }
    ]
    account = User.objects.filter(member=office.member_id).first()
    as_officer = account or User(username="-", member=office.member)
    as_officer.is_superuser = False
    # The tasks of this office alone: what comes with another one stays with its holder.
    as_officer.offices = [office]
    for task in all_tasks(as_officer):
        if not task.is_open_work:
            continue
        lines.append({"words": task.label, "detail": task.detail or "Chuyển cho người nhận."})
    return lines


def handover(request: MemberRequest, pk: int) -> HttpResponse:
    """The list, to be printed and signed by both."""
    rows = Handover.objects.visible_to(request.user)
    return _show_handover(request, get_object_or_404(rows, pk=pk))


def _show_handover(request: MemberRequest, row: Handover) -> HttpResponse:
    office: Any = row.appointment
    context = {
        "handover": row,
        "office": office,
        "trail": trail(("Chức vụ", reverse("book:offices")), ("Bàn giao", "")),
        "back": reverse("book:offices"),
        "may_take_back": local_today() <= row.undo_until
        and may_write(request.user, row)
        and _still_may(request, office),
    }
    return render(request, "register/handover.html", context)
