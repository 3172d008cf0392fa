"""Weighted traits as data."""

from __future__ import annotations

import pytest

from miner.errors import RuleError
from miner.weights import crossed_weights, load_weights, score


def test_a_score_is_the_sum_of_what_is_listed() -> None:
    assert score(("sum printed", "unheard of"), {"sum printed": 0.5, "joined": 0.25}) == 0.5


@pytest.mark.parametrize(
    ("table", "section"),
    [
        ("participant_weights", "arms"),
        ("participant_weights", "total"),
        ("arm_result_weights", "result"),
        ("conclusion_weights", "mixed"),
    ],
)
def test_shipped_weights_are_pulled_towards_zero(table: str, section: str) -> None:
    assert max(abs(w) for w in load_weights(table, section).values()) < 6


def test_an_unknown_section_names_those_there_are() -> None:
    with pytest.raises(RuleError, match="its sections are"):
        load_weights("participant_weights", "nowhere")


def test_a_kind_of_candidate_adds_its_own_weights() -> None:
    plain, crossed = (
        load_weights("arm_result_weights", "result"),
        crossed_weights("arm_result_weights", "result", ("percent",)),
    )
    name = next(n for n in plain if n.startswith("percent: "))
    trait = name.removeprefix("percent: ")
    assert crossed[trait] == pytest.approx(plain.get(trait, 0.0) + plain[name])
