"""Every form of the site is sent: once with right data, once empty, as in production.

Nothing here runs within a transaction of the test's own: what a view forgot to put into one fails
only so (`select_for_update cannot be used outside of a transaction`). An address without a row
fails the suite; a new form is one row, and often no data, since the fields are filled in by what
the page shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
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
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from emulation.models import Ballot, Cluster, CriteriaSet, EvidenceFile, ScoreSheet
from events.models import Event, Funeral, Minutes
from exemplars.models import ExemplarKind
from fund.models import Account, CashBox
from inspection.models import CheckItem, Finding
from kit.dates import local_today
from members.models import Departure, Member, Position, Transfer, Unit
from news.models import CommentPolicy, Mailing, Post, Tag
from recognition.models import AwardRate, CertificateLayout
from register.actions.accounts import password_link
from reports.models import Report, report_parts
from welfare.models import Activity, HouseGift, WelfareEntry

from . import factories as make
from .admin.test_pages import ROWS, page
from .blogger.samples import takeout, whole_blog, zipped
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


def _second(stage: Stage) -> Member:
    return make.make_member(stage.cast.here)


def _counted_box(stage: Stage) -> CashBox:
    """Empty, and counted today."""
    box = make.make_box(stage.cast.here)
    make.make_count(box, {}, explanation="")
    return box


def _cluster_without_cycle() -> Cluster:
    return Cluster.objects.filter(cycles__isnull=True).latest("pk")


def _scored_here(stage: Stage) -> ScoreSheet:
    return ScoreSheet.objects.get(unit=stage.cast.here)


def _ready_to_lock(stage: Stage) -> None:
    """The council has scored what there is."""
    sheet = _scored_here(stage)
    sheet.marks.update(council_value=7)
    EvidenceFile.objects.filter(mark__sheet=sheet).delete()  # a test before may have taken its file
    make.make_rules(sheet.cycle, opened_at=timezone.now())


def _entry(stage: Stage) -> dict[str, Any]:
    return {
        "box": CashBox.objects.open().get(unit=stage.cast.here).pk, "party": "Lê Thị Thử",
        "account": make.make_account().pk, "text": "Việc thử",
    }  # fmt: skip


def _account(stage: Stage) -> str:
    return reverse("book:account", args=stage.world.book["account_link", "member"])


def _link(stage: Stage) -> str:
    user = stage.cast.member_here
    return reverse("members:set_password", args=password_link(user=user, by=stage.cast.admin))


def _prepare_funeral(stage: Stage) -> None:
    death = Departure.objects.get(pk=stage.world.book["death", "here"][0])
    Funeral.objects.filter(departure=death).update(held_on=death.left_on, place="Nhà tang lễ")


def _courtesy(stage: Stage) -> str:
    decision = make.make_decision(stage.cast.district)
    row = make.make_departure(
        stage.cast.here, kind="struck_off", ground="absent", decision=decision
    )
    return reverse("book:departure_courtesy", args=[row.pk])


def _signed_paper(stage: Stage) -> dict[str, Any]:
    return {"file": _pdf(), f"ten-{stage.cast.district.pk}": "Lê Thị Ký"}


def _visit(stage: Stage) -> dict[str, Any]:
    return _member(stage) | {
        "kind": str(make.make_welfare_kind().pk),
        "photographs": make.picture_file,
    }


def _handing(stage: Stage) -> str:
    """Of a gift that is approved and not yet given."""
    act = make.make_activity(stage.cast.here, state="approved")
    return reverse("welfare_desk:visit_hand_over", args=[act.pk])


def _approved(stage: Stage) -> str:
    return Activity.objects.filter(state="approved").latest("pk").get_absolute_url()


def _due_this_year(stage: Stage) -> str:
    kind = stage.world.book["welfare_desk:kind", "kind"][0]
    query = f"loai={kind}&don_vi={stage.cast.here.pk}&nam={local_today().year}"
    return f"{reverse('welfare_desk:list_new')}?{query}"


def _no_items(stage: Stage) -> None:
    Finding.objects.all().delete()
    CheckItem.objects.all().delete()


def _unpaid(stage: Stage) -> str:
    box = CashBox.objects.open().get(unit=stage.cast.here)
    return f"{reverse('welfare_desk:posting_new')}?quy={box.pk}"


def _waiting(stage: Stage) -> int:
    pk = stage.world.book["welfare_desk:list_hand", "approved"][0]
    return WelfareEntry.objects.filter(gift_list=pk).latest("pk").pk


def _strike(stage: Stage) -> None:
    pk = stage.world.book["welfare_desk:entry_restore", "draft"][0]
    WelfareEntry.objects.filter(pk=pk).update(state="struck", reason="Ghi nhầm")


def _officer(stage: Stage) -> dict[str, Any]:
    post = Position.objects.filter(level=Unit.Level.BRANCH).latest("pk")
    return {f"chuc-vu-{post.pk}": stage.world.cards["here"].code}


def _accepted(stage: Stage) -> str:
    row = Transfer.objects.exclude(new_membership=None).latest("pk")
    return reverse("book:transfer_correct", args=[row.pk])


def _slip(stage: Stage) -> str:
    office = make.make_officer(stage.cast.here, valid_from=local_today()).member.appointments.get()
    return reverse("book:office_take_back", args=[office.pk])


def _close_minutes(stage: Stage) -> None:
    rows = Minutes.objects.filter(event__title="Họp quý")
    rows.update(closed_at=timezone.now(), total=0, present=0, excused=0)


def _whole_report(stage: Stage) -> None:
    body = report_parts(["Một", "Hai"], {"Một": "Đã làm", "Hai": "Sẽ làm"})
    Report.objects.filter(state="draft").update(body=body)


def _counted(stage: Stage) -> dict[str, Any]:
    """Ten ballots, all for the first option."""
    pk = stage.world.book["emulation_desk:ballot_count", "here"][0]
    first, *others = Ballot.objects.get(pk=pk).options.all()
    figures = {"issued": 10, "returned": 10, "valid": 10, "invalid": 0, f"chon-{first.pk}": 10}
    return figures | {f"chon-{option.pk}": 0 for option in others}


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
    ("book:contact_edit", "here"): Sent(),
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
        data=lambda stage: _member(stage) | {"target": stage.cast.beside.slug}
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
    ("dues:collection_post", "here"): Sent(),
    ("dues:waiver_new", ""): Sent(data=_member),
    ("dues:waiver_withdraw", "here"): Sent(on=("dues:waiver", "here"), empty=302),
    ("dues:rate_new", ""): Sent(),
    ("dues:rate", "rate"): Sent(),
    ("dues:rate_delete", "rate"): BUTTON,
    # --- Welfare ---
    ("welfare_desk:house_new", ""): Sent(
        data=lambda stage: {"family": "Gia đình bà Sáu", "unit": stage.cast.here.pk}
    ),
    ("welfare_desk:house_edit", "here"): Sent(data={"family": "Gia đình bà Bảy"}),
    ("welfare_desk:house_move", "propose"): BUTTON,
    ("welfare_desk:house_move", "decide"): Sent(data={"decision_no": "7/QĐ"}, empty=302),
    ("welfare_desk:house_gift_new", "here"): Sent(data={"giver": "Ông Năm", "pledged": "5 triệu"}),
    ("welfare_desk:house_gift", "here"): Sent(data={"pledged": "6 triệu"}),
    ("welfare_desk:house_stage", "here"): Sent(data={"what": "Lợp mái tôn"}),
    ("welfare_desk:house_receipt", "here"): Sent(  # with a receipt's number it is in the books
        before=lambda stage: HouseGift.objects.update(voucher_no="")
    ),
    ("welfare_desk:house_payment", "here"): Sent(
        before=lambda stage: make.make_voucher(
            CashBox.objects.open().get(unit=stage.cast.here), 50_000_000
        ),
        data={"amount": "50.000", "party": "Thợ Mẫu", "text": "Lợp mái"},
    ),
    ("welfare_desk:house_stage_new", "here"): Sent(data={"what": "Lợp mái"}),
    ("welfare_desk:list_new", ""): Sent(url=_due_this_year),
    ("welfare_desk:list_move", "propose"): BUTTON,
    ("welfare_desk:list_move", "decide"): BUTTON,
    ("welfare_desk:entry_add", "draft"): Sent(
        data=lambda stage: _member(stage) | {"amount": "500.000"}
    ),
    ("welfare_desk:list_hand", "approved"): Sent(
        data=lambda stage: {
            "on": "{today}", "given_by": "Chi hội",
            f"e{_waiting(stage)}-handed": "on",
        }
    ),
    ("welfare_desk:entry_strike", "draft"): Sent(data={"reason": "Đã nhận nơi khác"}),
    ("welfare_desk:entry_restore", "draft"): Sent(
        on=("welfare_desk:list", "draft"), empty=302, before=_strike
    ),
    # --- Emulation ---
    ("emulation_desk:compact_new", ""): Sent(
        data=lambda stage: {
            "cluster": stage.world.compacts["draft"].cluster_id, "year": local_today().year + 7,
            "is_copied": "on",
        }
    ),
    ("emulation_desk:compact_edit", "draft"): Sent(),
    ("emulation_desk:compact_delete", "draft"): BUTTON,
    ("emulation_desk:section_new", "draft"): Sent(data={"title": "Nội dung mới"}),
    ("emulation_desk:section", "draft"): Sent(),
    ("emulation_desk:section_move", "draft"): Sent(on=("emulation_desk:compact", "draft"), empty=302),
    ("emulation_desk:section_delete", "draft"): BUTTON,
    ("emulation_desk:clause_new", "draft"): Sent(data={"text": "Điều khoản mới"}),
    ("emulation_desk:clause", "draft"): Sent(),
    ("emulation_desk:clause_move", "draft"): Sent(on=("emulation_desk:compact", "draft"), empty=302),
    ("emulation_desk:clause_delete", "draft"): BUTTON,
    ("emulation_desk:target_new", "draft"): Sent(
        data={"name": "Chỉ tiêu mới", "kind": "words", "level": "hoàn thành tốt nhiệm vụ trở lên"}
    ),
    ("emulation_desk:target", "draft"): Sent(),
    ("emulation_desk:target_move", "draft"): Sent(on=("emulation_desk:compact", "draft"), empty=302),
    ("emulation_desk:target_delete", "draft"): BUTTON,
    ("emulation_desk:cluster_new", ""): Sent(data={"name": "Cụm mới"}),
    ("emulation_desk:cluster_edit", "here"): Sent(data={"decision_no": "12/QĐ"}),
    ("emulation_desk:cluster_units", "here"): Sent(
        data=lambda stage: {"units": [make.make_branch(stage.cast.district).pk]}
    ),
    ("emulation_desk:cluster_leaders", "here"): Sent(data=lambda stage: {"head": stage.cast.here.pk}),
    ("emulation_desk:cluster_out", "here"): Sent(),
    ("emulation_desk:goal", "here"): Sent(who="officer_here", data={"titles": "Bằng khen"}),
    ("emulation_desk:goal_extend", "here"): Sent(
        data=lambda stage: {"reason": "Chờ đại hội", "until": f"31/12/{local_today().year}"}
    ),
    ("emulation_desk:cycle_new", ""): Sent(
        data=lambda stage: {"cluster": _cluster_without_cycle().pk, "registration_until": "31/01/2026"}
    ),
    ("emulation_desk:cycle_edit", "here"): Sent(data={"final_on": "{today}"}),
    ("emulation_desk:cycle_edit", "beside"): Sent(who="office", data={"interim_on": "{today}"}),
    ("emulation_desk:cycle_next", "here"): Sent(on=("emulation_desk:cycle", "here"), empty=302),
    ("emulation_desk:cycle_delete", "here"): Sent(
        url=lambda stage: reverse(
            "emulation_desk:cycle_delete",
            args=[make.make_cycle(Cluster.objects.get(name="Cụm dẫn đầu"), year=2031).pk],
        ),
        empty=302,
    ),
    ("emulation_desk:meeting_edit", "here"): Sent(data={"slogan": "Đoàn kết"}),
    ("emulation_desk:ballot_new", "here"): Sent(data={"choices": "Có\nKhông"}),
    ("emulation_desk:ballot_edit", "here"): Sent(),
    ("emulation_desk:ballot_count", "here"): Sent(data=_counted),
    ("emulation_desk:ballot_delete", "here"): Sent(
        url=lambda stage: reverse(
            "emulation_desk:ballot_delete",
            args=[make.make_ballot(Ballot.objects.earliest("pk").cycle).pk],
        ),
        empty=302,
    ),
    ("emulation_desk:compact_comment", "draft"): Sent(who="officer_above", data={"text": "Góp ý"}),
    ("emulation_desk:compact_agree", "draft"): Sent(
        on=("emulation_desk:compact", "draft"), who="officer_above", empty=302
    ),
    ("emulation_desk:comment_answer", "draft"): Sent(data={"answer": "Đã thêm"}),
    ("emulation_desk:compact_open", "draft"): Sent(on=("emulation_desk:compact", "draft"), empty=302),
    ("emulation_desk:compact_reopen", "open"): BUTTON,
    ("emulation_desk:compact_sign", "open"): Sent(who="officer_above", data={"password": "demo", "has_read": "on"}),
    ("emulation_desk:compact_absence", "open"): Sent(data={"reason": "Bận công tác"}),
    ("emulation_desk:compact_paper", "open"): Sent(data=_signed_paper),
    ("emulation_desk:addendum_new", "signed"): Sent(
        data={"title": "Việc mới", "text": "Nội dung mới"}
    ),
    ("emulation_desk:addendum_edit", "draft"): Sent(),
    ("emulation_desk:addendum_delete", "draft"): BUTTON,
    ("emulation_desk:addendum_open", "draft"): Sent(
        on=("emulation_desk:addendum", "draft"), empty=302
    ),
    ("emulation_desk:addendum_reopen", "open"): BUTTON,
    ("emulation_desk:addendum_sign", "open"): Sent(who="officer_above", data={"password": "demo", "has_read": "on"}),
    ("emulation_desk:addendum_absence", "open"): Sent(data={"reason": "Bận công tác"}),
    ("emulation_desk:addendum_paper", "open"): Sent(data=_signed_paper),
    ("emulation_desk:sheets_open", "beside"): Sent(
        on=("emulation_desk:scoring", "beside"), empty=302
    ),
    ("emulation_desk:sheet_write", "here"): Sent(who="officer_here"),
    ("emulation_desk:sheet_total", "here"): Sent(
        who="officer_here", on=("emulation_desk:sheet_write", "here"), right=200, is_shown=False
    ),
    ("emulation_desk:sheet_submit", "here"): Sent(who="officer_here", empty=302),
    ("emulation_desk:sheet_take_back", "here"): Sent(
        on=("emulation_desk:sheet", "here"), who="officer_here", empty=302,
        before=lambda stage: ScoreSheet.objects.filter(unit=stage.cast.here).update(
            submitted_at=timezone.now(), submitted_by=stage.cast.officer_here
        ),
    ),
    ("emulation_desk:sheet_extend", "here"): Sent(
        data=lambda stage: {
            "until": f"{local_today() + timedelta(days=30):%d/%m/%Y}", "reason": "Thư ký ốm",
        }
    ),
    ("emulation_desk:sheet_assign", "here"): Sent(empty=302),
    ("emulation_desk:rules", "here"): Sent(data={"good_from": "75,5"}),
    ("emulation_desk:cross_check_close", "here"): BUTTON,
    ("emulation_desk:vote", "here"): Sent(data={"voted_on": "{today}", "ballots": "9"}),
    ("emulation_desk:ranking_lock", "here"): Sent(
        empty=302, before=_ready_to_lock
    ),
    ("emulation_desk:ranking_reopen", "here"): Sent(
        data={"decision_no": "9/QĐ", "decided_on": "{today}", "reason": "Tính nhầm"},
        before=lambda stage: make.make_ranking(_scored_here(stage).cycle),
    ),
    ("emulation_desk:peer_write", "elsewhere"): Sent(who="officer_beside"),
    ("emulation_desk:peer_submit", "elsewhere"): Sent(
        on=("emulation_desk:peer_write", "elsewhere"), who="officer_beside", empty=302
    ),
    ("emulation_desk:sheet_explain", "beside"): Sent(who="officer_beside", empty=302),
    ("emulation_desk:council_write", "beside"): Sent(who="office", empty=302),
    ("emulation_desk:evidence", "here"): Sent(who="officer_here", data={"file": _pdf}),
    ("emulation_desk:number_take", "here"): Sent(
        on=("emulation_desk:evidence", "here"), who="officer_here", data={"so-lieu": "nghia-tinh"},
        empty=302,
    ),
    ("emulation_desk:evidence_delete", "here"): Sent(who="officer_here", empty=302),
    ("emulation_desk:criteria_new", ""): Sent(
        data=lambda stage: {"unit": stage.cast.here.pk, "name": "Bộ tiêu chí mới"}
    ),
    ("emulation_desk:criteria_usual", ""): BUTTON,
    ("emulation_desk:criteria_edit", "draft"): Sent(),
    ("emulation_desk:criteria_delete", "draft"): BUTTON,
    ("emulation_desk:criteria_issue", "draft"): Sent(),
    ("emulation_desk:criteria_take_back", "issued"): Sent(
        on=("emulation_desk:criteria", "issued"), empty=302
    ),
    ("emulation_desk:criteria_retire", "issued"): Sent(),
    ("emulation_desk:criteria_use_again", "issued"): Sent(
        on=("emulation_desk:criteria", "issued"), empty=302,
        before=lambda stage: CriteriaSet.objects.filter(issued_on__isnull=False).update(
            retired_on=local_today()
        ),
    ),
    ("emulation_desk:criteria_copy", "issued"): Sent(
        on=("emulation_desk:criteria", "issued"), empty=302
    ),
    ("emulation_desk:criterion_new", "draft"): Sent(
        data={"kind": "judged", "title": "Tiêu chí mới", "maximum": "7,5"}
    ),
    ("emulation_desk:criterion", "draft"): Sent(),
    ("emulation_desk:criterion_move", "draft"): Sent(
        on=("emulation_desk:criteria", "draft"), empty=302
    ),
    ("emulation_desk:criterion_delete", "draft"): BUTTON,
    ("exemplars_desk:usual", ""): Sent(
        before=lambda stage: ExemplarKind.objects.update(is_offered=False),
        on=("exemplars_desk:list", ""), empty=302,
    ),
    ("exemplars_desk:new", ""): Sent(data={"begun_year": "2020"}),
    ("exemplars_desk:edit", "here"): Sent(data={"title": "Tên khác"}),
    ("exemplars_desk:figure_new", "here"): Sent(
        data={"label": "Số buổi", "value": "5,5", "as_of": "{today}"}
    ),
    ("exemplars_desk:figure", "here"): Sent(data={"value": "7"}),
    ("exemplars_desk:figure_remove", "here"): BUTTON,
    ("exemplars_desk:photo_new", "here"): Sent(
        data={"picture": make.picture_file, "people_agreed": "on"}
    ),
    ("exemplars_desk:photo_remove", "here"): BUTTON,
    ("exemplars_desk:link_new", "here"): Sent(
        data=lambda stage: {"address": stage.world.posts["public"].get_absolute_url()}
    ),
    ("exemplars_desk:link_remove", "here"): BUTTON,
    ("exemplars_desk:adoption_new", "published"): Sent(data={"since": "{today}"}),
    ("exemplars_desk:adoption_end", "here"): Sent(data={"ended_on": "{today}"}),
    ("exemplars_desk:move", "submit"): BUTTON,
    ("exemplars_desk:move", "recognise"): Sent(data={"recognised_on": "{today}"}),
    ("exemplars_desk:rating_new", ""): Sent(),
    ("exemplars_desk:marks", "own"): Sent(empty=302),  # left empty is not scored
    ("exemplars_desk:marks", "given"): Sent(empty=302),
    ("exemplars_desk:rating_move", "send"): BUTTON,
    ("exemplars_desk:rating_move", "confirm"): BUTTON,
    ("recognition:new", ""): Sent(),
    ("recognition:edit", "here"): Sent(data={"title": "Việc khác"}, empty=200),
    ("recognition:nominee_new", "here"): Sent(
        data=lambda stage: {"recipient": "person", "person": _second(stage).code, "votes_for": "7",
                            "complaint": "none"}
    ),
    ("recognition:nominee", "here"): Sent(),
    ("recognition:nominee_remove", "here"): BUTTON,
    ("recognition:nominee_drop", "sent"): Sent(),
    ("recognition:file_add", "here"): Sent(
        on=("recognition:dossier", "here"), data={"title": "Giấy xác nhận", "file": _pdf}
    ),
    ("recognition:file_delete", "here"): BUTTON,
    ("recognition:move", "submit"): BUTTON,
    ("recognition:move", "return"): Sent(),
    ("recognition:decision_new", "accepted"): Sent(data={"signed_on": "{today}"}),
    ("recognition:grant_revoke", "here"): Sent(data={"day": "{today}"}),
    ("recognition:grant_settle", "here"): Sent(data={"paid_on": "{today}"}, empty=302),
    ("recognition:usual", ""): Sent(
        before=lambda stage: AwardRate.objects.all().delete(), on=("recognition:catalogue", ""),
        empty=302,
    ),
    ("recognition:grant_pay", "here"): Sent(
        before=lambda stage: make.make_voucher(
            CashBox.objects.open().get(unit=stage.cast.here), 50_000_000
        ),
    ),
    ("recognition:layouts_usual", ""): Sent(
        before=lambda stage: CertificateLayout.objects.all().delete(),
        on=("recognition:layouts", ""), empty=302,
    ),
    ("recognition:layout_new", ""): Sent(data={"width": "297", "height": "210"}),
    ("recognition:layout_edit", "one"): Sent(),
    ("recognition:layout_nudge", "one"): Sent(),
    ("recognition:layout_remove", "one"): BUTTON,
    ("recognition:layout_field_new", "one"): Sent(
        data={"writing": "signer", "x": "12,5", "y": "100", "width": "80", "size": "14", "lines": "1"}
    ),
    ("recognition:layout_field", "one"): Sent(),
    ("recognition:layout_field_remove", "one"): BUTTON,
    ("recognition:kind_new", ""): Sent(data={"for_person": "on"}),
    ("recognition:kind", "kind"): Sent(),
    ("recognition:rate_new", ""): Sent(data={"multiple": "0,5"}),
    ("recognition:rate", "rate"): Sent(),
    ("recognition:salary_new", ""): Sent(data={"amount": "2.530.000", "valid_from": "01/7/2026"}),
    ("recognition:salary", "salary"): Sent(),
    ("welfare_desk:usual_kinds", ""): BUTTON,
    ("welfare_desk:kind_new", ""): Sent(),
    ("welfare_desk:kind", "kind"): Sent(),
    ("welfare_desk:rate_new", ""): Sent(
        data=lambda stage: {"kind": stage.world.book["welfare_desk:kind", "kind"][0], "min_age": "60"}
    ),
    ("welfare_desk:rate", "here"): Sent(),
    ("welfare_desk:rate_change", "here"): Sent(data={"since": "{today}", "source": "NQ"}),
    # --- The fund ---
    ("fund:usual", ""): Sent(
        before=lambda stage: Account.objects.filter(debits=None, credits=None).delete(), empty=302,
        is_shown=False,
    ),
    ("fund:box_new", ""): Sent(
        data=lambda stage: {
            "unit": stage.cast.here.pk, "keeper": stage.world.cards["here"].code
        }
    ),
    ("fund:box_name", "here"): Sent(),
    ("fund:box_keeper", "here"): Sent(data=lambda stage: {"keeper": _second(stage).code}),
    ("fund:box_close", "here"): Sent(
        url=lambda stage: reverse("fund:box_close", args=[_counted_box(stage).pk]),
        data={"reason": "Sáp nhập", "is_incomplete": "on"},
    ),
    ("fund:box_reopen", "closed"): Sent(
        data=lambda stage: {"keeper": _second(stage).code, "reason": "Còn khoản thu"}
    ),
    ("fund:receipt_new", ""): Sent(data=_entry),
    ("fund:payment_new", ""): Sent(
        data=lambda stage: _entry(stage) | {"account": make.make_account("expense").pk}
    ),
    ("fund:transfer_new", ""): Sent(
        data=lambda stage: {
            "source": CashBox.objects.open().get(unit=stage.cast.here).pk,
            "target": make.make_box(stage.cast.here).pk, "text": "Chuyển", "party": "Lê Thị Thử",
        }
    ),
    ("fund:voucher_reverse", "here"): Sent(),
    ("fund:voucher_correct", "here"): Sent(
        data=lambda stage: {"account": make.make_account("income", number=1).pk, "reason": "Ghi nhầm"}
    ),
    ("inspection:usual", ""): Sent(before=_no_items, empty=302, is_shown=False),
    ("inspection:new", ""): Sent(
        data=lambda stage: {
            "unit": stage.cast.beside.pk, "lead": "Lê Thị Kiểm", "host": "Trần Văn Tiếp"
        }
    ),
    ("inspection:edit", "here"): Sent(data={"lead": "Lê Thị Kiểm"}),
    ("inspection:findings", "here"): Sent(),
    ("inspection:carried_out", "closed"): Sent(),
    ("inspection:move", "send"): Sent(data={"answer_by": "{today}"}),
    ("inspection:move", "answer"): Sent(who="officer_here", data={"answer": "Đã bổ sung"}),
    ("welfare_desk:posting_new", ""): Sent(
        before=lambda stage: make.make_voucher(
            CashBox.objects.open().get(unit=stage.cast.here), 50_000_000, day=local_today().replace(day=1)
        ),
        url=_unpaid, data=lambda stage: {"account": make.make_account("expense").pk}
    ),
    ("fund:scan_add", "here"): Sent(on=("fund:voucher", "here"), data={"file": _pdf}),
    ("fund:scan_delete", "here"): BUTTON,
    ("fund:loan_new", ""): Sent(
        data=lambda stage: {
            "box": CashBox.objects.open().get(unit=stage.cast.here).pk, "purpose": "Nuôi gà",
            "member": stage.world.cards["here"].code, "amount": "50.000",
            "first_due": f"{local_today() + timedelta(days=60):%d/%m/%Y}",
        }
    ),
    ("fund:loan_repay", "here"): Sent(),
    ("fund:advance_new", ""): Sent(
        data=lambda stage: {
            "box": CashBox.objects.open().get(unit=stage.cast.here).pk, "purpose": "Mua quà",
            "member": stage.world.cards["here"].code, "amount": "50.000",
        }
    ),
    ("fund:advance_spent", "here"): Sent(
        data=lambda stage: {"account": make.make_account("expense").pk, "text": "Mua quà"}
    ),
    ("fund:advance_back", "here"): Sent(),
    ("fund:advance_top_up", "here"): Sent(right=200, data={"amount": "1.000"}),
    ("welfare_desk:visit_new", ""): Sent(data=_visit),
    ("welfare_desk:visit_edit", "here"): Sent(data={"is_plan": "on"}),
    ("welfare_desk:visit_answer", "here"): Sent(
        on=("welfare_desk:visit", "here"), data={"viec": "khong", "reason": "Để quý sau"}
    ),
    ("welfare_desk:visit_hand_over", "here"): Sent(on=_approved, url=_handing),
    ("welfare_desk:visit_cancel", "here"): Sent(
        on=("welfare_desk:visit", "here"), data={"reason": "Ghi nhầm"}
    ),
    ("welfare_desk:visit_photo_delete", "here"): BUTTON,
    ("fund:close", ""): Sent(on=("fund:closings", ""), empty=404),
    ("fund:reopen", "district"): Sent(data={"decision_no": "12/QĐ", "reason": "Ghi bổ sung"}),
    ("fund:count_new", "here"): Sent(
        data={
            "keeper": "Lê Thị Thử", "witness": "Lê Thị Thử", "head": "Lê Thị Thử",
            "explanation": "Chưa đếm",
        }
    ),
    ("fund:count_post", "here"): Sent(data=lambda stage: {"account": make.make_account("expense").pk}),
    # --- Events ---
    ("events_desk:new", ""): Sent(data={"day": "{today}", "place": "Nhà văn hóa"}),
    ("events_desk:edit", "draft"): Sent(),
    ("events_desk:files", "public"): Sent(data={"pictures": make.picture_file}),
    ("events_desk:photo_edit", "public"): Sent(),
    ("events_desk:results", "public"): Sent(data={"results": "Cờ tướng | Đội bạn | | 1 | | nhất"}, empty=302),
    ("events_desk:photo_move", "public"): Sent(on=("events_desk:files", "public"), empty=302),
    ("events_desk:photo_delete", "public"): BUTTON,
    ("events_desk:document_edit", "public"): Sent(),
    ("events_desk:document_delete", "public"): BUTTON,
    ("events_desk:announce", "draft"): Sent(on=("events_desk:event", "draft"), empty=302),
    ("events_desk:move", "public"): Sent(data={"hour": "9h15", "reason": "Hội trường bận"}),
    ("events_desk:cancel", "public"): Sent(data={"reason": "Mưa bão"}),
    ("events_desk:reinstate", "public"): Sent(
        on=("events_desk:event", "public"), empty=302,
        before=lambda stage: Event.objects.filter(title="Họp mặt truyền thống").update(
            state="cancelled", cancel_reason="Mưa"
        ),
    ),
    ("events_desk:delete", "draft"): BUTTON,
    ("events_desk:repeat", "public"): Sent(),
    ("events_desk:invitation_new", "public"): Sent(
        data={"guests": "Đại tá Trần Văn A, Trưởng phòng | a@thu.example"}
    ),
    ("events_desk:invitations_printed", "public"): Sent(
        on=("events_desk:invitations_print", "public"), empty=302,
        before=lambda stage: make.make_invitation(stage.world.events["public"]),
    ),
    ("events_desk:invitations_mail", "public"): Sent(
        on=("events_desk:invitations", "public"), empty=302
    ),
    ("events_desk:invitation_reply", "public"): Sent(
        on=("events_desk:invitations", "public"), data={"reply": "comes"}, empty=302
    ),
    ("events_desk:invitation_delete", "public"): Sent(
        on=("events_desk:invitations", "public"), empty=302,
        before=lambda stage: stage.world.events["public"].invitations.update(printed_at=None),
    ),
    ("events_desk:notice_informed", "public"): Sent(on=("events_desk:notices", "public"), empty=302),
    ("events_desk:registration_terms", "public"): Sent(data={"closes_on": "{today}"}),
    ("events_desk:registration_new", "public"): Sent(
        data=lambda stage: {"people": stage.world.cards["here"].code}
    ),
    ("events_desk:registration_withdraw", "public"): Sent(
        on=("events_desk:registrations", "public"), empty=302
    ),
    ("events:register", "public"): Sent(
        on=("events:detail", "public"), who="member_here", empty=302
    ),
    ("events:withdraw", "public"): Sent(
        on=("events:detail", "public"), who="member_here", empty=302,
        before=lambda stage: make.make_registration(
            stage.world.events["public"], Member.objects.get(user=stage.cast.member_here)
        ),
    ),
    ("events_desk:minutes", "public"): Sent(data={"chair": "Nguyễn Văn A"}, empty=302),
    ("events_desk:minutes_reopen", "past"): Sent(
        before=_close_minutes, data={"reason": "Ghi thiếu một ý"}
    ),
    ("events_desk:funeral", "here"): Sent(data={"biography": "Sinh tại làng cũ"}),
    ("events_desk:funeral_event", "here"): Sent(
        on=("events_desk:funeral", "here"), before=_prepare_funeral, empty=302
    ),
    ("events_desk:task_done", "task"): Sent(on=("events_desk:event", "past"), empty=302),
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
    "emulation_desk:meeting",
    "emulation_desk:meeting_slogan",
    "emulation_desk:meeting_programme",
    "emulation_desk:meeting_vote",
    "emulation_desk:meeting_counted",
    "emulation_desk:meeting_handover",
    "emulation_desk:meeting_start",
    "emulation_desk:meeting_show",
    "emulation_desk:ballot_print",
    "desk_search",
    "handbook",
    "handbook_booklet",
    "handbook_chapter",
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
    "book:members_picture",
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
    "fund:box",
    "fund:advance",
    "fund:advance_request_print",
    "fund:advance_settlement_print",
    "fund:advances",
    "fund:advances_export",
    "fund:loan",
    "fund:scan",
    "fund:loans",
    "fund:loans_export",
    "fund:closings",
    "fund:count",
    "fund:count_print",
    "fund:statement",
    "fund:thanks",
    "fund:statement_print",
    "fund:box_export",
    "fund:box_print",
    "fund:boxes",
    "fund:voucher",
    "fund:voucher_print",
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
    "welfare_desk:postings",
    "inspection:list",
    "inspection:inspection",
    "inspection:print",
    "welfare_desk:visit",
    "welfare_desk:visit_photo",
    "welfare_desk:visit_reason",
    "welfare_desk:visits",
    "dues:year",
    "dues:year_export",
    "dues:year_print",
    "emulation:cluster",
    "emulation:compact",
    "emulation:glance",
    "emulation:index",
    "events:album",
    "events:calendar",
    "events:detail",
    "events:document",
    "events:list",
    "events:month",
    "events:month_now",
    "events:photo",
    "events_desk:attendance_paper",
    "events_desk:invitations",
    "events_desk:invitations_labels",
    "events_desk:invitations_print",
    "events_desk:notices",
    "events_desk:registrations",
    "events_desk:registrations_export",
    "events_desk:registrations_print",
    "events_desk:event",
    "events_desk:evidence_paper",
    "events_desk:funeral_print",
    "events_desk:list",
    "events_desk:minutes_paper",
    "events_desk:month",
    "events_desk:month_now",
    "events_desk:results_paper",
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
    "emulation_desk:addendum",
    "emulation_desk:addendum_print",
    "emulation_desk:compact",
    "emulation_desk:compact_print",
    "emulation_desk:signed_scan",
    "emulation_desk:compact_list",
    "emulation_desk:cluster",
    "emulation_desk:cluster_list",
    "emulation_desk:goal_export",
    "emulation_desk:goal_print",
    "emulation_desk:cluster_print",
    "emulation_desk:goal_list",
    "emulation_desk:home",
    "emulation_desk:cycle",
    "emulation_desk:evidence_file",
    "emulation_desk:number_records",
    "emulation_desk:ranking_export",
    "emulation_desk:ranking_print",
    "emulation_desk:scoring",
    "emulation_desk:sheet",
    "emulation_desk:sheet_print",
    "emulation_desk:sheet_export",
    "emulation_desk:criteria",
    "emulation_desk:criteria_compare",
    "emulation_desk:criteria_export",
    "emulation_desk:criteria_list",
    "emulation_desk:criteria_print",
    "emulation_desk:criteria_trial",
    "welfare_desk:list",
    "welfare_desk:list_export",
    "welfare_desk:list_print",
    "welfare_desk:house",
    "welfare_desk:house_paper",
    "welfare_desk:house_photo",
    "welfare_desk:houses",
    "welfare_desk:houses_export",
    "welfare_desk:lists",
    "exemplars:list",
    "exemplars:photo",
    "exemplars:detail",
    "exemplars_desk:list",
    "exemplars_desk:export",
    "exemplars_desk:list_print",
    "exemplars_desk:exemplar",
    "exemplars_desk:paper",
    "exemplars_desk:ratings",
    "exemplars_desk:rating",
    "recognition:catalogue",
    "recognition:book_export",
    "recognition:book_print",
    "recognition:layouts",
    "recognition:layout",
    "recognition:layout_test",
    "recognition:layout_page",
    "recognition:certificates",
    "recognition:list",
    "recognition:book",
    "recognition:decision",
    "recognition:dossier",
    "recognition:paper",
    "recognition:file",
    "welfare_desk:rates",
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


@pytest.mark.sweep
def test_every_form_of_a_page_has_a_row(clean: Stage) -> None:
    """Also one that a template alone knows of: each page is opened and its forms are read."""
    taking = {name for name, _ in FORMS}
    client, unknown, bare = clean.cast.client("admin"), set(), set()
    for row, (method, answers) in MATRIX.items():
        if method == "get" and answers[0] == 200:
            url = url_of(*row, clean.world)
            page, forms = _forms_at(client, url)
            bare |= {url} if "---------" in page else set()  # Django's own word for no choice
            for form in forms:
                name = resolve(urlsplit(form.action).path).view_name
                if name not in taking and name != "styleguide":  # there to be looked at
                    unknown.add((url, name))
    assert unknown == set()
    assert bare == set()


def _forms_at(client: Client, url: str) -> tuple[str, list[ShownForm]]:
    answer: Any = client.get(url)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    page = answer.content.decode() if is_page and not answer.streaming else ""
    for close in answer._resource_closers:  # close() would also close the database
        close()
    return page, forms_of(page, url) if page else []


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
    "recognition.awardrate": {"multiple": "0,5"},
    "dues.duesrate": {"valid_from": lambda: f"01/01/{local_today().year + 20}"},
    "emulation.classification": {"year": lambda: local_today().year - 5},
    "emulation.compact": {
        "year": lambda: local_today().year - 5, "starts_on": lambda: f"01/01/{local_today().year - 5}",
        "ends_on": lambda: f"31/12/{local_today().year - 5}",
    },
    "events.annualday": {"name": "Ngày gặp mặt", "day": "12", "month": "3"},
    "events.eventkind": {"code": "ve-nguon", "name": "về nguồn"},
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
