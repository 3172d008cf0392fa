"""Groups in a list that are all set against one: ``after A (HR 0.6) or B (HR 0.7) than after C``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from miner.contrasts.labels import label_behind, label_in_bracket
from miner.contrasts.looks import content_of, names_endpoint
from miner.phrases.clauses import (
    ESTIMATE_IN_BRACKETS,
    enclosing_bracket,
    has_verb,
    outside_brackets,
    phrase_after,
    skeleton,
    trimmed,
)
from miner.phrases.frames import frame_of
from miner.phrases.group_or_factor import group_name, is_factor, is_group
from miner.phrases.groups import is_named

__all__ = [
    "Listed",
    "against_common",
    "common_reference",
    "is_group_there",
    "labelled_behind",
    "listed_item",
    "may_be_group",
    "names_subject",
]

_DECIMAL = re.compile(r"\d[.·]\d")
_PEOPLE_OF = (
    r"(?:(?:those|patients|women|men|people|children|adults|participants)\s"
    r"(?:with|who\s(?:had|were)|in|on)\s)?"
)
# From the bracket of one item to that of the next.
_NEXT = re.compile(
    r"(?:,\s?|\s)(?:(?:and|or|nor|but|followed\sby|followed|then|next|as\swell\sas|not|also|both|even|less\sso|finally|lowest|by\s\d+\s?%|[\w.]+\stimes\sas\s(?:likely|common|frequent|high|often))[\s,]+)*"
    rf"(?:(?:with|after|for|in|of|by|to|among|at|on|following|under)\s)*{_PEOPLE_OF}(?:the\s|an?\s)?(?P<item>[^,;:()\[\]]{{1,80}}?)\s?"
)
_JOINED = re.compile(r"\s?,|\s(?:and|or|nor|but|followed|then|as\swell\sas)\b")
_LEADS = re.compile(
    rf"\b(?:with|after|in|among|following|by|on|under|when|if|for(?=\s(?:those|patients|women|men|people|users|children)\b))\s(?:either\s|both\s)?{_PEOPLE_OF}(?:the\s|an?\s)?(?P<item>[^,;:()\[\]]{{1,70}})$"
)
_AGAIN = re.compile(r"\b(?:with|after|in|among|following|by|on|under|for)\s")
_OPENING = re.compile(
    r"^(?:(?:as\s)?compared|relative|versus|vs\.?|against|in\s(?:comparison|reference)|with\sreference|using|taking|with)\s[^,;]{2,90},\s",
    re.IGNORECASE,
)
_SET_AGAINST = re.compile(
    r"(?:\s[a-z-]+){0,2}?,?\s?(?:(?:and\s)?(?:all|each|both)\s)?(?:(?:as|when)\s)?"
    r"(?:compared\s(?:with|to)|relative\sto|versus|vs\.?|(?<!more\s)(?<!less\s)(?<!fewer\s)than|than(?!\s(?:\d|one\b|two\b|three\b|four\b|five\b))|in\s(?:comparison|reference)\s(?:with|to)|as\sopposed\sto|rather\sthan|against|as(?=\s(?:in|with|after|among|for)\s))\s"
    r"(?:(?:in|on|with|after|for|by|among|at|to|that|those|of|under)\s)*(?:the\s|an?\s)?(?=\w)"
)
_AS_REFERENCE = re.compile(
    r"\s?[(\[;,]\s?(?:the\s)?(?:reference|referent|ref\.?)(?:\s(?:group|category|level))?\s?(?:[:,=]|was|is|being)?\s(?P<name>[^()\[\];:]{2,60})[)\]]"
    r"|;\s(?P<was>[^;:()\[\]]{3,60}?)\s(?:was|were|served\sas|acted\sas)\s(?:the\s)?referen",
    re.IGNORECASE,
)
_IN_BRACKET = re.compile(
    r"[;,]\s?(?:reference|referent|ref\.?)(?:\s(?:group|category))?\s?[:,=]?\s(?P<name>[^;()\[\]]{2,60})$",
    re.I,
)
_PHRASE_END = re.compile(
    r"[,;(\[]|\.(?=\s|$)|\s(?:after|in|on|when)\s(?:\w+\s)?(?:adjust|multiv|model|analys)|$"
)
# A word that needs the noun of the list's last item.
_QUALITY = re.compile(
    r"(?:\w+(?:al|ic|ive|ous|ary|ar|able|ed|ial|est|ent|ant|ine)|[\w]+-[\w]+-?|\w+-|current|former|past|never|light|moderate|heavy|high|higher|low|lower|middle|medium|upper|"
    r"first|second|third|fourth|fifth|mild|severe|early|late|single|double|triple|black|white|hispanic|asian|good|fair|poor|primary|secondary|no|some)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:more|less|fewer)\s(?:often|frequent\w*|common\w*|likely|so)\s|\b\w+er\s(?:in|with|after|among|for|on)\s"
)
# "Fewer headaches": what there is less of is no group.
_MORE = re.compile(
    r"(?:more|less|fewer|higher|lower|longer|shorter|better|worse|greater)\s(?!than\b)", re.IGNORECASE
)
# What may stand with an endpoint's name.
_OF_ENDPOINT = frozenset(
    "overall all cause major severe any new incident first nocturnal postoperative late early "
    "highest lowest greatest risk risks odds rate rates hazard hazards incidence prevalence".split()
)
_OR_MORE = re.compile(
    r"\sor\s(?:more|less|fewer|older|younger|higher|lower|above|below|over|under|longer|shorter|later|greater)\b"
)
_DOSE = re.compile(
    r"(?:[<>≥≤]\s?)?\d[\d.,]*(?:\s?(?:[-–]|to)\s?\d[\d.,]*)?\s?(?:mg|g|mcg|µg|IU|ml|Gy|cups?|drinks?)\b.{0,20}"
)
_MOST_WORDS, _SHORT = 9, 6
_NEAR = 60


class Listed(NamedTuple):
    """A number's item, and what it is set against where the list's end tells it.

    ``in_subject``: the list stands before its verb.
    """

    item: str
    reference: str
    in_subject: bool


_NOTHING = Listed("", "", in_subject=False)


class _Chain(NamedTuple):
    begin: int
    end: int
    items: tuple[str, ...]
    in_subject: bool


@lru_cache(maxsize=256)
def listed_item(text: str, at: int, known: str = "") -> Listed:
    """The item of the list that the number's bracket stands behind, with the list's reference."""
    inside, close = enclosing_bracket(text, at)
    if inside == at:
        return _NOTHING
    brackets = [m.span() for m in ESTIMATE_IN_BRACKETS.finditer(text) if _DECIMAL.search(m[0])]
    own = next((i for i, (a, b) in enumerate(brackets) if a <= at < b), None)
    if own is None:
        return _NOTHING
    told = _IN_BRACKET.search(text, inside, close)
    if told:
        return Listed(label_in_bracket(text, at), group_name(told["name"]), in_subject=True)
    chain, index = _chain(text, brackets, own)
    if len(chain.items) < 2 or not all(chain.items) or _lists_endpoints(text, at, chain, known):
        return _NOTHING
    item = _completed(chain.items[index], chain.items[-1])
    return Listed(item, _told_behind(text, chain.end), chain.in_subject)


def _chain(text: str, brackets: list[tuple[int, int]], own: int) -> tuple[_Chain, int]:
    """The brackets joined to the own one by nothing but an item each, and the own one's place among them."""
    first = last = own
    while first and _next_item(text, brackets[first - 1][1], brackets[first][0]):
        first -= 1
    while last + 1 < len(brackets) and _next_item(text, brackets[last][1], brackets[last + 1][0]):
        last += 1
    before = outside_brackets(text[brackets[first - 1][1] if first else 0 : brackets[first][0]])
    head = _OPENING.sub("", before, count=1).rstrip()
    in_subject = not (has_verb(head) or _COMPARES.search(head))
    items = [_first_of(head, in_subject=in_subject)]
    items += [_next_item(text, brackets[i - 1][1], brackets[i][0]) for i in range(first + 1, last + 1)]
    return _Chain(brackets[first][0], brackets[last][1], tuple(items), in_subject), own - first


