"""Applications, from the branch's vote to the decision of admission."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.forms import StepForm
from desk.pages import (
    attempt,
    attempt_plainly,
    card_address,
    check,
    check_write,
    form_page,
    list_page,
    may_write,
    needs_branch,
    notify_next_number,
    requested_step,
    step_page,
    trail,
)
from desk.paper import letterhead
from desk.tabs import people_tabs
from kit.lists import Table
from kit.numbers import typed_key
from kit.text import upper_first
from members.http import MemberRequest, posted
from members.models import (
    Application,
    Candidate,
    Change,
    Membership,
    ReadRecord,
    Subject,
)
from members.models.joining import ApplicationStep

from ..actions import joining
from ..actions.corrections import why_not_undone
from ..forms.joining import ApplicationFilters, ApplicationForm
from ..forms.scans import ScanForm
from ..tables import APPLICATIONS
from .candidates import visible_candidate
from .common import needs_correction
from .papers import paper_to_confirm
from .people import corrected, look_alikes
from .scans import add_scan, scans_of

CHANGES_SHOWN = 20


def application_list(request: MemberRequest) -> HttpResponse:
    """Applications that wait, or all."""
    check(request, Subject.MOVES)
    form = ApplicationFilters(request.GET, user=request.user)
    rows = Application.objects.visible_to(request.user).select_related("unit__parent", "decision")
    table = Table(
        request.GET,
        form.narrowed(rows).order_by("applied_on", "pk"),
        APPLICATIONS,
        noun="đơn",
        usual="ngay",
        without=("chi-hoi",) if request.user.manages_one_branch else (),
    )
    return list_page(
        request,
        "moves/application_list.html",
        title="Kết nạp",
        form=form,
        table=table,
        tabs=people_tabs(request, "book:applications", len(table)),
    )


@needs_branch(Subject.MOVES)
def application_new(request: MemberRequest) -> HttpResponse:
    """Takes an application in; from the list of candidates, with what is known of them."""
    candidate = _requested_candidate(request)
    initial = {}
    if candidate is not None:
        names = ("unit", "full_name", "birth_year", "rank", "last_post", "retired_on", "phone",
                 "address")  # fmt: skip
        initial = {name: getattr(candidate, name) for name in names}
        if request.method == "GET":
            ReadRecord.objects.note(request.user, candidate)
    form = ApplicationForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = form.save_unsaved()
        row.candidate = candidate
        saved = attempt(
            form,
            lambda: joining.file_application(
                application=row, by=request.user, is_other_person=form.is_other_person
            ),
        )
        if saved is not None:
            next_step = "Việc tiếp theo: chi hội họp xét."
            messages.success(request, f"Đã nhận đơn.{form.titles_message} {next_step}")
            return redirect(saved)
    return form_page(
        request,
        form,
        title="Nhận đơn xin gia nhập",
        button="Nhận đơn",
        back=candidate.get_absolute_url() if candidate else reverse("book:applications"),
        trail=application_trail(("Nhận đơn", "")),
        intro="Ghi theo thứ tự của đơn giấy. Chỉ cần họ tên, chi hội và năm sinh.",
    )


def _requested_candidate(request: MemberRequest) -> Candidate | None:
    key = request.GET.get("ung-vien", "")
    if not key:
        return None
    return visible_candidate(request, typed_key(key) or 0)


def application_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects an application while the branch has not yet voted."""
    row = visible_application(request, pk)
    check_write(request, row)
    if row.state != Application.State.SUBMITTED:
        messages.error(request, "Chi hội đã xét đơn này nên không sửa được nữa.")
        return redirect(row)
    form = ApplicationForm(posted(request), instance=row, user=request.user)
    if request.method == "POST" and form.is_valid() and corrected(form, request.user):
        messages.success(request, f"Đã lưu đơn.{form.titles_message}")
        return redirect(row)
    ReadRecord.objects.note(request.user, row)
    return form_page(
        request,
        form,
        title=f"Sửa đơn của {row}",
        button="Lưu đơn",
        back=row.get_absolute_url(),
        trail=application_trail((str(row), row.get_absolute_url()), ("Sửa", "")),
    )


