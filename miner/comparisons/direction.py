"""Which of two groups a comparison speaks of first, and what its direction is then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from miner.comparisons.claim import Claim
from miner.comparisons.numbers import places_of_numbers
from miner.model import Arm, Direction
from miner.phrases.clauses import enclosing_bracket, skeleton, subject_of
from miner.phrases.groups import is_surely_control

__all__ = ["group_words", "named_behind", "oriented"]

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
# "was higher | in cases than in controls"
_IN_THAN = re.compile(
    r"[^.;,()]{0,20}?\s(?:in|among|for|with)\s(?:the\s)?(?P<left>[\w\s+/-]{3,50}?)(?:\s[(\[][^()\[\]]{0,50}[)\]])?,?\s"
    r"(?:than|(?:as\s)?compared\s(?:with|to)|versus|vs\.?)\s(?:(?:in|among|for|with|those\sof)\s)?(?:the\s)?"
    r"(?P<right>[\w\s+/-]{3,50}?)(?=\s?(?:[.;,(\[]|$|\sat\s|\sand\s))",
    re.IGNORECASE,
)
# "was longer | in women", "was similar | across the three groups"
_IN_ONE = re.compile(
    r"\s(?:\w+ly\s)?(?:in|among|for|with|after)\s(?:the\s)?(?P<group>[\w\s/+-]{3,40}?)(?=\s?(?:[.;,(\[]|$|\sand\s))",
    re.IGNORECASE,
)
_IN_ALL = re.compile(
    r"[^.;,()]{0,20}?\s(?:across|between|among|in|for)\s(?:(?:the|all|both|these|our)\s)*(?:\w+\s){0,2}?(?:groups|arms|cohorts|sexes|tertiles|quartiles|quintiles|categories|cent(?:er|re)s|hospitals)\b",
    re.IGNORECASE,
)
# "Compared with controls, | children had"
_COMPARED = re.compile(
    r"^(?:as\s)?(?:compared|in\scomparison|relative|in\scontrast)\s(?:with|to)\s[^,]{2,80},\s", re.IGNORECASE
)
# "higher in patients | who did not receive drug A": the group is the one without it.
_WITHOUT = re.compile(
    r"\s(?:in|for|among|with|by)\s(?:the\s|those\s)?(?:[\w-]+\s){0,3}?(?:(?:who|that|which)\s)?"
    r"(?:(?:had|have|has|were|was|did|do)\s(?:not|never)\s(?:\w+\s){0,2}?|not\s(?:receiving|undergoing|given|taking|using|having)\s|"
    r"(?:receiving|given|taking)\sno\s|without\s)(?P<of>[\w\s+/-]{2,50})",
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
_P_VALUE = re.compile(r"\bp\s?[=<>≤≥]\s?[\d.·]+", re.IGNORECASE)
_JOINT = re.compile(r"\b(?:versus|vs?|and|but|than|whereas|while|against|compared)\b|;")
_BESIDE = 40  # characters before a figure in which its group is named
# "78% and 56%, | significantly higher in the drug group": the second figure is not that group's.
_STOP = re.compile(
    r";|[(,]\s?p\s?[=<>≤≥]|\.\s|,\s(?:\w+ly\s)?(?:higher|lower|longer|shorter|better|worse|greater)\b",
    re.IGNORECASE,
)
_SHORT_NAME = re.compile(r"\b[A-Z][A-Z0-9]?\b")
_FEW_WORDS = 4  # more than these name no group but tell of one


def group_words(name: str) -> set[str]:
    """The words that tell one group from another."""
    return {w for w in re.findall(r"[a-z0-9]{3,}", name.lower()) if w not in _COMMON}


def oriented(text: str, claim: Claim, contrast: str, arms: Sequence[Arm]) -> tuple[str, Direction]:
    """The contrast with the experimental group first, and the direction of that group."""
    left, _, right = contrast.partition(" vs ")
    if right and claim.rule in _BY_NUMBERS and claim.direction != "no_difference":
        turned = _is_turned(text, claim, left, right)
        claim = replace(claim, direction=_OPPOSITE[claim.direction]) if turned else claim
    focus = _focus(text, claim) if claim.direction != "no_difference" else ""
    if right and ((focus and _is_side(focus, right, left)) or _is_of_those_without(text, claim, left, right)):
        if _is_in_order(left, right, arms) and len(_words_of(focus) - _words_of(right)) <= 1:
            return contrast, _OPPOSITE[claim.direction]
        contrast = f"{right} vs {left}"
    if not right and len(focus.split()) <= _FEW_WORDS and is_surely_control(focus) and len(arms) > 1:
        return contrast, _OPPOSITE[claim.direction]
    left, _, right = contrast.partition(" vs ")
    if right and is_surely_control(left) and not is_surely_control(right):
        return f"{right} vs {left}", _OPPOSITE[claim.direction]
    return contrast, claim.direction


def named_behind(text: str, claim: Claim) -> str | None:
    """The groups behind the wording, "was higher | in A than in B"; "" for all, None for none."""
    end = claim.wording[1]
    if m := _IN_THAN.match(text, end):
        return f"{m['left']} vs {m['right']}"
    if _IN_ALL.match(text, end):
        return ""
    m = _IN_ONE.match(text, end)
    return m["group"] if m else None


def _is_turned(text: str, claim: Claim, left: str, right: str) -> bool:
    """Whether the figures stand in the order of the contrast's second side and then its first."""
    own, others = _words_of(left), _words_of(right)
    own, others = own - others, others - own
    places = places_of_numbers(text, *_figures_of(text, claim)) if own and others else None
    if places is None:
        return False
    low = text.lower()
    for begin, end, of_first in _stretches(low, *places):
        mine, theirs = (_first_of(low[begin:end], words) for words in (own, others))
        if mine >= 0 and theirs >= 0:
            return theirs < mine
        if (mine >= 0 or theirs >= 0) and of_first is not None:
            return (theirs >= 0) == of_first
    return False


