"""Medians printed beside a ratio tell which side it is for, or that it cannot be told."""

from __future__ import annotations

from typing import Any

import pytest

from graph.synthesis.harmonise import select
from tests.map_fixtures import Evidence
from tests.pools import OVERALL, group_of, reasons_of


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


def _report(value: float, ci: tuple[float, float], medians: dict[str, float], **more: Any) -> set[float]:
    """What is pooled of a ratio in one sentence of a report whose other sentences print these medians."""
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, value, ci, **more)
    for arm, months in medians.items():
        evidence.arm_result(study, arm, months, "months")
    groups = select(evidence.graph).groups
    return {e.printed.value for g in groups for e in g.kept if g.key.endpoint == OVERALL}


LONGER = {"surgery": 50.0, "no surgery": 30.0}
SHORTER = {"surgery": 30.0, "no surgery": 50.0}


@pytest.mark.parametrize(
    ("value", "ci", "medians", "kept"),
    [
        (0.65, (0.5, 0.8), LONGER, True),
        (0.65, (0.5, 0.8), SHORTER, False),
        (1.6, (1.2, 2.1), SHORTER, True),
        (1.6, (1.2, 2.1), LONGER, False),
        # chance is not excluded
        (0.65, (0.4, 1.05), SHORTER, True),
        (1.6, (0.9, 2.9), LONGER, True),
        # medians less than a quarter apart say nothing
        (0.65, (0.5, 0.8), {"surgery": 41.0, "no surgery": 50.0}, True),
        # two medians of one group, or none of the other: no one knows which
        (0.65, (0.5, 0.8), {**SHORTER, "surgery arm": 31.0}, True),
        (0.65, (0.5, 0.8), {"surgery": 30.0}, True),
        (0.65, (0.5, 0.8), {"surgery": 0.0, "no surgery": 50.0}, True),
    ],
)
def test_a_ratio_that_excludes_chance_is_left_out_where_its_reports_medians_say_the_opposite(
    value: float, ci: tuple[float, float], medians: dict[str, float], kept: bool
) -> None:
    assert (value in _report(value, ci, medians)) is kept


def test_medians_of_another_report_endpoint_or_statistic_say_nothing_of_the_ratio() -> None:
    for more in ({"endpoint": "quality_of_life"}, {"statistic": "mean"}, {"publication_id": "PMID:1"}):
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        evidence.effect(study, 0.65, (0.5, 0.8))
        for arm, months in SHORTER.items():
            evidence.arm_result(study, arm, months, "months", **more)
        assert [e.printed.value for e in group_of(evidence.graph).kept] == [0.65], more


def test_a_corrected_ratio_stands_whatever_was_checked_before() -> None:
    check = "direction-against-medians: HR 0.65 for surgery vs no surgery, but 30 against 50 months"
    assert _report(0.65, (0.5, 0.8), {}, checks=(check,)) == set()
    assert _report(0.65, (0.5, 0.8), {}, checks=(check,), curated=True) == {0.65}


@pytest.mark.parametrize(
    ("words", "turned"),
    [
        ("Medians were 30 and 50 months with and without surgery (HR 0.65).", True),
        ("Medians were 30 and 50 months without and with surgery (HR 0.65).", False),
        ("Medians were 30 months with surgery of the primary and 50 months without (HR 0.65).", True),
    ],
)
def test_with_and_without_tell_whose_medians_are_whatever_group_they_were_read_for(
    words: str, turned: bool
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for months in (30.0, 50.0):
        evidence.arm_result(study, "all patients", months, "months", quote=words)
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted is turned


def test_the_length_of_follow_up_is_no_median_of_a_group() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "At a median follow-up of 30 months, medians were 30 and 50 months, respectively (HR 0.65)."
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for months in (30.0, 50.0):
        evidence.arm_result(study, "all patients", months, "months", quote=words)
    assert "medians of 30 and 50 beside it say the opposite of 0.65" in reasons_of(evidence.graph)[0]


def test_medians_say_nothing_against_odds_nor_those_of_all_against_a_part() -> None:
    assert _report(0.65, (0.5, 0.8), SHORTER, measure="OR") == {0.65}
    of_part = {"subgroup": "bone only", "population": "bone_only_metastases"}
    assert _report(0.65, (0.5, 0.8), SHORTER, **of_part) == {0.65}
