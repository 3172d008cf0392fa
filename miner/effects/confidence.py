"""How likely an effect is right in all its parts, from what is printed beside its number.

A logistic score over signs that a reader would go by: a p-value, endpoint and groups named in the sentence
itself, two groups set against each other, several readings that agree, checks that found nothing. The weights
were fitted on annotated abstracts for which few rules were written, since rules do better where they were
written than elsewhere; they are data (``rules/confidence.toml``).
"""

from __future__ import annotations

import math
import re

from miner.model import SURVIVALS, Design, Effect
from miner.phrases.endpoint_mentions import mentions_in
from miner.weights import load_weights

__all__ = ["confidence_of", "signs_of"]

_WORD = re.compile(r"[a-z0-9+]+")
_COMMON = frozenset(
    "a an the of in with and or vs versus than to for on by at from no not"
    " patients group groups women who had".split()
)
_RATIO = re.compile(r"\b(?:HR|OR|RR|ratio)\b")
_MANY = 3
_LONG = 9  # words
_DOUBTFUL, _CLEAR, _VERY_CLEAR = 0.6, 0.9, 0.97  # of the weight of all readings


def confidence_of(effect: Effect, design: Design = "other", arms: int = 0) -> float:
    """Estimated probability (0 to 1, two decimals) that every part of the effect is read rightly."""
    weights = load_weights("confidence", "weights")
    total = math.fsum(weights[sign] for sign in signs_of(effect, design, arms))
    return round(1 / (1 + math.exp(-total)), 2)


def signs_of(effect: Effect, design: Design = "other", arms: int = 0) -> tuple[str, ...]:
    """Names of the signs that the effect shows in a report of this design with so many arms."""
    classes = {m.endpoint_class for m in mentions_in(effect.evidence.quote)} | {effect.endpoint_class}
    said, groups = _words(effect.evidence.quote), _words(effect.contrast)
    shown = {
        "always": True,
        "p_value": effect.p is not None,
        "hazard_ratio": effect.measure == "HR",
        "difference": effect.measure in ("MD", "SMD", "RD", "BETA"),
        "other_measure": effect.measure == "OTHER",
        "endpoint_named": bool(effect.endpoint),
        "endpoint_in_sentence": bool(effect.endpoint) and _words(effect.endpoint) <= said,
        "endpoint_classed": effect.endpoint_class != "other",
        "survival_endpoint": effect.endpoint_class in SURVIVALS,
        "two_groups_named": " vs " in effect.contrast,
        "groups_in_sentence": bool(groups) and groups <= said,
        "one_word_contrast": len(groups) == 1,
        "long_contrast": len(groups) > _LONG,
        "no_group_named": not effect.contrast,
        "something_off": bool(effect.checks),
        "contrast_doubtful": effect.clarity < _DOUBTFUL,
        "contrast_clear": effect.clarity > _CLEAR,
        "contrast_very_clear": effect.clarity > _VERY_CLEAR,
        "contrast_beside_number": effect.clarity == 1,
        "two_endpoint_classes": len(classes) == 2,
        "more_endpoint_classes": len(classes) > 2,
        "many_ratios": len(_RATIO.findall(effect.evidence.quote)) > _MANY,
        "two_arms": arms == 2,
        "randomized_trial": design == "randomized_trial",
        "meta_analysis": design == "meta_analysis",
    }
    return tuple(sign for sign, there in shown.items() if there)


def _words(text: str) -> frozenset[str]:
    """The words that tell, in small letters."""
    return frozenset(_WORD.findall(text.lower())) - _COMMON
