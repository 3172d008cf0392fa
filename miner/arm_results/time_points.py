"""The time at which a result of a group holds ("at 5 years", "12-week")."""

from __future__ import annotations

import re

from miner.numbers.quantities import Quantity

__all__ = ["time_point_of"]

_UNIT = r"(?P<unit>years?|yrs?|yr|y|months?|mo|weeks?|wks?|days?|hours?|h)\b"
_N = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
_LIST = rf"{_N}(?:-?\s?(?:,|/|and|or|,\sand)\s?{_N}){{0,4}}"
_ADJECTIVE = re.compile(
    rf"\b(?P<n>{_N}(?:-\s?(?:{_UNIT.replace('?P<unit>', '?:')})?\s?"
    rf"(?:,\s?(?:and\s)?|and\s|/|or\s){_N}){{0,4}})"
    rf"[-\s]{_UNIT}(?=[-\s](?:[a-z(]|OS|DFS|PFS))", re.I,
)  # fmt: skip
_AT = re.compile(
    rf"\b(?:at|after|by|within|over)\s(?:the\s|a\s)?(?:median\sof\s)?(?P<n>{_LIST})[-\s]{_UNIT}", re.I
)
_WEEK = re.compile(r"\b(?:at|by)\s(?P<unit>week|month|day|year)\s(?P<n>\d+)\b", re.I)
_ITEM = re.compile(rf"({_N})(?:[-\s]*({_UNIT.replace('?P<unit>', '?:')}))?", re.I)
_WORDS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
} | {"twelve": 12, "fifteen": 15, "twenty": 20}
_LONG = {"y": "year", "m": "month", "w": "week", "d": "day", "h": "hour"}


def time_point_of(quantity: Quantity) -> str | None:
    """The time in the number's own clause, printed form made plain ("5-year" is "5 years"), or None."""
    if quantity.kind == "time":
        return None
    text = quantity.sentence.text
    at = quantity.start - quantity.sentence.start
    stop = re.search(r"[;.]\s|\d", text[at + (quantity.end - quantity.start) :])
    clause_end = at + (quantity.end - quantity.start) + (stop.start() + 40 if stop else 80)
    before = [m for p in (_ADJECTIVE, _AT, _WEEK) for m in p.finditer(text, max(0, at - 160), at)]
    after = [m for m in (_AT.search(text, at, clause_end), _WEEK.search(text, at, clause_end)) if m]
    found = max(before, key=lambda m: m.start(), default=None) or (after[0] if after else None)
    return _printed(found, text, at) if found else None


def _printed(m: re.Match[str], text: str, at: int) -> str:
    """The single time, or the one of a list that stands in the number's place of its own list."""
    items: list[tuple[str, str]] = _ITEM.findall(m["n"])
    place = len(re.findall(r"\d+(?:\.\d+)?\s?%", text[m.end() : at])) if m.end() <= at else 0
    place = min(place, len(items) - 1)
    number = items[place][0].lower()
    value = str(_WORDS.get(number, number))
    # "30-day, four-month and one-year": each with its own unit, or with that of the next.
    unit = _LONG[next((u for _, u in items[place:] if u), m["unit"])[0].lower()]
    return f"{value} {unit}" if value == "1" else f"{value} {unit}s"
