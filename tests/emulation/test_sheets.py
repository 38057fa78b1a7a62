"""Score sheets: each unit writes its own, in its time; what was laid down for it; its evidence."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions.cycles import change_cycle
from emulation.actions.sheets import (
    Answer,
    Assignment,
    assign,
    attach_evidence,
    extend,
    open_sheets,
    remove_evidence,
    save_marks,
    submit_sheet,
    take_back_sheet,
)
from emulation.models import Criterion, Cycle, Mark, ScoreSheet
from emulation.score_tasks import score_tasks
from emulation.standings import CycleScores
from kit.dates import local_today
from members.models import Change, User
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.4 minh chung %%EOF"


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """Of `here`, which heads the cluster, and `beside`; a group of a quantity against the leader,
    yes or no, and judgement, and a bonus by count."""
    rubric = make.make_criteria(cast.district)
    section = rubric.criteria.get(kind="group")
    make.make_criterion(
        rubric, parent=section, kind="relative", maximum=20, target=10, title="Kết nạp"
    )
    make.make_criterion(rubric, parent=section, kind="yes_no", maximum=5, title="Đủ chức danh")
    make.make_criterion(
        rubric, kind="count", part="bonus", maximum=3, per_unit=Decimal("0.5"), title="Tin, bài"
    )
    rubric.issued_on = local_today()
    rubric.save()
    cluster = make.make_cluster(cast.here, cast.beside)
    make.make_cluster_head(cluster, cast.here)
    return make.make_cycle(cluster, criteria_set=rubric, self_score_until=local_today() + 3 * DAY)


@pytest.fixture
def sheet(cast: Cast, cycle: Cycle) -> ScoreSheet:
    open_sheets(cycle=cycle, by=cast.officer_here)
    return cycle.sheets.get(unit=cast.here)


def leaf(cycle: Cycle, kind: str) -> Criterion:
    return Criterion.objects.get(criteria_set=cycle.criteria_set, kind=kind)


def written(sheet: ScoreSheet, by: Any, **values: Any) -> ScoreSheet:
    """Saves values by the kind of their criterion."""
    answers = {
        leaf(sheet.cycle, kind).pk: Answer(Decimal(str(value))) for kind, value in values.items()
    }
    return save_marks(sheet=sheet, answers=answers, by=by)


def whole(sheet: ScoreSheet, by: Any, **values: Any) -> ScoreSheet:
    written(sheet, by, **{"judged": 8, "relative": 10, "yes_no": 1} | values)
    return submit_sheet(sheet=sheet, by=by)


# --- Opened --------------------------------------------------------------------------------------


def test_one_sheet_for_each_unit_however_often_opened(cast: Cast, cycle: Cycle) -> None:
    assert open_sheets(cycle=cycle, by=cast.officer_beside) == 2
    assert open_sheets(cycle=cycle, by=cast.officer_here) == 0
    assert {row.unit for row in cycle.sheets.all()} == {cast.here, cast.beside}


def test_no_sheets_without_criteria_nor_by_a_unit_that_takes_no_part(
    cast: Cast, cycle: Cycle
) -> None:
    bare = make.make_cycle(make.make_cluster(cast.elsewhere))
    with pytest.raises(ValidationError, match="chưa chọn bộ tiêu chí"):
        open_sheets(cycle=bare, by=cast.office)
    with pytest.raises(PermissionDenied):
        open_sheets(cycle=cycle, by=make.make_officer(cast.elsewhere))


# --- Written -------------------------------------------------------------------------------------


def test_points_are_those_of_plain_arithmetic(cast: Cast, sheet: ScoreSheet) -> None:
    other = sheet.cycle.sheets.get(unit=cast.beside)
    whole(other, cast.officer_beside, relative=30)
    written(sheet, cast.officer_here, judged="7.25", relative=15, yes_no=0, count=3)
    scored = CycleScores(sheet.cycle).self_scores(sheet)[sheet.pk]
    # 15 of the leader's 30, target 10, maximum 20: 10 + (15 - 10) / (30 - 10) * 10.
    assert (scored.base, scored.bonus) == (Decimal("7.25") + Decimal("12.5"), Decimal("1.5"))
    assert (scored.total, scored.missing) == (Decimal("21.25"), ())


def test_only_the_units_own_officers_write_it(cast: Cast, sheet: ScoreSheet) -> None:
    for who in (cast.officer_above, cast.officer_beside, cast.office, cast.admin):
        with pytest.raises(PermissionDenied):
            written(sheet, who, judged=5)


@pytest.mark.parametrize(
    ("kind", "value"), [("judged", "10.01"), ("yes_no", "0.5"), ("yes_no", "2"), ("count", "-1")]
)
def test_impossible_values_are_refused(
    cast: Cast, sheet: ScoreSheet, kind: str, value: str
) -> None:
    with pytest.raises(ValidationError):
        written(sheet, cast.officer_here, **{kind: value})


def test_two_people_write_their_own_lines_and_are_told_of_the_same_one(
    cast: Cast, sheet: ScoreSheet
) -> None:
    client = cast.client("officer_here")
    address = reverse("emulation_desk:sheet_write", args=[sheet.pk])
    judged, relative = leaf(sheet.cycle, "judged"), leaf(sheet.cycle, "relative")
    page = client.get(address)
    sent = {
        form["seen"].html_name: form["seen"].value() for _, form, _ in page.context["rows"] if form
    }
    box = f"t{judged.pk}-value"
    assert client.post(address, sent | {box: "7,5"}).status_code == 302
    # Another window, opened before: its own line is saved, the first one's stays.
    assert client.post(address, sent | {f"t{relative.pk}-value": "12"}).status_code == 302
    assert set(sheet.marks.values_list("value", flat=True)) == {Decimal("7.5"), Decimal(12)}
    refused = client.post(address, sent | {box: "9", f"t{judged.pk}-remark": "Lời của tôi"})
    body = refused.content.decode()
    assert refused.status_code == 200
    assert "có người vừa ghi “7,5”" in body
    assert "Lời của tôi" in body
    again = {
        form["seen"].html_name: form["seen"].value()
        for _, form, _ in refused.context["rows"]
        if form
    }
    client.post(address, again | {box: "9", f"t{relative.pk}-value": "12"})
    assert sheet.marks.get(criterion=judged).value == 9


@pytest.mark.parametrize(
    ("typed", "said"),
    [("abc", "Hãy nhập một số"), ("-3", "Không ghi số âm."), ("10,5", "Nhiều hơn điểm tối đa.")],
)
def test_bad_numbers_are_told_beside_the_box_and_nothing_is_lost(
    cast: Cast, sheet: ScoreSheet, typed: str, said: str
) -> None:
    client = cast.client("officer_here")
    address = reverse("emulation_desk:sheet_write", args=[sheet.pk])
    judged, relative = leaf(sheet.cycle, "judged"), leaf(sheet.cycle, "relative")
    sent = {f"t{judged.pk}-value": typed, f"t{relative.pk}-remark": "Đã gõ dài"}
    body = client.post(address, sent).content.decode()
    assert said in body
    assert "Đã gõ dài" in body
    assert f'value="{typed}"' in body
    assert not sheet.marks.exists()


def test_one_goes_on_in_the_first_section_that_is_not_full(cast: Cast, sheet: ScoreSheet) -> None:
    """With how much is left in each; where a box has an error, there."""
    client = cast.client("officer_here")
    address = reverse("emulation_desk:sheet_write", args=[sheet.pk])
    page = client.get(address)
    parts = page.context["parts"]
    assert [part.is_next for part in parts] == [number == 0 for number in range(len(parts))]
    leaves = sum(1 for _, form, _ in page.context["rows"] if form)
    assert sum(part.left for part in parts) == leaves
    written(sheet, cast.officer_here, judged=Decimal("7.5"))
    assert sum(part.left for part in client.get(address).context["parts"]) == leaves - 1
    wrong = client.post(address, {f"t{leaf(sheet.cycle, 'judged').pk}-value": "chín"})
    assert any(part.is_next for part in wrong.context["parts"])


def test_what_it_would_come_to_is_told_and_not_saved(cast: Cast, sheet: ScoreSheet) -> None:
    """As it will once it is saved; what can't be read counts as not scored."""
    client = cast.client("officer_here")
    judged, relative = leaf(sheet.cycle, "judged"), leaf(sheet.cycle, "relative")
    page = client.get(reverse("emulation_desk:sheet_write", args=[sheet.pk]))
    sent = {f["seen"].html_name: f["seen"].value() for _, f, _ in page.context["rows"] if f}
    sent |= {f"t{judged.pk}-value": "7,5", f"t{relative.pk}-value": "chín"}
    said = client.post(reverse("emulation_desk:sheet_total", args=[sheet.pk]), sent).json()
    assert said["points"][str(judged.pk)] == "7,5"
    assert str(relative.pk) not in said["points"]
    assert not sheet.marks.exists()
    written(sheet, cast.officer_here, judged=Decimal("7.5"))
    scored = CycleScores(sheet.cycle).self_scores(sheet)[sheet.pk]
    left = len(scored.missing)
    assert said["text"] == f"Chưa lưu: tổng 7,5 điểm, còn {left} tiêu chí chưa chấm"
    assert scored.total == Decimal("7.5")


