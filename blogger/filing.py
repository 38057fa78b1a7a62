"""Section and tags of old posts, from their labels."""

from collections.abc import Iterable
from typing import TypeVar

from kit.text import clean_line, fold, spelling
from news.models import OldAddress, Section, Tag
from news.models.sections import ByName, take_slug

from .articles import Article
from .report import ImportReport

DEFAULT_SECTION = "Tin cũ"
Row = TypeVar("Row", Section, Tag)


class Filing:
    """Sections and tags by their name; makes those that are missing, but not in a trial."""

    def __init__(self, default: str, report: ImportReport, *, is_trial: bool) -> None:
        self._default = clean_line(default) or DEFAULT_SECTION
        self._report = report
        self._is_trial = is_trial
        self._sections = ByName(Section.objects.all())
        self._tags = ByName(Tag.objects.all())
        self._labels: dict[str, Section | Tag] = {}
        self._reported: set[str] = set()

    def file(self, article: Article) -> None:
        """The first label that is a section's name is the section, the others are tags."""
        tags: dict[str, Tag] = {}
        for label in article.labels:
            section = self._sections.get(label)
            if section is not None and article.section is None:
                article.section = section
                self._labels.setdefault(label, section)
            elif fold(label):
                tag = self.tag(label)
                tags[spelling(label)] = tag
                self._labels.setdefault(label, section or tag)
        article.tags = list(tags.values())
        if article.section is None:
            article.section = self.section(self._default)

    def section(self, name: str, slug: str = "", **values: object) -> Section:
        return self._take(self._sections, Section(name=name[:80], slug=slug, **values), "section")

    def tag(self, name: str, slug: str = "") -> Tag:
        return self._take(self._tags, Tag(name=name[:60].strip(), slug=slug), "tag")

    def by_slug(self, model: type[Section] | type[Tag], slug: str) -> Section | Tag | None:
        rows: Iterable[Section | Tag] = (
            self._sections.values() if model is Section else self._tags.values()
        )
        return next((row for row in rows if row.slug == slug), None)

    def _take(self, rows: ByName[Row], row: Row, kind: str) -> Row:
        existing = rows.get(row.name)
        if existing is not None:
            return existing
        if type(row).objects.filter(slug=row.slug).exists():
            row.slug = ""
        take_slug(row)
        if not self._is_trial:
            row.save()
        rows.add(row)
        self._report.count(kind, "new")
        return row

    def addresses(self) -> list[OldAddress]:
        """Redirects of `/search/label/…` for the labels met since the last call."""
        rows = [
            OldAddress(
                path=f"/search/label/{label}"[:400],
                section=place if isinstance(place, Section) else None,
                tag=place if isinstance(place, Tag) else None,
            )
            for label, place in self._labels.items()
            if label not in self._reported
        ]
        self._reported.update(self._labels)
        self._labels.clear()
        return rows
