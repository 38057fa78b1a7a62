"""Who opened which personal record, and when: append-only."""

from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models

from kit.text import fold

from .constraints import known_choices
from .derived import DerivedTextField


class ReadWay(models.TextChoices):
    OPENED = "opened", "mở xem"
    PRINTED = "printed", "mở bản in"
    TAKEN = "taken", "xuất ra tệp"


class ReadRecordQuerySet(models.QuerySet["ReadRecord"]):
    def note(self, user: Any, record: models.Model, way: ReadWay = ReadWay.OPENED) -> "ReadRecord":
        """Writes down that the user has just read this record."""
        return self.note_all(user, [record], way)[0]

    def note_all(
        self, user: Any, records: Iterable[models.Model], way: ReadWay
    ) -> list["ReadRecord"]:
        """Writes down that the user has just read these records together, as in an export."""
        records = list(records)
        rows = [
            ReadRecord(
                user=user,
                model=record._meta.label_lower,
                object_id=record.pk,
                object_name=str(record)[:120],
                way=way,
                together=len(records),
            )
            for record in records
        ]
        ReadRecord.objects.bulk_create(rows, batch_size=1_000)
        return rows

    def of(self, record: models.Model) -> Self:
        return self.filter(model=record._meta.label_lower, object_id=record.pk)


@known_choices("way")
class ReadRecord(models.Model):
    """One read of a personal record, as Luật 91/2025/QH15 wants reads of such data logged."""

    Way = ReadWay

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xem"
    )
    model = models.CharField("loại hồ sơ", max_length=60)
    object_id = models.PositiveBigIntegerField("mã hồ sơ")
    object_name = models.CharField("hồ sơ", max_length=120)
    way = models.CharField("cách xem", max_length=8, choices=ReadWay, default=ReadWay.OPENED)
    # Of a list on paper or in a file: how many records went with this one.
    together = models.PositiveIntegerField("số hồ sơ cùng lúc", default=1)
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

    @property
    def kind(self) -> str:
        """What was read, by the name of its model, which may stand on any floor."""
        try:
            return str(apps.get_model(self.model)._meta.verbose_name)
        except LookupError:  # since renamed or gone; the log stays
            return self.model
