"""Effects that a person enters because the reading missed them: from a sentence and figures to an effect.

The sentence must stand in the record's text and the figures in the sentence: what the text does not print
is entered no more than it is read. What the person does not state (class, concepts, subgroup, adjustment,
whom it favours) is found as for an effect that is read, and so is what does not add up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from graph.contents.findings import ENTERED_RULE
from graph.printed import number, places_of
from graph.studies.reports import Report
from miner.article import Article
from miner.checks.direction import direction_checks
from miner.checks.of_effect import check_effect
from miner.effects.adjustment import adjustment_cues, is_adjusted
from miner.effects.marks import find_marks
from miner.effects.subgroups import subgroup_of
from miner.endpoints.read import class_in_context
from miner.errors import QueryRefused
from miner.favours import with_favours
from miner.link import link
from miner.model import Effect, Extraction, Measure
from miner.numbers.p_values import find_p_values
from miner.numbers.printed import find_numbers
from miner.reading import document_of
from miner.text.document import Document, Sentence
from miner.vocabulary import Vocabulary
from pipelines.concept_names import concept_in
from pipelines.correction_lines import Statement

__all__ = ["ReadAlready", "against_entering", "enter"]

_RATIOS = frozenset({"HR", "OR", "RR", "IRR"})
_NEEDED = ("endpoint", "contrast")
_IN_NAME = ("measure", "value", "remove")
_MOST = 3  # sentences
# Also as no reading knows it, for these are the sentences that it missed: "90% limits", "bounds (90%)".
_INTERVAL = r"(?:CI|Cr?I|limits?|bounds?|ranges?|intervals?)"
_OF_LEVEL = re.compile(
    rf"\b(\d\d(?:[.·]\d)?)\s?%[\s-]*(?:\w+[\s-]+){{0,2}}?{_INTERVAL}\b|\b{_INTERVAL}\W{{1,3}}(\d\d(?:[.·]\d)?)\s?%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadAlready:
    """The place among the record's effects of the one that was to be entered: it is read."""

    place: int


def against_entering(stated: Statement) -> str | None:
    """Why this cannot be entered as an effect, whatever the record's text is; None where it can."""
    for field in _IN_NAME:
        if field in stated.told:
            return f"what is added takes no {field!r}; change the first column, or take its lines away"
    if stated.measure not in get_args(Measure):
        return f"there is no measure {stated.measure}; write one of {', '.join(get_args(Measure))}"
    for field in _NEEDED:
        if not stated.told.get(field):
            return f"what is added needs its {field}; add a line with the field {field!r}"
    if ("ci_low" in stated.told) != ("ci_high" in stated.told):
        return "an interval has two ends; give both ci_low and ci_high"
    return _not_in_the_quote(stated)


def _not_in_the_quote(stated: Statement) -> str | None:
    printed = {"value": stated.value, "ci_low": stated.read("ci_low"), "ci_high": stated.read("ci_high")}
    for field, figure in printed.items():
        if figure is not None and not _stands(figure, stated):
            return (
                f"{field} {number(figure)} does not stand in the quote; "
                "correct the figure, or quote the words that print it"
            )
    levels = _levels(stated.quote)
    if stated.ci and levels and stated.level not in levels:
        told = " and ".join(f"{level:g}%" for level in sorted(levels))
        return f"the quote prints an interval of {told}, not of {stated.level:g}%; add a line with ci_level"
    return _against_p(stated)


def _levels(quote: str) -> set[float]:
    """The levels of intervals that the quote speaks of, %."""
    marked = {mark.level for mark in find_marks(quote) if mark.level}
    return marked | {float((a or b).replace("·", ".")) for a, b in _OF_LEVEL.findall(quote)}


def _stands(figure: float, stated: Statement) -> bool:
    """Whether the quote prints a figure; a ratio has no sign, so a dash before it is none."""
    if any(n.value == figure for n in find_numbers(stated.quote)):
        return True
    return stated.measure in _RATIOS and bool(places_of(figure, stated.quote))


def _against_p(stated: Statement) -> str | None:
    p = stated.read("p")
    if p is None:
        return None
    if not places_of(p.value, stated.quote):
        return (
            f"p {number(p.value)} does not stand in the quote; correct it, or quote the words that print it"
        )
    printed = {m.p.op for m in find_p_values(stated.quote) if m.p.value == p.value}
    if printed and p.op not in printed:
        return f"the quote prints p {' or '.join(sorted(printed))} {number(p.value)}; write it so"
    return None


