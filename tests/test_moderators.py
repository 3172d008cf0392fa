"""Groups of studies compared, and effects regressed on a trait.

With one variance for all studies and effects that differ by more, REML makes of the first the analysis of
variance, of the second ordinary least squares.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import chi2, f, f_oneway, linregress, t

from graph.synthesis.pooling import Model
from graph.synthesis.sensitivity import meta_regression, subgroups
from tests.bcg import BCG_LATITUDE, BCG_LOG_RR, BCG_VARIANCE


def test_meta_regression_of_bcg_on_latitude_gives_the_published_slope() -> None:
    """Slope -0.0291 a degree and tau2 0.0764 by REML: Viechtbauer 2010 (J Stat Softw 36:3), section 3.3."""
    found = meta_regression(BCG_LOG_RR, BCG_VARIANCE, BCG_LATITUDE)
    assert found is not None
    assert found.slope == pytest.approx(-0.0291, abs=5e-5)
    assert found.tau2 == pytest.approx(0.0764, abs=1e-4)


def test_a_regression_needs_four_studies_and_a_trait_in_which_they_differ() -> None:
    assert meta_regression(BCG_LOG_RR[:3], BCG_VARIANCE[:3], [1, 2, 3]) is None
    four = meta_regression(BCG_LOG_RR[:4], BCG_VARIANCE[:4], [1, 2, 3, 5])
    assert four is not None
    assert four.k == 4
    assert meta_regression(BCG_LOG_RR, BCG_VARIANCE, [5.0] * 13) is None


def test_with_one_variance_a_regression_is_that_of_least_squares() -> None:
    x, y = [1.0, 2.0, 4.0, 7.0, 9.0], [0.3, -0.4, 0.9, 0.2, 1.6]
    plain = linregress(x, y)
    left = np.array(y) - plain.intercept - plain.slope * np.array(x)
    half = float(t.ppf(0.975, 3)) * plain.stderr
    found = meta_regression(y, [0.01] * 5, x)
    assert found is not None
    assert found.tau2 == pytest.approx(float(np.sum(left**2)) / 3 - 0.01, abs=1e-6)
    assert (found.slope, found.se) == pytest.approx((plain.slope, plain.stderr), rel=1e-5)
    assert found.ci == pytest.approx((plain.slope - half, plain.slope + half), rel=1e-5)
    assert found.p_two_sided == pytest.approx(plain.pvalue, rel=1e-5)


def test_studies_on_one_line_do_not_narrow_the_interval_of_its_slope() -> None:
    """They agree better than their variances allow: the factor stays 1."""
    x = [1.0, 2.0, 4.0, 7.0, 9.0]
    found = meta_regression([0.1 * value for value in x], [0.04] * 5, x)
    assert found is not None
    assert found.tau2 == pytest.approx(0, abs=1e-9)
    assert (found.slope, found.se) == pytest.approx((0.1, math.sqrt(0.04 / (5 * float(np.var(x))))), rel=1e-9)


def test_with_one_variance_groups_are_compared_as_by_analysis_of_variance() -> None:
    groups = {"a": [0.1, 0.5, 0.9], "b": [0.6, 1.2], "c": [-0.4, 0.3, 0.0]}
    y, names = [v for some in groups.values() for v in some], [n for n, some in groups.items() for _ in some]
    plain = f_oneway(*groups.values())
    found = subgroups(y, [0.01] * 8, names)
    assert found.q_between == pytest.approx(2 * plain.statistic, rel=1e-5)
    assert found.p == pytest.approx(plain.pvalue, rel=1e-5)
    assert [pooled.k for _, pooled in found.pooled] == [3, 2, 3]


@pytest.mark.parametrize(("model", "p"), [("fixed", chi2.sf(2.25, 1)), ("reml", f.sf(2.25, 1, 2))])
def test_groups_that_agree_within_are_compared_by_their_variances(model: Model, p: float) -> None:
    found = subgroups([0.0, 0.0, 0.3, 0.3], [0.04] * 4, ["a", "a", "b", "b"], model)
    assert (found.q_between, found.p) == pytest.approx((0.3**2 / (0.02 + 0.02), p), rel=1e-6)


def test_subgroups_compare_what_was_pooled_apart() -> None:
    found = subgroups([0.0, 0.0, 1.0, 1.0], [0.02] * 4, ["a", "a", "b", "b"], "fixed")
    assert [(name, round(pooled.estimate, 9)) for name, pooled in found.pooled] == [("a", 0), ("b", 1)]
    assert found.q_between == pytest.approx(1 / (0.01 + 0.01) / 1, abs=1e-9)


def test_groups_that_differ_by_chance_alone_seldom_seem_to_differ() -> None:
    """Eleven studies of the precision and spread of the bundled cohorts, put into groups at random."""
    chance, groups = np.random.default_rng(7), [*"aaaabccccdd"]
    se = np.array([0.35, 0.21, 0.13, 0.22, 0.02, 0.2, 0.04, 0.08, 0.11, 0.25, 0.07])
    found = []
    for _ in range(200):
        y = chance.normal(0, np.sqrt(se**2 + 0.03))
        found.append(subgroups(y.tolist(), (se**2).tolist(), [*chance.permutation(groups)]).p)
    assert np.mean([p is not None and p < 0.05 for p in found]) < 0.12


def test_groups_of_one_study_each_are_not_compared() -> None:
    found = subgroups([0.0, 1.0], [0.02, 0.02], ["a", "b"])
    assert len(found.pooled) == 2
    assert (found.q_between, found.p) == (None, None)


def test_under_a_common_effect_what_studies_differ_by_within_groups_does_not_count() -> None:
    found = subgroups([0.0, 0.4, 0.3, 0.9], [0.04] * 4, ["a", "a", "b", "b"], "fixed")
    assert (found.q_between, found.p) == pytest.approx((0.4**2 / (0.02 + 0.02), chi2.sf(4, 1)), rel=1e-9)


def test_the_interval_of_a_slope_is_widened_by_what_the_line_leaves() -> None:
    """Knapp and Hartung's factor, worked out beside the tau2 that was found, where it is above 1."""
    x, y = np.array([1.0, 2.0, 4.0, 7.0, 9.0]), np.array([0.1, 0.6, -0.2, 1.6, 0.6])
    v = np.array([0.01, 0.3, 0.02, 0.2, 0.05])
    found = meta_regression(y.tolist(), v.tolist(), x.tolist())
    assert found is not None
    w = 1 / (v + found.tau2)
    mean_x, mean_y = np.average(x, weights=w), np.average(y, weights=w)
    sxx = np.sum(w * (x - mean_x) ** 2)
    slope = np.sum(w * (x - mean_x) * (y - mean_y)) / sxx
    factor = np.sum(w * (y - mean_y - slope * (x - mean_x)) ** 2) / 3
    assert factor > 1.02
    assert (found.slope, found.se) == pytest.approx((slope, math.sqrt(factor / sxx)), rel=1e-9)
