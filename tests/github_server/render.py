"""Rows as GitHub's JSON. ``base`` is the address of the API the client used.

Page addresses point at github.com, as they do for real: a client must never follow them.
"""

from __future__ import annotations

from typing import Any

import orjson

from .repo import Repo
from .rows import CommentRow, Event, IssueRow, Label, Reaction, Suggestion, User, stamp

Json = dict[str, Any]
REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
WEB = "https://github.com"


def node_id(kind: str, number: int) -> str:
    """An opaque id such as GitHub's GraphQL ids."""
    return f"{kind}_kwDO{number:x}"


def user(base: str, who: User | None) -> Json | None:
    """A simple user, or null."""
    if who is None:
        return None
    url = f"{base}/users/{who.login}"
    return {
        "login": who.login, "id": who.id, "node_id": node_id("U", who.id),
        "avatar_url": f"https://avatars.githubusercontent.com/u/{who.id}?v=4", "gravatar_id": "",
        "url": url, "html_url": f"{WEB}/{who.login}", "followers_url": f"{url}/followers",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{url}/subscriptions", "organizations_url": f"{url}/orgs",
        "repos_url": f"{url}/repos", "events_url": f"{url}/events{{/privacy}}",
        "received_events_url": f"{url}/received_events", "type": who.kind,
        "user_view_type": "public", "site_admin": False,
    }  # fmt: skip


def full_user(base: str, who: User) -> Json:
    """What ``/users/{login}`` and ``/user`` show."""
    return {
        **(user(base, who) or {}),
        "name": who.login.title(), "company": None, "blog": "", "location": None, "email": None,
        "hireable": None, "bio": None, "twitter_username": None, "public_repos": 1,
        "public_gists": 0, "followers": 0, "following": 0,
        "created_at": stamp(1_300_000_000), "updated_at": stamp(1_700_000_000),
    }  # fmt: skip


def label(base: str, repo: Repo, of: Label, *, listed: bool = False) -> Json:
    """A label; the ones inside an issue know nothing of archiving."""
    shown = {
        "id": of.id, "node_id": node_id("LA", of.id),
        "url": f"{base}/repos/{repo.full_name}/labels/{of.name.replace(' ', '%20')}",
        "name": of.name, "color": of.color, "default": of.default, "description": of.description,
    }  # fmt: skip
    return {**shown, "archived_at": None, "archived_by": None} if listed else shown


def rollup(url: str, reactions: list[Reaction]) -> Json:
    """The reaction counts."""
    counts = dict.fromkeys(REACTIONS, 0)
    for reaction in reactions:
        counts[reaction.content] += 1
    return {"url": f"{url}/reactions", "total_count": len(reactions), **counts}


def suggestion(issue: IssueRow, of: Suggestion) -> Json:
    """A proposed label."""
    return {
        "id": of.id, "issue_id": issue.id, "action": "add_label", "state": of.state,
        "target_id": of.label.id, "target_value": None, "rationale": of.rationale,
        "confidence": of.confidence and of.confidence.upper(), "actor_id": of.actor.id,
        "issue_event_id": of.event, "resolved_by": of.resolved_by and of.resolved_by.id,
        "created_at": stamp(of.created_at), "updated_at": stamp(of.updated_at),
    }  # fmt: skip


def reaction(base: str, of: Reaction) -> Json:
    """One reaction."""
    return {
        "id": of.id, "node_id": node_id("REA", of.id), "user": user(base, of.user),
        "content": of.content, "created_at": stamp(of.created_at),
    }  # fmt: skip


def issue(base: str, repo: Repo, row: IssueRow) -> bytes:
    """An issue or a pull request as it appears among ``/issues``."""
    key = _key(base, repo, row)
    if key not in row.cache:
        row.cache[key] = orjson.dumps(_issue(base, repo, row))
    return row.cache[key]


