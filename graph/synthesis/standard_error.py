"""The standard error of a printed ratio, from its interval, one bound of it, or its p-value.

A ratio that gives none comes back as :class:`NoStandardError` with the reason in words, never as a guess.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from scipy.special import ndtri

__all__ = ["LogRatio", "NoStandardError", "PrintedRatio", "Source", "log_ratio", "ratio_of", "ratios_of"]

Source = Literal["interval", "upper bound", "p-value"]

# Printed to two decimals, an estimate may stand off the middle of its interval by a rounding or two;
# more than a quarter of the interval's width on the log scale means that one of the three is misread.
_OFF_CENTRE = 0.25
_LARGEST = 700.0  # logarithm
# A ratio near 1 may be rounded by more than this share of its logarithm: its p then gives no standard error.
_MOST_ROUNDED = 0.25


@dataclass(frozen=True, slots=True)
class LogRatio:
    """A ratio on the log scale. ``source`` says where the standard error comes from."""

    estimate: float
    se: float
    source: Source

    def inverted(self) -> LogRatio:
        """The same comparison read the other way round."""
        return LogRatio(-self.estimate, self.se, self.source)

    @property
    def ci95(self) -> tuple[float, float]:
        """The 95 % interval on the log scale that the standard error stands for."""
        half = float(ndtri(0.975)) * self.se
        return self.estimate - half, self.estimate + half


@dataclass(frozen=True, slots=True)
class NoStandardError:
    """Why a printed ratio cannot be weighed."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRatio:
    """What stands in the text: the ratio, its interval and its level in percent, its p-value."""

    value: float
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    p_op: str | None = None
    p_value: float | None = None


def log_ratio(printed: PrintedRatio) -> LogRatio | NoStandardError:
    """The ratio on the log scale with its standard error.

    From the interval at its own level: (ln high - ln low) / 2z, Cochrane Handbook 6.3.2; an interval
    without a printed level is taken as 95 %. Where the lower bound is printed as 0 (rounded), from the
    upper bound alone. Without an interval, from an exact two-sided p: |ln ratio| / z, Handbook 6.3.2.
    """
    if not (math.isfinite(printed.value) and printed.value > 0):
        return NoStandardError(f"ratio printed as {printed.value:g}: no logarithm")
    if printed.ci_low is None or printed.ci_high is None:
        return _from_p(printed)
    return _from_interval(printed, printed.ci_low, printed.ci_high)


def _from_interval(printed: PrintedRatio, low: float, high: float) -> LogRatio | NoStandardError:
    z = _z(printed.ci_level)
    estimate = math.log(printed.value)
    if z is None:
        return NoStandardError(f"interval level printed as {printed.ci_level:g} %: not between 50 and 100")
    if not low <= printed.value <= high:
        return NoStandardError(f"estimate {printed.value:g} outside its interval {low:g} to {high:g}")
    if not math.isfinite(high):
        return NoStandardError("interval open to infinity")
    if high == low:
        return NoStandardError(f"interval of no width ({low:g} to {high:g})")
    if low <= 0:
        if high <= printed.value:
            return NoStandardError(f"interval {low:g} to {high:g} touches 0 and ends at the estimate")
        return LogRatio(estimate, (math.log(high) - estimate) / z, "upper bound")
    middle = (math.log(low) + math.log(high)) / 2
    width = math.log(high) - math.log(low)
    if abs(estimate - middle) > _OFF_CENTRE * width + _rounding(low, printed.value, high):
        return NoStandardError(
            f"estimate {printed.value:g} far off the middle of its interval {low:g} to {high:g}"
        )
    return LogRatio(estimate, width / (2 * z), "interval")


def ratio_of(log_value: float) -> float:
    """The ratio of a logarithm, kept within floating point: from p = 0.999 comes an error in the hundreds."""
    return math.exp(max(-_LARGEST, min(_LARGEST, log_value)))


def ratios_of(interval: tuple[float, float]) -> tuple[float, float]:
    """The ratios of an interval of logarithms."""
    return ratio_of(interval[0]), ratio_of(interval[1])


def _rounding(*printed: float) -> float:
    """What two-decimal rounding may move a logarithm by, summed over the figures."""
    return sum(0.005 / value for value in printed)


def _from_p(printed: PrintedRatio) -> LogRatio | NoStandardError:
    p = printed.p_value
    if p is None:
        return NoStandardError("no interval printed and no p-value to derive one from")
    if printed.p_op != "=":
        return NoStandardError(f"no interval printed, and p only as {printed.p_op} {p:g}")
    if not 0 < p < 1 or printed.value == 1:
        return NoStandardError(
            f"no interval printed, and p = {p:g} with a ratio of {printed.value:g} gives none"
        )
    estimate = math.log(printed.value)
    if _rounding(printed.value) > _MOST_ROUNDED * abs(estimate):
        return NoStandardError(
            f"no interval printed, and {printed.value:g} is too near 1 for p to give a standard error"
        )
    return LogRatio(estimate, abs(estimate) / float(-ndtri(p / 2)), "p-value")


def _z(level: float | None) -> float | None:
    percent = 95.0 if level is None else level
    return float(ndtri(0.5 + percent / 200)) if 50 <= percent < 100 else None
