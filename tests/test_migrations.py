"""The migrations give the tables that the models describe, and carry what stood in the old ones."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from members.models import DecisionRule
from tests import factories as make


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    # Exits with an error, and so fails, where a model was changed without one.
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def migrate(app: str, name: str) -> Any:
    """Takes the app to that migration; gives the models as they were then."""
    call_command("migrate", app, name, verbosity=0)
    return MigrationExecutor(connection).loader.project_state((app, name)).apps


@pytest.mark.usefixtures("in_the_past")
def test_the_newest_featured_post_becomes_the_lead_and_back() -> None:
    old = migrate("news", "0008_front")
    now = timezone.now()
    section = old.get_model("news", "Section").objects.create(name="Tin", slug="tin")
    Post = old.get_model("news", "Post")
    for slug, hours, state, is_featured in (
        ("thuong", 1, "published", False),
        ("moi-nhat", 2, "published", True),
        ("cu-hon", 3, "published", True),
        ("da-go", 1, "withdrawn", True),
        ("hen-gio", -5, "scheduled", True),
        ("nhap", 0, "draft", True),
    ):
        Post.objects.create(
            title=slug, slug=slug, section=section, state=state, is_featured=is_featured,
            published_at=None if state in ("draft", "scheduled") else now - dt.timedelta(hours=hours),
            scheduled_for=now - dt.timedelta(hours=hours) if state == "scheduled" else None,
            address_month=dt.date(2026, 11, 1),
        )  # fmt: skip

    new = migrate("news", "0009_lead_from_featured")
    pins = new.get_model("news", "FrontPin").objects.values_list("post__slug", "kind", "until")
    assert list(pins) == [("moi-nhat", "lead", None)]

    migrate("news", "0010_no_featured")
    again = migrate("news", "0008_front")
    featured = again.get_model("news", "Post").objects.filter(is_featured=True)
    assert list(featured.values_list("slug", flat=True)) == ["moi-nhat"]
    assert not again.get_model("news", "FrontPin").objects.exists()
    once_more = migrate("news", "0009_lead_from_featured").get_model("news", "FrontPin")
    assert list(once_more.objects.values_list("post__slug", "kind")) == [("moi-nhat", "lead")]


@pytest.mark.usefixtures("in_the_past")
def test_without_a_featured_post_there_is_no_lead() -> None:
    migrate("news", "0008_front")
    new = migrate("news", "0009_lead_from_featured")
    assert not new.get_model("news", "FrontPin").objects.exists()


@pytest.mark.usefixtures("in_the_past")
@pytest.mark.parametrize("app", ["news", "reports"])
def test_what_waits_to_be_saved_is_kept_and_back(app: str) -> None:
    """One row a person becomes one a sitting, and back again the last that was typed."""
    steps = {
        "news": ("0014_page_comments", "0017_presence_apart", "PostDraft"),
        "reports": ("0005_data_and_due_days", "0008_no_texts_in_order", "ReportDraft"),
    }
    before, after, name = steps[app]
    now = timezone.now()
    record, user, other = make_record(app)
    old = migrate(app, before).get_model(app, name).objects
    link = {"post_id": record} if app == "news" else {"report_id": record}
    if app == "news":
        old.create(user_id=user, saved_at=now, content={"lead": ["Viết dở"]}, **link)
        old.create(user_id=other, **link)  # only had the post open
    else:
        old.create(user_id=user, typed_at=now, texts=["Viết dở", ""], **link)

    new = migrate(app, after).get_model(app, name).objects
    [row] = new.all()
    field = "lead" if app == "news" else "part0"
    assert (row.user_id, row.content[field], row.typed_at) == (user, ["Viết dở"], now)
    later = now + dt.timedelta(minutes=1)
    content = row.content | {field: ["Viết sau"]}
    new.create(user_id=user, sitting="a", typed_at=later, content=content, **link)
    new.create(user_id=user, sitting="b", closed_at=later, **link)

    [back] = migrate(app, before).get_model(app, name).objects.all()
    if app == "news":
        assert (back.content, back.saved_at) == ({"lead": ["Viết sau"]}, later)
    else:
        assert (back.texts, back.typed_at) == (["Viết sau", ""], later)


@pytest.mark.usefixtures("in_the_past")
def test_who_admits_goes_to_the_rule_of_all_decisions_and_back() -> None:
    unit, day = make.make_association().pk, make.LONG_AGO
    now = {
        ("1/2", "2/3", False): ("1/2", "2/3", True),
        ("3/5", "3/4", True): ("3/5", "3/4", False),
    }
    rules = migrate("members", "0029_discipline").get_model("members", "AdmissionRule")
    for years, (backing, deciding, above) in enumerate(now):
        rules.objects.create(
            unit_id=unit, valid_from=day + dt.timedelta(365 * years),
            valid_to=day + dt.timedelta(365 * (years + 1)), backing_share=backing,
            decision_share=deciding, is_decided_above=above,
        )  # fmt: skip

    new = migrate("members", "0032_admission_rules_keep_terms")
    found = new.get_model("members", "DecisionRule").objects.order_by("valid_from")
    columns = ("branch_share", "decider_share", "allows_paper")
    assert list(found.values_list(*columns)) == list(now.values())
    assert set(found.values_list("matter", "decided_by")) == {("admission", "above")}

    old = migrate("members", "0029_discipline").get_model("members", "AdmissionRule")
    columns = ("backing_share", "decision_share", "is_decided_above")
    assert list(old.objects.order_by("valid_from").values_list(*columns)) == list(now)


def make_record(app: str) -> tuple[int, int, int]:
    """A post or a report, and two people, by today's models."""
    people = make.make_user(), make.make_user()
    if app == "news":
        record: Any = make.make_post()
    else:
        city = make.make_association()
        record = make.make_report(
            make.make_branch(make.make_district(city)), make.make_report_kind(city)
        )
    return record.pk, people[0].pk, people[1].pk


