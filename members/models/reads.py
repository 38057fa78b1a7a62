"""Who opened which personal record, and when: append-only."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models

from kit.text import fold

from .derived import DerivedTextField


class ReadRecordQuerySet(models.QuerySet["ReadRecord"]):
    def note(self, user: Any, record: models.Model) -> "ReadRecord":
        """Writes down that the user has just opened this record."""
        return self.note_all(user, [record])[0]

    def note_all(self, user: Any, records: Iterable[models.Model]) -> list["ReadRecord"]:
        """Writes down that the user has just taken these records away, as in an export."""
        rows = [
            ReadRecord(
                user=user,
                model=record._meta.label_lower,
                object_id=record.pk,
                object_name=str(record)[:120],
            )
            for record in records
        ]
        ReadRecord.objects.bulk_create(rows)
        return rows

    def of(self, record: models.Model) -> Self:
        return self.filter(model=record._meta.label_lower, object_id=record.pk)


class ReadRecord(models.Model):
    """One opening of a personal record, as Luật 91/2025/QH15 wants reads of such data logged."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xem"
    )
    model = models.CharField("loại hồ sơ", max_length=60)
    object_id = models.PositiveBigIntegerField("mã hồ sơ")
    object_name = models.CharField("hồ sơ", max_length=120)
    read_at = models.DateTimeField("lúc", auto_now_add=True)
    search_text = DerivedTextField(sources=("object_name",), derive=lambda *t: fold(" ".join(t)))

    objects = ReadRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt xem hồ sơ"
        verbose_name_plural = "lượt xem hồ sơ"
        ordering = ["-read_at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="members_read_object")]

    def __str__(self) -> str:
        return f"{self.user} xem {self.object_name}"
