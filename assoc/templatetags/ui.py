"""Tags and filters of the shared interface, built into every template."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from js_asset import Media

from assoc.reading import ReadingSettings
from desk import letter_size
from kit import dates, lunar, money, papers
from kit.charts import share_bar
from kit.files import human_size as size_text
from kit.numbers import vn_number
from kit.phones import phone_link
from members.models import Degree, Subject

register = template.Library()

PANEL_ICONS = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}
# What a small table becomes on a phone.
SMALL_TABLES = {"cards": "becomes-cards", "tight": "is-tight", "": ""}
# Django's names for the levels of messages, in the words of our panels.
PANEL_OF_LEVEL = {"error": "danger", "warning": "warning", "success": "success"}


# --- Icons ------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    """What stands inside the icon's own `<svg>`. A name without a file is a programmer's slip."""
    path = Path(settings.BASE_DIR) / "static" / "icons" / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise template.TemplateSyntaxError(f"There is no icon {name!r} in static/icons.")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text("utf-8"), re.DOTALL)
    if drawing is None:
        raise template.TemplateSyntaxError(f"The icon {name!r} holds no drawing.")
    return re.sub(r"\s+", " ", drawing[1]).replace("> <", "><").strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words that say the same, so readers' software passes over it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24" '
        'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        mark_safe(_drawing(name)),  # noqa: S308 - our own files
    )


# --- Rights -----------------------------------------------------------------------------------


@register.filter
def may(user: Any, what: str) -> bool:
    """Whether the user may so somewhere: `user|may:"write dues"`. See `members.models.rights`."""
    degree, subject = what.split()
    return user.is_authenticated and user.may(Subject(subject), Degree[degree.upper()])


@register.simple_tag(takes_context=True)
def may_url(context: template.Context, what: str, name: str, *args: Any) -> str:
    """The address of that name, for whoever may so somewhere; "" for others, so no button."""
    return reverse(name, args=args) if may(context["user"], what) else ""


# --- Components with children -----------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2) -> SafeString:
    """A boxed piece of a page. `title`: its heading; `level`: 2 or 3."""
    return render_to_string(
        "components/card.html", {"content": content, "title": title, "level": level}
    )


@register.simple_block_tag
def panel(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """Something the reader should notice. `kind`: info, success, warning, danger.

    `role`: "status" or "alert" when the panel answers what the reader just did.
    """
    parts = {"content": content, "kind": kind, "title": title, "role": role}
    return render_to_string("components/panel.html", parts | {"icon_name": PANEL_ICONS[kind]})


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context,
    content: str,
    button: str,
    back: str,
    title: str = "Xóa rồi không lấy lại được",
    cancel_label: str = "Không xóa, trở lại",
    icon_name: str = "trash-2",
    deed: str = "",
) -> SafeString:
    """The page that asks once more: what will happen, the button that does it, the way back.

    `deed`: what the button sends as "viec", where its view asks.
    """
    parts: dict[str, Any] = {"content": content, "button": button, "back": back, "title": title}
    parts |= {"cancel_label": cancel_label, "icon_name": icon_name, "deed": deed}
    parts["csrf_token"] = context.get("csrf_token")
    return render_to_string("components/confirm.html", parts)


@register.simple_block_tag
def empty_state(content: str, icon: str, title: str, url: str = "", action: str = "") -> SafeString:
    """Nothing to show: what to do about it. `url`, `action`: a button's address and words."""
    parts = {"text": content, "icon": icon, "title": title, "url": url, "action": action}
    return render_to_string("components/empty.html", parts)


@register.simple_block_tag
def small_table(content: str, label: str, caption: str = "", kind: str = "cards") -> SafeString:
    """A few rows within a page, one named region that scrolls. A list has a `listing` instead.

    Its content: thead, tbody and perhaps tfoot. `caption`: shown above it, else `label` is read
    aloud alone. `kind`: on a phone "cards", a card a row (its cells say `data-label`); "tight" for
    many columns of figures, "" for few, which both scroll sideways.
    """
    parts = {"content": content, "label": label, "caption": caption}
    return render_to_string("components/small_table.html", parts | {"css": SMALL_TABLES[kind]})


@register.simple_block_tag
def section(
    content: str, title: str, url: str = "", link: str = "", kind: str = "", ident: str = ""
) -> SafeString:
    """A part of a page under a ruled heading. `url`, `link`: where all of it is, in words.

    `kind`: "lead" for the red rule, once a page. `ident`: its id, for links to it.
    """
    parts = {"content": content, "title": title, "url": url, "link": link, "kind": kind}
    return render_to_string("components/section.html", parts | {"ident": ident})


@register.simple_block_tag
def side_block(content: str, title: str) -> SafeString:
    """One block of the column beside the text."""
    return render_to_string("components/side_block.html", {"content": content, "title": title})


# --- The page as the reader wants it ----------------------------------------------------------


@register.simple_tag(takes_context=True)
def reading(context: template.Context) -> ReadingSettings:
    """`{% reading as reading %}`; works without a request too, as error pages need."""
    return ReadingSettings.of(context.get("request"))


