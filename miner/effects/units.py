"""What the unit of a difference tells of its measure: shares of people, or percentages of a measurement."""

from __future__ import annotations

import re

from miner.model import Measure
from miner.numbers.printed import Number
from miner.rules import load_rules

__all__ = ["UNIT", "is_unit_free", "measure_of_percentages", "measure_of_unit", "share_measure"]

_WORDS = load_rules("compared_quantities")
_ABSOLUTE, _MEASURED = _WORDS["absolute"].pattern, _WORDS["measured-share"].pattern
UNIT = re.compile(
    r"[\s-](?!(?:in|for|with|among|at|after|on|and|or|to|by|favou?ring|versus|vs?)\b)[A-Za-zµ°]"
)
_PERCENTAGE_POINTS = re.compile(r"[\s-]percentage[\s-]points?\b")
_RATES = re.compile(
    r"\b(?:rates?|risks?|incidence|proportions?|prevalence|percentages?|absolute|survival|responders|probability|events?"
    r"|attendance|participation|more\s(?:frequent|common|often))\b|\d\s?/\s?\d|\d\s[(\[]\d[\d.·]*\s?%",
    re.I,
)
_SCORES = re.compile(
    r"\b(?:mean|scores?|changes?\s(?:in|from)|body\sweight|baseline\sweight|thickness)\b",
    re.I,
)
_BELOW_ZERO = re.compile(
    r"[-\u2212\u2013](?<![\w%)\]].)\d[\d.\u00b7]{0,6}\s?%[^;%]{0,60}\b(?:vs?\.?|versus|and|compared)\s[^;%]{0,40}%"
)
_PERCENTAGE = re.compile(r"\d\s?%")
_LEVEL = re.compile(r"\d\d%\s?CI")
_NEAREST_WORDS, _SHARE_WORDS = 190, 80


def share_measure(around: str) -> Measure:
    """What a share tells that two groups differ by: absolute RD, of a measurement MD, otherwise relative."""
    if _ABSOLUTE.search(around):
        return "RD"
    return "MD" if _MEASURED.search(around) else "OTHER"


def measure_of_unit(percent: bool, before: str, after: str) -> Measure:
    """What the unit behind a difference tells that it is: percentage points RD, points of a score MD."""
    if _PERCENTAGE_POINTS.match(after):
        return "MD" if _MEASURED.search(before[-_SHARE_WORDS:]) else "RD"
    if not percent or _SCORES.search(after) or _MEASURED.search(after):
        return "MD"
    return measure_of_percentages(before) if _RATES.search(before + after) else "MD"


def measure_of_percentages(before: str, wider: str = "") -> Measure:
    """Whether percentages count people (RD) or measure something (MD): the nearest word tells.

    Groups with percentages below zero tell too: these are changes of a measurement. Where no word tells
    and no groups' percentages are printed beside, a difference of percentages is one of measurements.
    """
    if _BELOW_ZERO.search(_LEVEL.sub("", before)):
        return "MD"
    for told in (before[-_NEAREST_WORDS:], wider):
        counted, *measured = (
            max((m.start() for m in words.finditer(told)), default=-1)
            for words in (_RATES, _SCORES, _MEASURED)
        )
        if counted != max(measured):
            return "MD" if max(measured) > counted else "RD"
    return "RD" if _PERCENTAGE.search(before) or not wider else "MD"


def is_unit_free(text: str, number: Number) -> bool:
    """Whether a difference is printed without a unit, which is then that of the one before."""
    return not (number.percent or UNIT.match(text, number.end))
