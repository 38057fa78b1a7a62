"""What is found wrong after its days of undoing: the city office corrects it, upon a paper."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from kit.dates import local_today
from members.guards import install_guards, lift_guards
from members.models import Application, Departure, Member, Scan, Transfer
from members.models.joining import ApplicationStep
from members.models.leaving import TransferStep
from moves.actions import joining, leaving
from moves.actions.corrections import Correction
from register.actions.members import suggested_code
from tests import factories as make
from tests.admin.test_forms import inline
from tests.conftest import Cast
from tests.register.test_handover import fill

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-24 12:00:00+07:00", tick=False) as travelling:
        yield travelling


def paper(reason: str = "Báo tin nhầm") -> Correction:
    return Correction(reason, "Biên bản xác minh", ContentFile(PDF, "bb.pdf"))


def sent(**change: Any) -> dict[str, Any]:
    file = ContentFile(PDF, "bb.pdf")
    return {"reason": "Báo tin nhầm", "title": "Biên bản xác minh", "file": file} | change


def depart(cast: Cast, member: Member, kind: str = "deceased", **facts: Any) -> Departure:
    stay = member.membership_on()
    assert stay is not None
    row = Departure(kind=kind, left_on=local_today() - DAY, token=make._token(), **facts)
    return leaving.depart(
        membership=stay, departure=row, code="", decider=cast.here, by=cast.officer_here
    )


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("deceased", {}), ("resigned", {}), ("moved_away", {"destination": "Hà Nội"})],
)
def test_a_departure_found_wrong_late_is_corrected_and_the_true_one_written(
    cast: Cast, clock: Any, kind: str, facts: dict[str, str]
) -> None:
    member = make.make_member(cast.here)
    user = make.make_user(member)
    row = depart(cast, member, kind, **facts)
    clock.shift(60 * DAY)
    office = cast.client("office")
    assert "Đính chính" in office.get(row.get_absolute_url()).content.decode()
    url = reverse("book:departure_correct", args=[row.pk])
    assert "Đã đính chính" in office.post(url, sent(), follow=True).content.decode()

    member = Member.objects.get(pk=member.pk)
    user.refresh_from_db()
    assert (member.is_active_on(), member.died_on, user.is_active) == (True, None, True)
    assert not Departure.objects.wreaths_due().exists()
    scan = Scan.objects.get(departure=row)
    assert (scan.reason, scan.added_by) == ("Báo tin nhầm", cast.office)
    assert not scan.can_be_removed_by(cast.office)
    assert "Báo tin nhầm" in office.get(row.get_absolute_url()).content.decode()

    true = depart(cast, member)
    member.refresh_from_db()
    assert (true.left_on, member.died_on) == (local_today() - DAY, local_today() - DAY)


@pytest.mark.parametrize("missing", ["reason", "title", "file"])
def test_a_correction_needs_its_reason_and_its_paper(cast: Cast, clock: Any, missing: str) -> None:
    row = depart(cast, make.make_member(cast.here))
    clock.shift(60 * DAY)
    url = reverse("book:departure_correct", args=[row.pk])
    form = cast.client("office").post(url, sent(**{missing: ""})).context["form"]
    assert list(form.errors) == [missing]
    row.refresh_from_db()
    assert row.undone_at is None


@pytest.mark.parametrize("who", ["officer_here", "officer_above", "officer_beside", "editor"])
def test_nobody_else_corrects(cast: Cast, clock: Any, who: str) -> None:
    row = depart(cast, make.make_member(cast.here))
    clock.shift(60 * DAY)
    with pytest.raises(PermissionDenied):
        leaving.undo_departure(departure=row, by=getattr(cast, who), correction=paper())
    assert cast.client(who).post(
        reverse("book:departure_correct", args=[row.pk]), sent()
    ).status_code in (403, 404)
    row.refresh_from_db()
    assert row.undone_at is None


def test_an_office_somebody_took_up_since_stays_theirs(cast: Cast, clock: Any) -> None:
    member = make.make_member(cast.here)
    posts = [make.make_position(), make.make_position()]
    for post in posts:
        member.appointments.create(unit=cast.here, position=post, valid_from=make.LONG_AGO)
    row = depart(cast, member)
    (other,) = fill(cast, posts[0], make.make_member(cast.here))
    clock.shift(60 * DAY)
    told = cast.client("office").post(
        reverse("book:departure_correct", args=[row.pk]), sent(), follow=True
    )
    assert posts[0].name in told.content.decode()
    assert [one.position for one in member.appointments.on()] == [posts[1]]
    other.refresh_from_db()
    assert other.valid_to is None


def test_a_departure_the_member_has_come_back_from_is_not_corrected(cast: Cast, clock: Any) -> None:
    member = make.make_member(cast.here)
    row = depart(cast, member, "resigned")
    clock.shift(60 * DAY)
    member.memberships.create(unit=cast.here, valid_from=local_today(), entered_by="readmitted")
    with pytest.raises(ValidationError, match="việc mới"):
        leaving.undo_departure(departure=row, by=cast.office, correction=paper())


@pytest.mark.parametrize("moved_on", [0, 5])
def test_a_transfer_found_wrong_late_is_as_if_never_made(
    cast: Cast, clock: Any, moved_on: int
) -> None:
    member = cast.officer_here.member
    row = make.make_transfer(
        cast.here, cast.beside, member=member, moves_on=local_today() + moved_on * DAY
    )
    leaving.answer_transfer(
        transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.officer_beside
    )
    clock.shift(60 * DAY)
    url = reverse("book:transfer_correct", args=[row.pk])
    for _ in range(2):
        cast.client("office").post(url, sent(reason="Nhầm người cùng tên"))

    row.refresh_from_db()
    assert (row.state, row.answer) == (Transfer.State.CANCELLED, "Nhầm người cùng tên")
    assert row.scans.get().reason == "Nhầm người cùng tên"
    stay = member.memberships.get()
    assert (stay.unit, stay.valid_to) == (cast.here, None)
    assert member.appointments.get().valid_to is None


def test_only_a_transfer_that_moved_somebody_is_corrected(cast: Cast, clock: Any) -> None:
    row = make.make_transfer(cast.here, cast.beside)
    leaving.answer_transfer(
        transfer=row, step=TransferStep.REFUSE, reason="x", by=cast.officer_beside
    )
    clock.shift(60 * DAY)
    with pytest.raises(ValidationError, match="đã đồng ý"):
        leaving.undo_answer(transfer=row, by=cast.office, correction=paper())


def test_an_admission_found_wrong_late_waits_again(cast: Cast, clock: Any) -> None:
    row = make.make_application(cast.here, **make.reviewed())
    facts = {
        "decided_on": local_today(), "committee_present": 9, "committee_for": 9,
        "decider": cast.district, "code": "01/QĐ", "signer": "", "signer_post": "",
        "joins_on": local_today(), "card_code": suggested_code(), "reason": "",
    }  # fmt: skip
    joining.move_application(
        application=row, step=ApplicationStep.ADMIT, facts=facts, by=cast.officer_above
    )
    clock.shift(60 * DAY)
    with pytest.raises(ValidationError, match="quá thời hạn"):
        joining.undo_admission(application=row, by=cast.officer_above)
    cast.client("office").post(reverse("book:admission_correct", args=[row.pk]), sent())

    row = Application.objects.get(pk=row.pk)
    assert (row.state, row.member, row.scans.get().reason) == ("reviewed", None, "Báo tin nhầm")


def _sent_by_admin(cast: Cast, member: Member, stay: dict[str, Any], **card: Any) -> str:
    client, url = cast.client("admin"), reverse("admin:members_member_change", args=[member.pk])
    form = client.get(url).context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) or ""
            for name, field in form.fields.items()}  # fmt: skip
    kept = member.memberships.get()
    row = {"id": kept.pk, "member": member.pk, "unit": kept.unit_id, "valid_from": "01/01/2024",
           "entered_by": "admitted", "valid_to": "", "left_by": ""} | stay  # fmt: skip
    return client.post(
        url, data | card | inline("memberships", row, initial=1) | inline("appointments")
    ).content.decode()


@pytest.mark.ignore_template_errors
def test_the_admins_door_is_closed_in_words(cast: Cast) -> None:
    """The stay is not opened again under its departure, nor a death written without one."""
    gone, alive = make.make_departure(cast.here).member, make.make_member(cast.here)
    day = f"{gone.died_on:%d/%m/%Y}"
    assert "đính chính ở mục Rời Hội" in _sent_by_admin(cast, gone, {}, died_on=day)
    ended = {"valid_to": day, "left_by": "deceased"}
    assert "đính chính ở mục Rời Hội" in _sent_by_admin(cast, gone, ended, died_on="")
    assert "ghi việc từ trần ở mục Rời Hội" in _sent_by_admin(cast, alive, {}, died_on=day)
    gone.refresh_from_db()
    alive.refresh_from_db()
    assert (gone.is_active_on(), gone.died_on, alive.died_on) == (False, make.yesterday(), None)


def _open_again_as_once(member: Member) -> None:
    """A stay opened under its departure, as the admin could before the database refused it."""
    config = apps.get_app_config("members")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            lift_guards(config, "default")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no alteration while some wait
            cursor.execute("ALTER TABLE members_membership DISABLE TRIGGER USER")
        member.memberships.update(valid_to=None, left_by="")
        if connection.vendor == "sqlite":
            install_guards(config, "default")
        else:
            cursor.execute("ALTER TABLE members_membership ENABLE TRIGGER USER")


def test_who_was_active_and_dead_is_set_right(cast: Cast, clock: Any) -> None:
    """Rows that were broken before are still saved in their other columns, and corrected."""
    member = make.make_member(cast.here)
    row = depart(cast, member)
    _open_again_as_once(member)
    member = Member.objects.get(pk=member.pk)
    assert (member.is_active_on(), member.died_on) == (True, row.left_on)
    member.address = "Số 2"
    member.full_clean()
    member.save()
    with pytest.raises(ValidationError):
        leaving.undo_departure(departure=row, by=cast.officer_here)

    clock.shift(60 * DAY)
    leaving.undo_departure(departure=row, by=cast.office, correction=paper())
    member = Member.objects.get(pk=member.pk)
    assert (member.is_active_on(), member.died_on) == (True, None)
    assert not Departure.objects.wreaths_due().exists()
    assert depart(cast, member).left_on == local_today() - DAY
