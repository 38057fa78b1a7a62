"""Recording a meeting: ticks, other amounts, arrears, double clicks, two at once; reversals, waivers."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dues.actions import restore_payment, reverse_payment, waive
from dues.models import Collection, Payment, Waiver, accounts_of
from dues.tasks import dues_on_card
from members.models import Change, Member, Membership, ReadRecord
from tests import factories as make
from tests.conftest import Cast

NEW = "/so/hoi-phi/buoi-thu/ghi/"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def people(cast: Cast) -> list[Member]:
    """Three members in arrears this year, beside the branch's officers."""
    make.make_dues_rate(cast.district)
    names = ("Trần Văn An", "Lê Thị Bình", "Phạm Văn Cường")
    return [make.make_member(cast.here, full_name=name) for name in names]


def sheet(client: Client, url: str = NEW, **fields: Any) -> dict[str, Any]:
    """The data that the form sends with nothing ticked."""
    page = client.get(url).content.decode()
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]  # the page has it, or the test fails
        for name in ("token", "seen")
    }
    return hidden | {"held_on": "24/11/2026", "collector": "Thủ quỹ", "note": ""} | fields


def text(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))


def tick(member: Member, **more: str) -> dict[str, str]:
    sent = {f"m{member.pk}-{name}": value for name, value in more.items()}
    return sent if "amount" in more else {f"m{member.pk}-paid": "on"} | sent


def written() -> list[tuple[str, int, int, int]]:
    rows = Payment.objects.order_by("number").select_related("member")
    return [
        (payment.member.full_name, payment.year, payment.amount, payment.number) for payment in rows
    ]


def test_one_submission_records_the_whole_meeting(cast: Cast, people: list[Member]) -> None:
    client = cast.client("officer_here")
    sent = sheet(client) | tick(people[1]) | tick(people[0], amount="50 nghìn", note="nộp trước")
    answer = client.post(NEW, sent, follow=True)
    sitting = Collection.objects.get()

    assert answer.redirect_chain == [(sitting.get_absolute_url(), 302)]
    assert written() == [("Trần Văn An", 2026, 50_000, 1), ("Lê Thị Bình", 2026, 120_000, 2)]
    assert "Đã ghi 2 đồng chí nộp, cộng 170.000 đ (một trăm bảy mươi nghìn đồng)." in text(answer)
    assert (sitting.unit, sitting.held_on, sitting.collector) == (cast.here, TODAY, "Thủ quỹ")
    assert sitting.entered_by == cast.officer_here
    assert {change.who for change in Change.objects.filter(model="dues.payment")} == {
        Change.objects.of(sitting).get().who
    }


def test_double_click_writes_once(cast: Cast, people: list[Member]) -> None:
    client = cast.client("officer_here")
    sent = sheet(client) | tick(people[0])
    first, second = client.post(NEW, sent), client.post(NEW, sent)

    assert first.headers["Location"] == second.headers["Location"]
    assert written() == [("Trần Văn An", 2026, 120_000, 1)]


def test_second_secretary_is_warned_and_nothing_counts_twice(
    cast: Cast, people: list[Member]
) -> None:
    first, second = cast.client("officer_here"), cast.client("officer_above")
    url = f"{NEW}?don_vi={cast.here.pk}"
    page = second.get(url).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]  # the page has it, or the test fails
              for name in ("token", "seen")}  # fmt: skip
    first.post(NEW, sheet(first) | tick(people[0]) | tick(people[1], amount="60.000"))
    sent = hidden | {"held_on": "24/11/2026", "collector": "Người khác", "note": ""}
    sent |= tick(people[0]) | tick(people[1], amount="60.000") | tick(people[2])
    answer = second.post(url, sent)
    page_text = text(answer)

    assert len(written()) == 2
    assert "đã ghi đồng chí này nộp 120.000 đ (biên nhận 1/2026). Nay đã nộp đủ." in page_text
    assert "đã ghi đồng chí này nộp 60.000 đ (biên nhận 2/2026). Nay còn 60.000 đ" in page_text
    assert f'name="m{people[2].pk}-paid"' in answer.content.decode()
    page = answer.content.decode()
    again = sent | {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]  # the page has it, or the test fails
                    for name in ("token", "seen")}  # fmt: skip
    del again[f"m{people[0].pk}-paid"]  # there is no box for who has paid
    second.post(url, again)
    assert [amount for _, _, amount, _ in written()] == [120_000, 60_000, 60_000, 120_000]


