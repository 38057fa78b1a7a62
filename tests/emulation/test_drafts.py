"""Drafts of compacts at the desk: begun from last year's, written in parts, by the head alone."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions import delete_part, move_part, save_compact, save_part, start_compact
from emulation.models import Clause, Compact, Section, Target
from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Compact:
    """Next year's, of a cluster that the district leads and of which another unit is a member."""
    cluster = make.make_cluster(cast.district, cast.elsewhere)
    cluster.heads.create(unit=cast.district, valid_from=make.LONG_AGO)
    return make.make_compact(cluster, year=local_today().year + 1, signed_on=None)


def started(draft: Compact, cast: Cast, year: int, *, is_copied: bool = True) -> Compact:
    return start_compact(
        cluster=draft.cluster, year=year, starts_on=draft.starts_on, ends_on=draft.ends_on,
        is_copied=is_copied, by=cast.officer_above,
    )  # fmt: skip


def outline(compact: Compact) -> list[Any]:
    return [
        *[(part.title, [c.text for c in part.clauses.all()]) for part in compact.sections.all()],
        *[(t.name, t.aim, t.section and t.section.title) for t in compact.targets.all()],
    ]


def test_next_years_draft_begins_with_last_years_text_and_leaves_it(
    cast: Cast, draft: Compact
) -> None:
    make.make_compact_parts(draft)
    draft.targets.create(name="Bằng lời", kind="words", level="tốt trở lên", order=2)
    following = started(draft, cast, draft.year + 1)
    assert outline(following) == outline(draft)
    following.sections.get().clauses.get().delete()
    assert outline(following) != outline(draft)
    assert started(draft, cast, draft.year + 1) == following  # a double click
    assert outline(started(draft, cast, draft.year + 2, is_copied=False)) == []


def test_a_year_that_was_signed_is_not_begun_again(cast: Cast, draft: Compact) -> None:
    draft.signed_on = local_today()
    draft.save()
    with pytest.raises(ValidationError):
        started(draft, cast, draft.year)


def test_only_the_head_of_today_and_the_association_draft(cast: Cast, draft: Compact) -> None:
    section, clause, target = make.make_compact_parts(draft)
    member = make.make_officer(cast.elsewhere, "district_officer")
    assert Compact.objects.at_desk_of(member).contains(draft)  # it reads
    for part in (section, clause, target):
        with pytest.raises(PermissionDenied):
            save_part(part=part, by=member)
    draft.cluster.heads.update(unit=cast.elsewhere)  # the chair rotates
    save_part(part=section, by=member)
    with pytest.raises(PermissionDenied):
        save_part(part=section, by=cast.officer_above)
    save_part(part=section, by=cast.office)


def test_parts_are_added_last_once_and_moved(cast: Cast, draft: Compact) -> None:
    by = cast.officer_above
    for title in ("Một", "Hai", "Ba", "Ba"):  # the last a double click
        save_part(part=Section(compact=draft, title=title), by=by)
    last = draft.sections.get(title="Ba")
    move_part(part=last, down=False, by=by)
    assert [row.title for row in draft.sections.all()] == ["Một", "Ba", "Hai"]
    for text in ("Điều một", "Điều hai"):
        save_part(part=Clause(section=last, text=text), by=by)
    target = Target(compact=draft, section=last, name="Thăm hỏi", measure="lượt", value=9)
    save_part(part=target, by=by)
    delete_part(part=last, by=by)
    target.refresh_from_db()
    assert (target.section, Clause.objects.count()) == (None, 0)


TARGETS: dict[str, tuple[dict[str, str], str, str]] = {
    "number": ({"kind": "number", "value": "12,5", "measure": "lượt"}, "12,5 lượt", ""),
    "yes or no drops the rest": (
        {"kind": "yes_no", "value": "3", "measure": "x", "level": "y"},
        "mỗi đơn vị đều đạt",
        "",
    ),
    "words": ({"kind": "words", "level": "tốt trở lên", "value": "3"}, "tốt trở lên", ""),
    "number without value": ({"kind": "number", "measure": "lượt"}, "", "value"),
    "number of zero": ({"kind": "number", "value": "0", "measure": "lượt"}, "", "value"),
    "number without measure": ({"kind": "number", "value": "4"}, "", "measure"),
    "no number": ({"kind": "number", "value": "nhiều", "measure": "lượt"}, "", "value"),
    "words without words": ({"kind": "words"}, "", "level"),
}


