"""One writer beside many readers, two writers, and a writer that is killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from tests.store.make import REPO
from tests.store.writer import ROWS
from triage.store import Counts, Store, open_store

ROOT = Path(__file__).parents[2]

READER = """
import sys
from triage.store import open_store
with open_store(sys.argv[1]) as store:
    reads, pages = 0, -1
    while pages < int(sys.argv[2]):
        counts = store.counts("tensorflow/models")
        assert counts.issues == counts.comments and counts.issues % 10 == 0, counts
        seen = [issue.number for issue in store.issues("tensorflow/models")]
        assert seen == list(range(1, len(seen) + 1)) and len(seen) >= counts.issues, len(seen)
        reads, pages = reads + 1, counts.issues // 10
print(reads)
"""


def writer(url: str, first: int, pages: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", url, str(first), str(pages)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def reader(url: str, pages: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READER, url, str(pages)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def end(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def check_whole(store: Store, pages: int) -> None:
    """The store holds exactly the first pages, each with its issues and its comments."""
    assert store.counts(REPO) == Counts(issues=pages * ROWS, comments=pages * ROWS)
    assert store.known_numbers(REPO) == set(range(1, pages * ROWS + 1))
    checkpoint = store.checkpoint(REPO, "issues")
    assert checkpoint is not None
    assert checkpoint.since == f"{pages - 1:08d}"


def test_readers_see_whole_pages_while_one_writes(store_url: str) -> None:
    open_store(store_url).close()
    readers = [reader(store_url, 30) for _ in range(2)]
    written = end(writer(store_url, 0, 30))
    assert len(written.split()) == 30
    assert all(int(end(process)) >= 1 for process in readers)
    with open_store(store_url) as store:
        check_whole(store, 30)


def test_two_writers_make_the_database_together_and_take_turns(store_url: str) -> None:
    both = [writer(store_url, 0, 30), writer(store_url, 15, 30)]
    written = [end(process).split() for process in both]
    assert [len(pages) for pages in written] == [30, 30]
    with open_store(store_url) as store:
        assert store.counts(REPO) == Counts(issues=450, comments=450)


def test_a_writer_that_is_killed_leaves_whole_pages_and_the_next_goes_on(store_url: str) -> None:
    chance = random.Random(7)
    start = 0
    open_store(store_url).close()
    for _ in range(2):
        process = writer(store_url, start, 100_000)
        assert process.stdout is not None
        announced = [int(process.stdout.readline()) for _ in range(5)]
        time.sleep(chance.random() / 10)
        process.kill()
        announced += [int(line) for line in process.communicate()[0].split("\n")[:-1]]
        with open_store(store_url) as store:
            saved = len(store.known_numbers(REPO)) // ROWS
            check_whole(store, saved)
        # what was announced is there, and at most one page that was not
        assert announced[-1] + 1 <= saved <= announced[-1] + 2
        start = saved


def test_programs_that_make_the_same_file_at_once_wait_for_each_other(tmp_path: Path) -> None:
    # SQLite heeds no busy_timeout when a file becomes a write-ahead log: one in twenty failed.
    code = (
        "import sys, time\nfrom triage.store import open_store\n"
        "while time.time() < float(sys.argv[2]): pass\nopen_store(sys.argv[1]).close()"
    )
    for turn in range(3):
        url, start = f"sqlite:///{tmp_path}/{turn}.db", str(time.time() + 1.5)
        command = [sys.executable, "-c", code, url, start]
        programs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
        said = [program.communicate(timeout=60)[1] for program in programs]
        assert [program.returncode for program in programs] == [0] * 4, said
