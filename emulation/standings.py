"""What the sheets of a cycle are worth: read once for all its units, then plain arithmetic.

Values come from the database in a fixed number of queries, however many units there are;
`emulation.scoring` knows the rest. A criterion that is scored against the leader needs all units at
once, so a single sheet is never added up alone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from .models import (
    Criterion,
    Cycle,
    FinalBy,
    Mark,
    PeerMark,
    PeerSheet,
    ScoreSheet,
    Ties,
    in_outline,
    rules_of,
)
from .scoring import Item, Kind, Part, Sheet, leaders, points_of, rounded, score

Values = Mapping[int, Decimal | None]  # by criterion
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class SheetLine:
    """A line of a sheet: the criterion as the outline numbers it, and what is written of it."""

    code: str
    depth: int
    criterion: Criterion
    mark: Mark | None
    points: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def is_section(self) -> bool:
        return self.criterion.is_section

    @property
    def is_left_out(self) -> bool:
        return self.mark is not None and self.mark.is_left_out

    @property
    def own_target(self) -> Decimal | None:
        return self.mark.target if self.mark else None

    @property
    def value_label(self) -> str:
        """What the unit wrote, as people say it."""
        if self.is_left_out:
            return "không giao"
        return self.criterion.worded(self.mark.value) if self.mark else ""


class CycleScores:
    """The criteria, sheets and values of one cycle.

    `proposed`: values of the council that are not saved yet, by sheet and criterion, to see what
    they would move.
    """

    def __init__(
        self, cycle: Cycle, proposed: Mapping[tuple[int, int], Decimal | None] | None = None
    ) -> None:
        self.cycle, self.proposed = cycle, proposed or {}
        criteria_set = cycle.criteria_set
        self.outline = in_outline(criteria_set.criteria.all()) if criteria_set else []
        self.limits = (
            {"bonus_limit": criteria_set.bonus_limit, "penalty_limit": criteria_set.penalty_limit}
            if criteria_set
            else {}
        )
        self.leaves = [row for _, _, row in self.outline if not row.is_section]
        self.sheets: list[ScoreSheet] = list(
            cycle.sheets.select_related("unit__parent").prefetch_related("extensions")
        )
        for sheet in self.sheets:
            sheet.cycle = cycle  # its days are asked again and again
        self.rules = rules_of(cycle)

    @cached_property
    def marks(self) -> dict[int, dict[int, Mark]]:
        """What is written, by sheet and criterion."""
        rows: dict[int, dict[int, Mark]] = {sheet.pk: {} for sheet in self.sheets}
        for mark in Mark.objects.filter(sheet__cycle=self.cycle).order_by():
            rows[mark.sheet_id][mark.criterion_id] = mark
        return rows

    def left_out(self, sheet: ScoreSheet) -> set[int]:
        """Criteria that the unit is not asked for."""
        return self._left_out[sheet.pk]

    @cached_property
    def _left_out(self) -> dict[int, set[int]]:
        return {
            pk: {key for key, mark in marks.items() if mark.is_left_out}
            for pk, marks in self.marks.items()
        }

    def items_of(self, sheet: ScoreSheet) -> list[Item]:
        """The criteria as they are for that unit: with the targets laid down for it alone."""
        marks = self.marks[sheet.pk]
        return [
            replace(row.item, target=marks[row.pk].target)
            if row.pk in marks and marks[row.pk].target is not None
            else row.item
            for _, _, row in self.outline
        ]

    def self_values(self, sheet: ScoreSheet) -> dict[int, Decimal | None]:
        return {key: mark.value for key, mark in self.marks[sheet.pk].items()}

    def scored(self, values: Mapping[int, Values]) -> dict[int, Sheet]:
        """The sheets with these values, by their keys; the leader is the greatest among them."""
        by_key = {sheet.pk: sheet for sheet in self.sheets if sheet.pk in values}
        left_out = {key: self.left_out(sheet) for key, sheet in by_key.items()}
        counted = [
            {key: value for key, value in values[pk].items() if key not in left_out[pk]}
            for pk in by_key
        ]
        leading = leaders([row.item for row in self.leaves], counted)
        return {
            pk: score(
                self.items_of(sheet), values[pk], leading=leading, not_assigned=left_out[pk],
                **self.limits,
            )
            for pk, sheet in by_key.items()
        }  # fmt: skip

    def self_scores(
        self, own: ScoreSheet | None = None, typed: Values | None = None
    ) -> dict[int, Sheet]:
        """What the units gave themselves: of the sheets handed in, and of `own` as it stands, or as it
        would with the values `typed`."""
        keys = {sheet.pk for sheet in self.sheets if sheet.is_submitted}
        if own is not None:
            keys.add(own.pk)
        values: dict[int, Values] = {
            sheet.pk: self.self_values(sheet) for sheet in self.sheets if sheet.pk in keys
        }
        if own is not None and typed is not None:
            values[own.pk] = {**values[own.pk], **typed}
        return self.scored(values)

    def lines(self, sheet: ScoreSheet, scored: Sheet | None = None) -> list[SheetLine]:
        """The outline with what the sheet says of each criterion."""
        marks = self.marks[sheet.pk]
        return [
            SheetLine(
                code, depth, row, marks.get(row.pk),
                scored.points[row.pk] if scored else None,
                scored.maxima[row.pk] if scored else None,
            )
            for code, depth, row in self.outline
        ]  # fmt: skip

    # --- Peers and council: what counts ---------------------------------------------------------

    @cached_property
    def peer_sheets(self) -> list[PeerSheet]:
        """Those handed in, once the cross-check is over; before that none, whoever looks."""
        if not self.rules.is_opened:
            return []
        rows = PeerSheet.objects.filter(sheet__cycle=self.cycle, submitted_at__isnull=False)
        return list(rows.select_related("scorer").order_by("scorer__sort_order", "pk"))

    @cached_property
    def peer_marks(self) -> dict[int, dict[int, PeerMark]]:
        """By peer sheet and criterion."""
        rows: dict[int, dict[int, PeerMark]] = {peer.pk: {} for peer in self.peer_sheets}
        if rows:
            marks = PeerMark.objects.filter(
                peer_sheet__sheet__cycle=self.cycle, peer_sheet__submitted_at__isnull=False
            )
            for mark in marks.order_by():
                rows[mark.peer_sheet_id][mark.criterion_id] = mark
        return rows

    @cached_property
    def peers_of(self) -> dict[int, list[PeerSheet]]:
        """The peer sheets of each sheet."""
        rows: dict[int, list[PeerSheet]] = {sheet.pk: [] for sheet in self.sheets}
        for peer in self.peer_sheets:
            rows[peer.sheet_id].append(peer)
        return rows

    def given_by_peers(self, sheet: ScoreSheet, criterion: Criterion) -> list[Decimal]:
        marks = (self.peer_marks[peer.pk].get(criterion.pk) for peer in self.peers_of[sheet.pk])
        return [mark.value for mark in marks if mark is not None and mark.value is not None]

    def final_value(self, sheet: ScoreSheet, criterion: Criterion) -> Decimal | None:
        """The value that counts, by the declared rule; None while there is none. Never the unit's
        own."""
        mark = self.marks[sheet.pk].get(criterion.pk)
        stored = mark.council_value if mark else None
        council = self.proposed.get((sheet.pk, criterion.pk), stored)
        if self.rules.final_by == FinalBy.COUNCIL:
            return council
        if self.rules.final_by == FinalBy.COUNCIL_FIRST and council is not None:
            return council
        return averaged(criterion, self.given_by_peers(sheet, criterion))

    def final_values(self, sheet: ScoreSheet) -> dict[int, Decimal | None]:
        return {row.pk: self.final_value(sheet, row) for row in self.leaves}

    @cached_property
    def final_scores(self) -> dict[int, Sheet]:
        return self.scored({sheet.pk: self.final_values(sheet) for sheet in self.sheets})

    def open_claims(self, sheet: ScoreSheet) -> list[int]:
        """Bonus and penalty that the unit wrote of itself, or a peer of it, and that nobody who
        counts has judged yet: left empty, they would count as none."""
        scored, marks = self.final_scores[sheet.pk], self.marks[sheet.pk]
        return [
            row.pk
            for row in self.leaves
            if row.part != Part.BASE
            and scored.points[row.pk] is None
            and row.pk not in self.left_out(sheet)
            and row.pk in marks
            and marks[row.pk].value
        ]

    def unscored(self, sheet: ScoreSheet) -> list[str]:
        """What has no final score yet, in words."""
        keys = [*self.final_scores[sheet.pk].missing, *self.open_claims(sheet)]
        return self.named(keys)

    @cached_property
    def standings(self) -> "list[Standing]":
        """The units in their order: by the total carried over to the full scale, ties by the
        declared policy; what is alike then shares its place."""
        rows = [(self._order_key(sheet), sheet) for sheet in self.sheets]
        rows.sort(key=lambda row: row[0], reverse=True)
        keys = [key for key, _ in rows]
        return [
            Standing(
                sheet, self.final_scores[sheet.pk], keys.index(key) + 1, self.percent_of(sheet),
                keys.count(key) > 1,
            )
            for key, sheet in rows
        ]  # fmt: skip

    def _order_key(self, sheet: ScoreSheet) -> tuple[Decimal, ...]:
        scored = self.final_scores[sheet.pk]
        second = {
            Ties.SHARED: Decimal(0),
            Ties.BASE: _carried_over(scored),
            Ties.VOTES: Decimal(sheet.votes or 0),
        }
        return (scored.comparable, second[Ties(self.rules.ties)])

    def percent_of(self, sheet: ScoreSheet) -> Decimal:
        """The total as a share of the scale, at most all of it: bonus does not leave the scale."""
        scored = self.final_scores[sheet.pk]
        if not scored.full_maximum:
            return Decimal(0)
        return min(HUNDRED, rounded(scored.comparable * HUNDRED / scored.full_maximum))

    def unvoted_ties(self) -> list[ScoreSheet]:
        """Units of one total without a vote, where votes decide."""
        if self.rules.ties != Ties.VOTES:
            return []
        totals = [row.scored.comparable for row in self.standings]
        return [
            row.sheet
            for row in self.standings
            if row.sheet.votes is None and totals.count(row.scored.comparable) > 1
        ]

    # --- Side by side ---------------------------------------------------------------------------

    def points_for(
        self, sheet: ScoreSheet, criterion: Criterion, value: Decimal | None
    ) -> Decimal | None:
        """What that value would be worth beside the final values of the others."""
        if value is None or criterion.pk in self.left_out(sheet):
            return None
        items = {item.key: item for item in self.items_of(sheet)}
        return points_of(items[criterion.pk], value, self._leading.get(criterion.pk, Decimal(0)))

    @cached_property
    def _leading(self) -> dict[int, Decimal]:
        values = []
        for sheet in self.sheets:
            out = self.left_out(sheet)
            values.append({k: v for k, v in self.final_values(sheet).items() if k not in out})
        return leaders([row.item for row in self.leaves], values)

    def judgements(self, sheet: ScoreSheet) -> "dict[int, Judgement]":
        """Self, peers and council of each criterion side by side."""
        items = {item.key: item for item in self.items_of(sheet)}
        final, marks = self.final_values(sheet), self.marks[sheet.pk]
        peers = self.peers_of[sheet.pk]
        return {
            row.pk: _judged(
                row, items[row.pk], self._leading.get(row.pk, Decimal(0)), marks.get(row.pk),
                [(peer, self.peer_marks[peer.pk].get(row.pk)) for peer in peers],
                final[row.pk], self.rules.flagged_from,
            )
            for row in self.leaves
        }  # fmt: skip

    def deviations(self) -> "list[Deviation]":
        """How far each scorer's points stand from the mean of all scorers, on average over what it
        scored: who gives much, who gives little."""
        distances: dict[int, list[Decimal]] = {}
        names: dict[int, str] = {}
        for sheet in self.sheets:
            items = {item.key: item for item in self.items_of(sheet)}
            for row in self.leaves:
                given = [
                    (
                        peer,
                        points_of(items[row.pk], mark.value, self._leading.get(row.pk, Decimal(0))),
                    )
                    for peer in self.peers_of[sheet.pk]
                    if (mark := self.peer_marks[peer.pk].get(row.pk)) is not None
                    and mark.value is not None
                ]
                if len(given) < 2:
                    continue
                mean = sum((points for _, points in given), Decimal(0)) / len(given)
                for peer, points in given:
                    names[peer.scorer_id] = str(peer.scorer)
                    distances.setdefault(peer.scorer_id, []).append(points - mean)
        return [
            Deviation(names[key], rounded(sum(values, Decimal(0)) / len(values)), len(values))
            for key, values in distances.items()
        ]

    def missing_of(self, sheet: ScoreSheet) -> list[str]:
        """What the unit has not scored yet, as the outline numbers it."""
        scored = score(
            self.items_of(sheet), self.self_values(sheet), not_assigned=self.left_out(sheet)
        )
        return self.named(scored.missing)

    def named(self, keys: Iterable[int]) -> list[str]:
        """ "1.2. Thăm hỏi": in the outline's order."""
        wanted = set(keys)
        return [f"{code}. {row.title}" for code, _, row in self.outline if row.pk in wanted]


