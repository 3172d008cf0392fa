"""Counts with their percentages, and the wholes that they are of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.numbers.shares import Share, find_shares


@pytest.mark.parametrize(
    "text",
    [
        "45 (37.5%) relapsed",
        "45 patients (37.5 %) relapsed",
        "37.5% (n = 45) relapsed",
        "37.5% (45 of 120) relapsed",
        "37·5 per cent (45/120) relapsed",
    ],
)
def test_a_count_beside_its_percentage_is_a_share_of_the_whole(text: str) -> None:
    (share,) = find_shares(text)
    assert share.number == 45
    assert share.is_of(120)
    assert not share.is_of(130)


@pytest.mark.parametrize("text", ["45% relapsed", "a dose of 45 mg", "0.45 (95% CI 0.3 to 0.6)"])
def test_a_percentage_alone_is_no_share(text: str) -> None:
    assert find_shares(text) == ()


@given(st.integers(1, 5000), st.integers(2, 9000), st.integers(0, 2))
def test_a_rounded_percentage_is_known_again(count: int, whole: int, decimals: int) -> None:
    percent = round(100 * count / whole, decimals)
    share = Share(count, percent, 0.5 * 10.0**-decimals + 1e-9)
    assert share.is_of(whole) is (count < whole)
