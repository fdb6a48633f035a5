"""The ``chart`` directive: a few numbers in a page become a figure with a table behind it.

Input: options and lines of CSV (``chart_csv``), the first one the header. Output in HTML: a
figure with inline SVG, its alternative text, and the same numbers as a table to unfold; in any
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
from typing import Any, ClassVar

from chart_csv import read_lines
from chart_parts import number
from charts import KINDS, Chart, describe, draw, legend
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class ChartNode(nodes.General, nodes.Element):
    """A figure in the document tree; ``chart`` holds its data."""


class ChartDirective(SphinxDirective):
    """Reads and checks the numbers; anything else in them is an error of the build."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "kind": lambda text: directives.choice(text, KINDS),
        "xmax": float,
        "ymax": float,
        "diagonal": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """One figure, or an error that names what is wrong."""
        kind = self.options.get("kind", "bars")
        try:
            lines = read_lines(self.content, kind)
        except ValueError as error:
            raise self.error(str(error)) from None
        node = ChartNode()
        node["chart"] = Chart(
            kind=kind,
            title=self.arguments[0],
            header=lines.header,
            rows=lines.rows,
            xmax=self.options.get("xmax"),
            ymax=self.options.get("ymax"),
            diagonal="diagonal" in self.options,
            labels=lines.labels,
        )
        node["ids"] = [f"chart-{self.env.new_serialno('chart') + 1}"]
        return [node]


def visit_html(translator: Any, node: ChartNode) -> None:
    chart: Chart = node["chart"]
    ident = node["ids"][0]
    keys = ""
    if len(chart.header) > 2 and chart.kind != "panels":  # their names stand in the drawing
        samples = legend(chart.header[1:], ident if chart.kind == "rows" else "")
        items = [f"<li>{svg} {escape(name)}</li>" for name, svg in samples]
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
        f'<tr><th scope="row">{escape(name)}</th>'
        f"{''.join(f'<td>{number(value)}</td>' for value in row[1:])}</tr>"
        for name, row in zip(chart.names, chart.rows, strict=True)
    )
    return (
        '<div class="chart-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(chart.title)}"><table class="docutils chart-table">'
        f"<caption>{escape(chart.title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def visit_text(translator: Any, node: ChartNode) -> None:
    chart: Chart = node["chart"]
    translator.add_text(f"{chart.title}. {describe(chart)}\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(ChartNode, html=(visit_html, None), text=(visit_text, None))
    app.add_directive("chart", ChartDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
