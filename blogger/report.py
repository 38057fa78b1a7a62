"""The report of an import: counts by kind and outcome, and notes on what needs attention."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kit.numbers import vn_number

KINDS = {
    "post": "Bài viết",
    "page": "Trang cố định",
    "comment": "Nhận xét",
    "photo": "Ảnh",
    "file": "Tệp đính kèm",
    "tag": "Nhãn",
    "section": "Chuyên mục",
    "address": "Địa chỉ cũ",
}
OUTCOMES = {
    "new": "mới",
    "updated": "cập nhật",
    "same": "đã có, không đổi",
    "kept": "giữ bản ở đây",
    "skipped": "bỏ qua",
}
# Enough examples to see what is meant; the total is always given. Memory and row stay small.
EXAMPLES = 100
LINE = 200


@dataclass
class Note:
    """A note with its count and its first hundred examples."""

    text: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.examples)


class ImportReport:
    """Filled while an import runs; kept as JSON in its row."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._notes: dict[str, Note] = {}

    def count(self, kind: str, outcome: str, number: int = 1) -> None:
        self._counts[kind, outcome] += number

    def note(self, text: str, example: str = "", number: int = 1) -> None:
        note = self._notes.setdefault(text, Note(text))
        note.count += number
        if example and len(note.examples) < EXAMPLES:
            note.examples.append(example if len(example) <= LINE else f"{example[: LINE - 1]}…")

    def skip(self, kind: str, text: str, example: str = "") -> None:
        self.count(kind, "skipped")
        self.note(text, example)

    def keep(self, kind: str, text: str, example: str = "") -> None:
        self.count(kind, "kept")
        self.note(text, example)

    def of(self, kind: str, outcome: str) -> int:
        return self._counts[kind, outcome]

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": [[kind, outcome, n] for (kind, outcome), n in self._counts.items() if n],
            "notes": [[note.text, note.count, note.examples] for note in self._notes.values()],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ImportReport":
        report = cls()
        for kind, outcome, number in data.get("counts", []):
            report.count(kind, outcome, number)
        for text, count, examples in data.get("notes", []):
            report._notes[text] = Note(text, count, examples)
        return report

    @property
    def notes(self) -> list[Note]:
        return list(self._notes.values())

    @property
    def table(self) -> list[tuple[str, list[int]]]:
        """A row for each kind that came up: its name, and a figure for each of `OUTCOMES`."""
        return [
            (label, figures)
            for kind, label in KINDS.items()
            if any(figures := [self._counts[kind, outcome] for outcome in OUTCOMES])
        ]

    def lines(self) -> Iterator[str]:
        """The same for a terminal."""
        for label, figures in self.table:
            counts = [
                f"{vn_number(n)} {outcome}"
                for n, outcome in zip(figures, OUTCOMES.values(), strict=True)
                if n
            ]
            yield f"{label}: {', '.join(counts)}."
        for note in self.notes:
            yield f"{note.text} ({vn_number(note.count)})"
            yield from (f"    {example}" for example in note.examples)
            if note.examples and note.more:
                yield f"    … và {vn_number(note.more)} mục nữa"
