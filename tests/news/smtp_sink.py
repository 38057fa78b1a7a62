"""A mail server that keeps what it is given, and stumbles where a test wants it to."""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

OK = "250 OK"
# When the server is asked for an answer: "RCPT" (the address was named) or "DATA" (the whole mail
# has been received). Returns the answer; "" closes the connection without one.
Hook = Callable[[str, str], str]


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[tuple[str, bytes]] = []
        self.connections = 0
        self.hook: Hook = lambda step, to: OK

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def counts(self) -> Counter[str]:
        return Counter(to for to, _ in self.mails)

    def messages(self) -> list[Message]:
        return [message_from_bytes(data) for _, data in self.mails]


class _Talk(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 sink")
        to = ""
        while line := self.rfile.readline():
            verb = line[:4].upper().decode()
            if verb == "QUIT":
                return self._say("221 bye")
            if verb == "RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                answer = self.server.hook("RCPT", to)
            elif verb == "DATA":
                self._say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                answer = self.server.hook("DATA", to)
                if not answer or answer.startswith("250"):
                    self.server.mails.append((to, data))
            else:
                answer = OK
            if not answer:
                return None
            self._say(answer)
        return None

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def running_sink() -> Iterator[Any]:
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        yield sink
        sink.shutdown()
