"""Prove the constraints of a release: install it afresh with them, and without, and use both.

    python docs/constraints/prove.py 2.20.0          # run what the file says, write the record
    python docs/constraints/prove.py 2.20.0 --lock   # resolve the pins anew first

Input: ``BOUNDS`` and, without ``--lock``, ``<release>.txt`` beside this file. Output: that file
and ``docs/records/install/<release>.json``. Every run is made with uv in an environment of its
own under a temporary folder (3.4 GB, removed at the end) and used by ``use_release.py``:
constrained, then once without each bound, then unpinned. Exit code 1, and no record, when the
constrained run fails or when a bound turns out not to be needed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent / "records" / "install"
PYTHON = "3.11"
NAMED = Path(sys.executable).with_name("uv")
UV = str(NAMED) if NAMED.exists() else "uv"
SECONDS_A_RUN = 1200

# What the newest versions break; prove() fails on a bound that a release does not need.
BOUNDS = {
    "2.14.2": ("setuptools<82", "numpy<2", "pillow<13", "tensorflow-metadata<1.18"),
    "2.15.0": ("setuptools<82", "pillow<13", "tensorflow-metadata<1.18"),
    "2.16.0": ("setuptools<82", "pillow<13", "tensorflow-metadata<1.18"),
    "2.17.0": ("setuptools<82", "pillow<13", "tensorflow-metadata<1.18"),
    "2.18.0": ("setuptools<82", "pillow<13", "tensorflow-metadata<1.18"),
    "2.19.1": ("setuptools<82", "pillow<13", "tensorflow-metadata<1.18"),
    "2.20.0": ("setuptools<82", "numpy<2.4", "pillow<13", "protobuf<7"),
}


class NotProved(Exception):  # noqa: N818 - a result, told in one line
    """The file does not do what it promises."""


@dataclass(frozen=True, slots=True)
class Run:
    """One installation and its use; ``packages`` are the versions that were installed."""

    ok: bool
    steps: list[dict[str, Any]]
    packages: dict[str, str]

    @property
    def failure(self) -> dict[str, Any] | None:
        """The first step that failed."""
        return next((step for step in self.steps if not step["ok"]), None)


def call(*command: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is kept, its exit code is for the caller."""
    return subprocess.run(  # noqa: S603 - uv and the Python of our own environment
        command, input=text, capture_output=True, text=True, timeout=SECONDS_A_RUN, check=False
    )


def package(release: str) -> str:
    """The requirement a user installs."""
    return f"tf-models-official=={release}"


def lock(release: str) -> list[str]:
    """Resolve the release within its bounds: every package as ``name==version``."""
    options = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url")
    done = call(
        UV, "pip", "compile", *options, "--python-version", PYTHON, "-",
        text="\n".join((package(release), *BOUNDS[release])),
    )  # fmt: skip
    if done.returncode:
        raise NotProved(f"{release} cannot be resolved: {done.stderr.strip()}")
    return done.stdout.split()


