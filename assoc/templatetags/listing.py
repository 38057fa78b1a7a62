"""Tags that draw a list of the desk: see `kit.lists` and templates/components/listing.html."""

import re
from urllib.parse import urlencode

from django import template
from django.template.loader import get_template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from kit.lists import Column, Table

register = template.Library()

PHONE_LINES = {0: "is-off-phone", 1: "", 2: "is-second"}


def column_classes(column: Column) -> str:
    """The classes of a column's cells: its own, and on which line of a phone they stand."""
    return " ".join(filter(None, (column.css, PHONE_LINES[column.line])))


@register.simple_block_tag(takes_context=True)
def listing(context: template.Context, content: str, label: str, anchor: str = "") -> SafeString:
    """The table in the context's `table`, with its headings and pages. `label`: what it lists.

    Its content: `<tbody>` with a `row` for each row, and `<tfoot>` where there are sums.
    """
    table: Table = context["table"]
    headings = [(heading, column_classes(heading.column)) for heading in table.headings]
    parts = {"table": table, "headings": headings, "content": content, "label": label}
    frame = get_template("components/listing.html").template  # type: ignore[attr-defined]  # of Django's own engine
    return SafeString(frame.render(context.new(parts | {"anchor": anchor})))


@register.simple_block_tag(takes_context=True)
def row(context: template.Context, content: str, is_sum: bool = False) -> SafeString:
    """A row, with its number; inside the loop over the table's page. `is_sum`: sums, beneath it."""
    number: int | str = ""
    if not is_sum:
        number = context["table"].page.start_index() + context["forloop"]["counter0"]
    return format_html('<tr><td class="row-number">{}</td>{}</tr>', number, content)


@register.simple_block_tag(takes_context=True)
def cell(context: template.Context, content: str, key: str | int) -> SafeString:
    """The cell of the column with that key; nothing where this table goes without it."""
    table: Table = context["table"]
    column = table.columns.get(str(key))
    if column is None:
        return SafeString()
    text = content.strip()
    classes = column_classes(column)
    if column.key == table.first_key:
        return format_html('<th scope="row"{}>{}</th>', _class(classes), SafeString(text))
    if not _shows_something(text):
        return format_html("<td{}>–</td>", _class(f"{classes} is-empty"))
    return format_html("<td{}>{}</td>", _class(classes), SafeString(text))


@register.simple_tag(takes_context=True)
def without_filters(context: template.Context, url: str) -> str:
    """The list unasked, with what of its address is no filter: the tab and the like (`kept`), and
    the order and the rows a page of its `table`, where the context has these."""
    table: Table | None = context.get("table")
    kept = [*(context.get("kept") or ()), *(() if table is None else table.arrangement)]
    return f"{url}{'&' if '?' in url else '?'}{urlencode(kept)}" if kept else url


def _shows_something(html: str) -> bool:
    """Not where only the frame of buttons is left that this reader has none of."""
    return bool(re.search(r"<(?:svg|img|input|select)\b", html) or strip_tags(html).strip())


def _class(classes: str) -> SafeString:
    return format_html(' class="{}"', classes.strip()) if classes else SafeString()
