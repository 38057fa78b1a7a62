"""Charts: sound SVG, spoken figures, nothing that the security policy forbids."""

import re
from decimal import Decimal
from xml.dom import minidom

import pytest
from django.utils.safestring import SafeString

from kit.charts import bar_chart, column_chart

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
    "bars": bar_chart(WELFARE, title="Thăm hỏi", unit="triệu đồng"),
    "one bar": bar_chart([("a", 1)], title="t"),
    "zero bars": bar_chart([("a", 0), ("b", 0)], title="t"),
    "no bars": bar_chart([], title="t"),
    "unknown bars": bar_chart([("a", None), ("b", float("nan"))], title="t"),
    "nasty bars": bar_chart([(NASTY, 5)], title=NASTY, unit=NASTY, description=NASTY),
    "long label": bar_chart([("Chi hội " * 30, 5)], title="t"),
    "columns": column_chart(YEARS, ("Thăm ốm", "Mừng thọ"), title="Theo năm", unit="lượt"),
    "months": column_chart([(f"T{m}", m * 1000) for m in range(1, 13)], title="Theo tháng"),
    "three series": column_chart([("a", (1, 2, 3))], ("x", "y", "z"), title="t"),
    "zero columns": column_chart([("a", 0)], title="t"),
    "no columns": column_chart([], title="t"),
    "nasty columns": column_chart([(NASTY, (1, 2))], (NASTY, NASTY), title=NASTY, unit=NASTY),
    "extremes": column_chart([("a", Decimal("0.001")), ("b", 10**15), ("c", -5)], title="t"),
}


@pytest.mark.parametrize("name", ALL)
def test_every_chart_is_sound_and_accessible(name):
    root = _read(ALL[name])
    assert root.getAttribute("role") == "img"
    ids = {n.getAttribute("id"): n for n in root.getElementsByTagName("*") if n.hasAttribute("id")}
    title = ids[root.getAttribute("aria-labelledby")]
    described = ids[root.getAttribute("aria-describedby")]
    assert (title.tagName, described.tagName) == ("title", "desc")
    assert title.firstChild.data
    assert described.firstChild.data
    assert set(re.findall(r"url\(#([^)]+)\)", ALL[name])) <= set(ids)


@pytest.mark.parametrize("name", ALL)
def test_no_chart_needs_inline_style_or_script(name):
    for node in _read(ALL[name]).getElementsByTagName("*"):
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


def test_bars_are_in_proportion_and_labelled():
    svg = ALL["bars"]
    long, short = _bars(svg)  # a zero and an unknown have no bar
    ratio = float(long.getAttribute("width")) / float(short.getAttribute("width"))
    assert ratio == pytest.approx(2, abs=0.01)
    assert _texts(svg, "chart-label") == [label for label, _ in WELFARE]
    assert _texts(svg, "chart-value") == [
        "1.234,5 triệu đồng", "617,25 triệu đồng", "0 triệu đồng", "chưa có số liệu",
    ]  # fmt: skip
    description = _read(svg).getElementsByTagName("desc")[0].firstChild.data
    assert description == (
        "Quận Bình Thạnh: 1.234,5 triệu đồng; Quận 4: 617,25 triệu đồng; "
        "Quận 1: 0 triệu đồng; Quận 3: chưa có số liệu."
    )


def test_columns_stand_side_by_side_and_are_told_apart_without_colour():
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


@pytest.mark.parametrize("name", ["no bars", "unknown bars", "no columns"])
def test_a_chart_without_figures_says_so(name):
    assert _texts(ALL[name], "chart-empty") == ["Chưa có số liệu"]


@pytest.mark.parametrize("name", ["nasty bars", "nasty columns"])
def test_labels_are_escaped(name):
    assert "<script" not in ALL[name]
    assert NASTY in _read(ALL[name]).getElementsByTagName("title")[0].firstChild.data


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

    assert ident(bar_chart([("a", 1)], title="t")) == ident(ALL["one bar"])
    assert len({ident(svg) for svg in ALL.values()}) == len(
        {(ident(svg), str(svg)) for svg in ALL.values()}
    )
