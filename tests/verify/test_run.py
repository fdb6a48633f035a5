"""Whole runs: pages apart from one another, ended when late, remembered when unchanged."""

import dataclasses
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.verify.conftest import HERE, is_running, wait_until
from triage.errors import BadInput, WrongUse
from triage.verify import find_pages
from triage.verify.record import read_record
from triage.verify.records import is_current
from triage.verify.sources import needs_models


def errors(result):
    return {failure.snippet: failure.error for failure in result.failures}


def test_pages_do_not_see_one_another(project):
    leave = (
        "import builtins, os, json\nbuiltins.left = json.left = 1\nos.environ['LEFT'] = 'x'\n"
        "open('left', 'w').close()\nos.chdir('/')"
    )
    look = (
        "import builtins, json, os\nassert not hasattr(builtins, 'left')\n"
        "assert not hasattr(json, 'left') and 'LEFT' not in os.environ\nassert os.listdir() == []"
    )
    project.page("docs/a", leave)
    project.page("docs/b", look)
    report, _ = project.verify(workers=1)
    assert (report.pages, report.passed, report.failed) == (2, 2, 0)
    assert {p.name for p in (project.root / "docs").iterdir()} == {"a.md", "b.md", "records"}


def test_late_page_is_ended_and_says_so(project):
    project.page("docs/slow", "x = 1", "print('busy', flush=True)\nwhile True:\n    pass", "y = 1")
    project.page("docs/quick", "x = 1")
    started = time.monotonic()
    report, results = project.verify(timeout=1.5)
    assert time.monotonic() - started < 20
    assert (report.passed, report.failed) == (2, 2)
    assert errors(results["docs/slow"]) == {
        2: "took longer than 1.5 s", 3: "not reached: the page's process had ended",
    }  # fmt: skip
    assert results["docs/slow"].failures[0].detail == "busy\n"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import os\nos._exit(0)", "the page's process ended with code 0"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)",
         "the page's process was ended by SIGSEGV"),
    ],
)  # fmt: skip
def test_page_that_ends_its_process_has_not_passed(project, code, error):
    project.page("docs/a", "x = 1", code, "x = 2")
    report, results = project.verify()
    assert errors(results["docs/a"])[2] == error and report.passed == 1


def test_page_leaves_no_process_and_no_folder_behind(project):
    code = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(project.root / 'left')!r}, 'w').write(f'{{child.pid}} {{os.getcwd()}}')"
    )
    project.page("docs/a", code)
    assert project.verify()[0].failed == 0
    pid, folder = (project.root / "left").read_text().split()
    assert not Path(folder).exists()
    wait_until(lambda: not is_running(int(pid)))


def test_page_has_no_network(project):
    project.page("docs/a", "import socket\nsocket.create_connection(('198.51.100.1', 80), 1)")
    project.page("docs/b", "import socket\ns = socket.create_server(('127.0.0.1', 0))\n"
                           "socket.create_connection(s.getsockname())")  # fmt: skip
    project.page("docs/c", "from urllib.request import urlopen\nurlopen('https://example.org')")
    _, results = project.verify()
    assert errors(results["docs/a"]) == {
        1: "OSError: a page has no network; it asked for 198.51.100.1"
    }
    assert errors(results["docs/b"]) == {} and "URLError" in errors(results["docs/c"])[1]


def test_record_is_the_one_the_site_reads(project):
    project.page("docs/models/a", "x = 1", "import os\nraise OSError(os.getcwd())", "\n1 / 0")
    _, results = project.verify()
    path = project.records / "2.20.0/docs/models/a.json"
    record = read_record(path, "2.20.0")
    source = results["docs/models/a"].source
    assert (record.page, record.digest) == ("docs/models/a", source.digest)
    assert (record.snippets, record.passed, len(record.failed)) == (3, 1, 2)
    assert [(f.snippet, f.error) for f in record.failed] == [
        (2, "OSError: ."), (3, "ZeroDivisionError: division by zero"),
    ]  # fmt: skip
    assert datetime.now(UTC) - record.date < timedelta(minutes=1)
    assert list(json.loads(path.read_text())) == sorted(json.loads(path.read_text()))
    assert [p.name for p in path.parent.iterdir()] == ["a.json"]


