"""What stands where an endpoint would, and is none: a statistic, a treatment with its ratio, a time cut."""

from __future__ import annotations

import re

__all__ = ["is_cut", "names_no_endpoint", "treatment_of_ratio"]

_STATISTIC = re.compile(r"\bhazard\sratios?\b|\bHRs?\b|\d[.·]\d")
_OF_GROUP = re.compile(r"\s(?:alone|only)$")
_TREATMENT = re.compile(
    r"(?:[\w-]+\s){0,3}?(?:surgery|operations?|resections?|excisions?|removal|\w+ectom(?:y|ies)|\w+plasty"
    r"|irradiation|radiation|ablation|transplantation|tamoxifen"
    r"|\w*(?:therapy|treatment)|\w{3,}(?:mab|nib|statin|prazole|sartan|parin|gliptin|gliflozin|trozole|taxel|platin))"
    r"(?:\s(?:of|to|for)\s(?:the\s)?(?:[\w-]+\s){0,2}[\w-]+)?",
    re.IGNORECASE,
)
_RATIO_OF_IT = re.compile(
    rf"\b(?:hazard\sratios?|HRs?)\s(?:\([^()]*\)\s)?(?:for|of|with|after)\s(?:the\s|an?\s)?(?P<name>{_TREATMENT.pattern})"
    r"\s(?:was|were|is|being|amounted\sto|reached|came\sto|=|of)\s(?:only\s|about\s)?$",
    re.IGNORECASE,
)
_HAZARD_OF = re.compile(r"\b(?:hazard\sratios?|HRs?)\s(?:for|of|with|after)\s(?:the\s|an?\s)?$")


# "Endocrine therapy [reference: none] with HR 0.58".
_HAS_RATIO = re.compile(
    r"(?:\s?[(\[]\s?ref(?:erence|erent)?\b|\swith\s(?:an?\s)?(?:adjusted\s)?(?:HR|hazard\sratio)\b)"
)
_AGAINST_ITS_OWN = re.compile(
    r"(?:^|[,;]\s(?:and\s)?|\sand\s)(?P<name>[A-Za-z][\w /+-]{2,50}?)\s?"
    r"[(\[]\s?ref(?:erence|erent)?\b[^()\[\]]{0,40}[)\]]\s"
    r"(?:(?:was|were)\s(?:\w+ly\s)?(?:associated|linked)\s)?with\s(?:an?\s)?(?:adjusted\s)?"
    r"(?:HRs?|ORs?|RRs?|hazard\sratios?|odds\sratios?)(?:\sof)?\s$"
)
_REACH = 120  # characters
# "Disease-free interval < 24 months (HR 1.9)": those on one side of a cut, not when the event came.
_CUT = re.compile(
    r"\s?\(?(?:[<>≥≤]=?|(?:of\s)?(?:less|more|shorter|longer|greater|fewer|at\sleast|at\smost|up\sto)(?:\sthan)?"
    r"|of(?=[^()]{2,14}\sor\s)|below|under|over|above|within|exceeding)\s?\d+(?:[.·]\d+)?[\s-]?(?:months?|mo|years?|yrs?|weeks?|days?)"
    r"(?:\sor\s(?:less|more|longer|shorter|greater))?\)?,?\s?(?=[(\[]|$)"
)


def names_no_endpoint(name: str, text: str) -> bool:
    """Whether the words that were taken for an endpoint of the sentence name none.

    >>> names_no_endpoint("operation", "The hazard ratio for operation was 0.66.")
    True
    >>> names_no_endpoint("HR 0.72", "Surgery went with HR 0.72.")
    True
    >>> names_no_endpoint("pain", "The HR for pain was 2.")
    False
    """
    if _STATISTIC.search(name) or _OF_GROUP.search(name):
        return True
    place = text.find(name)
    if place < 0 or not _TREATMENT.fullmatch(name):
        return False
    led = _HAZARD_OF.search(text, max(0, place - 40), place)
    return bool(led or _HAS_RATIO.match(text, place + len(name)))


def is_cut(text: str, end: int | None = None) -> bool:
    """Whether the time named up to ``text[end]`` is cut in two there, before its figures; or in all of it.

    >>> is_cut("Time to relapse of 2 years or less (HR 1.9) was adverse", 15)
    True
    >>> is_cut("Time to relapse was 2 years (HR 1.9)", 15)
    False
    >>> is_cut("time to relapse below 2 years")
    True
    """
    return (_CUT.search(text) if end is None else _CUT.match(text, end)) is not None


def treatment_of_ratio(text: str, at: int) -> str:
    """The treatment, or the factor with its reference, whose ratio stands at a place; or the empty string.

    >>> treatment_of_ratio("In men, the HR for endocrine therapy was 0.66", 41)
    'endocrine therapy'
    >>> treatment_of_ratio("In men, the HR for distant metastasis was 0.66", 42)
    ''
    """
    before = text[max(0, at - _REACH) : at]
    told = _RATIO_OF_IT.search(before) or _AGAINST_ITS_OWN.search(before)
    return told["name"] if told else ""
