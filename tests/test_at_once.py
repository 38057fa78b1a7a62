"""Two people do the same thing at the same moment: one record comes of it, and the second is told.

Each pair of requests is held back until both have read what stands and wait to write; then they
are let go together, over connections of their own.
"""

import html
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dues.models import Collection, Payment
from events.actions.invitations import send_invitations
from fund.models import CashBox, Transaction
from kit.dates import local_today
from members.models import (
    Application,
    Appointment,
    Decision,
    Member,
    MemberPass,
    Membership,
    PassPrinting,
    Term,
    Transfer,
)
from register.actions.members import suggested_code
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20.0
MEETING = "/so/hoi-phi/buoi-thu/ghi/"


@contextmanager
def _held_back(table: str, threads: list[threading.Thread]) -> Iterator[None]:
    """Nobody writes to the table until all threads wait for something."""
    with transaction.atomic(), connection.cursor() as cursor:
        is_postgresql = connection.vendor == "postgresql"
        if is_postgresql:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        else:
            # Whoever begins to write waits for the whole file.
            cursor.execute(f"DELETE FROM {table} WHERE id < 0")  # noqa: S608 - a name of ours
        yield
        until = time.monotonic() + PATIENCE
        while is_postgresql and time.monotonic() < until:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            waiting = cursor.fetchone()[0]
            if waiting == len(threads) or not any(one.is_alive() for one in threads):
                break
            time.sleep(0.02)
        else:
            time.sleep(0.2)
        assert not is_postgresql or waiting == len(threads)


def at_once(table: str, *requests: Callable[[], object], head_start: float = 0) -> list[Any]:
    """The answers, in the order of the requests; an error in one is raised here.

    `head_start`: seconds that each request has before the next one comes.
    """
    answers: list[Any] = [None] * len(requests)

    def run(number: int, send: Callable[[], object]) -> None:
        try:
            answers[number] = send()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(requests)]
    with _held_back(table, threads):
        for thread in threads:
            thread.start()
            time.sleep(head_start)
    for thread in threads:
        thread.join(PATIENCE)
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers


