"""Comparisons that a sentence makes of several factors without figures: ``age and fever predicted death``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from miner.comparisons.claim import Claim, is_significant
from miner.comparisons.factor_lists import factors_in, led_off
from miner.comparisons.items import Item, object_of, subject_items
from miner.comparisons.sense import sense_of
from miner.numbers.p_values import PMention
from miner.phrases.clauses import CLAUSE_ENDS, Skeleton, skeleton
from miner.phrases.denial import is_negated
from miner.phrases.endpoint_mentions import mentions_in
from miner.rules import Rule, load_rules

__all__ = ["ASSOCIATION", "with_factors"]

ASSOCIATION = "association"  # the rule that such claims name

# Words of an analysis: without one "associated with" is no result of a test.
_TESTED = re.compile(
    r"significan|independent|variate\b|variable\b|regression|adjust|\bp\s?[=<]",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"^[,\s]*(?:(?:and|but)\s)?(?:also\s|\w+ly\s)*$")
# "Neither A nor B was associated with", "in men, no excess risk was associated with"
_NEITHER = re.compile(
    r"[^,]{0,60}\b(?:neither|none)\b|(?:[^,]{0,60},\s)?no\s(?:\w+\s){0,3}?(?:was|were)\b", re.IGNORECASE
)
_MORE = re.compile(r",?\s(?:and|but)\s(?:also\s|\w+ly\s)*$")
_RISK = re.compile(
    r"\b(?:risks?|odds|likelihood|probability|chances?|incidence|occurrence|prevalence|development|onset|presence|rates?)\s(?:of|for)\b",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    r"\b(?:age|sex|gender|race|ethnicity|smok\w+|BMI|body\smass\sindex|obesity|history\sof|(?:patho)?histolog\w+|sizes?|status|stage|grade|differentiation|types?|subtypes?|location|site|"
    r"genotypes?|polymorphisms?|alleles?|expression|comorbidit\w+|marital|education\w*|income|insurance|married|divorced|unemploy\w+|parity|(?:fe)?male|number\sof|frequency\sof|use\sof|exposure|intake|"
    r"consumption|adjuvant|modality|method|technique)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{4,}")
_OPENED = re.compile(r"\s?[(\[,][^()\[\]]{0,30}")
_CHOICE = re.compile(r"(?<!neither)\s(?:either|whether)\s|\sor\s", re.IGNORECASE)
# How well a test or a model tells the ill apart is no comparison of groups.
_TELLS_APART = re.compile(
    r"\b(?:ROC|AUC|AUROC|area\sunder|sensitivity|specificity|accuracy|c-(?:index|statistic))\b", re.IGNORECASE
)
# "survival was longer with A, and was also related to B": the second is told anew
_NEXT_VERB = re.compile(r",\s(?:and|but)\s|\s(?:and|but)\s(?:also\s)?(?:was|were|is|are|had|did|it|they)\s")
_MOST = 8  # factors of one relation


@dataclass(frozen=True, slots=True)
class _Relation:
    """The words that relate factors and endpoints, and the clause about them, as places of the skeleton."""

    start: int
    end: int
    rule: Rule
    other: tuple[int, int] | None  # an endpoint that stands inside the words
    clause: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The two sides of a relation; ``told`` is where the words begin that tell the direction."""

    factors: Sequence[str]
    items: Sequence[Item]
    told: int
    choice: bool = False  # "either A or B" is one factor, of which there are kinds


def with_factors(
    text: str, ps: Sequence[PMention], used: set[int], found: list[Claim], known: str
) -> list[Claim]:
    """The claims, and those of factors: one for each factor and endpoint that a relation lists.

    ``known`` is the endpoint that the study is about; the p-values that are taken are noted in ``used``.
    """
    rules = load_rules("associations").fitting(text)
    if not rules:
        return found
    bones, tested = skeleton(text), bool(_TESTED.search(text)) and not _TELLS_APART.search(text)
    before = _Sides((), (), 0)
    for relation in _relations(bones.text, rules):
        sides = _sides(text, bones, relation, known)
        if not sides.factors and _AGAIN.match(bones.text[relation.clause[0] : relation.start]):
            sides = replace(sides, factors=before.factors)
        if relation.rule.id == "prognostic-sign":
            end = bones.origin(relation.end - 1) + 1
            sides = replace(
                sides, items=before.items or [Item("prognosis", bones.origin(relation.start), end)]
            )
        before = sides
        here = [c for c in found if c.rule != ASSOCIATION and _stands_in(c, bones, relation)]
        if here:
            found = _shared(found, here, sides)
        elif tested and not _NEITHER.match(bones.text, relation.clause[0]):
            new = list(_claims(text, bones, relation, sides, [p for p in ps if p.start not in used]))
            used.update(p.start for p in ps if any(c.p is p.p for c in new))
            found = [*found, *new]
    return found


def _relations(bones: str, rules: Sequence[Rule]) -> list[_Relation]:
    """The relations in order; of overlapping ones the first in the table."""
    spans: list[tuple[int, int, Rule, tuple[int, int] | None]] = []
    for rule in rules:
        for m in rule.pattern.finditer(bones):
            if not any(a < m.end() and m.start() < b for a, b, _, _ in spans):
                other = m.span("other") if "other" in m.groupdict() else None
                spans.append((m.start(), m.end(), rule, other))
    if not spans:
        return []
    spans.sort(key=lambda s: s[:2])
    ends = [s[0] for s in spans[1:]] + [len(bones)]
    starts = [0] + [_again(bones, s[1], t[0]) for s, t in pairwise(spans)]
    return [
        _Relation(a, b, rule, other, _clause(bones, (begin, a), b, end))
        for (a, b, rule, other), begin, end in zip(spans, starts, ends, strict=True)
    ]


