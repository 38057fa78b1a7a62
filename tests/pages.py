"""Forms read off a page as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

HARD = "\N{NO-BREAK SPACE}"
NOT_SENT = {"submit", "button", "reset", "image"}
_FIELDS = {"input", "button", "select", "textarea"}


def words_of(answer: Any) -> str:
    """The page with plain spaces: on papers hard ones hold together what is read in one."""
    return str(answer.content.decode()).replace(HARD, " ")


@dataclass
class Control:
    """One field of a form, with what may be chosen in it."""

    name: str
    kind: str  # an input's type, or "select", "textarea"
    value: str | None = None  # what is sent as it stands; None: nothing
    choices: list[str] = field(default_factory=list)
    is_required: bool = False
    is_multiple: bool = False


@dataclass
class ShownForm:
    """One form that is sent by POST."""

    action: str  # where to, without the fragment
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def as_shown(self) -> dict[str, list[str]]:
        """What a press on its first button sends if nothing is typed."""
        sent: dict[str, list[str]] = {}
        for one in self.controls:
            if one.value is not None:
                sent.setdefault(one.name, []).append(one.value)
        for name, value in self.buttons[:1]:
            if name:
                sent[name] = [value]
        return sent

    def names(self) -> set[str]:
        return {one.name for one in self.controls}


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[ShownForm] = []
        self.by_id: dict[str, ShownForm] = {}
        self.open: ShownForm | None = None
        self.control: Control | None = None
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            if (told.get("method") or "").lower() == "post":
                self.open = ShownForm(
                    urljoin(self.url, told.get("action") or self.url).split("#")[0]
                )
                self.forms.append(self.open)
                self.by_id[told.get("id") or ""] = self.open
            return
        form = self.by_id.get(told["form"] or "") if "form" in told else self.open
        if tag == "option":
            self._option(told)
        if form is None or "disabled" in told:
            return
        handle = getattr(self, f"_{tag}", None) if tag in _FIELDS else None
        if handle is not None:
            handle(form, told)

    def _input(self, form: ShownForm, told: dict[str, str | None]) -> None:
        name, kind = told.get("name") or "", (told.get("type") or "text").lower()
        if kind == "submit":
            form.buttons.append((name, told.get("value") or ""))
        if not name or kind in NOT_SENT:
            return
        control = Control(name, kind, is_required="required" in told)
        value = told.get("value") or ""
        if kind in ("checkbox", "radio"):
            value = told.get("value") or "on"
            control.choices = [value]
            control.value = value if "checked" in told else None
        elif kind != "file":
            control.value = value
        form.controls.append(control)

    def _button(self, form: ShownForm, told: dict[str, str | None]) -> None:
        if (told.get("type") or "submit") == "submit" and "formaction" not in told:
            form.buttons.append((told.get("name") or "", told.get("value") or ""))

    def _select(self, form: ShownForm, told: dict[str, str | None]) -> None:
        if told.get("name"):
            self.control = Control(str(told["name"]), "select", is_required="required" in told)
            self.control.is_multiple = "multiple" in told
            form.controls.append(self.control)

    def _option(self, told: dict[str, str | None]) -> None:
        """Of a select that may be told by its attribute to belong to a form above."""
        if self.control is None:
            return
        value = told.get("value") or ""
        self.control.choices.append(value)
        is_first = self.control.value is None and not self.control.is_multiple
        if "selected" in told or is_first:
            self.control.value = value

    def _textarea(self, form: ShownForm, told: dict[str, str | None]) -> None:
        if told.get("name"):
            self.control = Control(
                str(told["name"]), "textarea", "", is_required="required" in told
            )
            form.controls.append(self.control)
            self.text = []

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.control is not None and self.text is not None:
            self.control.value = "".join(self.text).removeprefix("\n")
            self.control = self.text = None
        elif tag == "select":
            self.control = None


def forms_of(html: str, url: str) -> list[ShownForm]:
    """Every form of the page that is sent by POST."""
    reader = _Reader(url)
    reader.feed(html)
    return reader.forms


def form_to(html: str, page: str, url: str) -> ShownForm:
    """The form of the page that is sent to that address."""
    path = urlsplit(url).path
    found = [one for one in forms_of(html, page) if urlsplit(one.action).path == path]
    assert found, f"{page} has no form for {url}"
    return max(found, key=lambda one: len(one.controls))


def fill(form: ShownForm, values: dict[str, Any]) -> dict[str, Any]:
    """The form as shown, with a value wherever one is asked for and none stands.

    `values` are taken by a field's name, with or without the prefix of its form. Elsewhere the
    first choice there is, or a few words, will do.
    """
    sent: dict[str, Any] = dict(form.as_shown())
    for one in form.controls:
        bare = one.name.rpartition("-")[2]
        if not one.is_required or (sent.get(one.name) or [""])[0].strip():
            continue
        if bare in values:
            sent[one.name] = values[bare]
        elif one.kind == "radio" or one.kind == "checkbox" or one.kind == "select":
            chosen = [value for value in one.choices if value][:1]
            sent[one.name] = sent.get(one.name) if any(sent.get(one.name) or []) else chosen
        elif one.kind != "file":
            sent[one.name] = "Nội dung thử"
    return sent
