"""One run of a refresh, as its stages pass it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from miner.corpus import Corpus
from miner.store import Store

__all__ = ["MAP_FILE", "Job", "Stage"]

MAP_FILE = "evidence-map.html"
Stage = Callable[[str, int | None], Callable[[int], None]]
"""``stage(name, total)`` announces a stage and gives what is called with the number of records done."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run: where, on what, what stands at the foot of the map, how many processes read, all anew?"""

    folder: Path
    store: Store
    run: int
    corpus: Corpus
    notice: str
    stage: Stage
    workers: int | None = None
    full: bool = False

    @property
    def before(self) -> int:
        """The last complete run before this one, 0 if there is none."""
        return max((r.id for r in self.store.runs() if r.status == "complete" and r.id < self.run), default=0)
