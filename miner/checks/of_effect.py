"""What does not add up within a finding: each check gives a short id and what it found.

Bounds and values are printed rounded, so each is taken as the stretch of numbers that round to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from statistics import NormalDist

from miner.model import Effect, PValue

__all__ = ["check_effect"]

_RATIOS = frozenset({"HR", "OR", "RR", "IRR"})
_DIFFERENCES = frozenset({"MD", "RD", "SMD", "BETA"})
_ONE_SIDED = re.compile(r"\b(?:one|1)-(?:sided|tailed)\b", re.I)
_NOT_OF_THE_EFFECT = re.compile(r"non-?inferiority|equivalence|interaction|trend|superiority", re.I)
# Shares of the interval's length by which the value may stand off its middle: profile likelihood, exact
# and bootstrap intervals are not symmetric.
_OFF_MIDDLE = 0.2
_P_FACTOR = 3.0
_SMALL_P = 0.001
_NORMAL = NormalDist()


def check_effect(effect: Effect) -> tuple[str, ...]:
    """What does not add up in an estimate, as "id: explanation"; empty when all does.

    Altman & Bland, "How to obtain the P value from a confidence interval", BMJ 2011;343:d2304.
    """
    return tuple(_ratio(effect)) + tuple(_interval(effect)) + tuple(_p_value(effect))


def _ratio(e: Effect) -> Iterator[str]:
    if e.measure in _RATIOS and (e.value <= 0 or (e.ci is not None and min(e.ci) < 0)):
        yield f"ratio-positive: a {e.measure} and its interval are above 0, printed {e.value:g}"


def _interval(e: Effect) -> Iterator[str]:
    if e.ci is None:
        return
    low, high = e.ci
    if low > high:
        yield f"bounds-order: the lower bound {low:g} is above the upper bound {high:g}"
        return
    slack = _half_unit(e)
    if e.measure not in _RATIOS and low <= -e.value <= high and not low <= e.value <= high:
        yield f"sign-reversed: {e.value:g} and its interval {low:g} to {high:g} have opposite signs"
        return
    if not low - slack <= e.value <= high + slack:
        yield f"value-outside: {e.value:g} is not within {low:g} to {high:g}"
        return
    off = _off_middle(e, slack)
    if off > _OFF_MIDDLE:
        where = "geometric middle" if e.measure in _RATIOS else "middle"
        yield f"value-off-middle: {e.value:g} is {off:.0%} of the interval's length off the {where}"


def _half_unit(e: Effect) -> float:
    """Half of the last digit of the finest of value and bounds: 0.60 is kept as 0.6."""
    decimals = max(_decimals(x) for x in (e.value, *(e.ci or ())))
    return 0.5 * float(10.0**-decimals)


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _off_middle(e: Effect, slack: float) -> float:
    """Distance of value and middle as a share of the interval's length; 0 where rounding explains it."""
    if e.ci is None or e.measure not in _RATIOS | _DIFFERENCES:
        return 0.0
    low, high = e.ci
    if e.measure in _DIFFERENCES:
        distance, length = max(0.0, abs(e.value - (low + high) / 2) - 2 * slack), high - low
    else:
        if low - slack <= 0 or e.value - slack <= 0:
            return 0.0
        distance, length = _log_distance(e.value, low, high, slack), math.log(high / low)
    return distance / length if length > 4 * slack else 0.0


def _log_distance(value: float, low: float, high: float, slack: float) -> float:
    """The smallest distance on the log scale that any numbers rounding to the printed ones can have."""
    least = math.log(value - slack) - math.log((low + slack) * (high + slack)) / 2
    most = math.log(value + slack) - math.log((low - slack) * (high - slack)) / 2
    return 0.0 if least <= 0 <= most else min(abs(least), abs(most))


def _p_value(e: Effect) -> Iterator[str]:
    if e.p is None or e.ci is None or e.ci[0] >= e.ci[1] or e.measure not in _RATIOS | _DIFFERENCES:
        return
    if _NOT_OF_THE_EFFECT.search(e.evidence.quote):
        return
    expected = _p_range(e)
    if expected is None:
        return
    if _ONE_SIDED.search(e.evidence.quote):
        expected = (expected[0] / 2, expected[1])
    if not _agrees(e.p, *expected):
        yield (
            f"p-disagrees: p {e.p.op} {e.p.value:g}, but the {e.ci_level or 95:g}% interval implies about "
            f"{_brief(expected)}"
        )


def _p_range(e: Effect) -> tuple[float, float] | None:
    """The least and the greatest two-sided p that the interval, with its rounding, allows."""
    if e.ci is None:
        return None
    slack = _half_unit(e)
    (low, high), value, null = e.ci, e.value, 0.0
    if e.measure in _RATIOS:
        if min(low, value) - slack <= 0:
            return None
        slack_low, slack_high, slack = slack / low, slack / high, slack / value
        low, high, value = math.log(low), math.log(high), math.log(value)
    else:
        slack_low = slack_high = slack
    z_level = _NORMAL.inv_cdf(0.5 + (e.ci_level or 95) / 200)
    width, slop = (high - low) / (2 * z_level), (slack_low + slack_high) / (2 * z_level)
    if width <= slop:
        return None
    distance = abs(value - null)
    greatest = _two_sided(max(0.0, distance - slack) / (width + slop))
    least = _two_sided((distance + slack) / (width - slop))
    return least, greatest


def _two_sided(z: float) -> float:
    return max(2 * (1 - _NORMAL.cdf(z)), 1e-12)


def _agrees(p: PValue, least: float, greatest: float) -> bool:
    """Whether the printed p can be: tests differ, so a factor of three is granted either way."""
    least, greatest = least / _P_FACTOR, min(1.0, greatest * _P_FACTOR)
    if p.op in ("<", "<="):
        return least < p.value
    if p.op in (">", ">="):
        return greatest >= p.value
    half = 0.5 * float(10.0 ** -_decimals(p.value)) if p.value >= 1e-6 else p.value
    # "P = .001" often stands for anything that small
    return least <= p.value + half and (p.value <= _SMALL_P or p.value - half <= greatest)


def _brief(expected: tuple[float, float]) -> str:
    low, high = (f"{x:.2g}" if x >= 0.0005 else "<0.0005" for x in expected)
    return low if low == high else f"{low} to {high}"
