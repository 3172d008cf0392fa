"""The group that a sentence itself names for a number: "12 months with surgery", "the ST arm (25%)"."""

from __future__ import annotations

import re

__all__ = [
    "HEAD",
    "PEOPLE",
    "group",
    "name_after",
    "name_before",
    "name_further",
    "name_in_bracket",
    "names_of_list",
    "of_times",
    "words_after",
]

_REACH = 130  # characters on one side of a number in which its group is named
PEOPLE = (
    r"(?:patients?|pts|wom[ae]n|participants?|subjects?|people|"
    r"individuals?|cases|children|adults|infants|neonates|residents|girls|boys|those)"
)
HEAD = r"(?:groups?|arms?|cohorts?|regimens?|recipients|users|(?:sub)?population)"
_LINK = (
    r"(?:in|with|for|among|amongst|after|under|on|of|by|from|following|without|at|given|"
    r"receiving|assigned(?:\sto)?|allocated(?:\sto)?|randomi[sz]ed\sto|treated\swith|to)"
)
_TAIL = (
    r"(?:\s?[(\[][^()\[\]]{0,30}[)\]](?=\s(?:months?|years?|weeks?|days?)\b))?(?:/\d+|\sof\s(?:the\s)?\d+)?(?:\s?(?:±|\+/-)\s?[\d.·]+)?\s?-?(?:%|per\s?cent|percent|months?|mo|years?|yrs?|weeks?|days?|hours?|min|points?|[€$£]|°|degrees|mm(?:\s?Hg)?|cm|k?g|m[gL]|[µμnp]?[a-z]{{1,5}}/[a-z]{{1,4}}[23]?|"
    rf"{PEOPLE}|deaths?|events?)?[)\]]?(?:\s{PEOPLE})?(?:\s?[(\[](?:[^()\[\]]|[(\[][^()\[\]]{{0,20}}[)\]]){{0,90}}[)\]]){{0,2}}"
    rf"(?:\sof\s(?:the\s)?\d+)?(?:\s{PEOPLE})?"
)
_AFTER = re.compile(
    rf"{_TAIL}(?:,?\srespectively)?,?\s(?:(?:of|in|among)\s(?:the\s)?(?:\d+\s)?{PEOPLE}\s(?:[(\[][\d.·]+\s?%[)\]]\s)?)?"
    rf"(?P<link>{_LINK}|who\s(?:had|received|underwent|took|used|were\sgiven))\b\s?(?:{PEOPLE}\s(?:who|that)\s(?:also\s)?(?:had|have|received|underwent|were\s(?:given|treated\swith))\s)?(?P<name>[^,;:()\[\]]{{0,80}})",
    re.I,
)
_IN_BRACKETS = re.compile(
    rf"{_TAIL.removesuffix('{0,2}')}?\s?[(\[](?P<name>(?:[^()\[\]\d=<>%]|(?<=[A-Za-z-])\d+|\d+(?:\.\d+)?(?=\s?(?:m?c?g|µg|Gy)\b)){{1,40}})[)\]]",
    re.I,
)
_FURTHER = re.compile(
    rf"{_TAIL}(?:\s(?!(?:and|or|vs|versus|v|than|compared|while|whereas|but|not|{_LINK})\b)[A-Za-z][\w/-]*|\sof\s(?=[a-z])(?!the\b|{PEOPLE})"
    rf"|\sper\s1[0\s,]{{1,7}}){{1,9}}\s(?:in|among|amongst|with|of|for|on|after|under)\s(?:the\s)?(?:\d[\d,]*\s)?"
    rf"(?P<name>[^,;:()\[\]\d]{{1,60}}?\s(?:{HEAD})\b|(?:group|arm|cohort)\s(?:[A-Z]|\d|I{{1,3}}|IV)\b"
    rf"|{PEOPLE}\s(?:receiving|assigned\sto|treated\swith|given|taking|on)\s[^,;:()\[\]\d]{{2,50}}?(?=[,;.(]|\sand\s\d|\s(?:versus|vs|compared|than)\b|$))",
    re.I,
)
# "36% of those who did not": told by what the other group did.
_DID_NOT = re.compile(
    rf"{_TAIL},?\s(?:of|in|for|among|after)\s{PEOPLE}\s(?:who|that)\s(?:did|had|were)\snot\b", re.I
)
# "25 v 44 months without and with surgery".
_BOTH_WAYS = re.compile(
    r"^[^.;()]{0,60}?\b(?P<first>with(?:out)?)\s(?:and|or|versus|vs\.?|v)\s(?!(?P=first)\b)with(?:out)?\s(?P<name>[^,;:()\[\]\d]{2,60}?)"
    r"(?=,|\srespectively|\s(?:was|were|at|in)\b|[.;(]|$)",
    re.I,
)
# "22% v 41% (p<0.001) for X v Y".
_PAIR_BEHIND = re.compile(
    r"^[^A-Za-z;]{0,3}(?:(?:months?|years?|days?|weeks?|points?|vs?|versus|and|to|p|P)\b[^A-Za-z;]{1,24}){0,4}\s?(?:for|in|with|after)\s(?:the\s)?"
    r"(?P<first>[^,;:()\[\]\d]{2,50}?)\s(?:vs\.?|versus|v)\s(?P<second>[^,;:()\[\]\d]{2,50}?)(?=[,;.(]|$)"
)
_SIDE_END = re.compile(
    r"\s(?:and|or|versus|vs\.?|(?-i:v)|compared|as|than|while|whereas|but|against|respectively|at|were|was|had|have|has|"
    r"died|did|who|because|with\sno(?:\sstatistical\w*)?(?:\ssignificant)?\sdifference|when|by|until|during|within|over|from|to(?=\s\d)|in\sthe\s(?:first|year)|experienced|"
    r"reported|showed|achieved)\b|\s\(|(?<!\bgroup)(?<!\barm)(?<!\bcohort)\s\d+(?![\d.]*\s?(?:[mµu]?g|mcg|Gy|Hz|cycles|weeks)\b)|\.(?=\s|$)|[;,:]",
    re.I,
)
_SCHEDULE = re.compile(r"\bevery[\s-](?:\d+|two|three|four)[\s-]weeks?", re.I)
_LETTER_ALONE = re.compile(r"(?![NnP])[A-Z]")
_UP_TO_HEAD = re.compile(
    rf"\s?(?:the\s|(?!the\s))(?!(?:{HEAD})\b)(?!{PEOPLE}\b)(?:(?:[\w+/®-]+\s){{1,6}}?(?:{HEAD})|(?:[\w+/®-]+\s){{1,4}}?"
    r"(?:patients|women|men|participants|subjects|children|adults|infants|residents))\b",
    re.I,
)
_FRONT = re.compile(
    rf"^(?:(?:the|an?|those|all|only|{PEOPLE}|who|that|receiv(?:ed|ing)|given|treated|with(?!out)|assigned|allocated|"
    r"randomi[sz]ed|undergoing|underwent|had|on|in|to|of|for|after|among)\s)+",
    re.I,
)
_BACK = re.compile(rf"(?:\s(?:treatment|study|therapy))?(?:\s(?:{HEAD}|{PEOPLE}))+$", re.I)
_NO_GROUP = re.compile(
    r"^(?:(?:both|each|either|all|two|these|this|our|its|their|whole|entire|overall|same|total|least|most|more|any|"
    r"only|another|every|none|median|mean|average|nearly|almost|about|approximately|majority|other|one|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif)ty\S*|per\scent|fewer|less|higher|lower|good|excellent|very|"
    r"which|when|what|where|whether|if|end|comparison\swith|ml|i\.e|e\.g)\b.*|favou?r\b.*|the|it|them|which|by|in|of|but|and|with|for|than|to|as|or|(?:sub)?groups?|arms?|cohort|study|trial|series|"
    rf"{PEOPLE}|.*\b(?:years?|months?|weeks?|days?|hours?|cycles?|follow-?\s?up|survival|progression|recurrence|"
    r"baseline|intervals?|CI|ratio|toxicity|response|median|mean|events?|risk(?<!\b(?:low|mid)[-\s]risk)(?<!high[-\s]risk)(?<!mediate[-\s]risk)(?<!medium[-\s]risk)(?<!erate[-\s]risk)(?<!erage[-\s]risk)(?<!standard[-\s]risk)|rates?|P|significan\w*|respectively|"
    r"analysis|difference|CR|PR|grade|randomi[sz]ation|diagnosis|scores?|range|increase|decrease|reduction|values?|efficacy|"
    r"intent(?:ion)?-to-treat|[PDR]FS|OS|achieved|completed|produced|discontinued|considered|cancelled|impact|attitudes?|intentions?)\b.*|"
    r"no\s\w+\sand\sno\s.*|"
    r"\W*\w?\W*|.*\b(?:is|are|be|been|being|will|can|may|should)\b.*)$",
    re.I,
)
_CALLED_BY_LETTER = re.compile(
    rf"(?:[Tt]he\s)?(?:(?P<kind>[Gg]roup|[Aa]rm|[Cc]ohort)\s(?P<of>[A-Z]|\d|I{{1,3}}|IV)(?:\s(?:{PEOPLE}))?|(?P<alone>[A-Z])\s(?:{HEAD}))"
)
_BEFORE_BRACKET = re.compile(
    r"(?P<name>(?:[^,;:()\[\]\d]|(?<=[A-Za-z])\d){2,70}|[^,;:()\[\]]{0,50}\b(?:group|arm)\s\d)\s?[(\[]\s?(?:n\s?=\s?)?$",
    re.I,
)
_SIDE_BEGIN = re.compile(
    rf".*\b(?:{_LINK}|than|and|versus|vs\.?|or|compared\swith|was|were|had|than\sin)\s", re.I | re.S
)
_CLAUSE_HEAD = re.compile(
    rf"(?:^|[,;:]\s(?:and\s|but\s|while\s|whereas\s)?|\b(?:{_LINK}|than|and|while|whereas)\s)(?:the\s)?"
    rf"(?P<name>(?:[\w+/.-]+\s){{0,4}}?[\w+/.-]+)\s(?:{HEAD}|{PEOPLE})(?:\s(?P<number>[1-9A-D]|I{{1,3}})\b)?"
    r"[^;:]{0,90}$",
    re.I,
)
_LETTER = r"(?:[A-D]|[1-4]|I{1,3}|IV)"
_LETTERED = re.compile(
    rf"\b(?:in|for|among|with)\s(?P<kind>group|arm|cohort)\s(?P<letter>{_LETTER})\b[^;:]{{0,90}}$", re.I
)
_LETTERS = re.compile(
    rf"\b(?P<kind>group|arm|cohort)s?\s(?P<first>{_LETTER})\s(?:and|versus|vs\.?|v|or|&)\s(?:(?:group|arm|cohort)\s)?(?P<second>{_LETTER})\b",
    re.I,
)
_BARE = re.compile(
    rf"\s?(?:%|months?|years?|weeks?|days?|{PEOPLE}|deaths?|events?)?(?:\s[(\[][^()\[\]]{{0,40}}[)\]])?,?\s(?P<name>(?!in\sfavou?r\b)[A-Za-z][\w+/-]*(?:\s[\w+/-]+){{0,3}}?)"
    r"(?=,?\s(?:vs?\.?|versus|and|or|compared)\s|[;,.)\]]|$)",
    re.I,
)
_NOUN = re.compile(rf"\s(?:{HEAD}|{PEOPLE})", re.I)
_CALLED = re.compile(rf"\s(?:{HEAD})\b|\b(?:controls?|placebo)$", re.I)
_LABELLED = re.compile(r"(?P<name>[A-Z][\w+/-]{0,24}(?:\s[\w+/-]{1,20}){0,3})\s?[:,=]\s?$")
_LIST = re.compile(
    rf"\b(?:in|with|for|among|between|after|of|on|by)\s(?:the\s)?(?P<first>[^,;:()\[\]\d]{{2,60}}?)\s"
    r"(?:and|versus|vs\.?|as\sagainst|compared\s(?:with|to))\s(?:the\s|in\sthe\s|with\s|for\s(?:the\s)?|after\s)?"
    rf"(?P<second>[^,;:()\[\]\d]{{2,60}}?)(?:\s(?:{HEAD}|{PEOPLE}))?(?=,|\srespectively|\s(?:was|were)\b|[.;(]|$)",
    re.I,
)
# "at 1, 3 and 5 years", "the 30- and 90-day mortality": the numbers are of times, not of groups.
_TIMES_LISTED = re.compile(
    r"\b(?:\d+|one|two|three|five|ten)(?:-|\s?(?:days?|months?|years?))?,?\s?(?:,|and|or)\s"
    r"(?:\d+|two|three|five|ten)(?:,?\sand\s\d+)?[-\s](?:days?|months?|years?|weeks?)\b", re.I
)  # fmt: skip


