"""Whose figure comes first, at which times a claim holds, and what patients were like before."""

from __future__ import annotations

import pytest

from miner.comparisons.claims import claims_in
from miner.comparisons.direction import oriented
from miner.comparisons.find import find_comparisons
from miner.model import Arm, Comparison
from miner.text.document import read_document

ARMS = (Arm("surgery"), Arm("drug A"))


def comparisons_of(text: str) -> list[Comparison]:
    doc = read_document(f"Surgery versus drug A in gallstone disease: a randomised trial\nRESULTS: {text}")
    return list(find_comparisons(doc, ARMS, ()))


@pytest.mark.parametrize(
    "text",
    [
        "Relapse was seen in 4% after surgery and in 12% with drug A (P = .02).",
        "Relapse was seen in 12% with drug A and in 4% after surgery (P = .02).",
        "Relapse was seen in 12% with drug A and in 4% after surgery (p value=0.02).",
        "The rate of relapse was 12.1% versus 4.2% for the drug A and the surgery groups (p < 0.01).",
        "There was a significant difference in relapse: 48% with drug A versus 21% after surgery.",
        "Relapse was common (drug A, 35% versus surgery, 18%; P = .03).",
        "Relapse was common (surgery, 18% versus drug A, 35%; P = .03).",
        "Relapse was less frequent (9% vs 23%, P = .01) with surgery.",
        "Relapse was seen in 11 of 45 drug A patients and 2 of 47 surgery patients (P = .006).",
        "Relapse was seen in 12% with drug A but in none after surgery (P = .02).",
    ],
)
def test_a_figure_is_of_the_group_named_beside_it(text: str) -> None:
    (found,) = comparisons_of(text)
    assert found.contrast.startswith("surgery")
    assert found.direction == "lower"


def test_a_subject_that_names_both_groups_is_the_first_of_them() -> None:
    (found,) = comparisons_of(
        "The surgery group compared to placebo had a significant decrease in pain scores "
        "(-12.7% versus +6.3%, P = .04)."
    )
    assert (found.contrast, found.direction) == ("surgery group vs placebo", "lower")


def test_the_group_told_behind_both_figures_has_the_higher_one() -> None:
    (found,) = comparisons_of(
        "Survival was 77.6% and 56.2%, significantly higher in the surgery group, P = .04."
    )
    assert (found.contrast, found.direction) == ("surgery vs drug A", "higher")


def test_groups_called_by_two_letters_are_told_apart() -> None:
    text = "Fever (12% v 42%, p<0.001) and pain (2% v 14%, p=0.03) were commoner with DR; cough with ES."
    doc = read_document(f"ES versus DR in gallstone disease: a randomised trial\nRESULTS: {text}")
    found = find_comparisons(doc, (Arm("ES", 60), Arm("DR", 60)), ())
    assert [(c.contrast, c.direction) for c in found] == [("DR vs ES", "higher")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Fever was significantly more frequent in patients who did not undergo surgery (P = .01).",
        "Fever was significantly more frequent in the patient group not receiving surgery (P = .01).",
        "Fever was significantly more frequent among those without surgery (P = .01).",
    ],
)
def test_what_is_higher_without_it_is_lower_with_it(text: str) -> None:
    (found,) = comparisons_of(text)
    assert (found.contrast, found.direction) in {
        ("surgery vs drug A", "lower"),
        ("drug A vs surgery", "higher"),
    }


def test_names_behind_both_figures_are_in_their_order() -> None:
    (found,) = comparisons_of(
        "Median survival was 9 and 14 months with drug A and surgery, respectively (P < .01)."
    )
    assert (found.contrast, found.direction) == ("surgery vs drug A", "higher")


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        (
            "Pain was less frequent at two weeks (P = .004), six weeks (P = .003), and 3 months (P = .2).",
            ["lower", "lower", "no_difference"],
        ),
        ("Sleep scores were higher on day 1 (P = .01), day 3 (P = .02) and day 7 (P = .04).", ["higher"] * 3),
        ("Relapse was more common among smokers (p = .01) and those with gout (p = .02).", ["higher"] * 2),
    ],
)
def test_a_claim_holds_for_each_time_and_group_with_a_p_value(text: str, directions: list[str]) -> None:
    assert [claim.direction for claim in claims_in(text)] == directions


@pytest.mark.parametrize(
    "text",
    [
        "The arms were comparable for tumour size, nodal status and performance status.",
        "There was no significant difference in baseline pain between the groups.",
        "No differences were found in preoperative weight.",
    ],
)
def test_what_patients_were_like_before_is_no_result(text: str) -> None:
    assert claims_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Neither drug was superior in terms of pain or sleep.",
            [("pain", "no_difference"), ("sleep", "no_difference")],
        ),
        ("Drug A was not superior to drug B in preventing relapse.", [("relapse", "no_difference")]),
        (
            "Mean pain and nausea were 3.1 versus 4.2 and 30 versus 25 points, respectively (P < .01).",
            [("pain", "lower"), ("nausea", "higher")],
        ),
        ("Weight fell in the surgery group but rose with drug A (P = .01).", [("Weight", "lower")]),
        ("Fitness improved after surgery and was unchanged with drug A (P = .01).", [("Fitness", "higher")]),
        ("The number of women reporting pain was significantly lower.", [("pain", "lower")]),
        (
            "Surgery led to fewer relapses and less pain (P = .02).",
            [("relapses", "lower"), ("pain", "lower")],
        ),
    ],
)
def test_wordings_that_set_groups_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((claim.name, claim.direction) for claim in claims_in(text)) == sorted(expected)


def test_two_arms_in_their_order_keep_it_whichever_had_more() -> None:
    text = "Mobility was significantly better for drug A patients."
    (claim,) = claims_in(text)
    assert oriented(text, claim, "surgery vs drug A", ARMS) == ("surgery vs drug A", "lower")
    assert oriented(text, claim, "surgery vs drug A", ()) == ("drug A vs surgery", "higher")


def test_a_verb_ends_the_list_of_what_had_more() -> None:
    text = "Surgery patients had greater mobility (p = .01) and reported less pain (p = .04) than drug A."
    assert [(c.endpoint, c.direction) for c in comparisons_of(text)] == [
        ("mobility", "higher"),
        ("pain", "lower"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The hospital stay in the surgery group was shorter than it was in the placebo group (P < .05).",
        "Complications were rarer in the surgery group than they were in the placebo group (P < .05).",
    ],
)
def test_than_it_was_in_the_other_group_names_the_other_second(text: str) -> None:
    (found,) = comparisons_of(text)
    assert found.contrast.startswith("surgery")
    assert found.contrast.endswith("placebo group")
    assert found.direction == "lower"
