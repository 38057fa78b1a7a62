"""The timer: what is due runs once, whoever asks; what fails stops nothing else."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from assoc import jobs
from assoc.models import Job
from news.models import Post
from news.models.workflow import PostState
from tests import factories as make

NOON = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def two_jobs(db, monkeypatch):
    """A job that counts its runs, and one that fails."""
    runs = []

    def count():
        runs.append(timezone.now())
        return f"lần {len(runs)}"

    def fail():
        raise RuntimeError("hỏng")

    tasks = (
        jobs.ScheduledJob("fails", "Hỏng", MINUTE, fail),
        jobs.ScheduledJob("counts", "Đếm", MINUTE, count),
    )
    monkeypatch.setattr(jobs, "TASKS", tasks)
    return runs


@time_machine.travel(NOON, tick=False)
def test_run_due_runs_each_job_once_in_its_time(two_jobs, caplog):
    jobs.run_due()
    jobs.run_due()
    jobs.run_due(NOON + MINUTE)

    assert len(two_jobs) == 2
    counted = Job.objects.get(name="counts")
    assert (counted.note, counted.has_failed, counted.due_at) == ("lần 2", False, NOON + 2 * MINUTE)


@time_machine.travel(NOON, tick=False)
def test_run_due_writes_down_a_failure_and_goes_on(two_jobs, caplog):
    assert jobs.run_due() == {"fails": "Lỗi: RuntimeError", "counts": "lần 1"}
    failed = Job.objects.get(name="fails")
    assert (failed.has_failed, failed.finished_at) == (True, NOON)
    assert "The job fails failed" in caplog.text


def test_run_due_leaves_what_another_process_has_claimed(two_jobs):
    now = timezone.now()
    Job.objects.create(name="counts", due_at=now + MINUTE, started_at=now)

    assert "counts" not in jobs.run_due(now)


# --- A clock that ran ahead -------------------------------------------------------------------


@pytest.mark.parametrize(
    "ahead",
    [dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=30), dt.timedelta(3650)],
)
def test_clock_that_was_ahead_stops_no_job(two_jobs, caplog, ahead):
    with time_machine.travel(NOON + ahead, tick=False):
        jobs.run_due()
    with time_machine.travel(NOON, tick=False):
        assert set(jobs.run_due()) == {"fails", "counts"}
        assert jobs.run_due() == {}  # and in their usual turns from then on

    assert Job.objects.get(name="counts").due_at == NOON + MINUTE
    assert "The job counts was due at" in caplog.text


def test_clocks_of_several_nodes_may_differ_a_little(two_jobs):
    """A job is not run in every round because another node's clock is some seconds ahead."""
    jobs.run_due(NOON + dt.timedelta(seconds=40))

    assert jobs.run_due(NOON) == {}


def test_overdue_post_comes_out_once_the_clock_is_right_again(db):
    with time_machine.travel(NOON + dt.timedelta(days=30), tick=False):
        jobs.run_due()
    post = make.make_post(state=PostState.SCHEDULED, scheduled_for=NOON, published_at=None)
    with time_machine.travel(NOON + 2 * MINUTE, tick=False):
        jobs.run_due()
        post.refresh_from_db()

        assert post.is_published


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (-MINUTE, ""),
        (-9 * MINUTE, ""),
        (3 * MINUTE, ""),  # another node's clock
        (-11 * MINUTE, "Lần chạy gần nhất lúc 11:49. Xin báo"),
        (-dt.timedelta(days=3), "Lần chạy gần nhất lúc 12:00, Thứ Bảy, 21/11/2026. Xin báo"),
        (dt.timedelta(days=30), "từng chạy nhanh"),
        (dt.timedelta(minutes=6), "từng chạy nhanh"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_desk_tells_editors_that_the_timer_stands_still(cast, since, words):
    Job.objects.create(name="publish-due", due_at=NOON, started_at=NOON + since)
    told = {
        who: cast.client(who).get(reverse("desk")).content.decode()
        for who in ("editor", "officer_here")
    }

    assert ("Bộ hẹn giờ của trang không chạy" in told["editor"]) is bool(words)
    assert words in told["editor"]
    assert "Bộ hẹn giờ" not in told["officer_here"]


@time_machine.travel(NOON, tick=False)
def test_desk_says_nothing_where_no_timer_has_run_yet(cast):
    assert jobs.timer_trouble(NOON) == ""


def test_command_puts_out_a_scheduled_post_however_late(db, capsys):
    due = timezone.now() - dt.timedelta(hours=2)
    post = make.make_post(state=PostState.SCHEDULED, scheduled_for=due, published_at=None)

    call_command("run_jobs")

    post.refresh_from_db()
    assert post.is_published
    assert post.lateness >= dt.timedelta(hours=2)
    assert "publish-due: Đã đăng 1 bài hẹn giờ." in capsys.readouterr().out
    step = post.moves.get()
    assert (step.old_state, step.new_state, step.by) == (
        PostState.SCHEDULED,
        PostState.PUBLISHED,
        None,
    )


def test_command_runs_one_job_by_name_due_or_not(db, capsys):
    call_command("run_jobs", verbosity=0)
    call_command("run_jobs", now="publish-due")

    assert capsys.readouterr().out == "publish-due: Không có bài nào đến giờ.\n"
    assert Post.objects.count() == 0


def test_command_refuses_a_job_it_does_not_know(db):
    with pytest.raises(CommandError, match="Không có việc nào tên là “bake”"):
        call_command("run_jobs", now="bake")
