"""Role models and exemplary models (điển hình tiên tiến, mô hình): proposed by a unit, recognised by the
unit that decides, then told to everybody and taken up by others."""

import datetime as dt
import posixpath
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from events.models import Event
from kit.dates import local_today
from kit.text import fold, slugify
from kit.workflow import Steps, Transition
from members.models import (
    AdmissionRule,
    Consent,
    DecisionMatter,
    DecisionRule,
    Degree,
    DerivedTextField,
    Member,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)
from members.models.constraints import plain_names
from members.models.pictures import Photograph, PictureField, PictureFile
from news.models import Post

from .kinds import About, ExemplarKind

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class ExemplarState(models.TextChoices):
    DRAFT = "draft", "đang soạn"
    PROPOSED = "proposed", "chờ công nhận"
    RETURNED = "returned", "trả lại để bổ sung"
    RECOGNISED = "recognised", "đã công nhận"
    ENDED = "ended", "thôi nêu gương"
    CANCELLED = "cancelled", "đã rút"


class ExemplarRole(Enum):
    PROPOSER = "proposer"  # writes emulation in the unit whose it is
    DECIDER = "decider"  # in the unit that decides, or above it
    RECOGNISER = "recogniser"  # who wrote the recognition down, within the days of undoing


_S, _P, _D = ExemplarState, ExemplarRole.PROPOSER, ExemplarRole.DECIDER
_R = ExemplarRole.RECOGNISER
WRITABLE = (_S.DRAFT, _S.RETURNED)


class ExemplarStep(Steps):
    """From the branch's words to everybody's page. See ADR 0036."""

    SUBMIT = Transition(
        "de-nghi", "Đề nghị công nhận", (_S.DRAFT, _S.RETURNED), _S.PROPOSED, _P,
        "Đã gửi đề nghị; nơi công nhận thấy ở “Việc cần làm”.", is_main=True, icon="send",
        question="Gửi rồi thì không sửa được nữa, trừ khi được trả lại.",
    )  # fmt: skip
    RECOGNISE = Transition(
        "cong-nhan", "Công nhận", (_S.PROPOSED,), _S.RECOGNISED, _D,
        "Đã công nhận.", is_main=True, icon="check",
        question="Từ lúc này bài viết có trên trang công khai.",
    )  # fmt: skip
    RETURN = Transition(
        "tra-lai", "Trả lại để bổ sung", (_S.PROPOSED,), _S.RETURNED, _D,
        "Đã trả lại; đơn vị đề nghị thấy lý do.", is_danger=True, icon="undo-2",
    )  # fmt: skip
    TAKE_BACK = Transition(
        "ghi-nham", "Ghi nhầm, đưa về chờ công nhận", (_S.RECOGNISED,), _S.PROPOSED, _R,
        "Đã đưa về chờ công nhận; trang công khai không còn bài này.", is_danger=True, icon="undo-2",
        question="Quyết định đã ghi sẽ bỏ đi; lý do được giữ lại.",
    )  # fmt: skip
    END = Transition(
        "thoi-neu-guong", "Thôi nêu gương", (_S.RECOGNISED,), _S.ENDED, _D,
        "Đã thôi nêu gương; trang công khai không còn bài này.", is_danger=True, icon="x",
    )  # fmt: skip
    CANCEL = Transition(
        "rut", "Rút đề nghị", (_S.DRAFT, _S.RETURNED, _S.PROPOSED), _S.CANCELLED, _P,
        "Đã rút; lý do được giữ lại.", is_danger=True, icon="x",
    )  # fmt: skip


class ExemplarQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION

    def visible_to(self, user: "AnyUser") -> Self:
        """Those of the user's units; and, to whoever reads emulation anywhere, what everybody reads."""
        own = self.kept_by(user)
        if not user.is_authenticated or not user.may(Subject.EMULATION):
            return own
        return self.filter(
            Q(pk__in=own.order_by().values("pk"))
            | Q(pk__in=self.published().order_by().values("pk"))
        )

    def kept_by(self, user: "AnyUser") -> Self:
        """Those of the user's own units: whoever else reads one does not read its history."""
        own: Self = super().visible_to(user)
        return own

    def published(self) -> Self:
        """What visitors read: recognised, and of a person only with the person's consent in force.
        See also `Exemplar.lacks_consent`."""
        agreed = Exists(_agreements().filter(member=OuterRef("member")))
        return self.filter(Q(member__isnull=True) | agreed, state=ExemplarState.RECOGNISED)

    def waiting_for(self, user: "AnyUser") -> Self:
        """Proposals that lie at a unit in which the user holds an office."""
        return self.filter(state=ExemplarState.PROPOSED, decider__in=_own_units(user))

    def newest_first(self) -> Self:
        return self.order_by("-recognised_on", "-pk")

    def with_card(self) -> Self:
        """With all that a card shows: unit, kind, followers, the first photograph."""
        return self.with_counts().select_related("unit__parent", "kind").prefetch_related("photos")

    def with_counts(self) -> Self:
        """Adds `adopter_count`: units that do likewise today."""
        now = Q(adoptions__ended_on__isnull=True)
        return self.annotate(adopter_count=Count("adoptions", filter=now, distinct=True))


def _agreements() -> QuerySet[Consent]:
    """Consents to picture and story that hold today. A word without proof is none (Nghị định 356/2025)."""
    given = Consent.objects.in_force().filter(purpose=Consent.Purpose.PICTURE)
    return given.exclude(channel__in=Consent.UNPROVEN)


