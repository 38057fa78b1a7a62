"""The list of reports, and one report: written, sent, answered, printed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.actions.typed import keep_typed
from desk.compare import Difference, differences
from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    is_gone,
    list_page,
    private_file,
    step_page,
)
from desk.paper import letterhead
from desk.typed import (
    Waiting,
    capitalized,
    initial_of,
    keep_sent,
    key_of,
    moved_on,
    note_saved,
    saved_key,
    saver_label,
    throw_sent_away,
    waiting_texts,
)
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest
from members.models import (
    Change,
    Degree,
    ReadRecord,
    Sitting,
    Subject,
    TypedText,
    User,
    units_where,
)

from .. import actions
from ..forms import ReportFilters, ReportForm, SignedCopyForm
from ..models import (
    Report,
    ReportKind,
    ReportRole,
    ReportStep,
    SignedCopy,
    figure_groups,
    figures_of,
    own_units,
    units_overseen_by,
    units_writable_by,
)
from ..obligations import Obligation, PeriodProgress, obligations_of, progress_of
from ..tables import REPORTS, ROUNDS
from .common import may_create_kinds, reports_trail, requested_period, visible_report

PERIODS_SHOWN = 6
CHANGES_SHOWN = 20


def report_list(request: MemberRequest) -> HttpResponse:
    """Reports the user's own unit must send, the progress below, and every visible report."""
    check(request, Subject.REPORTS)
    user = request.user
    below = units_overseen_by(user)
    has_below = below.exists()
    visible = Report.objects.visible_to(user)
    starts = visible.order_by().values_list("starts_on", flat=True).distinct()
    years = sorted({day.year for day in starts}, reverse=True)
    form = ReportFilters(request.GET, user=user, years=years, has_below=has_below)
    rows = form.applied_to(visible).select_related("unit__parent", "kind").defer("body", "figures")
    rows = rows.order_by("-starts_on", "kind", "unit__sort_order", "pk")
    table = Table(request.GET, rows, REPORTS, noun="báo cáo", usual="-ky")
    rounds = _periods(progress_of(below)) if has_below else []
    unsent = [
        obligation for obligation in obligations_of(own_units(user)) if not obligation.is_sent
    ]
    return list_page(
        request, "reports/report_list.html", title="Báo cáo", form=form, table=table,
        obligations=unsent, periods=Table(QueryDict(), rounds, ROUNDS, noun="kỳ"),
        has_below=has_below, may_create_kinds=may_create_kinds(user),
        has_kinds=ReportKind.objects.concerning(user).on().exists(),
    )  # fmt: skip


def _periods(progress: list[PeriodProgress]) -> list[PeriodProgress]:
    """The progress of recent periods, latest first."""
    progress = sorted(progress, key=lambda row: row.due_on, reverse=True)
    # Of older periods, only those for which a report is still missing.
    return [row for n, row in enumerate(progress) if n < PERIODS_SHOWN or row.late]


def report_write(request: MemberRequest, unit: str, pk: int, period: str) -> HttpResponse:
    """The page before writing begins: what is required, until when, and the figures so far."""
    kind, requested = requested_period(request, pk, period)
    writing_unit = get_object_or_404(
        units_writable_by(request.user).select_related("parent__parent"), slug=unit
    )
    existing = Report.objects.of_period(kind, requested).filter(unit=writing_unit).first()
    if existing is not None:
        return redirect(existing)
    if not (kind.requires(requested) and kind.requires_from(writing_unit, requested)):
        raise Http404
    if request.method == "POST":
        report = actions.begin(kind=kind, unit=writing_unit, period=requested, by=request.user)
        return redirect("reports:edit", report.pk)
    obligation = Obligation(writing_unit, kind, requested, None, local_today())
    context = {
        "trail": reports_trail((obligation.title, "")),
        "obligation": obligation,
        "groups": figure_groups(figures_of(writing_unit, *kind.data_of(requested))),
    }
    return render(request, "reports/report_new.html", context)


def report_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _report_page(request, visible_report(request.user, pk), SignedCopyForm())


