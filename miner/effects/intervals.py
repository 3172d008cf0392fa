"""Intervals as printed: "95% CI, 0.49–0.88", "[0.71-1.22]", "90% CI 1.1;1.9", "95% CI 1.2-not reached"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from miner.effects.marks import Mark
from miner.numbers.printed import DASHES, Number, Range, has_decimals

__all__ = ["Interval", "bare_intervals", "is_behind_group", "marked_intervals"]

_TO_BOUNDS = re.compile(
    r"[\s,:;=∶()\[\]>≥]*(?:(?:of|from|is|was|were|for|ranging\sfrom|between|ranged\sfrom|limits|values?)\s*){0,2}[\s,:=(\[€$£]*"
)
_NO_BOUND = (
    r"(?:not\s(?:reached|estimable|evaluable|available|calculable|reported|applicable|estimated)|N\.?[ERAC]\.?"
    r"|infinity|∞|unestimable|undefined|\+?-?inf)(?![a-z])"
)
_OPEN_HIGH = re.compile(rf"\s*(?:%\s*)?(?:[{DASHES},;]|to)\s*{_NO_BOUND}", re.I)
_OPEN_LOW = re.compile(
    rf"[\s,:;=()\[\]]*{_NO_BOUND}(?:\s*(?:[{DASHES},;]|to)\s*(?:{_NO_BOUND}|[\d.·]+))?", re.I
)
_BEFORE_BARE = re.compile(
    r"(?:\s*[A-Za-zµμ€$%/²][A-Za-zµμ$%/²2]{0,13}(?:\s(?:per\s)?[A-Za-zµμ][a-zA-Z/²2]{0,8})?|\sper\s\d[\d.,]*[\s-]?[A-Za-zµμ%/²-]{1,12}(?:\s[a-z]{1,12})?)?\s*(?:[,;:∶]\s*|\s)?[(\[]?\s*"
)
_STEP = re.compile(r"\bper\s$")  # "1.13 per | 10 years, 1.06 to 1.21"
_STROKE = re.compile(r"\s?/\s?")
_PLAIN = re.compile(r"\s*(?:[,;:∶]\s*|\s)?[(\[]?\s*")
_ENCLOSED = re.compile(r"\s?[)\];]|,\s?[pP]\b")
_BRACKET_ENDS = re.compile(r"\s?(?:%\s?)?[)\],;]")
# "... 0.83 for the right colon (".
_GROUP = re.compile(r"\s(?:for|in|with|among)\s(?:[\w-]+\s){1,5}[(\[]")
# "(8.1% v 6.9%; OR | 0.84, 0.61, 1.17)": the ratio's name stands in the same bracket.
_NAMED = re.compile(
    r"(?:[(\[]|[,;]\s)(?:adjusted\s)?(?:[a-z]{0,2}(?:HR|OR|RR|IRR|PR|SIR|SMR)|(?:hazard|odds|risk|rate|prevalence)\sratio|relative\srisk)[\s=:,]{1,3}$"
)
_P_FOLLOWS = re.compile(r"[)\],;\s]{1,4}[(\[]?\s?p\s?[=<>≤]", re.I)
_LEVEL = 95


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds as printed, None where one cannot be estimated; ``level`` in percent.

    ``bare`` intervals stand after their value without being announced; ``plain`` tells that nothing but
    punctuation stands between the two, ``misprinted`` that the value lies outside, though it stands in a
    list of values printed alike.
    """

    low: float | None
    high: float | None
    level: float | None
    start: int
    end: int
    numbers: tuple[Number, ...] = ()
    bare: bool = False
    plain: bool = True
    misprinted: bool = False

    def holds(self, value: float) -> bool:
        """Whether the value lies within the bounds, in whichever order they are printed."""
        if self.low is None or self.high is None:
            return True
        return min(self.low, self.high) <= value <= max(self.low, self.high)

    def fits_ratio(self, value: float, tolerance: float = 0.25) -> bool:
        """Whether the value is near the geometric middle of the bounds, as for ratios it should be.

        The tolerance is a share of the interval's length on the log scale.
        """
        if self.low is None or self.high is None:
            return True
        if min(self.low, self.high, value) <= 0 or self.low == self.high:
            return False
        low, high = math.log(self.low), math.log(self.high)
        return abs(math.log(value) - (low + high) / 2) <= tolerance * abs(high - low) + 0.03


def marked_intervals(
    text: str, marks: Sequence[Mark], numbers: Sequence[Number], ranges: Sequence[Range]
) -> tuple[list[Interval], list[Mark]]:
    """Intervals that a mark announces, and the marks that only declare what bare intervals are."""
    found: list[Interval] = []
    declared: list[Mark] = []
    by_start = {r.low.start: r for r in ranges}
    by_start |= {
        a.start: Range(a, b, True) for a, b in pairwise(numbers) if _STROKE.fullmatch(text, a.end, b.start)
    }
    for i, mark in enumerate(marks):
        stop = marks[i + 1].start if i + 1 < len(marks) else len(text)
        interval = _open(text, mark, None)
        first = next((n for n in numbers if mark.end <= n.start < stop), None)
        if interval is None and first is not None and _TO_BOUNDS.fullmatch(text, mark.end, first.start):
            interval = _open(text, mark, first) or _closed(mark, by_start, first)
        if interval is None:
            declared.append(mark)
        else:
            found.append(interval)
    return found, declared


