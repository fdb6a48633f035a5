"""Figures: what is drawn is what was given, in words and in a table as well."""

import sys
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from tests.site.site_build import ROOT, run_sphinx

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from chart_csv import read_lines
from charts import KINDS, Chart, describe, draw, legend

BARS = Chart("bars", "By <year>", ("Year", "Issues"), ((2017, 3), (2018, 0), (2019, 12)))
LINES = Chart(
    "lines", "Held", ("x", "a", "b"), ((0, 0, 1), (0.5, 0.5, 0.5), (1, 1, 0)), 1, 1, diagonal=True
)


MONTHS = tuple(f"{year}-{month:02}" for year in (2017, 2018) for month in range(1, 13))
STRIPS = Chart(
    "panels", "Strips", ("Month", "a", "<b>"), tuple((n, n, 23 - n) for n in range(24)),
    labels=MONTHS,
)  # fmt: skip
QUESTIONS = Chart(
    "rows", "Asked", ("Question", "x", "y", "z", "w"),
    ((0, 1, 2, 3, 4), (1, 0, 5, 0, 0)), labels=("Why <b>? " * 20, "Short"),
)  # fmt: skip


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
    for kind in KINDS:
        text = draw(Chart(kind, "t", ("x", "y"), rows), "c")
        assert "nan" not in text and "inf" not in text


def test_strips_share_their_scale_and_say_their_names():
    svg = drawing(STRIPS)
    bars = [float(bar["height"]) for bar in svg.select("rect.bar")]
    assert bars[:24] == bars[24:][::-1]
    assert [text.get_text() for text in svg.select("text.name")] == ["a", "<b>"]


def test_of_many_months_the_years_are_named_under_their_january():
    svg = drawing(STRIPS)
    words = {t.get_text(): float(t["x"]) for t in svg.select("text.tick")}
    bars = svg.select("rect.bar")
    middles = [float(b["x"]) + float(b["width"]) / 2 for b in bars]
    assert list(words) == ["2017", "2018"]
    assert words["2018"] == pytest.approx(middles[12], abs=0.2)


def test_few_months_are_named_in_full_and_never_more_than_have_room():
    few = Chart("bars", "t", ("Month", "y"), ((0, 1), (1, 2)), labels=MONTHS[:2])
    assert [t.get_text() for t in drawing(few).select("text.tick")] == ["2017-01", "2017-02"]
    years = tuple((year, 1) for year in range(1990, 2030))
    many = drawing(Chart("lines", "t", ("Year", "y"), years)).select("text.tick")
    gaps = [float(b["x"]) - float(a["x"]) for a, b in pairwise(many)]
    assert min(gaps) > 4 * 8  # four letters of a small screen


def test_parts_of_a_lying_bar_follow_each_other_and_add_up():
    parts = drawing(QUESTIONS).select("rect.part")[:4]
    widths = [float(part["width"]) for part in parts]
    assert widths == pytest.approx([widths[0] * n for n in (1, 2, 3, 4)], abs=0.2)
    for left, right in pairwise(parts):
        end = float(left["x"]) + float(left["width"])
        assert float(right["x"]) == pytest.approx(end, abs=0.2)


def test_parts_differ_in_fill_not_only_in_colour():
    svg = drawing(QUESTIONS)
    parts = svg.select("rect.part")[:4]
    assert len({part.get("style") for part in parts}) == 4
    shapes = [pattern.select_one("path")["d"] for pattern in svg.select("pattern")]
    assert len(set(shapes)) == 3
    known = {f"fill:url(#{pattern['id']})" for pattern in svg.select("pattern")}
    assert {part.get("style") for part in parts} - {None} == known
    samples = [BeautifulSoup(s, "html.parser").rect.get("style") for _, s in legend("xyzw", "c")]
    assert len(set(samples)) == 4


def test_long_question_is_wrapped_into_the_drawing_and_escaped():
    svg = drawing(QUESTIONS)
    lines = [t.get_text() for t in svg.select("text") if "Why" in t.get_text()]
    assert len(lines) > 1 and max(map(len, lines)) <= 42
    assert svg.find("b") is None


def test_line_ends_where_nothing_is_known():
    rows = ((1, 5), (2, None), (3, 7), (4, 8))
    svg = drawing(Chart("lines", "t", ("x", "y"), rows))
    assert len(svg.select("path.series")) == 2
    assert len(svg.select("circle.mark")) == 3
    assert describe(Chart("lines", "t", ("x", "y"), rows)) == "y: 5 at 1, highest 8 at 4, 8 at 4."


def test_four_lines_have_four_markers_and_dashes():
    svg = drawing(Chart("lines", "t", ("x", *"abcd"), ((1, 1, 2, 3, 4),)))
    marks = svg.select(".mark")
    assert [mark.name for mark in marks] == ["circle", "rect", "path", "path"]
    assert marks[2]["d"].split("l")[1] != marks[3]["d"].split("l")[1]
    assert len({path["stroke-dasharray"] for path in svg.select("path.series")}) == 4


def test_words_of_lying_bars_name_the_longest():
    assert describe(QUESTIONS).startswith("2 bars; longest Why <b>?")
    assert describe(QUESTIONS).endswith("10, Short: 5.")


def test_names_in_quotes_may_hold_commas_and_quotes():
    found = read_lines(["Question, Issues", '"a, ""b"" c", 3', '"```{include} x", 1'], "rows")
    assert found.labels == ('a, "b" c', "```{include} x")
    assert found.rows == ((0, 3), (1, 1))


def test_dash_is_nothing_known_in_lines_only():
    assert read_lines(["x, y", "1, -"], "lines").rows == ((1, None),)
    with pytest.raises(ValueError, match="numbers"):
        read_lines(["x, y", "1, -"], "bars")


BAD = [
    "",
    "a, b",
    "a, b\n1",
    "a, b\n1, x",
    "a, b\n1, nan",
    "a, b\n1, inf",
    "a, b\n1, -1",
    "a\n" + "1\n" * 501,
    "a\n1",
    "a, b\n1, 2, 3",
    'a, b\n"open, 1',
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
    assert [c.get_text() for c in html.select("figure tbody :is(th, td)")] == ["1", "2", "1", "2"]
