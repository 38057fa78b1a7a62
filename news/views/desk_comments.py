"""The editors' queue of comments: read, decide, undo, answer, keep out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from desk.pages import trail
from kit.dates import long_datetime
from kit.lists import SIZES, Table
from members.http import MemberRequest, posted

from ..actions import (
    AlreadyBanned,
    ModerationResult,
    ThreadNotShown,
    ban_writer,
    decide_comments,
    lift_bans,
    reply_as_newsroom,
    undo_decision,
)
from ..actions.moderation import Step
from ..forms.moderation import BanForm, ReplyForm
from ..models import Comment, CommentBan, CommentPolicy
from ..queue import bans_in_order, marked_text, queue_address, queue_facts
from ..tables import BANS
from .for_editors import editors_only

UNDO = "news.undo"
WORK = {
    "duyet": Comment.State.APPROVED,
    "tu-choi": Comment.State.REJECTED,
    "cho-duyet": Comment.State.HELD,
}
DONE = {
    Comment.State.APPROVED: "Đã đăng {} nhận xét.",
    Comment.State.REJECTED: "Đã từ chối {} nhận xét.",
    Comment.State.HELD: "Đã đưa {} nhận xét về hàng chờ.",
}
LATE = {
    Comment.State.APPROVED: "duyệt đăng",
    Comment.State.REJECTED: "từ chối",
    Comment.State.HELD: "đưa về hàng chờ",
}

NOT_SHOWN = (
    "Nhận xét mở đầu không hiện trên trang, nên sẽ không ai đọc được lời trả lời. Hãy duyệt nhận xét "
    "mở đầu trước."
)


@editors_only
def queue(request: MemberRequest) -> HttpResponse:
    context = queue_facts(request.GET) | {
        "trail": trail(("Nhận xét", "")),
        "undo": request.session.pop(UNDO, None),
    }
    return render(request, "news/desk/comment_queue.html", context)


# --- Deciding -----------------------------------------------------------------------------------


@require_POST
@editors_only
def decide(request: MemberRequest) -> HttpResponse:
    """One comment or several, as the button says. Comes back to the next comment of the same list."""
    to = WORK.get(request.POST.get("viec", ""))
    seen = _steps(request.POST.getlist("chon"))
    if to is None or not seen:
        messages.warning(request, "Chưa chọn nhận xét nào.")
        return _back(request)
    decision = decide_comments(seen=seen, to=to, by=request.user)
    _tell(request, decision, DONE[to].format(len(decision.changed)))
    return _back(request)


def _step(text: str) -> Step | None:
    """A comment and a state, as the page wrote them: "12.held"."""
    number, _, state = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return (int(number), Comment.State(state)) if state in Comment.State else None


def _tell(request: MemberRequest, decision: ModerationResult, message: str) -> None:
    """Messages about the decision, with an undo, and about comments another editor had decided."""
    if decision.changed:
        _offer_undo(request, message, reverse("news_desk:undo"), decision.undo)
    for comment in decision.late:
        who = comment.moderated_by or "Người khác"
        at = (
            f" lúc {timezone.localtime(comment.moderated_at):%H:%M}" if comment.moderated_at else ""
        )
        messages.warning(
            request,
            f"Nhận xét của {comment.name}: {who} đã {LATE[Comment.State(comment.state)]}{at}, "
            "nên quyết định của bạn không thay đổi gì.",
        )


def _offer_undo(request: MemberRequest, message: str, url: str, steps: list[Step]) -> None:
    """The next page of the queue says once what was done, with a button that takes it back."""
    query = [("ve", request.POST.get("ve", "")), *(("b", f"{pk}.{state}") for pk, state in steps)]
    request.session[UNDO] = {"text": message, "action": f"{url}?{urlencode(query)}"}


def _steps(texts: list[str]) -> list[Step]:
    return [step for text in texts[: SIZES[-1]] if (step := _step(text))]


def _back(request: MemberRequest, pk: int | str | None = None) -> HttpResponse:
    """Redirects to the same list, at the next comment or at the given one."""
    following = request.POST.get("tiep", "")
    anchor = pk or (following if following.isascii() and following.isdigit() else None)
    kept = request.POST.get("ve") or request.GET.get("ve", "")
    return redirect(queue_address(kept, anchor))


@require_POST
@editors_only
def undo(request: MemberRequest) -> HttpResponse:
    steps = _steps(request.GET.getlist("b"))
    count = undo_decision(steps=steps, by=request.user)
    if count:
        messages.success(request, "Đã hoàn tác. Nhận xét trở lại như trước.")
    else:
        messages.warning(request, "Không còn gì để hoàn tác: đã có người quyết định lại sau đó.")
    return _back(request, steps[0][0] if steps else None)


# --- Answering, keeping out ---------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@editors_only
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    comment = _comment(pk)
    form = ReplyForm(posted(request), pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            decision = reply_as_newsroom(
                comment=comment, by=request.user, token=form.cleaned_data["token"][:64],
                text=form.cleaned_data["text"],
            )  # fmt: skip
        except ThreadNotShown:
            form.add_error(None, NOT_SHOWN)
        else:
            _tell(request, decision, f"Đã đăng lời trả lời {comment.name}.")
            return _back(request)
    return _comment_page(request, comment, form, "news/desk/comment_reply.html", "Trả lời nhận xét")


@require_http_methods(["GET", "POST"])
@editors_only
def ban(request: MemberRequest, pk: int) -> HttpResponse:
    comment = _comment(pk)
    form = BanForm(posted(request), pk=pk)
    if not comment.can_be_banned:
        messages.warning(request, "Không biết nhận xét này gửi từ đâu, nên không chặn được.")
        return _back(request, pk)
    if request.method == "POST" and form.is_valid():
        was = Comment.State(comment.state)
        try:
            created_ban = ban_writer(
                comment=comment, by=request.user, reason=form.cleaned_data["reason"], days=form.length
            )  # fmt: skip
        except AlreadyBanned as error:
            who = error.ban.created_by or "Người khác"
            messages.warning(request, f"{who} đã chặn người này từ trước, {ban_end(error.ban)}.")
        else:
            message = f"Đã chặn {created_ban.name}, {ban_end(created_ban)}."
            _offer_undo(
                request, message, reverse("news_desk:lift", args=[created_ban.pk]), [(pk, was)]
            )
        return _back(request)
    return _comment_page(request, comment, form, "news/desk/comment_ban.html", "Chặn người gửi")


def ban_end(comment_ban: CommentBan) -> str:
    return f"đến {long_datetime(comment_ban.until)}" if comment_ban.until else "cho đến khi bỏ chặn"


def _comment(pk: int) -> Comment:
    rows = Comment.objects.select_related(
        "post__section", "post__lead_photo", "parent", "user__member"
    )
    return get_object_or_404(rows, pk=pk)


def _comment_page(
    request: MemberRequest, comment: Any, form: Any, template: str, title: str
) -> HttpResponse:
    """A page of its own for a form, for whoever has no script or made a mistake."""
    comment.marked_text = marked_text(comment, CommentPolicy.current())
    context = {
        "trail": trail(("Nhận xét", queue_address(request.POST.get("ve", ""), comment.pk)), (title, "")),
        "comment": comment,
        "form": form,
        "kept": request.POST.get("ve", ""),
        "following": request.POST.get("tiep", ""),
        "back": queue_address(request.POST.get("ve", ""), comment.pk),
    }  # fmt: skip
    return render(request, template, context)


@editors_only
def bans(request: MemberRequest) -> HttpResponse:
    table = Table(request.GET, bans_in_order(), BANS, noun="lần chặn")
    context = {
        "trail": trail(("Nhận xét", reverse("news_desk:comments")), ("Đang bị chặn", "")),
        "table": table,
        "page": table.page,
    }
    return render(request, "news/desk/ban_list.html", context)


@require_POST
@editors_only
def lift(request: MemberRequest, pk: int) -> HttpResponse:
    comment_ban = get_object_or_404(CommentBan.objects.select_related("lifted_by__member"), pk=pk)
    if lift_bans(bans=[comment_ban], by=request.user):
        messages.success(request, f"Đã bỏ chặn {comment_ban.name}.")
    elif comment_ban.lifted_by:
        messages.warning(
            request, f"{comment_ban.lifted_by} đã bỏ chặn {comment_ban.name} từ trước."
        )
    else:
        messages.warning(request, f"{comment_ban.name} không còn bị chặn.")
    if steps := _steps(request.GET.getlist("b")):  # taken back right after, in the queue
        undo_decision(steps=steps, by=request.user)
        return _back(request, steps[0][0])
    return redirect("news_desk:bans")
