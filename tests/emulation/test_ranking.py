"""Peers blind until opened, the council, the order, the lock that never changes."""

import datetime as dt
import hashlib
import json
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from emulation.actions.peers import (
    close_cross_check,
    explain,
    save_council,
    save_peer_marks,
    submit_peer_sheet,
)
from emulation.actions.ranking import (
    declare_rules,
    lock_ranking,
    missing_for_lock,
    record_vote,
    reopen_ranking,
)
from emulation.actions.sheets import (
    Answer,
    attach_evidence,
    open_sheets,
    save_marks,
    submit_sheet,
    take_back_sheet,
)
from emulation.glance import sections_beside_mean
from emulation.models import (
    Classification,
    Criterion,
    Cycle,
    Mark,
    PeerMark,
    PeerSheet,
    Ranking,
    ScoreSheet,
)
from emulation.score_tasks import score_tasks
from emulation.standings import CycleScores, averaged, moves_by
from kit.dates import local_today
from members.models import Change, Unit
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(cast: Cast) -> Unit:
    return make.make_branch(cast.district, short_name="Chi hội Thứ Ba")


@pytest.fixture
def cycle(cast: Cast, third: Unit) -> Cycle:
    """Of `here`, which heads the cluster, `beside` and a third; a quantity against the leader, yes
    or no, judgement, and a bonus by count."""
    rubric = make.make_criteria(cast.district)
    section = rubric.criteria.get(kind="group")
    make.make_criterion(rubric, parent=section, kind="relative", maximum=20, target=10)
    make.make_criterion(rubric, parent=section, kind="yes_no", maximum=5)
    make.make_criterion(rubric, kind="count", part="bonus", maximum=3, per_unit=Decimal("0.5"))
    rubric.issued_on = local_today()
    rubric.save()
    cluster = make.make_cluster(cast.here, cast.beside, third)
    make.make_cluster_head(cluster, cast.here)
    cycle = make.make_cycle(cluster, criteria_set=rubric)
    open_sheets(cycle=cycle, by=cast.office)
    return cycle


@pytest.fixture
def officers(cast: Cast, third: Unit) -> dict[int, Any]:
    """The secretary of each unit."""
    return {
        cast.here.pk: cast.officer_here, cast.beside.pk: cast.officer_beside,
        third.pk: make.make_officer(third),
    }  # fmt: skip


def answers(cycle: Cycle, **values: Any) -> dict[int, Answer]:
    leaves = {row.kind: row for row in Criterion.objects.filter(criteria_set=cycle.criteria_set)}
    return {leaves[kind].pk: Answer(Decimal(str(value))) for kind, value in values.items()}


USUAL = {"judged": 8, "relative": 10, "yes_no": 1}


def hand_in(cycle: Cycle, officers: dict[int, Any], **own: Any) -> list[ScoreSheet]:
    """All units hand in their own sheets."""
    for sheet in cycle.sheets.all():
        by = officers[sheet.unit_id]
        save_marks(sheet=sheet, answers=answers(cycle, **USUAL | own), by=by)
        submit_sheet(sheet=sheet, by=by)
    return list(cycle.sheets.order_by("pk"))


def peer(sheet: ScoreSheet, scorer: Unit, by: Any, **values: Any) -> PeerSheet:
    given = answers(sheet.cycle, **USUAL | values)
    save_peer_marks(sheet=sheet, scorer=scorer, answers=given, by=by)
    return submit_peer_sheet(sheet=sheet, scorer=scorer, by=by)


def all_peers(cycle: Cycle, officers: dict[int, Any], **values: Any) -> None:
    units = {sheet.unit_id: sheet.unit for sheet in cycle.sheets.select_related("unit")}
    for sheet in cycle.sheets.select_related("unit"):
        for key, unit in units.items():
            if key != sheet.unit_id:
                peer(sheet, unit, officers[key], **values)


def locked(cycle: Cycle, cast: Cast, officers: dict[int, Any]) -> Ranking:
    hand_in(cycle, officers)
    all_peers(cycle, officers)
    return lock_ranking(cycle=cycle, by=cast.office)


# --- Blind ---------------------------------------------------------------------------------------


