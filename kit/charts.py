"""Charts drawn on the server: accessible to screen readers, printable, without style attributes."""

import math
import zlib
from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kit.numbers import vn_number

Number = int | float | Decimal
Value = Number | None

NO_DATA = "Chưa có số liệu"
MAX_SERIES = 3

# Sizes are in the viewBox's units; the style sheet keeps the drawing so small that a unit is at
# most a pixel or so, hence the letters stay as large as the text around.
_FONT = 16
_LETTER = 0.56 * _FONT  # a little over the average width of a letter
_LINE = 22
_COLUMN_WIDTH = 480
_PLOT_HEIGHT = 170
_TICKS = 4

_PLACE = 15  # the half of a rank's circle
_MARGIN = 20  # to the middle of the first: half of "2024"
_ROW = 40
_BAND = 28  # of a pyramid
_STEP = 64  # the least from one year to the next
_DASHES = ("", "9 5", "2 4", "12 4 2 4")

# Distinguishable without colour: solid, striped, and hollow with dots.
_STRIPES = '<path d="M0 8 8 0" stroke="currentColor" stroke-width="3"/>'
_DOTS = '<circle cx="4" cy="4" r="1.8" fill="currentColor"/>'


def bar_chart(
    rows: Sequence[tuple[str, Value]], *, unit: str = "", whole: float | None = None
) -> SafeString:
    """Horizontal bars, one per row, each beside its label and figure.

    A list of terms in which only the bars are drawn: the words wrap, grow with the reader's letters
    and are read aloud as they stand, which text inside a drawing can't. Each bar is a share of the
    longest, so the drawing has no size of its own. None is "chưa có số liệu"; a figure below zero
    is written but has no bar. `whole`: what a full bar stands for, 100 where figures are percents.
    """
    figures = [(label, _usable(value)) for label, value in rows]
    if not any(value is not None for _, value in figures):
        return format_html('<p class="chart-empty">{}</p>', NO_DATA)
    top = max(value or 0 for _, value in figures) if whole is None else whole
    items = format_html_join(
        "",
        "<div><dt>{}</dt><dd><span>{}</span>{}</dd></div>",
        ((label, _figure(value, unit), _bar(value, top)) for label, value in figures),
    )
    return format_html('<dl class="bars">{}</dl>', items)


def share_bar(percent: Value) -> SafeString:
    """A bar alone, for a table's cell, beside its figure in words; more than all of it is a full one."""
    return _bar(min(100.0, _usable(percent) or 0), 100)


def _bar(value: float | None, top: float) -> SafeString:
    share = max(0.0, value or 0) / top * 100 if top > 0 else 0
    drawn = format_html('<rect width="{}%" height="100%" fill="currentColor"/>', _n(share))
    return format_html(
        '<svg aria-hidden="true" focusable="false" width="100%" height="12">{}</svg>',
        drawn if share else "",
    )


def column_chart(
    rows: Sequence[tuple[str, Value | Sequence[Value]]],
    series: Sequence[str] = (),
    *,
    title: str,
    unit: str = "",
    description: str = "",
) -> SafeString:
    """Columns over months or years, up to three series side by side: (label, value or values).

    Figures stand above the columns where they have room, on a scale at the left where not.
    """
    columns = [(label, _values(value)) for label, value in rows]
    count = max((len(values) for _, values in columns), default=0)
    if count > MAX_SERIES or (series and any(len(v) != len(series) for _, v in columns)):
        raise ValueError(f"A chart shows up to {MAX_SERIES} series, each row one value a series.")
    spoken = description or _spoken(columns, series, unit)
    known = [value for _, values in columns for value in values if value is not None]
    if not known:
        return _empty(title, spoken)
    ident = _ident(title, spoken)
    top_tick, ticks = _scale(max([0, *known]))
    left = max(_width(vn_number(tick)) for tick in ticks) + 10
    slot = (_COLUMN_WIDTH - left) / len(columns)
    column = min(slot * 0.8 / count, 56)
    parts = _legend(series, ident) if len(series) > 1 else []
    above = _LINE * ((len(series) if len(series) > 1 else 0) + (2 if unit else 1))
    base = above + _PLOT_HEIGHT
    has_room = max(_width(vn_number(value)) for value in known) <= slot / count
    parts += _grid(ticks, top_tick, left, base, unit)
    every = math.ceil(max(_width(label) + 6 for label, _ in columns) / slot)
    for index, (label, values) in enumerate(columns):
        middle = left + slot * (index + 0.5)
        for nth, value in enumerate(values):
            if value is None:
                continue
            x = middle + (nth - count / 2) * column
            height = max(0.0, value) / top_tick * _PLOT_HEIGHT
            if height:
                parts.append(_column(x, base - height, column * 0.92, height, nth, ident))
            if has_room:
                at = (x + column * 0.46, base - height - 5)
                parts.append(_text(*at, vn_number(value), "chart-value", anchor="middle"))
        if index % every == 0:
            parts.append(_text(middle, base + _LINE, label, "chart-label", anchor="middle"))
    defs = _patterns(ident) if count > 1 else ""
    return _svg(
        _COLUMN_WIDTH, base + _LINE + 8, title, spoken, defs + "".join(parts), "chart chart-columns"
    )