# --- Handed in -----------------------------------------------------------------------------------


def test_handed_in_once_and_only_whole(cast: Cast, sheet: ScoreSheet) -> None:
    written(sheet, cast.officer_here, judged=8, yes_no=1)
    with pytest.raises(ValidationError, match="còn 1 tiêu chí"):
        submit_sheet(sheet=sheet, by=cast.officer_here)
    page = cast.client("officer_here").get(reverse("emulation_desk:sheet_submit", args=[sheet.pk]))
    assert [name.partition(". ")[2] for name in page.context["missing"]] == ["Kết nạp"]
    first = whole(sheet, cast.officer_here).submitted_at
    assert submit_sheet(sheet=sheet, by=cast.officer_here).submitted_at == first
    with pytest.raises(ValidationError, match="đã nộp"):
        written(sheet, cast.officer_here, judged=9)
    take_back_sheet(sheet=sheet, by=cast.officer_here)
    written(sheet, cast.officer_here, judged=9)


def test_after_the_last_day_only_with_a_recorded_extension(
    cast: Cast, cycle: Cycle, sheet: ScoreSheet
) -> None:
    cycle.self_score_until = local_today() - DAY
    cycle.save()
    with pytest.raises(ValidationError, match="gia hạn"):
        written(sheet, cast.officer_here, judged=5)
    until = local_today() + DAY
    with pytest.raises(PermissionDenied):
        extend(sheet=sheet, until=until, reason="Ốm", by=cast.officer_beside)
    for _ in range(2):
        extend(sheet=sheet, until=until, reason="Thư ký ốm", by=cast.officer_here)  # of the head
    row = sheet.extensions.get()
    assert (row.reason, row.granted_by) == ("Thư ký ốm", cast.officer_here)
    written(sheet, cast.officer_here, judged=5)
    for model in ({"reason": "Khác"}, {"until": local_today() + 9 * DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**model)
    with pytest.raises(ValidationError, match="Phải sau hạn"):
        extend(sheet=sheet, until=local_today(), reason="Ngắn hơn", by=cast.office)


# --- Laid down -----------------------------------------------------------------------------------


def test_left_out_takes_its_points_out_of_both_sides(cast: Cast, sheet: ScoreSheet) -> None:
    relative = leaf(sheet.cycle, "relative")
    assign(
        sheet=sheet, assignments={relative.pk: Assignment(True, None, "Phường mới lập")},
        by=cast.officer_here,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="không giao"):
        written(sheet, cast.officer_here, relative=5)
    written(sheet, cast.officer_here, judged=8, yes_no=1)
    scored = CycleScores(sheet.cycle).self_scores(sheet)[sheet.pk]
    assert (scored.base, scored.base_maximum, scored.missing) == (Decimal(13), Decimal(15), ())
    assert scored.comparable == Decimal("30.33")  # 13 of 15 carried over to 35


def test_own_target_takes_the_place_of_the_common_one(cast: Cast, sheet: ScoreSheet) -> None:
    relative = leaf(sheet.cycle, "relative")
    assign(
        sheet=sheet, assignments={relative.pk: Assignment(target=Decimal(40))}, by=cast.officer_here
    )
    written(sheet, cast.officer_here, relative=20)
    scored = CycleScores(sheet.cycle).self_scores(sheet)[sheet.pk]
    assert scored.points[relative.pk] == 5  # half of ten


def test_laid_down_with_a_reason_and_by_who_leads_alone(cast: Cast, sheet: ScoreSheet) -> None:
    judged = leaf(sheet.cycle, "judged")
    with pytest.raises(ValidationError):
        assign(sheet=sheet, assignments={judged.pk: Assignment(True)}, by=cast.office)
    with pytest.raises(ValidationError, match="chỉ tiêu"):
        assign(sheet=sheet, assignments={judged.pk: Assignment(target=Decimal(3))}, by=cast.office)
    with pytest.raises(PermissionDenied):
        assign(
            sheet=sheet, assignments={judged.pk: Assignment(True, None, "Bớt")},
            by=cast.officer_beside,
        )  # fmt: skip


# --- Who reads -----------------------------------------------------------------------------------


def test_a_draft_is_not_read_by_the_other_units(cast: Cast, sheet: ScoreSheet) -> None:
    beside = cast.client("officer_beside")
    written(sheet, cast.officer_here, judged=8)
    for name in ("sheet", "sheet_print", "sheet_export"):
        assert beside.get(reverse(f"emulation_desk:{name}", args=[sheet.pk])).status_code == 404
    scoring = reverse("emulation_desk:scoring", args=[sheet.cycle.pk])
    assert [scored for _, _, scored in beside.get(scoring).context["rows"]] == [None, None]
    whole(sheet, cast.officer_here)
    assert beside.get(sheet.get_absolute_url()).status_code == 200
    assert list(Change.objects.of(sheet).visible_to(cast.officer_beside)) == []


# --- Evidence ------------------------------------------------------------------------------------


def test_same_file_is_kept_once_and_goes_only_while_the_sheet_is_open(
    cast: Cast, sheet: ScoreSheet
) -> None:
    judged = leaf(sheet.cycle, "judged")
    for title in ("Danh sách", "Gửi lại"):
        attach_evidence(
            sheet=sheet, criterion=judged, file=ContentFile(PDF, "ds.pdf"), title=title,
            by=cast.officer_here,
        )  # fmt: skip
    file = sheet.marks.get().evidence.get()
    assert (file.title, file.is_stored, file.label) == ("Danh sách", True, "PDF, 25 B")
    whole(sheet, cast.officer_here)
    beside = cast.client("officer_beside")
    sent = beside.get(file.get_absolute_url())
    assert b"".join(sent.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    with pytest.raises(ValidationError, match="đã nộp"):
        remove_evidence(file=file, by=cast.officer_here)
    take_back_sheet(sheet=sheet, by=cast.officer_here)
    assert beside.get(file.get_absolute_url()).status_code == 404
    file.file.storage.delete(str(file.file.name))
    assert not file.is_stored


# --- Held by the database ------------------------------------------------------------------------


def test_a_cycle_in_which_something_is_scored_keeps_its_criteria(
    cast: Cast, cycle: Cycle, sheet: ScoreSheet
) -> None:
    written(sheet, cast.officer_here, judged=8)
    other = make.make_criteria(cast.district, issued_on=local_today())
    changed = Cycle.objects.get(pk=cycle.pk)
    changed.criteria_set = other
    with pytest.raises(ValidationError, match="không đổi bộ tiêu chí"):
        change_cycle(cycle=changed, by=cast.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(criteria_set=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_mark(sheet, other.criteria.get(kind="judged"))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"value": -1}, "value_not_below_zero"),
        ({"target": 0}, "target_positive"),
        ({"is_left_out": True, "reason": ""}, "left_out_with_reason"),
    ],
)
def test_database_refuses_what_no_sheet_says(
    sheet: ScoreSheet, fields: dict[str, Any], name: str
) -> None:
    with pytest.raises(IntegrityError, match=f"emulation_mark_{name}"), transaction.atomic():
        make.make_mark(sheet, **fields)


