"""Numeric results of single groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.arm_results.arm_names import name_of_group, number_of_groups
from miner.arm_results.no_results import is_no_result
from miner.arm_results.time_points import time_point_of
from miner.endpoints.of_results import endpoint_of_result
from miner.model import Arm, ArmResult, Effect
from miner.numbers.quantities import Quantity, find_quantities
from miner.text.document import Document, Sentence
from miner.weights import Candidate, crossed_weights, load_weights, note, score

__all__ = ["find_arm_results", "scored"]

_MOST = 12
_BACK = 2  # sentences in which the order of groups may have been told
_LIKELY = -0.4  # log-odds: with this bar the most results are read for the fewest other numbers
_COUNT_GIVES_WAY = 0.5  # log-odds
_BOUND = "is:range-in-brackets"  # "40% (31-50%)": it speaks for its neighbour, and is no result itself
_LIKELIEST = 60  # numbers whose endpoints are looked for: a crafted text may hold many more
_JOINER = re.compile(r"\b(?:vs?|versus|and|compared|against|than|to|or)\b|[,/]")
# "234 patients (38%)": the share of those counted; in "12 of 84 (14%)", "12/84 (14%)" it is none of the 84.
_SHARE_OF = re.compile(r"(?<![\d.,/])(?<!/\s)(?P<count>\d[\d,]*)\s(?:(?:[a-z-]+\s){0,3}?)[(\[]$")
_OUT_OF = re.compile(r"\b(?:of|among|in|from)\s(?:the\s)?$|=\s?$")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_INTERVAL = re.compile(
    r"^[^.;\d]{0,12}[,;(\[]?\s?9\d\s?%\s?(?:CI|C\.I\.|confidence\sintervals?)(?:\s?[(\[]CI[)\]])?[\s:,=(\[]{0,4}"
    r"(?P<low>-?\d+(?:\.\d+)?)\s?%?\s?(?:-|–|to|,|;)\s?(?P<high>-?\d+(?:\.\d+)?)", re.I
)  # fmt: skip


def find_arm_results(
    doc: Document, arms: Sequence[Arm], effects: Sequence[Effect], size: int | None = None
) -> tuple[ArmResult, ...]:
    """The twelve most telling numeric results of one group, in the order of the text.

    ``size``: the people of the whole study. How many it and its groups have, and which share of all a group
    is, are no results.
    """
    results: list[tuple[float, ArmResult]] = []
    told: dict[tuple[str, float, str, str], int] = {}
    quantities = find_quantities(doc)
    for weight, quantity in _likely(quantities, arms, size, effects):
        endpoint, kind = endpoint_of_result(doc, quantity)
        key = (quantity.statistic, quantity.value, quantity.unit, kind)
        if told.setdefault(key, quantity.sentence.index) != quantity.sentence.index:
            continue
        row = [q for q in quantities if q.sentence is quantity.sentence and _BOUND not in q.traits]
        time = time_point_of(quantity, row)
        results.extend((weight, r) for r in _results(doc, quantity, arms, (endpoint, kind, time)))
    return _foremost(results)


def _likely(
    quantities: Sequence[Quantity], arms: Sequence[Arm], size: int | None, effects: Sequence[Effect]
) -> list[tuple[float, Quantity]]:
    """The numbers that are likely results, in the order of the text."""
    likely = [
        (weight, quantity)
        for weight, quantity in scored(quantities)
        if weight > _LIKELY
        and not _is_effect(quantity, effects)
        and not _is_size(quantity, arms, size)
        and _BOUND not in quantity.traits
        and not is_no_result(quantity)
    ]
    bar = sorted((weight for weight, _ in likely), reverse=True)[:_LIKELIEST][-1:]
    return [pair for pair in likely if pair[0] >= bar[0]][:_LIKELIEST]


def scored(quantities: Sequence[Quantity]) -> list[tuple[float, Quantity]]:
    """Each quantity with the log-odds that it is a result; members of one comparison share theirs."""
    bias = load_weights("arm_result_weights", "result")["BIAS"]
    own = [
        bias + score(q.traits, crossed_weights("arm_result_weights", "result", (q.kind,))) for q in quantities
    ]
    out: list[tuple[float, Quantity]] = []
    begin = 0
    for i in range(1, len(quantities) + 1):
        if i < len(quantities) and _joined(quantities[i - 1], quantities[i]):
            continue
        together = quantities[begin:i]
        note("arm_result_weights", (Candidate(q, "result", q.traits, (q.kind,)) for q in together))
        shared = sum(own[begin:i]) / (i - begin)
        out.extend((shared, q) for q in together)
        begin = i
    return out


def _joined(a: Quantity, b: Quantity) -> bool:
    """Are they the two sides of "12 v 15 months" or "34% of one and 45% of the other"?"""
    if a.sentence is not b.sentence or (a.statistic, a.unit) != (b.statistic, b.unit):
        return False
    offset = a.sentence.start
    between = _BRACKETS.sub("", a.sentence.text[a.end - offset : b.start - offset])
    return len(between) < 50 and bool(_JOINER.search(between)) and ";" not in between


def _is_effect(quantity: Quantity, effects: Sequence[Effect]) -> bool:
    return any(
        e.value == quantity.value
        and e.evidence.start <= quantity.start < e.evidence.end
        and quantity.unit in ("score", "points", "%")
        and e.measure not in ("RD", "MD", "OTHER")
        for e in effects
    )


def _is_size(quantity: Quantity, arms: Sequence[Arm], size: int | None) -> bool:
    """Whether it is how many people the study or a group has, or which share of all the group is."""
    sizes = [arm.n for arm in arms if arm.n is not None]
    if quantity.kind != "percent":
        return quantity.kind == "count" and quantity.value in (*sizes, size)
    text, at = quantity.sentence.text, quantity.start - quantity.sentence.start
    counted = _SHARE_OF.search(text, max(0, at - 60), at)
    if counted is None or _OUT_OF.search(text, max(0, counted.start() - 12), counted.start()):
        return False
    return int(counted["count"].replace(",", "")) in sizes


def _results(
    doc: Document, quantity: Quantity, arms: Sequence[Arm], of: tuple[str, str, str | None]
) -> list[ArmResult]:
    sentence = quantity.sentence
    names = [name_of_group(quantity, arms, _before(doc, sentence))]
    if number_of_groups(quantity) == 2:
        names = [a.label for a in arms[:2]] if len(arms) > 1 else ["one group", "the other group"]
    return [
        ArmResult(
            arm=name,
            endpoint=of[0],
            endpoint_class=of[1],  # type: ignore[arg-type]  # endpoint_of_result gives a class
            statistic=quantity.statistic,
            value=quantity.value,
            unit=quantity.unit,
            timepoint=of[2],
            ci=_interval(quantity),
            evidence=doc.evidence(sentence.start, sentence.end, f"result-{quantity.kind}"),
        )
        for name in names
    ]


def _before(doc: Document, sentence: Sentence) -> tuple[str, ...]:
    """The sentences of the same section before this one, the nearest first."""
    begin = max(0, sentence.index - _BACK)
    return tuple(s.text for s in doc.sentences[begin : sentence.index][::-1] if s.section == sentence.section)


def _interval(quantity: Quantity) -> tuple[float, float] | None:
    text = quantity.sentence.text[quantity.end - quantity.sentence.start :]
    m = _INTERVAL.search(text[:90])
    return (float(m["low"]), float(m["high"])) if m else None


def _foremost(results: Sequence[tuple[float, ArmResult]]) -> tuple[ArmResult, ...]:
    """At most twelve; the less certain give way to the more certain, and counts to rates about as certain."""

    def rank(i: int) -> float:
        weight, result = results[i]
        return weight - (_COUNT_GIVES_WAY if result.statistic == "count" else 0.0)

    kept = sorted(sorted(range(len(results)), key=rank, reverse=True)[:_MOST])
    return tuple(results[i][1] for i in kept)