def of_times(text: str, start: int, end: int) -> bool:
    """Whether a list of times stands by the number, in whose order numbers follow."""
    listed = _TIMES_LISTED.finditer(text, max(0, start - _REACH), min(len(text), end + _REACH))
    return any(m.end() <= start or end <= m.start() for m in listed)


def name_in_bracket(text: str, end: int) -> str:
    """The group that stands alone in the bracket behind the number: "25% (ST arm)"; or the empty string."""
    bracket = _IN_BRACKETS.match(text[end : end + _REACH])
    if bracket and _LETTER_ALONE.fullmatch(bracket["name"]):
        return bracket["name"]
    return group(bracket["name"]) if bracket else ""


def name_after(text: str, end: int) -> str:
    """The group named right behind the number, or the empty string."""
    stretch = text[end : end + _REACH]
    if name := name_in_bracket(text, end):
        return name
    if _DID_NOT.match(stretch):
        return "those who did not"
    m = _AFTER.match(stretch)
    if m is None:
        return ""
    printed = _SIDE_END.split(" " + m["name"], maxsplit=1)[0]
    headed = _UP_TO_HEAD.match(printed)
    name = group(headed[0] if headed else printed)
    if m["link"].lower() == "without":
        return f"without {name}".strip()
    return name


def name_further(text: str, end: int) -> str:
    """The group called so behind what is counted: "83 breast cancer deaths in the screened group"."""
    m = _FURTHER.match(text[end : end + _REACH])
    return group(m["name"]) if m else ""


