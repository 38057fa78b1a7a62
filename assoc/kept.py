"""A form that could not be taken, shown again with all that was typed: the sign-in had ended, or
the page was too old."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils.text import capfirst

from kit.html import plain_text

CARRIED = {"csrfmiddlewaretoken"}


def kept(request: HttpRequest) -> dict[str, Any]:
    """What was sent and where to, for sending it again from the page. Passwords never are."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if _is_from_here(request) and "password" not in name and name not in CARRIED
    ]
    rows = [_kept_field(name, value) for name, value in fields]
    named = labels(request.resolver_match, [name for name, _ in fields])
    shown = 0
    for row in rows:
        shown += row["is_text"] or row["is_html"]
        row["label"] = named.get(row["name"]) or f"Đã nhập ở ô thứ {shown}"
    return {"kept": rows, "kept_at": request.get_full_path(), "has_files": bool(request.FILES)}


def _kept_field(name: str, value: str) -> dict[str, Any]:
    """Words are shown, an article's without its tags; codes and choices go along unseen."""
    is_html = "</" in value
    return {
        "name": name,
        "value": value,
        "is_text": " " in value.strip() or not value.isascii(),
        "is_html": is_html,
        "shown": plain_text(value) if is_html else value,
    }


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form.

    Every browser of today names the origin of a form, if only as "null".
    """
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is None or urlsplit(sender).netloc == request.get_host()


# --- What the boxes are called ----------------------------------------------------------------


def labels(match: ResolverMatch | None, names: Iterable[str]) -> dict[str, str]:
    """The labels of a form's boxes, by the names that were sent.

    Whoever sends it is not signed in, so that its page can't be asked, and no record may be looked
    at. Which form it was is read from its names alone: the class of the same app that knows most of
    them. What two such classes call differently has no label here.
    """
    sent = set(names)
    if match is None or not sent:
        return {}
    if match.app_name == "admin":
        return _admin_labels(match.url_name or "", sent)
    app_name = getattr(match.func, "__module__", "").partition(".")[0]
    known = [
        {name: field for name, field in form.base_fields.items() if name in sent}
        for form in _forms_of(app_name)
    ]
    most = max(map(len, known), default=0)
    if not most:
        return {}
    labels: dict[str, set[str]] = {}
    for fields in known:
        if len(fields) == most:
            for name, field in fields.items():
                labels.setdefault(name, set()).add(_label_of(name, field))
    return {name: texts.pop() for name, texts in labels.items() if len(texts) == 1}


def _forms_of(app_name: str) -> Iterator[Any]:
    """Every form class that this app defines."""
    waiting: list[Any] = [forms.Form, forms.ModelForm]
    seen: set[Any] = set()
    while waiting:
        for form in waiting.pop().__subclasses__():
            if form in seen:
                continue
            seen.add(form)
            waiting.append(form)
            if form.__module__.partition(".")[0] == app_name:
                yield form


def _label_of(name: str, field: forms.Field) -> str:
    return str(field.label) if field.label else capfirst(name.replace("_", " "))


def _admin_labels(url_name: str, names: set[str]) -> dict[str, str]:
    """Of the admin's own form of a model: `news_tag_add`."""
    app, _, rest = url_name.partition("_")
    field_labels = {}
    for name in names:
        try:
            model = apps.get_model(app, rest.rpartition("_")[0])
            field_labels[name] = capfirst(str(model._meta.get_field(name).verbose_name))
        except (LookupError, FieldDoesNotExist, AttributeError):
            continue
    return field_labels
