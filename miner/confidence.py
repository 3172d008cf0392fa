"""How likely an effect is right in all its parts, from what is printed beside its number.

A logistic score over signs that a reader would go by: an interval, a p-value, a named endpoint, two named
groups, checks that found nothing. The weights were fitted on annotated abstracts; they are data
(``rules/confidence.toml``).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from miner.model import Effect

__all__ = ["confidence_of", "signs_of"]


def confidence_of(effect: Effect) -> float:
    """Estimated probability (0 to 1, two decimals) that every part of the effect is read rightly."""
    weights = _weights()
    total = sum(weights[sign] for sign in signs_of(effect))
    return round(1 / (1 + math.exp(-total)), 2)


def signs_of(effect: Effect) -> tuple[str, ...]:
    """Names of the signs that the effect shows, ``always`` among them."""
    shown = {
        "always": True,
        "interval": effect.ci is not None,
        "p_value": effect.p is not None,
        "hazard_ratio": effect.measure == "HR",
        "difference": effect.measure in ("MD", "SMD", "RD", "BETA"),
        "other_measure": effect.measure == "OTHER",
        "endpoint_named": bool(effect.endpoint),
        "endpoint_classed": effect.endpoint_class != "other",
        "two_groups_named": " vs " in effect.contrast,
        "no_group_named": not effect.contrast,
        "subgroup": effect.subgroup is not None,
        "something_off": bool(effect.checks),
    }
    return tuple(sign for sign, there in shown.items() if there)


@cache
def _weights() -> Mapping[str, float]:
    raw = tomllib.loads(files("miner").joinpath("rules", "confidence.toml").read_text("utf-8"))
    return {sign: float(weight) for sign, weight in raw["weights"].items()}
