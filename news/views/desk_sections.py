"""The newspaper's sections: their names, order, merging."""

from django.contrib import messages
from django.db.models import Count, ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from desk.editing import REARRANGED, order_token
from desk.pages import attempt, trail
from members.http import MemberRequest, posted

from ..actions import merge_section, move_section
from ..forms.front import MergeForm, SectionForm
from ..models import Section
from .for_editors import for_editors


@for_editors
@require_http_methods(["GET", "HEAD"])
def sections(request: MemberRequest) -> HttpResponse:
    rows = list(Section.objects.annotate(post_count=Count("posts")))
    context = {
        "trail": trail(("Chuyên mục", "")),
        "sections": rows,
        "version": order_token(rows),
    }
    return render(request, "news/desk/sections.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Adds a section, or changes its name and description."""
    row = get_object_or_404(Section, pk=pk) if pk else Section(order=Section.objects.count() + 1)
    form = SectionForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, form.save)  # two may give one name at the same moment
        if saved is not None:
            messages.success(request, f"Đã lưu chuyên mục “{saved.name}”.")
            return redirect("news_desk:sections")
    title = "Sửa chuyên mục" if pk else "Thêm chuyên mục"
    context = {"trail": _trail(title), "form": form, "title": title}
    return render(request, "news/desk/section_edit.html", context)


@for_editors
@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Section, pk=pk)
    if request.POST.get("version") != order_token(Section.objects.all()):
        messages.warning(request, REARRANGED)
    else:
        move_section(section=row, down=request.POST.get("viec") == "xuong", by=request.user)
    return redirect("news_desk:sections")


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks into which and says what will happen, since it can't be undone."""
    if _is_gone(request, pk):
        return redirect("news_desk:sections")
    row = get_object_or_404(Section, pk=pk)
    form = MergeForm(posted(request), section=row)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        moved = merge_section(section=row, into=into, by=request.user)
        messages.success(
            request, f"Đã gộp “{row.name}” vào “{into.name}”: {moved} bài được chuyển."
        )
        return redirect("news_desk:sections")
    context = {
        "trail": _trail("Gộp chuyên mục"),
        "section": row,
        "post_count": row.posts.count(),
        "form": form,
    }
    return render(request, "news/desk/section_merge.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Deletes an empty section; the database itself refuses any other."""
    if _is_gone(request, pk):
        return redirect("news_desk:sections")
    row = get_object_or_404(Section, pk=pk)
    post_count = row.posts.count()
    if request.method == "POST" and not post_count:
        try:
            row.delete()
        except ProtectedError:  # a post came in between
            messages.error(request, "Vừa có bài được đưa vào chuyên mục này, nên chưa xóa.")
        else:
            messages.success(request, f"Đã xóa chuyên mục “{row.name}”.")
        return redirect("news_desk:sections")
    context = {"trail": _trail("Xóa chuyên mục"), "section": row, "post_count": post_count}
    return render(request, "news/desk/section_delete.html", context)


def _is_gone(request: MemberRequest, pk: int) -> bool:
    """Whether the button was hit twice, or somebody else was quicker; then says so."""
    if request.method != "POST" or Section.objects.filter(pk=pk).exists():
        return False
    messages.info(request, "Chuyên mục này đã được gộp hoặc xóa rồi.")
    return True


def _trail(title: str) -> list[tuple[str, str]]:
    return trail(("Chuyên mục", reverse("news_desk:sections")), (title, ""))
