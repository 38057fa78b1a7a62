"""Every form of the site is sent: once with right data, once empty, as in production.

Nothing here runs within a transaction of the test's own: what a view forgot to put into one fails
only so (`select_for_update cannot be used outside of a transaction`). An address without a row
fails the suite; a new form is one row, and often no data, since the fields are filled in by what
the page shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from kit.dates import local_today
from members.models import Position, Transfer, Unit
from news.models import CommentPolicy, Mailing, Post, Tag
from register.actions.accounts import password_link
from reports.models import Report, body_of

from . import factories as make
from .admin.test_pages import ROWS, page
from .news.blogger.samples import takeout, whole_blog, zipped
from .pages import ShownForm, fill, form_to, forms_of
from .snapshot import Snapshot
from .stage import Stage, filled_stage
from .test_permissions import MATRIX, names_of_addresses, url_of

Row = tuple[str, str]


@dataclass(frozen=True)
class Sent:
    """How a form is sent and what comes of it."""

    on: Row | Callable[[Stage], str] | None = None  # the page it stands on, if not its own
    data: dict[str, Any] | Callable[[Stage], dict[str, Any]] = field(default_factory=dict)
    who: str = "admin"
    right: int = 302
    empty: int = 200  # 302 where one button is the whole form
    url: Callable[[Stage], str] | None = None
    asks_first: bool = False  # shows what would be done, and is sent again from there
    is_shown: bool = True  # False: no page has it, a machine sends it
    before: Callable[[Stage], object] | None = None  # what must be there first


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


def _backup() -> SimpleUploadedFile:
    return SimpleUploadedFile("blog.zip", zipped(takeout(*whole_blog())))


def _member(stage: Stage) -> dict[str, Any]:
    return {"member": stage.world.cards["here"].code}


def _own(stage: Stage) -> Post:
    return stage.world.posts["own"]


def _account(stage: Stage) -> str:
    return reverse("book:account", args=stage.world.book["account_link", "member"])


def _link(stage: Stage) -> str:
    user = stage.cast.member_here
    return reverse("members:set_password", args=password_link(user=user, by=stage.cast.admin))


def _courtesy(stage: Stage) -> str:
    return reverse("book:departure_courtesy", args=[make.make_departure(stage.cast.here).pk])


def _officer(stage: Stage) -> dict[str, Any]:
    post = Position.objects.filter(level=Unit.Level.BRANCH).latest("pk")
    return {f"chuc-vu-{post.pk}": stage.world.cards["here"].code}


def _accepted(stage: Stage) -> str:
    row = Transfer.objects.exclude(new_membership=None).latest("pk")
    return reverse("book:transfer_correct", args=[row.pk])


def _slip(stage: Stage) -> str:
    office = make.make_officer(stage.cast.here, valid_from=local_today()).member.appointments.get()
    return reverse("book:office_take_back", args=[office.pk])


def _whole_report(stage: Stage) -> None:
    body = body_of(["Một", "Hai"], {"Một": "Đã làm", "Hai": "Sẽ làm"})
    Report.objects.filter(state="draft").update(body=body)


# What a field of that name is filled with where nothing stands in it; `{today}` is today.
USUAL: dict[str, Any] = {
    "birth_year": "1955", "birth": "1955", "full_name": "Lê Thị Thử", "email": "thu@thu.example",
    "day": "{today}", "happened_on": "{today}", "decided_on": "{today}", "reviewed_on": "{today}",
    "valid_from": "{today}", "held_on": "{today}", "left_on": "{today}", "given_on": "{today}",
    "found_on": "{today}", "applied_on": "{today}", "moves_on": "{today}", "joins_on": "{today}",
    "amount": "120.000", "due_days": "10", "code": "12/QĐ", "card_code": "HV990001",
    "branch_present": "9", "branch_for": "9", "committee_present": "9", "committee_for": "9",
    "headings": "Tình hình", "name": "Tên thử", "file": _pdf, "successor": "",
}  # fmt: skip
BUTTON = Sent(empty=302)  # one button: there is nothing to leave empty
UNDONE = {"change": "{change}"}
HERE = ("book:member", "here")
POST = ("news_desk:post", "own")

FORMS: dict[Row, Sent] = {
    # --- Readers ---
    ("reading", ""): Sent(on=("home", ""), empty=302),
    ("login", ""): Sent(who="nobody", data={"username": "quantri", "password": "mat-khau-thu"}),
    ("logout", ""): Sent(on=("home", ""), empty=302),
    ("members:password", ""): Sent(
        data={
            "old_password": "mat-khau-thu", "new_password1": "dong-song-xanh-27",
            "new_password2": "dong-song-xanh-27",
        }
    ),
    ("news:comment", "public"): Sent(
        on=("news:detail", "public"), who="nobody",
        data={"name": "Bạn đọc", "text": "Bài viết rất hay và bổ ích, xin cám ơn."},
    ),
    ("news:read", "public"): Sent(who="nobody", right=204, empty=204),
    ("news:subscribe", ""): Sent(who="nobody"),
    ("news:confirm_subscription", "pending"): Sent(who="nobody", empty=302),
    ("news:subscription", "own"): Sent(who="nobody"),
    ("news:one_click_stop", "own"): Sent(who="nobody", right=200, is_shown=False),
    # --- The site ---
    ("usual", ""): BUTTON,
    ("site_entry_new", "place"): Sent(data={"room": "news:list"}),
    ("site_menu_reset", "place"): BUTTON,
    ("site_entry", "entry"): Sent(),
    ("site_entry_change", "entry"): Sent(on=("site_menus", ""), empty=302),
    ("site_entry_undo", "token"): BUTTON,
    ("site_facts", ""): Sent(),
    # --- The newsroom ---
    ("news_desk:new", ""): Sent(),
    ("news_desk:post", "own"): Sent(),
    ("news_desk:from_event", "public"): Sent(),
    ("news_desk:autosave", "own"): Sent(data={"title": "Đang gõ"}, right=200),
    ("news_desk:drop_typed", "own"): BUTTON,
    ("news_desk:move", "own"): BUTTON,
    ("news_desk:photo_add", "own"): Sent(on=POST, data={"pictures": make.picture_file}, empty=302),
    ("news_desk:photo_edit", "own"): Sent(on=POST),
    ("news_desk:photo_move", "own"): Sent(on=POST, empty=302),
    ("news_desk:photo_delete", "own"): BUTTON,
    ("news_desk:attachment_add", "own"): Sent(on=POST, empty=302, data={"file": _pdf}),
    ("news_desk:attachment_delete", "own"): BUTTON,
    ("news_desk:restore", "own"): Sent(
        before=lambda stage: Post.objects.filter(pk=_own(stage).pk).update(lead="Sapo khác"),
        empty=302,
    ),
    ("news_desk:share", "own"): Sent(on=("news_desk:preview", "own"), empty=302),
    ("news_desk:revoke", "own"): Sent(on=("news_desk:preview", "own"), empty=302),
    ("old_fonts", ""): Sent(data={"text": "§¹i héi"}, right=200),
    ("news_desk:blog", ""): Sent(data={"upload": _backup}),
    ("news_desk:blog_start", "run"): BUTTON,
    ("news_desk:readers", ""): Sent(data={"email": "riengtuxyz@thu.example"}, right=200),
    ("news_desk:erase_reader", "own"): BUTTON,
    ("news_desk:test_letter", ""): Sent(on=("news_desk:readers", "")),
    ("news_desk:comment_policy", ""): Sent(data={"viec": "luu"}),
    ("news_desk:reply", "held"): Sent(),
    ("news_desk:ban", "held"): Sent(),
    ("news_desk:decide", ""): Sent(on=("news_desk:comments", ""), empty=302),
    ("news_desk:undo", ""): BUTTON,
    ("news_desk:lift", "ban"): Sent(on=("news_desk:bans", ""), empty=302),
    ("news_desk:front_choose", "public"): Sent(on=("news_desk:front", ""), empty=302),
    ("news_desk:front_change", "pin"): Sent(on=("news_desk:front", ""), empty=302),
    ("news_desk:front_undo", "token"): BUTTON,
    ("news_desk:section_new", ""): Sent(),
    ("news_desk:section", "section"): Sent(),
    ("news_desk:section_move", "section"): Sent(on=("news_desk:sections", ""), empty=302),
    ("news_desk:section_merge", "section"): Sent(before=lambda stage: make.make_section()),
    ("news_desk:section_delete", "section"): Sent(
        url=lambda stage: reverse("news_desk:section_delete", args=[make.make_section().pk]),
        empty=302,
    ),
    ("news_desk:page_new", ""): Sent(),
    ("news_desk:page", "page"): Sent(),
    ("news_desk:page_new_autosave", ""): Sent(data={"title": "Đang gõ"}, right=200),
    ("news_desk:page_new_drop_typed", ""): BUTTON,
    ("news_desk:page_autosave", "page"): Sent(data={"title": "Đang gõ"}, right=200),
    ("news_desk:page_drop_typed", "page"): BUTTON,
    ("news_desk:page_publish", "page"): Sent(on=("news_desk:pages", ""), empty=302),
    ("news_desk:page_delete", "page"): BUTTON,
    # --- The members' books ---
    ("book:members_columns", ""): Sent(on=("book:members", ""), empty=302),
    ("book:filter_save", ""): Sent(on=("book:members", ""), empty=302),
    ("book:filter_delete", "own"): Sent(who="officer_here", empty=302),
    ("book:filter_remind", "own"): Sent(on=("book:members", ""), who="officer_here", empty=302),
    ("book:member_new", ""): Sent(),
    ("book:member_edit", "here"): Sent(),
    ("book:member_undo", "here"): Sent(on=HERE, empty=404),
    ("book:joining_edit", "here"): Sent(),
    ("book:member_take_back", "here"): BUTTON,
    ("book:portrait_delete", "here"): BUTTON,
    ("book:member_private", "here"): Sent(),
    ("book:consent_add", "here"): Sent(
        on=("book:member_private", "here"), data={"purpose": ["policy"]}
    ),
    ("book:consent_withdraw", "here"): BUTTON,
    ("book:document_add", "here"): Sent(data={"file": _pdf}),
    ("book:document_delete", "here"): BUTTON,
    ("book:award_new", ""): Sent(
        data=lambda stage: {"people": stage.world.cards["here"].code, "awarded": "2025"}
    ),
    ("book:award", "here"): Sent(),
    ("book:award_revoke", "here"): Sent(),
    ("book:award_delete", "here"): BUTTON,
    ("book:award_undo", "here"): Sent(on=("book:award", "here"), empty=404),
    ("book:discipline_new", "here"): Sent(),
    ("book:discipline", "here"): Sent(),
    ("book:discipline_delete", "here"): BUTTON,
    ("book:pass_printing", ""): BUTTON,
    ("book:member_passes", "reissue"): Sent(),
    ("book:pass_withdraw", "here"): BUTTON,
    ("book:letter_text_new", ""): Sent(),
    ("book:letter_text", "here"): Sent(),
    ("book:letter_text_undo", "here"): Sent(on=("book:letter_text", "here"), empty=404),
    ("book:letter_text_delete", "here"): BUTTON,
    ("book:candidate_new", ""): Sent(),
    ("book:candidate", "here"): Sent(),
    ("book:candidate_edit", "here"): Sent(),
    ("book:application_new", ""): Sent(data={"birth_year": "1955"}),
    ("book:application_edit", "here"): Sent(),
    ("book:application_move", "here"): Sent(),
    ("book:admission_undo", "here"): BUTTON,
    ("book:admission_correct", "here"): Sent(data={"file": _pdf}),
    ("book:application_scan", "here"): Sent(
        on=("book:application", "here"), data={"file": _pdf}
    ),
    ("book:scan_delete", "here"): BUTTON,
    ("book:transfer_new", ""): Sent(
        data=lambda stage: _member(stage) | {"target": stage.cast.beside.pk}
    ),
    ("book:transfer_move", "beside"): BUTTON,
    ("book:transfer_move", "cancel"): BUTTON,
    ("book:transfer_undo", "elsewhere"): BUTTON,
    ("book:transfer_correct", "beside"): Sent(url=_accepted, data={"file": _pdf}),
    ("book:transfer_scan", "elsewhere"): Sent(
        on=("book:transfer", "elsewhere"), data={"file": _pdf}
    ),
    ("book:departure_new", ""): Sent(data=lambda stage: _member(stage) | {"kind": "deceased"}),
    ("book:departure_undo", "here"): Sent(on=("book:departure", "here"), empty=302),
    ("book:departure_correct", "here"): Sent(data={"file": _pdf}),
    ("book:departure_courtesy", "here"): Sent(url=_courtesy, data={"day": "{today}"}),
    ("book:departure_scan", "here"): Sent(on=("book:departure", "here"), data={"file": _pdf}),
    ("book:proposal_new", ""): Sent(
        data=lambda stage: _member(stage) | {
            "matter": "expelled", "reason": "Vi phạm", "met_on": "{today}", "branch_present": "20",
            "branch_for": "15",
        }
    ),
    ("book:proposal_move", "decide"): Sent(),
    ("book:proposal_move", "refuse"): Sent(),
    ("book:proposal_move", "withdraw"): BUTTON,
    ("book:proposal_undo", "here"): BUTTON,
    ("book:proposal_scan", "here"): Sent(on=("book:proposal", "here"), data={"file": _pdf}),
    ("book:paper_confirm", "district"): BUTTON,
    ("book:office_fill", "here"): Sent(data=_officer),
    ("book:office_end", "here"): Sent(asks_first=True),
    ("book:handover_take_back", "here"): BUTTON,
    ("book:office_take_back", "here"): Sent(url=_slip, empty=302),
    ("book:account_new", ""): Sent(data=_member),
    ("book:account_link", "member"): Sent(on=_account, empty=302),
    ("book:account_active", "member"): Sent(on=_account, empty=302),
    ("members:set_password", ""): Sent(
        url=_link, who="nobody",
        data={"new_password1": "dong-song-xanh-27", "new_password2": "dong-song-xanh-27"},
    ),
    # --- Dues ---
    ("dues:collection_new", "here"): Sent(
        data=lambda stage: {f"m{stage.world.cards['here'].pk}-paid": "on"}
    ),
    ("dues:receipt_reverse", "here"): Sent(),
    ("dues:receipt_restore", "here"): BUTTON,
    ("dues:waiver_new", ""): Sent(data=_member),
    ("dues:waiver_withdraw", "here"): Sent(on=("dues:waiver", "here"), empty=302),
    ("dues:rate_new", ""): Sent(),
    ("dues:rate", "rate"): Sent(),
    ("dues:rate_delete", "rate"): BUTTON,
    # --- Reports ---
    ("reports:kind_new", ""): Sent(),
    ("reports:kind", "city"): Sent(),
    ("reports:write", "here"): BUTTON,
    ("reports:edit", "draft"): Sent(),
    ("reports:autosave", "draft"): Sent(data={"part0": "Đang gõ"}, right=200),
    ("reports:drop_typed", "draft"): BUTTON,
    ("reports:move", "send"): Sent(
        on=("reports:report", "draft"), before=_whole_report, empty=302
    ),
    ("reports:move", "receive"): Sent(on=("reports:report", "sent"), empty=302),
    ("reports:move", "return"): Sent(),
    ("reports:copy_add", "sent"): Sent(on=("reports:report", "sent"), data={"file": _pdf}),
    ("reports:copy_delete", "sent"): BUTTON,
}  # fmt: skip
# Addresses that only show something. A POST to one of them shows it again, or is refused.
ONLY_SHOWN = {
    "desk_search",
    "book:account",
    "book:account_paper",
    "book:accounts",
    "book:admission_paper",
    "book:application",
    "book:application_paper",
    "book:applications",
    "book:attendance",
    "book:awards",
    "book:candidate_figures",
    "book:candidates",
    "book:consent_paper",
    "book:departure",
    "book:departure_paper",
    "book:departures",
    "book:document",
    "book:documents",
    "book:documents_export",
    "book:handover",
    "book:labels",
    "book:letter_texts",
    "book:letters",
    "book:member",
    "book:members",
    "book:members_export",
    "book:members_print",
    "book:offices",
    "book:papers",
    "book:pass_sheets",
    "book:portrait",
    "book:printing",
    "book:proposal",
    "book:proposal_paper",
    "book:proposals",
    "book:rights",
    "book:scan",
    "book:transfer",
    "book:transfer_paper",
    "book:transfers",
    "desk",
    "dues:arrears",
    "dues:collection",
    "dues:collection_paper",
    "dues:collection_receipts",
    "dues:collections",
    "dues:rates",
    "dues:receipt",
    "dues:receipt_print",
    "dues:waiver",
    "dues:waivers",
    "dues:year",
    "dues:year_export",
    "dues:year_print",
    "emulation:cluster",
    "emulation:compact",
    "emulation:index",
    "events:calendar",
    "events:detail",
    "events:list",
    "healthz",
    "home",
    "members:me",
    "members:pass",
    "members:unit",
    "members:units",
    "news:album",
    "news:albums",
    "news:atom",
    "news:attachment",
    "news:comment_status",
    "news:detail",
    "news:list",
    "news:month",
    "news:preview",
    "news:rss",
    "news:section",
    "news_desk:bans",
    "news_desk:blog_export",
    "news_desk:blog_run",
    "news_desk:comments",
    "news_desk:front",
    "news_desk:pages",
    "news_desk:posts",
    "news_desk:preview",
    "news_desk:preview_article",
    "news_desk:reads",
    "news_desk:sections",
    "news_desk:versions",
    "old:atom",
    "old:feed",
    "old:label",
    "old:label_feed",
    "old:month",
    "old:page",
    "old:post",
    "old:rss",
    "old:search",
    "old:summary",
    "old:year",
    "page",
    "picture",
    "readyz",
    "reports:copy",
    "reports:kinds",
    "reports:list",
    "reports:paper",
    "reports:period",
    "reports:reminder",
    "reports:report",
    "reports:total",
    "reports:total_export",
    "robots",
    "search",
    "site_menus",
    "sitemap",
    "sitemap_part",
    "styleguide",
    "welfare:index",
}


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Stage]:
    media = Path(tmp_path_factory.mktemp("forms-media"))
    with django_db_blocker.unblock(), filled_stage(media) as stage:
        stage.cast.admin.set_password("mat-khau-thu")
        stage.cast.admin.save()
        yield stage


@pytest.fixture(scope="module")
def filled(stage: Stage, tmp_path_factory: Any) -> Iterator[Snapshot]:
    snapshot = Snapshot()
    yield snapshot
    snapshot.drop()


@pytest.fixture
def db() -> None:
    """In the place of pytest-django's: the database is made, but there is no transaction."""