def enter(
    article: Article, extraction: Extraction, stated: Statement, vocabulary: Vocabulary
) -> Effect | ReadAlready | str:
    """The effect as one that is read; else where it is read already, or in words why it cannot be entered."""
    if Report(article, extraction).is_notice:
        return "the record is a notice, which finds nothing itself; name the report that it is about"
    doc = document_of(article)
    place = _place(stated.quote, doc)
    if place is None:
        return (
            "the text of the record does not hold the quoted words (any more); "
            "look what it says now, and mend the quote or take the lines away"
        )
    sentences = [s for s in doc.sentences if s.start < place[1] and s.end > place[0]]
    if len(sentences) > _MOST:
        return f"the quote runs over {len(sentences)} sentences; quote the one that prints the effect"
    start, end = sentences[0].start, sentences[-1].end
    if (known := _read_already(stated, extraction, doc, (start, end))) is not None:
        return ReadAlready(known)
    effect = _linked(_stated(stated, extraction, doc, sentences, place), stated, extraction, doc, vocabulary)
    whole = replace(extraction, effects=(*extraction.effects, effect))
    against = [check for i, check in direction_checks(whole) if i == len(extraction.effects)]
    return replace(effect, checks=(*check_effect(effect), *against))


def _place(quote: str, doc: Document) -> tuple[int, int] | None:
    """Where the words stand in the text, however many blanks are between them."""
    words = r"\s+".join(map(re.escape, quote.split()))
    found = re.search(words, doc.printed or doc.text)
    return found.span() if found else None


def _read_already(
    stated: Statement, extraction: Extraction, doc: Document, span: tuple[int, int]
) -> int | None:
    """The place of the effect that these sentences were read for, unless they print the figure once more."""
    alike = [
        i
        for i, e in enumerate(extraction.effects)
        if (e.measure, e.value) == (stated.measure, stated.value)
        and e.evidence.start < span[1]
        and e.evidence.end > span[0]
    ]
    same = [i for i in alike if stated.ci and extraction.effects[i].ci == stated.ci]
    printed = len(places_of(abs(stated.value), doc.text[slice(*span)]))
    return next(iter(same or (alike if len(alike) >= printed else [])), None)


def _stated(
    stated: Statement,
    extraction: Extraction,
    doc: Document,
    sentences: Sequence[Sentence],
    place: tuple[int, int],
) -> Effect:
    """What is stated, and what the text says of it where she leaves it open."""
    endpoint, contrast = stated.read("endpoint"), stated.read("contrast")
    printed = next(iter(places_of(abs(stated.value), doc.text[slice(*place)])), None)
    start, end = (place[0] + printed.start(), place[0] + printed.end()) if printed else place
    sentence = doc.sentence_at(start)
    return Effect(
        endpoint=endpoint,
        endpoint_class=class_in_context(doc, sentence.text, endpoint),
        measure=stated.measure,  # type: ignore[arg-type]  # looked up in against_entering
        value=stated.value,
        ci=stated.ci,
        ci_level=stated.level,
        p=stated.read("p"),
        contrast=contrast,
        adjusted=stated.read("adjusted")
        if "adjusted" in stated.told
        else is_adjusted(doc, adjustment_cues(doc), (start, end), contrast, extraction.arms),
        subgroup=stated.read("subgroup")
        if "subgroup" in stated.told
        else subgroup_of(doc, sentence, start, end, contrast),
        confidence=1.0,
        evidence=doc.evidence(sentences[0].start, sentences[-1].end, ENTERED_RULE),
    )


def _linked(
    effect: Effect, stated: Statement, extraction: Extraction, doc: Document, vocabulary: Vocabulary
) -> Effect:
    """The effect with the concepts that she names, else those of its words, and whom it favours."""
    named = stated.read("endpoint_id") or _endpoint_named(effect.endpoint, vocabulary)
    endpoint = vocabulary.endpoints.get(named or "")
    told = stated.read("endpoint_class") or (endpoint.endpoint_class if endpoint else None)
    effect = replace(effect, endpoint_class=told or effect.endpoint_class)
    alone = replace(extraction, effects=(effect,), comparisons=(), arm_results=())
    (linked,) = link(alone, doc, vocabulary).effects
    given = {f: stated.read(f) for f in ("intervention", "comparator", "population") if f in stated.told}
    linked = replace(linked, endpoint_id=named or linked.endpoint_id, **given)
    if "favours" in stated.told:
        return replace(linked, favours=stated.read("favours"))
    return with_favours(linked, vocabulary.endpoints.get(linked.endpoint_id or ""))


def _endpoint_named(words: str, vocabulary: Vocabulary) -> str | None:
    """The endpoint of exactly this name or synonym."""
    try:
        return concept_in(vocabulary, "Endpoint", words)
    except QueryRefused:
        return None
