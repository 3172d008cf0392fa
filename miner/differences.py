"""Differences that no measure announces, and what kind of difference an announced one is.

"Weight loss was greater with exercise (-3.1 kg [95% CI, -5.4 to -0.7])" gives a mean difference without
saying so; "17% (95% CI 9-25) reduction in deaths" gives a relative change. Both need an interval.
"""

from __future__ import annotations

import re

from miner.effect_marks import Head
from miner.intervals import Interval
from miner.model import Measure
from miner.numbers import Number
from miner.rules import load_rules

__all__ = ["CHANGE", "headless", "is_planned", "refined"]

CHANGE = "comparative-change"
_PERCENT_CHANGE = "percent-change"
_TABLE = load_rules("statistics")
_ABSOLUTE = re.compile(r"\babsolute\b", re.I)
_SECOND_ARM = re.compile(
    r"[^.;(]{0,60}?\b(?:v|vs\.?|versus|and|compared\s(?:with|to))\s[^.;(]{0,40}?[-\u2212\u2013]?\d"
)
_TIME = re.compile(r"\s?-?(?:months?|years?|weeks?|days?)\b")
_RATES = re.compile(
    r"\b(?:rates?|risks?|incidence|proportions?|prevalence|percentage|absolute|survival|response|probability)\b",
    re.I,
)
_SCORES = re.compile(
    r"\b(?:mean|scores?|weight|change|density|BMD|volume|level|baseline|LVEF|ejection)\b", re.I
)
_NEGATED = re.compile(r"\bno(?:t|n)?\b[^.;,]{0,40}$", re.I)


def headless(
    text: str, number: Number, interval: Interval, inherited: Head | None
) -> tuple[Head, str] | None:
    """The measure of a value with an interval where the text names none; None for a group's own result."""
    before, after = text[max(0, number.start - 160) : number.start], text[interval.end : interval.end + 120]
    if number.percent and _is_percent_change(before, after):
        measure: Measure = "RD" if _ABSOLUTE.search(before[-40:] + after[:40]) else "OTHER"
        return Head(measure, number.start, number.start, _PERCENT_CHANGE), "headless"
    if _is_change(text, number, interval, inherited, before):
        measure = "RD" if number.percent and _RATES.search(before[-80:]) else "MD"
        return Head(measure, number.start, number.start, CHANGE), "headless"
    return None


def _is_percent_change(before: str, after: str) -> bool:
    if _TABLE["percent-change-before"].pattern.search(before):
        return True
    return bool(_TABLE["percent-change-after"].pattern.search(after))


def _is_change(text: str, number: Number, interval: Interval, inherited: Head | None, before: str) -> bool:
    if interval.low is None or interval.high is None:
        return False
    continued = inherited is not None and inherited.rule == CHANGE
    if not continued and (interval.bare or not _TABLE["compared"].pattern.search(text, 0, interval.end + 60)):
        return False
    if _SECOND_ARM.match(text, interval.end + 1) or re.search(r"(?:vs\.?|versus)\s*$", before):
        return False
    if number.signed or min(interval.low, interval.high) < 0:
        return True
    if _TABLE["time-to-event-words"].pattern.search(before):
        return False
    return bool(_TABLE["change-words"].pattern.search(before))


def refined(
    text: str, measure: Measure, head: Head, number: Number, interval: Interval | None
) -> Measure | None:
    """The kind of a difference from its unit and the words around it; None where it is none after all.

    A difference of medians is OTHER, a difference of percentages RD, one of scores MD.
    """
    if head.rule not in ("mean-difference", "risk-difference"):
        return measure
    named = text[head.start : number.start].lower()
    if (
        interval is not None
        and _NEGATED.search(text, max(0, head.start - 60), head.start)
        and not interval.holds(0)
    ):
        return None
    if "median" in named or (
        _TIME.match(text, number.end) and (interval is None or "median" in text[: head.start].lower()[-200:])
    ):
        return "OTHER"
    if number.percent:
        around = text[max(0, head.start - 80) : number.start]
        return "MD" if _SCORES.search(named) or not _RATES.search(around + " rate") else "RD"
    return "MD" if head.rule == "mean-difference" else measure


def is_planned(text: str, start: int, end: int) -> bool:
    """Whether a value was planned, assumed or required rather than found."""
    before = _TABLE["planned-before"].pattern
    stop = max(text.rfind(". ", 0, start) + 1, start - 200, 0)
    return bool(
        before.search(text[stop:start]) or _TABLE["planned-after"].pattern.search(text[end : end + 120])
    )