@pytest.fixture
def clean(db: None, stage: Stage, filled: Snapshot, settings: LazySettings) -> Iterator[Stage]:
    """The stage, put back in order when the test is over."""
    settings.MEDIA_ROOT = stage.media
    yield stage
    filled.restore()


def _made(values: dict[str, Any]) -> dict[str, Any]:
    """The values with today's day, and files fresh for each sending."""
    today = f"{local_today():%d/%m/%Y}"
    made = {name: value() if callable(value) else value for name, value in values.items()}
    return {
        name: value.replace("{today}", today) if isinstance(value, str) else value
        for name, value in made.items()
    }


def _opened(stage: Stage, client: Client, row: Row) -> tuple[str, dict[str, Any]]:
    """Where the form is sent, and what with: all that its page shows, and right data beside."""
    sent = FORMS[row]
    if sent.before is not None:
        sent.before(stage)
    url = sent.url(stage) if sent.url else url_of(*row, stage.world)
    own = _made(sent.data(stage) if callable(sent.data) else sent.data)
    at = sent.on(stage) if callable(sent.on) else url_of(*sent.on, stage.world) if sent.on else url
    if not sent.is_shown:
        return url, own
    answer = client.get(at, follow=sent.on is None)
    if answer.status_code == 405:  # a button of a page that shows it in some state only
        return url, own
    if sent.on is None:
        asked = answer.request["QUERY_STRING"]
        url = at = answer.request["PATH_INFO"] + (f"?{asked}" if asked else "")
    form = form_to(answer.content.decode(), at, url)
    return form.action, fill(form, _made(USUAL) | own) | own