def _codes(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def _told(answers: list[Any]) -> str:
    """What stands on the page of whoever came second."""
    (second,) = [answer for answer in answers if answer.status_code == 200]
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", second.content.decode()))


def _post(client: Client, url: str, data: dict[str, Any]) -> Callable[[], HttpResponse]:
    return lambda: client.post(url, data)  # type: ignore[return-value]  # the test client's own


def test_two_officers_admit_one_applicant(cast: Cast) -> None:
    row = make.make_application(cast.here, **make.reviewed())
    url = reverse("book:application_move", args=[row.pk, "ket-nap"])
    day = local_today()
    sent = {
        "decided_on": f"{day:%d/%m/%Y}", "joins_on": f"{day:%d/%m/%Y}", "committee_present": 9,
        "committee_for": 9, "decider": cast.district.pk,
        "code": Decision.objects.next_code(cast.district, "QĐ", day), "signer": "Trần Ký",
        "signer_post": "Chủ tịch", "card_code": suggested_code(),
    }  # fmt: skip
    before = Member.objects.count()

    answers = at_once(
        "members_application",
        _post(cast.client("office"), url, sent),
        _post(cast.client("officer_above"), url, sent),
    )

    assert _codes(answers) == [200, 302]
    assert "Đơn này đã kết nạp, do" in _told(answers)
    assert Application.objects.get().state == "admitted"
    assert (Member.objects.count(), Decision.objects.count()) == (before + 1, 1)


def test_two_officers_accept_one_transfer(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside)
    url = reverse("book:transfer_move", args=[row.pk, "dong-y"])

    answers = at_once(
        "members_transfer",
        _post(cast.client("officer_beside"), url, {}),
        _post(cast.client("officer_above"), url, {}),
    )

    assert _codes(answers) == [200, 302]
    assert "đã có người trả lời trước" in _told(answers)
    assert Transfer.objects.get().state == "accepted"
    assert Membership.objects.filter(member=row.member).count() == 2


def test_a_transfer_is_accepted_and_cancelled(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside)

    answers = at_once(
        "members_transfer",
        _post(cast.client("officer_beside"), reverse("book:transfer_move", args=[row.pk, "dong-y"]),
              {}),
        _post(cast.client("officer_here"), reverse("book:transfer_move", args=[row.pk, "huy"]), {}),
    )  # fmt: skip

    assert _codes(answers) == [200, 302]
    stays = Membership.objects.filter(member=row.member).count()
    assert (Transfer.objects.get().state, stays) in {("accepted", 2), ("cancelled", 1)}


def test_somebody_leaves_while_the_transfer_is_accepted(cast: Cast) -> None:
    row = make.make_transfer(cast.here, cast.beside, member=make.make_member(cast.here, code="HV9"))
    leaves = {
        "member": "HV9", "kind": "resigned", "left_on": f"{local_today():%d/%m/%Y}",
        "token": "dau-thu-nghiem-roi-hoi", "reason": "x",
    }  # fmt: skip
    here, beside = cast.client("officer_here"), cast.client("officer_beside")
    moves = reverse("book:transfer_move", args=[row.pk, "dong-y"])
    url = reverse("book:departure_new")

    answers = at_once("members_membership", _post(beside, moves, {}), _post(here, url, leaves))

    assert _codes(answers) == [200, 302]
    still = Membership.objects.filter(member=row.member, valid_to__isnull=True).count()
    assert (Transfer.objects.get().state, still) in {("accepted", 1), ("cancelled", 0)}


def test_an_officer_leaves_and_nobody_waits_for_ever(cast: Cast) -> None:
    """Who leaves holds the stay and wants the transfer; who accepts needs both the other way."""
    member = cast.officer_here.member
    assert member is not None
    row = make.make_transfer(cast.here, cast.beside, member=member)
    leaves = {
        "member": member.code, "kind": "resigned", "left_on": f"{local_today():%d/%m/%Y}",
        "token": "dau-thu-nghiem-roi-hoi", "reason": "x",
    }  # fmt: skip
    moves = reverse("book:transfer_move", args=[row.pk, "dong-y"])

    answers = at_once(
        "members_appointment",  # its office is what the departure ends first
        _post(cast.client("officer_above"), reverse("book:departure_new"), leaves),
        _post(cast.client("officer_beside"), moves, {}),
        head_start=0.7,
    )

    assert _codes(answers) == [200, 302]
    still = Membership.objects.filter(member=member, valid_to__isnull=True).count()
    assert (Transfer.objects.get().state, still) in {("accepted", 1), ("cancelled", 0)}


@pytest.fixture
def owing(cast: Cast) -> Member:
    make.make_dues_rate(cast.city, local_today().year)
    return make.make_member(cast.here, full_name="Trần Văn An")


def _sheet(client: Client, member: Member, unit_pk: int) -> tuple[str, dict[str, Any]]:
    url = f"{MEETING}?don_vi={unit_pk}"
    page = client.get(url).content.decode()
    hidden = {}
    for name in ("token", "seen"):
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        assert found is not None
        hidden[name] = found[1]
    day = f"{local_today():%d/%m/%Y}"
    told = {"held_on": day, "collector": "Thủ quỹ", "note": "", f"m{member.pk}-paid": "on"}
    return url, hidden | told


def test_one_meeting_sent_twice(cast: Cast, owing: Member) -> None:
    client = cast.client("officer_here")
    url, sent = _sheet(client, owing, cast.here.pk)

    answers = at_once(
        "dues_collection",
        _post(client, url, sent),
        _post(cast.client("officer_here"), url, sent),
    )

    assert _codes(answers) == [302, 302]
    assert {answer.headers["Location"] for answer in answers} == {
        Collection.objects.get().get_absolute_url()
    }
    assert Payment.objects.count() == 1


def test_one_member_pays_at_two_sheets(cast: Cast, owing: Member) -> None:
    first, second = cast.client("officer_here"), cast.client("officer_above")
    sheets = [_sheet(client, owing, cast.here.pk) for client in (first, second)]

    answers = at_once("dues_collection", _post(first, *sheets[0]), _post(second, *sheets[1]))

    assert _codes(answers) == [200, 302]
    assert "Nay đã nộp đủ" in _told(answers)
    assert (Collection.objects.count(), Payment.objects.count()) == (1, 1)


def test_one_congress_entered_twice(cast: Cast) -> None:
    post = make.make_position(name="Tổ trưởng")
    make.make_member(cast.here, full_name="Ngô Văn Giữ", code="HV78")
    make.make_member(cast.here, full_name="Ngô Văn Khác", code="HV79")
    url = reverse("book:office_fill", args=[cast.here.slug])
    day = local_today()
    sent = {
        "term_name": "Nhiệm kỳ mới", "day": f"{day:%d/%m/%Y}", "method": "elected",
        "term_end": f"{day.replace(year=day.year + 5, day=1):%d/%m/%Y}", f"chuc-vu-{post.pk}": "HV78",
    }  # fmt: skip

    answers = at_once(
        "members_appointment",
        _post(cast.client("officer_here"), url, sent),
        _post(cast.client("officer_above"), url, sent),
    )

    assert _codes(answers) == [302, 302]
    assert Term.objects.filter(unit=cast.here).count() == 1
    assert Appointment.objects.filter(position=post).count() == 1


def test_one_letter_of_cards_printed_twice(cast: Cast) -> None:
    for _ in range(3):
        make.make_member(cast.here)
    url = f"{reverse('book:pass_printing')}?don_vi={cast.here.pk}"

    answers = at_once(
        "members_memberpass",
        _post(cast.client("officer_here"), url, {"token": "dau-thu-nghiem-thu-1"}),
        _post(cast.client("officer_above"), url, {"token": "dau-thu-nghiem-thu-2"}),
    )

    assert _codes(answers) == [302, 302]
    assert PassPrinting.objects.count() == 2
    here = Member.objects.filter(memberships__unit=cast.here).active_on()
    assert MemberPass.objects.in_force().count() == here.count() == MemberPass.objects.count()


def test_one_lost_card_replaced_twice(cast: Cast) -> None:
    member = make.make_member(cast.here)
    make.make_pass(member)
    url = reverse("book:member_passes", args=[member.pk])

    answers = at_once(
        "members_memberpass",
        _post(cast.client("officer_here"), url, {"why": "lost", "token": "dau-thu-nghiem-1"}),
        _post(cast.client("officer_above"), url, {"why": "lost", "token": "dau-thu-nghiem-2"}),
    )

    assert _codes(answers) == [302, 302]
    assert MemberPass.objects.in_force().count() == 1


def test_one_member_is_proposed_for_two_branches(cast: Cast) -> None:
    make.make_member(cast.here, code="HV9")
    url = reverse("book:transfer_new")
    day = f"{local_today():%d/%m/%Y}"
    sent = {"member": "HV9", "moves_on": day, "reason": "x", "code": "1"}
    first = sent | {"target": cast.beside.slug, "token": "dau-thu-nghiem-chuyen-1"}
    second = sent | {"target": cast.elsewhere.slug, "token": "dau-thu-nghiem-chuyen-2", "code": "2"}

    answers = at_once(
        "members_transfer",
        _post(cast.client("officer_here"), url, first),
        _post(cast.client("office"), url, second),
    )

    assert _codes(answers) == [200, 302]
    assert "đã có một đề nghị chuyển đang chờ" in _told(answers)
    assert Transfer.objects.count() == 1


def _voucher(box: CashBox, amount: str, token: str, **fields: Any) -> dict[str, Any]:
    usual = {
        "box": box.pk, "day": f"{local_today():%d/%m/%Y}", "amount": amount, "text": "Việc thử",
        "party": f"Người {token}", "account": make.make_account("expense").pk, "token": token,
    }  # fmt: skip
    return usual | fields


def test_two_treasurers_do_not_spend_the_same_money(cast: Cast) -> None:
    box = make.make_box(cast.here)
    make.make_voucher(box, 500_000)
    url = reverse("fund:payment_new")

    answers = at_once(
        "fund_transaction",
        _post(cast.client("officer_here"), url, _voucher(box, "400.000", "thu-quy-so-01-xx")),
        _post(cast.client("officer_above"), url, _voucher(box, "300.000", "thu-quy-so-02-xx")),
    )

    assert _codes(answers) == [200, 302]
    assert "không đủ" in _told(answers)
    assert box.balance_on(local_today()) in (100_000, 200_000)


def test_vouchers_of_two_boxes_of_one_book_are_numbered_without_gaps(cast: Cast) -> None:
    boxes = [make.make_box(cast.here), make.make_box(cast.beside)]
    income, url = make.make_account().pk, reverse("fund:receipt_new")

    answers = at_once(
        "fund_transaction",
        *(
            _post(cast.client(who), url, _voucher(box, "50.000", f"thu-quy-{who}", account=income))
            for box, who in zip(boxes, ("officer_here", "officer_beside"), strict=True)
        ),
    )

    assert _codes(answers) == [302, 302]
    assert sorted(Transaction.objects.values_list("number", flat=True)) == [1, 2]


def test_one_voucher_is_reversed_once_by_two(cast: Cast) -> None:
    box = make.make_box(cast.here)
    row = make.make_voucher(box, 500_000)
    url = reverse("fund:voucher_reverse", args=[row.pk])
    sent = {"day": f"{local_today():%d/%m/%Y}", "reason": "Ghi nhầm"}

    answers = at_once(
        "fund_transaction",
        _post(cast.client("officer_here"), url, sent),
        _post(cast.client("officer_above"), url, sent),
    )

    assert _codes(answers) == [200, 302]
    assert "đã được đảo bằng phiếu" in _told(answers)
    assert box.balance_on(local_today()) == 0


def test_a_voucher_clicked_twice_is_one(cast: Cast) -> None:
    box = make.make_box(cast.here)
    income, url = make.make_account().pk, reverse("fund:receipt_new")
    client = cast.client("officer_here")
    data = _voucher(box, "50.000", "bam-hai-lan-lien", account=income)

    answers = at_once("fund_transaction", _post(client, url, data), _post(client, url, data))

    assert _codes(answers) == [302, 302]
    assert Transaction.objects.count() == 1


def test_two_treasurers_pay_one_act_of_care_by_one_voucher(cast: Cast) -> None:
    box = make.make_box(cast.here)
    make.make_voucher(box, 2_000_000)
    act = make.make_activity(cast.here, happened_on=local_today())
    url = f"{reverse('welfare_desk:posting_new')}?quy={box.pk}"
    sent = {
        "activities": [act.pk], "box": box.pk, "day": f"{local_today():%d/%m/%Y}",
        "account": make.make_account("expense").pk,
    }  # fmt: skip

    answers = at_once(
        "fund_transaction",
        _post(cast.client("officer_here"), url, sent | {"token": "thu-quy-chi-so-01"}),
        _post(cast.client("officer_above"), url, sent | {"token": "thu-quy-chi-so-02"}),
    )

    voucher = Transaction.objects.get(kind="payment")
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, voucher.get_absolute_url())
    ] * 2
    assert box.balance_on(local_today()) == 1_500_000


def test_two_timers_send_one_invitation_once(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://portal.example"
    sent_to = {"email": "khach@thu.example", "mail_requested_at": timezone.now()}
    invitation = make.make_invitation(make.make_event(cast.here), **sent_to)
    answers = at_once("events_invitation", send_invitations, send_invitations)
    assert sorted(answers) == ["Không có thư mời nào chờ gửi.", "Đã gửi 1 thư mời."]
    assert [letter.to for letter in mail.outbox] == [[invitation.email]]


def test_two_members_take_the_last_place(cast: Cast) -> None:
    event = make.make_event(cast.here)
    make.make_terms(event, places=1)
    second = make.make_user(make.make_member(cast.here))
    clients = [cast.client("member_here"), Client()]
    clients[1].force_login(second, backend="members.backends.OfficeBackend")
    url = reverse("events:register", args=[event.pk])
    answers = at_once("events_registration", *(_post(client, url, {}) for client in clients))
    assert _codes(answers) == [302, 302]
    states = event.registrations.order_by("turn").values_list("state", flat=True)
    assert list(states) == ["placed", "waiting"]
