"""Numbers that stand side by side."""

from __future__ import annotations

import pytest

from miner.participants.candidates import find_mentions
from miner.text.document import read_document


def traits(text: str, trait: str) -> list[int]:
    """The numbers of a text that have the trait."""
    doc = read_document(f"Two ways of treating metastases. {text}", "made-up")
    return [m.value for m in find_mentions(doc) if trait in m.traits]


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        (
            "The board stopped the trial (238 patients randomized to surgery, 244 to chemotherapy).",
            [238, 244],
        ),
        (
            "There were 579 women in the early group (median age, 52 years) and 804 in the late group.",
            [579, 804],
        ),
        ("Of the 681 women and 888 men who attended, few came back.", [681, 888]),
        ("We took samples from 826 and 389 men.", [826, 389]),
        ("Eighty-seven affected patients and 80 healthy subjects gave blood.", [87, 80]),
        ("The cohort consisted of 355 persons without diabetes and 189 with it.", [355, 189]),
        (
            "Ninety-six preschool (2-5 years) children and 90 school (6-11 years) children had surgery.",
            [96, 90],
        ),
    ],
)
def test_sizes_of_two_groups_are_a_pair(sentence: str, pair: list[int]) -> None:
    assert traits(sentence, "pair") == pair


@pytest.mark.parametrize(
    "sentence",
    [
        "In all, 636 patients were screened, and 585 were randomly assigned.",
        "Of 79 patients who were randomly assigned, 78 were analysed.",
        "We enrolled 540 patients (271 received letrozole, and 269 received tamoxifen).",
    ],
)
def test_a_whole_and_its_part_are_no_pair(sentence: str) -> None:
    whole = traits(sentence, "place first")
    assert whole
    assert not set(whole) & set(traits(sentence, "pair"))


def test_people_and_what_they_have_are_told_apart() -> None:
    sentence = "We reviewed 136 breasts of 134 patients."
    assert traits(sentence, "things of people") == [136]
    assert traits(sentence, "people of things") == [134]
