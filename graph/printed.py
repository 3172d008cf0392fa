"""Findings in the words and figures of a results table."""

from __future__ import annotations

import re
from decimal import Decimal

from graph.model import Node

__all__ = [
    "arm_words",
    "claim_words",
    "effect_words",
    "figures_of",
    "letters",
    "number",
    "places_of",
    "short_ratio",
]

_DIRECTIONS = {"higher": "higher", "lower": "lower", "no_difference": "no difference"}
_STATISTICS = {"median_time": "median", "rate": "rate", "mean": "mean", "median": "median", "count": "count"}

_FIGURES = ("value", "ci_low", "ci_high", "p_value")
_NUMBERS = (int, float)
# A number of its own, no part of another: "0.60", "0·6", ".6", "1,200".
_FIGURE = re.compile(r"(?<!\d)(?<!\d[.,·])(?:\d+(?:,\d{3})+(?:[.·]\d+)?|\d*[.·]?\d+)(?![.·]?\d|,\d{3})")


def effect_words(effect: Node) -> tuple[str, str]:
    """``HR 0.71 (95% CI 0.59–0.86), p = 0.0003``, and the contrast with its subgroup and who entered it."""
    words = f"{effect['measure']} {number(effect['value'])}"
    if effect["ci_low"] is not None and effect["ci_high"] is not None:
        level = f"{effect['ci_level']:g}% CI " if isinstance(effect["ci_level"], int | float) else "CI "
        words += f" ({level}{number(effect['ci_low'])}–{number(effect['ci_high'])})"
    about = str(effect["contrast"] or "")
    about += f" · {effect['subgroup']}" if effect["subgroup"] else ""
    if effect["adjusted"] is not None:
        about += " · adjusted" if effect["adjusted"] else " · not adjusted"
    if effect["entered"]:
        about += " · entered by hand"
    return words + _p(effect), about


def claim_words(claim: Node) -> tuple[str, str]:
    """A stated comparison without a figure, and the contrast."""
    direction = _DIRECTIONS.get(str(claim["direction"]), str(claim["direction"]))
    return f"{direction}, no estimate printed{_p(claim)}", str(claim["contrast"] or "")


def arm_words(result: Node) -> tuple[str, str]:
    """``median 33.7 months``, and the group with the time point."""
    statistic = _STATISTICS.get(str(result["statistic"]), str(result["statistic"]))
    unit = str(result["unit"] or "")
    words = f"{statistic} {number(result['value'])}{'' if unit == '%' else ' '}{unit}"
    if result["ci_low"] is not None and result["ci_high"] is not None:
        words += f" ({number(result['ci_low'])}–{number(result['ci_high'])})"
    when = f" at {result['timepoint']}" if result["timepoint"] else ""
    return words, f"{result['arm'] or ''}{when}"


def figures_of(finding: Node) -> list[float]:
    """The figures that the finding was read from, to be marked in its quote."""
    return [float(value) for name in _FIGURES if isinstance(value := finding.get(name), _NUMBERS)]


def letters(place: int) -> str:
    """What marks the first, second, ... of a row of things, from 0 on.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('a', 'z', 'aa', 'aaa')
    """
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def places_of(value: float, text: str) -> list[re.Match[str]]:
    """Where a figure stands in a text, however many decimals it is printed with.

    >>> [m.start() for m in places_of(25.0, "Of 250, 25 lived 25.0 months (0.25).")]
    [8, 17]
    """
    return [m for m in _FIGURE.finditer(text) if float(m[0].replace(",", "").replace("·", ".")) == value]


def number(value: object) -> str:
    """A figure as printed, without trailing noise and never as 1e-05."""
    if not isinstance(value, _NUMBERS):
        return str(value)
    short = f"{value:.6g}"
    return f"{Decimal(short):f}" if "e" in short else short


def short_ratio(ratio: float) -> str:
    """Two decimals; beyond a thousand, where intervals end that say nothing, ``>1000``."""
    return f"{ratio:.2f}" if ratio < 1000 else ">1000"


def _p(finding: Node) -> str:
    p = finding["p_value"]
    return f", p {finding['p_op'] or '='} {number(p)}" if p is not None else ""
