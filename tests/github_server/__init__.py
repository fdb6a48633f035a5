"""A GitHub to test against: a loopback server that behaves as GitHub does, kept honest.

    world = make_world(issues=300, prs=100, comments=900, seed=1)
    with GitHubServer(world) as server:
        github = Github(base_url=server.base_url, auth=Auth.Token(server.token))
        repo = github.get_repo(world.repo.full_name)
        assert server.violations == []

``python -m tests.github_server`` runs it as a process of its own.
"""

from .changes import burst, busy, day, rename
from .clock import Clock
from .faults import Fault
from .generate import load_world, make_world
from .repo import Repo
from .server import GitHubServer
from .world import World

__all__ = [
    "Clock", "Fault", "GitHubServer", "Repo", "World", "burst", "busy", "day", "load_world",
    "make_world", "rename",
]  # fmt: skip
