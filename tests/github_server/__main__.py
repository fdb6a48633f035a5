"""Run the server as a process: prints one JSON line with its address, ends
on SIGTERM/SIGINT.

    python -m tests.github_server --issues 5000 --prs 2000 --comments 20000 --latency-ms 0
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading

from .generate import make_world
from .server import GitHubServer


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The options of the process."""
    parser = argparse.ArgumentParser(prog="python -m tests.github_server", description=__doc__)
    for name, default in (
        ("issues", 5_000), ("prs", 2_000), ("comments", 20_000), ("port", 0), ("seed", 1),
        ("deleted", 0), ("transferred", 0), ("comment-cap", 40_000),
        ("limit", 1_000_000), ("anonymous-limit", 60),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default {default}")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="of each answer")
    parser.add_argument("--repo", default="octo-org/models", help="owner/name")
    parser.add_argument("--strict", action="store_true", help="check against the description")
    parser.add_argument("--no-gzip", action="store_true", help="never compress")
    return parser.parse_args(arguments)


def main() -> None:
    """Serve until told to stop."""
    options = parse()
    world = make_world(
        options.issues,
        options.prs,
        options.comments,
        options.seed,
        options.repo,
        deleted=options.deleted,
        transferred=options.transferred,
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with GitHubServer(
        world, strict=options.strict, port=options.port, latency=options.latency_ms / 1_000,
        comment_cap=options.comment_cap, gzip=not options.no_gzip, limit=options.limit,
        anonymous_limit=options.anonymous_limit,
    ) as server:  # fmt: skip
        line = {
            "url": server.base_url, "enterprise_url": server.enterprise_url,
            "repo": world.repo.full_name, "token": server.token,
        }  # fmt: skip
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main()
