"""Whether a data folder is well, for whoever is told by a monitor and not by a person who looks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from graph.embedded.ladybug import GRAPH_FILE
from miner.errors import NotWell
from miner.store import Run, Store
from miner.store_lock import holder
from pipelines.job import MAP_FILE
from pipelines.status import trials_refreshed

__all__ = ["built_files", "check_health"]


def built_files(folder: Path) -> dict[str, str]:
    """SHA-256 of graph and map as they stand: a file that is cut, damaged or another's is noticed."""
    found = {}
    for name in (GRAPH_FILE, MAP_FILE):
        with suppress(FileNotFoundError), (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def check_health(folder: Path, max_age: float, now: dt.datetime) -> None:
    """Look whether the folder was refreshed within ``max_age`` days and is as that run left it, each page.

    Raises:
        NotWell: it is too old, or graph or map are not those of the last complete run.
        StoreError: there is no database, or it is damaged.
    """
    with Store(folder, read_only=True) as store:
        store.check()
        wrong = list(_wrong(folder, store, max_age, now))
    if wrong:
        raise NotWell(f"{folder}: {'; '.join(wrong)}")


def _wrong(folder: Path, store: Store, max_age: float, now: dt.datetime) -> Iterator[str]:
    last = store.last_complete()
    age = _days(last.finished if last else None, now)
    if age is None:
        yield "no refresh was ever complete"
    elif age > max_age:
        yield f"the last complete refresh was {age:.1f} days ago; see the last run's report for what stops it"
    yield from _registry(store, last, max_age, now)
    left = last.report.get("files", {}) if last else {}
    there = built_files(folder)
    other = [name for name in sorted(left) if there.get(name) != left[name]]
    if other and holder(folder) is None:  # a refresh at work swaps both in before it is complete
        yield f"not as the last run left it, to be made anew by the next: {', '.join(other)}"


def _registry(store: Store, last: Run | None, max_age: float, now: dt.datetime) -> Iterator[str]:
    if last and last.report.get("trials", {}).get("unavailable"):
        age = _days(trials_refreshed(store.runs()), now)
        if age is None or age > max_age:
            yield f"the registry has not answered {'yet' if age is None else f'for {age:.1f} days'}"


def _days(at: str | None, now: dt.datetime) -> float | None:
    return (now - dt.datetime.fromisoformat(at.replace("Z", "+00:00"))) / dt.timedelta(days=1) if at else None
