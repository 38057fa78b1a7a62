"""One post on the desk: written, saved, kept while it is typed, and moved on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from members.http import MemberRequest, posted
from members.models import User

from ..actions import (
    CannotMove,
    ChangedMeanwhile,
    be_seen,
    forget_typed,
    keep_typed,
    move,
    save_post,
)
from ..body import body_of
from ..compare import differences
from ..forms import AttachmentForm, MoveForm, WritingForm
from ..forms.writing import typed_data
from ..models import Post, PostDraft, PostMove, Tag, newsroom_role
from ..models.workflow import BY_SLUG, Move, State, moves_from
from .doors import newsroom_post, trail

UNSAVED = "chua-luu"  # ?ban=: the page with what was typed and not saved
COMPARE = "so-sanh"  # ?ban=: how that differs from what is stored
SAVED = "saved_post"  # in the session, for the one page after saving
MOVED = "da-chuyen"  # ?da-chuyen=: the step that was just taken


def post(request: MemberRequest, pk: int) -> HttpResponse:
    """The writing page; for who may not change the post now, what it says and where it stands."""
    found = newsroom_post(request.user, pk)
    if not Post.objects.editable_by(request.user).contains(found):
        if request.method == "POST":
            return _too_late(request, found)
        return _show(request, found)
    if request.method == "POST":
        return _save(request, found)
    be_seen(post=found, by=request.user)
    draft = _unsaved(found, request.user)
    form = WritingForm(post=found, user=request.user)
    context: dict[str, Any] = {"unsaved": draft}
    if draft and request.GET.get("ban") == UNSAVED:
        form = WritingForm(
            typed_data(draft.content, draft.base_version), post=found, user=request.user
        )
        context = {"is_restored": True, "typed_at": draft.saved_at}
    elif draft and request.GET.get("ban") == COMPARE:
        context["unsaved_differences"] = _differences_of(request, found, draft)
    return _page(request, found, form, context)


def _save(request: MemberRequest, found: Post) -> HttpResponse:
    form = WritingForm(request.POST, post=found, user=request.user)
    if not form.is_valid():
        keep_typed(post=found, by=request.user, content=form.typed, opened_with=form.opened_with)
        return _page(request, _stored(found), form, {})
    try:
        save_post(
            post=form.instance,
            fields=form.stored_fields,
            tags=form.cleaned_data["tags"],
            units=form.cleaned_data["units"],
            by=request.user,
            opened_with=request.POST.get("replacing") or form.opened_with,
            is_replacing="replacing" in request.POST,
        )
    except ChangedMeanwhile as error:
        return _conflict(request, form, error.stored)
    request.session[SAVED] = found.pk
    step = BY_SLUG.get(request.POST.get("then", ""))
    if step is None:
        messages.success(request, "Đã lưu bài.")
        return redirect("news_desk:post", found.pk)
    if _asks_first(step):
        return redirect("news_desk:move", found.pk, step.slug)
    return _move(request, found, step)


def _conflict(request: MemberRequest, form: WritingForm, stored: Post) -> HttpResponse:
    """Nothing was saved: who saved when, what differs, and both ways on. What was typed is kept."""
    keep_typed(post=stored, by=request.user, content=form.typed, opened_with=form.opened_with)
    stored = newsroom_post(request.user, stored.pk)
    context = {
        "conflict": differences(_shown(request, stored), form),
        "stored": stored,
        "replacing": stored.version,
    }
    return _page(request, stored, form, context, status=409)


def _too_late(request: MemberRequest, found: Post) -> HttpResponse:
    """The post went out of the writer's hands while they typed: their words stay theirs."""
    form = WritingForm(request.POST, post=found, user=request.user)
    keep_typed(post=found, by=request.user, content=form.typed, opened_with=form.opened_with)
    form.is_valid()
    stored = _stored(found)
    conflict = differences(_shown(request, stored), form)
    return _show(request, stored, conflict=conflict, status=409)


def _show(request: MemberRequest, found: Post, *, status: int = 200, **more: Any) -> HttpResponse:
    context = _facts(request, found) | {"text": body_of(found, found.photos.all())} | more
    return render(request, "news/desk/post_show.html", context, status=status)


def _stored(found: Post) -> Post:
    """The post without what a form has put into it."""
    return Post.objects.select_related("section", "unit", "event", "updated_by__member").get(
        pk=found.pk
    )


def _shown(request: MemberRequest, stored: Post) -> WritingForm:
    return WritingForm(post=_stored(stored), user=request.user)


def _differences_of(request: MemberRequest, found: Post, draft: PostDraft) -> Any:
    data = typed_data(draft.content, draft.base_version)
    typed = WritingForm(data, post=_stored(found), user=request.user)
    return differences(_shown(request, found), typed)


def _unsaved(found: Post, user: User) -> PostDraft | None:
    """What this user typed into the post and did not save, if it says something else."""
    draft = found.drafts.unsaved().filter(user=user).first()
    if draft is None:
        return None
    typed = WritingForm(
        typed_data(draft.content, draft.base_version), post=_stored(found), user=user
    )
    return draft if differences(WritingForm(post=found, user=user), typed) else None