def _told(answer: Any) -> str:
    """What went wrong, for the message of a failed test."""
    form = (getattr(answer, "context", None) or {}).get("form")
    errors = dict(form.errors) if form is not None and form.is_bound else {}
    return f"{errors} {[str(message) for message in get_messages(answer.wsgi_request)]}"


def _send_empty(client: Client, url: str, row: Row) -> None:
    answer = client.post(url)
    assert answer.status_code == FORMS[row].empty, f"Sent empty: {_told(answer)}"


@pytest.mark.parametrize("row", FORMS, ids=" ".join)
def test_right_data_is_taken_and_none_is_refused(clean: Stage, row: Row) -> None:
    """A page that comes back with its errors has changed nothing, so right data may follow."""
    client = clean.cast.client(FORMS[row].who)
    url, data = _opened(clean, client, row)
    if FORMS[row].empty == 200:
        _send_empty(client, url, row)
    answer: Any = client.post(url, data)
    if FORMS[row].asks_first:
        assert answer.status_code == 200, _told(answer)
        answer = client.post(url, form_to(answer.content.decode(), url, url).as_shown())

    assert answer.status_code == FORMS[row].right, (_told(answer), data)


@pytest.mark.parametrize("row", [row for row in FORMS if FORMS[row].empty != 200], ids=" ".join)
def test_a_button_needs_no_more_than_its_press(clean: Stage, row: Row) -> None:
    client = clean.cast.client(FORMS[row].who)
    url, _ = _opened(clean, client, row)

    _send_empty(client, url, row)


