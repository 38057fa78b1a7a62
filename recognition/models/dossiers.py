"""Proposal dossiers (hồ sơ đề nghị khen thưởng): a unit proposes persons, units or households for an
award of a year; each level passes the dossier on or returns it; the city office accepts it."""

from enum import Enum
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from kit.text import fold
from kit.workflow import Steps, Transition
from members.models import (
    AwardKind,
    CrossTableRule,
    Degree,
    DerivedTextField,
    Member,
    MemberAward,
    ReferencedTable,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)
from members.models.attached import DocumentField
from members.models.constraints import plain_names

from .catalogue import Recipient, keeps_catalogue

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class State(models.TextChoices):
    DRAFT = "draft", "đang soạn"
    SENT = "sent", "chờ xét"
    RETURNED = "returned", "trả lại để bổ sung"
    ACCEPTED = "accepted", "Hội Thành phố đồng ý"
    SENT_UP = "sent_up", "đã trình khen cao"
    DECIDED = "decided", "đã có quyết định"
    CANCELLED = "cancelled", "đã rút"


WRITABLE = (State.DRAFT, State.RETURNED)
LIVE = (State.DRAFT, State.SENT, State.RETURNED, State.ACCEPTED, State.SENT_UP, State.DECIDED)
# Those about which a decision may be recorded.
DECIDABLE = (State.ACCEPTED, State.SENT_UP)


class Role(Enum):
    PROPOSER = "proposer"  # writes emulation in the unit that proposes
    REVIEWER = "reviewer"  # in the unit where the dossier lies
    FORWARDER = "forwarder"  # there too, where a unit is above it
    OFFICE = "office"  # the city office, once the dossier has come to it


_S, _R = State, Role


class Step(Steps):
    """The way of a dossier. See ADR 0036."""

    SUBMIT = Transition(
        "trinh", "Trình cấp trên", (_S.DRAFT, _S.RETURNED), _S.SENT, _R.PROPOSER,
        "Đã trình; cấp trên thấy ở “Việc cần làm”.", is_main=True, icon="send",
        question="Trình rồi thì không sửa được nữa, trừ khi cấp trên trả lại.",
    )  # fmt: skip
    FORWARD = Transition(
        "chuyen-len", "Đồng ý, chuyển lên cấp trên", (_S.SENT,), _S.SENT, _R.FORWARDER,
        "Đã chuyển hồ sơ lên cấp trên.", is_main=True, icon="send",
    )  # fmt: skip
    ACCEPT = Transition(
        "dong-y", "Đồng ý đề nghị", (_S.SENT,), _S.ACCEPTED, _R.OFFICE,
        "Đã ghi Hội Thành phố đồng ý.", is_main=True, icon="check",
    )  # fmt: skip
    SEND_UP = Transition(
        "trinh-khen-cao", "Ghi đã trình khen cao", (_S.ACCEPTED,), _S.SENT_UP, _R.OFFICE,
        "Đã ghi việc trình khen cao.", is_main=True, icon="send",
    )  # fmt: skip
    RETURN = Transition(
        "tra-lai", "Trả lại để bổ sung", (_S.SENT,), _S.RETURNED, _R.REVIEWER,
        "Đã trả lại; đơn vị đề nghị thấy lý do.", is_danger=True, icon="undo-2",
    )  # fmt: skip
    CANCEL = Transition(
        "rut", "Rút hồ sơ", (_S.DRAFT, _S.RETURNED, _S.SENT), _S.CANCELLED, _R.PROPOSER,
        "Đã rút hồ sơ.", is_danger=True, icon="x",
        question="Hồ sơ không còn được xét; lý do được giữ lại.",
    )  # fmt: skip


class DossierQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION

    def with_counts(self) -> Self:
        """Annotates `nominee_count`: how many are still proposed in it."""
        return self.annotate(nominee_count=Count("nominees", filter=Q(nominees__dropped_reason="")))

    def to_review_by(self, user: "AnyUser") -> Self:
        """Those that lie at a unit in which the user holds an office. See also `Dossier.roles_of`."""
        return self.filter(state=State.SENT, holder__in=_own_units(user))


