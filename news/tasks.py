"""Pending work of the newsroom, for the officers' first page."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from desk.tasks import Task
from members.models import User

from .models import Comment, FrontPin, Post, can_edit_news
from .models.posts import TIMER_STOPPED_AFTER
from .models.workflow import PostState

LEAD_DAYS = 14


def newsroom_tasks(user: User) -> Iterator[Task]:
    """Drafts that came back, and for editors what was sent in."""
    posts = Post.objects.in_newsroom_of(user)
    address = reverse("news_desk:posts")
    if returned := posts.filter(state=PostState.RETURNED).count():
        yield Task(
            f"{returned} bài được trả lại để sửa", f"{address}?trang-thai=returned", "undo-2",
            "Ban biên tập đã ghi lời nhắn trong bài.", is_urgent=True,
        )  # fmt: skip
    if can_edit_news(user) and (sent := posts.filter(state=PostState.SUBMITTED).count()):
        yield Task(f"{sent} bài chờ biên tập", f"{address}?trang-thai=submitted", "newspaper")
    if not can_edit_news(user):
        return
    if stuck := posts.due(timezone.now() - TIMER_STOPPED_AFTER).count():
        yield Task(
            f"{stuck} bài hẹn giờ chưa lên trang", f"{address}?trang-thai=scheduled", "clock",
            "Bộ hẹn giờ không chạy; xin báo người quản trị máy chủ.", is_urgent=True,
        )  # fmt: skip
    yield from _comment_tasks()
    yield from _old_lead()


def _comment_tasks() -> Iterator[Task]:
    address = reverse("news_desk:comments")
    if waiting := Comment.objects.to_decide().count():
        yield Task(f"{waiting} nhận xét chờ duyệt", address, "message-circle")
    if adverts := Comment.objects.likely_adverts().count():
        yield Task(
            f"{adverts} nhận xét nghi là quảng cáo", f"{address}?muc=nghi", "triangle-alert",
            "Xem lại phòng khi máy nhầm.",
        )  # fmt: skip


def _old_lead() -> Iterator[Task]:
    """A lead story that has stood for long makes the newspaper look asleep."""
    before = timezone.now() - dt.timedelta(days=LEAD_DAYS)
    pin = FrontPin.objects.current().filter(kind=FrontPin.Kind.LEAD, post__published_at__lt=before)
    if lead := pin.select_related("post").first():
        yield Task(
            f"Tin chính trên trang chủ đã quá {LEAD_DAYS} ngày", reverse("news_desk:front"),
            "newspaper", lead.post.title,
        )  # fmt: skip