def _open(text: str, mark: Mark, first: Number | None) -> Interval | None:
    """An interval with a bound that could not be estimated."""
    if first is None:
        m = _OPEN_LOW.match(text, mark.end)
        return Interval(None, None, mark.level, mark.start, m.end()) if m else None
    m = _OPEN_HIGH.match(text, first.end)
    return Interval(None, None, mark.level, mark.start, m.end(), (first,)) if m else None


def _closed(mark: Mark, by_start: dict[int, Range], first: Number) -> Interval | None:
    bounds = by_start.get(first.start)
    if bounds is None:
        return None
    after = by_start.get(bounds.high.start)
    if after is not None and not bounds.strong and _is_value_first(bounds, after):
        return None
    return Interval(
        bounds.low.value,
        bounds.high.value,
        mark.level or _LEVEL,
        mark.start,
        bounds.high.end,
        (bounds.low, bounds.high),
    )


def _is_value_first(bounds: Range, after: Range) -> bool:
    """Whether the value stands after the mark: "95% CI: 0.7, 0.5-0.9", "95% CI: 0.7, 0.5, 0.9"."""
    if after.strong:
        return True
    value, low, high = bounds.low.value, after.low.value, after.high.value
    return low <= value <= high and low < high


def bare_intervals(
    text: str, numbers: Sequence[Number], ranges: Sequence[Range], declared: Sequence[Mark]
) -> dict[Number, Interval]:
    """Values followed by an unannounced interval: "3.1 [1.5-6.4]", "1.2; 1.1 to 1.4", "(1.2; 1.1, 1.4)"."""
    out: dict[Number, Interval] = {}
    last = ""
    by_start = {r.low.start: r for r in ranges}
    for value, low in pairwise([n for n in numbers if not _STEP.search(text, max(0, n.start - 5), n.start)]):
        bounds = by_start.get(low.start)
        if bounds is None:
            continue
        alone = Interval(*bounds.bounds, None, low.start, bounds.high.end)
        behind_group = bounds.strong and is_behind_group(text, value, alone)
        if not behind_group and not _BEFORE_BARE.fullmatch(text, value.end, low.start):
            continue
        gap = text[value.end : low.start].strip()
        bracketed = gap[-1:] in ("(", "[") and bool(_BRACKET_ENDS.match(text, bounds.high.end))
        enclosed = (
            gap == ";" and bool(_ENCLOSED.match(text, bounds.high.end)) and text[value.start - 1] in "(["
        )
        named = gap in (";", ",") and _is_named_triple(text, value, bounds)
        if not gap or not (bounds.strong or bracketed or enclosed or named or declared):
            continue
        holds = min(bounds.bounds) <= value.value <= max(bounds.bounds) and (
            bounds.low.value != bounds.high.value or value.value == 0
        )
        if holds or (gap == last and bounds.strong and _is_misprint(text, value, bounds)):
            last = gap if holds else ""
            plain = bool(_PLAIN.fullmatch(text, value.end, low.start))
            level = next((m.level for m in reversed(declared) if m.end <= value.start), None)
            out[value] = Interval(
                *bounds.bounds,
                level or _LEVEL,
                low.start,
                bounds.high.end,
                (bounds.low, bounds.high),
                bare=True,
                plain=plain,
                misprinted=not holds,
            )
    return out


def is_behind_group(text: str, value: Number, interval: Interval) -> bool:
    """Whether a ratio's group stands before its interval: "0.83 for the right colon (0.75-0.92)"."""
    if interval.low is None or not _GROUP.fullmatch(text, value.end, interval.start):
        return False
    return has_decimals(text, value) and interval.fits_ratio(value.value)


def _is_named_triple(text: str, value: Number, bounds: Range) -> bool:
    """Whether a bracket holds a ratio's name, value and bounds: "(HR 1.08; 0.91, 1.28)"."""
    low, high = bounds.bounds
    if not (_ENCLOSED.match(text, bounds.high.end) and low < value.value < high and low > 0):
        return False
    named = _NAMED.search(text, max(0, value.start - 40), value.start) is not None
    return named and Interval(low, high, None, 0, 0).fits_ratio(value.value)


def _is_misprint(text: str, value: Number, bounds: Range) -> bool:
    """Whether a p-value tells that these are a ratio and its bounds, though the value lies outside."""
    if value.percent or bounds.high.percent or min(value.value, *bounds.bounds) <= 0:
        return False
    return bool(_P_FOLLOWS.match(text, bounds.high.end))
