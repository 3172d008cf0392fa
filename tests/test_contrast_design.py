"""What a study set against each other, from its title, its allocation and its aim."""

import pytest

from miner.contrasts.design import groups_by_design, set_against
from miner.text.document import read_document


def _groups(text: str, near: str = "") -> str:
    return groups_by_design(read_document(text, "t"), near)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Drain or no drain after mastectomy: a trial\nMETHODS: We looked at seroma.", "Drain vs no drain"),
        (
            "Seroma after mastectomy\nMETHODS: Eighty women were randomly assigned to receive "
            "quilting sutures or a closed drain for five days.",
            "quilting sutures vs closed drain",
        ),
        (
            "Letrozole after surgery: a placebo-controlled trial\nRESULTS: Bone loss was greater.",
            "Letrozole vs placebo",
        ),
        (
            "Comparative effectiveness of drains and quilting: a cohort\nRESULTS: Seroma was rare.",
            "drains vs quilting",
        ),
        ("Head-to-head comparison of glue with clips\nRESULTS: Seroma was rare.", "glue vs clips"),
        (
            "Seroma after mastectomy\nBACKGROUND: We aimed to compare the efficacy of fibrin glue with "
            "usual care in women after mastectomy.",
            "fibrin glue vs usual care",
        ),
    ],
)
def test_the_pair_is_read(text: str, groups: str) -> None:
    assert _groups(text) == groups


def test_the_control_stands_second() -> None:
    text = "Seroma\nMETHODS: Women were randomised to placebo or to tranexamic acid."
    assert _groups(text) == "tranexamic acid vs placebo"
    text = "Smoking\nMETHODS: Smokers were compared. They were assigned to nonusers or users of gum."
    assert _groups(text) == "users of gum vs nonusers"


def test_of_two_trials_the_one_that_the_sentence_names_is_taken() -> None:
    text = (
        "Two trials of hormones\nMETHODS: Women with a uterus were randomized to oestrogen plus progestin or "
        "placebo. Women without were randomized to oestrogen alone or sham tablets."
    )
    assert _groups(text, "With oestrogen plus progestin the hazard ratio was 1.2") == (
        "oestrogen plus progestin vs placebo"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Age and relapse in 300 women\nMETHODS: We reviewed charts from 2001 to 2010.",
        "Surgery with or without radiotherapy\nMETHODS: We compared survival between 2001 and 2010.",
        "Drains in women aged 50 or older with breast cancer\nRESULTS: Seroma was rare.",
    ],
)
def test_where_nothing_is_set_against_anything_there_is_none(text: str) -> None:
    assert _groups(text) == ""


WOUNDS = "Leg ulcers\nMETHODS: Adults were treated with fibrin glue or adhesive strips for two weeks."


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        pytest.param(WOUNDS, "glue group", "glue group vs adhesive strips", id="a short name of one side"),
        pytest.param(WOUNDS, "strips", "strips vs fibrin glue", id="whichever side it is"),
        pytest.param(
            "Glue and seroma\nMETHODS: Studies of glue compared with no glue were sought.",
            "Glue use",
            "Glue use vs no glue",
            id="a pair that the methods set against each other",
        ),
        pytest.param(WOUNDS, "smoking", "smoking", id="a factor stays alone"),
        pytest.param(WOUNDS, "glue per 5 mL", "glue per 5 mL", id="so does an amount of a side"),
        pytest.param(WOUNDS, "glue vs clips", "glue vs clips", id="a pair is whole"),
    ],
)
def test_a_lone_side_is_set_against_the_other(text: str, name: str, whole: str) -> None:
    assert set_against(read_document(text, "t"), name) == whole


def test_what_both_sides_have_tells_neither() -> None:
    text = "Ulcers\nMETHODS: Adults received compression plus glue or compression alone."
    assert set_against(read_document(text, "t"), "compression") == "compression"
    assert set_against(read_document(text, "t"), "glue") == "glue vs compression alone"
