"""How far those whom a number counts came in a study."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.participants.stages import STAGES, stage_of
from miner.text.tokens import tokenize


def stages(text: str) -> dict[str, str]:
    """The stage told of each number of a text."""
    tokens = tokenize(text)
    return {number.text: stage_of(tokens, number.token) for number in tokens.numbers}


@pytest.mark.parametrize(
    ("sentence", "number", "stage"),
    [
        ("Ninety women were approached and 61 agreed.", "ninety", "asked"),
        ("In all, 240 patients were screened, and 180 were randomly assigned.", "240", "asked"),
        ("In all, 240 patients were screened, and 180 were randomly assigned.", "180", "randomised"),
        ("Of 90 women, 61 (67.8%) consented and were randomised to surgery.", "61", "randomised"),
        ("We randomly assigned 640 women aged 55 to 81 years to letrozole or placebo.", "640", "randomised"),
        ("A total of 120 women who were eligible were enrolled.", "120", "enrolled"),
        ("The sample comprised 5563 nurses.", "5563", "enrolled"),
        ("Thirty enrolled and 23 completed the programme.", "thirty", "enrolled"),
        ("Premenopausal women (n = 206) were recruited.", "206", "enrolled"),
        ("Women with micrometastases were randomised (n = 96) to either drug.", "96", "randomised"),
        ("Records of 72 women were reviewed.", "72", "analysed"),
        ("Botulinum toxin was studied in 9 patients with spasticity.", "9", "analysed"),
        ("The trial was designed to enroll 184 patients.", "184", "planned"),
        ("During follow-up, 57 (32%) patients died.", "57", "befell"),
        ("We posted the questionnaire to 900 surgeons.", "900", "asked"),
        ("Eight women withdrew, leaving 56 for analysis.", "56", "kept"),
        ("There were 41 women with bone metastases.", "41", "are"),
        ("A trial with 120 women was begun.", "120", "study of"),
    ],
)
def test_the_verb_tells_the_stage(sentence: str, number: str, stage: str) -> None:
    assert stages(sentence)[number] == f"stage:{stage}"


def test_what_only_stands_beside_a_number_is_told_apart() -> None:
    assert stages("Among 318 women screened, few took part.")["318"] == "stage~asked"
    assert stages("This holds for 40% of the 1146 randomized patients.")["1146"] == "stage~randomised"


def test_numbers_of_groups_have_no_stage() -> None:
    assert stages("Women were randomised to 2 groups.") == {"2": "stage none"}
    assert stages("Survival was compared to 120 controls.") == {"120": "stage none"}


@given(
    st.lists(
        st.sampled_from("we 40 ( ) n = women who were not enrolled and 12 randomised of . ,".split()),
        max_size=30,
    )
)
def test_every_number_has_exactly_one_stage(words: list[str]) -> None:
    known = {*STAGES, "kept", "are", "study of", "none"}
    assert all(told[len("stage:") :].lstrip() in known for told in stages(" ".join(words)).values())
