"""Prove the constraints of a release: install it afresh with them, and without, and use both.

    python docs/constraints/prove.py 2.20.0          # run what the file says, write the record
    python docs/constraints/prove.py 2.20.0 --lock   # resolve the pins anew first
    python docs/constraints/prove.py 2.20.0 --brief  # only what the file says, keep the rest

Input: ``BOUNDS`` and, without ``--lock``, ``<release>.txt`` beside this file. Output: that file
and ``docs/records/install/<release>.json``. Every run is made in a fresh environment under a
temporary folder (3.4 GB, removed at the end) and used by ``use_release.py``: constrained (by
pip, as readers do, or faster by uv), then once without each bound and at last unpinned (both
by uv). Exit code 1, and no record, when the constrained run fails, when pip would refuse what
uv installed, or when a bound turns out not to be needed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from triage.errors import TriageError
from triage.verify import installation
from triage.verify.installation import PYTHON, UV, Run, call

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent / "records" / "install"

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

# uv looks at no upper bound of Requires-Python; pip does, and refuses the newest of these.
NOT_FOR_THIS_PYTHON = ("backports-strenum<1.3",)


class NotProved(Exception):  # noqa: N818 - a result, told in one line
    """The file does not do what it promises."""


def package(release: str) -> str:
    """The requirement a user installs."""
    return f"tf-models-official=={release}"


def lock(release: str, folder: Path) -> list[str]:
    """Resolve the release within its bounds: every package as ``name==version``."""
    refused = folder / "refused.txt"
    refused.write_text("\n".join(NOT_FOR_THIS_PYTHON), encoding="utf-8")
    options = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url")
    done = call(
        UV, "pip", "compile", *options, "--python-version", PYTHON, "-c", str(refused), "-",
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


def install_and_use(folder: Path, arguments: tuple[str, ...], by: str = "uv") -> Run:
    """As ``triage verify --unpinned`` does it."""
    return installation.install_and_use(folder, arguments, HERE / "use_release.py", by)


def without_bound(folder: Path, release: str, bound: str) -> dict[str, Any]:
    """What a reader without this one bound gets; the other bounds hold."""
    name = bound.partition("<")[0]
    others = tuple(other for other in BOUNDS[release] if other != bound)
    run = install_and_use(folder, ("--upgrade-package", name, package(release), *others))
    if run.failure is None:
        raise NotProved(f"{release} does not need {bound}")
    version, failure = run.packages.get(name), run.failure
    say(f"  without {bound} ({name} {version}): {failure['name']}: {failure['error']}")
    told = {"version": version, "step": failure["name"], "error": failure["error"]}
    return {"bound": bound, "date": run.date, **told}


def prove(release: str, pins: list[str], folder: Path, installer: str) -> dict[str, Any]:
    """The constrained run of a release, as the first part of its record."""
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins) + "\n", encoding="utf-8")
    environment = folder / "constrained"
    run = install_and_use(environment, ("-c", str(constraints), package(release)), installer)
    say(f"  constrained: {[(step['name'], step['seconds']) for step in run.steps]}")
    if run.failure:
        raise NotProved(f"{release}: {run.failure}")
    script = "import platform; print(platform.python_version())"
    python = call(str(environment / "bin/python"), "-c", script).stdout.strip()
    refuse_what_pip_refuses(environment, python)
    return {
        "release": release,
        "date": run.date,
        "python": python,
        "platform": f"{platform.system()} {platform.machine()}",
        "installer": installer,
        "digest": digest_of(pins),
        "packages": run.packages,
        "constrained": {"ok": run.ok, "steps": run.steps},
    }


def refuse_what_pip_refuses(environment: Path, python: str) -> None:
    """Packages whose Requires-Python excludes the Python they lie in: uv installs them."""
    libraries = str(next(environment.glob("lib/python*/site-packages")))
    for found in distributions(path=[libraries]):
        wanted = found.metadata["Requires-Python"] or ""
        if not SpecifierSet(wanted).contains(Version(python), prereleases=True):
            raise NotProved(f"pip refuses {found.name}=={found.version}: Python {wanted}")


def break_it(release: str, folder: Path) -> dict[str, Any]:
    """The release without each bound, and without any: the second part of its record."""
    environment = folder / "constrained"
    bounds = [without_bound(environment, release, bound) for bound in BOUNDS[release]]
    shutil.rmtree(environment)
    unpinned = install_and_use(folder / "unpinned", (package(release),))
    say(f"  unpinned: {unpinned.failure}")
    return {"bounds": bounds, "unpinned": asdict(unpinned)}


def known(path: Path) -> dict[str, Any]:
    """The second part of the record that is there."""
    record = json.loads(path.read_text(encoding="utf-8"))
    return {key: record[key] for key in ("bounds", "unpinned")}


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
    parser.add_argument("--brief", action="store_true", help="run only with the constraints")
    parser.add_argument("--installer", choices=("pip", "uv"), default="pip")
    arguments = parser.parse_args()
    for release in arguments.releases:
        say(release)
        try:
            run_release(release, arguments)
        except (NotProved, TriageError) as error:
            say(f"Not proved: {error}")
            return 1
    return 0


def run_release(release: str, arguments: argparse.Namespace) -> None:
    """Prove one release, then write its file and its record."""
    path, target = HERE / f"{release}.txt", RECORDS / f"{release}.json"
    with tempfile.TemporaryDirectory(prefix="prove-") as name:
        folder = Path(name)
        anew = arguments.lock or not path.exists()
        pins = lock(release, folder) if anew else pins_of(path)
        record = prove(release, pins, folder, arguments.installer)
        record |= known(target) if arguments.brief else break_it(release, folder)
    path.write_text(constraints_text(record, pins), encoding="utf-8")
    RECORDS.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
