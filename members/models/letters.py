"""Texts of letters that a unit keeps, with a few words in braces that each member fills."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.fitting import largest_size
from kit.text import fold

from .history import KEPT, tracked
from .rights import Degree, Subject
from .scope import ByDegree, units_where
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser

# What may stand in braces, and what it says. Nothing that needs consent is among them.
PLACEHOLDERS = {
    "Họ tên": "họ và tên hội viên",
    "Cấp bậc": "cấp bậc hàm",
    "Năm sinh": "năm sinh",
    "Tuổi": "tuổi trong năm ghi trên thư",
    "Số thẻ": "số thẻ hội viên",
    "Chi hội": "chi hội đang sinh hoạt",
    "Hội cấp trên": "Hội trên chi hội",
    "Ngày vào Hội": "ngày vào Hội",
    "Thâm niên": "thời gian ở trong Hội",
    "Ngày": "ngày ghi trên thư",
    "Thời gian": "thời gian điền khi in",
    "Địa điểm": "địa điểm điền khi in",
}
_BY_FOLDED = {fold(name): name for name in PLACEHOLDERS}
_BRACES = re.compile(r"\{([^{}]*)\}")
# Millimetres that head and margins leave of an A4 page; what each point of size takes of the height
# for the lines around the text; the sizes in points that a letter may be printed in.
PAGE_WIDTH, PAGE_HEIGHT, LINES_AROUND = 165, 163, 4.2
PAGE_SIZES = (21, 19, 17, 16, 15, 14, 13, 12, 11)


def known_placeholders() -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def placeholders_in(text: str) -> tuple[list[str], list[str]]:
    """Those that are known, by their own name, and those that are not, as typed."""
    known, unknown = [], []
    for typed in _BRACES.findall(text):
        name = _BY_FOLDED.get(" ".join(fold(typed).split()))
        if name:
            known.append(name)
        else:
            unknown.append(typed)
    return known, unknown


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each known placeholder said; marks and capitals in the braces don't count."""

    def say(match: re.Match[str]) -> str:
        name = _BY_FOLDED.get(" ".join(fold(match[1]).split()))
        return values[name] if name else match[0]

    return _BRACES.sub(say, text)


def check_placeholders(text: str) -> None:
    """ValidationError with the list of known ones for anything else in braces."""
    _, unknown = placeholders_in(text)
    if unknown:
        names = ", ".join(f"{{{name.strip()}}}" for name in dict.fromkeys(unknown))
        raise ValidationError(
            f"Không có mục {names}. Các mục dùng được: {known_placeholders()}.",
            code="unknown_placeholder",
        )
    if set("{}") & set(_BRACES.sub("", text)):
        raise ValidationError(
            "Có dấu ngoặc nhọn thiếu một nửa. Mỗi mục viết trọn trong hai dấu, ví dụ {Họ tên}.",
            code="unpaired_brace",
        )


class LetterTextQuerySet(ByDegree, models.QuerySet["LetterText"]):
    subject = Subject.MEMBERS

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Texts of the units where the user may do so."""
        return self.filter(unit__in=units_where(user, self.subject, degree))

    def usable_by(self, user: "AnyUser") -> Self:
        """Those one may change, and those of the units above one's own: a text is handed down."""
        if not user.is_authenticated or not user.may(self.subject):
            return self.none()
        units = [office.unit for office in user.offices_with(self.subject)]
        above = {pk for unit in units for pk in unit.line_pks}
        return self.filter(Q(unit__in=units_where(user, self.subject)) | Q(unit__in=above))


@tracked(readers="visible_to", ignored=("form_token",))
class LetterText(models.Model):
    """A letter without its addressee. Whoever keeps the unit's books may change it."""

    passes_on = True  # see `actions.units`

    class Kind(models.TextChoices):
        INVITATION = "invitation", "giấy mời"
        GREETING = "greeting", "thư chúc mừng"
        NOTICE = "notice", "thông báo"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="letter_texts", verbose_name="đơn vị"
    )
    kind = models.CharField("loại thư", max_length=10, choices=Kind, default=Kind.INVITATION)
    name = models.CharField(
        "tên để nhớ", max_length=80, help_text="Ví dụ: Mời họp chi hội, Mừng thọ."
    )
    subject = models.CharField(
        "dòng dưới tiêu đề", max_length=160, blank=True, help_text="Ví dụ: Dự họp chi hội quý IV."
    )
    body = models.TextField("nội dung", max_length=KEPT)
    form_token = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where it is
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu thư"
        verbose_name_plural = "mẫu thư"
        ordering = ["unit__level", "unit__sort_order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="members_lettertext_name_once",
                violation_error_message="Đơn vị đã có mẫu thư cùng tên.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("book:letter_text", args=[self.pk])

    def clean(self) -> None:
        errors = {}
        for name in ("subject", "body"):
            try:
                check_placeholders(getattr(self, name))
            except ValidationError as error:
                errors[name] = error
        if not errors and not self.size_on_page(PAGE_SIZES[-1]):
            errors["body"] = ValidationError(
                "Thư dài quá một trang giấy, kể cả khi in chữ nhỏ. Hãy viết gọn lại."
            )
        if errors:
            raise ValidationError(errors)

    def size_on_page(self, wanted: int) -> int:
        """The largest letters up to `wanted` points with which it stays on one page; 0 for none."""
        # What a placeholder stands for may be longer than its own name.
        paragraphs = [
            line for line in _BRACES.sub("x" * 30, self.body).splitlines() if line.strip()
        ]
        for size in PAGE_SIZES:
            # Heading, addressee and signature grow with the letters.
            height = PAGE_HEIGHT - LINES_AROUND * size
            if size <= wanted and largest_size(
                paragraphs, [size], width=PAGE_WIDTH, height=height, leading=1.45, gap=2.2
            ):
                return size
        return 0

    @property
    def placeholders(self) -> set[str]:
        """Those that it holds, each by its own name."""
        return set(placeholders_in(f"{self.subject} {self.body}")[0])

    def paragraphs_for(self, values: Mapping[str, str]) -> list[str]:
        return [line.strip() for line in filled(self.body, values).splitlines() if line.strip()]

    def subject_for(self, values: Mapping[str, str]) -> str:
        return filled(self.subject, values)

    @property
    def heading(self) -> str:
        """ "Giấy mời", "Thư chúc mừng", "Thông báo"."""
        label: Any = self.get_kind_display()
        return str(label).capitalize()
