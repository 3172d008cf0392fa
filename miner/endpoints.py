"""The class of an endpoint from its name, and which endpoint a number is about."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.abbreviations import find_abbreviations
from miner.clauses import passage, skeleton, subject_of
from miner.document import Document, Sentence
from miner.endpoint_mentions import EndpointMention, class_of_name, mentions_in
from miner.endpoint_ties import made_precise, tied_endpoint
from miner.model import EndpointClass

__all__ = ["classify_endpoint", "endpoint_for", "spelled_out"]

_PRIMARY = re.compile(
    r"\b(?:primary|main|principal|composite)\s(?:\w+\s){0,2}?(?:end\s?-?points?|outcomes?|objectives?|aims?)(?:\s(?:measures?|variables?))?\b",
    re.IGNORECASE,
)
# Subjects that name groups, treatments' effects or statistics: the endpoint stands in an earlier sentence.
_NO_ENDPOINT_SUBJECT = re.compile(
    r"\b(?:ratios?|HRs?|ORs?|RRs?|risks?|differences?|effects?|benefits?|reductions?|models?|analys[ie]s|associations?|patients?|women|men|groups?|arms?|"
    r"this|these|it|they|those|inferiority|superiority|regression|factors?|results?|hazards?|participants|subjects|subgroups?|interactions?|we|events?|"
    r"there|respondents|individuals|persons|figures|same|corresponding|estimates|values|latter|former|sensitivity|advantage|exception)\b",
    re.IGNORECASE,
)
# Verbs of an endpoint ("mobility declined"), not of a treatment ("tamoxifen reduced").
_ENDPOINT_VERB = re.compile(
    r"\s(?:occurred|declined|decreased|fell|rose|increased|differed|developed|(?:was|were)\s(?:also\s|not\s|\w+ly\s){0,2}(?:lower|higher|shorter|longer|"
    r"greater|less|more|reduced|increased|decreased|smaller|larger|[\d.·]+|observed|seen|present|rated|reported|detected|diagnosed|statistically|more\scommon|found))\b"
)

_SYMPTOM = re.compile(
    r"(?:\w+\s)?(?:fatigue|pain|insomnia|dyspno?ea|hot\sflush(?:es)?|hot\sflash(?:es)?)", re.IGNORECASE
)
_HARMS = re.compile(
    r"\b(?:adverse\s(?:events?|effects?)|toxicit|side[\s-]effects?|grades?\s[≥>]?\s?\d)", re.IGNORECASE
)


def classify_endpoint(name: str) -> EndpointClass:
    """The class of an endpoint from its name.

    >>> classify_endpoint("distant disease-free survival")
    'distant_metastasis'
    """
    return class_of_name(name)


def endpoint_for(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[str, EndpointClass]:
    """The endpoint, as printed, that the number at ``doc.text[start:end]`` is about, and its class."""
    text, begin = passage(doc, sentence, start)
    at = start - begin
    own = tied_endpoint(text, at, at + end - start)
    if own is not None:
        return _as_harm(text, *_named(doc, _with_earlier(doc, sentence, text, own)))
    if _PRIMARY.search(text):
        primary = primary_endpoint(doc)
        if primary is not None:
            return _named(doc, primary)
    subject = _subject(text, at)
    if subject:
        return subject, class_of_name(spelled_out(doc, subject))
    earlier = _from_earlier(doc, sentence) or primary_endpoint(doc) or _of_title(doc)
    return _named(doc, earlier) if earlier is not None else ("", "other")


def _as_harm(text: str, name: str, endpoint_class: EndpointClass) -> tuple[str, EndpointClass]:
    """``adverse events were nausea and fatigue``: a symptom counted as a harm is one."""
    if endpoint_class == "quality_of_life" and _SYMPTOM.fullmatch(name) and _HARMS.search(text):
        return name, "adverse_event"
    return name, endpoint_class


def spelled_out(doc: Document, name: str) -> str:
    """The name with every short form that the text defines replaced by its long form."""
    known = find_abbreviations(doc.text)
    return " ".join(known.get(word.strip("(),"), word) for word in name.split())


def _named(doc: Document, mention: EndpointMention) -> tuple[str, EndpointClass]:
    """The mention's own words, classed by the long form of any abbreviation the text defines."""
    spelled = spelled_out(doc, mention.text)
    if spelled == mention.text:
        return mention.text, mention.endpoint_class
    return mention.text, class_of_name(spelled)


def _subject(text: str, at: int) -> str:
    """The subject of the number's clause where it can be an endpoint, else the empty string."""
    bones = skeleton(text)
    subject = subject_of(bones.text, bones.at(at))
    if not subject or _NO_ENDPOINT_SUBJECT.search(subject):
        return ""
    place = bones.text.find(subject) + len(subject)
    return subject if _ENDPOINT_VERB.match(bones.text, place) else ""


def _with_earlier(doc: Document, sentence: Sentence, text: str, own: EndpointMention) -> EndpointMention:
    """``A further 126 deaths``: which deaths, the sentence before says."""
    if not own.generic or not re.search(r"\d\s(?:\w+\s)?$", text[: own.start]) or sentence.index == 0:
        return own
    earlier = doc.sentences[sentence.index - 1]
    return made_precise(own, mentions_in(earlier.text)) if earlier.section == sentence.section else own


def _from_earlier(doc: Document, sentence: Sentence) -> EndpointMention | None:
    """The endpoint that the nearest of the sentences before names, within the section."""
    for back in (1, 2, 3):
        if sentence.index - back < 0:
            return None
        earlier = doc.sentences[sentence.index - back]
        if earlier.role in ("title", "methods") and back > 1:
            return None
        found = tied_endpoint(earlier.text, len(earlier.text), len(earlier.text))
        if found:
            return found
    return None


def _of_title(doc: Document) -> EndpointMention | None:
    found = mentions_in(doc.title)
    return found[0] if found else None


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
