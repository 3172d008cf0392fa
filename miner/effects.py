"""Stated estimates of a contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from miner.abbreviations import find_abbreviations
from miner.contrasts import contrast_for
from miner.document import Document, Sentence
from miner.effect_marks import Head, spoiled_short_forms
from miner.effect_numbers import Estimate, read_estimates
from miner.effect_p import attach_p_values
from miner.effect_scan import Scan, scan
from miner.endpoints import endpoint_for
from miner.model import Arm, Effect

__all__ = ["find_effects"]

_MOST_JOINED = 3
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that were cut apart inside a bracket, as one piece of text."""

    start: int
    end: int
    first: Sentence


def find_effects(doc: Document, arms: Sequence[Arm]) -> tuple[Effect, ...]:
    """Every stated estimate, in the order of the text."""
    spoiled = spoiled_short_forms(doc.text, find_abbreviations(doc.text))
    inherited: Head | None = None
    found: list[Effect] = []
    for stretch in _stretches(doc):
        text = doc.text[stretch.start : stretch.end]
        if not _DIGIT.search(text):
            inherited = None
            continue
        seen = scan(text, spoiled)
        estimates = attach_p_values(seen, read_estimates(seen, inherited))
        inherited = estimates[-1].head if estimates else None
        found.extend(_effect(doc, stretch, seen, e, arms) for e in estimates)
    return tuple(found)


def _effect(doc: Document, stretch: Stretch, seen: Scan, e: Estimate, arms: Sequence[Arm]) -> Effect:
    start, end = stretch.start + e.start, stretch.start + e.end
    sentence = doc.sentence_at(start)
    endpoint, endpoint_class = endpoint_for(doc, sentence, start, end)
    interval = e.interval
    ci = None
    if interval is not None and interval.low is not None and interval.high is not None:
        ci = (interval.low, interval.high)
        if ci[0] > ci[1] and ci[1] <= e.value.value <= ci[0]:
            ci = (ci[1], ci[0])
    return Effect(
        endpoint=endpoint,
        endpoint_class=endpoint_class,
        measure=e.measure,
        value=e.value.value,
        ci=ci,
        ci_level=interval.level if interval is not None and ci else None,
        p=e.p.p if e.p else None,
        contrast=contrast_for(doc, sentence, start, end, arms),
        evidence=doc.evidence(stretch.start, stretch.end, e.head.rule if e.head else e.link),
    )


def _stretches(doc: Document) -> Iterator[Stretch]:
    """Sentences, joined where a cut fell inside a bracket."""
    first: Sentence | None = None
    end = depth = joined = 0
    for sentence in doc.sentences:
        if first is not None and (
            depth <= 0 or joined >= _MOST_JOINED or sentence.section is not first.section
        ):
            yield Stretch(first.start, end, first)
            first = None
        if first is None:
            first, depth, joined = sentence, 0, 0
        end = sentence.end
        depth += _open_brackets(sentence.text)
        joined += 1
    if first is not None:
        yield Stretch(first.start, end, first)


def _open_brackets(text: str) -> int:
    return sum(text.count(c) for c in "([") - sum(text.count(c) for c in ")]")
