"""A unit's year by a kind's own scale at the desk: the list, one year, its two columns, its steps."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check, form_page, list_page, step_page
from emulation.models import Criterion
from emulation.models.criteria import in_outline
from emulation.scoring import Kind
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Degree, Subject

from ..actions.ratings import move_rating, save_marks, start_rating
from ..forms.ratings import MarksForm, RatingFilters, RatingForm
from ..models import ExemplarKind, RatingRole, RatingState, RatingStep, UnitRating
from ..tables import RATINGS
from .common import room_trail, tabs

LIST = "exemplars_desk:ratings"
NAME = "Chi hội mẫu"


def rating_list(request: MemberRequest) -> HttpResponse:
    """Years of the user's units, the latest first."""
    check(request, Subject.EMULATION)
    visible = UnitRating.objects.visible_to(request.user)
    years = visible.order_by("-year").values_list("year", flat=True).distinct()
    form = RatingFilters(list(years), request.GET)
    values = form.filter_values()
    rows = visible.select_related("unit__parent", "kind")
    if year := values.get("nam"):
        rows = rows.filter(year=year)
    if state := values.get("tinh_trang"):
        rows = rows.filter(state=state)
    table = Table(request.GET, rows, RATINGS, noun="bảng điểm", usual="-nam")
    return list_page(
        request, "exemplars/desk/ratings.html", title=NAME, form=form, table=table, tabs=tabs(LIST),
        trail=room_trail((NAME, "")),
        has_scale=ExemplarKind.objects.offered().filter(criteria_set__isnull=False).exists(),
    )  # fmt: skip


def rating_new(request: MemberRequest) -> HttpResponse:
    """Begins a unit's year."""
    check(request, Subject.EMULATION, Degree.WRITE)
    form = RatingForm(posted(request), user=request.user, initial={"year": str(local_today().year)})
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        made = attempt(
            form, lambda: start_rating(rating=form.instance, token=token, by=request.user)
        )
        if made is not None:
            return redirect(made)
    return form_page(
        request, form, title="Lập bảng điểm của năm", button="Lập bảng điểm", back=reverse(LIST),
        trail=room_trail((NAME, reverse(LIST)), ("Lập bảng điểm", "")),
    )  # fmt: skip


def _rating(request: MemberRequest, pk: int) -> UnitRating:
    check(request, Subject.EMULATION)
    rows = UnitRating.objects.visible_to(request.user).select_related(
        "unit__parent", "kind", "criteria_set"
    )
    rating: UnitRating = get_object_or_404(rows, pk=pk)
    return rating


def _trail(rating: UnitRating, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    here = (f"{rating.unit}, năm {rating.year}", rating.get_absolute_url() if parts else "")
    return room_trail((NAME, reverse(LIST)), here, *parts)


def rating(request: MemberRequest, pk: int) -> HttpResponse:
    """One year: each criterion's two values, the totals, last year's beside it, the next step."""
    record = _rating(request, pk)
    roles = record.roles_of(request.user)

    def said(criterion: Criterion, value: Decimal | None) -> str:
        """What was counted, where it isn't the points themselves."""
        return "" if criterion.kind == Kind.JUDGED else criterion.worded(value)

    own, given = record.values("own"), record.values("given")
    lines = in_outline(record.criteria_set.criteria.all())
    sheets = {"own": record.sheet(own), "given": record.sheet(given)}
    before = UnitRating.objects.visible_to(request.user).confirmed().filter(
        unit=record.unit_id, kind=record.kind_id, year=record.year - 1
    ).first()  # fmt: skip
    context = {
        "trail": _trail(record),
        "rating": record,
        "lines": [
            {
                "code": code, "depth": depth, "criterion": criterion,
                "own": said(criterion, own.get(criterion.pk)),
                "own_points": sheets["own"].points.get(criterion.pk),
                "given": said(criterion, given.get(criterion.pk)),
                "given_points": sheets["given"].points.get(criterion.pk),
            }
            for code, depth, criterion in lines
        ],
        "own_sheet": sheets["own"],
        "given_sheet": sheets["given"],
        "before": before,
        "steps": record.steps_for(request.user),
        "may_own": RatingRole.OWNER in roles and record.state == RatingState.DRAFT,
        "may_give": RatingRole.ABOVE in roles and record.state == RatingState.SENT,
        "changes": Change.objects.of(record).visible_to(request.user).newest_first()[:20],
    }  # fmt: skip
    return render(request, "exemplars/desk/rating.html", context)


# Address of a column, its title, in whose role it is written.
COLUMNS = {
    "tu-cham": ("own", "Đơn vị tự chấm", RatingRole.OWNER, RatingState.DRAFT),
    "cham": ("given", "Cấp trên chấm", RatingRole.ABOVE, RatingState.SENT),
}


def marks(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The boxes of one column."""
    record = _rating(request, pk)
    if slug not in COLUMNS:
        raise Http404
    column, title, role, state = COLUMNS[slug]
    if role not in record.roles_of(request.user):
        raise PermissionDenied
    if request.method == "GET" and record.state != state:
        messages.error(request, f"Bảng điểm này {record.get_state_display()} nên không sửa được.")
        return redirect(record)
    form = MarksForm(posted(request), instance=record, column=column)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_marks(
                rating=record, column=column, values=form.values,
                remark=form.cleaned_data.get("remark"), version=form.opened_with, by=request.user,
            ),
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã lưu bảng điểm.")
            return redirect(saved)
        form.renew()
    return form_page(
        request, form, title=title, button="Lưu", back=record.get_absolute_url(),
        trail=_trail(record, (title, "")), facts=[("Đơn vị", record.unit.distinct_label)],
        intro="Ô để trống là chưa chấm, không phải không điểm.",
    )  # fmt: skip


def move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step, by a user whose role the table names."""
    record = _rating(request, pk)
    step = RatingStep.at(slug)
    if step is None or step.role not in record.roles_of(request.user):
        raise PermissionDenied
    return step_page(
        request, step, record,
        take=lambda form: move_rating(rating=record, step=step, by=request.user, **form.facts),
        trail=_trail(record), subject=str(record),
        closed=f"Bảng điểm này {record.get_state_display()}, không còn làm được việc này.",
    )  # fmt: skip