def rank_chart(
    rows: Sequence[tuple[str, Sequence[int | None]]], columns: Sequence[str], *, title: str
) -> SafeString:
    """Ranks over the years as lines, the first on top: (label, the rank in each column or None).

    Each place holds its rank in figures and each line its name where it ends, so that neither
    colour nor a legend is needed. Who share a rank stand below each other in the order given. A
    line breaks where there was no rank.
    """
    if any(len(ranks) != len(columns) for _, ranks in rows):
        raise ValueError("Each row of a rank chart needs one rank or None for each column.")
    spoken = _spoken_ranks(rows, columns)
    places = [_places([ranks[n] for _, ranks in rows]) for n in range(len(columns))]
    deepest = max((len(column) for column in places), default=0)
    if not deepest:
        return _empty(title, spoken)
    names = max(_width(label) for label, _ in rows) + 2 * _PLACE
    across = max(_STEP, (_COLUMN_WIDTH - names - _MARGIN) / max(1, len(columns) - 1))
    lines, marks = [], []
    for row, (label, ranks) in enumerate(rows):
        at = [
            (_MARGIN + n * across, _LINE + _PLACE + places[n][row] * _ROW)
            if row in places[n]
            else None
            for n in range(len(columns))
        ]
        lines.append(_path(at, _DASHES[row % len(_DASHES)]))
        for point, rank in zip(at, ranks, strict=True):
            if point is not None:
                marks += [
                    _place(*point),
                    _text(point[0], point[1] + 5.5, str(rank), "chart-rank", "middle"),
                ]
        if at and at[-1] is not None:
            marks.append(_text(at[-1][0] + 1.5 * _PLACE, at[-1][1] + 5.5, label, "chart-label"))
    heads = [
        _text(_MARGIN + n * across, _FONT, name, "chart-tick", anchor="middle")
        for n, name in enumerate(columns)
    ]
    width = _MARGIN + (len(columns) - 1) * across + names
    height = _LINE + deepest * _ROW + _PLACE
    return _svg(
        width, height, title, spoken, "".join([*heads, *lines, *marks]), "chart chart-ranks"
    )


def pyramid_chart(
    rows: Sequence[tuple[str, int, int]], sides: tuple[str, str], *, title: str
) -> SafeString:
    """Two groups back to back, one row a band, the first on top: (label, left, right).

    The bands' names stand in the middle, each figure at its bar's end.
    """
    spoken = _spoken([(label, [left, right]) for label, left, right in rows], sides, "")
    top = max((number for _, *numbers in rows for number in numbers), default=0)
    if not top:
        return _empty(title, spoken)
    middle = 1.3 * max(_width(label) for label, _, _ in rows) + 24  # letters grow on phones
    half = (_COLUMN_WIDTH - middle) / 2
    longest = half - 1.3 * _width(vn_number(top)) - 8
    ident = _ident(title, spoken)
    parts = [
        _text(half, _FONT, sides[0], "chart-legend", anchor="end"),
        _text(half + middle, _FONT, sides[1], "chart-legend"),
    ]
    for nth, (label, left, right) in enumerate(rows):
        y = _LINE + nth * _BAND
        at = y + _BAND / 2 + 5.5
        parts.append(_text(_COLUMN_WIDTH / 2, at, label, "chart-label", anchor="middle"))
        for number, is_left in ((left, True), (right, False)):
            long = number / top * longest
            x = half - long if is_left else half + middle
            if number:
                bar = (x, y + 2, long, _BAND - 4, 0 if is_left else 1, ident)
                parts.append(_column(*bar))
            end = half - long - 5 if is_left else half + middle + long + 5
            anchor = "end" if is_left else "start"
            parts.append(_text(end, at, vn_number(number), "chart-value", anchor=anchor))
    height = _LINE + len(rows) * _BAND + 6
    return _svg(
        _COLUMN_WIDTH,
        height,
        title,
        spoken,
        _patterns(ident) + "".join(parts),
        "chart chart-pyramid",
    )