def _own_units(user: "AnyUser") -> list[int]:
    """Units in which the user holds an office that writes emulation; not those below them."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [office.unit_id for office in user.offices_with(Subject.EMULATION, Degree.WRITE)]


@plain_names("chair", "secretary")
@known_choices("state", "basis")
@tracked(readers="visible_to", ignored=("token",))
class Dossier(models.Model):
    """One proposal of one unit for one award of a year, with the minutes of the meeting that voted."""

    class Basis(models.TextChoices):
        YEARLY = "yearly", "thành tích công tác năm"
        THEMATIC = "thematic", "chuyên đề, đợt thi đua"

    keeps_rows = True
    frozen = ("unit_id",)

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="award_dossiers", verbose_name="đơn vị đề nghị"
    )
    kind = models.ForeignKey(
        AwardKind, models.PROTECT, related_name="dossiers", verbose_name="đề nghị tặng"
    )
    year = models.PositiveSmallIntegerField("thành tích năm")
    basis = models.CharField("khen về", max_length=8, choices=Basis, default=Basis.YEARLY)
    title = models.CharField("trích yếu thành tích", max_length=200)
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.DRAFT)
    # Where it lies: at the unit whose turn it is; the proposing unit's own until it is submitted.
    holder = models.ForeignKey(
        Unit, models.PROTECT, related_name="held_dossiers", verbose_name="đang ở"
    )
    met_on = models.DateField("ngày họp xét", null=True, blank=True)
    present = models.PositiveSmallIntegerField("số người dự họp xét", null=True, blank=True)
    chair = models.CharField("chủ trì", max_length=100, blank=True)
    secretary = models.CharField("thư ký cuộc họp", max_length=100, blank=True)
    # When the unit above first received it: it says which text of the law is applied.
    received_on = models.DateField("ngày nhận hồ sơ", null=True, blank=True)
    sent_up_on = models.DateField("ngày trình khen cao", null=True, blank=True)
    sent_up_no = models.CharField("số tờ trình khen cao", max_length=60, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    token = models.CharField(max_length=64, unique=True, editable=False)
    search_text = DerivedTextField(sources=("title",), derive=fold)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ đề nghị khen thưởng"
        verbose_name_plural = "hồ sơ đề nghị khen thưởng"
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["state", "holder"], name="recognition_dossier_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(received_on__isnull=False, met_on__isnull=False, present__gte=1),
                name="recognition_dossier_sent_with_minutes",
                violation_error_message="Trình thì phải có ngày họp xét và số người dự họp.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_up") | Q(sent_up_on__isnull=False),
                name="recognition_dossier_sent_up_with_day",
                violation_error_message="Chưa ghi ngày trình khen cao.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, năm {self.year}: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:dossier", args=[self.pk])

    @property
    def is_writable(self) -> bool:
        """Whether the proposing unit may still change it."""
        return self.state in WRITABLE

    @property
    def last_return(self) -> "DossierReview | None":
        """Why it came back, while it is back."""
        if self.state != State.RETURNED:
            return None
        return self.reviews.filter(step=Step.RETURN.slug).order_by("-pk").first()

    def roles_of(self, user: "AnyUser") -> set[Role]:
        """In which roles the user stands to it. See also `DossierQuerySet.to_review_by`."""
        roles = set()
        written = set(
            units_where(user, Subject.EMULATION, Degree.WRITE)
            .filter(pk__in=[self.unit_id, self.holder_id])
            .values_list("pk", flat=True)
        )
        if self.unit_id in written:
            roles.add(Role.PROPOSER)
        is_at_top = self.holder.parent_id is None
        if self.holder_id in written and self.state == State.SENT:
            roles.add(Role.REVIEWER)
            if not is_at_top:
                roles.add(Role.FORWARDER)
        if is_at_top and self.state in (State.SENT, *DECIDABLE) and keeps_catalogue(user):
            roles.add(Role.OFFICE)
        return roles

    def steps_for(self, user: "AnyUser") -> list[Step]:
        """What the user may do with it now, in the table's order."""
        steps = Step.open_to(self.roles_of(user), self.state)
        return [s for s in steps if s is not Step.SEND_UP or self.kind.is_given_above]


class NomineeQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION
    unit_field = "dossier__unit"

    def proposed(self) -> Self:
        """Those whom no level has struck from the list. See also `Nominee.is_proposed`."""
        return self.filter(dropped_reason="")


