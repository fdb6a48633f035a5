"""The error finder beside the search of Sphinx and Pagefind: the same queries, one browser.

Input: a built site (``make site``) and ``tests/finder/queries.jsonl``. Output: a table, and with
``--json FILE`` the same figures by kind of query. Only pages of answers count as results, for
every engine: a guide before the answer costs nobody a place. Needs chromium.

    python -m benchmarks.finder --site _site/html --json finder.json
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import re
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.finder_engines import ENGINES, RUN, Engine, index_with_pagefind

QUERIES = Path(__file__).parent.parent / "tests" / "finder" / "queries.jsonl"
ANSWER = re.compile(r"kb/(?:odapi|official|research)/([a-z0-9][a-z0-9-]*)/?$")
SLOW = 6
"""How much slower a mid-range phone is taken to be."""
SAMPLE = 3
"""Every which query is asked of the slow one: peers take a second for some."""
TARGET_MS = 50.0
LEAST_SITE = ("fix.html", "search.html", "404.html", "_static/finder-index.js")


@contextlib.contextmanager
def serve(site: Path, extra: Path) -> Iterator[str]:
    """The site over loopback, with the index of Pagefind beside it; its address."""

    class Files(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            self.directory = str(extra if path.startswith("/pagefind/") else site)
            return super().translate_path(path)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def run(browser: Any, address: str, engine: Engine, queries: list[str], rate: int) -> Any:
    """All queries in a fresh page at a rate of slowness."""
    page = browser.new_page()
    page.set_default_timeout(0)
    # Any word but none: the page of Sphinx loads its index for a search only.
    page.goto(f"{address}/{engine.page}")
    if engine.page == "search.html":
        page.goto(f"{address}/{engine.page}?q=tensorflow")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    found = page.evaluate(RUN, {"engine": f"({engine.script})", "queries": queries})
    page.close()
    return found


def entries_of(addresses: Sequence[str]) -> list[str]:
    """The entries among results, each once, in order."""
    found = (ANSWER.search(address) for address in addresses)
    return list(dict.fromkeys(match[1] for match in found if match))


def score(rows: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, float]:
    """Shares of the queries with an answer (hits, nothing found) and without (silence)."""
    asked = [(row["expected"], result) for row, result in zip(rows, results, strict=True)]
    known = [(set(ids), entries_of(result["found"])) for ids, result in asked if ids]
    none = [result for ids, result in asked if not ids]
    said = [(ids, result) for ids, result in asked if result.get("answer")]
    right = sum(entries_of(result["found"])[0] in ids for ids, result in said)
    return {
        "hit@1": share(sum(bool(ids & set(found[:1])) for ids, found in known), len(known)),
        "hit@3": share(sum(bool(ids & set(found[:3])) for ids, found in known), len(known)),
        "empty": share(sum(not found for _, found in known), len(known)),
        "quiet": share(sum(not r.get("sure", entries_of(r["found"])) for r in none), len(none)),
        "said": share(sum(bool(ids) for ids, _ in said), len(known)),
        "said rightly": share(right, len(said)),
    }


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def speed(results: list[dict[str, Any]]) -> dict[str, float]:
    times = sorted(result["milliseconds"] for result in results)
    return {
        "median": round(statistics.median(times), 2),
        "p95": round(times[int(len(times) * 0.95)], 2),
        "max": round(times[-1], 2),
    }


def measure(site: Path, work: Path) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    rows = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    queries = [row["query"] for row in rows]
    figures: dict[str, Any] = {
        "queries": len(rows),
        "with an answer": sum(bool(row["expected"]) for row in rows),
        "pagefind": index_with_pagefind(site, work),
        "engines": {},
    }
    with serve(site, work) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        figures["chromium"] = browser.version
        for engine in ENGINES:
            full = run(browser, address, engine, queries, 1)
            slow = run(browser, address, engine, queries[::SAMPLE], SLOW)
            kinds = sorted({row["kind"] for row in rows})
            figures["engines"][engine.name] = {
                **score(rows, full["rows"]),
                "ready": {"1": round(full["ready"], 1), str(SLOW): round(slow["ready"], 1)},
                "milliseconds": {"1": speed(full["rows"]), str(SLOW): speed(slow["rows"])},
                "kinds": {kind: score_of_kind(kind, rows, full["rows"]) for kind in kinds},
            }
        browser.close()
    return figures


def score_of_kind(
    kind: str, rows: list[dict[str, Any]], results: list[dict[str, Any]]
) -> dict[str, float]:
    chosen = [at for at, row in enumerate(rows) if row["kind"] == kind]
    return score([rows[at] for at in chosen], [results[at] for at in chosen])


def table(figures: dict[str, Any]) -> str:
    columns = ("hit@1", "hit@3", "empty", "quiet")
    times = [f"{name} ms, {rate}×" for rate in (1, SLOW) for name in ("median", "p95")]
    lines = [
        f"| engine | {' | '.join([*columns, *times])} | ready ms, {SLOW}× |",
        "|---" + "|--:" * (len(columns) + len(times) + 1) + "|",
    ]
    for name, row in figures["engines"].items():
        took = [
            row["milliseconds"][str(rate)][key] for rate in (1, SLOW) for key in ("median", "p95")
        ]
        cells = [f"{row[column]:.3f}" for column in columns] + [f"{value:.1f}" for value in took]
        lines.append(f"| {name} | {' | '.join(cells)} | {row['ready'][str(SLOW)]:.0f} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--site", type=Path, default=Path("_site/html"), help="a built site")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures here")
    options = parser.parse_args()
    missing = [name for name in LEAST_SITE if not (options.site / name).is_file()]
    if missing or not shutil.which("chromium"):
        what = f"{options.site} has no {missing[0]}: run make site" if missing else "no chromium"
        sys.stderr.write(f"benchmarks.finder: {what}\n")
        return 2
    with tempfile.TemporaryDirectory() as work:
        figures = measure(options.site.resolve(), Path(work))
    sys.stdout.write(
        f"{figures['queries']} queries, {figures['with an answer']} with an answer\n\n"
    )
    sys.stdout.write(table(figures) + "\n")
    ours = figures["engines"]["error finder"]
    slow = ours["milliseconds"][str(SLOW)]["p95"]
    sys.stdout.write(
        f"\np95 under {TARGET_MS:.0f} ms at {SLOW}×: {'met' if slow < TARGET_MS else 'MISSED'}\n"
    )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if slow < TARGET_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
