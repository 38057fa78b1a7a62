"""An event moved, cancelled, held after all: everybody invited or registered is told of each once."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.actions.invitations import ask_to_mail, invite, send_invitations
from events.actions.notices import mark_informed, send_notices
from events.actions.writing import cancel_event, move_event, reinstate_event
from events.models import Event, EventNotice
from events.tasks import event_tasks
from register.actions.members import withdraw_consent
from tests import factories as make
from tests.conftest import Cast

SITE = "https://portal.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def event(cast: Cast) -> Event:
    return make.make_event(cast.here, title="Mừng thọ")


def _moved(event: Event, cast: Cast, days: int = 1) -> Event:
    event.refresh_from_db()
    starts_at = event.starts_at + dt.timedelta(days=days)
    return move_event(
        event=event, starts_at=starts_at, ends_at=None, reason="Hội trường bận",
        by=cast.officer_here,
    )  # fmt: skip


def _reachable(cast: Cast, address: str = "bac@thu.example"):
    """A member with an account, an address, and consent to mail."""
    member = make.make_member(cast.here)
    make.make_user(member, email=address)
    return member, make.make_consent(member, "email")


def _addressees() -> list[str]:
    return sorted(letter.to[0] for letter in mail.outbox)


def test_guests_and_members_are_mailed_each_change_once(cast, event):
    member, _ = _reachable(cast)
    make.make_registration(event, member)
    make.make_invitation(event, name="Khách", email="khach@thu.example", printed_at=timezone.now())
    make.make_invitation(event, member=member, name="Cũng là bác", reply="comes")

    _moved(event, cast)
    assert send_notices() == "Đã gửi 2 tin báo đổi lịch."
    assert send_notices() == "Không có tin báo đổi lịch nào chờ gửi."
    cancel_event(event=event, reason="Mưa bão", by=cast.officer_here)
    reinstate_event(event=event, by=cast.officer_here)
    send_notices()

    assert _addressees() == ["bac@thu.example"] * 2 + ["khach@thu.example"] * 2
    assert {letter.subject for letter in mail.outbox} == {
        "Dời lịch: Mừng thọ", "Vẫn tổ chức: Mừng thọ",
    }  # fmt: skip
    former = event.former_days.get()
    assert f"Lịch cũ: {former.when}" in mail.outbox[0].body


def test_cancellation_takes_the_entry_out_of_the_calendar(cast, event):
    make.make_invitation(event, email="khach@thu.example", mail_requested_at=timezone.now(),
                         mailed_at=timezone.now())  # fmt: skip
    cancel_event(event=event, reason="Mưa bão", by=cast.officer_here)
    send_notices()
    (letter,) = mail.outbox
    (entry,) = Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")
    assert (entry["status"], "Lý do hủy: Mưa bão" in letter.body) == ("CANCELLED", True)


@pytest.mark.parametrize(
    "fields",
    [
        {},  # invited, and nothing reached them: the letter that comes will have the new day
        {"reply": "away", "printed_at": None},
        {"reply": "away", "printed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_nobody_is_told_who_need_not_know(cast, event, fields):
    make.make_invitation(event, email="khach@thu.example", **fields)
    make.make_registration(event, make.make_member(cast.here), state="withdrawn")
    _moved(event, cast)
    assert not EventNotice.objects.exists()


@pytest.mark.parametrize("lack", ["account", "address", "consent", "open account"])
def test_whom_no_mail_may_reach_the_secretary_telephones(cast, event, lack):
    member = make.make_member(cast.here, full_name="Lê Văn Máy", phone="0903000111")
    if lack != "account":
        address = "" if lack == "address" else "bac@thu.example"
        make.make_user(member, email=address, is_active=lack != "open account")
    if lack != "consent":
        make.make_consent(member, "email")
    make.make_registration(event, member)
    _moved(event, cast)
    send_notices()
    assert mail.outbox == []

    client = cast.client("officer_here")
    page = client.get(reverse("events_desk:notices", args=[event.pk])).content.decode()
    assert ("Cần gọi điện" in page, "0903" in page) == (True, True)
    (task,) = [task for task in event_tasks(cast.officer_here) if "Gọi điện" in task.label]
    assert task.label == "Gọi điện báo 1 người: Mừng thọ"

    notice = EventNotice.objects.get()
    client.post(reverse("events_desk:notice_informed", args=[notice.pk]))
    mark_informed(notice=notice, by=cast.officer_here)  # a double click
    assert not EventNotice.objects.to_telephone().exists()
    _moved(event, cast)  # what they were told no longer holds
    assert EventNotice.objects.to_telephone().get() == notice


def test_consent_withdrawn_ends_mail_before_the_timer_comes(cast, event):
    member, consent = _reachable(cast)
    make.make_registration(event, member)
    _moved(event, cast)
    withdraw_consent(consent=consent, by=cast.officer_here)
    send_notices()
    assert mail.outbox == []
    assert EventNotice.objects.to_telephone().count() == 1


def test_member_is_invited_by_mail_only_while_they_agree(cast, event):
    (willing, _), unasked = _reachable(cast), make.make_member(cast.here)
    make.make_user(unasked, email="khac@thu.example")
    invite(event=event, members=[willing, unasked], guests=[], by=cast.officer_here)
    assert ask_to_mail(event=event, by=cast.officer_here) == 1
    send_invitations()
    assert _addressees() == ["bac@thu.example"]


def test_what_is_over_is_told_to_nobody(cast):
    event = make.make_event(cast.here, starts_at=make.long_past())
    make.make_registration(event, make.make_member(cast.here))
    cancel_event(event=event, reason="Ghi nhầm", by=cast.officer_here)
    assert not EventNotice.objects.exists()


def test_portal_that_sends_no_mail_has_everybody_telephoned(cast, event, settings):
    settings.SITE_URL = ""
    make.make_invitation(event, email="khach@thu.example", printed_at=timezone.now())
    _moved(event, cast)
    assert send_notices() == "Không có tin báo đổi lịch nào chờ gửi."
    assert EventNotice.objects.to_telephone().count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_a_fixed_number_of_queries(cast, event, django_assert_num_queries, count):
    for _ in range(count):
        make.make_registration(event, make.make_member(cast.here))
    _moved(event, cast)
    client = cast.client("admin")
    url = reverse("events_desk:notices", args=[event.pk])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 10