def _page(
    request: MemberRequest,
    found: Post,
    form: WritingForm,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    facts = _facts(request, found) | {
        "form": form,
        "attachments": found.attachments.all(),
        "attachment_form": AttachmentForm(),
        "tag_names": Tag.objects.values_list("name", flat=True)[:500],
        "others": _others(found, request.user),
        # Once: the browser then drops its own copy of what was typed.
        "is_saved": request.session.pop(SAVED, None) == found.pk,
    }
    return render(request, "news/desk/post_edit.html", facts | context, status=status)


def _facts(request: MemberRequest, found: Post) -> dict[str, Any]:
    """What both pages about a post tell: its state, what may be done, the way it came."""
    role = newsroom_role(request.user, found)
    way = list(found.moves.select_related("by__member"))
    moves = moves_from(found.state, role) if role else []
    return {
        "trail": trail(found),
        "post": found,
        "moves": [(step, _asks_first(step)) for step in moves],
        "missing": found.missing_parts,
        "way": way,
        "returned": way[0] if way and found.state == State.RETURNED else None,
        "undo": _undo(request, found, way, moves),
    }


def _undo(
    request: MemberRequest, found: Post, way: list[PostMove], moves: list[Move]
) -> dict[str, str] | None:
    """Right after a step of one's own: the step back, where the table has one."""
    asked = request.GET.get(MOVED, "")
    if not way or asked != str(way[0].pk) or way[0].by_id != request.user.pk:
        return None
    last = way[0]
    done = next(
        (
            m.done
            for m in BY_SLUG.values()
            if last.old_state in m.sources and m.target == last.new_state
        ),
        "",
    )
    for step in moves:
        if step.target == last.old_state and not (step.needs_note or step.needs_time):
            action = reverse("news_desk:move", args=[found.pk, step.slug])
            return {"text": done, "action": action, "words": step.words}
    return None


def _others(found: Post, user: User) -> list[str]:
    """Who else has the post open at this moment."""
    present = found.drafts.present().exclude(user=user).select_related("user__member")
    return [draft.user.display_name for draft in present]


# --- While it is typed ------------------------------------------------------------------------


@require_POST
def autosave(request: MemberRequest, pk: int) -> JsonResponse:
    """Keeps what is typed, in this user's own row; tells who else is here and who saved meanwhile."""
    found = newsroom_post(request.user, pk)
    if not Post.objects.editable_by(request.user).contains(found):
        words = f"Bài đã chuyển sang “{found.get_state_display()}” nên không sửa được nữa."
        return JsonResponse({"error": words}, status=409)
    opened_with = request.POST.get("version", "")
    if "quiet" in request.POST:
        be_seen(post=found, by=request.user)
    else:
        form = WritingForm(request.POST, post=found, user=request.user)
        keep_typed(post=found, by=request.user, content=form.typed, opened_with=opened_with)
    is_changed = bool(opened_with) and opened_with != found.version
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime():%H:%M}",
            "others": _others(found, request.user),
            "version": opened_with or found.version,
            "changed_by": _last_writer(found, request.user) if is_changed else None,
        }
    )


def _last_writer(found: Post, user: User) -> str:
    if found.updated_by_id == user.pk:
        return f"{user.display_name} (ở một cửa sổ khác)"
    return found.updated_by.display_name if found.updated_by else "Người khác"


@require_POST
def drop_typed(request: MemberRequest, pk: int) -> HttpResponse:
    found = newsroom_post(request.user, pk)
    forget_typed(post=found, by=request.user)
    messages.success(request, "Đã bỏ phần chữ chưa lưu.")
    return redirect("news_desk:post", found.pk)


# --- On to the next state ---------------------------------------------------------------------


def _asks_first(step: Move) -> bool:
    """Whether a page stands before the step: it needs words, or readers see it at once."""
    return step.needs_note or step.needs_time or step.target == State.PUBLISHED


def move_post(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """A step of the table: asked about where need be, then taken."""
    found = newsroom_post(request.user, pk)
    step = BY_SLUG.get(slug)
    role = newsroom_role(request.user, found)
    if step is None or role is None:
        raise Http404
    form = MoveForm(posted(request), move=step)
    if request.method == "POST" and form.is_valid():
        return _move(request, found, step, **form.details)
    if step not in moves_from(found.state, role):
        messages.error(
            request,
            f"Bài đang ở trạng thái “{found.get_state_display()}”, không còn làm được việc này.",
        )
        return redirect("news_desk:post", found.pk)
    context = {
        "trail": trail(found, (step.words, "")),
        "post": found,
        "step": step,
        "form": form,
        "missing": found.missing_parts if step.needs_whole else [],
    }
    return render(request, "news/desk/post_move.html", context)


def _move(request: MemberRequest, found: Post, step: Move, **details: Any) -> HttpResponse:
    address = reverse("news_desk:post", args=[found.pk])
    try:
        taken = move(post=found, move=step, by=request.user, **details)
    except CannotMove as error:
        messages.error(request, str(error))
        return redirect(address)
    found.refresh_from_db(fields=["state"])
    role = newsroom_role(request.user, found)
    back = moves_from(found.state, role) if role else []
    if not any(m.target == taken.old_state and not (m.needs_note or m.needs_time) for m in back):
        messages.success(request, step.done)
    return redirect(f"{address}?{MOVED}={taken.pk}")
