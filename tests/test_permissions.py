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
from emulation.models import Cluster, Compact, Extension
from events.models import Event, Funeral, ResolutionTask
from exemplars.models import ExemplarLink, RatingMark
from kit.text import slugify
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
from members.models.leaving import TransferStep
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
from recognition.models import DossierFile
from reports.models import report_parts

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
# What is for the members of `here` and whoever keeps its events.
INSIDE = (200, 200, 404, 200, 200, 404, 404, 200, 200, 404)
DUES_HERE = (200, 200, 403, 200, 200, 404, 403, 403, 403, 302)
DUES_DONE = (302, 302, 403, 302, 302, 404, 403, 403, 403, 401)
# Whoever has no cash box yet is sent to open one.
FUND_HERE = (200, 200, 403, 200, 200, 302, 403, 403, 403, 302)
# An act of care of `here`, answered by the unit above; sent without what it asks for.
VISIT_HERE = DUES_HERE
VISIT_SENT = (200, 200, 403, 200, 200, 404, 403, 403, 403, 401)
VISIT_ABOVE = (200, 200, 403, 200, 403, 404, 403, 403, 403, 401)
# Of the branch `here`; who is scored by it elsewhere reads it and does not write.
CRITERIA_OWN = (200, 200, 403, 200, 200, 403, 403, 403, 403, 302)
CRITERIA_DONE = (302, 302, 403, 302, 302, 403, 403, 403, 403, 401)
# Of a cluster of `here`, which heads it; the association alone lays down its cycles.
CYCLE_DONE = (302, 302, 403, 403, 403, 404, 403, 403, 403, 401)
# Of a cluster of the branch beside, which does not head it.
CYCLE_BESIDE = (200, 200, 403, 200, 404, 200, 403, 403, 403, 302)
GOAL_HERE = (403, 403, 403, 403, 200, 404, 403, 403, 403, 302)
CYCLE_LED = (200, 200, 403, 403, 404, 403, 403, 403, 403, 302)
# A score sheet of `here`: its own officers alone write it; those who lead the scoring lay down for it.
SHEET_OWN = (403, 403, 403, 403, 200, 404, 403, 403, 403, 302)
SHEET_DONE = (403, 403, 403, 403, 302, 404, 403, 403, 403, 401)
SHEET_LED = (200, 200, 403, 200, 200, 404, 403, 403, 403, 302)
DUES_OFFICE = (200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
# A check of the books of `here`, which the inspection board and the city office write.
# Of a unit elsewhere; what lies at the district above `here`.
ELSEWHERE_READ = (200, 200, 403, 404, 404, 404, 403, 403, 403, 302)
DECIDED_ABOVE = (200, 200, 403, 200, 403, 404, 403, 403, 403, 302)
INSPECTED_HERE = (200, 200, 403, 403, 403, 404, 403, 403, 403, 302)
NEWS_POSTED = (302,) * 3 + (403,) * 6 + (401,)
# Reports: a draft is its unit's own, what was sent is read from above.
DRAFT_HERE = (200, 404, 404, 404, 200, 404, 404, 404, 404, 302)
OVERSEEN = (200, 200, 403, 200, 404, 404, 403, 403, 403, 302)  # who has units below
# The unit's own officers sign, nobody for them.
COMPACT_SIGNED = (403, 403, 403, 200, 404, 404, 403, 403, 403, 302)
COMPACT_DONE = (302, 302, 403, 302, 404, 404, 403, 403, 403, 401)  # of the cluster above `here`
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
    ("events:month_now", ""): ("get", ALL),
    ("events:month", "now"): ("get", ALL),
    ("events:detail", "public"): ("get", ALL),
    ("events:detail", "draft"): ("get", BOOKS_HERE),
    ("events:detail", "internal"): ("get", INSIDE),
    ("emulation:index", ""): ("get", ALL),
    ("emulation:cluster", "cluster"): ("get", ALL),
    ("emulation:compact", "signed"): ("get", ALL),
    ("emulation:compact", "draft"): ("get", (200, 200, 404, 200, 404, 404, 404, 404, 404, 404)),
    ("emulation:glance", "signed"): ("get", ALL),
    ("emulation:glance", "draft"): ("get", (200, 200, 404, 200, 404, 404, 404, 404, 404, 404)),
    ("welfare:index", ""): ("get", ALL),
    ("page", "public"): ("get", ALL),
    ("page", "draft"): ("get", EDITORS),
    ("desk", ""): ("get", DESK),
    ("desk_search", ""): ("get", DESK),
    ("handbook", ""): ("get", DESK),
    ("handbook_booklet", ""): ("get", DESK),
    ("handbook_chapter", ""): ("get", DESK),
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
    ("book:members_picture", ""): ("get", BOOKS),
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
    ("book:contact_edit", "here"): ("get", CARD_HERE),
    ("book:contact_edit", "elsewhere"): ("get", CARD_ELSEWHERE),
    ("book:contact_edit", "moved"): ("get", CARD_ELSEWHERE),
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
    ("dues:collection_post", "here"): ("get", DUES_HERE),
    ("dues:receipt", "here"): ("get", DUES_HERE),
    ("dues:receipt_print", "here"): ("get", DUES_HERE),
    ("dues:receipt_reverse", "here"): ("get", DUES_HERE),
    ("dues:receipt_restore", "here"): ("post", DUES_DONE),
    ("dues:waivers", ""): ("get", BOOKS),
    ("dues:waiver_new", ""): ("get", BOOKS),
    ("dues:waiver", "here"): ("get", DUES_HERE),
    ("dues:waiver_withdraw", "here"): ("post", DUES_DONE),
    ("events:album", "public"): ("get", ALL),
    ("events:album", "draft"): ("get", BOOKS_HERE),
    ("events:photo", "public"): ("get", ALL),
    ("events:photo", "inner"): ("get", INSIDE),
    ("events:photo", "draft"): ("get", BOOKS_HERE),
    ("events:document", "public"): ("get", ALL),
    ("events:document", "inner"): ("get", INSIDE),
    ("events:document", "draft"): ("get", BOOKS_HERE),
    ("events_desk:month_now", ""): ("get", BOOKS),
    ("events_desk:evidence_paper", "public"): ("get", DUES_HERE),
    ("events_desk:results", "public"): ("get", DUES_HERE),
    ("events_desk:results_paper", "public"): ("get", DUES_HERE),
    ("events_desk:month", "now"): ("get", BOOKS),
    ("events_desk:files", "public"): ("get", DUES_HERE),
    ("events_desk:photo_edit", "public"): ("get", DUES_HERE),
    ("events_desk:photo_move", "public"): ("post", DUES_DONE),
    ("events_desk:photo_delete", "public"): ("get", DUES_HERE),
    ("events_desk:document_edit", "public"): ("get", DUES_HERE),
    ("events_desk:document_delete", "public"): ("get", DUES_HERE),
    # The account of the administrator belongs to no member.
    ("events:register", "public"): ("post", (403, *(302,) * 8, 401)),
    ("events:withdraw", "public"): ("post", (403, *(302,) * 8, 401)),
    ("events_desk:invitations", "public"): ("get", DUES_HERE),
    ("events_desk:invitation_new", "public"): ("get", DUES_HERE),
    ("events_desk:invitations_print", "public"): ("get", DUES_HERE),
    ("events_desk:invitations_labels", "public"): ("get", DUES_HERE),
    ("events_desk:invitations_printed", "public"): ("post", DUES_DONE),
    ("events_desk:invitations_mail", "public"): ("post", DUES_DONE),
    ("events_desk:invitation_reply", "public"): ("post", DUES_DONE),
    ("events_desk:invitation_delete", "public"): ("post", DUES_DONE),
    ("events_desk:notices", "public"): ("get", DUES_HERE),
    ("events_desk:notice_informed", "public"): ("post", DUES_DONE),
    ("events_desk:registrations", "public"): ("get", BOOKS),
    ("events_desk:registrations", "internal"): ("get", DUES_HERE),
    ("events_desk:registration_terms", "public"): ("get", DUES_HERE),
    ("events_desk:registration_new", "public"): ("get", BOOKS),
    ("events_desk:registrations_print", "public"): ("get", BOOKS),
    ("events_desk:registrations_export", "public"): ("get", BOOKS),
    ("events_desk:registration_withdraw", "public"): ("post", DUES_DONE),
    ("events_desk:list", ""): ("get", BOOKS),
    ("events_desk:new", ""): ("get", BOOKS),
    ("events_desk:event", "public"): ("get", DUES_HERE),
    ("events_desk:event", "draft"): ("get", DUES_HERE),
    ("events_desk:event", "past"): ("get", DUES_HERE),
    ("events_desk:edit", "public"): ("get", DUES_HERE),
    ("events_desk:edit", "draft"): ("get", DUES_HERE),
    ("events_desk:announce", "draft"): ("post", DUES_DONE),
    ("events_desk:move", "public"): ("get", DUES_HERE),
    ("events_desk:cancel", "public"): ("get", DUES_HERE),
    ("events_desk:reinstate", "public"): ("post", DUES_DONE),
    ("events_desk:delete", "draft"): ("get", DUES_HERE),
    ("events_desk:repeat", "public"): ("get", DUES_HERE),
    ("events_desk:attendance_paper", "public"): ("get", DUES_HERE),
    ("events_desk:minutes", "public"): ("get", DUES_HERE),
    ("events_desk:minutes_paper", "past"): ("get", DUES_HERE),
    ("events_desk:minutes_reopen", "past"): ("get", DUES_HERE),
    ("events_desk:task_done", "task"): ("post", DUES_DONE),
    ("events_desk:funeral", "here"): ("get", DUES_HERE),
    ("events_desk:funeral_event", "here"): ("post", DUES_DONE),
    ("events_desk:funeral_print", "here"): ("get", DUES_HERE),
    ("dues:rates", ""): ("get", BOOKS),
    ("dues:rate_new", ""): ("get", DUES_OFFICE),
    ("dues:rate", "rate"): ("get", DUES_OFFICE),
    ("dues:rate_delete", "rate"): ("get", DUES_OFFICE),
    ("welfare_desk:lists", ""): ("get", BOOKS),
    ("welfare_desk:list_new", ""): ("get", BOOKS),
    # Of the branch `here`: a draft and an approved one; of the district above, a proposed one that
    # names a member of `here`: the branch looks on, the district's unit above decides.
    ("welfare_desk:list", "draft"): ("get", DUES_HERE),
    ("welfare_desk:list", "approved"): ("get", DUES_HERE),
    ("welfare_desk:list", "above"): ("get", DUES_HERE),
    ("welfare_desk:list", "private"): ("get", DUES_HERE),
    ("welfare_desk:list_move", "propose"): ("get", DUES_HERE),
    ("welfare_desk:list_move", "decide"): (
        "get",
        (200, 200, 403, 403, 403, 404, 403, 403, 403, 302),
    ),
    ("welfare_desk:entry_add", "draft"): ("get", DUES_HERE),
    ("welfare_desk:entry_add", "above"): (
        "get",
        (200, 200, 403, 200, 403, 404, 403, 403, 403, 302),
    ),
    ("welfare_desk:list_hand", "approved"): ("get", DUES_HERE),
    ("welfare_desk:list_print", "approved"): ("get", DUES_HERE),
    ("welfare_desk:list_export", "approved"): ("get", DUES_HERE),
    ("welfare_desk:entry_strike", "draft"): ("get", DUES_HERE),
    ("welfare_desk:entry_restore", "draft"): ("post", DUES_DONE),
    # A compact of the cluster that the district above `here` leads.
    ("emulation_desk:compact_list", ""): ("get", BOOKS),
    ("emulation_desk:compact_new", ""): ("get", CRITERIA_OWN),
    ("emulation_desk:compact", "draft"): ("get", OVERSEEN),
    ("emulation_desk:compact", "signed"): ("get", OVERSEEN),
    **{
        (f"emulation_desk:{name}", "draft"): ("get", OVERSEEN)
        for name in (
            "compact_edit",
            "compact_delete",
            "section_new",
            "section",
            "section_delete",
            "clause_new",
            "clause",
            "clause_delete",
            "target_new",
            "target",
            "target_delete",
        )
    },
    # Opened for signing, which the units' own officers do, and whoever leads arranges.
    **{
        (f"emulation_desk:{text}_{name}", "open"): ("get", OVERSEEN)
        for text in ("compact", "addendum")
        for name in ("reopen", "absence", "paper", "print")
    },
    ("emulation_desk:compact_open", "draft"): ("post", COMPACT_DONE),
    ("emulation_desk:compact_sign", "open"): ("get", COMPACT_SIGNED),
    # A draft's units speak for themselves; whoever leads answers.
    ("emulation_desk:compact_comment", "draft"): ("get", COMPACT_SIGNED),
    ("emulation_desk:compact_agree", "draft"): (
        "post",
        (403, 403, 403, 302, 404, 404, 403, 403, 403, 401),
    ),
    ("emulation_desk:comment_answer", "draft"): ("get", OVERSEEN),
    ("emulation_desk:compact_print", "draft"): ("get", OVERSEEN),
    ("emulation_desk:addendum_open", "draft"): ("post", COMPACT_DONE),
    ("emulation_desk:addendum_sign", "open"): ("get", COMPACT_SIGNED),
    ("emulation_desk:addendum_new", "signed"): ("get", OVERSEEN),
    ("emulation_desk:addendum", "draft"): ("get", OVERSEEN),
    ("emulation_desk:addendum_edit", "draft"): ("get", OVERSEEN),
    ("emulation_desk:addendum_delete", "draft"): ("get", OVERSEEN),
    ("emulation_desk:signed_scan", "open"): ("get", OVERSEEN),
    ("emulation_desk:section_move", "draft"): ("post", COMPACT_DONE),
    ("emulation_desk:clause_move", "draft"): ("post", COMPACT_DONE),
    ("emulation_desk:target_move", "draft"): ("post", COMPACT_DONE),
    ("emulation_desk:home", ""): ("get", BOOKS),
    ("emulation_desk:cluster_list", ""): ("get", BOOKS),
    ("emulation_desk:cluster_print", ""): ("get", BOOKS),
    ("emulation_desk:cluster_new", ""): ("get", DUES_OFFICE),
    ("emulation_desk:cluster", "here"): ("get", DUES_HERE),
    ("emulation_desk:cluster_edit", "here"): ("get", INSPECTED_HERE),
    ("emulation_desk:cluster_units", "here"): ("get", INSPECTED_HERE),
    ("emulation_desk:cluster_leaders", "here"): ("get", INSPECTED_HERE),
    ("emulation_desk:cluster_out", "here"): ("get", INSPECTED_HERE),
    ("emulation_desk:cycle_new", ""): ("get", DUES_OFFICE),
    ("emulation_desk:cycle", "here"): ("get", DUES_HERE),
    ("emulation_desk:cycle", "beside"): ("get", CYCLE_BESIDE),
    ("emulation_desk:cycle_edit", "here"): ("get", DUES_HERE),  # its head sets the days
    ("emulation_desk:cycle_edit", "beside"): ("get", CYCLE_LED),
    ("emulation_desk:cycle_next", "here"): ("post", CYCLE_DONE),
    ("emulation_desk:cycle_delete", "here"): ("get", INSPECTED_HERE),
    **{
        (f"emulation_desk:meeting{name}", "here"): ("get", DUES_HERE)
        for name in (
            "",
            "_edit",
            "_slogan",
            "_programme",
            "_vote",
            "_counted",
            "_handover",
            "_start",
            "_show",
        )
    },
    **{
        (f"emulation_desk:meeting{name}", "beside"): ("get", CYCLE_BESIDE)
        for name in (
            "",
            "_slogan",
            "_programme",
            "_vote",
            "_counted",
            "_handover",
            "_start",
            "_show",
        )
    },
    ("emulation_desk:meeting_edit", "beside"): ("get", CYCLE_LED),
    ("emulation_desk:ballot_new", "beside"): ("get", CYCLE_LED),
    ("emulation_desk:ballot_print", "beside"): ("get", CYCLE_BESIDE),
    **{
        (f"emulation_desk:ballot_{name}", "here"): ("get", DUES_HERE)  # its head asks and counts
        for name in ("new", "edit", "count", "delete", "print")
    },
    **{
        (f"emulation_desk:ballot_{name}", "beside"): ("get", CYCLE_LED)
        for name in ("edit", "count", "delete")
    },
    ("emulation_desk:scoring", "here"): ("get", DUES_HERE),
    ("emulation_desk:scoring", "beside"): ("get", CYCLE_BESIDE),
    ("emulation_desk:sheets_open", "beside"): (
        "post",
        (302, 302, 403, 403, 404, 302, 403, 403, 403, 401),
    ),
    ("emulation_desk:sheet", "here"): ("get", DUES_HERE),
    ("emulation_desk:sheet", "beside"): ("get", CYCLE_BESIDE),
    ("emulation_desk:sheet_write", "here"): ("get", SHEET_OWN),
    ("emulation_desk:sheet_total", "here"): ("post", (*SHEET_OWN[:-1], 401)),
    ("emulation_desk:sheet_submit", "here"): ("get", SHEET_OWN),
    ("emulation_desk:sheet_take_back", "here"): ("post", SHEET_DONE),
    ("emulation_desk:sheet_extend", "here"): ("get", SHEET_LED),
    ("emulation_desk:sheet_assign", "here"): ("get", SHEET_LED),
    ("emulation_desk:sheet_print", "here"): ("get", DUES_HERE),
    ("emulation_desk:sheet_export", "here"): ("get", DUES_HERE),
    ("emulation_desk:rules", "here"): ("get", SHEET_LED),
    ("emulation_desk:cross_check_close", "here"): ("get", SHEET_LED),
    ("emulation_desk:vote", "here"): ("get", SHEET_LED),
    ("emulation_desk:ranking_lock", "here"): ("get", INSPECTED_HERE),
    ("emulation_desk:ranking_reopen", "here"): (
        "get",
        (302, 302, 403, 403, 403, 404, 403, 403, 403, 302),  # not locked
    ),
    ("emulation_desk:ranking_print", "here"): ("get", DUES_HERE),
    ("emulation_desk:ranking_export", "here"): ("get", DUES_HERE),
    ("emulation_desk:peer_write", "elsewhere"): (  # another unit of the cluster of `beside`
        "get",
        (403, 403, 403, 403, 404, 200, 403, 403, 403, 302),
    ),
    ("emulation_desk:peer_submit", "elsewhere"): (
        "post",
        (403, 403, 403, 403, 404, 302, 403, 403, 403, 401),
    ),
    ("emulation_desk:sheet_explain", "beside"): (  # opened
        "get",
        (403, 403, 403, 403, 404, 200, 403, 403, 403, 302),
    ),
    ("emulation_desk:council_write", "beside"): (
        "get",
        (200, 200, 403, 403, 404, 403, 403, 403, 403, 302),
    ),
    ("emulation_desk:evidence", "here"): ("get", DUES_HERE),
    ("emulation_desk:number_records", "here"): ("get", SHEET_OWN),
    ("emulation_desk:number_take", "here"): ("post", SHEET_DONE),
    ("emulation_desk:evidence_file", "here"): ("get", DUES_HERE),
    ("emulation_desk:evidence_delete", "here"): ("get", SHEET_OWN),
    ("emulation_desk:goal_list", "here"): ("get", DUES_HERE),
    ("emulation_desk:goal_export", "here"): ("get", DUES_HERE),
    ("emulation_desk:goal_print", "here"): ("get", DUES_HERE),
    # Nobody registers in a unit's place.
    ("emulation_desk:goal", "here"): ("get", GOAL_HERE),
    ("emulation_desk:goal_extend", "here"): ("get", DUES_HERE),  # its head gives more time
    ("emulation_desk:criteria_list", ""): ("get", BOOKS),
    ("emulation_desk:criteria_new", ""): ("get", BOOKS),
    ("emulation_desk:criteria_usual", ""): ("post", BOOKS_POSTED),
    # Issued sets are read by all who are scored by some; drafts by who drafts them.
    ("emulation_desk:criteria", "issued"): ("get", BOOKS),
    ("emulation_desk:criteria", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criteria_edit", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criteria_delete", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criteria_issue", "draft"): ("get", DUES_HERE),
    # A draft again after the first, so that only who drafts finds it.
    ("emulation_desk:criteria_take_back", "issued"): ("post", DUES_DONE),
    ("emulation_desk:criteria_retire", "issued"): ("get", CRITERIA_OWN),
    ("emulation_desk:criteria_use_again", "issued"): ("post", CRITERIA_DONE),
    ("emulation_desk:criteria_copy", "issued"): ("post", CRITERIA_DONE),
    ("emulation_desk:criteria_compare", "issued"): ("get", BOOKS),
    ("emulation_desk:criteria_trial", "issued"): ("get", BOOKS),
    ("emulation_desk:criteria_trial", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criteria_print", "issued"): ("get", BOOKS),
    ("emulation_desk:criteria_print", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criteria_export", "issued"): ("get", BOOKS),
    ("emulation_desk:criteria_export", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criterion_new", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criterion", "draft"): ("get", DUES_HERE),
    ("emulation_desk:criterion_move", "draft"): ("post", DUES_DONE),
    ("emulation_desk:criterion_delete", "draft"): ("get", DUES_HERE),
    ("welfare_desk:houses", ""): ("get", BOOKS),
    ("welfare_desk:house_new", ""): ("get", BOOKS),
    ("welfare_desk:houses_export", ""): ("get", BOOKS),
    ("welfare_desk:house", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_edit", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_move", "propose"): ("get", DUES_HERE),
    ("welfare_desk:house_move", "decide"): (
        "get",
        (200, 200, 403, 200, 403, 404, 403, 403, 403, 302),
    ),
    ("welfare_desk:house_gift_new", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_stage_new", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_paper", "handed"): ("get", DUES_HERE),
    ("welfare_desk:house_gift", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_stage", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_receipt", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_payment", "here"): ("get", DUES_HERE),
    ("welfare_desk:house_photo", "here"): ("get", DUES_HERE),
    ("welfare_desk:rates", ""): ("get", BOOKS),
    ("welfare_desk:usual_kinds", ""): ("post", (302, 302, *[403] * 7, 401)),
    ("welfare_desk:kind_new", ""): ("get", DUES_OFFICE),
    ("welfare_desk:kind", "kind"): ("get", DUES_OFFICE),
    ("welfare_desk:rate_new", ""): ("get", BOOKS),  # of a kind that lets units set their own
    ("welfare_desk:rate", "here"): ("get", DUES_HERE),
    ("welfare_desk:rate", "city"): ("get", DUES_OFFICE),
    ("welfare_desk:rate_change", "here"): ("get", DUES_HERE),
    ("fund:boxes", ""): ("get", BOOKS),
    ("fund:box_new", ""): ("get", BOOKS),
    ("fund:usual", ""): ("post", (302, 302, *(403,) * 7, 401)),
    ("fund:receipt_new", ""): ("get", FUND_HERE),
    ("fund:payment_new", ""): ("get", FUND_HERE),
    ("fund:transfer_new", ""): ("get", FUND_HERE),
    ("fund:closings", ""): ("get", BOOKS),
    ("fund:close", ""): ("post", (404, 404, 403, 404, 404, 404, 403, 403, 403, 401)),
    ("fund:reopen", "district"): ("get", (200, 200, 403, 403, 404, 404, 403, 403, 403, 302)),
    ("fund:statement", ""): ("get", BOOKS),
    ("fund:statement_print", ""): ("get", BOOKS),
    ("fund:advances", ""): ("get", BOOKS),
    ("fund:advances_export", ""): ("get", BOOKS),
    ("fund:advance_new", ""): ("get", FUND_HERE),
    ("fund:advance", "here"): ("get", DUES_HERE),
    ("fund:advance_spent", "here"): ("get", DUES_HERE),
    ("fund:advance_back", "here"): ("get", DUES_HERE),
    ("fund:advance_top_up", "here"): ("get", DUES_HERE),
    ("fund:advance_request_print", "here"): ("get", DUES_HERE),
    ("fund:advance_settlement_print", "here"): ("get", DUES_HERE),
    ("fund:loans", ""): ("get", BOOKS),
    ("fund:loans_export", ""): ("get", BOOKS),
    ("fund:loan_new", ""): ("get", FUND_HERE),
    ("fund:loan", "here"): ("get", DUES_HERE),
    ("fund:loan_repay", "here"): ("get", DUES_HERE),
    ("fund:count_new", "here"): ("get", DUES_HERE),
    ("fund:count", "here"): ("get", DUES_HERE),
    ("fund:count_print", "here"): ("get", DUES_HERE),
    ("fund:count_post", "here"): ("get", DUES_HERE),
    ("fund:box", "here"): ("get", DUES_HERE),
    ("fund:box_print", "here"): ("get", DUES_HERE),
    ("fund:box_export", "here"): ("get", DUES_HERE),
    ("fund:box_name", "here"): ("get", DUES_HERE),
    ("fund:box_keeper", "here"): ("get", DUES_HERE),
    ("fund:box_close", "here"): ("get", DUES_HERE),
    ("fund:box_reopen", "closed"): ("get", DUES_HERE),
    ("fund:voucher", "here"): ("get", DUES_HERE),
    ("fund:voucher", "care"): ("get", DUES_HERE),
    ("fund:voucher_print", "here"): ("get", DUES_HERE),
    ("fund:thanks", "here"): ("get", DUES_HERE),
    ("fund:voucher_correct", "here"): ("get", DUES_HERE),
    ("fund:voucher_reverse", "here"): ("get", DUES_HERE),
    # Exemplars: a draft of `here`, one that lies at the district, one of another unit that everybody
    # reads, one of a person who has not agreed.
    ("exemplars:list", ""): ("get", ALL),
    ("exemplars:detail", "published"): ("get", ALL),
    ("exemplars:detail", "unagreed"): ("get", (404,) * 10),
    ("exemplars:photo", "published"): ("get", ALL),
    ("exemplars:photo", "unagreed"): ("get", (200, 200, *[404] * 8)),
    ("exemplars_desk:list", ""): ("get", BOOKS),
    ("exemplars_desk:export", ""): ("get", BOOKS),
    ("exemplars_desk:list_print", ""): ("get", BOOKS),
    ("exemplars_desk:usual", ""): ("post", (302, 302, *[403] * 7, 401)),
    ("exemplars_desk:new", ""): ("get", BOOKS),
    ("exemplars_desk:exemplar", "here"): ("get", DUES_HERE),
    ("exemplars_desk:exemplar", "published"): ("get", BOOKS),
    ("exemplars_desk:exemplar", "unagreed"): ("get", ELSEWHERE_READ),
    ("exemplars_desk:paper", "here"): ("get", DUES_HERE),
    ("exemplars_desk:paper", "unagreed"): ("get", ELSEWHERE_READ),
    **{
        (f"exemplars_desk:{name}", "here"): ("get", DUES_HERE)
        for name in (
            "edit",
            "figure_new",
            "photo_new",
            "link_new",
            "figure",
            "figure_remove",
            "photo_remove",
            "link_remove",
            "adoption_end",
        )
    },
    ("exemplars_desk:adoption_new", "published"): ("get", BOOKS),
    # Read by all who keep books, written where it is from alone.
    **{
        (f"exemplars_desk:{name}", "published"): ("get", DUES_OFFICE)
        for name in ("figure_new", "photo_new", "link_new")
    },
    ("exemplars_desk:move", "submit"): ("get", DUES_HERE),
    ("exemplars_desk:move", "recognise"): ("get", DECIDED_ABOVE),
    ("exemplars_desk:ratings", ""): ("get", BOOKS),
    ("exemplars_desk:rating_new", ""): ("get", BOOKS),
    ("exemplars_desk:rating", "here"): ("get", DUES_HERE),
    ("exemplars_desk:marks", "own"): ("get", DUES_HERE),
    ("exemplars_desk:marks", "given"): ("get", DECIDED_ABOVE),
    ("exemplars_desk:rating_move", "send"): ("get", DUES_HERE),
    ("exemplars_desk:rating_move", "confirm"): ("get", DECIDED_ABOVE),
    # Awards and their money: laid down by the city office, read by whoever reads emulation.
    # A dossier of the branch `here`: a draft, and one that lies at the district above.
    ("recognition:list", ""): ("get", BOOKS),
    ("recognition:new", ""): ("get", BOOKS),
    ("recognition:dossier", "here"): ("get", DUES_HERE),
    ("recognition:edit", "here"): ("get", DUES_HERE),
    ("recognition:paper", "here"): ("get", DUES_HERE),
    ("recognition:nominee_new", "here"): ("get", DUES_HERE),
    ("recognition:nominee", "here"): ("get", DUES_HERE),
    ("recognition:nominee_remove", "here"): ("get", DUES_HERE),
    ("recognition:nominee_drop", "sent"): (
        "get",
        (200, 200, 403, 200, 403, 404, 403, 403, 403, 302),
    ),
    ("recognition:file_add", "here"): ("post", VISIT_SENT),
    ("recognition:file", "here"): ("get", DUES_HERE),
    ("recognition:file_delete", "here"): ("get", DUES_HERE),
    ("recognition:move", "submit"): ("get", DUES_HERE),
    ("recognition:move", "return"): ("get", (200, 200, 403, 200, 403, 404, 403, 403, 403, 302)),
    ("recognition:decision_new", "accepted"): ("get", DUES_OFFICE),
    ("recognition:book", ""): ("get", BOOKS),
    ("recognition:decision", "here"): ("get", DUES_HERE),
    ("recognition:grant_revoke", "here"): ("get", INSPECTED_HERE),
    ("recognition:grant_settle", "here"): ("get", INSPECTED_HERE),
    ("recognition:grant_pay", "here"): ("get", DUES_HERE),  # for whoever writes the box
    ("recognition:book_export", ""): ("get", BOOKS),
    ("recognition:book_print", ""): ("get", BOOKS),
    # Certificates: whoever reads emulation sees the papers, the city office lays down and prints.
    ("recognition:certificates", "here"): ("get", INSPECTED_HERE),
    ("recognition:layouts", ""): ("get", BOOKS),
    ("recognition:layouts_usual", ""): ("post", (302, 302, *[403] * 7, 401)),
    ("recognition:layout_new", ""): ("get", DUES_OFFICE),
    ("recognition:layout", "one"): ("get", BOOKS),
    ("recognition:layout_test", "one"): ("get", BOOKS),
    ("recognition:layout_page", "one"): ("get", BOOKS),
    ("recognition:layout_edit", "one"): ("get", DUES_OFFICE),
    ("recognition:layout_nudge", "one"): ("get", DUES_OFFICE),
    ("recognition:layout_remove", "one"): ("get", DUES_OFFICE),
    ("recognition:layout_field_new", "one"): ("get", DUES_OFFICE),
    ("recognition:layout_field", "one"): ("get", DUES_OFFICE),
    ("recognition:layout_field_remove", "one"): ("get", DUES_OFFICE),
    ("recognition:catalogue", ""): ("get", BOOKS),
    ("recognition:usual", ""): ("post", (302, 302, *[403] * 7, 401)),
    ("recognition:kind_new", ""): ("get", DUES_OFFICE),
    ("recognition:kind", "kind"): ("get", DUES_OFFICE),
    ("recognition:rate_new", ""): ("get", DUES_OFFICE),
    ("recognition:rate", "rate"): ("get", DUES_OFFICE),
    ("recognition:salary_new", ""): ("get", DUES_OFFICE),
    ("recognition:salary", "salary"): ("get", DUES_OFFICE),
    # The inspection board writes checks; whoever keeps the books reads theirs, and answers in the
    # own unit alone.
    ("inspection:list", ""): ("get", BOOKS),
    ("inspection:new", ""): ("get", DUES_OFFICE),
    ("inspection:usual", ""): ("post", (302, 302, *[403] * 7, 401)),
    ("inspection:inspection", "here"): ("get", DUES_HERE),
    ("inspection:print", "here"): ("get", DUES_HERE),
    ("inspection:edit", "here"): ("get", INSPECTED_HERE),
    ("inspection:findings", "here"): ("get", INSPECTED_HERE),
    ("inspection:carried_out", "closed"): (
        "get",
        (200, 200, 403, 403, 200, 404, 403, 403, 403, 302),
    ),
    ("inspection:move", "send"): ("get", INSPECTED_HERE),
    ("inspection:move", "answer"): ("get", (403, 403, 403, 403, 200, 404, 403, 403, 403, 302)),
    ("fund:scan_add", "here"): ("post", VISIT_SENT),
    ("fund:scan", "here"): ("get", DUES_HERE),
    ("fund:scan_delete", "here"): ("get", (200, 200, 403, 403, 403, 404, 403, 403, 403, 302)),
    ("welfare_desk:postings", ""): ("get", BOOKS),
    # Without a box in the address whatever waits, of any box of theirs; with nothing back to the list.
    ("welfare_desk:posting_new", ""): ("get", (200, 200, 403, 200, 200, 302, 403, 403, 403, 302)),
    ("welfare_desk:visits", ""): ("get", BOOKS),
    ("welfare_desk:visit_new", ""): ("get", BOOKS),
    ("welfare_desk:visit", "here"): ("get", VISIT_HERE),
    ("welfare_desk:visit", "private"): ("get", VISIT_HERE),
    ("welfare_desk:visit_edit", "here"): ("get", VISIT_HERE),
    ("welfare_desk:visit_answer", "here"): ("post", VISIT_ABOVE),
    ("welfare_desk:visit_hand_over", "here"): ("post", VISIT_SENT),
    ("welfare_desk:visit_cancel", "here"): ("post", VISIT_SENT),
    ("welfare_desk:visit_reason", "here"): ("get", VISIT_HERE),
    ("welfare_desk:visit_reason", "private"): ("get", VISIT_HERE),
    ("welfare_desk:visit_photo", "here"): ("get", VISIT_HERE),
    ("welfare_desk:visit_photo", "private"): ("get", VISIT_HERE),
    ("welfare_desk:visit_photo_delete", "here"): ("get", VISIT_HERE),
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
    ("events_desk:list", ""): READ_BOOKS,
    ("events:album", "draft"): READ_HERE,
    ("events:photo", "inner"): READ_DUES,
    ("events:photo", "draft"): READ_HERE,
    ("events:document", "inner"): READ_DUES,
    ("events:document", "draft"): READ_HERE,
    ("events_desk:month_now", ""): READ_BOOKS,
    ("events_desk:evidence_paper", "public"): READ_BOOKS,
    ("events_desk:results", "public"): READ_BOOKS,
    ("events_desk:results_paper", "public"): READ_BOOKS,
    ("events_desk:month", "now"): READ_BOOKS,
    ("events_desk:files", "public"): READ_BOOKS,
    ("events_desk:invitations", "public"): READ_BOOKS,
    ("events_desk:invitations_labels", "public"): READ_BOOKS,
    ("events_desk:invitations_print", "public"): READ_BOOKS,
    ("events_desk:notices", "public"): READ_BOOKS,
    ("events_desk:registrations", "public"): READ_BOOKS,
    ("events_desk:registrations", "internal"): READ_BOOKS,
    ("events_desk:registrations_print", "public"): READ_BOOKS,
    ("events_desk:registrations_export", "public"): READ_BOOKS,
    ("events_desk:event", "public"): READ_BOOKS,
    ("events_desk:event", "draft"): READ_BOOKS,
    ("events_desk:event", "past"): READ_BOOKS,
    ("events_desk:attendance_paper", "public"): READ_BOOKS,
    ("events_desk:minutes", "public"): READ_BOOKS,
    ("events_desk:minutes_paper", "past"): READ_BOOKS,
    ("events_desk:funeral", "here"): READ_BOOKS,
    ("events_desk:funeral_event", "here"): (403, 403, 403),
    ("events_desk:funeral_print", "here"): READ_BOOKS,
    ("emulation:compact", "draft"): READ_ABOVE,
    ("emulation:glance", "draft"): READ_ABOVE,
    ("desk", ""): READ_DUES,
    ("desk_search", ""): READ_DUES,
    ("handbook", ""): READ_DUES,
    ("handbook_booklet", ""): READ_DUES,
    ("handbook_chapter", ""): READ_DUES,
    ("book:members", ""): READ_BOOKS,
    ("book:members_print", ""): READ_BOOKS,
    ("book:members_export", ""): READ_BOOKS,
    ("book:members_picture", ""): READ_BOOKS,
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
    ("book:contact_edit", "here"): NOT_WRITE,
    ("book:contact_edit", "elsewhere"): NOT_WRITE_ABOVE,
    ("book:contact_edit", "moved"): NOT_WRITE_ABOVE,
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
    ("dues:collection_post", "here"): WRITE_DUES,
    ("dues:receipt", "here"): READ_DUES,
    ("dues:receipt_print", "here"): READ_DUES,
    ("dues:receipt_reverse", "here"): WRITE_DUES,
    ("dues:receipt_restore", "here"): (403, 302, 403),
    ("dues:waivers", ""): READ_DUES,
    ("dues:waiver_new", ""): WRITE_DUES,
    ("dues:waiver", "here"): READ_DUES,
    ("dues:waiver_withdraw", "here"): (403, 302, 403),
    ("dues:rates", ""): READ_DUES,
    ("emulation_desk:compact_list", ""): READ_BOOKS,
    ("emulation_desk:compact_new", ""): (403, 403, 403),
    ("emulation_desk:compact", "draft"): (404, 403, 200),
    ("emulation_desk:compact", "signed"): (404, 403, 200),
    **{
        (f"emulation_desk:{name}", "draft"): (404, 403, 403)
        for name in (
            "compact_edit",
            "compact_delete",
            "section_new",
            "section",
            "section_move",
            "section_delete",
            "clause_new",
            "clause",
            "clause_move",
            "clause_delete",
            "target_new",
            "target",
            "target_move",
            "target_delete",
            "compact_open",
            "compact_comment",
            "compact_agree",
            "comment_answer",
            "addendum_open",
            "addendum_edit",
            "addendum_delete",
        )
    },
    ("emulation_desk:home", ""): READ_BOOKS,
    ("emulation_desk:cluster_list", ""): READ_BOOKS,
    ("emulation_desk:cluster_print", ""): READ_BOOKS,
    ("emulation_desk:cluster", "here"): READ_BOOKS,
    ("emulation_desk:cycle", "here"): READ_BOOKS,
    ("emulation_desk:cycle", "beside"): (404, 403, 200),
    ("emulation_desk:goal_list", "here"): READ_BOOKS,
    ("emulation_desk:goal_export", "here"): READ_BOOKS,
    ("emulation_desk:goal_print", "here"): READ_BOOKS,
    ("emulation_desk:cycle_edit", "beside"): (404, 403, 403),
    **{
        (f"emulation_desk:{text}_{name}", "open"): (404, 403, 200 if name == "print" else 403)
        for text in ("compact", "addendum")
        for name in ("reopen", "absence", "paper", "sign", "print")
    },
    ("emulation_desk:compact_print", "draft"): (404, 403, 200),
    ("emulation_desk:addendum", "draft"): (404, 403, 200),
    ("emulation_desk:addendum_new", "signed"): (404, 403, 403),
    ("emulation_desk:signed_scan", "open"): (404, 403, 200),
    **{
        (f"emulation_desk:meeting{name}", which): READ_BOOKS if which == "here" else (404, 403, 200)
        for name in (
            "",
            "_slogan",
            "_programme",
            "_vote",
            "_counted",
            "_handover",
            "_start",
            "_show",
        )
        for which in ("here", "beside")
    },
    ("emulation_desk:ballot_print", "here"): READ_BOOKS,
    **{
        (f"emulation_desk:{name}", "beside"): (404, 403, 403)
        for name in ("meeting_edit", "ballot_new", "ballot_edit", "ballot_count", "ballot_delete")
    },
    ("emulation_desk:ballot_print", "beside"): (404, 403, 200),
    ("emulation_desk:scoring", "here"): READ_BOOKS,
    ("emulation_desk:scoring", "beside"): (404, 403, 200),
    ("emulation_desk:sheets_open", "beside"): (404, 403, 403),
    ("emulation_desk:sheet", "here"): READ_BOOKS,
    ("emulation_desk:sheet", "beside"): (404, 403, 200),
    ("emulation_desk:sheet_print", "here"): READ_BOOKS,
    ("emulation_desk:sheet_export", "here"): READ_BOOKS,
    ("emulation_desk:ranking_print", "here"): READ_BOOKS,
    ("emulation_desk:ranking_export", "here"): READ_BOOKS,
    ("emulation_desk:peer_write", "elsewhere"): (404, 403, 403),
    ("emulation_desk:peer_submit", "elsewhere"): (404, 403, 403),
    ("emulation_desk:sheet_explain", "beside"): (404, 403, 403),
    ("emulation_desk:council_write", "beside"): (404, 403, 403),
    ("emulation_desk:evidence", "here"): READ_BOOKS,
    ("emulation_desk:evidence_file", "here"): READ_BOOKS,
    ("emulation_desk:criteria_list", ""): READ_BOOKS,
    ("emulation_desk:criteria", "issued"): READ_BOOKS,
    ("emulation_desk:criteria_compare", "issued"): READ_BOOKS,
    ("emulation_desk:criteria_trial", "issued"): READ_BOOKS,
    ("emulation_desk:criteria_print", "issued"): READ_BOOKS,
    ("emulation_desk:criteria_export", "issued"): READ_BOOKS,
    ("emulation_desk:criteria_take_back", "issued"): (404, 403, 404),
    **{
        (f"emulation_desk:{name}", "draft"): (404, 403, 404)  # neither drafts
        for name in (
            "criteria",
            "criteria_edit",
            "criteria_delete",
            "criteria_issue",
            "criteria_trial",
            "criteria_print",
            "criteria_export",
            "criterion_new",
            "criterion",
            "criterion_move",
            "criterion_delete",
        )
    },
    ("exemplars_desk:list", ""): READ_BOOKS,
    ("exemplars_desk:export", ""): READ_BOOKS,
    ("exemplars_desk:list_print", ""): READ_BOOKS,
    ("exemplars:photo", "unagreed"): (404, 404, 200),
    ("exemplars_desk:exemplar", "here"): READ_BOOKS,
    ("exemplars_desk:exemplar", "published"): READ_BOOKS,
    ("exemplars_desk:exemplar", "unagreed"): (404, 403, 200),
    ("exemplars_desk:paper", "here"): READ_BOOKS,
    ("exemplars_desk:paper", "unagreed"): (404, 403, 200),
    ("exemplars_desk:ratings", ""): READ_BOOKS,
    ("exemplars_desk:rating", "here"): READ_BOOKS,
    ("recognition:list", ""): READ_BOOKS,
    ("recognition:dossier", "here"): READ_BOOKS,
    ("recognition:paper", "here"): READ_BOOKS,
    ("recognition:file", "here"): READ_BOOKS,
    ("recognition:book", ""): READ_BOOKS,
    ("recognition:decision", "here"): READ_BOOKS,
    ("recognition:grant_pay", "here"): WRITE_DUES,
    ("recognition:book_export", ""): READ_BOOKS,
    ("recognition:book_print", ""): READ_BOOKS,
    ("recognition:layouts", ""): READ_BOOKS,
    ("recognition:layout", "one"): READ_BOOKS,
    ("recognition:layout_test", "one"): READ_BOOKS,
    ("recognition:layout_page", "one"): READ_BOOKS,
    ("recognition:catalogue", ""): READ_BOOKS,
    ("welfare_desk:rates", ""): READ_BOOKS,
    ("fund:boxes", ""): READ_DUES,
    ("fund:box_new", ""): WRITE_DUES,
    ("fund:receipt_new", ""): WRITE_DUES,
    ("fund:payment_new", ""): WRITE_DUES,
    ("fund:transfer_new", ""): WRITE_DUES,
    ("fund:closings", ""): READ_DUES,
    ("fund:close", ""): (403, 404, 403),
    ("fund:reopen", "district"): (404, 404, 403),
    ("fund:statement", ""): READ_DUES,
    ("fund:statement_print", ""): READ_DUES,
    ("fund:advances", ""): READ_DUES,
    ("fund:advances_export", ""): READ_DUES,
    ("fund:advance_new", ""): WRITE_DUES,
    ("fund:advance", "here"): READ_DUES,
    ("fund:advance_spent", "here"): WRITE_DUES,
    ("fund:advance_back", "here"): WRITE_DUES,
    ("fund:advance_top_up", "here"): WRITE_DUES,
    ("fund:advance_request_print", "here"): READ_DUES,
    ("fund:advance_settlement_print", "here"): READ_DUES,
    ("fund:loans", ""): READ_DUES,
    ("fund:loans_export", ""): READ_DUES,
    ("fund:loan_new", ""): WRITE_DUES,
    ("fund:loan", "here"): READ_DUES,
    ("fund:loan_repay", "here"): WRITE_DUES,
    ("fund:count_new", "here"): WRITE_DUES,
    ("fund:count", "here"): READ_DUES,
    ("fund:count_print", "here"): READ_DUES,
    ("fund:count_post", "here"): WRITE_DUES,
    ("fund:box", "here"): READ_DUES,
    ("fund:box_print", "here"): READ_DUES,
    ("fund:box_export", "here"): READ_DUES,
    ("fund:box_name", "here"): WRITE_DUES,
    ("fund:box_keeper", "here"): WRITE_DUES,
    ("fund:box_close", "here"): WRITE_DUES,
    ("fund:box_reopen", "closed"): WRITE_DUES,
    ("fund:voucher", "here"): READ_DUES,
    ("fund:voucher", "care"): READ_DUES,
    ("fund:voucher_print", "here"): READ_DUES,
    ("fund:thanks", "here"): READ_DUES,
    ("fund:voucher_correct", "here"): WRITE_DUES,
    ("fund:voucher_reverse", "here"): WRITE_DUES,
    ("inspection:list", ""): READ_DUES,
    ("inspection:new", ""): (403, 403, 200),
    ("inspection:usual", ""): (403, 403, 302),
    ("inspection:inspection", "here"): READ_DUES,
    ("inspection:print", "here"): READ_DUES,
    ("inspection:edit", "here"): (403, 403, 200),
    ("inspection:findings", "here"): (403, 403, 200),
    ("inspection:carried_out", "closed"): (403, 200, 200),
    ("inspection:move", "send"): (403, 403, 200),
    ("inspection:move", "answer"): (403, 200, 403),
    ("fund:scan_add", "here"): WRITE_DUES,
    ("fund:scan", "here"): READ_DUES,
    ("fund:scan_delete", "here"): (403, 403, 403),
    ("welfare_desk:postings", ""): READ_DUES,
    ("welfare_desk:posting_new", ""): (403, 200, 403),
    ("welfare_desk:visits", ""): READ_BOOKS,
    ("welfare_desk:visit_new", ""): (403, 403, 403),
    ("welfare_desk:visit", "here"): READ_BOOKS,
    # Without the right of health: the act, but neither whom nor why.
    ("welfare_desk:visit", "private"): READ_BOOKS,
    ("welfare_desk:visit_edit", "here"): (403, 403, 403),
    ("welfare_desk:visit_answer", "here"): (403, 403, 403),
    ("welfare_desk:visit_hand_over", "here"): (403, 403, 403),
    ("welfare_desk:visit_cancel", "here"): (403, 403, 403),
    ("welfare_desk:visit_reason", "here"): (404, 403, 404),
    ("welfare_desk:visit_reason", "private"): (404, 403, 404),
    ("welfare_desk:visit_photo", "here"): READ_BOOKS,
    ("welfare_desk:visit_photo", "private"): (404, 403, 404),
    ("welfare_desk:visit_photo_delete", "here"): (403, 403, 403),
    ("welfare_desk:houses", ""): READ_BOOKS,
    ("welfare_desk:houses_export", ""): READ_BOOKS,
    ("welfare_desk:house", "here"): READ_BOOKS,
    ("welfare_desk:house_paper", "handed"): READ_BOOKS,
    ("welfare_desk:house_receipt", "here"): WRITE_DUES,
    ("welfare_desk:house_payment", "here"): WRITE_DUES,
    ("welfare_desk:house_photo", "here"): READ_BOOKS,
    ("welfare_desk:lists", ""): READ_BOOKS,
    ("welfare_desk:list", "draft"): READ_BOOKS,
    ("welfare_desk:list", "approved"): READ_BOOKS,
    ("welfare_desk:list", "above"): READ_BOOKS,
    ("welfare_desk:list", "private"): (404, 403, 404),  # neither reads of illness
    ("welfare_desk:list_print", "approved"): READ_BOOKS,
    ("welfare_desk:list_export", "approved"): READ_BOOKS,
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
        "internal": make.make_event(cast.here, title="Họp kín hopkinxyz", is_internal=True),
    }
    make.make_registration(
        events["public"], make.make_member(cast.here, full_name="Đăngkýxyz Lê"), companions=1
    )
    make.make_invitation(
        events["public"],
        name="Khách moixyz",
        printed_at=timezone.now(),
        email="moithuxyz@thu.example",
    )
    make.make_notice(events["public"], name="Khách baotinxyz")
    events["past"] = make.make_event(cast.here, title="Họp quý", starts_at=make.long_past())
    make.make_minutes(events["past"], opinions="Ý kiến bienbanxyz")
    for event in (events["public"], events["draft"]):
        for words, is_public in (("Ảnh chung", True), ("Ảnh anhnoiboxyz", False)):
            make.make_event_photo(event, caption=words, is_public=is_public)
            make.make_event_document(event, title=words, is_internal=not is_public)
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
    cluster.heads.create(unit=cast.district, valid_from=make.LONG_AGO)
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
        book=_book(cast) | _reports(cast) | _compacts(compacts),
        pin=make.make_pin(posts["public"]),
        entry=entry,
    )


def _event_file(name: str, which: str, world: World) -> str:
    """A photograph or a paper of an event; `inner`: one for its unit alone."""
    event: Any = world.events["public" if which == "inner" else which]
    rows = event.photos if "photo" in name else event.documents
    row = rows.filter(is_internal=which == "inner").get()
    if name == "events:document":
        return row.get_absolute_url()
    if name == "events:photo":
        return row.picture.full_url
    return reverse(name, args=[row.pk])


def _moved(cast: Cast) -> Member:
    """Of `here` until lately, with a card that only the new branch may read."""
    member = make.make_member(
        cast.here, full_name="Tô Chuyểnxyz", phone="0909 333 444", address="Ngõ noimoixyz"
    )
    row = make.make_transfer(cast.here, cast.elsewhere, member=member)
    answer_transfer(transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.admin)
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
    death = make.make_departure(cast.here)
    Funeral.objects.create(departure=death, eulogy="Điếu văn dieuvanxyz")
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
        ("death", "here"): [death.pk],  # of its funeral
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
    book |= _dues(cast) | _welfare(cast) | _visits(cast) | _fund(cast) | _criteria(cast)
    book |= _inspections(cast) | _recognition(cast) | _exemplars(cast)
    book |= _cycles(cast)
    book |= _houses(cast)
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
        word: report_parts(["Một", "Hai"], {"Một": f"Báo cáo {word}baocaoxyz"})
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
    for name in ("", "_paper", "_receipts", "_post"):
        made[f"dues:collection{name}", "here"] = [payment.collection.pk]
    return made


def _recognition(cast: Cast) -> dict[tuple[str, str], Any]:
    """An award with its money; a draft of `here` with a document, a dossier that lies above it."""
    kind = make.make_award_kind(name="Giấy khen thử", for_household=True)
    guide = make.make_member(cast.here, full_name="Trần Dexuatkhenxyz")
    draft = make.make_dossier(cast.here, guide, kind=kind, title="Thành tích thử")
    nominee = draft.nominees.get()
    paper = DossierFile(dossier=draft, title="Xác nhận", added_by=cast.officer_here)
    paper.file.save("a.pdf", ContentFile(b"%PDF-1.4 %%EOF"), save=True)
    other = make.make_member(cast.here)
    sent = make.make_dossier(cast.here, other, state="sent", holder=cast.district)
    accepted = make.make_dossier(
        cast.here, make.make_member(cast.here), state="accepted", holder=cast.city
    )
    decided = make.make_dossier(
        cast.here, make.make_member(cast.here), state="decided", holder=cast.city
    )
    grant = make.make_grant(decided.nominees.get())
    layout = make.make_certificate_layout()
    place = make.make_layout_field(layout)
    return {
        **{
            ("recognition:" + name, "one"): [layout.pk]
            for name in (
                "layout",
                "layout_test",
                "layout_page",
                "layout_edit",
                "layout_nudge",
                "layout_remove",
                "layout_field_new",
            )
        },
        ("recognition:layout_field", "one"): [place.pk],
        ("recognition:layout_field_remove", "one"): [place.pk],
        ("recognition:certificates", "here"): [grant.decision_id],
        ("recognition:decision_new", "accepted"): [accepted.pk],
        ("recognition:decision", "here"): [grant.decision_id],
        ("recognition:grant_revoke", "here"): [grant.pk],
        ("recognition:grant_settle", "here"): [grant.pk],
        ("recognition:grant_pay", "here"): [grant.pk],
        **{
            ("recognition:" + name, "here"): [draft.pk]
            for name in ("dossier", "edit", "nominee_new", "file_add")
        },
        ("recognition:paper", "here"): [draft.pk, "to-trinh"],
        ("recognition:nominee", "here"): [nominee.pk],
        ("recognition:nominee_remove", "here"): [nominee.pk],
        ("recognition:nominee_drop", "sent"): [sent.nominees.get().pk],
        ("recognition:file", "here"): [paper.pk],
        ("recognition:file_delete", "here"): [paper.pk],
        ("recognition:move", "submit"): [draft.pk, "trinh"],
        ("recognition:move", "return"): [sent.pk, "tra-lai"],
        ("recognition:kind", "kind"): [kind.pk],
        ("recognition:rate", "rate"): [make.make_award_rate(kind).pk],
        ("recognition:salary", "salary"): [make.make_base_salary().pk],
    }


def _exemplars(cast: Cast) -> dict[tuple[str, str], Any]:
    """A draft of `here` with all its parts, a proposal, what others read, what nobody may read; years
    by a scale."""
    draft = make.make_exemplar(cast.here, title="Tổ tự quản nhapguongxyz")
    figure = make.make_exemplar_figure(draft)
    photo = make.make_exemplar_photo(draft)
    link = ExemplarLink.objects.create(exemplar=draft, post=make.make_post())
    proposed = make.make_exemplar(cast.here, state="proposed")
    published = make.make_exemplar(cast.elsewhere, state="recognised", title="Sổ thuốc đầu giường")
    adoption = make.make_adoption(published, cast.here)
    person = make.make_member(cast.elsewhere, full_name="Đỗ Guongkinxyz")
    unagreed = make.make_exemplar(
        cast.elsewhere, state="recognised", member=person, title="Người guongkinxyz",
        kind=make.make_exemplar_kind(about="person"),
    )  # fmt: skip
    own = make.make_unit_rating(cast.here)
    for criterion in own.criteria_set.criteria.all():
        RatingMark.objects.create(rating=own, criterion=criterion, own=1)
    sent = make.make_unit_rating(cast.here, state="sent")
    for criterion in sent.criteria_set.criteria.all():
        RatingMark.objects.create(rating=sent, criterion=criterion, own=1, given=1)
    return {
        ("exemplars:detail", "published"): [published.pk, slugify(published.title)],
        ("exemplars:detail", "unagreed"): [unagreed.pk, slugify(unagreed.title)],
        **{
            (f"exemplars_desk:{name}", "here"): [draft.pk]
            for name in ("exemplar", "edit", "paper", "figure_new", "photo_new", "link_new")
        },
        ("exemplars:photo", "published"): [make.make_exemplar_photo(published).pk, "full.jpg"],
        ("exemplars:photo", "unagreed"): [make.make_exemplar_photo(unagreed).pk, "full.jpg"],
        **{
            (f"exemplars_desk:{name}", "published"): [published.pk]
            for name in ("figure_new", "photo_new", "link_new")
        },
        ("exemplars_desk:exemplar", "published"): [published.pk],
        ("exemplars_desk:exemplar", "unagreed"): [unagreed.pk],
        ("exemplars_desk:paper", "unagreed"): [unagreed.pk],
        ("exemplars_desk:figure", "here"): [figure.pk],
        ("exemplars_desk:figure_remove", "here"): [figure.pk],
        ("exemplars_desk:photo_remove", "here"): [photo.pk],
        ("exemplars_desk:link_remove", "here"): [link.pk],
        ("exemplars_desk:adoption_new", "published"): [published.pk],
        ("exemplars_desk:adoption_end", "here"): [adoption.pk],
        ("exemplars_desk:move", "submit"): [draft.pk, "de-nghi"],
        ("exemplars_desk:move", "recognise"): [proposed.pk, "cong-nhan"],
        ("exemplars_desk:rating", "here"): [own.pk],
        ("exemplars_desk:marks", "own"): [own.pk, "tu-cham"],
        ("exemplars_desk:marks", "given"): [sent.pk, "cham"],
        ("exemplars_desk:rating_move", "send"): [own.pk, "gui"],
        ("exemplars_desk:rating_move", "confirm"): [sent.pk, "xac-nhan"],
    }


def _welfare(cast: Cast) -> dict[tuple[str, str], Any]:
    """A kind of care whose rates units may set: one for all, one of `here`."""
    kind = make.make_welfare_kind(name="Chúc thọ thử", units_set_rates=True, listed="year")
    own = make.make_welfare_rate(kind, unit=cast.here)
    older = make.make_member(cast.here, full_name="Phan Tuổicaoxyz", birth_year=1940)
    draft = make.make_welfare_list(cast.here, make.make_member(cast.here))
    approved = make.make_welfare_list(cast.here, make.make_member(cast.here), state="approved")
    above = make.make_welfare_list(cast.district, older, state="proposed")
    illness = make.make_welfare_kind(is_private=True, listed="year", name="Bệnh hiểm nghèo thử")
    private = make.make_welfare_list(
        cast.here, make.make_member(cast.here, full_name="Tô Bệnhnhânxyz"), kind=illness
    )
    entry = draft.entries.get()
    lists = {"draft": draft, "approved": approved, "above": above, "private": private}
    return {
        **{("welfare_desk:list", which): [one.pk] for which, one in lists.items()},
        ("welfare_desk:list_move", "propose"): [draft.pk, "de-nghi"],
        ("welfare_desk:list_move", "decide"): [above.pk, "duyet"],
        ("welfare_desk:entry_add", "draft"): [draft.pk],
        ("welfare_desk:entry_add", "above"): [above.pk],
        ("welfare_desk:list_hand", "approved"): [approved.pk],
        ("welfare_desk:list_print", "approved"): [approved.pk],
        ("welfare_desk:list_export", "approved"): [approved.pk],
        ("welfare_desk:entry_strike", "draft"): [entry.pk],
        ("welfare_desk:entry_restore", "draft"): [entry.pk],
        ("welfare_desk:kind", "kind"): [kind.pk],
        ("welfare_desk:rate", "here"): [own.pk],
        ("welfare_desk:rate", "city"): [make.make_welfare_rate(kind).pk],
        ("welfare_desk:rate_change", "here"): [own.pk],
    }


def _compacts(compacts: dict[str, Compact]) -> dict[tuple[str, str], Any]:
    """The draft with one part of each kind, and the signed one."""
    section, clause, target = make.make_compact_parts(compacts["draft"])
    made: dict[tuple[str, str], Any] = {
        ("emulation_desk:compact", which): [compact.pk] for which, compact in compacts.items()
    }
    for name in ("compact_edit", "compact_delete", "section_new", "target_new"):
        made[f"emulation_desk:{name}", "draft"] = [compacts["draft"].pk]
    made["emulation_desk:clause_new", "draft"] = [section.pk]
    made |= _signing(compacts)
    comment = make.make_compact_comment(compacts["draft"], text="Góp ý giaouocxyz")
    made["emulation_desk:comment_answer", "draft"] = [comment.pk]
    for name in ("compact_comment", "compact_agree"):
        made[f"emulation_desk:{name}", "draft"] = [compacts["draft"].pk]
    for name, part in (("section", section), ("clause", clause), ("target", target)):
        for step in ("", "_move", "_delete"):
            made[f"emulation_desk:{name}{step}", "draft"] = [part.pk]
    return made


def _signing(compacts: dict[str, Compact]) -> dict[tuple[str, str], Any]:
    """A compact and an addendum opened for signing, and the draft of an addendum."""
    now = timezone.now()
    opened = make.make_compact(
        compacts["draft"].cluster, year=2026, title="Bản ký giaouocxyz", signed_on=None,
        signing_since=now,
    )  # fmt: skip
    make.make_compact_parts(opened)
    addendum = make.make_addendum(compacts["signed"], title="Phụ lục giaouocxyz", signing_since=now)
    draft = make.make_addendum(compacts["signed"], title="Bản soạn giaouocxyz")
    made: dict[tuple[str, str], Any] = {
        ("emulation_desk:compact_open", "draft"): [compacts["draft"].pk],
        ("emulation_desk:compact_print", "draft"): [compacts["draft"].pk],
        ("emulation_desk:addendum_new", "signed"): [compacts["signed"].pk],
        ("emulation_desk:signed_scan", "open"): [make.make_signed_scan(opened).pk],
    }
    for name in ("reopen", "absence", "paper", "sign", "print"):
        made[f"emulation_desk:compact_{name}", "open"] = [opened.pk]
        made[f"emulation_desk:addendum_{name}", "open"] = [addendum.pk]
    for name in ("", "_edit", "_delete", "_open"):
        made[f"emulation_desk:addendum{name}", "draft"] = [draft.pk]
    return made


def _criteria(cast: Cast) -> dict[tuple[str, str], Any]:
    """Of `here` a set that is issued and one that is being drafted."""
    issued = make.make_criteria(cast.here, issued_on=timezone.localdate(), name="Bảng điểm thử")
    draft = make.make_criteria(cast.here, name="Bảng điểm soanthaoxyz")
    criterion = draft.criteria.get(kind="judged")
    made: dict[tuple[str, str], Any] = {}
    for name in (
        "",
        "_take_back",
        "_retire",
        "_use_again",
        "_copy",
        "_compare",
        "_trial",
        "_print",
        "_export",
    ):
        made[f"emulation_desk:criteria{name}", "issued"] = [issued.pk]
    for name in ("", "_edit", "_delete", "_issue", "_trial", "_print", "_export"):
        made[f"emulation_desk:criteria{name}", "draft"] = [draft.pk]
    made["emulation_desk:criterion_new", "draft"] = [draft.pk]
    for name in ("", "_move", "_delete"):
        made[f"emulation_desk:criterion{name}", "draft"] = [criterion.pk]
    return made


def _cycles(cast: Cast) -> dict[tuple[str, str], Any]:
    """This year's cycles: of a cluster that `here` heads, and of one with the branch beside."""
    led = make.make_cluster(cast.here, name="Cụm dẫn đầu")
    make.make_cluster_head(led, cast.here)
    other = make.make_cluster(cast.beside, cast.elsewhere)
    make.make_cluster_head(other, cast.elsewhere)
    here, beside = make.make_cycle(led), make.make_cycle(other)
    made: dict[tuple[str, str], Any] = {
        (f"emulation_desk:cycle{name}", "here"): [here.pk]
        for name in ("", "_edit", "_next", "_delete")
    }
    for which, cycle in (("here", here), ("beside", beside)):
        make.make_meeting(cycle)
        ballot = make.make_ballot(cycle)
        for name in (
            "",
            "_edit",
            "_slogan",
            "_programme",
            "_vote",
            "_counted",
            "_handover",
            "_start",
            "_show",
        ):
            made[f"emulation_desk:meeting{name}", which] = [cycle.pk]
        made["emulation_desk:ballot_new", which] = [cycle.pk]
        for name in ("edit", "count", "delete", "print"):
            made[f"emulation_desk:ballot_{name}", which] = [ballot.pk]
    made |= _sheets(cast)
    made |= {(f"emulation_desk:cycle{name}", "beside"): [beside.pk] for name in ("", "_edit")}
    here.registration_until = here.ends_on - dt.timedelta(1)
    here.save()
    make.make_goal(here, cast.here, titles="Cờ thi đua danhhieuxyz")
    for name in ("list", "export", "print"):
        made[f"emulation_desk:goal_{name}", "here"] = [here.pk]
    for name in ("", "_extend"):
        made[f"emulation_desk:goal{name}", "here"] = [here.pk, cast.here.pk]
    for name in ("", "_edit", "_units", "_leaders"):
        made[f"emulation_desk:cluster{name}", "here"] = [led.pk]
    made["emulation_desk:cluster_out", "here"] = [led.memberships.get().pk]
    return made


def _sheets(cast: Cast) -> dict[tuple[str, str], Any]:
    """Last year's cycles with score sheets, of `here` one being written, of `beside` one handed in."""
    year = timezone.localdate().year - 1
    made: dict[tuple[str, str], Any] = {}
    for unit, which in ((cast.here, "here"), (cast.beside, "beside")):
        cluster = Cluster.objects.get(memberships__unit=unit)
        rubric = make.make_criteria(unit, name=f"Bảng chấm {which}")
        rubric.criteria.filter(kind="judged").update(kind="quantity", target=10)
        rubric.issued_on = rubric.retired_on = timezone.localdate()
        rubric.save()
        cycle = make.make_cycle(
            cluster, year=year, criteria_set=rubric,
            self_score_until=timezone.localdate() + dt.timedelta(days=3),
        )  # fmt: skip
        fields = {} if which == "here" else {"submitted_by": cast.officer_beside}
        sheet = make.make_sheet(unit, cycle, **fields)
        mark = make.make_mark(sheet, remark=f"Tự chấm {which}xyz")
        file = make.make_evidence(sheet)
        for name in (
            "scoring", "sheets_open", "rules", "cross_check_close", "vote", "ranking_lock",
            "ranking_reopen", "ranking_print", "ranking_export",
        ):  # fmt: skip
            made[f"emulation_desk:{name}", which] = [cycle.pk]
        for name in ("sheet_explain", "council_write"):
            made[f"emulation_desk:{name}", which] = [sheet.pk]
        for name in (
            "",
            "_write",
            "_total",
            "_submit",
            "_take_back",
            "_extend",
            "_assign",
            "_print",
            "_export",
        ):
            made[f"emulation_desk:sheet{name}", which] = [sheet.pk]
        for name in ("evidence", "number_take"):
            made[f"emulation_desk:{name}", which] = [sheet.pk, mark.criterion_id]
        made["emulation_desk:number_records", which] = [sheet.pk, "nghia-tinh"]
        for name in ("_file", "_delete"):
            made[f"emulation_desk:evidence{name}", which] = [file.pk]
    Extension.objects.create(
        sheet=sheet, until=timezone.localdate(), reason="Đợi số liệu", granted_by=cast.admin
    )
    # Opened, of a unit that belongs to the cluster no more; before that, scored by `beside`.
    make.make_peer_sheet(sheet, remark="Chấm chéo moraxyz")
    before = make.make_cycle(cluster, year=year - 1, criteria_set=rubric)
    make.make_sheet(cast.beside, before)
    scored = make.make_sheet(cast.elsewhere, before, submitted_by=cast.officer_beside)
    make.make_peer_sheet(scored, cast.beside, is_blind=True, remark="Chấm chéo bimatxyz")
    for name in ("peer_write", "peer_submit"):
        made[f"emulation_desk:{name}", "elsewhere"] = [scored.pk]
    return made


def _fund(cast: Cast) -> dict[tuple[str, str], Any]:
    """A cash box of `here` with one voucher."""
    box = make.make_box(cast.here)
    voucher = make.make_voucher(box, text="Ủng hộ noidungquyxyz", party="Bà Nguoinopquyxyz")
    count = make.make_count(box, explanation="Lệch giaithichquyxyz")
    make.make_activity(cast.here, family="Gia đình Chuavaoquyxyz", happened_on=count.counted_on)
    illness = make.make_welfare_kind(is_private=True, name="Thăm ốm thử")
    ill = make.make_member(cast.here, full_name="Võ Đãchiquỹxyz")
    paid = make.make_activity(
        cast.here, kind=illness, member=ill, family="", amount=100_000, happened_on=count.counted_on
    )
    made: dict[tuple[str, str], Any] = {
        ("fund:reopen", "district"): [
            make.make_closing(cast.district, timezone.localdate().year - 2).pk
        ],
        ("fund:count_new", "here"): [box.pk],
        ("fund:thanks", "here"): [
            make.make_voucher(box, account=make.make_account(role="sponsor")).pk
        ],
    }
    borrower = make.make_member(cast.here, full_name="Lý Nguoivayxyz", joined=make.LONG_AGO)
    loan = make.make_loan(box, member=borrower, purpose="Mở quán mucdichvayxyz")
    scan = voucher.scans.create(
        file=ContentFile(b"%PDF-1.4\n%%EOF\n", "hoa-don.pdf"), added_by=cast.admin
    )
    made["fund:scan_add", "here"] = [voucher.pk]
    for name in ("", "_delete"):
        made[f"fund:scan{name}", "here"] = [scan.pk]
    advance = make.make_advance(box, member=borrower, purpose="Mua viectamungxyz")
    for name in ("", "_spent", "_back", "_top_up", "_request_print", "_settlement_print"):
        made[f"fund:advance{name}", "here"] = [advance.pk]
    for name in ("", "_repay"):
        made[f"fund:loan{name}", "here"] = [loan.pk]
    made["fund:voucher", "care"] = [make.make_posting(box, paid).pk]
    for name in ("", "_print", "_post"):
        made[f"fund:count{name}", "here"] = [count.pk]
    for name in ("", "_print", "_export", "_name", "_keeper", "_close"):
        made[f"fund:box{name}", "here"] = [box.pk]
    made["fund:box_reopen", "closed"] = [make.make_closed_box(cast.here).pk]
    for name in ("", "_print", "_reverse", "_correct"):
        made[f"fund:voucher{name}", "here"] = [voucher.pk]
    return made


def _inspections(cast: Cast) -> dict[tuple[str, str], Any]:
    """Checks of `here`: one under way, and last year's, which waits for an answer."""
    open_one = make.make_inspection(cast.here, lead="Lê Kiemtraxyz", conclusion="")
    open_one.findings.filter(order=1).update(result="fault", words="Thiếu saisotxyz")
    last = {"year": open_one.year - 1, "state": "sent"}
    sent = make.make_inspection(cast.here, **last)
    closed = make.make_closed_inspection(cast.here, open_one.year - 2)
    return {
        **{("inspection:" + name, "here"): [open_one.pk]
           for name in ("inspection", "print", "edit", "findings")},
        ("inspection:carried_out", "closed"): [closed.findings.exclude(recommendation="")[0].pk],
        ("inspection:move", "send"): [open_one.pk, "gui"],
        ("inspection:move", "answer"): [sent.pk, "giai-trinh"],
    }  # fmt: skip


def _houses(cast: Cast) -> dict[tuple[str, str], Any]:
    """Houses of `here`: a draft with a giver and a stage, a proposed one, one handed over."""
    house = make.make_house(cast.here, family="Gia đình nhatinhxyz")
    asked = make.make_house(cast.here, state="proposed")
    days = dict.fromkeys(("started_on", "accepted_on", "handed_on"), house.surveyed_on)
    handed = make.make_house(cast.here, state="handed", receiver="Bà Hai", **days)
    gift, stage = make.make_house_gift(house), make.make_house_stage(house)
    given = make.make_house_gift(house, received=5_000_000, received_on=timezone.localdate())
    return {
        **{
            (f"welfare_desk:house{name}", "here"): [house.pk]
            for name in ("", "_edit", "_gift_new", "_stage_new")
        },
        ("welfare_desk:house_move", "propose"): [house.pk, "de-nghi"],
        ("welfare_desk:house_move", "decide"): [asked.pk, "duyet"],
        ("welfare_desk:house_paper", "handed"): [handed.pk, "ban-giao"],
        ("welfare_desk:house_gift", "here"): [gift.pk],
        ("welfare_desk:house_stage", "here"): [stage.pk],
        ("welfare_desk:house_receipt", "here"): [given.pk],
        ("welfare_desk:house_payment", "here"): [house.pk],
        ("welfare_desk:house_photo", "here"): [stage.pk, stage.picture.widths[0]],
    }


def _visits(cast: Cast) -> dict[tuple[str, str], Any]:
    """Acts of care of `here` that wait for an answer: of an open kind, and of a private one."""
    made: dict[tuple[str, str], Any] = {}
    for which, fields in (
        ("here", {"kind": make.make_welfare_kind(name="Tặng quà")}),
        ("private", {"kind": make.make_welfare_kind(name="Ốm đau", is_private=True)}),
    ):
        member = make.make_member(cast.here, full_name="Đỗ Đượcthămxyz", joined=make.LONG_AGO)
        act = make.make_activity(cast.here, member=member, family="", state="proposed", **fields)
        make.make_health_reason(act, text="Bệnh benhlyxyz")
        photo = make.make_activity_photo(act)
        for name in ("", "_edit", "_answer", "_hand_over", "_cancel", "_reason"):
            made[f"welfare_desk:visit{name}", which] = [act.pk]
        made["welfare_desk:visit_photo", which] = [act.pk, photo.pk, photo.picture.widths[0]]
        made["welfare_desk:visit_photo_delete", which] = [act.pk, photo.pk]
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
        case "handbook_chapter":
            return reverse(name, args=["bat-dau"])
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
        case (
            "events:photo" | "events:document" | "events_desk:photo_edit" | "events_desk:photo_move"
        ):
            return _event_file(name, which, world)
        case (
            "events_desk:photo_delete" | "events_desk:document_edit" | "events_desk:document_delete"
        ):
            return _event_file(name, which, world)
        case "events:album":
            return reverse(name, args=[world.events[which].pk, world.events[which].slug])
        case "events:month" | "events_desk:month":
            return reverse(name, args=[timezone.localdate().year, timezone.localdate().month])
        case "events_desk:registration_withdraw":
            return reverse(name, args=[world.events[which].registrations.earliest("turn").pk])
        case "events_desk:invitation_reply" | "events_desk:invitation_delete":
            return reverse(name, args=[world.events[which].invitations.earliest("pk").pk])
        case "events_desk:notice_informed":
            return reverse(name, args=[world.events[which].notices.earliest("pk").pk])
        case "events:register" | "events:withdraw":
            return reverse(name, args=[world.events[which].pk])
        case "events_desk:task_done":
            return reverse(name, args=[ResolutionTask.objects.latest("pk").pk])
        case _ if name.startswith("events_desk:funeral"):
            return reverse(name, args=world.book["death", "here"])
        case _ if name.startswith("events_desk:") and which:
            return reverse(name, args=[world.events[which].pk])
        case "events:detail":
            return world.events[which].get_absolute_url()
        case "emulation:cluster":
            return world.compacts["signed"].cluster.get_absolute_url()
        case "emulation:compact":
            return world.compacts[which].get_absolute_url()
        case "emulation:glance":
            compact = world.compacts[which]
            return reverse(name, args=[compact.cluster.slug, compact.year])
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
            return reverse(
                name,
                args=[world.cards["here"].pk, Consent.objects.get(member=world.cards["here"]).pk],
            )
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
        changes = Change.objects.filter(model=model, action="changed")
        # Of the card of `here`, which got another number: others were changed after it.
        phones = [row for row in changes if any(line["field"] == "phone" for line in row.diff)]
        change = phones[-1] if phones else changes.latest("pk")
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


@pytest.mark.sweep
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
    "bimatxyz": {"officer_beside"},  # a peer's scores before they are opened: its own alone
    "moraxyz": {"admin", "office", "officer_above", "officer_beside"},
    "anhnoiboxyz": {"admin", "office", "officer_above", "officer_here", "former_officer", "member_here"},
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
    "hopkinxyz": {
        "admin", "office", "officer_above", "officer_here", "member_here", "former_officer",
    },
    "moixyz": {"admin", "office", "officer_above", "officer_here"},
    "moithuxyz": set(),
    "Đăngkýxyz": {"admin", "office", "officer_above", "officer_here"},
    "baotinxyz": {"admin", "office", "officer_above", "officer_here"},
    "bienbanxyz": {"admin", "office", "officer_above", "officer_here"},
    "dieuvanxyz": {"admin", "office", "officer_above", "officer_here"},
    "nhatinhxyz": {"admin", "office", "officer_above", "officer_here"},
    "giaouocxyz": {"admin", "office", "officer_above"},
    "71,37": {"admin", "office", "officer_above"},
    "dangchoxyz": {"admin", "office", "editor"},
    "tuchoixyz": set(),
    "lydochanxyz": {"admin", "office", "editor"},
    "thuongyeuxyz": {"admin", "office", "officer_above", "officer_here"},
    "chuadongyxyz": set(),
    "benhlyxyz": {"admin", "office", "officer_above", "officer_here"},
    "Đượcthămxyz": {"admin", "office", "officer_above", "officer_here"},
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
    "giaithichquyxyz": {"admin", "office", "officer_above", "officer_here"},
    "noidungquyxyz": {"admin", "office", "officer_above", "officer_here"},
    "Nguoinopquyxyz": {"admin", "office", "officer_above", "officer_here"},
    "soanthaoxyz": {"admin", "office", "officer_above", "officer_here"},
    "Chuavaoquyxyz": {"admin", "office", "officer_above", "officer_here"},
    "Đãchiquỹxyz": {"admin", "office", "officer_above", "officer_here"},
    "Kiemtraxyz": {"admin", "office", "officer_above", "officer_here"},
    "saisotxyz": {"admin", "office", "officer_above", "officer_here"},
    "nhapguongxyz": {"admin", "office", "officer_above", "officer_here"},
    "guongkinxyz": {"admin", "office"},
    "Dexuatkhenxyz": {"admin", "office", "officer_above", "officer_here"},
    "mauthuxyz": {"admin", "office", "officer_above", "officer_here"},
    "Tuổicaoxyz": {"admin", "office", "officer_above", "officer_here"},
    "Bệnhnhânxyz": {"admin", "office", "officer_above", "officer_here"},
}  # fmt: skip

LISTS = (
    "exemplars:list", "exemplars_desk:list", "exemplars_desk:list_print", "exemplars_desk:ratings",
    "welfare_desk:postings", "inspection:list",
    "home", "news:list", "news:albums", "news:rss", "news:atom", "sitemap", "events:list", "events:calendar",
    "events_desk:list",
    "emulation:index", "welfare:index", "members:units", "news_desk:readers", "news_desk:reads",
    "news_desk:front", "site_menus", "site_facts", "news_desk:comments", "news_desk:bans",
    "book:members", "book:members_print", "book:documents", "reports:list",
    "book:members", "book:members_print", "book:documents",
    "dues:year", "dues:year_print", "dues:arrears", "dues:collections", "dues:waivers", "dues:rates",
    "welfare_desk:rates",
    "emulation_desk:compact_list",
    "recognition:list", "recognition:catalogue", "recognition:book", "recognition:book_print",
    "recognition:layouts",
    "emulation_desk:criteria_list", "emulation_desk:home", "emulation_desk:cluster_list",
    "welfare_desk:visits",
    "welfare_desk:lists",
    "welfare_desk:houses",
)  # fmt: skip
# Pictures and papers: what their pages may show is in the matrix.
NO_TEXT = (
    "exemplars_desk:export", "exemplars:photo",
    "picture", "news:attachment", "events:photo", "events:document", "book:portrait", "book:document",
    "book:scan", "book:members_export", "book:documents_export", "welfare_desk:visit_photo",
    "reports:copy", "reports:total_export", "fund:box_export", "welfare_desk:list_export",
    "fund:scan", "fund:loans_export", "fund:advances_export",
    "emulation_desk:criteria_export", "emulation_desk:signed_scan",
    "emulation_desk:evidence_file", "emulation_desk:ranking_export", "emulation_desk:sheet_export",
    "welfare_desk:houses_export", "welfare_desk:house_photo", "recognition:file",
    "recognition:book_export", "emulation_desk:goal_export",
    "events_desk:registrations_export",
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
        if answer.status_code == 302 and url.startswith(reverse("events:list")):
            answer = client.get(answer["Location"])  # its name was changed, and its address with it
        # A card that moved on says so with a 404.
        if answer.status_code == 200 or url.startswith(reverse("book:members")):
            # The search page repeats the question; what it found is what counts.
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode().replace(HARD, " ")
            texts[url] = _results_only(text) if url.startswith(reverse("search")) else text
    return texts


# The database itself takes nothing of the kind there.
KEPT_FROM_MARKUP = {
    "members.Member.code",
    "fund.Transaction.text", "fund.Transaction.party", "fund.CashCount.explanation",  # never changed
    "fund.Advance.purpose", "fund.Loan.decision_no", "fund.Loan.purpose",  # nor these
    "emulation.Criterion.title",  # once its set is issued
    "emulation.Extension.reason",
    "emulation.PeerMark.remark",  # once handed in
    # Once the inspection is closed.
    "inspection.Finding.text", "inspection.Finding.words", "inspection.Finding.recommendation",
    "inspection.Inspection.host", "inspection.Inspection.lead",
    "recognition.AwardDecision.number", "recognition.AwardDecision.authority",
}  # fmt: skip


def _results_only(page: str) -> str:
    """The list of results; "" when there is none."""
    start = page.find('id="ket-qua"')
    return "" if start < 0 else page[start : page.find("</ol>", start)]


@pytest.mark.sweep
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
