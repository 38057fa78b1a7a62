"""Sets of criteria: drafted and issued, never changed after that, written anew as versions."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions import (
    add_usual_criteria,
    delete_criterion,
    issue_criteria,
    move_criterion,
    new_version,
    retire_criteria,
    save_criteria_set,
    save_criterion,
    take_back_issue,
)
from emulation.comparing import compared
from emulation.models import CriteriaSet, Criterion, in_outline
from emulation.scoring import Part, score
from kit.dates import local_today
from members.models import Change
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> CriteriaSet:
    return make.make_criteria(cast.district)


def issued(draft: CriteriaSet, cast: Cast, day: dt.date | None = None) -> CriteriaSet:
    return issue_criteria(
        criteria_set=draft, issued_on=day or local_today(), decision_no="", by=cast.officer_above
    )


def test_usual_rubric_is_a_hundred_points_and_a_proposal_once(cast: Cast) -> None:
    first = add_usual_criteria(unit=cast.district, by=cast.officer_above)
    assert add_usual_criteria(unit=cast.district, by=cast.officer_above) == first
    sheet = score([row.item for row in first.criteria.all()], {})
    sections = [
        row.title
        for _, depth, row in in_outline(first.criteria.all())
        if depth == 1 and row.part == "base"
    ]
    assert (sheet.full_maximum, len(sections), first.is_proposal) == (Decimal(100), 5, True)
    assert (first.bonus_limit, first.is_issued) == (Decimal(5), False)
    assert all(row.formula for row in first.criteria.all())


def test_outline_is_numbered_as_on_paper(draft: CriteriaSet) -> None:
    section = draft.criteria.get(kind="group")
    make.make_criterion(draft, parent=section, title="Thứ hai")
    make.make_criterion(draft, title="Đứng riêng")
    lines = in_outline(draft.criteria.all())
    assert [(code, depth) for code, depth, _ in lines] == [
        ("1", 1),
        ("1.1", 2),
        ("1.2", 2),
        ("2", 1),
    ]


def test_issued_set_is_never_changed_by_any_way(cast: Cast, draft: CriteriaSet) -> None:
    criterion = draft.criteria.get(kind="judged")
    issued(draft, cast)
    criterion.refresh_from_db()
    criterion.title = "Khác"
    with pytest.raises(ValidationError):
        save_criterion(criterion=criterion, by=cast.officer_above)
    with pytest.raises(ValidationError):
        delete_criterion(criterion=criterion, by=cast.officer_above)
    with pytest.raises(ValidationError):
        move_criterion(criterion=criterion, down=True, by=cast.officer_above)
    # The database itself refuses, whatever writes.
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=criterion.pk).update(maximum=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_criterion(draft)


def test_issue_needs_something_to_score_and_no_empty_section(cast: Cast) -> None:
    empty = CriteriaSet.objects.create(unit=cast.district, name="Rỗng")
    with pytest.raises(ValidationError, match="Chưa có tiêu chí nào"):
        issued(empty, cast)
    make.make_criterion(empty)
    make.make_criterion(empty, kind="group", maximum=None, title="Mục trống")
    with pytest.raises(ValidationError, match="Mục trống"):
        issued(empty, cast)


def test_issued_twice_is_once_and_taken_back_is_a_draft(cast: Cast, draft: CriteriaSet) -> None:
    first = issued(draft, cast)
    assert issued(draft, cast).issued_on == first.issued_on
    assert Change.objects.of(draft).filter(action="changed").count() == 1
    take_back_issue(criteria_set=draft, by=cast.officer_above)
    make.make_criterion(draft)  # a draft again
    issued(draft, cast)
    new_version(criteria_set=draft, by=cast.officer_above)
    with pytest.raises(ValidationError, match="bản mới"):
        take_back_issue(criteria_set=draft, by=cast.officer_above)


def test_new_version_copies_all_and_takes_the_old_ones_place(
    cast: Cast, draft: CriteriaSet
) -> None:
    old = issued(draft, cast)
    new = new_version(criteria_set=old, by=cast.officer_above)
    assert new_version(criteria_set=old, by=cast.officer_above) == new  # one draft of a name
    assert (new.version, new.based_on, new.is_issued) == (2, old, False)
    told = [(code, row.title, row.maximum) for code, _, row in in_outline(new.criteria.all())]
    assert told == [
        (code, row.title, row.maximum) for code, _, row in in_outline(old.criteria.all())
    ]
    assert {row.previous for row in new.criteria.all()} == set(old.criteria.all())
    issued(new, cast)
    old.refresh_from_db()
    assert old.retired_on == local_today()
    take_back_issue(criteria_set=new, by=cast.officer_above)
    old.refresh_from_db()
    assert old.retired_on is None


def test_taken_back_though_issued_for_an_earlier_day(cast: Cast, draft: CriteriaSet) -> None:
    old = issued(draft, cast)
    new = new_version(criteria_set=old, by=cast.officer_above)
    issued(new, cast, local_today() - dt.timedelta(days=9))
    take_back_issue(criteria_set=new, by=cast.officer_above)
    old.refresh_from_db()
    assert (old.retired_on, old.is_issued) == (None, True)


def test_same_name_with_other_values_is_no_double_click(cast: Cast) -> None:
    def made(**fields: Any) -> CriteriaSet:
        return save_criteria_set(
            criteria_set=CriteriaSet(unit=cast.district, name="Bộ A", **fields),
            by=cast.officer_above,
        )

    first = made(bonus_limit=Decimal(10))
    assert made(bonus_limit=Decimal(10)) == first
    with pytest.raises(ValidationError, match="đang soạn"):
        made(bonus_limit=Decimal(5))


def test_versions_are_compared_by_where_a_criterion_comes_from(
    cast: Cast, draft: CriteriaSet
) -> None:
    kept = make.make_criterion(draft, title="Sẽ đổi tên")
    make.make_criterion(draft, title="Sẽ bỏ")
    old = issued(draft, cast)
    new = new_version(criteria_set=old, by=cast.officer_above)
    row = new.criteria.get(previous=kept)
    row.title, row.maximum = "Tên mới", Decimal("12.5")
    save_criterion(criterion=row, by=cast.officer_above)
    delete_criterion(criterion=new.criteria.get(title="Sẽ bỏ"), by=cast.officer_above)
    make.make_criterion(new, title="Mới thêm")
    told = [(one.label, one.title, one.lines) for one in compared(old, new)]
    assert told == [
        ("Đổi", "Tên mới", (("nội dung", "Sẽ đổi tên", "Tên mới"), ("điểm tối đa", "10", "12,5"))),
        ("Thêm", "Mới thêm", ()),
        ("Bỏ", "Sẽ bỏ", ()),
    ]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kind": "count", "maximum": 5}, "emulation_criterion_counted_by_points"),
        ({"kind": "judged", "maximum": None}, "emulation_criterion_has_maximum"),
        ({"kind": "yes_no", "target": 5}, "emulation_criterion_target_of_quantity"),
        ({"kind": "count", "maximum": None, "per_unit": 1}, "emulation_criterion_base_is_limited"),
        ({"kind": "judged", "part": "nothing"}, "emulation_criterion_part_known"),
    ],
)
def test_database_refuses_what_can_not_be_scored(
    draft: CriteriaSet, fields: dict[str, Any], error: str
) -> None:
    with pytest.raises(IntegrityError, match=error), transaction.atomic():
        make.make_criterion(draft, **fields)


def test_section_is_of_the_same_set(cast: Cast, draft: CriteriaSet) -> None:
    other = make.make_criteria(cast.district).criteria.get(kind="group")
    for parent in (other, draft.criteria.get(kind="judged")):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_criterion(draft, parent=parent)


def test_section_does_not_stand_in_itself_nor_too_deep(cast: Cast, draft: CriteriaSet) -> None:
    outer = draft.criteria.get(kind="group")
    inner = make.make_criterion(draft, kind="group", maximum=None, parent=outer)
    deepest = make.make_criterion(draft, kind="group", maximum=None, parent=inner)
    outer.parent = inner
    with pytest.raises(ValidationError, match="trong chính nó"):
        save_criterion(criterion=outer, by=cast.officer_above)
    with pytest.raises(ValidationError, match="nhiều nhất 3 cấp"):
        save_criterion(
            criterion=Criterion(criteria_set=draft, parent=deepest, title="Sâu quá", maximum=1),
            by=cast.officer_above,
        )


def test_what_stands_in_a_section_counts_where_the_section_does(
    cast: Cast, draft: CriteriaSet
) -> None:
    section = draft.criteria.get(kind="group")
    section.part = Part.BONUS
    save_criterion(criterion=section, by=cast.officer_above)
    assert set(draft.criteria.values_list("part", flat=True)) == {Part.BONUS}


def test_retired_is_told_and_used_again(cast: Cast, draft: CriteriaSet) -> None:
    issued(draft, cast)
    row = retire_criteria(criteria_set=draft, retired_on=local_today(), by=cast.officer_above)
    assert row.state_label == "thôi dùng"
    row = retire_criteria(criteria_set=draft, retired_on=None, by=cast.officer_above)
    assert row.state_label == "đang dùng"


# --- On the pages -------------------------------------------------------------------------------


def test_criterion_is_typed_with_a_comma_and_its_error_stands_beside_the_box(
    cast: Cast, draft: CriteriaSet
) -> None:
    client = cast.client("officer_above")
    address = reverse("emulation_desk:criterion_new", args=[draft.pk])
    section = draft.criteria.get(kind="group")
    assert client.get(f"{address}?muc={section.pk}").context["form"]["parent"].value() == section.pk
    sent = {
        "kind": "count", "title": "Tin, bài", "parent": section.pk, "part": "base", "maximum": "",
        "measure": "bài", "per_unit": "0,5", "guidance": "", "target": "",
    }  # fmt: skip
    form = client.post(address, sent).context["form"]
    assert dict(form.errors) == {"maximum": ["Điểm chính phải có điểm tối đa."]}
    client.post(address, sent | {"maximum": "2,25"})
    client.post(address, sent | {"maximum": "2,25"})  # a double click
    row = draft.criteria.get(title="Tin, bài")
    assert (row.maximum, row.per_unit, row.parent) == (Decimal("2.25"), Decimal("0.5"), section)
    assert row.formula == "Mỗi bài được 0,5 điểm, nhiều nhất 2,25 điểm."


def test_issued_meanwhile_is_said_on_every_page_that_changes_it(
    cast: Cast, draft: CriteriaSet
) -> None:
    criterion = draft.criteria.get(kind="judged")
    issued(draft, cast)
    client = cast.client("officer_above")
    for name, key in (("criteria_edit", draft.pk), ("criterion_new", draft.pk),
                      ("criterion", criterion.pk), ("criterion_delete", criterion.pk),
                      ("criteria_delete", draft.pk)):  # fmt: skip
        answer = client.get(reverse(f"emulation_desk:{name}", args=[key]), follow=True)
        told = [str(message) for message in answer.context["messages"]]
        assert told == ["Bộ tiêu chí đã ban hành thì không sửa nữa. Hãy lập bản mới."], name
        assert answer.status_code == 200


def test_trial_says_what_typed_values_are_worth_and_keeps_nothing(
    cast: Cast, draft: CriteriaSet
) -> None:
    row = make.make_criterion(draft, kind="relative", target=20, title="Thăm hỏi")
    judged = draft.criteria.get(kind="judged")
    issued(draft, cast)
    address = reverse("emulation_desk:criteria_trial", args=[draft.pk])
    answer = cast.client("officer_here").get(
        address, {f"so-{row.pk}": "30", f"dau-{row.pk}": "40", f"so-{judged.pk}": "8,25"}
    )
    assert answer.context["sheet"].total == Decimal("15.75")
    odd = cast.client("officer_here").get(
        address, {f"so-{row.pk}": "nhiều", f"so-{judged.pk}": "11"}
    )
    assert set(odd.context["form"].errors) == {f"so-{row.pk}", f"so-{judged.pk}"}
    assert set(odd.context["sheet"].missing) == {row.pk, judged.pk}


def test_detail_costs_the_same_with_three_criteria_and_with_thirty(
    cast: Cast, draft: CriteriaSet
) -> None:
    client = cast.client("officer_above")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(draft.get_absolute_url())
        costs.append(len(queries))
        for _ in range(27):
            make.make_criterion(draft, parent=draft.criteria.filter(kind="group").first())
    assert costs[0] == costs[1]


def test_sum_is_told_beside_the_former_one_before_it_is_issued_for_good(
    cast: Cast, draft: CriteriaSet
) -> None:
    old = issued(draft, cast)
    new = new_version(criteria_set=old, by=cast.officer_above)
    make.make_criterion(new, maximum=Decimal("2.5"))
    page = cast.client("officer_above").get(reverse("emulation_desk:criteria_issue", args=[new.pk]))
    assert ("Điểm chính cộng lại", "12,5, bản trước 10") in page.context["facts"]


@pytest.mark.parametrize("days", [0, 3])
@pytest.mark.parametrize("is_before", [True, False])
def test_what_was_retired_by_hand_stays_so_though_its_successor_is_taken_back(
    cast: Cast, draft: CriteriaSet, days: int, is_before: bool
) -> None:
    """On the very day of the issue too, before it or after."""
    old = issued(draft, cast)
    new = new_version(criteria_set=old, by=cast.officer_above)
    day = local_today() + dt.timedelta(days=days)

    def retire() -> None:
        retire_criteria(criteria_set=old, retired_on=day, by=cast.officer_above)

    if is_before:
        retire()
    issued(new, cast)
    if not is_before:
        retire()
    take_back_issue(criteria_set=new, by=cast.officer_above)
    old.refresh_from_db()
    assert old.retired_on == day
    retire_criteria(criteria_set=old, retired_on=None, by=cast.officer_above)
    issued(new, cast)
    take_back_issue(criteria_set=new, by=cast.officer_above)
    old.refresh_from_db()
    assert old.retired_on is None
