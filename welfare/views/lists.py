"""Lists of who is due: drawn up, looked at, decided, changed person by person."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page
from kit.lists import Table
from kit.money import dong_with_words
from kit.text import clean_line
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, Subject

from ..actions.lists import (
    add_person,
    changed_since,
    draw_up,
    move_list,
    restore_entry,
    strike,
    take_back_entry,
)
from ..forms.lists import AddForm, ApproveForm, DraftForm, ListReasonForm, SpanForm
from ..models import (
    LIVE,
    EntryState,
    ListState,
    ListStep,
    Rate,
    Span,
    WelfareEntry,
    WelfareList,
    age_by,
    due_now,
    in_order,
)
from ..tables import DUE, ENTRIES, LISTS
from .common import tabs, welfare_trail

LIST = "welfare_desk:lists"
UNSURE_SHOWN = 50  # people without a full birth date that a page names; it says how many there are


def _lists(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return welfare_trail(("Danh sách", reverse(LIST) if parts else ""), *parts)


def list_list(request: MemberRequest) -> HttpResponse:
    """The lists of the user's units, and those from above that name their members."""
    check(request, Subject.WELFARE)
    rows = WelfareList.objects.visible_to(request.user).with_sums()
    state = request.GET.get("tinh_trang", "")
    if state == "cho-toi":
        rows = WelfareList.objects.waiting_for(request.user).with_sums()
    elif state in ListState.values:
        rows = rows.filter(state=state)
    table = Table(
        request.GET,
        rows.select_related("kind", "unit__parent").order_by("-year", "-month", "-pk"),
        LISTS, noun="danh sách", usual="-ky",
    )  # fmt: skip
    context = {
        "trail": _lists(),
        "tabs": tabs(LIST),
        "table": table,
        "is_filtered": bool(state),
        "may_write": request.user.may(Subject.WELFARE, Degree.WRITE),
    }
    return render(request, "welfare/list_list.html", context)


@dataclass(frozen=True)
class DuePerson:
    """A line of the preview."""

    member: Member
    unit: Any
    age: int
    rate: Rate | None


def _people(memberships: Any, span: Span, rates: dict[int, Rate]) -> list[DuePerson]:
    people = []
    for membership in memberships:
        rate = rates.get(membership.due_rate)
        people.append(
            DuePerson(
                membership.member, membership.unit, age_by(rate, membership.member, span), rate
            )
        )
    return people


@transaction.atomic
def list_new(request: MemberRequest) -> HttpResponse:
    """Asks which kind, where and when; shows who is due; keeps them as a draft."""
    check(request, Subject.WELFARE, Degree.WRITE)
    is_submitted = "loai" in request.GET
    span_form = SpanForm(request.user, request.GET if is_submitted else None)
    form = DraftForm(posted(request))
    context: dict[str, Any] = {
        "trail": _lists(("Lập danh sách", "")),
        "span_form": span_form,
        "form": form,
    }
    if is_submitted and span_form.is_valid():
        span = span_form.span
        if request.method == "POST" and form.is_valid():
            made = attempt(
                form,
                lambda: draw_up(
                    gift_list=form.as_list(span), token=form.cleaned_data["token"], by=request.user
                ),
            )
            if made is not None:
                people = made.entries.count()
                messages.success(request, f"Đã lưu bản nháp: {people} đồng chí.")
                return redirect(made)
        context |= _preview(request, span)
    return render(request, "welfare/list_new.html", context)


def _preview(request: MemberRequest, span: Span) -> dict[str, Any]:
    """Who is due and on no list yet, and who can't be counted or left out without a birth date."""
    rates = {rate.pk: rate for rate in span.rates}
    memberships = in_order(due_now(span)).select_related("member", "unit__parent")
    table = Table(request.GET, memberships.filter(due_rate__isnull=False), DUE, noun="đồng chí")
    table.page.object_list = _people(table.page.object_list, span, rates)
    return {
        "span": span,
        "rates": rates.values(),
        "table": table,
        **_unsure(request, span),
    }


def _unsure(request: MemberRequest, span: Span) -> dict[str, Any]:
    """People whose birth date is missing where it decides; with a card to open, where one may."""
    rows = in_order(due_now(span)).filter(due_rate__isnull=True).select_related("member", "unit")
    count, memberships = rows.count(), list(rows[:UNSURE_SHOWN])
    keys = [membership.member_id for membership in memberships]
    readable = Member.objects.in_books_of(request.user).filter(pk__in=keys)
    return {
        "unsure_count": count,
        "unsure": _people(memberships, span, {}),
        "readable": set(readable.values_list("pk", flat=True)) if keys else set(),
    }


