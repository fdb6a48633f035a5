"""The engines that ``benchmarks.finder`` compares, as what each does in a page.

Each is a function of JavaScript that prepares itself and gives another one: a query in, the
addresses of its results out, best first. What a reader would have to wait for is inside;
drawing the results is not, for none of them.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PEERS = ("pagefind[bin]",)

FINDER = """async () => {
  const { makeFinder } = await import("/_static/finder/finder.js");
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: "/_static/finder-index.js", onload: done, onerror: failed });
    document.head.append(script);
  });
  const data = window.errorFinderIndex;
  const started = performance.now();
  const finder = makeFinder(data);
  window.readyTime = performance.now() - started;
  const { categories, categoryKeys } = data.facts;
  return async (query) => {
    const { answer, matches } = finder.find(query);
    const sure = matches.length > 0 && matches[0].score >= 0.05;
    return { answer, sure, found: matches.map(
      ({ id, entry }) => `kb/${categoryKeys[categories[entry]]}/${id}`) };
  };
}"""

# What the page of Sphinx does up to the list of results; they come best last.
SPHINX = """async () => {
  const started = performance.now();
  await new Promise((done) => { const wait = () => (
    Search.hasIndex() ? done() : setTimeout(wait, 5)); wait(); });
  window.readyTime = performance.now() - started;
  return async (query) => {
    const found = Search._performSearch(...Search._parseQuery(query)).reverse();
    return { found: found.map(([page]) => page) };
  };
}"""

# Ten results are fetched, as its own list does.
PAGEFIND = """async () => {
  const started = performance.now();
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({ noWorker: true });
  await pagefind.init();
  window.readyTime = performance.now() - started;
  return async (query) => {
    const { results } = await pagefind.search(query);
    const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return { found: shown.map(({ url }) => url.replace(/^\\//, "").replace(/\\.html$/, "")) };
  };
}"""

# All queries one after the other; a pause lets the page breathe as it would between keys.
RUN = """async ({ engine, queries }) => {
  const search = await eval(engine)();
  const rows = [];
  for (const query of queries) {
    await new Promise((done) => setTimeout(done));
    const started = performance.now();
    const row = await search(query);
    rows.push({ ...row, milliseconds: performance.now() - started });
  }
  return { rows, ready: window.readyTime };
}"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A name, the page it lives in, and its function."""

    name: str
    page: str
    script: str


ENGINES = (
    Engine("error finder", "fix.html", FINDER),
    Engine("Sphinx search", "search.html", SPHINX),
    Engine("Pagefind", "404.html", PAGEFIND),
)


def index_with_pagefind(site: Path, folder: Path) -> str:
    """Install Pagefind into an environment of its own and index the site; says its version."""
    python = folder / "peers" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "peers")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEERS], check=True)
    # Menus and footers are on every page: the text alone is what there is to find.
    pages = ("--site", str(site), "--root-selector", "[role=main]")
    pages += ("--output-path", str(folder / "pagefind"))
    subprocess.run([str(python), "-m", "pagefind", *pages], check=True, stdout=sys.stderr)
    shown = subprocess.run(
        [str(python), "-m", "pagefind", "--version"], check=True, capture_output=True, text=True
    )
    return shown.stdout.strip()
