"""The group that a sentence itself names for a number: "12 months with surgery", "the ST arm (25%)"."""

from __future__ import annotations

import re

__all__ = ["name_after", "name_before", "names_of_list", "of_times"]

_REACH = 130  # characters on one side of a number in which its group is named
_PEOPLE = (
    r"(?:patients?|pts|wom[ae]n|participants?|subjects?|people|individuals?|cases|children|adults|those)"
)
_HEAD = r"(?:groups?|arms?|cohorts?|regimens?|recipients|users|(?:sub)?population)"
_LINK = r"(?:in|with|for|among|amongst|after|under|on|of|by|from|following|without|at|given|receiving|to)"
_TAIL = (
    r"(?:\s?(?:±|\+/-)\s?[\d.·]+)?\s?-?(?:%|per\s?cent|percent|months?|mo|years?|yrs?|weeks?|days?|hours?|min|points?|"
    rf"{_PEOPLE}|deaths?|events?)?[)\]]?(?:\s{_PEOPLE})?(?:\s?[(\[](?:[^()\[\]]|[(\[][^()\[\]]{{0,20}}[)\]]){{0,90}}[)\]]){{0,2}}(?:\s{_PEOPLE})?"
)
_AFTER = re.compile(
    rf"{_TAIL},?\s(?:of\s(?:the\s)?(?:\d+\s)?{_PEOPLE}\s)?"
    rf"(?P<link>{_LINK}|who\s(?:had|received|underwent|took|used|were\sgiven))\b\s?(?:{_PEOPLE}\s(?:who|that)\s(?:had|have|received|underwent|were\s(?:given|treated\swith))\s)?(?P<name>[^,;:()\[\]]{{0,80}})",
    re.I,
)
_IN_BRACKETS = re.compile(
    rf"{_TAIL.removesuffix('{0,2}')}?\s?[(\[](?P<name>[^()\[\]\d=<>%]{{1,40}})[)\]]", re.I
)
_SIDE_END = re.compile(
    r"\s(?:and|or|versus|vs\.?|v|compared|as|than|while|whereas|but|against|respectively|at|were|was|had|have|has|"
    r"died|did|who|because|when|by|until|during|within|over|from|to(?=\s\d)|in\sthe\s(?:first|year)|experienced|"
    r"reported|showed|achieved)\b|\s\(|\s\d+(?![\d.]*\s?(?:[mµu]?g|mcg|Gy|Hz|cycles|weeks)\b)|\.(?=\s|$)|[;,:]",
    re.I,
)
_FRONT = re.compile(
    rf"^(?:(?:the|an?|those|all|only|{_PEOPLE}|who|that|receiv(?:ed|ing)|given|treated|with(?!out)|assigned|allocated|"
    r"randomi[sz]ed|undergoing|underwent|had|on|in|to|of|for|after|among)\s)+",
    re.I,
)
_BACK = re.compile(rf"(?:\s(?:treatment|study|therapy))?(?:\s(?:{_HEAD}|{_PEOPLE}))+$", re.I)
_NO_GROUP = re.compile(
    r"^(?:(?:both|each|either|all|two|these|this|our|its|their|whole|entire|overall|same|total|least|most|more|any|"
    r"only|another|every|none|median|mean|average|nearly|almost|about|approximately|majority|other|one|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif)ty\S*|per\scent|fewer|less|higher|lower|good|excellent|very)\b.*|the|it|them|which|(?:sub)?groups?|arms?|cohort|study|trial|series|"
    rf"{_PEOPLE}|.*\b(?:years?|months?|weeks?|days?|hours?|cycles?|follow-?\s?up|survival|progression|recurrence|"
    r"baseline|intervals?|CI|ratio|toxicity|response|median|mean|events?|risk|rates?|P|significan\w*|respectively|"
    r"analysis|difference|CR|PR|grade|randomi[sz]ation|diagnosis|scores?|range|increase|decrease|reduction)\b.*|"
    r"\W*\w?\W*|.*\b(?:is|are|be|been|being|will|can|may|should)\b.*)$",
    re.I,
)
_BEFORE_BRACKET = re.compile(
    r"(?P<name>[^,;:()\[\]\d]{2,70}|[^,;:()\[\]]{0,50}\b(?:group|arm)\s\d)\s?[(\[]\s?(?:n\s?=\s?)?$", re.I
)
_SIDE_BEGIN = re.compile(
    rf".*\b(?:{_LINK}|than|and|versus|vs\.?|or|compared\swith|was|were|had|than\sin)\s", re.I | re.S
)
_CLAUSE_HEAD = re.compile(
    rf"(?:^|[,;:]\s(?:and\s|but\s|while\s|whereas\s)?|\b(?:{_LINK}|than|and|while|whereas)\s)(?:the\s)?"
    rf"(?P<name>(?:[\w+/.-]+\s){{0,4}}?[\w+/.-]+)\s(?:{_HEAD}|{_PEOPLE})(?:\s(?P<number>[1-9A-D]|I{{1,3}})\b)?"
    r"[^;:]{0,90}$",
    re.I,
)
_NOUN = re.compile(rf"\s(?:{_HEAD}|{_PEOPLE})", re.I)
_CALLED = re.compile(rf"\s(?:{_HEAD})\b|\b(?:controls?|placebo)$", re.I)
_LABELLED = re.compile(r"(?P<name>[A-Z][\w+/-]{0,24}(?:\s[\w+/-]{1,20}){0,3})\s?[:,=]\s?$")
_LIST = re.compile(
    rf"\b(?:in|with|for|among|between|after|of|on|by)\s(?:the\s)?(?P<first>[^,;:()\[\]\d]{{2,60}}?)\s"
    r"(?:and|versus|vs\.?|as\sagainst|compared\s(?:with|to))\s(?:the\s|in\sthe\s|with\s|for\s(?:the\s)?|after\s)?"
    rf"(?P<second>[^,;:()\[\]\d]{{2,60}}?)(?:\s(?:{_HEAD}|{_PEOPLE}))?(?=,|\srespectively|\s(?:was|were)\b|[.;(]|$)",
    re.I,
)
# "at 1, 3 and 5 years", "the 30- and 90-day mortality": the numbers are of times, not of groups.
_TIMES_LISTED = re.compile(
    r"\b(?:\d+|one|two|three|five|ten)(?:-|\s?(?:days?|months?|years?))?,?\s?(?:,|and|or)\s"
    r"(?:\d+|two|three|five|ten)(?:,?\sand\s\d+)?[-\s](?:days?|months?|years?|weeks?)\b", re.I
)  # fmt: skip


