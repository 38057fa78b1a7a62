"""The daily mail to editors about comments that wait."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from members.models import Appointment, Degree, Subject, User
from members.models.rights import rights_with

from ..models import Comment, CommentPolicy, ModerationDigest, can_edit_news, site_address

log = logging.getLogger(__name__)

SHOWN = 10
SUBJECT_PREFIX = "[Nhận xét chờ duyệt]"


def send_moderation_digest(*, at_any_hour: bool = False) -> str:
    """Writes once a day to every active editor with an address, if something waits.

    Says in Vietnamese what it came to. A mail that was refused is tried again with the next call; one
    whose sending was cut off is not, lest it came.
    """
    policy = CommentPolicy.current()
    now = timezone.localtime()
    if not policy.sends_digest:
        return "Thư báo đang tắt trong quy định nhận xét."
    if now.hour < policy.digest_hour and not at_any_hour:
        return f"Chưa đến {policy.digest_hour} giờ."
    waiting = Comment.objects.waiting()
    count = waiting.count()
    if not count:
        return "Không có nhận xét nào chờ duyệt."
    context = {
        "origin": site_address(),
        "count": count,
        "adverts": Comment.objects.likely_adverts().count(),
        "oldest": waiting.values_list("created_at", flat=True)[0],
        "comments": _first(),
    }
    results = [_write(user, context) for user in editors_with_address()]
    sent, failed = results.count(True), results.count(False)
    if failed:
        return f"Đã gửi {sent} thư, {failed} thư không gửi được."
    return f"Đã gửi {sent} thư." if sent else "Hôm nay đã gửi cho mọi biên tập viên."


def editors_with_address() -> list[User]:
    """Today's editors who have a mail address.

    Rights follow from offices, so each is asked who can have them at all: that are few, of however
    many accounts.
    """
    held = Appointment.objects.on().filter(
        position__right__in=rights_with(Subject.NEWS, Degree.DECIDE)
    )
    users = User.objects.filter(
        Q(is_superuser=True) | Q(member__in=held.order_by().values("member")), is_active=True
    )
    users = users.exclude(email="").select_related("member")
    return [user for user in users.order_by("pk") if can_edit_news(user)]


def _first() -> list[Comment]:
    """Comments without suspicion first, before likely advertisements."""
    rows = Comment.objects.waiting().select_related("post")
    return list(rows.order_by("suspicion", "created_at", "pk")[:SHOWN])


def _write(user: User, context: dict[str, object]) -> bool | None:
    """Whether the mail went out; None where it went out before today."""
    try:
        with transaction.atomic():
            row = ModerationDigest.objects.create(user=user, day=timezone.localdate())
    except IntegrityError:
        return None
    message = EmailMultiAlternatives(
        f"{SUBJECT_PREFIX} {context['count']} nhận xét đang chờ",
        render_to_string("news/mail/moderation.txt", context | {"editor": user}),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
    html = render_to_string("news/mail/moderation.html", context | {"editor": user})
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except Exception:  # a refusing server, a broken address: the other editors get theirs
        log.exception("The digest for %s was not sent", user.pk)
        row.delete()
        return False
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    return True
