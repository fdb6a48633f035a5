"""The store: the one object the rest of the program reads and writes through.

In: records; out: records. Every method is one transaction (a stream: one for each step), so
a program that is killed leaves whole calls behind. SQL lives in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Literal, Self, TypeVar

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from triage.errors import StoreError
from triage.records import (
    Checkpoint,
    Cluster,
    Comment,
    FetchedPage,
    GoldRow,
    Issue,
    MatchResult,
    Prediction,
)
from triage.store import gone, read, replies, repos, results, schema, write
from triage.store.counts import Counts, SaveCounts
from triage.store.engine import WRITE, describe, make_engine, parse_url
from triage.store.failures import store_error
from triage.store.gone import GoneKind
from triage.store.memory import Memory
from triage.store.migrate import migrate

Stream = Literal["issues", "comments"]
T = TypeVar("T")


def open_store(url: str | None = None) -> Store:
    """Open a database; see ``triage.store.open_store``."""
    parsed = parse_url(url)
    name = describe(parsed)
    engine = make_engine(parsed)
    try:
        migrate(engine, name)
    except SQLAlchemyError as error:
        engine.dispose()
        raise store_error(error, name, parsed.password) from None
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, name)


class Store:
    """An open database. Use it in a ``with`` statement, or call ``close``."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self.memory = Memory(self._begin, engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _begin(self, *, write: bool = False) -> Iterator[Connection]:
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(**{WRITE: True}) if write else plain
                with connection.begin():
                    yield connection
        except (DBAPIError, OverflowError) as error:
            raise store_error(error, self._name, self._engine.url.password) from None

    def _stream(self, rows: Iterator[T]) -> Iterator[T]:
        try:
            yield from rows
        except DBAPIError as error:
            raise store_error(error, self._name, self._engine.url.password) from None

    # What GitHub holds

    def save_page(self, page: FetchedPage) -> SaveCounts:
        """Save a page of a stream and its checkpoint, all or nothing.

        Saving it again changes nothing. A row that is stored with a later ``updated_at``
        stays; one that was marked as gone is back.
        """
        with self._begin(write=True) as connection:
            counts = write.save_issues(connection, page.issues, live=True)
            counts += write.save_comments(connection, page.comments, live=True)
            write.save_checkpoint(connection, page.checkpoint)
        return counts

    def save_issues(self, issues: Iterable[Issue]) -> SaveCounts:
        """Save issues of an import, in transactions of some hundred rows.

        Rows without a number cannot be kept: they are counted as ``skipped``.
        """
        counts = SaveCounts()
        for part in write.chunks(issues):
            with self._begin(write=True) as connection:
                counts += write.save_issues(connection, part, live=False)
        return counts

    def save_comments(self, comments: Iterable[Comment]) -> SaveCounts:
        """Save comments of an import, in transactions of some hundred rows."""
        counts = SaveCounts()
        for part in write.chunks(comments):
            with self._begin(write=True) as connection:
                counts += write.save_comments(connection, part, live=False)
        return counts

    def save_gold(self, rows: Iterable[GoldRow]) -> SaveCounts:
        """Save issues with what people decided about them; counts are of the issues.

        A row without any label is saved as an issue only.
        """
        counts = SaveCounts()
        for part in write.chunks(rows):
            with self._begin(write=True) as connection:
                counts += write.save_gold(connection, part)
        return counts

    def checkpoint(self, repo: str, stream: Stream) -> Checkpoint | None:
        """How far a stream was read; None before its first page."""
        with self._begin() as connection:
            return read.read_checkpoint(connection, repo, stream)

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Record how far a stream was read."""
        with self._begin(write=True) as connection:
            write.save_checkpoint(connection, checkpoint)

    def issues(
        self,
        repo: str | None = None,
        *,
        numbers: Collection[int] | None = None,
        pull_requests: bool = False,
        updated_since: str | None = None,
        author: str | None = None,
        raw: bool = False,
    ) -> Iterator[Issue]:
        """Stream issues in the order of repository and number, in flat memory.

        Args:
            repo: only of this repository.
            numbers: only these.
            pull_requests: pull requests too.
            updated_since: only those updated then or later.
            author: only those this account opened.
            raw: with the payloads they came from, which takes longer.
        """
        found = read.read_issues(
            self._engine, repo, numbers, pull_requests, updated_since, author, raw
        )
        return self._stream(found)

    def comments(
        self, repo: str | None = None, number: int | None = None, *, raw: bool = False
    ) -> Iterator[Comment]:
        """Stream comments in the order of repository, issue number and id."""
        return self._stream(read.read_comments(self._engine, repo, number, raw))

    def replies(self, repo: str) -> replies.Replies:
        """When somebody else first wrote below each issue, and how many comments there are."""
        with self._begin() as connection:
            return replies.read_replies(connection, repo)

    def gold(self, repo: str | None = None) -> Iterator[GoldRow]:
        """Stream the rows that have gold labels, with their issues."""
        return self._stream(read.read_gold(self._engine, repo))

    # Repositories

    def repos(self) -> list[str]:
        """The names of the repositories in the store, sorted."""
        with self._begin() as connection:
            return [name for _, name in repos.repo_names(connection)]

    def rename_repo(self, old: str, new: str) -> bool:
        """Give a repository its new name; rows of both names become one repository."""
        with self._begin(write=True) as connection:
            return repos.rename(connection, old, new)

    def counts(self, repo: str) -> Counts:
        """How much of a repository is stored; zeros for one that is not."""
        with self._begin() as connection:
            return read.read_counts(connection, repo)

    def size(self, repo: str) -> int:
        """How many rows of issues and pull requests there are, gone ones too: quick to ask."""
        with self._begin() as connection:
            return read.read_size(connection, repo)

    # What is gone (``--prune``)

    def known_numbers(self, repo: str) -> set[int]:
        """Numbers of the issues and pull requests that are not marked as gone."""
        with self._begin() as connection:
            return read.known_keys(connection, repo, schema.issues.c.number)

    def known_comment_ids(self, repo: str) -> set[int]:
        """GitHub ids of the comments that are not marked as gone."""
        with self._begin() as connection:
            return read.known_keys(connection, repo, schema.comments.c.github_id)

    def mark_gone(self, repo: str, numbers: Collection[int], kind: GoneKind = "deleted") -> int:
        """Mark issues as gone, with their comments; how many issues it was news about."""
        with self._begin(write=True) as connection:
            return gone.mark_issues(connection, repo, numbers, kind)

    def mark_comments_gone(
        self, repo: str, ids: Collection[int], kind: GoneKind = "deleted"
    ) -> int:
        """Mark comments as gone, by GitHub id; how many it was news about."""
        with self._begin(write=True) as connection:
            return gone.mark_comments(connection, repo, ids, kind)

    # What was worked out

    def save_predictions(self, model: str, rows: Iterable[tuple[str, int, str, Prediction]]) -> int:
        """Cache predictions as (repo, number, digest, prediction), over those of any model."""
        return self._save_results(schema.predictions, model, rows)

    def predictions(self, model: str, repo: str) -> dict[int, tuple[str, Prediction]]:
        """By number: the digest of the text, and what this model predicted from it."""
        with self._begin() as connection:
            found = results.load_results(connection, schema.predictions, model, repo)
        return {n: (digest, results.prediction_of(fields)) for n, digest, fields in found}

    def save_matches(self, matcher: str, rows: Iterable[tuple[str, int, str, MatchResult]]) -> int:
        """Cache match results as (repo, number, digest, result), over those of any matcher."""
        return self._save_results(schema.matches, matcher, rows)

    def matches(self, matcher: str, repo: str) -> dict[int, tuple[str, MatchResult]]:
        """By number: the digest of the text, and what this matcher made of it."""
        with self._begin() as connection:
            found = results.load_results(connection, schema.matches, matcher, repo)
        return {n: (digest, results.match_result_of(fields)) for n, digest, fields in found}

    def save_clusters(self, version: str, repo: str, clusters: Sequence[Cluster]) -> None:
        """Cache the clusters of a repository, over those of any version."""
        with self._begin(write=True) as connection:
            results.save_clusters(connection, version, repo, clusters)

    def clusters(self, version: str, repo: str) -> list[Cluster]:
        """The clusters that this version found, in their order; empty where it has not looked."""
        with self._begin() as connection:
            return results.load_clusters(connection, version, repo)

    def _save_results(self, table: Table, version: str, rows: Iterable[results.Keyed]) -> int:
        """Without any row there is no transaction: an unchanged build waits for no writer."""
        total = 0
        for part in write.chunks(rows):
            with self._begin(write=True) as connection:
                total += results.save_results(connection, table, version, part)
        return total
