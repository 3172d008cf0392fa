"""Between-study variance on the log scale: REML, DerSimonian–Laird, and its interval by Q-profile.

Everything here takes effects on an additive scale (log ratios) and their sampling variances.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import chdtri

__all__ = ["Array", "cochran_q", "dersimonian_laird", "q_profile", "reml"]

Array = npt.NDArray[np.float64]

# A variance this many times the spread of the effects is beyond any data; the searches stop there.
_CEILING = 1e4
_TOLERANCE = 1e-12
_VALUES = 100
_STEPS = np.arange(float(_VALUES))
# ``np.sum`` asks first what it was given; a search sums thousands of times.
_sum = np.add.reduce


def weighted_mean(effects: Array, weights: Array) -> float:
    """The mean of the effects under the weights."""
    return float(_sum(weights * effects) / _sum(weights))


def cochran_q(effects: Array, variances: Array, tau2: float = 0.0) -> float:
    """The weighted sum of squares around the weighted mean, weights 1/(v + tau2).

    At ``tau2`` 0 it is Cochran's Q; elsewhere the generalised Q of Viechtbauer 2007 (Stat Med 26:37).
    """
    weights = 1.0 / (variances + tau2)
    return float(_sum(weights * (effects - weighted_mean(effects, weights)) ** 2))


def dersimonian_laird(effects: Array, variances: Array) -> float:
    """Moment estimate, cut at 0. DerSimonian & Laird 1986 (Control Clin Trials 7:177).

    By hand: statsmodels does not cut it at 0 and divides by zero when tau2 meets minus a variance.
    """
    if len(effects) < 2:
        return 0.0
    weights = 1.0 / variances
    c = float(np.sum(weights) - np.sum(weights**2) / np.sum(weights))
    return max(0.0, (cochran_q(effects, variances) - (len(effects) - 1)) / c)


def reml(effects: Array, variances: Array) -> float:
    """Restricted maximum likelihood estimate, cut at 0.

    The root of the restricted score, Viechtbauer 2005 (J Educ Behav Stat 30:261), equations 16 and 17;
    statsmodels has Paule–Mandel and DerSimonian–Laird but no REML. The profile may have several
    stationary points: all brackets are searched and the likeliest root, or 0, is taken.
    """
    if len(effects) < 2:
        return 0.0
    roots = _roots(effects, variances)
    if not roots:
        return 0.0
    return max([0.0, *roots], key=lambda tau2: _restricted_loglik(effects, variances, tau2))


def q_profile(effects: Array, variances: Array, level: float = 0.95) -> tuple[float, float] | None:
    """Interval for tau2 by the Q-profile method; None below two studies.

    The values at which the generalised Q meets the chi-squared quantiles of k - 1 degrees of freedom.
    Viechtbauer 2007 (Stat Med 26:37), section 3.
    """
    k = len(effects)
    if k < 2:
        return None
    tails = ((1 + level) / 2, (1 - level) / 2)
    low, high = (_profile_bound(effects, variances, float(chdtri(k - 1, 1 - tail))) for tail in tails)
    return low, high


def _profile_bound(effects: Array, variances: Array, target: float) -> float:
    def gap(tau2: float) -> float:
        return cochran_q(effects, variances, tau2) - target

    if gap(0.0) <= 0:
        return 0.0
    upper = float(np.max(variances))
    # Q falls towards 0 as tau2 grows, so doubling ends.
    while gap(upper) > 0:
        upper *= 2
    return float(brentq(gap, 0.0, upper, xtol=_TOLERANCE))


def _restricted_loglik(effects: Array, variances: Array, tau2: float) -> float:
    weights = 1.0 / (variances + tau2)
    spread = _sum(weights * (effects - weighted_mean(effects, weights)) ** 2)
    return float(0.5 * _sum(np.log(weights)) - 0.5 * np.log(_sum(weights)) - 0.5 * spread)


def _reml_score(effects: Array, variances: Array, tau2: Array | float) -> Array:
    """The restricted score at one tau2, or at each of a column of them."""
    weights = 1.0 / (variances + tau2)
    squares = weights**2
    total = _sum(weights, -1)
    residuals = effects - (_sum(weights * effects, -1) / total)[..., None]
    trace = total - _sum(squares, -1) / total
    return np.asarray(_sum(squares * residuals**2, -1) - trace)


def _grid(effects: Array, variances: Array) -> Array:
    """0, and a hundred values at even ratios, as by ``np.geomspace`` without its care for any input."""
    spread = max(float(effects.var()), float(variances.min()))
    ends = spread * 1e-6, spread * _CEILING
    low, high = np.log10(ends)
    grid = np.zeros(_VALUES + 1)
    grid[1:] = 10.0 ** (_STEPS * ((high - low) / (_VALUES - 1)) + low)
    grid[[1, -1]] = ends
    return grid


def _roots(effects: Array, variances: Array) -> list[float]:
    """Where the restricted likelihood has its peaks above 0: the score falls through zero."""
    grid = _grid(effects, variances)
    score = _reml_score(effects, variances, grid[:, None])

    def at(tau2: float) -> float:
        return float(_reml_score(effects, variances, tau2))

    falls = np.flatnonzero((score[:-1] > 0) & (score[1:] <= 0))
    return [float(brentq(at, float(grid[i]), float(grid[i + 1]), xtol=_TOLERANCE)) for i in falls]