def _own_units(user: "AnyUser") -> list[int]:
    """Units in which the user holds an office that writes emulation; not those below them."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [office.unit_id for office in user.offices_with(Subject.EMULATION, Degree.WRITE)]


@plain_names("leader")
@known_choices("state")
@tracked(readers="kept_by", ignored=("token",))
class Exemplar(models.Model):
    """One role model or exemplary model of a unit, with its story."""

    keeps_rows = True
    frozen = ("unit_id",)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exemplars", verbose_name="đơn vị")
    kind = models.ForeignKey(
        ExemplarKind, models.PROTECT, related_name="exemplars", verbose_name="loại"
    )
    title = models.CharField("tên điển hình, mô hình", max_length=160)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="exemplars",
        verbose_name="hội viên",
    )  # fmt: skip
    leader = models.CharField("người phụ trách", max_length=100, blank=True)
    begun_year = models.PositiveSmallIntegerField("bắt đầu từ năm")
    lead = models.CharField("tóm tắt", max_length=300)
    story = models.TextField("câu chuyện", max_length=20_000, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ExemplarState, default=ExemplarState.DRAFT
    )
    decider = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, editable=False,
        related_name="exemplars_to_decide", verbose_name="nơi công nhận",
    )  # fmt: skip
    recognised_on = models.DateField("ngày công nhận", null=True, blank=True)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    ended_on = models.DateField("thôi nêu gương từ ngày", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+",
        verbose_name="người lập",
    )  # fmt: skip
    token = models.CharField(max_length=64, unique=True, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search_text = DerivedTextField(
        sources=("title", "lead", "leader"), derive=lambda *t: fold(" ".join(t))
    )

    objects = ExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = "điển hình, mô hình"
        verbose_name_plural = "điển hình, mô hình"
        ordering = ["-recognised_on", "-pk"]
        indexes = [models.Index(fields=["state", "decider"], name="exemplars_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["recognised", "ended"], recognised_on__isnull=False)
                | ~Q(state__in=["recognised", "ended"])
                & Q(recognised_on__isnull=True, decision_no=""),
                name="exemplars_recognised_on_a_day",
                violation_error_message="Công nhận thì phải có ngày.",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__gte=F("recognised_on"))
                | ~Q(state="ended") & Q(ended_on__isnull=True),
                name="exemplars_ended_after_recognition",
                violation_error_message="Ngày thôi nêu gương phải từ ngày công nhận trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(decider__isnull=False),
                name="exemplars_proposed_to_somebody",
                violation_error_message="Đề nghị phải có nơi công nhận.",
            ),
            models.CheckConstraint(
                condition=Q(begun_year__gte=1945, begun_year__lte=2999),
                name="exemplars_begun_in_a_year",
                violation_error_message="Năm bắt đầu phải từ 1945.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exemplars_desk:exemplar", args=[self.pk])

    @property
    def public_url(self) -> str:
        return reverse("exemplars:detail", args=[self.pk, slugify(self.title, 60) or "bai"])

    @property
    def is_writable(self) -> bool:
        """Whether the unit may still change what it proposes."""
        return self.state in WRITABLE

    @property
    def lacks_consent(self) -> bool:
        """Whether it tells of a person who has not agreed to it, or no longer does. See also
        `ExemplarQuerySet.published`."""
        if self.member_id is None:
            return False
        return not _agreements().filter(member=self.member_id).exists()

    @property
    def is_published(self) -> bool:
        """See also `ExemplarQuerySet.published`."""
        return self.state == ExemplarState.RECOGNISED and not self.lacks_consent

    @property
    def rule(self) -> DecisionRule:
        """Who recognises: what the association laid down, or our proposal (ADR 0032)."""
        return DecisionRule.objects.of(self.unit, DecisionMatter.EXEMPLAR)

    @property
    def missing(self) -> list[str]:
        """What a proposal still lacks, in words."""
        lacks = [
            (not self.story.strip(), "câu chuyện"),
            (self.kind.about == About.PERSON and self.member_id is None, "hội viên được nêu gương"),
        ]
        return [what for is_missing, what in lacks if is_missing]

    def roles_of(self, user: "AnyUser") -> set[ExemplarRole]:
        """In which roles the user stands to it."""
        roles = set()
        if Exemplar.objects.editable_by(user).filter(pk=self.pk).exists():
            roles.add(ExemplarRole.PROPOSER)
        units = units_where(user, Subject.EMULATION, Degree.WRITE)
        if self.decider_id and units.filter(pk=self.decider_id).exists():
            roles.add(ExemplarRole.DECIDER)
            if self._is_undone_by(user):
                roles.add(ExemplarRole.RECOGNISER)
        return roles

    def _is_undone_by(self, user: "AnyUser") -> bool:
        """Whether the user wrote the recognition down, and may still take it back (`undo_days`)."""
        if self.state != ExemplarState.RECOGNISED:
            return False
        reviews = self.reviews.filter(step=ExemplarStep.RECOGNISE.slug)
        last = reviews.order_by("-pk").first()
        if last is None or last.by_id != user.pk:
            return False
        return local_today() <= AdmissionRule.objects.undo_until(self.unit, last.at)

    def steps_for(self, user: "AnyUser") -> list[ExemplarStep]:
        """What the user may do with it now, in the table's order."""
        return ExemplarStep.open_to(self.roles_of(user), self.state)

    @property
    def last_return(self) -> "ExemplarReview | None":
        """Why it came back, while it is back."""
        if self.state != ExemplarState.RETURNED:
            return None
        return self.reviews.filter(step=ExemplarStep.RETURN.slug).order_by("-pk").first()


