"""Verifying pages: forked from one import, against a process for every page, in one run.

Input: ``--small N`` generated pages of six snippets each that use TensorFlow, and with
``--docs`` the project's own pages as well. Output: a table, and with ``--json FILE`` the same
figures. Both ways run the same snippets with the same number of pages at once; "a process a
page" starts Python and imports TensorFlow for each. "One changed" verifies all again after an
edit of one page. Needs an interpreter with the models: this one, or ``--python``, or an
environment that ``make verify RELEASE=X`` has left.

Example: python -m benchmarks.verify --small 40 --docs --json verify.json
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from triage.verify import choose_pages, find_pages

ROOT = Path(__file__).resolve().parent.parent
RATIO, OVERHEAD = 1 / 8, 0.5
SMALL = """# Page {number}

```python
>>> import tensorflow as tf, tensorflow_models as tfm
>>> x = tf.random.stateless_uniform((2, 3), seed=({number}, 1))
>>> x.shape
TensorShape([2, 3])
```

""" + "".join(
    f"```python\n>>> int(tf.reduce_sum(tf.ones((2, {n}))))\n{2 * n}\n```\n\n" for n in range(1, 6)
)


def find_python(named: str | None) -> str | None:
    """An interpreter that holds the models."""
    if named or find_spec("tensorflow_models"):
        return named or sys.executable
    found = sorted(ROOT.glob(".venv-2*/bin/python"))
    return str(found[-1]) if found else None


def run(python: str, folder: Path, *arguments: str, force: bool = True) -> dict[str, float]:
    """One ``triage verify`` in ``folder``; a failed snippet is a result here, no error."""
    start = time.monotonic()
    done = subprocess.run(
        [python, "-m", "triage.verify", "--json", *(["--force"] if force else []), *arguments],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    if not done.stdout:
        raise SystemExit(done.stderr.decode())
    return json.loads(done.stdout) | {"wall": time.monotonic() - start}


def compare(python: str, folder: Path, workers: int) -> dict[str, float]:
    """Both ways over the pages of ``folder``, and the seconds that each page took."""
    together = run(python, folder, "--workers", str(workers))
    seconds = [
        json.loads(path.read_text("utf-8"))["seconds"]
        for path in (folder / "docs" / "records").rglob("*.json")
    ]
    pages = pages_run(folder)
    edit(folder / pages[0])
    changed = run(python, folder, "--workers", str(workers), force=False)
    start = time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        alone = list(pool.map(lambda page: run(python, folder, page, "--workers", "1"), pages))
    wall = time.monotonic() - start
    assert sum(result["snippets"] for result in alone) == changed["snippets"]
    return {
        "pages": together["pages"],
        "snippets": together["snippets"],
        "failed": together["failed"],
        "forked_s": together["wall"],
        "process_a_page_s": wall,
        "ratio": together["wall"] / wall,
        "one_page_changed_s": changed["wall"],
        "fastest_page_s": min(seconds),
        "mean_page_s": sum(seconds) / len(seconds),
    }


def pages_run(folder: Path) -> list[str]:
    """The pages that were run: some are for other releases, or need their own environment."""
    (release,) = {path.name for path in (folder / "docs" / "records").iterdir()}
    chosen, _ = choose_pages(find_pages(folder), release, None)
    return [f"{source.page}.md" for source in chosen]


def edit(page: Path) -> None:
    """Add a snippet to a page."""
    page.write_text(page.read_text("utf-8") + "\n```python\n1\n```\n", "utf-8")


def measure_overhead(python: str, workers: int) -> float:
    """Mean seconds of a page that does nothing with what was imported."""
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "docs").mkdir()
        for at in range(20):
            text = "# P\n\n```python\nimport tensorflow, tensorflow_models\n```\n"
            (Path(made) / "docs" / f"page{at}.md").write_text(text)
        run(python, Path(made), "--workers", str(workers))
        records = list((Path(made) / "docs" / "records").rglob("*.json"))
        seconds = [json.loads(path.read_text("utf-8"))["seconds"] for path in records]
    assert len(seconds) == 20
    return sum(seconds) / len(seconds)


def make_small(folder: Path, number: int) -> None:
    (folder / "docs").mkdir()
    for at in range(number):
        (folder / "docs" / f"page{at}.md").write_text(SMALL.replace("{number}", str(at)))


def copy_docs(folder: Path) -> None:
    ignore = shutil.ignore_patterns("records", "_*", "__pycache__")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=ignore)
    shutil.copytree(ROOT / "kb" / "entries", folder / "kb" / "entries")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=40, help="generated pages")
    parser.add_argument("--docs", action="store_true", help="the project's own pages as well")
    parser.add_argument("--workers", type=int, default=2, help="pages at once")
    parser.add_argument("--python", help="interpreter with the models")
    parser.add_argument("--json", help="file for the figures")
    options = parser.parse_args()
    python = find_python(options.python)
    if python is None:
        print("verify: NOT MEASURED, no interpreter with tf-models-official here (--python)")
        return
    overhead = measure_overhead(python, options.workers)
    figures: dict[str, dict[str, float]] = {"overhead": {"seconds": overhead}}
    for name, wanted in (("small pages", options.small), ("own pages", options.docs)):
        if wanted:
            with tempfile.TemporaryDirectory() as made:
                make_small(Path(made), wanted) if name == "small pages" else copy_docs(Path(made))
                figures[name] = compare(python, Path(made), options.workers)
    print(
        f"{'pages':>28} {'forked':>9} {'process a page':>15} {'ratio':>7} {'a page':>8} "
        f"{'one changed':>12}"
    )
    for name, row in figures.items():
        if name == "overhead":
            continue
        print(
            f"{row['pages']:>16.0f} {name:<11} {row['forked_s']:>7.1f} s "
            f"{row['process_a_page_s']:>13.1f} s {row['ratio']:>7.3f} {row['mean_page_s']:>6.2f} s "
            f"{row['one_page_changed_s']:>10.1f} s"
        )
    print(f"overhead of a page after the import: {overhead:.2f} s")
    print(f"targets: ratio at most {RATIO:.3f}, overhead at most {OVERHEAD} s")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
