"""The snippets of pages as tests: failures as pytest shows them, with page and line.

Input: pages named to pytest. Output: one test a snippet. All pages run in pytest's process,
each in a namespace and a folder of its own; records are written by ``triage verify`` only.

Example: ``python -m pytest -p triage.verify.pytest_plugin docs/models/official/resnet.md``
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from triage.text.snippets import Snippet, locate_snippets
from triage.verify.execute import new_namespace, run_snippet
from triage.verify.model import SnippetFailure


class SnippetFailed(Exception):  # noqa: N818 - as in triage.errors
    """A snippet failed; ``failure`` says where and how."""

    def __init__(self, failure: SnippetFailure) -> None:
        super().__init__(failure.error)
        self.failure = failure


class PageFile(pytest.File):
    """A page; set up before its first snippet, and left after its last."""

    def collect(self) -> Iterator[SnippetItem]:
        """Its snippets, in page order."""
        self.snippets = locate_snippets(self.path.read_text(encoding="utf-8"))
        name = os.path.relpath(self.path, self.config.rootpath)
        self.page = Path(name).with_suffix("").as_posix()
        for snippet in self.snippets:
            item = SnippetItem.from_parent(self, name=f"snippet {snippet.number}")
            item.snippet = snippet
            yield item

    def setup(self) -> None:
        """A fresh namespace and folder."""
        self.before = Path.cwd(), sys.modules["__main__"]
        self.folder = tempfile.TemporaryDirectory(prefix="triage-page-")
        os.chdir(self.folder.name)
        self.namespace = new_namespace(self.page)
        self.done = 0

    def teardown(self) -> None:
        """Back to where pytest was."""
        folder, sys.modules["__main__"] = self.before
        os.chdir(folder)
        self.folder.cleanup()

    def run(self, snippet: Snippet) -> SnippetFailure | None:
        """Run a snippet, after those before it that were not asked for but are needed."""
        for earlier in self.snippets[self.done : snippet.number - 1]:
            run_snippet(self.page, earlier, self.namespace)
        self.done = snippet.number
        return run_snippet(self.page, snippet, self.namespace)


class SnippetItem(pytest.Item):
    """One snippet as a test."""

    snippet: Snippet
    parent: PageFile

    def runtest(self) -> None:
        """Run it. Warnings of libraries are no failure of a page, whatever the project says."""
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            failure = self.parent.run(self.snippet)
        if failure:
            raise SnippetFailed(failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Page, line, error, and then all of it."""
        if not isinstance(excinfo.value, SnippetFailed):
            return str(super().repr_failure(excinfo, style))
        failure = excinfo.value.failure
        place = f"{self.parent.page}.md:{failure.line}"
        return f"{place}: snippet {failure.snippet}: {failure.error}\n\n{failure.detail}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it begins; lines from 0."""
        return self.path, self.snippet.line - 1, f"{self.parent.page}.md {self.name}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PageFile | None:
    """Take every page that pytest is asked to look at."""
    return PageFile.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None
