"""Sites of hostile text, built by the real Sphinx with the configuration of the project."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from triage.pages import IssueFacts
from triage.pages.escape import inline, literal
from triage.pages.markdown import page_text, table, toctree
from triage.pages.unanswered import render_unanswered
from triage.records import Cluster

ROOT = Path(__file__).resolve().parents[2]
STRICT = ("-W", "--keep-going", "-n", "-q")
CANARY = "CANARY-CONTENT-7f3a91"


@dataclass(frozen=True)
class Built:
    folder: Path
    html: Path
    code: int
    log: str


def with_secret(text: str) -> str:
    return text.replace("SECRET", "secret.txt")


def hostile_page(payloads) -> str:
    """Every place issue text can stand in, for each payload, and a heading after each."""
    blocks = []
    for at, (_, text) in enumerate(payloads):
        text = with_secret(text)
        title = inline(text)
        blocks += [f"## {title}", f"- {title}", table(("a", "b"), [(title, "1")]),
                   f"[{title}](https://github.com/o/r/issues/1)", literal(text),
                   f"## After {at}"]  # fmt: skip
    return page_text("Hostile", *blocks)


def cluster_page(payloads) -> str:
    """The page of open questions as it is, made of nothing but payloads."""
    texts = [with_secret(text) for _, text in payloads]
    clusters = [
        Cluster((2 * n + 1, 2 * n + 2), text, (text, text[::-1]), None, text)
        for n, text in enumerate(texts)
    ]
    known = {n: IssueFacts(n, texts[n // 2 % len(texts)], texts[0], texts[0]) for n in range(200)}
    return render_unanswered(tuple(clusters), known, "o/r")


def build(folder: Path, pages: dict[str, str]) -> Built:
    """A site of these pages with the configuration and the extensions of the project."""
    folder.mkdir(parents=True)
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("_ext", "_static", "_templates"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name)
    (folder / "kb").mkdir()
    for place in (folder, folder / "kb", folder.parent):
        (place / "secret.txt").write_text(CANARY)
    (folder / "index.md").write_text("# Front\n\n" + toctree([f"kb/{name}" for name in pages]))
    for name, text in pages.items():
        (folder / "kb" / f"{name}.md").write_bytes(text.encode("utf-8"))
    html = folder / "_html"
    command = [sys.executable, "-m", "sphinx", "-b", "html", *STRICT, folder, html]
    run = subprocess.run(command, capture_output=True, text=True, timeout=200)
    return Built(folder, html, run.returncode, run.stdout + run.stderr)
