"""The directive ``good-first-tasks``: small tasks by kind, as ``triage status`` lists them.

Inputs: entries, pages with their records, and the table of research models. Output: a section a
kind, each task with the command that starts it. Questions without an answer need the issues,
which only ``triage build`` reads; they stand on the page it writes.

    ```{good-first-tasks}
    ```
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from node_parts import bullets, page_link, paragraph, section
from overview import OverviewDirective
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from triage.errors import BadInput
from triage.pipeline.good_first import KINDS, Task, good_first
from triage.pipeline.judge import read_entries
from triage.pipeline.research_models import TABLE, read_models
from triage.verify.record import releases


class GoodFirstDirective(OverviewDirective):
    """Every kind with its tasks; one that has none says so."""

    def run(self) -> list[nodes.Node]:
        """All of it."""
        root = Path(self.env.srcdir)
        known = releases(self.records)
        reports = self.reports()
        try:
            entries = read_entries(str(root / "kb" / "entries"))
            models = read_models(root / TABLE)
        except BadInput as error:
            raise ExtensionError(str(error)) from None
        tasks = good_first((), entries, reports, models, known[0] if known else None)
        return [_section(self.env, kind, title, tasks) for kind, title in KINDS.items()][1:]


def _section(env: Any, kind: str, title: str, tasks: tuple[Task, ...]) -> nodes.section:
    found = [task for task in tasks if task.kind == kind]
    listed = bullets(_item(env, task) for task in found) if found else paragraph("None.")
    return section(f"{title}: {len(found)}", listed)


def _item(env: Any, task: Task) -> list[nodes.Node]:
    return [
        page_link(env, task.about), nodes.Text(f" ({task.effort}): {task.what}. "),
        nodes.literal(text=task.command),
    ]  # fmt: skip


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("stamps")  # its records, and its pages that are read again
    app.add_directive("good-first-tasks", GoodFirstDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
