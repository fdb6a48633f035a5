"""From what GitHub delivers to the event that matters: which issue to look at.

In: the name of the event and its payload (decoded JSON, hostile). Out: an ``Event``, or None for
everything that is not for the bot. Only names, numbers and logins are read; no text of an issue
leaves this module.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.github.model import REPO_NAME
from triage.github.parse import MAX_ID
from triage.records import Event

HANDLED: Mapping[str, frozenset[str]] = {
    "issues": frozenset({"opened", "edited", "reopened", "labeled", "unlabeled", "unlocked"}),
    "issue_comment": frozenset({"created", "edited"}),
}


def parse_event(name: str, payload: object, delivery: str = "") -> Event | None:
    """The event, if it is one to look at: an issue's, by a person, of a kind that is handled.

    Args:
        name: ``X-GitHub-Event``, or ``GITHUB_EVENT_NAME`` in Actions.
        payload: decoded JSON of any shape.
        delivery: ``X-GitHub-Delivery``.
    """
    if not isinstance(payload, dict) or name not in HANDLED:
        return None
    action, issue, repo = (payload.get(key) for key in ("action", "issue", "repository"))
    if not isinstance(action, str) or action not in HANDLED[name]:
        return None
    if not isinstance(issue, dict) or not isinstance(repo, dict):
        return None
    number, full_name = issue.get("number"), repo.get("full_name")
    if type(number) is not int or not 0 < number <= MAX_ID:
        return None
    if not isinstance(full_name, str) or not REPO_NAME.fullmatch(full_name):
        return None
    sender, is_bot = _person(payload.get("sender"))
    is_pull = issue.get("pull_request") is not None
    if is_bot or is_pull:
        return None
    return Event(delivery, name, action, full_name, number, sender, is_bot, is_pull)


def event_name(payload: object) -> str:
    """The name of an event that came without one: what its payload looks like."""
    if isinstance(payload, dict):
        if "comment" in payload and "issue" in payload:
            return "issue_comment"
        if "issue" in payload:
            return "issues"
    return ""


def _person(sender: object) -> tuple[str | None, bool]:
    if not isinstance(sender, dict):
        return None, False
    login = sender.get("login")
    login = login if isinstance(login, str) else None
    return login, sender.get("type") == "Bot" or (login or "").endswith("[bot]")
