"""Which endpoint an estimate is of, where its sentence names the factor's illness, or none of a known class.

The study's title tells what its factor bears on: of "sleep and blood pressure" a sentence on sleep gives
estimates of blood pressure.
"""

from __future__ import annotations

import re

from miner.effects.labelled import endpoint_by_label
from miner.effects.own_words import endpoint_in_own_words
from miner.effects.shared_heads import endpoint_with_shared_head
from miner.endpoints.candidates import candidates_in
from miner.endpoints.read import class_in_context, endpoint_for, subject_at
from miner.endpoints.studies import is_studied, observes, telling_words
from miner.model import SURVIVALS, EndpointClass
from miner.phrases.contrast_titles import named_in_title
from miner.phrases.echoes import echoed
from miner.phrases.endpoint_mentions import class_of_name, mentions_in, short_forms_of, spelled_out
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.frames import frame_of
from miner.phrases.standardised import cause_of
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document, Sentence

__all__ = ["endpoint_of_effect"]

_NEWLY_FOUND = re.compile(
    r"\b(?:incidences?|prevalences?|occurrence|onset|newly\sdiagnosed|diagnos(?:is|es)\sof)\b", re.IGNORECASE
)
_CAUSE_BEHIND = re.compile(
    r"\s(?:from|of|due\sto|caused\sby|attributed\sto)\s(?:the\s)?([A-Z][A-Za-z]{1,6})\b"
)
_CAUSE_BEFORE = re.compile(r"\b([A-Z]{2,6})(?:[\s-](?:related|specific|associated))?[\s-]$")
_CAUSE = re.compile(
    r"\b(?:cancers?|carcinomas?|tumou?rs?|malignan\w+|melanoma|leuk[ae]+mia|lymphoma|myeloma|cardio-?vascular|coronary|heart|cardiac|vascular|disease)\b",
    re.IGNORECASE,
)
# "The SMR was 1.2": a ratio of deaths by its own name.
_OF_DEATHS = re.compile(r"\b(?:SMRs?|[Ss]tandardi[sz]ed\smortality\sratios?)\b[^;]{0,60}$")
_ALL_CAUSE = re.compile(r"\ball-cause\s(?:adjusted\s)?(?:HR|hazard\sratio)\s[^.;\d]{0,20}$", re.IGNORECASE)
_DEATH = re.compile(r"\b(?:deaths?|dying|died|mortality|dead)\b", re.IGNORECASE)
_ESTIMATE = re.compile(r"[(\[][^()\[\]]*\d[.·]\d[^()\[\]]*[)\]]")
# Items beside a harm or a rated symptom are of its kind.
_SHARED_BY_LIST = ("adverse_event", "quality_of_life")

_NEAR = 25  # characters
# "Higher scores (OR 1.2), ..." is one of a list of factors.
_ITEM = re.compile(r"[\w\s/-]{2,50}[(\[]")
# "Fewer strokes", "more fractures": what is counted, not what it depends on.
_COMPARED = re.compile(
    r"\b(?:more|fewer|less|greater|higher|lower)\s(?!likely|than|often|risks?|odds)", re.IGNORECASE
)

Named = tuple[str, EndpointClass]


def endpoint_of_effect(doc: Document, sentence: Sentence, start: int, end: int) -> Named:
    """The endpoint of the estimate at ``doc.text[start:end]``, as printed, and its class."""
    again = echoed(doc, sentence, start, end)
    if again is not None and not mentions_in(sentence.text, short_forms_of(doc.text)):
        return endpoint_of_effect(doc, *again)
    return _endpoint_of(doc, sentence, start, end)


def _endpoint_of(doc: Document, sentence: Sentence, start: int, end: int) -> Named:
    """The endpoint that the estimate's own sentence, or those around it, tell."""
    name, endpoint_class = endpoint_for(doc, sentence, start, end)
    text, at = sentence.text, start - sentence.start
    if _ALL_CAUSE.search(text, max(0, at - 60), at):
        return "all-cause mortality", "overall_survival"
    own = endpoint_by_label(doc, text, at) or endpoint_with_shared_head(doc, text, at)
    own = own or endpoint_in_own_words(doc, sentence, start, (name, endpoint_class))
    if own is not None:
        return own
    item = _own_item(doc, sentence, start, name, endpoint_class)
    if item:
        return item, class_in_context(doc, sentence.text, item)
    about = endpoint_in_title(doc.title)
    if about and (
        not name
        or (_may_be_factor(doc, name, endpoint_class) and _is_of_factor(doc, name))
        or _stands_as_factor(doc, sentence, start, (name, endpoint_class))
    ):
        name, endpoint_class = about, class_in_context(doc, sentence.text, about)
    deaths = _deaths(text, at, endpoint_class)
    if deaths is not None:
        return deaths
    if endpoint_class == "overall_survival" and _DEATH.search(name) and _has_cause(doc, sentence, name):
        return name, "disease_specific_survival"
    return name, endpoint_class


