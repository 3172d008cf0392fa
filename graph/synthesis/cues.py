"""Certainty cues: what a reader should weigh, read from the data. No judgement, no rating.

The words are those of risk-of-bias tools; nothing here claims one was applied.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from graph.model import Graph, Node
from graph.printed import short_ratio
from graph.studies.traits import AGAINST_IMMORTAL_TIME, AGAINST_SELECTION, handling_of
from graph.synthesis.harmonise import Group
from graph.synthesis.pooling import Pooled
from graph.synthesis.standard_error import ratio_of

__all__ = ["Cue", "is_silent", "read_cues"]

CueKind = Literal["design", "size", "imprecision", "inconsistency", "immortal time", "selection", "reporting"]

# Cochrane Handbook 10.10.2 calls I² from 50 % on substantial; a pooled ratio is called imprecise when
# its interval holds both no effect and a quarter less or more, the usual mark of an appreciable effect.
_SUBSTANTIAL = 50.0
_APPRECIABLE = math.log(1.25)
# The rule of thumb of GRADE guidelines 6 (Guyatt 2011, J Clin Epidemiol 64:1283), there for means.
_FEW = 400  # participants


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing to weigh, in words; ``weighs`` says that it speaks for caution."""

    kind: CueKind
    words: str
    weighs: bool


def read_cues(
    graph: Graph, group: Group, pooled: Pooled, handling: Callable[[str], frozenset[str]] | None = None
) -> tuple[Cue, ...]:
    """The cues of a pooled group, in the order of :data:`CueKind`.

    ``handling`` gives the ways of handling bias of a study by its id, for a caller who knows them.
    """
    return (
        *_design(group),
        *_size(group),
        *_imprecision(pooled),
        *_inconsistency(pooled),
        *_cohort_handling(group, handling or partial(handling_of, graph)),
        *_reporting(graph, group),
    )


def _design(group: Group) -> Iterator[Cue]:
    if group.key.design == "randomized":
        yield Cue("design", "Randomised: chance decided who was treated.", False)
    else:
        yield Cue(
            "design",
            "Observational: patients and doctors decided who was treated, for reasons that matter.",
            True,
        )


def _size(group: Group) -> Iterator[Cue]:
    sizes = [estimate.counted for estimate in group.kept if estimate.counted is not None]
    if group.key.population:
        return  # how many people a subgroup holds is not read
    if not sizes:
        yield Cue("size", "No study states how many people it included.", True)
        return
    missing = len(group.kept) - len(sizes)
    tail = f"; {missing} of {len(group.kept)} studies state no number" if missing else ""
    yield Cue("size", f"{sum(sizes):,} participants{tail}.".replace(",", "\u202f"), sum(sizes) < _FEW)


def _imprecision(pooled: Pooled) -> Iterator[Cue]:
    low, high = pooled.ci
    wide = low <= 0 <= high and (low <= -_APPRECIABLE or high >= _APPRECIABLE)
    words = f"95 % interval {_ratio(low)} to {_ratio(high)}"
    yield Cue(
        "imprecision", f"{words}: fits both no effect and a sizeable one." if wide else f"{words}.", wide
    )


def _inconsistency(pooled: Pooled) -> Iterator[Cue]:
    if pooled.i2 is None:
        return
    words = f"I² {pooled.i2:.0f} %"
    if pooled.pi:
        words += (
            f"; a further study may well show anything from {_ratio(pooled.pi[0])} to {_ratio(pooled.pi[1])}"
        )
    yield Cue("inconsistency", f"{words}.", pooled.i2 >= _SUBSTANTIAL)


def _cohort_handling(group: Group, handling: Callable[[str], frozenset[str]]) -> Iterator[Cue]:
    if group.key.design != "observational":
        return
    k = len(group.kept)
    named = [handling(estimate.study_id) for estimate in group.kept]
    immortal = sum(bool(ways & AGAINST_IMMORTAL_TIME) for ways in named)
    selection = sum(bool(ways & AGAINST_SELECTION) for ways in named)
    yield Cue(
        "immortal time",
        f"{immortal} of {k} abstracts name a landmark or time-dependent analysis; "
        "without one, the time until operation counts as survival of those operated on.",
        immortal < k,
    )
    yield Cue(
        "selection",
        f"{selection} of {k} abstracts name matching, weighting or propensity scores; "
        "none of these balances what was not recorded.",
        selection < k,
    )


def _reporting(graph: Graph, group: Group) -> Iterator[Cue]:
    tested = graph.sources("TESTS", group.key.intervention, "Trial")
    silent = [trial for trial in tested if is_silent(graph, trial)]
    if silent:
        names = ", ".join(str(trial["acronym"] or trial["registry_id"]) for trial in silent[:4])
        more = ", …" if len(silent) > 4 else ""
        plural = "s" if len(silent) > 1 else ""
        yield Cue(
            "reporting", f"{len(silent)} registered trial{plural} without a report here: {names}{more}.", True
        )


def is_silent(graph: Graph, trial: Node) -> bool:
    """No study in the graph reports the trial and the registry holds no results."""
    return not trial["has_results"] and not graph.into("REGISTERED_AS", str(trial["id"]))


def _ratio(log_value: float) -> str:
    return short_ratio(ratio_of(log_value))
