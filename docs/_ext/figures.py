"""The ``chart`` directive: a few numbers in a page become a figure with a table behind it.

Input: options and comma-separated lines, the first one the header. Output in HTML: a figure
with inline SVG, its alternative text, and the same numbers as a table to unfold; in any
other format the title and the description. Pages hold no HTML; it is written here only.

    ```{chart} Issues by year
    :kind: bars
    Year, Issues
    2019, 12
    2020, 7
    ```
"""

from __future__ import annotations

from html import escape
from math import isfinite
from typing import Any, ClassVar

from charts import Chart, describe, draw, legend
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

MAX_ROWS = 500


class ChartNode(nodes.General, nodes.Element):
    """A figure in the document tree; ``chart`` holds its data."""


class ChartDirective(SphinxDirective):
    """Reads and checks the numbers; anything else in them is an error of the build."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "kind": lambda text: directives.choice(text, ("bars", "lines")),
        "xmax": float,
        "ymax": float,
        "diagonal": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """One figure, or an error that names what is wrong."""
        try:
            header, *lines = [tuple(c.strip() for c in line.split(",")) for line in self.content]
            rows = tuple(tuple(float(cell) for cell in line) for line in lines)
        except ValueError:
            raise self.error("A chart is a header line and lines of numbers.") from None
        if not all(isfinite(cell) and cell >= 0 for row in rows for cell in row):
            raise self.error("A chart shows numbers that are finite and not negative.")
        if not rows or len(rows) > MAX_ROWS or any(len(row) != len(header) for row in rows):
            raise self.error(f"A chart has 1 to {MAX_ROWS} lines, each as long as its header.")
        node = ChartNode()
        node["chart"] = Chart(
            kind=self.options.get("kind", "bars"),
            title=self.arguments[0],
            header=header,
            rows=rows,
            xmax=self.options.get("xmax"),
            ymax=self.options.get("ymax"),
            diagonal="diagonal" in self.options,
        )
        node["ids"] = [f"chart-{self.env.new_serialno('chart') + 1}"]
        return [node]


def visit_html(translator: Any, node: ChartNode) -> None:
    chart: Chart = node["chart"]
    ident = node["ids"][0]
    keys = ""
    if len(chart.header) > 2:
        items = [f"<li>{svg} {escape(name)}</li>" for name, svg in legend(chart.header[1:])]
        keys = f'<ul class="chart-keys">{"".join(items)}</ul>'
    translator.body.append(
        f'<figure class="chart-figure" id="{ident}">\n{draw(chart, ident)}\n{keys}'
        f"<figcaption>{escape(chart.title)}</figcaption>\n"
        f"<details><summary>The numbers</summary>{_table(chart)}</details>\n</figure>\n"
    )
    raise nodes.SkipNode


def _table(chart: Chart) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in chart.header)
    rows = "".join(
        f"<tr>{''.join(f'<td>{value:g}</td>' for value in row)}</tr>" for row in chart.rows
    )
    return (
        f'<table class="docutils chart-table"><caption>{escape(chart.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def visit_text(translator: Any, node: ChartNode) -> None:
    chart: Chart = node["chart"]
    translator.add_text(f"{chart.title}. {describe(chart)}\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(ChartNode, html=(visit_html, None), text=(visit_text, None))
    app.add_directive("chart", ChartDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
