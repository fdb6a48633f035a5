"""``triage status``: lists that say what to do, from pages, records, the store and the index."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from triage.errors import TriageError
from triage.text.snippets import digest_snippets, find_snippets
from triage.verify.package_index import list_releases, newer_releases

ROOT = Path(__file__).resolve().parents[2]
ENTRY = "vid2depth-icp-build.md"
PAGE = "# P\n\n```python\n1\n```\n\n```{not-run} needs an account\nlogin()\n```\n"
OLD = datetime.now(UTC) - timedelta(days=200)


@pytest.fixture
def project(tmp_path):
    """Pages, each in a state that its name says, with the records that make it so."""
    for folder in ("kb/entries", "kb/data", "docs"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "kb" / "entries" / ENTRY, tmp_path / "kb" / "entries" / ENTRY)
    issue = {"number": 1, "title": "Hello", "url": "https://github.com/tensorflow/models/issues/1"}
    (tmp_path / "kb" / "data" / "issues.jsonl").write_text(json.dumps(issue) + "\n")

    def page(name, release="2.20.0", *, text=PAGE, date=None, digest=None, failed=()):
        (tmp_path / "docs" / f"{name}.md").write_text(text)
        if release is None:
            return
        record = {
            "page": f"docs/{name}", "digest": digest or digest_snippets(find_snippets(text)),
            "date": (date or datetime.now(UTC)).isoformat(), "python": "3.11.7",
            "platform": "linux-x86_64", "packages": {}, "snippets": 1, "passed": 1 - len(failed),
            "failed": [{"snippet": 1, "error": error} for error in failed], "seconds": 1.0,
        }  # fmt: skip
        path = tmp_path / "docs" / "records" / release / "docs" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record))

    page("fresh", text="# P\n\n```python\n1\n```\n")
    page("fails", failed=["NameError: x"])
    page("fails", "2.16.0", failed=["ImportError: y"])
    page("old", date=OLD)
    page("edited", digest="0" * 64)
    page("never", None)
    page("words", None, text="# P\n")
    page("later", None, text='---\nverify:\n  releases: ">=2.21"\n---\n' + PAGE)
    return tmp_path


def run(project, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "triage", "status", *arguments], cwd=project, timeout=120,
        capture_output=True, text=True, env=os.environ | environment,
    )  # fmt: skip


def test_every_page_is_in_the_list_of_its_state(project):
    done = run(project, "--offline", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["release"] == "2.20.0" and found["new_releases"] == []
    assert [(run["page"], run["release"], run["error"]) for run in found["failing"]] == [
        ("docs/fails", "2.20.0", "NameError: x"), ("docs/fails", "2.16.0", "ImportError: y"),
    ]  # fmt: skip
    assert [run["page"] for run in found["changed"]] == ["docs/edited"]
    assert [run["page"] for run in found["stale"]] == ["docs/old"]
    assert found["unverified"] == ["docs/never"]
    assert {(b["page"], b["line"], b["reason"]) for b in found["not_run"]} >= {
        ("docs/never", 8, "needs an account"), ("docs/later", 12, "needs an account"),
    }  # fmt: skip
    assert found["next"][0] == "mend docs/fails.md: NameError: x (1 page failing)"
    assert found["next"][1].startswith("make verify RELEASE=2.20.0: 3 pages")
    assert [(task["kind"], task["about"], task["effort"]) for task in found["good_first"]] == [
        ("verify", "docs/edited", "minutes"), ("verify", "docs/old", "minutes"),
        ("run", "docs/never", "minutes"),
    ]  # fmt: skip


def test_people_read_the_same_lists(project):
    done = run(project, "--offline")
    assert done.returncode == 0
    assert "Failing: 2\n  docs/fails on 2.20.0" in done.stdout
    assert "Never verified on 2.20.0: 1\n  docs/never\n" in done.stdout
    task = "run (minutes) docs/never: no run has executed its snippets (1) on 2.20.0: make verify"
    assert f"  {task} RELEASE=2.20.0 PAGES=docs/never.md\n" in done.stdout


def test_a_broken_table_of_research_models_fails_in_one_line(project):
    path = project / "docs/contributing/research-models.csv"
    path.parent.mkdir()
    path.write_text("folder\nresearch/x\n")
    done = run(project, "--offline")
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
    assert "research-models.csv, line 2" in done.stderr and "Traceback" not in done.stderr


def test_record_that_claims_too_much_fails_in_one_line(project):
    path = project / "docs/records/2.20.0/docs/fresh.json"
    path.write_text(path.read_text().replace('"passed": 1', '"passed": 2'))
    done = run(project, "--offline")
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.fixture
def index(tmp_path):
    """A package index on loopback that holds three releases of one package."""
    folder = tmp_path / "simple" / "tf-models-official"
    folder.mkdir(parents=True)
    names = [f"tf_models_official-{v}-py2.py3-none-any.whl" for v in ("2.9.0", "2.20.0", "2.21.0")]
    links = "".join(f'<a href="{name}">{name}</a>' for name in names)
    (folder / "index.html").write_text(f"<!DOCTYPE html><html><body>{links}</body></html>")
    handler = functools.partial(Quiet, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://user:secret@127.0.0.1:{server.server_port}/simple"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def use_index(monkeypatch, address):
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", address)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)


def test_new_release_on_the_index_is_noticed(project, index, monkeypatch):
    use_index(monkeypatch, index)
    assert list_releases() == ["2.21.0", "2.20.0", "2.9.0"]
    found = json.loads(run(project, "--json").stdout)
    assert found["new_releases"] == ["2.21.0"]
    assert found["next"][0].startswith("python docs/constraints/prove.py 2.21.0 --lock")


def test_index_that_does_not_answer_costs_one_line_and_shows_no_password(project, monkeypatch):
    use_index(monkeypatch, "http://user:secret@127.0.0.1:9/simple")
    with pytest.raises(TriageError):
        list_releases()
    done = run(project)
    assert done.returncode == 0 and "The package index was not asked" in done.stderr
    assert "secret" not in done.stderr + done.stdout


def test_only_newer_releases_count():
    assert newer_releases(["2.20.0", "2.9.0"], ["2.20.1", "2.19.9", "2.10.0"]) == ["2.20.1"]
    assert newer_releases([], ["2.1.0"]) == ["2.1.0"]
