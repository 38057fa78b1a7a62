"""Houses built or repaired for a comrade (nhà tình nghĩa, mái ấm): projects with several givers."""

from enum import Enum
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from kit.workflow import Steps, Transition
from members.models import (
    DecisionMatter,
    DecisionRule,
    Degree,
    Member,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)
from members.models.pictures import PictureField

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class HouseState(models.TextChoices):
    DRAFT = "draft", "đang khảo sát"
    PROPOSED = "proposed", "chờ duyệt"
    APPROVED = "approved", "đã duyệt"
    BUILDING = "building", "đang làm"
    ACCEPTED = "accepted", "đã nghiệm thu"
    HANDED = "handed", "đã bàn giao"
    REFUSED = "refused", "không duyệt"
    CANCELLED = "cancelled", "đã hủy"


class HouseRole(Enum):
    WRITER = "writer"  # writes welfare of the unit whose project it is
    DECIDER = "decider"  # writes welfare of the unit that decides


_S, _W, _D = HouseState, HouseRole.WRITER, HouseRole.DECIDER


class HouseStep(Steps):
    """From the survey to the keys (docs/domain.md); one that ends it wants a reason."""

    PROPOSE = Transition(
        "de-nghi", "Đề nghị duyệt", (_S.DRAFT,), _S.PROPOSED, _W, "Đã gửi đề nghị duyệt.",
        question="Nơi duyệt sẽ thấy kết quả khảo sát và dự toán.", is_main=True,
    )  # fmt: skip
    WITHDRAW = Transition(
        "rut-lai", "Rút về để sửa", (_S.PROPOSED,), _S.DRAFT, _W,
        "Đã rút về để sửa; nhớ đề nghị lại.", question="Sửa xong thì đề nghị lại.",
    )  # fmt: skip
    APPROVE = Transition(
        "duyet", "Duyệt", (_S.PROPOSED,), _S.APPROVED, _D, "Đã duyệt.", is_main=True,
    )  # fmt: skip
    REFUSE = Transition(
        "khong-duyet", "Không duyệt", (_S.PROPOSED,), _S.REFUSED, _D,
        "Đã trả lời là không duyệt; đơn vị lập sẽ thấy lý do.", is_danger=True,
    )  # fmt: skip
    START = Transition(
        "khoi-cong", "Khởi công", (_S.APPROVED,), _S.BUILDING, _W, "Đã ghi ngày khởi công.",
        is_main=True,
    )  # fmt: skip
    ACCEPT = Transition(
        "nghiem-thu", "Nghiệm thu", (_S.BUILDING,), _S.ACCEPTED, _W,
        "Đã ghi nghiệm thu. In biên bản nghiệm thu để ký.", is_main=True,
    )  # fmt: skip
    HAND_OVER = Transition(
        "ban-giao", "Bàn giao", (_S.ACCEPTED,), _S.HANDED, _W,
        "Đã ghi bàn giao. In biên bản bàn giao để ký.", is_main=True,
    )  # fmt: skip
    CANCEL = Transition(
        "huy", "Hủy", (_S.DRAFT, _S.PROPOSED, _S.APPROVED, _S.BUILDING), _S.CANCELLED, _W,
        "Đã hủy; lý do được giữ lại.", is_danger=True,
    )  # fmt: skip


# Nothing more is written down of these.
CLOSED = (_S.HANDED, _S.REFUSED, _S.CANCELLED)


class HouseQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE

    def waiting_for(self, user: "AnyUser") -> Self:
        """Proposals that the user may decide."""
        units = units_where(user, Subject.WELFARE, Degree.WRITE).order_by().values("pk")
        return self.filter(state=HouseState.PROPOSED, decider__in=units)

    def with_sums(self) -> Self:
        """Adds `pledged` and `received` of all givers (đồng). See also `House.received_sum`."""
        gifts = HouseGift.objects.filter(house=models.OuterRef("pk")).order_by().values("house")
        return self.annotate(
            **{
                name: Coalesce(models.Subquery(gifts.annotate(sum=Sum(name)).values("sum")), 0)
                for name in ("pledged", "received")
            }
        )


