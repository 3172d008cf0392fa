"""Which endpoint a result is on, where its sentence leaves that to the sentences before."""

from __future__ import annotations

import re

from miner.document import Document, Sentence
from miner.endpoint_mentions import mentions_in, short_forms_of
from miner.endpoints import endpoint_for
from miner.model import EndpointClass
from miner.quantities import Quantity

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
    r"|\b(?:the|an?)\sevent\srates?\b|\bthe\s(?:figures|rates|percentages|values|numbers)\s(?:were|are|being)\b",
    re.IGNORECASE,
)
# What is told in these units was measured; it is no event that happened to people.
_MEASURED = re.compile(r"min|hours|cm|degrees|mmHg|.+/.+")
_HAPPENS = ("adverse_event", "response")


def endpoint_of_result(doc: Document, quantity: Quantity) -> tuple[str, EndpointClass]:
    """The endpoint, as printed, that a group's number is about, and its class."""
    name, kind = endpoint_at(doc, quantity.sentence, quantity.start, quantity.end)
    measured = quantity.statistic in ("mean", "median") and _MEASURED.fullmatch(quantity.unit)
    return name, "other" if measured and kind in _HAPPENS else kind


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
    return bool(_BACK.search(sentence.text))
