"""A small project of pages, and an environment to say they ran with. No TensorFlow here."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from triage.verify import Environment, find_pages, verify_pages

ROOT = Path(__file__).resolve().parents[2]
HERE = Environment("2.20.0", "3.11.7", "linux-x86_64", {"tf-models-official": "2.20.0"})


def fenced(*codes: str) -> str:
    """A page with these snippets; the first one's code begins on line 4."""
    return "# Page\n\n" + "\n".join(f"```python\n{code}\n```\n" for code in codes)


class Project:
    """A folder with pages to write and verify."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.records = root / "docs" / "records"

    def page(self, name: str, *codes: str, text: str | None = None) -> Path:
        path = self.root / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fenced(*codes) if text is None else text, encoding="utf-8")
        return path

    def verify(self, *paths: Path, environment=HERE, **options):
        """(report, results by page)."""
        results = {}
        report = verify_pages(
            find_pages(self.root, paths), environment, records=self.records,
            on_page=lambda result: results.update({result.source.page: result}),
            **{"workers": 2} | options,
        )  # fmt: skip
        return report, results

    def run(self, *arguments, models="2.20.0", module="triage.verify"):
        """A command in this folder, with package metadata that says ``models`` is installed."""
        process = self.start(*arguments, models=models, module=module)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def start(self, *arguments, models="2.20.0", module="triage.verify"):
        site = self.root / "site"
        if models:
            info = site / f"tf_models_official-{models}.dist-info"
            info.mkdir(parents=True, exist_ok=True)
            (info / "METADATA").write_text(f"Name: tf-models-official\nVersion: {models}\n")
        path = os.pathsep.join((str(ROOT), str(site)))
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": path},
        )  # fmt: skip


def wait_until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid):
    """Whether a process does; one that nobody has reaped yet does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
