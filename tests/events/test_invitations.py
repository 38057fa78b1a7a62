"""Invitations: each once, on paper or by mail, in protocol order; what was answered; who reads them."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Outbox
from django.urls import reverse
from icalendar import Calendar

from events.actions.invitations import (
    ask_to_mail,
    invite,
    mark_printed,
    send_invitations,
    take_back_invitation,
)
from events.forms.invitations import InvitedField, InviteForm
from events.models import Event, Invitation
from kit.dates import local_today
from members.models import Appointment, Rank
from tests import factories as make

SITE = "https://portal.example"


class Refusing(BaseEmailBackend):
    """A server that takes nothing for one address."""

    def send_messages(self, messages):
        if messages[0].to == ["hong@thu.example"]:
            raise ConnectionRefusedError
        return Outbox().send_messages(messages)


@pytest.fixture
def event(cast) -> Event:
    return make.make_event(cast.here, title="Mừng thọ")


def _guest(name: str, email: str = "") -> Invitation:
    return Invitation(name=name, post="Trưởng phòng", email=email)


def _names(event: Event) -> list[str]:
    return [row.name for row in event.invitations.in_protocol_order()]


def test_each_is_invited_once_and_the_dead_are_left_out(cast, event):
    member = make.make_member(cast.here)
    gone = make.make_member(died_on=local_today())
    sent = {"event": event, "members": [member, member, gone], "by": cast.officer_here}
    assert invite(guests=[_guest("Trần Khách"), _guest("Trần Khách")], **sent) == 2
    assert invite(guests=[_guest("Trần Khách")], **sent) == 0
    assert event.invitations.count() == 2


def test_protocol_order_is_guests_as_named_then_members_by_rank(cast, event):
    low = make.make_member(cast.here, full_name="Lê Cấp Thấp", rank=Rank.CAPTAIN)
    none = make.make_member(cast.here, full_name="Lê Không Hàm", rank=None)
    high = make.make_member(cast.here, full_name="Lê Cấp Cao", rank=Rank.COLONEL)
    guests = [_guest("Trần Thứ Nhất"), _guest("Trần Thứ Hai")]
    invite(event=event, members=[none, low, high], guests=guests, by=cast.officer_here)
    assert _names(event) == [
        "Trần Thứ Nhất", "Trần Thứ Hai", "Lê Cấp Cao", "Lê Cấp Thấp", "Lê Không Hàm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["Các ban ngành", "Đại tá Trần A", "Đại tá Trần A, Trưởng phòng | không phải thư"],
)
def test_line_that_names_nobody_is_told(line):
    with pytest.raises(ValidationError, match="Dòng 1"):
        InvitedField().clean(line)


def test_units_are_invited_by_their_officers_or_their_members(cast, event):
    leader = make.make_member(cast.beside)
    Appointment.objects.create(
        member=leader, unit=cast.district, valid_from=make.LONG_AGO,
        position=make.make_position(level=cast.district.level),
    )  # fmt: skip
    data = {"officers": str(cast.district), "branches": str(cast.here), "people": "", "guests": ""}
    form = InviteForm(data, user=cast.office, event=event)
    assert form.is_valid(), form.errors
    wanted = {cast.officer_here.member, cast.member_here.member, cast.former_officer.member}
    assert set(form.invited_members) == wanted | {leader}


def test_what_is_printed_is_not_offered_again(cast, event):
    invite(event=event, members=[], guests=[_guest("Trần Cũ")], by=cast.officer_here)
    client = cast.client("officer_here")
    url = reverse("events_desk:invitations_print", args=[event.pk])
    assert "Trần Cũ" in client.get(url).content.decode()
    assert mark_printed(event=event, by=cast.officer_here) == 1
    invite(event=event, members=[], guests=[_guest("Trần Mới")], by=cast.officer_here)
    page, whole = client.get(url).content.decode(), client.get(f"{url}?ai=tat-ca").content.decode()
    assert ("Trần Cũ" in page, "Trần Mới" in page, "Trần Cũ" in whole) == (False, True, True)
    row = event.invitations.get(name="Trần Cũ")
    with pytest.raises(ValidationError, match="đã in"):
        take_back_invitation(invitation=row, by=cast.officer_here)


def test_envelope_bears_post_and_address_as_far_as_the_reader_may_know(cast, event):
    near = make.make_member(cast.here, full_name="Lê Văn Gần", rank=None, address="Số 1, phố Mẫu")
    far = make.make_member(cast.beside, full_name="Lê Văn Xa", rank=None, address="Số 9, phố Xa")
    sent = {"event": event, "guests": [_guest("Trần Khách")]}
    invite(members=[near, far], by=cast.admin, **sent)
    url = reverse("events_desk:invitations_labels", args=[event.pk])
    page = cast.client("officer_here").get(url, {"to_nhan": "2x4"}).content.decode()
    shown = ("Trần Khách", "Trưởng phòng", "Lê Văn Xa", "phố Mẫu", "phố Xa")
    assert [text in page for text in shown] == [True, True, True, True, False]


def test_mail_goes_once_with_the_event_for_the_calendar(cast, event, settings):
    settings.SITE_URL = SITE
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    guests = [_guest("Trần Hỏng", "hong@thu.example"), _guest("Trần Thư", "thu@thu.example"),
              _guest("Trần Giấy")]  # fmt: skip
    invite(event=event, members=[], guests=guests, by=cast.officer_here)
    assert ask_to_mail(event=event, by=cast.officer_here) == 2
    assert ask_to_mail(event=event, by=cast.officer_here) == 0
    assert send_invitations() == "Đã gửi 1 thư mời. 1 thư không đi được."
    assert send_invitations() == "Không có thư mời nào chờ gửi."
    (letter,) = mail.outbox
    assert letter.to == ["thu@thu.example"]
    assert f"{SITE}{event.get_absolute_url()}" in letter.body
    (entry,) = Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")
    assert str(entry["summary"]) == "Mừng thọ"
    ways = {row.name: row.way for row in event.invitations.all()}
    assert ways == {
        "Trần Hỏng": "thư không đi được", "Trần Thư": "đã gửi thư", "Trần Giấy": "chưa in",
    }  # fmt: skip


def test_event_cancelled_before_the_timer_comes_is_not_mailed(cast, event, settings):
    settings.SITE_URL = SITE
    invite(event=event, members=[], guests=[_guest("A", "a@thu.example")], by=cast.officer_here)
    ask_to_mail(event=event, by=cast.officer_here)
    Event.objects.update(state=Event.State.CANCELLED, cancel_reason="Mưa")
    send_invitations()
    assert mail.outbox == []


def test_reply_is_counted_and_corrected(cast, event):
    invite(event=event, members=[], guests=[_guest("Trần Dự")], by=cast.officer_here)
    client = cast.client("officer_here")
    url = reverse("events_desk:invitation_reply", args=[event.invitations.get().pk])
    for reply in ("comes", "away", "lạ"):
        client.post(url, {"reply": reply})
    assert event.invitations.get().reply == "away"
    page = client.get(reverse("events_desk:invitations", args=[event.pk]))
    assert (page.context["coming"], page.context["away"]) == (0, 1)
