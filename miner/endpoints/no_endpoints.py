"""What stands where an endpoint would, and is none: a statistic, or a treatment that has a hazard ratio."""

from __future__ import annotations

import re

__all__ = ["names_no_endpoint", "treatment_of_ratio"]

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


_REACH = 120  # characters


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
    return bool(
        place > 0 and _TREATMENT.fullmatch(name) and _HAZARD_OF.search(text, max(0, place - 40), place)
    )


def treatment_of_ratio(text: str, at: int) -> str:
    """The treatment whose hazard ratio stands at a place, or the empty string.

    >>> treatment_of_ratio("The hazard ratio for axillary dissection or removal was 0.66", 56)
    ''
    >>> treatment_of_ratio("In men, the HR for endocrine therapy was 0.66", 41)
    'endocrine therapy'
    """
    told = _RATIO_OF_IT.search(text[max(0, at - _REACH) : at])
    return told["name"] if told else ""
