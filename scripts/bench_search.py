"""Measures search with very many posts, on a throwaway database.

python -m scripts.bench_search [POSTS]        (DATABASE_URL names PostgreSQL, else SQLite)
"""

import datetime as dt
import itertools
import os
import random
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402 - as above
from django.db import connection  # noqa: E402 - as above

from assoc.models import SearchEntry  # noqa: E402 - as above
from assoc.search import hits, search  # noqa: E402 - as above
from news.models import Post, Section  # noqa: E402 - as above

# A word in every post, others in fewer and fewer: what people really ask for is of every sort.
KNOWN = ("Hội", "cựu", "công", "an", "thi", "đua", "ký", "kết", "giao", "ước", "đại", "tá", "tình")
QUESTIONS = {
    "rare": "nghiêng",
    "common": "hội",
    "two words": "đại tá",
    "five words": "ký kết giao ước thi",
    "short prefix": "h",
    "long prefix": "nghie",
    "without marks": "dai ta",
    "in quotes": "“đại tá”",
    "with a sign": "hội#",
    "nothing": "zzzz",
}


def words() -> list[str]:
    """Some six thousand syllables, in a fixed order that means nothing."""
    heads = [*"bcdđghklmnrstvx", "ch", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"]
    middles = [*"aăâeêioôơuư", "ai", "ao", "au", "oa", "oe"]
    ends = ["", "n", "m", "ng", "nh", "t", "c", "p"]
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    made = [
        unicodedata.normalize("NFC", head + middle[0] + tone + middle[1:] + end)
        for head, middle, end, tone in itertools.product(heads, middles, ends, tones)
    ]
    random.Random(1).shuffle(made)  # noqa: S311 - not a secret
    return [*dict.fromkeys([*KNOWN, *made[:6000], "nghiêng"])]


def fill(count: int) -> None:
    """Posts of 350 words over sixteen years, three in a hundred of them drafts."""
    dice = random.Random(2)  # noqa: S311 - not a secret
    known = words()
    weights = itertools.accumulate(1 / (place + 5) for place in range(len(known)))
    stream = dice.choices(known, cum_weights=list(weights), k=2_000_000)
    section = Section.objects.create(name="Tin", slug="tin")

    def text(length: int) -> str:
        start = dice.randrange(len(stream) - length)
        return " ".join(stream[start : start + length]).capitalize()

    def posts() -> Iterator[Post]:
        for n in range(count):
            at = dt.datetime(2010, 1, 1, 8, tzinfo=dt.UTC) + dt.timedelta(days=dice.randrange(6000))
            yield Post(
                title=text(10),
                slug=f"bai-{n}",
                address_month=at.date().replace(day=1),
                lead=f"Hội {text(40)}",
                body=f"<p>{text(150)}</p><p>{text(150)}</p>",
                author_signature="MỸ DUNG",
                section=section,
                published_at=at,
                state=Post.State.DRAFT if n % 33 == 0 else Post.State.PUBLISHED,
            )

    made = posts()
    while some := list(itertools.islice(made, 1000)):
        Post.objects.bulk_create(some)
        _say(f"{Post.objects.count()} posts")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def figures() -> dict[str, float]:
    """Milliseconds: a read by key (the floor), each question with its page of results, a save."""
    keys = list(Post.objects.order_by("?").values_list("pk", flat=True)[:5])
    times = {"floor: one post by key": median(lambda: Post.objects.get(pk=keys[0]))}
    for name, q in QUESTIONS.items():
        times[f"search, {name}"] = median(partial(ask, q))
    times["search, common, one year"] = median(lambda: ask("hội", year=2015))
    post = Post.objects.get(pk=keys[1])

    def save() -> None:
        post.title = f"{post.title[:60]} {time.monotonic_ns()}"
        post.save()

    def save_other() -> None:
        post.video_url = "" if post.video_url else "https://phim.example/a.mp4"
        post.save()

    times["save, text changed"] = median(save, 20)
    times["save, text unchanged"] = median(save_other, 20)
    return times


def ask(q: str, **filters: int) -> None:
    user = AnonymousUser()
    hits(search(q, user=user, **filters).keys[:20], q, user=user)


def median(action: Callable[[], object], times: int = 5) -> float:
    """The median of a few, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[len(taken) // 2] * 1000


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}")


def main(count: int) -> None:
    connection.creation.create_test_db(verbosity=0)
    try:
        start = time.perf_counter()
        fill(count)
        taken = time.perf_counter() - start
        _say("\r")
        print(
            f"{connection.vendor}, {SearchEntry.objects.count()} entries, filled in {taken:.0f} s"
        )
        for name, ms in (times := figures()).items():
            ratio = ms / times["floor: one post by key"]
            print(f"{name:28} {ms:8.1f} ms {ratio:8.1f} × floor")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
