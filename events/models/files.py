"""Photographs and papers of an event: for everybody, or for the units that hold it alone."""

import posixpath
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.files import CONTENT_TYPES, human_size
from members.models import Photograph, PictureField, tracked
from members.models.attached import DocumentField
from members.models.pictures import FULL_NAME, PictureFile

from .events import Event

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# How many of each one event keeps.
MOST_PHOTOS = 200
MOST_DOCUMENTS = 50


class EventFileQuerySet(models.QuerySet[Any]):
    """Files of events that the reader may open; internal ones only of the reader's own units."""

    def visible_to(self, user: "AnyUser") -> Self:
        """The page of one event sorts its own: `events.views.files.shown_files`."""
        events = Event.objects.visible_to(user).order_by().values("pk")
        own = Event.objects.inside_for(user).order_by().values("pk")
        return self.filter(Q(is_internal=False) | Q(event__in=own), event__in=events)


class EventFile(models.Model):
    """Who may open a file of an event, and the digest by which it is known when sent again."""

    is_internal = models.BooleanField(
        "chỉ xem trong đơn vị",
        default=True,
        help_text="Bỏ chọn thì ai xem được sự kiện cũng xem được.",
    )
    digest = models.CharField("dấu của tệp", max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True


def sent_once(name: str, message: str) -> models.UniqueConstraint:
    """The same file is in an event once; rows from before digests were kept have none."""
    return models.UniqueConstraint(
        fields=["event", "digest"],
        condition=~Q(digest=""),
        name=name,
        violation_error_message=message,
    )


class EventPictureFile(PictureFile):
    """A photograph whose files are handed out by the view that asks who reads."""

    instance: "EventPhoto"

    def rendition_url(self, width: int, extension: str = "webp") -> str:
        return self._address(f"{width}.{extension}")

    @property
    def fallback_url(self) -> str:
        return self._address(posixpath.basename(self.fallback_name))

    @property
    def full_url(self) -> str:
        return self._address(FULL_NAME)

    def _address(self, file_name: str) -> str:
        return reverse("events:photo", args=[self.instance.pk, file_name])


class EventPictureField(PictureField):
    """Photographs beside the public folder: no web server hands them out by itself."""

    attr_class = EventPictureFile


@tracked(about="event", ignored=("width", "height", "digest"))
class EventPhoto(EventFile, Photograph):  # noqa: DJ008 - a photograph names itself
    """A photograph taken at the event. A public one has the consent of the people in it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="photos", verbose_name="sự kiện")
    picture = EventPictureField("ảnh", upload_to="su-kien", max_length=200)
    # Again after the picture: storing it is what tells them.
    width = models.PositiveIntegerField("rộng", editable=False, default=0)
    height = models.PositiveIntegerField("cao", editable=False, default=0)

    objects = EventFileQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh sự kiện"
        verbose_name_plural = "ảnh sự kiện"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_internal=True) | Q(people_agreed=True),
                name="events_photo_public_agreed",
                violation_error_message="Ảnh cho mọi người xem cần những người trong ảnh đồng ý: chọn "
                "“đồng ý cho đăng”, hoặc để ảnh chỉ xem trong đơn vị.",
            ),
            sent_once("events_photo_once_in_event", "Sự kiện đã có ảnh này."),
        ]


@tracked(about="event", ignored=("size", "digest"))
class EventDocument(EventFile):
    """A paper of the event: plan, speech, report. Served by a view that asks who reads."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="documents", verbose_name="sự kiện"
    )
    file = DocumentField("tệp", upload_to="tep-su-kien/%Y/%m", max_length=200)
    title = models.CharField(
        "tên tệp hiện ra",
        max_length=160,
        blank=True,
        help_text="Ví dụ: Kế hoạch hội thao. Để trống: hiện tên tệp.",
    )
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False, default=0)

    objects = EventFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu sự kiện"
        verbose_name_plural = "tài liệu sự kiện"
        ordering = ["pk"]
        constraints = [sent_once("events_document_once_in_event", "Sự kiện đã có tệp này.")]

    def __str__(self) -> str:
        return self.title or self.file_name

    def get_absolute_url(self) -> str:
        return reverse("events:document", args=[self.pk, self.file_name])

    @property
    def file_name(self) -> str:
        return (self.file.name or "").rsplit("/", 1)[-1]

    @property
    def content_type(self) -> str:
        """The content type to serve it with; an unknown type as a download."""
        extension = self.file_name.rpartition(".")[2].lower()
        return CONTENT_TYPES.get(extension, "application/octet-stream")

    @property
    def label(self) -> str:
        """PDF, 1,2 MB."""
        return f"{self.file_name.rpartition('.')[2].upper()}, {human_size(self.size)}"
