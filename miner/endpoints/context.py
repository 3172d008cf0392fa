"""The class of an endpoint among the words around it: a harm in one study is the subject of another."""

from __future__ import annotations

import re

from miner.endpoints.harms import brings_harm
from miner.endpoints.other_kinds import is_of_another_kind
from miner.endpoints.studies import is_of_operation, is_studied, names_cancer, observes
from miner.model import EndpointClass
from miner.text.document import Document

__all__ = ["in_context"]

_SYMPTOM = re.compile(
    r"(?:\w+\s)?(?:fatigue|pain|insomnia|dyspno?ea|hot[\s-]flush(?:es)?|hot[\s-]flash(?:es)?|nausea|vomiting|constipation|diarrho?ea)",
    re.IGNORECASE,
)
# Disability that patients with pain of back, neck or joints rate themselves.
_DISABILITY = re.compile(
    r"(?:(?:functional|physical|pain-related|self-reported)\s)?disability", re.IGNORECASE
)
_LIMBS_OR_BACK = re.compile(
    r"\b(?:Roland[\s-]Morris|Oswestry|Neck\sDisability|DASH|WOMAC|(?:back|neck|shoulder|knee|hip|joint)\spain)\b",
    re.IGNORECASE,
)
_FLUSHES = re.compile(r"(?:\w+\s)?(?:hot[\s-]fl(?:ush|ash)(?:es)?|night\ssweats)", re.IGNORECASE)
_RATED = re.compile(
    r"\b(?:clinically\s(?:meaningful|relevant|important)\s(?:deterioration|worsening|improvement|change)|patient-reported|QLQ|FACT-\w|symptom\sscores?)",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\bincidences?\sof\s", re.IGNORECASE)
# Where a response is one of pain, so are all that are not said to be of a tumour.
_OF_PAIN = re.compile(r"\b(?:pain|analgesic)\s(?:response|responders|relief)\b", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?:(?!tumou?r|objective|radiologic\w*|metabolic|patholog\w+|immune|antibody)[\w-]+\s){0,2}(?:responses?|responders|non-?responders|responded)(?:\srates?)?",
    re.IGNORECASE,
)
# In a trial of antiemetics a complete response is a day without vomiting.
_SICKNESS = re.compile(r"\b(?:emesis|vomiting|nausea|antiemetics?)\b", re.IGNORECASE)
_SCORED = re.compile(r"\b(?:NRS|VAS|scores?|scale)\b", re.IGNORECASE)
# A second operation mostly clears margins or treats what came back; one for a complication is said to be so.
_REOPERATION = re.compile(
    r"(?:[\w-]+\s){0,4}?(?:re-?operat\w+|re-?interventions?|revisions?|(?:repeat|second|further)\s(?:[\w-]+\s)?(?:surgery|operations?))(?:\srates?)?",
    re.IGNORECASE,
)
_COMPLICATED = re.compile(
    r"\b(?:complications?|complicated|morbidity|bleeding|ha?ematomas?|ha?emorrhage|infections?|leak(?:age)?s?|necrosis|implants?|flaps?|"
    r"fractures?|dehiscence|dislocations?|loosening|arthroplast(?:y|ies)|adverse|safety|unplanned|readmissions?)\b",
    re.IGNORECASE,
)
# What a trial sets out to prevent is its endpoint, not a harm that it counts.
_VASCULAR = re.compile(
    r"\b(?:cardio-?vascular|(?:myo)?cardial\sinfarction|strokes?|thrombo-?embol\w+|heart\sfailure)\b",
    re.IGNORECASE,
)
_HARMS = re.compile(
    r"\b(?:adverse\s(?:events?|effects?)|toxicit|side[\s-]effects?|grades?\s[≥>]?\s?(?:\d|I{1,3}V?\b))",
    re.IGNORECASE,
)


