"""What an event proves: its facts as they are recorded, with a code by which a paper is compared."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from kit.numbers import vn_number

from .contests import ranking_of
from .models import Attendance, Event, EventPhoto, Minutes

CODE_LETTERS = 16
PHOTOS_PRINTED = 4


@dataclass(frozen=True)
class Evidence:
    """The facts in words, and the code: the same facts have the same code, whenever it is asked."""

    facts: Sequence[tuple[str, str]]
    photos: Sequence[EventPhoto]
    code: str


def evidence_of(event: Event) -> Evidence:
    """The event's evidence as of now; asked by its sheet, and by whoever counts events as results.

    The code covers the facts, the photographs' and the papers' digests: a sheet printed before a
    correction bears another one. People are counted, never named.
    """
    photos, papers = list(event.photos.all()), list(event.documents.all())
    facts = [fact for fact in _facts(event, len(photos), len(papers)) if fact[1]]
    proofs = sorted(file.digest or str(file.pk) for file in (*photos, *papers))
    text = "\n".join([*(f"{name}: {value}" for name, value in facts), *proofs])
    digest = hashlib.sha256(text.encode()).hexdigest()[:CODE_LETTERS].upper()
    code = "-".join(digest[n : n + 4] for n in range(0, CODE_LETTERS, 4))
    return Evidence(facts, photos[:PHOTOS_PRINTED], code)


def present_at(event: Event) -> str:
    """ "18 trên 21 hội viên" as the closed minutes keep it, else as ticked; "" where nobody ticked."""
    minutes = Minutes.objects.filter(event=event, closed_at__isnull=False).first()
    if minutes is not None and minutes.present is not None and minutes.total is not None:
        return f"{vn_number(minutes.present)} trên {vn_number(minutes.total)} hội viên"
    present = Attendance.objects.present().filter(event=event).count()
    return f"{vn_number(present)} hội viên" if present else ""


def _facts(event: Event, photo_count: int, paper_count: int) -> list[tuple[str, str]]:
    hosts = [host.unit.distinct_label for host in event.event_hosts.select_related("unit__parent")]
    minutes = Minutes.objects.filter(event=event, closed_at__isnull=False).first()
    results = list(event.results.select_related("unit__parent"))
    ranks = "; ".join(f"{row.place}. {row.team}" for row in ranking_of(results))
    return [
        ("Sự kiện", event.title),
        ("Loại", event.kind.name),
        ("Tình trạng", _state(event)),
        ("Thời gian", event.when),
        ("Địa điểm", event.place),
        ("Đơn vị tổ chức", event.unit.distinct_full_name),
        ("Cùng chủ trì", "; ".join(hosts)),
        ("Có mặt", present_at(event)),
        ("Khách dự", vn_number(minutes.guest_count) if minutes and minutes.guest_count else ""),
        ("Biên bản", "đã chốt" if minutes else "chưa có biên bản đã chốt"),
        ("Kết luận, quyết nghị", minutes.decisions if minutes else ""),
        ("Kết quả", event.outcome),
        ("Xếp hạng toàn đoàn", ranks),
        ("Ảnh, tài liệu lưu trong sổ", f"{photo_count} ảnh, {paper_count} tài liệu"),
    ]


def _state(event: Event) -> str:
    if event.is_cancelled:
        return "đã hủy"
    return "đã diễn ra" if event.is_over else "chưa kết thúc"
