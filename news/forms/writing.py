"""Writing a post: its beginning, and the whole of it."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import escape

from emulation.models import Compact
from events.models import Event
from kit.text import clean_line
from members.fields import UnitChoice
from members.models import Degree, Subject, Unit, User, units_written_of_by

from ..models import Post, Section, can_edit_news
from .fields import TagsField, UnitsField

# Events offered for a report; an older event that the post already names stays.
EVENTS_BACK = dt.timedelta(days=400)
_HAS_TAG = re.compile(
    r"<(?:p|h[1-6]|ul|ol|li|blockquote|table|figure|div|br|hr|img)\b", re.IGNORECASE
)


class NewPostForm(forms.Form):
    """The form for a new draft; the rest is written on the draft's own page."""

    title = forms.CharField(
        label="Tít bài",
        max_length=200,
        help_text="Nói ngay việc chính; sửa lại sau được.",
        error_messages={"required": "Chưa nhập tít bài."},
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        label="Chuyên mục",
        empty_label="Chọn chuyên mục",
        error_messages={"required": "Chưa chọn chuyên mục."},
    )
    unit = UnitChoice(
        Unit.objects.none(),
        label="Viết cho đơn vị",
        empty_label="Chọn đơn vị",
        help_text="Cộng tác viên của đơn vị này cùng xem và sửa được bản nháp.",
        error_messages={"required": "Chưa chọn đơn vị."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units_written_of_by(user).filter(valid_to=None).in_tree_order()
        if can_edit_news(user):
            unit.required, unit.empty_label = False, "Ban biên tập"
            unit.queryset = Unit.objects.filter(valid_to=None).in_tree_order()
        else:
            # An officer of a unit writes for that unit, rarely for one below it.
            held = {office.unit_id for office in user.offices_with(Subject.NEWS, Degree.WRITE)}
            if len(held) == 1:
                self.initial.setdefault("unit", held.pop())

    def clean_title(self) -> str:
        title = clean_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("Chưa nhập tít bài.")
        return title


class WritingForm(forms.ModelForm):
    """The form of a post, in the order in which a post is written. Only the title is required.

    Who edits the newspaper also sets who reads the post, whether it is commented on, and where it
    stands; for a writer these stay as they are.
    """

    # The stored version that the page was opened with; see `actions.save_post`.
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    tags = TagsField(
        label="Nhãn",
        required=False,
        max_length=600,
        help_text="Ngăn cách bằng dấu phẩy, ví dụ: giao ước, Quận 4. Gõ không dấu cũng nhận ra nhãn đã có.",
        widget=forms.TextInput(attrs={"list": "nhan-da-co", "autocomplete": "off"}),
    )
    units = UnitsField(
        label="Đơn vị được nhắc đến",
        required=False,
        help_text="Ngăn cách bằng dấu phẩy. Gõ không dấu cũng được; hai chi hội trùng tên thì ghi "
        "thêm quận trong ngoặc.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    EDITORS_FIELDS = ("unit", "audience", "comments_mode", "slug")
    OPENING = ("section", "title", "lead", "body", "author_signature")
    FOLDED = ("video_url", "slug")
    # Photographs and papers, which are forms of their own, stand between the fields on the page;
    # what comes after them names the form it belongs to.
    HTML_ID = "bai"
    # Not columns of the post's own row.
    BESIDE = ("version", "tags", "units")

    class Meta:
        model = Post
        fields = (
            "section", "title", "lead", "body", "author_signature", "event", "compact",
            "unit", "audience", "comments_mode", "video_url", "slug",
        )  # fmt: skip
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "lead": forms.Textarea(attrs={"rows": 4}),
        }
        field_classes = {"unit": UnitChoice}
        labels = {"lead": "Sapo", "event": "Sự kiện được nhắc đến", "audience": "Dành cho"}
        error_messages = {"title": {"required": "Chưa nhập tít bài."}}

    field_order = (
        "version", "section", "title", "lead", "body", "author_signature", "tags", "event",
        "compact", "units", "unit", "audience", "comments_mode", "video_url", "slug",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, post: Post, user: User, **kwargs: Any) -> None:
        initial = {
            "version": post.version,
            "tags": list(post.tags.all()),
            "units": list(post.units.select_related("parent")),
        }
        super().__init__(data, instance=post, initial=initial, **kwargs)
        self.title_was, self.slug_was = post.title, post.slug
        for name in ("lead", "body", "author_signature"):
            self.fields[name].required = False
        if can_edit_news(user):
            units = Unit.objects.filter(Q(valid_to=None) | Q(pk=post.unit_id or 0))
            self._choices("unit", units.in_tree_order(), "Ban biên tập")
        else:
            for name in self.EDITORS_FIELDS:
                del self.fields[name]
        for name in self.fields.keys() - {*self.OPENING, "version"}:
            self.fields[name].widget.attrs["form"] = self.HTML_ID
        self._choices("section", Section.objects.all(), "Chọn chuyên mục")
        now_named = Q(pk=post.event_id or 0)
        lately = Q(starts_at__gte=timezone.now() - EVENTS_BACK)
        events = Event.objects.visible_to(user).filter(lately) | Event.objects.filter(now_named)
        self._choices("event", events.order_by("-starts_at"), "Không")
        compacts = Compact.objects.visible_to(user) | Compact.objects.filter(
            pk=post.compact_id or 0
        )
        self._choices("compact", compacts.order_by("-year", "pk"), "Không")

    def _choices(self, name: str, rows: Any, empty: str) -> None:
        field: Any = self.fields[name]
        field.queryset, field.empty_label = rows, empty

    def clean_body(self) -> str:
        """Typed without the editor, as plain text: a blank line begins a paragraph."""
        body: str = self.cleaned_data["body"]
        if not body.strip() or _HAS_TAG.search(body):
            return body
        paragraphs = re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())
        return "".join(f"<p>{escape(p.strip()).replace(chr(10), '<br>')}</p>" for p in paragraphs)

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        """Until publication the address follows the title, unless somebody has set it by hand."""
        cleaned = super().clean() or self.cleaned_data
        post = self.instance
        retitled = cleaned.get("title") and cleaned["title"] != self.title_was
        if retitled and cleaned.get("slug", self.slug_was) == self.slug_was and not post.was_out():
            post.slug = cleaned["slug"] = ""
        return cleaned

    @property
    def stored_fields(self) -> list[str]:
        """The columns that saving this form writes; `Post.clean` may have given the slug."""
        return sorted({name for name in self.fields if name not in self.BESIDE} | {"slug"})

    @property
    def opened_with(self) -> str:
        return str(self.data.get("version", ""))

    @property
    def typed(self) -> dict[str, list[str]]:
        """The sent data by field, in the form of `PostDraft.content`."""
        data: Any = self.data  # a QueryDict
        sent = (name for name in self.fields if name in data and name != "version")
        return {name: data.getlist(name) for name in sent}

    @property
    def opening_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OPENING]

    @property
    def later_fields(self) -> list[forms.BoundField]:
        shown = {*self.OPENING, *self.FOLDED, "version"}
        return [self[name] for name in self.fields if name not in shown]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in self.FOLDED]

    @property
    def has_folded_errors(self) -> bool:
        return any(name in self.errors for name in self.FOLDED) if self.is_bound else False


def typed_data(content: dict[str, list[str]], version: str) -> QueryDict:
    """Form data of text that was typed and not saved, as if it had just been sent."""
    data = QueryDict(mutable=True)
    for name, values in content.items():
        data.setlist(name, values)
    data["version"] = version
    return data
