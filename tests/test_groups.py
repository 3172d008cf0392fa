"""What can be the name of a group; and sentences without their brackets, which names are read from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.contrasts.read import contrast_for
from miner.contrasts.sense import can_stand
from miner.model import Arm
from miner.phrases.clauses import skeleton
from miner.phrases.group_or_factor import is_group
from miner.phrases.groups import is_named
from miner.phrases.versus import pairs_in
from miner.text.document import read_document


@pytest.mark.parametrize(
    "torn",
    [
        "Ninety patients",
        "per arm",
        "eligible",
        "favourably",
        "it",
        "not significant",
        "lost after matching",
        "and",
    ],
)
def test_torn_words_never_stand_as_a_group(torn: str) -> None:
    assert not is_named(torn)
    doc = read_document("A study of surgery\nRESULTS: The difference in survival was small (HR 0.9).")
    at = doc.text.index("0.9")
    arms = (Arm(torn, 45), Arm("surgery", 45))
    assert torn not in contrast_for(doc, doc.sentence_at(at), at, at + len("0.9"), arms)


def test_or_is_a_word_and_an_odds_ratio_is_none() -> None:
    assert is_group("glue or clips")
    assert not is_group("glue OR")


@pytest.mark.parametrize("torn", ["needed in 8% and 14%", "Fewer women in the glue group needed drains"])
def test_how_often_and_in_whom_is_no_side(torn: str) -> None:
    assert not can_stand(torn)


def test_an_amount_is_no_comparator() -> None:
    assert pairs_in("Patients with more than 2 lesions did worse") == ()


@pytest.mark.parametrize(
    "name", ["4.2 months", "overall survival", "the hazard ratio", "patients", "it", "B)"]
)
def test_figures_endpoints_and_statistics_are_no_groups(name: str) -> None:
    assert not is_group(name)


@settings(max_examples=200)
@given(st.text(alphabet="ab ()[]", max_size=60))
def test_a_skeleton_keeps_every_character_at_its_place(text: str) -> None:
    bones = skeleton(text)
    for place, char in enumerate(bones.text):
        assert text[bones.origin(place)] == char
    assert bones.at(0) == 0


def test_a_bracket_inside_a_word_is_part_of_it() -> None:
    assert skeleton("low 25(OH)D (n = 40) in child(ren)").text == "low 25(OH)D in child"