@dataclass(frozen=True)
class Standing:
    """A unit's place. `percent`: of the scale, by which its grade is proposed."""

    sheet: ScoreSheet
    scored: Sheet
    place: int
    percent: Decimal
    is_shared: bool


@dataclass(frozen=True)
class Given:
    """What one of the scorers gives, and what it is worth."""

    who: str
    value: Decimal | None
    points: Decimal | None
    remark: str
    label: str  # the value as people say it


@dataclass(frozen=True)
class Judgement:
    """A criterion of one unit as all scorers see it."""

    own: Given
    peers: list[Given]
    council: Given
    final: Decimal | None
    points: Decimal | None
    final_label: str
    explanation: str
    is_flagged: bool


@dataclass(frozen=True)
class Deviation:
    """A scorer's mean distance from the others, in points, over so many criteria."""

    who: str
    mean: Decimal
    count: int

    @property
    def distance(self) -> Decimal:
        """The mean without its sign, which words tell."""
        return abs(self.mean)


def _judged(
    criterion: Criterion, item: Item, leader: Decimal, mark: Mark | None,
    peers: list[tuple[PeerSheet, PeerMark | None]], final: Decimal | None, flagged_from: Decimal,
) -> Judgement:  # fmt: skip
    is_out = mark is not None and mark.is_left_out

    def given(who: str, value: Decimal | None, remark: str) -> Given:
        worth = None if value is None or is_out else points_of(item, value, leader)
        return Given(who, value, worth, remark, criterion.worded(value))

    own = given("tự chấm", mark.value if mark else None, mark.remark if mark else "")
    council = given(
        "hội đồng", mark.council_value if mark else None, mark.council_remark if mark else ""
    )
    others = [
        given(str(peer.scorer), row.value if row else None, row.remark if row else "")
        for peer, row in peers
    ]
    points = [
        given_points.points
        for given_points in (own, council, *others)
        if given_points.points is not None
    ]
    scale = criterion.maximum or max(points, default=Decimal(0))
    apart = max(points, default=Decimal(0)) - min(points, default=Decimal(0))
    is_flagged = bool(scale) and apart * HUNDRED >= flagged_from * scale and apart > 0
    worth = None if final is None or is_out else points_of(item, final, leader)
    return Judgement(
        own,
        others,
        council,
        final,
        worth,
        criterion.worded(final),
        mark.explanation if mark else "",
        is_flagged,
    )


