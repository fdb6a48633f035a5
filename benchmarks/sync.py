"""Compare ``triage sync`` with other ways to fetch a repository's issues and comments.

    python benchmarks/sync.py [--slow] [--json FILE] [--issues N --prs N --comments N]

Each client is a process of its own against a fresh test server (``tests/github_server``, also
a process of its own) with the same seeded repository: a full sync, a day of changes, an
incremental sync; then, on a server that changes at every second page, a full and an
incremental sync, and which rows are missing or old after them. CPU and peak memory are the
kernel's figures for the client alone and include starting Python. Last, ours and the bare loop
take turns at full syncs (``--pairs``), for a ratio that a busy machine moves less. The peers
are installed into a temporary virtual environment (or ``--peers FOLDER``, kept). Exit code 1
when a goal for ours is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CLIENTS_FILE = ROOT / "benchmarks" / "sync_clients.py"
PEERS = ("PyGithub", "perceval", "github-to-sqlite", "requests", "setuptools<82")
OWN = ("bare", "ours")
"""Clients that run in the project's own environment."""

sys.path.insert(0, str(ROOT))


def environment() -> dict[str, str]:
    """The same for every client: no proxy, byte code kept as in any installation."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE",)}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"}


@contextmanager
def server(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A fresh server; yields its address, repository and token."""
    command = [sys.executable, "-m", "tests.github_server"]
    for name in ("issues", "prs", "comments"):
        command += [f"--{name}", str(getattr(options, name))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment())
    try:
        assert process.stdout
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate()


def control(at: dict[str, Any], name: str, body: object = None) -> Any:
    """Use a switch of the server."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(f"{at['url']}/_control/{name}", data, timeout=60) as answer:
        return json.load(answer)


def run(
    name: str, python: str, at: dict[str, Any], since: str, folder: Path, rows: str
) -> dict[str, float]:
    """One sync in a process of its own, measured from outside."""
    before = control(at, "log")["requests"]
    url = at["enterprise_url"].removesuffix("/api/v3") if name == "perceval" else at["url"]
    command = [python, str(CLIENTS_FILE), name, url, at["repo"], at["token"], since, str(folder)]
    start = time.monotonic()
    process = subprocess.Popen([*command, rows], env=environment(), cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} failed with exit code {process.returncode}")
    return {
        "requests": control(at, "log")["requests"] - before,
        "wall": round(time.monotonic() - start, 2),
        "cpu": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": round(usage.ru_maxrss / 1024, 1),
    }


def moment(at: dict[str, Any]) -> str:
    """The time of the newest row."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(control(at, "world")["now"]))


def missing(at: dict[str, Any], got: list[dict[str, dict[str, str]]]) -> int:
    """Rows of the repository that none of the syncs brought in their latest state."""
    world = control(at, "world")
    there = {"issues": world["issues"] | world["pull_requests"], "comments": world["comments"]}
    lost = 0
    for kind, rows in there.items():
        for key, updated in rows.items():
            wanted = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(updated))
            lost += all(part[kind].get(key, "") < wanted for part in got)
    return lost


