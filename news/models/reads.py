"""Counts of readings: a number per post and day, without personal data."""

import datetime as dt
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Sum

from kit.dates import local_today

from .posts import Post, PostQuerySet

MOST_READ_DAYS = 7
MOST_READ = 5


class PostReadsQuerySet(models.QuerySet):
    def since(self, day: dt.date) -> Self:
        return self.filter(day__gte=day)

    def add(self, post: Post) -> None:
        """One more reading today, lost by no two at once: the database adds."""
        today = local_today()
        row = self.filter(post=post, day=today)
        if row.update(count=F("count") + 1):
            return
        try:
            with transaction.atomic():
                self.create(post=post, day=today, count=1)
        except IntegrityError:  # another reader was the day's first at the same moment
            row.update(count=F("count") + 1)

    def by_day(self, first: dt.date) -> dict[dt.date, int]:
        rows = self.since(first).order_by().values_list("day").annotate(n=Sum("count"))
        return dict(rows)


class PostReads(models.Model):
    """The number of readings of a post on a day."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reads", verbose_name="bài viết")
    day = models.DateField("ngày")
    count = models.PositiveIntegerField("lượt đọc", default=0)

    objects = PostReadsQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt đọc trong ngày"
        verbose_name_plural = "lượt đọc trong ngày"
        ordering = ["-day", "post"]
        indexes = [models.Index(fields=["day", "post", "count"], name="news_postreads_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "day"],
                name="news_postreads_once",
                violation_error_message="Ngày này đã có số lượt đọc của bài.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.day}: {self.count}"


def most_read(posts: PostQuerySet, *, days: int = MOST_READ_DAYS) -> PostQuerySet:
    """The given posts read in the last days, most read first, annotated with `readings`."""
    first = local_today() - dt.timedelta(days=days - 1)
    read = posts.filter(reads__day__gte=first).annotate(readings=Sum("reads__count"))
    return read.order_by("-readings", "-published_at", "-pk").with_headline()
