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


@cache
def load_weights(table: str, section: str) -> Mapping[str, float]:
    """The weights of one section of ``rules/<table>.toml``.

    Raises:
        RuleError: the table has no such section.
    """
    raw = tomllib.loads(files("miner").joinpath("rules", f"{table}.toml").read_text("utf-8"))
    if section not in raw:
        raise RuleError(f"rules/{table}.toml has no section {section!r}; its sections are {sorted(raw)}")
    return {str(k): float(v) for k, v in raw[section].items()}


@cache
def crossed_weights(table: str, section: str, kinds: tuple[str, ...]) -> Mapping[str, float]:
    """The weights of traits in candidates of these kinds: those of "kind: trait" added."""
    weights = dict(load_weights(table, section))
    for kind in kinds:
        begin = f"{kind}: "
        for name, weight in load_weights(table, section).items():
            if name.startswith(begin):
                trait = name.removeprefix(begin)
                weights[trait] = weights.get(trait, 0.0) + weight
    return weights


def score(traits: Iterable[str], weights: Mapping[str, float]) -> float:
    """The sum of the traits' weights, in log-odds; exact, so that it does not depend on their order."""
    return math.fsum(weights[t] for t in traits if t in weights)
