"""Names that look like one class and are of none: what lasts is no person, what came back no tumour."""

from __future__ import annotations

import re

from miner.endpoints.studies import gives_treatment, names_cancer, observes
from miner.model import EndpointClass
from miner.text.document import Document

__all__ = ["is_of_another_kind"]

# "The response rate was 62%" of those who were sent a questionnaire.
_SURVEY = re.compile(r"^(?:(?:overall|total|survey|final)\s)*response\srates?$", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:questionnaires?|surveys?|surveyed|mailed|e-?mailed|respondents?|returned|invited|invitations?|interview\w*)\b",
    re.IGNORECASE,
)
_PROGRESSES = re.compile(
    r"(?:[\w/-]+\s){0,4}?(?:progression|progressed)(?:\s(?:rates?|events?))?", re.IGNORECASE
)
# "The survival rate was 94%" in a study of crowns: it is the crowns that last.
_THING = re.compile(
    r"\b(?:(?<!cardioverter\s)(?<!defibrillator\s)(?<!valve\s)implants?|mini-?implants?|crowns?|restorations?|fillings?|veneers?|sealants?|composites?|dentures?|(?<!valve\s)prosthes[ie]s|"
    r"tooth|teeth|molars?|incisors?|endodontic|pulp\w*|root\scanal|arthroplast(?:y|ies)|(?:hip|knee|joint|shoulder)\sreplacements?|femoral\sstems?|acetabular|"
    r"fistulas?|catheters?|shunts?|IUDs?|embryos?|oocytes?|islets?)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"(?:[\w-]+\s){0,4}?(?:survivals?|failures?|loss(?:es)?|success(?:es)?)(?:\s(?:rates?|times?|probability))?",
    re.IGNORECASE,
)
# "AF recurred in 12%": what comes back in people without a tumour is no relapse of cancer.
_CAME_BACK = re.compile(
    r"(?:[\w/-]+\s){0,5}?(?:recurr\w+|relaps\w+|treatment\sfailures?)(?:\s(?:rates?|events?|(?:by|at|within|on)\s[\w\s]{2,25}))?",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\b(?:adenomas?|polyps?|cysts?|endometrio\w+|hernias?|neoplas\w+|meningiomas?|gliomas?|papillomas?|lesions?)\b",
    re.IGNORECASE,
)
# "Improvement was seen in 60%" counts who got better; "the improvement was greater" looks back at a measure.
_SEEN = re.compile(
    r"\bimprovement\s(?:was|occurred|is)\s(?:\w+\s)?(?:seen|noted|observed|obtained|achieved|found|reported|in)\b",
    re.IGNORECASE,
)
_OF_VACCINE = re.compile(
    r"\b(?:vaccin\w+|immuni[sz]ation|immunogenicity|antibod\w+|serolog\w+)\b", re.IGNORECASE
)
# "Psychiatric morbidity": illness, where nothing was given or done.
_MORBID = re.compile(
    r"(?!maternal|neonatal|perinatal|peri|post|intra|surgical)(?:[\w-]+\s){0,3}morbidit(?:y|ies)",
    re.IGNORECASE,
)
_TREATED = re.compile(r"\b(?:surg\w+|\w+ectomy|\w+plasty|operat\w+|complications|outcomes?)\b", re.IGNORECASE)


def is_of_another_kind(doc: Document, text: str, name: str, endpoint_class: EndpointClass) -> bool:
    """Whether what lasts is no person, what came back no tumour, what got better a measure."""
    if endpoint_class == "adverse_event" and _MORBID.fullmatch(name) and _gives_nothing(doc):
        return True
    if endpoint_class == "response" and (
        _OF_VACCINE.search(doc.title) or (_SURVEY.search(name) and _ASKS.search(text))
    ):
        return not names_cancer(doc.title)
    if endpoint_class == "progression_free_survival" and _PROGRESSES.fullmatch(name):
        return not names_cancer(doc.text)
    if endpoint_class in ("overall_survival", "adverse_event"):
        return _is_of_thing(doc, name)
    if endpoint_class == "disease_free_survival":
        return _is_of_no_tumour(doc, name)
    return name.lower() in ("improvement", "the improvement") and not _SEEN.search(text)


def _gives_nothing(doc: Document) -> bool:
    return observes(doc) and not gives_treatment(doc) and not _TREATED.search(doc.title)


def _is_of_thing(doc: Document, name: str) -> bool:
    """Whether what survives or fails is what the study put in, not the people."""
    return bool(_THING.search(doc.title) and _LASTS.fullmatch(name)) and not names_cancer(doc.title)


def _is_of_no_tumour(doc: Document, name: str) -> bool:
    if not _CAME_BACK.fullmatch(name) or names_cancer(doc.text):
        return False
    return not _GROWTH.search(doc.title)
