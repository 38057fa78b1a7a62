"""Acts of care at the desk: the list, and the form that writes one down or corrects it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import (
    attempt,
    check,
    check_write,
    list_page,
    requested_member,
)
from kit.dates import local_today
from kit.forms import answer_for
from kit.lists import Table
from kit.money import dong, dong_with_words
from kit.numbers import typed_key, vn_number
from members.http import MemberRequest, posted
from members.models import (
    Degree,
    Departure,
    Member,
    Subject,
    Unit,
)

from ..actions.visits import (
    correct_visit,
    may_change,
    record_visit,
)
from ..forms.answers import VisitFilters
from ..forms.visits import VisitForm
from ..models import Activity, ActivityState, WelfareKind
from ..tables import VISITS
from .act import named_visit
from .common import NAME, tabs, welfare_trail

FUNERAL = "phung-vieng"  # the usual kind's code


# --- The list ---------------------------------------------------------------------------------


def visit_list(request: MemberRequest) -> HttpResponse:
    """Acts of one's units, the latest first; of a private kind, without whom for who may not know."""
    check(request, Subject.WELFARE)
    user = request.user
    everything = Activity.objects.visible_to(user)
    form = VisitFilters(user, everything.years(), request.GET)
    filters = form.filter_values()
    rows = everything
    if unit := filters.get("don_vi"):
        rows = rows.filter(unit__in=Unit.objects.within(unit).order_by().values("pk"))
    if kind := filters.get("loai"):
        rows = rows.filter(kind=kind)
    year = filters.get("nam")
    figures = rows.in_year(year or local_today().year).figures()
    if year:
        rows = rows.in_year(year)
    if state := filters.get("tinh_trang"):
        rows = rows.filter(state=state)
    if typed := filters.get("q"):
        rows = rows.naming_for(user).about(typed)
    rows = rows.with_naming(user).select_related("kind", "member", "unit__parent")
    table = Table(
        request.GET,
        rows.order_by("-happened_on", "-pk"),
        VISITS,
        noun="lần chăm lo",
        usual="-ngay",
        without=() if "don_vi" in form.fields else ("don-vi",),
    )
    return list_page(
        request, "welfare/visit_list.html", title=NAME, form=form, table=table,
        tabs=tabs("welfare_desk:visits"),
        figures=_figures_line(year or local_today().year, figures),
    )  # fmt: skip


def _figures_line(year: int, sums: dict[str, int]) -> str:
    parts = [f"{vn_number(sums['activities'])} lần", dong(sums["money"])]
    if sums["goods"]:
        parts.append(f"hiện vật trị giá {dong(sums['goods'])}")
    return f"Năm {year}: {', '.join(parts)}."


# --- The form ---------------------------------------------------------------------------------


def visit_new(request: MemberRequest) -> HttpResponse:
    """A visit in under a minute: whom, what kind, how much, saved.

    A telephone that had no connection sends what waited and asks for JSON; see js/visits/queue.js.
    """
    check(request, Subject.WELFARE, Degree.WRITE)
    departure = _departure_to_visit(request)
    member = departure.member if departure else requested_member(request, Subject.WELFARE)
    form = VisitForm(
        posted(request),
        request.FILES or None,
        user=request.user,
        member=member,
        initial=_initial(request, member, departure),
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: _record(request, form, departure))
        if saved is not None:
            return _saved(request, saved)
    return _visit_form(request, form, member=member, departure=departure)


def _departure_to_visit(request: MemberRequest) -> Departure | None:
    """The death that the visit answers, from its own page; 404 for one beyond the user's books."""
    key = request.GET.get("roi-hoi", "")
    if not key:
        return None
    rows = Departure.objects.editable_by(request.user).standing()
    rows = rows.filter(kind=Departure.Kind.DECEASED)
    departure: Departure = get_object_or_404(rows, pk=typed_key(key))
    members = Member.objects.open_to(request.user, Degree.WRITE, Subject.WELFARE)
    if not members.contains(departure.member):
        raise Http404
    return departure


def _initial(
    request: MemberRequest, member: Member | None, departure: Departure | None
) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "happened_on": f"{local_today():%d/%m/%Y}",
        "fund": Activity.Fund.UNIT,
        "visitors": request.user.display_name,
        "member": member.code if member else "",
    }
    if member is not None and member.is_in_memory:
        initial["family"] = member.addressed_as
    if departure is not None:
        funeral = WelfareKind.objects.on().filter(code=FUNERAL).first()
        initial["kind"] = funeral.pk if funeral else None
    return initial


