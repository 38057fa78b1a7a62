"""Charts: sound drawings, spoken figures, nothing that the security policy forbids."""

import re
from decimal import Decimal
from xml.dom import minidom

import pytest
from django.utils.safestring import SafeString

from kit.charts import NO_DATA, bar_chart, column_chart, mean_chart, pyramid_chart, rank_chart

WELFARE = [("Quận Bình Thạnh", 1234.5), ("Quận 4", 617.25), ("Quận 1", 0), ("Quận 3", None)]
YEARS = [("2022", (10, 20)), ("2023", (30, None)), ("2024", (25, 40))]
NASTY = '<script>alert("1")</script>&'


def _read(svg):
    assert isinstance(svg, SafeString)
    return minidom.parseString(svg).documentElement  # noqa: S318 - our own output


def _texts(svg, css_class):
    return [
        node.firstChild.data if node.firstChild else ""
        for node in _read(svg).getElementsByTagName("text")
        if node.getAttribute("class") == css_class
    ]


def _bars(svg, series=1):
    return [
        node
        for node in _read(svg).getElementsByTagName("rect")
        if f"chart-series-{series}" in node.getAttribute("class")
    ]


ALL = {
    "columns": column_chart(YEARS, ("Thăm ốm", "Mừng thọ"), title="Theo năm", unit="lượt"),
    "months": column_chart([(f"T{m}", m * 1000) for m in range(1, 13)], title="Theo tháng"),
    "three series": column_chart([("a", (1, 2, 3))], ("x", "y", "z"), title="t"),
    "zero columns": column_chart([("a", 0)], title="t"),
    "no columns": column_chart([], title="t"),
    "nasty columns": column_chart([(NASTY, (1, 2))], (NASTY, NASTY), title=NASTY, unit=NASTY),
    "ranks": rank_chart(
        [("Quận 4", (1, 2)), ("Quận 1", (2, 1)), ("Quận 3", (None, 2))],
        ("2024", "2025"),
        title="Hạng",
    ),
    "one year of ranks": rank_chart([(NASTY, (1,))], (NASTY,), title=NASTY),
    "broken ranks": rank_chart([("a", (1, None, 1))], ("1", "2", "3"), title="t"),
    "no ranks": rank_chart([], [], title="t"),
    "extremes": column_chart([("a", Decimal("0.001")), ("b", 10**15), ("c", -5)], title="t"),
}
BARS = {
    "bars": bar_chart(WELFARE, unit="triệu đồng"),
    "one bar": bar_chart([("a", 1)]),
    "zero bars": bar_chart([("a", 0), ("b", 0)]),
    "bars below zero": bar_chart([("a", -1), ("b", -2)]),
    "no bars": bar_chart([]),
    "unknown bars": bar_chart([("a", None), ("b", float("nan"))]),
    "mean": mean_chart([("a", 50, 80), ("b", 250, 100), ("c", None, 10)], whole=200, mean="chung"),
    "no mean": mean_chart([("a", None, 80)], whole=100, mean="chung"),
    "nasty mean": mean_chart([(NASTY, 5, 5)], whole=0, mean=NASTY),
    "nasty bars": bar_chart([(NASTY, 5)], unit=NASTY),
}


@pytest.mark.parametrize("name", ALL)
def test_every_drawing_is_sound_and_accessible(name):
    root = _read(ALL[name])
    assert root.getAttribute("role") == "img"
    ids = {n.getAttribute("id"): n for n in root.getElementsByTagName("*") if n.hasAttribute("id")}
    title = ids[root.getAttribute("aria-labelledby")]
    described = ids[root.getAttribute("aria-describedby")]
    assert (title.tagName, described.tagName) == ("title", "desc")
    assert title.firstChild.data
    assert described.firstChild.data
    assert set(re.findall(r"url\(#([^)]+)\)", ALL[name])) <= set(ids)


@pytest.mark.parametrize("name", [*ALL, *BARS])
def test_no_chart_needs_inline_style_or_script(name):
    for node in _read((ALL | BARS)[name]).getElementsByTagName("*"):
        assert node.tagName not in ("script", "style", "foreignObject")
        for attribute in node.attributes.keys():  # noqa: SIM118 - minidom's map is not a dict
            assert attribute != "style"
            assert not attribute.startswith("on")


