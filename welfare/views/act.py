"""One act of care at the desk: its page, its answers, why, and the photographs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    check_write,
    may_write,
    private_file,
)
from fund.models import CashBox, Transaction
from kit.dates import local_today
from kit.money import dong, dong_with_words
from kit.numbers import vn_number
from members.http import MemberRequest
from members.models import (
    Change,
    Degree,
    ReadRecord,
    Subject,
    units_where,
)

from ..actions.visits import (
    answer_proposal,
    cancel_visit,
    hand_over,
    may_change,
    remove_photo,
    undo_until,
)
from ..forms.answers import HandOverForm, ReasonForm
from ..models import (
    Activity,
    ActivityPhoto,
    ActivityState,
    HealthReason,
    boxes_paying,
    unposted,
)
from .common import welfare_trail

PHOTO_WIDTH = 960
PRIVATELY = "(riêng tư)"


def seen_visit(request: MemberRequest, pk: int) -> Activity:
    """404 for an act beyond the user's books."""
    check(request, Subject.WELFARE)
    rows = Activity.objects.visible_to(request.user).with_naming(request.user)
    rows = rows.select_related(
        "kind", "member", "unit__parent", "entered_by__member", "answered_by__member", "departure"
    )
    activity: Activity = get_object_or_404(rows, pk=pk)
    return activity


def named_visit(request: MemberRequest, pk: int) -> Activity:
    """404 for an act of which the user may not know the person, as well."""
    activity = seen_visit(request, pk)
    if not activity.is_named:  # type: ignore[attr-defined]  # by `with_naming`
        raise Http404
    return activity


def visit(request: MemberRequest, pk: int) -> HttpResponse:
    """An act of care; its opening is written down where it names a member."""
    activity = seen_visit(request, pk)
    return _visit_page(request, activity)


def _visit_page(
    request: MemberRequest,
    activity: Any,
    *,
    cancel_form: ReasonForm | None = None,
    answer_form: ReasonForm | None = None,
    hand_form: HandOverForm | None = None,
) -> HttpResponse:
    user = request.user
    if activity.is_named and activity.member_id:
        ReadRecord.objects.note(user, activity)
    writes = may_write(user, activity)
    decides = activity.state == ActivityState.PROPOSED and (
        Activity.objects.decidable_by(user).contains(activity)
    )
    reasons = HealthReason.objects.filter(activity=activity)
    reads_health = units_where(user, Subject.HEALTH).contains(activity.unit)
    context = {
        "trail": welfare_trail((activity.kind.name, "")),
        "activity": activity,
        "whom": activity.whom if activity.is_named else PRIVATELY,
        "facts": _facts(activity) if activity.is_named else _bare_facts(activity),
        "photographs": _photographs(activity) if activity.is_named else [],
        "reason_url": reverse("welfare_desk:visit_reason", args=[activity.pk])
        if reads_health and (reasons.exists() or writes)
        else "",
        "may_change": writes and may_change(activity, user),
        "undo_until": undo_until(activity),
        "may_write": writes,
        "decides": decides,
        "may_hand_over": writes and activity.state == ActivityState.APPROVED,
        "cancel_form": cancel_form or ReasonForm(auto_id="huy_%s"),
        "answer_form": answer_form or ReasonForm(auto_id="tra_loi_%s"),
        "hand_form": hand_form
        or HandOverForm(
            auto_id="trao_%s",
            initial={"happened_on": local_today(), "receiver": activity.receiver or activity.whom},
        ),
        **_books(request, activity),
        "changes": Change.objects.of(activity).visible_to(user).newest_first()[:20]
        if activity.is_named
        else [],
    }
    return render(request, "welfare/visit_detail.html", context)


def _books(request: MemberRequest, activity: Activity) -> dict[str, Any]:
    """The voucher that pays it, with a way there for who reads the fund; else where one is written."""
    posting, user = activity.posting, request.user
    if posting is not None:
        reads = Transaction.objects.visible_to(user).filter(pk=posting.voucher_id).exists()
        return {
            "voucher": posting.voucher,
            "voucher_url": reads and posting.voucher.get_absolute_url(),
        }
    boxes = (
        boxes_paying(activity) if user.may(Subject.FUND, Degree.WRITE) else CashBox.objects.none()
    )
    own = list(CashBox.objects.editable_by(user).filter(pk__in=boxes))
    waits = bool(own) and unposted(own).filter(pk=activity.pk).exists()
    url = f"{reverse('welfare_desk:posting_new')}?lan={activity.pk}"
    return {"voucher": None, "post_url": url if waits else ""}


def _bare_facts(activity: Activity) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("Loại", activity.kind.name),
        ("Tiền", dong_with_words(activity.amount) if activity.amount else ""),
        ("Nguồn", activity.get_fund_display() if activity.amount else ""),
        ("Căn cứ", activity.basis),
        ("Đơn vị", activity.unit.distinct_label),
    ]
    return [(term, value) for term, value in rows if value]


