"""The clients that ``benchmarks/sync.py`` compares, one process each.

    python benchmarks/sync_clients.py CLIENT URL REPO TOKEN SINCE FOLDER ROWS

CLIENT is a name of ``CLIENTS``; SINCE is empty for a full sync; FOLDER is the client's own,
kept between its full and its incremental sync; ROWS is a file to write the update times of
what was got to, or ``-``. Imports nothing but the client it runs.
"""

from __future__ import annotations

import inspect
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Rows = dict[str, dict[str, str]]


def bare(url: str, repo: str, token: str, since: str, folder: Path, rows: Rows) -> None:
    """A plain loop over pages with requests, which stores nothing: the floor."""
    import requests

    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    for kind, key in (("issues", "number"), ("issues/comments", "id")):
        query = f"state=all&per_page=100&sort=updated&direction=asc{since and f'&since={since}'}"
        address: str | None = f"{url}/repos/{repo}/{kind}?{query}"
        while address:
            answer = session.get(address, timeout=30)
            answer.raise_for_status()
            for item in answer.json():
                rows[kind.rpartition("/")[2]][str(item[key])] = item["updated_at"]
            address = answer.links.get("next", {}).get("url")


def pygithub(url: str, repo: str, token: str, since: str, folder: Path, rows: Rows) -> None:
    """PyGithub as its documentation shows it: every issue, and of every issue the comments.

    With 100 rows a page and without the pause between requests, both better than by default.
    """
    from github import Auth, Github

    api = Github(auth=Auth.Token(token), base_url=url, per_page=100, seconds_between_requests=None)
    more = {"since": datetime.fromisoformat(since)} if since else {}
    for issue in api.get_repo(repo).get_issues(state="all", **more):
        rows["issues"][str(issue.number)] = _text(issue.updated_at)
        for comment in issue.get_comments():
            rows["comments"][str(comment.id)] = _text(comment.updated_at)


def perceval(url: str, repo: str, token: str, since: str, folder: Path, rows: Rows) -> None:
    """GrimoireLab's perceval, without the users' profiles (which cost 3,000 requests more)."""
    from perceval.backends.core.github import GitHub

    owner, name = repo.split("/")
    backend = GitHub(owner=owner, repository=name, api_token=[token], base_url=url)
    more = {"from_date": datetime.fromisoformat(since)} if since else {}
    for item in backend.fetch(category="issue", filter_classified=True, **more):
        data = item["data"]
        rows["issues"][str(data["number"])] = data["updated_at"]
        for comment in data["comments_data"]:
            rows["comments"][str(comment["id"])] = comment["updated_at"]


def github_to_sqlite(url: str, repo: str, token: str, since: str, folder: Path, rows: Rows) -> None:
    """Dogsheep's github-to-sqlite; it knows no other address than github.com, so its source is
    changed where it names it, and no ``since``."""
    import sqlite_utils
    from github_to_sqlite import utils

    source = inspect.getsource(utils).replace("https://api.github.com", url)
    exec(compile(source, utils.__file__, "exec"), utils.__dict__)
    db = sqlite_utils.Database(folder / "github.db")
    about = utils.fetch_repo(repo, token)
    utils.save_repo(db, about)
    utils.save_issues(db, list(utils.fetch_issues(repo, token)), about)
    for comment in utils.fetch_issue_comments(repo, token):
        utils.save_issue_comment(db, comment)
    utils.ensure_db_shape(db)
    for kind, table, key in (("issues", "issues", "number"), ("comments", "issue_comments", "id")):
        for row in db.query(f"select {key} as key, updated_at from {table}"):
            rows[kind][str(row["key"])] = row["updated_at"]


def ours(url: str, repo: str, token: str, since: str, folder: Path, rows: Rows) -> None:
    """``triage sync``, into SQLite; it knows by itself where it was."""
    from triage.config import Credentials
    from triage.pipeline.sync import SyncOptions, sync_repository

    db = f"sqlite:///{folder / 'triage.db'}"
    sync_repository(repo, db, Credentials(token), SyncOptions(base_url=url), Silent())


class Silent:
    """Watches a sync without a word."""

    def plan(self, plan: Any) -> None:
        """Nothing to show."""

    def step(self, progress: Any) -> None:
        """Nothing to show."""


def ours_rows(db: Path, repo: str) -> Rows:
    """What the store holds; read by the benchmark afterwards, since the sync has no need to."""
    from triage.store import open_store

    with open_store(f"sqlite:///{db}") as store:
        issues = {str(i.number): i.updated_at or "" for i in store.issues(repo, pull_requests=True)}
        comments = {str(c.github_id): c.updated_at or "" for c in store.comments(repo)}
    return {"issues": issues, "comments": comments}


CLIENTS = {
    "bare": bare,
    "ours": ours,
    "pygithub": pygithub,
    "perceval": perceval,
    "github-to-sqlite": github_to_sqlite,
}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    name, url, repo, token, since, folder, target = sys.argv[1:]
    rows: Rows = {"issues": {}, "comments": {}}
    CLIENTS[name](url, repo, token, since, Path(folder), rows)
    if target != "-":
        Path(target).write_text(json.dumps(rows), "utf-8")


if __name__ == "__main__":
    main()