def _next_item(text: str, end: int, start: int) -> str:
    found = _NEXT.fullmatch(text, end, start)
    if found is None or not _JOINED.match(text, end):
        return ""
    return found["item"] if _may_be_item(found["item"]) else ""


def _first_of(head: str, *, in_subject: bool) -> str:
    if in_subject:
        name = trimmed(head.rpartition(", ")[2])
        return name if _may_be_item(name) else ""
    found = _LEADS.search(head)
    while found and _is_long(found["item"]) and _AGAIN.search(found["item"]):
        found = _LEADS.search(head, found.start("item"))
    return found["item"] if found and _may_be_item(found["item"]) else ""


def _is_long(name: str) -> bool:
    return has_verb(name) or len(name.split()) > _SHORT


def _may_be_item(name: str) -> bool:
    if has_verb(name) or _MORE.match(name):
        return False
    return len(name.split()) <= _MOST_WORDS and is_factor(name)


def _lists_endpoints(text: str, at: int, chain: _Chain, known: str) -> bool:
    """``A was associated with B (OR 1.2) and C (OR 1.5)``: where A is the factor, B and C are endpoints."""
    if any(names_endpoint(item) for item in chain.items if item):
        return True
    frame = frame_of(text, at, known)
    if frame is None or not frame.factor or frame.factors[1] >= chain.begin:
        return False
    return not any(item and item in frame.factor for item in chain.items)