def of_times(text: str, start: int, end: int) -> bool:
    """Whether a list of times stands by the number, in whose order numbers follow."""
    return bool(_TIMES_LISTED.search(text, max(0, start - _REACH), min(len(text), end + _REACH)))


def name_after(text: str, end: int) -> str:
    """The group named right behind the number, or the empty string."""
    stretch = text[end : end + _REACH]
    bracket = _IN_BRACKETS.match(stretch)
    if bracket and (name := _group(bracket["name"])):
        return name
    m = _AFTER.match(stretch)
    if m is None:
        return ""
    name = _group(_SIDE_END.split(" " + m["name"], maxsplit=1)[0])
    if m["link"].lower() == "without":
        return f"without {name}".strip()
    return name


def name_before(text: str, start: int, begin: int) -> tuple[str, bool]:
    """The group named between the last number (which ends at ``begin``) and this; is it called a group?"""
    stretch = text[max(begin, start - _REACH) : start]
    last = stretch.rstrip()[-1:]
    for pattern, ends in ((_BEFORE_BRACKET, "([="), (_LABELLED, ":,=")):
        m = pattern.search(stretch) if last and last in ends else None
        printed = _SIDE_BEGIN.sub("", " " + m["name"]) if m else ""
        if m and (name := _group(printed)):
            return name, bool(_CALLED.search(printed))
    m = _CLAUSE_HEAD.search(stretch) if _NOUN.search(stretch) else None
    if m is None:
        return "", False
    if m["number"]:
        return f"group {m['number']}", True
    return _group(m["name"]), bool(_CALLED.match(stretch, m.end("name")))


def names_of_list(text: str, start: int, end: int) -> tuple[tuple[str, str], bool] | None:
    """The groups of "5 and 7 with A and B, respectively", "in A and B were 5 and 7"; are they called so?"""
    behind = text[end : end + _REACH]
    if "respectively" in behind.lower() and (m := _LIST.search(behind)):
        names = _group(m["first"]), _group(m["second"])
        if all(names):
            return names, True
    if not _TIMES_LISTED.search(text, max(0, start - _REACH), end + 60):
        return _names_before(text, start)
    return None


def _names_before(text: str, start: int) -> tuple[tuple[str, str], bool] | None:
    found = list(_LIST.finditer(text[max(0, start - _REACH) : start]))
    if not found:
        return None
    names = _group(found[-1]["first"]), _group(found[-1]["second"])
    return (names, bool(_CALLED.search(found[-1][0]))) if all(names) else None


def _group(name: str) -> str:
    """The name without the words for people around it; empty where it names no group."""
    name = " ".join(name.split()).strip(" ,.-–")
    name = re.sub(rf"^(?:the\s)?{_HEAD}\s(?=without\b|with\b)", "", name, flags=re.I)
    bare = _BACK.sub("", _FRONT.sub("", name + " ").strip())
    if len(bare) > 60 or not bare or _NO_GROUP.match(bare):
        return ""
    return bare
