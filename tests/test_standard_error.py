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


def test_the_interval_that_a_standard_error_stands_for_is_of_95_percent() -> None:
    found = log_ratio(PrintedRatio(value=0.7, ci_low=0.52, ci_high=0.94, ci_level=90))
    assert isinstance(found, LogRatio)
    half = 1.959964 * found.se
    assert found.ci95 == pytest.approx((math.log(0.7) - half, math.log(0.7) + half), rel=1e-6)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        (PrintedRatio(value=0.7, ci_low=0.5, p_op="<", p_value=0.05), "p only as < 0.05"),
        (PrintedRatio(value=0.7, ci_low=0.5), "no p-value to derive one from"),
        (PrintedRatio(value=0.7, p_op="=", p_value=0.0), "gives none"),
        (PrintedRatio(value=0.7, p_op="=", p_value=1.0), "gives none"),
        (PrintedRatio(value=1.0, p_op="=", p_value=0.5), "gives none"),
        (PrintedRatio(value=0.7, ci_low=0.5, ci_high=0.98, ci_level=49), "printed as 49 %"),
        (PrintedRatio(value=0.7, ci_low=0.5, ci_high=0.98, ci_level=100), "printed as 100 %"),
        (PrintedRatio(value=0.7, ci_low=0.0, ci_high=0.7), "ends at the estimate"),
        (PrintedRatio(value=0.7, ci_low=0.5, ci_high=math.inf), "open to infinity"),
    ],
)
def test_a_ratio_that_gives_none_says_why(printed: PrintedRatio, reason: str) -> None:
    found = log_ratio(printed)
    assert isinstance(found, NoStandardError)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("value", "off"),
    [
        (2.0, False),  # the middle of 1 to 4 on the log scale
        (2.8, False),  # a quarter of the width off, as far as rounding tells
        (2.9, True),
        (1.41, False),
        (1.35, True),
    ],
)
def test_an_estimate_off_the_middle_by_a_quarter_of_its_interval_is_misread(value: float, off: bool) -> None:
    found = log_ratio(PrintedRatio(value=value, ci_low=1.0, ci_high=4.0))
    assert isinstance(found, NoStandardError) is off


def test_an_interval_at_half_a_percent_level_is_as_good_as_any() -> None:
    found = log_ratio(PrintedRatio(value=2.0, ci_low=1.0, ci_high=4.0, ci_level=50))
    assert isinstance(found, LogRatio)
    assert found.se == pytest.approx(math.log(4.0) / (2 * 0.6744898), rel=1e-6)


def test_rounding_to_two_decimals_may_put_a_small_ratio_far_off_the_middle() -> None:
    assert isinstance(log_ratio(PrintedRatio(value=0.02, ci_low=0.01, ci_high=0.02)), LogRatio)
