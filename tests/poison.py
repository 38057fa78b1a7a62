"""Markup in every text column of every row: what a page prints of it unescaped is a hole.

Told apart by a number, so that a find names its column. Cheap: one statement a column.
"""

import re
from typing import Any
from xml.etree import ElementTree

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from kit.html import clean_html
from members.models.derived import DerivedTextField
from news.models.text import RichTextField

OURS = (
    "assoc",
    "news",
    "exemplars",
    "recognition",
    "emulation",
    "events",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "reports",
    "members",
)
# Columns that no person fills in and that name something to the program.
NOT_TYPED = {
    "assoc.SearchEntry.title", "assoc.SearchEntry.body",  # copies that triggers make
    "assoc.MenuEntry.room",
    "news.Comment.reference", "news.Comment.token", "news.Comment.origin", "news.CommentBan.origin",
    "news.Photo.digest", "news.ImportRun.token", "news.ImportedEntry.entry_id",
    "news.ImportedEntry.source_mark", "news.ImportedEntry.row_mark", "news.ImportedEntry.reply_to",
    "news.OldAddress.path", "news.PageComment.entry_id", "news.Subscriber.confirm_token", "news.Subscriber.stop_token",
    "news.Subscriber.consent_version", "news.Subscriber.origin", "news.PostDraft.base_version",
    "news.PreviewLink.token", "dues.Collection.form_token", "events.Event.form_token",
    "events.Minutes.form_token", "fund.Transaction.token",
    "fund.CashCount.token", "inspection.Inspection.token", "recognition.Dossier.token",
    "exemplars.Exemplar.token", "exemplars.UnitRating.token",
    "fund.CashCount.notes", "reports.ReportKind.token",
    "reports.ReportDraft.base_version", "members.Change.model", "members.Change.about_model",
    "members.Member.form_token", "members.User.password", "members.MemberAward.token",
    "members.Consent.wording", "members.DecisionRule.branch_share",
    "members.DecisionRule.decider_share", "members.Candidate.token", "members.Proposal.token",
    "members.CandidateStep.token", "members.Application.token", "members.Transfer.token",
    "members.Departure.token", "members.Discipline.token", "members.LetterText.form_token",
    "members.ListSetting.list_name",
    "members.ListSetting.columns", "members.MemberPass.code", "members.PassPrinting.token",
    "welfare.Activity.token", "members.ReadRecord.model", "members.Transfer.ended_offices", "members.Departure.before",
}  # fmt: skip

MARKUP = "\"'><i p{}>"
QUOTES = "\"' p{}="  # for names, which the database keeps from angle brackets
_TAG = re.compile(r"<i p(\d+)")
# A quotation mark that ends an attribute; in a data block it stands behind a stroke.
_QUOTE = re.compile(r"(?<!\\)\"(?:'|&#x27;|&#39;)[^ ]{0,12} p(\d+)")
_HTML_IN_FEED = {"description", "summary", "content", "encoded"}


def poison() -> tuple[dict[str, str], set[str]]:
    """Writes markup behind what every column holds: numbers to columns, and those the database
    keeps from it in any form."""
    numbers: dict[str, str] = {}
    refused = set()
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if not _is_typed(field) or name in NOT_TYPED:
                continue
            number = str(len(numbers) + 100)
            numbers[number] = name
            if not _write(model, field, number):
                refused.add(name)
    return numbers, refused


def _is_typed(field: Any) -> bool:
    not_words = (models.SlugField, models.FileField, DerivedTextField)
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and not field.choices and not isinstance(field, not_words)


def _write(model: type[models.Model], field: Any, number: str) -> bool:
    rows = model._base_manager.all()
    for payload in (MARKUP.format(number), QUOTES.format(number)):
        for some in (rows, rows.exclude(**{field.name: ""})):
            try:
                with transaction.atomic():
                    _fill(some, field, payload)
            except DatabaseError:
                continue
            return True
    return False


def _fill(rows: models.QuerySet[Any], field: Any, payload: str) -> None:
    if isinstance(field, models.JSONField):
        for row in rows:
            filled = _in_json(getattr(row, field.name), payload)
            type(row)._base_manager.filter(pk=row.pk).update(**{field.name: filled})
        return
    room = (field.max_length or 100_000) - len(payload)
    kept: Any = F(field.name) if isinstance(field, models.TextField) else Left(field.name, room)
    if isinstance(field, RichTextField):
        payload = clean_html(f"<p>{payload}</p>")
    rows.update(**{field.name: Concat(kept, Value(payload))})


def _in_json(value: Any, payload: str) -> Any:
    """Every word of it, but not the names by which it is read."""
    if isinstance(value, dict):
        return {key: _in_json(one, payload) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_json(one, payload) for one in value]
    return f"{value}{payload}" if isinstance(value, str) else value


def unescaped(url: str, page: str) -> set[str]:
    """Numbers of the columns that the page prints as markup."""
    if url.endswith(".ics"):
        return set()
    if url.endswith(".xml"):
        return _in_feed(page)
    return set(_TAG.findall(page)) | set(_QUOTE.findall(page))


def _in_feed(page: str) -> set[str]:
    """Some of a feed's texts are HTML for who reads it: there the words must be escaped twice."""
    elements = ElementTree.fromstring(page).iter()  # noqa: S314 - our own page
    html = (one.text or "" for one in elements if one.tag.rpartition("}")[2] in _HTML_IN_FEED)
    return {number for text in html for number in _TAG.findall(text)}