@known_choices("state", "kind")
@tracked(readers="visible_to", ignored=("token",))
class House(models.Model):
    """One house for one comrade or family: surveyed, decided above, built, accepted, handed over."""

    State = HouseState

    class Kind(models.TextChoices):
        BUILD = "build", "xây mới"
        REPAIR = "repair", "sửa chữa"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="houses", verbose_name="đơn vị thực hiện"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="houses",
        verbose_name="hội viên",
    )  # fmt: skip
    family = models.CharField("gia đình", max_length=160, blank=True)
    kind = models.CharField("hình thức", max_length=6, choices=Kind, default=Kind.BUILD)
    place = models.CharField("nơi có nhà", max_length=200, blank=True)
    surveyed_on = models.DateField("ngày khảo sát", null=True, blank=True)
    survey = models.TextField("kết quả khảo sát", blank=True, max_length=4_000)
    estimate = models.PositiveBigIntegerField("dự toán (đồng)", default=0)
    state = models.CharField(
        "tình trạng", max_length=9, choices=HouseState, default=HouseState.DRAFT
    )
    decider = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, editable=False,
        related_name="houses_to_decide", verbose_name="nơi duyệt",
    )  # fmt: skip
    decision_no = models.CharField("số văn bản duyệt", max_length=60, blank=True)
    answer = models.CharField("lý do không duyệt, hủy", max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name="người duyệt hoặc hủy",
    )  # fmt: skip
    started_on = models.DateField("ngày khởi công", null=True, blank=True)
    accepted_on = models.DateField("ngày nghiệm thu", null=True, blank=True)
    acceptance = models.TextField("kết quả nghiệm thu", blank=True, max_length=4_000)
    cost = models.PositiveBigIntegerField("quyết toán (đồng)", default=0)
    handed_on = models.DateField("ngày bàn giao", null=True, blank=True)
    receiver = models.CharField("người nhận bàn giao", max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+",
        verbose_name="người lập",
    )  # fmt: skip
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = "nhà tình nghĩa"
        verbose_name_plural = "nhà tình nghĩa"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(family=""),
                name="welfare_house_for_somebody",
                violation_error_message="Cần ghi nhà của hội viên hoặc gia đình nào.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "cancelled"]) | ~Q(answer=""),
                name="welfare_house_turned_down_has_reason",
                violation_error_message="Không duyệt hoặc hủy thì phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("started_on")),
                name="welfare_house_accepted_after_start",
                violation_error_message="Nghiệm thu không thể trước ngày khởi công.",
            ),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | Q(handed_on__gte=F("accepted_on")),
                name="welfare_house_handed_after_acceptance",
                violation_error_message="Bàn giao không thể trước ngày nghiệm thu.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(decider__isnull=False),
                name="welfare_house_proposed_to_somebody",
                violation_error_message="Đề nghị phải có nơi duyệt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} nhà cho {self.whom}"

    def get_absolute_url(self) -> str:
        return reverse("welfare_desk:house", args=[self.pk])

    @property
    def whom(self) -> str:
        return self.family or str(self.member or "")

    @property
    def is_open(self) -> bool:
        """Whether givers and stages are still written down."""
        return self.state not in CLOSED

    @property
    def rule(self) -> DecisionRule:
        """Who decides: what the association laid down, or our proposal (ADR 0032)."""
        return DecisionRule.objects.of(self.unit, DecisionMatter.WELFARE)

    @property
    def received_sum(self) -> int:
        """What all givers gave so far (đồng). See also `HouseQuerySet.with_sums`."""
        return self.gifts.aggregate(sum=Sum("received"))["sum"] or 0

    def roles_of(self, user: "AnyUser") -> set[HouseRole]:
        """In which roles the user stands to it."""
        roles = set()
        if House.objects.editable_by(user).filter(pk=self.pk).exists():
            roles.add(HouseRole.WRITER)
        units = units_where(user, Subject.WELFARE, Degree.WRITE)
        if self.decider_id and units.filter(pk=self.decider_id).exists():
            roles.add(HouseRole.DECIDER)
        return roles

    def steps_for(self, user: "AnyUser") -> list[HouseStep]:
        """What the user may do with it now, in the table's order."""
        return HouseStep.open_to(self.roles_of(user), self.state)


class OfHouseQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE
    unit_field = "house__unit"


@tracked(about="house", ignored=("token",))
class HouseGift(models.Model):
    """What one giver promised and gave.

    Money goes through the fund (`HousePosting`), or straight from hand to hand (`is_direct`); of a
    voucher that was written elsewhere, the number.
    """

    house = models.ForeignKey(
        House, models.PROTECT, related_name="gifts", verbose_name="nhà tình nghĩa"
    )
    giver = models.CharField("người, đơn vị ủng hộ", max_length=160)
    pledged = models.PositiveBigIntegerField("hứa ủng hộ (đồng)", default=0)
    received = models.PositiveBigIntegerField("đã nhận (đồng)", default=0)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    is_direct = models.BooleanField("trao thẳng", default=False)
    voucher_no = models.CharField("số phiếu thu", max_length=40, blank=True)
    in_kind = models.CharField("vật tư, ngày công", max_length=200, blank=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = OfHouseQuerySet.as_manager()

    class Meta:
        verbose_name = "người ủng hộ nhà tình nghĩa"
        verbose_name_plural = "người ủng hộ nhà tình nghĩa"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received=0) | Q(received_on__isnull=False),
                name="welfare_house_gift_received_on_a_day",
                violation_error_message="Đã nhận tiền thì phải ghi ngày nhận.",
            ),
            models.CheckConstraint(
                condition=Q(is_direct=False) | Q(voucher_no=""),
                name="welfare_house_gift_direct_has_no_voucher",
                violation_error_message="Trao thẳng thì không có phiếu thu.",
            ),
            models.CheckConstraint(
                condition=Q(pledged__gt=0) | Q(received__gt=0) | ~Q(in_kind=""),
                name="welfare_house_gift_of_something",
                violation_error_message="Chưa ghi ủng hộ gì: số tiền hứa, đã nhận, hoặc vật tư, ngày công.",
            ),
        ]

    def __str__(self) -> str:
        return self.giver

    def get_absolute_url(self) -> str:
        return reverse("welfare_desk:house_gift", args=[self.pk])


@tracked(about="house", ignored=("token", "width", "height"))
class HouseStage(models.Model):
    """What was done on a day, with a photograph: for the books, never among the public pictures."""

    house = models.ForeignKey(
        House, models.PROTECT, related_name="stages", verbose_name="nhà tình nghĩa"
    )
    on = models.DateField("ngày")
    what = models.CharField("làm được gì", max_length=300)
    picture = PictureField("ảnh", upload_to="nghia-tinh", max_length=200, blank=True)
    width = models.PositiveIntegerField("rộng", editable=False, default=0)
    height = models.PositiveIntegerField("cao", editable=False, default=0)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    objects = OfHouseQuerySet.as_manager()

    class Meta:
        verbose_name = "giai đoạn làm nhà"
        verbose_name_plural = "giai đoạn làm nhà"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.what}"

    def get_absolute_url(self) -> str:
        return self.house.get_absolute_url()

    def clean(self) -> None:
        start = self.house.surveyed_on
        if self.on and start and self.on < start:
            raise ValidationError({"on": f"Ngày này trước ngày khảo sát {start:%d/%m/%Y}."})