def _places(ranks: Sequence[int | None]) -> dict[int, int]:
    """How far down each row stands in a column, without those that have no rank."""
    ranked = sorted((rank, row) for row, rank in enumerate(ranks) if rank is not None)
    return {row: place for place, (_rank, row) in enumerate(ranked)}


def _path(points: Sequence[tuple[float, float] | None], dashes: str) -> str:
    """A line through the points; it breaks where there is none."""
    drawn, before = [], None
    for point in points:
        if point is not None and before is not None:
            drawn.append(f"M{_n(before[0])} {_n(before[1])}L{_n(point[0])} {_n(point[1])}")
        before = point
    if not drawn:
        return ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path class="chart-line" d="{"".join(drawn)}" fill="none" stroke="currentColor" '
        f'stroke-width="2"{dashed}/>'
    )


def _place(x: float, y: float) -> str:
    return (
        f'<circle class="chart-place" cx="{_n(x)}" cy="{_n(y)}" r="{_PLACE - 1}" fill="#fff" '
        'stroke="currentColor" stroke-width="2"/>'
    )


def _spoken_ranks(rows: Sequence[tuple[str, Sequence[int | None]]], columns: Sequence[str]) -> str:
    sentences = [
        f"{label}: " + ", ".join(f"{name} hạng {rank}" for name, rank in known)
        for label, ranks in rows
        if (known := [pair for pair in zip(columns, ranks, strict=True) if pair[1] is not None])
    ]
    return f"{'; '.join(sentences)}." if sentences else f"{NO_DATA}."


def mean_chart(
    rows: Sequence[tuple[str, Value, Value]], *, whole: float, unit: str = "", mean: str
) -> SafeString:
    """Bars with a stroke where the mean of all stands: (label, value, mean). `mean` is its name.

    The figures say both, so that the drawing is not needed to read them. `whole`: a full bar.
    """
    figures = [(label, _usable(value), _usable(average)) for label, value, average in rows]
    if not any(value is not None for _, value, _ in figures):
        return format_html('<p class="chart-empty">{}</p>', NO_DATA)
    items = format_html_join(
        "",
        "<div><dt>{}</dt><dd><span>{} <small>({} {})</small></span>{}</dd></div>",
        (
            (
                label,
                _figure(value, unit),
                mean,
                _figure(average, unit),
                _bar_and_mean(value, average, whole),
            )
            for label, value, average in figures
        ),
    )
    return format_html('<dl class="bars bars-with-mean">{}</dl>', items)


