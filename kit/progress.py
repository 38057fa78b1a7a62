"""A bar for long work, written over itself on a terminal; in a log nothing, the report is enough."""

from typing import Any

WIDTH = 30


def show(stream: Any, done: int, total: int) -> None:
    if not stream.isatty():
        return
    share = min(1.0, done / total) if total else 1.0
    bar = "█" * round(WIDTH * share)
    stream.write(f"\r{bar:░<{WIDTH}} {share:4.0%}", ending="\n" if share == 1 else "")
    stream.flush()
