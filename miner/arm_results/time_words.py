"""Times that a sentence tells for its numbers: "at 1, 3 and 5 years", "12-week", "a year after surgery"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Time", "find_times"]

_UNITS = r"(?:years?|yrs?|yr|y|months?|mo|weeks?|wks?|days?|hours?|h)\b"
_UNIT = rf"(?P<unit>{_UNITS})"
_WORDS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
} | {"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
_N = rf"(?:\d+(?:\.\d+)?|(?:{'|'.join(_WORDS)})\b)"
_AND = r"(?:,?\sand\s|,?\sor\s|,\s?|/|\sto\s)"
_LIST = rf"(?P<n>{_N}(?:(?:[-\s]?{_UNITS})?{_AND}{_N}){{0,4}})"
_HYPHENED = rf"(?P<n>{_N}(?:-\s?(?:{_UNITS})?{_AND}{_N}){{0,4}})"
# "3-, 5- and 10-year survival", "the 5-year rate", "2 year mortality"; no "24-hour urine", "5-year survivors"
_ADJECTIVE = re.compile(
    rf"\b(?<!every-){_HYPHENED}(?:-(?P<unit>{_UNITS.replace('|hours?|h', '')})|"
    r"\s(?P<spaced>year|month|week|day)(?=\s(?!(?:was|were|is|are|of|after|from|and|or|in|with|to|for|there)\b)))"
    r"(?=[-\s(,](?:and\s)?(?!survivors?\b|intervals?\b|course\b|interventions?\b|old\b|history|study|"
    r"treatments?\b|regimens?\b|dietary)[a-zA-Z(\d])",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"\b(?:(?:at|after|by|within|over|beyond)\s(?:(?:a|the)\s|a\smedian\sof\s|about\s)?|in\sthe\sfirst\s){_LIST}"
    rf"[-\s]?{_UNIT}(?!\s(?:of\sage|old)\b|[-\s]survivors)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"(?<!\bof\s)(?<!\bto\s)(?<!\bwas\s)(?<!\bwere\s)(?<!\band\s)(?<!\bvs\s)(?<!\bversus\s)(?<![\d.])\b"
    rf"{_LIST}[-\s]{_UNIT}\s(?:after|from|following|since|post)\b(?!\s(?:the\s)?(?:median|mean)\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:at|by|up\sto|on)\s(?:postoperative\s)?(?P<unit>week|month|day|year)\s(?P<n>\d+)\b", re.IGNORECASE
)
_AGED = re.compile(
    r"\b(?:age[ds]?|aged\s\w+|patients|women|men|those|people|adults|children|persons)\s$", re.IGNORECASE
)
_ITEM = re.compile(rf"({_N})(?:[-\s]*({_UNITS}))?", re.IGNORECASE)
_LONG = {"y": "year", "m": "month", "w": "week", "d": "day", "h": "hour"}


@dataclass(frozen=True, slots=True)
class Time:
    """One time or a list of them, as plain words, and where it stands in the sentence.

    ``leads``: it can only stand before its numbers, as an adjective does.
    """

    start: int
    end: int
    items: tuple[str, ...]
    leads: bool


@lru_cache(maxsize=64)  # asked for each number of the sentence
def find_times(text: str) -> tuple[Time, ...]:
    """The times of a sentence in its order; of two that overlap, the one that begins first.

    >>> [t.items for t in find_times("The 1- and 3-year rates were 90% and 70%; 40% were alive at 5 years.")]
    [('1 year', '3 years'), ('5 years',)]
    """
    found: list[Time] = []
    for pattern in (_AT, _SINCE, _COUNTED, _ADJECTIVE):
        for m in pattern.finditer(text):
            if m[0][:4].lower() == "over" and _AGED.search(text, max(0, m.start() - 20), m.start()):
                continue
            if all(m.end() <= t.start or t.end <= m.start() for t in found):
                found.append(Time(m.start(), m.end(), _items(m), pattern is _ADJECTIVE))
    return tuple(sorted(found, key=lambda t: t.start))


def _items(m: re.Match[str]) -> tuple[str, ...]:
    told = m.groupdict()
    last = told["unit"] or told["spaced"]
    items: list[tuple[str, str]] = _ITEM.findall(m["n"])
    plain = []
    for place, (printed, _) in enumerate(items):
        # "30-day, four-month and one-year": each with its own unit, or with that of the next.
        unit = _LONG[next((u for _, u in items[place:] if u), last)[0].lower()]
        value = str(_WORDS.get(printed.lower(), printed))
        plain.append(f"{value} {unit}" if value == "1" else f"{value} {unit}s")
    return tuple(plain)