def test_year_end_meeting_collects_next_year_when_selected(
    cast: Cast, people: list[Member]
) -> None:
    client, ahead = cast.client("officer_here"), f"{NEW}?truoc=2027"
    an, binh, _ = people
    assert "Thu cả năm sau (2027)" in text(client.get(NEW))
    paid_up = make.make_member(cast.here)
    make.make_payment(paid_up, cast.here)
    assert "Đã nộp đủ 120.000 đ cho năm 2027" in text(client.get(ahead))
    for year in ("2026", "2028", "x"):
        assert client.get(f"{NEW}?truoc={year}").context["ahead"] == 0
    sent = sheet(client, ahead) | {f"m{an.pk}-paid": "on", f"m{binh.pk}-paid": "on"}
    client.post(ahead, sent | {f"m{binh.pk}-year": "2026"})

    paid = Payment.objects.filter(member__in=people).in_number_order()
    assert list(paid.values_list("member", "year", "amount")) == [
        (an.pk, 2026, 120_000), (an.pk, 2027, 120_000), (binh.pk, 2026, 120_000)
    ]  # fmt: skip
    # Nothing of this year changes by it, and next year's page tells who paid.
    assert [account.paid for account in accounts_of([an])[an.pk]] == [120_000]
    assert client.get("/so/hoi-phi/?nam=2027").context["sums"].paid == 120_000
    part = dues_on_card(cast.officer_here, an)
    assert part is not None
    assert part.lines[-1] == "Đã nộp trước cho năm 2027: 120.000 đ."
    receipt = Payment.objects.get(year=2027)
    reverse_payment(payment=receipt, reason="Nhầm", by=cast.officer_here)
    restore_payment(payment=receipt, by=cast.officer_here)
    receipt.refresh_from_db()
    assert receipt.stands


def test_next_year_is_not_collected_before_october(
    cast: Cast, people: list[Member], time_machine: Any
) -> None:
    time_machine.move_to(dt.datetime(2026, 9, 30, 5, tzinfo=dt.UTC))
    client = cast.client("officer_here")
    assert "Thu cả năm sau" not in text(client.get(NEW))
    assert client.get("/so/hoi-phi/?nam=2027").context["query"].year == 2026
    time_machine.move_to(dt.datetime(2026, 10, 1, 5, tzinfo=dt.UTC))
    ahead = f"{NEW}?truoc=2027"
    line = {f"m{people[0].pk}-paid": "on", f"m{people[0].pk}-year": "2027"}
    late = client.post(ahead, sheet(client, ahead, held_on="30/09/2026") | line)
    assert "Không còn hội phí năm 2027 phải nộp." in text(late)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_payment(people[0], cast.here, year=2027, paid_on=dt.date(2026, 9, 30))
    client.post(ahead, sheet(client, ahead, held_on="01/10/2026") | line)
    assert Payment.objects.get().year == 2027


def test_year_end_meeting_may_be_recorded_in_january(
    cast: Cast, people: list[Member], time_machine: Any
) -> None:
    time_machine.move_to(dt.datetime(2027, 1, 5, 5, tzinfo=dt.UTC))
    client, ahead = cast.client("officer_here"), f"{NEW}?truoc=2027"
    assert "Thu cả năm sau (2027)" in text(client.get(NEW))
    line = {f"m{people[0].pk}-paid": "on"}
    client.post(ahead, sheet(client, ahead, held_on="28/12/2026") | line)

    assert [(payment.year, payment.code) for payment in Payment.objects.in_number_order()] == [
        (2026, "1/2026"), (2027, "2/2026")
    ]  # fmt: skip


