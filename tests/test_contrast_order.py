"""Which side of a contrast comes first: as words tell it, else as the results of the same sentence do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from miner.checks.by_results import ordered_by_results
from miner.contrasts.order import ordered
from miner.model import Extraction
from miner.reading import extract


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        # in so many words
        ("Wound healing was slower with gauze than with hydrogel (HR 0.7).", "gauze"),
        ("Compared with gauze, hydrogel shortened healing (HR 1.4).", "hydrogel"),
        # one side alone
        ("Hydrogel shortened healing (HR 1.4).", "hydrogel"),
        ("Healing was the same as against gauze (HR 1.0).", None),
        # side by side, or not named at all
        ("Healing took 12 days with gauze and 9 days with hydrogel (HR 1.4).", None),
        ("Healing did not differ (HR 1.0).", None),
    ],
)
def test_words_tell_the_order(sentence: str, first: str | None) -> None:
    at = sentence.rindex("(")
    for contrast in ("hydrogel vs gauze", "gauze vs hydrogel"):
        told = ordered(sentence, at, contrast)
        assert told.split(" vs ")[0] == (first or contrast.split(" vs ")[0])


def test_the_denied_group_alone_comes_first() -> None:
    sentence = "Unglazed bowls had a lower risk of cracking (HR 0.7)."
    contrast = "glazed vs unglazed earthenware bowls of Faenza"
    assert ordered(sentence, sentence.rindex("("), contrast).startswith("unglazed earthenware")


def test_a_control_named_alone_does_not_come_first() -> None:
    sentence = "Infections in the control group were few (OR 0.8)."
    assert ordered(sentence, sentence.rindex("("), "hydrogel vs control group") == "hydrogel vs control group"


def _read(results: str) -> Extraction:
    methods = "We followed 200 wounds dressed with gauze and 180 dressed with hydrogel."
    return extract(f"Two dressings\nMETHODS: {methods}\nRESULTS: {results}", None)


def test_results_tell_the_order_where_no_word_does() -> None:
    record = _read(
        "Death within a year befell 10% with hydrogel and 25% with gauze (HR 2.7, 95% CI 1.5-4.8)."
    )
    (effect,) = record.effects
    assert effect.contrast.split(" vs ")[0].endswith("gauze")
    assert not any("direction" in check for check in effect.checks)


def test_a_significant_p_value_lets_results_tell_the_order_as_an_interval_does() -> None:
    for p, first in (("0.04", "gauze"), ("0.20", "hydrogel")):
        record = _read(f"Five-year survival was 76% with hydrogel and 70% with gauze (HR 1.20; P = {p}).")
        turned = replace(record.effects[0], contrast="hydrogel vs gauze")
        (effect,) = ordered_by_results(replace(record, effects=(turned,))).effects
        assert effect.contrast.split(" vs ")[0] == first


def test_the_combination_is_the_side_of_two() -> None:
    record = extract(
        "Gel plus gauze or gauze alone\nRESULTS: Median survival was 20.2 months with the combination and "
        "10.2 months with gauze alone (HR 0.49; 95% CI 0.32-0.75).",
        None,
    )
    turned = replace(record.effects[0], contrast="gauze alone vs gel plus gauze")
    (effect,) = ordered_by_results(replace(record, effects=(turned,))).effects
    assert effect.contrast == "gel plus gauze vs gauze alone"


@pytest.mark.parametrize(("difference", "first"), [("4.2", "gauze"), ("-4.2", "hydrogel")])
def test_a_difference_is_that_of_the_printed_results(difference: str, first: str) -> None:
    told = f"absolute difference {difference} percentage points, 95% CI {float(difference) - 2:.1f} to "
    record = _read(
        f"Death befell 10.1% with hydrogel and 14.3% with gauze ({told}{float(difference) + 2:.1f})."
    )
    (effect,) = record.effects
    assert effect.contrast.split(" vs ")[0].endswith(first)


def test_what_words_say_is_marked_and_not_turned_by_results() -> None:
    told = "HR for hydrogel versus gauze 2.7, 95% CI 1.5-4.8"
    record = _read(f"Death befell 10% with hydrogel and 25% with gauze ({told}).")
    (effect,) = record.effects
    assert effect.contrast.startswith("hydrogel")


def test_results_that_may_be_chance_turn_nothing() -> None:
    record = _read("Death befell 10% with hydrogel and 25% with gauze (HR 2.7, 95% CI 0.9-8.1).")
    turned = replace(record.effects[0], contrast="hydrogel vs gauze")
    assert ordered_by_results(replace(record, effects=(turned,))).effects == (turned,)


def test_a_ratio_is_no_difference_though_its_figures_would_fit_one() -> None:
    """25 less 10 are 15: a hazard ratio of 15 that may be chance is not turned for it."""
    record = _read("Death befell 10% with hydrogel and 25% with gauze (HR 2.7, 95% CI 0.9-8.1).")
    odd = replace(record.effects[0], contrast="hydrogel vs gauze", value=15.0, ci=(0.9, 200.0))
    assert ordered_by_results(replace(record, effects=(odd,))).effects == (odd,)
    less = replace(odd, measure="RD", ci=(10.0, 20.0))
    (turned,) = ordered_by_results(replace(record, effects=(less,))).effects
    assert turned.contrast == "gauze vs hydrogel"
