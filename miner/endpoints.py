"""The class of an endpoint from its name, and which endpoint a number is about."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.abbreviations import find_abbreviations
from miner.document import Document, Sentence
from miner.endpoint_mentions import EndpointMention, class_of_name, mentions_in
from miner.endpoint_ties import tied_endpoint
from miner.model import EndpointClass

__all__ = ["classify_endpoint", "endpoint_for"]

_PRIMARY = re.compile(
    r"\b(?:primary|main|principal)\s(?:\w+\s){0,2}?(?:end\s?-?points?|outcomes?|objectives?|aims?)(?:\s(?:measures?|variables?))?\b",
    re.IGNORECASE,
)
# A sentence that speaks of what the sentence before it named.
_SAME_AGAIN = re.compile(
    r"^(?:this|these|the\s(?:difference|effect|benefit|association|estimated|adjusted|same|hazard|odds|relative|risk)\b|similar|in\s(?:the\s)?"
    r"(?:adjusted|unadjusted|multivari|univari|sub-?group|a\s|an\s|this)|after\s|on\s(?:multi|uni)|a\s(?:multi|significant|similar)|"
    r"multivari|no\s(?:significant\s)?(?:difference|reduction|increase)|they|it\b|corresponding|among|for\s|the\s)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:(?:overall|however|in\saddition|moreover|furthermore|similarly|also|finally|in\scontrast|conversely|additionally|[\w\s,-]{3,60}),\s)?"
    r"((?:the\s|a\s|an\s)?[\w\s()/≥≤>%-]{3,90}?)\s(?:was|were|is|are|had|has|did|differed|decreased|increased|improved)\b",
    re.IGNORECASE,
)


def classify_endpoint(name: str) -> EndpointClass:
    """The class of an endpoint from its name.

    >>> classify_endpoint("distant disease-free survival")
    'distant_metastasis'
    """
    return class_of_name(name)


def endpoint_for(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[str, EndpointClass]:
    """The endpoint, as printed, that the number at ``doc.text[start:end]`` is about, and its class."""
    text, at = sentence.text, start - sentence.start
    own = tied_endpoint(text, at, at + end - start)
    if own is not None:
        return _named(doc, own)
    if _PRIMARY.search(text):
        primary = primary_endpoint(doc)
        if primary is not None:
            return _named(doc, primary)
    earlier = _from_earlier(doc, sentence)
    if earlier is not None:
        return _named(doc, earlier)
    subject = _SUBJECT.match(text)
    name = subject[1].strip() if subject else ""
    return name, class_of_name(name)


def _named(doc: Document, mention: EndpointMention) -> tuple[str, EndpointClass]:
    """The mention's own words, classed by its long form where its short form says nothing."""
    if mention.endpoint_class != "other":
        return mention.text, mention.endpoint_class
    long = find_abbreviations(doc.text).get(mention.text.split()[-1])
    return mention.text, class_of_name(long) if long else "other"


def _from_earlier(doc: Document, sentence: Sentence) -> EndpointMention | None:
    """The endpoint that the nearest of the two sentences before names last, if this one carries on from it."""
    for back in (1, 2):
        if sentence.index - back < 0:
            return None
        earlier = doc.sentences[sentence.index - back]
        if earlier.section != sentence.section and back > 1:
            return None
        found = mentions_in(earlier.text)
        if found:
            return found[0]
    return None


@lru_cache(maxsize=32)
def primary_endpoint(doc: Document) -> EndpointMention | None:
    """The endpoint that the text declares primary, or None."""
    for s in doc.sentences:
        m = _PRIMARY.search(s.text)
        if m and s.role in ("methods", "background", "results", "other"):
            after = [e for e in mentions_in(s.text) if e.start >= m.end()]
            if after:
                return after[0]
    return None
