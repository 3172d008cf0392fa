"""Whether a percentage is a share of people, a mean or a median, by what stands beside it."""

from __future__ import annotations

import pytest

from miner.numbers.quantities import find_quantities
from miner.text.document import read_document


def statistics(sentence: str) -> list[tuple[str, float]]:
    doc = read_document(f"Surgery in gallstone disease\nRESULTS: {sentence}")
    return [(q.statistic, q.value) for q in find_quantities(doc) if q.unit == "%"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Grip strength rose by 31 ± 6% after surgery.", [("mean", 31)]),
        ("Two-year survival was 58 ± 5% after surgery.", [("rate", 58)]),
        ("Adherence was 44% (interquartile range 30 to 51).", [("median", 44)]),
        ("The median age was 61; 19 (23.8%) had gout.", [("rate", 23.8)]),
        ("The median stay was 4 days, and 41% of controls had pain.", [("rate", 41)]),
        ("Stay was shorter (median 9 days) and nausea less frequent (11% vs 17%).",
         [("rate", 11), ("rate", 17)]),
        ("The percentage decreases in itch score were 52% after surgery and 38% without.",
         [("mean", 52), ("mean", 38)]),
        ("The median percent reduction in itch score was 63% after surgery.", [("median", 63)]),
    ],
)  # fmt: skip
def test_what_a_percentage_is(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert [found for found in statistics(sentence) if found in expected] == expected
