"""The group that stands at a number itself: behind it, before it, or before its bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.arm_results.arm_keys import is_arm, label_of
from miner.arm_results.group_phrases import name_after, name_before, name_further, words_after
from miner.model import Arm
from miner.phrases.clauses import enclosing_bracket

__all__ = ["own_group"]

_FIGURE = re.compile(r"(?<![\w.·])\d+(?:[.·]\d+)?")
_CALLED_GROUP = re.compile(
    r"[^,;:]{0,90}?\b(?:groups?|arms?|cohort|controls?|placebo|recipients)\b|[^,;:()\d]{0,20}\b(?:without|(?:wo)?men|males|females)\b",
    re.I,
)
_COUNT_FIRST = re.compile(r"(?:n\s?[=:]\s?)?\d+(?:\s?(?:/|of)\s?\d+)?[,;]\s?", re.I)
# A bracket with a ratio, or with an interval, tells of two groups.
_COMPARES = re.compile(r"\b(?:[as]?(?:HR|OR|RR)s?|ratio|CI|interval|vs?\.?|versus|against)\b", re.I)
# "In the A group it was 45 months, in the B group 28": B is the next number's.
_OF_THE_NEXT = re.compile(
    r"\s?(?:%|months?|mo|years?|days?|weeks?)?(?:\s?[(\[][^()\[\]]*[)\]])?,\s(?:and\s)?(?:in|with|for|among|of|after)\s[^,;:()\d]{2,50}\s\d",
    re.I,
)
_OPENING = re.compile(
    r"^(?:[^;]*;\s)?(?:in|with|for|among|of|after)\s(?:the\s)?(?P<name>[^,;:()\d]{2,40}?)(?:\sgroup|\sarm)\b",
    re.I,
)
_WITH = re.compile(r"\bwith\s([\w-]+(?:\s(?:therapy|treatment))?)", re.I)


def own_group(text: str, start: int, end: int, arms: Sequence[Arm], *, listed: bool = False) -> str:
    """The group named at the number, if it is an arm, is called a group, or another number has its like.

    ``listed``: the number stands in a row, so that what stands before it may be said of all of the row.
    """
    begin, stop = enclosing_bracket(text, start)
    inside = begin < stop
    own = text[:stop] if inside else text  # what stands in the number's own bracket comes first
    if _OF_THE_NEXT.match(own, end) and (
        name := _before(text, start, end, arms) or _opened(text, start, arms)
    ):
        return name
    if name := _after(own, start, end, arms) or _right_behind(own, end, arms):
        return name
    if further := "" if listed else name_further(own, end):
        return label_of(further, arms)
    if inside and _COUNT_FIRST.fullmatch(text, begin, start):
        start = begin  # "the A arm (12/84, 14%)"
    for look in (_before, _after) if inside else (_before,):
        if (name := look(text, start, end, arms)) and not (listed and look is _before):
            return name
    # "The B group (median 52 months; 5-year survival 45%)": all of the bracket is of the group before it.
    told = inside and not listed and not _COMPARES.search(text, begin, stop)
    return _before(text, begin, end, arms) if told else ""


def _opened(text: str, start: int, arms: Sequence[Arm]) -> str:
    opening = _OPENING.match(text[:start])
    label = label_of(opening["name"], arms) if opening else ""
    return label if is_arm(label, arms) else ""


def _right_behind(text: str, end: int, arms: Sequence[Arm]) -> str:
    name = words_after(text, end)
    label = label_of(name, arms) if name else ""
    return label if is_arm(label, arms) else ""


def _after(text: str, start: int, end: int, arms: Sequence[Arm]) -> str:
    name = name_after(text, end)
    if not name:
        return ""
    label = label_of(name, arms)
    if is_arm(label, arms) or _CALLED_GROUP.match(text, end) or _has_like(text, start, end, name):
        return _whole(label, text, start)
    return ""


def _whole(name: str, text: str, start: int) -> str:
    """``12 months with surgery and 9 without``: without surgery."""
    had = _WITH.findall(text, 0, start) if name == "without" else []
    return f"without {had[-1]}" if had else name


def _before(text: str, start: int, end: int, arms: Sequence[Arm]) -> str:  # noqa: ARG001  # called as _after is
    last = max((m.end() for m in _FIGURE.finditer(text, max(0, start - 130), start)), default=0)
    name, called = name_before(text, start, last)
    label = label_of(name, arms) if name else ""
    return label if called or is_arm(label, arms) else ""


def _has_like(text: str, start: int, end: int, name: str) -> bool:
    """Whether another number near by has a group of its own behind it."""
    near = _FIGURE.finditer(text, max(0, start - 110), min(len(text), end + 110))
    return any(
        other not in ("", name)
        for m in near
        if not start <= m.start() < end
        for other in [name_after(text, m.end())]
    )
