"""In whom a trial saw its effect is not what its number compares."""

import pytest

from miner.contrasts.subgroups import but_settings
from miner.model import Arm

ARMS = (Arm("fibrin glue", 90), Arm("clips", 92))
TRIAL = "patients were randomised to fibrin glue or clips."
SEEN = "In women with asthma, glue lowered the risk of seroma (RR 0.6)."


def _left(text: str, *contrasts: str, whole: str = TRIAL, arms: tuple[Arm, ...] = ARMS) -> set[str]:
    return set(but_settings(contrasts, text, text.rindex("(RR"), arms, whole))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SEEN, id="beside the arm"),
        pytest.param("The effect was greater in women with asthma (RR 0.5).", id="beside the effect"),
    ],
)
def test_whom_a_trial_saw_it_in_is_left_out(text: str) -> None:
    assert _left(text, "women with asthma", "fibrin glue vs clips") == {"fibrin glue vs clips"}


def test_a_factor_of_a_trial_stays() -> None:
    text = "Seroma was commoner in women with asthma (RR 1.5)."
    assert "women with asthma" in _left(text, "women with asthma", "fibrin glue vs clips")


def test_a_study_that_assigned_nobody_may_compare_anybody() -> None:
    assert "women with asthma" in _left(SEEN, "women with asthma", "glue", whole="charts were reviewed.")


@pytest.mark.parametrize(
    "text",
    [
        "In women with asthma the hazard ratio was (RR) 0.6.",
        "It was 0.9 overall and in women with asthma it was (RR) 0.6.",
    ],
)
def test_in_whom_the_ratio_was_so_is_left_out_where_nobody_was_assigned_too(text: str) -> None:
    left = _left(text, "women with asthma", "fibrin glue vs clips", whole="charts were reviewed.")
    assert left == {"fibrin glue vs clips"}


def test_nothing_is_left_out_where_no_other_names_an_arm() -> None:
    assert _left(SEEN, "women with asthma", "risk") == {"women with asthma", "risk"}


def test_an_arm_behind_in_stays() -> None:
    text = "Seroma was rarer in the clips group (RR 0.7)."
    assert "clips group" in _left(text, "clips group", "fibrin glue vs clips")
