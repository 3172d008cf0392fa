"""Whom an estimate favours: from its number, and from which direction of the endpoint is good for patients.

A lower hazard of death and a higher response rate both favour the experimental group. An interval across no
effect (1 for ratios, 0 for differences) favours neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from miner.model import Effect, EndpointClass, Favours, Measure, PValue
from miner.phrases.groups import is_control
from miner.vocabulary import Concept

__all__ = ["favours_of", "good_direction", "with_favours"]

Good = Literal["fewer", "more"]

_NO_EFFECT: Mapping[Measure, float] = {
    "HR": 1.0,
    "OR": 1.0,
    "RR": 1.0,
    "IRR": 1.0,
    "RD": 0.0,
    "MD": 0.0,
    "SMD": 0.0,
}
_SIGNIFICANT = 0.05
# What a hazard ratio counts in each class; quality of life and "other" say nothing by themselves.
_EVENT_GOOD: Mapping[EndpointClass, Good] = {
    "overall_survival": "fewer",
    "disease_specific_survival": "fewer",
    "progression_free_survival": "fewer",
    "disease_free_survival": "fewer",
    "locoregional_control": "fewer",
    "distant_metastasis": "fewer",
    "adverse_event": "fewer",
    "response": "more",
}
_GOOD_EVENT = re.compile(
    r"\b(?:survival|survivors?|surviving|alive|control(?:led)?|response|remission|cure|freedom)\b(?!.{0,20}\b(?:loss|failure)\b)",
    re.IGNORECASE,
)
# What the sentence says of the endpoint: a ratio "for survival" may count the survivors or the dead.
_SHORT_SURVIVAL = re.compile(r"\b(?:OS|[A-Z]{1,4}FS|[BD]?CSS|DSS)\b")
_BETTER = re.compile(
    r"\b(?:better|longer|improv\w+|prolong\w+|superior|benefits?|favou?r\w*|advantage|"
    r"(?:higher|increased) survival)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:worse|shorter|poor(?:er)?|inferior|detriment\w*|decreased survival|reduced survival)\b",
    re.IGNORECASE,
)
_BAD_EVENT = re.compile(
    r"\b(?:deaths?|mortality|dying|died|recurrences?|relapses?|progression(?!-free)|failure|loss|hazard|metastas\w+|"
    r"complications?|toxicit\w+)\b",
    re.IGNORECASE,
)


def good_direction(endpoint: str, endpoint_class: EndpointClass, measure: Measure) -> Good | None:
    """Whether fewer or more of what the estimate counts is good; None where the words leave it open.

    A hazard ratio counts the event (death) whatever the endpoint is called; an odds or risk ratio counts
    what is named, survival as well as death.
    """
    if measure == "HR":
        return _EVENT_GOOD.get(endpoint_class)
    if measure in ("OR", "RR", "IRR", "RD"):
        if endpoint_class == "response":
            return "more"
        if endpoint_class not in _EVENT_GOOD:
            return None
        if _BAD_EVENT.search(endpoint) or endpoint_class == "adverse_event":
            return "fewer"
        return "more" if _GOOD_EVENT.search(endpoint) or _SHORT_SURVIVAL.search(endpoint) else "fewer"
    if measure == "MD" and _GOOD_EVENT.search(endpoint) and endpoint_class in _EVENT_GOOD:
        return "more"  # a difference of survival times
    return None


def favours_of(
    measure: Measure,
    value: float,
    ci: tuple[float, float] | None,
    p: PValue | None,
    endpoint_class: EndpointClass,
    good: Good | None,
) -> Favours | None:
    """The group that the estimate (experimental against comparator) favours; None where it cannot be told.

    ``good`` says which direction of the counted event or measured value is good for patients; None
    takes what holds for a hazard ratio of the class.
    """
    no_effect = _NO_EFFECT.get(measure)
    if no_effect is None:
        return None
    if good is None and measure == "HR":
        good = _EVENT_GOOD.get(endpoint_class)
    shown = _shows_effect(no_effect, ci, p)
    if shown is None or (shown and (good is None or value == no_effect)):
        return None
    if not shown:
        return "neither"
    return "experimental" if (value < no_effect) == (good == "fewer") else "comparator"


def _shows_effect(no_effect: float, ci: tuple[float, float] | None, p: PValue | None) -> bool | None:
    """Whether the interval excludes no effect or, without one, the p-value is small; None without both."""
    if ci is not None:
        return not min(ci) <= no_effect <= max(ci)
    if p is None:
        return None
    if p.op in ("<", "<=", "="):
        return p.value <= _SIGNIFICANT or (None if p.op != "=" else False)
    return False if p.value >= _SIGNIFICANT else None


def with_favours(effect: Effect, endpoint: Concept | None = None) -> Effect:
    """The effect with whom it favours; a concept of the vocabulary tells best which direction is good."""
    good = good_direction(effect.endpoint, effect.endpoint_class, effect.measure)
    if endpoint is not None and effect.measure == "HR":
        good = endpoint.event_good or good
    elif endpoint is not None and effect.measure in ("MD", "SMD"):
        good = endpoint.value_good
    if effect.measure in ("OR", "RR", "IRR") and good == "more" and effect.endpoint_class != "response":
        good = _counted(effect)
    favoured = favours_of(effect.measure, effect.value, effect.ci, effect.p, effect.endpoint_class, good)
    return replace(effect, favours=favoured)


def _counted(effect: Effect) -> Good | None:
    """Whether a ratio for an endpoint named after survival counts survivors, by what its sentence says."""
    if is_control(effect.contrast.partition(" vs ")[0]):
        return None  # "better with it" may speak of either side
    better = bool(_BETTER.search(effect.evidence.quote))
    if better != bool(_WORSE.search(effect.evidence.quote)):
        return "more" if (effect.value > 1) == better else "fewer"
    return "more" if effect.measure == "OR" else None
