"""What nobody may undo any more, corrected by the city office upon a paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from desk.pages import attempt, form_page
from members.http import MemberRequest, posted
from members.models import Application, Appointment, Departure, ReadRecord, Transfer

from ..actions import joining, leaving
from ..actions.corrections import Correction, may_correct
from ..forms.scans import CorrectionForm
from .applications import application_trail, visible_application
from .departures import departure_trail, visible_departure
from .transfers import transfer_trail, visible_transfer

Record = Application | Departure | Transfer


def _correct(
    request: MemberRequest,
    row: Record,
    act: Callable[[Correction], Record],
    done: Callable[[], str],
    **page: Any,
) -> HttpResponse:
    """Asks why and for the paper, corrects, leads back; for the city office alone."""
    if not may_correct(request.user):
        raise PermissionDenied
    form = CorrectionForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts = Correction(**form.cleaned_data)
        if attempt(form, lambda: act(facts)) is not None:
            messages.success(request, done())
            return redirect(row)
    ReadRecord.objects.note(request.user, row)
    return form_page(
        request, form, button="Ghi đính chính", back=row.get_absolute_url(), is_danger=True, **page
    )


def departure_correct(request: MemberRequest, pk: int) -> HttpResponse:
    """A departure found wrong after its days of undoing: the member goes on as before."""
    row = visible_departure(request, pk)

    def done() -> str:
        keys = [key for key, _ in row.before.get("offices", [])]
        ended = Appointment.objects.filter(pk__in=keys, valid_to=row.left_on)
        names = ", ".join(str(office) for office in ended.select_related("position", "unit"))
        note = f" Chức vụ đã có người khác nhận nên không trở lại: {names}." if names else ""
        return (
            f"Đã đính chính: {row.member} sinh hoạt trở lại như trước.{note} Nếu đồng chí rời Hội "
            "vào ngày khác hoặc theo cách khác, hãy ghi việc rời Hội mới."
        )

    return _correct(
        request,
        row,
        lambda facts: leaving.undo_departure(departure=row, by=request.user, correction=facts),
        done,
        title=f"Đính chính việc rời Hội: {row.member.full_name}",
        trail=departure_trail((str(row.member), row.get_absolute_url()), ("Đính chính", "")),
        intro="Dùng khi việc rời Hội ghi sai và đã quá thời hạn hoàn tác. Đồng chí sinh hoạt trở "
        "lại như chưa rời; số văn bản dùng lại được; lịch sử vẫn giữ lần ghi này.",
        facts=[
            ("Đã ghi", row.get_kind_display()),
            ("Từ ngày", f"{row.left_on:%d/%m/%Y}"),
            ("Chi hội", row.membership.unit.distinct_label),
        ],
    )


def transfer_correct(request: MemberRequest, pk: int) -> HttpResponse:
    """A transfer found wrong after its days of undoing: the member never left the branch."""
    row = visible_transfer(request, pk)
    return _correct(
        request,
        row,
        lambda facts: leaving.undo_answer(transfer=row, by=request.user, correction=facts),
        lambda: f"Đã đính chính: {row.member} vẫn sinh hoạt ở {row.source}.",
        title=f"Đính chính việc chuyển sinh hoạt: {row.member.full_name}",
        trail=transfer_trail((str(row.member), row.get_absolute_url()), ("Đính chính", "")),
        intro="Dùng khi việc chuyển ghi sai và đã quá thời hạn hoàn tác. Đồng chí coi như vẫn sinh "
        "hoạt ở nơi cũ từ trước đến nay. Nếu chuyển thật rồi nay trở về, hãy ghi một lần chuyển mới.",
        facts=[("Từ", row.source.distinct_label), ("Đến", row.target.distinct_label)],
    )


def admission_correct(request: MemberRequest, pk: int) -> HttpResponse:
    """An admission found wrong after its days of undoing, while no other record references it."""
    row = visible_application(request, pk)
    return _correct(
        request,
        row,
        lambda facts: joining.undo_admission(application=row, by=request.user, correction=facts),
        lambda: "Đã đính chính việc kết nạp. Đơn lại chờ quyết định.",
        title=f"Đính chính việc kết nạp: {row.full_name}",
        trail=application_trail((str(row), row.get_absolute_url()), ("Đính chính", "")),
        intro="Dùng khi việc kết nạp ghi sai và đã quá thời hạn hoàn tác. Hồ sơ và số thẻ lập khi "
        "kết nạp sẽ bỏ, đơn trở lại chờ quyết định; lịch sử vẫn giữ lần ghi này. Nếu đã có việc "
        "ghi thêm, hãy ghi xóa tên với căn cứ “kết nạp không đúng”.",
        facts=[("Chi hội", row.unit.distinct_label), ("Tình trạng", row.get_state_display())],
    )
