"""Comments on a draft, their answers, and agreement, at the desk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page
from kit.numbers import typed_key
from members.http import MemberRequest, posted
from members.models import Subject, Unit

from ..actions.comments import agree_to_draft, answer_comment, comment_on_draft
from ..actions.signing import represented_units
from ..forms.comments import AnswerForm, CommentForm
from ..models import Compact, CompactComment
from .compacts import compact_at, is_too_late, part_trail


def own_units(request: MemberRequest, compact: Compact) -> list[Unit]:
    """The cluster's units for which the user may speak."""
    own = represented_units(request.user)
    return [unit for unit in compact.units if unit.pk in own] if own else []


def compact_comment(request: MemberRequest, pk: int) -> HttpResponse:
    """A comment of the user's own unit; on the clause that the address names (`dieu-khoan`)."""
    compact = compact_at(request, pk)
    units = own_units(request, compact)
    if not units:
        raise PermissionDenied
    if is_too_late(request, compact):
        return redirect(compact.get_desk_url())
    clause = typed_key(request.GET.get("dieu-khoan", "")) or None
    form = CommentForm(posted(request), compact=compact, units=units, clause=clause)
    if request.method == "POST" and form.is_valid():
        comment = attempt(
            form, lambda: comment_on_draft(compact=compact, by=request.user, **form.cleaned_data)
        )
        if comment is not None:
            messages.success(request, "Đã gửi góp ý.")
            return redirect(f"{compact.get_desk_url()}#gop-y")
    return form_page(
        request, form, title="Góp ý dự thảo", button="Gửi góp ý", back=compact.get_desk_url(),
        trail=part_trail(compact, "Góp ý"),
        intro="Các đơn vị trong cụm đều đọc được góp ý; cụm trưởng trả lời.",
    )  # fmt: skip


def comment_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Whether a comment is taken up."""
    check(request, Subject.EMULATION)
    rows = CompactComment.objects.visible_to(request.user).select_related(
        "compact__cluster", "unit"
    )
    comment: CompactComment = get_object_or_404(rows, pk=pk)
    compact = comment.compact
    if not Compact.objects.led_by(request.user).contains(compact):
        raise PermissionDenied
    if is_too_late(request, compact):
        return redirect(compact.get_desk_url())
    initial = {"state": comment.state, "answer": comment.answer} if comment.is_answered else None
    form = AnswerForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: answer_comment(comment=comment, by=request.user, **form.cleaned_data)
        )
        if saved is not None:
            messages.success(request, "Đã trả lời góp ý.")
            return redirect(f"{compact.get_desk_url()}#gop-y")
    return form_page(
        request, form, title="Trả lời góp ý", button="Lưu trả lời", back=compact.get_desk_url(),
        trail=part_trail(compact, "Trả lời góp ý"),
        facts=[("Đơn vị", str(comment.unit)), ("Góp ý", comment.text)],
    )  # fmt: skip


@require_POST
def compact_agree(request: MemberRequest, pk: int) -> HttpResponse:
    """Agrees to the text that the page showed, for the own unit named by the button."""
    compact = compact_at(request, pk)
    units = {str(unit.pk): unit for unit in own_units(request, compact)}
    if not units:
        raise PermissionDenied
    unit = units.get(request.POST.get("unit", ""))
    if unit is None:
        messages.error(request, "Chưa rõ đồng ý cho đơn vị nào. Hãy bấm lại nút “Đồng ý”.")
        return redirect(compact.get_desk_url())
    text_hash = request.POST.get("text_hash", "")
    attempt_plainly(
        request,
        lambda: agree_to_draft(compact=compact, unit=unit, text_hash=text_hash, by=request.user),
        f"{unit} đã đồng ý bản dự thảo.",
    )
    return redirect(f"{compact.get_desk_url()}#gop-y")
