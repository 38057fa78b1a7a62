"""Dossiers at the desk: the list, one dossier with its checks, who is in it, its steps, its papers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    check_write,
    form_page,
    is_gone,
    list_page,
    may_write,
    private_file,
    step_page,
)
from desk.paper import letterhead
from kit.dates import local_today
from kit.files import CONTENT_TYPES
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Change, Degree, Subject, Unit

from ..actions.dossiers import (
    attach_file,
    correct_dossier,
    drop_nominee,
    move_dossier,
    remove_file,
    remove_nominee,
    save_nominee,
    start_dossier,
)
from ..checks import checks_of, law_of
from ..forms.dossiers import (
    DossierFilters,
    DossierForm,
    DossierHeadForm,
    DropForm,
    FileForm,
    NomineeForm,
)
from ..models import (
    DECIDABLE,
    AwardDecision,
    Dossier,
    DossierFile,
    DossierRole,
    DossierState,
    DossierStep,
    Nominee,
    keeps_catalogue,
)
from ..tables import DOSSIERS
from .common import room_trail, tabs

LIST = "recognition:list"


def dossier_list(request: MemberRequest) -> HttpResponse:
    """Dossiers of the user's units, the latest first."""
    check(request, Subject.EMULATION)
    visible = Dossier.objects.visible_to(request.user)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    form = DossierFilters(request.user, years, request.GET)
    values = form.filter_values()
    rows = visible
    if unit := values.get("don_vi"):
        rows = rows.filter(unit__in=Unit.objects.within(unit).order_by().values("pk"))
    if year := values.get("nam"):
        rows = rows.filter(year=year)
    if state := values.get("tinh_trang"):
        rows = rows.filter(state=state)
    related = rows.with_counts().select_related("unit__parent", "holder__parent", "kind")
    table = Table(
        request.GET, related.order_by("-year", "-pk"), DOSSIERS, noun="hồ sơ", usual="-nam"
    )
    return list_page(
        request, "recognition/dossier_list.html", title="Xét khen thưởng", form=form, table=table,
        tabs=tabs(LIST),
    )  # fmt: skip


def _dossier(request: MemberRequest, pk: int) -> Dossier:
    """404 for a dossier of a unit whose emulation the user may not read."""
    check(request, Subject.EMULATION)
    rows = Dossier.objects.visible_to(request.user).select_related(
        "unit__parent", "holder__parent", "kind", "made_by__member"
    )
    dossier: Dossier = get_object_or_404(rows, pk=pk)
    return dossier


def _to_write(request: MemberRequest, pk: int) -> Dossier:
    """403 for whoever does not propose in that unit."""
    dossier = _dossier(request, pk)
    check_write(request, dossier)
    return dossier


def _is_closed(request: MemberRequest, dossier: Dossier) -> bool:
    """Whether a form of it was opened too late; says so."""
    if dossier.is_writable or request.method != "GET":
        return False
    messages.error(request, f"Hồ sơ này {dossier.get_state_display()} nên không sửa được nữa.")
    return True


