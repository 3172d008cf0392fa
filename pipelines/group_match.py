"""Whether groups are told apart rightly: the order of a contrast's sides, and whose a printed result is.

Either of them turned round reverses a finding whose numbers are all right. Names are matched by the share of
their words that they have in common, as the record and the annotation name groups in words of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.effect_match import effect_key, number

__all__ = ["groups_of_results", "order_of_sides"]

Record = Mapping[str, Any]
_VERSUS = re.compile(r"\s(?:vs?\.?|versus|compared (?:with|to)|relative to|than|over)\s", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9+]+")
_COMMON = frozenset(
    "a an the of in with and or for to group groups arm arms patients women treatment therapy plus who"
    " had".split()
)
_DENIAL = dict.fromkeys(("without", "none", "not", "non"), "no")
_ALL = "all patients"
_OF_ALL = re.compile(
    r"(?:all|overall|total|both\s(?:groups|arms))\b|(?:the\s)?(?:whole|entire|total|full|overall|study)\s(?:cohort|population|group|sample|series)\b",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?<=group )A\b|(?<=arm )A\b|(?<=arms )A\b|(?<=cohort )A\b|^A(?=$|,| \()")
_SUBGROUP = re.compile(r",\s|\s\(")


def order_of_sides(gold: Record, predicted: Record) -> Counter[str]:
    """Effects with the annotated number whose two sides are in the annotated order, or "turned round".

    Counts neither those of which record or annotation names one side only, nor those whose sides have no
    word in common.
    """
    told: Counter[str] = Counter()
    left = list(predicted.get("effects") or ())
    for effect in gold.get("effects") or ():
        match = next((e for e in left if effect_key(e)[:2] == effect_key(effect)[:2]), None)
        if match is None:
            continue
        left.remove(match)
        ours, theirs = (_VERSUS.split(str(e.get("contrast") or ""), maxsplit=1) for e in (match, effect))
        if len(ours) < 2 or len(theirs) < 2:
            continue
        straight = _alike(ours[0], theirs[0]) + _alike(ours[1], theirs[1])
        crossed = _alike(ours[0], theirs[1]) + _alike(ours[1], theirs[0])
        if straight != crossed:
            told["as annotated" if straight > crossed else "turned round"] += 1
    return told


def groups_of_results(gold: Record, predicted: Record) -> Counter[str]:
    """Results with the annotated number, by the group that the record gives them.

    Only documents in which the annotation tells groups apart; "said of all": where the record names none of
    them; "another name": one that has no word of any annotated group; "arm without subgroup": the annotation
    tells of part of an arm ("surgery, bone only") and the record of the arm.
    """
    told: Counter[str] = Counter()
    annotated: Sequence[Record] = gold.get("arm_results") or ()
    groups = sorted({str(result.get("arm") or "") for result in annotated})
    left = list(predicted.get("arm_results") or ())
    for result in annotated if len(groups) > 1 else ():
        matches = [r for r in left if _key(r) == _key(result)]
        if matches:
            match = max(matches, key=lambda r: _agreement(r, result, groups))
            left.remove(match)
            told[_group(str(match.get("arm") or ""), str(result.get("arm") or ""), groups)] += 1
    return told


def _agreement(ours: Record, theirs: Record, groups: Sequence[str]) -> tuple[bool, bool, float, bool]:
    """How well two results of the same number agree in what was measured, then in whose it is.

    One number may be printed of several endpoints and groups, and a list of results has no order.
    """
    return (
        ours.get("endpoint_class") == theirs.get("endpoint_class"),
        ours.get("timepoint") == theirs.get("timepoint"),
        _alike(str(ours.get("endpoint") or ""), str(theirs.get("endpoint") or "")),
        _group(str(ours.get("arm") or ""), str(theirs.get("arm") or ""), groups) == "as annotated",
    )


def _group(ours: str, theirs: str, groups: Sequence[str]) -> str:
    if ours == _ALL:
        return "as annotated" if _OF_ALL.match(theirs) else "said of all"
    likeness = {group: _alike(ours, group) for group in groups}
    best = max(likeness.values())
    if not best:
        return "another name"
    if likeness[theirs] == best:
        return "as annotated"
    return "arm without subgroup" if _is_of_part(ours, theirs, groups) else "another group"


def _is_of_part(ours: str, theirs: str, groups: Sequence[str]) -> bool:
    """Whether the record names the arm of the annotated subgroup, and no subgroup."""
    arms = {group: _SUBGROUP.split(group, maxsplit=1)[0] for group in groups}
    likeness = {arm: _alike(ours, arm) for arm in arms.values()}
    parts = " ".join(group.removeprefix(arm) for group, arm in arms.items())
    return (
        arms[theirs] != theirs
        and likeness[arms[theirs]] == max(likeness.values())
        and not _alike(" ".join(set(ours.split()) - set(arms[theirs].split())), parts)
    )


def _key(result: Record) -> tuple[object, float | None]:
    return result.get("statistic"), number(result.get("value"))


def _alike(one: str, other: str) -> float:
    """The share of their words that two names have in common (Jaccard), 0 to 1."""
    a, b = (_words(name) for name in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def _words(name: str) -> set[str]:
    """The words that tell; the letter of "group A" is one, the article is not."""
    lettered = _LETTERED.sub("lettera", name).lower()
    return {_DENIAL.get(word, word) for word in _WORD.findall(lettered)} - _COMMON