def measure(name: str, python: str, options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """All figures of one client."""
    folder, moving = work / name, work / f"{name}-moving"
    folder.mkdir()
    moving.mkdir()
    with server(options) as at:
        full = run(name, python, at, "", folder, "-")
        since = moment(at)
        control(at, "change", {"name": "day"})
        incremental = run(name, python, at, since, folder, "-")
    with server(options) as at:
        began = moment(at)
        control(at, "change", {"name": "busy", "every": 2})
        files = [moving / "full.json", moving / "incremental.json"]
        run(name, python, at, "", moving, str(files[0]))
        # A user of the others notes when the first sync began, as their guides say.
        control(at, "reset", {})
        run(name, python, at, began, moving, str(files[1]))
        got = [json.loads(file.read_text("utf-8")) for file in files]
        if name == "ours":
            from benchmarks.sync_clients import ours_rows

            got = [ours_rows(moving / "triage.db", at["repo"])]
        lost = missing(at, got)
    return {"client": name, "full": full, "incremental": incremental, "missing": lost}


def paired(options: argparse.Namespace, work: Path) -> list[float]:
    """CPU of ours over that of the bare loop, full syncs in turn; one figure each pair.

    The speed of a shared machine drifts by more than what is to be told apart.
    """
    ratios = []
    with server(options) as at:
        for turn in range(options.pairs):
            cpu = {}
            for name in OWN:
                folder = work / f"{name}-pair-{turn}"
                folder.mkdir()
                cpu[name] = run(name, sys.executable, at, "", folder, "-")["cpu"]
            ratios.append(round(cpu["ours"] / cpu["bare"], 2))
    return ratios


def install_peers(folder: Path) -> str:
    """A virtual environment with the peers; the path of its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEERS], check=True)
    return str(python)


def table(results: list[dict[str, Any]]) -> str:
    """The figures as a Markdown table."""
    head = (
        "| client | full: requests | CPU s | wall s | peak MB "
        "| incremental: requests | CPU s | missing while changing |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|"
    )
    lines = [
        f"| {r['client']} | {r['full']['requests']} | {r['full']['cpu']} | {r['full']['wall']} "
        f"| {r['full']['peak_mb']} | {r['incremental']['requests']} | {r['incremental']['cpu']} "
        f"| {r['missing']} |"
        for r in results
    ]
    return "\n".join([head, *lines])


def goals(results: list[dict[str, Any]], ratios: list[float]) -> dict[str, bool]:
    """What ours has to reach."""
    by_name = {r["client"]: r for r in results}
    us = by_name["ours"]
    fewest = min(r["full"]["requests"] for r in results)
    return {
        "requests within 3 % and 3 of the fewest": us["full"]["requests"] <= 1.03 * fewest + 3,
        "no row missing": us["missing"] == 0,
        "peak memory below 150 MB": us["full"]["peak_mb"] < 150,
        "CPU at most 2.5 times the bare loop": statistics.median(ratios) <= 2.5,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=5_000)
    parser.add_argument("--prs", type=int, default=2_000)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=5, help="of ours and the bare loop, for CPU")
    parser.add_argument("--only", help="clients, separated by commas")
    parser.add_argument("--slow", action="store_true", help="github-to-sqlite too (many minutes)")
    parser.add_argument("--peers", type=Path, help="folder of the peers' virtual environment")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args()
    names = ["bare", "ours", "pygithub", "perceval"] + ["github-to-sqlite"] * options.slow
    if options.only:
        names = options.only.split(",")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        peers = "" if set(names) <= set(OWN) else install_peers(options.peers or work / "peers")
        warm_up(names, peers, options, work)
        results = []
        for name in names:
            results.append(measure(name, sys.executable if name in OWN else peers, options, work))
            print(f"{name} done", file=sys.stderr)
        ratios = paired(options, work) if set(OWN) <= set(names) else []
    print(table(results))
    if ratios:
        print(f"CPU of ours over the bare loop's: {statistics.median(ratios)} of {ratios}")
    reached = goals(results, ratios) if ratios else {}
    for goal, is_reached in reached.items():
        print(f"{'reached' if is_reached else 'MISSED '}: {goal}")
    if options.json:
        figures = {"clients": results, "ratios": ratios, "goals": reached, "cpus": os.cpu_count()}
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")
    return 0 if all(reached.values()) else 1


def warm_up(names: list[str], peers: str, options: argparse.Namespace, work: Path) -> None:
    """Each client once on a tiny repository, so that none pays for compiling its modules."""
    tiny = argparse.Namespace(issues=2, prs=1, comments=3)
    with server(tiny) as at:
        for name in names:
            folder = work / f"{name}-warm"
            folder.mkdir()
            run(name, sys.executable if name in OWN else peers, at, "", folder, "-")


if __name__ == "__main__":
    sys.exit(main())
