"""Letters to those whom the list of members finds, and the texts that a unit keeps for them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.actions.undo import change_to_undo
from desk.letter_size import POINTS, letter_size
from desk.pages import attempt, check, requested_change, trail, undo_change
from desk.paper import letterhead
from desk.tokens import TOKEN, sent_before
from kit.dates import local_today
from kit.lists import Table
from kit.numbers import vn_number
from kit.papers import signing_title
from members.http import MemberRequest, posted
from members.models import Change, Degree, LetterText, Subject
from members.models.letters import PLACEHOLDERS
from register.filters import MemberFilter
from register.views.filtered import with_valid_filter

from ..filling import values_for
from ..forms import LettersForm, LetterTextForm
from ..tables import LETTER_TEXTS
from .lists import MAKE, can_make, option_data, options_address, options_page, people

FIRST_ONLY = "thu"


@with_valid_filter
def letters(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    """Asks which text, then writes it to each; first to one, to look at."""
    check(request, Subject.MEMBERS, Degree.WRITE)  # they go out in a unit's name
    initial = {name: request.GET[name] for name in LettersForm.base_fields if name in request.GET}
    form = LettersForm(
        option_data(request), letters=letter_size(request), user=request.user, initial=initial
    )
    if not can_make(request, member_filter, form):
        return options_page(
            request, member_filter, form, title="Thư gửi từng người", button="Xem tất cả thư",
            intro="Mỗi người một trang A4, theo mẫu thư của đơn vị.",
            first_only=FIRST_ONLY,
            has_texts=LetterText.objects.usable_by(request.user).exists(),
        )  # fmt: skip
    answers = form.cleaned_data
    text, day = answers["mau"], answers["ngay_thu"] or local_today()
    rows = people(request, member_filter, limit=1 if request.GET[MAKE] == FIRST_ONLY else None)
    # Nobody wishes a long life to the dead.
    greeted = [row for row in rows if not (row.is_in_memory and text.kind == text.Kind.GREETING)]
    wanted = POINTS[letter_size(request)]
    points = text.size_on_page(wanted)
    everyone = request.GET.copy()
    everyone[MAKE] = "1"
    context = {
        "text": text,
        "mail": [_letter(row, text, answers, day) for row in greeted],
        "points": points or min(POINTS.values()),
        "is_smaller": points < wanted,
        "is_first_only": request.GET[MAKE] == FIRST_ONLY,
        "everyone": f"{request.path}?{everyone.urlencode()}",
        "count": vn_number(member_filter.count()),
        "left_out": len(rows) - len(greeted),
        "sender": str(answers["don_vi_gui"]),
        "number": answers["so"],
        "signer_post": signing_title(answers["chuc_vu_ky"]),
        "signer": answers["nguoi_ky"],
        "back": options_address(request),
        **letterhead(answers["don_vi_gui"], None, on=day),
    }
    return render(request, "documents/letters.html", context)


def _letter(member: Any, text: LetterText, answers: dict[str, Any], day: Any) -> dict[str, Any]:
    values = values_for(member, day=day, when=answers["thoi_gian"], where=answers["noi_hop"])
    return {
        "to": member.addressed_as,
        "subject": text.subject_for(values),
        "paragraphs": text.paragraphs_for(values),
    }


# --- Texts ------------------------------------------------------------------------------------


def _trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Mẫu thư", reverse("book:letter_texts")), *parts)


def text_list(request: MemberRequest) -> HttpResponse:
    """Texts that one may use; those of the own units one may change."""
    check(request, Subject.MEMBERS)
    own = set(LetterText.objects.editable_by(request.user).values_list("pk", flat=True))
    rows = LetterText.objects.usable_by(request.user).select_related("unit__parent")
    table = Table(request.GET, rows, LETTER_TEXTS, noun="mẫu thư")
    page = table.page
    page.object_list = [(row, row.pk in own) for row in page]
    context = {"trail": trail(("Mẫu thư", "")), "table": table, "page": page}
    return render(request, "papers/letter_list.html", context)


def _own_text(request: MemberRequest, pk: int) -> LetterText:
    """404 for a text of a unit whose books are not the user's."""
    return get_object_or_404(LetterText.objects.editable_by(request.user), pk=pk)


def text_new(request: MemberRequest) -> HttpResponse:
    check(request, Subject.MEMBERS, Degree.WRITE)
    token = request.POST.get("token", "")
    token = token if TOKEN.fullmatch(token) else ""
    if sent_before(LetterText, token, column="form_token"):
        return redirect("book:letter_texts")  # the button was hit twice
    row = LetterText(form_token=token or None)
    return _text_page(request, row, "Mẫu thư mới")


def text_edit(request: MemberRequest, pk: int) -> HttpResponse:
    return _text_page(request, _own_text(request, pk), "Sửa mẫu thư")


def _text_page(request: MemberRequest, row: LetterText, title: str) -> HttpResponse:
    is_new = row._state.adding
    form = LetterTextForm(posted(request), instance=row, user=request.user)
    if request.method == "POST":
        # Checked and saved in one piece: nobody saves in between.
        with transaction.atomic():
            saved = attempt(form, form.save) if form.is_valid() else None
        if saved is not None:
            messages.success(request, f"Đã lưu mẫu thư “{saved.name}”.")
            return redirect("book:letter_texts")
    changes = [] if is_new else Change.objects.of(row).visible_to(request.user).newest_first()[:10]
    context = {
        "trail": _trail((title, "")),
        "title": title,
        "form": form,
        "row": row,
        "is_new": is_new,
        "placeholders": list(PLACEHOLDERS.items()),
        "changes": changes,
        "undoable": None if is_new else [change_to_undo(record=row)],
    }
    return render(request, "papers/letter_form.html", context)


@require_POST
def text_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back the text's last change."""
    row = _own_text(request, pk)
    change = requested_change(request, Change.objects.of(row))
    undo_change(request, row, change, "Đã trả lại mẫu thư như trước lần sửa.")
    return redirect(row)


def text_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then forgets a text; its history stays."""
    if request.method == "POST" and not LetterText.objects.filter(pk=pk).exists():
        check(request, Subject.MEMBERS, Degree.WRITE)
        return redirect("book:letter_texts")  # the button was hit twice
    row = _own_text(request, pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, f"Đã xóa mẫu thư “{row.name}”.")
        return redirect("book:letter_texts")
    context = {
        "trail": _trail((row.name, reverse("book:letter_text", args=[pk])), ("Xóa", "")),
        "heading": f"Xóa mẫu thư “{row.name}”?",
        "text": "Thư đã in không bị ảnh hưởng. Mẫu đã xóa thì không lấy lại được.",
        "button": "Xóa mẫu thư",
        "back": reverse("book:letter_text", args=[pk]),
    }
    return render(request, "desk/confirm.html", context)
