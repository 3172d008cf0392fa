"""Medians printed beside a ratio tell which side it is for, or that it cannot be told."""

from __future__ import annotations

import pytest

from tests.map_fixtures import Evidence
from tests.pools import group_of, reasons_of


@pytest.mark.parametrize(
    ("medians", "turned"), [((30.0, 50.0), True), ((50.0, 30.0), False), ((40.0, 42.0), False)]
)
@pytest.mark.parametrize(
    "form",
    [
        "The HR was 0.65 (0.4–1.05), with medians of {:g} and {:g} months, respectively.",
        "The HR was 0.65 (0.4–1.05); its median was {:g} months with surgery and {:g} months without.",
    ],
)
def test_medians_in_the_same_sentence_tell_which_side_a_ratio_is_for(
    form: str, medians: tuple[float, float], turned: bool
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = form.format(*medians)
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for arm, value in zip(("surgery", "no surgery"), medians, strict=True):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted is turned
    assert any("say the opposite" in note for note in estimate.notes) is turned


@pytest.mark.parametrize(
    "words",
    [
        "Of {:g} women, medians were {:g} months with surgery and {:g} months without (HR 0.65, 0.4–1.05).",
        "In 250 women, medians were {1:g} months with surgery and {2:g} months without (HR 0.65, 0.4–1.05).",
    ],
)
def test_a_number_that_is_no_median_turns_no_ratio(words: str) -> None:
    """Women without surgery lived 25 months, as many as the sentence counts or as begin a longer number."""
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    quote = words.format(25.0, 38.0, 25.0)
    evidence.effect(study, 0.65, (0.4, 1.05), quote=quote)
    for arm, value in (("surgery", 38.0), ("no surgery", 25.0)):
        evidence.arm_result(study, arm, value, "months", quote=quote)
    (estimate,) = group_of(evidence.graph).kept
    assert not estimate.inverted


def test_the_median_beside_that_of_the_one_named_group_is_the_others() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "Median survival in arm I was 30 months, against 50 months without surgery (HR 0.65, 0.4–1.05)."
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for arm, value in (("the other group", 30.0), ("no surgery", 50.0)):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted
    assert "say the opposite" in " ".join(estimate.notes)


@pytest.mark.parametrize("whose", [("all patients", "surgery"), ("one group", "the other group")])
def test_a_median_said_of_all_or_of_no_named_group_turns_no_ratio(whose: tuple[str, str]) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "The HR was 0.65 (0.4–1.05); medians were 30 and 50 months."
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for arm, value in zip(whose, (30.0, 50.0), strict=True):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = group_of(evidence.graph).kept
    assert not estimate.inverted


def test_medians_that_the_interval_allows_leave_the_ratio_as_printed() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "The HR was 0.9 (0.34–2.4), with medians of 15 and 25 months, respectively."
    evidence.effect(study, 0.9, (0.34, 2.4), quote=words)
    for arm, value in (("surgery", 15.0), ("no surgery", 25.0)):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = group_of(evidence.graph).kept
    assert not estimate.inverted
    assert "which its interval allows: taken as printed" in " ".join(estimate.notes)


def test_medians_that_only_contradict_leave_the_ratio_out() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "The HR was 0.9 (0.7–1.16), with medians of 10 and 50 months, respectively."
    evidence.effect(study, 0.9, (0.7, 1.16), quote=words)
    for value in (10.0, 50.0):
        evidence.arm_result(study, "arm", value, "months", quote=words)
    assert "medians of 10 and 50 beside it say the opposite of 0.9" in reasons_of(evidence.graph)[0]
