"""A receiver as its own process, to be killed: ``triage bot --serve`` with shorter waits.

``python -m tests.bot.storm DB BASE_URL PORT WORKERS CONFIG``: the same code but for the seconds
between writes, before a retry, and until a dead worker's job is taken over.
"""

from __future__ import annotations

import sys
from pathlib import Path

from triage.github.retry import RetryPolicy
from triage.pipeline.bot_setup import BotOptions, open_bots
from triage.pipeline.serve import ServeOptions, log_as_json, serve, webhook_secrets

PATIENCE = RetryPolicy(
    attempts=3, base_wait=0.02, secondary_wait=0.1, longest_wait=2.0, timeout=5, per_minute=10**6
)


def main() -> None:
    """Serve until killed."""
    db, base_url, port, workers, config = sys.argv[1:]
    log_as_json()
    options = BotOptions("apply", Path(config), base_url, None, 0.0, PATIENCE, write=True)
    serving = ServeOptions("127.0.0.1", int(port), int(workers), lease_seconds=10.0, first_wait=0.2)
    with open_bots(db, options) as (store, bots):
        serve(store, bots, serving, webhook_secrets())


if __name__ == "__main__":
    main()