def test_pages_cost_the_same_however_many_units_and_criteria(cast: Cast, cycle: Cycle) -> None:
    def costs(page_of: Cycle) -> list[int]:
        client = cast.client("officer_here")
        own = page_of.sheets.get(unit=cast.here)
        counts = []
        for name, key in (
            ("scoring", page_of.pk), ("sheet", own.pk), ("sheet_write", own.pk), ("sheet_print", own.pk),
            ("sheet_export", own.pk),
        ):  # fmt: skip
            address = reverse(f"emulation_desk:{name}", args=[key])
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    open_sheets(cycle=cycle, by=cast.officer_here)
    small = costs(cycle)
    rubric = make.make_criteria(cast.district)
    for _ in range(5):
        make.make_criterion(rubric)
    rubric.issued_on = local_today()
    rubric.save()
    cluster = make.make_cluster(name="Cụm lớn")
    cycle.cluster.memberships.all().delete()
    units = [cast.here, *(make.make_branch(cast.district) for _ in range(4))]
    for unit in units:
        cluster.memberships.create(unit=unit, valid_from=make.LONG_AGO)
    large = make.make_cycle(cluster, criteria_set=rubric)
    open_sheets(cycle=large, by=cast.officer_here)
    for row in large.sheets.all():
        for criterion in rubric.criteria.exclude(kind="group"):
            Mark.objects.create(sheet=row, criterion=criterion, value=5)
    assert costs(large) == small


