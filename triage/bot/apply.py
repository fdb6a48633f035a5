"""Carry out one action on GitHub, and take one back.

In: an action of a plan. Out: the id of the comment it made or changed, if any. Each write can be
repeated without harm: labels and reactions are sets, and before a comment is made again after an
answer that did not come, the bot looks for its own.
"""

from __future__ import annotations

from urllib.parse import quote

from triage.bot.comment import digest_of
from triage.bot.own import own_comment
from triage.errors import GitHubError
from triage.github.model import Response
from triage.github.write import Writer
from triage.records import Action

GONE = (404, 410)
MINIMISE = """
mutation($id: ID!) {
  minimizeComment(input: {subjectId: $id, classifier: OUTDATED}) {
    minimizedComment { isMinimized }
  }
}
"""


def confidence_word(value: float | None) -> str:
    """GitHub's own three words for how sure a suggestion is."""
    return "high" if (value or 0) >= 0.95 else "medium" if (value or 0) >= 0.8 else "low"


class Applier:
    """Carries out actions as one account.

    Args:
        writer: the connection.
        login: the bot's own account.
    """

    def __init__(self, writer: Writer, login: str) -> None:
        self._writer = writer
        self._login = login

    def apply(self, action: Action) -> int | None:
        """Do it.

        Raises:
            GitHubError: refused, or failed for good.
        """
        issue = f"/repos/{action.repo}/issues/{action.number}"
        what = f"{action.kind} on {action.repo}#{action.number}"
        match action.kind:
            case "add_label":
                self._writer.send("POST", f"{issue}/labels", {"labels": [action.label]}, what=what)
            case "remove_label":
                path = f"{issue}/labels/{quote(action.label or '', safe='')}"
                self._writer.send("DELETE", path, accept=GONE, what=what)
            case "suggest_label":
                self._writer.send("POST", f"{issue}/labels", _suggestion(action), what=what)
            case "comment":
                return self._comment(action, issue, what)
            case "edit_comment":
                return self._edit(action, what)
            case "minimise_comment":
                self._minimise(action, what)
            case "react":
                path = f"/repos/{action.repo}/issues/comments/{action.comment_id}/reactions"
                self._writer.send("POST", path, {"content": action.body}, accept=GONE, what=what)
        return None

    def undo(self, action: Action, github_id: int | None) -> None:
        """Take back what ``apply`` did: its label off, its comment deleted; nothing else.

        Raises:
            GitHubError: refused, or failed for good.
        """
        what = f"undoing {action.kind} on {action.repo}#{action.number}"
        if action.kind == "add_label":
            label = quote(action.label or "", safe="")
            path = f"/repos/{action.repo}/issues/{action.number}/labels/{label}"
            self._writer.send("DELETE", path, accept=GONE, what=what)
        elif action.kind == "remove_label":
            path = f"/repos/{action.repo}/issues/{action.number}/labels"
            self._writer.send("POST", path, {"labels": [action.label]}, accept=GONE, what=what)
        elif action.kind == "comment" and github_id is not None:
            path = f"/repos/{action.repo}/issues/comments/{github_id}"
            self._writer.send("DELETE", path, accept=GONE, what=what)

    def _comment(self, action: Action, issue: str, what: str) -> int | None:
        def look() -> Response | None:
            found = own_comment(self._writer.client, action.repo, action.number, self._login)
            return Response(201, {}, {"id": found.github_id}) if found else None

        answer = self._writer.send(
            "POST", f"{issue}/comments", {"body": action.body}, look=look, what=what
        )
        return _id_of(answer)

    def _edit(self, action: Action, what: str) -> int | None:
        path = f"/repos/{action.repo}/issues/comments/{action.comment_id}"
        assert digest_of(action.body or "")
        self._writer.send("PATCH", path, {"body": action.body}, accept=GONE, what=what)
        return action.comment_id

    def _minimise(self, action: Action, what: str) -> None:
        def look() -> Response | None:
            found = own_comment(self._writer.client, action.repo, action.number, self._login)
            return Response(200, {}) if found is None or found.minimised else None

        payload = {"query": MINIMISE, "variables": {"id": action.node_id}}
        where = self._writer.client.graphql
        answer = self._writer.send("POST", where, payload, look=look, what=what)
        errors = answer.data.get("errors") if isinstance(answer.data, dict) else None
        if errors:
            raise GitHubError(f"GitHub refuses {what}.", "The token needs write access to issues.")


def _suggestion(action: Action) -> dict[str, object]:
    return {
        "labels": [
            {
                "name": action.label,
                "rationale": action.reason,
                "suggest": True,
                "confidence": confidence_word(action.confidence),
            }
        ]
    }


def _id_of(answer: Response) -> int | None:
    found = answer.data.get("id") if isinstance(answer.data, dict) else None
    return found if isinstance(found, int) else None
