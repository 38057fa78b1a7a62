"""A meeting's dues in a cash box: entered once, taken out where a receipt was reversed since."""

import datetime as dt
import random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from dues.actions import post_collection, reverse_payment
from dues.in_fund import dues_books_tasks
from dues.models import Collection, CollectionPosting, Payment, with_unposted
from fund.actions import reverse_voucher
from fund.models import CashBox, Closing
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def box(cast: Cast) -> CashBox:
    make.make_account()
    return make.make_box(cast.here)


@pytest.fixture
def sitting(cast: Cast) -> Collection:
    """A meeting at which three paid 120.000 đ each."""
    make.make_dues_rate(cast.district)
    found = make.make_payment(make.make_member(cast.here), cast.here).collection
    for _ in range(2):
        make.make_payment(make.make_member(cast.here), cast.here, collection=found)
    return found


def unposted(sitting: Collection) -> int:
    return int(with_unposted(Collection.objects.filter(pk=sitting.pk)).get().unposted)


def test_one_press_enters_the_meeting_and_a_second_nothing(
    cast: Cast, box: CashBox, sitting: Collection
) -> None:
    client, url = cast.client("officer_here"), reverse("dues:collection_post", args=[sitting.pk])
    assert "Chưa vào quỹ" in client.get(sitting.get_absolute_url()).content.decode()
    pending = client.get(box.get_absolute_url()).context["pending"]
    assert [(one.amount, one.url) for one in pending] == [(360_000, url)]

    for _ in range(2):
        client.post(url, {"box": box.pk, "day": "24/11/2026"})

    assert box.balance_on(TODAY) == 360_000
    assert CollectionPosting.objects.count() == 1
    page = client.get(sitting.get_absolute_url()).content.decode()
    assert "Chưa vào quỹ" not in page
    assert "PT 1/2026" in page
    assert client.get(box.get_absolute_url()).context["pending"] == []


def test_what_was_reversed_since_goes_out_again(
    cast: Cast, box: CashBox, sitting: Collection
) -> None:
    post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_here)
    payment = sitting.payments.first()
    assert payment is not None
    reverse_payment(payment=payment, reason="Nhầm người", by=cast.officer_here)
    assert unposted(sitting) == -120_000
    back = post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_here)
    assert back is not None
    assert (back.kind, back.amount, box.balance_on(TODAY)) == ("payment", 120_000, 240_000)


def test_a_reversed_voucher_lets_the_meeting_enter_again(
    cast: Cast, box: CashBox, sitting: Collection
) -> None:
    row = post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_here)
    assert row is not None
    reverse_voucher(entry=row, day=TODAY, reason="Nhầm quỹ", by=cast.officer_here)
    assert unposted(sitting) == 360_000
    other = make.make_box(cast.here)
    post_collection(collection=sitting, box=other, day=TODAY, by=cast.officer_here)
    assert (box.balance_on(TODAY), other.balance_on(TODAY)) == (0, 360_000)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_the_box_holds_what_the_receipts_come_to(
    cast: Cast, box: CashBox, sitting: Collection, seed: int
) -> None:
    rng = random.Random(seed)
    for _ in range(8):
        payments = list(Payment.objects.standing())
        vouchers = [one.voucher for one in CollectionPosting.objects.filter(voucher__reversal=None)]
        try:
            match rng.randint(0, 3):
                case 0 if payments:
                    reverse_payment(
                        payment=rng.choice(payments), reason="Nhầm", by=cast.officer_here
                    )
                case 1 if vouchers:
                    reverse_voucher(
                        entry=rng.choice(vouchers), day=TODAY, reason="x", by=cast.officer_here
                    )
                case _:
                    post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_here)
        except ValidationError:
            continue  # what is not in the box any more does not go out of it
    post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_here)
    assert unposted(sitting) == 0
    assert box.balance_on(TODAY) == Payment.objects.standing().total()


def test_dues_enter_no_other_units_box(cast: Cast, box: CashBox, sitting: Collection) -> None:
    above = make.make_box(cast.district)
    with pytest.raises(ValidationError):
        post_collection(collection=sitting, box=above, day=TODAY, by=cast.officer_above)
    with pytest.raises(PermissionDenied):
        post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_beside)
    stranger = make.make_voucher(above)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionPosting.objects.create(collection=sitting, voucher=stranger)


def test_without_a_box_the_page_says_so(cast: Cast, sitting: Collection) -> None:
    make.make_account()
    client = cast.client("officer_here")
    answer = client.get(reverse("dues:collection_post", args=[sitting.pk]), follow=True)
    assert "chưa mở quỹ" in answer.content.decode()
    assert "Chưa vào quỹ" not in answer.content.decode()


def test_what_is_in_no_box_is_a_task_and_a_filter(
    cast: Cast, box: CashBox, sitting: Collection
) -> None:
    (task,) = dues_books_tasks(cast.officer_here)
    assert (task.label, task.is_for_others) == (
        "1 buổi thu hội phí chưa vào quỹ: 360.000 đ", False,
    )  # fmt: skip
    (above,) = dues_books_tasks(cast.officer_above)
    assert above.is_for_others
    assert list(dues_books_tasks(cast.officer_beside)) == []
    assert list(dues_books_tasks(cast.member_here)) == []

    client = cast.client("officer_here")
    assert [row.pk for row in client.get(task.url).context["table"].page] == [sitting.pk]
    post_collection(collection=sitting, box=box, day=TODAY, by=cast.officer_here)
    assert list(dues_books_tasks(cast.officer_here)) == []
    assert list(client.get(task.url).context["table"].page) == []


def test_dues_go_into_a_closed_month_knowingly_by_who_decides(
    cast: Cast, box: CashBox, sitting: Collection
) -> None:
    october = dt.date(2026, 10, 31)
    Closing.objects.create(book=cast.district, year=2026, month=10, closed_by=cast.admin)
    url = reverse("dues:collection_post", args=[sitting.pk])
    data = {"box": box.pk, "day": f"{october:%d/%m/%Y}"}
    refused = cast.client("officer_here").post(url, data | {"is_late": "on"})
    assert "chỉ người có quyền quyết định" in refused.context["form"].errors["day"][0]
    client = cast.client("admin")
    question = client.post(url, data)
    assert list(question.context["form"].errors) == ["is_late"]
    assert 'type="checkbox" name="is_late"' in question.content.decode()
    client.post(url, data | {"is_late": "on"})
    assert box.balance_on(october) == 360_000
