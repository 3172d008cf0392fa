"""Pooling, held against closed forms, published worked examples and brute-force optimisation."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import chi2, norm, t
from statsmodels.stats.meta_analysis import combine_effects

from graph.synthesis.pooling import Model, pool
from graph.synthesis.publication_bias import Egger, TooFew, egger
from graph.synthesis.sensitivity import cumulative, leave_one_out
from graph.synthesis.tau_squared import cochran_q, q_profile, reml
from tests.bcg import BCG_LOG_RR, BCG_VARIANCE

effects = st.lists(st.tuples(st.floats(-2, 2), st.floats(0.005, 1.0)), min_size=2, max_size=12).map(
    lambda rows: ([y for y, _ in rows], [v for _, v in rows])
)


def test_reml_on_the_bcg_trials_gives_the_published_figures() -> None:
    """tau2 0.3132, estimate -0.7145, Q 152.23 on 12, tau2 interval 0.1197 to 1.1115: Viechtbauer 2010."""
    pooled = pool(BCG_LOG_RR, BCG_VARIANCE)
    assert pooled.tau2 == pytest.approx(0.3132, abs=5e-5)
    assert pooled.estimate == pytest.approx(-0.7145, abs=5e-5)
    assert pooled.q == pytest.approx(152.2330, abs=5e-5)
    assert pooled.tau2_ci == pytest.approx((0.1197, 1.1115), abs=5e-5)


def test_dersimonian_laird_on_the_bcg_trials_is_its_closed_form() -> None:
    y, v = np.array(BCG_LOG_RR), np.array(BCG_VARIANCE)
    w = 1 / v
    q = float(np.sum(w * y**2) - np.sum(w * y) ** 2 / np.sum(w))
    tau2 = (q - 12) / float(np.sum(w) - np.sum(w**2) / np.sum(w))
    w_star = 1 / (v + tau2)
    estimate, se = np.sum(w_star * y) / np.sum(w_star), 1 / math.sqrt(np.sum(w_star))
    pooled = pool(BCG_LOG_RR, BCG_VARIANCE, "dl")
    assert pooled.tau2 == pytest.approx(combine_effects(y, v, method_re="dl").tau2, abs=1e-6)
    assert pooled.tau2 == pytest.approx(tau2, abs=1e-6)
    assert pooled.estimate == pytest.approx(estimate, abs=1e-6)
    assert pooled.ci == pytest.approx((estimate - 1.959963985 * se, estimate + 1.959963985 * se), abs=1e-6)
    assert pooled.i2 == pytest.approx(100 * (q - 12) / q, abs=1e-6)


def test_hartung_knapp_widens_by_the_spread_and_uses_t() -> None:
    y, v = np.array(BCG_LOG_RR), np.array(BCG_VARIANCE)
    tau2 = _brute_force_reml(BCG_LOG_RR, BCG_VARIANCE)
    w = 1 / (v + tau2)
    mean = float(np.sum(w * y) / np.sum(w))
    se = math.sqrt(float(np.sum(w * (y - mean) ** 2)) / 12 / float(np.sum(w)))
    half = float(t.ppf(0.975, 12)) * se
    pooled = pool(BCG_LOG_RR, BCG_VARIANCE)
    assert pooled.scale > 1
    assert pooled.ci == pytest.approx((mean - half, mean + half), abs=1e-6)
    assert pooled.ci == pytest.approx((-1.1084, -0.3206), abs=5e-5)
    assert pooled.p_two_sided == pytest.approx(2 * float(t.sf(abs(mean) / se, 12)), abs=1e-12)
    wide = float(t.ppf(0.975, 12)) * math.sqrt(tau2 + se**2)
    assert pooled.pi == pytest.approx((mean - wide, mean + wide), abs=1e-6)


def test_hartung_knapp_may_not_narrow_the_interval() -> None:
    """Three studies that agree far better than their variances allow: the factor stays 1, and says so."""
    pooled = pool([0.10, 0.11, 0.12], [0.04, 0.04, 0.04])
    half = float(t.ppf(0.975, 2)) * math.sqrt(0.04 / 3)
    assert pooled.scale_raised
    assert pooled.ci == pytest.approx((0.11 - half, 0.11 + half), abs=1e-9)


def test_common_effect_is_the_inverse_variance_mean() -> None:
    pooled = pool([math.log(0.5), math.log(0.8)], [0.01, 0.04], "fixed")
    mean = (100 * math.log(0.5) + 25 * math.log(0.8)) / 125
    assert pooled.estimate == pytest.approx(mean, abs=1e-12)
    assert pooled.se == pytest.approx(math.sqrt(1 / 125), abs=1e-12)
    assert pooled.p_two_sided == pytest.approx(2 * norm.sf(abs(mean) * math.sqrt(125)), abs=1e-12)
    assert pool(BCG_LOG_RR, BCG_VARIANCE, "fixed").pi is None


def test_equal_variances_give_reml_its_closed_form() -> None:
    """With one variance v for all, REML is the sample variance of the effects less v."""
    y, v = [0.1, 0.9, -0.4, 0.3, 0.6], 0.02
    assert reml(np.array(y), np.full(5, v)) == pytest.approx(np.var(y, ddof=1) - v, abs=1e-9)


@pytest.mark.parametrize("model", ["reml", "dl"])
def test_two_studies_may_differ_and_one_does_not(model: Model) -> None:
    """With one variance for both, either estimate is the sample variance of the effects less it."""
    pooled = pool([0.1, 0.9], [0.02, 0.02], model)
    assert pooled.tau2 == pytest.approx(0.8**2 / 2 - 0.02, abs=1e-9)
    assert pooled.q_p == pytest.approx(chi2.sf(0.8**2 / 2 / 0.02, 1), rel=1e-9)
    assert pooled.i2 == pytest.approx(100 * (1 - 0.02 / (0.8**2 / 2)))
    assert pool([0.1], [0.02], model).tau2 == 0.0


@pytest.mark.parametrize(
    ("y", "v", "tau2"),
    [
        ([2.0, 0.0, 0.1], [0.416, 0.006, 0.016], 0.8126),  # the lower peak is at 0.0004
        ([-2.5, -0.9, -0.3, -2.7], [0.01, 1.753, 1.032, 0.114], 0.0),  # the lower peak is at 0.5146
    ],
)
def test_of_several_peaks_the_highest_is_taken(y: list[float], v: list[float], tau2: float) -> None:
    assert reml(np.array(y), np.array(v)) == pytest.approx(tau2, abs=5e-5)
    assert reml(np.array(y), np.array(v)) == pytest.approx(_brute_force_reml(y, v), abs=1e-6)


@given(effects)
def test_reml_is_where_the_restricted_likelihood_peaks(rows: tuple[list[float], list[float]]) -> None:
    y, v = rows
    found = reml(np.array(y), np.array(v))
    brute = _brute_force_reml(y, v)
    assert _restricted(found, y, v) >= _restricted(brute, y, v) - 1e-9


@given(effects)
def test_q_profile_bounds_meet_their_quantiles(rows: tuple[list[float], list[float]]) -> None:
    y, v = np.array(rows[0]), np.array(rows[1])
    bounds = q_profile(y, v)
    assert bounds is not None
    for bound, tail in zip(bounds, (0.975, 0.025), strict=True):
        target = float(chi2.ppf(tail, len(y) - 1))
        q = cochran_q(y, v, bound)
        assert q == pytest.approx(target, rel=1e-6) if bound > 0 else q <= target + 1e-9


@given(effects, st.sampled_from(["reml", "dl", "fixed"]))
def test_pooled_lies_between_the_studies_and_turns_with_them(
    rows: tuple[list[float], list[float]], model: str
) -> None:
    y, v = rows
    pooled = pool(y, v, cast("Model", model))
    assert min(y) - 1e-9 <= pooled.estimate <= max(y) + 1e-9
    assert sum(pooled.weights) == pytest.approx(1)
    turned = pool([-value for value in y], v, cast("Model", model))
    assert turned.estimate == pytest.approx(-pooled.estimate, abs=1e-6)
    assert turned.ci == pytest.approx((-pooled.ci[1], -pooled.ci[0]), abs=1e-5)


def test_one_study_is_shown_as_itself() -> None:
    pooled = pool([math.log(0.7)], [0.04])
    assert (pooled.k, pooled.tau2, pooled.q, pooled.q_p) == (1, 0.0, 0.0, None)
    assert (pooled.i2, pooled.pi) == (None, None)
    assert pooled.ci == pytest.approx(
        (math.log(0.7) - 1.959964 * 0.2, math.log(0.7) + 1.959964 * 0.2), abs=1e-6
    )


@pytest.mark.parametrize(
    ("y", "v", "words"),
    [
        ([], [], "0 effects"),
        ([0.1], [0.1, 0.2], "1 effects and 2 variances"),
        ([0.1, 0.2], [0.1, 0.0], "variances above 0"),
        ([math.inf, 0.2], [0.1, 0.1], "effects must be finite"),
    ],
)
def test_pooling_refuses_what_it_cannot_weigh(y: list[float], v: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        pool(y, v)


def test_egger_on_the_bcg_trials_is_the_regression_done_by_hand() -> None:
    se = np.sqrt(BCG_VARIANCE)
    x, z = 1 / se, np.array(BCG_LOG_RR) / se
    sxx = float(np.sum((x - x.mean()) ** 2))
    slope = float(np.sum((x - x.mean()) * (z - z.mean()))) / sxx
    intercept = float(z.mean() - slope * x.mean())
    residual = float(np.sum((z - intercept - slope * x) ** 2)) / 11
    se_intercept = math.sqrt(residual * (1 / 13 + float(x.mean()) ** 2 / sxx))
    found = egger(BCG_LOG_RR, BCG_VARIANCE)
    assert isinstance(found, Egger)
    assert found.intercept == pytest.approx(intercept, abs=1e-6)
    assert found.t == pytest.approx(intercept / se_intercept, abs=1e-6)
    assert found.p_two_sided == pytest.approx(2 * t.sf(abs(intercept / se_intercept), 11), abs=1e-6)


@pytest.mark.parametrize(
    ("y", "v", "words"),
    [([0.1] * 9, [0.1] * 9, "9 studies"), ([0.1] * 12, [0.1] * 12, "same standard error")],
)
def test_egger_is_not_done_where_it_means_nothing(y: list[float], v: list[float], words: str) -> None:
    found = egger(y, v)
    assert isinstance(found, TooFew)
    assert words in found.reason


def test_leave_one_out_and_cumulative_are_pools_of_the_rest() -> None:
    without = leave_one_out(BCG_LOG_RR, BCG_VARIANCE)
    assert (
        without[3].estimate
        == pool(BCG_LOG_RR[:3] + BCG_LOG_RR[4:], BCG_VARIANCE[:3] + BCG_VARIANCE[4:]).estimate
    )
    steps = cumulative([0.3, 0.1, 0.2], [0.1, 0.1, 0.1], [2010, 1990, 2000])
    assert [index for index, _ in steps] == [1, 2, 0]
    assert [pooled.k for _, pooled in steps] == [1, 2, 3]
    some = ([0.3, 0.1, 0.2], [0.1, 0.2, 0.4])
    _, (_, second), _ = cumulative(*some, [2010, 1990, 2000], "fixed")
    assert second == pool([0.1, 0.2], [0.2, 0.4], "fixed", profile=False)
    assert leave_one_out(*some, "fixed")[0] == second
    assert leave_one_out([0.1], [0.2]) == ()


def _restricted(tau2: float, y: list[float], v: list[float]) -> float:
    w = 1 / (np.array(v) + tau2)
    mean = np.sum(w * y) / np.sum(w)
    return float(0.5 * (np.sum(np.log(w)) - np.log(np.sum(w)) - np.sum(w * (np.array(y) - mean) ** 2)))


def _brute_force_reml(y: list[float], v: list[float]) -> float:
    """The highest of 600 values of tau2, and of a search around each that is above its neighbours."""
    grid = np.concatenate(([0.0], np.geomspace(1e-8, 50, 600)))
    heights = [_restricted(tau2, y, v) for tau2 in grid]
    best = [0.0]
    for i in range(1, len(grid) - 1):
        if heights[i] >= max(heights[i - 1], heights[i + 1]):
            found = minimize_scalar(
                lambda tau2: -_restricted(tau2, y, v),
                bounds=(grid[i - 1], grid[i + 1]),
                method="bounded",
                options={"xatol": 1e-13},
            )
            best.append(float(found.x))
    return max(best, key=lambda tau2: _restricted(tau2, y, v))
