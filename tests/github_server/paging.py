"""Pages of a list and the ``Link`` header that leads on.

``/issues`` of github.com links with an opaque ``after`` cursor and a page number that means
nothing, and has no ``rel="last"``; everything else, and Enterprise servers, count pages.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from .exchange import Context, Refusal
from .repo import sort_value
from .rows import CommentRow, IssueRow

ISSUE_CAP = 10_000
Row = TypeVar("Row", IssueRow, CommentRow)
T = TypeVar("T")


def number(context: Context, name: str, default: int) -> int:
    """A page number or size as GitHub reads it: nonsense counts as the default."""
    text = context.request.query.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else default


def per_page(context: Context) -> int:
    """The page size: 30 unless told, 100 at most."""
    return min(100, number(context, "per_page", 30))


def link(context: Context, rels: dict[str, dict[str, object]]) -> dict[str, str]:
    """The ``Link`` header; its addresses name the repository by id, as GitHub's do."""
    path = context.request.path
    if context.found is not None and path.startswith("/repos/"):
        path = f"/repositories/{context.repo.id}/" + path.split("/", 4)[4]
    parts = []
    for rel, changes in rels.items():
        query = {k: v for k, v in context.request.query.items() if k not in {"after", "before"}}
        parts.append(f'<{context.base}{path}?{urlencode({**query, **changes})}>; rel="{rel}"')
    return {"Link": ", ".join(parts)} if parts else {}


def numbered(
    context: Context, rows: Sequence[T], cap: int | None
) -> tuple[Sequence[T], dict[str, str]]:
    """The rows of a page by number, with the header. 422 beyond ``cap`` rows."""
    page, size = number(context, "page", 1), per_page(context)
    if cap is not None and page * size > cap:
        raise Refusal(
            422,
            "In order to keep the API fast for everyone, pagination is limited for this resource.",
        )
    last = max(1, -(-len(rows) // size))
    rels: dict[str, dict[str, object]] = {}
    if page > 1:
        rels["prev"] = {"page": min(page - 1, last)}
    if page < last:
        rels["next"] = {"page": page + 1}
        rels["last"] = {"page": last if cap is None else min(last, cap // size)}
    if page > 1:
        rels["first"] = {"page": 1}
    return rows[(page - 1) * size : page * size], link(context, rels)


def _cursor(row: IssueRow, sort: str) -> str:
    text = json.dumps([sort_value(row, sort), row.id])
    return base64.urlsafe_b64encode(b"cursor:v2:" + text.encode()).decode()


def _place(text: str) -> tuple[int, int]:
    try:
        raw = base64.urlsafe_b64decode(text).removeprefix(b"cursor:v2:")
        value, row_id = json.loads(raw)
        return int(value), int(row_id)
    except (ValueError, TypeError):
        raise Refusal(422, "Invalid cursor value") from None


def cursored(
    context: Context, rows: Sequence[IssueRow], sort: str, *, descending: bool
) -> tuple[Sequence[IssueRow], dict[str, str]]:
    """The rows after a cursor, or of a page by number, with the header of ``/issues``."""
    size, page = per_page(context), number(context, "page", 1)
    after, before = (context.request.query.get(name) for name in ("after", "before"))
    if after or before:
        place = _place(after or before or "")
        beyond = [
            row for row in rows
            if ((sort_value(row, sort), row.id) > place) != (descending != bool(before))
            and (sort_value(row, sort), row.id) != place
        ]  # fmt: skip
        shown: Sequence[IssueRow] = beyond[:size] if after else beyond[-size:]
        more = len(beyond) > size if after else True
    else:
        if page * size >= ISSUE_CAP:
            raise Refusal(
                422,
                "Pagination with the page parameter is not supported for large datasets,"
                " please use cursor based pagination (after/before)",
            )
        shown = rows[(page - 1) * size : page * size]
        more = len(rows) > page * size
    if not (more and shown):
        return shown, {}
    return shown, link(context, {"next": {"after": _cursor(shown[-1], sort), "page": page + 1}})