def averaged(criterion: Criterion, values: Collection[Decimal]) -> Decimal | None:
    """The peers' values as one: their mean; of yes or no what most say, and nothing where they are
    even, so that the council decides."""
    if not values:
        return None
    mean = sum(values, Decimal(0)) / len(values)
    if criterion.kind != Kind.YES_NO:
        return rounded(mean)
    if mean == Decimal("0.5"):
        return None
    return Decimal(1) if mean > Decimal("0.5") else Decimal(0)


def _carried_over(scored: Sheet) -> Decimal:
    """The base points as if everything had been asked of the unit."""
    if not scored.base_maximum:
        return Decimal(0)
    return rounded(scored.base * scored.full_maximum / scored.base_maximum)


def value_error(criterion: Criterion, value: Decimal | None) -> str:
    """Why a criterion can't have that value, in a sentence; "" where it can."""
    if value is None:
        return ""
    if criterion.kind == Kind.YES_NO and value not in (0, 1):
        return "Chỉ chọn có hoặc không."
    if value < 0:
        return "Không ghi số âm."
    if criterion.kind == Kind.JUDGED and criterion.maximum and value > criterion.maximum:
        return "Nhiều hơn điểm tối đa."
    return ""


@dataclass(frozen=True)
class Move:
    """What a correction does to a unit: its total and place before and after."""

    unit: str
    before: Decimal
    after: Decimal
    place_before: int
    place_after: int


def moves_by(cycle: Cycle, sheet: ScoreSheet, proposed: Mapping[int, Decimal | None]) -> list[Move]:
    """What the council's values for one unit would move of the other units. Where a criterion is
    scored against the leader, a late correction moves everybody; places move in any case."""
    now = {row.sheet.pk: row for row in CycleScores(cycle).standings}
    values = {(sheet.pk, key): value for key, value in proposed.items()}
    then = {row.sheet.pk: row for row in CycleScores(cycle, values).standings}
    return [
        Move(
            str(row.sheet.unit), row.scored.comparable, then[pk].scored.comparable, row.place,
            then[pk].place,
        )
        for pk, row in now.items()
        if pk != sheet.pk
        and (row.scored.comparable, row.place) != (then[pk].scored.comparable, then[pk].place)
    ]  # fmt: skip
