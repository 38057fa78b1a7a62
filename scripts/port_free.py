"""Exits with a one-line message if PORT is in use, before the server fails with a traceback."""

import os
import socket
import sys

port = os.environ.get("PORT", "8000")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {port} can't be used ({error}). Choose another: make run PORT=8001")