def _report_page(request: MemberRequest, report: Report, copy_form: SignedCopyForm) -> HttpResponse:
    roles = report.roles_of(request.user)
    may_keep = _may_keep_papers(request.user, report)
    now = report.figures_now()
    is_hidden = report.is_open and ReportRole.WRITER not in roles
    shown = now if report.is_open and not is_hidden else report.sent_figures
    groups = figure_groups(shown, None if report.is_open else now)
    changes = Change.objects.of(report).visible_to(request.user).newest_first()
    context = {
        "trail": reports_trail((str(report), "")),
        "report": report,
        "obligation": Obligation(report.unit, report.kind, report.period, report, local_today()),
        "next_steps": ReportStep.open_to(roles, report.state),
        "writes": ReportRole.WRITER in roles,
        "may_keep": may_keep,
        "is_hidden": is_hidden,
        "groups": groups,
        "differs": any(row.now is not None for _, rows in groups for row in rows),
        "copies": [
            (scan, may_keep and scan.removable_by(request.user))
            for scan in report.copies.select_related("added_by__member")
        ],
        "copy_form": copy_form,
        "changes": changes.select_related("by")[:CHANGES_SHOWN],
    }
    if ReportRole.WRITER in roles:
        waiting = _waiting(request, report).without_boxes
        context |= {
            "waiting": waiting,
            "unsaved_differences": _differences_of(report, waiting.compared),
            # Once: the browser then drops its own copy of what was typed.
            "saved_key": saved_key(request),
            "form": ReportForm(instance=report),
        }
    return render(request, "reports/report_detail.html", context)


def report_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Warns whoever saves second; text that can't be saved any more stays on the page to copy."""
    report = visible_report(request.user, pk)
    if ReportRole.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    if request.method != "POST" and not report.is_open:
        messages.error(request, "Báo cáo đã gửi. Cần sửa thì rút lại trước.")
        return redirect(report)
    if request.method == "POST":
        return _save(request, report)
    waiting = _waiting(request, report)
    form = ReportForm(instance=report, initial=initial_of(waiting.shown))
    return _writing_page(request, report, form, waiting)


def _save(request: MemberRequest, report: Report) -> HttpResponse:
    sitting = Sitting.of(request.POST)
    with transaction.atomic():
        form = ReportForm(request.POST, instance=report)
        saved = None
        if form.is_valid():
            saved = attempt(
                form,
                lambda: actions.write(
                    report=report, body=form.body, by=request.user, sitting=sitting,
                    is_replacing="replacing" in request.POST,
                ),
            )  # fmt: skip
    if saved is not None:
        messages.success(request, _saved_message(saved))
        note_saved(request, key_of("report", report.pk, request.user), sitting)
        return redirect(report)
    typed_on = request.POST.get("version", "")
    still, _ = keep_sent(request, report.drafts, content=form.typed, opened_with=typed_on)
    return _writing_page(request, report, form, Waiting.none(still))


def _writing_page(
    request: MemberRequest, report: Report, form: ReportForm, waiting: Waiting
) -> HttpResponse:
    stored = Report.objects.get(pk=report.pk)
    context = {
        "trail": reports_trail((str(report), report.get_absolute_url()), ("Viết", "")),
        "report": report,
        "form": form,
        "groups": figure_groups(report.figures_now()),
        "waiting": waiting,
        "unsaved_differences": _differences_of(report, waiting.compared),
        "draft_key": key_of("report", report.pk, request.user),
        "conflict": differences(ReportForm(instance=stored), form) if form.is_outrun else [],
    }
    return render(request, "reports/report_form.html", context)


def _differences_of(report: Report, text: TypedText | None) -> list[Difference]:
    if text is None:
        return []
    typed = ReportForm(instance=report, initial=initial_of(text))
    return differences(ReportForm(instance=report), typed)


def _waiting(request: MemberRequest, report: Report) -> Waiting:
    return waiting_texts(
        request,
        report.drafts,
        stored=lambda: ReportForm(instance=report),
        differs=lambda text: bool(_differences_of(report, text)),
    )


@require_POST
def autosave(request: MemberRequest, pk: int) -> JsonResponse:
    """Keeps the typed text in this sitting's own row and reports who saved meanwhile.

    If the unit may no longer write the report, the text is kept too, with a message saying so.
    """
    report = visible_report(request.user, pk)
    if ReportRole.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    opened_with = request.POST.get("version", "")
    kept = None
    if "quiet" not in request.POST:
        try:
            kept = keep_typed(
                report.drafts, by=request.user, sitting=Sitting.of(request.POST),
                content=ReportForm(request.POST, instance=report).typed, opened_with=opened_with,
            )  # fmt: skip
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=409)
    if not report.is_open:
        message = (
            f"Báo cáo đang ở tình trạng “{report.get_state_display()}” nên không sửa được nữa."
        )
        return moved_on(message, "báo cáo", kept)
    is_changed = bool(opened_with) and opened_with != report.version
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime():%H:%M}",
            "text": kept.mark if kept else "",
            "version": opened_with or report.version,
            "stored": report.version,
            "changed_by": _last_writer(report, request.user) if is_changed else None,
        }
    )


