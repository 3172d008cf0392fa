"""The compared groups, named and counted as the text does."""

from __future__ import annotations

import pytest

from miner.model import Arm, Design
from miner.participants.arms import find_arms
from miner.text.document import read_document


def arms(
    body: str, title: str = "Surgery of the primary in stage IV disease", design: Design = "randomized_trial"
) -> tuple[Arm, ...]:
    return find_arms(read_document(f"{title}\nMETHODS: {body}"), design)


@pytest.mark.parametrize(
    ("sentence", "sizes"),
    [
        (
            "Women were randomly assigned to surgery (n = 142) or to systemic therapy alone (n = 139).",
            [142, 139],
        ),
        ("We randomised 90 patients: 46 received mastectomy and 44 received no operation.", [46, 44]),
        (
            "We randomised 210 women to letrozole (n = 70), anastrozole (n = 71), or placebo (n = 69).",
            [70, 71, 69],
        ),
        ("One hundred women were randomised, 51 to early surgery and 49 to observation.", [51, 49]),
        ("1920 women were assigned to receive drug A and 1944 to placebo.", [1920, 1944]),
        (
            "Women were randomly divided into a test group (60 subjects) and a control group (60 subjects).",
            [60, 60],
        ),
        ("In total, 169 patients were randomised (surgery arm 87, control arm 82).", [87, 82]),
        ("Eighty patients, 40 per arm, were randomly assigned to surgery or no surgery.", [40, 40]),
        # as often as the size goes into a number of people
        ("160 women were randomised to A, B, both or neither (40 in each group).", [40, 40, 40, 40]),
        ("Of 120 women set side by side, 60 (50%) women were in each arm.", [60, 60]),
        (
            "In all 150 patients were randomly divided into group A, B and C, each having 50 cases.",
            [50, 50, 50],
        ),
    ],
)
def test_sizes_of_randomised_groups(sentence: str, sizes: list[int]) -> None:
    assert [a.n for a in arms(sentence)] == sizes


def test_groups_carry_the_names_printed_at_their_sizes() -> None:
    found = arms(
        "Women were randomly assigned to mastectomy (n = 142) or to systemic therapy alone (n = 139)."
    )
    assert [a.label for a in found] == ["mastectomy", "systemic therapy alone"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Patients were randomised to surgery followed by systemic therapy (arm A) or drugs alone "
            "(arm B). Ninety-two patients (46 in each arm) were included.",
            ["surgery followed by systemic therapy", "drugs alone"],
        ),
        ("Surgery was performed in 1541 patients (69%) and omitted in 691 (31%).", ["Surgery", "no surgery"]),
        (
            "Local treatment (LT) was given in 122 patients (38%), whereas 196 (62%) did not receive it.",
            ["Local treatment", "did not receive it"],
        ),
        (
            "Seromas were seen in 12 of 80 patients in the flap group and in 20 of 79 in the plain group.",
            ["flap group", "plain group"],
        ),
        (
            "Of 812 patients, 318 of whom (39%) underwent surgery, 494 were treated with drugs.",
            ["surgery", "drugs"],
        ),
    ],
)
def test_a_group_is_called_by_words_that_name_it(sentence: str, names: list[str]) -> None:
    assert [a.label for a in arms(sentence, design="retrospective_cohort")] == names


def test_a_group_whose_name_is_not_printed_is_not_given_one() -> None:
    found = arms("Eighty patients, 40 per arm, were randomly allocated by sealed envelopes.")
    assert [(a.label, a.n) for a in found] == [("unnamed group 1", 40), ("unnamed group 2", 40)]


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        (
            "From March 2015 to May 2019, 31 and 29 women were assigned to the SBRT and control arms, "
            "respectively.",
            [("SBRT", 31), ("control", 29)],
        ),
        (
            "In all, 120 (40%), 100 (33%) and 80 (27%) women underwent lumpectomy, mastectomy and no "
            "surgery, respectively.",
            [("lumpectomy", 120), ("mastectomy", 100), ("no surgery", 80)],
        ),
        (
            "The registry held 900 women, including 410, 300, and 190 who received mastectomy alone, "
            "mastectomy plus radiotherapy, and radiotherapy alone, respectively.",
            [("mastectomy alone", 410), ("mastectomy plus radiotherapy", 300), ("radiotherapy alone", 190)],
        ),
    ],
)
def test_sizes_in_a_row_have_the_names_that_follow_in_turn(
    sentence: str, groups: list[tuple[str, int]]
) -> None:
    assert [(a.label, a.n) for a in arms(sentence, design="retrospective_cohort")] == groups


