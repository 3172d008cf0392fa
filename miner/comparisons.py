"""Comparisons stated without an effect estimate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from miner.comparison_items import Item, items_after, object_of, subject_items
from miner.contrasts import contrast_for
from miner.document import Document, Sentence
from miner.endpoints import endpoint_for
from miner.model import Arm, Comparison, Direction, Effect, EndpointClass, PValue
from miner.p_values import PMention, find_p_values
from miner.rules import Rule, load_rules

__all__ = ["find_comparisons"]

_HINT = re.compile(
    r"\bp\s?[=<>≤]|signific|similar|comparable|\bno\s|\bnot\b|equivalent|the\ssame|equal|superior|without|fail|differ|identical|neither",
    re.IGNORECASE,
)
_SIGNIFICANT_BELOW = 0.05
_CONTROL = re.compile(
    r"\b(?:placebo|controls?|standard|usual|no|non-?\w*|without|alone|observation|conventional|sham|untreated|unscreened)\b", re.IGNORECASE
)
_PAIR = re.compile(
    r"(?<![\w.·])(\d+(?:[.·]\d+)?)(?:\s?(?:±|\+/-)\s?[\d.·]+)?\s?(?:%|months?|years?|days?)?(?:\s?[(\[][^()\[\]]{0,40}[)\]])?\s?"
    r"(?:[\w\s/+-]{0,60}?\s)?(?:versus|vs?\.?|compared\s(?:with|to)|and|against)\s(?:[\w\s/+-]{0,60}?\s)?(\d+(?:[.·]\d+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one wording says: items compared, which way, and with what p-value."""

    item: Item
    direction: Direction
    p: PValue | None
    rule: str


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules("comparisons").rules


def find_comparisons(doc: Document, arms: Sequence[Arm], effects: Sequence[Effect]) -> tuple[Comparison, ...]:
    """Every stated comparison, in the order of the text."""
    found: list[Comparison] = []
    for sentence in doc.role("results", "conclusion"):
        if not _HINT.search(sentence.text) or _passed_over(sentence.text):
            continue
        told = _told_by_effects(sentence, effects)
        for claim in _claims(sentence.text):
            comparison = _comparison(doc, sentence, claim, arms)
            if _is_news(sentence, comparison, found, effects, told):
                found.append(comparison)
    return tuple(found)


def _passed_over(text: str) -> bool:
    return any(rule.pattern.search(text) for rule in load_rules("contrasts").rules)


def _told_by_effects(sentence: Sentence, effects: Sequence[Effect]) -> frozenset[EndpointClass]:
    return frozenset(e.endpoint_class for e in effects if e.evidence.start < sentence.end and sentence.start < e.evidence.end)


def _is_news(
    sentence: Sentence,
    new: Comparison,
    found: Sequence[Comparison],
    effects: Sequence[Effect],
    told: frozenset[EndpointClass],
) -> bool:
    """Neither an effect of the same sentence nor an earlier comparison says the same."""
    if new.endpoint_class in told:
        return False
    if sentence.role == "conclusion":
        known = {c.endpoint_class for c in found} | {e.endpoint_class for e in effects}
        return new.endpoint_class not in known
    return not any(
        c.endpoint.lower() == new.endpoint.lower() and c.direction == new.direction and c.contrast == new.contrast for c in found
    )


def _comparison(doc: Document, sentence: Sentence, claim: Claim, arms: Sequence[Arm]) -> Comparison:
    at = sentence.start + claim.item.start
    contrast = contrast_for(doc, sentence, at, sentence.start + claim.item.end, arms)
    return Comparison(
        endpoint=claim.item.name,
        endpoint_class=claim.item.endpoint_class
        or endpoint_for(doc, sentence, at, sentence.start + claim.item.end)[1],
        direction=claim.direction,
        contrast=contrast,
        p=claim.p,
        evidence=doc.evidence(sentence.start, sentence.end, claim.rule),
    )


def _claims(text: str) -> Iterator[Claim]:
    """Every wording of the sentence that compares, then p-values that no wording took."""
    ps = [p for p in find_p_values(text) if p.kind == "effect"]
    taken: list[tuple[int, int]] = []
    for rule in _rules():
        for m in rule.pattern.finditer(text):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            items = _items(rule, text, m)
            values = _p_values_of(ps, text, m, len(items))
            if not items or (rule.data.get("needs_p") and not any(values)):
                continue
            taken.append((m.start(), m.end()))
            for item, p in zip(items, values, strict=True):
                direction = _direction(rule.data["direction"], p, text, m.end())
                if direction:
                    yield Claim(item, direction, p, rule.id)


def _items(rule: Rule, text: str, m: re.Match[str]) -> list[Item]:
    if rule.data["reads"] == "after":
        return items_after(text, m.end())
    if rule.data["reads"] == "subject":
        return subject_items(text, m.start())
    return object_of(text, m.end())


def _p_values_of(ps: Sequence[PMention], text: str, m: re.Match[str], count: int) -> list[PValue | None]:
    """The p-values of the items: one each in order where as many are printed, else the first one to all."""
    stop = text.find(";", m.end())
    after = [p for p in ps if p.start >= m.start() and (stop < 0 or p.start < stop)]
    if count > 1 and len(after) >= count:
        return [p.p for p in after[:count]]
    return [after[0].p if after else None] * count


def _direction(stated: str, p: PValue | None, text: str, end: int) -> Direction | None:
    if p is not None and not _is_significant(p):
        return "no_difference"
    if stated == "printed":
        return _from_numbers(text, end)
    return stated  # type: ignore[return-value]  # the table holds directions


def _is_significant(p: PValue) -> bool:
    if p.op in (">", ">="):
        return False
    return p.value <= _SIGNIFICANT_BELOW


def _from_numbers(text: str, end: int) -> Direction | None:
    m = _PAIR.search(text, end)
    if m is None:
        return None
    first, second = (float(v.replace("·", ".")) for v in m.groups())
    return "higher" if first > second else "lower" if first < second else None
