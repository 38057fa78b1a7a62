"""What an officer left open on handing over the office."""

import datetime as dt

from django.db import models
from django.urls import reverse

from .history import tracked
from .offices import Appointment
from .people import Member
from .rights import Subject
from .rules import AdmissionRule
from .scope import UnitScopedQuerySet
from .users import User


class HandoverQuerySet(UnitScopedQuerySet):
    subject = Subject.OFFICES
    unit_field = "appointment__unit"


@tracked(readers="visible_to", ignored=("before",))
class Handover(models.Model):
    """The end of an office as it was written down, with the list handed to the successor."""

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="handover", verbose_name="chức vụ bàn giao"
    )
    successor = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhận"
    )
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    # [{"words", "detail"}]: facts of that day, which later work must not change.
    lines = models.JSONField("danh mục bàn giao", default=list)
    # The end that the office had before: {"valid_to": a day or null}; {} of one written long ago.
    before = models.JSONField("trước đó", default=dict, blank=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    made_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "bàn giao chức vụ"
        verbose_name_plural = "bàn giao chức vụ"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Bàn giao: {self.appointment}"

    def get_absolute_url(self) -> str:
        return reverse("book:handover", args=[self.pk])

    @property
    def undo_until(self) -> dt.date:
        """The last day on which it can be taken back."""
        return AdmissionRule.objects.undo_until(self.appointment.unit, self.made_at)
