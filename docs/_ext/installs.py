"""Installations that were proved: their records as tables, their files at a stable address.

Input: ``docs/records/install/<release>.json``, written by ``docs/constraints/prove.py``,
``unpinned/<release>.json`` there, written by ``triage verify --unpinned``, and the constraints
beside that program. Output: Markdown for ``docs/guides/install.md`` (written
into the page by ``make reference``), and, while the site is built, ``constraints/<release>.txt``
with every ``-c docs/constraints/...`` of a page turned into the address of that file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.version import Version

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parent.parent
RECORDS = DOCS / "records" / "install"
OPTION = "-c docs/constraints/"
# What a command names, and the folder under which the site serves it.
OPTIONS = {OPTION: "-c {base}/constraints/", "-r docs/environments/": "-r {base}/environments/"}
SERVED = ("constraints", "environments")

STEPS = {
    "install": "the installation",
    "import": "`import tensorflow_models`",
    "datasets": "`tensorflow_datasets.load`",
    "forward": "a forward pass",
    "decode": "a synthetic example with masks, decoded",
    "graph": "`tf.io.write_graph` as text",
    "export": "an export, reloaded",
}
WHY = {
    "setuptools<82": "tensorflow-hub imports `pkg_resources`, which setuptools 82 no longer holds",
    "numpy<2": "TensorFlow 2.14.0 was compiled for NumPy 1 and does not say so",
    "numpy<2.4": "the package calls `np.reshape(newshape=...)`, an argument NumPy 2.4 dropped",
    "pillow<13": "the package has Pillow read masks of floats as bytes, which Pillow 13 refuses",
    "protobuf<7": "TensorFlow 2.20 writes text with `float_format`, an argument protobuf 7 dropped",
    "tensorflow-metadata<1.18": "newer ones were generated for a protobuf that this TensorFlow"
    " excludes; TensorFlow Datasets prints the error, goes on, and is empty",
}

ENTRIES = {
    "setuptools<82": "official-pkg-resources-missing",
    "numpy<2": "official-numpy-2-tf-2-14",
    "numpy<2.4": "official-numpy-newshape",
    "pillow<13": "official-pillow-invalid-mode",
    "protobuf<7": "official-protobuf-float-format",
    "tensorflow-metadata<1.18": "official-tfds-empty-module",
}
"""The entry that breaks a bound, mends it, and says more."""


def read_installs(folder: Path = RECORDS) -> list[dict[str, Any]]:
    """The installation records, newest release first, each with its latest plain install."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    for record in found:
        later = folder / "unpinned" / f"{record['release']}.json"
        if later.exists():
            runs = (record["unpinned"], json.loads(later.read_text(encoding="utf-8")))
            record["unpinned"] = max(runs, key=lambda run: datetime.fromisoformat(run["date"]))
    return sorted(found, key=lambda record: Version(record["release"]), reverse=True)


def render_install_table(folder: Path = RECORDS) -> str:
    """A row a release: what its constraints install, when they were used, what it is without."""
    header = ("release", "TensorFlow", "Keras", "NumPy", "with constraints", "without")
    return table(header, [install_row(record) for record in read_installs(folder)])


def install_row(record: dict[str, Any]) -> tuple[str, ...]:
    """One release, linked to its constraints and to its record."""
    release, packages = record["release"], record["packages"]
    # From 2.16 on the package uses tf_keras by name, whatever tf.keras is.
    keras = "tf-keras" if Version(release) >= Version("2.16") else "keras"
    steps = record["constrained"]["steps"]
    passed = sum(step["ok"] for step in steps)
    return (
        f"[{release}](../constraints/{release}.txt)",
        packages["tensorflow"],
        f"{keras} {packages[keras]}",
        packages["numpy"],
        f"[{passed} of {len(steps)} steps passed](../records/install/{release}.json)"
        f" on {record['date'][:10]}, Python {record['python']}, by {record['installer']}",
        plain_install(record["unpinned"]),
    )


def plain_install(run: dict[str, Any]) -> str:
    """What came of an installation without constraints."""
    failed = next((step for step in run["steps"] if not step["ok"]), None)
    if failed is None:
        return f"works too, on {run['date'][:10]}"
    return f"fails at {STEPS[failed['name']]} on {run['date'][:10]}: {code(failed['error'])}"


def render_bounds_table(folder: Path = RECORDS) -> str:
    """A row a bound and its error: the releases that need it, the version that broke, why."""
    releases: dict[tuple[str, ...], list[str]] = {}
    for record in read_installs(folder):
        for item in record["bounds"]:
            key = (item["bound"], item["version"], item["step"], item["error"])
            releases.setdefault(key, []).append(record["release"])
    order = {bound: place for place, bound in enumerate(WHY)}
    rows = [
        (
            f"[`{bound}`](../../kb/official/{ENTRIES[bound]}.md)",
            ", ".join(found),
            f"{version}, at {STEPS[step]}: {code(error)}",
            WHY[bound],
        )
        for (bound, version, step, error), found in sorted(
            releases.items(), key=lambda item: order[item[0][0]]
        )
    ]
    return table(("bound", "needed by", "broken with", "because"), rows)


def render_commands(folder: Path = RECORDS) -> str:
    """The command of each release, one a line, newest first."""
    releases = [record["release"] for record in read_installs(folder)]
    lines = [f"pip install tf-models-official=={r} {OPTION}{r}.txt" for r in releases]
    return "\n".join(["```bash", *lines, "```"])


def code(text: str) -> str:
    """Text of an error as code in a table cell: no bar and no backtick may end it early."""
    return "`" + text.replace("`", "'").replace("|", "/") + "`"


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def show_address(app: Sphinx, _: str, source: list[str]) -> None:
    """In a checkout a page names the file; on the site, where the site serves it."""
    base = app.config.installs_address.rstrip("/")
    if base:
        for option, served in OPTIONS.items():
            source[0] = source[0].replace(option, served.format(base=base))


def serve_files(app: Sphinx, error: Exception | None) -> None:
    """Copy the files to where ``show_address`` says they are."""
    if error is not None or app.builder.format != "html":
        return
    for name in SERVED:
        target = Path(app.outdir) / name
        target.mkdir(exist_ok=True)
        for path in (DOCS / name).glob("*.txt"):
            shutil.copyfile(path, target / path.name)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("installs_address", lambda config: config.html_baseurl, "env", str)
    app.connect("source-read", show_address)
    app.connect("build-finished", serve_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
