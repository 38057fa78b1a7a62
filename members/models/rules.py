"""What the association's statute lays down about joining and leaving, as dated data."""

import datetime as dt
from fractions import Fraction

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from .dated import Dated, DatedQuerySet, dates_in_order
from .history import tracked
from .units import Unit

_SHARE = RegexValidator(r"^[1-9][0-9]?/[1-9][0-9]?\Z", "Viết tỷ lệ như 1/2 hoặc 2/3.")


class AdmissionRuleQuerySet(DatedQuerySet):
    def of(self, unit: Unit, day: dt.date | None = None) -> "AdmissionRule":
        """The rule in force for that unit on that day; the usual one where nobody wrote any."""
        root = unit.line[0]
        found = self.on(day).filter(unit=root).first()
        return found if isinstance(found, AdmissionRule) else AdmissionRule(unit=root)


@tracked()
class AdmissionRule(Dated):
    """Thresholds and terms of one association. The defaults are those of the closest statute
    that is published (Hội Cựu chiến binh)."""

    no_overlap_by = ("unit",)

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="admission_rules",
        verbose_name="Hội thành phố",
        limit_choices_to=Q(level=0),
    )
    backing_share = models.CharField(
        "chi hội đồng ý, ít nhất",
        max_length=5,
        default="1/2",
        validators=[_SHARE],
        help_text="Phần số hội viên dự họp, ví dụ 1/2.",
    )
    decision_share = models.CharField(
        "Ban Chấp hành đồng ý, ít nhất",
        max_length=5,
        default="2/3",
        validators=[_SHARE],
        help_text="Phần số ủy viên dự họp, ví dụ 2/3.",
    )
    is_decided_above = models.BooleanField(
        "chỉ cấp trên của chi hội ghi quyết định",
        default=False,
        help_text="Bỏ chọn: thư ký chi hội ghi quyết định của cấp trên khi nhận được bản giấy.",
    )
    readmissions = models.PositiveSmallIntegerField("được kết nạp lại, tối đa (lần)", default=1)
    bars_resigned = models.BooleanField("không kết nạp lại người đã xin ra khỏi Hội", default=True)
    bars_absent = models.BooleanField(
        "không kết nạp lại người bị xóa tên vì bỏ sinh hoạt", default=True
    )
    bars_expelled = models.BooleanField("không kết nạp lại người bị khai trừ", default=True)
    elects_honorary = models.BooleanField("hội viên danh dự được bầu", default=False)
    elects_associates = models.BooleanField("hội viên liên kết được bầu", default=True)
    transfer_days = models.PositiveSmallIntegerField(
        "hạn trả lời việc chuyển sinh hoạt (ngày)", default=30
    )
    undo_days = models.PositiveSmallIntegerField("được hoàn tác trong (ngày)", default=7)

    objects = AdmissionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định vào Hội, rời Hội"
        verbose_name_plural = "quy định vào Hội, rời Hội"
        ordering = ["-valid_from"]
        constraints = [dates_in_order("members", "admissionrule")]

    def __str__(self) -> str:
        return f"Quy định từ {self.valid_from:%d/%m/%Y}" if self.valid_from else "Quy định chung"


def why_not_elected(kind: str, unit: Unit, day: dt.date) -> str:
    """Why a member of that kind can't be elected there on that day; "" where they can."""
    if kind not in ("honorary", "associate"):
        return ""
    rule = AdmissionRule.objects.of(unit, day)
    if rule.elects_honorary if kind == "honorary" else rule.elects_associates:
        return ""
    who = "danh dự" if kind == "honorary" else "liên kết"
    return f"Theo quy định của Hội, hội viên {who} không được bầu giữ chức vụ."


def reaches(votes: int, present: int, share: str) -> bool:
    """Whether so many of those present are at least that share; exactly the share is enough."""
    return Fraction(votes, present) >= Fraction(share)