def visible_list(request: MemberRequest, pk: int) -> WelfareList:
    check(request, Subject.WELFARE)
    rows = WelfareList.objects.visible_to(request.user).select_related(
        "kind", "unit__parent", "decider", "made_by__member", "answered_by__member"
    )
    gift_list: WelfareList = get_object_or_404(rows, pk=pk)
    return gift_list


def list_trail(gift_list: WelfareList, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return _lists((str(gift_list), gift_list.get_absolute_url() if parts else ""), *parts)


def is_writer(request: MemberRequest, gift_list: WelfareList) -> bool:
    return WelfareList.objects.editable_by(request.user).filter(pk=gift_list.pk).exists()


def list_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Names, sums, who decides; what is left to do, by button."""
    gift_list = visible_list(request, pk)
    shown = gift_list.entries.visible_to(request.user)
    entries = shown.select_related("unit__parent", "member").in_order()
    state = request.GET.get("tinh_trang", "")
    if state in EntryState.values:
        entries = entries.filter(state=state)
    table = Table(request.GET, entries, ENTRIES, noun="đồng chí")
    writes = is_writer(request, gift_list)
    counts = dict.fromkeys(EntryState.values, 0)
    money = 0
    for entry_state, amount in shown.values_list("state", "amount"):
        counts[entry_state] += 1
        money += amount if entry_state in LIVE else 0
    hands = shown.to_hand_over().filter(pk__in=shown.editable_by(request.user).values("pk"))
    context = {
        "trail": list_trail(gift_list),
        "tabs": tabs(LIST),
        "gift_list": gift_list,
        "table": table,
        "counts": [
            (EntryState(entry_state).label, entry_state, n)
            for entry_state, n in counts.items()
            if n
        ],
        "money": dong_with_words(money),
        "steps": gift_list.steps_for(request.user),
        "writes": writes,
        "may_strike": writes and gift_list.state in (ListState.DRAFT, ListState.APPROVED),
        "editable": _editable(request, table),
        "hands": hands.count() if gift_list.state == ListState.APPROVED else 0,
        "rule": gift_list.rule,
        "changes": _steps(request, gift_list),
        "follow_up": _follow_up(gift_list) if writes else "",
    }
    if writes and gift_list.is_open:
        context |= _unsure(request, gift_list.span)
    return render(request, "welfare/list_detail.html", context)


def _steps(request: MemberRequest, gift_list: WelfareList) -> Any:
    """What was done with the list as a whole; each person's line tells of that person."""
    changes = Change.objects.of(gift_list).filter(model=gift_list._meta.label_lower)
    return changes.visible_to(request.user).newest_first()[:10]


def _editable(request: MemberRequest, table: Table) -> set[int]:
    keys = [entry.pk for entry in table.page]
    rows = WelfareEntry.objects.editable_by(request.user).filter(pk__in=keys)
    return set(rows.values_list("pk", flat=True)) if keys else set()


def _follow_up(gift_list: WelfareList) -> str:
    """The address of a list of whoever is due by now and on none yet."""
    query = {"loai": gift_list.kind_id, "don_vi": gift_list.unit_id, "nam": gift_list.year}
    if gift_list.month:
        query["thang"] = gift_list.month
    return f"{reverse('welfare_desk:list_new')}?{urlencode(query)}"


@transaction.atomic
def list_move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step: asked once more, with a reason where there must be one."""
    gift_list = visible_list(request, pk)
    step = ListStep.at(slug)
    if step is None or step.role not in gift_list.roles_of(request.user):
        raise PermissionDenied
    form = _step_form(request, gift_list, step)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: move_list(
                gift_list=gift_list, step=step, reason=form.cleaned_data.get("reason", ""),
                answers=form.answers if isinstance(form, ApproveForm) else {}, by=request.user,
            ),
        )  # fmt: skip
        if done is not None:
            messages.success(request, step.done)
            return redirect(gift_list)
    people = gift_list.entries.live()
    facts = [
        ("Đơn vị lập", gift_list.unit.distinct_label),
        ("Số đồng chí", people.count()),
        ("Số tiền", dong_with_words(sum(people.values_list("amount", flat=True)))),
    ]
    if step.target == ListState.PROPOSED:
        facts.append(("Nơi duyệt", gift_list.rule.decider_of(gift_list.unit)))
    return form_page(
        request, form, title=f"{step.label}: {gift_list}", button=step.label,
        back=gift_list.get_absolute_url(), trail=list_trail(gift_list, (step.label, "")), facts=facts,
        intro=step.question or _intro(form), is_danger=step.is_danger,
    )  # fmt: skip


def _step_form(request: MemberRequest, gift_list: WelfareList, step: ListStep) -> forms.Form:
    if step.is_danger:
        return ListReasonForm(posted(request))
    if step.target != ListState.APPROVED:
        return forms.Form(posted(request))
    changed = changed_since(gift_list) if gift_list.state == ListState.PROPOSED else {}
    names = dict(gift_list.entries.filter(pk__in=changed).values_list("pk", "full_name"))
    return ApproveForm(posted(request), changed=changed, names=names)


def _intro(form: forms.Form) -> str:
    if not isinstance(form, ApproveForm):
        return ""
    if not form.changed:
        return "Duyệt rồi thì tên, ngày sinh, tuổi và mức được chép lại và giữ nguyên."
    return (
        f"Từ khi lập danh sách, {len(form.changed)} đồng chí có thay đổi. Hãy quyết định từng người; "
        "lý do được giữ trong danh sách."
    )


# --- One person -------------------------------------------------------------------------------


@transaction.atomic
def entry_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Adds somebody by hand, or again for a reason."""
    gift_list = visible_list(request, pk)
    if not is_writer(request, gift_list):
        raise PermissionDenied
    initial = {"member": clean_line(request.GET.get("hoi-vien", ""))[:40]}
    form = AddForm(posted(request), initial=initial, gift_list=gift_list)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = attempt(form, lambda: add_person(gift_list=gift_list, by=request.user, **data))
        if entry is not None:
            messages.success(request, f"Đã thêm {entry.full_name}, {entry.age} tuổi: {entry.gift}.")
            return redirect(gift_list)
    return form_page(
        request, form, title="Thêm người vào danh sách", button="Thêm vào danh sách",
        back=gift_list.get_absolute_url(), trail=list_trail(gift_list, ("Thêm người", "")),
        intro=str(gift_list),
    )  # fmt: skip


def _entry(request: MemberRequest, pk: int) -> WelfareEntry:
    check(request, Subject.WELFARE)
    rows = WelfareEntry.objects.visible_to(request.user).select_related(
        "gift_list__kind", "gift_list__unit__parent", "member", "unit"
    )
    entry: WelfareEntry = get_object_or_404(rows, pk=pk)
    return entry


@transaction.atomic
def entry_strike(request: MemberRequest, pk: int) -> HttpResponse:
    """Strikes a name, with a reason that stays on the list."""
    entry = _entry(request, pk)
    gift_list = entry.gift_list
    if not is_writer(request, gift_list):
        raise PermissionDenied
    form = ListReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: strike(entry=entry, reason=reason, by=request.user)) is not None:
            messages.success(request, f"Đã gạch tên {entry.full_name}.")
            return redirect(gift_list)
    return form_page(
        request, form, title=f"Gạch tên {entry.full_name}", button="Gạch tên",
        back=gift_list.get_absolute_url(), trail=list_trail(gift_list, ("Gạch tên", "")),
        facts=[("Danh sách", gift_list), ("Sinh", entry.born), ("Mức", entry.gift)], is_danger=True,
    )  # fmt: skip


@require_POST
def entry_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts a struck name back, or takes back a hand-over ticked by mistake."""
    entry = _entry(request, pk)
    if entry.state == EntryState.HANDED:
        if not WelfareEntry.objects.editable_by(request.user).filter(pk=pk).exists():
            raise PermissionDenied
        attempt_plainly(
            request, lambda: take_back_entry(entry=entry, by=request.user),
            f"{entry.full_name}: lại chờ trao.",
        )  # fmt: skip
        return redirect(entry.gift_list)
    if not is_writer(request, entry.gift_list):
        raise PermissionDenied
    attempt_plainly(
        request, lambda: restore_entry(entry=entry, by=request.user),
        f"{entry.full_name} lại có trong danh sách.",
    )  # fmt: skip
    return redirect(entry.gift_list)