@pytest.mark.parametrize("which", TARGETS)
def test_target_is_typed_in_its_kind(cast: Cast, draft: Compact, which: str) -> None:
    data, aim, wrong = TARGETS[which]
    address = reverse("emulation_desk:target_new", args=[draft.pk])
    answer = cast.client("officer_above").post(address, {"name": "Chỉ tiêu"} | data)
    if wrong:
        assert list(answer.context["form"].errors) == [wrong]
        assert answer.context["form"][wrong].value() == data.get(wrong)
    else:
        assert (answer.status_code, draft.targets.get().aim) == (302, aim)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "number", "measure": "lượt"},
        {"kind": "number", "value": 3},
        {"kind": "words"},
        {"kind": "yes_no", "level": "có"},
        {"kind": "yes_no", "value": 3},
        {"kind": "other"},
    ],
)
def test_database_refuses_targets_that_are_no_kind(draft: Compact, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(compact=draft, name="Chỉ tiêu", **fields)


def test_yes_no_target_counts_units_that_reached_it(cast: Cast, draft: Compact) -> None:
    target = draft.targets.create(name="Có mô hình", kind="yes_no")
    for unit, value in ((cast.district, 1), (cast.elsewhere, 0)):
        target.results.create(unit=unit, reported_on=local_today(), value=Decimal(value))
    assert (target.units_reached, target.percent) == (1, 0)
    page = cast.client("officer_above").get(draft.get_absolute_url()).content.decode()
    assert "1 đơn vị đã đạt" in page


def test_signed_meanwhile_nothing_changes_and_nothing_typed_is_lost(
    cast: Cast, draft: Compact
) -> None:
    _, clause, _ = make.make_compact_parts(draft)
    client = cast.client("officer_above")
    address = reverse("emulation_desk:clause", args=[clause.pk])
    form = client.get(address).context["form"]
    draft.signed_on = local_today()
    draft.save()
    answer = client.post(address, {"text": "Gõ dở", "version": form["version"].value()})
    assert answer.context["form"]["text"].value() == "Gõ dở"
    assert answer.context["form"].non_field_errors() == ["Giao ước đã ký thì không sửa nữa."]
    assert client.get(address).status_code == 302
    for act in (
        lambda: save_compact(compact=draft, by=cast.officer_above),
        lambda: move_part(part=clause, down=True, by=cast.officer_above),
        lambda: delete_part(part=clause, by=cast.officer_above),
    ):
        with pytest.raises(ValidationError):
            act()


def test_list_and_page_cost_the_same_however_many_rows(cast: Cast, draft: Compact) -> None:
    client = cast.client("officer_above")
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("emulation_desk:compact_list"))
            client.get(draft.get_desk_url())
        costs.append(len(queries))
        for year in range(3):
            make.make_compact(draft.cluster, year=2005 + year + 10 * number, signed_on=None)
            make.make_compact_parts(draft)
        if not number:
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("emulation_desk:compact_list"))
                client.get(draft.get_desk_url())
            costs[0] = len(queries)
    assert costs[0] == costs[1]


def test_list_is_filtered_by_cluster_year_and_state(cast: Cast, draft: Compact) -> None:
    signed = make.make_compact(draft.cluster, year=2019)
    other = make.make_compact(make.make_cluster(), year=2019, signed_on=None)
    client, address = cast.client("office"), reverse("emulation_desk:compact_list")

    def listed(**query: Any) -> set[Compact]:
        return set(client.get(address, query).context["table"].page)

    assert listed() == {draft, signed, other}
    assert listed(nam="2019") == {signed, other}
    assert listed(tinh_trang="du-thao") == {draft, other}
    assert listed(tinh_trang="da-ky") == {signed}
    assert listed(cum=draft.cluster.pk) == {draft, signed}
    own = cast.client("officer_above").get(address).context["table"].page
    assert set(own) == {draft, signed}
