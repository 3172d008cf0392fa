"""Numeric results of one group: rates, times, means and counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.arm_results.find import find_arm_results
from miner.model import Arm, ArmResult
from miner.numbers.quantities import find_quantities
from miner.text.document import read_document

ARMS = (Arm("surgery", 120), Arm("no surgery", 118))


def results(sentence: str, arms: tuple[Arm, ...] = ARMS) -> tuple[ArmResult, ...]:
    return find_arm_results(read_document(f"Surgery in stage IV disease\nRESULTS: {sentence}"), arms, ())


def read(sentence: str) -> list[tuple[str, float, str]]:
    return [(r.statistic, r.value, r.unit) for r in results(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Median overall survival was 41.5 months with surgery and 29.8 months without.",
         [("median_time", 41.5, "months"), ("median_time", 29.8, "months")]),
        ("Median survival was 12.3 v 9.8 months (P = .04).",
         [("median_time", 12.3, "months"), ("median_time", 9.8, "months")]),
        ("Five-year survival was 34% versus 22% (p = 0.03).", [("rate", 34, "%"), ("rate", 22, "%")]),
        ("Objective responses were seen in 58% (175 of 300) and 61% (162 of 266) of patients, respectively.",
         [("rate", 58, "%"), ("count", 175, "patients"), ("rate", 61, "%"), ("count", 162, "patients")]),
        ("Mean fatigue score was 42.7 ± 3.1 in the surgery group and 44.2 ± 2.9 in the other group.",
         [("mean", 42.7, "points"), ("mean", 44.2, "points")]),
        ("Wound infection was seen after surgery (6/61, 10%) and without it (2/60, 3%).",
         [("count", 6, "patients"), ("rate", 10, "%"), ("count", 2, "patients"), ("rate", 3, "%")]),
        ("Lumbar bone density changed by -3.1% with surgery and +0.4% without.",
         [("mean", -3.1, "%"), ("mean", 0.4, "%")]),
        ("The median reduction in the marker was 71% after surgery and 64% without.",
         [("median", 71, "%"), ("median", 64, "%")]),
        ("Mean morphine consumption was 5.4 mg after the block and 16.2 mg without.",
         [("mean", 5.4, "mg"), ("mean", 16.2, "mg")]),
        ("Wound infection occurred in 14 patients (12%) after surgery.",
         [("count", 14, "patients"), ("rate", 12, "%")]),
        ("The incidence of stroke per 1,000 person-years was 6.4 after surgery and 2.9 without.",
         [("rate", 6.4, "per 1,000 person-years"), ("rate", 2.9, "per 1,000 person-years")]),
    ],
)  # fmt: skip
def test_results_of_one_group(sentence: str, expected: list[tuple[str, float, str]]) -> None:
    assert sorted(read(sentence)) == sorted(expected)


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        (
            "The death rate was 6.1 (95% CI, 5.8-6.4) deaths per 1000 person-years.",
            "deaths per 1000 person-years",
        ),
        ("The incidence per 10,000 women was 6.1 after surgery.", "per 10,000 women"),
        ("Mean final visual acuity was 6.1 logMAR after surgery.", "logMAR"),
        ("Systolic pressure fell by 6.1 mm Hg.", "mm Hg"),
    ],
)
def test_the_unit_stands_behind_the_number_or_before_its_row(sentence: str, unit: str) -> None:
    doc = read_document(f"Surgery in stage IV disease\nRESULTS: {sentence}")
    assert [q.unit for q in find_quantities(doc) if q.value == 6.1] == [unit]


@pytest.mark.parametrize(
    "sentence",
    [
        "Surgery lowered the hazard of death (HR 0.66, 95% CI 0.49-0.88, p = 0.005).",
        "Median age was 54 years (range 29-81).",
        "Median follow-up was 38 months.",
        "Survival did not differ between the groups (difference 2.9 months).",
        "Patients received docetaxel 75 mg/m2 every 21 days.",
    ],
)
def test_effects_ages_follow_up_and_doses_are_no_results(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Sepsis was seen in 12% of 310 adults (62% male).", [12]),
        ("Boys accounted for 58% of those with relapse, and relapse occurred in 12%.", [12]),
        ("In all, 41 girls (66%) and 21 boys (34%) were seen, and 12% had a relapse.", [12]),
        ("Relapse was seen in 31 girls (61%) and 12 adults (24%).", [61, 24]),
        ("Bleeding occurred in 12% and surgery brought a 40% (95% CI 20 to 60) reduction.", [12]),
        ("Bleeding increased 9.4% (P = .02), and recurred in 12%.", [12]),
        ("Bleeding fell 9% versus 12% in the two groups.", [9, 12]),
        ("Relapse occurred in 12% with 95% CIs that overlap.", [12]),
    ],
)
def test_sexes_changes_and_levels_of_intervals_are_no_results(sentence: str, kept: list[float]) -> None:
    assert [value for _, value, unit in read(sentence) if unit == "%"] == kept


@pytest.mark.parametrize(
    "sentence",
    [
        "Risk was raised for relapse (4 case-control, 3 cohort studies).",
        "Four or more patients died in each ward.",
    ],
)
def test_counts_of_studies_and_bounds_are_no_results(sentence: str) -> None:
    assert ("count", 4, "patients") not in read(sentence)


def test_values_follow_the_order_in_which_the_groups_are_named() -> None:
    found = results("Median survival was 41 and 29 months for surgery and no surgery, respectively.")
    assert [(r.arm, r.value) for r in found] == [("surgery", 41), ("no surgery", 29)]


def test_those_treated_are_not_the_one_arm_that_names_the_treatment_as_left_out() -> None:
    arms = (Arm("radiotherapy", 220), Arm("excision", 70), Arm("no LRT", 210))
    found = results("Overall survival at 3 years was 44% in those treated with LRT and 27% without.", arms)
    assert found[0].arm == "LRT"


def test_a_value_said_of_both_groups_is_a_result_of_each() -> None:
    found = results("Median overall survival was 37 months in both groups.")
    assert [(r.arm, r.value) for r in found] == [("surgery", 37), ("no surgery", 37)]


def test_rates_at_several_times_keep_their_times() -> None:
    found = results("The 1-, 3- and 5-year overall survival rates were 84%, 51% and 30%.", ())
    assert [(r.value, r.timepoint) for r in found] == [(84, "1 year"), (51, "3 years"), (30, "5 years")]


def test_an_interval_belongs_to_the_value_before_it() -> None:
    (found,) = results("Five-year overall survival was 34% (95% CI 27 to 41).", ())
    assert (found.ci, found.timepoint) == ((27.0, 41.0), "5 years")


def test_at_most_twelve_are_kept() -> None:
    many = " ".join(f"Local recurrence occurred in {n}% of patients in group {n}." for n in range(20, 40))
    assert len(results(many)) <= 12


def test_the_quote_prints_the_value() -> None:
    found = results("Median overall survival was 41.5 months with surgery and 29.8 months without.")
    assert [str(r.value) in r.evidence.quote for r in found] == [True, True]


@given(st.text(alphabet="survival was 0123456789.,%()±-–vs months\n", max_size=120))
def test_quantities_stand_where_they_say(text: str) -> None:
    doc = read_document(f"A title\nRESULTS: {text}")
    for quantity in find_quantities(doc):
        assert doc.text[quantity.start : quantity.end].strip(" ").replace(",", "")[-1:].isalnum()
        assert quantity.sentence.start <= quantity.start < quantity.end <= quantity.sentence.end


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Seromas were found after surgery (6/61, 10%).", {6, 61}),
        ("A response was seen in 40% of group 1 and 52% of group 2.", {1, 2}),
    ],
)
def test_a_percent_sign_behind_a_share_or_a_label_is_not_that_numbers_unit(
    sentence: str, people: set[int]
) -> None:
    found = find_quantities(read_document(f"Surgery in stage IV disease\nRESULTS: {sentence}"))
    assert not [q for q in found if q.unit == "%" and q.value in people]
    assert [q for q in found if q.unit == "%"]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Mean spine density was 0.94 g/cm2 with surgery and 0.91 g/cm2 without.", "g/cm2"),
        ("Median walking was 85 min/day in the surgery group and 62 min/day in the other group.", "min/day"),
        ("The mean cost of care was 1480€ with surgery and 1950€ without.", "€"),
        ("Mean pain lasted 12 days with surgery and 14 days without.", "days"),
    ],
)
def test_a_unit_is_read_to_its_end(sentence: str, unit: str) -> None:
    assert {q.unit for q in find_quantities(read_document(f"Surgery\nRESULTS: {sentence}"))} == {unit}


def test_a_number_is_no_name_of_a_group() -> None:
    found = results(
        "Local control at 1 and 2 years was 52% (44, 60) and 31% (24, 38) with surgery and 48% (40, 56) "
        "and 29% (22, 36) without it."
    )
    assert {r.value for r in found} == {52, 31, 48, 29}
    assert all(any(map(str.isalpha, r.arm)) for r in found)


def test_a_label_torn_from_its_sentence_takes_no_number_of_another_group() -> None:
    arms = (Arm(label="curative intent if there", n=None, evidence=ARMS[0].evidence),
            Arm(label="palliative intent if there", n=None, evidence=ARMS[0].evidence))  # fmt: skip
    (found,) = results("In the curative-intent group, median progression-free survival was 21 months.", arms)
    assert found.arm == "curative-intent"


@pytest.mark.parametrize(
    "sentence",
    [
        "Seroma developed in 13/40 surgery cases and 10/41 controls (p = .46).",
        "Seroma developed in 13 of 40 surgery cases and in 10 out of 41 controls (p = .46).",
    ],
)
def test_out_of_how_many_is_no_result(sentence: str) -> None:
    assert read(sentence) == [("count", 13, "patients"), ("count", 10, "patients")]


def test_neither_a_grade_nor_a_level_of_significance_is_a_result() -> None:
    text = "Grade 3/4 events arose in 11% with surgery and 45% without, significant at the 5% level."
    assert read(text) == [("rate", 11, "%"), ("rate", 45, "%")]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Of 238 women, 120 (50.4%) had surgery and 118 (49.6%) had none; 31% were alive at 5 years.", [31]),
        ("Surgery was offered to 120 women (50.4%).", []),
        ("In all, 238 were analysed for survival.", []),
        ("Infection was seen in 14/120 (11.7%) after surgery and 9 of 118 women (7.6%) without.",
         [14, 11.7, 9, 7.6]),
        ("Of the 238, 65 women (27.3%) received palliative radiotherapy; 12% underwent axillary dissection.",
         []),
        ("Median survival was 31 months without surgery and >72 months with it.", [31]),
    ],
)  # fmt: skip
def test_how_many_are_in_a_group_or_were_treated_is_no_result(sentence: str, kept: list[float]) -> None:
    doc = read_document(f"Surgery in stage IV disease\nRESULTS: {sentence}")
    assert [r.value for r in find_arm_results(doc, ARMS, (), 238)] == kept
