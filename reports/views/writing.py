"""The list of reports, and one report: written, sent, answered, printed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kit.dates import local_today
from members.actions.typed import keep_typed
from members.compare import Difference, differences
from members.http import MemberRequest, posted
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
from members.views.desk_common import (
    attempt,
    attempt_plainly,
    check,
    form_page,
    is_gone,
    letterhead,
    page_of,
    private_file,
    trail,
)
from members.views.typed import (
    Waiting,
    begun,
    initial_of,
    keep_sent,
    key_of,
    moved_on,
    note_saved,
    saved_key,
    saver_told,
    throw_sent_away,
    waiting_texts,
)

from .. import actions
from ..forms import ReportFilters, ReportForm, ReturnForm, SignedCopyForm
from ..models import (
    BY_SLUG,
    Report,
    ReportKind,
    Role,
    SignedCopy,
    figures_of,
    moves_from,
    overseen_by,
    own_units,
    told,
    written_for_by,
)
from ..owed import Due, Round, dues_of, rounds_of
from .common import asked_period, lays_down, reports_trail, visible_report

PERIODS_SHOWN = 6
CHANGES_SHOWN = 20


def report_list(request: MemberRequest) -> HttpResponse:
    """What one's own unit owes, how far those below are, and every report one may read."""
    check(request, Subject.REPORTS)
    user = request.user
    below = overseen_by(user)
    has_below = below.exists()
    visible = Report.objects.visible_to(user)
    starts = visible.order_by().values_list("starts_on", flat=True).distinct()
    years = sorted({day.year for day in starts}, reverse=True)
    form = ReportFilters(request.GET, user=user, years=years, has_below=has_below)
    rows = form.applied_to(visible).select_related("unit__parent", "kind").defer("body", "figures")
    context = {
        "trail": trail(("Báo cáo", "")),
        "owed": [due for due in dues_of(own_units(user)) if not due.is_sent],
        "periods": _periods(rounds_of(below)) if has_below else [],
        "has_below": has_below,
        "form": form,
        "page": page_of(request, rows.order_by("-starts_on", "kind", "unit__sort_order", "pk")),
        "is_filtered": any(form.asked().values()),
        "lays_down": lays_down(request.user),
        "has_kinds": ReportKind.objects.concerning(user).on().exists(),
    }
    return render(request, "reports/report_list.html", context)


def _periods(rounds: list[Round]) -> list[Round]:
    """How far each period of late has come, the latest first."""
    rounds = sorted(rounds, key=lambda one: one.due_on, reverse=True)
    # Of what is long past only those that somebody still owes.
    return [one for n, one in enumerate(rounds) if n < PERIODS_SHOWN or one.late]


def report_write(request: MemberRequest, unit: str, pk: int, period: str) -> HttpResponse:
    """Before the first word: what is asked for, until when, and what the books say already."""
    kind, asked = asked_period(request, pk, period)
    owing = get_object_or_404(
        written_for_by(request.user).select_related("parent__parent"), slug=unit
    )
    known = Report.objects.of_period(kind, asked).filter(unit=owing).first()
    if known is not None:
        return redirect(known)
    if not (kind.asks_for(asked) and kind.asked_of(owing, asked)):
        raise Http404
    if request.method == "POST":
        report = actions.begin(kind=kind, unit=owing, period=asked, by=request.user)
        return redirect("reports:edit", report.pk)
    due = Due(owing, kind, asked, None, local_today())
    context = {
        "trail": reports_trail((due.title, "")),
        "due": due,
        "groups": told(figures_of(owing, *kind.data_of(asked))),
    }
    return render(request, "reports/report_new.html", context)


def report_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _report_page(request, visible_report(request.user, pk), SignedCopyForm())


def _report_page(request: MemberRequest, report: Report, copy_form: SignedCopyForm) -> HttpResponse:
    roles = report.roles_of(request.user)
    may_keep = _may_keep_papers(request.user, report)
    now = report.figures_now()
    is_hidden = report.is_open and Role.WRITER not in roles
    shown = now if report.is_open and not is_hidden else report.sent_figures
    groups = told(shown, None if report.is_open else now)
    changes = Change.objects.of(report).visible_to(request.user).newest_first()
    context = {
        "trail": reports_trail((str(report), "")),
        "report": report,
        "due": Due(report.unit, report.kind, report.period, report, local_today()),
        "moves": moves_from(report.state, roles),
        "writes": Role.WRITER in roles,
        "may_keep": may_keep,
        "is_hidden": is_hidden,
        "groups": groups,
        "differs": any(row.now is not None for _, rows in groups for row in rows),
        "copies": [
            (one, may_keep and one.removable_by(request.user))
            for one in report.copies.select_related("added_by__member")
        ],
        "copy_form": copy_form,
        "changes": changes.select_related("by")[:CHANGES_SHOWN],
    }
    if Role.WRITER in roles:
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
    """Whoever saves second is told; what can't be saved any more is still there to be copied."""
    report = visible_report(request.user, pk)
    if Role.WRITER not in report.roles_of(request.user):
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
        messages.success(request, _saved_words(saved))
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
        "groups": told(report.figures_now()),
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
    """Keeps what is typed, in this sitting's own row, and tells who saved the report meanwhile.

    Of a report that is out of the unit's hands the words are kept too, and told so.
    """
    report = visible_report(request.user, pk)
    if Role.WRITER not in report.roles_of(request.user):
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
        words = f"Báo cáo đang ở tình trạng “{report.get_state_display()}” nên không sửa được nữa."
        return moved_on(words, "báo cáo", kept)
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
    return begun(saver_told(user, change.by if change else None, change.who if change else ""))


