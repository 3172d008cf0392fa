"""The groups in whose order numbers follow: "12%, 9% and 4% with A, B and C", "rarer on A than B (9 v 6)"."""

from __future__ import annotations

import re

from miner.arm_results.group_phrases import HEAD, PEOPLE, group
from miner.phrases.clauses import skeleton
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.group_or_factor import is_group
from miner.phrases.versus import pairs_in
from miner.phrases.versus_words import SET_AGAINST

__all__ = [
    "names_behind",
    "names_compared",
    "names_in_bracket",
    "names_in_front",
    "side_compared",
    "subject_group",
]

_REACH = 200
_NEXT_TO = 45  # characters between the bracket and the sign of comparison
_LINK = r"(?:in|with|for|among|amongst|of|after|between|on|by|under|given|receiving|across)"
_PREFIX = (
    rf"(?:(?:the|those|\d+(?=\s{PEOPLE})|{PEOPLE}|who\shad|receiving|given|"
    r"treated\swith|assigned\sto|in|with|on|for|of)\s){0,5}"
)
# "20, 40 mg": not a result.
_DOSE = (
    r"\d+(?:[.·]\d+)?(?=[\s-]?(?:m?g|µg|mcg|Gy|mg/m2)\b|"
    r"(?:,|\sand|\sor)\s\d+(?:,\s\d+)?(?:\s(?:and|or)\s\d+)?\s?(?:m?g|µg|mcg|Gy)\b)"
)
_BEHIND = re.compile(
    rf"(?:\s?[)\]])?(?:\s?[(\[][^()\[\]]*[)\]])?,?(?:\srespectively,?)?(?:\s[a-z-]+){{0,3}}?\s{_LINK}\s{_PREFIX}(?P<list>[^;:()\[\]]+)",
    re.IGNORECASE,
)
_LINKS = re.compile(rf"\b{_LINK}\s", re.IGNORECASE)
_IN_FRONT = re.compile(
    rf"\b{_LINK}\s{_PREFIX}(?P<list>(?:(?!\s\d)[^;:()\[\]]|\s{_DOSE})+?)(?:\s(?:{HEAD}|{PEOPLE}))?,?(?:\srespectively,?)?\s"
    r"(?:(?:was|were|is|are|had|has|have|reached|averaged|amounted\sto|reported)(?:\s(?!and\b|than\b|higher|lower)[\w-]+){0,4}\s?|[(\[](?:\w+,?\s)?)$",
    re.IGNORECASE,
)
# "The A and B groups had a median survival of | 12 and 15 months".
_SUBJECTS = re.compile(
    rf"(?:^|[;.]\s|,\s(?:and|but|while|whereas)\s)(?:the\s)?(?P<list>[^;:()\[\]\d]{{2,90}}?\sand\s[^;:,()\[\]\d]{{2,50}}?\s{HEAD})\s"
    r"(?:had|have|has|showed|reached|achieved|experienced|survived|lived|reported|lost|gained|were|was)\b[^;:()\[\]\d]{0,80}$",
    re.IGNORECASE,
)
_LIST_END = re.compile(
    r",?\srespectively\b|\s(?:was|were|is|are|had|has|have|did|at|when|while|whereas|but|after|because|than|compared|who)\b|\.(?=\s|$)|[;:()\[\]]|,\s(?=p\s?[=<>]|HR\b|OR\b|RR\b|log)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s(?:that|who|which)\s.*$", re.IGNORECASE)
