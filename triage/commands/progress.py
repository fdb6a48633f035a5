"""A sync as people watch it: what it will need, a bar on a terminal, waits and notes.

Everything goes to stderr. Without a terminal there is no bar, only the lines that matter.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from triage.github.model import Progress, SyncPlan


class SyncProgress:
    """Shows a plan and then its progress. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._console = Console(stderr=True, markup=False, highlight=False)
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("requests"), TimeElapsedColumn(), TextColumn("{task.fields[message]}"),
        )  # fmt: skip
        self._bar = Bar(*columns, console=self._console, transient=True)
        self._task = self._bar.add_task("sync", total=None, message="")

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def plan(self, plan: SyncPlan) -> None:
        """Say before it starts what the sync will ask of GitHub, and what is left to ask."""
        about = "up to" if plan.at_most else "about"
        quota = plan.quota
        left = f"; {quota.remaining} of {quota.limit} left this hour" if quota else ""
        if all(stream.unchanged for stream in plan.streams):
            self._console.print(f"{plan.repo}: nothing new{left}")
            return
        self._console.print(f"{plan.repo}: {about} {plan.requests} requests{left}")
        if plan.renamed:
            self._console.print(f"{plan.requested} is called {plan.repo} now; its rows are kept")
        if plan.exceeds_quota and quota:
            self._console.print(f"This needs more than is left: it will wait until {quota.reset}")
        self._bar.update(self._task, total=plan.requests)

    def step(self, progress: Progress) -> None:
        """Show one thing that happened."""
        self._bar.update(
            self._task, completed=progress.requests or None,
            message=progress.message if progress.kind == "wait" else "",
        )  # fmt: skip
        if progress.kind != "page":
            self._console.print(progress.message)
