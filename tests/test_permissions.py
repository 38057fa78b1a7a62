"""The security policy on one screen: every address × everybody, and what nobody may read.

An address without a row fails the suite, so a new page can't be forgotten.
"""

import copy
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assoc.models import MenuEntry, SiteProfile
from emulation.models import Compact
from events.models import Event
from members.models import (
    Change,
    Consent,
    Member,
    MemberDocument,
    Portrait,
    Position,
    SavedFilter,
    SensitiveDetails,
    Unit,
    User,
)
from moves.actions.leaving import answer_transfer
from news.actions import keep_version
from news.models import (
    Attachment,
    Comment,
    CommentBan,
    CommentPolicy,
    FrontPin,
    ImportRun,
    OldAddress,
    Page,
    Photo,
    Post,
    PostReads,
    PostVersion,
    PreviewLink,
    Subscriber,
)
from reports.models import body_of

from . import factories as make
from .conftest import Cast, make_cast
from .pages import HARD
from .poison import poison, unescaped

WHO = (
    "admin", "office", "editor", "officer_above", "officer_here", "officer_beside", "correspondent",
    "former_officer", "member_here", "nobody",
)  # fmt: skip
# Who reads more than they write: their answers stand in `READERS_MATRIX`.
READERS = ("deputy_here", "treasurer_here", "inspector")
ALL = (200,) * 10
SIGNED_IN = (200,) * 9 + (302,)
#             admin office editor above here beside corr. former member nobody
EDITORS = (200, 200, 200, 404, 404, 404, 404, 404, 404, 404)  # drafts of the newspaper
BOOKS_HERE = (200, 200, 404, 200, 200, 404, 404, 404, 404, 404)  # drafts of the branch `here`
DESK = (200,) * 7 + (403, 403, 302)  # the officers' workspace
NEWS_DESK = (200,) * 3 + (403,) * 6 + (302,)  # the newsroom's own pages of the workspace
POSTED = (302,) * 10
# A post of the branch `here` on the desk; the correspondent writes for the district above it.
WRITERS = (200, 200, 200, 200, 200, 404, 200, 403, 403, 302)
SENT = (200, 200, 200, 403, 403, 404, 403, 403, 403, 302)  # while the editors have it in hand
STRANGERS = (200, 200, 200, 404, 404, 404, 404, 403, 403, 302)  # a post of another district's
# Sent without being signed in, a form comes back with all that was typed.
WRITERS_POST = (302, 302, 302, 302, 302, 404, 302, 403, 403, 401)
SENT_POST = (302, 302, 302, 403, 403, 404, 403, 403, 403, 401)
STRANGERS_POST = (302, 302, 302, 404, 404, 404, 404, 403, 403, 401)


def _asked_again(row: tuple[int, ...]) -> tuple[int, ...]:
    """A form that was sent empty comes back to whoever may send it."""
    return tuple(200 if code == 302 else code for code in row)


