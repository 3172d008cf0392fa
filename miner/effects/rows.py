"""Rows of values with rows of intervals behind them.

"HR 2.3 and 1.9; 95% CI 1.4-3.8 and 1.1-3.2", "a 2.3- and 1.9-fold risk (95% CI 1.4-3.8 and 1.1-3.2)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from miner.effects.intervals import Interval
from miner.effects.scan import Scan
from miner.numbers.printed import DASHES, Number, Range

__all__ = ["aligned_intervals", "is_of_unmatched_row"]

_JOINED = re.compile(r"[\s)\]]*(?:,\s?and|,|;|and|or)\s?[(\[]?\s?")
# Between two values: nothing, or what each is of.
_APART = re.compile(
    rf"(?:[{DASHES}]|[{DASHES}]?fold|\s(?:fold|times))?\s?(?:,\s?and|,|;|and|or)\s|\s(?:in|for|with|among|at|after|on)\s[^.;()\[\]\d]{{1,60}}(?:,\s?and|,|\sand)\s"
)
_RESPECTIVELY = re.compile(r"[\s)\]]*,?\srespectively\b")
_TO_MARK = re.compile(r"[^.()\[\]\d]{0,60}[\s,;([]{1,3}")


def aligned_intervals(
    found: Scan, marked: Sequence[Interval], free: Sequence[Number], ranges: Sequence[Range]
) -> dict[Number, Interval]:
    """As many values before a mark as intervals after it: first to first, where each holds its value."""
    out: dict[Number, Interval] = {}
    for first in marked:
        if first.low is None or first.high is None:
            continue
        row = [first, *_further(found.text, first, ranges)]
        values = [n for n in free if n.end <= first.start and n not in out][-len(row) :]
        if 1 < len(row) == len(values) and _are_aligned(found.text, values, row):
            out |= dict(zip(values, row, strict=True))
    return out


def is_of_unmatched_row(text: str, first: Interval, ranges: Sequence[Range]) -> bool:
    """Whether an interval begins a row "(95% CI 1.1-1.8 and 1.4-5.7, respectively)".

    Where no row of values matches it, whose it is nobody can tell.
    """
    further = list(_further(text, first, ranges))
    return bool(further and _RESPECTIVELY.match(text, further[-1].end))


def _further(text: str, first: Interval, ranges: Sequence[Range]) -> Iterator[Interval]:
    end = first.end
    for bounds in ranges:
        if bounds.low.start < end or not bounds.strong:
            continue
        if not _JOINED.fullmatch(text, end, bounds.low.start):
            return
        end = bounds.high.end
        numbers = (bounds.low, bounds.high)
        yield Interval(*bounds.bounds, first.level, bounds.low.start, end, numbers)


def _are_aligned(text: str, values: Sequence[Number], row: Sequence[Interval]) -> bool:
    if not all(i.holds(n.value) for n, i in zip(values, row, strict=True)):
        return False
    if not all(_APART.fullmatch(text, a.end, b.start) for a, b in pairwise(values)):
        return False
    return bool(_TO_MARK.fullmatch(text, values[-1].end, row[0].start))