# "30-day mortality" is a harm of an operation; of an infection or an infarction it is what is studied.
_EARLY_DEATH = re.compile(
    r"^(?:\w+\s)?(?:in-?hospital|hospital|ICU|\d+[\s-]days?|thirty-day|deaths?\swithin)\b", re.IGNORECASE
)
# In people treated for cancer the heart fails of the treatment, while clots and strokes are prevented.
_CARDIOTOXIC = re.compile(r"\bheart\sfailure\b", re.IGNORECASE)
_STUDIED = re.compile(r"\b(?:strokes?|infarctions?|heart\sfailure)\b", re.IGNORECASE)
_DISEASE = re.compile(
    r"\b(?:vaccin\w+|immuni[sz]ation|HPV|HIV|papillomavirus|epidemiolog\w+|prevalence|incidence|risk\sfactors?|prevent\w+)\b",
    re.IGNORECASE,
)
_MOOD = re.compile(
    r"(?:[\w-]+\s){0,5}?(?:depression|anxiety|insomnia|stress|burnout|(?:depressive|anxiety|mood|mental|sleep|eating|stress)\sdisorders?|depressed|anxious)",
    re.IGNORECASE,
)
# Depression of people who are no patients is what a survey counts.
_MOOD_SURVEYED = re.compile(
    r"\b(?:depression|anxiety|insomnia|burnout|(?:depressive|anxiety|mood|mental|sleep)\sdisorders?)\b",
    re.IGNORECASE,
)
_PATIENTS = re.compile(
    r"\b(?:patients|survivors|symptoms?|scores?|scales?|severity|therapy|treatments?|interventions?|caregivers|after)\b",
    re.IGNORECASE,
)
_INFECTION = re.compile(r"(?:[\w/-]+\s){0,4}infections?", re.IGNORECASE)
_WOUND = re.compile(
    r"\b(?:wound|surgical|site|post-?operative|urinary|catheter|line|bloodstream|serious)\b", re.IGNORECASE
)


# "died in hospital", "43 of them died within 30 days after surgery": the operation's own deaths.
_DEATH = re.compile(
    r"(?:overall\s|total\s|crude\s)?(?:mortality|deaths?|die|dying|died|fatality|dead)(?:\srates?)?",
    re.IGNORECASE,
)
_EARLY = re.compile(
    r"\b(?:in|before\sleaving)\s(?:the\s)?hospital\b|\bduring\s(?:the\s)?(?:hospitali[sz]ation|admission|(?:hospital|ICU)\sstay|operation|surgery)\b|"
    r"\bbefore\sdischarge\b|\bpost-?operatively\b|\bperi-?operatively\b|\bafter\s(?:the\s)?operations?\b|"
    r"\bwithin\s(?:the\sfirst\s)?(?:30|60|90|thirty|sixty|ninety|\d+)\s(?:post-?operative\s)?(?:days?|hours)\b|(?<![<>≤≥])(?<![<>≤≥]\s)\b30[-\s]days?\b|"
    r"\b(?:within|in)\s(?:the\sfirst\s|a\s|one\s|two\s|three\s|four\s|[1-4]\s){1,2}(?:weeks?|month)\b",
    re.IGNORECASE,
)
# "complications in 24%; the mortality rate was 5%".
_TRANSFUSED = re.compile(r"\btransfus", re.IGNORECASE)
_OF_OPERATION = re.compile(r"\b(?:complications?|morbidity|leak(?:age)?s?|re-?operations?)\b", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:years?|months?|follow-?up|long-term|overall|[HO]R|hazard|all-cause)\b|-year\b", re.IGNORECASE
)
# "With <=30 days as reference the hazard of death was 1.2": a delay, not when they died.
_HAZARD = re.compile(r"\bhazards?\b|\b[a-z]?HRs?\b|\bCox\b")
_READMITTED = re.compile(r"\bre-?(?:admi|hospitali)", re.IGNORECASE)
# A condition that people have is counted, not caused: "the prevalence of hypertension was 30%".
_PREVALENT = re.compile(r"\bprevalen(?:ce|ces|t)\b", re.IGNORECASE)


# What a test measures, unless the people were asked.
_COGNITION = re.compile(
    r"\bcognitive\s(?:function(?:ing)?|performance|outcomes?)|\bsleep\sduration\b|\bduration\sof\ssleep",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:QLQ|quality\sof\slife|self-report\w*|patient-reported|perceived|FACT-\w+|role|emotional|social|complaints?)\b",
    re.IGNORECASE,
)


