"""Run pages in processes of their own, forked from one that has paid the imports.

Input: pages. Output: a ``PageResult`` for each, as it ends. At most two processes stand
behind it: one for pages that need TensorFlow, one for those that do not, side by side, so
that the short ones need not wait for the import.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from triage.errors import TriageError
from triage.verify.model import PageResult, PageSource, SnippetFailure
from triage.verify.sources import IMPORTS, needs_models

PACKAGE_PARENT = Path(__file__).resolve().parents[2]
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "COLUMNS": "80", "NO_COLOR": "1", "MPLBACKEND": "Agg"}


def run_pages(sources: Sequence[PageSource], workers: int, timeout: float) -> Iterator[PageResult]:
    """Run each page once; ``timeout`` in seconds of a page.

    Raises:
        TriageError: the system cannot fork, or the process that forks pages died.
    """
    if not hasattr(os, "fork"):
        raise TriageError("This system cannot fork processes.", "Run it on Linux or macOS.")
    by_name = {source.page: source for source in sources}
    heavy = [source for source in sources if needs_models(source)]
    light = [source for source in sources if not needs_models(source)]
    with tempfile.TemporaryFile() as log:
        groups = [(group, imports) for group, imports in ((light, ()), (heavy, IMPORTS)) if group]
        zygotes = [_start(log, group, imports, workers, timeout) for group, imports in groups]
        try:
            for line in _lines(zygotes):
                said = json.loads(line)
                source = by_name.pop(said["page"])
                yield _result(source, said)
            if by_name:
                raise TriageError(f"The run broke off: {_last(log)}", "Run it again.")
        finally:
            _stop(zygotes)


def _start(
    log: IO[bytes],
    group: Sequence[PageSource],
    imports: Sequence[str],
    workers: int,
    timeout: float,
) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, (str(PACKAGE_PARENT), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "triage.verify.zygote"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=os.environ | QUIET | {"PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C reaches us alone; we end the rest
    )
    jobs = [{"page": source.page, "text": source.text} for source in group]
    request = {"jobs": jobs, "imports": list(imports), "workers": workers, "timeout": timeout}
    if process.stdin is None:
        raise AssertionError("a pipe was asked for")
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    return process


def _lines(zygotes: Sequence[subprocess.Popen[bytes]]) -> Iterator[bytes]:
    """Their lines as they come, until each has closed its output."""
    with selectors.DefaultSelector() as selector:
        rests: dict[Any, bytes] = {}
        for zygote in zygotes:
            selector.register(zygote.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]
            rests[zygote.stdout] = b""
        while selector.get_map():
            for key, _ in selector.select():
                data = os.read(key.fd, 65536)
                if not data:
                    selector.unregister(key.fileobj)
                *lines, rests[key.fileobj] = (rests[key.fileobj] + data).split(b"\n")
                yield from lines


def _stop(zygotes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Close their input, at which they end their pages and themselves; then make sure."""
    for zygote in zygotes:
        for stream in (zygote.stdin, zygote.stdout):
            if stream:
                stream.close()
    for zygote in zygotes:
        try:
            zygote.wait(timeout=10)
        except subprocess.TimeoutExpired:
            zygote.kill()
            zygote.wait()


def _result(source: PageSource, said: dict[str, Any]) -> PageResult:
    failures = sorted(
        (SnippetFailure(**failure) for failure in said["failures"]), key=lambda f: f.snippet
    )
    return PageResult(source, tuple(failures), said["seconds"])


def _last(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no reason was given."
