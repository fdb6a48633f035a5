"""Which path is which operation of GitHub's description, and who answers it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from . import accounts, apps, graph, labelling, reading, suggesting, writing
from .exchange import Answer, Context

Handler = Callable[[Context], Answer]
REPO = "/repos/{owner}/{repo}"
ISSUE = REPO + "/issues/{issue_number}"
COMMENT = REPO + "/issues/comments/{comment_id}"

TABLE: tuple[tuple[str, str, str, Handler], ...] = (
    ("GET", REPO, "repos/get", accounts.get_repo),
    ("GET", REPO + "/issues", "issues/list-for-repo", reading.list_issues),
    ("POST", REPO + "/issues", "issues/create", writing.create_issue),
    ("GET", REPO + "/issues/comments", "issues/list-comments-for-repo", reading.list_all_comments),
    ("GET", COMMENT, "issues/get-comment", reading.get_comment),
    ("PATCH", COMMENT, "issues/update-comment", writing.update_comment),
    ("DELETE", COMMENT, "issues/delete-comment", writing.delete_comment),
    ("GET", COMMENT + "/reactions", "reactions/list-for-issue-comment", reading.list_reactions),
    ("POST", COMMENT + "/reactions", "reactions/create-for-issue-comment", writing.add_reaction),
    (
        "DELETE", COMMENT + "/reactions/{reaction_id}",
        "reactions/delete-for-issue-comment", writing.delete_reaction,
    ),
    ("GET", ISSUE, "issues/get", reading.get_issue),
    ("PATCH", ISSUE, "issues/update", writing.update_issue),
    ("GET", ISSUE + "/comments", "issues/list-comments", reading.list_comments),
    ("POST", ISSUE + "/comments", "issues/create-comment", writing.create_comment),
    ("GET", ISSUE + "/events", "issues/list-events", reading.list_events),
    ("GET", ISSUE + "/timeline", "issues/list-events-for-timeline", reading.list_timeline),
    ("GET", ISSUE + "/reactions", "reactions/list-for-issue", reading.list_reactions),
    ("GET", ISSUE + "/labels", "issues/list-labels-on-issue", reading.list_issue_labels),
    ("POST", ISSUE + "/labels", "issues/add-labels", labelling.add_labels),
    ("PUT", ISSUE + "/labels", "issues/set-labels", labelling.set_labels),
    ("DELETE", ISSUE + "/labels", "issues/remove-all-labels", labelling.remove_all_labels),
    ("DELETE", ISSUE + "/labels/{name}", "issues/remove-label", labelling.remove_label),
    ("GET", ISSUE + "/suggestions", "issues/list-suggestions", suggesting.list_suggestions),
    (
        "POST", ISSUE + "/suggestions/{suggestion_id}/approve",
        "issues/approve-suggestion", suggesting.approve,
    ),
    (
        "POST", ISSUE + "/suggestions/{suggestion_id}/dismiss",
        "issues/dismiss-suggestion", suggesting.dismiss,
    ),
    ("PUT", ISSUE + "/lock", "issues/lock", writing.lock),
    ("DELETE", ISSUE + "/lock", "issues/unlock", writing.unlock),
    ("GET", REPO + "/labels", "issues/list-labels-for-repo", reading.list_labels),
    ("POST", REPO + "/labels", "issues/create-label", labelling.create_label),
    ("GET", REPO + "/labels/{name}", "issues/get-label", reading.get_label),
    ("PATCH", REPO + "/labels/{name}", "issues/update-label", labelling.update_label),
    ("DELETE", REPO + "/labels/{name}", "issues/delete-label", labelling.delete_label),
    (
        "GET", REPO + "/collaborators/{username}/permission",
        "repos/get-collaborator-permission-level", accounts.get_permission,
    ),
    ("GET", "/rate_limit", "rate-limit/get", accounts.get_rate_limit),
    ("GET", "/user", "users/get-authenticated", accounts.get_me),
    ("GET", "/users/{username}", "users/get-by-username", accounts.get_user),
    ("GET", "/app", "apps/get-authenticated", apps.get_app),
    ("GET", REPO + "/installation", "apps/get-repo-installation", apps.get_installation),
    (
        "POST", "/app/installations/{installation_id}/access_tokens",
        "apps/create-installation-access-token", apps.create_token,
    ),
    ("POST", graph.PATH, graph.OPERATION, graph.respond),
    ("GET", "/users/{username}/orgs", "orgs/list-for-user", accounts.list_orgs),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table, ready to match."""

    method: str
    pattern: re.Pattern[str]
    operation: str
    handler: Handler


def _compile(template: str) -> re.Pattern[str]:
    # The numbers are decimal, so that /issues/comments is not an issue.
    text = re.sub(
        r"\{(issue_number|(?:comment|reaction|installation|suggestion)_id)\}",
        r"(?P<\1>[0-9]+)",
        template,
    )
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", text))


ROUTES = tuple(Route(m, _compile(t), o, h) for m, t, o, h in TABLE)


def find_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path (``/repos/…`` form) and the decoded values in it."""
    for route in ROUTES:
        if route.method == method and (match := route.pattern.fullmatch(path)):
            return route, {key: unquote(value) for key, value in match.groupdict().items()}
    return None