def test_next_year_without_a_rate_is_not_offered(cast: Cast) -> None:
    make.make_dues_rate(cast.district, valid_to=dt.date(2027, 1, 1))
    assert "Thu cả năm sau" not in text(cast.client("officer_here").get(NEW))


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"held_on": "31/2/2026"}, "Tháng 2/2026 không có ngày 31."),
        ({"held_on": "25/11/2026"}, "Ngày này ở tương lai."),
        ({"collector": ""}, "Chưa ghi người thu."),
        ({}, "Chưa chọn đồng chí nào đã nộp."),
        ({"amount": "nhiều"}, "Không đọc được số tiền “nhiều”."),
        ({"amount": "0"}, "Số tiền phải lớn hơn 0."),
        ({"amount": "50"}, "Số tiền 50 đ quá nhỏ. Nếu là 50 nghìn (50.000 đ), hãy ghi 50.000."),
        ({"amount": "0,05 nghìn"}, "Số tiền 50 đ quá nhỏ."),
        ({"amount": "120 nghìn 50"}, "120.500 đ hoặc 120.050 đ"),
        ({"amount": "130.000"}, "chỉ còn 120.000 đ"),
        ({"note": "gửi con mang đến"}, "Có ghi chú nhưng chưa đánh dấu đã nộp."),
        ({"paid": "on", "held_on": "24/12/2025"}, "Tiền của năm sau chỉ nhận ở buổi thu"),
    ],
)
def test_wrong_sheet_comes_back_with_all_that_was_typed(
    cast: Cast, people: list[Member], sent: dict[str, str], message: str
) -> None:
    client = cast.client("officer_here")
    lines = {f"m{people[0].pk}-{k}": v for k, v in sent.items() if k in ("amount", "note", "paid")}
    head = {k: v for k, v in sent.items() if k in ("held_on", "collector")}
    answer = client.post(NEW, sheet(client) | head | lines | {"note": "Họp quý bốn"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert message in text(answer)
    assert "Họp quý bốn" in page
    for value in sent.values():
        assert value == "on" or not value or f'value="{value}"' in page
    assert not Collection.objects.exists()


def test_old_years_come_first_and_one_year_can_be_chosen(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2024, amount=100_000)
    first, second, third = (make.make_member(cast.here, full_name=n) for n in ("A", "B", "C"))
    client = cast.client("officer_here")
    sent = sheet(client) | tick(first, amount="250.000") | tick(second, year="2026") | tick(third)
    client.post(NEW, sent)

    assert written() == [
        ("A", 2024, 100_000, 1), ("A", 2025, 100_000, 2), ("A", 2026, 50_000, 3),
        ("B", 2026, 100_000, 4),
        ("C", 2024, 100_000, 5), ("C", 2025, 100_000, 6), ("C", 2026, 100_000, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("100.005", "biên nhận của năm 2025 chỉ được 5 đ"),
        ("100.999", "biên nhận của năm 2025 chỉ được 999 đ"),
        ("200 nghìn 1", "biên nhận của năm 2026 chỉ được 100 đ"),
    ],
)
def test_no_receipt_is_issued_over_a_few_dong(cast: Cast, typed: str, message: str) -> None:
    make.make_dues_rate(cast.city, 2024, amount=100_000)
    member = make.make_member(cast.here, full_name="A")
    client = cast.client("officer_here")
    answer = client.post(NEW, sheet(client) | tick(member, amount=typed))

    assert message in text(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert written() == []


def test_a_few_dong_that_settle_a_year_are_taken(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2025, amount=100_000)
    member = make.make_member(cast.here, full_name="A")
    client = cast.client("officer_here")
    client.post(NEW, sheet(client) | tick(member, amount="99.995"))
    client.post(NEW, sheet(client) | tick(member, amount="100.005"))

    assert written() == [("A", 2025, 99_995, 1), ("A", 2025, 5, 2), ("A", 2026, 100_000, 3)]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1tr2", 1_200_000), ("1 triệu 2", 1_200_000), ("1.200.000,-", 1_200_000),
     ("1 triệu hai trăm", 1_200_000), ("1 triệu rưỡi", 1_500_000)],
)  # fmt: skip
def test_sums_are_read_as_people_write_them(cast: Cast, typed: str, amount: int) -> None:
    make.make_dues_rate(cast.city, amount=1_500_000)
    member = make.make_member(cast.here, full_name="A")
    client = cast.client("officer_here")
    client.post(NEW, sheet(client) | tick(member, amount=typed))

    assert written() == [("A", 2026, amount, 1)]


def test_numbers_go_on_in_the_year_and_begin_anew(cast: Cast, people: list[Member]) -> None:
    make.make_payment(people[0], cast.here, paid_on=dt.date(2025, 12, 1), number=7)
    make.make_payment(people[1], cast.beside)
    client = cast.client("officer_here")
    client.post(NEW, sheet(client) | tick(people[0]))
    payment = Payment.objects.get(unit=cast.here, receipt_year=2026)
    reverse_payment(payment=payment, reason="Nhầm", by=cast.officer_here)
    client.post(NEW, sheet(client) | tick(people[0]))

    rows = Payment.objects.filter(unit=cast.here).order_by("pk")
    assert [payment.code for payment in rows] == ["7/2025", "1/2026", "2/2026"]


def test_nobody_pays_in_two_branches(cast: Cast, people: list[Member]) -> None:
    """A member of another branch sent with this sheet is ignored, as they are not on it."""
    stranger = make.make_member(cast.beside)
    client = cast.client("officer_here")
    client.post(NEW, sheet(client) | tick(stranger) | tick(people[0]))

    assert [name for name, *_ in written()] == ["Trần Văn An"]


def test_moved_member_pays_at_the_new_branch(cast: Cast, people: list[Member]) -> None:
    membership = people[0].memberships.get()
    membership.valid_to, membership.left_by = dt.date(2026, 5, 1), Membership.Exit.TRANSFERRED
    membership.save()
    Membership.objects.create(
        member=people[0], unit=cast.beside, valid_from=dt.date(2026, 5, 1), entered_by="transferred"
    )
    client = cast.client("officer_beside")
    client.post(NEW, sheet(client) | tick(people[0]))

    payment = Payment.objects.get()
    assert (payment.unit, payment.amount) == (cast.beside, 120_000)


# --- Slips ------------------------------------------------------------------------------------


def test_reversal_needs_a_reason_keeps_the_receipt_and_is_taken_back(
    cast: Cast, people: list[Member]
) -> None:
    payment = make.make_payment(people[0], cast.here)
    client = cast.client("officer_here")
    url = reverse("dues:receipt_reverse", args=[payment.pk])
    assert "Chưa ghi lý do hủy." in text(client.post(url, {"reason": " "}))
    answer = client.post(url, {"reason": "Ghi nhầm người"}, follow=True)
    payment.refresh_from_db()
    outstanding = sum(account.outstanding for account in accounts_of([people[0]])[people[0].pk])

    assert (payment.reversed_on, payment.reversed_by) == (TODAY, cast.officer_here)
    assert outstanding == 120_000
    assert "Lý do: Ghi nhầm người" in text(answer)
    client.post(reverse("dues:receipt_restore", args=[payment.pk]))
    payment.refresh_from_db()
    assert payment.stands
    assert not any(account.outstanding for account in accounts_of([people[0]])[people[0].pk])


def test_reversal_is_taken_back_only_the_same_day_and_only_what_is_outstanding(
    cast: Cast, people: list[Member], time_machine: Any
) -> None:
    payment = make.make_payment(people[0], cast.here)
    reverse_payment(payment=payment, reason="Nhầm", by=cast.officer_here)
    make.make_payment(people[0], cast.here)
    with pytest.raises(ValidationError):
        restore_payment(payment=payment, by=cast.officer_here)
    time_machine.move_to(dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC))
    client = cast.client("officer_here")
    answer = client.post(reverse("dues:receipt_restore", args=[payment.pk]), follow=True)

    assert "Chỉ lấy lại được biên nhận hủy trong ngày hôm nay." in text(answer)
    payment.refresh_from_db()
    assert not payment.stands


