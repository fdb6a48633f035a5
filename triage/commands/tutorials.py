"""``python -m triage.commands.tutorials``: run tutorials, and keep what they gave.

Without ``--checkpoints``: each page of docs/tutorials runs as a notebook, which is written beside
it, with a record of the run. With it, the page exports its model into a folder of its own there;
notebook and record stay as they are, and a model card and checksums are added.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from triage.commands.common import note
from triage.errors import TriageError
from triage.files import replace_file
from triage.verify.checkpoints import finish_checkpoint
from triage.verify.environment import read_environment
from triage.verify.model import Environment, PageResult, PageSource
from triage.verify.notebook import run_notebook
from triage.verify.records import write_record
from triage.verify.sources import choose_pages, find_pages

FOLDER = Path("docs/tutorials")
ENVIRONMENT = "tutorials"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--checkpoints", type=click.Path(file_okay=False, path_type=Path))
def tutorials(paths: tuple[Path, ...], checkpoints: Path | None) -> None:
    """Run tutorials from top to bottom; without PATHS all of them."""
    environment = read_environment()
    found = find_pages(Path.cwd(), paths or (FOLDER,))
    chosen, _ = choose_pages(found, environment.release, ENVIRONMENT)
    failed = 0
    for source in chosen:
        result = _run(source, environment, checkpoints)
        failed += len(result.failures)
        for failure in result.failures:
            note(f"{source.page}.md:{failure.line}: {failure.error}\n{failure.detail}")
        note(f"{source.page}: {source.snippets} cells in {result.seconds:.0f} s")
    if failed:
        raise TriageError(f"{failed} cells failed.", "Each is named above with its line.")


def _run(source: PageSource, environment: Environment, checkpoints: Path | None) -> PageResult:
    import nbformat

    page = Path(f"{source.page}.md")
    if checkpoints is not None:
        folder = (checkpoints / page.stem).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        _, result = run_notebook(source, page, {"CHECKPOINT_DIR": str(folder)})
        if not result.failures:
            finish_checkpoint(folder, source, environment)
        return result
    notebook, result = run_notebook(source, page)
    if not result.failures:
        text = f"{nbformat.writes(notebook)}\n"  # type: ignore[no-untyped-call]
        replace_file(page.with_suffix(".ipynb"), text.encode())
    write_record(Path("docs/records"), environment, result, datetime.now(UTC))
    return result


if __name__ == "__main__":
    try:
        tutorials(standalone_mode=False)
    except TriageError as error:
        note(f"tutorials: {error}")
        sys.exit(error.exit_code)