@known_choices("recipient", "complaint")
@tracked(about="dossier")
class Nominee(models.Model):
    """Who is proposed, with the votes and the report of achievements (báo cáo thành tích)."""

    class Complaint(models.TextChoices):
        """Whether a complaint or denunciation is under way: no book of the portal knows."""

        UNKNOWN = "", "chưa ghi"
        NONE = "none", "không có đơn thư đang được xem xét"
        OPEN = "open", "có đơn thư đang được xem xét"

    frozen = ("dossier_id",)
    cross_table_rules = (
        CrossTableRule(
            "votes_of_those_present",
            Q(votes_for__gt=F("dossier__present")),
            ("dossier_id", "votes_for"),
            (ReferencedTable("recognition.Dossier", "dossier", ("present",)),),
        ),
    )

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="nominees", verbose_name="hồ sơ"
    )
    recipient = models.CharField(
        "đề nghị tặng", max_length=10, choices=Recipient, default=Recipient.PERSON
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="nominations",
        verbose_name="hội viên",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="nominations",
        verbose_name="tập thể",
    )  # fmt: skip
    medal_class = models.PositiveSmallIntegerField(
        "hạng", choices=MemberAward.Medal, null=True, blank=True
    )
    report = models.TextField("báo cáo thành tích", blank=True)
    votes_for = models.PositiveSmallIntegerField("số phiếu đồng ý", null=True, blank=True)
    complaint = models.CharField(
        "đơn thư khiếu nại, tố cáo", max_length=4, choices=Complaint, blank=True
    )
    override = models.CharField("giải trình điều cần lưu ý", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    dropped_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="cấp không đồng ý",
    )  # fmt: skip
    dropped_reason = models.CharField("lý do không đồng ý", max_length=300, blank=True)

    objects = NomineeQuerySet.as_manager()

    class Meta:
        verbose_name = "người, tập thể được đề nghị"
        verbose_name_plural = "người, tập thể được đề nghị"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "member", "recipient"],
                condition=Q(member__isnull=False),
                name="recognition_nominee_member_once",
                violation_error_message="Đồng chí này đã có trong hồ sơ.",
            ),
            models.UniqueConstraint(
                fields=["dossier", "unit"],
                condition=Q(unit__isnull=False),
                name="recognition_nominee_unit_once",
                violation_error_message="Tập thể này đã có trong hồ sơ.",
            ),
            models.CheckConstraint(
                condition=Q(recipient="collective", unit__isnull=False, member__isnull=True)
                | Q(recipient__in=["person", "household"], unit__isnull=True, member__isnull=False),
                name="recognition_nominee_is_somebody",
                violation_error_message="Cá nhân, hộ gia đình thì chọn hội viên; tập thể thì chọn đơn vị.",
            ),
            models.CheckConstraint(
                condition=Q(dropped_reason="", dropped_by__isnull=True)
                | ~Q(dropped_reason="") & Q(dropped_by__isnull=False),
                name="recognition_nominee_dropped_with_reason",
                violation_error_message="Không đồng ý thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:nominee", args=[self.pk])

    @property
    def name(self) -> str:
        """As the list and the certificate name them."""
        if self.unit_id:
            return str(self.unit)
        whose = "Gia đình đồng chí " if self.recipient == Recipient.HOUSEHOLD else ""
        return f"{whose}{self.member.full_name}" if self.member else ""

    @property
    def is_proposed(self) -> bool:
        """See also `NomineeQuerySet.proposed`."""
        return not self.dropped_reason

    @property
    def award_label(self) -> str:
        """What they are proposed for: "Huân chương Lao động hạng Nhì"."""
        parts = (str(self.dossier.kind), self.get_medal_class_display() or "")
        return " ".join(part for part in parts if part)


class DossierReview(models.Model):
    """What a level did with a dossier, and in which words. Never changed."""

    keeps_rows = True
    frozen = ("dossier_id", "unit_id", "step", "note", "by_id")

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="reviews", verbose_name="hồ sơ"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    step = models.SlugField("việc", max_length=20)
    note = models.CharField("ý kiến", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần xét hồ sơ"
        verbose_name_plural = "lần xét hồ sơ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        step = Step.at(self.step)
        return step.label if step else self.step


class DossierFileQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION
    unit_field = "dossier__unit"


class DossierFile(models.Model):
    """Evidence in a dossier: a document of PDF, Word or Excel."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="files", verbose_name="hồ sơ")
    title = models.CharField("tên tài liệu", max_length=160)
    file = DocumentField("tệp", upload_to="khen-thuong/%Y/%m", max_length=200)
    size = models.PositiveBigIntegerField("dung lượng", default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = DossierFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu kèm hồ sơ"
        verbose_name_plural = "tài liệu kèm hồ sơ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("recognition:file", args=[self.pk])

    @property
    def extension(self) -> str:
        return (self.file.name or "").rsplit(".", 1)[-1].lower()