def words_after(text: str, end: int) -> str:
    """The few words right behind the number, which may be a group's name: "18% metformin vs 25% placebo"."""
    m = _BARE.match(text, end)
    return m["name"] if m else ""


def name_before(text: str, start: int, begin: int) -> tuple[str, bool]:
    """The group named between the last number (which ends at ``begin``) and this; is it called a group?"""
    stretch = text[max(begin, start - _REACH) : start]
    last = stretch.rstrip()[-1:]
    for pattern, ends in ((_BEFORE_BRACKET, "([="), (_LABELLED, ":,=")):
        m = pattern.search(stretch) if last and last in ends else None
        printed = _SIDE_BEGIN.sub("", " " + m["name"]) if m else ""
        if m and (name := group(printed)):
            return name, bool(_CALLED.search(printed))
    if lettered := _LETTERED.search(stretch):
        return f"{lettered['kind'].lower()} {lettered['letter']}", True
    m = _CLAUSE_HEAD.search(stretch) if _NOUN.search(stretch) else None
    if m is None:
        return "", False
    if m["number"]:
        return f"group {m['number']}", True
    name = group(m["name"]) or group(_SIDE_BEGIN.sub("", m["name"]))  # "PFS for the A group was"
    return name, bool(_CALLED.match(stretch, m.end("name")))


