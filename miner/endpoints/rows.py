"""Rows of numbers that go one by one to a row of endpoints: ``A and B were 10% and 20%``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from miner.phrases.clauses import ESTIMATE_IN_BRACKETS
from miner.phrases.endpoint_mentions import EndpointMention
from miner.phrases.series import place_in_series

__all__ = ["has_its_own", "in_order", "nth_in_row"]

# What may stand between names that a row of numbers goes to one by one; a bracket with a result ends the row.
_BESIDE_IN_ROW = re.compile(
    r"(?:\s\((?![^()]*(?:\d[.·]\d|%))[^()]{0,60}\))?,?\s?(?:(?:and|or)\s)?(?:the\s|\w+\s)?"
    r"(?:(?:\d+|one|two|three|five|ten)-?\s?(?:(?:years?|months?)-?\s?)?(?:,\s|and\s|or\s)*){0,4}(?:-?(?:years?|months?)\s)?"
)
_DEATH = re.compile(r"(?:deaths?|mortality)", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[)\]](?:;|,?\s(?:whereas|while)\b)")
_NEW_ITEM = re.compile(r"[,;]\s|\s(?:and|but|or|while|whereas)\s", re.IGNORECASE)


def in_order(
    text: str, start: int, end: int, chosen: EndpointMention, found: Sequence[EndpointMention]
) -> EndpointMention:
    """``A and B ... 0.7 and 0.8``: the n-th number of a series goes to the n-th of as many endpoints."""
    place = place_in_series(text, start, end)
    return nth_in_row(text, place, chosen, [m for m in found if m.end <= start])


def nth_in_row(
    text: str, place: tuple[int, int], chosen: EndpointMention, found: Sequence[EndpointMention]
) -> EndpointMention:
    """The one of the row of names that ends with the chosen one, for the n-th of so many numbers."""
    index, total = place
    names = _without_short_forms(text, found)
    if total < 2 or chosen not in names:
        return chosen
    last = names.index(chosen)
    group = names[max(0, last - total + 1) : last + 1]
    while any(not _stand_in_row(text, a, b) for a, b in pairwise(group)):
        group = group[1:]
    # As many numbers to each: "2- and 5-year OS and 2- and 5-year DFS were a, b, c and d".
    return group[index * len(group) // total] if len(group) > 1 and total % len(group) == 0 else chosen


def _stand_in_row(text: str, a: EndpointMention, b: EndpointMention) -> bool:
    """Whether two names stand beside each other; "infection or death" is one endpoint."""
    if text[a.end : b.start] == " or " and (_DEATH.fullmatch(a.text) or _DEATH.fullmatch(b.text)):
        return False
    return _BESIDE_IN_ROW.fullmatch(text, a.end, b.start) is not None


def has_its_own(text: str, at: int, own: EndpointMention) -> bool:
    """``A was shorter (HR 0.8) and | B no different (HR 1.0)``: a name before a number of its own.

    Or behind one: ``A was shorter (HR 0.8); | B was longer (HR 1.2)``.
    """
    if own.end <= at:
        return _NEXT_CLAUSE.search(text, own.end, at) is not None
    gap = text[at : own.start]
    closed = gap.count(")") > gap.count("(") or gap.count("]") > gap.count("[")
    behind = ESTIMATE_IN_BRACKETS.search(text, own.end)
    return closed and behind is not None and _NEW_ITEM.match(gap[gap.rfind(")") + 1 :]) is not None


def _without_short_forms(text: str, names: Sequence[EndpointMention]) -> list[EndpointMention]:
    """The names without those in a bracket right after another: ``overall survival (OS)`` is one."""
    pairs = zip([None, *names], names, strict=False)
    return [m for a, m in pairs if a is None or text[a.end : m.start] not in (" (", " [") or m.text == a.text]
