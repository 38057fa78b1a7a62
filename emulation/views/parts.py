"""Parts of a draft at the desk: sections, clauses, targets; written, arranged, deleted."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from desk.editing import VersionedForm
from desk.pages import attempt, attempt_plainly, check, form_page
from members.http import MemberRequest, posted
from members.models import Subject

from ..actions import delete_part, move_part, save_part
from ..forms.compacts import ClauseForm, CompactSectionForm, TargetForm
from ..models import Clause, Compact, Section, Target
from .compacts import LIST, is_too_late, led_compact, part_trail


@dataclass(frozen=True)
class Kind:
    """A kind of part as its pages need it. `mark`: how its place on the draft's page is called."""

    model: type[Any]
    form: type[VersionedForm]
    noun: str
    mark: str
    above: str  # what is read with it
    when_deleted: str


SECTION = Kind(
    Section, CompactSectionForm, "nội dung", "nd", "compact__cluster",
    "Các điều khoản trong nội dung này cũng bị xóa; chỉ tiêu thuộc nội dung này thì vẫn còn.",
)  # fmt: skip
CLAUSE = Kind(
    Clause, ClauseForm, "điều khoản", "dk", "section__compact__cluster",
    "Điều khoản này sẽ mất khỏi bản dự thảo.",
)  # fmt: skip
TARGET = Kind(
    Target, TargetForm, "chỉ tiêu", "ct", "compact__cluster",
    "Chỉ tiêu này sẽ mất khỏi bản dự thảo.",
)  # fmt: skip


def _part_at(request: MemberRequest, kind: Kind, pk: int) -> Any:
    """A part of a compact that the user drafts; 404 if it may not be read, 403 if only read."""
    check(request, Subject.EMULATION)
    at_desk = Compact.objects.at_desk_of(request.user)
    path = kind.above.removesuffix("__cluster")
    rows = kind.model.objects.filter(**{f"{path}__in": at_desk}).select_related(kind.above)
    part = get_object_or_404(rows, pk=pk)
    if not Compact.objects.led_by(request.user).contains(part.compact):
        raise PermissionDenied
    return part


@transaction.atomic
def _form(request: MemberRequest, kind: Kind, part: Any, title: str) -> HttpResponse:
    compact = part.compact
    if is_too_late(request, compact):
        return redirect(compact.get_desk_url())
    form = kind.form(posted(request), instance=part)
    if request.method == "POST" and form.is_valid():
        saved: Any = attempt(form, lambda: save_part(part=form.save(commit=False), by=request.user))
        if saved is not None:
            messages.success(request, f"Đã lưu {kind.noun}.")
            return redirect(f"{compact.get_desk_url()}#{kind.mark}-{saved.pk}")
    return form_page(
        request, form, title=title, button=f"Lưu {kind.noun}", back=compact.get_desk_url(),
        trail=part_trail(compact, title),
    )  # fmt: skip


def section_new(request: MemberRequest, pk: int) -> HttpResponse:
    return _form(request, SECTION, Section(compact=led_compact(request, pk)), "Thêm nội dung")


def target_new(request: MemberRequest, pk: int) -> HttpResponse:
    return _form(request, TARGET, Target(compact=led_compact(request, pk)), "Thêm chỉ tiêu")


def clause_new(request: MemberRequest, pk: int) -> HttpResponse:
    """A clause more in the section of the address."""
    section = _part_at(request, SECTION, pk)
    return _form(request, CLAUSE, Clause(section=section), "Thêm điều khoản")


def _edit(request: MemberRequest, pk: int, kind: Kind) -> HttpResponse:
    return _form(request, kind, _part_at(request, kind, pk), f"Sửa {kind.noun}")


def _move(request: MemberRequest, pk: int, kind: Kind) -> HttpResponse:
    """One place up or down, as the button says."""
    part = _part_at(request, kind, pk)
    is_down = request.POST.get("chuyen") == "xuong"
    attempt_plainly(
        request,
        lambda: move_part(part=part, down=is_down, by=request.user),
        f"Đã chuyển {kind.noun} {'xuống' if is_down else 'lên'} một bậc.",
    )
    return redirect(f"{part.compact.get_desk_url()}#{kind.mark}-{pk}")


def _delete(request: MemberRequest, pk: int, kind: Kind) -> HttpResponse:
    """Asks, then deletes; the question says what goes with it."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not kind.model.objects.filter(pk=pk).exists():
        return redirect(LIST)  # a double click
    part = _part_at(request, kind, pk)
    back = part.compact.get_desk_url()
    if is_too_late(request, part.compact):
        return redirect(back)
    if request.method == "POST":
        attempt_plainly(request, lambda: delete_part(part=part, by=request.user), "Đã xóa.")
        return redirect(back)
    context = {
        "trail": part_trail(part.compact, f"Xóa {kind.noun}"),
        "heading": f"Xóa {kind.noun} “{part}”?",
        "text": kind.when_deleted,
        "button": "Xóa",
        "back": back,
    }
    return render(request, "desk/confirm.html", context)


section_edit, clause_edit, target_edit = (
    partial(_edit, kind=kind) for kind in (SECTION, CLAUSE, TARGET)
)
section_move, clause_move, target_move = (
    require_POST(partial(_move, kind=kind)) for kind in (SECTION, CLAUSE, TARGET)
)
section_delete, clause_delete, target_delete = (
    partial(_delete, kind=kind) for kind in (SECTION, CLAUSE, TARGET)
)
