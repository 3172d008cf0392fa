"""Weighted traits as data: how much each trait of a candidate speaks for a reading.

The weights of ``rules/*_weights.toml`` are log-odds, fitted on labelled abstracts with a strong pull
towards zero and rounded; a trait that is not listed weighs nothing. ``observed`` shows the choices that
are made by them, which ``pipelines.fitting`` fits them on.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from miner.errors import RuleError

__all__ = ["Candidate", "Choice", "crossed_weights", "load_weights", "note", "observed", "score"]


class Candidate(NamedTuple):
    """What may be chosen: the section of the weights that score it, its traits, the kinds that it is of.

    ``value`` is None for choosing nothing.
    """

    value: object
    section: str
    traits: Iterable[str]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates that one table of weights was asked to choose among, and what the choice was about."""

    table: str
    candidates: tuple[Candidate, ...]
    about: object = None


_observer: ContextVar[list[Choice] | None] = ContextVar("observer", default=None)


@contextmanager
def observed() -> Iterator[list[Choice]]:
    """The choices made by weights while it is open, in their order."""
    seen: list[Choice] = []
    token = _observer.set(seen)
    try:
        yield seen
    finally:
        _observer.reset(token)


def note(table: str, candidates: Iterable[Candidate], about: object = None) -> None:
    """Show a choice to whoever observes; while nobody does, the candidates are not even gone through."""
    seen = _observer.get()
    if seen is not None:
        seen.append(Choice(table, tuple(candidates), about))


class Weights(dict[str, float]):
    """Weights by trait, with the traits as a set: most traits of a candidate have no weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__(weights)
        self.names = frozenset(weights)


@cache
def load_weights(table: str, section: str) -> Mapping[str, float]:
    """The weights of one section of ``rules/<table>.toml``.

    Raises:
        RuleError: the table has no such section.
    """
    raw = _sections(table)
    if section not in raw:
        raise RuleError(f"rules/{table}.toml has no section {section!r}; its sections are {sorted(raw)}")
    return Weights({str(k): float(v) for k, v in raw[section].items()})


@cache
def _sections(table: str) -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads(files("miner").joinpath("rules", f"{table}.toml").read_text("utf-8"))


@cache
def crossed_weights(table: str, section: str, kinds: tuple[str, ...]) -> Mapping[str, float]:
    """The weights of traits in candidates of these kinds: those of "kind: trait" added."""
    own = load_weights(table, section)
    weights = dict(own)
    for kind in kinds:
        begin = f"{kind}: "
        for name, weight in own.items():
            if name.startswith(begin):
                trait = name.removeprefix(begin)
                weights[trait] = weights.get(trait, 0.0) + weight
    return Weights(weights)


def score(traits: Iterable[str], weights: Mapping[str, float]) -> float:
    """The sum of the traits' weights, in log-odds; exact, so that it does not depend on their order."""
    if isinstance(weights, Weights):
        return math.fsum(map(weights.__getitem__, weights.names.intersection(traits)))
    return math.fsum(weights[t] for t in traits if t in weights)
