"""Progress on stderr: bars on a terminal, nothing in a pipe or a log."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Stage", "quiet", "say", "stages"]

Stage = Callable[[str, int | None], Callable[[int], None]]
"""``stage(name, total)`` announces a stage and gives what is called with the number of records done."""


@contextlib.contextmanager
def stages() -> Iterator[Stage]:
    """Give a function that announces a stage (name, total records if known) and counts what is done in it."""
    if sys.stderr.isatty():
        with _bars() as stage:
            yield stage
    else:
        yield quiet


def say(line: str) -> None:
    """Tell someone who watches; a pipe or a log is told the end alone."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{line}\n")


def quiet(_name: str, _total: int | None) -> Callable[[int], None]:
    """A stage of which nobody is told."""
    return lambda _done: None


def _finish(progress: Progress) -> None:
    """Every stage so far is done: as much as was counted, or one where nothing was."""
    for task in progress.tasks:
        progress.update(task.id, total=task.completed or 1, completed=task.completed or 1)


@contextlib.contextmanager
def _bars() -> Iterator[Stage]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:<16}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:

        def stage(name: str, total: int | None) -> Callable[[int], None]:
            _finish(progress)
            task_id = progress.add_task(name, total=total)
            return lambda done: progress.advance(task_id, done)

        yield stage
        _finish(progress)