def _record(request: MemberRequest, form: VisitForm, departure: Departure | None) -> Activity:
    data = form.cleaned_data
    activity = form.fill(Activity(departure=departure))
    return record_visit(
        activity=activity,
        visitors=data["visitors"],
        photographs=data["photographs"],
        reason=data.get("reason", ""),
        token=data["token"],
        by=request.user,
    )


def _saved(request: MemberRequest, activity: Activity) -> HttpResponse:
    message = _saved_message(activity)
    if _wants_json(request) or _is_by_script(request):
        return JsonResponse({"url": activity.get_absolute_url()}, status=201)
    messages.success(request, message)
    return redirect(activity)


def _saved_message(activity: Activity) -> str:
    """What was written down, the money in words, so that a nought too many is seen."""
    given = [dong_with_words(activity.amount)] if activity.amount else []
    given += [activity.in_kind] if activity.in_kind else []
    what = ", ".join([activity.kind.name, *given])
    if activity.state == ActivityState.PROPOSED:
        return f"Đã lập đề nghị: {what}. Cấp trên duyệt rồi mới trao."
    return f"Đã ghi: {what}."


def _wants_json(request: MemberRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _is_by_script(request: MemberRequest) -> bool:
    """js/visits/form.js: it follows the address itself, and puts a refused form in its place."""
    return request.headers.get("X-Requested-With") == "visits"


def _visit_form(
    request: MemberRequest,
    form: VisitForm,
    *,
    member: Member | None = None,
    departure: Departure | None = None,
    activity: Activity | None = None,
) -> HttpResponse:
    if _wants_json(request) and request.method == "POST":
        errors = [
            f"{form.fields[name].label}: {message}" if name in form.fields else str(message)
            for name, field_errors in form.errors.items()
            for message in field_errors
        ]
        return JsonResponse({"errors": errors}, status=422)
    title = "Sửa lần chăm lo" if activity else "Ghi lần thăm"
    parts = [(activity.whom, activity.get_absolute_url())] if activity else []
    context = {
        "trail": welfare_trail(*parts, (title, "")),
        "title": title,
        "form": form,
        "member": member,
        "departure": departure,
        "activity": activity,
        "back": activity.get_absolute_url() if activity else reverse("welfare_desk:visits"),
    }
    is_refused = _is_by_script(request) and request.method == "POST"
    status = 422 if is_refused else 200
    return render(request, "welfare/visit_form.html", context, status=status)


# --- Correcting -------------------------------------------------------------------------------


def visit_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects an act within the days; of two who correct it the second is told."""
    activity = named_visit(request, pk)
    check_write(request, activity)
    if not may_change(activity, request.user):
        raise PermissionDenied
    form = VisitForm(
        posted(request),
        request.FILES or None,
        user=request.user,
        member=activity.member,
        initial=_stored(activity),
    )
    if request.method == "POST" and form.is_valid():
        fresh = form.fill(Activity.objects.get(pk=activity.pk))
        saved = attempt(form, lambda: _correct(request, form, fresh))
        if saved is not None:
            messages.success(request, "Đã sửa.")
            return redirect(saved)
        if form.has_error("__all__", "edited_meanwhile"):
            _take_version(form, activity.pk)
    return _visit_form(request, form, activity=activity, member=activity.member)


def _take_version(form: VisitForm, pk: int) -> None:
    """The next press knows what others wrote meanwhile, and is a decision."""
    answer_for(form, "version", Activity.objects.get(pk=pk).version)


def _correct(request: MemberRequest, form: VisitForm, activity: Activity) -> Activity:
    data = form.cleaned_data
    return correct_visit(
        activity=activity,
        visitors=data["visitors"],
        photographs=data["photographs"],
        reason=data.get("reason", ""),
        version=data["version"],
        by=request.user,
    )


def _stored(activity: Activity) -> dict[str, Any]:
    names = (
        "family", "happened_on", "amount", "in_kind", "in_kind_value", "fund", "people_count",
        "receiver", "receipt_no", "place", "note", "story", "is_public",
    )  # fmt: skip
    visitors = activity.visitors.select_related("member")
    return {name: getattr(activity, name) for name in names} | {
        "member": activity.member.code if activity.member else "",
        "kind": activity.kind_id,
        "unit": activity.unit_id,
        "visitors": "\n".join(
            visitor.member.code if visitor.member else visitor.name for visitor in visitors
        ),
        "version": activity.version,
        "is_plan": activity.is_waiting,
    }
