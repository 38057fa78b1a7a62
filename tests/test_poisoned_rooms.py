"""The poison where the great walk doesn't lead: refused forms, mails, the administration's pages."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.utils import timezone

from members.models import User
from news.actions import send_moderation_digest
from news.letters import NewsLetter, confirmation, reminder
from news.models import Comment, Post, Subscriber

from .admin.test_pages import ROWS, page
from .pages import ShownForm, form_to
from .poison import MARKUP, poison, unescaped
from .test_every_form import FORMS, MODELS, MORE_ROWS, USUAL, Row
from .test_permissions import Stage, _made, stage, url_of  # noqa: F401 - fixtures

TYPED = "1"  # the number of what is typed here; columns have theirs from 100 on
TEXT = ("text", "search", "email", "url", "tel", "number", "textarea")


@pytest.fixture(scope="module")
def columns(_made: Stage) -> dict[str, str]:  # noqa: F811 - the fixture
    """A filled association, all of it poisoned: numbers to columns."""
    columns = {TYPED: "what was typed"} | poison()[0]
    for one in vars(_made.cast).values():
        if isinstance(one, User):
            one.refresh_from_db()  # links are made of what stands in the row
    return columns


def _holes(columns: dict[str, str], pages: Iterable[tuple[str, Any]]) -> set[tuple[str, str]]:
    """Columns, and the pages that print them as markup."""
    return {
        (columns[number], where)
        for where, answer in pages
        for number in unescaped(where, answer if isinstance(answer, str) else _text(answer))
    }


def _text(answer: Any) -> str:
    return str(answer.content.decode()) if answer.status_code == 200 else ""


# --- Forms that are refused -------------------------------------------------------------------

REFUSED = [
    row
    for row, sent in FORMS.items()
    if sent.empty == 200 and sent.is_shown and sent.right != 200  # scripts are answered with JSON
]


def _poisoned(form: ShownForm) -> dict[str, Any]:
    """Markup in every box that is typed into; the rest as shown."""
    typed = {one.name: MARKUP.format(TYPED) for one in form.controls if one.kind in TEXT}
    return form.as_shown() | typed


@pytest.mark.parametrize("row", REFUSED, ids=" ".join)
def test_refused_form_shows_what_was_typed_as_text(
    stage: Stage,  # noqa: F811 - the fixture
    columns: dict[str, str],
    row: Row,
) -> None:
    """With all that the page says of others meanwhile; or what follows, where nothing is refused."""
    sent, client = FORMS[row], stage.browser(FORMS[row].who)
    if sent.before is not None:
        sent.before(stage)  # type: ignore[arg-type]  # this stage has all that it asks for
    url = sent.url(stage) if sent.url else url_of(*row, stage.world)  # type: ignore[arg-type]  # the same
    at = url_of(*sent.on, stage.world) if isinstance(sent.on, tuple) else url
    shown: Any = client.get(at, follow=sent.on is None)
    if shown.status_code == 405:  # it stands on a page that shows it in some state only
        typed = dict.fromkeys(USUAL, MARKUP.format(TYPED))
    else:
        at = shown.request["PATH_INFO"]
        url = at if sent.on is None else url
        typed = _poisoned(form_to(_text(shown), at, url))
    answer = client.post(url, typed, follow=True)

    assert answer.status_code == 200
    assert _holes(columns, [(" ".join(row), answer)]) == set()


# --- Mails ------------------------------------------------------------------------------------


def test_no_mail_prints_what_people_wrote_as_markup(
    stage: Stage,  # noqa: F811 - the fixture
    columns: dict[str, str],
) -> None:
    reader, now = Subscriber.objects.latest("pk"), timezone.now()
    public = list(Post.objects.values_list("pk", flat=True))
    letters: list[Any] = [confirmation(reader, "https://x.vn"), reminder(reader, "https://x.vn")]
    letters += [NewsLetter(kind, public, now, now).to(reader) for kind in ("weekly", "at_once")]
    Comment.objects.filter(state="held").update(held_because=[MARKUP.format(TYPED)])
    User.objects.filter(pk=stage.cast.admin.pk).update(email="a@thu.example")
    send_moderation_digest(at_any_hour=True)
    letters += mail.outbox

    assert len(letters) > 4  # the digest goes to every editor
    assert all(isinstance(letter, EmailMultiAlternatives) for letter in letters)
    words = [(letter.subject, str(letter.alternatives[0].content)) for letter in letters]
    assert sum("&lt;i p" in html for _, html in words) >= 3  # the poison did get there
    assert _holes(columns, words) == set()


# --- The administration -----------------------------------------------------------------------


def _row_of(model: type[models.Model]) -> Any:
    """A poisoned one of the filled association, or one made for the occasion."""
    return model._default_manager.order_by("pk").first() or (ROWS | MORE_ROWS)[model]()


# Django's own password widget leaves a variable open.
@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_no_page_of_the_administration_prints_markup(
    stage: Stage,  # noqa: F811 - the fixture
    columns: dict[str, str],
    model: type[models.Model],
) -> None:
    client, key = stage.browser("admin"), _row_of(model).pk
    urls = [page(model, "changelist")]
    urls += [page(model, what, key) for what in ("change", "history", "delete")]
    answers = [(url, client.get(url)) for url in urls]
    form = next((a.context.get("adminform") for _, a in answers[1:2] if a.status_code == 200), None)
    if form is not None and answers[1][1].context["has_change_permission"]:
        shown = form_to(_text(answers[1][1]), urls[1], urls[1])
        answers.append((f"{urls[1]} refused", client.post(urls[1], _poisoned(shown))))

    assert {answer.status_code for _, answer in answers} <= {200, 302, 403}
    assert _holes(columns, answers) == set()
