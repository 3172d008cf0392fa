"""The standard error of a log ratio from what is printed: interval, p-value or upper bound."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.synthesis.standard_error import LogRatio, NoStandardError, PrintedRatio, log_ratio


@pytest.mark.parametrize(("level", "z"), [(95, 1.959964), (90, 1.644854), (70, 1.036433), (None, 1.959964)])
def test_the_standard_error_comes_from_the_interval_at_its_own_level(level: float | None, z: float) -> None:
    found = log_ratio(PrintedRatio(value=0.8, ci_low=0.64, ci_high=1.0, ci_level=level))
    assert isinstance(found, LogRatio)
    assert found.se == pytest.approx((math.log(1.0) - math.log(0.64)) / (2 * z), rel=1e-6)
    assert found.source == "interval"


def test_a_missing_interval_is_derived_from_p_or_the_upper_bound_and_says_so() -> None:
    from_p = log_ratio(PrintedRatio(value=0.5, p_op="=", p_value=0.01))
    assert isinstance(from_p, LogRatio)
    assert from_p.source == "p-value"
    assert from_p.se == pytest.approx(math.log(2) / 2.5758293, rel=1e-6)
    from_bound = log_ratio(PrintedRatio(value=0.5, ci_low=0, ci_high=1.0, ci_level=95))
    assert isinstance(from_bound, LogRatio)
    assert from_bound.source == "upper bound"
    assert from_bound.se == pytest.approx(math.log(2) / 1.959964, rel=1e-6)


@given(st.floats(0.05, 20), st.floats(0.02, 1.5), st.sampled_from([70, 90, 95, 99]))
def test_turning_a_printed_ratio_round_twice_gives_it_back(value: float, se: float, level: int) -> None:
    half = {70: 1.0364334, 90: 1.6448536, 95: 1.9599640, 99: 2.5758293}[level] * se
    printed = PrintedRatio(
        value=value, ci_low=value * math.exp(-half), ci_high=value * math.exp(half), ci_level=level
    )
    found = log_ratio(printed)
    assert isinstance(found, LogRatio)
    assert found.se == pytest.approx(se, rel=1e-6)
    assert found.inverted().inverted() == found


@given(st.floats(), st.floats(), st.floats(), st.floats(), st.floats(0, 1))
def test_no_printed_figures_whatever_break_it(
    value: float, low: float, high: float, level: float, p: float
) -> None:
    found = log_ratio(
        PrintedRatio(value=value, ci_low=low, ci_high=high, ci_level=level, p_op="=", p_value=p)
    )
    assert isinstance(found, NoStandardError) or (math.isfinite(found.estimate) and found.se > 0)
