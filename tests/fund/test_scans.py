"""Scans behind a voucher: read by the fund's right, told where they are missing, kept once closed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fund.actions import attach_scan, remove_scan, reverse_voucher
from fund.models import CashBox, Transaction, VoucherScan
from members.models import ReadRecord
from tests import factories as make
from tests.conftest import Cast

TODAY = dt.date(2026, 11, 24)


def pdf(name: str = "hoa-don.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + more + b"%%EOF\n", "application/pdf")


@pytest.fixture
def spent(box: CashBox) -> Transaction:
    make.make_voucher(box, 900_000)
    return make.make_voucher(box, -300_000)


def attached(voucher: Transaction, cast: Cast, more: bytes = b"") -> VoucherScan:
    file = ContentFile(pdf(more=more).read(), "hoa-don.pdf")
    return attach_scan(voucher=voucher, file=file, by=cast.officer_here)


def test_scan_is_attached_once_read_and_noted(cast: Cast, spent: Transaction) -> None:
    client, url = cast.client("officer_here"), reverse("fund:scan_add", args=[spent.pk])
    for _ in range(2):
        client.post(url, {"file": pdf()})
    scan = spent.scans.get()
    assert scan.added_by == cast.officer_here
    answer = client.get(scan.get_absolute_url())
    assert b"".join(answer).startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert ReadRecord.objects.get().object_id == scan.pk
    assert scan.get_absolute_url() in client.get(spent.get_absolute_url()).content.decode()


def test_two_papers_of_one_length_are_two(cast: Cast, spent: Transaction) -> None:
    first, second = (attached(spent, cast, more) for more in (b"so 12\n", b"so 13\n"))
    assert attached(spent, cast, b"so 13\n") == second != first
    first.file.storage.delete(str(first.file.name))  # what is gone stands in nobody's way
    assert attached(spent, cast, b"so 12\n") not in (first, second)


@pytest.mark.parametrize("name", ["virus.exe", "trang.html", "so.xlsx", ""])
def test_what_is_no_scan_is_told_beside_its_field(
    cast: Cast, spent: Transaction, name: str
) -> None:
    sent = {"file": SimpleUploadedFile(name, b"MZ something")} if name else {}
    url = reverse("fund:scan_add", args=[spent.pk])
    answer = cast.client("officer_here").post(url, sent)
    assert list(answer.context["scan_form"].errors) == ["file"]
    assert not spent.scans.exists()


def test_book_says_what_is_spent_without_evidence(
    cast: Cast, box: CashBox, spent: Transaction
) -> None:
    proved = make.make_voucher(box, -100_000)
    attached(proved, cast)
    slip = make.make_voucher(box, -50_000)
    reverse_voucher(entry=slip, day=TODAY, reason="Nhầm", by=cast.officer_here)
    client = cast.client("officer_here")
    page = client.get(box.get_absolute_url()).content.decode()
    assert page.count("chưa có bản chụp chứng từ)") == 1
    shown = client.get(box.get_absolute_url(), {"loai": "chua-chung-tu"}).context["book"]
    assert [line.entry for line in shown.lines] == [spent]


def test_wrong_scan_goes_with_its_file_but_not_from_a_closed_month(
    cast: Cast, box: CashBox, spent: Transaction, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    scan = attached(spent, cast)
    path = Path(scan.file.path)
    with pytest.raises(PermissionDenied):
        remove_scan(scan=scan, by=cast.officer_above)  # not theirs
    with django_capture_on_commit_callbacks(execute=True):
        remove_scan(scan=scan, by=cast.officer_here)
    assert (path.exists(), spent.scans.exists()) == (False, False)

    october = make.make_voucher(box, 5_000, day=dt.date(2026, 10, 5))
    kept = attached(october, cast)
    make.make_closing(cast.district, 2026, 10)
    with pytest.raises(PermissionDenied):
        remove_scan(scan=kept, by=cast.officer_here)
    page = cast.client("officer_here").get(october.get_absolute_url()).content.decode()
    assert reverse("fund:scan_delete", args=[kept.pk]) not in page


@pytest.mark.parametrize("who", ["officer_beside", "member_here", "correspondent", "editor"])
def test_strangers_neither_read_nor_attach(cast: Cast, spent: Transaction, who: str) -> None:
    scan = attached(spent, cast)
    with pytest.raises(PermissionDenied):
        attach_scan(voucher=spent, file=ContentFile(b"x", "a.pdf"), by=getattr(cast, who))
    with pytest.raises(PermissionDenied):
        remove_scan(scan=scan, by=getattr(cast, who))
    assert not VoucherScan.objects.visible_to(getattr(cast, who)).exists()
