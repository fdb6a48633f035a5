"""What a verification run says to people: pages left out, a bar, failures with their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from triage.commands.common import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.verify import PageResult, PageSource


def left_out(others: Iterable[PageSource], environment: str | None) -> Iterator[str]:
    """A line for each reason why pages are not run here."""
    counts = Counter(
        "it is not for this release"
        if source.scope.environment == environment
        else f"it runs with `make verify ENVIRONMENT={source.scope.environment}`"
        if source.scope.environment
        else "it runs with `make verify`"
        for source in others
    )
    for reason, count in sorted(counts.items()):
        yield f"{count} {'page' if count == 1 else 'pages'} left out: {reason}"


@contextmanager
def page_progress(pages: int) -> Iterator[Callable[[PageResult], None]]:
    """A bar on a terminal; failures as lines, always on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[page]}"),
    )
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("verify", total=pages, page="")

    def step(result: PageResult) -> None:
        bar.update(task, advance=1, page=result.source.page)
        for failure in result.failures:
            place = f"{result.source.page}.md:{failure.line}"
            note(f"{place}: snippet {failure.snippet}: {failure.error}")
            for line in failure.detail.rstrip().splitlines():
                note(f"    {line}")

    if console.is_terminal:
        with bar:
            yield step
    else:
        yield step
