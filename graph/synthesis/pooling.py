"""Pooling of effects on an additive scale (log ratios): fixed, random, Hartung–Knapp, prediction.

The functions know nothing of studies or graphs; :mod:`graph.synthesis.synthesize` feeds them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from graph.synthesis.tau_squared import Array, cochran_q, dersimonian_laird, q_profile, reml, weighted_mean

__all__ = ["MODELS", "Model", "Pooled", "pool"]

Model = Literal["reml", "dl", "fixed"]

MODELS: dict[Model, str] = {
    "reml": "random effects, REML, Hartung–Knapp interval",
    "dl": "random effects, DerSimonian–Laird, Wald interval",
    "fixed": "one common effect, inverse variance",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """A pooled effect on the scale it was pooled on, with what it rests on.

    ``weights`` are shares that add up to 1, in the order given. ``i2`` is in percent. ``pi`` needs
    three studies and a random-effects model. ``scale`` is the Hartung–Knapp factor on the variance,
    ``scale_raised`` says that it would have narrowed the interval and was put at 1.
    """

    model: Model
    k: int
    estimate: float
    se: float
    ci: tuple[float, float]
    pi: tuple[float, float] | None
    p_two_sided: float
    tau2: float
    tau2_ci: tuple[float, float] | None
    q: float
    q_p: float | None
    i2: float | None
    weights: tuple[float, ...]
    scale: float
    scale_raised: bool


def pool(
    log_ratios: Sequence[float],
    variances: Sequence[float],
    model: Model = "reml",
    level: float = 0.95,
    *,
    profile: bool = True,
) -> Pooled:
    """Pool effects and their sampling variances; ``profile`` asks for the interval of tau2 too.

    One study comes back as itself. REML takes its interval from Hartung & Knapp 2001 (Stat Med 20:3875)
    with the variance factor not below 1, the ad-hoc correction of Knapp & Hartung 2003 (Stat Med 22:2693);
    the others from the normal distribution. The prediction interval is Higgins, Thompson & Spiegelhalter
    2009 (J R Stat Soc A 172:137) with k - 1 degrees of freedom as in IntHout 2016 (BMJ Open 6:e010247).
    """
    y, v = _checked(log_ratios, variances)
    k = len(y)
    tau2 = {"reml": reml, "dl": dersimonian_laird, "fixed": _zero}[model](y, v)
    weights = 1.0 / (v + tau2)
    estimate = weighted_mean(y, weights)
    scale = _knapp_scale(y, weights, estimate) if model == "reml" and k > 1 else 1.0
    se = math.sqrt(max(scale, 1.0) / float(np.sum(weights)))
    by_t = model == "reml" and k > 1
    crit = float(stdtrit(k - 1, (1 + level) / 2)) if by_t else float(ndtri((1 + level) / 2))
    q = cochran_q(y, v) if k > 1 else 0.0
    return Pooled(
        model=model,
        k=k,
        estimate=estimate,
        se=se,
        ci=(estimate - crit * se, estimate + crit * se),
        pi=_prediction(estimate, se, tau2, k, level) if model != "fixed" else None,
        p_two_sided=float(2 * (stdtr(k - 1, -abs(estimate) / se) if by_t else ndtr(-abs(estimate) / se))),
        tau2=tau2,
        tau2_ci=q_profile(y, v, level) if profile else None,
        q=q,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else None,
        i2=i_squared(q, k),
        weights=tuple(float(w) for w in weights / np.sum(weights)),
        scale=scale,
        scale_raised=scale < 1,
    )


def i_squared(q: float, k: int) -> float | None:
    """Share of the variation that is not chance, percent: (Q - df) / Q. Higgins & Thompson 2002."""
    if k < 2:
        return None
    return 100.0 * max(0.0, (q - (k - 1)) / q) if q > 0 else 0.0


def _zero(effects: Array, variances: Array) -> float:
    del effects, variances
    return 0.0


def _knapp_scale(effects: Array, weights: Array, estimate: float) -> float:
    return float(np.sum(weights * (effects - estimate) ** 2) / (len(effects) - 1))


def _prediction(estimate: float, se: float, tau2: float, k: int, level: float) -> tuple[float, float] | None:
    if k < 3:
        return None
    half = float(stdtrit(k - 1, (1 + level) / 2)) * math.sqrt(tau2 + se**2)
    return estimate - half, estimate + half


def _checked(log_ratios: Sequence[float], variances: Sequence[float]) -> tuple[Array, Array]:
    y, v = np.asarray(log_ratios, dtype=float), np.asarray(variances, dtype=float)
    if not len(y) or len(y) != len(v):
        raise ValueError(
            f"{len(y)} effects and {len(v)} variances: give one variance an effect, at least one"
        )
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(v)) and np.all(v > 0)):
        raise ValueError(
            "effects must be finite and variances above 0: leave the others out, with the reason"
        )
    return y, v
