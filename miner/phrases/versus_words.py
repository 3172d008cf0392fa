"""Words around two things: they are alike, or they only belong together and are not compared."""

from __future__ import annotations

import re

__all__ = [
    "AGED",
    "ALIKE",
    "MEASURED",
    "NOT_COMPARED",
    "PEOPLE",
    "RELATES_TWO",
    "SET_AGAINST",
    "with_head",
    "with_noun",
]

# "... than those of 10-14 years": a group by its age.
AGED = re.compile(
    r"(?:those|patients|women|men|people|children|adults|participants)\s(?:of|aged)\s[<>≥≤]?\s?\d+(?:\s?[-–]\s?\d+)?\s(?:years|y)\b(?:\sor\s(?:older|younger|more|less|over))?"
)
# "compared with | those who had A": what follows is what the rest is set against.
SET_AGAINST = re.compile(
    r"\b(?:vs?\.?|versus|than|compar(?:ed|ison)\s(?:with|to)|relative\sto|against|over|from)\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
# "The association between A and B", "the time between A and B": nothing is compared.
RELATES_TWO = re.compile(
    r"\b(?:associations?|relations?|relationships?|correlations?|links?|connections?|interactions?|interplay|agreement|concordance|overlap|"
    r"(?:the|and|or|longer|shorter)\s(?:time|interval|period|delay)|distance|balance|trade-?off|mismatch|synergy|collinearity|communication)\s"
    r"(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
# "A and B were equally effective", "A and B gave similar survival".
ALIKE = re.compile(
    r"(?:^|[;:.]\s(?:and\s)?|,\s(?:and|but|whereas|while)\s|\bthat\s)(?:both\s)?([A-Za-z][\w\s/+.-]{1,60}?)\sand\s([\w\s/+.-]{2,60}?)\s(?:were|are|was|had|have|gave|showed|yielded|produced|led\sto|resulted\sin|achieved|appeared|seemed|proved)\s"
    r"(?:equally|equivalent|comparabl[ey]|similar(?:ly)?|alike|no\sdifferent|the\ssame|as\s\w+\sas\seach\sother)\b",
    re.IGNORECASE,
)
# "protects against B", "antibodies against B": nothing is compared.
NOT_COMPARED = re.compile(
    r"\b(?:protect\w*|VE|vaccin\w*|effective\w*|efficac\w+|guard\w*|immun\w+|antibod\w+|direct\w+|activ\w+|prophyla\w+|prevent\w*|fight|insur\w+|"
    r"argue[sd]?|evidence|advi[sc]e\w*|recommend\w*|decid\w+|decision|discriminat\w+|violence|bias|balanced|weigh\w*|target\w*|plotted|regress\w*|action|"
    r"resist\w*|defen[cs]e|abuse|barrier|speaks?|spoke|warn\w*|campaign|measures?|drugs?|agents?|toxicity|response|responses|reactiv\w+|chosen?|went|adjusted)"
    r"(?:\s\w+){0,1}\s?$",
    re.IGNORECASE,
)
# "27.6 months with A and 15.0 months with B": each number beside its group.
_PEOPLE = (
    r"(?:patients|women|men|those|participants|infants|neonates|children|adults|subjects|people|individuals)"
)
# "Women on A slept worse in summer than women on B": people stand against people, not the season.
PEOPLE = re.compile(rf"(?:the\s|that\s)?(?:[\w-]+\s){{0,2}}?{_PEOPLE}\b", re.IGNORECASE)
_TAKING = (
    r"(?:receiving|treated\swith|given|assigned(?:\sto)?|allocated(?:\sto)?|randomi[sz]ed\sto|taking|undergoing|"
    r"who\s(?:received|underwent|took|were\sgiven))"
)
_UNIT = (
    r"(?:%|months?|years?|days?|weeks?|events|deaths|points?|mm(?:\sHg)?|kg|g/d[Ll]|mmol/[Ll]|m[Ll]|cases|"
    rf"{_PEOPLE})"
)
MEASURED = re.compile(
    rf"\d\s?(?:{_UNIT}\s(?:(?:for|with|in|among|on|after|under)\s(?:{_PEOPLE}\s(?:{_TAKING}|in|on|with)\s)?|of\s{_PEOPLE}\s(?:{_TAKING}|in|on)\s|of\s(?=the\s[\w\s+/-]{{2,40}}?\s(?:group|arm)\b))"
    rf"|(?:{_PEOPLE}\s+)?{_TAKING}\s)(?:the\s)?",
    re.IGNORECASE,
)
_QUALITY = re.compile(r"[\w-]*(?:ed|ic|al|ous|ive|ary|early|late|high|low|dose|term)", re.IGNORECASE)
_DENIED = re.compile(r"(?:no|without)\s(?:any\s)?([\w-]+)\b", re.IGNORECASE)
_HEAD = re.compile(r"\b([\w-]+)\s(?:with|at|to|by|in)\s(?:an?\s|the\s)?$")


def with_noun(one: str, other: str) -> str:
    """A quality alone with the noun that only the other side has: "robotic" beside "laparoscopic repair"."""
    quality, _, noun = other.partition(" ")
    alone = noun and _QUALITY.fullmatch(one) and _QUALITY.fullmatch(quality)
    return f"{one} {noun}" if alone else one


def with_head(left: str, right: str, before: str) -> str:
    """The left side with what it belongs to, where the right side denies just that; ``before`` ends with it.

    >>> with_head("sticks", "no walks", "walks with sticks")
    'walks with sticks'
    >>> with_head("sticks", "no sticks", "walks with sticks")
    'sticks'
    """
    denied, led = _DENIED.match(right), _HEAD.search(before.removesuffix(left)) if left else None
    return f"{led[0]}{left}" if denied and led and led[1].lower() == denied[1].lower() else left
