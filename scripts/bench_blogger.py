"""Measures time and memory of importing the old blog, each size in a process of its own.

python -m scripts.bench_blogger [ENTRIES …]      (DATABASE_URL names PostgreSQL, else SQLite)

Two entries of five are posts of 300 words, the others comments, a third of them replies. A run again
over the same file and an export follow.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 - after the set-up

from blogger.exporting import export  # noqa: E402 - as above
from blogger.importing import execute  # noqa: E402 - as above
from news.models import Comment, ImportRun, Post  # noqa: E402 - as above
from scripts.bench_search import words  # noqa: E402 - as above
from tests.blogger.samples import Old, comment, takeout, takeout_entry  # noqa: E402 - as above

SIZES = (10_000, 100_000)


def entries(count: int) -> Iterator[Old]:
    dice = random.Random(3)  # noqa: S311 - not a secret
    known = words()

    def text(length: int) -> str:
        return " ".join(dice.choices(known, k=length)).capitalize()

    for number in range(1, count + 1):
        year, month = 2010 + number % 15, 1 + number % 12
        if number % 5 < 2:
            paragraphs = "<br/><br/>".join(text(60) for _ in range(5))
            yield Old(
                number,
                text(9),
                f"<div>{paragraphs}</div>",
                published=f"{year}-{month:02}-{1 + number % 28:02}T03:00:00Z",
                labels=[f"Nhãn {number % 40}"],
                path=f"/{year}/{month:02}/blog-post_{number}.html",
            )
        else:
            post = number - number % 5
            reply_to = number - 1 if number % 5 == 3 else 0
            yield comment(number, post or 1, text(25), reply_to=reply_to)


def write_feed(path: Path, count: int) -> None:
    head, end = takeout().decode().split("</feed>")[0], "</feed>"
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for old in entries(count):
            file.write(takeout_entry(old))
        file.write(end)


def measure(count: int) -> None:
    """In a process of its own, since the peak of a process never falls."""
    folder = Path(tempfile.mkdtemp())
    feed = folder / "feed.atom"
    write_feed(feed, count)
    connection.creation.create_test_db(verbosity=0)
    try:
        before = peak()
        brought = timed(lambda: execute(ImportRun(file_name="feed.atom"), feed))
        peak_brought = peak()
        summary = f"{Post.objects.count()} posts, {Comment.objects.count()} comments"
        again = timed(lambda: execute(ImportRun(file_name="feed.atom"), feed))
        taken = timed(lambda: sum(map(len, export())))
        print(
            f"{connection.vendor}, {count} entries ({feed.stat().st_size / 1e6:.0f} MB; {summary}):\n"
            f"  import {brought:6.1f} s {count / brought:7.0f} entries/s, peak {peak_brought:.0f} MB"
            f" (before: {before:.0f} MB)\n"
            f"  again  {again:6.1f} s {count / again:7.0f} entries/s\n"
            f"  export {taken:6.1f} s {count / taken:7.0f} entries/s, peak of all {peak():.0f} MB",
            flush=True,
        )
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        feed.unlink()
        folder.rmdir()


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    for size in sizes:
        subprocess.run(
            [sys.executable, "-m", "scripts.bench_blogger", "--one", str(size)], check=True
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
