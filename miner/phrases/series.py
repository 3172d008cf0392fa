"""Numbers printed in a row: ``0.7 (0.5 to 0.9) and 0.8 (0.6 to 1.1), respectively``."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.text.possessive import possessive

__all__ = ["end_of_series", "place_in_series", "start_of_series"]

_WITHIN = possessive("within", r"(?:[^()\[\]]|[(\[][^()\[\]]{0,30}[)\]]){0,90}")
# One item: a number with its label before it and its interval or bracket behind it.
_ITEM = re.compile(
    r"(?:\b(?:HRs?|ORs?|RRs?|aHR|aOR|P|hazard\sratio|odds\sratio|relative\srisk)\b\s?(?:[=:<>≤≥]|of|was)?\s?)?"
    r"(?<![\w.·])[<>≤≥=]?\s?[-−]?\d*[.·]?\d+(?:\s?(?:±|\+/-)\s?[\d.·]+)?(?:\s?%|\s(?:months?|years?|days?|weeks?|mm|kg|cm|points?))?"
    r"(?:\s?[(\[]"
    rf"{_WITHIN}"
    r"[)\]]|,\s95\s?%\s?C\.?I\.?,?:?\s[\d.·]+\s?(?:to|[-–−‒,])\s?[\d.·]+)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s?(?:,\s?(?:and\s)?|\sand\s)\s?")
_VERSUS = re.compile(r"\s?,?\s?(?:vs?\.?|versus|compared\swith|compared\sto)\s")


def _is_p(item: tuple[int, int], text: str) -> bool:
    return text[item[0]] in "Pp"


@lru_cache(maxsize=512)
def _series(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Runs of items joined by "and" or commas; items joined by "versus" count as one."""
    runs: list[list[tuple[int, int]]] = []
    for m in _ITEM.finditer(text):
        gap = (
            text[runs[-1][-1][1] : m.start()]
            if runs and _is_p(runs[-1][-1], text) == _is_p(m.span(), text)
            else None
        )
        if gap is not None and _VERSUS.fullmatch(gap):
            runs[-1][-1] = (runs[-1][-1][0], m.end())
        elif gap is not None and _AND.fullmatch(gap):
            runs[-1].append(m.span())
        else:
            runs.append([m.span()])
    return tuple(tuple(run) for run in runs)


def place_in_series(text: str, start: int, end: int) -> tuple[int, int]:
    """Which item of how many the number at ``text[start:end]`` belongs to; (0, 1) where it stands alone.

    >>> place_in_series("PFS and OS: 0.70 and 0.80, respectively", 21, 25)
    (1, 2)
    """
    index, run = _run_of(text, start, end)
    return index, len(run) or 1


def end_of_series(text: str, start: int, end: int) -> int:
    """Where the row ends that the number at ``text[start:end]`` belongs to; ``end`` where it stands alone."""
    _, run = _run_of(text, start, end)
    return max(run[-1][1], end) if len(run) > 1 else end


def start_of_series(text: str, start: int, end: int) -> int:
    """Where the row of the number at ``text[start:end]`` begins; ``start`` where it stands alone."""
    _, run = _run_of(text, start, end)
    return min(run[0][0], start) if len(run) > 1 else start


def _run_of(text: str, start: int, end: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    for run in _series(text):
        if run[0][0] <= start and end <= run[-1][1]:
            for index, (first, last) in enumerate(run):
                if first <= start and end <= last:
                    return index, run
    return 0, ()
