"""Seniority from elsewhere: since when, and where, somebody was a member before the first branch here."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kit.dates import local_today

from .cross_table_rules import CrossTableRule, ReferencedTable

# Nobody serves, or retires, before (Luật Công an nhân dân 2018, Điều 7 and 8: from 18 on).
LEAST_AGE = 18


class JoinedElsewhere(models.Model):
    """Mixin of `Member`: the day of joining that seniority counts from, where the books of today's
    branches don't reach back to it.

    In another province's association, or in this one before the branch existed. A membership still lies
    within its branch's time; only this day may be earlier.
    """

    elsewhere_on = models.DateField("vào Hội từ trước, ngày", null=True, blank=True)
    elsewhere = models.CharField("vào Hội từ trước, ở đâu", max_length=160, blank=True)
    elsewhere_code = models.CharField("số thẻ ở nơi cũ", max_length=40, blank=True)
    elsewhere_letter = models.CharField("giấy giới thiệu của nơi cũ", max_length=60, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def elsewhere_constraints() -> list[models.CheckConstraint]:
        return [
            models.CheckConstraint(
                condition=Q(elsewhere_on__isnull=False) & ~Q(elsewhere="")
                | Q(
                    elsewhere_on__isnull=True, elsewhere="", elsewhere_code="", elsewhere_letter=""
                ),
                name="members_member_elsewhere_with_its_day",
                violation_error_message="Vào Hội từ trước thì phải ghi cả ngày và nơi vào Hội.",
            ),
            models.CheckConstraint(
                condition=Q(elsewhere_on__isnull=True)
                | Q(elsewhere_on__year__gte=F("birth_year") + LEAST_AGE),
                name="members_member_elsewhere_of_age",
                violation_error_message="Ngày vào Hội từ trước phải sau khi đủ 18 tuổi.",
            ),
        ]

    def joined_with(self, first: dt.date | None) -> dt.date | None:
        """The day seniority counts from, where the first membership's is at hand already."""
        return self.elsewhere_on or first

    @property
    def elsewhere_summary(self) -> str:
        """ "12/12/2023, Hội Cựu CAND tỉnh Long An, số thẻ LA-12, giấy giới thiệu 05/GGT"; "" for none."""
        if self.elsewhere_on is None:
            return ""
        parts = [f"{self.elsewhere_on:%d/%m/%Y}", self.elsewhere]
        parts += [f"số thẻ {self.elsewhere_code}"] if self.elsewhere_code else []
        parts += [f"giấy giới thiệu {self.elsewhere_letter}"] if self.elsewhere_letter else []
        return ", ".join(parts)

    def check_elsewhere(self) -> None:
        """ValidationError, beside the box it is about, for what can't be of before."""
        member: Any = self
        errors: dict[str, str] = {}
        day = self.elsewhere_on
        others = self.elsewhere or self.elsewhere_code or self.elsewhere_letter
        if day is None and others:
            errors["elsewhere_on"] = "Chưa ghi ngày vào Hội ở nơi cũ."
        if day is not None and not self.elsewhere:
            errors["elsewhere"] = "Chưa ghi vào Hội ở đâu."
        if day is not None and day > local_today():
            errors["elsewhere_on"] = "Ngày này ở tương lai."
        if day is not None and member.birth_year and day.year < member.birth_year + LEAST_AGE:
            errors["elsewhere_on"] = (
                f"Sinh năm {member.birth_year} thì năm {day.year} chưa đủ {LEAST_AGE} tuổi."
            )
        first = None
        if member.pk and day is not None:
            first = member.memberships.order_by("valid_from").select_related("unit").first()
        if first is not None and day is not None and day > first.valid_from:
            errors["elsewhere_on"] = (
                f"Đồng chí vào {first.unit} từ ngày {first.valid_from:%d/%m/%Y}; ngày vào Hội từ trước "
                "không thể sau đó."
            )
        if errors:
            raise ValidationError(errors)


# Of `Membership`: nobody came to a branch before they had joined elsewhere.
AFTER_ELSEWHERE = CrossTableRule(
    "after_elsewhere",
    Q(member__elsewhere_on__gt=F("valid_from")),
    ("member_id", "valid_from"),
    (ReferencedTable("members.Member", "member", ("elsewhere_on",)),),
)
