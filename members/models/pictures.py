"""Photographs: a file field that keeps only clean, re-encoded pictures in several widths."""

import posixpath
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.fields.files import FieldFile

from kit.pictures import (
    ACCEPT,
    Picture,
    PictureError,
    fallback_width,
    open_picture,
    rendition_widths,
    renditions,
)

# Stored as the picture's own name; the other files lie beside it.
FULL_NAME = "full.jpg"
FULL_WIDTH = 2400


def encoded(picture: Picture) -> dict[str, bytes]:
    """Every file that is stored of a picture, by name."""
    return renditions(picture) | {FULL_NAME: picture.encode(FULL_WIDTH, "jpg")}


class PictureFile(FieldFile):
    """The stored picture with its narrower copies."""

    instance: "Photograph"

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Re-encodes the upload (which drops GPS and all other metadata) and writes every width."""
        picture = open_picture(content)
        self.keep(encoded(picture), picture.width, picture.height)
        if save:
            self.instance.save()

    def keep(self, files: dict[str, bytes], width: int, height: int) -> None:
        """Writes what `encoded` made of a picture into a folder of its own; the row is not saved."""
        folder = posixpath.join(str(self.field.upload_to), uuid.uuid4().hex)
        names = {
            file_name: self.storage.save(posixpath.join(folder, file_name), ContentFile(data))
            for file_name, data in files.items()
        }
        self.name = names[FULL_NAME]
        setattr(self.instance, self.field.attname, self.name)
        self.instance.width, self.instance.height = width, height
        self._committed = True

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.name or "")

    @property
    def widths(self) -> tuple[int, ...]:
        return rendition_widths(self.instance.width)

    def rendition_url(self, width: int, extension: str = "webp") -> str:
        return self.storage.url(posixpath.join(self.folder, f"{width}.{extension}"))

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.rendition_url(width)} {width}w" for width in self.widths)

    @property
    def fallback_name(self) -> str:
        """A JPEG of middling width, for old browsers, feeds and other sites' previews."""
        return posixpath.join(self.folder, f"{fallback_width(self.instance.width)}.jpg")

    @property
    def fallback_url(self) -> str:
        return self.storage.url(self.fallback_name)

    @property
    def file_names(self) -> list[str]:
        """Every file in storage that belongs to the picture; none before it is stored."""
        if not self.name:
            return []
        names = [f"{width}.webp" for width in self.widths]
        names += [f"{fallback_width(self.instance.width)}.jpg", FULL_NAME]
        return [posixpath.join(self.folder, name) for name in names]

    def delete_files(self) -> None:
        """Removes the picture and its copies from storage; the row is the caller's business."""
        for name in self.file_names:
            self.storage.delete(name)


class PictureFormField(forms.FileField):
    """Refuses what is no picture, or too large a one, with a sentence that says what to do."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            open_picture(file)
        except PictureError as error:
            raise ValidationError(str(error), code="invalid_picture") from error
        file.seek(0)
        return file


class PictureField(models.FileField):
    """A `FileField` of photographs. The model also has integer columns `width` and `height`."""

    attr_class = PictureFile

    if TYPE_CHECKING:  # the stubs know of plain files only

        def __get__(self, instance: Any, owner: Any) -> Any: ...

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PictureFormField, **kwargs})


class Photograph(models.Model):
    """What every photograph of the portal carries: the picture, its words, its place in the row."""

    picture = PictureField("ảnh", upload_to="anh", max_length=200)
    width = models.PositiveIntegerField("rộng", editable=False, default=0)
    height = models.PositiveIntegerField("cao", editable=False, default=0)
    alt = models.CharField(
        "mô tả ảnh",
        max_length=200,
        blank=True,
        help_text="Đọc cho người không nhìn thấy ảnh: trong ảnh có ai, đang làm gì.",
    )
    caption = models.CharField("chú thích", max_length=300, blank=True)
    credit = models.CharField("người chụp", max_length=60, blank=True, help_text="Ví dụ: MD.")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    focus_x = models.PositiveSmallIntegerField(
        "tâm ảnh: từ trái sang (%)",
        default=50,
        validators=[MaxValueValidator(100, "Từ 0 đến 100.")],
        help_text="Nơi phải còn thấy khi ảnh bị cắt cho vừa khung.",
    )
    focus_y = models.PositiveSmallIntegerField(
        "tâm ảnh: từ trên xuống (%)",
        default=50,
        validators=[MaxValueValidator(100, "Từ 0 đến 100.")],
    )
    people_agreed = models.BooleanField(
        "những người trong ảnh đồng ý cho đăng",
        default=False,
        help_text="Luật 91/2025/QH15: đăng ảnh nhận ra người cần người đó đồng ý.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.caption or self.alt or f"Ảnh {self.pk}"

    @property
    def alt_text(self) -> str:
        return self.alt or self.caption
