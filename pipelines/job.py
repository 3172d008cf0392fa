"""One run of a refresh, as its stages pass it on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from miner.corpus import Corpus
from miner.store import Store
from pipelines.progress import Stage

__all__ = ["MAP_FILE", "Job"]

MAP_FILE = "evidence-map.html"


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
        last = self.store.last_complete(self.run)
        return last.id if last else 0