def _again(bones: str, end: int, start: int) -> int:
    """Where the clause of a relation begins that says more of the factors before it; else 0."""
    return start if _MORE.search(bones, end, start) else 0


def _clause(bones: str, at: tuple[int, int], end: int, following: int) -> tuple[int, int]:
    (begin, start), stop = at, following
    for m in CLAUSE_ENDS.finditer(bones):
        if m.end() <= start:
            begin = max(begin, m.end())
        elif m.start() >= end:
            stop = min(stop, m.start())
            break
    return begin, stop


def _sides(text: str, bones: Skeleton, relation: _Relation, known: str) -> _Sides:
    begin, stop = relation.clause
    left, right = led_off(bones.text[begin : relation.start]), bones.text[relation.end : stop]
    if relation.other is not None:
        first, last = (bones.origin(place) for place in relation.other)
        return _Sides(factors_in(right)[:_MOST], object_of(text[:last], first), relation.start)
    if _factor_left(relation.rule.data["left"], left, right, known):
        items = object_of(text, bones.origin(relation.end))
        here = [i for i in items if bones.at(i.start) < stop]
        choice = bool(_CHOICE.search(left))
        return _Sides(factors_in(left)[:_MOST], here, relation.start, choice=choice)
    return _Sides(factors_in(right)[:_MOST], subject_items(text, bones.origin(relation.start)), begin)


def _factor_left(left: str, before: str, after: str, known: str) -> bool:
    return (
        left == "factor"
        if left != "either"
        else not _endpointness(before, known) > _endpointness(after, known)
    )


def _endpointness(side: str, known: str) -> int:
    """How much the side looks like an endpoint: told of as a risk, headed by one, what the study is about."""
    words, others = (frozenset(_WORD.findall(s.lower())) for s in (side, known))
    named = mentions_in(side)
    return (
        3 * bool(_RISK.search(side))
        + 2 * (not words.isdisjoint(others))
        + any(m.end >= len(side) - 1 or m.start <= 4 for m in named)
        + bool(named)
        - 3 * bool(_TRAIT.search(side))
        - min(len(factors_in(side)) - 1, 2)
    )


def _stands_in(claim: Claim, bones: Skeleton, relation: _Relation) -> bool:
    """Whether the claim was read from the relation's clause."""
    begin, stop = relation.clause
    start, end = (bones.at(place) for place in claim.wording)
    return (
        begin <= start
        and bones.at(claim.start) < stop
        and not _NEXT_VERB.search(bones.text, end, max(end, relation.start + 1))
    )


def _shared(found: list[Claim], here: Sequence[Claim], sides: _Sides) -> list[Claim]:
    """The claims, those of the relation once for each of its factors."""
    if len(sides.factors) < 2 or sides.choice or any(c.factor or c.rule == "neither-related" for c in here):
        return found
    names = {i.name for i in sides.items}
    shared = [c for c in here if c.name in names]
    return [c for c in found if c not in shared] + [
        replace(c, factor=f) for c in shared for f in sides.factors
    ]


def _claims(
    text: str, bones: Skeleton, relation: _Relation, sides: _Sides, ps: Sequence[PMention]
) -> Iterator[Claim]:
    if not sides.items or not sides.factors:
        return
    begin, end = bones.origin(relation.start), bones.origin(relation.end - 1) + 1
    denied = is_negated(bones.text[relation.start : relation.end])
    clause = tuple(bones.origin(place) for place in relation.clause)
    pairs = [(f, i) for f in sides.factors for i in sides.items]
    if len(sides.factors) == len(sides.items) and "respectively" in text[end:]:
        pairs = list(zip(sides.factors, sides.items, strict=True))
    for (factor, item), p in zip(pairs, _p_values(text, clause, pairs, ps), strict=True):
        told = bones.text[min(sides.told, relation.start) : max(bones.at(item.start), relation.end)]
        told = told.replace(item.name, "")
        direction = (
            "no_difference"
            if denied or (p is not None and not is_significant(p.p))
            else sense_of(told, item.name, factor)
        )
        if direction is not None:
            wording = (begin, end)
            p_value = p.p if p else None
            yield Claim(item.name, item.start, item.end, wording, direction, p_value, ASSOCIATION, factor)


def _p_values(
    text: str, clause: Sequence[int], pairs: Sequence[tuple[str, Item]], ps: Sequence[PMention]
) -> list[PMention | None]:
    """The p-values of the pairs: one each in order, one right behind each factor, or one for all."""
    here = [p for p in ps if clause[0] <= p.start <= clause[1]]
    if len(here) == len(pairs):
        return list(here)
    if len(here) == 1:
        return [here[0]] * len(pairs)
    told: list[PMention | None] = []
    for factor, _ in pairs:
        end = text.find(factor, clause[0]) + len(factor)
        told.append(next((p for p in here if end <= p.start and _OPENED.fullmatch(text, end, p.start)), None))
    return told
