"""The factor that a number measures, where a sentence says what predicts an endpoint or goes with it."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.contrasts.sense import without_people
from miner.endpoints.candidates import candidates_in
from miner.phrases.clauses import (
    ESTIMATE_IN_BRACKETS,
    phrase_after,
    phrase_before,
    skeleton,
    subject_of,
    trimmed,
)
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.group_or_factor import group_name, is_factor, is_group
from miner.phrases.series import place_in_series
from miner.phrases.versus import pairs_in
from miner.text.possessive import possessive

__all__ = [
    "effect_of",
    "factor_of",
    "last_resort",
    "led_name",
    "named_after",
    "related_to_endpoint",
    "subject_factor",
]

_LABEL = re.compile(
    possessive(
        "label",
        r"(?:\b(?:with|and|of|was|were|an?|the)\s|\b(?:adjusted|estimated|multivariable|multivariate|univariable|pooled|crude|corresponding)\s|[(\[,;:=]\s?|"
        r"\b(?:a?HRs?|a?ORs?|a?RRs?|MH-OR|TER|hazard\sratios?|odds\sratios?|risk\sratios?|relative\srisks?|rate\sratios?|mean\sdifferences?|MD|beta|β)\b\s?[)\]]?\s?)+",
    )
    + "$",
    re.IGNORECASE,
)
_STATISTICS_THEN = re.compile(
    possessive("statistics", r"(?:[\s\d,;:()\[\]=<>≤≥.·%–−‒-]|\b(?:95|CI|confidence|intervals?|p|to|and)\b)*")
    + r"(?:for|in|among)\s(?:the\s)?(?=\w)",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\b(?:lower|higher|longer|shorter|better|worse|reduced|increased|improved|greater|superior|inferior|elevated|decreased|more|less|fewer|commoner|rarer|poorer)\s(?:\w+\s)?"
    r"(?:with|after|in|for|among|following|when|where|if)\s(?:the\s)?",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"\b(?:with|after|in|for|among|following|when|where|if)\s(?:the\s)?", re.IGNORECASE)
_PLAIN = re.compile(r"[\w\s/+≥≤<>-]{3,70}")
_PEOPLE = re.compile(
    r"\b(?:patients|women|men|participants|subjects|differences?|effects?|groups?|model|analysis)\b",
    re.IGNORECASE,
)
# "The HR for >90 days": a level is compared, whatever else the sentence says.
_BOUND = re.compile(r"[<>≥≤]\s?\d")
_RATIO_FOR = re.compile(
    r"\b(?:ratios?|HRs?|ORs?|RRs?)\s(?:\[[^\]]{0,12}\]\s|\([^)]{0,12}\)\s)?(?:for|of)\s(?:the\s)?([\w\s+/≥≤<>-]{2,60}?)(?:,|\s(?:was|were|is|being|of|[=:])|\s?[\[(:=]|\s\d)[^.;]{0,4}$"
)
# "The HR in the lowest tertile was".
_RATIO_IN = re.compile(
    r"\b(?:ratios?|HRs?|ORs?|RRs?)\s(?:in|among)\s(?:the\s|those\swith\s)?(?P<name>[\w\s+/≥≤<>-]{2,60}?)\s(?:was|were)\s(?:only\s|about\s)?$"
)
# "The HR of A was 0.6 (0.5-0.8) for relapse and | 0.7 (0.5-0.9) for death": A, of both.
_RATIO_OF_ALL = re.compile(
    r"\b(?:ratios?|HRs?|ORs?|RRs?)\s(?:for|of)\s(?:the\s)?(?P<name>[\w\s+/≥≤<>-]{2,60}?)\s(?:was|were)\s(?:[\d.·]+\sfor\s[^,;\d]{2,50}?(?:,|,?\sand)\s){1,4}$"
)
_FOR_FACTOR = re.compile(
    r"(?:^|[;.]\s)(?:and\s)?for\s([^,;]{3,60}),\s(?:the\s)?(?:adjusted\s)?(?:odds|hazard|risk|relative|rate|M-H)\b[^;,]{0,60}$",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"[\w\s+/≥≤<>-]{2,60}?(?=[;.)\]]|,\s(?:respectively|\d|and\s\d)|\s(?:respectively|(?<!less\s)(?<!more\s)than|versus|vs|compared|relative\sto)\b|,|\sand\s\d|$)"
)
# "A significant association was found for age": the subject says that there is one, not with what.
_FINDING = re.compile(
    r"\b(?:associations?|predictors?|factors?|relationships?|correlations?)\b", re.IGNORECASE
)
_ENDPOINT_WORDS = re.compile(
    r"\b(?:risks?|incidence|odds|rates?|probability|survival|mortality)\b|\b(?:it|they|this|which)$",
    re.IGNORECASE,
)
# A verb or a colon between the endpoint and the number: the factors follow.
_RESTARTS = re.compile(
    r"\b(?:was|were|is|are|(?<!that\s)included?|be|had|identified|while|whereas)\b|:", re.IGNORECASE
)
# "Patients with high levels had worse survival": the levels are compared.
_HAVING = re.compile(
    r"(?:^|[,;]\s)(?:patients|women|men|those|individuals|subjects|cases)\swith\s([^,;]{3,60}?)\s(?:had|have|showed|experienced|fared|lived|survived)\s"
    r"(?=[^;]{0,60}\b(?:worse|better|longer|shorter|higher|lower|poorer|inferior|superior|improved|reduced|increased)\b)(?![^;]{0,120}\b(?:than|versus|vs|compared)\b)",
    re.IGNORECASE,
)
_ADJUSTED = re.compile(r"\b(?:adjust|controlling|correct|allow)", re.IGNORECASE)
# "... when other variables were allowed for": how it was reckoned, not what with.
_MODELLED = re.compile(
    r",?\s(?:when|after|even\safter)\s(?:\w+\s){0,5}?(?:variables|factors|covariates|confounders|adjust\w+|control\w+|allow\w+)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:when|where|if)\s(?:the\s)?$", re.IGNORECASE)
_EFFECT_OF = re.compile(
    r"\b(?:effects?|impact|influence|association|role|contribution)\s(?:of|between)\s(?:the\s|an?\s)?([^,;:.]{2,60}?)\s(?:on|with|and|upon)\s(?!without)[^.;]",
    re.IGNORECASE,
)
# "No benefit from A was seen in B": A, and not in whom.
_BENEFIT_OF = re.compile(
    r"\b(?:benefits?|advantages?|effects?|gains?|improvements?|reductions?|harms?)\s(?:with|from|of)\s(?:the\s|an?\s|adding\s)?([^,;:.()]{2,50}?)\s(?:was|were|is|are)\s(?:\w+ly\s|also\s|not\s)?(?:seen|observed|found|noted|shown|evident|apparent|detected|present|limited|confined|restricted|greatest|largest)\b",
    re.IGNORECASE,
)
# "An association between A and B": one of the two is the endpoint.
_RELATED = re.compile(
    r"\b(?:associations?|relations?(?:hips?)?|links?|correlations?|and|,)\s(?:\w+\s){0,3}?between\s(?:the\s|an?\s)?([^,;:.()]{2,70}?)\sand\s(?:the\s|an?\s)?([^,;:.()]{2,60}?)"
    r"(?=\s?[,;:.(\[]|$|\s(?:in|among|for|was|were|after|with|when|at)\b)",
    re.IGNORECASE,
)
_IS_FACTOR = re.compile(
    r"(?:^|[,;:]\s|\bthat\s)([^,;:.]{2,60}?)\s(?:was|were|is|are|remained|proved)\s(?:also\s)?(?:the|an?)\s(?:[\w-]+\s){0,4}(?:predictor|factor|prognosticator|determinant)s?\b",
    re.IGNORECASE,
)
_BE = re.compile(r"\s(?:was|were|is|are)\s?")
_LIST_JOINT = re.compile(r",\s(?:and\s)?|\sand\s")
_RESPECTIVE = re.compile(r"((?:[\w%≥≤<>+/-]+,?\s){1,24}?)(?:\w+,\s)?respectively")


def effect_of(text: str, at: int) -> str:
    """``The effect of A on survival``, ``A was the only independent factor``: A, or the empty string."""
    bones = skeleton(text)
    place = bones.at(at)
    if any(pair.left for pair in pairs_in(bones.text)):
        return ""
    for pattern in (_EFFECT_OF, _IS_FACTOR, _BENEFIT_OF):
        named = list(pattern.finditer(bones.text, 0, place))
        if named and is_group(named[-1][1]) and not _FINDING.search(named[-1][1]):
            return trimmed(named[-1][1].rpartition("that ")[2])
    return ""


def related_to_endpoint(text: str, at: int, known: str) -> str:
    """``An association between the risk of B and A``: A, or the empty string where none is an endpoint."""
    bones = skeleton(text)
    found = list(_RELATED.finditer(bones.text, 0, bones.at(at) + 1))
    if not found:
        return ""
    one, two = trimmed(found[-1][1]), trimmed(found[-1][2])
    first, second = (_names_endpoint(name, known) for name in (one, two))
    factor = two if first and not second else one if second and not first else ""
    return factor if is_factor(factor) else ""


def _names_endpoint(name: str, known: str) -> bool:
    return bool(
        _ENDPOINT_WORDS.search(name) or mentions_in(name) or (known and known.lower() in name.lower())
    )


def factor_of(text: str, at: int, to: int) -> str:
    """The factor where the sentence says what predicts, or is associated with, an endpoint."""
    for pattern in (_FOR_FACTOR, _RATIO_FOR):
        named = pattern.search(text, max(0, at - 140), at)
        if named and _is_beside_endpoint(text, named[1]):
            return group_name(named[1])
    bones = skeleton(text)
    of_ratio = _RATIO_OF_ALL.search(bones.text, 0, bones.at(at)) or _RATIO_IN.search(
        text, max(0, at - 140), at
    )
    if of_ratio and is_group(of_ratio["name"]) and not mentions_in(of_ratio["name"]):
        return group_name(of_ratio["name"])
    having = _HAVING.search(bones.text)
    if having and having.end() <= bones.at(at) and is_factor(having[1]):
        return having[1]
    strong = [c.mention for c in candidates_in(text) if c.strong]
    if not strong:
        return ""
    label = _LABEL.search(text, max(0, at - 90), at)
    place = bones.at(label.start() if label else at)
    before = [m for m in strong if m.end <= at and not _RESTARTS.search(bones.text, bones.at(m.end), place)]
    if before:
        return _predictor(bones.text, place, before[-1].text)
    after = named_after(text, at, to)
    if after and not mentions_in(after):
        return after
    phrase = _listed(text, label.start() if label else at, place)
    return phrase if is_factor(phrase) and not any(phrase.endswith(m.text) for m in strong) else ""


def _listed(text: str, start: int, place: int) -> str:
    """The phrase before ``place`` of the skeleton, reaching back no further than the item before it."""
    bones = skeleton(text)
    last = 0
    for m in ESTIMATE_IN_BRACKETS.finditer(text, 0, start):
        last = bones.at(m.end())
    near = phrase_before(bones.text[last:], place - last, factor=True) if last < place else ""
    return near if is_factor(near) else phrase_before(bones.text, place, factor=True)


def _is_beside_endpoint(text: str, name: str) -> bool:
    """Whether the phrase can be a group or factor because the sentence names another endpoint."""
    if mentions_in(name) or not is_group(name):
        return False
    return _BOUND.match(name) is not None or any(
        c.mention.text not in name and name not in c.mention.text for c in candidates_in(text)
    )


def _predictor(text: str, place: int, endpoint: str) -> str:
    """The subject of "is associated with": with what it is compared, where that is said; else the object."""
    subject = subject_of(text, place)
    for pair in pairs_in(text):
        if subject and pair.left and (pair.left in subject or subject in pair.left):
            return str(pair)
    if _FINDING.search(subject):
        subject = phrase_before(text, place, factor=True)
    return subject if is_factor(subject) and not _ENDPOINT_WORDS.search(subject) else endpoint


# "The hazard ratio of 0.6 (...) was in favour of | surgery".
_FAVOURED = re.compile(
    r"\s?(?:[(\[][^()\[\]]*[)\]])?,?\s(?:(?:was|were|and)\s)?(?:\w+ly\s)?(?:in\sfavou?r\sof|favou?r(?:ed|s|ing))\s(?:the\s)?"
)


@lru_cache(maxsize=8)
def named_after(text: str, at: int, to: int) -> str:
    """``1.4 (95% CI 1.1 to 1.9) for cough``; of "for A and B, respectively" the one in the number's place."""
    favoured = _FAVOURED.match(text, to)
    if favoured:
        name = phrase_after(text, favoured.end())
        return group_name(name) if is_group(name) else ""
    m = _STATISTICS_THEN.match(text, to)
    index, total = place_in_series(text, at, to)
    listed = _RESPECTIVE.match(text, m.end()) if m and total > 2 else None
    if listed:
        items = [i for i in _LIST_JOINT.split(listed[1].strip(" ,")) if i.strip()]
        return group_name(items[index].strip()) if len(items) >= total else ""
    piece = _PIECE.match(text, m.end()) if m else None
    if piece is None:
        return ""
    names = _LIST_JOINT.split(piece[0])
    name = names[index] if len(names) == total else names[0]
    return group_name(name) if is_group(name) else ""


