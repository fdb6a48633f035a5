"""Run the snippets of one page in this process, in page order, in one namespace.

Input: the text of a page. Output: a ``SnippetFailure`` for each snippet that failed. Code with
``>>>`` prompts is compared with the output shown, as doctest does it; other code must not
raise. Everything in a block is code or output: text before the first prompt, and options that
would switch a check off, are failures. Prints nothing of its own, isolates nothing (see
``sandbox`` and ``zygote``).
"""

from __future__ import annotations

import doctest
import linecache
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from types import ModuleType, TracebackType
from typing import Any

from triage.text.snippets import Snippet, locate_snippets
from triage.verify.checker import OutputChecker, first_difference
from triage.verify.model import SnippetFailure

MAX_ERROR, MAX_DETAIL = 300, 6000
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_PROMPT = re.compile(r"^[ \t]*>>>(?: |$)", re.MULTILINE)
_ADDRESS = re.compile(r"0x[0-9a-f]{6,16}\b")
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType]


class _Bad(Exception):  # noqa: N818 - as in triage.errors
    """The snippet is not written so that it could be checked; args: message, line in it."""


def new_namespace(page: str) -> dict[str, Any]:
    """A fresh ``__main__``, so that classes of a page pickle and dataclasses find it."""
    module = ModuleType("__main__", f"The snippets of {page}.md")
    sys.modules["__main__"] = module
    return vars(module)


def run_page(
    page: str, text: str, on_snippet: Callable[[int, SnippetFailure | None], None]
) -> None:
    """Run every snippet of a page and tell of each; one that fails does not stop the rest."""
    namespace = new_namespace(page)
    for snippet in locate_snippets(text):
        on_snippet(snippet.number, run_snippet(page, snippet, namespace))


def run_snippet(page: str, snippet: Snippet, namespace: dict[str, Any]) -> SnippetFailure | None:
    """Run one snippet; what failed first in it, or None."""
    try:
        if _PROMPT.search(snippet.code):
            return _run_prompts(page, snippet, namespace)
        return _run_plain(page, snippet, namespace)
    except _Bad as bad:
        message, line = bad.args
        return SnippetFailure(snippet.number, snippet.line + line, message)
    except KeyboardInterrupt:
        return SnippetFailure(snippet.number, snippet.line, "KeyboardInterrupt")


def _run_plain(page: str, snippet: Snippet, namespace: dict[str, Any]) -> SnippetFailure | None:
    name = f"<{page}.md snippet {snippet.number}>"
    source = "\n" * (snippet.line - 1) + snippet.code + "\n"
    _remember_source(name, source)
    try:
        exec(compile(source, name, "exec", dont_inherit=True), namespace)  # noqa: S102
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        line = snippet.line
        for frame in traceback.extract_tb(error.__traceback__):
            line = frame.lineno or line if frame.filename == name else line
        if isinstance(error, SyntaxError) and error.filename == name:
            line = error.lineno or line
        return SnippetFailure(snippet.number, line, error_line(error), _trace(error, 1))
    return None


def _run_prompts(page: str, snippet: Snippet, namespace: dict[str, Any]) -> SnippetFailure | None:
    examples = list(_examples(snippet))
    name = f"{page}.md snippet {snippet.number}"
    test = doctest.DocTest(examples, {}, name, None, snippet.line - 1, None)
    test.globs = namespace  # DocTest keeps a copy; later snippets need the names themselves
    for number, example in enumerate(examples):
        _remember_source(f"<doctest {name}[{number}]>", example.source)
    runner = _Runner(snippet, OutputChecker(e.exc_msg for e in examples if e.exc_msg))
    runner.run(test, out=lambda _: None, clear_globs=False)
    return runner.failure


def _examples(snippet: Snippet) -> Iterator[doctest.Example]:
    """The examples; a blank line inside of output belongs to it.

    Raises:
        _Bad: prompts that cannot be parsed, stray text, or an option for doctest.
    """
    try:
        parts = doctest.DocTestParser().parse(_join_output(snippet.code), snippet.code[:20])
    except ValueError as error:
        raise _Bad(f"ValueError: {_short(str(error))}", 0) from None
    for part in parts:
        if isinstance(part, str):
            if part.strip():
                raise _Bad(f"neither code nor output: {_short(part.strip())!r}", 0)
        elif part.options:
            raise _Bad("a snippet takes no doctest options; use not-run", part.lineno)
        else:
            yield part


def _join_output(code: str) -> str:
    """Mark blank lines within output, which doctest would take for its end."""
    lines = code.rstrip().splitlines()
    for at, line in enumerate(lines):
        if line.strip():
            continue
        after = next(text for text in lines[at:] if text.strip())
        if not _PROMPT.match(after) and any(map(_PROMPT.match, lines[:at])):
            lines[at] = "<BLANKLINE>"
    return "\n".join(lines) + "\n"


class _Runner(doctest.DocTestRunner):
    """doctest's runner; keeps the first failure instead of printing."""

    def __init__(self, snippet: Snippet, checker: OutputChecker) -> None:
        super().__init__(checker=checker, verbose=False, optionflags=FLAGS)
        self.snippet = snippet
        self.failure: SnippetFailure | None = None

    def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
        """The output is not the one shown."""
        want = example.exc_msg if example.exc_msg and got.startswith("Traceback") else example.want
        shown = got.splitlines()[-1] if want is example.exc_msg else got
        detail = f"Expected:\n{example.want}Got:\n{got}"
        self._keep(example, first_difference(want, shown), detail)

    def report_unexpected_exception(
        self, out: Any, test: Any, example: Any, exc_info: _ExcInfo
    ) -> None:
        """The example raised, and the page does not show it."""
        self._keep(example, error_line(exc_info[1]), _trace(exc_info[1], 1))

    def _keep(self, example: Any, error: str, detail: str) -> None:
        if self.failure is None:
            line = self.snippet.line + example.lineno
            detail = f">>> {example.source}{detail}"[-MAX_DETAIL:]
            self.failure = SnippetFailure(self.snippet.number, line, error, detail)


def error_line(error: BaseException) -> str:
    """``ValueError: the first line of what it says``."""
    # A syntax error's own text ends with a file name that would mean nothing to a reader.
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    lines = str(text).strip().splitlines()
    return f"{type(error).__name__}: {_short(lines[0])}" if lines else type(error).__name__


def _trace(error: BaseException, skip: int) -> str:
    trace = error.__traceback__
    for _ in range(skip):
        trace = trace.tb_next if trace else None
    return "".join(traceback.format_exception(type(error), error, trace))[-MAX_DETAIL:]


def _short(text: str) -> str:
    text = _ADDRESS.sub("0x…", " ".join(text.split()))
    return text if len(text) <= MAX_ERROR else text[: MAX_ERROR - 1] + "…"


def _remember_source(name: str, source: str) -> None:
    """Let tracebacks, ``inspect`` and AutoGraph see the code, in later snippets too."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
