"""Certificates: what is written on one, and where each line of it stands on the paper, in millimetres."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kit.dates import written_date
from kit.lettering import LEADING, MM_PER_POINT, fit, width_of

from .models import CertificateLayout, Grant, LayoutField, Recipient, Writing

PLACE = "Thành phố Hồ Chí Minh"
Texts = dict[str, str]

# For a preview and a test sheet: as long as such texts are wont to be.
SAMPLE: Texts = {
    Writing.AUTHORITY: "Ban Thường vụ Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh",
    Writing.TITLE: "Giấy khen",
    Writing.HONORIFIC: "Đồng chí",
    Writing.RECIPIENT: "Nguyễn Thị Phương Thảo",
    Writing.UNIT: "Hội viên Chi hội Phường 11, Quận Bình Thạnh",
    Writing.ACHIEVEMENT: "Đã có thành tích xuất sắc trong phong trào thi đua, trong công tác Hội"
    " và nghĩa tình đồng đội năm 2025",
    Writing.DECISION: "Quyết định số 15/QĐ-HCCA, ngày 20 tháng 12 năm 2025",
    Writing.BOOK: "Vào sổ khen thưởng số: 15/2025",
    Writing.PLACE_DAY: f"{PLACE}, ngày 20 tháng 12 năm 2025",
    Writing.SIGNER_POST: "TM. Ban Thường vụ – Chủ tịch",
    Writing.SIGNER: "Trần Văn Minh Họa",
}


def texts_of(grant: Grant) -> Texts:
    """What the certificate of a grant says."""
    nominee, decision = grant.nominee, grant.decision
    if grant.recipient == Recipient.COLLECTIVE:
        honorific, name = "Tập thể", str(grant.unit or "")
        unit = grant.unit.parent.name if grant.unit and grant.unit.parent else ""
    else:
        is_household = grant.recipient == Recipient.HOUSEHOLD
        honorific = "Gia đình đồng chí" if is_household else "Đồng chí"
        name = grant.member.full_name if grant.member else ""
        unit = f"Hội viên {nominee.dossier.unit.distinct_label}"
    return {
        Writing.AUTHORITY: decision.authority,
        Writing.TITLE: _title(nominee.award_label),
        Writing.HONORIFIC: honorific,
        Writing.RECIPIENT: name,
        Writing.UNIT: unit,
        Writing.ACHIEVEMENT: _achievement(nominee.dossier.title, grant.year),
        Writing.DECISION: f"Quyết định số {decision.number}, {written_date(decision.signed_on)}",
        Writing.BOOK: f"Vào sổ khen thưởng số: {grant.book_label or '…………'}",
        Writing.PLACE_DAY: f"{PLACE}, {written_date(decision.signed_on)}",
        Writing.SIGNER_POST: decision.signer_post,
        Writing.SIGNER: decision.signer,
    }


def _title(award: str) -> str:
    """ "Bằng khen" of "Bằng khen của Chủ tịch …": who gives it stands elsewhere."""
    return award.split(" của ", 1)[0]


def _achievement(title: str, year: int) -> str:
    texts = title.strip().rstrip(".")
    if not texts.casefold().startswith("đã "):
        texts = f"Đã có {texts[:1].lower()}{texts[1:]}"
    return texts if str(year) in texts else f"{texts} năm {year}"


@dataclass(frozen=True)
class Line:
    """A line of letters, its numbers as an SVG takes them: with a dot, in millimetres."""

    text: str
    x: str
    y: str
    size: str
    anchor: str
    is_bold: bool
    squeezed_to: str  # the width into which the browser squeezes it, else ""


@dataclass(frozen=True)
class Frame:
    """The place of a piece of writing, drawn on a preview and on a test sheet."""

    label: str
    x: str
    y: str
    width: str
    height: str
    foot: str


def mm(value: Any) -> str:
    """A number for an SVG attribute."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def lines_of(fields: Iterable[LayoutField], texts: Texts) -> list[Line]:
    """The lines of one certificate. No queries beyond the fields."""
    lines = []
    for field in fields:
        text = texts[field.writing]
        text = text.upper() if field.is_upper else text
        if not text:
            continue
        x, width = float(field.x), float(field.width)
        fitted = fit(text, size=float(field.size), width=width, lines=field.lines)
        at = x + width * {"start": 0, "middle": 0.5, "end": 1}[field.align]
        for number, row in enumerate(fitted.lines):
            too_wide = fitted.is_squeezed and width_of(row, fitted.size) > width
            lines.append(
                Line(
                    text=row,
                    x=mm(at),
                    y=mm(float(field.y) + number * fitted.size * MM_PER_POINT * LEADING),
                    size=mm(fitted.size * MM_PER_POINT),
                    anchor=field.align,
                    is_bold=field.is_bold,
                    squeezed_to=mm(width) if too_wide else "",
                )
            )
    return lines


def frames_of(fields: Iterable[LayoutField]) -> list[Frame]:
    """Where each piece of writing has its room: from the top of its first line to the last one's foot."""
    frames = []
    for field in fields:
        letters = float(field.size) * MM_PER_POINT
        height = letters * (1 + (field.lines - 1) * LEADING) + letters * 0.3
        frames.append(
            Frame(
                str(field), mm(field.x), mm(float(field.y) - letters), mm(field.width), mm(height),
                mm(field.y),
            )
        )  # fmt: skip
    return frames


def sheet_of(layout: CertificateLayout) -> dict[str, Any]:
    """The paper itself: its size, what everything is moved by, and the lines of the Hội's own frame."""
    width, height = float(layout.width), float(layout.height)
    inset = [(edge, width - 2 * edge, height - 2 * edge) for edge in (9, 11.5, 13)]
    corner = min(width, height) * 0.11
    emblem = min(width, height) * 0.115
    return {
        "width": mm(width),
        "height": mm(height),
        "shift": f"translate({mm(layout.nudge_x)} {mm(layout.nudge_y)})",
        "is_blank": layout.is_blank,
        "frames": [
            {"at": mm(edge), "width": mm(across), "height": mm(down)}
            for edge, across, down in inset
        ],
        "corners": [
            f"translate({mm(x)} {mm(y)}) scale({a * corner / 20:.3f} {b * corner / 20:.3f})"
            for x, a in ((13, 1), (width - 13, -1))
            for y, b in ((13, 1), (height - 13, -1))
        ],
        "middle": mm(width / 2),
        "motto": [mm(height * 0.115), mm(height * 0.145)],
        "motto_size": [mm(height * 0.022), mm(height * 0.021)],
        "rule": [
            mm(width / 2 - height * 0.11),
            mm(width / 2 + height * 0.11),
            mm(height * 0.155 + 0.6),
        ],
        "emblem": [mm((width - emblem) / 2), mm(height * 0.18), mm(emblem)],
    }


def grid_of(layout: CertificateLayout) -> dict[str, Any]:
    """The lines of a test sheet: each 5 mm, each 10 mm with its number."""
    across, down = int(layout.width), int(layout.height)
    return {
        "fine_x": [n for n in range(5, across + 1, 5) if n % 10],
        "fine_y": [n for n in range(5, down + 1, 5) if n % 10],
        "x": list(range(10, across - 4, 10)),
        "y": list(range(10, down - 2, 10)),
    }
