"""Signing at the desk: of a compact and of its addenda alike."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page, private_file
from desk.paper import letterhead
from members.http import MemberRequest, posted
from members.models import ReadRecord, Subject, Unit

from ..actions.signing import (
    NOT_OPEN,
    attach_paper,
    note_absence,
    open_signing,
    reopen_draft,
    represented_units,
    sign,
)
from ..forms.signing import AbsenceForm, PaperForm, SignForm
from ..models import Addendum, Compact, Signable, Signature, SignedScan, SigningAbsence
from .compacts import compact_at, part_trail

View = Callable[[MemberRequest, Any], HttpResponse]


def addendum_at(request: MemberRequest, pk: int) -> Addendum:
    """404 for one of a compact that the user does not read at the desk."""
    check(request, Subject.EMULATION)
    compacts = Compact.objects.at_desk_of(request.user).order_by().values("pk")
    rows = Addendum.objects.filter(compact__in=compacts).select_related("compact__cluster")
    addendum: Addendum = get_object_or_404(rows, pk=pk)
    return addendum


def _of_both(view: View) -> tuple[Callable[..., HttpResponse], Callable[..., HttpResponse]]:
    """The page for a compact and for an addendum: it differs in what the address names alone."""

    @wraps(view)
    def of_compact(request: MemberRequest, pk: int) -> HttpResponse:
        return view(request, compact_at(request, pk))

    @wraps(view)
    def of_addendum(request: MemberRequest, pk: int) -> HttpResponse:
        return view(request, addendum_at(request, pk))

    return of_compact, of_addendum


def _check_leads(request: MemberRequest, text: Signable) -> None:
    if not Compact.objects.led_by(request.user).contains(text.main):
        raise PermissionDenied


def _still_to_sign(text: Signable) -> list[Unit]:
    done = {
        *Signature.objects.of(text).values_list("unit", flat=True),
        *SigningAbsence.objects.of(text).values_list("unit", flat=True),
    }
    return [unit for unit in text.units if unit.pk not in done]


def _page_of(text: Any) -> str:
    url: str = text.get_desk_url()
    return url


def _open(request: MemberRequest, text: Any) -> HttpResponse:
    _check_leads(request, text)
    attempt_plainly(
        request,
        lambda: open_signing(text=text, by=request.user),
        "Đã mở ký. Đại diện từng đơn vị đăng nhập và ký tại trang này.",
    )
    return redirect(_page_of(text))


def _reopen(request: MemberRequest, text: Any) -> HttpResponse:
    """Asks, then makes the text a draft again; the signatures so far are void."""
    _check_leads(request, text)
    if request.method == "POST":
        attempt_plainly(
            request,
            lambda: reopen_draft(text=text, by=request.user),
            "Văn bản trở lại dự thảo. Sửa xong thì mở ký lại.",
        )
        return redirect(_page_of(text))
    count = Signature.objects.of(text).count()
    context = {
        "trail": part_trail(text.main, "Soạn tiếp"),
        "heading": "Đưa văn bản trở lại dự thảo?",
        "text": f"Đã có {count} đơn vị ký; các chữ ký này không còn giá trị và phải ký lại."
        if count
        else "Chưa có đơn vị nào ký.",
        "button": "Soạn tiếp",
        "back": _page_of(text),
    }
    return render(request, "desk/confirm.html", context)


def _sign(request: MemberRequest, text: Any) -> HttpResponse:
    """Shows the whole text, then asks for the password; signs for the user's own unit."""
    own = represented_units(request.user)
    theirs = [unit for unit in text.units if unit.pk in own]
    if not theirs:
        raise PermissionDenied
    units = [unit for unit in _still_to_sign(text) if unit.pk in own]
    is_sent = request.method == "POST"
    if not is_sent and (not text.is_open_for_signing or not units):
        messages.info(request, "Đơn vị của đồng chí đã ký." if not units else NOT_OPEN)
        return redirect(_page_of(text))
    form = SignForm(
        posted(request), request=request, units=theirs if is_sent else units,
        initial={"text_hash": text.current_hash},
    )  # fmt: skip
    if is_sent and form.is_valid():
        data = form.cleaned_data
        signed = attempt(
            form,
            lambda: sign(
                text=text, unit=data["unit"], text_hash=data["text_hash"], by=request.user
            ),
        )
        if signed is not None:
            messages.success(request, f"Đã ký cho {signed.unit}.")
            return redirect(_page_of(text))
    context = {
        "trail": part_trail(text.main, "Ký"),
        "text": text,
        "lines": text.lines,
        "form": form,
        "back": _page_of(text),
    }
    return render(request, "emulation/desk/sign.html", context)


