"""Weighted traits as data: how much each trait of a candidate speaks for a reading.

The weights of ``rules/*_weights.toml`` are log-odds, fitted on labelled abstracts with a strong pull
towards zero and rounded; a trait that is not listed weighs nothing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from miner.errors import RuleError

__all__ = ["crossed_weights", "load_weights", "score"]


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
    raw = tomllib.loads(files("miner").joinpath("rules", f"{table}.toml").read_text("utf-8"))
    if section not in raw:
        raise RuleError(f"rules/{table}.toml has no section {section!r}; its sections are {sorted(raw)}")
    return Weights({str(k): float(v) for k, v in raw[section].items()})


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