def _last_writer(report: Report, user: User) -> str:
    change = Change.objects.of(report).newest_first().select_related("by").first()
    return capitalized(
        saver_label(user, change.by if change else None, change.who if change else "")
    )


@require_POST
def drop_typed(request: MemberRequest, pk: int) -> HttpResponse:
    """Discards one of the user's own unsaved texts; the report stays as it is."""
    report = visible_report(request.user, pk)
    if ReportRole.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    throw_sent_away(request, report.drafts, key_of("report", report.pk, request.user))
    messages.success(request, "Đã bỏ phần chữ chưa lưu.")
    return redirect("reports:edit", report.pk) if report.is_open else redirect(report)


def _saved_message(report: Report) -> str:
    if report.empty_headings:
        return "Đã lưu bản đang viết. Viết đủ các mục thì gửi được."
    return "Đã lưu. Đọc lại một lượt rồi bấm gửi."


def report_step(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Takes one step of the workflow, by a user whose role the table names."""
    report = visible_report(request.user, pk)
    step = ReportStep.at(slug)
    if step is None:
        raise Http404
    if step.role not in report.roles_of(request.user):
        raise PermissionDenied
    if step.has_page:
        return step_page(
            request,
            step,
            report,
            take=lambda form: actions.move(report=report, step=step, by=request.user, **form.facts),
            trail=reports_trail((str(report), report.get_absolute_url())),
            subject=str(report),
            closed=f"Báo cáo đang ở tình trạng “{report.get_state_display()}”, không còn làm được "
            "việc này.",
        )
    if request.method == "POST":
        attempt_plainly(
            request, lambda: actions.move(report=report, step=step, by=request.user), step.done
        )
    return redirect(report)


def report_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The report on paper, in the form of Nghị định 30/2020."""
    report = visible_report(request.user, pk)
    if report.is_open and ReportRole.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    figures = report.figures_now() if report.is_open else report.sent_figures
    head = report.unit.appointments.in_office().in_protocol_order().first()
    context = {
        "report": report,
        "groups": figure_groups(figures),
        "signer": head,
        "back": report.get_absolute_url(),
        **letterhead(report.unit, None, on=None if report.is_open else report.sent_at),
        "paper": f"……/BC-{report.unit.code}",
    }
    return render(request, "documents/report.html", context)


@require_POST
def copy_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Stores a scan of the signed paper; both the unit and the unit above may add one."""
    report = visible_report(request.user, pk)
    _check_papers(request, report)
    form = SignedCopyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _report_page(request, report, form)
    actions.file_copy(report=report, file=form.cleaned_data["file"], by=request.user)
    messages.success(request, "Đã lưu bản chụp.")
    return redirect(report)


def _may_keep_papers(user: User, report: Report) -> bool:
    """Whether the user may add scans: only those who write reports there may."""
    own = units_where(user, Subject.REPORTS, Degree.WRITE)
    return not user.only_reads(Subject.REPORTS) or own.contains(report.unit)


def _check_papers(request: MemberRequest, report: Report) -> None:
    if not _may_keep_papers(request.user, report):
        raise PermissionDenied


def _copy(request: MemberRequest, pk: int) -> tuple[SignedCopy, Report]:
    """A scan and its report, if the user may read the report's text now."""
    scan = get_object_or_404(SignedCopy.objects.select_related("report__unit"), pk=pk)
    report = visible_report(request.user, scan.report_id)
    if report.is_open and ReportRole.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    return scan, report


def copy(request: MemberRequest, pk: int) -> Any:
    """Sends the file, and records that the user read it."""
    scan, report = _copy(request, pk)
    name = f"bao-cao-{report.pk}-{scan.pk}.{scan.extension}"
    response = private_file(scan.file.storage, str(scan.file.name), scan.content_type, name)
    ReadRecord.objects.note(request.user, scan)
    return response


def copy_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Deletes a wrong scan after a question. Only its uploader or the city office may."""
    if is_gone(request, SignedCopy, pk):
        return redirect("reports:list")
    scan, report = _copy(request, pk)
    _check_papers(request, report)
    if not scan.removable_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        actions.remove_copy(copy=scan, by=request.user)
        messages.success(request, "Đã bỏ bản chụp.")
        return redirect(report)
    context = {
        "trail": reports_trail((str(report), report.get_absolute_url()), ("Bỏ bản chụp", "")),
        "heading": f"Bỏ bản chụp đã ký của {report}?",
        "text": f"Do {scan.added_by} đưa lên. Bản chụp sẽ xóa hẳn, không lấy lại được.",
        "button": "Bỏ bản chụp",
        "back": report.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)
