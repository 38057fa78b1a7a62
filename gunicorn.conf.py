"""How the portal is served. `gunicorn` reads this file by itself when started from here.

Command-line options and GUNICORN_CMD_ARGS win over it, e.g. `gunicorn --bind unix:…`.
"""

import os

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
# A leak never grows old; the jitter keeps both from restarting at once.
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Arbiter) -> None:
    print(f"\n  http://{server.address[0][0]}:{server.address[0][1]}   (Ctrl+C ends)\n", flush=True)