def _deaths(text: str, at: int, endpoint_class: EndpointClass) -> Named | None:
    """Of what the people died whom a standardised mortality ratio counts; None where it is none."""
    if not _OF_DEATHS.search(text, 0, at):
        return None
    cause = cause_of(text, at)
    if cause:
        every = cause.lower().startswith(("all", "any"))
        return cause, "overall_survival" if every else "disease_specific_survival"
    return None if endpoint_class in SURVIVALS else ("mortality", "overall_survival")


def _own_item(doc: Document, sentence: Sentence, start: int, name: str, endpoint_class: EndpointClass) -> str:
    """``the risk of death (HR 0.8) and of a new tumour (HR 0.9)``: the second number's own item.

    Only where a relation tells that the items are endpoints, and the name stands with an earlier number;
    or where the sentence tells what was newly found and the name stands in none of its words.
    """
    if endpoint_class in _SHARED_BY_LIST or not name:
        return ""
    text, at = sentence.text, start - sentence.start
    place = text.rfind(name, 0, at)
    inherited = name not in text
    if inherited and not _NEWLY_FOUND.search(text):
        return ""
    if not inherited and (place < 0 or not _ESTIMATE.search(text, place + len(name), at)):
        return ""
    frame = frame_of(text, at, endpoint_in_title(doc.title))
    item = frame.endpoint if frame else ""
    before = text[max(0, at - 90) : at]
    if not item or item in name or mentions_in(item):
        return ""
    told = re.search(rf"\bof\s(?:the\s|an?\s)?{re.escape(item)}", before)
    return item if told or (inherited and item in before) else ""


def _stands_as_factor(doc: Document, sentence: Sentence, start: int, named: Named) -> bool:
    """``Risk factors were age (OR 1.1) and fever (OR 2.0)``: a name that nothing presents as the endpoint.

    Only where the title tells an endpoint of another, known kind, and no phrase of the sentence presents one.
    """
    name, endpoint_class = named
    inherited = endpoint_class == "other" and name not in sentence.text
    about = endpoint_in_title(doc.title, surely=not inherited)
    if endpoint_class in SURVIVALS or _is_compared(sentence.text, name):
        return False
    if class_of_name(spelled_out(doc, about)) == "other" and not (
        about and observes(doc) and _is_listed(sentence.text, name)
    ):
        return False
    if class_in_context(doc, sentence.text, about) == endpoint_class or _alike(doc, about, name):
        return False
    if name in subject_at(sentence.text, start - sentence.start):
        return False
    found = candidates_in(sentence.text, short_forms_of(doc.text))
    return not any(c.introduced and not c.ratio and not c.beside for c in found)


def _is_listed(text: str, name: str) -> bool:
    """Whether the name stands right before an estimate, in a sentence that has several."""
    place = text.find(name)
    item = _ITEM.match(text, place + len(name) - 2) if place >= 0 and name else None
    return (
        item is not None and len(_ESTIMATE.findall(text)) > 1 and bool(_ESTIMATE.match(text, item.end() - 1))
    )


def _is_compared(text: str, name: str) -> bool:
    return any(
        name in text[m.end() : m.end() + len(name) + _NEAR] or not _ITEM.match(text, m.end())
        for m in _COMPARED.finditer(text)
    )


def _alike(doc: Document, *names: str) -> bool:
    first, second = (telling_words(spelled_out(doc, n)) for n in names)
    return bool(first & second)


def _may_be_factor(doc: Document, name: str, endpoint_class: EndpointClass) -> bool:
    return (
        endpoint_class in _SHARED_BY_LIST
        or class_of_name(spelled_out(doc, name)) in _SHARED_BY_LIST
        or is_studied(doc, name)
    )


def _is_of_factor(doc: Document, name: str) -> bool:
    """Whether the name is that of what the title takes for the factor."""
    about = endpoint_in_title(doc.title, surely=True)
    if not about:
        return False
    words, factor, endpoint = (
        telling_words(spelled_out(doc, n)) for n in (name, named_in_title(doc.title), about)
    )
    return bool(words & factor) and not words & endpoint and not factor & endpoint


def _has_cause(doc: Document, sentence: Sentence, name: str) -> bool:
    """``death from CC``, ``CV mortality``: whether a short form beside the name is that of a disease."""
    text = _telling(doc, sentence, name)
    place = text.find(name)
    if place < 0:
        return False
    behind = _CAUSE_BEHIND.match(text, place + len(name))
    before = _CAUSE_BEFORE.search(text[:place])
    known = find_abbreviations(doc.text)
    return any(m is not None and _CAUSE.search(known.get(m[1], "")) for m in (behind, before))


def _telling(doc: Document, sentence: Sentence, name: str) -> str:
    """The sentence, or the one shortly before, that says the name."""
    near = doc.sentences[max(0, sentence.index - 3) : sentence.index + 1]
    return next((s.text for s in reversed(near) if name in s.text), sentence.text)