def test_a_sheet_to_hand_in_waits_on_the_first_page(cast: Cast, sheet: ScoreSheet) -> None:
    (task,) = score_tasks(cast.officer_here)
    assert (task.due_on, task.is_urgent) == (local_today() + 3 * DAY, False)
    assert list(score_tasks(cast.office)) == []
    Cycle.objects.filter(pk=sheet.cycle.pk).update(self_score_until=local_today() - DAY)
    (task,) = score_tasks(cast.officer_here)
    assert (task.is_urgent, "gia hạn" in task.detail) == (True, True)
    Cycle.objects.filter(pk=sheet.cycle.pk).update(self_score_until=local_today())
    sheet.cycle.refresh_from_db()
    whole(sheet, cast.officer_here)
    assert list(score_tasks(cast.officer_here)) == []


def test_the_first_page_asks_as_often_for_one_sheet_as_for_three(cast: Cast) -> None:
    costs, year = [], local_today().year
    rubric = make.make_criteria(cast.district, issued_on=local_today())
    cluster = make.make_cluster(cast.here, cast.beside)
    for years in ((year,), (year - 1, year - 2)):  # one, then three in all
        for of in years:
            cycle = make.make_cycle(cluster, criteria_set=rubric, year=of)
            open_sheets(cycle=cycle, by=cast.office)
        user = User.objects.get(pk=cast.officer_here.pk)
        with CaptureQueriesContext(connection) as queries:
            tasks = list(score_tasks(user))
        costs.append((len(tasks), len(queries)))
    assert [found for found, _ in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]
