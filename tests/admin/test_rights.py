"""Who may do what in the admin: right × model × verb, asked on the real addresses."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse

from kit.dates import local_today
from members.models import Appointment, Position
from members.models.users import ADMIN_PERMISSIONS
from news.models import (
    Comment,
    CommentBan,
    CommentPolicy,
    FrontPin,
    Mailing,
    Page,
    Post,
    Subscriber,
    Tag,
)
from news.models import Section as NewsSection
from tests import factories as make
from tests.conftest import Cast

from .test_pages import ROWS, page

# What the change page allows: "view" only looks, "change" saves, "" is closed.
# model: (city office: page, add, delete), (news editor: page, add, delete)
NO = ("", False, False)
LOOK = ("view", False, False)
KEEP = ("change", True, False)  # whose rows are closed by a date, never deleted
FULL = ("change", True, True)
MATRIX = {
    "unit": (KEEP, LOOK),
    "district": (KEEP, NO),
    "branch": (KEEP, NO),
    "succession": (KEEP, NO),
    "member": (KEEP, NO),
    "term": (KEEP, NO),
    "appointment": (KEEP, NO),
    "position": (LOOK, NO),
    "user": (LOOK, NO),
    "readrecord": (LOOK, NO),
    "change": (LOOK, NO),
    "consent": (NO, NO),
    "memberdocument": (NO, NO),
    "savedfilter": (NO, NO),
    "awardkind": (KEEP, NO),
    "memberaward": (NO, NO),
    "discipline": (NO, NO),
    "memberpass": (NO, NO),
    "passprinting": (NO, NO),
    "lettertext": (NO, NO),
    "admissionrule": (KEEP, NO),
    "decisionrule": (KEEP, NO),
    "candidate": (LOOK, NO),
    "application": (LOOK, NO),
    "transfer": (LOOK, NO),
    "departure": (LOOK, NO),
    "proposal": (LOOK, NO),
    "decision": (LOOK, NO),
    "handover": (LOOK, NO),
    "event": (FULL, LOOK),
    "eventkind": (FULL, NO),
    "annualday": (FULL, NO),
    "regularplace": (FULL, NO),
    "attendance": (LOOK, NO),
    "minutes": (LOOK, NO),
    "resolutiontask": (LOOK, NO),
    "welfarekind": (FULL, NO),
    "rate": (FULL, NO),
    "welfarelist": (LOOK, NO),
    "publishedquarter": (LOOK, NO),
    "welfareentry": (LOOK, NO),
    "activity": (KEEP, NO),
    "duesrate": (FULL, NO),
    "collection": (LOOK, NO),
    "payment": (LOOK, NO),
    "waiver": (LOOK, NO),
    "account": (KEEP, NO),
    "cashbox": (LOOK, NO),
    "cashcount": (LOOK, NO),
    "loan": (LOOK, NO),
    "advance": (LOOK, NO),
    "checkitem": (KEEP, NO),
    "awardrate": (FULL, NO),
    "dossier": (LOOK, NO),
    "awarddecision": (LOOK, NO),
    "exemplarkind": (FULL, NO),
    "exemplar": (LOOK, NO),
    "unitrating": (LOOK, NO),
    "certificatelayout": (LOOK, NO),
    "basesalary": (FULL, NO),
    "inspection": (LOOK, NO),
    "contestresult": (LOOK, NO),
    "funeral": (LOOK, NO),
    "eventnotice": (LOOK, NO),
    "invitation": (LOOK, NO),
    "registration": (LOOK, NO),
    "registrationterms": (LOOK, NO),
    "house": (LOOK, NO),
    "housegift": (LOOK, NO),
    "housestage": (LOOK, NO),
    "addendum": (LOOK, NO),
    "criteriaset": (LOOK, NO),
    "closing": (LOOK, NO),
    "keeper": (LOOK, NO),
    "transaction": (LOOK, NO),
    "cluster": (FULL, NO),
    "cycle": (LOOK, NO),
    "scoresheet": (LOOK, NO),
    "evidencefile": (LOOK, NO),
    "peersheet": (LOOK, NO),
    "scoringrules": (LOOK, NO),
    "ranking": (LOOK, NO),
    "goal": (LOOK, NO),
    "compact": (FULL, LOOK),
    "section": (("change", False, True), NO),
    "target": (("change", False, True), NO),
    "classification": (FULL, NO),
    "reportkind": (KEEP, NO),
    "report": (NO, NO),  # a draft is its unit's own
}
# Readers write comments; the newsroom lets them through or not.
MODERATE = ("change", False, True)
SETTING = ("change", False, False)
NEWS_MATRIX = {
    "post": (FULL, FULL),
    "section": (KEEP, KEEP),
    "tag": (FULL, FULL),
    "comment": (MODERATE, MODERATE),
    "commentpolicy": (SETTING, SETTING),
    "page": (FULL, FULL),
    "frontpin": (FULL, FULL),
    "subscriber": (NO, NO),
    "mailing": (NO, NO),
    "commentban": (SETTING, SETTING),
}
NEWS_ROWS: dict[type[models.Model], Callable[[], Any]] = {
    Post: make.make_post,
    NewsSection: make.make_section,
    Tag: lambda: Tag.objects.create(name="Nhãn", slug="nhan"),
    Comment: lambda: make.make_comment(make.make_post()),
    CommentPolicy: lambda: CommentPolicy.objects.create(pk=1),
    Page: lambda: Page.objects.create(title="Trang", slug="trang-moi"),
    FrontPin: lambda: make.make_pin(make.make_post()),
    Subscriber: make.make_subscriber,
    Mailing: make.make_mailing,
    CommentBan: lambda: CommentBan.objects.create(origin="x" * 64, name="Khách", reason="Thử"),
}


def test_no_model_of_the_admin_is_left_out() -> None:
    single = {m for m in admin.site._registry if m._meta.model_name == "siteprofile"}
    assert set(ROWS) | set(NEWS_ROWS) | single == set(admin.site._registry)


@pytest.mark.parametrize("model", NEWS_ROWS, ids=lambda m: m.__name__)
def test_offices_open_of_the_news_what_the_table_says(cast: Cast, model: Any) -> None:
    row = NEWS_ROWS[model]()
    found = tuple(_allowed(cast.client(who), model, row) for who in ("office", "editor"))

    assert found == NEWS_MATRIX[model._meta.model_name]


@pytest.mark.parametrize("model", ROWS, ids=lambda m: m.__name__)
def test_offices_open_what_the_table_says(cast: Cast, model: Any) -> None:
    row = ROWS[model]()
    found = tuple(_allowed(cast.client(who), model, row) for who in ("office", "editor"))

    assert found == MATRIX[model._meta.model_name]


def _allowed(client: Any, model: Any, row: Any) -> tuple[str, bool, bool]:
    shown = client.get(page(model, "change", row.pk))
    looks = shown.status_code == 200
    assert (client.get(page(model, "changelist"), follow=True).status_code == 200) is looks
    changes = looks and shown.context["has_change_permission"]
    adds = client.get(page(model, "add")).status_code == 200
    deletes = client.get(page(model, "delete", row.pk)).status_code == 200
    return "change" if changes else "view" if looks else "", adds, deletes


@pytest.mark.parametrize(
    "who", ["officer_above", "officer_here", "former_officer", "member_here", "nobody"]
)
def test_others_find_every_door_closed(cast: Cast, who: str) -> None:
    client = cast.client(who)
    addresses = [reverse("admin:index"), *(page(model, "changelist") for model in ROWS)]

    for address in addresses:
        answer = client.get(address, follow=True)
        final = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
        # A visitor is asked to sign in; who is signed in is told that this is closed.
        assert final.startswith("/dang-nhap/") if who == "nobody" else answer.status_code == 403


def test_permissions_name_existing_models() -> None:
    for perm in frozenset().union(*ADMIN_PERMISSIONS.values()):
        app, _, codename = perm.partition(".")
        verb, _, model = codename.partition("_")
        assert verb in {"view", "add", "change", "delete"}
        assert apps.get_model(app, model)


def test_no_permission_opens_accounts_or_rights_to_change() -> None:
    given = frozenset().union(*ADMIN_PERMISSIONS.values())
    changing = {f"members.{v}_{m}" for v in ("add", "change") for m in ("user", "position")}
    assert given & changing == set()
    assert [p for p in given if "readrecord" in p] == ["members.view_readrecord"]


@pytest.mark.parametrize("who", ["office", "editor"])
def test_admin_closes_the_day_the_office_ends(cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    client = cast.client(who)
    last_day = local_today() + dt.timedelta(days=30)
    Appointment.objects.filter(member=user.member).update(valid_to=last_day)

    with time_machine.travel(dt.datetime.combine(last_day, dt.time(0, 30)) - dt.timedelta(hours=8)):
        cast_client = cast.client(who)
        assert cast_client.get(reverse("admin:index")).status_code == 200
    with time_machine.travel(dt.datetime.combine(last_day, dt.time(0, 30)) - dt.timedelta(hours=7)):
        cast_client = cast.client(who)
        assert cast_client.get(reverse("admin:index"), follow=True).status_code == 403
    assert client.get(reverse("admin:index")).status_code == 200


def test_admin_opens_no_sooner_than_the_office_begins(cast: Cast) -> None:
    tomorrow = local_today() + dt.timedelta(days=1)
    user = make.make_officer(cast.city, Position.Right.CITY_OFFICE, valid_from=tomorrow)
    assert user.is_staff is False


def test_closed_account_is_out_at_once(cast: Cast) -> None:
    client = cast.client("office")
    cast.office.is_active = False
    cast.office.save()
    assert client.get(reverse("admin:index")).status_code == 302


def test_groups_do_not_exist_in_the_admin() -> None:
    assert [m.__name__ for m in admin.site._registry if m._meta.app_label in ("auth", "axes")] == []


def test_admin_rights_belong_to_the_top(cast: Cast) -> None:
    """Who opens the admin sees the whole association, so a district's post can't carry that."""
    position = make.make_position(level=1)
    position.right = Position.Right.CITY_OFFICE
    with pytest.raises(Exception, match="cấp Hội thành phố"):
        position.full_clean()