@pytest.mark.parametrize("name", ALL)
def test_every_shape_lies_inside_its_picture(name):
    root = _read(ALL[name])
    _, _, width, height = map(float, root.getAttribute("viewBox").split())
    for node in root.getElementsByTagName("rect"):
        x, y, w, h = (float(node.getAttribute(side)) for side in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert w > 0
        assert h >= 0
        assert x + w <= width + 0.1
        assert y + h <= height + 0.1
    for node in root.getElementsByTagName("text"):
        assert 0 <= float(node.getAttribute("x")) <= width
        assert 0 <= float(node.getAttribute("y")) <= height


def _words(chart, tag):
    return [
        "".join(child.data for child in node.childNodes if child.nodeType == child.TEXT_NODE)
        for node in _read(chart).getElementsByTagName(tag)
    ]


def test_bars_are_in_proportion_and_labelled():
    chart = BARS["bars"]
    assert _words(chart, "dt") == [label for label, _ in WELFARE]
    assert _words(chart, "span") == [
        "1.234,5 triệu đồng", "617,25 triệu đồng", "0 triệu đồng", "chưa có số liệu",
    ]  # fmt: skip
    drawn = _read(chart).getElementsByTagName("rect")  # a zero and an unknown have no bar
    assert [bar.getAttribute("width") for bar in drawn] == ["100%", "50%"]


@pytest.mark.parametrize("name", BARS)
def test_every_bar_is_a_share_of_the_longest_and_left_unread(name):
    root = _read(BARS[name])
    for drawing in root.getElementsByTagName("svg"):
        assert drawing.getAttribute("aria-hidden") == "true"
    for bar in root.getElementsByTagName("rect"):
        assert 0 < float(bar.getAttribute("width").removesuffix("%")) <= 100


def test_columns_stand_side_by_side_and_are_distinguishable_without_colour():
    svg = ALL["columns"]
    first, second = _bars(svg, 1), _bars(svg, 2)
    assert (len(first), len(second)) == (1 + 3, 1 + 2)  # with the legend's; one value is missing
    assert {bar.getAttribute("fill") for bar in first} == {"currentColor"}
    assert all(bar.getAttribute("fill").startswith("url(#") for bar in second)
    heights = [float(bar.getAttribute("height")) for bar in first[1:]]
    assert heights[1] / heights[0] == pytest.approx(3, abs=0.05)
    assert _texts(svg, "chart-legend") == ["Thăm ốm", "Mừng thọ"]
    assert _texts(svg, "chart-label") == ["2022", "2023", "2024"]
    assert _texts(svg, "chart-value") == ["10", "20", "30", "25", "40"]


def test_crowded_columns_are_read_from_the_scale():
    svg = ALL["months"]
    assert _texts(svg, "chart-value") == []
    assert _texts(svg, "chart-tick") == ["0", "5.000", "10.000", "15.000"]
    assert len(_texts(svg, "chart-label")) == 12


def test_a_chart_without_figures_says_so():
    assert _texts(ALL["no columns"], "chart-empty") == ["Chưa có số liệu"]
    for name in ("no bars", "unknown bars"):
        assert BARS[name] == '<p class="chart-empty">Chưa có số liệu</p>'


def test_labels_are_escaped():
    assert "<script" not in ALL["nasty columns"] + BARS["nasty bars"]
    title = _read(ALL["nasty columns"]).getElementsByTagName("title")[0]
    assert NASTY in title.firstChild.data
    assert _words(BARS["nasty bars"], "dt") == [NASTY]


@pytest.mark.parametrize(
    ("rows", "series"),
    [([("a", (1, 2, 3, 4))], ()), ([("a", (1, 2))], ("một",)), ([("a", 1)], ("một", "hai"))],
)
def test_rows_that_do_not_fit_the_series_are_refused(rows, series):
    with pytest.raises(ValueError, match="series"):
        column_chart(rows, series, title="t")


def test_two_charts_have_different_ids_and_one_chart_always_the_same():
    def ident(svg):
        return _read(svg).getAttribute("aria-labelledby")

    assert ident(column_chart([("a", 0)], title="t")) == ident(ALL["zero columns"])
    assert len({ident(svg) for svg in ALL.values()}) == len(
        {(ident(svg), str(svg)) for svg in ALL.values()}
    )


def test_ranks_stand_in_their_order_and_a_shared_one_below_the_other():
    drawn = _read(ALL["ranks"]).getElementsByTagName("text")
    at = {
        (node.getAttribute("x"), float(node.getAttribute("y"))): node.firstChild.data
        for node in drawn
        if node.getAttribute("class") == "chart-rank"
    }
    by_year: dict[str, list[str]] = {}
    for (x, _y), rank in sorted(at.items(), key=lambda item: (float(item[0][0]), item[0][1])):
        by_year.setdefault(x, []).append(rank)
    assert list(by_year.values()) == [["1", "2"], ["1", "2", "2"]]
    assert _texts(ALL["ranks"], "chart-label") == ["Quận 4", "Quận 1", "Quận 3"]
    description = _read(ALL["ranks"]).getElementsByTagName("desc")[0].firstChild.data
    assert description == (
        "Quận 4: 2024 hạng 1, 2025 hạng 2; Quận 1: 2024 hạng 2, 2025 hạng 1; Quận 3: 2025 hạng 2."
    )


def test_a_line_breaks_where_there_was_no_rank():
    assert len(_read(ALL["ranks"]).getElementsByTagName("path")) == 2
    assert len(_read(ALL["broken ranks"]).getElementsByTagName("path")) == 0


def test_the_mean_is_a_stroke_and_a_figure():
    assert _words(BARS["mean"], "small") == ["(chung 80)", "(chung 100)", "(chung 10)"]
    strokes = _read(BARS["mean"]).getElementsByTagName("line")
    assert [stroke.getAttribute("x1") for stroke in strokes] == ["40%", "50%", "5%"]
    bars = _read(BARS["mean"]).getElementsByTagName("rect")
    assert [bar.getAttribute("width") for bar in bars] == ["25%", "100%"]


def test_pyramid_sets_two_groups_back_to_back():
    svg = pyramid_chart([("từ 90", 2, 1), ("85–89", 4, 0)], ("Nam", "Nữ"), title="Tuổi")
    assert "<desc" in svg
    assert "từ 90: Nam 2, Nữ 1; 85–89: Nam 4, Nữ 0." in svg
    assert svg.count("<rect") == 3
    bars = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', svg)]
    assert bars[0] == pytest.approx(2 * bars[1], abs=0.2)
    assert bars[2] == pytest.approx(2 * bars[0], abs=0.2)
    assert NO_DATA in pyramid_chart([], ("Nam", "Nữ"), title="Tuổi")
