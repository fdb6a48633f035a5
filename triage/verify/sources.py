"""Which pages there are to verify, and what each needs.

Input: the folder of the project, and paths named by the user. Output: ``PageSource`` values,
of pages with snippets only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from triage.errors import BadInput, WrongUse
from triage.text.scope import read_scope
from triage.text.snippets import digest_snippets, find_snippets
from triage.verify.model import PageSource

FOLDERS = ("docs", "kb/entries")
IMPORTS = ("tensorflow", "tensorflow_models")
_MODELS = re.compile(r"\b(?:tensorflow|tf_keras|official|orbit|tensorflow_models)\b")
_ENVIRON = re.compile(r"\bos\.(?:environ\b|putenv\b)")


def find_pages(root: Path, paths: Iterable[Path] = ()) -> list[PageSource]:
    """The pages with snippets under ``paths``, by default ``docs`` and ``kb/entries``.

    Raises:
        BadInput: a path does not exist or is no text.
        WrongUse: a path lies outside of ``root``, so that it has no name.
    """
    root = root.resolve()
    chosen = [path.resolve() for path in paths]
    for path in chosen:
        if not path.exists():
            raise BadInput(f"There is no {path.name}.", "Name pages (.md) or folders of pages.")
        if not path.is_relative_to(root):
            raise WrongUse(f"{path.name} is not in this folder.", "Run from the project's folder.")
    folders = chosen or [root / name for name in FOLDERS]
    files = {file for path in folders for file in list_pages(path)}
    sources = (_read(file, root) for file in sorted(files))
    return [source for source in sources if source.snippets]


def choose_pages(
    sources: Iterable[PageSource], release: str, environment: str | None
) -> tuple[list[PageSource], list[PageSource]]:
    """Those that are to be run on a release in an environment, and those that are not."""
    chosen: list[PageSource] = []
    others: list[PageSource] = []
    for source in sources:
        here = source.scope.environment == environment and source.scope.covers(release)
        (chosen if here else others).append(source)
    return chosen, others


def needs_models(source: PageSource) -> bool:
    """Whether the page is to be forked after the imports.

    One that sets environment variables is not: they count only before the import.
    """
    code = "\n".join(find_snippets(source.text))
    return bool(_MODELS.search(code)) and not _ENVIRON.search(code)


def list_pages(path: Path) -> Iterator[Path]:
    """A page itself, or the pages of a folder; what begins with ``_`` or ``.`` is none."""
    if path.is_file():
        yield path
        return
    for file in path.rglob("*.md"):
        if not any(part[0] in "_." for part in file.relative_to(path).parts):
            yield file


def page_name(file: Path, root: Path) -> str:
    """The name of a page: its path in the project, without ``.md``."""
    return file.relative_to(root).with_suffix("").as_posix()


def read_page(file: Path, name: str) -> str:
    """The text of a page.

    Raises:
        BadInput: it cannot be read, or is no UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{name}.md cannot be read: {error}.", "Save it as UTF-8.") from None


def _read(file: Path, root: Path) -> PageSource:
    name = page_name(file, root)
    text = read_page(file, name)
    snippets = find_snippets(text)
    scope = read_scope(text, name)
    return PageSource(name, text, digest_snippets(snippets), len(snippets), scope)
