"""Posts for score sheets: what the newspaper published of a unit."""

import datetime as dt
from collections.abc import Iterator

from desk.counting import Counted
from kit.dates import local_day, local_day_bounds
from members.models import Unit

from .models import Post


def posts_counted(unit: Unit, start: dt.date, end: dt.date) -> Iterator[Counted]:
    posts = Post.objects.published().filter(
        unit__in=Unit.objects.within(unit),
        published_at__gte=local_day_bounds(start)[0],
        published_at__lt=local_day_bounds(end)[0],
    )
    rows = [
        (local_day(post.published_at), post.title, post.get_absolute_url())
        for post in posts.order_by("published_at", "pk")
        if post.published_at
    ]
    yield Counted("tin-bai", "Tin, bài đã đăng của đơn vị", len(rows), rows)
