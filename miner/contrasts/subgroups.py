"""In whom a trial saw its effect: ``in women with asthma, A lowered the risk (HR 0.6)`` compares no women."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.contrasts.looks import content_of, words_of
from miner.model import Arm

__all__ = ["but_settings"]

_ASSIGNED = ("randomi", "assigned to", "allocated to")
_EFFECT = re.compile(
    r"\b(?:effects?|benefits?|efficacy|advantage|interaction|heterogeneity|subgroups?|(?:primary|main|secondary)\s(?:outcomes?|end\s?-?points?))\b",
    re.IGNORECASE,
)
# "In those with asthma the OR was 0.6": of what was compared before, in some.
_IN_SOME = re.compile(
    r"(?:^|[;,]\s|\s(?:and|but|whereas|while)\s)(?:in|among|amongst|within)\s[^;:]{3,80}?,?\s(?:the|this|it)\s?(?:(?:adjusted|pooled|corresponding|respective)\s)?"
    r"(?:[HOR]Rs?|(?:hazard|odds|risk|rate)\sratios?|relative\srisks?)?\s(?:was|were)\s(?:only\s)?$",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:in|among|amongst|within)\s(?:the\s)?(?:(?:patients|women|men|those|people|participants|children|adults)\s"
    r"(?:with|who\s\w+|aged)\s(?:an?\s|the\s)?)?$",
    re.IGNORECASE,
)


def but_settings(
    contrasts: Sequence[str], text: str, at: int, arms: Sequence[Arm], whole: str
) -> frozenset[str]:
    """Of what a trial's number at ``text[at]`` may compare, all but in whom an effect was seen.

    ``whole`` is the document's text in small letters. All are left where none of the others names an arm.
    """
    in_some = _IN_SOME.search(text[:at]) is not None
    if len(arms) < 2 or not (in_some or any(word in whole for word in _ASSIGNED)):
        return frozenset(contrasts)
    named = frozenset[str]().union(*[content_of(arm.label) for arm in arms])
    left = frozenset(c for c in contrasts if not _is_setting(c, text[:at], named))
    of_arms = any(not named.isdisjoint(content_of(c)) for c in left)
    about_arms = in_some or not named.isdisjoint(words_of(text[:at])) or _EFFECT.search(text) is not None
    return left if of_arms and about_arms else frozenset(contrasts)


def _is_setting(name: str, before: str, arms: frozenset[str]) -> bool:
    """Whether the sentence only has the name, or the first of two, none an arm's, behind "in" or "among"."""
    place = before.rfind(f" {name.partition(' vs ')[0]}") + 1
    return place > 0 and arms.isdisjoint(content_of(name)) and _AMONG.search(before[:place]) is not None
