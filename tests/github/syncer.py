"""Runs syncs to be killed: imports everything once, then forks a process for each.

A line on stdin, ``BASE_URL TOKEN DB``, starts a sync; its process id and, when it has ended,
its exit code (negative: the signal) are lines on stdout. Starting Python anew for every kill
would take ten times as long.
"""

from __future__ import annotations

import os
import sys

import github  # noqa: F401 - what the program imports only when it needs it, here once
import tenacity  # noqa: F401

from tests.github.copy import REPO
from triage.commands.progress import SyncProgress
from triage.github.connect import connect
from triage.pipeline.sync import SyncOptions, sync
from triage.store import open_store


def run(base_url: str, token: str, db: str) -> None:
    client = connect(token, base_url)
    with open_store(db) as store, SyncProgress() as progress:
        sync(store, client, REPO, SyncOptions(), progress)
    client.close()


def main() -> None:
    open_store("sqlite://").close()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                run(*line.split())
            except BaseException as error:
                sys.stderr.write(f"{error!r}\n")
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
