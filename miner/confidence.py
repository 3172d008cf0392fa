"""How sure an estimate is: the probability that all its parts were read rightly.

A logistic score over a few yes-or-no features. The weights were fitted to 360 estimates of 136 annotated
abstracts (see ``docs/evaluation.md``) and rounded; they are data, to be fitted anew when the finders change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from typing import Literal

from miner.model import Effect

__all__ = ["Feature", "effect_confidence"]

Feature = Literal[
    "linked",
    "interval",
    "p_value",
    "adds_up",
    "endpoint_class",
    "endpoint_near",
    "two_sides",
    "alone",
    "results",
]
_START = -1.5
# What each feature says, in log odds:
_WEIGHTS: Mapping[Feature, float] = {
    "linked": 0.6,  # the measure is printed right before the value
    "interval": 0.3,  # an interval is printed
    "p_value": 0.2,  # a p-value is printed
    "adds_up": 0.5,  # value, interval and p-value agree (miner.checks)
    "endpoint_class": 0.5,  # the endpoint falls into one of the named classes
    "endpoint_near": 0.3,  # a word of the endpoint stands in the same sentence
    "two_sides": 0.5,  # the contrast names two groups
    "alone": 0.3,  # the sentence prints no other estimate
    "results": 0.3,  # the sentence belongs to the results
}


def effect_confidence(effect: Effect, features: Set[Feature]) -> float:
    """Probability that measure, value, interval, p, endpoint and contrast are all right; 0.02 to 0.98."""
    score = _START + sum(_WEIGHTS[f] for f in features)
    if effect.ci is not None and effect.ci[0] > effect.ci[1]:
        score -= 1.0
    return round(min(0.98, max(0.02, 1 / (1 + math.exp(-score)))), 2)