def test_every_address_takes_a_form_or_only_shows() -> None:
    taking = {name for name, _ in FORMS}
    assert taking | ONLY_SHOWN == set(names_of_addresses())
    assert not taking & ONLY_SHOWN


def test_every_form_of_a_page_has_a_row(clean: Stage) -> None:
    """Also one that a template alone knows of: each page is opened and its forms are read."""
    taking = {name for name, _ in FORMS}
    client, unknown = clean.cast.client("admin"), set()
    for row, (method, answers) in MATRIX.items():
        if method == "get" and answers[0] == 200:
            url = url_of(*row, clean.world)
            for form in _forms_at(client, url):
                name = resolve(urlsplit(form.action).path).view_name
                if name not in taking and name != "styleguide":  # there to be looked at
                    unknown.add((url, name))
    assert unknown == set()


def _forms_at(client: Client, url: str) -> list[ShownForm]:
    answer: Any = client.get(url)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    found = forms_of(answer.content.decode(), url) if is_page and not answer.streaming else []
    for close in answer._resource_closers:  # close() would also close the database
        close()
    return found


# --- The admin --------------------------------------------------------------------------------

MODELS = list(admin.site._registry)
# What no test of the admin makes and the stage has not.
MORE_ROWS: dict[type[models.Model], Callable[[], Any]] = {
    Tag: lambda: Tag.objects.create(name="Nhãn", slug="nhan"),
    CommentPolicy: lambda: CommentPolicy.objects.create(pk=1),  # the only key it takes
    Mailing: make.make_mailing,
}
# Right data of an "add" page beside what can be filled in, by the model's label.
ADDED: dict[str, dict[str, Any]] = {
    "dues.duesrate": {"valid_from": lambda: f"01/01/{local_today().year + 20}"},
    "emulation.classification": {"year": lambda: local_today().year - 5},
    "emulation.compact": {
        "year": lambda: local_today().year - 5, "starts_on": lambda: f"01/01/{local_today().year - 5}",
        "ends_on": lambda: f"31/12/{local_today().year - 5}",
    },
    "events.event": {"starts_at_0": "{today}", "starts_at_1": "08:00"},
    "members.appointment": {"member": lambda: make.make_member().pk},
    "members.member": {"birth_year": "1955", "code": "HV990009"},
    "members.succession": {"new": lambda: make.make_branch().pk},
    "members.user": {
        "username": "thu-nghiem", "password1": "dong-song-xanh-27", "password2": "dong-song-xanh-27",
    },
    "welfare.activity": {"family": "Gia đình bác Thử"},
}  # fmt: skip