def _stretches(low: str, first: int, second: int) -> Iterator[tuple[int, int, bool | None]]:
    """Where groups are named beside two figures, with whether such a name is of the first one.

    None where both groups must be named: ``12% vs 4% with placebo and drug A, respectively``.
    """
    joint = _JOINT.search(low, first, second)
    yield first, joint.start() if joint else second, True
    yield joint.end() if joint else second, second, False
    opened, closed = enclosing_bracket(low, second)
    inside = opened < closed and opened <= first
    yield max(opened if inside else 0, first - _BESIDE), first, True if inside else None
    stop = _STOP.search(low, second)
    end = stop.start() if stop else len(low)
    yield second, min(end, closed) if inside else end, False
    yield second, end if end > closed else _next_stop(low, closed), None
    told = low.find("respectively", second)
    if told >= 0:
        yield second, told, None


def _figures_of(text: str, claim: Claim) -> tuple[int, int]:
    """The stretch in which the figures of a claim stand."""
    begin, end = claim.wording
    if claim.rule != "numbers-with-p":
        return end, len(text)
    before = [m.end() for m in _P_VALUE.finditer(text, 0, begin)]
    return (before[-1] if before else 0), begin


def _next_stop(text: str, start: int) -> int:
    m = _STOP.search(text, start)
    return m.start() if m else len(text)


def _words_of(name: str) -> set[str]:
    """The words that tell a group from another; of one that is called by a short form, that."""
    return group_words(name) or {w.lower() for w in _SHORT_NAME.findall(name)}


def _first_of(low: str, words: set[str]) -> int:
    """Where the first of the words begins; -1 where none stands."""
    return min((m.start() for w in words if (m := re.search(rf"\b{re.escape(w)}\b", low))), default=-1)


def _is_of_those_without(text: str, claim: Claim, left: str, right: str) -> bool:
    """Whether the wording names as the higher or lower one the group that went without the first side."""
    begin, end = claim.wording
    m = _WITHOUT.match(text, end) if claim.start < begin and claim.direction != "no_difference" else None
    mine = _words_of(left) - _words_of(right)
    return m is not None and not is_surely_control(left) and bool(_words_of(m["of"]) & mine)


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
    return _COMPARED.sub("", subject_of(bones.text, bones.at(begin)))


def _is_in_order(left: str, right: str, arms: Sequence[Arm]) -> bool:
    """Whether the sides are the first two arms of a trial, in their order."""
    if len(arms) < 2:
        return False
    first, second = (group_words(arm.label) for arm in arms[:2])
    mine, theirs = group_words(left), group_words(right)
    return bool(mine & (first - second)) and bool(theirs & (second - first))


def _is_side(focus: str, side: str, other: str) -> bool:
    """Whether the words are those of this side and not of the other."""
    named, own, others = _words_of(focus), _words_of(side), _words_of(other)
    if is_surely_control(side) and not is_surely_control(other):
        # "without clonidine" is not the clonidine group
        return bool(is_surely_control(focus) and named & own and not named & (others - own))
    return bool(named & (own - others)) and not named & (others - own)
