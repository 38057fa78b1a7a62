"""Houses in the fund: a giver's money by a Phiếu thu, the work by a Phiếu chi, or from hand to hand."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import Voucher, reverse_voucher
from fund.models import CashBox, Transaction
from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast
from tests.fund.test_pages import text
from welfare.actions.house_postings import pay_for_house, receive_gift
from welfare.actions.houses import correct_stage, remove_gift, remove_stage, save_gift
from welfare.houses_in_fund import (
    house_books_tasks,
    house_origins,
    house_pending,
    house_reconciled,
)
from welfare.models import House, HouseGift, HousePosting, HouseStage, unposted_gifts
from welfare.tasks import house_tasks


@pytest.fixture
def house(cast: Cast) -> House:
    return make.make_house(cast.here)


@pytest.fixture
def box(cast: Cast) -> CashBox:
    return make.make_box(cast.here)


def gift(house: House, received: int = 5_000_000, **fields: Any) -> HouseGift:
    return make.make_house_gift(house, received=received, received_on=local_today(), **fields)


def receive(one: HouseGift, box: CashBox, cast: Cast, **fields: Any) -> Transaction:
    usual: dict[str, Any] = {
        "account": make.make_account(role="sponsor"), "day": local_today(), "by": cast.admin,
        "token": f"nhan-ung-ho-{one.pk:06}",
    }  # fmt: skip
    return receive_gift(gift=one, box=box, **usual | fields)


def test_a_gift_enters_the_fund_once_and_its_rest_later(
    cast: Cast, house: House, box: CashBox
) -> None:
    one = gift(house)
    for token in ("a" * 20, "a" * 20, "b" * 20):  # a double click, then another treasurer
        row = receive(one, box, cast, token=token)
    assert (row.kind, row.amount, row.party) == ("receipt", 5_000_000, one.giver)
    assert Transaction.objects.count() == 1
    assert not unposted_gifts([box]).exists()
    one.received = 7_000_000
    save_gift(gift=one, token="", by=cast.admin)
    assert [row.received - row.posted for row in unposted_gifts([box])] == [2_000_000]
    receive(one, box, cast, token="c" * 20)
    assert box.balance_on(local_today()) == 7_000_000
    assert [posting.turn for posting in HousePosting.objects.all()] == [0, 1]


def test_a_reversed_receipt_waits_again(cast: Cast, house: House, box: CashBox) -> None:
    one = gift(house)
    row = receive(one, box, cast)
    reverse_voucher(entry=row, day=local_today(), reason="Nhầm", by=cast.admin)
    assert list(unposted_gifts([box])) == [one]
    receive(one, box, cast, token="d" * 20)
    assert not unposted_gifts([box]).exists()


NOT_ENTERED: dict[str, tuple[dict[str, Any], str]] = {
    "from hand to hand": ({"is_direct": True}, "trao thẳng"),
    "a voucher from elsewhere": ({"voucher_no": "PT 3/2026"}, "đã ghi có phiếu thu"),
    "only promised": ({"received": 0}, "Chưa ghi đã nhận"),
}


@pytest.mark.parametrize("what", NOT_ENTERED)
def test_what_does_not_go_through_the_fund(
    cast: Cast, house: House, box: CashBox, what: str
) -> None:
    fields, words = NOT_ENTERED[what]
    one = gift(house, **fields)
    assert not unposted_gifts([box]).exists()
    with pytest.raises(ValidationError, match=words):
        receive(one, box, cast)


CHANGES: dict[str, dict[str, Any]] = {
    "received": {"received": 4_999_999},
    "is_direct": {"is_direct": True},
    "voucher_no": {"voucher_no": "12"},
}


@pytest.mark.parametrize("field", CHANGES)
def test_what_is_in_the_fund_stays_until_its_voucher_is_reversed(
    cast: Cast, house: House, box: CashBox, field: str
) -> None:
    one = gift(house)
    row = receive(one, box, cast)
    for name, value in CHANGES[field].items():
        setattr(one, name, value)
    with pytest.raises(ValidationError) as refusal:
        save_gift(gift=one, token="", by=cast.admin)
    assert list(refusal.value.message_dict) == [field]
    reverse_voucher(entry=row, day=local_today(), reason="Nhầm", by=cast.admin)
    save_gift(gift=one, token="", by=cast.admin)
    HouseGift.objects.filter(pk=one.pk).update(received=0, received_on=None)
    with pytest.raises(ValidationError, match="đã có phiếu thu"):
        remove_gift(gift=one, by=cast.admin)


def test_the_work_is_paid_out_of_the_box_of_the_unit_or_above(
    cast: Cast, house: House, box: CashBox
) -> None:
    make.make_voucher(box, 3_000_000)
    voucher = Voucher(local_today(), 2_000_000, "Mua tôn", "Thợ Mẫu")
    account = make.make_account("expense")
    sent: dict[str, Any] = {
        "house": house,
        "account": account,
        "voucher": voucher,
        "by": cast.admin,
    }
    for _ in range(2):
        row = pay_for_house(box=box, token="e" * 20, **sent)
    assert (row.kind, box.balance_on(local_today())) == ("payment", 1_000_000)
    elsewhere = make.make_box(cast.beside)
    with pytest.raises(ValidationError, match="không qua"):
        pay_for_house(box=elsewhere, token="f" * 20, **sent)
    with pytest.raises(PermissionDenied):
        pay_for_house(box=box, token="g" * 20, **sent | {"by": cast.officer_beside})
    (origin,) = house_origins(cast.officer_here, row)
    assert (origin.label, origin.url) == (str(house), house.get_absolute_url())


@pytest.mark.parametrize("what", ["a payment of a giver", "a receipt of the work", "another house"])
def test_the_database_refuses_a_voucher_that_does_not_fit(
    cast: Cast, house: House, box: CashBox, what: str
) -> None:
    one = gift(house)
    came = make.make_voucher(box, 5_000_000)
    went = make.make_voucher(box, -1_000_000)
    wrong: dict[str, dict[str, Any]] = {
        "a payment of a giver": {"gift": one, "voucher": went},
        "a receipt of the work": {"voucher": came},
        "another house": {"gift": gift(make.make_house(cast.here)), "voucher": came},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        HousePosting.objects.bulk_create([HousePosting(house=house, **wrong[what])])


def test_box_task_and_reconciliation_tell_what_waits(
    cast: Cast, house: House, box: CashBox
) -> None:
    one, today = gift(house), local_today()
    (item,) = house_pending(cast.officer_here, box)
    assert (item.amount, item.url) == (
        5_000_000, reverse("welfare_desk:house_receipt", args=[one.pk]),
    )  # fmt: skip
    (task,) = house_books_tasks(cast.officer_here)
    assert task.label == "1 khoản ủng hộ nhà tình nghĩa chưa vào quỹ: 5.000.000 đ"
    (figures,) = house_reconciled(cast.officer_here, box, today, today)
    assert (figures.recorded, figures.entered) == (5_000_000, 0)
    receive(one, box, cast)
    (figures,) = house_reconciled(cast.officer_here, box, today, today)
    assert (figures.difference, list(house_pending(cast.officer_here, box))) == (0, [])
    assert list(house_books_tasks(cast.officer_here)) == []


def test_pages_receive_pay_and_show(cast: Cast, house: House, box: CashBox) -> None:
    one, client = gift(house), cast.client("officer_here")
    url = reverse("welfare_desk:house_receipt", args=[one.pk])
    make.make_account()
    assert url in client.get(house.get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in ("box", "day", "account", "token")}
    assert "Đã vào quỹ: PT 1/" in text(client.post(url, data, follow=True))
    assert "Không còn tiền" in text(client.get(url, follow=True))
    pay = reverse("welfare_desk:house_payment", args=[house.pk])
    assert "không đủ" in text(client.post(pay, data | {
        "account": make.make_account("expense").pk, "amount": "9 triệu", "party": "Thợ",
        "text": "Lợp mái", "token": "h" * 20,
    }))  # fmt: skip
    page = text(client.get(house.get_absolute_url()))
    assert "Đã vào quỹ 5.000.000 đ; quỹ đã chi 0 đ." in page
    assert cast.client("officer_beside").get(url).status_code == 404


# --- Stages, proposals ------------------------------------------------------------------------


def test_a_stage_is_corrected_and_taken_away(cast: Cast, house: House) -> None:
    stage = make.make_house_stage(house)
    before = stage.picture.name
    day = dt.date(2026, 3, 3)
    sent: dict[str, Any] = {"stage": stage, "on": day, "by": cast.officer_here}
    assert correct_stage(what="Lợp mái", photograph=None, **sent).picture.name == before
    assert (
        correct_stage(what="Lợp mái", photograph=make.picture_file(), **sent).picture.name != before
    )
    with pytest.raises(ValidationError, match="trước ngày khảo sát"):
        correct_stage(what="x", photograph=None, **sent | {"on": day - dt.timedelta(days=9)})
    with pytest.raises(PermissionDenied):
        remove_stage(stage=stage, by=cast.officer_beside)
    for _ in range(2):
        remove_stage(stage=stage, by=cast.officer_here)
    assert not HouseStage.objects.exists()
    url = reverse("welfare_desk:house_stage", args=[stage.pk])
    assert cast.client("officer_here").post(url, {"viec": "bo"}).status_code == 302


def test_a_proposal_that_lacks_something_leads_to_its_form(cast: Cast) -> None:
    house, client = make.make_house(cast.here, survey="", estimate=0), cast.client("officer_here")
    url = reverse("welfare_desk:house_move", args=[house.pk, "de-nghi"])
    for answer in (client.get(url, follow=True), client.post(url, follow=True)):
        assert answer.redirect_chain[-1][0] == reverse("welfare_desk:house_edit", args=[house.pk])
        assert "hãy ghi: kết quả khảo sát, dự toán" in text(answer)


def test_a_house_that_awaits_a_decision_is_a_task_of_who_decides(cast: Cast) -> None:
    make.make_house(cast.here, state="proposed")
    (task,) = house_tasks(cast.officer_above)
    assert (task.label, task.is_for_others) == ("1 nhà tình nghĩa chờ duyệt", False)
    (task,) = house_tasks(cast.officer_here)
    assert task.is_for_others
    assert list(house_tasks(cast.officer_beside)) == []
    listed = cast.client("officer_above").get(task.url)
    assert [str(row.state) for row in listed.context["table"].page] == ["proposed"]
