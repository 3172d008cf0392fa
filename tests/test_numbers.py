"""Printed numbers, ranges and p-values, as journals set them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.numbers.p_values import find_p_values
from miner.numbers.printed import find_numbers, find_ranges, parse_number

PRINTED = {
    "0.66": 0.66,
    "0·66": 0.66,
    "0∙66": 0.66,
    ".66": 0.66,
    "-1.5": -1.5,
    "−1.5": -1.5,
    "–1.5": -1.5,
    "+0.5": 0.5,
    "1,586.01": 1586.01,
    "10,739": 10739.0,
    "0,75": 0.75,
    "3.29×10-6": 3.29e-06,
    "2 x 10(-6)": 2e-06,
    "4·1×10⁻⁵": 4.1e-05,
    "2.2e-16": 2.2e-16,
}


@pytest.mark.parametrize("text", PRINTED)
def test_a_number_is_read_as_printed(text: str) -> None:
    assert parse_number(text) == pytest.approx(PRINTED[text])


@pytest.mark.parametrize("text", ["", "none", "1 and 2"])
def test_anything_but_one_number_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(ValueError, match="give exactly one"):
        parse_number(text)


@pytest.mark.parametrize("text", ["HER2", "p53", "R2.5", "CD8", "mg l(-1) h", "AUC0-24"])
def test_a_digit_in_a_name_or_a_unit_is_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "0.58-0.94",
        "0·58 to 0·94",
        "0.58–0.94",
        "0.58 — 0.94",
        "0.58 ‒ 0.94",
        "0.58- 0.94",
        "0.58 −0.94",
        "0.58~0.94",
    ],
)
def test_a_range_is_read_with_every_dash(text: str) -> None:
    (found,) = find_ranges(text, find_numbers(text))
    assert (found.bounds, found.strong) == ((0.58, 0.94), True)


@pytest.mark.parametrize("text", ["0.58, 0.94", "0.58; 0.94", "0.58 and 0.94"])
def test_a_comma_joins_weakly(text: str) -> None:
    (found,) = find_ranges(text, find_numbers(text))
    assert (found.bounds, found.strong) == ((0.58, 0.94), False)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("-0.35 to 0.18", (-0.35, 0.18)),
        ("−1.2–−0.3", (-1.2, -0.3)),
        ("-2% to 5%", (-2.0, 5.0)),
        ("-2.1, +0.5", (-2.1, 0.5)),
    ],
)
def test_a_sign_is_told_from_a_dash(text: str, bounds: tuple[float, float]) -> None:
    (found,) = find_ranges(text, find_numbers(text))
    assert found.bounds == bounds


def test_a_space_after_the_point_is_closed_where_a_bracket_ends() -> None:
    text = "(95% CI 0.38-0. 87)"
    assert [n.value for n in find_numbers(text)] == [95.0, 0.38, 0.87]


@given(st.floats(0.001, 9999, allow_nan=False), st.sampled_from([".", "·"]))
def test_any_printed_number_reads_back(value: float, point: str) -> None:
    printed = f"{value:.3f}".replace(".", point)
    assert parse_number(f"({printed})") == pytest.approx(round(value, 3))


P_VALUES = {
    "P < .001": [("<", 0.001)],
    "P=.03": [("=", 0.03)],
    "p<0·001": [("<", 0.001)],
    "P ≤ 0.05": [("<=", 0.05)],
    "P<or = .05": [("<=", 0.05)],
    "p &lt; 0.01": [("<", 0.01)],
    "P-value = 0.036": [("=", 0.036)],
    "a p value of 0.03": [("=", 0.03)],
    "log-rank P = .21": [("=", 0.21)],
    "two-sided P = 0.59": [("=", 0.59)],
    "P = 3.2×10-6": [("=", 3.2e-06)],
    "P<10(-6)": [("<", 1e-06)],
    "P = .01, .20 and .03, respectively": [("=", 0.01), ("=", 0.2), ("=", 0.03)],
    "P = 0.000": [("=", 0.0)],
    "2P < .0004": [("<", 0.0004)],
}


@pytest.mark.parametrize("text", P_VALUES)
def test_a_p_value_is_read_as_printed(text: str) -> None:
    found = find_p_values(text)
    assert [m.p.op for m in found] == [op for op, _ in P_VALUES[text]]
    assert [m.p.value for m in found] == pytest.approx([value for _, value in P_VALUES[text]])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("P = 0.01 for interaction", "interaction"),
        ("P for interaction = .01", "interaction"),
        ("p-int=0.075", "interaction"),
        ("I2 = 45%, P = .08", "interaction"),
        ("Ptrend = .02", "trend"),
        ("χ² for trend 9.1; P = .02", "trend"),
        ("no trend in 9.1% of wards; P = .02", "effect"),
        ("P = .02 for superiority", "effect"),
    ],
)
def test_p_values_of_interaction_and_trend_are_told_apart(text: str, kind: str) -> None:
    assert [m.kind for m in find_p_values(text)] == [kind]


@pytest.mark.parametrize(
    "text", ["p53 = 3", "P = NS", "phase = 2", "P = 31", "vip < 0.5", "HR 0.7, P=.03, 0.61 (0.5-0.7)"]
)
def test_what_is_no_p_value_is_passed_over(text: str) -> None:
    assert [m.p.value for m in find_p_values(text)] in ([], [0.03])