def _row_of(model: type[models.Model]) -> Any:
    """One of the filled database, or made for the occasion."""
    return model._default_manager.order_by("pk").first() or (ROWS | MORE_ROWS)[model]()


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_an_admin_page_is_saved_as_it_is_shown(clean: Stage, model: type[models.Model]) -> None:
    client = clean.cast.client("admin")
    url = page(model, "change", _row_of(model).pk)
    answer = client.get(url)
    assert client.post(url).status_code in (200, 302, 400, 403)
    if not answer.context["has_change_permission"]:
        return
    form = form_to(answer.content.decode(), url, url)
    answer = client.post(url, form.as_shown())

    assert answer.status_code == 302, _errors(answer)


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_an_admin_page_adds(clean: Stage, model: type[models.Model]) -> None:
    client, url = clean.cast.client("admin"), page(model, "add")
    answer = client.get(url)
    assert client.post(url).status_code in (200, 400, 403)
    if answer.status_code == 403:
        return
    data = fill(form_to(answer.content.decode(), url, url), _made(USUAL))
    for name, asked in answer.context["adminform"].form.fields.items():
        if asked.required and isinstance(asked, ModelChoiceField) and not any(data.get(name) or []):
            data[name] = asked.queryset.first().pk
    answer = client.post(url, data | _made(ADDED.get(model._meta.label_lower, {})))

    assert answer.status_code == 302, (_errors(answer), data)


def _errors(answer: Any) -> list[Any]:
    sets = [one.formset for one in answer.context["inline_admin_formsets"]]
    return [dict(answer.context["adminform"].form.errors), *(one.errors for one in sets)]