def test_receipt_is_reversed_once(cast: Cast, people: list[Member]) -> None:
    payment = make.make_payment(people[0], cast.here)
    reverse_payment(payment=payment, reason="Nhầm", by=cast.officer_here)
    reverse_payment(payment=payment, reason="Nhầm", by=cast.officer_here)  # a double click
    with pytest.raises(ValidationError):
        reverse_payment(payment=payment, reason="Nhầm nữa", by=cast.officer_above)

    payment.refresh_from_db()
    assert payment.reversal_reason == "Nhầm"


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 0}, {"year": 2028}, {"receipt_year": 2025}, {"reversal_reason": "Không ngày"},
     {"reversed_on": TODAY}, {"reversed_on": dt.date(2026, 1, 1), "reversal_reason": "Trước"}],
)  # fmt: skip
def test_database_refuses_what_no_receipt_can_be(
    cast: Cast, people: list[Member], wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_payment(people[0], cast.here, **wrong)
    assert not Payment.objects.exists()


def test_number_is_given_once(cast: Cast, people: list[Member]) -> None:
    make.make_payment(people[0], cast.here, number=1)
    make.make_payment(people[0], cast.beside, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_payment(people[1], cast.here, number=1)

    assert Payment.objects.count() == 2


# --- Waivers ----------------------------------------------------------------------------------


def _waive(client: Client, who: Member, **fields: str) -> Any:
    sent = {"member": who.code, "year": "2026", "amount": "", "reason": "Lý do hocanhabc",
            "decided_on": "20/11/2026"}  # fmt: skip
    return client.post("/so/hoi-phi/mien-giam/ghi/", sent | fields)


def test_waiver_is_written_read_and_ended(cast: Cast, people: list[Member]) -> None:
    client = cast.client("officer_here")
    assert _waive(client, people[0]).status_code == 302
    waiver = Waiver.objects.get()
    listed, shown = client.get("/so/hoi-phi/mien-giam/"), client.get(waiver.get_absolute_url())

    assert (waiver.unit, waiver.amount, waiver.decided_by) == (cast.here, 0, cast.officer_here)
    assert ("hocanhabc" in text(listed), "hocanhabc" in text(shown)) == (False, True)
    assert ReadRecord.objects.of(waiver).count() == 1
    assert "hocanhabc" not in str(list(Change.objects.values_list("diff", flat=True)))
    client.post(reverse("dues:waiver_withdraw", args=[waiver.pk]))
    assert sum(account.outstanding for account in accounts_of([people[0]])[people[0].pk]) == 120_000


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": "120.000"}, "số còn phải nộp phải ít hơn"),
        ({"amount": "60"}, "Nếu là 60 nghìn (60.000 đ), hãy ghi 60.000."),
        ({"amount": "50.000"}, "không giảm xuống dưới số đã nộp"),
        ({"year": "2025"}, "không phải nộp hội phí"),
        ({"reason": ""}, "Chưa ghi lý do."),
        ({"decided_on": "25/11/2026"}, "Ngày này ở tương lai."),
        ({"member": "không có ai"}, "Không tìm thấy hội viên nào"),
    ],
)
def test_waiver_that_makes_no_sense_is_refused(
    cast: Cast, people: list[Member], fields: dict[str, str], message: str
) -> None:
    make.make_payment(people[0], cast.here, amount=60_000)

    assert message in text(_waive(cast.client("officer_here"), people[0], **fields))
    assert not Waiver.objects.exists()


def test_second_waiver_of_a_year_is_refused(cast: Cast, people: list[Member]) -> None:
    client = cast.client("officer_here")
    for _ in range(2):  # a double click
        assert _waive(client, people[0]).status_code == 302
    assert "đã được miễn, giảm" in text(_waive(client, people[0], reason="Lý do khác"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_waiver(people[0], cast.here)
    waiver = Waiver(
        unit=cast.here, member=people[1], year=2026, amount=-1, reason="x", decided_on=TODAY
    )
    with pytest.raises(ValidationError):
        waive(waiver=waiver, by=cast.officer_here)

    assert Waiver.objects.count() == 1
