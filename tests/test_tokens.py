"""Words, numbers and marks: number words and thousands are numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Three hundred twenty-six women", [326]),
        ("One hundred and one women", [101]),
        ("Two-thousand five-hundred and twelve records", [2512]),
        ("41 207 women and 3,016 men", [41207, 3016]),
        ("seven and eight patients", [7, 8]),
        ("a raised dot, 0·94, and a bare point, .05", [0.94, 0.05]),
        ("FEC100, HER2 and p53 are names", []),
        ("4-year survival was 61.5%", [4, 61.5]),
    ],
)
def test_numbers_are_read_as_printed(text: str, values: list[float]) -> None:
    assert [t.value for t in tokenize(text) if t.value is not None] == values


def test_only_numbers_without_a_fraction_are_whole() -> None:
    assert [t.whole for t in tokenize("12 of 30 (40.0%)") if t.kind == "number"] == [12, 30, None]


@given(st.text(alphabet="ab 0123456789.,·-()%n=\n", max_size=60))
def test_tokens_lie_in_order_and_in_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end].lower() == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@given(st.integers(1, 9_999_999))
def test_thousands_separators_do_not_change_the_number(n: int) -> None:
    assert [t.value for t in tokenize(f"{n:,} patients") if t.value is not None] == [n]