_PART = re.compile(
    r",\s(?:and\s|or\s)?(?:the\s)?|\s(?:and|or|versus|vs\.?|v)\s(?:(?:in|for|with|the)\s)*", re.IGNORECASE
)
# "(surgery/no surgery)", "(A v B)", "(A versus B: 9% versus 16%)".
_BRACKETED = re.compile(
    r"[(\[]\s?(?P<one>[A-Za-z](?:[^()\[\]\d/:;,]{0,40}?(?:\s\d)?)?)(?:\s?/\s?|\s(?:vs?\.?|versus|compared\swith)\s)(?P<other>[A-Za-z][^()\[\]\d/:;,]{0,40}?(?:\s\d)?)\s?(?=[)\]:,;])"
)
_MORE_THAN_NAME = re.compile(
    r"\b(?:more|less|fewer|higher|lower|greater|longer|shorter|better|worse|than|but|frequenc\w+|severit\w+|cycles?|grade|impact|differences?|"
    r"phase|similar|not|lost|had|did|was|were|week|month|year)\b", re.IGNORECASE
)  # fmt: skip
_ROLE = re.compile(
    rf"(?:the\s)?(?P<role>study|treatment|intervention|experimental|control)(?:\s{HEAD})?", re.IGNORECASE
)
_PEOPLE_LAST = re.compile(rf"(?:\s(?:{HEAD}|{PEOPLE}))+$", re.IGNORECASE)
_CALLED = re.compile(
    rf"\b(?P<name>(?!(?:both|the\stwo|between|each|either|all)\b)(?:(?!{_LINK}\b|the\b|and\b|than\b|patients\b|women\b)[\w+/-]+\s){{1,4}}(?:group|arm)\b(?:\s(?:[A-Z]|\d|I{{1,3}}|IV)\b)?"
    r"|(?:[Gg]roup|[Aa]rm|[Cc]ohort)\s(?:[A-Z]|\d|I{1,3}|IV)\b)"
)
_GIVEN = re.compile(
    rf"\b{PEOPLE}\s(?:on|receiving|given|taking|treated\swith|assigned\sto|randomi[sz]ed\sto|who\s(?:had|received|underwent|took))\s"
    r"(?P<name>[^,;:()\d]{2,50}?)(?=\s(?:had|have|were|was|did|achieved|experienced|reported|showed|developed|died|in|at|than|compared)\b|\s?[(,;.])",
    re.IGNORECASE,
)
_AT_BRACKET = re.compile(
    rf"\b(?:with|on|for|after|in|among)\s(?P<name>(?:(?!{_LINK}\b|the\b)[^,;:()\d\s]+\s){{1,5}})[(\[](?:[a-z]+,?\s)?$",
    re.IGNORECASE,
)
_IN_TURN = re.compile(r"[\s)\]]*,?\srespectively\b")
_HEADED = re.compile(rf"\b(?:{HEAD})\b", re.IGNORECASE)


def names_behind(text: str, end: int, count: int) -> tuple[tuple[str, ...], bool] | None:
    """As many groups as the row has numbers, listed behind it; are they called groups?"""
    m = _BEHIND.match(text[: end + _REACH], end)
    return _parts(m["list"], count) if m else None


def names_in_front(text: str, start: int, count: int) -> tuple[tuple[str, ...], bool] | None:
    """As many groups as the row has numbers, listed before it; are they called groups?"""
    begin = max(0, start - _REACH)
    for m in reversed(list(_LINKS.finditer(text[begin:start]))):
        whole = _IN_FRONT.match(text[:start], begin + m.start())
        listed = _RELATIVE.sub("", whole["list"]) if whole else ""
        if listed and not _LIST_END.search(listed) and (found := _parts(listed, count)):
            return found
    subjects = _SUBJECTS.search(text[:start])
    return _parts(subjects["list"], count) if subjects else None


def _parts(listed: str, count: int) -> tuple[tuple[str, ...], bool] | None:
    stretch = _LIST_END.split(" " + listed, maxsplit=1)[0].strip()
    parts = [part for part in _PART.split(stretch) if part.strip()]
    headed = bool(_HEADED.search(stretch))
    names = tuple([_role(part, headed=headed) or group(part) for part in parts])
    if len(parts) != count or not all(names) or len({name.lower() for name in names}) != count:
        return None
    return names, headed


