"""Which endpoint a result is on, where its sentence leaves that to the sentences before."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.endpoints.read import endpoint_for
from miner.endpoints.studies import is_of_operation
from miner.model import EndpointClass
from miner.numbers.quantities import Quantity
from miner.phrases.endpoint_mentions import mentions_in, short_forms_of
from miner.text.document import Document, Sentence

__all__ = ["endpoint_at", "endpoint_of_result", "looks_back"]

# "It was 47% v 28%", "the corresponding rates were": the endpoint stands in an earlier sentence.
_FIGURES = (
    r"(?:rates?|figures?|estimates?|values?|results?|numbers?|percentages?|proportions?|risks?|medians?|means?|"
    r"probabilit(?:y|ies)|incidences?|frequenc(?:y|ies)|prevalences?|scores?|end\s?-?points?|outcomes?|data)"
)
_BACK = re.compile(
    r"(?:^|[,;]\s|\b(?:and|but|where|whereas|while|that)\s)(?:it|this)\s(?:was|were|rose|fell|had|did|increased|decreased|dropped|declined|improved|occurred|happened|came|stood|amounted|reached|applied|held)\b"
    r"|\bit\s(?:was|were|rose|fell|stood|occurred|happened)\b"
    rf"|\b(?:this|these|those|its|their|corresponding|respective|equivalent|comparable|analogous|same|latter|such)\s(?:same\s)?(?:\w+\s)?{_FIGURES}\b"
    r"|\b(?:the|an?)\sevent\srates?\b|\bthe\s(?:figures?|rates?|percentages?|values?|numbers|proportions?|incidence|frequency)\s(?:were|are|being|was|is|fell|rose)\b",
    re.IGNORECASE,
)
# "PFS did not differ; its median was 14 months": what is named is a figure of what was named before.
_ONLY_A_FIGURE = re.compile(
    r"(?:(?:its|their|the|these|those|respective|corresponding)\s)*(?:medians?|means?|figures?|values?)(?:\s(?:time|duration))?",
    re.IGNORECASE,
)
# What is told in these units was measured; it is no event that happened to people.
_MEASURED = re.compile(r"min|hours|cm|degrees|mmHg|.+/.+")
_HAPPENS = ("adverse_event", "response")
# "In-hospital, one-year and five-year mortality rates were 5%, 19% and 42%": the operation's is the first.
_ITEM = (
    r"(?:in-?hospital|hospital|peri-?operative|post-?operative|early|late|"
    r"(?:\d+|one|two|three|four|five|six|ten|thirty|sixty|ninety)(?:-\s?|\s)?(?:days?|weeks?|months?|years?)?)"
)
_TERMS = re.compile(
    rf"\b({_ITEM}(?:(?:,\s(?:and\s)?|\s(?:and|or)\s){_ITEM})+)[\s-]+(?:[\w-]+\s){{0,3}}?(mortalit(?:y|ies)|deaths?)\b",
    re.IGNORECASE,
)
_TERM = re.compile(_ITEM, re.IGNORECASE)
_LONG = re.compile(r"months?|years?|late", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d.·]*\s?%")


# "Of whom 30 (60%) | were due to stroke": of what they died.
_OF_CAUSE = re.compile(
    r"\s?%?\)?\s?(?:\([^()]{0,30}\)\s?)?(?:of\s(?:them|these|those|whom|the\sdeaths)\s|deaths?\s|patients\s|participants\s|women\s|men\s)?(?:(?:was|were|died|had\sdied)\s)?"
    r"(?:due\sto|from|because\sof|caused\sby|attribut(?:ed|able)\sto)\s(?:the\s|their\s|an?\s)?"
    r"(?!(?:any|all|other|unknown|various|treatment|complications?|toxicity)\b)[A-Za-z]",
    re.IGNORECASE,
)


def endpoint_of_result(doc: Document, quantity: Quantity) -> tuple[str, EndpointClass]:
    """The endpoint, as printed, that a group's number is about, and its class."""
    name, kind = endpoint_at(doc, quantity.sentence, quantity.start, quantity.end)
    if _ONLY_A_FIGURE.fullmatch(name):
        name, kind = _named_before(doc, quantity) or (name, kind)
    if kind in ("adverse_event", "overall_survival") and "mortal" in name + quantity.sentence.text:
        name, kind = _of_its_term(doc, quantity) or (name, kind)
    if kind == "overall_survival" and _OF_CAUSE.match(doc.text, quantity.end, quantity.sentence.end):
        kind = "disease_specific_survival"
    measured = quantity.statistic in ("mean", "median") and _MEASURED.fullmatch(quantity.unit)
    return name, "other" if measured and kind in _HAPPENS else kind


def _named_before(doc: Document, quantity: Quantity) -> tuple[str, EndpointClass] | None:
    """The endpoint that its sentence names last before the number."""
    before = quantity.sentence.text[: quantity.start - quantity.sentence.start]
    mentions = mentions_in(before, short_forms_of(doc.text))
    return (before[mentions[-1].start : mentions[-1].end], mentions[-1].endpoint_class) if mentions else None


def _of_its_term(doc: Document, quantity: Quantity) -> tuple[str, EndpointClass] | None:
    """The deaths that a row of terms counts, and their class; None where the sentence has no such row."""
    text, at = quantity.sentence.text, quantity.start - quantity.sentence.start
    row = next((m for m in _TERMS.finditer(text, 0, at)), None)
    if row is None:
        return None
    terms, place = _TERM.findall(row[1]), len(_FIGURE.findall(text, row.end(), at))
    unit = next((t for t in terms[place:] if re.search(r"[a-z]{3}$", t, re.IGNORECASE)), "")
    if place >= len(terms) or _LONG.search(unit) or not is_of_operation(doc):
        return row[2], "overall_survival"
    return row[2], "adverse_event"


def endpoint_at(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[str, EndpointClass]:
    """The endpoint of what stands at ``doc.text[start:end]``, and its class.

    That of an earlier sentence is taken only where this one looks back at it, or is still on its kind.
    """
    if looks_back(sentence):
        return endpoint_for(doc, sentence, start, end)

    def is_on(kind: EndpointClass) -> bool:
        return kind in {m.endpoint_class for m in mentions_in(sentence.text, short_forms_of(doc.text))}

    return endpoint_for(doc, sentence, start, end, takes=is_on)


def looks_back(sentence: Sentence) -> bool:
    """Does the sentence speak of an endpoint named before (``the corresponding rates were``)?"""
    return _looks_back(sentence.text)


@lru_cache(maxsize=256)
def _looks_back(text: str) -> bool:
    return _BACK.search(text) is not None
