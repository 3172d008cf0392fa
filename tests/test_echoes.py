"""Rows of numbers that say themselves to have the order of the sentence before."""

from __future__ import annotations

import pytest

from miner.effects.find import find_effects
from miner.text.document import read_document

FIRST = (
    "Iodine was linked with goitre (OR 1.42, 95% CI 1.1 to 1.8), with nodules (OR 1.91, 95% CI 1.3 to 2.8) "
    "and death (OR 1.15, 95% CI 0.9 to 1.5). "
)


def read(results: str) -> list[tuple[float, str, str]]:
    doc = read_document(f"A cohort of divers\nMETHODS: Regression was used.\nRESULTS: {results}", "t")
    return [(e.value, e.endpoint, e.contrast) for e in find_effects(doc, ())]


def test_a_row_in_the_same_order_has_endpoints_and_groups_of_the_sentence_before() -> None:
    second = (
        "After adjusting, the aOR were 1.31 (1.0-1.7), 1.62 (1.1-2.4) and 1.05 (0.8-1.4), in the same order."
    )
    told = read(FIRST + second)
    assert [row[1:] for row in told[3:]] == [row[1:] for row in told[:3]]
    assert told[4] == (1.62, "nodules", "Iodine")


def test_corresponding_ratios_are_of_the_endpoint_that_their_sentence_names() -> None:
    first = (
        "The hazard ratios for relapse were 1.42 (95% CI 1.1-1.8) for smokers and 1.91 (95% CI 1.3-2.8) "
        "for drinkers. "
    )
    told = read(first + "For death, the corresponding hazard ratios were 1.31 (1.0-1.7) and 1.62 (1.1-2.4).")
    assert told[2:] == [(1.31, "death", "smokers"), (1.62, "death", "drinkers")]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(
            "In men, ORs were 1.31 (1.0-1.7), 1.62 (1.1-2.4) and 1.05 (0.8-1.4).", id="says nothing"
        ),
        pytest.param(
            "The corresponding ORs were 1.31 (1.0-1.7) and 1.62 (1.1-2.4) in men.", id="a shorter row"
        ),
    ],
)
def test_a_row_that_does_not_say_so_or_is_shorter_repeats_nothing(second: str) -> None:
    assert all(row[1:] != ("nodules", "Iodine") for row in read(FIRST + second)[3:])
