"""Attaching scans to vouchers, and taking wrong ones away."""

from django.contrib.admin.models import DELETION, LogEntry
from django.core.files import File
from django.db import transaction

from desk.versions import SENT_TWICE_WITHIN
from kit.dates import lately
from members.actions.permission import Given, edits, needs
from members.files import delete_after_commit
from members.models import User

from ..models import Transaction, VoucherScan


@needs(edits("voucher"))
@transaction.atomic
def attach_scan(*, voucher: Transaction, file: File, by: User) -> VoucherScan:
    """Stores a scan of what the voucher rests on; the same file sent twice by a double click is
    stored once."""
    Transaction.objects.select_for_update(of=("self",)).get(pk=voucher.pk)
    for scan in voucher.scans.filter(added_by=by, added_at__range=lately(SENT_TWICE_WITHIN)):
        if _is_same(scan.file, file):
            return scan
    return VoucherScan.objects.create(voucher=voucher, file=file, added_by=by)


def _is_same(kept: File, sent: File) -> bool:
    """Whether both hold the same, letter by letter; what is gone from the storage is the same as
    nothing."""
    try:
        if kept.size != sent.size:
            return False
        with kept.open("rb") as stored:
            content = stored.read()
    except OSError:
        return False
    sent.seek(0)
    is_same: bool = sent.read() == content
    sent.seek(0)
    return is_same


def _may_remove(by: User, given: Given) -> bool:
    return bool(given["scan"].can_be_removed_by(by))


@needs(edits("scan.voucher"), _may_remove)
@transaction.atomic
def remove_scan(*, scan: VoucherScan, by: User) -> None:
    """Deletes a scan that was attached by mistake, with its file; the log keeps who did so."""
    LogEntry.objects.log_actions(by.pk, [scan], DELETION, "Bỏ bản chụp chứng từ.")
    storage, name = scan.file.storage, scan.file.name
    scan.delete()
    delete_after_commit(storage, [name])