def names_of_list(text: str, start: int, end: int) -> tuple[tuple[str, str], bool] | None:
    """The groups of "5 and 7 with A and B, respectively", "in A and B were 5 and 7"; are they called so?"""
    behind = text[end : end + _REACH]
    both = _BOTH_WAYS.match(behind)
    if both and (name := group(both["name"])):
        names = (f"with {name}", f"without {name}")
        return (names if both["first"].lower() == "with" else names[::-1]), True
    if ("respectively" in behind.lower() or _AFTER.match(behind)) and (m := _LETTERS.search(behind)):
        return (f"{m['kind'].lower()} {m['first']}", f"{m['kind'].lower()} {m['second']}"), True
    if (m := _PAIR_BEHIND.match(behind)) and all(names := (group(m["first"]), group(m["second"]))):
        return names, True
    if "respectively" in behind.lower() and (m := _LIST.search(behind)):
        names = group(m["first"]), group(m["second"])
        if all(names):
            return names, True
    if not _TIMES_LISTED.search(text, max(0, start - _REACH), end + 60):
        return _names_before(text, start)
    return None


def _names_before(text: str, start: int) -> tuple[tuple[str, str], bool] | None:
    found = list(_LIST.finditer(text[max(0, start - _REACH) : start]))
    if not found:
        return None
    names = group(found[-1]["first"]), group(found[-1]["second"])
    return (names, bool(_CALLED.search(found[-1][0]))) if all(names) else None


def group(name: str) -> str:
    """The name without the words for people around it; empty where it names no group.

    >>> group("the women who received aspirin"), group("group P"), group("the V arm"), group("five years")
    ('aspirin', 'group P', 'V', '')
    """
    name = " ".join(name.split()).strip(" ,.-–")
    if lettered := _CALLED_BY_LETTER.fullmatch(name):
        return f"{lettered['kind'].lower()} {lettered['of']}" if lettered["of"] else lettered["alone"]
    name = re.sub(rf"^(?:the\s)?{HEAD}\s(?=without\b|with\b)", "", name, flags=re.I)
    bare = _BACK.sub("", _FRONT.sub("", name + " ").strip())
    if len(bare) > 60 or not bare or _NO_GROUP.match(_SCHEDULE.sub("x", bare)):
        return ""
    return bare
