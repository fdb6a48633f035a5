"""The real site, from the project's own pages and a small fixed set of issues."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from triage.match.entries import load_entries
from triage.pages import IssueFacts, PageInput, render_pages, write_pages
from triage.records import Cluster, Prediction

ROOT = Path(__file__).resolve().parents[2]
STRICT = ("-W", "--keep-going", "-n", "-q")
QUALITY = {
    "date": "2026-11-22",
    "command": "triage evaluate kb/data/issues.jsonl --cv 5",
    "category": {
        "macro_f1": 0.95,
        "per_class": {"odapi": {"precision": 0.9, "recall": 0.8, "f1": 0.85, "support": 184}},
        "reliability": [
            {"confidence": c / 10, "accuracy": c / 11, "count": 9} for c in range(1, 10)
        ],
        "coverage": [
            {"threshold": t / 10, "coverage": 1 - t / 20, "precision": 0.9 + t / 100}
            for t in range(10)
        ],
    },
}


@dataclass(frozen=True)
class Site:
    source: Path
    html: Path
    code: int
    log: str


def copy_sources(folder: Path) -> None:
    """What is committed of the site: configuration, written pages, extensions; no history."""
    for name in ("conf.py", "docutils.conf", "index.md", "fix.md", "404.md"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "kb" / "entries", folder / "kb" / "entries")


def page_input() -> PageInput:
    """Every entry of the project, and issues with dates, an open question and figures."""
    entries = tuple(load_entries(ROOT / "kb" / "entries"))
    numbers = sorted({number for entry in entries for number in entry.issues} | {1, 2})
    return PageInput(
        entries=entries,
        issues=tuple(_issue(number) for number in numbers),
        predictions=tuple(Prediction(n, "odapi", 0.9, {}, "bug", 0.9) for n in numbers),
        clusters=(Cluster((1, 2), "Out of memory on a TPU", ("tpu", "oom"), "odapi", "OOM: `x`"),),
        quality=QUALITY,
        unverified={entry.id: "none" for entry in entries[::2]},
        comments=len(numbers),
    )


def _issue(n: int) -> IssueFacts:
    day = f"{2016 + n % 9}-05-{1 + n % 28:02}"
    reply = f"{day}T{10 + n % 13}:00:00Z" if n % 3 else None
    version = (None, "1.15", "2.16", "2")[n % 4]
    return IssueFacts(n, f"Title of *{n}*", f"{day}T08:00:00Z", "open", version, reply)


def build_site(folder: Path, hash_seed: int = 0) -> Site:
    """The site as ``make site`` builds it, from a copy that has no git history."""
    folder.mkdir(exist_ok=True)
    copy_sources(folder)
    write_pages(render_pages(page_input()), folder / "kb")
    return run_sphinx(folder, hash_seed)


def run_sphinx(folder: Path, hash_seed: int = 0, **environment: str) -> Site:
    html = folder / "_site"
    command = [sys.executable, "-m", "sphinx", "-b", "html", *STRICT, folder, html]
    env = os.environ | {"PYTHONHASHSEED": str(hash_seed)} | environment
    run = subprocess.run(command, capture_output=True, text=True, timeout=280, env=env)
    return Site(folder, html, run.returncode, run.stdout + run.stderr)
