"""Somebody who solves the sums: exact bounds of what public figures leave open. No library: a table of
a few dozen cells is small, and fractions are exact."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

Cell = Any  # whatever can stand in a dictionary
Row = list[Fraction]


class Attacker:
    """Collects equations "these cells together are so much", each cell a number from 0 on."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = list(cells)
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.known: list[tuple[Row, Fraction]] = []
        self._solved: tuple[list[Row], list[int]] | None = None

    def learn(self, weights: Mapping[Cell, int] | Iterable[Cell], total: int) -> None:
        """Cells (each once, or as often as `weights` says) add up to `total`."""
        row = [Fraction(0)] * len(self.cells)
        pairs = weights.items() if isinstance(weights, Mapping) else ((cell, 1) for cell in weights)
        for cell, weight in pairs:
            row[self.place[cell]] += weight
        self.known.append((row, Fraction(total)))
        self._solved = None

    def bounds(self, cells: Iterable[Cell]) -> tuple[Any, Any]:
        """The least and the most that these cells can be together, exactly. ValueError if the figures
        contradict one another."""
        goal = [Fraction(0)] * len(self.cells)
        for cell in cells:
            goal[self.place[cell]] += 1
        least = -self._most([-value for value in goal])
        return least, self._most(goal)

    def _most(self, goal: Sequence[Fraction]) -> Fraction:
        table, basis = self._feasible()
        table = [row[:] for row in table]
        basis = basis[:]
        return _maximise(table, basis, [*goal])

    def _feasible(self) -> tuple[list[Row], list[int]]:
        """A first solution, by a slack for each equation that has to vanish (the simplex's phase one)."""
        if self._solved is None:
            count, size = len(self.known), len(self.cells)
            table = [
                [*row, *(Fraction(n == m) for m in range(count)), total]
                for n, (row, total) in enumerate(self.known)
            ]
            basis = [size + n for n in range(count)]
            goal = [Fraction(0)] * size + [Fraction(-1)] * count
            if _maximise(table, basis, goal):
                raise ValueError("The figures contradict one another.")
            kept, chosen = [], []
            for row, column in zip(table, basis, strict=True):
                if (
                    column >= size
                ):  # a slack that stayed, at nothing: its equation says nothing more
                    other = next((c for c in range(size) if row[c]), None)
                    if other is None:
                        continue
                    _pivot(table, table.index(row), other)
                    column = other
                chosen.append(column)
                kept.append(row)
            self._solved = ([[*row[:size], row[-1]] for row in kept], chosen)
        return self._solved


def _maximise(table: list[Row], basis: list[int], goal: Row) -> Fraction:
    """Moves `table` to where the goal is largest, and returns that. Bland's rule, so it ends."""
    while True:
        prices = [goal[column] for column in basis]
        entering = None
        for column in range(len(goal)):
            gain = goal[column] - sum(
                (price * row[column] for price, row in zip(prices, table, strict=True) if price),
                Fraction(0),
            )
            if gain > 0:
                entering = column
                break
        if entering is None:
            return sum((p * row[-1] for p, row in zip(prices, table, strict=True)), Fraction(0))
        steps = [
            (row[-1] / row[entering], basis[n], n)
            for n, row in enumerate(table)
            if row[entering] > 0
        ]
        if not steps:
            raise ValueError("There is no most.")
        _, _, leaving = min(steps)
        _pivot(table, leaving, entering)
        basis[leaving] = entering


def _pivot(table: list[Row], leaving: int, entering: int) -> None:
    lead = table[leaving][entering]
    table[leaving][:] = [value / lead for value in table[leaving]]
    for n, row in enumerate(table):
        if n != leaving and (factor := row[entering]):
            row[:] = [a - factor * b if b else a for a, b in zip(row, table[leaving], strict=True)]
