"""Waivers: dues remitted or reduced for one member and one year."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models import Member, Subject, Unit, UnitScopedQuerySet, tracked
from members.models.constraints import not_before

from .payments import check_member_of_the_year, member_of_the_year


class WaiverQuerySet(UnitScopedQuerySet):
    subject = Subject.DUES

    def standing(self, day: dt.date | None = None) -> Self:
        """Waivers in effect at the end of that day, or now if no day is given.

        See also `Waiver.stands`.
        """
        if day is None:
            return self.filter(withdrawn_on__isnull=True)
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), decided_on__lte=day
        )


@tracked(readers="visible_to", masked=("reason",))
class Waiver(models.Model):
    """A waiver. Its reason may reveal hardship, so only readers of the branch's dues see it."""

    cross_table_rules = (member_of_the_year(),)
    holds_from = "decided_on"  # see `members.actions.references`

    # The branch that decided; it keeps the record with its reason, wherever the member goes later.
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="dues_waivers", verbose_name="chi hội"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="dues_waivers", verbose_name="hội viên"
    )
    year = models.PositiveSmallIntegerField("năm")
    amount = models.PositiveBigIntegerField(
        "còn phải nộp (đồng)", default=0, help_text="0: miễn cả năm."
    )
    reason = models.CharField("lý do", max_length=300)
    decided_on = models.DateField("ngày quyết định")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )
    withdrawn_on = models.DateField("ngày thôi áp dụng", null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = "miễn, giảm hội phí"
        verbose_name_plural = "miễn, giảm hội phí"
        ordering = ["-year", "-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year"],
                condition=Q(withdrawn_on__isnull=True),
                name="dues_waiver_one_a_year",
                violation_error_message="Đồng chí này đã được miễn, giảm trong năm đó.",
            ),
            not_before(
                "dues_waiver_days_in_order",
                "withdrawn_on",
                "decided_on",
                "Ngày thôi áp dụng không thể trước ngày quyết định.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label.capitalize()} hội phí năm {self.year}: {self.member.full_name}"

    def get_absolute_url(self) -> str:
        return reverse("dues:waiver", args=[self.pk])

    def clean(self) -> None:
        check_member_of_the_year(self)

    @property
    def label(self) -> str:
        return "giảm" if self.amount else "miễn"

    @property
    def stands(self) -> bool:
        """See also `WaiverQuerySet.standing`."""
        return self.withdrawn_on is None
