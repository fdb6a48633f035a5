"""The command, and the same snippets under plain pytest, in processes of their own."""

import json
import signal

import pytest

from tests.verify.conftest import is_running, wait_until


def test_run_says_how_it_went_and_where_it_failed(project):
    project.page("docs/a", "x = 1", ">>> x\n2")
    project.page("docs/b", ">>> (2, 3)\n(2, 3)")
    done = project.run("--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert list(report) == ["pages", "snippets", "passed", "failed", "seconds"]
    assert list(report.values())[:4] == [2, 3, 2, 1]
    assert "docs/a.md:8: snippet 2: expected '2', got '1'" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    done = project.run("docs/b.md")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "1 pages: 1 of 1 snippets passed on tf-models-official 2.20.0, in "
    )


def test_other_release_than_installed_is_wrong_use(project):
    project.page("docs/a", "x = 1")
    done = project.run("--release", "2.16.0")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert "2.20.0 is installed here, not 2.16.0. `make verify RELEASE=2.16.0`" in done.stderr
    assert project.run("--release", "2.20.0").returncode == 0


def test_without_the_models_one_line_says_what_to_do(project):
    done = project.run(models=None)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("triage: tf-models-official is not installed here")
    assert len(done.stderr.splitlines()) == 1


def test_same_snippets_under_pytest(project):
    project.page("docs/a", "x = 1\nopen('left', 'w').close()", ">>> x\n1", text=None)
    project.page("docs/b", "y = 1", ">>> x\n1", ">>> y\n2", "\nraise ValueError(y)")
    options = ("-c", "/dev/null", "--rootdir", ".", "-p", "triage.verify.pytest_plugin",
               "-p", "no:cacheprovider")  # fmt: skip
    done = project.run(*options, "docs", module="pytest")
    assert done.returncode == 1 and "3 failed, 3 passed" in done.stdout
    assert "docs/b.md:8: snippet 2: NameError: name 'x' is not defined" in done.stdout
    assert "docs/b.md:13: snippet 3: expected '2', got '1'" in done.stdout
    assert "docs/b.md:19: snippet 4: ValueError: 1" in done.stdout
    assert not (project.root / "left").exists()
    done = project.run(*options, "docs/b.md::snippet 3", module="pytest")
    assert "1 failed" in done.stdout and "expected '2', got '1'" in done.stdout


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_run_that_is_stopped_leaves_no_process(project, end):
    left = project.root / "left"
    tell = f"import os\nopen({str(left)!r}, 'w').write(str(os.getpid()))"
    project.page("docs/a", tell, "import time\ntime.sleep(100)")
    run = project.start("docs/a.md")
    wait_until(lambda: left.exists() and left.read_text())
    run.send_signal(end)
    out, err = run.communicate(timeout=30)
    assert run.returncode == (1 if end == signal.SIGINT else -signal.SIGKILL)
    if end == signal.SIGINT:
        assert (err.strip(), out) == ("triage: stopped; what was saved stays saved", "")
    wait_until(lambda: not is_running(int(left.read_text())))
    assert not (project.records / "2.20.0").exists()
