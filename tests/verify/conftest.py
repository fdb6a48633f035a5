"""A small project of pages, and an environment to say they ran with. No TensorFlow here."""

import os
import subprocess
import sys
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
            find_pages(self.root, paths), environment, root=self.root, records=self.records,
            on_page=lambda result: results.update({result.source.page: result}),
            **{"workers": 2} | options,
        )  # fmt: skip
        return report, results

    def run(self, *arguments, models="2.20.0", module="triage.verify"):
        """A command in this folder, with package metadata that says ``models`` is installed."""
        site = self.root / "site"
        if models:
            info = site / f"tf_models_official-{models}.dist-info"
            info.mkdir(parents=True, exist_ok=True)
            (info / "METADATA").write_text(f"Name: tf-models-official\nVersion: {models}\n")
        path = os.pathsep.join((str(ROOT), str(site)))
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=self.root, capture_output=True, text=True, timeout=120, check=False,
            env=os.environ | {"PYTHONPATH": path},
        )  # fmt: skip


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
