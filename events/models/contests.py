"""Culture, arts, sport: who took part in which contest of an event, and how it ended."""

from django.db import models
from django.db.models import Q

from members.models import Member, Unit, tracked

from .events import Event

MOST_PLACES = 999


@tracked(about="event")
class ContestResult(models.Model):
    """One team's result in one discipline; the team is of a unit, or from outside by its name."""

    class Prize(models.TextChoices):
        SPECIAL = "special", "đặc biệt"
        FIRST = "first", "nhất"
        SECOND = "second", "nhì"
        THIRD = "third", "ba"
        CONSOLATION = "consolation", "khuyến khích"

    event = models.ForeignKey(Event, models.CASCADE, related_name="results", verbose_name="sự kiện")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    discipline = models.CharField("nội dung thi", max_length=120)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    team = models.CharField("đội ngoài Hội", max_length=120, blank=True)
    place = models.PositiveSmallIntegerField("hạng", null=True, blank=True)
    score = models.CharField("thành tích", max_length=80, blank=True)
    prize = models.CharField("giải", max_length=12, choices=Prize, blank=True)

    class Meta:
        verbose_name = "kết quả thi"
        verbose_name_plural = "kết quả thi"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, team="") | (Q(unit__isnull=True) & ~Q(team="")),
                name="events_result_of_one_team",
                violation_error_message="Mỗi kết quả là của một đơn vị, hoặc của một đội ngoài Hội.",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gte=1, place__lte=MOST_PLACES),
                name="events_result_place_from_one",
                violation_error_message=f"Hạng từ 1 đến {MOST_PLACES}.",
            ),
            models.CheckConstraint(
                condition=Q(prize__in=("", "special", "first", "second", "third", "consolation")),
                name="events_result_prize_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discipline}: {self.team_name}"

    @property
    def team_name(self) -> str:
        return self.unit.distinct_label if self.unit else self.team

    @property
    def outcome(self) -> str:
        """ "giải nhất", "hạng 5"; empty where neither is known."""
        if self.prize:
            return f"giải {self.get_prize_display()}"
        return f"hạng {self.place}" if self.place else ""


@tracked(about="result.event")
class Contestant(models.Model):
    """One person of a team: a member of the unit, or somebody by name. Not told to the public."""

    result = models.ForeignKey(
        ContestResult, models.CASCADE, related_name="people", verbose_name="kết quả thi"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = models.CharField("họ và tên", max_length=100)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="contests",
        verbose_name="hội viên",
    )  # fmt: skip

    class Meta:
        verbose_name = "người thi"
        verbose_name_plural = "người thi"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
