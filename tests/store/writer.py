"""A program that saves pages as fast as it can; tests run it, watch it and kill it.

``python -m tests.store.writer URL FIRST PAGES``: page p holds issues 10p+1 … 10p+10 and ten
comments, its checkpoint is p; every page is announced on standard output once it is saved.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from tests.store.make import comment, issue, page
from triage.records import FetchedPage
from triage.store import open_store

ROWS = 10


def whole_page(p: int) -> FetchedPage:
    numbers = range(ROWS * p + 1, ROWS * p + ROWS + 1)
    issues = [issue(n, p, body="x" * 2000) for n in numbers]
    said = tuple(comment(n, n, p) for n in numbers)
    return replace(page(*issues, since=f"{p:08d}"), comments=said)


def main(url: str, first: str, pages: str) -> None:
    with open_store(url) as store:
        for p in range(int(first), int(first) + int(pages)):
            store.save_page(whole_page(p))
            print(p, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
