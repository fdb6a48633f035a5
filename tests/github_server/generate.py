"""Worlds to crawl: one grown from a seed, one filled from issue rows (JSONL)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path

from .repo import Repo
from .rows import CommentRow, IssueRow, User, seconds
from .world import World

LABELS = (
    "type:bug", "type:support", "type:feature", "type:docs", "models:official",
    "models:research", "models:research:odapi", "stat:awaiting response", "stale",
    "good first issue",
)  # fmt: skip
BOTS = ("triage-bot[bot]", "stale[bot]")
WORDS = (
    "training", "checkpoint", "pipeline", "config", "evaluation", "tensor", "shape", "mismatch",
    "error", "loading", "saved", "model", "export", "inference", "graph", "detection", "anchor",
    "label", "map", "record", "dataset", "batch", "size", "memory", "out", "of", "GPU", "keras",
    "distribution", "strategy", "layer", "variable", "restore", "version", "install",
)  # fmt: skip
DAY = 86_400


def _paragraphs(rng: random.Random, count: int = 300) -> list[str]:
    """Texts to build bodies from: choosing among few is much faster than writing each."""
    made = [" ".join(rng.choices(WORDS, k=rng.randint(8, 60))) + "." for _ in range(count)]
    made += [f'```\nTraceback\n  File "train_{n}.py", line {n}\nValueError\n```' for n in range(20)]
    return [*made, "", "naïve – 検出 🚀", "<!-- template -->\r\n### System\r\n", "@user see #1"]


def _long_tail(rng: random.Random, issues: int, comments: int) -> list[int]:
    """How many comments each issue has: most few, one more than 400 when there are enough."""
    weights = [rng.paretovariate(1.1) for _ in range(issues)]
    total = sum(weights)
    counts = [min(300, int(comments * weight / total)) for weight in weights]
    if comments > 1_000 and issues:
        counts[rng.randrange(issues)] = 461
    while issues and sum(counts) < comments:
        counts[rng.randrange(issues)] += 1
    while sum(counts) > comments:
        index = rng.randrange(issues)
        counts[index] -= counts[index] > 0 and counts[index] != 461
    return counts


def make_world(
    issues: int = 300,
    prs: int = 100,
    comments: int = 900,
    seed: int = 1,
    full_name: str = "octo-org/models",
    *,
    deleted: int = 0,
    transferred: int = 0,
) -> World:
    """A world of that size; the same seed gives the same world.

    Args:
        issues: number of issues.
        prs: number of pull requests; they share the numbers with the issues.
        comments: on both, with a long tail.
        seed: of the random choices.
        full_name: of the repository.
        deleted: issues there were besides: numbers that are 410.
        transferred: issues that moved to ``world.other``: numbers that are 301.
    """
    rng = random.Random(seed)
    world = World(full_name)
    repo = world.repo
    for name in LABELS:
        repo.label(name)
    people = [world.user(f"user-{n}") for n in range(200)]
    people += [world.user(login, "Bot") for login in BOTS]
    texts = _paragraphs(rng)
    kinds = [False] * (issues + deleted + transferred) + [True] * prs
    rng.shuffle(kinds)
    start = world.now - 3_000 * DAY
    step = (3_000 * DAY - DAY) // max(1, len(kinds))
    for index, pull_request in enumerate(kinds):
        made = start + index * step + rng.randrange(step or 1)
        user = rng.choice(people) if rng.random() > 0.02 else None
        title = " ".join(rng.choices(WORDS, k=rng.randint(3, 10)))
        body = "\n\n".join(rng.choices(texts, k=rng.randint(1, 6))) or None
        row = IssueRow(world.new_id(), index + 1, title, body, user, made, made, pull_request)
        row.labels = rng.sample(LABELS, k=rng.choice((0, 0, 1, 1, 2)))
        repo.issues[row.number] = row
    leaving = [row.number for row in repo.issues.values() if not row.pull_request]
    leaving = rng.sample(leaving, k=deleted + transferred)
    for count, number in enumerate(leaving):
        if count < deleted:
            repo.delete_issue(number)
        else:
            repo.transfer_issue(number, world.other)
    counts = _long_tail(rng, len(repo.issues), comments)
    for row, count in zip(list(repo.issues.values()), counts, strict=True):
        _grow(rng, repo, row, count, texts, people)
    _number_comments(repo)
    repo.changed()
    return world


def _grow(
    rng: random.Random, repo: Repo, row: IssueRow, count: int, texts: list[str], people: list[User]
) -> None:
    """Comments, an end and a lock for one issue, all between its creation and now."""
    world = repo.world
    left = world.now - 1 - row.created_at
    moments = sorted(int(left * rng.random() ** 4) for _ in range(count))
    for moment in moments:
        at = row.created_at + moment
        edited = at + rng.randrange(DAY) if rng.random() < 0.1 else at
        body = "\n\n".join(rng.choices(texts, k=rng.randint(1, 4)))
        comment = CommentRow(
            world.new_id(), row.number, body, rng.choice(people), at, min(edited, world.now)
        )
        repo.comments[comment.id] = comment
        row.comment_ids.append(comment.id)
        row.updated_at = at
    if rng.random() < 0.8:
        row.state = "closed"
        row.closed_at = row.updated_at = min(row.updated_at + rng.randrange(30 * DAY), world.now)
        row.closed_by = rng.choice(people)
        if not row.pull_request:
            row.state_reason = rng.choice(("completed", "completed", "not_planned", "duplicate"))
    if rng.random() < 0.03:
        row.locked, row.lock_reason = True, rng.choice((None, "resolved", "spam"))


def _number_comments(repo: Repo) -> None:
    """Give the comments ids in the order they were written, as GitHub does."""
    rows = sorted(repo.comments.values(), key=lambda row: (row.created_at, row.id))
    repo.comments = {}
    for issue in repo.issues.values():
        issue.comment_ids.clear()
    for row in rows:
        row.id = repo.world.new_id()
        repo.comments[row.id] = row
        repo.issues[row.number].comment_ids.append(row.id)


def load_world(
    rows: Iterable[dict[str, object]] | Path, full_name: str = "tensorflow/models"
) -> World:
    """A world filled from issue rows, as ``triage export`` and the shared data write them.

    A row needs ``number`` and ``title``; ``body``, ``state``, ``labels``, ``user``, ``created``
    or ``created_at``, ``updated_at`` and ``comments`` (a list) are optional.
    """
    if isinstance(rows, Path):
        rows = [json.loads(line) for line in rows.read_text("utf-8").splitlines() if line.strip()]
    world = World(full_name)
    for values in rows:
        _load(world.repo, values)
    world.repo.changed()
    return world


def _moment(values: dict[str, object], *keys: str, default: int) -> int:
    """The first time among the keys; a month or a day stands for its beginning."""
    for key in keys:
        text = values.get(key)
        if isinstance(text, str) and text:
            return seconds({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))
    return default


def _load(repo: Repo, values: dict[str, object]) -> None:
    made = _moment(values, "created_at", "created", default=repo.world.now - DAY)
    user = repo.world.user(str(values.get("user") or values.get("author") or "user-1"))
    row = IssueRow(
        repo.world.new_id(), int(str(values["number"])), str(values["title"]),
        str(values.get("body") or ""), user, made,
        _moment(values, "updated_at", "created_at", "created", default=made),
    )  # fmt: skip
    row.pull_request = bool(values.get("is_pull_request"))
    if values.get("state") == "closed":
        row.state, row.closed_at, row.closed_by = "closed", row.updated_at, user
        row.state_reason = None if row.pull_request else "completed"
    labels = values.get("labels")
    row.labels = [repo.label(str(name)).name for name in labels] if isinstance(labels, list) else []
    repo.issues[row.number] = row
    comments = values.get("comments")
    for comment in comments if isinstance(comments, list) else []:
        at = _moment(comment, "created_at", default=made)
        made_id = int(comment.get("id") or repo.world.new_id())
        edited = _moment(comment, "updated_at", default=at)
        repo.comments[made_id] = CommentRow(
            made_id, row.number, str(comment.get("body") or ""), user, at, edited
        )
        row.comment_ids.append(made_id)
