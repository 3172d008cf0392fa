"""What a phrase looks like that may name a side of a contrast: its length, its words, its torn ends."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.endpoint_mentions import mentions_in

__all__ = [
    "content_of",
    "is_of_endpoint",
    "looks_of",
    "names_endpoint",
    "words_of",
]

_BESIDE_IT = 8  # characters that a name may have beside the endpoint that it is

_WORD = re.compile(r"[a-z0-9+]+")
_COMMON = frozenset(
    "a an the of in with and or vs versus than to for on by at from patients group groups"
    " women who had arm arms".split()
)
_DIGIT = re.compile(r"\d")
_VERB = re.compile(
    r"\b(?:were|was|is|are|had|has|have|did|do|can|may|will|would|could|remained|identified|found|showed|"
    r"corroborated|conferred|address|reduce[sd]?|improve[sd]?|increase[sd]?|decrease[sd]?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:ratios?|rates?|median|mean|survival|mortality|risks?|odds|scores?|incidence|time|duration|difference|outcomes?|endpoints?)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"^(?:\w+\s)?(?:patients|women|men|subjects|participants|respondents|cases|children|controls)(?:\s(?:who|with|in))?$",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(
    r"^(?:starting|address|after|before|while|at|in|on|per|ml|choice|subset|slightly|the|respectively)\b|\b(?:at|in|of|the|and|or|with|to|by|for|on|than)$",
    re.IGNORECASE,
)
_TREATMENT = re.compile(
    r"\b(?:therap\w+|treatments?|surg\w+|resections?|\w+ectom(?:y|ies)|radiotherapy|chemotherapy|irradiation|interventions?|"
    r"drugs?|doses?|\d+\s?mg|training|exercise|diet\w*|program(?:me)?|vaccin\w*|screening|care|placebo|control|supplement\w*|"
    r"\w{3,}(?:mab|nib|ciclib|statin|platin|taxel|rubicin|citabine|zole|oxifen|dronate|vir|cillin|mycin|pril|sartan|olol|gliptin|gliflozin))\b",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    r"\b(?:age|aged|older|younger|sex|gender|male|female|men|women|stage|grade|status|size|number|history|levels?|scores?|index|use|"
    r"users?|smok\w+|BMI|obesity|diabetes|positiv\w+|negativ\w+|presence|absence|expression|mutations?|genotypes?|alleles?|race|ethnicity|"
    r"tumou?rs?|nod(?:e|al)\w*|margins?|invasion|disease|syndrome|subtypes?|type|ratio|volume|comorbidit\w+|intake|exposure)\b|[<>≥≤]",
    re.IGNORECASE,
)
# A word for whatever was given or done: which, the title or another sentence says.
_GENERIC = re.compile(
    r"^(?:the\s|this\s|such\s)?(?:(?:active|study|new|experimental|combined|various)\s)?(?:treatments?|therapy|interventions?|combinations?|drugs?|agents?|procedures?|"
    r"techniques?|exposures?|supplementation|use|users?|program(?:me)?s?|regimens?|approach|strategy|methods?|effects?|associations?|score|event|group|arm|index|level|"
    r"cases?|controls?|study|trials?|estimates?|odds|increase|reduction|rise|status|disease|cohort)$",
    re.IGNORECASE,
)
_LOOKS = (
    ("generic", _GENERIC),
    ("digit", _DIGIT),
    ("verb", _VERB),
    ("measured", _MEASURED),
    ("people", _PEOPLE),
    ("torn", _LEFT_OVER),
    ("treatment", _TREATMENT),
    ("trait", _TRAIT),
)
_LENGTHS = ((1, "1 word"), (3, "2-3 words"), (6, "4-6 words"), (10, "7-10 words"))


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters."""
    return frozenset(_WORD.findall(text.lower()))


@lru_cache(maxsize=4096)
def content_of(phrase: str) -> frozenset[str]:
    """The words by which a phrase is told from others."""
    return words_of(phrase) - _COMMON


@lru_cache(maxsize=4096)
def looks_of(side: str, phrase: str) -> tuple[str, ...]:
    """How the phrase of one side looks: its length, numbers, verbs, endpoints, torn ends."""
    length = len(phrase.split())
    found = [next((name for most, name in _LENGTHS if length <= most), "long")]
    found += [name for name, pattern in _LOOKS if pattern.search(phrase)]
    if phrase[:1].isupper():
        found.append("capital")
    if phrase.count("(") != phrase.count(")"):
        found.append("bracket")
    if "," in phrase:
        found.append("comma")
    if mentions_in(phrase):
        found.append("endpoint")
    return tuple([f"{side}:{name}" for name in found])


def is_of_endpoint(name: str, endpoint: str) -> bool:
    """``0.8 for stroke and 0.7 for gout``: whether the name is what numbers are of, not what is compared."""
    return names_endpoint(name) or not content_of(name).isdisjoint(content_of(endpoint))


def names_endpoint(phrase: str) -> bool:
    """Whether the phrase is hardly more than an endpoint; a harm may as well be a factor."""
    return any(
        m.endpoint_class != "adverse_event" and m.end - m.start > len(phrase) - _BESIDE_IT
        for m in mentions_in(phrase)
    )