def _role(part: str, *, headed: bool) -> str:
    """``the study and control groups``: what "study" alone does not name."""
    m = _ROLE.fullmatch(part.strip()) if headed else None
    return m["role"] if m else ""


def names_in_bracket(text: str, start: int, end: int) -> tuple[str, str] | None:
    """The order of two groups that a bracket right behind the row, before it or around it gives."""
    behind = _BRACKETED.match(text, end + 1) if text[end : end + 1] == " " else None
    before = list(_BRACKETED.finditer(text, max(0, start - 2 * _REACH), start))
    for m in filter(None, (behind, *reversed(before))):
        names = _lettered(m["one"]) or group(m["one"]), _lettered(m["other"]) or group(m["other"])
        if all(names):
            return names
    return None


def _lettered(name: str) -> str:
    return f"group {name}" if len(name) == 1 and name.isupper() else ""


def names_compared(text: str, start: int, end: int) -> tuple[int, tuple[str, str]] | None:
    """The two groups that the words before the row, else behind it, set against each other, and where.

    They may stand in the clause before where the row, which ends at ``end``, is theirs "respectively".
    """
    bare = skeleton(text)
    in_turn = bool(_IN_TURN.match(text, end))
    kinds = ("order", "reference", "figures") if in_turn else ("order", "reference")
    for words, at in ((bare.text, bare.at(start)), (text, start)):
        clause = max(words.rfind(";", 0, at), words.rfind(". ", 0, at), -1) + 1
        begin = 0 if in_turn else clause
        stop = words.find(";", at)
        named = [
            (pair.start, names)
            for pair in pairs_in(words)
            if begin <= pair.start <= (stop if stop >= 0 else len(words))
            and pair.kind in kinds
            and all(names := (_side(pair.left), _side(pair.right)))
        ]
        if named:
            ahead = [one for one in named if one[0] <= at]
            place, names = ahead[-1] if ahead else named[0]
            return (bare.origin(place) if words is bare.text else place), names
    return None


def _side(name: str) -> str:
    """The side of a comparison as a group's name; empty where it holds more than a name."""
    named = group(re.sub(r"\s(?:was|were|is|are|had)$", "", name))
    told = max((m.end - m.start for m in mentions_in(named)), default=0)  # an endpoint is no group
    return "" if _MORE_THAN_NAME.search(named) or 2 * told > len(named) else named


def subject_group(text: str, start: int, end: int) -> str:
    """The one group that the words around a row speak of: "more nausea in the X arm (12% v 7%)"."""
    for pattern, begin, stop in (
        (_CALLED, 0, start),
        (_GIVEN, 0, start),
        (_AT_BRACKET, max(0, start - 90), start),
        (_CALLED, end, len(text)),
    ):
        for m in pattern.finditer(text, begin, stop):
            set_against = SET_AGAINST.search(text, max(0, m.start() - 15), m.start())
            aside = stop > start and text.count("(", end, m.start()) > text.count(")", end, m.start())
            if not set_against and not aside and (name := _side(m["name"])) and is_group(name):
                return name
    return ""


def side_compared(text: str, start: int) -> str:
    """The side of a comparison behind which a bracket stands: "more with A (5%) than with B (2%)"."""
    bare = skeleton(text)
    place = bare.at(start)
    for pair in pairs_in(bare.text) if bare.text != text else ():
        gap = bare.text[min(place, pair.start) : max(place, pair.start)]
        if pair.kind not in ("order", "figures") or not pair.right or ";" in gap or ". " in gap:
            continue
        ahead = _PEOPLE_LAST.sub("", bare.text[:place].rstrip()).lower()
        behind = [name for name in (pair.left, pair.right) if name and ahead.endswith(name.lower())]
        if behind and (named := _side(max(behind, key=len))):
            return named
        if place <= pair.start and len(gap) < _NEXT_TO and (left := _side(pair.left)):
            return left
    return ""
