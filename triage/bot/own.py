"""The bot's own account, and its own comment on an issue, as GitHub has them."""

from __future__ import annotations

from triage.bot.comment import digest_of, find_own
from triage.bot.model import OwnComment
from triage.github.client import GitHubClient
from triage.github.pages import pages
from triage.github.parse import parse_comment
from triage.records import Comment


def own_login(client: GitHubClient) -> str:
    """The account of a token; GitHub Actions' own token may not ask, and is known by that."""
    answer = client.get("/user", shape=dict, accept=(403, 404), what="the account")
    if answer.status == 200 and isinstance(answer.data, dict) and answer.data.get("login"):
        return str(answer.data["login"])
    return "github-actions[bot]"


def own_comment(client: GitHubClient, repo: str, number: int, login: str) -> OwnComment | None:
    """The bot's comment on an issue, asked for now."""
    return read_comments(client, repo, number, login)[1]


def read_comments(
    client: GitHubClient, repo: str, number: int, login: str
) -> tuple[tuple[Comment, ...], OwnComment | None]:
    """All comments of an issue, and the bot's own among them."""
    rows = list(pages(client, f"/repos/{repo}/issues/{number}/comments"))
    comments = tuple(parse_comment(row, repo) for row in rows)
    found = find_own(comments, login)
    if found is None:
        return comments, None
    row = next(row for row in rows if row.get("id") == found.github_id)
    node, hidden = str(row.get("node_id") or ""), row.get("minimized") is not None
    own = OwnComment(found.github_id, node, found.body, digest_of(found.body) or "", hidden)
    return comments, own