def _key(base: str, repo: Repo, row: IssueRow | CommentRow) -> str:
    """What the JSON depends on beside the row."""
    return f"{base}{repo.full_name} {repo.world.association(repo, row.user)}"


def _issue(base: str, repo: Repo, row: IssueRow) -> Json:
    api = f"{base}/repos/{repo.full_name}"
    url, kind = f"{api}/issues/{row.number}", "pull" if row.pull_request else "issues"
    page = f"{WEB}/{repo.full_name}/{kind}/{row.number}"
    made = {
        "url": url, "repository_url": api, "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments", "events_url": f"{url}/events", "html_url": page,
        "id": row.id, "node_id": node_id("PR" if row.pull_request else "I", row.id),
        "number": row.number, "title": row.title, "user": user(base, row.user),
        "labels": [label(base, repo, repo.label(name)) for name in row.labels],
        "state": row.state, "locked": row.locked, "assignee": None, "assignees": [],
        "milestone": None, "comments": len(row.comment_ids),
        "created_at": stamp(row.created_at), "updated_at": stamp(row.updated_at),
        "closed_at": None if row.closed_at is None else stamp(row.closed_at),
        "author_association": repo.world.association(repo, row.user),
        "active_lock_reason": row.lock_reason, "body": row.body,
        "closed_by": user(base, row.closed_by), "reactions": rollup(url, row.reactions),
        "timeline_url": f"{url}/timeline", "performed_via_github_app": None,
        "state_reason": row.state_reason,
    }  # fmt: skip
    if row.pull_request:
        made["draft"] = row.draft
        made["pull_request"] = {
            "url": f"{api}/pulls/{row.number}", "html_url": page,
            "diff_url": f"{page}.diff", "patch_url": f"{page}.patch", "merged_at": None,
        }  # fmt: skip
    return made


def comment(base: str, repo: Repo, row: CommentRow) -> bytes:
    """A comment."""
    key = _key(base, repo, row)
    if key not in row.cache:
        row.cache[key] = orjson.dumps(_comment(base, repo, row))
    return row.cache[key]


def _comment(base: str, repo: Repo, row: CommentRow) -> Json:
    api = f"{base}/repos/{repo.full_name}"
    url = f"{api}/issues/comments/{row.id}"
    kind = "pull" if repo.issues[row.number].pull_request else "issues"
    return {
        "url": url, "html_url": f"{WEB}/{repo.full_name}/{kind}/{row.number}#issuecomment-{row.id}",
        "issue_url": f"{api}/issues/{row.number}", "id": row.id, "node_id": node_id("IC", row.id),
        "user": user(base, row.user), "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at), "body": row.body,
        "author_association": repo.world.association(repo, row.user),
        "minimized": None if row.minimized is None else {"reason": row.minimized},
        "reactions": rollup(url, row.reactions), "performed_via_github_app": None,
    }  # fmt: skip


def timeline_comment(base: str, repo: Repo, row: CommentRow) -> Json:
    """A comment as the timeline shows it."""
    who = user(base, row.user)
    return {**orjson.loads(comment(base, repo, row)), "event": "commented", "actor": who}


def event(base: str, repo: Repo, row: Event) -> Json:
    """An event of an issue."""
    made: Json = {
        "id": row.id, "node_id": node_id("EV", row.id),
        "url": f"{base}/repos/{repo.full_name}/issues/events/{row.id}",
        "actor": user(base, row.actor), "event": row.kind, "commit_id": None, "commit_url": None,
        "created_at": stamp(row.created_at), "performed_via_github_app": None,
    }  # fmt: skip
    if row.label is not None:
        made["label"] = {"name": row.label.name, "color": row.label.color}
    if row.rename is not None:
        made["rename"] = {"from": row.rename[0], "to": row.rename[1]}
    if row.kind == "closed":
        made["state_reason"] = row.state_reason
    if row.kind == "locked":
        made["lock_reason"] = row.lock_reason
    return made
