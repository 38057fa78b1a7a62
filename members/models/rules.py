"""What the association's statute lays down about joining, leaving and discipline, as dated data."""

import datetime as dt
from fractions import Fraction

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from kit.dates import local_day

from .constraints import known_choices
from .dated import Dated, DatedQuerySet, dates_in_order
from .history import tracked
from .units import Unit

_SHARE = RegexValidator(r"^[1-9][0-9]?/[1-9][0-9]?\Z", "Viết tỷ lệ như 1/2 hoặc 2/3.")


class AdmissionRuleQuerySet(DatedQuerySet):
    def undo_until(self, unit: Unit, written_at: dt.datetime) -> dt.date:
        """The last day on which what was written in that unit at that moment may be taken back."""
        return local_day(written_at) + dt.timedelta(days=self.of(unit).undo_days)

    def of(self, unit: Unit, day: dt.date | None = None) -> "AdmissionRule":
        """The rule in force for that unit on that day; the usual one where nobody wrote any."""
        root = unit.line[0]
        rule = self.on(day).filter(unit=root).first()
        return rule if isinstance(rule, AdmissionRule) else AdmissionRule(unit=root)


@tracked()
class AdmissionRule(Dated):
    """Terms of one association. The defaults are those of the closest statute that is published
    (Hội Cựu chiến binh). Who decides, and by which votes, see `DecisionRule`."""

    no_overlap_by = ("unit",)

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="admission_rules",
        verbose_name="Hội thành phố",
        limit_choices_to=Q(level=0),
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


class DecisionMatter(models.TextChoices):
    """What a decision is about. A way of leaving has the value that `Departure.Kind` gives it."""

    ADMISSION = "admission", "kết nạp"
    STRIKE_OFF = "struck_off", "xóa tên"
    REPRIMAND = "reprimand", "khiển trách"
    WARNING = "warning", "cảnh cáo"
    EXPULSION = "expelled", "khai trừ"
    RESIGNATION = "resigned", "xin ra khỏi Hội"
    MOVED_AWAY = "moved_away", "chuyển ra ngoài thành phố"
    WELFARE = "welfare", "danh sách chăm lo, chúc thọ"
    EXEMPLAR = "exemplar", "điển hình tiên tiến, mô hình"


class DecidingLevel(models.TextChoices):
    BRANCH = "branch", "chi hội"
    ABOVE = "above", "cấp trên trực tiếp của chi hội"
    ASSOCIATION = "association", "Hội thành phố"


_M, _L = DecisionMatter, DecidingLevel
# Who decides, the branch's share of votes, the decider's, and whether the branch may write down
# what it got on paper. Proposals of ours, after the statute of Hội Cựu chiến binh: the branch
# backs with a half, the committee admits and expels with two thirds (../docs/domain.md).
PROPOSED: dict[str, tuple[DecidingLevel, str, str, bool]] = {
    _M.ADMISSION: (_L.ABOVE, "1/2", "2/3", True),
    _M.STRIKE_OFF: (_L.ABOVE, "1/2", "1/2", False),
    _M.REPRIMAND: (_L.ABOVE, "1/2", "1/2", False),
    _M.WARNING: (_L.ABOVE, "1/2", "1/2", False),
    _M.EXPULSION: (_L.ABOVE, "1/2", "2/3", False),
    _M.RESIGNATION: (_L.BRANCH, "", "", True),
    _M.MOVED_AWAY: (_L.BRANCH, "", "", True),
    _M.WELFARE: (_L.ABOVE, "", "", False),
    _M.EXEMPLAR: (_L.ABOVE, "", "", False),
}
OUR_PROPOSAL = "đề xuất, chờ Điều lệ và hướng dẫn của Hội"


class DecisionRuleQuerySet(DatedQuerySet):
    def of(self, unit: Unit, matter: str, day: dt.date | None = None) -> "DecisionRule":
        """The rule in force for that unit and matter on that day; the proposed one where nobody
        wrote any."""
        root = unit.line[0]
        rule = self.on(day).filter(unit=root, matter=matter).first()
        return rule if isinstance(rule, DecisionRule) else DecisionRule.proposed(root, matter)


@known_choices("matter", "decided_by")
@tracked()
class DecisionRule(Dated):
    """Who decides a matter, which votes it needs, and whether a branch may copy a paper from above."""

    Matter = DecisionMatter
    Level = DecidingLevel

    no_overlap_by = ("unit", "matter")

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="decision_rules",
        verbose_name="Hội thành phố",
        limit_choices_to=Q(level=0),
    )
    matter = models.CharField("việc", max_length=12, choices=DecisionMatter)
    decided_by = models.CharField(
        "nơi quyết định", max_length=12, choices=DecidingLevel, default=DecidingLevel.ABOVE
    )
    branch_share = models.CharField(
        "chi hội đồng ý, ít nhất",
        max_length=5,
        blank=True,
        validators=[_SHARE],
        help_text="Phần số hội viên dự họp, ví dụ 1/2. Để trống: chi hội không phải biểu quyết.",
    )
    decider_share = models.CharField(
        "Ban Chấp hành nơi quyết định đồng ý, ít nhất",
        max_length=5,
        blank=True,
        validators=[_SHARE],
        help_text="Phần số ủy viên dự họp, ví dụ 2/3. Để trống: không phải biểu quyết.",
    )
    allows_paper = models.BooleanField(
        "chi hội được ghi lại quyết định trên giấy của cấp trên",
        default=False,
        help_text="Phải kèm bản chụp; cấp trên xác nhận sau. Bỏ chọn: chỉ nơi quyết định được ghi.",
    )
    source = models.CharField(
        "căn cứ",
        max_length=200,
        default=OUR_PROPOSAL,
        help_text="Điều khoản, văn bản quy định việc này.",
    )

    objects = DecisionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định ai quyết định"
        verbose_name_plural = "quy định ai quyết định"
        ordering = ["matter", "-valid_from"]
        constraints = [dates_in_order("members", "decisionrule")]

    def __str__(self) -> str:
        since = f" từ {self.valid_from:%d/%m/%Y}" if self.valid_from else ""
        return f"{self.get_matter_display()}: {self.get_decided_by_display()} quyết định{since}"

    @classmethod
    def proposed(cls, root: Unit, matter: str) -> "DecisionRule":
        """What holds until the association lays down its own; kept in no table."""
        level, branch, decider, paper = PROPOSED[matter]
        return cls(
            unit=root,
            matter=matter,
            decided_by=level,
            branch_share=branch,
            decider_share=decider,
            allows_paper=paper,
        )

    @property
    def is_proposal(self) -> bool:
        """Whether nothing but our own proposal stands behind it; pages say so."""
        return self.source == OUR_PROPOSAL

    def decider_of(self, branch: Unit) -> Unit:
        """The unit that decides the matter of somebody in that branch."""
        match self.decided_by:
            case DecidingLevel.ABOVE:
                return branch.parent or branch
            case DecidingLevel.ASSOCIATION:
                return branch.line[0]
        return branch

    def deciders_of(self, branch: Unit) -> list[Unit]:
        """That unit, and those above it, which may always decide in its place; the nearest first."""
        line = branch.line
        return line[: line.index(self.decider_of(branch)) + 1][::-1]


def reaches(votes: int, present: int, share: str) -> bool:
    """Whether so many of those present are at least that share; exactly the share is enough."""
    return Fraction(votes, present) >= Fraction(share)
