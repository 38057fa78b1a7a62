"""Pages that stay: Giới thiệu, Điều lệ, Liên hệ."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from desk.actions.typed import keep_typed
from desk.compare import Difference, differences
from desk.pages import attempt, page_of, trail
from desk.typed import (
    Waiting,
    capitalized,
    initial_of,
    keep_sent,
    key_of,
    note_saved,
    saved_key,
    saver_label,
    throw_sent_away,
    waiting_texts,
)
from members.http import MemberRequest
from members.models import Change, Sitting, TypedText, User

from ..actions import page_drafts, save_page
from ..forms.front import PageForm
from ..models import Page
from .for_editors import for_editors

CHANGED = (
    "Chưa làm gì cả: trong lúc đồng chí xem, có người vừa sửa trang này. "
    "Xin xem lại rồi bấm lần nữa."
)


@for_editors
@require_http_methods(["GET", "HEAD"])
def pages(request: MemberRequest) -> HttpResponse:
    rows = Page.objects.editable_by(request.user).defer("body", "body_text")
    context = {
        "trail": trail(("Trang cố định", "")),
        "page": page_of(request, rows),
    }
    return render(request, "news/desk/pages.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """The form of a lasting page. A new page is a draft until somebody publishes it."""
    row = _row(request, pk)
    if request.method == "POST":
        return _save(request, row)
    waiting = _waiting(request, row)
    form = PageForm(instance=_fresh(row), initial=initial_of(waiting.shown))
    return _writing_page(request, row, form, waiting)


def _row(request: MemberRequest, pk: int | None) -> Page:
    return get_object_or_404(Page.objects.editable_by(request.user), pk=pk) if pk else Page()


def _fresh(row: Page) -> Page:
    """The page without what a form has put into it."""
    return Page.objects.get(pk=row.pk) if row.pk else Page()


def _save(request: MemberRequest, row: Page) -> HttpResponse:
    sitting, key = Sitting.of(request.POST), key_of("page", row.pk, request.user)
    form = PageForm(request.POST, instance=_fresh(row))
    saved = None
    if form.is_valid():
        saved = attempt(
            form,
            lambda: save_page(
                page=form.instance,
                is_slug_chosen=bool(request.POST.get("slug", "").strip()),
                by=request.user,
                sitting=sitting,
                typed=form.typed,
                is_replacing="replacing" in request.POST,
            ),
        )
    if saved is not None:
        note_saved(request, key, sitting)
        messages.success(request, f"Đã lưu trang “{saved.title}”.")
        return redirect("news_desk:page", saved.pk)
    typed_on = request.POST.get("version", "")
    still, _ = keep_sent(request, page_drafts(row), content=form.typed, opened_with=typed_on)
    return _writing_page(request, row, form, Waiting.none(still))


def _writing_page(
    request: MemberRequest, row: Page, form: PageForm, waiting: Waiting
) -> HttpResponse:
    heading = row.title or "Thêm trang"
    context = {
        "trail": _trail(heading),
        "heading": heading,
        "row": row,
        "address": row.get_absolute_url() if row.pk else "",
        "form": form,
        "waiting": waiting,
        "unsaved_differences": _differences_of(row, waiting.compared),
        "draft_key": key_of("page", row.pk, request.user),
        "saved_key": saved_key(request),
        "here": _address(row, "page"),
        "autosave": _address(row, "page_autosave"),
        "drop": _address(row, "page_drop_typed"),
        "stored_version": row.updated_at.isoformat() if row.pk else "",
        "conflict": differences(PageForm(instance=_fresh(row)), form) if form.is_outrun else [],
    }
    return render(request, "news/desk/page_edit.html", context)


def _address(row: Page, name: str) -> str:
    """The address where this page or a new one is written, or of a part of that."""
    if row.pk:
        return reverse(f"news_desk:{name}", args=[row.pk])
    return reverse(f"news_desk:{name.replace('page', 'page_new', 1)}")


def _waiting(request: MemberRequest, row: Page) -> Waiting:
    return waiting_texts(
        request,
        page_drafts(row),
        stored=lambda: PageForm(instance=_fresh(row)),
        differs=lambda text: bool(_differences_of(row, text)),
    )


def _differences_of(row: Page, text: TypedText | None) -> list[Difference]:
    if text is None:
        return []
    typed = PageForm(instance=_fresh(row), initial=initial_of(text))
    return differences(PageForm(instance=_fresh(row)), typed)


@for_editors
@require_POST
def autosave(request: MemberRequest, pk: int | None = None) -> JsonResponse:
    """Keeps the typed text in this sitting's own row, and reports whether somebody saved meanwhile."""
    row = _row(request, pk)
    opened_with = request.POST.get("version", "")
    kept = None
    if "quiet" not in request.POST:
        try:
            kept = keep_typed(
                page_drafts(row), by=request.user, sitting=Sitting.of(request.POST),
                content=PageForm(request.POST, instance=row).typed, opened_with=opened_with,
            )  # fmt: skip
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=409)
    version = row.updated_at.isoformat() if row.pk else ""
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime():%H:%M}",
            "text": kept.mark if kept else "",
            "version": opened_with or version,
            "stored": version,
            "changed_by": _last_writer(row, request.user)
            if opened_with and opened_with != version
            else None,
        }
    )


def _last_writer(row: Page, user: User) -> str | None:
    """Nobody, where nobody can have saved it."""
    if not row.pk:
        return None
    change = Change.objects.of(row).newest_first().select_related("by").first()
    return capitalized(
        saver_label(user, change.by if change else None, change.who if change else "")
    )


@for_editors
@require_POST
def drop_typed(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Discards one of the user's own unsaved texts; the page stays as it is."""
    row = _row(request, pk)
    throw_sent_away(request, page_drafts(row), key_of("page", row.pk, request.user))
    messages.success(request, "Đã bỏ phần chữ chưa lưu.")
    return redirect(_address(row, "page"))


@for_editors
@require_POST
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts the page out, or takes it back; either is undone by the other."""
    rows = Page.objects.editable_by(request.user).select_for_update()
    row = get_object_or_404(rows, pk=pk)
    if request.POST.get("version") != row.updated_at.isoformat():
        messages.warning(request, CHANGED)
        return redirect("news_desk:pages")
    row.state = Page.State.PUBLISHED if request.POST.get("viec") == "dang" else Page.State.DRAFT
    # Nothing else: somebody may be saving other fields of the page at this moment.
    row.save(update_fields=["state", "updated_at"])
    if row.is_published:
        messages.success(request, f"Trang “{row.title}” đã lên mạng.")
    else:
        messages.success(request, f"Đã gỡ trang “{row.title}”; nội dung vẫn còn ở đây.")
    return redirect("news_desk:pages")


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, since it can't be undone."""
    row = get_object_or_404(Page.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, f"Đã xóa trang “{row.title}”.")
        return redirect("news_desk:pages")
    context = {"trail": _trail("Xóa trang"), "row": row}
    return render(request, "news/desk/page_delete.html", context)


def _trail(title: str) -> list[tuple[str, str]]:
    return trail(("Trang cố định", reverse("news_desk:pages")), (title, ""))