class ExemplarReview(models.Model):
    """What was done with a proposal, and in which words. Never changed."""

    keeps_rows = True
    frozen = ("exemplar_id", "step", "note", "by_id")

    exemplar = models.ForeignKey(
        Exemplar, models.CASCADE, related_name="reviews", verbose_name="điển hình, mô hình"
    )
    step = models.SlugField("việc", max_length=20)
    note = models.CharField("ý kiến", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần xét điển hình, mô hình"
        verbose_name_plural = "lần xét điển hình, mô hình"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        step = ExemplarStep.at(self.step)
        return step.label if step else self.step


class OfExemplarQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION
    unit_field = "exemplar__unit"


@tracked(about="exemplar")
class ExemplarFigure(models.Model):
    """A number that the story stands on, as of a day."""

    exemplar = models.ForeignKey(
        Exemplar, models.CASCADE, related_name="figures", verbose_name="điển hình, mô hình"
    )
    label = models.CharField("số liệu", max_length=120)
    value = models.DecimalField("bao nhiêu", max_digits=14, decimal_places=2)
    measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    as_of = models.DateField("tính đến ngày")
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = OfExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu của điển hình, mô hình"
        verbose_name_plural = "số liệu của điển hình, mô hình"
        ordering = ["label", "as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exemplar", "label", "as_of"],
                name="exemplars_figure_once_a_day",
                violation_error_message="Số liệu này của ngày này đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="exemplars_figure_not_below_zero",
                violation_error_message="Số liệu không thể âm.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("exemplars_desk:figure", args=[self.pk])


@tracked(about="exemplar")
class ExemplarLink(models.Model):
    """A post or an event that tells of it."""

    exemplar = models.ForeignKey(
        Exemplar, models.CASCADE, related_name="links", verbose_name="điển hình, mô hình"
    )
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="exemplar_links",
        verbose_name="bài viết",
    )  # fmt: skip
    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="exemplar_links",
        verbose_name="sự kiện",
    )  # fmt: skip

    objects = OfExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = "bài, sự kiện về điển hình, mô hình"
        verbose_name_plural = "bài, sự kiện về điển hình, mô hình"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, event__isnull=True)
                | Q(post__isnull=True, event__isnull=False),
                name="exemplars_link_to_one",
                violation_error_message="Dẫn tới một bài viết hoặc một sự kiện.",
            ),
            models.UniqueConstraint(
                fields=["exemplar", "post"],
                condition=Q(post__isnull=False),
                name="exemplars_link_post_once",
                violation_error_message="Bài này đã gắn.",
            ),
            models.UniqueConstraint(
                fields=["exemplar", "event"],
                condition=Q(event__isnull=False),
                name="exemplars_link_event_once",
                violation_error_message="Sự kiện này đã gắn.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post or self.event)


class ExemplarPictureFile(PictureFile):
    """A photograph whose files are handed out by the view that asks who reads: once a consent is
    withdrawn it is gone at once, for whoever kept its address too."""

    instance: "ExemplarPhoto"

    def rendition_url(self, width: int, extension: str = "webp") -> str:
        return self._address(f"{width}.{extension}")

    @property
    def fallback_url(self) -> str:
        return self._address(posixpath.basename(self.fallback_name))

    def _address(self, file_name: str) -> str:
        return reverse("exemplars:photo", args=[self.instance.pk, file_name])


class ExemplarPictureField(PictureField):
    """Photographs beside the public folder: no web server hands them out by itself."""

    attr_class = ExemplarPictureFile


@tracked(about="exemplar", ignored=("width", "height"))
class ExemplarPhoto(Photograph):
    """A photograph of it; the first stands on top of its page."""

    exemplar = models.ForeignKey(
        Exemplar, models.CASCADE, related_name="photos", verbose_name="điển hình, mô hình"
    )
    picture = ExemplarPictureField("ảnh", upload_to="dien-hinh", max_length=200)
    # Again after the picture: storing it is what tells them.
    width = models.PositiveIntegerField("rộng", editable=False, default=0)
    height = models.PositiveIntegerField("cao", editable=False, default=0)

    objects = OfExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh của điển hình, mô hình"
        verbose_name_plural = "ảnh của điển hình, mô hình"
        ordering = ["order", "pk"]


class AdoptionQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION

    def on(self, day: dt.date | None = None) -> Self:
        """Units that do likewise on that day (today unless given)."""
        day = day or local_today()
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), since__lte=day)


@tracked(about="exemplar")
class Adoption(models.Model):
    """A unit that does likewise (nhân rộng); written by that unit."""

    keeps_rows = True
    frozen = ("exemplar_id", "unit_id")

    exemplar = models.ForeignKey(
        Exemplar, models.PROTECT, related_name="adoptions", verbose_name="điển hình, mô hình"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="adoptions", verbose_name="đơn vị làm theo"
    )
    since = models.DateField("từ ngày")
    note = models.CharField("cách làm ở đơn vị", max_length=300, blank=True)
    ended_on = models.DateField("thôi làm từ ngày", null=True, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị làm theo"
        verbose_name_plural = "đơn vị làm theo"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exemplar", "unit"],
                condition=Q(ended_on__isnull=True),
                name="exemplars_adoption_once",
                violation_error_message="Đơn vị này đang làm theo rồi.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                name="exemplars_adoption_ends_after_begin",
                violation_error_message="Ngày thôi phải từ ngày bắt đầu trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)
