"""Which endpoint an estimate is of, where its sentence names the factor's illness, or none of a known class.

The study's title tells what its factor bears on: of "sleep and blood pressure" a sentence on sleep gives
estimates of blood pressure.
"""

from __future__ import annotations

import re

from miner.abbreviations import find_abbreviations
from miner.contrast_titles import named_in_title
from miner.document import Document, Sentence
from miner.endpoint_mentions import class_of_name, mentions_in
from miner.endpoint_titles import endpoint_in_title
from miner.endpoints import endpoint_for, spelled_out
from miner.frames import frame_of
from miner.model import EndpointClass

__all__ = ["endpoint_of_effect"]

_WORD = re.compile(r"[a-z]{4,}")
_SAYS_LITTLE = frozenset(
    "risk risks rate rates score scores level levels disease patients women after with early".split()
)
# Illnesses that are studied for their own sake; what else the table holds for harms mostly is one.
_ILLNESS = re.compile(
    r"\b(?:hypertensi\w+|pre-?eclampsia|dermatitis|eczema|(?:h(?:a)?emorrhagic\s|isch(?:a)?emic\s)?strokes?|h(?:a)?emorrhages?|infarctions?|fractures?|an(?:a)?emia|"
    r"asthma|infections?|pneumonia|diarrho?ea|heart\sfailure|fibrillation|embolism|thrombo\w+|(?:kidney|renal)\s(?:failure|injury|disease)|neuropathy|retinopathy|"
    r"osteoporosis|(?:col|pancreat|hepat|arthr|rhin|gastr|cyst|append|oesophag|esophag|pancreat|vagin|mening|bronch|bronchiol)itis|falls|delirium|sepsis|bacter(?:a)?emia|"
    r"hypoglyc(?:a)?emia|gastrointestinal\s(?:bleeding|events)|ulcers?|depress\w+|anxiety|insomnia|pain)\b",
    re.IGNORECASE,
)
_CANCER = re.compile(
    r"\b(?:cancers?|carcinomas?|tumou?rs?|malignan\w+|neoplas\w+|metasta\w+|leuk[ae]+mia|lymphoma|myeloma|melanoma|sarcoma)\b",
    re.IGNORECASE,
)
# A harm by its very name, whatever the study is about.
_HARM = re.compile(
    r"\b(?:adverse|toxic\w*|complications?|side[\s-]effects?|morbidit\w+|safety|post-?operative|peri-?operative|intra-?operative|grade|injur\w+)\b",
    re.IGNORECASE,
)
# What is given or done; then its harms are harms.
_GIVEN = re.compile(
    r"\b(?:therap\w+|treat\w+|surg\w+|operat\w+|resect\w+|\w+ectom(?:y|ies)|\w+plast(?:y|ies)|bypass|graft\w*|transplant\w*|implant\w*|radiotherapy|"
    r"chemotherapy|irradiation|drugs?|vaccin\w+|inhibitors?|blockers?|antagonists?|agonists?|use|users|supplement\w*|transfusions?|an(?:a)?esthesia|anti\w{4,}|"
    r"hormones?|contracepti\w+|statins?|steroids?|corticosteroids?|aspirin|opioids?|NSAIDs?|insulin|catheters?|stents?|deliver(?:y|ies)|c(?:a?e)sarean|"
    r"\w{3,}(?:mab|nib|ciclib|statin|platin|taxel|rubicin|citabine|zole|oxifen|dronate|vir|cillin|mycin|pril|sartan|olol|gliptin|gliflozin|azepines?|xaban|parin))\b",
    re.IGNORECASE,
)
_PREVENTED = re.compile(r"\bprevent\w*\b", re.IGNORECASE)
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
_DEATH = re.compile(r"\b(?:deaths?|dying|died|mortality|dead)\b", re.IGNORECASE)
_ESTIMATE = re.compile(r"[(\[][^()\[\]]*\d[.·]\d[^()\[\]]*[)\]]")
# Items beside a harm or a rated symptom are of its kind.
_SHARED_BY_LIST = ("adverse_event", "quality_of_life")

Named = tuple[str, EndpointClass]


def endpoint_of_effect(doc: Document, sentence: Sentence, start: int, end: int) -> Named:
    """The endpoint of the estimate at ``doc.text[start:end]``, as printed, and its class."""
    name, endpoint_class = endpoint_for(doc, sentence, start, end)
    item = _own_item(doc, sentence, start, name, endpoint_class)
    if item:
        return item, class_of_name(spelled_out(doc, item))
    about = endpoint_in_title(doc.title)
    if about and (not name or (endpoint_class in _SHARED_BY_LIST and _is_of_factor(doc, name))):
        name, endpoint_class = about, class_of_name(spelled_out(doc, about))
    if endpoint_class == "overall_survival" and _DEATH.search(name) and _has_cause(doc, sentence, name):
        return name, "disease_specific_survival"
    if endpoint_class == "adverse_event" and _is_studied(doc, name):
        return name, "other"
    return name, endpoint_class


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


def _is_of_factor(doc: Document, name: str) -> bool:
    """Whether the name is that of what the title takes for the factor."""
    about = endpoint_in_title(doc.title, surely=True)
    if not about:
        return False
    words, factor, endpoint = (_words(spelled_out(doc, n)) for n in (name, named_in_title(doc.title), about))
    return bool(words & factor) and not words & endpoint and not factor & endpoint


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - _SAYS_LITTLE


def _has_cause(doc: Document, sentence: Sentence, name: str) -> bool:
    """``death from CC``, ``CV mortality``: whether a short form beside the name is that of a disease."""
    place = sentence.text.find(name)
    if place < 0:
        return False
    behind = _CAUSE_BEHIND.match(sentence.text, place + len(name))
    before = _CAUSE_BEFORE.search(sentence.text[:place])
    known = find_abbreviations(doc.text)
    return any(m is not None and _CAUSE.search(known.get(m[1], "")) for m in (behind, before))


def _is_studied(doc: Document, name: str) -> bool:
    """Whether the illness is what the study is about, rather than a harm of what was given."""
    full, about = spelled_out(doc, name), _words(endpoint_in_title(doc.title))
    if (
        _HARM.search(full)
        or not _ILLNESS.search(full)
        or not about & _words(full)
        or _CANCER.search(doc.title)
    ):
        return False
    return bool(_PREVENTED.search(doc.title)) or not _GIVEN.search(doc.title)
