"""Khen thưởng: what a member was awarded, by whom, for what; and what was taken back.

Huy hiệu Đảng is not here: it tells of politics and stands in `SensitiveDetails`.
"""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.dates import local_today
from kit.text import fold

from .constraints import day_in_its_year, known_choices
from .cross_table_rules import CrossTableRule, ReferencedTable
from .dated import Dated, DatedQuerySet, dates_in_order
from .derived import DerivedTextField
from .documents import MemberDocument
from .history import tracked
from .people import Member
from .rights import Degree, Subject
from .scope import ByDegree
from .users import User

if TYPE_CHECKING:
    from .any_user import AnyUser


@known_choices("group")
@tracked()
class AwardKind(Dated):
    """A kind of award (bằng khen, giấy khen …): data, since laws and statutes change.

    Titles stand apart from forms of reward, and who gives one is an office, not its house: "Bằng
    khen của Bộ trưởng Bộ Công an" (Luật Thi đua, khen thưởng 06/2022/QH15).
    """

    class Group(models.TextChoices):
        TITLE = "title", "danh hiệu thi đua"
        REWARD = "reward", "hình thức khen thưởng"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=120)
    authority = models.CharField(
        "cấp khen thưởng",
        max_length=120,
        blank=True,
        help_text="Ai tặng loại này; ghi sẵn khi nhập, sửa được từng lần.",
    )
    group = models.CharField("là", max_length=6, choices=Group, default=Group.REWARD)
    has_classes = models.BooleanField(
        "có hạng", default=False, help_text="Huân chương, huy chương chia hạng Nhất, Nhì, Ba."
    )
    # What it may be proposed for (`recognition`); cards bear those of persons.
    for_person = models.BooleanField("tặng cá nhân", default=True)
    for_collective = models.BooleanField("tặng tập thể", default=False)
    for_household = models.BooleanField("tặng hộ gia đình", default=False)
    is_given_above = models.BooleanField(
        "khen cao",
        default=False,
        help_text="Do cấp ngoài Hội quyết định: Hội Thành phố xét rồi trình.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    search_text = DerivedTextField(sources=("name", "code"), derive=lambda *t: fold(" ".join(t)))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        verbose_name_plural = "danh hiệu, hình thức khen thưởng"
        ordering = ["order", "name"]
        constraints = [
            dates_in_order("members", "awardkind"),
            models.CheckConstraint(
                condition=Q(for_person=True) | Q(for_collective=True) | Q(for_household=True),
                name="members_awardkind_for_somebody",
                violation_error_message="Loại này tặng ai: cá nhân, tập thể hay hộ gia đình?",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        classed = self.pk and self.awards.filter(medal_class__isnull=False).exists()
        if classed and not self.has_classes:
            raise ValidationError({"has_classes": "Đã có khen thưởng loại này ghi hạng."})


class MemberAwardQuerySet(ByDegree, models.QuerySet["MemberAward"]):
    subject = Subject.MEMBERS

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Awards on the cards that are open to the user so far."""
        return self.filter(member__in=Member.objects.open_to(user, degree).order_by().values("pk"))

    def standing(self) -> Self:
        """Those that were not revoked. See also `MemberAward.is_standing`."""
        return self.filter(revoked_on__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-year", F("awarded_on").desc(nulls_last=True), "-pk")


@tracked(about="member", ignored=("token", "document"))
class MemberAward(models.Model):
    """One award of one member. Papers often tell the year alone.

    An award obtained by false claims is revoked (Luật Thi đua, khen thưởng 06/2022/QH15): it stays
    on the card, marked so, and counts no more.
    """

    class Medal(models.IntegerChoices):
        FIRST = 1, "hạng Nhất"
        SECOND = 2, "hạng Nhì"
        THIRD = 3, "hạng Ba"

    cross_table_rules = (
        CrossTableRule(
            "class_of_kind",
            Q(medal_class__isnull=False, kind__has_classes=False),
            ("medal_class", "kind_id"),
            (ReferencedTable("members.AwardKind", "kind", ("has_classes",)),),
        ),
    )

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="awards", verbose_name="hội viên"
    )
    kind = models.ForeignKey(
        AwardKind,
        models.PROTECT,
        related_name="awards",
        verbose_name="danh hiệu, hình thức khen thưởng",
    )
    medal_class = models.PositiveSmallIntegerField(
        "hạng", choices=Medal, null=True, blank=True, help_text="Chỉ với huân chương, huy chương."
    )
    title = models.CharField("thành tích, nội dung", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("năm khen thưởng")
    awarded_on = models.DateField("ngày khen thưởng", null=True, blank=True)
    authority = models.CharField("cấp khen thưởng", max_length=120, blank=True)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    document = models.OneToOneField(
        MemberDocument, models.SET_NULL, null=True, blank=True, related_name="award",
        verbose_name="bản chụp",
    )  # fmt: skip
    revoked_on = models.DateField("ngày thu hồi", null=True, blank=True)
    revoked_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    made_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    # Of one showing of the form: sent twice, it makes each person's award once.
    token = models.CharField("mã gửi", max_length=64, editable=False)

    objects = MemberAwardQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["kind", "year"], name="members_award_kind_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "token"],
                name="members_award_sent_once",
                violation_error_message="Đã ghi khen thưởng này.",
            ),
            day_in_its_year(
                "members_award_day_in_its_year",
                "awarded_on",
                "year",
                "Ngày khen thưởng không thuộc năm đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_reason="")
                | Q(revoked_on__isnull=False) & ~Q(revoked_reason=""),
                name="members_award_revoked_with_reason",
                violation_error_message="Ngày thu hồi và lý do thu hồi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True)
                | Q(awarded_on__isnull=True)
                | Q(revoked_on__gte=F("awarded_on")),
                name="members_award_revoked_after_given",
                violation_error_message="Ngày thu hồi không thể trước ngày khen thưởng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.year})"

    def get_absolute_url(self) -> str:
        return reverse("book:award", args=[self.pk])

    def clean(self) -> None:
        """Nobody is awarded anything in days to come, nor before being born."""
        today = local_today()
        if self.awarded_on and self.awarded_on > today:
            raise ValidationError({"awarded_on": "Ngày khen thưởng ở tương lai."})
        if self.year and self.year > today.year:
            raise ValidationError({"year": "Năm khen thưởng ở tương lai."})
        if self.medal_class and self.kind_id and not self.kind.has_classes:
            raise ValidationError({"medal_class": f"{self.kind} không chia hạng."})
        if self.member_id and self.year and self.year <= self.member.birth_year:
            raise ValidationError({"year": f"Đồng chí sinh năm {self.member.birth_year}."})
        if self.revoked_on and self.revoked_on > today:
            raise ValidationError({"revoked_on": "Ngày thu hồi ở tương lai."})
        if self.revoked_on and self.year and self.revoked_on.year < self.year:
            raise ValidationError({"revoked_on": "Ngày thu hồi không thể trước năm khen thưởng."})

    @property
    def label(self) -> str:
        """What was given: "Huy chương Chiến sĩ vẻ vang hạng Nhì"."""
        parts = (str(self.kind), self.get_medal_class_display() or "")
        return " ".join(part for part in parts if part)

    @property
    def is_standing(self) -> bool:
        """See also `MemberAwardQuerySet.standing`."""
        return self.revoked_on is None

    @property
    def when(self) -> str:
        """The day, or the year where no more is known."""
        return f"{self.awarded_on:%d/%m/%Y}" if self.awarded_on else f"năm {self.year}"

    @property
    def day_or_year(self) -> tuple[int, dt.date | None]:
        """As `DayOrYearField` shows it."""
        return self.year, self.awarded_on