def _bar_and_mean(value: float | None, average: float | None, whole: float) -> SafeString:
    share, middle = (
        min(100.0, max(0.0, number or 0) / whole * 100) if whole > 0 else 0.0
        for number in (value, average)
    )
    bar = format_html('<rect width="{}%" height="100%" fill="currentColor"/>', _n(share))
    parts = [bar] if share else []
    if average is not None:
        at = _n(middle)
        parts.append(
            format_html('<line class="chart-mean" x1="{}%" x2="{}%" y1="0" y2="100%"/>', at, at)
        )
    return format_html(
        '<svg aria-hidden="true" focusable="false" width="100%" height="12">{}</svg>',
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _values(value: Value | Sequence[Value]) -> list[float | None]:
    if value is None or isinstance(value, int | float | Decimal):
        return [_usable(value)]
    return [_usable(item) for item in value]


def _usable(value: Value) -> float | None:
    """The value if it is a finite number; anything else counts as missing."""
    return float(value) if value is not None and math.isfinite(value) else None


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return NO_DATA.lower()
    return f"{vn_number(value)} {unit}".rstrip()


def _spoken(
    rows: Sequence[tuple[str, Sequence[float | None]]], series: Sequence[str], unit: str
) -> str:
    """Every figure as a sentence, for screen readers."""
    sentences = []
    for label, values in rows:
        names = [f"{name} " for name in series] or [""] * len(values)
        spoken = (
            f"{name}{_figure(value, unit)}" for name, value in zip(names, values, strict=True)
        )
        sentences.append(f"{label}: {', '.join(spoken)}")
    return f"{'; '.join(sentences)}." if sentences else f"{NO_DATA}."


def _scale(top: float) -> tuple[float, list[float]]:
    """The highest tick and all of them, in steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return 1, [0]
    power = 10 ** math.floor(math.log10(top / _TICKS))
    step = next(m * power for m in (1, 2, 5, 10) if m * power * _TICKS >= top * (1 - 1e-9))
    count = math.ceil(top / step * (1 - 1e-9))
    return step * count, [step * i for i in range(count + 1)]


def _grid(ticks: list[float], top: float, left: float, base: float, unit: str) -> list[str]:
    parts = []
    for tick in ticks:
        y = base - tick / top * _PLOT_HEIGHT
        parts.append(
            f'<line class="chart-grid" x1="{_n(left)}" x2="{_COLUMN_WIDTH}" y1="{_n(y)}" '
            f'y2="{_n(y)}" stroke="currentColor" stroke-opacity="{1 if tick == 0 else 0.25}"/>'
        )
        parts.append(_text(left - 6, y + 5, vn_number(tick), "chart-tick", anchor="end"))
    if unit:
        parts.append(_text(0, base - _PLOT_HEIGHT - _LINE - 4, f"({unit})", "chart-unit"))
    return parts


def _column(x: float, y: float, width: float, height: float, nth: int, ident: str) -> str:
    fill = "currentColor" if nth == 0 else f"url(#{ident}-p{nth + 1})"
    return (
        f'<rect class="chart-bar chart-series-{nth + 1}" x="{_n(x)}" y="{_n(y)}" '
        f'width="{_n(width)}" height="{_n(height)}" fill="{fill}" stroke="currentColor"/>'
    )


def _legend(series: Sequence[str], ident: str) -> list[str]:
    parts = []
    for nth, name in enumerate(series):
        parts.append(_column(1, nth * _LINE + 3, 16, 14, nth, ident))
        parts.append(_text(26, nth * _LINE + 16, name, "chart-legend"))
    return parts


def _patterns(ident: str) -> str:
    return "<defs>{}</defs>".format(
        "".join(
            f'<pattern id="{ident}-p{nth}" class="chart-series-{nth}" width="8" height="8" '
            f'patternUnits="userSpaceOnUse">{shape}</pattern>'
            for nth, shape in ((2, _STRIPES), (3, _DOTS))
        )
    )


def _ident(title: str, spoken: str) -> str:
    """An id that differs between the charts of a page and is the same at each request."""
    return f"chart-{zlib.crc32(f'{title} {spoken}'.encode()):08x}"


def _empty(title: str, spoken: str) -> SafeString:
    line = _text(0, _FONT + 6, NO_DATA, "chart-empty")
    return _svg(_COLUMN_WIDTH, 40, title, spoken, line, "chart chart-without-data")


def _svg(
    width: float, height: float, title: str, spoken: str, body: str, classes: str
) -> SafeString:
    ident = _ident(title, spoken)
    return mark_safe(  # noqa: S308 - labels are escaped in _text, title and description here
        f'<svg class="{classes}" role="img" aria-labelledby="{ident}-t" '
        f'aria-describedby="{ident}-d" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" font-size="{_FONT}">'
        f'<title id="{ident}-t">{escape(title)}</title>'
        f'<desc id="{ident}-d">{escape(spoken)}</desc>{body}</svg>'
    )


def _text(x: float, y: float, text: str, classes: str, anchor: str = "start") -> str:
    return (
        f'<text class="{classes}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" '
        f'fill="currentColor">{escape(text)}</text>'
    )


def _width(text: str) -> float:
    return len(text) * _LETTER


def _n(value: float) -> str:
    """A short number with a decimal point, as SVG requires."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
