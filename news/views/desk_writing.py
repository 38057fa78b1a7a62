"""One post on the desk: written, saved, kept while it is typed, and moved on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.actions.typed import keep_typed
from desk.compare import Difference, differences
from desk.pages import step_form
from desk.typed import (
    Waiting,
    capitalized,
    keep_sent,
    key_of,
    moved_on,
    note_saved,
    saved_key,
    saver_label,
    throw_sent_away,
    waiting_texts,
)
from members.http import MemberRequest
from members.models import Sitting, TypedText, User

from ..actions import CannotMove, PostChangedMeanwhile, mark_present, move, save_post
from ..body import body_of
from ..forms import AttachmentForm, WritingForm
from ..forms.writing import typed_data
from ..models import Post, PostMove, Tag
from ..models.workflow import PostState, PostStep
from .access import newsroom_post, post_trail

MOVED = "da-chuyen"  # ?da-chuyen=: the step that was just taken


def post(request: MemberRequest, pk: int) -> HttpResponse:
    """The writing page; for who may not change the post now, what it says and where it stands."""
    post = newsroom_post(request.user, pk)
    if not Post.objects.editable_by(request.user).contains(post):
        if request.method == "POST":
            return _too_late(request, post)
        return _show(request, post)
    if request.method == "POST":
        return _save(request, post)
    mark_present(post=post, by=request.user)
    waiting = _waiting(request, post)
    form = _typed(post, request.user, waiting.shown) or WritingForm(post=post, user=request.user)
    return _page(request, post, form, waiting)


def _save(request: MemberRequest, post: Post) -> HttpResponse:
    form = WritingForm(request.POST, post=post, user=request.user)
    if not form.is_valid():
        return _page(request, _stored(post), form, _kept(request, post, form))
    sitting = Sitting.of(request.POST)
    try:
        save_post(
            post=form.instance,
            fields=form.stored_fields,
            tags=form.cleaned_data["tags"],
            units=form.cleaned_data["units"],
            by=request.user,
            opened_with=request.POST.get("replacing") or form.opened_with,
            is_replacing="replacing" in request.POST,
            sitting=sitting,
            typed=form.typed,
        )
    except PostChangedMeanwhile as error:
        if differences(_shown(request, error.stored), form):
            return _conflict(request, form, error.stored)
        # A double click: it is saved already.
    note_saved(request, key_of("post", post.pk, request.user), sitting)
    step = PostStep.at(request.POST.get("then", ""))
    if step is None or step.role not in post.roles_of(request.user):
        messages.success(request, "Đã lưu bài.")
        return redirect("news_desk:post", post.pk)
    if step.has_page:
        return redirect("news_desk:move", post.pk, step.slug)
    return _move(request, post, step)


def _kept(request: MemberRequest, post: Post, form: WritingForm) -> Waiting:
    """Keeps the text that could not be saved, for the page to show again."""
    sitting, _ = keep_sent(request, post.drafts, content=form.typed, opened_with=form.opened_with)
    return Waiting.none(sitting)


def _conflict(request: MemberRequest, form: WritingForm, stored: Post) -> HttpResponse:
    """The page after a conflict: who saved when, the differences, both choices.

    Nothing was saved; the typed text is kept.
    """
    waiting = _kept(request, stored, form)
    stored = newsroom_post(request.user, stored.pk)
    context = {
        "conflict": differences(_shown(request, stored), form),
        "stored": stored,
        "stored_by": capitalized(saver_label(request.user, stored.updated_by)),
        "replacing": stored.version,
    }
    return _page(request, stored, form, waiting, context, status=409)


def _too_late(request: MemberRequest, post: Post) -> HttpResponse:
    """The page when the writer may no longer change the post: the text they typed is kept for them."""
    form = WritingForm(request.POST, post=post, user=request.user)
    form.is_valid()
    stored = _stored(post)
    conflict = differences(_shown(request, stored), form)
    if not conflict:  # the second press of the button that sent it on
        return redirect("news_desk:post", post.pk)
    _kept(request, post, form)
    return _show(request, stored, conflict=conflict, status=409)


def _show(request: MemberRequest, post: Post, *, status: int = 200, **more: Any) -> HttpResponse:
    waiting = _waiting(request, post).without_boxes
    context = _facts(request, post) | {
        "text": body_of(post, post.photos.all()),
        "waiting": waiting,
        "unsaved_differences": _differences_of(request, post, waiting.compared),
    }
    context |= more
    return render(request, "news/desk/post_show.html", context, status=status)


def _stored(post: Post) -> Post:
    """The post without what a form has put into it."""
    return Post.objects.select_related(
        "section", "unit__parent", "event", "updated_by__member"
    ).get(pk=post.pk)


def _shown(request: MemberRequest, stored: Post) -> WritingForm:
    return WritingForm(post=_stored(stored), user=request.user)


def _typed(post: Post, user: User, text: TypedText | None) -> WritingForm | None:
    """The form as somebody typed it and did not save it."""
    if text is None:
        return None
    data = typed_data(text.content, text.base_version)
    return WritingForm(data, post=_stored(post), user=user)


def _differences_of(request: MemberRequest, post: Post, text: TypedText | None) -> list[Difference]:
    typed = _typed(post, request.user, text)
    return differences(_shown(request, post), typed) if typed else []


def _waiting(request: MemberRequest, post: Post) -> Waiting:
    return waiting_texts(
        request,
        post.drafts,
        stored=lambda: _shown(request, post),
        differs=lambda text: bool(_differences_of(request, post, text)),
    )


def _page(
    request: MemberRequest,
    post: Post,
    form: WritingForm,
    waiting: Waiting,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = _facts(request, post) | {
        "form": form,
        "attachments": post.attachments.all(),
        "attachment_form": AttachmentForm(),
        "tag_names": Tag.objects.values_list("name", flat=True)[:500],
        "others": _others(post, request.user),
        "waiting": waiting,
        "unsaved_differences": _differences_of(request, post, waiting.compared),
        "draft_key": key_of("post", post.pk, request.user),
        "saved_key": saved_key(request),
        "saved_by": saver_label(request.user, post.updated_by) if post.updated_by else "",
    }
    facts |= context or {}
    return render(request, "news/desk/post_edit.html", facts, status=status)


def _facts(request: MemberRequest, post: Post) -> dict[str, Any]:
    """Context of both pages about a post: its state, the steps open to the user, its history."""
    way = list(post.moves.select_related("by__member"))
    next_steps = PostStep.open_to(post.roles_of(request.user), post.state)
    return {
        "trail": post_trail(post),
        "post": post,
        "next_steps": next_steps,
        "missing": post.missing_parts,
        "way": way,
        "returned": way[0] if way and post.state == PostState.RETURNED else None,
        "undo": _undo(request, post, way, next_steps),
    }


def _undo(
    request: MemberRequest, post: Post, way: list[PostMove], next_steps: list[PostStep]
) -> dict[str, str] | None:
    """Right after the user's own step: the step back, if the table has one."""
    moved = request.GET.get(MOVED, "")
    if not way or moved != str(way[0].pk) or way[0].by_id != request.user.pk:
        return None
    last = way[0]
    taken = (s for s in PostStep if last.old_state in s.sources and last.new_state == s.target)
    done = next((step.done for step in taken), "")
    if (back := _step_back(next_steps, last.old_state)) is None:
        return None
    action = reverse("news_desk:move", args=[post.pk, back.slug])
    return {"text": done, "action": action, "label": back.label}