def test_record_says_nothing_about_a_page_that_changed_while_it_waited(project):
    page = project.page("docs/b", "x = 1")
    project.page("docs/a", f"open({str(page)!r}, 'w').write('```python\\n1 / 0\\n```')")
    report, results = project.verify(workers=1)
    assert report.failed == 0 and "1 / 0" in page.read_text()
    record = read_record(project.records / "2.20.0/docs/b.json", "2.20.0")
    assert record.digest == results["docs/b"].source.digest != find_pages(project.root)[1].digest


def test_slow_page_of_last_time_goes_first(project):
    for name, code in (("a", "x = 1"), ("b", "import time\ntime.sleep(0.5)")):
        project.page(f"docs/{name}", code)
    assert list(project.verify(workers=1)[1]) == ["docs/a", "docs/b"]
    assert list(project.verify(workers=1, force=True)[1]) == ["docs/b", "docs/a"]


def test_errors_tell_nothing_of_this_machine(project):
    code = "import os, sys\nraise OSError(f'{sys.prefix}/x {os.getcwd()}/y {object()}')"
    project.page("docs/a", code)
    (failure,) = project.verify()[1]["docs/a"].failures
    assert failure.error == "OSError: <python>/x ./y <object object at 0x…>"


def test_unchanged_page_is_not_run_again(project):
    project.page("docs/a", f"open({str(project.root / 'runs')!r}, 'a').write('x')")
    project.page("docs/bad", "1 / 0")

    def runs(**options):
        report, _ = project.verify(**options)
        assert (report.pages, report.snippets, report.passed, report.failed) == (2, 2, 1, 1)
        return len((project.root / "runs").read_text())

    assert (runs(), runs()) == (1, 1)
    assert runs(force=True) == 2
    newer = dataclasses.replace(HERE, packages={"tf-models-official": "2.20.0", "numpy": "2"})
    assert (runs(environment=newer), runs(environment=newer)) == (3, 3)
    page = project.root / "docs/a.md"
    page.write_text(page.read_text().replace("# Page", "# New words"))
    assert runs(environment=newer) == 3
    page.write_text(page.read_text().replace("'x'", '"x"'))
    assert runs(environment=newer) == 4


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"date": 1, "seconds": 2}', "{"])
def test_damaged_or_old_record_is_not_believed(project, text):
    project.page("docs/a", "x = 1")
    project.verify()
    (source,) = find_pages(project.root)
    now = datetime.now(UTC)
    assert is_current(project.records, HERE, source, now)
    assert not is_current(project.records, HERE, source, now + timedelta(days=91))
    (project.records / "2.20.0/docs/a.json").write_text(text)
    assert not is_current(project.records, HERE, source, now)


def test_which_pages_are_found(project):
    for name in ("docs/a", "docs/b/c", "docs/_ext/no", "kb/entries/e", "kb/odapi/no", "no"):
        project.page(name, "x = 1")
    project.page("docs/plain", text="# No code\n")
    names = [source.page for source in find_pages(project.root)]
    assert names == ["docs/a", "docs/b/c", "kb/entries/e"]
    assert [s.page for s in find_pages(project.root, [project.root / "docs/b"])] == ["docs/b/c"]
    with pytest.raises(BadInput, match="There is no x"):
        find_pages(project.root, [project.root / "x"])
    with pytest.raises(WrongUse, match="not in this folder"):
        find_pages(project.root / "docs", [project.root / "no.md"])


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import tensorflow as tf", True), ("from official.core import exp_factory", True),
        ("import orbit", True), ("x = 'unofficial'", False), ("import numpy", False),
        ("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow", False),
    ],
)  # fmt: skip
def test_which_pages_wait_for_the_import(project, code, needed):
    project.page("docs/a", code)
    assert needs_models(find_pages(project.root)[0]) is needed
