"""How a pooled effect moves: leave-one-out, cumulative, subgroups, regression on a study's traits.

On an additive scale, like :mod:`graph.synthesis.pooling`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import chdtrc, fdtrc, stdtr, stdtrit

from graph.synthesis.pooling import Model, Pooled, pool
from graph.synthesis.tau_squared import Array

__all__ = [
    "MetaRegression",
    "SubgroupTest",
    "cumulative",
    "leave_one_out",
    "meta_regression",
    "subgroups",
]


def leave_one_out(
    log_ratios: Sequence[float], variances: Sequence[float], model: Model = "reml"
) -> tuple[Pooled, ...]:
    """The pooled effect without each study in turn, in the order given; empty below two studies."""
    if len(log_ratios) < 2:
        return ()
    kept = [[j for j in range(len(log_ratios)) if j != i] for i in range(len(log_ratios))]
    return tuple(_pool_of(rest, log_ratios, variances, model) for rest in kept)


def _pool_of(
    places: Sequence[int], log_ratios: Sequence[float], variances: Sequence[float], model: Model
) -> Pooled:
    """Some of the studies; how sure their tau2 is, is not asked."""
    some = [log_ratios[i] for i in places], [variances[i] for i in places]
    return pool(*some, model, profile=False)


def cumulative(
    log_ratios: Sequence[float],
    variances: Sequence[float],
    order: Sequence[float],
    model: Model = "reml",
) -> tuple[tuple[int, Pooled], ...]:
    """The pooled effect as studies come in by ``order`` (years): index of the newcomer, and the pool."""
    by_order = sorted(range(len(order)), key=lambda i: order[i])
    return tuple(
        (i, _pool_of(by_order[: n + 1], log_ratios, variances, model)) for n, i in enumerate(by_order)
    )


@dataclass(frozen=True, slots=True)
class SubgroupTest:
    """Pooled effects by group, and Wald's Q of the differences between them with its p.

    Both are None with fewer than two groups, or where none holds two studies.
    """

    pooled: tuple[tuple[Hashable, Pooled], ...]
    q_between: float | None
    p: float | None


def subgroups(
    log_ratios: Sequence[float],
    variances: Sequence[float],
    groups: Sequence[Hashable],
    model: Model = "reml",
) -> SubgroupTest:
    """Pool within groups, each with its own tau2, and compare them with one tau2 for all.

    Groups of two or three studies tell nothing of their tau2, and a comparison of their pools by chi-squared
    finds differences that are not there. So it is the mixed-effects regression on the group, tested by F
    (Rubio-Aparicio 2019, J Exp Educ) with Knapp and Hartung's factor, not below 1 (2003, Stat Med 22:2693);
    under a common effect by chi-squared.
    """
    names = list(dict.fromkeys(groups))
    members = [[i for i, group in enumerate(groups) if group == name] for name in names]
    pooled = [pool([log_ratios[i] for i in m], [variances[i] for i in m], model) for m in members]
    found = tuple(zip(names, pooled, strict=True))
    apart, left = len(names) - 1, len(groups) - len(names)
    if not apart or not left:
        return SubgroupTest(found, None, None)
    indicators = [[float(group == name) for group in groups] for name in names[1:]]
    fitted = _fitted(log_ratios, variances, indicators, common=model == "fixed")
    some = fitted.beta[1:]
    q = float(some @ np.linalg.solve(fitted.covariance[1:, 1:], some))
    p = chdtrc(apart, q) if model == "fixed" else fdtrc(apart, left, q / apart)
    return SubgroupTest(found, q, float(p))


@dataclass(frozen=True, slots=True)
class MetaRegression:
    """The slope of the effect on one trait of the studies, with its Knapp–Hartung interval."""

    slope: float
    se: float
    ci: tuple[float, float]
    p_two_sided: float
    tau2: float
    k: int


def meta_regression(
    log_ratios: Sequence[float], variances: Sequence[float], trait: Sequence[float], level: float = 0.95
) -> MetaRegression | None:
    """Mixed-effects regression on one trait (a year, or 0/1); None below four studies or a constant trait.

    tau2 by restricted likelihood; Knapp & Hartung 2003 (Stat Med 22:2693), factor not below 1. Fewer
    studies, or one value of the trait, leave nothing to estimate.
    """
    x = np.asarray(trait, dtype=float)
    if len(x) < 4 or np.ptp(x) == 0:
        return None
    fitted, df = _fitted(log_ratios, variances, [x - x.mean()]), len(x) - 2
    slope, se = float(fitted.beta[1]), float(np.sqrt(fitted.covariance[1, 1]))
    half = float(stdtrit(df, (1 + level) / 2)) * se
    p = float(2 * stdtr(df, -abs(slope) / se))
    return MetaRegression(slope, se, (slope - half, slope + half), p, fitted.tau2, len(x))


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A mixed-effects model: intercept and slopes with their covariance, and what they leave of tau2."""

    beta: Array
    covariance: Array
    tau2: float


def _fitted(
    log_ratios: Sequence[float],
    variances: Sequence[float],
    traits: Sequence[Sequence[float] | Array],
    *,
    common: bool = False,
) -> _Fitted:
    """The effects on their traits, by REML with Knapp and Hartung's factor; ``common`` leaves both out."""
    y, v = np.asarray(log_ratios, dtype=float), np.asarray(variances, dtype=float)
    design = np.column_stack([np.ones_like(y), *traits])
    tau2 = 0.0 if common else _reml_tau2(y, v, design)
    weights = 1.0 / (v + tau2)
    covariance = np.linalg.inv(design.T @ (weights[:, None] * design))
    beta = covariance @ design.T @ (weights * y)
    spread = float(np.sum(weights * (y - design @ beta) ** 2)) / (len(y) - design.shape[1])
    return _Fitted(beta, covariance * (1.0 if common else max(1.0, spread)), tau2)


def _reml_tau2(y: Array, v: Array, design: Array) -> float:
    """Restricted likelihood maximised over tau2 on a log grid refined by Brent's method."""

    def negative(tau2: float) -> float:
        weights = 1.0 / (v + tau2)
        information = design.T @ (weights[:, None] * design)
        beta = np.linalg.solve(information, design.T @ (weights * y))
        spread = float(np.sum(weights * (y - design @ beta) ** 2))
        return 0.5 * (spread - float(np.sum(np.log(weights))) + float(np.linalg.slogdet(information)[1]))

    top = max(float(np.var(y)) * 10, float(np.max(v)))
    grid = np.concatenate(([0.0], np.geomspace(top * 1e-8, top, 120)))
    best = int(np.argmin([negative(float(g)) for g in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    found = minimize_scalar(negative, bounds=(low, high), method="bounded", options={"xatol": 1e-12})
    return 0.0 if negative(0.0) <= float(found.fun) else float(found.x)
