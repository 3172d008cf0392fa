"""Concepts and years that a report names in its title and methods, read for the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.studies.reports import Report
from miner.text.document import Document, Sentence
from miner.vocabulary import Facet, Matcher, Vocabulary

__all__ = ["Mentions", "read_mentions"]

_YEAR = r"((?:19|20)\d\d)"
_MONTH = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?(?:of\s+)?)?"
_PERIOD = re.compile(
    rf"(?:\b(?:between|from|during|in|years?|period|of|to)\s+|\()(?:the\s+(?:years?|period)\s+)?(?:\d{{1,2}}\s+)?{_MONTH}{_YEAR}"
    rf"\s*(?:[-–—]|to|and|through|until|till|up\s+to)\s*(?:the\s+end\s+of\s+)?(?:\d{{1,2}}\s+)?{_MONTH}{_YEAR}\b",
    re.I,
)
# A period of follow-up, publication or search is not when the patients came.
_OTHER_PERIOD = re.compile(
    r"follow(?:ed)?[- ]?up|search|publish|PubMed|MEDLINE|EMBASE|literature|(?:data|analysis) (?:were|was)\b",
    re.I,
)
_KEPT_OUT = re.compile(r"\b(?:exclud\w+|ineligible|not eligible)\b", re.I)
_ABSENT = re.compile(
    r"\b(?:no|without|absence of|lack of|free of|except(?: for)?|other than)\s+(?:\w+\s+){0,2}$", re.I
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Ids of the concepts named, sorted, and the years of accrual or diagnosis as printed."""

    interventions: tuple[str, ...]
    populations: tuple[str, ...]
    data_sources: tuple[str, ...]
    years: tuple[int, int] | None


def read_mentions(report: Report, document: Document, vocabulary: Vocabulary) -> Mentions:
    """What the title and methods name; interventions from the title and the groups compared only."""
    sentences = document.role("title", "methods")
    groups = [arm.label for arm in report.extraction.arms]

    def about(facet: Facet) -> tuple[str, ...]:
        return _about(vocabulary.matcher(facet), sentences, document.text)

    matcher = vocabulary.matcher("interventions")
    return Mentions(
        interventions=_named(matcher, [document.title, *groups], document.text),
        populations=about("populations"),
        data_sources=() if report.is_review else about("data_sources"),
        years=None if report.is_review else _period(sentences),
    )


def _named(matcher: Matcher, texts: list[str], context: str) -> tuple[str, ...]:
    return tuple(sorted({m.concept_id for text in texts for m in matcher.find(text, context)}))


def _about(matcher: Matcher, sentences: tuple[Sentence, ...], context: str) -> tuple[str, ...]:
    """Concepts that stand in the sentences and are not ruled out there."""
    found = set()
    for sentence in sentences:
        if sentence.role != "title" and _KEPT_OUT.search(sentence.text):
            continue
        for mention in matcher.find(sentence.text, context):
            if not _ABSENT.search(sentence.text[: mention.start]):
                found.add(mention.concept_id)
    return tuple(sorted(found))


def _period(sentences: tuple[Sentence, ...]) -> tuple[int, int] | None:
    """The first period that is in order and not one of follow-up or search."""
    for sentence in sentences:
        if _OTHER_PERIOD.search(sentence.text):
            continue
        for m in _PERIOD.finditer(sentence.text):
            first, last = int(m[1]), int(m[2])
            if first <= last:
                return first, last
    return None