@lru_cache(maxsize=8)
def led_name(text: str, at: int) -> str:
    """``the hazard was lower with A``: A, or the empty string."""
    bones = skeleton(text)
    place = bones.at(at)
    modelled = _MODELLED.search(bones.text, 0, place)
    place = modelled.start() if modelled else place
    led = _LED.search(bones.text, 0, place + 1)
    if led is None or _ADJUSTED.search(bones.text, led.start(), place):
        return ""
    last = [
        m
        for m in _LED_BY.finditer(bones.text, led.end(), place)
        if _PLAIN.fullmatch(bones.text, m.end(), place)
    ]
    begin = last[-1].end() if last else led.end()
    if _WHEN.search(bones.text, 0, begin):
        return without_people(trimmed(_BE.sub(" ", bones.text[begin:place])))
    name = phrase_after(bones.text, begin)
    return "" if not is_factor(name) or _PEOPLE.fullmatch(name) or mentions_in(name) else name


def subject_factor(text: str, at: int) -> str:
    """The subject of the number's clause, where it can be a factor."""
    bones = skeleton(text)
    subject = subject_of(bones.text, bones.at(at))
    wrong = _ENDPOINT_WORDS.search(subject) or _FINDING.search(subject) or _PEOPLE.search(subject)
    return "" if wrong or not is_group(subject) else subject


def last_resort(text: str, at: int) -> str:
    """The subject of the number's clause, or the phrase before the number."""
    bones = skeleton(text)
    place = bones.at(at)
    subject = subject_of(bones.text, place)
    phrase = phrase_before(bones.text, place, factor=True)
    if is_factor(subject) and not _FINDING.search(subject) and not _ENDPOINT_WORDS.search(subject):
        return subject
    return phrase or subject
