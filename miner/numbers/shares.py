"""Counts printed with their percentage, from which a text's denominators can be told."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

__all__ = ["Share", "find_shares"]

_COUNT = r"(?P<{}>[1-9]\d{{0,2}}(?:[, \u2009\u00a0\u202f]\d{{3}})+|[1-9]\d*)"
_PERCENT = r"(?P<{}>\d{{1,3}}(?:[.·]\d{{1,2}})?)\s?(?:%|per\s?cent\b)"
# "45 (37.5%)", "45 patients (37.5%)", "45 [37.5%]"; "37.5% (n = 45)", "37.5% (45 of", "37.5%, 45/".
_SHARE = re.compile(
    rf"(?<![\d.,·/]){_COUNT.format('n')}\s?(?:[a-z-]+\s){{0,2}}?[(\[;,]\s?{_PERCENT.format('p')}"
    rf"|(?<![\d.,·]){_PERCENT.format('q')}\s?[(\[,]\s?(?:n\s?[=:]\s?)?{_COUNT.format('m')}(?=\s?(?:[)\],;/]|of\b))"
)
_SEPARATORS = re.compile(r"[, \u2009\u00a0\u202f]")
_MOST = 60  # shares of one text that are read: more tell nothing new


class Share(NamedTuple):
    """A count with its percentage and half of the unit of the percentage's last digit."""

    number: int
    percent: float
    half: float

    def is_of(self, whole: int) -> bool:
        """Is the percentage that of the count in this whole?"""
        return whole > self.number and abs(100 * self.number / whole - self.percent) <= self.half


def find_shares(text: str) -> tuple[Share, ...]:
    """All counts of a text that are printed with their percentage, in order."""
    if "%" not in text and "per" not in text:
        return ()
    return tuple([_share(m) for m in islice(_SHARE.finditer(text), _MOST)])


def _share(m: re.Match[str]) -> Share:
    count, percent = (m["n"], m["p"]) if m["n"] else (m["m"], m["q"])
    decimals = len(percent.replace("·", ".").partition(".")[2])
    half = 0.5 * 10.0**-decimals + 1e-9
    return Share(int(_SEPARATORS.sub("", count)), float(percent.replace("·", ".")), half)