def test_nobody_reads_peer_scores_before_all_are_in(
    cast: Cast, cycle: Cycle, third: Unit, officers: dict[int, Any]
) -> None:
    """Over every page of the scoring, the exports, the admin, the search and the history."""
    sheet = hand_in(cycle, officers)[0]
    given = answers(cycle, judged="6.37", relative=11, yes_no=0)
    given = {key: Answer(answer.value, "bimatxyz") for key, answer in given.items()}
    save_peer_marks(sheet=sheet, scorer=cast.beside, answers=given, by=cast.officer_beside)
    submit_peer_sheet(sheet=sheet, scorer=cast.beside, by=cast.officer_beside)
    assert not CycleScores(cycle).rules.is_opened
    pages = [
        *(reverse(f"emulation_desk:{name}", args=[cycle.pk])
          for name in ("cycle", "scoring", "ranking_print", "ranking_export", "ranking_lock")),
        *(reverse(f"emulation_desk:{name}", args=[sheet.pk])
          for name in ("sheet", "sheet_print", "sheet_export", "council_write", "sheet_explain", "peer_write")),
        reverse("admin:emulation_peersheet_changelist"), reverse("admin:members_change_changelist"),
        reverse("desk"), reverse("emulation:cluster", args=[cycle.cluster.slug]),
        f"{reverse('search')}?q=bimatxyz",
    ]  # fmt: skip
    for who in ("admin", "office", "officer_above", "officer_here", "officer_beside"):
        client = cast.client(who)
        for url in pages:
            answer = client.get(url)
            text = "" if answer.status_code != 200 else answer.content.decode(errors="ignore")
            text = text.replace("q=bimatxyz", "").replace('value="bimatxyz"', "")
            assert "6,37" not in text, (who, url)
            assert "6.37" not in text, (who, url)
            assert url.endswith("q=bimatxyz") or "bimatxyz" not in text, (who, url)
    assert not Change.objects.filter(model__contains="peer").exists()
    # Opened, whoever reads the sheet reads them.
    close_cross_check(cycle=cycle, by=cast.officer_here)
    assert "bimatxyz" in cast.client("officer_here").get(sheet.get_absolute_url()).content.decode()


