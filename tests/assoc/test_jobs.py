"""The timer: what is due runs once, whoever asks; what fails stops nothing else."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from assoc import jobs
from assoc.models import Job
from news.models import Post
from news.models.workflow import State
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

    tasks = (jobs.Task("fails", "Hỏng", MINUTE, fail), jobs.Task("counts", "Đếm", MINUTE, count))
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


def test_command_puts_out_a_scheduled_post_however_late(db, capsys):
    due = timezone.now() - dt.timedelta(hours=2)
    post = make.make_post(state=State.SCHEDULED, scheduled_for=due, published_at=None)

    call_command("run_jobs")

    post.refresh_from_db()
    assert post.is_published
    assert post.lateness >= dt.timedelta(hours=2)
    assert "publish-due: Đã đăng 1 bài hẹn giờ." in capsys.readouterr().out
    step = post.moves.get()
    assert (step.old_state, step.new_state, step.by) == (State.SCHEDULED, State.PUBLISHED, None)


def test_command_runs_one_job_by_name_due_or_not(db, capsys):
    call_command("run_jobs", verbosity=0)
    call_command("run_jobs", now="publish-due")

    assert capsys.readouterr().out == "publish-due: Không có bài nào đến giờ.\n"
    assert Post.objects.count() == 0


def test_command_refuses_a_job_it_does_not_know(db):
    with pytest.raises(CommandError, match="no job 'bake'"):
        call_command("run_jobs", now="bake")
