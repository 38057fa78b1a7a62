"""Score sheets at the desk: a cycle's sheets, one sheet read, written, handed in, printed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page, is_gone, page_of, private_file
from desk.paper import letterhead
from kit.dates import local_today
from kit.numbers import vn_number
from kit.spreadsheets import Sheet as Page
from kit.spreadsheets import SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Change, ReadRecord, Subject

from ..actions.peers import check_closed_because, scorers_of, sits_in_council
from ..actions.sheets import (
    COUNTED_KINDS,
    Answer,
    assign,
    attach_evidence,
    counted_in,
    extend,
    open_sheets,
    remove_evidence,
    save_marks,
    submit_sheet,
    take_back_sheet,
    take_number,
)
from ..forms.sheets import AssignmentForm, EvidenceForm, ExtensionForm, MarkForm, are_valid
from ..models import Criterion, Cycle, EvidenceFile, Ranking, ScoreSheet
from ..models.sheets import own_units, runs_scoring
from ..standings import CycleScores, SheetLine
from .common import cycle_at, home_trail

Trail = list[tuple[str, str]]


def scoring_trail(cycle: Cycle, *parts: tuple[str, str]) -> Trail:
    address = reverse("emulation_desk:scoring", args=[cycle.pk])
    return home_trail(
        (str(cycle), cycle.get_absolute_url()), ("Chấm điểm", address if parts else ""), *parts
    )


def sheet_trail(sheet: ScoreSheet, *parts: tuple[str, str]) -> Trail:
    address = sheet.get_absolute_url() if parts else ""
    return scoring_trail(sheet.cycle, (str(sheet.unit), address), *parts)


def sheet_at(request: MemberRequest, pk: int) -> ScoreSheet:
    """404 for a sheet that the user may not read (yet)."""
    check(request, Subject.EMULATION)
    rows = ScoreSheet.objects.visible_to(request.user).select_related(
        "unit__parent", "cycle__cluster", "cycle__criteria_set__unit", "submitted_by__member"
    )
    sheet: ScoreSheet = get_object_or_404(rows.prefetch_related("extensions"), pk=pk)
    return sheet


def own_sheet(request: MemberRequest, pk: int) -> ScoreSheet:
    """403 for a sheet of another unit than the user's own."""
    sheet = sheet_at(request, pk)
    if sheet.unit_id not in own_units(request.user):
        raise PermissionDenied
    return sheet


def led_sheet(request: MemberRequest, pk: int) -> ScoreSheet:
    """403 unless the user leads the scoring of its cycle. Not handed in yet, it is led too."""
    check(request, Subject.EMULATION)
    rows = ScoreSheet.objects.select_related(
        "unit__parent", "cycle__cluster", "cycle__criteria_set"
    )
    rows = rows.filter(cycle__in=Cycle.objects.visible_to(request.user).order_by().values("pk"))
    sheet: ScoreSheet = get_object_or_404(rows.prefetch_related("extensions"), pk=pk)
    if not runs_scoring(request.user, sheet.cycle):
        raise PermissionDenied
    return sheet


