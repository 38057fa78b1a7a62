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
from desk.typed import (
    Waiting,
    begun,
    keep_sent,
    key_of,
    moved_on,
    note_saved,
    saved_key,
    saver_told,
    throw_sent_away,
    waiting_texts,
)
from members.http import MemberRequest, posted
from members.models import Sitting, TypedText, User

from ..actions import CannotMove, ChangedMeanwhile, be_seen, move, save_post
from ..body import body_of
from ..forms import AttachmentForm, MoveForm, WritingForm
from ..forms.writing import typed_data
from ..models import Post, PostMove, Tag, newsroom_role
from ..models.workflow import BY_SLUG, Move, State, moves_from
from .doors import newsroom_post, post_trail

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
    waiting = _waiting(request, found)
    form = _typed(found, request.user, waiting.shown) or WritingForm(post=found, user=request.user)
    return _page(request, found, form, waiting)


def _save(request: MemberRequest, found: Post) -> HttpResponse:
    form = WritingForm(request.POST, post=found, user=request.user)
    if not form.is_valid():
        return _page(request, _stored(found), form, _kept(request, found, form))
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
    except ChangedMeanwhile as error:
        if differences(_shown(request, error.stored), form):
            return _conflict(request, form, error.stored)
        # The second press of one button: it is saved already.
    note_saved(request, key_of("post", found.pk, request.user), sitting)
    step = BY_SLUG.get(request.POST.get("then", ""))
    if step is None:
        messages.success(request, "Đã lưu bài.")
        return redirect("news_desk:post", found.pk)
    if _asks_first(step):
        return redirect("news_desk:move", found.pk, step.slug)
    return _move(request, found, step)


def _kept(request: MemberRequest, found: Post, form: WritingForm) -> Waiting:
    """What could not be saved is kept, and the page shows it again."""
    sitting, _ = keep_sent(request, found.drafts, content=form.typed, opened_with=form.opened_with)
    return Waiting.none(sitting)


def _conflict(request: MemberRequest, form: WritingForm, stored: Post) -> HttpResponse:
    """Nothing was saved: who saved when, what differs, and both ways on. What was typed is kept."""
    waiting = _kept(request, stored, form)
    stored = newsroom_post(request.user, stored.pk)
    context = {
        "conflict": differences(_shown(request, stored), form),
        "stored": stored,
        "stored_by": begun(saver_told(request.user, stored.updated_by)),
        "replacing": stored.version,
    }
    return _page(request, stored, form, waiting, context, status=409)


def _too_late(request: MemberRequest, found: Post) -> HttpResponse:
    """The post went out of the writer's hands while they typed: their words stay theirs."""
    form = WritingForm(request.POST, post=found, user=request.user)
    form.is_valid()
    stored = _stored(found)
    conflict = differences(_shown(request, stored), form)
    if not conflict:  # the second press of the button that sent it on
        return redirect("news_desk:post", found.pk)
    _kept(request, found, form)
    return _show(request, stored, conflict=conflict, status=409)


def _show(request: MemberRequest, found: Post, *, status: int = 200, **more: Any) -> HttpResponse:
    waiting = _waiting(request, found).without_boxes
    context = _facts(request, found) | {
        "text": body_of(found, found.photos.all()),
        "waiting": waiting,
        "unsaved_differences": _differences_of(request, found, waiting.compared),
    }
    context |= more
    return render(request, "news/desk/post_show.html", context, status=status)


def _stored(found: Post) -> Post:
    """The post without what a form has put into it."""
    return Post.objects.select_related(
        "section", "unit__parent", "event", "updated_by__member"
    ).get(pk=found.pk)


def _shown(request: MemberRequest, stored: Post) -> WritingForm:
    return WritingForm(post=_stored(stored), user=request.user)


def _typed(found: Post, user: User, text: TypedText | None) -> WritingForm | None:
    """The form as somebody typed it and did not save it."""
    if text is None:
        return None
    data = typed_data(text.content, text.base_version)
    return WritingForm(data, post=_stored(found), user=user)


def _differences_of(
    request: MemberRequest, found: Post, text: TypedText | None
) -> list[Difference]:
    typed = _typed(found, request.user, text)
    return differences(_shown(request, found), typed) if typed else []


def _waiting(request: MemberRequest, found: Post) -> Waiting:
    return waiting_texts(
        request,
        found.drafts,
        stored=lambda: _shown(request, found),
        differs=lambda text: bool(_differences_of(request, found, text)),
    )


def _page(
    request: MemberRequest,
    found: Post,
    form: WritingForm,
    waiting: Waiting,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = _facts(request, found) | {
        "form": form,
        "attachments": found.attachments.all(),
        "attachment_form": AttachmentForm(),
        "tag_names": Tag.objects.values_list("name", flat=True)[:500],
        "others": _others(found, request.user),
        "waiting": waiting,
        "unsaved_differences": _differences_of(request, found, waiting.compared),
        "draft_key": key_of("post", found.pk, request.user),
        "saved_key": saved_key(request),
        "saved_by": saver_told(request.user, found.updated_by) if found.updated_by else "",
    }
    facts |= context or {}
    return render(request, "news/desk/post_edit.html", facts, status=status)


def _facts(request: MemberRequest, found: Post) -> dict[str, Any]:
    """What both pages about a post tell: its state, what may be done, the way it came."""
    role = newsroom_role(request.user, found)
    way = list(found.moves.select_related("by__member"))
    moves = moves_from(found.state, role) if role else []
    return {
        "trail": post_trail(found),
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
    present = found.seen_by.present().exclude(user=user).select_related("user__member")
    return [draft.user.display_name for draft in present]


# --- While it is typed ------------------------------------------------------------------------


@require_POST
def autosave(request: MemberRequest, pk: int) -> JsonResponse:
    """Keeps what is typed, in this sitting's own row; tells who else is here and who saved meanwhile.

    Of a post that is out of the writer's hands the words are kept too, and told so.
    """
    found = newsroom_post(request.user, pk)
    is_open = Post.objects.editable_by(request.user).contains(found)
    opened_with = request.POST.get("version", "")
    if is_open:
        be_seen(post=found, by=request.user)
    kept = None
    if "quiet" not in request.POST:
        form = WritingForm(request.POST, post=found, user=request.user)
        try:
            kept = keep_typed(
                found.drafts, by=request.user, sitting=Sitting.of(request.POST),
                content=form.typed, opened_with=opened_with,
            )  # fmt: skip
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=409)
    if not is_open:
        words = f"Bài đã chuyển sang “{found.get_state_display()}” nên không sửa được nữa."
        return moved_on(words, "bài", kept)
    is_changed = bool(opened_with) and opened_with != found.version
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime():%H:%M}",
            "text": kept.mark if kept else "",
            "others": _others(found, request.user),
            "version": opened_with or found.version,
            "stored": found.version,
            "changed_by": begun(saver_told(request.user, found.updated_by)) if is_changed else None,
        }
    )


@require_POST
def drop_typed(request: MemberRequest, pk: int) -> HttpResponse:
    """Throws one of one's own unsaved texts away; the post stays as it is."""
    found = newsroom_post(request.user, pk)
    throw_sent_away(request, found.drafts, key_of("post", found.pk, request.user))
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
        "trail": post_trail(found, (step.words, "")),
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
