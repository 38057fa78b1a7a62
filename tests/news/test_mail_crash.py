"""The command as a process of its own against a real mail server, killed on the way."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Delivery, Mailing, Subscriber
from tests import factories as make
from tests.news.smtp_sink import OK, running_sink

ROOT = Path(__file__).resolve().parents[2]
READERS = 12


@pytest.fixture
def sink(transactional_db):
    for number in range(READERS):
        make.make_subscriber(email=f"so{number:02}@thu.example", rhythm=Subscriber.Rhythm.AT_ONCE)
    make.make_post(title="Bài mới")
    with running_sink() as server:
        yield server


def _database_url() -> str:
    """This test's own database, as the process is to be told."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user, password, host = (quote(str(facts[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return f"postgres://{user}:{password}@{host}{port}/{facts['NAME']}"


def _start(sink):
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_news", "--quiet"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "assoc.settings",
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "DEBUG": "False",
            "DEMO": "False",
            "SITE_URL": "https://portal.example",
            "DATABASE_URL": _database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _finish(sink):
    process = _start(sink)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    return out.strip()


def _kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)
    assert process.returncode == -signal.SIGKILL


def _states():
    return Counter(Delivery.objects.values_list("state", flat=True))


def _slowly(command: str, to: str) -> str:
    time.sleep(0.02)
    return OK


@pytest.mark.parametrize(("step", "fifth_gets"), [("DATA", 1), ("RCPT", 0)])
def test_killed_while_handing_over_sends_nothing_twice(sink, step, fifth_gets):
    """At DATA the server has the mail and its answer never arrives; at RCPT it has nothing."""
    reached, go_on = threading.Event(), threading.Event()

    def stumble(command: str, to: str) -> str:
        if command == step and to == "so04@thu.example":
            reached.set()
            go_on.wait(20)
            return "" if step == "RCPT" else OK
        return OK

    sink.hook = stumble
    process = _start(sink)
    assert reached.wait(30)
    _kill(process)
    go_on.set()
    sink.hook = lambda asked, to: OK
    assert _states() == {"sent": 4, "sending": 1, "queued": 7}

    assert _finish(sink) == "Thư tin: 7 đã gửi."
    expected = {f"so{number:02}@thu.example": 1 for number in range(READERS)}
    if not fifth_gets:
        del expected["so04@thu.example"]
    deadline = time.monotonic() + 5
    while len(sink.mails) < len(expected) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sink.counts == expected

    # Later runs tell what became of the one in between, and still leave it alone.
    Delivery.objects.filter(state="sending").update(tried_at=timezone.now() - dt.timedelta(hours=1))
    assert _finish(sink) == "Thư tin: 1 không rõ đã đến hay chưa."
    assert _finish(sink) == "Không có thư nào phải gửi."
    assert sink.counts == expected
    assert (_states(), Mailing.objects.get().finished_at is not None) == (
        {"sent": 11, "unknown": 1}, True,
    )  # fmt: skip


def test_killed_again_and_again_at_any_moment(sink):
    """Whatever the moment, each reader gets at most one mail, and who gets none stands as unknown."""
    sink.hook = _slowly
    for wanted in (1, 3, 6, 9):
        process = _start(sink)
        while len(sink.mails) < wanted and process.poll() is None:
            time.sleep(0.005)
        if process.poll() is None:
            _kill(process)
        else:
            process.communicate()
    _finish(sink)
    time.sleep(0.3)
    in_between = set(
        Delivery.objects.filter(state="sending").values_list("subscriber__email", flat=True)
    )

    everybody = {f"so{number:02}@thu.example" for number in range(READERS)}
    assert set(sink.counts.values()) == {1}
    assert everybody - set(sink.counts) <= in_between
    assert _states()["sent"] + len(in_between) == READERS
    assert Mailing.objects.count() == 1


def test_two_at_once_share_the_work(sink):
    sink.hook = _slowly
    processes = [_start(sink), _start(sink)]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")

    assert sink.counts == {f"so{number:02}@thu.example": 1 for number in range(READERS)}
    assert (_states(), Mailing.objects.count()) == ({"sent": READERS}, 1)
