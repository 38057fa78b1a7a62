"""The benchmark: how long the pages that people open take, as a ratio to a floor of the same run.

The floor is the portal's own `/healthz`: a request through all middleware with a one-word answer.
A ratio says what the page itself costs, whatever the machine. Run it by `make bench`; with
DATABASE_URL it measures there, else on a fresh SQLite file under var/. ARGS="--large 100000" fills
the newspaper with that many posts first.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BENCH_DB = ROOT / "var" / "bench.sqlite3"
ON_ITS_OWN_FILE = "DATABASE_URL" not in os.environ
os.environ |= {
    "SECRET_KEY": "bench-" + "x" * 50,
    "DEBUG": "False",
    "DEMO": "True",
    "HTTPS": "False",
    "ALLOWED_HOSTS": "testserver",
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{BENCH_DB}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assoc.settings")

import django  # noqa: E402 - after the environment, which the settings read

django.setup()

from django.conf import settings  # noqa: E402 - as above
from django.core.management import call_command  # noqa: E402 - as above
from django.db import connection, reset_queries  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 - as above
from django.urls import reverse  # noqa: E402 - as above
from PIL import Image  # noqa: E402 - as above

from kit.pictures import open_picture, renditions  # noqa: E402 - as above
from members.models import Unit  # noqa: E402 - as above
from news.models import Comment, Post, Section  # noqa: E402 - as above


def median_ms(action: Callable[[], Any], runs: int) -> float:
    """The median of that many timed runs, after one that warms caches."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def fill(posts: int) -> None:
    """Adds invented posts until there are that many."""
    section = Section.objects.first()
    vocabulary = (
        "thi đua nghĩa tình hội viên chi hội phường ký kết giao ước phong trào bảo vệ an ninh"
    )
    vocabulary_words = vocabulary.split()
    new = []
    for n in range(Post.objects.count(), posts):
        day = f"20{10 + n % 15:02}-{1 + n % 12:02}-{1 + n % 28:02}"
        text = " ".join(
            vocabulary_words[(n * 7 + i * 3) % len(vocabulary_words)] for i in range(120)
        )
        new.append(
            Post(
                title=f"Bài thử số {n} {vocabulary_words[n % len(vocabulary_words)]}",
                slug=f"bai-thu-{n}",
                lead=text[:200],
                body=f"<p>{text}</p>",
                author_signature="BỘ ĐO",
                section=section,
                state=Post.State.PUBLISHED,
                published_at=f"{day}T08:00+07:00",
                address_month=f"{day[:8]}01",
            )
        )
    Post.objects.bulk_create(new, batch_size=500)


def with_comments(count: int) -> Post:
    """A copy of the newest post with that many shown comments."""
    post = Post.objects.published().newest_first()[0]
    post.pk, post.slug, post._state.adding = None, f"bai-co-{count}-nhan-xet", True
    post.lead_photo = None
    post.save()
    Comment.objects.bulk_create(
        Comment(post=post, name=f"Bạn đọc {n}", text="Bài viết hay.", state=Comment.State.APPROVED)
        for n in range(count)
    )
    return post


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30, help="timed runs of each page")
    parser.add_argument("--large", type=int, default=0, help="fill up to that many posts first")
    options = parser.parse_args()

    settings.MEDIA_ROOT = ROOT / "var" / "bench-media"
    if ON_ITS_OWN_FILE:
        for leftover in BENCH_DB.parent.glob(BENCH_DB.name + "*"):
            leftover.unlink()
    call_command("migrate", verbosity=0)
    if not Unit.objects.exists():
        call_command("demo", stdout=sys.stderr)
    fill(options.large)

    client = Client()
    unit = Unit.objects.branches().on().first()
    if unit is None:
        sys.exit("The demo association has no branch: nothing to measure.")
    pages = {
        "front page": "/",
        "news list": reverse("news:list"),
        "article, 1 comment": with_comments(1).get_absolute_url(),
        "article, 100 comments": with_comments(100).get_absolute_url(),
        "search, two words": f"{reverse('search')}?q=giao+uoc",
        "search, common word": f"{reverse('search')}?q=thi",
        "search, nothing": f"{reverse('search')}?q=khongcotunay",
        "tree of units": reverse("members:units"),
        "one branch": unit.get_absolute_url(),
        "events": reverse("events:list"),
        "emulation": reverse("emulation:index"),
        "welfare": reverse("welfare:index"),
        "RSS": reverse("news:rss"),
    }
    floor = median_ms(lambda: client.get(reverse("healthz")), options.runs * 3)
    print(f"{connection.vendor}, {Post.objects.count()} posts; floor /healthz {floor:.2f} ms\n")
    print(f"{'page':<24}{'× floor':>9}{'ms':>9}{'queries':>9}{'kB':>8}")
    for name, url in pages.items():
        took = median_ms(partial(client.get, url), options.runs)
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        if answer.status_code != 200:
            sys.exit(f"{url} answered {answer.status_code}: no figure is worth printing.")
        size = len(answer.content) / 1000
        print(f"{name:<24}{took / floor:>9.1f}{took:>9.1f}{len(queries):>9}{size:>8.1f}")

    _bench_picture(options.runs)


def _bench_picture(runs: int) -> None:
    """Encoding all widths of a 12-megapixel photograph, against decoding it."""
    data = BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(data, "JPEG", quality=85)

    def decode() -> None:
        Image.open(BytesIO(data.getvalue())).load()

    few = max(3, runs // 10)
    floor = median_ms(decode, few)
    took = median_ms(lambda: renditions(open_picture(BytesIO(data.getvalue()))), few)
    print(
        f"\n{'photograph, 12 Mpx':<24}{took / floor:>9.1f}{took:>9.0f} ms (floor: decode {floor:.0f} ms)"
    )


if __name__ == "__main__":
    main()
