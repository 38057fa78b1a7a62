"""QR codes as one path of an inline SVG; the security policy allows attributes but no inline style."""

from dataclasses import dataclass

import segno

# White modules that scanners need around the code (ISO/IEC 18004).
QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """`path` draws the dark modules in a square of `side` modules, the white border included."""

    path: str
    side: int


def qr_code(text: str) -> QrCode:
    """A code readable with up to a quarter of it damaged (level Q)."""
    rows = segno.make_qr(text, error="q", boost_error=False).matrix
    parts = []
    for y, row in enumerate(rows, QUIET):
        start = None
        # Runs of dark modules, so that the path stays short; a light one ends the last run.
        for x, is_dark in enumerate([*row, 0], QUIET):
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                parts.append(f"M{start} {y}h{x - start}v1H{start}z")
                start = None
    return QrCode("".join(parts), len(rows) + 2 * QUIET)