def test_sizes_before_the_names() -> None:
    found = arms("Of 90 women randomised, 46 received early resection and 44 received systemic therapy only.")
    assert [(a.label, a.n) for a in found] == [("early resection", 46), ("systemic therapy only", 44)]


def test_cohorts_that_count_one_group_only() -> None:
    found = arms(
        "We reviewed records. RESULTS: Of 240 women with M1 disease, 97 underwent resection of the primary.",
        design="retrospective_cohort",
    )
    assert [a.n for a in found] == [97]


@pytest.mark.parametrize(
    ("sentence", "sizes"),
    [
        ("We recruited 64 seropositive and 120 seronegative men and compared the two groups.", [64, 120]),
        (
            "After propensity score matching there were 5100 patients in each cohort. RESULTS: Strokes were "
            "fewer with drug A than with drug B (HR 0.80, 95% CI 0.70 to 0.92).",
            [5100, 5100],
        ),
        (
            "Mothers were grouped as never (n = 4120), light (n = 615), moderate (n = 702), heavy (n = 333) "
            "and former smokers (n = 910).",
            [4120, 615, 702, 333, 910],
        ),
    ],
)
def test_sizes_of_observed_groups(sentence: str, sizes: list[int]) -> None:
    found = arms(sentence, "Comparison of two ways of living", design="retrospective_cohort")
    assert [a.n for a in found] == sizes


def test_than_belongs_to_no_name() -> None:
    found = arms(
        "Patients were randomised. Relief was longer with gel 500 mg (n = 362) than 250 mg (n = 374)."
    )
    assert [(a.label, a.n) for a in found] == [("gel 500 mg", 362), ("250 mg", 374)]


def test_groups_named_without_sizes() -> None:
    found = arms("Patients were randomised to receive radiosurgery or whole-brain irradiation.")
    assert [(a.label, a.n) for a in found] == [("radiosurgery", None), ("whole-brain irradiation", None)]


def test_a_title_that_sets_two_treatments_against_each_other() -> None:
    found = arms(
        "Charts were reviewed.",
        "Hepatectomy versus chemotherapy in breast cancer liver metastases",
        "retrospective_cohort",
    )
    assert [a.label for a in found] == ["Hepatectomy", "chemotherapy"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Of 1389 randomised patients (ciclorone 521, nitaxone 347, placebo 521) most were men.",
            ["ciclorone", "nitaxone", "placebo"],
        ),
        ("Of 128 registered, 120 (M 61, F 59) were eligible for the analysis.", ["M", "F"]),
        (
            "Delivery failed with misoprone 168/368 (46%) versus dinoprone 176/370 (48%), relative risk "
            "0.96.",
            ["misoprone", "dinoprone"],
        ),
        (
            "198 patients were randomised to rifaxone 550 mg b.d. (n = 99) or placebo (n = 99).",
            ["rifaxone 550 mg", "placebo"],
        ),
        (
            "Death occurred in 105 of 241 infants (44%) in the catheter group and 121 of 244 (50%) in "
            "the sham group.",
            ["catheter group", "sham group"],
        ),
        (
            "Infants were randomly assigned to receive three doses of vaccine or placebo 28-42 days "
            "apart (90 each).",
            ["vaccine", "placebo"],
        ),
    ],
)
def test_a_group_of_a_trial_has_the_name_beside_its_size(sentence: str, names: list[str]) -> None:
    assert [a.label for a in arms(sentence)] == names


def test_what_a_study_was_called_is_no_part_of_a_group() -> None:
    title = "Randomised phase II study of drug A plus drug B versus drug A plus drug C in gastric cancer"
    assert [a.label for a in arms("Survival was the endpoint.", title)] == [
        "drug A plus drug B",
        "drug A plus drug C",
    ]