def in_context(
    doc: Document, text: str, name: str, endpoint_class: EndpointClass
) -> tuple[str, EndpointClass]:
    """The name with its class among these words.

    ``adverse events were nausea and fatigue``: a symptom counted as a harm is one, a rated one is not.
    """
    if is_of_another_kind(doc, text, name, endpoint_class):
        return name, "other"
    if _is_rated(doc, name, endpoint_class):
        return name, "quality_of_life"
    if endpoint_class == "other":
        return name, "adverse_event" if _is_harm(doc, text, name) else "other"
    if endpoint_class == "quality_of_life":
        return name, "adverse_event" if _rates_sickness(text, name) else _rated_or_counted(doc, text, name)
    if endpoint_class == "response" and _SICKNESS.search(doc.title):
        return name, "adverse_event"
    if endpoint_class == "adverse_event":
        return name, "other" if _PREVALENT.search(text) else _harm_or_studied(doc, text, name)
    if endpoint_class == "overall_survival" and _DEATH.fullmatch(name) and _of_operation(doc, text):
        return name, "adverse_event"
    return name, endpoint_class


def _is_rated(doc: Document, name: str, endpoint_class: EndpointClass) -> bool:
    """Whether the name is that of a response of pain, or of disability in people with pain."""
    if _DISABILITY.fullmatch(name):
        return _LIMBS_OR_BACK.search(doc.text) is not None
    answers = _ANSWER.fullmatch(name) and endpoint_class in ("other", "response")
    return bool(answers and _OF_PAIN.search(doc.title))


def _is_harm(doc: Document, text: str, name: str) -> bool:
    """Whether a name that no table takes for a harm is one of what was given or done."""
    if _TRANSFUSED.search(name):
        return bool(_OF_OPERATION.search(text)) and is_of_operation(doc)
    return brings_harm(doc, name)


def _rates_sickness(text: str, name: str) -> bool:
    """``the mean nausea | NRS score``: the harm that an instrument rates stands before its name."""
    at = text.find(name)
    return at > 0 and bool(_SCORED.search(name) and _SICKNESS.search(text, max(0, at - 12), at))


def _of_operation(doc: Document, text: str) -> bool:
    """Are the deaths those of the hospital stay after an operation, or told beside its complications?"""
    early = (_EARLY.search(text) and not _HAZARD.search(text)) or (
        _OF_OPERATION.search(text) and not _LATER.search(text)
    )
    return bool(early and is_of_operation(doc))


def _rated_or_counted(doc: Document, text: str, name: str) -> EndpointClass:
    """A symptom that patients rate, that is counted as a harm, or that is the disease under study."""
    if _COGNITION.search(name) and not _ASKED.search(text):
        return "other"
    as_harm = _SYMPTOM.fullmatch(name) and (_HARMS.search(text) or _HAPPENED.search(text))
    if as_harm or (_FLUSHES.fullmatch(name) and not _FLUSHES.search(doc.title)):
        return "adverse_event"
    studied = (
        _MOOD.fullmatch(name)
        and not names_cancer(doc.title)
        and (_DISEASE.search(doc.title) or _surveys_mood(doc))
    )
    return "other" if studied else "quality_of_life"


def _surveys_mood(doc: Document) -> bool:
    title = doc.title
    return bool(_MOOD_SURVEYED.search(title)) and not _PATIENTS.search(title) and observes(doc)


def _harm_or_studied(doc: Document, text: str, name: str) -> EndpointClass:
    """What is a harm of treatment in one study is what another study is about."""
    if _READMITTED.search(name) and not is_of_operation(doc):
        return "other"
    if _EARLY_DEATH.match(name) and not is_of_operation(doc):
        return "overall_survival"
    if (_SYMPTOM.fullmatch(name) or name.lower() in ("side effects", "toxicity")) and _RATED.search(text):
        return "quality_of_life"
    infection = (
        _INFECTION.fullmatch(name)
        and not names_cancer(doc.title)
        and _DISEASE.search(doc.title)
        and not _WOUND.search(name)
    )
    reoperation = (
        _REOPERATION.fullmatch(name)
        and (names_cancer(doc.title) or "breast" in doc.title.lower())
        and not _COMPLICATED.search(f"{text} {doc.title}")
    )
    vascular = _VASCULAR.search(name) and (
        (_VASCULAR.search(doc.title) and not (_CARDIOTOXIC.search(name) and names_cancer(doc.title)))
        or (_STUDIED.search(name) and not names_cancer(doc.text))
    )
    if infection or reoperation or vascular or is_studied(doc, name):
        return "other"
    return "adverse_event"
