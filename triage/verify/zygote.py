"""The process that pages are forked from: it pays the TensorFlow import once, for all.

Input, on stdin: one JSON line ``{"jobs": [{"page", "text"}], "imports", "workers",
"timeout"}``; then the line stays open, and its end means: stop. Output, on stdout: one JSON
line a page, as it ends. Runs no TensorFlow operation itself: a fork would not survive it.

Example: ``python -m triage.verify.zygote < request.json``
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from triage.text.snippets import locate_snippets
from triage.verify.execute import run_page
from triage.verify.model import SnippetFailure
from triage.verify.sandbox import OUTPUT, RESULTS, WORK, enter

TICK = 0.02
OUTPUT_SHOWN = 3000


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    page: str
    text: str
    folder: Path
    started: float


def main() -> None:
    """Read the request, run its pages, write their results."""
    request = json.loads(sys.stdin.readline())
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an import prints is no result
    for name in request["imports"]:
        # A page that needs what cannot be imported says so itself, with its own line.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    # Pages share this memory as long as nobody writes to it, and a collector would.
    gc.freeze()
    _serve(request, results)


def _serve(request: dict[str, Any], results: Any) -> None:
    waiting, running = deque(request["jobs"]), dict[int, _Child]()
    try:
        while waiting or running:
            while waiting and len(running) < request["workers"]:
                child = _fork(waiting.popleft(), request["timeout"])
                running[child.pid] = child
            if select.select([0], [], [], TICK)[0] and not os.read(0, 4096):
                return
            for child in list(running.values()):
                late = time.monotonic() - child.started > request["timeout"]
                if not late and not _has_ended(child.pid):
                    continue
                _kill(child.pid)  # late, or whatever processes the page has left
                _, status = os.waitpid(child.pid, 0)
                del running[child.pid]
                why = f"took longer than {request['timeout']:g} s" if late else _ending(status)
                print(json.dumps(_result(child, why)), file=results, flush=True)
    finally:
        for child in running.values():
            _kill(child.pid)
            shutil.rmtree(child.folder, ignore_errors=True)


def _fork(job: dict[str, str], timeout: float) -> _Child:
    folder = Path(tempfile.mkdtemp(prefix="triage-page-"))
    started = time.monotonic()
    pid = os.fork()
    if not pid:
        code = 70
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, timeout + 30)  # should nobody be left to kill it
            _in_child(job["page"], job["text"], folder)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            # No clean-up of the parent's objects here: threads of its imports do not exist.
            os._exit(code)
    return _Child(pid, job["page"], job["text"], folder, started)


def _in_child(page: str, text: str, folder: Path) -> None:
    enter(folder, page)
    with (folder / RESULTS).open("a", encoding="utf-8") as results:

        def tell(number: int, failure: SnippetFailure | None) -> None:
            line = {"snippet": number, "failure": asdict(failure) if failure else None}
            results.write(json.dumps(line) + "\n")
            results.flush()

        run_page(page, text, tell)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def _result(child: _Child, why: str) -> dict[str, Any]:
    """What the page said of its snippets; those it said nothing of have failed."""
    seconds = time.monotonic() - child.started
    done: dict[int, dict[str, Any] | None] = {}
    with contextlib.suppress(OSError):
        for line in (child.folder / RESULTS).read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                done[said["snippet"]] = said["failure"]
    failures = [failure for failure in done.values() if failure]
    output = ""
    with contextlib.suppress(OSError):
        output = (child.folder / OUTPUT).read_text(encoding="utf-8", errors="replace")
    for snippet in locate_snippets(child.text):
        if snippet.number not in done:
            failures.append(
                asdict(SnippetFailure(snippet.number, snippet.line, why, output[-OUTPUT_SHOWN:]))
            )
            why, output = "not reached: the page's process had ended", ""
    shutil.rmtree(child.folder, ignore_errors=True)
    return {"page": child.page, "failures": _hide_paths(failures, child), "seconds": seconds}


def _hide_paths(failures: list[dict[str, Any]], child: _Child) -> Any:
    """Failures without the folders of this machine: records are published."""
    text = json.dumps(failures, ensure_ascii=False)
    project = Path(__file__).resolve().parents[2]
    places = ((child.folder / WORK, "."), (sys.prefix, "<python>"), (project, "<project>"))
    for folder, shown in places:
        text = text.replace(str(folder), shown)
    return json.loads(text)


def _has_ended(pid: int) -> bool:
    """Whether it has, without reaping it: until then its number cannot be another's."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"the page's process ended with code {code}"
    return f"the page's process was ended by {signal.Signals(-code).name}"


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
