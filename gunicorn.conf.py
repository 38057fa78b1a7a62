"""How the portal is served. `gunicorn` reads this file by itself when started from here.

Command-line options and GUNICORN_CMD_ARGS win over it, e.g. `gunicorn --bind unix:…`.
"""

import os
import subprocess
import sys
from typing import Any

from gunicorn.arbiter import Arbiter

wsgi_app = "assoc.wsgi:application"
bind = [f"127.0.0.1:{os.environ.get('PORT', '8000')}"]
# Threads share the in-process cache and wait for the database together; two processes keep the
# site up while one restarts.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
# A leak never grows old; the jitter keeps both from restarting at once. So many, since kept pages are
# answered by the thousand a second: each restart cuts off whoever is just being answered.
max_requests = 200_000
max_requests_jitter = 20_000
control_socket_disable = True
loglevel = "warning"


_timer: list[subprocess.Popen[Any]] = []


def when_ready(server: Arbiter) -> None:
    """Says where the site is, and starts the timer beside it unless TIMER=off."""
    if os.environ.get("TIMER", "on") != "off":
        command = [sys.executable, "manage.py", "run_jobs", "--loop", "20", "--verbosity", "0"]
        _timer.append(subprocess.Popen(command))  # noqa: S603 - our own command
    print(f"\n  http://{server.address[0][0]}:{server.address[0][1]}   (Ctrl+C ends)\n", flush=True)


def on_exit(server: Arbiter) -> None:
    """The timer ends with the server."""
    for process in _timer:
        process.terminate()
        process.wait(timeout=10)
