"""Sections and tags of posts."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.urls import reverse

from kit.text import clean_line, fold, slugify, spelling
from members.models import tracked


def take_slug(row: "Section | Tag") -> None:
    """An address from the name; "to-tu-quan-2" where names differ by their marks alone."""
    row.name = clean_line(row.name)
    if row.slug:
        return
    base = slugify(row.name, 76)
    row.slug, number = base, 1
    while type(row).objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
        number += 1
        row.slug = f"{base}-{number}"


@tracked()
class Section(models.Model):
    """A column of the newspaper (chuyên mục)."""

    name = models.CharField("tên chuyên mục", max_length=80, unique=True)
    slug = models.SlugField("đường dẫn", max_length=80, unique=True, blank=True)
    description = models.CharField("giới thiệu", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the old address, so that it redirects to the new one."""
        old = Section.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        for taken in OldSection.objects.filter(slug=self.slug):
            taken.delete()
        if old and old != self.slug:
            OldSection(slug=old, section=self).save()

    def get_absolute_url(self) -> str:
        return reverse("news:section", args=[self.slug])

    def clean(self) -> None:
        take_slug(self)


@tracked()
class OldSection(models.Model):
    """A former address of a section, or of a section merged into it."""

    slug = models.SlugField("đường dẫn cũ", max_length=80, unique=True)
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="old_slugs", verbose_name="nay là chuyên mục"
    )

    class Meta:
        verbose_name = "đường dẫn cũ của chuyên mục"
        verbose_name_plural = "đường dẫn cũ của chuyên mục"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


@tracked()
class Tag(models.Model):
    """A tag that groups posts."""

    name = models.CharField("nhãn", max_length=60, unique=True)
    slug = models.SlugField("đường dẫn", max_length=80, unique=True, blank=True)

    class Meta:
        verbose_name = "nhãn"
        verbose_name_plural = "nhãn"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('news:list')}?nhan={self.slug}"

    def clean(self) -> None:
        take_slug(self)


Named = TypeVar("Named", Section, Tag)


class ByName(Generic[Named]):
    """Looks rows up by name, ignoring case; see `kit.text.spelling`."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self._rows: dict[str, Named] = {spelling(row.name): row for row in rows}

    def add(self, row: Named) -> None:
        self._rows[spelling(row.name)] = row

    def get(self, name: str) -> Named | None:
        return self._rows.get(spelling(name))

    def meant_by(self, typed: str) -> Named | None:
        """The row with that name; a name typed without marks matches if exactly one row fits."""
        if match := self.get(typed):
            return match
        if spelling(typed) != fold(typed):
            return None
        alike = [row for row in self._rows.values() if fold(row.name) == fold(typed)]
        return alike[0] if len(alike) == 1 else None

    def values(self) -> Iterable[Named]:
        return self._rows.values()
