"""Facts that hold for a time: half-open from/to dates and the questions asked of them."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kit.dates import local_today

from .cross_table_rules import CrossTableRule, ReferencedTable


class DatedQuerySet(models.QuerySet):
    """Rows with `valid_from` and `valid_to`; the day of `valid_to` no longer counts."""

    def on(self, day: dt.date | None = None) -> Self:
        """Rows in force on that day (today in Vietnam unless told). See also `Dated.is_on`."""
        day = day or local_today()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
            valid_from__lte=day,
        )

    def overlapping(self, start: dt.date, end: dt.date | None) -> Self:
        """Rows in force on any day of the half-open stretch `start` to `end` (None: for ever)."""
        rows = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start))
        return rows if end is None else rows.filter(valid_from__lt=end)


class Dated(models.Model):
    """A row that holds from `valid_from` up to, but not on, `valid_to` (empty: still).

    A model that names `no_overlap_by` has at most one row in force on any day for each value of
    those columns, foreign keys or words: forms say so here, and the database refuses the rest (`members.guards`).
    """

    no_overlap_by: ClassVar[tuple[str, ...]] = ()
    # The rule may hold for one value of a column only, e.g. ("role", "head").
    no_overlap_where: ClassVar[tuple[str, str] | None] = None
    overlap_message: ClassVar[str] = "Trùng thời gian với một dòng đã có (từ {start})."
    # Rows about a unit may end with it, and models, dated or not, may say `passes_on = True`: where
    # a unit goes on under another name or elsewhere, the new one has the same (`actions.units`).
    ends_with_unit: ClassVar[bool] = False

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField(
        "đến ngày",
        null=True,
        blank=True,
        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        clash = self._overlapping_row()
        if clash is not None:
            message = self.overlap_message.format(row=clash, start=f"{clash.valid_from:%d/%m/%Y}")
            raise ValidationError({"valid_from": message})

    def _overlapping_row(self) -> "Dated | None":
        fields: list[Any] = [self._meta.get_field(name) for name in self.no_overlap_by]
        keys: dict[str, Any] = {field.attname: getattr(self, field.attname) for field in fields}
        if not keys or not self.valid_from or None in keys.values():
            return None
        if self.no_overlap_where is not None:
            column, value = self.no_overlap_where
            if getattr(self, column) != value:
                return None
            keys[column] = value
        rows: Any = type(self)._default_manager.filter(**keys).exclude(pk=self.pk)
        return rows.overlapping(self.valid_from, self.valid_to).first()

    def check_within(self, whole: "Dated") -> None:
        """Refuses a stretch that begins before, or goes on after, what it is a part of."""
        if self.valid_from and self.valid_from < whole.valid_from:
            raise ValidationError(
                {"valid_from": f"{whole} chỉ có từ ngày {whole.valid_from:%d/%m/%Y}."}
            )
        if whole.valid_to and (self.valid_to is None or self.valid_to > whole.valid_to):
            raise ValidationError(
                {"valid_to": f"{whole} chỉ có đến trước ngày {whole.valid_to:%d/%m/%Y}."}
            )

    def is_on(self, day: dt.date | None = None) -> bool:
        """Whether the row is in force on that day. See also `DatedQuerySet.on`."""
        day = day or local_today()
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def within(part: str, model: str) -> CrossTableRule:
    """The rule that a stretch lies within that of what it is a part of. See `Dated.check_within`."""
    return CrossTableRule(
        f"within_{part}",
        Q(valid_from__lt=F(f"{part}__valid_from"))
        | Q(valid_to__isnull=True, **{f"{part}__valid_to__isnull": False})
        | Q(valid_to__gt=F(f"{part}__valid_to")),
        (f"{part}_id", "valid_from", "valid_to"),
        (ReferencedTable(model, part, ("valid_from", "valid_to")),),
    )


def dates_in_order(app: str, model: str) -> models.CheckConstraint:
    """The constraint that a stretch of time lasts at least a day."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=f"{app}_{model}_dates_in_order",
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )
