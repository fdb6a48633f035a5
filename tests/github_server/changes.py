"""Changes a world goes through: while it is crawled, between two crawls, at a command."""

from __future__ import annotations

import random
from collections.abc import Callable

from .world import Change, World


def _people(world: World) -> list:  # type: ignore[type-arg]
    return [user for user in world.users.values() if user.kind == "User"] or [world.user("user-1")]


def busy(seed: int = 7, *, deletions: bool = False) -> Change:
    """A change as a living repository sees it between two requests.

    One new issue, two comments, three label edits, two comment edits, all in one second; with
    ``deletions`` also one issue and one comment deleted.
    """
    rng = random.Random(seed)

    def change(world: World) -> None:
        world.tick()
        repo = world.repo
        people = _people(world)
        repo.add_issue(rng.choice(people), f"new while reading {world.now}", "text")
        for _ in range(2):
            repo.add_comment(rng.choice(list(repo.issues)), rng.choice(people), "new comment")
        for number in rng.sample(list(repo.issues), k=min(3, len(repo.issues))):
            names = set(repo.issues[number].labels) ^ {"stale"}
            repo.set_labels(number, sorted(names), rng.choice(people))
        for comment_id in rng.sample(list(repo.comments), k=min(2, len(repo.comments))):
            repo.edit_comment(comment_id, f"edited {world.now}")
        if deletions:
            world.tick()
            repo.delete_issue(rng.choice(list(repo.issues)))
            if repo.comments:
                repo.delete_comment(rng.choice(list(repo.comments)))

    return change


def burst(rows: int = 150, seed: int = 7) -> Change:
    """Many issues and comments updated in one and the same second, as a bot does it."""
    rng = random.Random(seed)

    def change(world: World) -> None:
        world.tick()
        repo, bot = world.repo, world.user("stale[bot]", "Bot")
        for number in rng.sample(list(repo.issues), k=min(rows, len(repo.issues))):
            row = repo.issues[number]
            repo.set_labels(number, sorted(set(row.labels) ^ {"stale"}), bot)
        for comment_id in rng.sample(list(repo.comments), k=min(rows, len(repo.comments))):
            repo.edit_comment(comment_id, f"edited {world.now}")
        world.tick()

    return change


def day(seed: int = 7) -> Change:
    """What happens between two crawls: 50 new issues, 200 new comments, 30 edits, 20 label
    changes, 30 comment edits, 5 issues and 5 comments deleted, 2 issues transferred."""
    rng = random.Random(seed)

    def change(world: World) -> None:
        repo, people = world.repo, _people(world)
        for count, step in (
            (50, lambda: repo.add_issue(rng.choice(people), f"new {world.now}", "text")),
            (200, lambda: repo.add_comment(
                rng.choice(list(repo.issues)), rng.choice(people), f"c {world.now}")),
            (30, lambda: repo.rename_issue(
                rng.choice(list(repo.issues)), f"renamed {world.now}", rng.choice(people))),
            (20, lambda: _toggle(world, rng)),
            (30, lambda: repo.edit_comment(rng.choice(list(repo.comments)), f"e {world.now}")),
            (5, lambda: repo.delete_issue(rng.choice(list(repo.issues)))),
            (5, lambda: repo.delete_comment(rng.choice(list(repo.comments)))),
            (2, lambda: repo.transfer_issue(rng.choice(list(repo.issues)), world.other)),
        ):  # fmt: skip
            for _ in range(count):
                world.tick()
                step()

    return change


def _toggle(world: World, rng: random.Random) -> None:
    number = rng.choice(list(world.repo.issues))
    names = set(world.repo.issues[number].labels) ^ {"stale"}
    world.repo.set_labels(number, sorted(names), rng.choice(_people(world)))


def rename(full_name: str = "octo-org/renamed") -> Change:
    """The repository gets another name."""
    return lambda world: world.rename(world.repo, full_name)


CHANGES: dict[str, Callable[..., Change]] = {
    "busy": busy, "burst": burst, "day": day, "rename": rename,
}  # fmt: skip
