"""A short list, page after page, for whoever needs the rows only; ``walk`` is for a whole sync."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage.github.client import GitHubClient
from triage.github.model import PER_PAGE

MAX_PAGES = 30


def pages(client: GitHubClient, path: str) -> Iterator[dict[str, Any]]:
    """The rows of a list, page after page."""
    address: str | None = path
    for _ in range(MAX_PAGES):
        answer = client.get(address or "", {"per_page": PER_PAGE} if address == path else None)
        yield from answer.rows
        address = answer.link("next")
        if address is None:
            return