@require_POST
def drop_typed(request: MemberRequest, pk: int) -> HttpResponse:
    """Throws one of one's own unsaved texts away; the report stays as it is."""
    report = visible_report(request.user, pk)
    if Role.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    throw_sent_away(request, report.drafts, key_of("report", report.pk, request.user))
    messages.success(request, "Đã bỏ phần chữ chưa lưu.")
    return redirect("reports:edit", report.pk) if report.is_open else redirect(report)


def _saved_words(report: Report) -> str:
    if report.empty_headings:
        return "Đã lưu bản đang viết. Viết đủ các mục thì gửi được."
    return "Đã lưu. Đọc lại một lượt rồi bấm gửi."


def report_move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Send, take back, receive, return: each by whom the table names."""
    report = visible_report(request.user, pk)
    move = BY_SLUG.get(slug)
    if move is None:
        raise Http404
    if move.role not in report.roles_of(request.user):
        raise PermissionDenied
    if move.needs_note:
        return _return(request, report)
    if request.method == "POST":
        attempt_plainly(
            request, lambda: actions.move(report=report, move=move, by=request.user), move.done
        )
    return redirect(report)


def _return(request: MemberRequest, report: Report) -> HttpResponse:
    move = BY_SLUG["tra-lai"]
    form = ReturnForm(posted(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        done = attempt(
            form, lambda: actions.move(report=report, move=move, by=request.user, note=note)
        )
        if done is not None:
            messages.success(request, move.done)
            return redirect(report)
    return form_page(
        request,
        form,
        title=f"Trả lại: {report}",
        button="Trả lại cho đơn vị sửa",
        back=report.get_absolute_url(),
        trail=reports_trail((str(report), report.get_absolute_url()), ("Trả lại", "")),
        intro="Đơn vị thấy lời nhắn này trong Việc cần làm và ở đầu báo cáo.",
    )


def report_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The report on paper, in the form of Nghị định 30/2020."""
    report = visible_report(request.user, pk)
    if report.is_open and Role.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    figures = report.figures_now() if report.is_open else report.sent_figures
    head = report.unit.appointments.in_office().in_protocol_order().first()
    context = {
        "report": report,
        "groups": told(figures),
        "signer": head,
        "back": report.get_absolute_url(),
        **letterhead(report.unit, None, on=None if report.is_open else report.sent_at),
        "paper": f"……/BC-{report.unit.code}",
    }
    return render(request, "documents/report.html", context)


@require_POST
def copy_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Keeps a scan of the signed paper; the unit's desk and the one above may both have it."""
    report = visible_report(request.user, pk)
    _check_papers(request, report)
    form = SignedCopyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _report_page(request, report, form)
    actions.file_copy(report=report, file=form.cleaned_data["file"], by=request.user)
    messages.success(request, "Đã lưu bản chụp.")
    return redirect(report)


def _may_keep_papers(user: User, report: Report) -> bool:
    """Whether the user writes reports there: who only reads them keeps no scans."""
    own = units_where(user, Subject.REPORTS, Degree.WRITE)
    return not user.only_reads(Subject.REPORTS) or own.contains(report.unit)


def _check_papers(request: MemberRequest, report: Report) -> None:
    if not _may_keep_papers(request.user, report):
        raise PermissionDenied


def _copy(request: MemberRequest, pk: int) -> tuple[SignedCopy, Report]:
    """A scan and its report, for whoever may read the report's text now."""
    found = get_object_or_404(SignedCopy.objects.select_related("report__unit"), pk=pk)
    report = visible_report(request.user, found.report_id)
    if report.is_open and Role.WRITER not in report.roles_of(request.user):
        raise PermissionDenied
    return found, report


def copy(request: MemberRequest, pk: int) -> Any:
    """The file; its opening is written down."""
    found, report = _copy(request, pk)
    name = f"bao-cao-{report.pk}-{found.pk}.{found.extension}"
    response = private_file(found.file.storage, str(found.file.name), found.content_type, name)
    ReadRecord.objects.note(request.user, found)
    return response


def copy_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes a wrong scan away. Only whoever attached it, or the city office, may."""
    if is_gone(request, SignedCopy, pk):
        return redirect("reports:list")
    found, report = _copy(request, pk)
    _check_papers(request, report)
    if not found.removable_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        actions.remove_copy(copy=found, by=request.user)
        messages.success(request, "Đã bỏ bản chụp.")
        return redirect(report)
    context = {
        "trail": reports_trail((str(report), report.get_absolute_url()), ("Bỏ bản chụp", "")),
        "heading": f"Bỏ bản chụp đã ký của {report}?",
        "text": f"Do {found.added_by} đưa lên. Bản chụp sẽ xóa hẳn, không lấy lại được.",
        "button": "Bỏ bản chụp",
        "back": report.get_absolute_url(),
    }
    return render(request, "members/desk/member_confirm.html", context)