def _step_back(next_steps: list[PostStep], old_state: str) -> PostStep | None:
    """The step that restores the state before and needs no input."""
    return next((s for s in next_steps if s.target == old_state and s.form is None), None)


def _others(post: Post, user: User) -> list[str]:
    """Names of other users who have the post open now."""
    present = post.seen_by.present().exclude(user=user).select_related("user__member")
    return [draft.user.display_name for draft in present]


# --- While it is typed ------------------------------------------------------------------------


@require_POST
def autosave(request: MemberRequest, pk: int) -> JsonResponse:
    """Keeps the typed text in this sitting's own row; reports who else is here and who saved meanwhile.

    If the writer may no longer change the post, the text is kept too, with a message saying so.
    """
    post = newsroom_post(request.user, pk)
    is_open = Post.objects.editable_by(request.user).contains(post)
    opened_with = request.POST.get("version", "")
    if is_open:
        mark_present(post=post, by=request.user)
    kept = None
    if "quiet" not in request.POST:
        form = WritingForm(request.POST, post=post, user=request.user)
        try:
            kept = keep_typed(
                post.drafts, by=request.user, sitting=Sitting.of(request.POST),
                content=form.typed, opened_with=opened_with,
            )  # fmt: skip
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=409)
    if not is_open:
        message = f"Bài đã chuyển sang “{post.get_state_display()}” nên không sửa được nữa."
        return moved_on(message, "bài", kept)
    is_changed = bool(opened_with) and opened_with != post.version
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime():%H:%M}",
            "text": kept.mark if kept else "",
            "others": _others(post, request.user),
            "version": opened_with or post.version,
            "stored": post.version,
            "changed_by": capitalized(saver_label(request.user, post.updated_by))
            if is_changed
            else None,
        }
    )


@require_POST
def drop_typed(request: MemberRequest, pk: int) -> HttpResponse:
    """Discards one of the user's own unsaved texts; the post stays as it is."""
    post = newsroom_post(request.user, pk)
    throw_sent_away(request, post.drafts, key_of("post", post.pk, request.user))
    messages.success(request, "Đã bỏ phần chữ chưa lưu.")
    return redirect("news_desk:post", post.pk)


# --- On to the next state ---------------------------------------------------------------------


def move_post(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Takes one step of the workflow, after its own page where it has one."""
    post = newsroom_post(request.user, pk)
    step, roles = PostStep.at(slug), post.roles_of(request.user)
    if step is None or not roles:
        raise Http404
    form = step_form(request, step, post)
    if request.method == "POST" and step.role in roles and form.is_valid():
        return _move(request, post, step, **form.facts)
    if step not in PostStep.open_to(roles, post.state):
        messages.error(
            request,
            f"Bài đang ở trạng thái “{post.get_state_display()}”, không còn làm được việc này.",
        )
        return redirect("news_desk:post", post.pk)
    context = {
        "trail": post_trail(post, (step.label, "")),
        "post": post,
        "step": step,
        "form": form,
        "missing": post.missing_parts if step.needs_all_parts else [],
    }
    return render(request, "news/desk/post_move.html", context)


def _move(request: MemberRequest, post: Post, step: PostStep, **facts: Any) -> HttpResponse:
    address = reverse("news_desk:post", args=[post.pk])
    try:
        taken = move(post=post, step=step, by=request.user, **facts)
    except CannotMove as error:
        messages.error(request, str(error))
        return redirect(address)
    post.refresh_from_db(fields=["state"])
    next_steps = PostStep.open_to(post.roles_of(request.user), post.state)
    if _step_back(next_steps, taken.old_state) is None:
        messages.success(request, step.done)
    return redirect(f"{address}?{MOVED}={taken.pk}")
