"""Endpoints that are counted together: ``the risk of kidney failure, dialysis, or renal death`` is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.model import EndpointClass
from miner.phrases.endpoint_mentions import EndpointMention, class_of_name
from miner.text.sieve import Guarded

__all__ = ["composite_around"]

_LIST = Guarded(re.compile(
    r"\b(?:risks?|rates?|odds|incidence|composite|hazards?|likelihood|probability|combination|end\s?-?points?|associated\swith)\s(?:(?:of|for)\s)?(?:the\s|an?\s)?"
    r"((?:[\w'/-]+,?\s){1,14}?or\s(?:[\w'/-]+\s){0,5}?[\w'/-]+)(?=\s?[(\[]|[,.;]|\s(?:was|were|did|than|with|by|among|compared|versus|at|over|during|occurred|after)\b|$)",
    re.IGNORECASE,
))  # fmt: skip
_DEATH = re.compile(r"\b(?:deaths?|mortality|died|dying)\b", re.IGNORECASE)
# The composite that a name makes with death: "| infection or death", "death or | dysplasia".
_OR_DEATH = re.compile(
    r",?\s(?:and/)?or\s(?:from\s)?(?:all-cause\s|cardiovascular\s|any\s)?(?:deaths?|mortality)\b"
)
_DEATH_OR = re.compile(
    r"\b(?:[Aa]ll-cause\s)?(?:[Dd]eaths?|[Mm]ortality)(?:\sfrom\s(?:any|all)\scauses?)?\s(?:and/)?or\s(?:an?\s)?(?:[\w-]+\s)?$"
)
_PARTNER = re.compile(
    r"\s(?:and/)?or\s(?:an?\s)?((?:(?!at|by|in|on|within|was|were|is|the|no|not|more|any)[\w-]+\s){0,2}?[A-Za-z][\w-]+)"
    r"(?=\s?[(\[,.;:]|\s(?:at|by|in|on|within|before|during|occurred|was|were|did|than|with|among|through|up)\b|$)"
)
_PARTNER_BEFORE = re.compile(
    r"(?:^|[(,;:]\s?|\b(?:for|of|in|the|an?|was|were|had)\s)((?:(?!for\b|of\b|in\b|the\b)[\w-]+\s){0,2}[\w-]+)\s(?:and/)?or\s(?:from\s)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",\s(?:or\s)?|\sor\s", re.IGNORECASE)
_NO_PART = re.compile(
    r"\b(?:with|by|than|among|after|between|without|on|was|were|had|is|are|higher|lower|and|per|vs|age)\b|"
    r"\bin\s(?:the|men|women|patients|those|either|users|smokers|children|adults)\b|\bor\s(?:no|more|less|greater|not|any|other|all)\b",
    re.IGNORECASE,
)
_DEATHS = ("overall_survival", "disease_specific_survival")
_CAME_BACK = ("disease_free_survival", "locoregional_control", "distant_metastasis")


def composite_around(text: str, own: EndpointMention) -> EndpointMention | None:
    """The composite with death in it of which the name is a part, or None where it stands alone."""
    if "or " not in text or text[own.start : own.end] != own.text:
        return None
    pair = _pair_with_death(text, own)
    if pair is not None:
        return EndpointMention(text[pair[0] : pair[1]], *pair, _class_of_pair(text, pair, own), "composite")
    for m in _LIST.finditer(text):
        start, end = m.span(1)
        inside = start <= own.start and own.end <= end and (start, end) != (own.start, own.end)
        if inside and _DEATH.search(m[1]) and not _NO_PART.search(m[1]):
            return EndpointMention(m[1], start, end, _class_of(_BETWEEN.split(m[1]), own), "composite")
    return None


def _pair_with_death(text: str, own: EndpointMention) -> tuple[int, int] | None:
    """Where the name and death stand as a pair, or None."""
    if _DEATH.fullmatch(own.text):
        partner = _PARTNER.match(text, own.end)
        if partner and not _NO_PART.search(partner[1]):
            return own.start, partner.end()
        partner = _PARTNER_BEFORE.search(text, max(0, own.start - 60), own.start)
        return (partner.start(1), own.end) if partner and not _NO_PART.search(partner[1]) else None
    behind, before = _OR_DEATH.match(text, own.end), _DEATH_OR.search(text, max(0, own.start - 60), own.start)
    if behind:
        return own.start, behind.end()
    return (before.start(), own.end) if before else None


def _class_of_pair(text: str, pair: tuple[int, int], own: EndpointMention) -> EndpointClass:
    return _class_of(_BETWEEN.split(text[pair[0] : pair[1]]), own)


def _class_of(parts: Sequence[str], own: EndpointMention) -> EndpointClass:
    """Recurrence or death is disease-free survival, progression or death progression-free."""
    kinds = {class_of_name(part) for part in parts}
    if len(kinds) == 1:
        return own.endpoint_class
    others = kinds.difference(_DEATHS)
    if others and others.issubset(_CAME_BACK):
        return "disease_free_survival" if len(others) > 1 else others.pop()
    if not others:
        return own.endpoint_class
    return "progression_free_survival" if others == {"progression_free_survival"} else "other"
