"""What the poison of the great walk (tests/test_permissions.py) finds, and forms by themselves."""

import pytest
from django import forms
from django.urls import reverse
from django.utils.html import format_html

from members.models import Member

from .conftest import Cast
from .poison import poison, unescaped


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>\"'><i p7></p>", {"7"}),
        ("<p>&quot;&#x27;&gt;&lt;i p7&gt;</p>", set()),
        ('<input value="x"\'&gt;&lt;i p7&gt;">', {"7"}),  # only the angle brackets escaped
        ('<input value="x"\' p7=">', {"7"}),
        ('<input value="x&quot;&#x27; p7=">', set()),
        ('<script type="application/ld+json">{"name": "x\\"\'\\u003E\\u003Ci p7\\u003E"}', set()),
    ],
)
def test_unescaped_markup_is_found(page: str, found: set[str]) -> None:
    assert unescaped("/", page) == found


def test_description_in_a_feed_is_html_and_its_title_is_not() -> None:
    feed = "<item><title>&lt;i p1&gt;</title><description>{}</description></item>"

    assert unescaped("/rss.xml", feed.format("&lt;i p2&gt;")) == {"2"}
    assert unescaped("/rss.xml", feed.format("&amp;lt;i p2&amp;gt;")) == set()


MARKUP = "<button formaction=/x/>"


class _Form(forms.Form):
    line = forms.CharField(label=f"Nhãn {MARKUP}", help_text=f"Giúp {MARKUP}", initial=MARKUP)
    tick = forms.BooleanField(label=f"Nhãn {MARKUP}", help_text=f"Giúp {MARKUP}")
    one = forms.ChoiceField(label=MARKUP, help_text=MARKUP, choices=[(MARKUP, MARKUP)])
    radio = forms.ChoiceField(
        label=MARKUP, help_text=MARKUP, choices=[(MARKUP, MARKUP)], widget=forms.RadioSelect
    )

    def clean(self) -> None:
        for name in (None, *self.fields):
            self.add_error(name, f"Lỗi {MARKUP}")


def test_no_part_of_a_form_prints_markup() -> None:
    for form in (_Form(), _Form({"line": MARKUP, "one": MARKUP, "radio": MARKUP})):
        parts = [str(form.non_field_errors()), *(field.as_field_group() for field in form)]
        assert [part for part in parts if "<button" in part] == []
        assert sum(part.count("&lt;button") for part in parts) >= len(form.fields)


def test_help_that_code_made_keeps_its_markup() -> None:
    class Linked(forms.Form):
        line = forms.CharField(help_text=format_html("Xem <a>{}</a>", "x"))

    assert "Xem <a>x</a>" in Linked()["line"].as_field_group()


def test_who_holds_a_post_is_told_without_markup(cast: Cast) -> None:
    """The officer above fills the posts of a branch whose secretary wrote a button into a name."""
    url = reverse("book:office_fill", args=[cast.here.slug])
    columns, _ = poison()
    page = cast.client("officer_above").get(url).content.decode()

    assert unescaped(url, page) == set()
    names = {number for number, column in columns.items() if column == "members.Member.full_name"}
    assert any(f"p{number}" in page for number in names)
    assert Member.objects.filter(full_name__contains="\"'").exists()
