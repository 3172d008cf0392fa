"""Names of endpoints that only qualify what was counted: whom, of what, split by what, adjusted for what."""

from __future__ import annotations

import re

from miner.phrases.endpoint_mentions import EndpointMention

__all__ = ["is_beside"]

_BESIDE = re.compile(
    r"\b(?:treatment|therapy|surgery|drugs?|prophylaxis|medication|analgesics?|screening|radiotherapy|admitted|attributed)\s(?:for|of|to)\s(?:\w+\s)?$",
    re.I,
)
# "Hepatitis | vaccine", "stroke | unit": the illness qualifies what follows.
_ILLS = ("adverse_event", "quality_of_life", "other")
_MODIFIED = re.compile(
    r"[\s-](?:[A-E]\s)?(?:vaccin\w+|immuni[sz]ations?|screening|tests?|testing|knowledge|awareness|education|prevention|prophylaxis|clinics?|cent(?:re|er)s?|units?|program(?:me)?s?|"
    r"services?|specialists?|surveillance|guidelines?|training|management|questionnaires?|virus|literacy|nurses?|teams?|registr(?:y|ies)|ward)\b",
    re.IGNORECASE,
)
# "A previous | stroke", "a history of | falls": what befell people before.
_PAST = re.compile(
    r"\b(?:prior|previous|past|pre-?existing|earlier|(?:history|episodes?)\sof|antecedent)\s(?:(?:an?|any|recent|known|the)\s)?(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_PAST_NAMED = re.compile(
    r"(?:having\s)?(?:an?\s)?(?:prior|previous|past|pre-?existing|earlier|antecedent)\s", re.IGNORECASE
)
# "Mortality from | stroke": of what they died.
_CAUSE_OF_DEATH = re.compile(
    r"\b(?:mortality|deaths?|dying|died|fatality)\s(?:rates?\s)?(?:from|of|due\sto|because\sof|attribut(?:ed|able)\sto)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
# "Complications differed neither by weight nor by | blood loss": what the rates were split by.
_SPLIT_BY = re.compile(
    r"\b(?:survival|mortality|rates?|risks?|differ\w*|var(?:y|ied)|stratified|grouped|neither|nor|categori[sz]ed|divided|classified)\s"
    r"(?:[\w-]+\s){0,2}?by\s(?:[\w-]+,?\s){0,5}$",
    re.IGNORECASE,
)
_LEVEL = (
    r"(?:(?:very\s|moderately\s)?(?:low|high|mild|moderate|severe|medium|intermediate|lower|higher|middle|upper|lowest|highest|small|large|borderline|current|former|past|ever|never|heavy|light|"
    r"minimal|marked|subclinical|overt|short|long|early|late|first|second|third|fourth|fifth|normal|class\s\w+|stage\s\w+|grade\s\w+|[<>≥≤]\s?\S+|\d+(?:[-–]\d+)?))"
)
# "Hazard ratios for light and heavy | snoring": levels are those of a factor.
_LEVELS = re.compile(
    rf"\b(?:for|with|in|of)\s(?:the\s)?{_LEVEL}(?:,?\s(?:and|or|to|versus|vs\.?)\s{_LEVEL}|,\s{_LEVEL})+\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
# "Resistance, defined as | relapse within six months (HR 0.6)": what people are called, not what they had.
_DEFINED = re.compile(
    r"\b(?:defined|understood|classed|counted)\s(?:as|by)\s(?:an?\s|the\s|any\s|having\s)*(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
# "when tumour size had been adjusted for", "with adjustment for pain": a covariate.
_COVARIATE = re.compile(
    r"\b(?:adjust(?:ed|ing|ments?)|controll(?:ed|ing)|allow(?:ed|ing|ances?)|account(?:ed|ing)|correct(?:ed|ing|ions?))\sfor\s"
    r"(?:[\w\s/-]{1,60}(?:,\s|\sand\s)){0,4}(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
# "After adjusting for age and sex, the | risk of death was raised".
_OPENS_CLAUSE = re.compile(
    r",\s(?:(?:the|an?|no|any|only|both|all)\s|(?=risks?\s|odds\s))(?:\w+\s)?$|\sand\s[^,;]{2,40},\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s(?:(?:of|for|from|in|with|at|after)\s(?:[\w-]+\s){1,5})?(?:was|were|is|are|remained|increased|decreased|fell|rose|did|had|differed|appeared|favou?red|improved|declined)\b",
    re.IGNORECASE,
)
_ADJUSTED_FOR = re.compile(
    r"\s(?:and\s[\w\s]{1,30}\s)?(?:had\sbeen|has\sbeen|have\sbeen|was|were|are|is|being)\s(?:also\s)?(?:adjusted|controlled|allowed|accounted|corrected)\sfor\b",
    re.IGNORECASE,
)


def is_beside(text: str, mention: EndpointMention) -> bool:
    """Whether the name qualifies a treatment, or is that of a covariate."""
    start, end = mention.start, mention.end
    modifies = mention.endpoint_class in _ILLS and _MODIFIED.match(text, end)
    return bool(
        modifies
        or _BESIDE.search(text, max(0, start - 30), start)
        or _PAST_NAMED.match(mention.text)
        or _PAST.search(text, max(0, start - 45), start)
        or _DEFINED.search(text, max(0, start - 40), start)
        or _LEVELS.search(text, max(0, start - 90), start)
        or _CAUSE_OF_DEATH.search(text, max(0, start - 50), start)
        or (" by " in text[:start] and _SPLIT_BY.search(text, max(0, start - 70), start))
        or _ADJUSTED_FOR.match(text, end)
        or ("for" in text[max(0, start - 90) : start] and _is_covariate(text, start, end))
    )


def _is_covariate(text: str, start: int, end: int) -> bool:
    """Whether the name is one of what was adjusted for: what has an article and a verb is what was found."""
    if not _COVARIATE.search(text, max(0, start - 90), start):
        return False
    return not (_OPENS_CLAUSE.search(text, 0, start) and _VERB.match(text, end))