@pytest.mark.usefixtures("in_the_past")
@pytest.mark.parametrize("sign", "’ʼ`")
def test_what_is_searched_gets_its_one_apostrophe(sign: str) -> None:
    unit = make.make_association(name="Chi hội Ea H'Leo")
    event = make.make_event(title="Gặp mặt ở Ea H'Leo")
    post = make.make_post(title="Già làng K'Brểu")
    rows: list[tuple[Any, str]] = [
        (unit, "chi hoi ea h"),
        (event, "gap mat o ea h"),
        (post, "gia lang k"),
    ]
    migrate("assoc", "0004_search_pages")
    for row, beginning in rows:
        type(row).objects.filter(pk=row.pk).update(search_text=f"{beginning}{sign}x")

    call_command("migrate", "assoc", verbosity=0)

    for row, beginning in rows:
        row.refresh_from_db()
        assert row.search_text == f"{beginning}'x"


@pytest.mark.usefixtures("in_the_past")
def test_reasons_of_welfare_move_to_a_table_of_their_own_and_back() -> None:
    branch = make.make_branch()
    old = migrate("welfare", "0002_milestone_rates")
    kind = old.get_model("welfare", "WelfareKind").objects.create(
        code="om", name="Thăm ốm", valid_from=make.LONG_AGO
    )
    acts = old.get_model("welfare", "Activity").objects
    for note in ("Nằm viện", ""):
        acts.create(
            kind=kind, unit_id=branch.pk, family="Gia đình", happened_on=make.LONG_AGO,
            private_note=note,
        )  # fmt: skip

    new = migrate("welfare", "0005_no_private_note")
    reasons = new.get_model("welfare", "HealthReason").objects
    assert [reason.text for reason in reasons.all()] == ["Nằm viện"]
    assert {act.state for act in new.get_model("welfare", "Activity").objects.all()} == {"handed"}

    back = migrate("welfare", "0002_milestone_rates").get_model("welfare", "Activity").objects
    assert sorted(act.private_note for act in back.all()) == ["", "Nằm viện"]


@pytest.mark.usefixtures("in_the_past")
def test_rules_on_matters_that_were_not_known_before_are_forgotten_on_the_way_back() -> None:
    """A rule that the older table could not hold must not keep anybody from going back."""
    unit = make.make_association().pk
    for matter in ("welfare", "struck_off"):
        DecisionRule.objects.create(
            unit_id=unit, matter=matter, decided_by="above", valid_from=make.LONG_AGO
        )

    old = migrate("members", "0033_discipline_by_proposal").get_model("members", "DecisionRule")
    assert list(old.objects.values_list("matter", flat=True)) == ["struck_off"]
