"""Addenda to signed compacts at the desk: drafted, read, deleted; signed as a compact is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from desk.pages import attempt, attempt_plainly, check, form_page
from members.http import MemberRequest, posted
from members.models import Subject

from ..actions.signing import delete_addendum, save_addendum
from ..forms.signing import AddendumForm
from ..models import Addendum, Compact
from .compacts import LIST, compact_trail, led_compact
from .signing import addendum_at
from .state import signing_context

SIGNED = "Phụ lục đã mở ký hoặc đã ký thì không sửa nữa."


def _trail(addendum: Addendum, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    compact = addendum.compact
    label = f"Phụ lục số {addendum.number}" if addendum.pk else "Lập phụ lục"
    url = addendum.get_desk_url() if parts else ""
    return compact_trail((compact.title, compact.get_desk_url()), (label, url), *parts)


def _led_addendum(request: MemberRequest, pk: int) -> Addendum:
    addendum = addendum_at(request, pk)
    if not Compact.objects.led_by(request.user).contains(addendum.compact):
        raise PermissionDenied
    return addendum


def addendum_detail(request: MemberRequest, pk: int) -> HttpResponse:
    addendum = addendum_at(request, pk)
    leads = Compact.objects.led_by(request.user).contains(addendum.compact)
    context = {
        "trail": _trail(addendum),
        "addendum": addendum,
        "may_edit": leads and addendum.is_draft,
        **signing_context(request, addendum, leads=leads),
    }
    return render(request, "emulation/desk/addendum_detail.html", context)


def addendum_new(request: MemberRequest, pk: int) -> HttpResponse:
    compact = led_compact(request, pk)
    if not compact.is_signed and request.method == "GET":
        messages.error(request, "Giao ước chưa ký thì sửa thẳng, không cần phụ lục.")
        return redirect(compact.get_desk_url())
    return _form(request, Addendum(compact=compact))


def addendum_edit(request: MemberRequest, pk: int) -> HttpResponse:
    addendum = _led_addendum(request, pk)
    if not addendum.is_draft and request.method == "GET":
        messages.error(request, SIGNED)
        return redirect(addendum)
    return _form(request, addendum)


@transaction.atomic
def _form(request: MemberRequest, addendum: Addendum) -> HttpResponse:
    is_new = addendum._state.adding
    title = "Lập phụ lục" if is_new else "Sửa phụ lục"
    form = AddendumForm(posted(request), instance=addendum)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_addendum(addendum=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, f"Đã lưu phụ lục số {saved.number}.")
            return redirect(saved)
    back = addendum.compact if is_new else addendum
    return form_page(
        request, form, title=title, button="Lưu phụ lục", back=back.get_desk_url(),
        trail=_trail(addendum) if is_new else _trail(addendum, ("Sửa", "")),
        facts=[("Giao ước", addendum.compact.title)],
    )  # fmt: skip


def addendum_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a draft."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not Addendum.objects.filter(pk=pk).exists():
        return redirect(LIST)  # a double click
    addendum = _led_addendum(request, pk)
    if not addendum.is_draft:
        messages.error(request, SIGNED)
        return redirect(addendum)
    if request.method == "POST":
        done = attempt_plainly(
            request,
            lambda: delete_addendum(addendum=addendum, by=request.user),
            f"Đã xóa phụ lục số {addendum.number}.",
        )
        return redirect(addendum.compact.get_desk_url() if done else addendum.get_desk_url())
    context = {
        "trail": _trail(addendum, ("Xóa", "")),
        "heading": f"Xóa {addendum}?",
        "text": "Bản dự thảo phụ lục sẽ mất.",
        "button": "Xóa phụ lục",
        "back": addendum.get_desk_url(),
    }
    return render(request, "desk/confirm.html", context)