def _completed(item: str, last: str) -> str:
    """A lone adjective with the noun of the last item: "mild" of "mild and severe pain"."""
    adjective, _, noun = last.partition(" ")
    if (
        not item
        or not noun
        or item == last
        or not (_QUALITY.fullmatch(item) and _QUALITY.fullmatch(adjective))
    ):
        return item
    return f"{item} {noun}"


def _told_behind(text: str, end: int) -> str:
    """What the list that ends there is set against."""
    told = _AS_REFERENCE.match(text, end)
    if told:
        return group_name(told["name"] or told["was"])
    sign = _SET_AGAINST.match(text, end)
    return _named(text, sign.end()) if sign else ""


def _named(text: str, start: int) -> str:
    end = _PHRASE_END.search(text, start)
    piece = text[start : end.start()] if end else ""
    name = phrase_after(text, start) if not piece.strip() or _is_long(piece) else piece
    return group_name(name) if is_group(name) and is_named(name, other=True) else ""


def labelled_behind(text: str, at: int, to: int) -> str:
    """The label behind a number; a lone adjective with the noun that only the row's last label has."""
    label = label_behind(text, at, to)
    if enclosing_bracket(text, at)[0] != at or not _SPARE.search(text, to):
        return label
    bones = skeleton(text)
    last = list(_labelled_values(bones.text))
    if len(last) < 2 or last[-1] < bones.at(at):
        return label
    lone = _LONE.match(bones.text, bones.at(to))
    end = _PHRASE_END.search(bones.text, last[-1])
    noun = bones.text[last[-1] : end.start()] if end else ""
    return _completed(lone[1], group_name(noun)) if lone and len(noun.split()) < _MOST_WORDS else label


def common_reference(text: str, at: int, to: int, known: str = "") -> Listed:
    """``1.2 (...) for A and 1.5 (...) for B compared with C``: a number's own label and the one reference."""
    if enclosing_bracket(text, at)[0] != at:
        return listed_item(text, at, known)
    label = labelled_behind(text, at, to)
    if not label:
        return _NOTHING
    bones = skeleton(text)
    values = list(_labelled_values(bones.text))
    if len(values) < 2 or values[-1] < bones.at(at):
        return _NOTHING
    for sign in _SET_AGAINST.finditer(bones.text, values[-1]):
        if sign.start() - values[-1] > _NEAR * 2:
            break
        reference = _named(bones.text, sign.end())
        if reference:
            return Listed(label, reference, in_subject=False)
    return _NOTHING


_LONE = re.compile(r"\s(?:for|in|with|after|among|at|on|under)\s(?:the\s)?([\w-]+)(?=,|\s(?:and|or)\s\d)")
_SPARE = re.compile(r"\s(?:for|in|with|after|among|at|on|under)\s(?:the\s)?[\w-]+(?:,|\s(?:and|or)\s)")
_VALUE = re.compile(r"(?<![\d.·])\d+[.·]\d+\s(?:for|in|with|after|among|at|when|beyond|on|under)\s")


def _labelled_values(bones: str) -> Iterator[int]:
    for m in _VALUE.finditer(bones):
        yield m.end()


def against_common(text: str, at: int, to: int, about: frozenset[str], known: str) -> str:
    """The number's item or label, against what the end of its list sets all of them against; else nothing."""
    item, reference, _ = common_reference(text, at, to, known)
    if not item or not reference or not may_be_group(item):
        return ""
    return f"{item} vs {reference}" if is_group_there(item, reference, about) else ""


def names_subject(left: str, about: frozenset[str]) -> bool:
    """Whether the left side of a pair is somebody, not the endpoint with the groups that it is lower in."""
    return bool(content_of(left) - about - _OF_ENDPOINT)


def may_be_group(name: str) -> bool:
    """Whether the phrase names a group; "75 years or older" and "10-20 mg" are levels of a factor."""
    if _DOSE.fullmatch(name):
        return True
    return (is_group(name) or is_group(_OR_MORE.sub("", name))) and is_named(name)


def is_group_there(name: str, reference: str, about: frozenset[str]) -> bool:
    """Whether the name is no endpoint: what shares a word with the reference is a group like it."""
    if not content_of(name).isdisjoint(content_of(reference)):
        return True
    return not names_endpoint(name) and not content_of(name) <= about