def test_last_peer_sheet_opens_all_and_no_one_may_be_changed(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    hand_in(cycle, officers)
    all_peers(cycle, officers)
    assert CycleScores(cycle).rules.is_opened
    mark = PeerMark.objects.all()[0]
    with pytest.raises(IntegrityError, match="not_handed_in"), transaction.atomic():
        PeerMark.objects.filter(pk=mark.pk).update(value=1)
    sheet = cycle.sheets.get(unit=cast.beside)
    with pytest.raises(ValidationError, match="đã đóng"):
        save_peer_marks(
            sheet=sheet, scorer=cast.here, answers=answers(cycle, judged=1), by=cast.officer_here
        )
    with pytest.raises(ValidationError, match="không rút phiếu"):
        take_back_sheet(sheet=sheet, by=cast.officer_beside)


def test_nobody_scores_the_own_unit_nor_in_another_ones_name(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    sheet = hand_in(cycle, officers)[0]
    given = answers(cycle, judged=9)
    stranger = make.make_officer(cast.elsewhere)
    for scorer, by in (
        (cast.here, cast.officer_here), (cast.beside, cast.officer_here),
        (cast.elsewhere, stranger), (cast.beside, cast.office), (cast.beside, cast.admin),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            save_peer_marks(sheet=sheet, scorer=scorer, answers=given, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerSheet.objects.create(sheet=sheet, scorer=sheet.unit)


def test_peer_scores_only_what_was_handed_in_and_in_its_days(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    sheet = cycle.sheets.get(unit=cast.beside)
    given: dict[str, Any] = {"sheet": sheet, "scorer": cast.here, "by": cast.officer_here}
    with pytest.raises(ValidationError, match="chưa nộp phiếu"):
        save_peer_marks(answers=answers(cycle, judged=5), **given)
    hand_in(cycle, officers)
    day = dt.timedelta(days=1)
    for fields, said in (
        ({"cross_check_from": local_today() + day}, "Chấm chéo từ ngày"),
        ({"cross_check_from": None, "cross_check_until": local_today() - day}, "Hạn chấm chéo"),
    ):
        Cycle.objects.filter(pk=cycle.pk).update(**fields)
        sheet.cycle.refresh_from_db()
        with pytest.raises(ValidationError, match=said):
            save_peer_marks(answers=answers(cycle, judged=5), **given)
    Cycle.objects.filter(pk=cycle.pk).update(cross_check_until=local_today())
    with pytest.raises(ValidationError, match="còn 3 tiêu chí"):
        submit_peer_sheet(**given)


# --- What counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values", "mean"),
    [
        ("judged", ["7", "8", "8"], "7.67"),
        ("count", ["1", "2"], "1.5"),
        ("yes_no", ["1", "1", "0"], "1"),
        ("yes_no", ["0", "0", "1"], "0"),
        ("yes_no", ["1", "0"], None),
        ("judged", [], None),
    ],
)
def test_average_of_peers(kind: str, values: list[str], mean: str | None) -> None:
    got = averaged(Criterion(kind=kind), [Decimal(value) for value in values])
    assert got == (None if mean is None else Decimal(mean))


def test_final_is_the_councils_else_the_mean_never_the_units_own(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    sheet = hand_in(cycle, officers, judged=10)[0]
    all_peers(cycle, officers, judged=6)
    save_council(sheet=sheet, answers=answers(cycle, judged="4.25"), by=cast.office)
    scores = CycleScores(cycle)
    judged = Criterion.objects.get(criteria_set=cycle.criteria_set, kind="judged")
    assert scores.final_value(sheet, judged) == Decimal("4.25")
    assert scores.final_value(scores.sheets[1], judged) == 6
    told = scores.judgements(sheet)[judged.pk]
    assert (told.own.points, [one.points for one in told.peers], told.council.points) == (
        Decimal(10), [Decimal(6), Decimal(6)], Decimal("4.25"),
    )  # fmt: skip
    assert told.is_flagged
    for who in (cast.officer_here, cast.officer_above):
        with pytest.raises(PermissionDenied):
            save_council(sheet=sheet, answers=answers(cycle, judged=5), by=who)


def test_rules_are_declared_before_scores_are_known(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    rules = make.make_rules(cycle)
    rules.final_by, rules.good_from = "council", Decimal(95)
    with pytest.raises(ValidationError, match="Mức cao"):
        declare_rules(rules=rules, by=cast.officer_here)
    rules.good_from = Decimal(70)
    declare_rules(rules=rules, by=cast.officer_here)
    hand_in(cycle, officers)
    all_peers(cycle, officers)
    scores = CycleScores(cycle)
    assert len(scores.unscored(scores.sheets[0])) == 3  # peers alone do not count
    rules.refresh_from_db()
    rules.final_by = "peers"
    with pytest.raises(ValidationError, match="không đổi cách tính"):
        declare_rules(rules=rules, by=cast.office)
    with pytest.raises(IntegrityError, match="declared_before"), transaction.atomic():
        type(rules).objects.filter(pk=rules.pk).update(ties="votes")


def test_claimed_bonus_waits_for_somebody_to_judge_it(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    sheet = hand_in(cycle, officers, count=4)[0]
    close_cross_check(cycle=cycle, by=cast.officer_here)
    assert len(CycleScores(cycle).unscored(sheet)) == 4
    save_council(sheet=sheet, answers=answers(cycle, **USUAL, count=0), by=cast.office)
    assert CycleScores(cycle).unscored(sheet) == []


def test_explanation_is_the_units_and_after_opening(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    hand_in(cycle, officers)
    sheet = cycle.sheets.get(unit=cast.here)
    key = next(iter(answers(cycle, judged=1)))
    with pytest.raises(ValidationError, match="Chờ chấm chéo"):
        explain(sheet=sheet, texts={key: "Vì mưa bão"}, by=cast.officer_here)
    close_cross_check(cycle=cycle, by=cast.officer_here)
    with pytest.raises(PermissionDenied):
        explain(sheet=sheet, texts={key: "Vì mưa bão"}, by=cast.officer_beside)
    explain(sheet=sheet, texts={key: "Vì mưa bão"}, by=cast.officer_here)
    assert "Vì mưa bão" in cast.client("office").get(sheet.get_absolute_url()).content.decode()


# --- The order -----------------------------------------------------------------------------------


def plain_points(actual: Fraction, leader: Fraction) -> Decimal:
    """20 points against the leader, target 10, by fractions alone."""
    if actual < 10:
        exact = Fraction(10) * actual / 10
    elif actual >= leader:
        exact = Fraction(20)
    else:
        exact = 10 + (actual - 10) / (leader - 10) * 10
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("seed", range(4))
def test_order_is_that_of_plain_arithmetic_whatever_the_order_of_units(
    cast: Cast, cycle: Cycle, officers: dict[int, Any], seed: int
) -> None:
    dice = random.Random(seed)
    hand_in(cycle, officers)
    close_cross_check(cycle=cycle, by=cast.officer_here)
    sheets = list(cycle.sheets.all())
    dice.shuffle(sheets)
    values = {
        sheet.pk: {"judged": dice.randint(0, 10), "relative": dice.randint(0, 30), "yes_no": dice.randint(0, 1)}
        for sheet in sheets
    }  # fmt: skip
    for sheet in sheets:
        save_council(sheet=sheet, answers=answers(cycle, **values[sheet.pk]), by=cast.office)
    leader = Fraction(max(row["relative"] for row in values.values()))
    totals = {
        pk: row["judged"] + plain_points(Fraction(row["relative"]), leader) + 5 * row["yes_no"]
        for pk, row in values.items()
    }
    standings = CycleScores(cycle).standings
    assert {row.sheet.pk: row.scored.comparable for row in standings} == totals
    for row in standings:
        above = [total for total in totals.values() if total > totals[row.sheet.pk]]
        assert row.place == len(above) + 1
        assert row.is_shared == (list(totals.values()).count(totals[row.sheet.pk]) > 1)


@pytest.mark.parametrize(
    ("ties", "places"), [("shared", [1, 1, 3]), ("base", [1, 2, 3]), ("votes", [2, 1, 3])]
)
def test_ties_by_the_declared_policy(
    cast: Cast, cycle: Cycle, officers: dict[int, Any], ties: str, places: list[int]
) -> None:
    rules = make.make_rules(cycle)
    rules.ties = ties
    declare_rules(rules=rules, by=cast.office)
    hand_in(cycle, officers)
    close_cross_check(cycle=cycle, by=cast.office)
    sheets = list(cycle.sheets.order_by("pk"))
    given = [
        {"judged": 8, "relative": 10, "yes_no": 1}, {"judged": 7, "relative": 10, "yes_no": 1, "count": 2},
        {"judged": 1, "relative": 10, "yes_no": 1},
    ]  # fmt: skip
    for sheet, values in zip(sheets, given, strict=True):
        save_council(sheet=sheet, answers=answers(cycle, **values), by=cast.office)
    if ties == "votes":
        assert sum("suy tôn" in line for line in missing_for_lock(CycleScores(cycle))) == 2
        votes = {sheets[0].pk: 10, sheets[1].pk: 12, sheets[2].pk: 9}
        record_vote(cycle=cycle, voted_on=local_today(), ballots=15, votes=votes, by=cast.office)
        with pytest.raises(ValidationError, match="nhiều hơn"):
            record_vote(
                cycle=cycle, voted_on=local_today(), ballots=11, votes=votes, by=cast.office
            )
    order = {row.sheet.pk: row.place for row in CycleScores(cycle).standings}
    assert [order[sheet.pk] for sheet in sheets] == places


def test_correction_that_moves_others_is_shown_before_it_is_saved(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    sheets = hand_in(cycle, officers)
    all_peers(cycle, officers, relative=15)
    relative = next(iter(answers(cycle, relative=1)))
    moves = moves_by(cycle, sheets[0], {relative: Decimal(25)})
    # The others fall from the leader's 20 points to 10 + (15 - 10) / (25 - 10) * 10.
    assert [(move.before, move.after) for move in moves] == [(Decimal(33), Decimal("26.33"))] * 2
    client, url = (
        cast.client("office"),
        reverse("emulation_desk:council_write", args=[sheets[0].pk]),
    )
    page = client.get(url)
    sent = {
        row.form["seen"].html_name: row.form["seen"].value()
        for part in page.context["parts"]
        for row in part.rows
        if row.form
    } | {f"t{relative}-value": "25"}
    shown = client.post(url, sent)
    assert "26,33" in shown.content.decode()
    assert not Mark.objects.filter(council_value__isnull=False).exists()
    client.post(url, sent | {"da-xem": shown.context["token"]})
    assert Mark.objects.get(council_value__isnull=False).council_value == 25


# --- The lock ------------------------------------------------------------------------------------


def test_lock_refuses_with_the_list_of_what_is_missing(
    cast: Cast, cycle: Cycle, third: Unit, officers: dict[int, Any]
) -> None:
    with pytest.raises(ValidationError, match="Chấm chéo chưa đóng"):
        lock_ranking(cycle=cycle, by=cast.office)
    sheet = cycle.sheets.get(unit=cast.here)
    judged = Criterion.objects.get(criteria_set=cycle.criteria_set, kind="judged")
    file, _ = attach_evidence(
        sheet=sheet, criterion=judged, file=ContentFile(b"%PDF-1.4 x %%EOF", "a.pdf"),
        title="Ảnh chụp", by=cast.officer_here,
    )  # fmt: skip
    hand_in(cycle, officers)
    all_peers(cycle, officers)
    file.file.storage.delete(str(file.file.name))
    with pytest.raises(ValidationError, match=r"“Ảnh chụp”.*không còn trong kho"):
        lock_ranking(cycle=cycle, by=cast.office)
    page = cast.client("office").get(reverse("emulation_desk:ranking_lock", args=[cycle.pk]))
    assert len(page.context["missing"]) == 1
    assert not Ranking.objects.exists()
    for who in (cast.officer_here, cast.officer_above):
        with pytest.raises(PermissionDenied):
            lock_ranking(cycle=cycle, by=who)


def test_locked_once_and_never_changed_by_any_later_edit(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    ranking = locked(cycle, cast, officers)
    assert lock_ranking(cycle=cycle, by=cast.office) == ranking
    text = ranking.snapshot
    assert hashlib.sha256(text.encode()).hexdigest() == ranking.digest
    url = reverse("emulation_desk:scoring", args=[cycle.pk])
    before = cast.client("officer_here").get(url).context["ranked"]
    # Everything that it rests on, by actions and by force.
    sheet = cycle.sheets.get(unit=cast.here)
    with pytest.raises(ValidationError, match="đã khóa"):
        save_council(sheet=sheet, answers=answers(cycle, judged=1), by=cast.office)
    with pytest.raises(ValidationError, match="đã khóa"):
        record_vote(cycle=cycle, voted_on=local_today(), ballots=5, votes={}, by=cast.office)
    change: dict[str, Any]
    for change in ({"value": 1}, {"council_value": 1}, {"remark": "Khác"}):
        with pytest.raises(IntegrityError, match="not_locked"), transaction.atomic():
            Mark.objects.filter(sheet=sheet).update(**change)
    for change in ({"snapshot": "{}"}, {"digest": "0"}, {"locked_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Ranking.objects.filter(pk=ranking.pk).update(**change)
    with pytest.raises(ValidationError):
        ranking.delete()
    Unit.objects.filter(pk=cast.here.pk).update(short_name="Chi hội Đổi Tên")
    cycle.cluster.memberships.filter(unit=cast.beside).delete()
    Cycle.objects.filter(pk=cycle.pk).update(name="Tên khác")
    after = cast.client("officer_here").get(url).context["ranked"]
    ranking.refresh_from_db()
    assert (after, ranking.snapshot) == (before, text)


def test_snapshot_holds_all_that_the_order_rests_on(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    content = json.loads(locked(cycle, cast, officers).snapshot)
    unit = content["units"][0]
    judged = next(row["key"] for row in content["criteria"] if row["kind"] == "judged")
    row = next(row for row in unit["criteria"] if row["key"] == judged)
    assert (row["own"]["value"], row["final"], row["points"]) == ("8.00", "8.00", "8.00")
    assert [given["value"] for given in row["peers"]] == ["8.00", "8.00"]
    assert {row["place"] for row in content["units"]} == {1}  # all alike


def test_lock_proposes_a_grade_by_the_bands_and_announces_nothing(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    locked(cycle, cast, officers)
    rows = Classification.objects.filter(year=cycle.year)
    # 8 + 20 + 5 of 35: 94,29 %.
    assert {(row.grade, row.score, row.announced_on) for row in rows} == {
        ("excellent", Decimal("94.29"), None)
    }
    assert not Classification.objects.visible_to(make.make_officer(cast.elsewhere)).exists()


def test_reopened_by_a_recorded_decision_alone(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    ranking = locked(cycle, cast, officers)
    decision: dict[str, Any] = {
        "decision_no": "12/QĐ",
        "decided_on": local_today(),
        "reason": "Tính nhầm",
    }
    with pytest.raises(PermissionDenied):
        reopen_ranking(cycle=cycle, by=cast.officer_here, **decision)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ranking.objects.filter(pk=ranking.pk).update(reopened_on=local_today())
    for _ in range(2):
        reopen_ranking(cycle=cycle, by=cast.office, **decision)
    sheet = cycle.sheets.get(unit=cast.here)
    save_council(sheet=sheet, answers=answers(cycle, judged=1), by=cast.office)
    again = lock_ranking(cycle=cycle, by=cast.office)
    assert (Ranking.objects.count(), again.digest != ranking.digest) == (2, True)


# --- Pages ---------------------------------------------------------------------------------------


def seen_at(client: Any, url: str) -> dict[str, Any]:
    """What the lines of a page were shown with."""
    page = client.get(url)
    return {
        row.form["seen"].html_name: row.form["seen"].value()
        for part in page.context["parts"]
        for row in part.rows
        if row.form
    }


def test_from_own_scores_to_the_lock_on_the_pages(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    """Each button once: as a peer, as the head, as the unit, as the council."""
    sheet = hand_in(cycle, officers)[0]
    other = cycle.sheets.get(unit=cast.beside)
    here, office = cast.client("officer_here"), cast.client("office")

    def at(name: str, key: int) -> str:
        return reverse(f"emulation_desk:{name}", args=[key])

    keys = {row.kind: row.pk for row in Criterion.objects.filter(criteria_set=cycle.criteria_set)}
    boxes = {f"t{keys['judged']}-value": "7,5", f"t{keys['yes_no']}-value": "1"}
    url = at("peer_write", other.pk)
    here.post(url, seen_at(here, url) | boxes)
    here.post(at("peer_submit", other.pk))
    assert not PeerSheet.objects.get().is_submitted  # one criterion is missing
    here.post(url, seen_at(here, url) | boxes | {f"t{keys['relative']}-value": "12"})
    here.post(at("peer_submit", other.pk))
    assert PeerSheet.objects.get().is_submitted
    form = here.get(at("rules", cycle.pk)).context["form"]
    here.post(at("rules", cycle.pk), {
        "final_by": "council_first", "ties": "votes", "flagged_from": "20", "excellent_from": "92,5",
        "good_from": "80", "done_from": "50", "source": "Quy chế cụm",
        "version": form["version"].value() or "",
    })  # fmt: skip
    here.post(at("cross_check_close", cycle.pk))
    url = at("sheet_explain", sheet.pk)
    hidden = {
        row[3]["seen"].html_name: row[3]["seen"].value() for row in here.get(url).context["rows"]
    }
    here.post(url, hidden | {f"y{keys['judged']}-text": "Mưa bão"})
    assert sheet.marks.get(criterion=keys["judged"]).explanation == "Mưa bão"
    for row in cycle.sheets.all():
        url = at("council_write", row.pk)
        sent = {f"t{keys[kind]}-value": str(value) for kind, value in USUAL.items()}
        sent |= seen_at(office, url)
        shown = office.post(url, sent)
        if shown.status_code == 200:
            office.post(url, sent | {"da-xem": shown.context["token"]})
    ballots = {f"phieu-{row.pk}": "3" for row in cycle.sheets.all()}
    here.post(
        at("vote", cycle.pk), ballots | {"voted_on": f"{local_today():%d/%m/%Y}", "ballots": "9"}
    )
    for _ in range(2):
        office.post(at("ranking_lock", cycle.pk))
    ranking = Ranking.objects.get()
    assert ranking.content["rules"]["ballots"] == 9
    for name in ("scoring", "ranking_print"):
        assert ranking.code in here.get(at(name, cycle.pk)).content.decode()
    assert here.get(at("ranking_export", cycle.pk)).status_code == 200
    assert office.get(at("sheet", sheet.pk)).status_code == 200
    office.post(at("ranking_reopen", cycle.pk), {
        "decision_no": "9/QĐ", "decided_on": f"{local_today():%d/%m/%Y}", "reason": "Nhầm",
    })  # fmt: skip
    ranking.refresh_from_db()
    assert (ranking.decision_no, ranking.reopened_by) == ("9/QĐ", cast.office)


def filled_cycle(cast: Cast, units: int, criteria: int, peers: int) -> Cycle:
    """A cycle opened, all scored, each unit by that many peers."""
    rubric = make.make_criteria(cast.district)
    section = rubric.criteria.get(kind="group")
    for number in range(criteria - 1):
        kind = "relative" if number % 2 else "judged"
        make.make_criterion(rubric, parent=section, kind=kind, maximum=10)
    rubric.issued_on = local_today()
    rubric.save()
    branches = [make.make_branch(cast.district) for _ in range(units)]
    cycle = make.make_cycle(make.make_cluster(*branches), criteria_set=rubric)
    open_sheets(cycle=cycle, by=cast.office)
    leaves = list(rubric.criteria.exclude(kind="group"))
    sheets = list(cycle.sheets.all())
    Mark.objects.bulk_create(
        Mark(sheet=sheet, criterion=leaf, value=n % 9, council_value=None)
        for n, sheet in enumerate(sheets)
        for leaf in leaves
    )
    ScoreSheet.objects.filter(cycle=cycle).update(
        submitted_at=timezone.now(), submitted_by=cast.office
    )
    for n, sheet in enumerate(sheets):
        for step in range(1, peers + 1):
            scorer = branches[(branches.index(sheet.unit) + step) % units]
            row = PeerSheet.objects.create(sheet=sheet, scorer=scorer)
            PeerMark.objects.bulk_create(
                PeerMark(peer_sheet=row, criterion=leaf, value=(n + step) % 9) for leaf in leaves
            )
    PeerSheet.objects.filter(sheet__cycle=cycle).update(
        submitted_at=timezone.now(), submitted_by=cast.office
    )
    make.make_rules(cycle, opened_at=timezone.now())
    return cycle


def costs(cast: Cast, cycle: Cycle) -> list[int]:
    client, counts = cast.client("office"), []
    sheet = cycle.sheets.all()[0]
    for name, key in (
        ("scoring", cycle.pk), ("ranking_lock", cycle.pk), ("ranking_print", cycle.pk),
        ("ranking_export", cycle.pk), ("sheet", sheet.pk), ("council_write", sheet.pk),
    ):  # fmt: skip
        url = reverse(f"emulation_desk:{name}", args=[key])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    return counts


def test_pages_cost_the_same_however_many_units_criteria_and_scorers(cast: Cast) -> None:
    small = costs(cast, filled_cycle(cast, 2, 2, 1))
    assert costs(cast, filled_cycle(cast, 5, 5, 3)) == small


def test_each_step_waits_on_the_first_page_of_whom_it_waits_for(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    def waiting(user: Any) -> list[str]:
        return [task.label.partition(":")[0] for task in score_tasks(user)]

    hand_in(cycle, officers)
    assert waiting(cast.officer_here) == ["Chấm chéo các đơn vị khác"]
    all_peers(cycle, officers)
    assert waiting(cast.officer_here) == ["Xem điểm chấm chéo, giải trình nếu cần"]
    assert waiting(cast.office) == ["Hội đồng chấm và khóa xếp hạng"]
    lock_ranking(cycle=cycle, by=cast.office)
    assert [waiting(user) for user in (cast.officer_here, cast.office)] == [[], []]


def test_glance_sets_a_unit_beside_the_mean_once_the_ranking_is_locked(
    cast: Cast, cycle: Cycle, officers: dict[int, Any]
) -> None:
    """judged 8 of 10, yes of 5, 10 against a leader of 10 of 20: all alike but the third's refusal."""
    compact = make.make_compact(cycle.cluster, year=cycle.year)
    compact.targets.create(name="Thăm hỏi", measure="lượt", value=10)
    url = f"{compact.get_absolute_url()}toan-canh/?don-vi={cast.here.pk}"
    assert cast.client("officer_here").get(url).context["sections_chart"] is None
    locked(cycle, cast, officers)
    sections = sections_beside_mean(compact, cast.here, cast.officer_here)
    assert [(percent, mean) for _, percent, mean in sections] == [(94, 94)]
    assert "bình quân cụm 94" in cast.client("officer_here").get(url).content.decode()
    # Who does not read the cycle sees none of it.
    assert sections_beside_mean(compact, cast.here, cast.member_here) == []
    assert cast.client("nobody").get(url).context["sections_chart"] is None