@register.simple_tag(takes_context=True)
def token_if_session(context: template.Context) -> SafeString:
    """The token of a form of a public page, for whoever has a session: a visitor's page is everybody's.

    See `members.http.without_token_for_visitors`.
    """
    if settings.SESSION_COOKIE_NAME not in context["request"].COOKIES:
        return SafeString("")
    return SafeString(CsrfTokenNode().render(context))


@register.simple_tag(takes_context=True)
def reading_attributes(context: template.Context) -> SafeString:
    """For `<html>`: what tokens.css asks for."""
    wanted = ReadingSettings.of(context.get("request"))
    parts = [format_html(' data-size="{}"', wanted.size)] if wanted.size else []
    if wanted.more_contrast:
        parts.append(mark_safe(' data-contrast="more"'))
    return mark_safe("".join(parts))  # noqa: S308 - numbers and our own words


@register.simple_tag(takes_context=True)
def start_of_content(context: template.Context) -> str:
    """`{% start_of_content as content_id %}`: the id that the skip link leads to.

    A form is sent to the address in the bar, which ends in that id once the link was followed, and
    the element that an address names takes the focus before any `autofocus`. So a page that answers
    a form has an id of its own: there the error summary has the focus.
    """
    request = context.get("request")
    is_answer = request is not None and request.method == "POST"
    return f"noi-dung-{timezone.now():%H%M%S%f}" if is_answer else "noi-dung"


@register.simple_tag(takes_context=True)
def letters_on_paper(context: template.Context) -> dict[str, Any]:
    """`{% letters_on_paper as letters %}`: `size` of this paper, and all `sizes` with their words."""
    request = context.get("request")
    size = letter_size.letter_size(request) if request is not None else letter_size.NORMAL
    return {"size": size, "sizes": letter_size.SIZES.items()}


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """The page numbers worth a link; `Paginator.ELLIPSIS` stands for a gap."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def is_gap(number: int | str) -> bool:
    return not isinstance(number, int)


@register.filter
def panel_kind(level_tag: str) -> str:
    """The panel that shows a message of Django's."""
    return PANEL_OF_LEVEL.get(level_tag, "info")


@register.simple_tag(takes_context=True)
def form_scripts(context: template.Context, form: Any) -> SafeString:
    """Styles and scripts of a form's fields, with the nonce for their one inline script.

    In `head_extra`: an import map must stand before the page's first module.
    """
    return Media.from_media(form.media, nonce=context["request"].csp_nonce).render()


@register.filter
def focus_classes(photo: Any) -> str:
    """For a photograph that is shown cropped: what must stay in sight; nothing for the middle."""
    x, y = (round(getattr(photo, side, 50) / 10) for side in ("focus_x", "focus_y"))
    return "" if (x, y) == (5, 5) else f"fx-{x} fy-{y}"


# --- Words ------------------------------------------------------------------------------------

register.filter("long_date", dates.long_date)
register.filter("share_bar", share_bar)
register.filter("long_datetime", dates.long_datetime)
register.filter("written_date", dates.written_date)
register.filter("hour_and_day", dates.hour_and_day)
register.filter("moment_text", dates.moment_text)
register.filter("how_long", dates.how_long)
register.filter("human_size", size_text)
register.filter("vn_number", vn_number)
register.filter("phone_link", phone_link)


@register.filter
def dong(amount: int) -> str:
    """1.200.000 đ, which a line's end can't tear apart."""
    return money.dong(amount).replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def lunar_date(day: date | datetime) -> str:
    """mùng 9 tháng 9 năm Giáp Thìn."""
    return lunar.lunar(dates.local_day(day)).text


@register.filter
def unbroken(name: str) -> str:
    """A unit's name in which no proper name is cut at a line's end. See `kit.papers`."""
    return papers.unbroken(name)


@register.simple_block_tag
def held_together(content: str) -> SafeString:
    """A paper, no line of which ends within what is read in one. See `kit.papers`."""
    return mark_safe(papers.held_together(content))  # noqa: S308 - rendered, and only spaces change


@register.filter
def weekday(day: date | datetime) -> str:
    """Thứ Sáu."""
    return dates.long_date(day).partition(",")[0]


@register.filter
def short_date(day: date | datetime) -> str:
    """11/10/2024, whatever the server's language."""
    return dates.long_date(day).partition(", ")[2]


@register.filter
def prose(html: str) -> SafeString:
    """An article's body, which the model keeps sanitised, with its wide tables made to scroll.

    Who reads by keyboard can scroll only what takes the focus, hence the wrapper and its name.
    """
    opening = '<div class="scroll" role="group" tabindex="0" aria-label="Bảng số liệu">'
    wrapped = html.replace("<table", f"{opening}<table").replace("</table>", "</table></div>")
    return mark_safe(wrapped)  # noqa: S308 - cleaned when saved


# --- For machines -----------------------------------------------------------------------------

_CLOSING = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag
def json_ld(facts: dict[str, Any], publisher: str = "") -> SafeString:
    """Schema.org facts as a data block; `publisher` is added where the page tells who publishes.

    Browsers don't run it, so the policy asks for no nonce; nothing in it can close the element.
    """
    data = {"@context": "https://schema.org", **facts}
    if publisher:
        data["publisher"] = {"@type": "Organization", "name": publisher}
    text = json.dumps(data, ensure_ascii=False).translate(_CLOSING)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