def _facts(activity: Activity) -> list[tuple[str, Any]]:
    given = activity.in_kind
    if activity.in_kind_value:
        given = f"{given} (trị giá {dong(activity.in_kind_value)})"
    visitors = activity.visitors.select_related("member")
    rows: list[tuple[str, Any]] = [
        ("Hội viên", activity.member.distinct_label if activity.member and activity.family else ""),
        *_bare_facts(activity),
        ("Hiện vật", given),
        ("Số người", vn_number(activity.people_count) if activity.people_count > 1 else ""),
        ("Nơi", activity.place),
        ("Ai đi thăm", "; ".join(str(visitor) for visitor in visitors)),
        ("Người nhận", activity.receiver),
        ("Chứng từ", activity.receipt_no),
        ("Ghi chú", activity.note),
        ("Câu chuyện", activity.story),
        ("Đăng lên trang", "có" if activity.has_public_story else ""),
        ("Người ghi", _by(activity.entered_by, activity.entered_at)),
        ("Người trả lời", _by(activity.answered_by, activity.answered_at)),
    ]
    return [(term, value) for term, value in rows if value]


def _by(user: Any, moment: Any) -> str:
    return f"{user}, {timezone.localtime(moment):%d/%m/%Y %H:%M}" if user and moment else ""


def _photographs(activity: Activity) -> list[dict[str, Any]]:
    photographs = []
    for photo in activity.photographs.all():
        width = next(
            (size for size in photo.picture.widths if size >= PHOTO_WIDTH), photo.picture.widths[-1]
        )
        photographs.append({"photo": photo, "width": width})
    return photographs


# --- Answers ----------------------------------------------------------------------------------


@require_POST
def visit_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The unit above approves a proposal, or refuses it with a reason."""
    activity = seen_visit(request, pk)
    if not Activity.objects.decidable_by(request.user).contains(activity):
        raise PermissionDenied
    approves = request.POST.get("viec") == "duyet"
    form = ReasonForm(request.POST, auto_id="tra_loi_%s")
    form.fields["reason"].required = not approves
    answered: Any = form.is_valid() and attempt(
        form,
        lambda: answer_proposal(
            activity=activity,
            approves=approves,
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
    )
    if not answered:
        return _visit_page(request, seen_visit(request, pk), answer_form=form)
    messages.success(request, "Đã duyệt." if approves else "Đã trả lời là không duyệt.")
    return redirect(activity)


@require_POST
def visit_hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """What was approved was given: when, to whom, on which receipt."""
    activity = named_visit(request, pk)
    check_write(request, activity)
    form = HandOverForm(request.POST, request.FILES or None, auto_id="trao_%s")
    done: Any = form.is_valid() and attempt(
        form, lambda: hand_over(activity=activity, by=request.user, **form.cleaned_data)
    )
    if not done:
        return _visit_page(request, seen_visit(request, pk), hand_form=form)
    messages.success(request, "Đã ghi là đã trao.")
    return redirect(activity)


@require_POST
def visit_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes an act out of the figures, with a reason; it stays on record."""
    activity = seen_visit(request, pk)
    check_write(request, activity)
    form = ReasonForm(request.POST, auto_id="huy_%s")
    done: Any = form.is_valid() and attempt(
        form,
        lambda: cancel_visit(
            activity=activity, reason=form.cleaned_data["reason"], by=request.user
        ),
    )
    if not done:
        return _visit_page(request, seen_visit(request, pk), cancel_form=form)
    messages.success(request, "Đã hủy. Lần này không còn tính vào số liệu.")
    return redirect(activity)


# --- Why, and the photographs -------------------------------------------------------------------


def visit_reason(request: MemberRequest, pk: int) -> HttpResponse:
    """The reason, for who holds the right of health; each opening is written down."""
    activity = named_visit(request, pk)
    if not units_where(request.user, Subject.HEALTH).contains(activity.unit):
        raise Http404
    reason = HealthReason.objects.visible_to(request.user).filter(activity=activity).first()
    ReadRecord.objects.note(request.user, reason or activity)
    context = {
        "trail": welfare_trail((activity.whom, activity.get_absolute_url()), ("Lý do", "")),
        "activity": activity,
        "reason": reason,
        "may_change": may_write(request.user, activity) and may_change(activity, request.user),
    }
    return render(request, "welfare/visit_reason.html", context)


def visit_photo(request: MemberRequest, pk: int, photo: int, width: int) -> Any:
    """A photograph, for whoever may know whom it shows."""
    activity = named_visit(request, pk)
    stored = get_object_or_404(ActivityPhoto, activity=activity, pk=photo)
    if width not in stored.picture.widths:
        raise Http404
    return private_file(
        stored.picture.storage, f"{stored.picture.folder}/{width}.webp", "image/webp", "anh.webp"
    )


def visit_photo_delete(request: MemberRequest, pk: int, photo: int) -> HttpResponse:
    """Asks, then takes a photograph away; the second of two presses finds none."""
    activity = named_visit(request, pk)
    check_write(request, activity)
    stored = ActivityPhoto.objects.filter(activity=activity, pk=photo).first()
    if stored is None:
        return redirect(activity)
    if request.method == "POST":
        attempt_plainly(request, lambda: remove_photo(photo=stored, by=request.user), "Đã bỏ ảnh.")
        return redirect(activity)
    context = {
        "trail": welfare_trail((activity.whom, activity.get_absolute_url()), ("Bỏ ảnh", "")),
        "heading": "Bỏ ảnh này?",
        "text": "Tệp ảnh sẽ xóa hẳn, không lấy lại được. Lịch sử vẫn ghi việc này.",
        "button": "Bỏ ảnh",
        "back": activity.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)
