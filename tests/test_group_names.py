"""Which group a number is about: the sentence's own words first, then the arms of the study."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.arm_results.find import find_arm_results
from miner.arm_results.group_phrases import name_after, name_before, names_of_list
from miner.model import Arm
from miner.text.document import read_document

TRIAL = (Arm("surgery", 120), Arm("systemic therapy alone", 118))
ALL = "all patients"


def groups(sentence: str, arms: tuple[Arm, ...] = ()) -> list[tuple[float, str]]:
    doc = read_document(f"Resection in stage IV disease\nRESULTS: {sentence}")
    return [(r.value, r.arm) for r in find_arm_results(doc, arms, ())]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Median overall survival was 41 months with resection and 28 months without.",
         [(41, "resection"), (28, "without resection")]),
        ("Median survival was 41 months in the resection group v 28 months in the group without resection.",
         [(41, "resection"), (28, "without resection")]),
        ("Death occurred in 38% of the hormone group and 52% of the placebo group.",
         [(38, "hormone"), (52, "placebo")]),
        ("Relapse was more frequent in the observation arm (31%) than in the drug arm (18%).",
         [(31, "observation"), (18, "drug")]),
        ("Five-year survival was 41% (95% CI 35-47) in women who had resection and 25% in others.",
         [(41, "resection"), (25, "others")]),
    ],
)  # fmt: skip
def test_groups_are_named_by_the_sentence_where_the_study_lists_none(
    sentence: str, expected: list[tuple[float, str]]
) -> None:
    assert groups(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Median survival was 41 months after surgery as against 28 months under systemic therapy alone.",
         [(41, "surgery"), (28, "systemic therapy alone")]),
        ("Progression was commoner in the systemic therapy arm (31%) than in the surgery arm (18%).",
         [(31, "systemic therapy alone"), (18, "surgery")]),
        ("Median survival was 41 months with surgery and 28 months without.",
         [(41, "surgery"), (28, "systemic therapy alone")]),
    ],
)  # fmt: skip
def test_a_printed_name_that_fits_an_arm_gives_its_label(
    sentence: str, expected: list[tuple[float, str]]
) -> None:
    assert groups(sentence, TRIAL) == expected


def test_numbers_at_two_times_are_of_all_patients() -> None:
    found = groups("Overall survival at 5 and 10 years was 38% and 22%, respectively.", TRIAL)
    assert [arm for _, arm in found] == [ALL, ALL]


def test_a_scrap_that_is_no_name_is_never_given_as_one() -> None:
    scraps = (Arm("analysis included 744 patients", 372), Arm("group", 372))
    found = groups("Death occurred in 58% of the ST group and 32% of the LRT group.", scraps)
    assert found == [(58, "ST"), (32, "LRT")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The analysis included 744 patients and the median follow-up was 48 months.",
        "With a median follow-up of 23.3 months nothing else was seen.",
        "More tumours were cT3 (22.2% vs 6.7%).",
    ],
)
def test_follow_up_baseline_and_people_taken_in_are_no_results(sentence: str) -> None:
    assert groups(sentence, TRIAL) == []


@given(
    st.text(alphabet="in the A group (12%) vs without with 3.4 months,;", max_size=200), st.integers(0, 200)
)
def test_any_place_of_any_text_can_be_asked(text: str, place: int) -> None:
    at = min(place, len(text))
    assert isinstance(name_after(text, at), str)
    assert isinstance(name_before(text, at, 0)[0], str)
    found = names_of_list(text, at, at)
    assert found is None or all(found[0])


@pytest.mark.parametrize("label", ["conventional treatment", "supportive measures", "unexposed women"])
def test_the_control_group_is_the_arm_that_is_named_as_one(label: str) -> None:
    found = groups(
        "Relapse occurred in 12% of the drug A group and 30% of the control group.",
        (Arm("drug A", 50), Arm(label, 52)),
    )
    assert found == [(12, "drug A"), (30, label)]
