"""Award money is paid out of a box once; the book follows the voucher, and a reversal frees it."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fund.actions import reverse_voucher
from fund.models import CashBox, Transaction
from kit.dates import local_today
from recognition.actions.decisions import revoke_grant, settle_grant
from recognition.actions.postings import pay_grant
from recognition.in_fund import grants_origins, grants_pending
from recognition.models import Grant, GrantPosting, unpaid
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def box(cast: Cast) -> CashBox:
    """The Hội's box, with money in it."""
    box = make.make_box(cast.city)
    make.make_voucher(box, 10_000_000)
    return box


def _grants(cast: Cast, count: int = 1, **fields: Any) -> list[Grant]:
    people = [make.make_member(cast.here) for _ in range(count)]
    kind = make.make_award_kind(is_given_above=False)
    dossier = make.make_dossier(cast.here, *people, state="decided", holder=cast.city, kind=kind)
    decision = make.make_award_decision()
    return [make.make_grant(row, decision=decision, **fields) for row in dossier.nominees.all()]


def _pay(grant: Grant, box: CashBox, cast: Cast, **fields: Any) -> Transaction:
    usual: dict[str, Any] = {
        "account": make.make_account("expense"), "day": local_today(), "by": cast.admin,
        "token": f"chi-tien-thuong-{grant.pk:06}",
    }  # fmt: skip
    return pay_grant(grant=grant, box=box, **usual | fields)


def test_money_is_paid_once_and_the_book_says_by_which_voucher(cast: Cast, box: CashBox) -> None:
    [grant] = _grants(cast)
    for token in ("a" * 20, "a" * 20, "b" * 20):  # a double click, then another treasurer
        row = _pay(grant, box, cast, token=token)
    assert (row.kind, row.amount) == ("payment", grant.amount)
    assert box.balance_on(local_today()) == 10_000_000 - grant.amount
    grant.refresh_from_db()
    assert (grant.paid_on, grant.paid_by) == (row.day, f"Phiếu chi {row.code}")
    assert grant.owes == []
    assert not unpaid().exists()
    grant.paid_on, grant.paid_by = None, ""
    assert settle_grant(grant=grant, by=cast.office).paid_on == row.day  # the voucher says so


def test_the_database_pays_nothing_twice_and_keeps_the_sum(cast: Cast, box: CashBox) -> None:
    [grant] = _grants(cast)
    _pay(grant, box, cast)
    other = make.make_voucher(box, -grant.amount)
    for turn in (0, 1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            GrantPosting.objects.create(
                grant=grant, voucher=other, amount=grant.amount, turn=turn
            )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(amount=1)


def test_a_reversal_frees_the_award(cast: Cast, box: CashBox) -> None:
    [grant] = _grants(cast)
    row = _pay(grant, box, cast)
    reverse_voucher(entry=row, day=local_today(), reason="Nhầm", by=cast.admin)
    grant.refresh_from_db()
    assert (grant.paid_on, grant.paid_by) == (None, "")
    again = _pay(grant, box, cast, token="c" * 20)
    assert [posting.turn for posting in GrantPosting.objects.filter(grant=grant)] == [0, 1]
    grant.refresh_from_db()
    assert grant.paid_by == f"Phiếu chi {again.code}"


def test_the_reversal_of_a_revoked_award_brings_its_money_back(cast: Cast, box: CashBox) -> None:
    [grant] = _grants(cast)
    row = _pay(grant, box, cast)
    revoke_grant(grant=grant, day=local_today(), reason="Kê khai sai", by=cast.office)
    reverse_voucher(entry=row, day=local_today(), reason="Thu lại", by=cast.admin)
    grant.refresh_from_db()
    assert (grant.paid_on, grant.money_returned_on) == (row.day, local_today())
    with pytest.raises(ValidationError, match="không còn tiền thưởng"):
        _pay(grant, box, cast, token="d" * 20)


def test_what_a_box_does_not_pay(cast: Cast, box: CashBox) -> None:
    [by_hand] = _grants(cast, paid_on=local_today(), paid_by="Công an Thành phố")
    with pytest.raises(ValidationError, match="đã ghi chi ngày"):
        _pay(by_hand, box, cast)
    [without] = _grants(cast, amount=0)
    with pytest.raises(ValidationError, match="không còn tiền thưởng"):
        _pay(without, box, cast)
    [grant] = _grants(cast)
    beside = make.make_box(make.make_branch())
    with pytest.raises(ValidationError, match="không chi từ"):
        _pay(grant, beside, cast)
    with pytest.raises(PermissionDenied):
        _pay(grant, box, cast, by=cast.officer_here)
    assert not GrantPosting.objects.exists()


def test_the_box_says_what_waits_and_the_voucher_what_for(cast: Cast, box: CashBox) -> None:
    [grant] = _grants(cast)
    [waiting] = grants_pending(cast.office, box)
    assert (waiting.amount, waiting.url) == (
        -grant.amount, reverse("recognition:grant_pay", args=[grant.pk])
    )  # fmt: skip
    row = _pay(grant, box, cast)
    assert list(grants_pending(cast.office, box)) == []
    [origin] = grants_origins(cast.office, row)
    assert (origin.label, origin.url) == (str(grant), grant.decision.get_absolute_url())


def test_one_press_at_the_decision_pays(cast: Cast, box: CashBox) -> None:
    [grant] = _grants(cast)
    make.make_account("expense")
    client, url = cast.client("office"), reverse("recognition:grant_pay", args=[grant.pk])
    assert url in client.get(grant.decision.get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    data["account"] = make.make_account("expense").pk
    for _ in range(2):
        answer = client.post(url, data)
        assert (answer.status_code, answer["Location"]) == (302, grant.decision.get_absolute_url())
    assert GrantPosting.objects.count() == 1
    page = client.get(grant.decision.get_absolute_url()).content.decode()
    assert url not in page
    assert GrantPosting.objects.get().voucher.get_absolute_url() in page
    assert reverse("recognition:grant_settle", args=[grant.pk]) not in page


def test_what_others_paid_is_told_without_a_voucher(cast: Cast) -> None:
    [grant] = _grants(cast, paid_on=local_today(), paid_by="Công an Thành phố")
    page = cast.client("office").get(grant.decision.get_absolute_url()).content.decode()
    assert "Công an Thành phố" in page
    assert reverse("recognition:grant_settle", args=[grant.pk]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_book_is_downloaded_and_printed_at_a_fixed_cost(
    cast: Cast, box: CashBox, count: int, django_assert_num_queries: Any
) -> None:
    for grant in _grants(cast, count):
        _pay(grant, box, cast)
    client = cast.client("office")
    with django_assert_num_queries(8):
        page = client.get(reverse("recognition:book_print"))
    assert page.content.decode().count("Phiếu chi ") == count
    with django_assert_num_queries(6):
        file = client.get(reverse("recognition:book_export"))
    assert io.BytesIO(file.content).read(2) == b"PK"
    with django_assert_num_queries(10):
        client.get(grant.decision.get_absolute_url())