def pins_of(path: Path) -> list[str]:
    """The pins of a constraints file, without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def digest_of(pins: list[str]) -> str:
    """SHA-256 of the pins: a record names the set it was made with, whatever the comments."""
    return hashlib.sha256("\n".join(pins).encode()).hexdigest()


def install_and_use(folder: Path, arguments: tuple[str, ...]) -> Run:
    """Install into the environment of ``folder``, made when missing, and use what is there."""
    python = folder / "bin" / "python"
    if not python.exists():
        call(UV, "venv", "--quiet", "--python", PYTHON, str(folder))
    start = time.monotonic()
    done = call(UV, "pip", "install", "--quiet", "--python", str(python), *arguments)
    seconds = round(time.monotonic() - start, 1)
    error = (done.stderr.strip().splitlines() or ["no message"])[0] if done.returncode else None
    step = {"name": "install", "ok": error is None, "seconds": seconds, "error": error}
    if error is not None:
        return Run(False, [step], {})
    # -I: neither PYTHONPATH nor the folder of the caller take part in the proof.
    done = call(str(python), "-I", str(HERE / "use_release.py"))
    if done.returncode:
        raise NotProved(f"the run ended early: {done.stderr.strip().splitlines()[-1:]}")
    used = json.loads(done.stdout)
    steps = [step, *used["steps"]]
    return Run(all(step["ok"] for step in steps), steps, used["packages"])


def without_bound(folder: Path, release: str, bound: str) -> dict[str, Any]:
    """What a reader without this one bound gets; the other bounds hold."""
    name = bound.partition("<")[0]
    others = tuple(other for other in BOUNDS[release] if other != bound)
    run = install_and_use(folder, ("--upgrade-package", name, package(release), *others))
    if run.failure is None:
        raise NotProved(f"{release} does not need {bound}")
    version = run.packages.get(name)
    failure = run.failure
    say(f"  without {bound} ({name} {version}): {failure['name']}: {failure['error']}")
    return {"bound": bound, "version": version, "step": failure["name"], "error": failure["error"]}


def prove(release: str, pins: list[str], folder: Path) -> dict[str, Any]:
    """All runs of a release, as its record."""
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins) + "\n", encoding="utf-8")
    pinned = ("-c", str(constraints), package(release))
    environment = folder / "constrained"
    constrained = install_and_use(environment, pinned)
    say(f"  constrained: {[(step['name'], step['seconds']) for step in constrained.steps]}")
    if constrained.failure:
        raise NotProved(f"{release}: {constrained.failure}")
    bounds = []
    for bound in BOUNDS[release]:
        bounds.append(without_bound(environment, release, bound))
        call(UV, "pip", "install", "-q", "--python", str(environment / "bin/python"), *pinned)
    python = call(str(environment / "bin/python"), "-c", "import sys; print(*sys.version_info[:3])")
    shutil.rmtree(environment)
    unpinned = install_and_use(folder / "unpinned", (package(release),))
    say(f"  unpinned: {unpinned.failure}")
    return {
        "release": release,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": ".".join(python.stdout.split()),
        "platform": f"{platform.system()} {platform.machine()}",
        "digest": digest_of(pins),
        "packages": constrained.packages,
        "constrained": {"ok": constrained.ok, "steps": constrained.steps},
        "bounds": bounds,
        "unpinned": asdict(unpinned),
    }


def constraints_text(record: dict[str, Any], pins: list[str]) -> str:
    """The published file: what it is, why each bound, then the pins."""
    release = record["release"]
    lines = [
        f"tf-models-official {release} on Python {PYTHON}: every package it installs, pinned.",
        f"Installed afresh and used on {record['date'][:10]} (Python {record['python']},"
        f" {record['platform']});",
        f"the run is recorded in docs/records/install/{release}.json.",
        "Upper bounds within which the pins were chosen, each with the error without it:",
    ]
    for bound in record["bounds"]:
        lines.append(f"  {bound['bound']}: {bound['error']}")
    return "".join(f"# {line}\n" for line in lines) + "".join(f"{pin}\n" for pin in pins)


def say(line: str) -> None:
    """Progress, for whoever watches."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Prove the releases named, one after the other."""
    parser = argparse.ArgumentParser(description="Prove the constraints of a release.")
    parser.add_argument("releases", nargs="+", choices=tuple(BOUNDS), metavar="RELEASE")
    parser.add_argument("--lock", action="store_true", help="resolve the pins anew first")
    arguments = parser.parse_args()
    for release in arguments.releases:
        path = HERE / f"{release}.txt"
        say(release)
        try:
            pins = pins_of(path) if path.exists() and not arguments.lock else lock(release)
            with tempfile.TemporaryDirectory(prefix="prove-") as folder:
                record = prove(release, pins, Path(folder))
        except (NotProved, subprocess.TimeoutExpired) as error:
            say(f"Not proved: {error}")
            return 1
        path.write_text(constraints_text(record, pins), encoding="utf-8")
        RECORDS.mkdir(parents=True, exist_ok=True)
        target = RECORDS / f"{release}.json"
        target.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
