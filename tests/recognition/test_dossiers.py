"""Dossiers: what the law's checks say, how a dossier goes up and comes back, what is printed of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from kit.dates import local_today
from members.models import Member, Unit, User
from members.models.proposals import ProposalState
from recognition.actions.dossiers import (
    correct_dossier,
    drop_nominee,
    move_dossier,
    save_nominee,
)
from recognition.checks import Verdict, checks_of, law_of, law_on
from recognition.models import Dossier, DossierState, DossierStep, Nominee
from tests import factories as make
from tests.conftest import Cast


def _award(cast: Cast, **fields: Any) -> Any:
    return make.make_award_kind(for_collective=True, for_household=True, **fields)


def _verdicts(dossier: Dossier, place: int = 0) -> dict[str, Verdict]:
    _, checks = checks_of(dossier)[place]
    return {check.title: check.verdict for check in checks if check.verdict is not Verdict.RIGHT}


def _move(dossier: Dossier, step: DossierStep, by: User, **facts: Any) -> Dossier:
    return move_dossier(dossier=dossier, step=step, by=by, **facts)


# --- What the checks say ------------------------------------------------------------------------


def test_a_plain_proposal_passes_every_check(cast: Cast) -> None:
    dossier = make.make_dossier(cast.here, make.make_member(cast.here))
    assert _verdicts(dossier) == {}


Setup = Callable[[Member, Dossier], object]


def _other(member: Member, **fields: Any) -> Dossier:
    return make.make_dossier(make.make_branch(), member, **fields)


CASES: dict[str, tuple[Setup, str, Verdict]] = {
    "a reprimand that holds": (
        lambda member, dossier: make.make_discipline(member), "Kỷ luật", Verdict.BLOCKING,
    ),
    "a proposal of discipline": (
        lambda member, dossier: make.make_proposal(
            dossier.unit, member=member, matter="warning", state=ProposalState.WAITING
        ),
        "Kỷ luật", Verdict.BLOCKING,
    ),
    "a complaint": (
        lambda member, dossier: dossier.nominees.update(complaint="open"),
        "Đơn thư khiếu nại, tố cáo", Verdict.BLOCKING,
    ),
    "nobody said whether there is a complaint": (
        lambda member, dossier: dossier.nominees.update(complaint=""),
        "Đơn thư khiếu nại, tố cáo", Verdict.BLOCKING,
    ),
    "the same award of the year": (
        lambda member, dossier: make.make_award(member, kind=dossier.kind, year=dossier.year),
        "Một thành tích không khen nhiều lần", Verdict.BLOCKING,
    ),
    "another award of the year": (
        lambda member, dossier: make.make_award(member, year=dossier.year),
        "Một thành tích không khen nhiều lần", Verdict.WARNING,
    ),
    "the same award in another dossier": (
        lambda member, dossier: _other(member, kind=dossier.kind, year=dossier.year),
        "Một thành tích không khen nhiều lần", Verdict.BLOCKING,
    ),
    "another award in another dossier": (
        lambda member, dossier: _other(member, year=dossier.year),
        "Một thành tích không khen nhiều lần", Verdict.WARNING,
    ),
    "a thematic award of the year": (
        lambda member, dossier: _other(member, year=dossier.year, basis="thematic"),
        "Khen chuyên đề", Verdict.WARNING,
    ),
    "no report": (
        lambda member, dossier: dossier.nominees.update(report=" "),
        "Báo cáo thành tích", Verdict.BLOCKING,
    ),
    "no votes": (
        lambda member, dossier: dossier.nominees.update(votes_for=None),
        "Biên bản họp xét", Verdict.BLOCKING,
    ),
    "half of the votes": (
        lambda member, dossier: dossier.nominees.update(votes_for=5),
        "Biên bản họp xét", Verdict.WARNING,
    ),
    "somebody of another branch": (
        lambda member, dossier: member.memberships.update(unit=make.make_branch()),
        "Thuộc đơn vị đề nghị", Verdict.BLOCKING,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_the_books_say_blocks_or_warns(cast: Cast, name: str) -> None:
    setup, title, verdict = CASES[name]
    member = make.make_member(cast.here)
    dossier = make.make_dossier(cast.here, member, kind=_award(cast))
    setup(member, dossier)
    assert _verdicts(dossier) == {title: verdict}


NEIGHBOURS: dict[str, Setup] = {
    "a revoked award": lambda member, dossier: make.make_award(
        member, kind=dossier.kind, year=dossier.year,
        revoked_on=local_today(), revoked_reason="Kê khai sai",
    ),
    "an award of the year before": lambda member, dossier: make.make_award(
        member, kind=dossier.kind, year=dossier.year - 1
    ),
    "a withdrawn dossier": lambda member, dossier: _other(
        member, kind=dossier.kind, year=dossier.year, state="cancelled"
    ),
    "a reprimand that ran out": lambda member, dossier: make.make_discipline(
        member, valid_from=local_today() - dt.timedelta(days=400), valid_to=local_today()
    ),
    "somebody else's reprimand": lambda member, dossier: make.make_discipline(
        make.make_member(dossier.unit)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_what_is_over_or_anothers_blocks_nothing(cast: Cast, name: str) -> None:
    member = make.make_member(cast.here)
    dossier = make.make_dossier(cast.here, member)
    NEIGHBOURS[name](member, dossier)
    assert _verdicts(dossier) == {}


@pytest.mark.parametrize(
    ("genders", "is_warned"), [("nam nu", True), ("nu nam", False), ("nu nu", False)]
)
def test_on_a_tie_a_woman_goes_first(cast: Cast, genders: str, is_warned: bool) -> None:
    members = [make.make_member(cast.here, gender=gender) for gender in genders.split()]
    dossier = make.make_dossier(cast.here, *members)
    assert ("Bằng phiếu" in _verdicts(dossier, 1)) is is_warned
    dossier.nominees.filter(member=members[0]).update(votes_for=10)
    assert "Bằng phiếu" not in _verdicts(dossier, 1)


@pytest.mark.parametrize(("women", "is_warned"), [(7, True), (6, False)])
def test_on_a_tie_a_collective_with_seventy_women_of_a_hundred_goes_first(
    cast: Cast, women: int, is_warned: bool
) -> None:
    branch = make.make_branch(cast.district)
    for number in range(10):
        make.make_member(branch, gender="nu" if number < women else "nam")
    make.make_member(cast.here, gender="nam")
    dossier = make.make_dossier(cast.district, kind=_award(cast))
    for unit in (cast.here, branch):
        make.make_nominee(dossier, unit=unit)
    assert ("Bằng phiếu" in _verdicts(dossier, 1)) is is_warned


@pytest.mark.parametrize("group", ["title", "reward"])
def test_a_title_is_not_given_for_a_theme(cast: Cast, group: str) -> None:
    dossier = make.make_dossier(
        cast.here, make.make_member(cast.here), kind=_award(cast, group=group), basis="thematic"
    )
    expected = {"Khen chuyên đề": Verdict.BLOCKING} if group == "title" else {}
    assert _verdicts(dossier) == expected


@pytest.mark.parametrize(
    ("day", "is_amended", "decree"),
    [
        (dt.date(2025, 6, 30), False, "98/2023"), (dt.date(2025, 7, 1), False, "152/2025"),
        (dt.date(2026, 9, 30), False, "152/2025"), (dt.date(2026, 10, 1), True, "152/2025"),
    ],
)  # fmt: skip
def test_the_law_is_that_of_the_day_of_receipt(day: dt.date, is_amended: bool, decree: str) -> None:
    text = law_on(day)
    assert ("06/2026/QH16" in text, decree in text) == (is_amended, True)


def test_a_dossier_received_before_goes_by_the_old_text(cast: Cast) -> None:
    received = dt.date(2026, 9, 30)
    dossier = make.make_dossier(cast.here, received_on=received, state="sent")
    assert law_of(dossier) == law_on(received)


@pytest.mark.parametrize("count", [1, 3])
def test_checks_cost_the_same_however_many_are_proposed(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    members = [make.make_member(cast.here) for _ in range(count)]
    dossier = Dossier.objects.select_related("kind", "unit").get(
        pk=make.make_dossier(cast.here, *members).pk
    )
    with django_assert_num_queries(6):
        checks_of(dossier)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_dossiers_cost_the_same_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    kind = make.make_award_kind()
    for _ in range(count):
        people = [make.make_member(cast.here) for _ in range(count)]
        dossier = make.make_dossier(cast.here, *people, kind=kind)
    client = cast.client("office")
    for name, args, queries in (
        ("list", [], 10), ("dossier", [dossier.pk], 19), ("paper", [dossier.pk, "danh-sach"], 6),
        ("paper", [dossier.pk, "bao-cao"], 6),
    ):  # fmt: skip
        with django_assert_num_queries(queries):
            client.get(reverse(f"recognition:{name}", args=args))


# --- The way up and back ------------------------------------------------------------------------


def test_a_dossier_goes_up_level_by_level_and_comes_back_with_a_reason(cast: Cast) -> None:
    here, above, office = cast.officer_here, cast.officer_above, cast.office
    dossier = make.make_dossier(cast.here, make.make_member(cast.here))
    dossier = _move(dossier, DossierStep.SUBMIT, here)
    assert (dossier.holder, dossier.received_on) == (cast.district, local_today())
    with pytest.raises(PermissionDenied):
        _move(dossier, DossierStep.FORWARD, here)

    dossier = _move(dossier, DossierStep.RETURN, above, note="Bổ sung số liệu")
    assert (dossier.state, dossier.holder) == (DossierState.RETURNED, cast.here)
    assert dossier.last_return.note == "Bổ sung số liệu"

    dossier = _move(dossier, DossierStep.SUBMIT, here)
    assert dossier.last_return is None
    dossier = _move(dossier, DossierStep.FORWARD, above, note="Nhất trí")
    assert dossier.holder == cast.city
    with pytest.raises(PermissionDenied):
        _move(dossier, DossierStep.ACCEPT, above)
    dossier = _move(dossier, DossierStep.ACCEPT, office)
    assert dossier.state == DossierState.ACCEPTED
    steps = [review.step for review in dossier.reviews.all()]
    assert steps == ["trinh", "tra-lai", "trinh", "chuyen-len", "dong-y"]


def test_a_double_click_sends_a_dossier_up_one_level(cast: Cast) -> None:
    dossier = make.make_dossier(make.make_branch(cast.district), state="sent")
    make.make_nominee(dossier, member=make.make_member(dossier.unit))
    dossier.holder = cast.district
    dossier.save()
    _move(dossier, DossierStep.FORWARD, cast.admin)
    with pytest.raises(ValidationError):
        _move(dossier, DossierStep.FORWARD, cast.admin)
    dossier.refresh_from_db()
    assert dossier.holder == cast.city


def test_a_warning_is_passed_on_with_an_explanation(cast: Cast) -> None:
    member = make.make_member(cast.here)
    dossier = make.make_dossier(cast.here, member)
    make.make_award(member, year=dossier.year)
    with pytest.raises(ValidationError, match="chưa giải trình"):
        _move(dossier, DossierStep.SUBMIT, cast.officer_here)
    nominee = dossier.nominees.get()
    nominee.override = "Thành tích khác: cứu người đuối nước"
    save_nominee(nominee=nominee, version="0", by=cast.officer_here)
    assert _move(dossier, DossierStep.SUBMIT, cast.officer_here).state == DossierState.SENT


def test_what_blocks_since_it_was_sent_stops_it_above(cast: Cast) -> None:
    member = make.make_member(cast.here)
    dossier = make.make_dossier(cast.here, member)
    dossier = _move(dossier, DossierStep.SUBMIT, cast.officer_here)
    make.make_discipline(member)
    with pytest.raises(ValidationError, match="Đang chịu kỷ luật"):
        _move(dossier, DossierStep.FORWARD, cast.officer_above)
    drop_nominee(nominee=dossier.nominees.get(), reason="Kỷ luật", by=cast.officer_above)
    with pytest.raises(ValidationError, match="Không còn ai"):
        _move(dossier, DossierStep.FORWARD, cast.officer_above)


def test_sent_it_is_changed_by_nobody(cast: Cast) -> None:
    dossier = make.make_dossier(cast.here, make.make_member(cast.here))
    dossier = _move(dossier, DossierStep.SUBMIT, cast.officer_here)
    with pytest.raises(ValidationError, match="không sửa được nữa"):
        correct_dossier(dossier=dossier, version="", by=cast.officer_here)
    more = Nominee(dossier=dossier, member=make.make_member(cast.here))
    with pytest.raises(ValidationError, match="không sửa được nữa"):
        save_nominee(nominee=more, by=cast.officer_here)


def test_only_what_is_given_above_is_sent_there(cast: Cast) -> None:
    for is_given_above in (False, True):
        kind = make.make_award_kind(is_given_above=is_given_above)
        dossier = make.make_dossier(cast.city, state="accepted", kind=kind)
        steps = dossier.steps_for(cast.office)
        assert (DossierStep.SEND_UP in steps) is is_given_above
    sent = _move(
        dossier, DossierStep.SEND_UP, cast.office, sent_up_on=local_today(), sent_up_no="12/TTr"
    )
    assert (sent.state, sent.sent_up_no) == (DossierState.SENT_UP, "12/TTr")


# --- What the database holds --------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"votes_for": 11}, {"member": None}, {"recipient": "collective"},
        {"dropped_reason": "Không"}, {"recipient": "nobody"},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_refuses_a_nominee_that_cannot_be(cast: Cast, fields: dict[str, Any]) -> None:
    dossier = make.make_dossier(cast.here, make.make_member(cast.here))
    with pytest.raises(IntegrityError), transaction.atomic():
        dossier.nominees.update(**fields)


def test_nobody_is_twice_in_a_list(cast: Cast) -> None:
    member = make.make_member(cast.here)
    dossier = make.make_dossier(cast.here, member)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_nominee(dossier, member=member)
    again = Nominee(dossier=dossier, member=member, report="Khác")
    with pytest.raises(ValidationError, match="đã có trong hồ sơ"):
        save_nominee(nominee=again, by=cast.officer_here)


# --- Pages --------------------------------------------------------------------------------------


def test_the_secretary_proposes_from_the_desk(cast: Cast) -> None:
    client, kind = cast.client("officer_here"), _award(cast)
    member = make.make_member(cast.here, full_name="Trần Thị Gương")
    year = local_today().year
    answer = client.post(
        reverse("recognition:new"),
        {
            "unit": cast.here.pk,
            "kind": kind.pk,
            "year": year,
            "basis": "yearly",
            "title": "Việc tốt",
        },
    )
    dossier = Dossier.objects.get()
    assert answer["Location"] == dossier.get_absolute_url()
    url = reverse("recognition:nominee_new", args=[dossier.pk])
    refused = client.post(url, {"recipient": "collective", "report": "Giữ lại chữ đã gõ"})
    assert "Giữ lại chữ đã gõ" in refused.content.decode()
    assert list(refused.context["form"].errors) == ["unit"]
    client.post(url, {"recipient": "person", "person": member.code, "report": "Giúp dân"})
    assert [str(row) for row in dossier.nominees.all()] == ["Trần Thị Gương"]
    page = client.get(dossier.get_absolute_url()).content.decode()
    assert "đơn vị phải ghi rõ" in page
    submitted = client.post(reverse("recognition:move", args=[dossier.pk, "trinh"]), {})
    assert "Chưa ghi ngày họp xét" in submitted.content.decode()


def test_whoever_only_reads_learns_nothing_of_discipline(cast: Cast) -> None:
    member = make.make_member(cast.here)
    dossier = make.make_dossier(cast.here, member)
    make.make_discipline(member)
    client = cast.client("office")
    deputy = make.make_officer(cast.here, "deputy")
    assert "Đang chịu kỷ luật" in client.get(dossier.get_absolute_url()).content.decode()
    client.force_login(deputy, "members.backends.OfficeBackend")
    assert "Đang chịu kỷ luật" not in client.get(dossier.get_absolute_url()).content.decode()


@pytest.mark.parametrize("slug", ["to-trinh", "bien-ban", "bao-cao", "danh-sach"])
def test_each_paper_names_who_is_proposed(cast: Cast, slug: str) -> None:
    unit: Unit = cast.here
    member = make.make_member(unit, full_name="Lê Văn Mẫu")
    dossier = make.make_dossier(unit, member, make.make_member(unit, full_name="Vũ Bị Gạch"))
    dossier.nominees.filter(member__full_name="Vũ Bị Gạch").update(
        dropped_reason="Trùng", dropped_by=cast.district
    )
    page = cast.client("officer_here").get(
        reverse("recognition:paper", args=[dossier.pk, slug])
    ).content.decode()  # fmt: skip
    assert ("Lê Văn Mẫu" in page, "Vũ Bị Gạch" in page) == (True, False)
