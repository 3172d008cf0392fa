"""The time at which a result of a group holds ("at 5 years", "12-week").

A time is told before its numbers ("at 2 years, survival was 40% and 30%") or right behind them ("40% at 2
years and 30% at 5 years"). A number that a time follows directly is that time's; else the nearest time before
it counts that belongs to no earlier number. Of a list of times ("at 1, 3 and 5 years") each number takes the
one in its place; where numbers and times do not match one to one, none is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from miner.arm_results.time_words import Time, find_times
from miner.numbers.quantities import Quantity

__all__ = ["time_point_of"]

_SIDES = r"vs?\b\.?|versus\b|against\b|compared\s(?:with|to)\b"
_JOINED = re.compile(rf"(?:[\s,/]|\b(?:and\b|or\b|to\b|{_SIDES}))+")
_VERSUS = re.compile(r"\b(?:vs?|versus|against|compared)\b")
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_UNIT = re.compile(r"^\s?(?:%|per\s?cent\b)")
# What may stand between a number and the time that is its own: "of patients were alive", but no new thought.
_WORDS = re.compile(r"(?:[\s-][^\W\d][\w'’]*){0,7}\s?")
_NEW_THOUGHT = re.compile(r"\b(?:and|but|whereas|while|with|against|compared|versus|vs?)\b")
_GROUP = re.compile(
    rf"\s(?:in|with|for|among|after|without|on|of)\s[^,;]{{1,60}}?\s(?:and\b|or\b|{_SIDES})\s"
)
_AGAINST = re.compile(rf",?\s(?:as\s)?(?:{_SIDES})\s(?:only\s)?")
_NEXT_BRACKET = re.compile(r"[^()\[\]]{0,3}[)\]][^()\d;]{1,60}[(\[]")
_CLOSING = re.compile(r"^[)\]]|,?\srespectively,?")
_LIKEWISE = re.compile(r"\b(?:corresponding|respective|figures|likewise)\b", re.IGNORECASE)
_SEMICOLON = re.compile(r";(?![^(\[]*[)\]])")


@dataclass(frozen=True, slots=True)
class _Value:
    """A number of the clause: where it stands in the sentence, and which quantity it is."""

    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class _Clause:
    """Numbers of one unit in lists ("84%, 51% and 30%"), and the times that are told with them."""

    text: str
    begin: int
    lists: tuple[tuple[_Value, ...], ...]
    times: tuple[Time, ...]


def time_point_of(quantity: Quantity, row: Sequence[Quantity]) -> str | None:
    """The time of a number, printed form made plain ("5-year" is "5 years"), or None.

    ``row`` holds the numbers of its sentence. A length of time has no time.
    """
    if quantity.kind == "time":
        return None
    clauses = _clauses(quantity, row)
    at = next(i for i, c in enumerate(clauses) if any(_holds(values, quantity) for values in c.lists))
    return _told(clauses[at], quantity) or (_likewise(clauses[at - 1], clauses[at], quantity) if at else None)


def _holds(values: Sequence[_Value], quantity: Quantity) -> bool:
    return any(v.quantity is quantity for v in values)


def _clauses(quantity: Quantity, row: Sequence[Quantity]) -> list[_Clause]:
    text, offset = quantity.sentence.text, quantity.sentence.start
    values = [
        _Value(q.start - offset, q.end - offset, q)
        for q in row
        if q is quantity or (q.unit == quantity.unit and q.kind != "time")
    ]
    times = find_times(text)
    stops = [0, *(m.end() for m in _SEMICOLON.finditer(text)), len(text)]
    clauses = []
    for begin, end in pairwise(stops):
        within = [v for v in values if begin <= v.start < end]
        told = tuple(t for t in times if begin <= t.start < end)
        clauses.append(_Clause(text[begin:end], begin, _lists(text, within), told))
    return clauses


def _lists(text: str, values: Sequence[_Value]) -> tuple[tuple[_Value, ...], ...]:
    lists: list[list[_Value]] = []
    for value in values:
        if lists and _JOINED.fullmatch(_plain(text[lists[-1][-1].end : value.start])):
            lists[-1].append(value)
        else:
            lists.append([value])
    return tuple(map(tuple, lists))


def _plain(between: str) -> str:
    return _UNIT.sub("", _BRACKETS.sub("", _UNIT.sub("", between)))


def _told(clause: _Clause, quantity: Quantity) -> str | None:
    at = next(i for i, values in enumerate(clause.lists) if _holds(values, quantity))
    own = [_behind(clause, i) for i in range(len(clause.lists))]
    values = clause.lists[at]
    if own[at]:
        return _pick(own[at], values, quantity, clause)
    before = [t for t in clause.times if t.start < values[0].start and t not in own]
    if before:
        led = [
            v
            for other, follows in zip(clause.lists, own, strict=True)
            for v in other
            if follows is None and before[-1].start < v.start and _led_by(v, clause, own) == before[-1]
        ]
        alone = len(values) % len(before[-1].items) == 0
        return _pick(before[-1], values if alone else led, quantity, clause)
    return _beside(clause, at, own)


def _beside(clause: _Clause, at: int, own: Sequence[Time | None]) -> str | None:
    """One time told with the other side: "40% with and 22% without it at 3 years", "40% at 3 years v 22%"."""
    following = own[at + 1] if at + 1 < len(own) else None
    if following and len(following.items) == 1:
        between = _between(clause, clause.lists[at][-1].end, clause.lists[at + 1][0].start)
        if _GROUP.fullmatch(_plain(between)) or _NEXT_BRACKET.fullmatch(between):
            return following.items[0]
    before = own[at - 1] if at else None
    if not before or len(before.items) > 1:
        return None
    between = _between(clause, before.end, clause.lists[at][0].start)
    return before.items[0] if _AGAINST.fullmatch(between) else None


def _between(clause: _Clause, begin: int, end: int) -> str:
    return clause.text[begin - clause.begin : end - clause.begin]


def _led_by(value: _Value, clause: _Clause, own: Sequence[Time | None]) -> Time | None:
    return next((t for t in reversed(clause.times) if t.start < value.start and t not in own), None)


def _behind(clause: _Clause, at: int) -> Time | None:
    """The time told right behind a list of numbers."""
    last = clause.lists[at][-1]
    following = next((t for t in clause.times if t.start >= last.end), None)
    if following is None or following.leads:
        return None
    between = _CLOSING.sub("", _plain(_between(clause, last.end, following.start)))
    if at + 1 < len(clause.lists) and clause.lists[at + 1][0].start < following.start:
        return None
    return following if _WORDS.fullmatch(between) and not _NEW_THOUGHT.search(between) else None


def _pick(time: Time | None, values: Sequence[_Value], quantity: Quantity, clause: _Clause) -> str | None:
    """The time in the number's place, or None where places do not match."""
    if time is None:
        return None
    times, numbers = len(time.items), len(values)
    place = next(i for i, v in enumerate(values) if v.quantity is quantity)
    if times == 1:
        return time.items[0]
    if numbers % times:
        return None
    against = {
        i
        for i, (a, b) in enumerate(pairwise(values))
        if _VERSUS.search(clause.text[a.end - clause.begin : b.start - clause.begin])
    }
    each = numbers // times
    if all((i + 1) % times == 0 for i in against):  # "84%, 51% and 30% versus 70%, 40% and 20%"
        return time.items[place % times]
    if all((i + 1) % each for i in against):  # "75% versus 18% and 54% versus 10%"
        return time.items[place // each]
    return None


def _likewise(before: _Clause, clause: _Clause, quantity: Quantity) -> str | None:
    """Those of the clause before, where this one points back: "the corresponding rates were 9% and 3%"."""
    items = [item for t in before.times for item in t.items]
    values = [v for values in clause.lists for v in values]
    if clause.times or not items or not _LIKEWISE.search(clause.text) or len(values) != len(items):
        return None
    return items[next(i for i, v in enumerate(values) if v.quantity is quantity)]