BOOKS = (200, 200, 403, 200, 200, 200, 403, 403, 403, 302)  # whoever keeps some unit's books
BOOKS_POSTED = (302, 302, 403, 302, 302, 302, 403, 403, 403, 401)
CARD_HERE = (200, 200, 404, 200, 200, 404, 404, 404, 404, 302)  # a member of `here`
CARD_POSTED = (302, 302, 404, 302, 302, 404, 404, 404, 404, 401)
CARD_ELSEWHERE = (200, 200, 404, 404, 404, 404, 404, 404, 404, 302)
# Records of `here`; of `beside`, another branch of the district.
OF_HERE = (200, 200, 404, 200, 200, 404, 404, 404, 404, 302)
# Of a member of `here`, done by the unit above, which decides.
ABOVE_HERE = (200, 200, 404, 200, 403, 404, 404, 404, 404, 302)
# Seen by whoever keeps the book of `here`, done by the city office.
OFFICE_OF_HERE = (200, 200, 404, 403, 403, 404, 404, 404, 404, 302)
DONE_HERE = (302, 302, 404, 302, 302, 404, 404, 404, 404, 401)
# Sent without what it asks for: the page comes back and says so.
REFUSED_HERE = (200, 200, 404, 200, 200, 404, 404, 404, 404, 401)
OF_BOTH = (200, 200, 404, 200, 200, 200, 404, 404, 404, 302)
# Dues of the district above `here`; whoever keeps no book gets no further than the door.
DUES_HERE = (200, 200, 403, 200, 200, 404, 403, 403, 403, 302)
DUES_DONE = (302, 302, 403, 302, 302, 404, 403, 403, 403, 401)
DUES_OFFICE = (200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
NEWS_POSTED = (302,) * 3 + (403,) * 6 + (401,)
# Reports: a draft is its unit's own, what was sent is read from above.
DRAFT_HERE = (200, 404, 404, 404, 200, 404, 404, 404, 404, 302)
OVERSEEN = (200, 200, 403, 200, 404, 404, 403, 403, 403, 302)  # who has units below
ASKING = (200, 200, 403, 200, 403, 403, 403, 403, 403, 302)  # who may lay down what is owed

# name, which object: method, answer for each of WHO
MATRIX: dict[tuple[str, str], tuple[str, tuple[int, ...]]] = {
    ("home", ""): ("get", ALL),
    ("search", ""): ("get", ALL),
    ("reading", ""): ("post", POSTED),
    ("styleguide", ""): ("get", (200, *(404,) * 9)),
    ("login", ""): ("get", (302,) * 9 + (200,)),
    ("logout", ""): ("post", POSTED),
    ("healthz", ""): ("get", ALL),
    ("readyz", ""): ("get", ALL),
    ("robots", ""): ("get", ALL),
    ("sitemap", ""): ("get", ALL),
    ("sitemap_part", ""): ("get", ALL),
    ("picture", "photo"): ("get", ALL),
    ("members:me", ""): ("get", SIGNED_IN),
    ("members:password", ""): ("get", SIGNED_IN),
    ("members:units", ""): ("get", ALL),
    ("members:unit", "here"): ("get", ALL),
    ("news:list", ""): ("get", ALL),
    ("news:section", "section"): ("get", ALL),
    ("news:month", "month"): ("get", ALL),
    ("news:rss", ""): ("get", ALL),
    ("news:atom", ""): ("get", ALL),
    ("news:detail", "public"): ("get", ALL),
    ("news:detail", "internal"): ("get", (200,) * 9 + (404,)),
    ("news:detail", "draft"): ("get", EDITORS),
    ("news:detail", "withdrawn"): ("get", EDITORS),
    ("news:detail", "future"): ("get", EDITORS),
    ("news:attachment", "public"): ("get", ALL),
    ("news:attachment", "internal"): ("get", (200,) * 9 + (404,)),
    ("news:attachment", "draft"): ("get", EDITORS),
    ("news:comment", "public"): ("post", POSTED),
    ("news:comment", "internal"): ("post", (302,) * 9 + (404,)),
    ("news:comment", "draft"): ("post", (404,) * 10),
    ("news:comment_status", ""): ("get", ALL),
    ("news:albums", ""): ("get", ALL),
    ("news:album", "public"): ("get", ALL),
    ("news:album", "internal"): ("get", (200,) * 9 + (404,)),
    ("news:album", "draft"): ("get", EDITORS),
    ("news:read", "public"): ("post", (204,) * 10),
    ("news:read", "internal"): ("post", (204,) * 9 + (404,)),
    ("news:read", "draft"): ("post", (404,) * 10),
    ("news:subscribe", ""): ("get", ALL),
    ("news:subscribe", "asked"): ("post", POSTED),
    ("news:confirm_subscription", "pending"): ("get", ALL),
    ("news:subscription", "own"): ("get", ALL),
    ("news:one_click_stop", "own"): ("post", ALL),
    ("events:list", ""): ("get", ALL),
    ("events:calendar", ""): ("get", ALL),
    ("events:detail", "public"): ("get", ALL),
    ("events:detail", "draft"): ("get", BOOKS_HERE),
    ("emulation:index", ""): ("get", ALL),
    ("emulation:cluster", "cluster"): ("get", ALL),
    ("emulation:compact", "signed"): ("get", ALL),
    ("emulation:compact", "draft"): ("get", (200, 200, 404, 200, 404, 404, 404, 404, 404, 404)),
    ("welfare:index", ""): ("get", ALL),
    ("page", "public"): ("get", ALL),
    ("page", "draft"): ("get", EDITORS),
    ("desk", ""): ("get", DESK),
    ("desk_search", ""): ("get", DESK),
    ("old_fonts", ""): ("post", (200,) * 9 + (401,)),
    ("usual", ""): ("post", (302,) + (403,) * 8 + (401,)),
    ("news_desk:posts", ""): ("get", DESK),
    ("news_desk:new", ""): ("get", DESK),
    # `own` is a draft of the branch `here`, `other` one of another district's, `sent` is `here`'s
    # and with the editors.
    ("news_desk:post", "own"): ("get", WRITERS),
    ("news_desk:post", "other"): ("get", STRANGERS),
    ("news_desk:post", "sent"): ("get", WRITERS),
    ("news_desk:from_event", "public"): ("get", WRITERS),
    ("news_desk:from_event", "draft"): ("get", (200, 200, 404, 200, 200, 404, 404, 403, 403, 302)),
    ("news_desk:autosave", "own"): ("post", (200,) * 5 + (404, 200, 403, 403, 401)),
    ("news_desk:autosave", "sent"): ("post", (200, 200, 200, 409, 409, 404, 409, 403, 403, 401)),
    ("news_desk:autosave", "other"): ("post", (200,) * 3 + (404,) * 4 + (403, 403, 401)),
    ("news_desk:drop_typed", "own"): ("post", WRITERS_POST),
    ("news_desk:drop_typed", "other"): ("post", STRANGERS_POST),
    ("news_desk:move", "own"): ("post", WRITERS_POST),
    ("news_desk:move", "other"): ("post", STRANGERS_POST),
    ("news_desk:photo_add", "own"): ("post", WRITERS_POST),
    ("news_desk:photo_add", "sent"): ("post", SENT_POST),
    ("news_desk:photo_add", "other"): ("post", STRANGERS_POST),
    ("news_desk:photo_edit", "own"): ("post", _asked_again(WRITERS_POST)),
    ("news_desk:photo_edit", "sent"): ("post", _asked_again(SENT_POST)),
    ("news_desk:photo_edit", "other"): ("post", _asked_again(STRANGERS_POST)),
    ("news_desk:photo_move", "own"): ("post", WRITERS_POST),
    ("news_desk:photo_move", "sent"): ("post", SENT_POST),
    ("news_desk:photo_move", "other"): ("post", STRANGERS_POST),
    ("news_desk:photo_delete", "own"): ("get", WRITERS),
    ("news_desk:photo_delete", "sent"): ("get", SENT),
    ("news_desk:photo_delete", "other"): ("get", STRANGERS),
    ("news_desk:attachment_add", "own"): ("post", WRITERS_POST),
    ("news_desk:attachment_add", "sent"): ("post", SENT_POST),
    ("news_desk:attachment_add", "other"): ("post", STRANGERS_POST),
    ("news_desk:attachment_delete", "own"): ("get", WRITERS),
    ("news_desk:attachment_delete", "sent"): ("get", SENT),
    ("news_desk:attachment_delete", "other"): ("get", STRANGERS),
    ("news_desk:versions", "own"): ("get", WRITERS),
    ("news_desk:versions", "other"): ("get", STRANGERS),
    ("news_desk:restore", "own"): ("get", WRITERS),
    ("news_desk:restore", "sent"): ("get", SENT),
    ("news_desk:restore", "other"): ("get", STRANGERS),
    ("news_desk:preview", "own"): ("get", WRITERS),
    ("news_desk:preview", "other"): ("get", STRANGERS),
    ("news_desk:preview_article", "own"): ("get", WRITERS),
    ("news_desk:preview_article", "other"): ("get", STRANGERS),
    ("news_desk:share", "own"): ("post", WRITERS_POST),
    ("news_desk:share", "sent"): ("post", SENT_POST),
    ("news_desk:share", "other"): ("post", STRANGERS_POST),
    ("news_desk:revoke", "own"): ("post", WRITERS_POST),
    ("news_desk:revoke", "other"): ("post", STRANGERS_POST),
    ("news:preview", "own"): ("get", ALL),
    ("news:preview", "withdrawn"): ("get", (410,) * 10),
    ("news_desk:blog", ""): ("get", NEWS_DESK),
    ("news_desk:blog_run", "run"): ("get", NEWS_DESK),
    ("news_desk:blog_start", "run"): ("post", NEWS_POSTED),
    ("news_desk:blog_export", ""): ("get", NEWS_DESK),
    ("old:post", "public"): ("get", (301,) * 10),
    ("old:post", "internal"): ("get", (301,) * 9 + (404,)),
    ("old:post", "draft"): ("get", (301,) * 3 + (404,) * 7),
    ("old:page", "public"): ("get", (301,) * 10),
    ("old:page", "draft"): ("get", (301,) * 3 + (404,) * 7),
    ("old:label", ""): ("get", (301,) * 10),
    ("old:label_feed", ""): ("get", (301,) * 10),
    ("old:month", ""): ("get", (301,) * 10),
    ("old:year", ""): ("get", (301,) * 10),
    ("old:feed", ""): ("get", (301,) * 10),
    ("old:summary", ""): ("get", (301,) * 10),
    ("old:atom", ""): ("get", (301,) * 10),
    ("old:rss", ""): ("get", (301,) * 10),
    ("old:search", ""): ("get", (301,) * 10),
    ("book:members", ""): ("get", BOOKS),
    ("book:members_print", ""): ("get", BOOKS),
    ("book:members_export", ""): ("get", BOOKS),
    ("book:members_columns", ""): ("post", BOOKS_POSTED),
    ("book:filter_save", ""): ("post", BOOKS_POSTED),
    ("book:filter_delete", "own"): (
        "get",
        (404, 404, 403, 404, 200, 404, 403, 403, 403, 302),
    ),
    ("book:filter_remind", "own"): (
        "post",
        (404, 404, 403, 404, 302, 404, 403, 403, 403, 401),
    ),
    ("book:awards", ""): ("get", BOOKS),
    ("book:award_new", ""): ("get", BOOKS),
    ("book:award", "here"): ("get", CARD_HERE),
    ("book:award", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:award_revoke", "here"): ("get", CARD_HERE),
    ("book:award_revoke", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:award_delete", "here"): ("get", CARD_HERE),
    ("book:award_delete", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:award_undo", "here"): ("post", CARD_POSTED),
    ("book:discipline_new", "here"): ("get", ABOVE_HERE),
    ("book:discipline_new", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:discipline", "here"): ("get", ABOVE_HERE),
    ("book:discipline", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:discipline_delete", "here"): ("get", ABOVE_HERE),
    ("book:discipline_delete", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:printing", ""): ("get", BOOKS),
    ("book:attendance", ""): ("get", BOOKS),
    ("book:labels", ""): ("get", BOOKS),
    ("book:letters", ""): ("get", BOOKS),
    ("book:pass_printing", ""): ("get", BOOKS),
    ("book:pass_printing", "sent"): ("post", BOOKS_POSTED),
    ("book:pass_sheets", "here"): ("get", OF_HERE),
    ("book:pass_sheets", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:member_passes", "here"): ("get", CARD_HERE),
    ("book:member_passes", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:member_passes", "reissue"): ("post", CARD_POSTED),
    ("book:pass_withdraw", "here"): ("get", CARD_HERE),
    ("book:pass_withdraw", "done"): ("post", CARD_POSTED),
    # A card's code: its keepers are told if it is good, its owner gets the own page; to everybody
    # else it is as if there were no such code, in force, withdrawn or never given out.
    ("members:pass", "here"): ("get", CARD_HERE),
    ("members:pass", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("members:pass", "withdrawn"): ("get", CARD_HERE),
    ("members:pass", "gone"): ("get", CARD_HERE),
    ("members:pass", "own"): ("get", (200, 200, 404, 200, 200, 404, 404, 404, 302, 302)),
    ("members:pass", "own_withdrawn"): ("get", CARD_HERE),
    ("members:pass", "unknown"): ("get", (404,) * 9 + (302,)),
    ("book:letter_texts", ""): ("get", BOOKS),
    ("book:letter_text_new", ""): ("get", BOOKS),
    ("book:letter_text", "here"): ("get", OF_HERE),
    ("book:letter_text", "district"): ("get", (200, 200, 404, 200, *[404] * 5, 302)),
    ("book:letter_text_undo", "here"): ("post", DONE_HERE),
    ("book:letter_text_delete", "here"): ("get", OF_HERE),
    ("book:member_new", ""): ("get", BOOKS),
    ("book:member", "here"): ("get", CARD_HERE),
    ("book:member", "elsewhere"): ("get", CARD_ELSEWHERE),
    # It went from `here` to another district: a page that says so is a 404 still.
    ("book:member", "moved"): ("get", CARD_ELSEWHERE),
    ("book:member_edit", "moved"): ("get", CARD_ELSEWHERE),
    ("book:member_edit", "here"): ("get", CARD_HERE),
    ("book:member_edit", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:member_undo", "here"): ("post", CARD_POSTED),
    ("book:joining_edit", "here"): ("get", CARD_HERE),
    ("book:joining_edit", "elsewhere"): ("get", CARD_ELSEWHERE),
    # Only whoever wrote the card, or the superuser, is asked whether it shall go.
    ("book:member_take_back", "here"): (
        "get",
        (200, 302, 404, 302, 302, 404, 404, 404, 404, 302),
    ),
    ("book:member_take_back", "elsewhere"): ("post", (302, 302, *[404] * 7, 401)),
    ("book:portrait", "here"): ("get", CARD_HERE),
    ("book:portrait_delete", "here"): ("get", CARD_HERE),
    ("book:portrait_delete", "elsewhere"): ("post", (302, 302, *[404] * 7, 401)),
    ("book:member_private", "here"): ("get", CARD_HERE),
    ("book:member_private", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:consent_add", "here"): ("post", REFUSED_HERE),
    ("book:consent_withdraw", "here"): ("get", CARD_HERE),
    ("book:consent_paper", "here"): ("get", CARD_HERE),
    ("book:document_add", "here"): ("get", CARD_HERE),
    ("book:document", "here"): ("get", CARD_HERE),
    ("book:document", "close"): ("get", (200, 200, 404, 404, 404, 404, 404, 404, 404, 302)),
    ("book:document", "borrowed"): ("get", (404,) * 9 + (302,)),
    ("book:document_delete", "here"): ("get", CARD_HERE),
    ("book:documents", ""): ("get", BOOKS),
    ("book:documents_export", ""): ("get", BOOKS),
    ("news_desk:readers", ""): ("get", NEWS_DESK),
    ("news_desk:erase_reader", "own"): ("get", NEWS_DESK),
    ("news_desk:test_letter", ""): ("post", NEWS_POSTED),
    ("news_desk:reads", ""): ("get", NEWS_DESK),
    ("news_desk:comments", ""): ("get", NEWS_DESK),
    ("news_desk:comment_policy", ""): ("get", NEWS_DESK),
    ("news_desk:bans", ""): ("get", NEWS_DESK),
    ("news_desk:reply", "held"): ("get", NEWS_DESK),
    ("news_desk:ban", "held"): ("get", NEWS_DESK),
    ("news_desk:decide", ""): ("post", NEWS_POSTED),
    ("news_desk:undo", ""): ("post", NEWS_POSTED),
    ("news_desk:lift", "ban"): ("post", NEWS_POSTED),
    ("book:candidates", ""): ("get", BOOKS),
    ("book:candidate_new", ""): ("get", BOOKS),
    ("book:candidate_figures", ""): ("get", BOOKS),
    ("book:candidate", "here"): ("get", OF_HERE),
    ("book:candidate_edit", "here"): ("get", OF_HERE),
    ("book:applications", ""): ("get", BOOKS),
    ("book:application_new", ""): ("get", BOOKS),
    ("book:application", "here"): ("get", OF_HERE),
    ("book:application_edit", "here"): ("get", OF_HERE),
    ("book:application_move", "here"): ("get", OF_HERE),
    ("book:application_paper", "here"): ("get", OF_HERE),
    ("book:admission_paper", "here"): ("get", OF_HERE),
    ("book:admission_undo", "here"): (
        "get",  # asked of whoever wrote it; the others are sent back to the application
        (200, 302, 404, 302, 302, 404, 404, 404, 404, 302),
    ),
    ("book:admission_correct", "here"): ("get", OFFICE_OF_HERE),
    ("book:application_scan", "here"): ("post", REFUSED_HERE),
    ("book:scan", "here"): ("get", OF_HERE),
    # The scan was attached by the administrator.
    ("book:scan_delete", "here"): ("get", (200, 200, 404, 403, 403, 404, 404, 404, 404, 302)),
    ("book:transfers", ""): ("get", BOOKS),
    ("book:transfer_new", ""): ("get", BOOKS),
    ("book:transfer", "beside"): ("get", OF_BOTH),  # from here to beside: both sides look on
    ("book:transfer", "elsewhere"): ("get", OF_HERE),
    ("book:transfer_paper", "beside"): ("get", OF_BOTH),
    # Accepting: the receiving branch, and who keeps both sides' books.
    ("book:transfer_move", "beside"): (
        "get",
        (200, 200, 404, 200, 404, 200, 404, 404, 404, 302),
    ),
    # Cancelling: the sending branch, and who keeps both.
    ("book:transfer_move", "cancel"): ("get", OF_HERE),
    ("book:transfer_undo", "elsewhere"): ("post", DONE_HERE),
    ("book:transfer_scan", "elsewhere"): ("post", REFUSED_HERE),
    # What nobody may undo any more, the city office corrects.
    ("book:transfer_correct", "beside"): ("get", (200, 200, 404, *[403] * 3, 404, 404, 404, 302)),
    ("book:departures", ""): ("get", BOOKS),
    ("book:departure_new", ""): ("get", BOOKS),
    ("book:departure", "here"): ("get", OF_HERE),
    ("book:departure_paper", "here"): ("get", OF_HERE),
    ("book:departure_undo", "here"): ("post", DONE_HERE),
    ("book:departure_correct", "here"): ("get", OFFICE_OF_HERE),
    ("book:departure_courtesy", "here"): ("post", DONE_HERE),
    ("book:departure_scan", "here"): ("post", REFUSED_HERE),
    ("book:proposals", ""): ("get", BOOKS),
    ("book:proposal_new", ""): ("get", BOOKS),
    ("book:proposal", "here"): ("get", OF_HERE),
    # The branch proposes, the unit above decides; only who proposed takes it back.
    ("book:proposal_move", "decide"): ("get", (200, 200, 404, 200, *[404] * 5, 302)),
    ("book:proposal_move", "refuse"): ("get", (200, 200, 404, 200, *[404] * 5, 302)),
    ("book:proposal_move", "copy"): ("get", (404,) * 9 + (302,)),
    ("book:proposal_move", "withdraw"): ("get", (200, 404, 404, 404, 200, *[404] * 4, 302)),
    ("book:proposal_undo", "here"): ("post", DONE_HERE),
    ("book:proposal_scan", "here"): ("post", REFUSED_HERE),
    ("book:proposal_paper", "warned"): ("get", OF_HERE),
    ("book:papers", ""): ("get", BOOKS),
    ("book:paper_confirm", "district"): ("post", (302, 302, 404, 302, *[404] * 5, 401)),
    ("book:offices", ""): ("get", BOOKS),
    ("book:office_fill", "here"): ("get", OF_HERE),
    ("book:office_end", "here"): ("get", OF_HERE),
    # Held for long: no longer a slip of the pen.
    ("book:office_take_back", "here"): ("get", (302, 302, 404, 302, 302, 404, 404, 404, 404, 302)),
    ("book:handover", "here"): ("get", OF_HERE),
    ("book:handover_take_back", "here"): ("get", OF_HERE),
    ("book:rights", ""): ("get", (200, 200, *[403] * 7, 302)),
    ("book:accounts", ""): ("get", BOOKS),
    ("book:account_new", ""): ("get", BOOKS),
    ("book:account", "member"): ("get", OF_HERE),
    # The branch's secretary holds rights there: equals and those above, nobody else.
    ("book:account", "officer"): ("get", OF_HERE),
    # A member of the branch who is of the city's office: seen as a name, touched by the office only.
    ("book:account", "above"): ("get", OF_HERE),
    ("book:account_link", "member"): ("post", DONE_HERE),
    ("book:account_link", "above"): ("post", (302, 302, *[404] * 7, 401)),
    ("book:account_paper", "member"): (
        "get",
        (*DONE_HERE[:-1], 302),
    ),  # shown once, to who asked for it
    ("book:account_active", "member"): ("post", DONE_HERE),
    ("book:account_active", "above"): ("post", (302, 302, *[404] * 7, 401)),
    ("reports:list", ""): ("get", BOOKS),
    ("reports:kinds", ""): ("get", ASKING),
    ("reports:kind_new", ""): ("get", ASKING),
    ("reports:kind", "city"): ("get", (200, 200, *[403] * 7, 302)),
    ("reports:write", "here"): ("get", (200, 404, 403, 404, 200, 404, 403, 403, 403, 302)),
    ("reports:period", "city"): ("get", OVERSEEN),
    ("reports:reminder", "city"): ("get", OVERSEEN),
    ("reports:total", "city"): ("get", OVERSEEN),
    ("reports:total_export", "city"): ("get", OVERSEEN),
    ("reports:report", "draft"): ("get", DRAFT_HERE),
    ("reports:report", "sent"): ("get", OF_HERE),
    ("reports:report", "returned"): ("get", OF_HERE),  # its text at the unit's desk alone
    ("reports:edit", "draft"): ("get", DRAFT_HERE),
    ("reports:edit", "returned"): ("get", (200, 403, 404, 403, 200, *[404] * 4, 302)),
    ("reports:edit", "sent"): ("get", (302, 403, 404, 403, 302, *[404] * 4, 302)),
    ("reports:autosave", "draft"): ("post", (*DRAFT_HERE[:-1], 401)),
    ("reports:autosave", "returned"): ("post", (200, 403, 404, 403, 200, *[404] * 4, 401)),
    ("reports:autosave", "sent"): ("post", (409, 403, 404, 403, 409, *[404] * 4, 401)),
    ("reports:drop_typed", "draft"): ("post", (302, 404, 404, 404, 302, *[404] * 4, 401)),
    ("reports:drop_typed", "sent"): ("post", (302, 403, 404, 403, 302, *[404] * 4, 401)),
    ("reports:paper", "draft"): ("get", DRAFT_HERE),
    ("reports:paper", "sent"): ("get", OF_HERE),
    ("reports:paper", "returned"): ("get", (200, 403, 404, 403, 200, *[404] * 4, 302)),
    ("reports:move", "send"): ("post", (302, 404, 404, 404, 302, *[404] * 4, 401)),
    ("reports:move", "receive"): ("post", (302, 302, 404, 302, 403, *[404] * 4, 401)),
    ("reports:move", "return"): ("get", (200, 200, 404, 200, 403, *[404] * 4, 302)),
    ("reports:copy_add", "sent"): ("post", REFUSED_HERE),
    ("reports:copy", "sent"): ("get", OF_HERE),
    ("reports:copy_delete", "sent"): ("get", (200, 200, 404, 403, 403, *[404] * 4, 302)),
    ("reports:copy", "returned"): ("get", (200, 403, 404, 403, 200, *[404] * 4, 302)),
    ("dues:year", ""): ("get", BOOKS),
    ("dues:year", "here"): ("get", DUES_HERE),
    ("dues:year_print", ""): ("get", BOOKS),
    ("dues:year_print", "here"): ("get", DUES_HERE),
    ("dues:year_export", ""): ("get", BOOKS),
    ("dues:arrears", ""): ("get", BOOKS),
    ("dues:arrears", "here"): ("get", DUES_HERE),
    ("dues:collections", ""): ("get", BOOKS),
    ("dues:collection_new", ""): ("get", BOOKS),
    ("dues:collection_new", "here"): ("get", DUES_HERE),
    ("dues:collection", "here"): ("get", DUES_HERE),
    ("dues:collection_paper", "here"): ("get", DUES_HERE),
    ("dues:collection_receipts", "here"): ("get", DUES_HERE),
    ("dues:receipt", "here"): ("get", DUES_HERE),
    ("dues:receipt_print", "here"): ("get", DUES_HERE),
    ("dues:receipt_reverse", "here"): ("get", DUES_HERE),
    ("dues:receipt_restore", "here"): ("post", DUES_DONE),
    ("dues:waivers", ""): ("get", BOOKS),
    ("dues:waiver_new", ""): ("get", BOOKS),
    ("dues:waiver", "here"): ("get", DUES_HERE),
    ("dues:waiver_withdraw", "here"): ("post", DUES_DONE),
    ("dues:rates", ""): ("get", BOOKS),
    ("dues:rate_new", ""): ("get", DUES_OFFICE),
    ("dues:rate", "rate"): ("get", DUES_OFFICE),
    ("dues:rate_delete", "rate"): ("get", DUES_OFFICE),
    ("members:set_password", ""): ("get", ALL),
    ("news_desk:front", ""): ("get", NEWS_DESK),
    ("news_desk:front_choose", "public"): ("post", NEWS_POSTED),
    ("news_desk:front_choose", "draft"): ("post", (404,) * 3 + (403,) * 6 + (401,)),
    ("news_desk:front_change", "pin"): ("post", NEWS_POSTED),
    ("news_desk:front_undo", "token"): ("post", NEWS_POSTED),
    ("news_desk:sections", ""): ("get", NEWS_DESK),
    ("news_desk:section_new", ""): ("get", NEWS_DESK),
    ("news_desk:section", "section"): ("get", NEWS_DESK),
    ("news_desk:section_move", "section"): ("post", NEWS_POSTED),
    ("news_desk:section_merge", "section"): ("get", NEWS_DESK),
    ("news_desk:section_delete", "section"): ("get", NEWS_DESK),
    ("news_desk:pages", ""): ("get", NEWS_DESK),
    ("news_desk:page_new", ""): ("get", NEWS_DESK),
    ("news_desk:page", "page"): ("get", NEWS_DESK),
    ("news_desk:page_new_autosave", ""): ("post", (200,) * 3 + (403,) * 6 + (401,)),
    ("news_desk:page_new_drop_typed", ""): ("post", NEWS_POSTED),
    ("news_desk:page_autosave", "page"): ("post", (200,) * 3 + (403,) * 6 + (401,)),
    ("news_desk:page_drop_typed", "page"): ("post", NEWS_POSTED),
    ("news_desk:page_publish", "page"): ("post", NEWS_POSTED),
    ("news_desk:page_delete", "page"): ("get", NEWS_DESK),
    ("site_menus", ""): ("get", NEWS_DESK),
    ("site_entry_new", "place"): ("get", NEWS_DESK),
    ("site_menu_reset", "place"): ("get", NEWS_DESK),
    ("site_entry", "entry"): ("get", NEWS_DESK),
    ("site_entry_change", "entry"): ("post", NEWS_POSTED),
    ("site_entry_undo", "token"): ("post", NEWS_POSTED),
    ("site_facts", ""): ("get", NEWS_DESK),
}
#             deputy treasurer inspector
READ_BOOKS = (200, 403, 200)
READ_HERE = (200, 404, 200)
READ_ABOVE = (404, 404, 200)
NOT_WRITE = (403, 404, 403)
NOT_WRITE_ABOVE = (404, 404, 403)
READ_DUES = (200, 200, 200)
WRITE_DUES = (403, 200, 403)
READ_PRIVATE = (403, 404, 200)
READ_PAPERS = (403, 403, 200)
# Whatever stands not here, they are answered as a member of the branch is.
READERS_MATRIX: dict[tuple[str, str], tuple[int, int, int]] = {
    ("news:subscribe", "asked"): (429, 429, 429),  # ten from one address asked before them
    ("events:detail", "draft"): READ_HERE,
    ("emulation:compact", "draft"): READ_ABOVE,
    ("desk", ""): READ_DUES,
    ("desk_search", ""): READ_DUES,
    ("book:members", ""): READ_BOOKS,
    ("book:members_print", ""): READ_BOOKS,
    ("book:members_export", ""): READ_BOOKS,
    ("book:members_columns", ""): (302, 403, 302),
    ("book:filter_save", ""): (302, 403, 302),
    ("book:filter_delete", "own"): (404, 403, 404),
    ("book:filter_remind", "own"): (404, 403, 404),
    ("book:awards", ""): READ_BOOKS,
    ("book:award", "here"): READ_HERE,
    ("book:award", "elsewhere"): READ_ABOVE,
    ("book:award_revoke", "here"): NOT_WRITE,
    ("book:award_revoke", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:award_delete", "here"): NOT_WRITE,
    ("book:award_delete", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:award_undo", "here"): NOT_WRITE,
    ("book:discipline_new", "here"): NOT_WRITE,
    ("book:discipline_new", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:discipline", "here"): NOT_WRITE_ABOVE,
    ("book:discipline", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:discipline_delete", "here"): NOT_WRITE_ABOVE,
    ("book:discipline_delete", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:printing", ""): READ_BOOKS,
    ("book:attendance", ""): READ_BOOKS,
    ("book:labels", ""): READ_BOOKS,
    ("book:letters", ""): (403, 403, 403),
    ("book:pass_sheets", "here"): READ_HERE,
    ("book:pass_sheets", "elsewhere"): READ_ABOVE,
    ("book:member_passes", "here"): READ_HERE,
    ("book:member_passes", "elsewhere"): READ_ABOVE,
    ("book:member_passes", "reissue"): NOT_WRITE,
    ("book:pass_withdraw", "here"): NOT_WRITE,
    ("book:pass_withdraw", "done"): NOT_WRITE,
    ("members:pass", "here"): READ_HERE,
    ("members:pass", "elsewhere"): READ_ABOVE,
    ("members:pass", "withdrawn"): READ_HERE,
    ("members:pass", "gone"): READ_HERE,
    ("members:pass", "own"): READ_HERE,
    ("members:pass", "own_withdrawn"): READ_HERE,
    ("book:letter_texts", ""): READ_BOOKS,
    ("book:member", "here"): READ_HERE,
    ("book:member", "elsewhere"): READ_ABOVE,
    ("book:member", "moved"): READ_ABOVE,
    ("book:member_edit", "moved"): NOT_WRITE_ABOVE,
    ("book:member_edit", "here"): NOT_WRITE,
    ("book:member_edit", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:member_undo", "here"): NOT_WRITE,
    ("book:joining_edit", "here"): NOT_WRITE,
    ("book:joining_edit", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:member_take_back", "here"): NOT_WRITE,
    ("book:member_take_back", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:portrait", "here"): READ_HERE,
    ("book:portrait_delete", "here"): NOT_WRITE,
    ("book:portrait_delete", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:member_private", "here"): READ_PRIVATE,
    ("book:member_private", "elsewhere"): READ_ABOVE,
    ("book:consent_add", "here"): NOT_WRITE,
    ("book:consent_withdraw", "here"): NOT_WRITE,
    ("book:consent_paper", "here"): READ_PRIVATE,
    ("book:document_add", "here"): NOT_WRITE,
    ("book:document", "here"): READ_ABOVE,
    ("book:document_delete", "here"): NOT_WRITE,
    ("book:documents", ""): READ_PAPERS,
    ("book:documents_export", ""): READ_PAPERS,
    ("book:candidates", ""): READ_BOOKS,
    ("book:candidate_figures", ""): READ_BOOKS,
    ("book:candidate", "here"): READ_HERE,
    ("book:candidate_edit", "here"): NOT_WRITE,
    ("book:applications", ""): READ_BOOKS,
    ("book:application", "here"): READ_HERE,
    ("book:application_edit", "here"): NOT_WRITE,
    ("book:application_paper", "here"): READ_HERE,
    ("book:admission_paper", "here"): READ_HERE,
    ("book:admission_undo", "here"): NOT_WRITE,
    ("book:admission_correct", "here"): NOT_WRITE,
    ("book:application_scan", "here"): NOT_WRITE,
    ("book:scan", "here"): READ_HERE,
    ("book:scan_delete", "here"): NOT_WRITE,
    ("book:transfers", ""): READ_BOOKS,
    ("book:transfer", "beside"): READ_HERE,
    ("book:transfer", "elsewhere"): READ_HERE,
    ("book:transfer_paper", "beside"): READ_HERE,
    ("book:transfer_undo", "elsewhere"): NOT_WRITE,
    ("book:transfer_scan", "elsewhere"): NOT_WRITE,
    ("book:transfer_correct", "beside"): NOT_WRITE,
    ("book:departures", ""): READ_BOOKS,
    ("book:departure", "here"): READ_HERE,
    ("book:departure_paper", "here"): READ_HERE,
    ("book:departure_undo", "here"): NOT_WRITE,
    ("book:departure_correct", "here"): NOT_WRITE,
    ("book:departure_courtesy", "here"): NOT_WRITE,
    ("book:departure_scan", "here"): NOT_WRITE,
    ("book:proposals", ""): READ_BOOKS,
    ("book:proposal", "here"): READ_ABOVE,
    ("book:proposal_undo", "here"): NOT_WRITE_ABOVE,
    ("book:proposal_scan", "here"): NOT_WRITE_ABOVE,
    ("book:proposal_paper", "warned"): READ_ABOVE,
    ("book:papers", ""): READ_BOOKS,
    ("book:paper_confirm", "district"): NOT_WRITE_ABOVE,
    ("book:offices", ""): READ_BOOKS,
    ("book:handover", "here"): READ_HERE,
    ("reports:list", ""): READ_BOOKS,
    ("reports:write", "here"): (404, 403, 404),
    ("reports:period", "city"): (404, 403, 200),
    ("reports:reminder", "city"): (404, 403, 200),
    ("reports:total", "city"): (404, 403, 200),
    ("reports:total_export", "city"): (404, 403, 200),
    ("reports:report", "sent"): READ_HERE,
    ("reports:report", "returned"): READ_HERE,
    ("reports:edit", "returned"): NOT_WRITE,
    ("reports:edit", "sent"): NOT_WRITE,
    ("reports:autosave", "returned"): NOT_WRITE,
    ("reports:autosave", "sent"): NOT_WRITE,
    ("reports:drop_typed", "sent"): NOT_WRITE,
    ("reports:paper", "sent"): READ_HERE,
    ("reports:paper", "returned"): NOT_WRITE,
    ("reports:move", "receive"): NOT_WRITE,
    ("reports:move", "return"): NOT_WRITE,
    ("reports:copy_add", "sent"): NOT_WRITE,
    ("reports:copy", "sent"): READ_HERE,
    ("reports:copy_delete", "sent"): NOT_WRITE,
    ("reports:copy", "returned"): NOT_WRITE,
    ("dues:year", ""): READ_DUES,
    ("dues:year", "here"): READ_DUES,
    ("dues:year_print", ""): READ_DUES,
    ("dues:year_print", "here"): READ_DUES,
    ("dues:year_export", ""): READ_DUES,
    ("dues:arrears", ""): READ_DUES,
    ("dues:arrears", "here"): READ_DUES,
    ("dues:collections", ""): READ_DUES,
    ("dues:collection_new", ""): WRITE_DUES,
    ("dues:collection_new", "here"): WRITE_DUES,
    ("dues:collection", "here"): READ_DUES,
    ("dues:collection_paper", "here"): READ_DUES,
    ("dues:collection_receipts", "here"): READ_DUES,
    ("dues:receipt", "here"): READ_DUES,
    ("dues:receipt_print", "here"): READ_DUES,
    ("dues:receipt_reverse", "here"): WRITE_DUES,
    ("dues:receipt_restore", "here"): (403, 302, 403),
    ("dues:waivers", ""): READ_DUES,
    ("dues:waiver_new", ""): WRITE_DUES,
    ("dues:waiver", "here"): READ_DUES,
    ("dues:waiver_withdraw", "here"): (403, 302, 403),
    ("dues:rates", ""): READ_DUES,
}
# Django's own admin: who gets past its door is in tests/admin/.
ELSEWHERE = {"admin"}


@dataclass
class World:
    """One of everything that could leak, each with a word nobody else has."""

    posts: dict[str, Post]
    attachments: dict[str, Attachment]
    events: dict[str, Event]
    compacts: dict[str, Compact]
    photos: dict[str, Photo]
    links: dict[str, PreviewLink]
    here: Unit
    picture: str
    run: ImportRun
    cards: dict[str, Member]
    papers: dict[str, MemberDocument]
    readers: dict[str, Subscriber]
    held: Comment
    ban: CommentBan
    book: dict[tuple[str, str], Any]  # name of the address, which: its arguments
    pin: FrontPin
    entry: MenuEntry


@dataclass
class Stage:
    """All that the tests of this file ask for, made once and only looked at."""

    cast: Cast
    world: World
    tickets: dict[str, Any]  # the cookies of everybody who is signed in
    files: Path

    def browser(self, who: str) -> Client:
        client = Client()
        client.cookies = copy.deepcopy(self.tickets[who])
        return client


@pytest.fixture(scope="module")
def _made(kept_rows: Path) -> Stage:
    cast = make_cast()
    world = make_world(cast)
    tickets = {who: cast.client(who).cookies for who in WHO}
    for who, user in make_readers(cast).items():
        client = Client()
        client.force_login(user, backend="members.backends.OfficeBackend")
        tickets[who] = client.cookies
    return Stage(cast, world, tickets, kept_rows)


def make_readers(cast: Cast) -> dict[str, User]:
    """A deputy and a treasurer of the branch `here`, and the city's inspection board."""
    return {
        "deputy_here": make.make_officer(cast.here, Position.Right.DEPUTY),
        "treasurer_here": make.make_officer(cast.here, Position.Right.TREASURER),
        "inspector": make.make_officer(cast.city, Position.Right.INSPECTION),
    }


@pytest.fixture
def stage(_made: Stage, db: None, settings: Any) -> Stage:
    settings.MEDIA_ROOT = _made.files
    return _made


def make_world(cast: Cast) -> World:
    now = timezone.now()
    section = make.make_section(name="Thi đua", slug="thi-dua")
    states: dict[str, dict[str, Any]] = {
        "public": {"title": "Bài viết congkhaiabc"},
        "internal": {"title": "Tin noiboxyz", "audience": Post.Audience.INTERNAL},
        "draft": {"title": "Nháp banthaoxyz", "state": Post.State.DRAFT, "published_at": None},
        "withdrawn": {"title": "Gỡ dagoxyz", "state": Post.State.WITHDRAWN},
        "future": {
            "title": "Hẹn mairadangxyz",
            "state": Post.State.SCHEDULED,
            "scheduled_for": now + dt.timedelta(days=2),
            "published_at": None,
        },
    }
    posts = {
        name: make.make_post(
            section=section, slug=name, lead=f"Sapo {fields['title']}", body=f"<p>{fields['title']}</p>"
        , **fields)
        for name, fields in states.items()
    }  # fmt: skip
    attachments = {}
    for name, post in posts.items():
        attachments[name] = Attachment(post=post, title=f"Tệp {post.title}")
        attachments[name].file.save(f"{name}.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
        post.units.add(cast.here)
    photo = make.make_photo(posts["public"])
    photos, links = {}, {}
    for name, unit, state in (
        ("own", cast.here, Post.State.DRAFT),
        ("sent", cast.here, Post.State.SUBMITTED),
        ("other", cast.elsewhere, Post.State.DRAFT),
    ):
        posts[name] = make.make_post(
            section=section, unit=unit, state=state, published_at=None, title=f"Tin {name}xyz"
        )
        photos[name] = make.make_photo(posts[name])
        attachments[name] = Attachment(post=posts[name], title="Tệp")
        attachments[name].file.save(f"{name}.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
        keep_version(post=posts[name], why=PostVersion.Why.PUBLISHED, by=None)
        links[name] = PreviewLink.objects.create(post=posts[name], made_by=cast.editor)
    links["withdrawn"] = PreviewLink.objects.create(post=posts["withdrawn"], made_by=cast.editor)
    for _ in range(3):
        for name in ("public", "internal", "draft"):
            make.make_photo(posts[name], caption=f"Ảnh {posts[name].title}")
    for post in posts.values():
        PostReads.objects.add(post)
    readers = {
        "own": make.make_subscriber(email="riengtuxyz@thu.example"),
        "pending": make.make_subscriber(state=Subscriber.State.PENDING, confirmed_at=None),
    }
    held = make.make_comment(
        posts["public"], text="Ý kiến dangchoxyz", state=Comment.State.HELD, origin="e" * 64
    )
    ban = CommentBan.objects.create(origin="f" * 64, name="Khách", reason="Lý do lydochanxyz")
    make.make_comment(posts["public"], text="Ý kiến tuchoixyz", state=Comment.State.REJECTED)
    events = {
        "public": make.make_event(cast.here, title="Họp mặt truyền thống"),
        "draft": make.make_event(cast.here, title="Dự kiến sukienxyz", state=Event.State.DRAFT),
    }
    pages = {
        "public": Page.objects.create(
            title="Giới thiệu", slug="public", state=Page.State.PUBLISHED
        ),
        "draft": Page.objects.create(title="Trang nhaptrangxyz", slug="draft"),
    }
    for name in ("public", "internal", "draft"):
        OldAddress.objects.create(path=f"/2024/10/{name}.html", post=posts[name])
    for name, page in pages.items():
        OldAddress.objects.create(path=f"/p/{name}.html", page=page)
    OldAddress.objects.create(path="/search/label/Thi đua", section=section)
    run = ImportRun.objects.create(file_name="blog.zip", state=ImportRun.State.DONE)
    cluster = make.make_cluster(cast.district)
    compacts = {
        "signed": make.make_compact(cluster, year=2024),
        "draft": make.make_compact(cluster, year=2027, title="Dự thảo giaouocxyz", signed_on=None),
    }
    make.make_classification(
        cast.district, year=2026, cluster=cluster, score="71.37", announced_on=None
    )
    private = make.make_welfare_kind(name="Bệnh hiểm nghèo", is_private=True)
    make.make_activity(
        cast.here,
        kind=private,
        member=cast.member_here.member,
        family="Gia đình thuongyeuxyz",
        story="Câu chuyện chuadongyxyz",
        private_note="Bệnh benhlyxyz",
    )
    card = make.make_member(
        cast.here, full_name="Phạm Riêngtư", phone="0909 000 123", address="Số 7 duongxyz",
        elsewhere_on=make.LONG_AGO, elsewhere="Hội Cựu CAND tỉnh xaxyz", elsewhere_code="LA-12",
        elsewhere_letter="5/GGT",
    )  # fmt: skip
    cards = {"here": card, "elsewhere": make.make_member(cast.elsewhere), "moved": _moved(cast)}
    make.make_award(cards["elsewhere"])
    make.make_discipline(cards["elsewhere"])
    papers = _fill_card(card, cast)
    SiteProfile.objects.create(pk=1)
    entry = MenuEntry.objects.create(place="footer", label="Lịch", kind="room", room="events:list")
    return World(
        posts=posts,
        attachments=attachments,
        events=events,
        compacts=compacts,
        photos=photos,
        links=links,
        here=cast.here,
        picture=photo.picture.rendition_url(480),
        run=run,
        readers=readers,
        held=held,
        ban=ban,
        cards=cards,
        papers=papers,
        book=_book(cast) | _reports(cast),
        pin=make.make_pin(posts["public"]),
        entry=entry,
    )


def _moved(cast: Cast) -> Member:
    """Of `here` until lately, with a card that only the new branch may read."""
    member = make.make_member(
        cast.here, full_name="Tô Chuyểnxyz", phone="0909 333 444", address="Ngõ noimoixyz"
    )
    row = make.make_transfer(cast.here, cast.elsewhere, member=member)
    answer_transfer(transfer=row, slug="dong-y", reason="", by=cast.admin)
    make.make_award(member, title="Thành tích khennoimoixyz")
    return member


def _fill_card(card: Member, cast: Cast) -> dict[str, MemberDocument]:
    """Everything that a card can hold and that not everybody may read."""
    Portrait(member=card).picture.save("anh.jpg", make.picture_file())
    make.make_consent(card, "hardship")
    SensitiveDetails.objects.create(member=card, hardship="Neo đơn hoancanhxyz")
    SavedFilter.objects.create(user=cast.officer_here, name="Lọc locrieng")
    papers = {}
    for name, readers in (("here", "keepers"), ("close", "office")):
        paper = MemberDocument(
            member=card, kind="don", title=f"Giấy {name}giayxyz", readers=readers,
            uploaded_by=cast.admin, expires_on=make.yesterday(),
        )  # fmt: skip
        paper.file.save("giay.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
        papers[name] = paper
    card.phone = "0909 000 124"
    card.save()
    award = make.make_award(card, title="Thành tích khenxyz")
    award.title = "Thành tích lớn khenxyz"
    award.save()
    make.make_discipline(card, reason="Vi phạm kyluatxyz")
    return papers


def _book(cast: Cast) -> dict[tuple[str, str], Any]:
    """One of everything in the members' books of `here`, by the addresses that lead to it."""
    candidate = make.make_candidate(cast.here, full_name="Lê Ứngviênxyz")
    application = make.make_application(cast.here, full_name="Trần Nộpđơnxyz", phone="0909 111 222")
    decision = make.make_decision(cast.district)
    joined = make.make_member(cast.here)
    admitted = make.make_application(
        cast.here,
        **make.reviewed(
            state="admitted", member=joined, membership=joined.memberships.get(), decision=decision,
            decided_on=dt.date(2026, 3, 20), committee_present=9, committee_for=9,
        ),
    )  # fmt: skip
    scan = application.scans.create(
        title="Đơn", file=ContentFile(b"%PDF-1.4 don", "don.pdf"), added_by=cast.admin
    )
    admitted.closed_by, admitted.closed_at = cast.admin, timezone.now()
    admitted.save()
    to_beside = make.make_transfer(cast.here, cast.beside)
    to_elsewhere = make.make_transfer(cast.here, cast.elsewhere)
    departure = make.make_departure(
        cast.here, kind="moved_away", destination="Hội tỉnh", decision=make.make_decision(cast.here)
    )
    proposal = make.make_proposal(cast.here, reason="Vi phạm lydokyluatxyz")
    paper = make.make_decision(cast.district, is_on_paper=True)
    office = make.make_officer(cast.here).member.appointments.get()
    handover = make.make_handover(cast.here)
    high = make.make_user(make.make_member(cast.here))
    position = make.make_position("city_office", Unit.Level.ASSOCIATION)
    high.member.appointments.create(unit=cast.city, position=position, valid_from=make.LONG_AGO)
    accounts = {"member": cast.member_here, "officer": cast.officer_here, "above": high}
    plain = make.make_user(make.make_member(cast.here))
    book: dict[tuple[str, str], Any] = {
        ("candidate", "here"): [candidate.pk],
        ("candidate_edit", "here"): [candidate.pk],
        ("application", "here"): [application.pk],
        ("application_edit", "here"): [application.pk],
        ("application_move", "here"): [application.pk, "chi-hoi-xet"],
        ("application_paper", "here"): [application.pk],
        ("admission_paper", "here"): [admitted.pk],
        ("admission_undo", "here"): [admitted.pk],
        ("admission_correct", "here"): [admitted.pk],
        ("application_scan", "here"): [application.pk],
        ("scan", "here"): [scan.pk],
        ("scan_delete", "here"): [scan.pk],
        ("transfer", "beside"): [to_beside.pk],
        ("transfer", "elsewhere"): [to_elsewhere.pk],
        ("transfer_paper", "beside"): [to_beside.pk],
        ("transfer_move", "beside"): [to_beside.pk, "dong-y"],
        ("transfer_move", "cancel"): [to_elsewhere.pk, "huy"],
        ("transfer_undo", "elsewhere"): [to_elsewhere.pk],
        ("transfer_correct", "beside"): [to_beside.pk],
        ("transfer_scan", "elsewhere"): [to_elsewhere.pk],
        ("proposal", "here"): [proposal.pk],
        ("proposal_move", "decide"): [proposal.pk, "quyet-dinh"],
        ("proposal_move", "refuse"): [proposal.pk, "khong-dong-y"],
        ("proposal_move", "copy"): [proposal.pk, "theo-giay"],
        ("proposal_move", "withdraw"): [proposal.pk, "rut-lai"],
        ("proposal_undo", "here"): [proposal.pk],
        ("proposal_scan", "here"): [proposal.pk],
        ("proposal_paper", "warned"): [make.make_warning(cast.here).pk],
        ("paper_confirm", "district"): [paper.pk],
        ("office_fill", "here"): [cast.here.slug],
        ("office_end", "here"): [office.pk],
        ("office_take_back", "here"): [office.pk],
        ("handover", "here"): [handover.pk],
        ("handover_take_back", "here"): [handover.pk],
        **_papers(cast),
    }
    book |= _dues(cast)
    for name in ("", "_paper", "_undo", "_correct", "_courtesy", "_scan"):
        book[f"departure{name}", "here"] = [departure.pk]
    for which, user in accounts.items():
        book["account", which] = [user.pk]
    for name in ("account_link", "account_paper", "account_active"):
        book[name, "member"] = [plain.pk]
        book[name, "above"] = [high.pk]
    return book


def _reports(cast: Cast) -> dict[tuple[str, str], Any]:
    """A report of `here` in each state, by the addresses that lead to it."""
    kinds = {
        word: make.make_report_kind(cast.city) for word in ("new", "draft", "sent", "returned")
    }
    body = {
        word: body_of(["Một", "Hai"], {"Một": f"Báo cáo {word}baocaoxyz"})
        for word in ("draft", "sent", "returned")
    }
    reports = {
        word: make.make_report(cast.here, kinds[word], state=word, body=body[word]) for word in body
    }
    reports["returned"].note = "Xin sửa lydotraxyz"
    reports["returned"].save()
    slug = reports["sent"].period.slug
    found: dict[tuple[str, str], Any] = {
        ("reports:kind", "city"): [kinds["new"].pk],
        ("reports:write", "here"): [cast.here.slug, kinds["new"].pk, slug],
        ("reports:move", "send"): [reports["draft"].pk, "gui"],
        ("reports:move", "receive"): [reports["sent"].pk, "nhan"],
        ("reports:move", "return"): [reports["sent"].pk, "tra-lai"],
        ("reports:copy_add", "sent"): [reports["sent"].pk],
    }
    for name in ("period", "reminder", "total", "total_export"):
        found[f"reports:{name}", "city"] = [kinds["sent"].pk, slug]
    for word, report in reports.items():
        for name in ("report", "edit", "paper", "autosave", "drop_typed"):
            found[f"reports:{name}", word] = [report.pk]
        copy = report.copies.create(
            file=ContentFile(b"%PDF-1.4\n%%EOF\n", "ky.pdf"), added_by=cast.admin
        )
        found["reports:copy", word] = [copy.pk]
        if word == "sent":
            found["reports:copy_delete", word] = [copy.pk]
    return found


def _dues(cast: Cast) -> dict[tuple[str, str], Any]:
    """Dues are on in the district of `here`: somebody paid, somebody was let off."""
    rate = make.make_dues_rate(cast.district)
    payer = make.make_member(cast.here, full_name="Đinh Nộpphíxyz", joined=make.LONG_AGO)
    payment = make.make_payment(
        payer, cast.here, note="Gửi nhờ nhonopxyz", year=rate.valid_from.year
    )
    waiver = make.make_waiver(make.make_member(cast.here), cast.here, reason="Neo đơn lydomienxyz")
    made: dict[tuple[str, str], Any] = {
        ("dues:rate", "rate"): [rate.pk],
        ("dues:rate_delete", "rate"): [rate.pk],
        ("dues:waiver", "here"): [waiver.pk],
        ("dues:waiver_withdraw", "here"): [waiver.pk],
    }
    for name in ("", "_print", "_reverse", "_restore"):
        made[f"dues:receipt{name}", "here"] = [payment.pk]
    for name in ("", "_paper", "_receipts"):
        made[f"dues:collection{name}", "here"] = [payment.collection.pk]
    return made


def _papers(cast: Cast) -> dict[tuple[str, str], Any]:
    """Printed cards with their codes, and texts of letters."""
    owner: Any = cast.member_here.member
    gone = make.make_departure(
        cast.here, kind="moved_away", destination="Hội tỉnh", decision=make.make_decision(cast.here)
    )
    old = make.make_pass(owner, withdrawn_at=timezone.now(), why="lost")
    given = {
        "here": make.make_pass(make.make_member(cast.here)),
        "elsewhere": make.make_pass(make.make_member(cast.elsewhere)),
        "gone": make.make_pass(gone.membership.member),
        "own": make.make_pass(owner),
        "own_withdrawn": old,
        "withdrawn": make.make_pass(
            make.make_member(cast.here), withdrawn_at=timezone.now(), why="taken_back"
        ),
    }
    text = make.make_letter_text(cast.here, name="Mẫu mauthuxyz")
    text.body = "Kính mời {Họ tên}."
    text.save()
    here, elsewhere = given["here"], given["elsewhere"]
    return {
        **{("members:pass", which): [one.code] for which, one in given.items()},
        ("members:pass", "unknown"): ["khongcothe23"],
        ("pass_printing", "sent"): [],
        ("pass_sheets", "here"): [make.make_printing(cast.here, here).pk],
        ("pass_sheets", "elsewhere"): [make.make_printing(cast.elsewhere, elsewhere).pk],
        ("member_passes", "reissue"): [here.member_id],
        ("pass_withdraw", "done"): [here.member_id],
        ("letter_text", "here"): [text.pk],
        ("letter_text_undo", "here"): [text.pk],
        ("letter_text_delete", "here"): [text.pk],
        ("letter_text", "district"): [make.make_letter_text(cast.district).pk],
    }


def url_of(name: str, which: str, world: World) -> str:
    if (name.removeprefix("book:"), which) in world.book:
        return reverse(name, args=world.book[name.removeprefix("book:"), which])
    if name.startswith("dues:") and which:
        return f"{reverse(name)}?don_vi={world.here.pk}"
    match name:
        case "members:set_password":
            return reverse(name, args=["MQ", "het-han"])
        case "news:detail":
            return world.posts[which].get_absolute_url()
        case "news:comment":
            month = world.posts[which].address_month
            return reverse(name, args=[month.year, f"{month.month:02d}", world.posts[which].slug])
        case "news:attachment":
            return world.attachments[which].get_absolute_url()
        case "news:album":
            return world.posts[which].album_url
        case "news:read":
            return reverse(name, args=[world.posts[which].pk])
        case "news:confirm_subscription":
            return world.readers[which].confirm_url
        case "news:subscription":
            return world.readers[which].get_absolute_url()
        case "news:one_click_stop":
            return world.readers[which].one_click_url
        case "news_desk:erase_reader":
            return reverse(name, args=[world.readers[which].pk])
        case "news_desk:front_choose":
            return reverse(name, args=[world.posts[which].pk])
        case "news_desk:front_change":
            return reverse(name, args=[world.pin.pk])
        case "news_desk:front_undo" | "site_entry_undo":
            return reverse(name, args=["not-sealed"])
        case "site_entry" | "site_entry_change":
            return reverse(name, args=[world.entry.pk])
        case "usual":
            return reverse(name, args=["chuc-vu"])
        case "site_entry_new" | "site_menu_reset":
            return reverse(name, args=["main"])
        case _ if which == "page":
            return reverse(name, args=[Page.objects.get(slug="draft").pk])
        case _ if which == "section" and name != "news:section":
            return reverse(name, args=[world.posts["public"].section_id])
        case "news:section":
            return reverse(name, args=["thi-dua"])
        case "news:month":
            month = world.posts["public"].address_month
            return reverse(name, args=[month.year, f"{month.month:02d}"])
        case "news:preview":
            return reverse(name, args=[world.links[which].token])
        case "news_desk:move":
            return reverse(name, args=[world.posts[which].pk, "dang"])
        case "news_desk:restore":
            return reverse(name, args=[world.posts[which].pk, 1])
        case "news_desk:revoke":
            return reverse(name, args=[world.posts[which].pk, world.links[which].pk])
        case "news_desk:photo_edit" | "news_desk:photo_move" | "news_desk:photo_delete":
            return reverse(name, args=[world.photos[which].pk])
        case "news_desk:attachment_delete":
            return reverse(name, args=[world.attachments[which].pk])
        case "news_desk:from_event":
            return reverse(name, args=[world.events[which].pk])
        case "events:detail":
            return world.events[which].get_absolute_url()
        case "emulation:cluster":
            return world.compacts["signed"].cluster.get_absolute_url()
        case "emulation:compact":
            return world.compacts[which].get_absolute_url()
        case "page":
            return reverse(name, args=[which])
        case "news_desk:reply" | "news_desk:ban":
            return reverse(name, args=[world.held.pk])
        case "news_desk:lift":
            return reverse(name, args=[world.ban.pk])
        case "news_desk:blog_run" | "news_desk:blog_start":
            return reverse(name, args=[world.run.pk])
        case "old:post":
            return f"/2024/10/{which}.html"
        case "old:page":
            return f"/p/{which}.html"
        case "old:label":
            return "/search/label/Thi%20%C4%91ua"
        case "old:label_feed":
            return "/feeds/posts/default/-/Thi%20%C4%91ua"
        case "old:month":
            return f"/{world.posts['public'].address_month:%Y/%m}/"
        case "old:year":
            return f"/{world.posts['public'].address_month:%Y}/"
        case "members:unit":
            return world.here.get_absolute_url()
        case "picture":
            return world.picture
        case "book:portrait":
            return reverse(name, args=[world.cards[which].pk, 480])
        case _ if name.startswith("book:award") and which:
            return reverse(name, args=[world.cards[which].awards.get().pk])
        case "book:discipline" | "book:discipline_delete":
            return reverse(name, args=[world.cards[which].disciplines.get().pk])
        case "book:filter_delete" | "book:filter_remind":
            return reverse(name, args=[SavedFilter.objects.get().pk])
        case "book:consent_withdraw":
            return reverse(name, args=[world.cards["here"].pk, Consent.objects.get().pk])
        case "book:document" | "book:document_delete" if which == "borrowed":
            # A paper of one card under the number of another.
            return reverse(name, args=[world.cards["elsewhere"].pk, world.papers["here"].pk])
        case "book:document" | "book:document_delete":
            return reverse(name, args=[world.cards["here"].pk, world.papers[which].pk])
        case _ if name.startswith("book:") and which:
            return reverse(name, args=[world.cards[which].pk])
        case "sitemap_part":
            return reverse(name, args=["posts"])
        case _ if name.startswith("news_desk:") and which:
            return reverse(name, args=[world.posts[which].pk])
        case _:
            return reverse(name)


def _data(name: str, who: str) -> dict[str, str]:
    if name in ("book:member_undo", "book:award_undo"):
        model = "members.member" if name == "book:member_undo" else "members.memberaward"
        change = Change.objects.filter(model=model, action="changed").latest("pk")
        return {"change": str(change.pk)}
    if name == "book:letter_text_undo":
        change = Change.objects.filter(model="members.lettertext", action="changed").latest("pk")
        return {"change": str(change.pk)}
    if name == "book:member_passes":
        return {"why": "lost"}
    if name == "news:comment":
        text = f"Bài viết rất hay và bổ ích, {who} cám ơn ban biên tập."
        return {"name": "Bạn đọc", "text": text, "token": f"dau-{who}-0123456789"}
    if name == "news_desk:autosave":
        return {"title": f"Đang gõ {who}"}
    if name in ("news:subscribe", "news_desk:test_letter"):
        return {"email": f"{who}@thu.example", "rhythm": "weekly", "agrees": "on"}
    return {}


@pytest.mark.parametrize("row", MATRIX, ids=" ".join)
def test_everybody_is_answered_as_the_matrix_says(stage: Stage, row: tuple[str, str]) -> None:
    CommentPolicy.objects.create(pk=1, per_ten_minutes=100)  # ten comments from one address
    method, codes = MATRIX[row]
    wanted = dict(zip(WHO, codes, strict=True))
    member = wanted["member_here"]
    wanted |= dict(zip(READERS, READERS_MATRIX.get(row, (member,) * 3), strict=True))

    assert _answers(stage, row, method, wanted) == wanted


def _answers(
    stage: Stage, row: tuple[str, str], method: str, who_asks: Iterable[str]
) -> dict[str, int]:
    name, which = row
    url = url_of(name, which, stage.world)
    answers = {}
    for who in who_asks:
        answer = getattr(stage.browser(who), method)(url, _data(name, who))
        for close in answer._resource_closers:  # close() would also close the database
            close()
        answers[who] = answer.status_code
    return answers


def names_of_addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            namespace = entry.namespace
            if namespace in ELSEWHERE:
                continue
            yield from names_of_addresses(entry, f"{prefix}{namespace}:" if namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_address_has_a_row() -> None:
    assert {name for name, _ in MATRIX} == set(names_of_addresses())


# --- What must not be read, wherever it might show --------------------------------------------

# word: who may read it somewhere (everybody else: nowhere)
SECRETS = {
    "noiboxyz": {"admin", "office", "editor", "officer_above", "officer_here", "officer_beside",
                 "correspondent", "former_officer", "member_here"},
    "ownxyz": {"admin", "office", "editor", "officer_above", "officer_here", "correspondent",
               # whoever has been given the preview's link
               "officer_beside", "former_officer", "member_here", "nobody"},
    "sentxyz": {"admin", "office", "editor", "officer_above", "officer_here", "correspondent"},
    "otherxyz": {"admin", "office", "editor"},
    "banthaoxyz": {"admin", "office", "editor"},
    "dagoxyz": {"admin", "office", "editor"},
    "nhaptrangxyz": {"admin", "office", "editor"},
    "mairadangxyz": {"admin", "office", "editor"},
    "sukienxyz": {"admin", "office", "officer_above", "officer_here"},
    "giaouocxyz": {"admin", "office", "officer_above"},
    "71,37": {"admin", "office", "officer_above"},
    "dangchoxyz": {"admin", "office", "editor"},
    "tuchoixyz": set(),
    "lydochanxyz": {"admin", "office", "editor"},
    "thuongyeuxyz": set(),
    "chuadongyxyz": set(),
    "benhlyxyz": set(),
    "Riêngtư": {"admin", "office", "officer_above", "officer_here"},
    "0909 000 123": {"admin", "office", "officer_above", "officer_here"},  # in the history
    "0909 000 124": {"admin", "office", "officer_above", "officer_here"},
    "duongxyz": {"admin", "office", "officer_above", "officer_here"},
    "hoancanhxyz": {"admin", "office", "officer_above", "officer_here"},
    "xaxyz": {"admin", "office", "officer_above", "officer_here"},
    "heregiayxyz": {"admin", "office", "officer_above", "officer_here"},
    "closegiayxyz": {"admin", "office"},
    "locrieng": {"officer_here"},
    "khenxyz": {"admin", "office", "officer_above", "officer_here"},
    "khennoimoixyz": {"admin", "office"},
    "kyluatxyz": {"admin", "office", "officer_above", "officer_here"},
    "Chuyểnxyz": {"admin", "office", "officer_above", "officer_here"},
    "0909 333 444": {"admin", "office"},
    "noimoixyz": {"admin", "office"},
    "riengtuxyz": set(),
    "Ứngviênxyz": {"admin", "office", "officer_above", "officer_here"},
    "Nộpđơnxyz": {"admin", "office", "officer_above", "officer_here"},
    "0909 111 222": {"admin", "office", "officer_above", "officer_here"},
    "draftbaocaoxyz": {"admin", "officer_here"},
    "sentbaocaoxyz": {"admin", "office", "officer_above", "officer_here"},
    "returnedbaocaoxyz": {"admin", "officer_here"},
    "lydotraxyz": {"admin", "office", "officer_above", "officer_here"},
    "Nộpphíxyz": {"admin", "office", "officer_above", "officer_here"},
    "nhonopxyz": {"admin", "office", "officer_above", "officer_here"},
    "lydomienxyz": {"admin", "office", "officer_above", "officer_here"},
    "mauthuxyz": {"admin", "office", "officer_above", "officer_here"},
}  # fmt: skip

LISTS = (
    "home", "news:list", "news:albums", "news:rss", "news:atom", "sitemap", "events:list", "events:calendar",
    "emulation:index", "welfare:index", "members:units", "news_desk:readers", "news_desk:reads",
    "news_desk:front", "site_menus", "site_facts", "news_desk:comments", "news_desk:bans",
    "book:members", "book:members_print", "book:documents", "reports:list",
    "book:members", "book:members_print", "book:documents",
    "dues:year", "dues:year_print", "dues:arrears", "dues:collections", "dues:waivers", "dues:rates",
)  # fmt: skip
# Pictures and papers: what their pages may show is in the matrix.
NO_TEXT = (
    "picture", "news:attachment", "book:portrait", "book:document", "book:scan", "book:members_export",
    "book:documents_export", "reports:copy", "reports:total_export",
)  # fmt: skip


def _readable(stage: Stage, who: str) -> dict[str, str]:
    """Pages by address, as this person reads them."""
    client, world = stage.browser(who), stage.world
    urls = [reverse(name) for name in LISTS]
    urls += [
        url_of(name, which, world)
        for (name, which), (method, _) in MATRIX.items()
        if which and method == "get" and name not in NO_TEXT
    ]
    urls += [
        reverse(name)
        for (name, which), (method, _) in MATRIX.items()
        if name.startswith("book:") and not which and method == "get" and name not in NO_TEXT
    ]
    urls += [f"{reverse('book:attendance')}?lap=1&tieu_de=x"]
    urls += [f"{reverse('book:labels')}?lap=1&to_nhan=3x8"]
    urls += [f"{reverse('search')}?q={word}" for word in SECRETS]
    texts = {}
    for url in urls:
        answer = client.get(url)
        # A card that moved on says so with a 404.
        if answer.status_code == 200 or url.startswith(reverse("book:members")):
            # The search page repeats the question; what it found is what counts.
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode().replace(HARD, " ")
            texts[url] = _results_only(text) if url.startswith(reverse("search")) else text
    return texts


# The database itself takes nothing of the kind there.
KEPT_FROM_MARKUP = {"members.Member.code"}


def _results_only(page: str) -> str:
    """The list of results; "" when there is none."""
    start = page.find('id="ket-qua"')
    return "" if start < 0 else page[start : page.find("</ol>", start)]


@pytest.mark.parametrize("who", WHO)
def test_nobody_reads_what_is_not_for_them_and_nothing_typed_is_markup(
    stage: Stage, who: str
) -> None:
    """One walk over all pages, as they take longest, for both."""
    columns, refused = poison()
    pages = _readable(stage, who)
    text = "\n".join(pages.values())

    assert "congkhaiabc" in text  # the sweep does read something
    holes = {(columns[n], url) for url, page in pages.items() for n in unescaped(url, page)}
    assert holes == set()
    assert refused == KEPT_FROM_MARKUP
    assert {word for word in SECRETS if word in text} == {
        word for word, readers in SECRETS.items() if who in readers
    }
