"""Certificates on paper: their layouts at the desk, test sheets, and the printing of a decision's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page, is_gone
from kit.numbers import vn_number
from members.http import MemberRequest, posted
from members.models import Subject

from ..actions.layouts import (
    add_usual_layouts,
    remove_layout,
    remove_layout_field,
    save_layout,
    save_layout_field,
)
from ..certificates import SAMPLE, frames_of, grid_of, lines_of, sheet_of, texts_of
from ..forms.layouts import LayoutFieldForm, LayoutForm, NudgeForm, PrintForm
from ..models import AwardDecision, CertificateLayout, Grant, LayoutField, keeps_catalogue
from .common import check_office, room_trail, tabs

LIST = "recognition:layouts"
LABEL = "Mẫu in giấy khen"


def _trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return room_trail((LABEL, reverse(LIST) if parts else ""), *parts)


def layouts(request: MemberRequest) -> HttpResponse:
    """The papers on which certificates are printed."""
    check(request, Subject.EMULATION)
    rows = list(CertificateLayout.objects.select_related("kind"))
    is_office = keeps_catalogue(request.user)
    context = {
        "trail": _trail(),
        "tabs": tabs(LIST),
        "layouts": rows,
        "is_office": is_office,
        "may_add_usual": is_office and not rows,
    }
    return render(request, "recognition/layouts.html", context)


@require_POST
def layouts_usual(request: MemberRequest) -> HttpResponse:
    """Adds what is missing of the usual papers."""
    check_office(request)
    if added := add_usual_layouts(by=request.user):
        messages.success(
            request,
            f"Đã thêm {vn_number(added)} mẫu in đề xuất. Hãy in tờ thử rồi áp lên phôi để chỉnh lại.",
        )
    else:
        messages.info(request, "Đã có đủ các mẫu in thường dùng; không thêm gì.")
    return redirect(LIST)


def _layout(request: MemberRequest, pk: int) -> CertificateLayout:
    check(request, Subject.EMULATION)
    return get_object_or_404(CertificateLayout.objects.select_related("kind"), pk=pk)


def layout(request: MemberRequest, pk: int) -> HttpResponse:
    """One paper as it will look, and its places."""
    record = _layout(request, pk)
    fields = list(record.fields.all())
    context = {
        "trail": _trail((str(record), "")),
        "layout": record,
        "fields": fields,
        "sheet": sheet_of(record),
        "lines": lines_of(fields, SAMPLE),
        "frames": frames_of(fields),
        "is_office": keeps_catalogue(request.user),
    }
    return render(request, "recognition/layout_detail.html", context)


def layout_new(request: MemberRequest) -> HttpResponse:
    check_office(request)
    form = LayoutForm(posted(request), initial={"is_blank": True, "width": 297, "height": 210})
    return _layout_form(
        request, form, "Thêm mẫu in",
        "Mẫu mới có sẵn các ô chữ theo khổ giấy; chỉnh từng ô sau khi in tờ thử.",
    )  # fmt: skip


def layout_edit(request: MemberRequest, pk: int) -> HttpResponse:
    check_office(request)
    record = _layout(request, pk)
    return _layout_form(request, LayoutForm(posted(request), instance=record), f"Sửa: {record}")


def layout_nudge(request: MemberRequest, pk: int) -> HttpResponse:
    """Moves all that is printed, for a printer that is out by a little."""
    check_office(request)
    form = NudgeForm(posted(request), instance=_layout(request, pk))
    return _layout_form(
        request, form, "Nhích cho khớp máy in",
        "Cả trang dịch đi cùng nhau; số milimét được nhớ cho những lần in sau.",
    )  # fmt: skip


def _layout_form(request: MemberRequest, form: Any, title: str, intro: str = "") -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_layout(layout=form.instance, version=form.opened_with, by=request.user),
        )
        if saved is not None:
            messages.success(request, f"Đã lưu: {saved}.")
            return redirect(saved)
        form.renew()
    back = form.instance.get_absolute_url() if form.instance.pk else reverse(LIST)
    return form_page(
        request, form, title=title, button="Lưu", back=back, intro=intro, trail=_trail((title, ""))
    )


def layout_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a paper that is no longer bought."""
    if is_gone(request, CertificateLayout, pk, Subject.EMULATION):
        return redirect(LIST)
    check_office(request)
    record = _layout(request, pk)
    if request.method == "POST":
        done = f"Đã bỏ mẫu in {record}."
        attempt_plainly(request, lambda: remove_layout(layout=record, by=request.user), done)
        return redirect(LIST)
    context = {
        "trail": _trail((str(record), record.get_absolute_url()), ("Bỏ", "")),
        "heading": f"Bỏ mẫu in “{record}”?",
        "text": "Vị trí các ô chữ của mẫu này sẽ mất. Quyết định và sổ khen thưởng không đổi.",
        "button": "Bỏ mẫu in",
        "back": record.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def field_new(request: MemberRequest, pk: int) -> HttpResponse:
    check_office(request)
    record = _layout(request, pk)
    form = LayoutFieldForm(posted(request), instance=LayoutField(layout=record))
    return _field_form(request, form, "Thêm ô chữ")


def _field(request: MemberRequest, pk: int) -> LayoutField:
    check_office(request)
    return get_object_or_404(LayoutField.objects.select_related("layout"), pk=pk)


def layout_field(request: MemberRequest, pk: int) -> HttpResponse:
    field = _field(request, pk)
    return _field_form(request, LayoutFieldForm(posted(request), instance=field), str(field))


def _field_form(request: MemberRequest, form: LayoutFieldForm, title: str) -> HttpResponse:
    record = form.instance.layout
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: save_layout_field(
                field=form.instance, version=form.opened_with, by=request.user
            ),
        )
        if saved is not None:
            messages.success(request, f"Đã lưu ô chữ: {saved}.")
            return redirect(record)
        form.renew()
    size = f"{vn_number(record.width)} × {vn_number(record.height)} mm"
    return form_page(
        request, form, title=title, button="Lưu ô chữ", back=record.get_absolute_url(),
        trail=_trail((str(record), record.get_absolute_url()), (title, "")),
        facts=[("Mẫu in", record), ("Khổ giấy", size)],
    )  # fmt: skip


