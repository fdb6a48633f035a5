"""Figures: what is drawn is what was given, in words and in a table as well."""

import sys
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from tests.site.site_build import ROOT, run_sphinx

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from charts import Chart, describe, draw, legend

BARS = Chart("bars", "By <year>", ("Year", "Issues"), ((2017, 3), (2018, 0), (2019, 12)))
LINES = Chart(
    "lines", "Held", ("x", "a", "b"), ((0, 0, 1), (0.5, 0.5, 0.5), (1, 1, 0)), 1, 1, diagonal=True
)


def drawing(chart):
    return BeautifulSoup(draw(chart, "chart-1"), "html.parser").svg


def test_bar_is_as_high_as_its_number():
    bars = drawing(BARS).select("rect.bar")
    heights = [float(bar["height"]) for bar in bars]
    assert heights[0] == pytest.approx(heights[2] / 4, abs=0.1)
    assert heights[1] == 0


def test_bars_stand_side_by_side_inside_the_drawing():
    bars = drawing(BARS).select(".bar")
    edges = [(float(bar["x"]), float(bar["x"]) + float(bar["width"])) for bar in bars]
    assert all(left[1] < right[0] for left, right in pairwise(edges))
    assert edges[0][0] > 0 and edges[-1][1] < 480


def test_points_of_two_lines_meet_where_their_numbers_do():
    svg = drawing(LINES)
    first = [(float(c["cx"]), float(c["cy"])) for c in svg.select("circle.mark")]
    second = [(float(r["x"]) + 3, float(r["y"]) + 3) for r in svg.select("rect.mark")]
    assert first[1] == pytest.approx(second[1], abs=0.1)
    assert first[0][1] == second[2][1]


def test_lines_differ_in_dash_and_marker_not_only_in_colour():
    paths = drawing(LINES).select("path.series")
    assert len({path["stroke-dasharray"] for path in paths}) == 2
    keys = [BeautifulSoup(svg, "html.parser").select_one(".mark").name for _, svg in legend("ab")]
    assert keys == ["circle", "rect"]


def test_words_say_start_peak_and_end():
    assert describe(BARS) == "Issues: 3 at 2017, highest 12 at 2019, 12 at 2019."


def test_title_is_text_whatever_it_holds():
    svg = drawing(BARS)
    assert svg.title.get_text() == "By <year>"
    assert svg["aria-labelledby"] == "chart-1-title chart-1-desc"


def test_counts_have_no_half_issue_on_their_axis():
    svg = drawing(Chart("bars", "t", ("x", "y"), ((1, 1), (2, 1))))
    labels = [text.get_text() for text in svg.select("text[text-anchor=end]")]
    assert labels == ["0", "1"]


@pytest.mark.parametrize("rows", [((1, 0),), ((5, 5), (5, 5)), ((1, 1e9), (2, 3))])
def test_odd_numbers_draw_without_fault(rows):
    for kind in ("bars", "lines"):
        text = draw(Chart(kind, "t", ("x", "y"), rows), "c")
        assert "nan" not in text and "inf" not in text


BAD = [
    "",
    "a, b",
    "a, b\n1",
    "a, b\n1, x",
    "a, b\n1, nan",
    "a, b\n1, inf",
    "a, b\n1, -1",
    "a\n" + "1\n" * 501,
]


def test_directive_refuses_what_is_no_figure_and_draws_what_is(tmp_path):
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
        "extensions = ['myst_parser', 'figures']\nexclude_patterns = ['_site']\n"
    )
    good = "```{chart} Good\na, b\n1, 2\n```\n\n```{chart} Second\n:kind: lines\na, b\n1, 2\n```\n"
    bad = "\n\n".join(f"```{{chart}} Bad\n{text}\n```" for text in BAD)
    (tmp_path / "index.md").write_text(f"# Page\n\n{good}\n\n{bad}\n")
    site = run_sphinx(tmp_path)
    assert site.code == 1
    assert site.log.count("ERROR") == len(BAD)
    html = BeautifulSoup((site.html / "index.html").read_text(), "html.parser")
    assert [f["id"] for f in html.select("figure")] == ["chart-1", "chart-2"]
    assert [td.get_text() for td in html.select("figure td")] == ["1", "2", "1", "2"]