def _absence(request: MemberRequest, text: Any) -> HttpResponse:
    """Records that a unit stayed away, and why."""
    _check_leads(request, text)
    if request.method == "GET" and not text.is_open_for_signing:
        messages.error(request, NOT_OPEN)
        return redirect(_page_of(text))
    form = AbsenceForm(posted(request), units=_still_to_sign(text))
    if request.method == "POST" and form.is_valid():
        noted = attempt(form, lambda: note_absence(text=text, by=request.user, **form.cleaned_data))
        if noted is not None:
            messages.success(request, f"Đã ghi {noted.unit} vắng.")
            return redirect(_page_of(text))
    return form_page(
        request, form, title="Ghi đơn vị vắng", button="Ghi vắng", back=_page_of(text),
        trail=part_trail(text.main, "Ghi đơn vị vắng"),
        intro="Khi mọi đơn vị đã ký hoặc được ghi vắng, văn bản được chốt và không sửa được nữa.",
    )  # fmt: skip


def _paper(request: MemberRequest, text: Any) -> HttpResponse:
    """Attaches the scan of the paper that was signed by hand, with the signers' names."""
    _check_leads(request, text)
    if request.method == "GET" and not text.is_open_for_signing:
        messages.error(request, NOT_OPEN)
        return redirect(_page_of(text))
    form = PaperForm(posted(request), request.FILES or None, units=_still_to_sign(text))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: attach_paper(
                text=text, file=data["file"], signers=form.signers, signed_on=data["signed_on"],
                by=request.user,
            ),
        )  # fmt: skip
        if kept is not None:
            messages.success(request, "Đã lưu bản chụp và tên người ký.")
            return redirect(_page_of(text))
    return form_page(
        request, form, title="Đính bản ký tay", button="Lưu bản ký tay", back=_page_of(text),
        trail=part_trail(text.main, "Đính bản ký tay"),
        intro="Khi mọi đơn vị đã ký hoặc được ghi vắng, văn bản được chốt và không sửa được nữa.",
    )  # fmt: skip


def _print(request: MemberRequest, text: Any) -> HttpResponse:
    """The text on paper, in the form of Nghị định 30/2020, with a block for each unit's signature."""
    cluster, compact = text.main.cluster, text.main
    signatures = {row.unit_id: row for row in Signature.objects.of(text).select_related("unit")}
    units = [row.unit for row in signatures.values()] if text.is_frozen else list(text.units)
    head = cluster.head_on()
    issuer = head.unit if head else None
    context = {
        **(
            letterhead(issuer, None, on=text.signed_on)
            if issuer
            else {"place_and_day": "", "paper": ""}
        ),
        "issuer_above": "Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh",
        "issuer": cluster.name,
        "text": text,
        "compact": compact,
        "is_addendum": text is not compact,
        "sections": list(compact.sections.prefetch_related("clauses")),
        "targets": list(compact.targets.all()),
        "blocks": [(unit, signatures.get(unit.pk)) for unit in units],
        "absences": list(SigningAbsence.objects.of(text).select_related("unit")),
        "back": _page_of(text),
    }
    return render(request, "documents/compact.html", context)


def signed_scan(request: MemberRequest, pk: int) -> FileResponse:
    """Sends the scan of the signed paper, and records that the user read it."""
    check(request, Subject.EMULATION)
    scan: SignedScan = get_object_or_404(SignedScan.objects.visible_to(request.user), pk=pk)
    name = f"giao-uoc-{scan.compact_id}-{scan.pk}.{scan.extension}"
    response = private_file(scan.file.storage, str(scan.file.name), scan.content_type, name)
    ReadRecord.objects.note(request.user, scan)
    return response


compact_open, addendum_open = (require_POST(view) for view in _of_both(_open))
compact_reopen, addendum_reopen = _of_both(_reopen)
compact_sign, addendum_sign = _of_both(_sign)
compact_absence, addendum_absence = _of_both(_absence)
compact_paper, addendum_paper = _of_both(_paper)
compact_print, addendum_print = _of_both(_print)
