"""The directive ``research-models``: the table of model folders and how far each has come.

Inputs: ``docs/contributing/research-models.csv``. Output: a count a state, and a table a part of
the repository, each row with its evidence. A row that cannot be read fails the build.

    ```{research-models}
    ```
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from node_parts import page_link, paragraph, section, table
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from triage.errors import BadInput
from triage.pipeline.research_models import STATES, TABLE, ResearchModel, read_models

GARDEN = "https://github.com/tensorflow/models"
HEADER = ("Folder", "Model", "State", "Evidence", "Asked or tried in", "Instead")
NAMES = {
    "tf1": "TensorFlow 1", "tf1-compat": "TensorFlow 1 within 2", "tf2": "TensorFlow 2",
    "archived": "archived", "removed": "removed",
}  # fmt: skip
PARTS = (
    ("Research, on the main branch", lambda m: m.folder.startswith("research/") and _is_there(m)),
    ("Research, archived or removed", lambda m: not _is_there(m)),
    ("Official models and Orbit", lambda m: not m.folder.startswith("research/")),
)


class ResearchModelsDirective(SphinxDirective):
    """Counts, then the tables."""

    def run(self) -> list[nodes.Node]:
        """All of it."""
        path = Path(self.env.srcdir) / TABLE
        self.env.note_dependency(str(path))
        try:
            models = read_models(path)
        except BadInput as error:
            raise ExtensionError(str(error)) from None
        if not models:
            return [paragraph(f"{TABLE} is not there.")]
        result: list[nodes.Node] = [_counts(models)]
        for title, belongs in PARTS:
            rows = [_row(self.env, model) for model in models if belongs(model)]
            listed = table(title, HEADER, rows) if rows else paragraph("None.")
            result.append(section(f"{title}: {len(rows)}", listed))
        return result


def _is_there(model: ResearchModel) -> bool:
    return model.state not in ("archived", "removed")


def _counts(models: tuple[ResearchModel, ...]) -> nodes.Node:
    found = Counter(model.state for model in models if model.folder.startswith("research/"))
    said = ", ".join(f"{found[state]} {NAMES[state]}" for state in STATES)
    total = f"{sum(found.values())} folders of research/: {said}."
    newest = max(models, key=lambda model: model.committed)
    return nodes.paragraph(
        "", "", nodes.Text(f"{total} The main branch at "),
        nodes.reference("", newest.commit, refuri=f"{GARDEN}/commit/{newest.commit}"),
        nodes.Text(f" of {newest.committed}, checked on {newest.checked}."),
    )  # fmt: skip


def _row(env: Any, model: ResearchModel) -> tuple[str | nodes.Node, ...]:
    address = f"{GARDEN}/tree/{model.commit}/{model.folder}"
    state = NAMES[model.state]
    if _is_there(model) and model.files:
        worse = model.tf1 + model.tf1_compat
        state += f" ({worse} of {model.files} files are not native)" if worse else ""
    return (
        nodes.reference("", model.folder, refuri=address),
        f"{model.model}, {model.paper}" if model.paper else model.model,
        state, model.evidence.removeprefix(f"{model.folder}/"), _issues(model),
        _successor(env, model),
    )  # fmt: skip


def _issues(model: ResearchModel) -> nodes.Node:
    links = nodes.inline()
    for number in model.issues:
        links += nodes.Text(" " if len(links) else "")
        # GitHub leads from the address of an issue to that of a pull request.
        links += nodes.reference("", f"#{number}", refuri=f"{GARDEN}/issues/{number}")
    return links


def _successor(env: Any, model: ResearchModel) -> nodes.Node:
    """A link; a page that is not written yet is no successor for a reader."""
    if model.successor.startswith("docs/"):
        return (
            page_link(env, model.successor) if model.successor in env.found_docs else nodes.Text("")
        )
    if model.successor.startswith("https://"):
        return nodes.reference("", model.successor.removeprefix("https://"), refuri=model.successor)
    address = f"{GARDEN}/tree/master/{model.successor}"
    return (
        nodes.reference("", model.successor, refuri=address) if model.successor else nodes.Text("")
    )


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("research-models", ResearchModelsDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
