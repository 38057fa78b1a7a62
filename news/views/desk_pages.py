"""Pages that stay: Giới thiệu, Điều lệ, Liên hệ."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from members.http import MemberRequest, posted
from members.views.desk_common import attempt

from ..actions import save_page
from ..forms.front import PageForm
from ..models import Page
from .for_editors import for_editors, trail

PER_PAGE = 30
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
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "news/desk/pages.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Writes a page. A new one is a draft until somebody publishes it."""
    row = get_object_or_404(Page.objects.editable_by(request.user), pk=pk) if pk else Page()
    heading, address = row.title or "Thêm trang", row.get_absolute_url() if pk else ""
    form = PageForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        is_slug_chosen = bool(request.POST.get("slug", "").strip())
        saved = attempt(
            form,
            lambda: save_page(page=form.instance, is_slug_chosen=is_slug_chosen, by=request.user),
        )
        if saved is not None:
            messages.success(request, f"Đã lưu trang “{saved.title}”.")
            return redirect("news_desk:page", saved.pk)
    context = {
        "trail": _trail(heading),
        "heading": heading,
        "row": row,
        "address": address,
        "form": form,
    }
    return render(request, "news/desk/page_edit.html", context)


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
    # Nothing else: somebody may be saving other words of the page at this moment.
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
