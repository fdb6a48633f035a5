"""A repository as ``GET /repos/{owner}/{repo}`` shows it, with all its addresses."""

from __future__ import annotations

from . import render
from .repo import Repo
from .rows import stamp

ADDRESSES = {
    "archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}", "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}", "contributors_url": "/contributors",
    "deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
    "forks_url": "/forks", "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks", "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}", "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}", "languages_url": "/languages",
    "merges_url": "/merges", "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}", "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers", "subscription_url": "/subscription",
    "tags_url": "/tags", "teams_url": "/teams", "trees_url": "/git/trees{/sha}",
}  # fmt: skip
ROLES = {
    "admin": ("admin", "maintain", "push", "triage", "pull"),
    "maintain": ("maintain", "push", "triage", "pull"),
    "write": ("push", "triage", "pull"),
    "triage": ("triage", "pull"),
    "read": ("pull",),
}


def permissions(role: str) -> dict[str, bool]:
    """What a role (admin, maintain, write, triage, read) may do."""
    return {name: name in ROLES.get(role, ()) for name in ROLES["admin"]}


def repository(base: str, repo: Repo, role: str | None) -> render.Json:
    """The full repository; ``permissions`` only for somebody who is signed in."""
    api, web = f"{base}/repos/{repo.full_name}", f"{render.WEB}/{repo.full_name}"
    owner, name = repo.full_name.split("/")
    still_open = sum(row.state == "open" for row in repo.issues.values())
    made: render.Json = {
        "id": repo.id, "node_id": render.node_id("R", repo.id), "name": name,
        "full_name": repo.full_name, "private": False, "url": api, "html_url": web,
        "owner": render.user(base, repo.world.user(owner)), "description": None, "fork": False,
        **{key: api + tail for key, tail in ADDRESSES.items()},
        "git_url": f"git://github.com/{repo.full_name}.git",
        "ssh_url": f"git@github.com:{repo.full_name}.git", "clone_url": f"{web}.git",
        "svn_url": web, "mirror_url": None, "homepage": None, "language": "Python",
        "forks_count": 7, "stargazers_count": 9, "watchers_count": 9, "size": 1024,
        "default_branch": "master", "open_issues_count": still_open, "is_template": False,
        "topics": [], "has_issues": True, "has_projects": True, "has_wiki": True,
        "has_pages": False, "has_downloads": True, "has_discussions": False, "archived": False,
        "disabled": False, "visibility": "public", "pushed_at": stamp(repo.world.now),
        "created_at": stamp(1_454_284_800), "updated_at": stamp(repo.world.now),
        "license": None, "allow_forking": True, "web_commit_signoff_required": False,
        "subscribers_count": 3, "network_count": 7, "forks": 7, "open_issues": still_open,
        "watchers": 9,
    }  # fmt: skip
    return {**made, "permissions": permissions(role)} if role else made
