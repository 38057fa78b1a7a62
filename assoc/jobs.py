"""What the portal does by itself: scheduled posts, mails. `manage.py run_jobs` runs what is due.

Several timers may run at once (one a node): whoever moves a job's `due_at` on has claimed it. A run
that is killed is not repeated before its next turn, so each job must carry on where it stopped.
A turn further off than a job's turns are apart was written by a clock that ran ahead: it is none.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from blogger.importing import run_queued
from events.actions.invitations import send_invitations
from events.actions.notices import send_notices
from kit.dates import SKEW, moment_text
from members.actor import acting_as
from news.actions import publish_due, send_moderation_digest, send_news
from news.models.posts import TIMER_STOPPED_AFTER
from welfare.actions import publish_figures

from .models import Job

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ScheduledJob:
    """A job: `run` does what is to be done and says in Vietnamese what that came to."""

    name: str
    label: str
    every: dt.timedelta
    run: Callable[[], str]


def _publish_due() -> str:
    posts = publish_due()
    return f"Đã đăng {len(posts)} bài hẹn giờ." if posts else "Không có bài nào đến giờ."


def _send_news() -> str:
    return send_news().summary


def _import_blog() -> str:
    """Goes on for minutes; the other jobs have their turns meanwhile."""
    return run_queued(meanwhile=run_due)


def _publish_figures() -> str:
    published = publish_figures()
    if not published:
        return "Không có quý nào cần công bố số liệu nghĩa tình."
    return f"Đã công bố số liệu nghĩa tình: {', '.join(str(quarter) for quarter in published)}."


TASKS = (
    ScheduledJob("publish-due", "Đăng bài hẹn giờ", dt.timedelta(minutes=1), _publish_due),
    ScheduledJob("send-news", "Gửi tin qua thư điện tử", dt.timedelta(minutes=5), _send_news),
    # Asks often and writes once a day: the hour is the editors' to set.
    ScheduledJob(
        "moderation-digest",
        "Thư báo nhận xét chờ duyệt",
        dt.timedelta(minutes=10),
        send_moderation_digest,
    ),
    ScheduledJob(
        "publish-figures", "Công bố số liệu nghĩa tình", dt.timedelta(hours=6), _publish_figures
    ),
    ScheduledJob("send-invitations", "Gửi thư mời", dt.timedelta(minutes=1), send_invitations),
    ScheduledJob("send-notices", "Gửi tin đổi lịch", dt.timedelta(minutes=1), send_notices),
    ScheduledJob("import-blog", "Nhập blog cũ", dt.timedelta(minutes=1), _import_blog),
)


def run_due(now: dt.datetime | None = None) -> dict[str, str]:
    """Runs each job whose turn has come; its name and what it came to. One failing stops no other."""
    return {task.name: run(task) for task in TASKS if _claim(task, now or timezone.now())}


def _claim(task: ScheduledJob, now: dt.datetime) -> bool:
    """Whether it is this process that has to run the job now."""
    job, _ = Job.objects.get_or_create(name=task.name, defaults={"due_at": now})
    is_impossible = job.due_at > now + task.every + SKEW
    if job.due_at > now and not is_impossible:
        return False
    if is_impossible:
        log.warning("The job %s was due at %s: a clock ran ahead", task.name, job.due_at)
    mine = Job.objects.filter(pk=job.pk, due_at=job.due_at)
    return bool(mine.update(due_at=now + task.every, started_at=now))


def timer_trouble(now: dt.datetime) -> str:
    """Why scheduled posts and mails don't go out by themselves, in words; "" where all is well, or
    where no timer has ever run."""
    latest = Job.objects.order_by("-started_at").exclude(started_at=None).first()
    if latest is None or latest.started_at is None:
        return ""
    if latest.started_at > now + SKEW:
        return (
            f"Lần chạy gần nhất được ghi lúc {moment_text(latest.started_at)}, tức một ngày chưa "
            "đến: đồng hồ của máy chủ từng chạy nhanh. Xin báo người quản trị máy chủ."
        )
    if latest.started_at < now - TIMER_STOPPED_AFTER:
        return (
            f"Lần chạy gần nhất lúc {moment_text(latest.started_at)}. "
            "Xin báo người quản trị máy chủ."
        )
    return ""


def run(task: ScheduledJob) -> str:
    """Runs one job at once and writes down how it went."""
    has_failed = False
    try:
        with acting_as(source=f"Hệ thống ({task.label})"):
            note = task.run()
    except Exception as error:  # whatever it was, the other jobs go on
        log.exception("The job %s failed", task.name)
        has_failed, note = True, f"Lỗi: {type(error).__name__}"
    Job.objects.update_or_create(
        name=task.name,
        defaults={"finished_at": timezone.now(), "has_failed": has_failed, "note": note[:300]},
        create_defaults={
            "due_at": timezone.now() + task.every,
            "started_at": timezone.now(),
            "finished_at": timezone.now(),
            "has_failed": has_failed,
            "note": note[:300],
        },
    )
    return note