def field_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then leaves a piece of writing out."""
    if is_gone(request, LayoutField, pk, Subject.EMULATION):
        return redirect(LIST)
    field = _field(request, pk)
    record = field.layout
    if request.method == "POST":
        done = f"Đã bỏ ô chữ: {field}."
        attempt_plainly(request, lambda: remove_layout_field(field=field, by=request.user), done)
        return redirect(record)
    context = {
        "trail": _trail((str(record), record.get_absolute_url()), ("Bỏ ô chữ", "")),
        "heading": f"Bỏ ô “{field}”?",
        "text": "Phần chữ này không in trên mẫu nữa, chẳng hạn vì phôi đã in sẵn.",
        "button": "Bỏ ô chữ",
        "back": record.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def layout_page(request: MemberRequest, pk: int) -> HttpResponse:
    """The style sheet that gives the browser the paper's size: it takes none from an attribute."""
    sheet = sheet_of(_layout(request, pk))
    size = f"@page {{ size: {sheet['width']}mm {sheet['height']}mm; margin: 0; }}\n"
    response = HttpResponse(size, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def layout_test(request: MemberRequest, pk: int) -> HttpResponse:
    """A sheet with a grid of millimetres and all places, to hold against the blank."""
    record = _layout(request, pk)
    fields = list(record.fields.all())
    context = _paper(record, record.get_absolute_url()) | {
        "pages": [lines_of(fields, SAMPLE)],
        "frames": frames_of(fields),
        "grid": grid_of(record),
        "form": None,
    }
    return render(request, "documents/certificates.html", context)


def certificates(request: MemberRequest, pk: int) -> HttpResponse:
    """Certificates of a decision, all or those chosen, one to a page."""
    check(request, Subject.EMULATION)
    decision = get_object_or_404(AwardDecision.objects.visible_to(request.user), pk=pk)
    check_office(request)
    grants = Grant.objects.visible_to(request.user).filter(decision=decision).standing()
    related = grants.select_related(
        "kind", "decision", "member", "unit__parent", "nominee__member", "nominee__unit",
        "nominee__dossier__kind", "nominee__dossier__unit__parent",
    )  # fmt: skip
    form = PrintForm(related, request.GET)
    values = form.filter_values()
    rows: list[Grant] = list(values.get("tang") or related)
    record: CertificateLayout | None = values.get("mau") or _usual_layout(rows)
    if record is None:
        messages.info(request, "Chưa có mẫu in nào: hãy thêm mẫu, rồi in.")
        return redirect(LIST)
    form.initial["mau"] = record.pk
    fields = list(LayoutField.objects.filter(layout=record))
    context = _paper(record, decision.get_absolute_url()) | {
        "pages": [lines_of(fields, texts_of(row)) for row in rows],
        "frames": [],
        "grid": None,
        "form": form,
        "decision": decision,
    }
    return render(request, "documents/certificates.html", context)


def _usual_layout(grants: list[Grant]) -> CertificateLayout | None:
    """That of the award, else one for any."""
    rows = list(CertificateLayout.objects.all())
    kinds = {grant.kind_id for grant in grants}
    fitting = [row for row in rows if row.kind_id in kinds]
    general = [row for row in rows if row.kind_id is None]
    return next(iter(fitting or general or rows), None)


def _paper(record: CertificateLayout, back: str) -> dict[str, Any]:
    return {
        "layout": record,
        "sheet": sheet_of(record),
        "size": f"{vn_number(record.width)} × {vn_number(record.height)} mm",
        "back": back,
    }
