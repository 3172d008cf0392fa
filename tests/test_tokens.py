"""Words, numbers and marks: number words and thousands are numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Three hundred twenty-six women", [326]),
        ("One hundred and one women", [101]),
        ("Two-thousand five-hundred and twelve records", [2512]),
        ("2.3 million inhabitants, 52 032 women and 3 million men", [2_300_000, 52_032, 3_000_000]),
        ("41 207 women and 3,016 men", [41207, 3016]),
        ("seven and eight patients", [7, 8]),
        ("a raised dot, 0·94, and a bare point, .05", [0.94, 0.05]),
        ("FEC100, HER2 and p53 are names", []),
        ("4-year survival was 61.5%", [4, 61.5]),
    ],
)
def test_numbers_are_read_as_printed(text: str, values: list[float]) -> None:
    assert [n.value for n in tokenize(text).numbers] == values


def test_only_numbers_without_a_fraction_are_whole() -> None:
    assert [n.whole for n in tokenize("12 of 30 (40.0%)").numbers] == [12, 30, None]


def test_words_stand_between_the_numbers_and_marks_apart() -> None:
    tokens = tokenize("Of 30 women: 12 (40%) died")
    assert tokens.words == ("of", "", "women", "", "", "died")
    assert tokens.breaks == (3,)
    assert [tokens.texts[n.token] for n in tokens.numbers] == ["30", "12", "40"]


@given(st.text(alphabet="ab 0123456789.,·-()%n=\n", max_size=60))
def test_numbers_lie_in_order_and_in_the_text(text: str) -> None:
    numbers = tokenize(text).numbers
    assert all(text[n.start : n.end].lower() == n.text for n in numbers)
    assert all(a.end <= b.start and a.word < b.word for a, b in pairwise(numbers))


@given(st.integers(1, 9_999_999))
def test_thousands_separators_do_not_change_the_number(n: int) -> None:
    assert [t.value for t in tokenize(f"{n:,} patients").numbers] == [n]
