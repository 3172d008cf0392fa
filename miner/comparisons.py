"""Comparisons stated without an effect estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.comparison_claims import Claim, claims_in
from miner.contrasts import contrast_for
from miner.document import Document, Sentence
from miner.endpoints import class_in_context, endpoint_for
from miner.model import Arm, Comparison, Direction, Effect
from miner.rules import load_rules

__all__ = ["find_comparisons"]

_HINT = re.compile(
    r"\bp\s?[=<>≤]|signific|similar|comparable|\bno\s|\bnot\b|equivalent|the\ssame|equal|superior|without|fail|differ|identical|neither|\bns\b|n\.s\.",
    re.IGNORECASE,
)

_BETWEEN = re.compile(
    r"\b(?:between|across|than|versus|vs|control|placebo|compared\swith\s(?!baseline))\b(?:\s(?:the\s)?(?:\w+\s)?(?:groups|arms))?",
    re.IGNORECASE,
)
_OPPOSITE: dict[Direction, Direction] = {
    "higher": "lower",
    "lower": "higher",
    "no_difference": "no_difference",
}
_IN_GROUP = re.compile(
    r"[\w\s]{0,30}?\s(?:in|for|with|among|by)\s(?:the\s|patients\s(?:in|on|with|receiving|treated\swith)\s(?:the\s)?)?([\w\s+/-]{2,40}?)(?:\s(?:groups?|arms?|patients)\b|[.,;(]|$)"
    r"(?!.{0,60}\b(?:than|versus|vs|compared)\b)",
    re.IGNORECASE,
)
_COMMON = frozenset(
    ("the", "and", "for", "with", "group", "groups", "arm", "rate", "rates", "risk", "patients")
)
_CONTROL = re.compile(
    r"\b(?:placebo|controls?|standard|usual|no|non\w*|without|alone|observation|conventional|sham|untreated)\b",
    re.IGNORECASE,
)


def find_comparisons(doc: Document, arms: Sequence[Arm], effects: Sequence[Effect]) -> tuple[Comparison, ...]:
    """Every stated comparison, in the order of the text."""
    found: list[Comparison] = []
    for sentence in (
        doc.role("results", "conclusion")
        if doc.role("results")
        else doc.role("methods", "background", "conclusion")
    ):
        if not _HINT.search(sentence.text) or _passed_over(sentence.text):
            continue
        for claim in claims_in(sentence.text):
            comparison = _comparison(doc, sentence, claim, arms)
            if not _is_group_name(comparison, arms) and _is_news(sentence, comparison, found, effects):
                found.append(comparison)
    return tuple(found)


def _passed_over(text: str) -> bool:
    """Whether the sentence is of baseline characteristics, of changes within a group, or of correlations."""
    for rule in load_rules("contrasts").rules:
        if rule.pattern.search(text) and not (rule.data.get("unless_between") and _BETWEEN.search(text)):
            return True
    return False


def _is_group_name(new: Comparison, arms: Sequence[Arm]) -> bool:
    """``A was superior to B``: the subject is a group, not an endpoint."""
    named = _words(new.endpoint)
    groups = _words(new.contrast).union(*(_words(arm.label) for arm in arms))
    return new.endpoint_class == "other" and (not named or named <= groups)


def _told_by(effect: Effect, new: Comparison) -> bool:
    """Whether an effect of the same sentence is on the comparison's endpoint, or has its p-value."""
    if new.p is not None and effect.p == new.p:
        return True
    if effect.endpoint_class != new.endpoint_class:
        return False
    return new.endpoint_class != "other" or bool(_words(effect.endpoint) & _words(new.endpoint))


def _words(name: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9]{3,}", name.lower()) if w not in _COMMON}


def _is_news(
    sentence: Sentence, new: Comparison, found: Sequence[Comparison], effects: Sequence[Effect]
) -> bool:
    """Neither an effect of the same sentence nor an earlier comparison says the same."""
    here = [e for e in effects if e.evidence.start < sentence.end and sentence.start < e.evidence.end]
    if any(_told_by(e, new) for e in here):
        return False
    if sentence.role == "conclusion":
        known = {c.endpoint_class for c in found} | {e.endpoint_class for e in effects}
        return new.endpoint_class not in known | {"other"}
    return not any(_repeats(new, c) for c in found)


def _repeats(new: Comparison, old: Comparison) -> bool:
    """The same endpoint, direction and contrast, unless each has a p-value of its own."""
    if (new.endpoint.lower(), new.direction, new.contrast) != (
        old.endpoint.lower(),
        old.direction,
        old.contrast,
    ):
        return False
    return new.p is None or old.p is None or new.p == old.p


def _comparison(doc: Document, sentence: Sentence, claim: Claim, arms: Sequence[Arm]) -> Comparison:
    start, end = sentence.start + claim.start, sentence.start + claim.end
    if claim.name:
        endpoint, endpoint_class = claim.name, class_in_context(doc, sentence.text, claim.name)
    else:
        endpoint, endpoint_class = endpoint_for(doc, sentence, start, end)
    begin, stop = claim.wording
    contrast = contrast_for(doc, sentence, sentence.start + begin, sentence.start + stop, arms)
    turned = _turned(contrast, arms)
    if not turned and claim.name and _in_second(sentence.text[stop:], contrast):
        turned = contrast
    return Comparison(
        endpoint=endpoint,
        endpoint_class=endpoint_class,
        direction=_OPPOSITE[claim.direction] if turned else claim.direction,
        contrast=turned or contrast,
        p=claim.p,
        evidence=doc.evidence(sentence.start, sentence.end, claim.rule),
    )


def _in_second(after: str, contrast: str) -> bool:
    """``was higher | in the control group``: the direction is that of the group named second."""
    left, _, right = contrast.partition(" vs ")
    m = _IN_GROUP.match(after)
    if not right or m is None:
        return False
    named = _words(m[1])
    return "compar" not in m[0] and bool(named & _words(right)) and not named & (_words(left) - _words(right))


def _turned(contrast: str, arms: Sequence[Arm]) -> str:
    """The contrast the other way round where the text names the comparator first, else the empty string."""
    left, _, right = contrast.partition(" vs ")
    if not right:
        return ""
    if _CONTROL.search(left) and not _CONTROL.search(right):
        return f"{right} vs {left}"
    if len(arms) == 2 and not _CONTROL.search(right):
        first, second = (_words(arm.label) for arm in arms)
        if _words(left) & (second - first) and _words(right) & (first - second):
            return f"{right} vs {left}"
    return ""