def test_a_factor_analysis_has_no_groups() -> None:
    body = "We reviewed 164 consecutive patients and sought factors associated with survival in a Cox model."
    assert arms(body, "Prognostic factors after pulmonary metastasectomy", "retrospective_cohort") == ()


def test_every_size_is_printed_in_its_quote() -> None:
    sentence = "Women were randomly assigned to surgery (n = 1,142) or to systemic therapy alone (n = 1,139)."
    found = arms(sentence)
    assert len(found) == 2
    for arm in found:
        assert arm.evidence is not None
        assert f"{arm.n:,}" in arm.evidence.quote


@pytest.mark.parametrize(
    ("sentence", "sizes"),
    [
        (
            "In cohort 1 (410 infants born 2006-2012), no advice was given. "
            "In cohort 2 (466 infants born later), it was.",
            [410, 466],
        ),
        (
            "Seventy-three women with hip fracture were compared with 365 women without fracture.",
            [73, 365],
        ),
        (
            "Of 426 inpatients, 114 (27%) received sedatives and resembled those not exposed.",
            [114],
        ),
        (
            "A total of 5120 residents with gout (mean [SD] age, 57 (8) years; 480 [9.4%] female, "
            "4640 [90.6%] male) were matched with 20 480 residents without (mean [SD] age, 57 [8] years; "
            "1920 [9.4%] female).",
            [5120, 20480],
        ),
        ("We compared 210 women after a bypass with 190 women after a sleeve.", [210, 190]),
        ("Compared with 63 untreated women, the 79 who took sedatives were older.", [63, 79]),
        ("In 2008, 271 women were operated on; 8 were excluded, leaving 263.", []),
        ("In all, 31 women (62%) and 19 men (38%) took sedatives and were followed.", []),
        ("Data on 120,310 children born 2001-2006 and their 98,240 mothers were collected.", []),
    ],
)
def test_groups_of_observational_studies(sentence: str, sizes: list[int]) -> None:
    found = arms(sentence, "Sedatives and fracture in the old", "retrospective_cohort")
    assert [a.n for a in found] == sizes


def test_groups_that_were_planned_are_not_those_that_were_studied() -> None:
    text = (
        "The planned sample size was 300 women, 150 in each arm. After 101 women had been randomised the "
        "trial was closed. RESULTS: Data of 98 women (surgery: 50, no surgery: 48) were analysed."
    )
    assert [arm.n for arm in arms(text)] == [50, 48]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("We saw 1,204 women with metastases (the surgery group) and 2,310 women (the non-surgery group).",
         [("surgery group", 1204), ("non-surgery group", 2310)]),
        ("A resection group (n = 31) was matched to a systemic group (n = 62).",
         [("resection group", 31), ("systemic group", 62)]),
        ("Of 6,100 women, 4,067 were assigned to the training cohort, 2,033 to the validation cohort.", []),
        ("Patients were randomly divided into a derivation set (n=900) and a validation set (n=300).", []),
    ],
)  # fmt: skip
def test_groups_named_behind_their_sizes_and_those_of_a_model(
    sentence: str, named: list[tuple[str, int]]
) -> None:
    assert [(a.label, a.n) for a in arms(sentence, design="retrospective_cohort")] == named


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("161 women (81 statin, 80 placebo) formed the analysis set.", ["statin", "placebo"]),
        (
            "172 women (85 in the iron group and 87 in the saline group) could be evaluated.",
            ["iron group", "saline group"],
        ),
        ("We randomised 223 infants (clarithromycin: 113; placebo: 110).", ["clarithromycin", "placebo"]),
    ],
)
def test_a_name_ends_where_its_bracket_does(told: str, names: list[str]) -> None:
    assert [arm.label for arm in arms(told)] == names


def test_the_areas_of_a_group_are_not_its_people() -> None:
    told = (
        "Forty primary-care areas were randomised to the decision aid (20 areas, 214 women), or to the "
        "ordinary leaflet (20 areas, 203 women)."
    )
    assert [(arm.label, arm.n) for arm in arms(told)] == [("decision aid", 214), ("ordinary leaflet", 203)]