def _trail(dossier: Dossier, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return room_trail((str(dossier), dossier.get_absolute_url() if parts else ""), *parts)


def dossier_new(request: MemberRequest) -> HttpResponse:
    """Begins a dossier: for which award, of which year, by which unit."""
    check(request, Subject.EMULATION, Degree.WRITE)
    initial = {"year": str(local_today().year), "basis": Dossier.Basis.YEARLY}
    form = DossierForm(posted(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        dossier = attempt(
            form, lambda: start_dossier(dossier=form.instance, token=token, by=request.user)
        )
        if dossier is not None:
            messages.success(request, "Đã lập hồ sơ. Nay ghi người được đề nghị và cuộc họp xét.")
            return redirect(dossier)
    return form_page(
        request, form, title="Lập hồ sơ đề nghị khen thưởng", button="Lập hồ sơ",
        back=reverse(LIST), trail=room_trail(("Lập hồ sơ", "")),
    )  # fmt: skip


def dossier(request: MemberRequest, pk: int) -> HttpResponse:
    """One dossier; whoever writes it, or decides about it, sees what the checks say."""
    record = _dossier(request, pk)
    roles = record.roles_of(request.user)
    is_writer = may_write(request.user, record)
    nominees = list(record.nominees.select_related("member", "unit__parent", "dropped_by"))
    checks = dict(checks_of(record)) if is_writer and record.state != DossierState.CANCELLED else {}
    context = {
        "trail": _trail(record),
        "dossier": record,
        "law": law_of(record),
        "lines": [(nominee, checks.get(nominee, [])) for nominee in nominees],
        "steps": record.steps_for(request.user),
        "may_edit": record.is_writable and DossierRole.PROPOSER in roles,
        "may_drop": DossierRole.REVIEWER in roles and record.unit_id != record.holder_id,
        "may_decide": record.state in DECIDABLE and keeps_catalogue(request.user),
        "decision": AwardDecision.objects.filter(grants__nominee__dossier=record).first(),
        "files": record.files.select_related("added_by__member"),
        "reviews": record.reviews.select_related("unit", "by__member"),
        "returned": record.last_return,
        "file_form": FileForm(auto_id="tep_%s"),
        "changes": Change.objects.of(record).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "recognition/dossier_detail.html", context)


def dossier_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The award and the meeting that voted."""
    record = _to_write(request, pk)
    if _is_closed(request, record):
        return redirect(record)
    form = DossierHeadForm(posted(request), instance=record)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: correct_dossier(
                dossier=form.instance, version=form.opened_with, by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, "Đã lưu hồ sơ.")
            return redirect(saved)
        form.renew()
    return form_page(
        request, form, title="Sửa hồ sơ, ghi cuộc họp xét", button="Lưu",
        back=record.get_absolute_url(), trail=_trail(record, ("Sửa", "")),
        facts=[("Đơn vị đề nghị", record.unit.distinct_label)],
    )  # fmt: skip


# --- Who is proposed ----------------------------------------------------------------------------


def nominee_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody more."""
    record = _to_write(request, pk)
    return _nominee_form(request, Nominee(dossier=record), "Thêm người, tập thể được đề nghị")


def _nominee(request: MemberRequest, pk: int) -> Nominee:
    check(request, Subject.EMULATION)
    rows = Nominee.objects.visible_to(request.user).select_related(
        "dossier__unit__parent", "dossier__kind", "dossier__holder", "member", "unit__parent"
    )
    nominee: Nominee = get_object_or_404(rows, pk=pk)
    return nominee


def nominee(request: MemberRequest, pk: int) -> HttpResponse:
    """What is written of somebody proposed, while the unit may still change it."""
    row = _nominee(request, pk)
    check_write(request, row.dossier)
    return _nominee_form(request, row, str(row))


def _nominee_form(request: MemberRequest, row: Nominee, title: str) -> HttpResponse:
    record = row.dossier
    if _is_closed(request, record):
        return redirect(record)
    form = NomineeForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_nominee(nominee=form.instance, version=form.opened_with, by=request.user),
        )
        if saved is not None:
            messages.success(request, f"Đã lưu: {saved}.")
            return redirect(record)
        form.renew()
    return form_page(
        request, form, title=title, button="Lưu", back=record.get_absolute_url(),
        trail=_trail(record, (title, "")),
        facts=[("Đề nghị tặng", record.kind), ("Số người dự họp xét", record.present or "chưa ghi")],
    )  # fmt: skip


def nominee_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes somebody out of the list."""
    if is_gone(request, Nominee, pk, Subject.EMULATION):
        return redirect(LIST)
    row = _nominee(request, pk)
    check_write(request, row.dossier)
    if request.method == "POST":
        done = f"Đã bỏ {row} khỏi hồ sơ."
        attempt_plainly(request, lambda: remove_nominee(nominee=row, by=request.user), done)
        return redirect(row.dossier)
    context = {
        "trail": _trail(row.dossier, ("Bỏ", "")),
        "heading": f"Bỏ {row} khỏi hồ sơ?",
        "text": "Báo cáo thành tích và số phiếu đã ghi sẽ mất; lịch sử thay đổi vẫn ghi là đã có.",
        "button": "Bỏ khỏi hồ sơ",
        "back": row.dossier.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def nominee_drop(request: MemberRequest, pk: int) -> HttpResponse:
    """The level where the dossier lies does not agree to somebody."""
    row = _nominee(request, pk)
    record = row.dossier
    if DossierRole.REVIEWER not in record.roles_of(request.user):
        raise PermissionDenied
    form = DropForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: drop_nominee(nominee=row, reason=reason, by=request.user)):
            messages.success(request, f"Đã ghi không đồng ý đề nghị {row}.")
            return redirect(record)
    return form_page(
        request, form, title=f"Không đồng ý: {row}", button="Ghi không đồng ý", is_danger=True,
        back=record.get_absolute_url(), trail=_trail(record, ("Không đồng ý", "")),
        intro="Những người khác trong hồ sơ vẫn được xét tiếp; đơn vị đề nghị thấy lý do.",
    )  # fmt: skip


# --- Steps, evidence, papers --------------------------------------------------------------------


def move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step, by a user whose role the table names."""
    record = _dossier(request, pk)
    step = DossierStep.at(slug)
    if step is None or step.role not in record.roles_of(request.user):
        raise PermissionDenied
    return step_page(
        request, step, record,
        take=lambda form: move_dossier(dossier=record, step=step, by=request.user, **form.facts),
        trail=_trail(record), subject=str(record),
        closed=f"Hồ sơ này {record.get_state_display()}, không còn làm được việc này.",
    )  # fmt: skip


@require_POST
def file_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Attaches a document."""
    record = _to_write(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        attempt_plainly(
            request,
            lambda: attach_file(
                dossier=record, title=data["title"], file=data["file"], by=request.user
            ),
            "Đã lưu tài liệu.",
        )
        return redirect(record)
    return form_page(
        request, form, title="Thêm tài liệu kèm hồ sơ", button="Lưu tài liệu",
        back=record.get_absolute_url(), trail=_trail(record, ("Thêm tài liệu", "")),
    )  # fmt: skip


def _file(request: MemberRequest, pk: int) -> DossierFile:
    check(request, Subject.EMULATION)
    rows = DossierFile.objects.visible_to(request.user).select_related("dossier__kind")
    row: DossierFile = get_object_or_404(rows, pk=pk)
    return row


def file(request: MemberRequest, pk: int) -> Any:
    """Hands the document to whoever reads the dossier."""
    row = _file(request, pk)
    name = f"ho-so-{row.dossier_id}-{row.pk}.{row.extension}"
    kind = CONTENT_TYPES.get(row.extension, "application/octet-stream")
    return private_file(row.file.storage, str(row.file.name), kind, name)


def file_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a wrong document."""
    if is_gone(request, DossierFile, pk, Subject.EMULATION):
        return redirect(LIST)
    row = _file(request, pk)
    check_write(request, row.dossier)
    if request.method == "POST":
        attempt_plainly(request, lambda: remove_file(file=row, by=request.user), "Đã bỏ tài liệu.")
        return redirect(row.dossier)
    context = {
        "trail": _trail(row.dossier, ("Bỏ tài liệu", "")),
        "heading": f"Bỏ tài liệu “{row}”?",
        "text": "Tệp sẽ xóa hẳn, không lấy lại được.",
        "button": "Bỏ tài liệu",
        "back": row.dossier.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


# The papers of a dossier: address, name.
PAPERS = {
    "to-trinh": "Tờ trình",
    "bien-ban": "Biên bản họp xét",
    "bao-cao": "Báo cáo thành tích",
    "danh-sach": "Danh sách đề nghị",
}


def paper(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """A paper of the dossier, to print and sign."""
    if slug not in PAPERS:
        raise Http404
    record = _dossier(request, pk)
    nominees = record.nominees.proposed().select_related("member", "unit__parent")
    context = letterhead(record.unit, None, on=record.received_on) | {
        "dossier": record,
        "nominees": nominees,
        "slug": slug,
        "name": PAPERS[slug],
        "law": law_of(record),
        "to": record.unit.parent or record.unit,
        "back": record.get_absolute_url(),
    }
    return render(request, "documents/award_dossier.html", context)
