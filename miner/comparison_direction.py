"""Which of two groups a comparison speaks of first, and what its direction is then."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.clauses import skeleton, subject_of
from miner.comparison_claim import Claim
from miner.model import Arm, Direction

__all__ = ["group_words", "oriented"]

_OPPOSITE: dict[Direction, Direction] = {
    "higher": "lower",
    "lower": "higher",
    "no_difference": "no_difference",
}
# "was higher | in the control group", "fell significantly | with placebo"
_IN_GROUP = re.compile(
    r"[\w\s]{0,30}?\s(?:in|for|with|among|by)\s(?:the\s|patients\s(?:in|on|with|receiving|treated\swith)\s(?:the\s)?)?([\w\s+/-]{2,40}?)"
    r"(?:\s(?:groups?|arms?|patients)\b|[.,;(]|$)",
    re.IGNORECASE,
)
# Where the group stands whose people are counted: before what they did, or behind it.
_OF_GROUP = re.compile(
    r"\s(?:in|on|with|from|assigned|allocated|receiving|treated|randomi[sz]ed)\s", re.IGNORECASE
)
_ON_GROUP = re.compile(r"\s(?:in|on|with|among|after)\s([^,;.()]{3,60}?)\s?(?=[,;.(]|$)", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:compared|versus|vs|than)\b", re.IGNORECASE)
_COMMON = frozenset(
    ("the", "and", "for", "with", "group", "groups", "arm", "rate", "rates", "risk", "patients")
)
_BY_NUMBERS = ("numbers-with-p", "significant-difference", "difference-with-p")
_FEW_WORDS = 4  # more than these name no group but tell of one
_CONTROL = re.compile(
    r"\b(?:placebo|controls?|standard|usual|no|non\w*|without|alone|observation|conventional|sham|untreated)\b",
    re.IGNORECASE,
)


def group_words(name: str) -> set[str]:
    """The words that tell one group from another."""
    return {w for w in re.findall(r"[a-z0-9]{3,}", name.lower()) if w not in _COMMON}


def oriented(text: str, claim: Claim, contrast: str, arms: Sequence[Arm]) -> tuple[str, Direction]:
    """The contrast with the experimental group first, and the direction of that group."""
    left, _, right = contrast.partition(" vs ")
    focus = _focus(text, claim) if claim.direction != "no_difference" else ""
    if right and focus and _is_side(focus, right, left):
        contrast = f"{right} vs {left}"
    if not right and len(focus.split()) <= _FEW_WORDS and _CONTROL.search(focus) and len(arms) > 1:
        return contrast, _OPPOSITE[claim.direction]
    left, _, right = contrast.partition(" vs ")
    if right and _CONTROL.search(left) and not _CONTROL.search(right):
        return f"{right} vs {left}", _OPPOSITE[claim.direction]
    if "respectively" in text and claim.rule in _BY_NUMBERS and _is_named_later(text, left, right):
        return contrast, _OPPOSITE[claim.direction]
    return contrast, claim.direction


def _is_named_later(text: str, left: str, right: str) -> bool:
    """Whether the sentence names the contrast's first side after its second: numbers stand in its order."""
    low, own, others = text.lower(), group_words(left), group_words(right)
    first, second = ([low.find(w) for w in words] for words in (own - others, others - own))
    return bool(first and second) and min(*first, *second) >= 0 and min(second) < min(first)


def _focus(text: str, claim: Claim) -> str:
    """The group that the wording names as the higher or lower one, or the empty string."""
    if not claim.name:
        return ""
    begin, end = claim.wording
    if claim.rule in ("more-people", "fewer-people"):
        after = _ON_GROUP.match(text, claim.end)
        return text[begin:end] if _OF_GROUP.search(text, begin, end) else after[1] if after else ""
    m = _IN_GROUP.match(text, end)
    if claim.start < begin:
        return m[1] if m and not _AGAINST.search(m[0]) else ""
    bones = skeleton(text)
    return subject_of(bones.text, bones.at(begin))


def _is_side(focus: str, side: str, other: str) -> bool:
    """Whether the words are those of this side and not of the other."""
    named, own, others = group_words(focus), group_words(side), group_words(other)
    if _CONTROL.search(side) and not _CONTROL.search(other):
        # "without clonidine" is not the clonidine group
        return bool(_CONTROL.search(focus) and named & own)
    return bool(named & (own - others)) and not named & (others - own)