def application_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One application: what is written, where it stands, what may be done."""
    row = visible_application(request, pk)
    ReadRecord.objects.note(request.user, row)
    return _application_page(request, row, ScanForm())


def _application_page(
    request: MemberRequest, row: Application, scan_form: ScanForm
) -> HttpResponse:
    card_url = card_address(request.user, row.member)
    context = {
        "trail": application_trail((str(row), "")),
        "application": row,
        "card_url": card_url,
        # Of a card still in other books the branch learns only that there is one.
        "is_known_elsewhere": bool(row.member) and not card_url and row.membership is None,
        "next_steps": ApplicationStep.open_to(row.roles_of(request.user), row.state),
        "steps": _steps(row),
        "scans": scans_of(row, request.user),
        "scan_form": scan_form,
        "may_write": may_write(request.user, row),
        "may_undo": _may_undo(request, row),
        "paper": paper_to_confirm(request, row.decision),
        "may_correct": row.state == Application.State.ADMITTED
        and needs_correction(request, row.closed_by_id, row.undo_until),
        "changes": Change.objects.of(row).visible_to(request.user).newest_first()[:CHANGES_SHOWN],
        **(look_alikes(request, row) if row.is_open and row.member is None else {}),
    }
    return render(request, "moves/application_detail.html", context)


def _steps(row: Application) -> list[tuple[str, str, bool]]:
    """The way of an application, for components/timeline.html."""

    def day(on: dt.date | None) -> str:
        return f"{on:%d/%m/%Y}" if on else "chưa"

    votes = f": {row.branch_for}/{row.branch_present} đồng ý" if row.branch_present else ""
    steps = [
        (day(row.applied_on), f"Nộp đơn, {row.made_by} nhận", True),
    ]
    # Of an application closed before the branch met, no meeting is still to come.
    if row.reviewed_on or row.is_open:
        steps.append((day(row.reviewed_on), f"Chi hội họp xét{votes}", row.reviewed_on is not None))
    match row.state:
        case Application.State.ADMITTED:
            votes = f"{row.committee_for}/{row.committee_present} đồng ý"
            done = "Kết nạp lại" if _is_readmitted(row) else "Kết nạp"
            copied = " (ghi theo giấy của cấp trên)" if _is_copied(row) else ""
            message = f"{done} theo {row.decision}{copied}: {votes}"
            steps.append((day(row.decided_on), message, True))
        case Application.State.REFUSED | Application.State.WITHDRAWN:
            message = f"{upper_first(row.get_state_display())}: {row.reason}"
            steps.append((day(row.decided_on) if row.decided_on else "", message, True))
        case _:
            steps.append(("chưa", "Ban Chấp hành quyết định", False))
    return steps


def visible_application(request: MemberRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user).select_related(
        "unit__parent__parent", "candidate", "member", "decision__unit", "membership",
        "made_by__member",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def application_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Kết nạp", reverse("book:applications")), *parts)


def application_step(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step of the table, with the input it needs."""
    row = visible_application(request, pk)
    step = requested_step(ApplicationStep, slug, row, request.user)

    def done(form: StepForm, taken: Application) -> str:
        if "card_code" in form.fields and taken.member is not None:
            notify_next_number(request, form["card_code"].value(), taken.member.code)
        return READMITTED if _is_readmitted(taken) else step.done

    return step_page(
        request,
        step,
        row,
        take=lambda form: joining.move_application(
            application=row, step=step, facts=form.facts, by=request.user
        ),
        done=done,
        trail=application_trail((str(row), row.get_absolute_url())),
        facts=[("Người xin gia nhập", row), ("Chi hội", row.unit)],
        closed=f"Đơn này {row.get_state_display()}.",
    )


READMITTED = "Đã kết nạp lại; hồ sơ cũ dùng tiếp. Việc tiếp theo: in quyết định, bổ sung hồ sơ."


def _is_copied(row: Application) -> bool:
    return row.decision is not None and row.decision.is_on_paper


def _is_readmitted(row: Application) -> bool:
    membership = row.membership
    return membership is not None and membership.entered_by == Membership.Entry.READMITTED


def admission_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes back an admission that was entered wrongly."""
    row = visible_application(request, pk)
    check_write(request, row)
    if request.method == "POST":
        attempt_plainly(
            request,
            lambda: joining.undo_admission(application=row, by=request.user),
            "Đã hoàn tác việc kết nạp. Đơn lại chờ quyết định.",
        )
        return redirect(row)
    if not _may_undo(request, row):
        messages.error(request, "Việc kết nạp này không hoàn tác được.")
        return redirect(row)
    member: Any = row.member
    membership: Any = row.membership
    what = (
        "hồ sơ hội viên lập khi kết nạp"
        if membership.entered_by == "admitted"
        else "lần sinh hoạt mới"
    )
    context = {
        "trail": application_trail((str(row), row.get_absolute_url()), ("Hoàn tác kết nạp", "")),
        "heading": f"Hoàn tác việc kết nạp {member.full_name}?",
        "text": f"Dùng khi ghi nhầm người hoặc nhầm ngày. Sẽ bỏ {what} (số thẻ {member.code}) và số "
        f"quyết định {row.decision}; các số này dùng lại được. Đơn trở lại chờ quyết định. Lịch sử "
        "vẫn ghi cả hai lần.",
        "button": "Hoàn tác việc kết nạp",
        "is_gentle": True,
        "back": row.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def _may_undo(request: MemberRequest, row: Application) -> bool:
    return not why_not_undone(request.user, row.closed_by_id, row.undo_until, row.decision)


@require_POST
def application_scan(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_application(request, pk)
    return add_scan(request, row, lambda form: _application_page(request, row, form))


def application_form_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The application on paper, to be signed by hand."""
    row = visible_application(request, pk)
    ReadRecord.objects.note(request.user, row, ReadRecord.Way.PRINTED)
    context = {"application": row, "back": row.get_absolute_url(), **letterhead(row.unit, None)}
    return render(request, "documents/application.html", context)


def application_decision_print(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision of admission; 404 before there is one, and of one that came on paper."""
    row = visible_application(request, pk)
    if row.decision is None or row.decision.is_on_paper:
        raise Http404
    ReadRecord.objects.note(request.user, row, ReadRecord.Way.PRINTED)
    context = {
        "application": row,
        "back": row.get_absolute_url(),
        **letterhead(row.decision.unit, row.decision),
    }
    return render(request, "documents/admission.html", context)
