"""Complete an exported model: its card and its checksums.

Input: the folder that a tutorial exported to, with ``figures.json`` (what it reached, on which
data, with which seed and configuration). Output: ``MODEL_CARD.md`` and ``SHA256SUMS`` beside it, in
the form that ``sha256sum --check`` reads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from triage.errors import TriageError
from triage.verify.model import Environment, PageSource

CARD, SUMS, FIGURES = "MODEL_CARD.md", "SHA256SUMS", "figures.json"


def finish_checkpoint(folder: Path, source: PageSource, environment: Environment) -> None:
    """Write the card and the checksums of everything else in the folder.

    Raises:
        TriageError: the tutorial exported nothing, or no figures with it.
    """
    try:
        figures = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise TriageError(
            f"{source.page}.md wrote no {FIGURES}.", "Its last cells export to CHECKPOINT_DIR."
        ) from None
    files = {name: digest for name, digest in digest_files(folder) if name not in (CARD, SUMS)}
    card = render_card(source, environment, figures, files).encode()
    (folder / CARD).write_bytes(card)
    files[CARD] = hashlib.sha256(card).hexdigest()
    lines = (f"{digest}  {name}" for name, digest in sorted(files.items()))
    (folder / SUMS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def digest_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file under a folder with its SHA-256, in the order of names."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield path.relative_to(folder).as_posix(), digest


def render_card(
    source: PageSource,
    environment: Environment,
    figures: Mapping[str, object],
    files: Mapping[str, str],
) -> str:
    """The model card: what it is, what it reached, on what, and with which versions."""
    versions = [f"| {name} | {version} |" for name, version in environment.packages.items()]
    lines = [
        f"# {folder_title(source)}", "",
        f"Trained by `{source.page}.md` of the Model Garden Knowledge Base (SHA-256 of its code: "
        f"`{source.digest}`). A demonstration on data that the page makes itself: not for use on "
        "anything else.", "",
        "## Figures", "", "| what | value |", "| --- | --- |", *_rows(figures), "",
        "## Versions", "", "| package | version |", "| --- | --- |",
        f"| Python | {environment.python} |", *versions, "",
        "## Files", "", "| file | SHA-256 |", "| --- | --- |",
        *(f"| {name} | `{digest}` |" for name, digest in files.items()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def folder_title(source: PageSource) -> str:
    """The heading of the page."""
    lines = (line for line in source.text.splitlines() if line.startswith("# "))
    return next(lines, f"# {source.page}").removeprefix("# ")


def _rows(figures: Mapping[str, object], above: str = "") -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _rows(value, f"{above}{name}.")
        else:
            yield f"| {above}{name} | {_say(value)} |"


def _say(value: object) -> str:
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")
