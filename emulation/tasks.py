"""Compacts on the officers' first page: to be agreed to, to be signed, comments to be answered."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from desk.tasks import Task
from kit.numbers import vn_number
from members.models import User

from .actions.signing import represented_units
from .models import Addendum, Compact, CompactComment, Signature, SigningAbsence


def compact_tasks(user: User) -> Iterator[Task]:
    """Nothing for whoever writes emulation in no unit of their own."""
    own = set(represented_units(user))
    if not own:
        return
    at_desk = Compact.objects.at_desk_of(user)
    drafts = at_desk.filter(signed_on__isnull=True).select_related("cluster")
    for compact in drafts:
        if compact.is_open_for_signing:
            yield from _to_sign(compact, own, "emulation_desk:compact_sign")
        else:
            yield from _to_agree(compact, own)
    addenda = Addendum.objects.filter(
        compact__in=at_desk, signing_since__isnull=False, frozen_at__isnull=True
    )
    for addendum in addenda.select_related("compact__cluster"):
        yield from _to_sign(addendum, own, "emulation_desk:addendum_sign")
    yield from _to_answer(user)


def _to_sign(text: Any, own: set[int], page: str) -> Iterator[Task]:
    done = {
        *Signature.objects.of(text).values_list("unit", flat=True),
        *SigningAbsence.objects.of(text).values_list("unit", flat=True),
    }
    if own & set(text.units.values_list("pk", flat=True)) - done:
        yield Task(
            f"Ký: {text}", reverse(page, args=[text.pk]), "pen-line",
            "Đang mở ký; đọc toàn văn rồi ký thay mặt đơn vị.", is_urgent=True,
        )  # fmt: skip


def _to_agree(compact: Compact, own: set[int]) -> Iterator[Task]:
    if not compact.sections.exists():
        return  # nothing to read yet
    agreed = compact.agreements.filter(text_hash=compact.current_hash)
    waiting = own & set(compact.units.values_list("pk", flat=True))
    if waiting - set(agreed.values_list("unit", flat=True)):
        yield Task(
            f"Góp ý, đồng ý dự thảo: {compact}", compact.get_desk_url(), "message-circle",
            "Đọc bản dự thảo, góp ý hoặc bấm “Đồng ý”.",
        )  # fmt: skip


def _to_answer(user: User) -> Iterator[Task]:
    led = Compact.objects.led_by(user).filter(signed_on__isnull=True, signing_since__isnull=True)
    comments = CompactComment.objects.unanswered().filter(compact__in=led).order_by("pk")
    if count := comments.count():
        first = comments.select_related("compact")[0]
        yield Task(
            f"{vn_number(count)} góp ý dự thảo giao ước chờ trả lời",
            f"{first.compact.get_desk_url()}#gop-y", "message-circle",
        )  # fmt: skip
