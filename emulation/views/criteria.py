"""Sets of criteria at the desk, read: the list, one set with its criteria, versions, a trial."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render

from desk.pages import check
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from kit.numbers import typed_key
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest
from members.models import Change, Degree, Subject

from ..comparing import compared
from ..forms.criteria import TrialForm
from ..models import CriteriaSet, Criterion, in_outline
from ..scoring import Part, score
from ..tables import CRITERIA, SETS
from .common import LIST, criteria_trail, room_tabs, set_at, set_trail


@dataclass(frozen=True)
class Line:
    """A line of the outline as the page shows it. `maximum`: of a section, what it adds up to."""

    code: str
    depth: int
    criterion: Criterion
    maximum: Decimal
    is_first: bool
    is_last: bool


def criteria_list(request: MemberRequest) -> HttpResponse:
    """Sets that the user's units are scored by, and their own drafts."""
    check(request, Subject.EMULATION)
    rows = CriteriaSet.objects.visible_to(request.user).with_counts().select_related("unit__parent")
    rows = rows.order_by(
        "unit__level", "unit__sort_order", "name", "-version"
    )  # a sum keeps no usual order
    context = {
        "trail": criteria_trail(),
        "tabs": room_tabs(LIST),
        "table": Table(request.GET, rows, SETS, noun="bộ tiêu chí"),
        "may_write": request.user.may(Subject.EMULATION, Degree.WRITE),
    }
    return render(request, "emulation/desk/criteria_list.html", context)


def criteria_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One set: its criteria in their order, with how the points of each come about."""
    criteria_set = set_at(request, pk)
    may_write = CriteriaSet.objects.editable_by(request.user).contains(criteria_set)
    lines, totals = _lines(criteria_set)
    versions = CriteriaSet.objects.visible_to(request.user).filter(
        unit=criteria_set.unit, name=criteria_set.name
    )
    context = {
        "trail": criteria_trail((str(criteria_set), "")),
        "criteria_set": criteria_set,
        "table": Table(
            request.GET,
            lines,
            CRITERIA,
            noun="dòng",
            without=() if may_write and not criteria_set.is_issued else ("viec",),
        ),
        "totals": totals,
        "may_write": may_write,
        "may_edit": may_write and not criteria_set.is_issued,
        "versions": list(versions.order_by("-version")),
        # Who drafted it is told to those who draft, not to whoever is scored by it.
        "changes": may_write
        and Change.objects.visible_to(request.user).of(criteria_set).newest_first()[:10],
    }
    return render(request, "emulation/desk/criteria_detail.html", context)


def _lines(criteria_set: CriteriaSet) -> tuple[list[Line], list[tuple[str, Decimal]]]:
    """The outline, and what the set's parts add up to."""
    outline = in_outline(criteria_set.criteria.all())
    sheet = score([row.item for _, _, row in outline], {})
    siblings: dict[int | None, list[int]] = {}
    for _, _, row in outline:
        siblings.setdefault(row.parent_id, []).append(row.pk)
    lines = [
        Line(
            code, depth, row, sheet.maxima[row.pk],
            siblings[row.parent_id][0] == row.pk, siblings[row.parent_id][-1] == row.pk,
        )
        for code, depth, row in outline
    ]  # fmt: skip
    limits = ((Part.BONUS, criteria_set.bonus_limit), (Part.PENALTY, criteria_set.penalty_limit))
    has = {row.part for _, _, row in outline}
    totals = [("Điểm chính", sheet.full_maximum)] + [
        (f"{Part(part).label.capitalize()} nhiều nhất", limit)
        for part, limit in limits
        if part in has and limit is not None
    ]
    return lines, totals


def criteria_compare(request: MemberRequest, pk: int) -> HttpResponse:
    """What changed from another version to this one; without one in the address, from the one it
    was made from."""
    criteria_set = set_at(request, pk)
    others = CriteriaSet.objects.visible_to(request.user).filter(
        unit=criteria_set.unit, name=criteria_set.name
    ).exclude(pk=pk)  # fmt: skip
    key = typed_key(request.GET.get("voi", ""))
    other = others.filter(pk=key).first() if key else None
    if other is None:
        other = others.filter(version__lt=criteria_set.version).order_by("-version").first()
    context = {
        "trail": set_trail(criteria_set, "So với bản khác"),
        "criteria_set": criteria_set,
        "other": other,
        "others": list(others.order_by("-version")),
        "differences": compared(other, criteria_set) if other else [],
    }
    return render(request, "emulation/desk/criteria_compare.html", context)


def criteria_trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Points for values typed to try the set; nothing of them is kept."""
    criteria_set = set_at(request, pk)
    form = TrialForm(request.GET, criteria_set=criteria_set)
    form.is_valid()
    sheet = form.sheet()
    context = {
        "trail": set_trail(criteria_set, "Chấm thử"),
        "criteria_set": criteria_set,
        "form": form,
        "rows": [(*line, sheet.points[line[2].pk]) for line in form.rows],
        "sheet": sheet,
        "is_tried": form.is_bound,
    }
    return render(request, "emulation/desk/criteria_trial.html", context)


def criteria_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The set as a score sheet on paper, with empty columns for self, peers and council."""
    criteria_set = set_at(request, pk)
    lines, totals = _lines(criteria_set)
    context = letterhead(criteria_set.unit, None, on=local_today()) | {
        "criteria_set": criteria_set,
        "lines": lines,
        "totals": totals,
        "paper": None,
        "back": criteria_set.get_absolute_url(),
    }
    return render(request, "documents/criteria.html", context)


def criteria_export(request: MemberRequest, pk: int) -> HttpResponse:
    criteria_set = set_at(request, pk)
    lines, _ = _lines(criteria_set)
    titles = (
        "Mã",
        "Nội dung",
        "Loại điểm",
        "Cách tính điểm",
        "Điểm tối đa",
        "Chỉ tiêu",
        "Đơn vị tính",
    )
    rows = [
        [
            line.code, line.criterion.title, line.criterion.get_part_display(), line.criterion.formula,
            line.maximum or None, line.criterion.target, line.criterion.measure,
        ]
        for line in lines
    ]  # fmt: skip
    name = f"bo-tieu-chi-ban-{criteria_set.version}-{local_today():%Y-%m-%d}"
    return excel_file(name, [Sheet("Tiêu chí", [*map(SheetColumn, titles)], rows)])