@require_POST
def sheets_open(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens the sheets of all units that have none."""
    cycle = cycle_at(request, pk)
    attempt_plainly(
        request, lambda: open_sheets(cycle=cycle, by=request.user), "Đã mở phiếu chấm điểm."
    )
    return redirect("emulation_desk:scoring", pk)


# --- One sheet ----------------------------------------------------------------------------------


def evidence_of(sheet: ScoreSheet) -> dict[int, list[EvidenceFile]]:
    """The files of a sheet, by criterion."""
    files: dict[int, list[EvidenceFile]] = {}
    for file in EvidenceFile.objects.filter(mark__sheet=sheet).select_related("mark"):
        files.setdefault(file.mark.criterion_id, []).append(file)
    return files


def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """One sheet: each criterion with its points, words and evidence."""
    record = sheet_at(request, pk)
    scores = CycleScores(record.cycle)
    scored = scores.self_scores(record)[record.pk]
    files = evidence_of(record)
    judged = scores.judgements(record) if scores.rules.is_opened else {}
    is_locked = Ranking.objects.standing().filter(cycle=record.cycle).exists()
    is_own = record.unit_id in own_units(request.user)
    is_kept = ScoreSheet.objects.kept_by(request.user).contains(record)
    context = {
        "trail": sheet_trail(record),
        "sheet": record,
        "parts": by_section(
            [
                (line, files.get(line.criterion.pk, []), judged.get(line.criterion.pk))
                for line in scores.lines(record, scored)
            ]
        ),
        "final": scores.final_scores[record.pk] if scores.rules.is_opened else None,
        "unscored": scores.unscored(record) if scores.rules.is_opened else [],
        "rules": scores.rules,
        "scored": scored,
        "missing": scores.named(scored.missing),
        "is_own": is_own,
        "may_write": is_own and not record.closed_because and not is_locked,
        "may_take_back": is_own
        and record.is_submitted
        and not record.is_late
        and not scores.rules.is_opened,
        "may_explain": is_own and scores.rules.is_opened and not is_locked,
        "may_check": not check_closed_because(record, scores.rules)
        and bool(set(own_units(request.user)) & set(scorers_of(record))),
        "sits": scores.rules.is_opened
        and not is_locked
        and sits_in_council(request.user, record.cycle),
        "changes": is_kept
        and Change.objects.of(record).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "emulation/desk/sheet.html", context)


def by_section(
    rows: Iterable[Any], line_of: Callable[[Any], SheetLine] = itemgetter(0)
) -> list[tuple[SheetLine | None, list[Any]]]:
    """The rows under the section of the outline's first level that they belong to, which a page
    folds; under None what stands in no section."""
    parts: list[tuple[SheetLine | None, list[Any]]] = []
    for row in rows:
        line = line_of(row)
        if line.is_section and line.depth == 1:
            parts.append((line, []))
        elif line.depth == 1 and (not parts or parts[-1][0] is not None):
            parts.append((None, []))
        parts[-1][1].append(row)
    return parts


@dataclass(frozen=True)
class WritingPart:
    """A section of a sheet that is being written."""

    section: SheetLine | None
    rows: list[Any]
    left: int  # criteria whose box is empty
    is_next: bool  # where one goes on: with an error, else the first that is not full


def writing_parts(
    rows: Iterable[Any],
    form_of: Callable[[Any], Any],
    line_of: Callable[[Any], SheetLine] = itemgetter(0),
) -> list[WritingPart]:
    """The sections with how much is left in each; a phone unfolds the next one alone."""
    parts, goes_on = [], False
    for section, lines in by_section(rows, line_of):
        forms = [form for form in map(form_of, lines) if form is not None]
        left = sum(form["value"].value() in (None, "") for form in forms)
        has_errors = any(form.is_bound and form.errors for form in forms)
        is_next = has_errors or (bool(left) and not goes_on)
        goes_on = goes_on or is_next
        parts.append(WritingPart(section, lines, left, is_next))
    return parts


def _forms(request: MemberRequest, lines: list[SheetLine]) -> list[tuple[SheetLine, Any]]:
    """The outline with a form for each criterion that the unit is asked for."""
    return [
        (
            line,
            None
            if line.is_section or line.is_left_out
            else MarkForm(
                posted(request),
                line=line,
                stored=Answer(line.mark.value, line.mark.remark) if line.mark else Answer(),
                remark="thuyết minh",
            ),
        )
        for line in lines
    ]


@transaction.atomic
def sheet_write(request: MemberRequest, pk: int) -> HttpResponse:
    """All criteria in one table; what is not scored yet may stay so until the sheet is handed in."""
    record = own_sheet(request, pk)
    if request.method == "GET" and record.closed_because:
        messages.error(request, record.closed_because)
        return redirect(record)
    scores = CycleScores(record.cycle)
    scored = scores.self_scores(record)[record.pk]
    rows = _forms(request, scores.lines(record, scored))
    lines = [form for _, form in rows if form is not None]
    errors: list[str] = []
    if request.method == "POST" and are_valid(lines):
        answers = {line.line.criterion.pk: line.answer for line in lines if line.is_written}
        saved = attempt(
            lines[0], lambda: save_marks(sheet=record, answers=answers, by=request.user)
        )
        if saved is not None:
            messages.success(request, "Đã lưu phiếu chấm điểm.")
            return redirect("emulation_desk:sheet_write", pk)
        errors = [str(error) for error in lines[0].non_field_errors()]
    files = evidence_of(record)
    shown = [(line, form, len(files.get(line.criterion.pk, []))) for line, form in rows]
    context = {
        "trail": sheet_trail(record, ("Chấm điểm", "")),
        "sheet": record,
        "rows": shown,
        "parts": writing_parts(shown, itemgetter(1)),
        "scored": scored,
        "errors": errors,
        "has_errors": any(line.errors for line in lines if line.is_bound),
    }
    return render(request, "emulation/desk/sheet_write.html", context)


@require_POST
def sheet_total(request: MemberRequest, pk: int) -> JsonResponse:
    """What the sheet would add up to with what stands in the boxes, for the script that shows it while
    somebody types. Nothing is saved; what can't be read counts as not scored."""
    record = own_sheet(request, pk)
    scores = CycleScores(record.cycle)
    lines = [form for _, form in _forms(request, scores.lines(record)) if form is not None]
    typed = {}
    for line in lines:
        line.is_valid()
        typed[line.line.criterion.pk] = line.cleaned_data.get("value")
    scored = scores.self_scores(record, typed)[record.pk]
    points = {key: vn_number(value) for key, value in scored.points.items() if value is not None}
    left = f"còn {len(scored.missing)} tiêu chí chưa chấm" if scored.missing else "đã chấm đủ"
    text = f"Chưa lưu: tổng {vn_number(scored.total)} điểm, {left}"
    return JsonResponse({"text": text, "points": points})


def sheet_submit(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, with what is missing; then hands the sheet in."""
    record = own_sheet(request, pk)
    if record.is_submitted or (request.method == "GET" and record.closed_because):
        if not record.is_submitted:
            messages.error(request, record.closed_because)
        return redirect(record)
    if request.method == "POST":
        attempt_plainly(
            request,
            lambda: submit_sheet(sheet=record, by=request.user),
            "Đã nộp phiếu. Các đơn vị trong cụm xem được từ bây giờ.",
        )
        return redirect(record)
    scores = CycleScores(record.cycle)
    context = {
        "trail": sheet_trail(record, ("Nộp phiếu", "")),
        "sheet": record,
        "missing": scores.missing_of(record),
        "scored": scores.self_scores(record)[record.pk],
    }
    return render(request, "emulation/desk/sheet_submit.html", context)


@require_POST
def sheet_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Back to the unit for correction, while its time lasts."""
    record = own_sheet(request, pk)
    attempt_plainly(
        request,
        lambda: take_back_sheet(sheet=record, by=request.user),
        "Đã rút phiếu về để sửa. Nhớ nộp lại.",
    )
    return redirect(record)


def sheet_extend(request: MemberRequest, pk: int) -> HttpResponse:
    """A later last day for one unit, with its reason."""
    record = led_sheet(request, pk)
    form = ExtensionForm(posted(request), last_day=record.last_day)
    back = reverse("emulation_desk:scoring", args=[record.cycle_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: extend(sheet=record, by=request.user, **data))
        if row is not None:
            messages.success(request, f"Đã gia hạn cho {record.unit} {row}.")
            return redirect(back)
    return form_page(
        request, form, title=f"Gia hạn tự chấm: {record.unit}", button="Gia hạn", back=back,
        trail=scoring_trail(record.cycle, ("Gia hạn tự chấm", "")),
        facts=[("Đơn vị", record.unit.distinct_label), ("Kỳ", str(record.cycle))],
    )  # fmt: skip


@transaction.atomic
def sheet_assign(request: MemberRequest, pk: int) -> HttpResponse:
    """What is not asked of one unit, and targets of its own."""
    record = led_sheet(request, pk)
    scores = CycleScores(record.cycle)
    rows = [
        (line, None if line.is_section else AssignmentForm(posted(request), line=line))
        for line in scores.lines(record)
    ]
    lines = [form for _, form in rows if form is not None]
    back = reverse("emulation_desk:scoring", args=[record.cycle_id])
    if request.method == "POST" and are_valid(lines):
        changed = {line.line.criterion.pk: line.assignment for line in lines if line.has_changed()}
        saved = attempt(
            lines[0], lambda: assign(sheet=record, assignments=changed, by=request.user)
        )
        if saved is not None:
            messages.success(request, f"Đã ghi việc giao tiêu chí cho {record.unit}.")
            return redirect(back)
    context = {
        "trail": scoring_trail(record.cycle, ("Giao tiêu chí", "")),
        "sheet": record,
        "rows": rows,
        "back": back,
        "has_errors": any(line.errors for line in lines if line.is_bound),
    }
    return render(request, "emulation/desk/sheet_assign.html", context)


def sheet_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The sheet on paper, with places to sign."""
    record = sheet_at(request, pk)
    scores = CycleScores(record.cycle)
    scored = scores.self_scores(record)[record.pk]
    context = letterhead(record.unit, None, on=local_today()) | {
        "sheet": record,
        "lines": scores.lines(record, scored),
        "scored": scored,
        "paper": None,
        "back": record.get_absolute_url(),
    }
    return render(request, "documents/score_sheet.html", context)


def sheet_export(request: MemberRequest, pk: int) -> HttpResponse:
    """The sheet as a spreadsheet: what the unit wrote and, once opened, what counts."""
    record = sheet_at(request, pk)
    scores = CycleScores(record.cycle)
    judged = scores.judgements(record) if scores.rules.is_opened else {}
    titles = ["Mục", "Tiêu chí", "Cách tính", "Tự chấm", "Điểm", "Tối đa", "Thuyết minh"]
    rows = []
    for line in scores.lines(record, scores.self_scores(record)[record.pk]):
        mark, official = line.mark, judged.get(line.criterion.pk)
        said = (mark.reason if mark.is_left_out else mark.remark) if mark else ""
        formula = "" if line.is_section else line.criterion.formula
        row = [
            line.code, line.criterion.title, formula, line.value_label, line.points, line.maximum,
            said,
        ]  # fmt: skip
        rows.append([*row, official.points if official else None] if judged else row)
    columns = [SheetColumn(title) for title in [*titles, *(["Điểm chính thức"] if judged else [])]]
    name = f"phieu-cham-diem-{record.unit.slug}-{record.cycle.year}"
    return excel_file(name, [Page("Phiếu chấm điểm", columns, rows)])


# --- Evidence -----------------------------------------------------------------------------------


def evidence(request: MemberRequest, pk: int, criterion: int) -> HttpResponse:
    """The files behind one criterion of a sheet, and the box that takes one more."""
    record = sheet_at(request, pk)
    leaves = Criterion.objects.filter(criteria_set=record.cycle.criteria_set_id)
    leaves = leaves.exclude(kind="group")
    row = get_object_or_404(leaves, pk=criterion)
    is_own = record.unit_id in own_units(request.user)
    if request.method == "POST" and not is_own:
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(*sent)
    address = reverse("emulation_desk:evidence", args=[pk, criterion])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form, lambda: attach_evidence(sheet=record, criterion=row, by=request.user, **data)
        )
        if kept is not None:
            done = "Đã lưu minh chứng." if kept[1] else "Tệp này đã có nên không lưu lần nữa."
            messages.success(request, done)
            return redirect(address)
    context = {
        "trail": sheet_trail(record, ("Minh chứng", "")),
        "sheet": record,
        "criterion": row,
        "mark": record.marks.filter(criterion=row).first(),
        "files": EvidenceFile.objects.filter(mark__sheet=record, mark__criterion=row),
        "form": form,
        "may_write": is_own and not record.closed_because,
        # The unit's own books are for whoever keeps them; the others see what it hands in.
        "numbers": counted_in(record) if is_own and row.kind in COUNTED_KINDS else [],
    }
    return render(request, "emulation/desk/evidence.html", context)


def number_records(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """The records behind a number from the unit's books."""
    record = own_sheet(request, pk)
    counted = next((row for row in counted_in(record) if row.key == key), None)
    if counted is None:
        raise Http404
    context = {
        "trail": sheet_trail(record, ("Số liệu trong sổ", "")),
        "sheet": record,
        "counted": counted,
        "records": page_of(request, counted.records),
    }
    return render(request, "emulation/desk/number_records.html", context)


@require_POST
def number_take(request: MemberRequest, pk: int, criterion: int) -> HttpResponse:
    """Fills the criterion's box with a number from the books."""
    record = own_sheet(request, pk)
    leaves = Criterion.objects.filter(criteria_set=record.cycle.criteria_set_id)
    row = get_object_or_404(leaves, pk=criterion)
    key = request.POST.get("so-lieu", "")
    done = attempt_plainly(
        request,
        lambda: take_number(sheet=record, criterion=row, key=key, by=request.user),
        f"Đã ghi số trong sổ vào “{row}”.",
    )
    address = "sheet_write" if done else "evidence"
    args = [pk] if done else [pk, criterion]
    return redirect(f"{reverse(f'emulation_desk:{address}', args=args)}#tc-{criterion}")


def _file_at(request: MemberRequest, pk: int) -> EvidenceFile:
    check(request, Subject.EMULATION)
    rows = EvidenceFile.objects.visible_to(request.user)
    file: EvidenceFile = get_object_or_404(
        rows.select_related("mark__sheet__cycle__cluster", "mark__sheet__unit", "mark__criterion"),
        pk=pk,
    )
    return file


def evidence_file(request: MemberRequest, pk: int) -> Any:
    """Sends the file, and records that the user read it."""
    file = _file_at(request, pk)
    name = f"minh-chung-{file.mark.sheet_id}-{file.pk}.{file.extension}"
    response = private_file(file.file.storage, str(file.file.name), file.content_type, name)
    ReadRecord.objects.note(request.user, file)
    return response


def evidence_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes a wrong file away, after a question."""
    if is_gone(request, EvidenceFile, pk, Subject.EMULATION):
        return redirect("desk")
    file = _file_at(request, pk)
    record = file.mark.sheet
    if record.unit_id not in own_units(request.user):
        raise PermissionDenied
    back = reverse("emulation_desk:evidence", args=[record.pk, file.mark.criterion_id])
    if request.method == "POST":
        attempt_plainly(
            request, lambda: remove_evidence(file=file, by=request.user), "Đã bỏ tệp minh chứng."
        )
        return redirect(back)
    context = {
        "trail": sheet_trail(record, ("Bỏ tệp", "")),
        "heading": f"Bỏ tệp “{file}”?",
        "text": f"Tệp do {file.added_by} đưa lên sẽ xóa hẳn, không lấy lại được.",
        "button": "Bỏ tệp",
        "back": back,
    }
    return render(request, "desk/confirm.html", context)
