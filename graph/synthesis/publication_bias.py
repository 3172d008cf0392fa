"""Small-study effects: Egger's regression, and when a funnel plot may be read at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

__all__ = ["EGGER_MINIMUM", "Egger", "TooFew", "egger"]

EGGER_MINIMUM = 10


@dataclass(frozen=True, slots=True)
class Egger:
    """The intercept of the standard normal deviate on precision, its t and two-sided p on ``df``."""

    intercept: float
    se: float
    t: float
    df: int
    p_two_sided: float


@dataclass(frozen=True, slots=True)
class TooFew:
    """Why no test was done."""

    reason: str


def egger(log_ratios: Sequence[float], variances: Sequence[float]) -> Egger | TooFew:
    """Egger's test for funnel-plot asymmetry from ten studies on. Egger 1997 (BMJ 315:629).

    Ordinary least squares of effect/se on 1/se; fewer than ten studies are not tested (Sterne 2011,
    BMJ 343:d4002), nor are studies of one size.
    """
    y, se = np.asarray(log_ratios, dtype=float), np.sqrt(np.asarray(variances, dtype=float))
    if len(y) < EGGER_MINIMUM:
        return TooFew(f"{len(y)} studies: asymmetry is not tested below {EGGER_MINIMUM}")
    if np.ptp(se) <= 1e-9 * np.max(se):
        return TooFew("all studies have the same standard error: asymmetry cannot show")
    (_, intercept), covariance = np.polyfit(1.0 / se, y / se, 1, cov=True)
    of_intercept, df = float(np.sqrt(covariance[1, 1])), len(y) - 2
    t = float(intercept) / of_intercept
    return Egger(float(intercept), of_intercept, t, df, p_two_sided=2 * float(stdtr(df, -abs(t))))
