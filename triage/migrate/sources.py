"""Find and read the Python of a tree: files and notebooks, never imported, never changed.

Input: a path. Output: ``Source`` values. Bytes are decoded as Python would; text that Python 3
cannot parse is read as Python 2; what is neither is a ``Source`` with a problem and its line.
"""

from __future__ import annotations

import ast
import io
import json
import os
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

from triage.errors import BadInput
from triage.migrate import python2
from triage.migrate.model import Mark, Source

SKIPPED = {"__pycache__", "node_modules", "site-packages"}
LATIN = Mark(1, 1, "encoding", "save the file as UTF-8: Python 3 refuses it as it is")


def find_sources(path: Path) -> list[Path]:
    """The Python files and notebooks under a path, or the path itself, in the order of names.

    Hidden folders, virtual environments and links to folders are left out.

    Raises:
        BadInput: there is no such path, or no Python under it.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadInput(f"There is no {path}.", "Name a Python file or a folder of them.")
    found = sorted(_walk(path))
    if not found:
        raise BadInput(f"{path} holds no Python.", "Name the folder that has the .py files.")
    return found


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = [
            name for name in folders
            if name not in SKIPPED and name[0] != "." and not (here / name / "pyvenv.cfg").exists()
        ]  # fmt: skip
        yield from (here / name for name in files if name.endswith((".py", ".ipynb")))


def read_source(path: Path, name: str) -> Source:
    """One file, parsed; ``name`` is what people know it by."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return Source(name, "", 0, problem=Mark(1, 1, "file", str(error.strerror)))
    if path.suffix == ".ipynb":
        return _read_notebook(content, name)
    return parse_source(content, name)


def parse_source(content: bytes, name: str) -> Source:
    """Parse the bytes of a Python file."""
    extra: tuple[Mark, ...] = ()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        text, extra = content.decode("latin-1"), (LATIN,)
    return _parse(text.removeprefix("\ufeff"), name, extra)


def _parse(
    text: str, name: str, extra: tuple[Mark, ...] = (), cells: tuple[tuple[int, int], ...] = ()
) -> Source:
    lines = text.count("\n") + (not text.endswith("\n") and bool(text))
    try:
        tree, marks = _parse_any(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        message = getattr(error, "msg", "") or "too deeply nested, or not text"
        problem = Mark(line, column, "syntax", message)
        return Source(name, text, lines, problem=problem, python2=extra, cells=cells)
    return Source(name, text, lines, tree, python2=extra + marks, cells=cells)


def _parse_any(text: str) -> tuple[ast.Module, tuple[Mark, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes in other people's strings
        try:
            return ast.parse(text), ()
        except SyntaxError as error:
            try:
                return python2.parse(text)
            except SyntaxError as other:
                # The parser that came further knows better where it goes wrong.
                raise max(error, other, key=lambda found: found.lineno or 0) from None


def _read_notebook(content: bytes, name: str) -> Source:
    """The code cells of a notebook as one text; lines of magic are blanked out."""
    try:
        cells = json.loads(content)["cells"]
        codes = [
            (number, "".join(cell["source"]))
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError):
        return Source(name, "", 0, problem=Mark(1, 1, "notebook", "not a notebook (format 4)"))
    lines, places = [], []
    for number, code in codes:
        foreign = code.lstrip().startswith("%%")
        for at, line in enumerate(code.split("\n"), 1):
            magic = foreign or line.lstrip()[:1] in ("%", "!", "?")
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}pass" if magic and not foreign else "" if foreign else line)
            places.append((number, at))
    return _parse("\n".join(lines), name, cells=tuple(places))
