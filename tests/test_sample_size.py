"""The headline number of a study's participants."""

from __future__ import annotations

import pytest

from miner.model import Design, SampleSize
from miner.participants.arms import find_arms
from miner.participants.sample_size import find_sample_size
from miner.text.document import read_document


def size(text: str, design: Design = "randomized_trial") -> SampleSize:
    doc = read_document(f"Locoregional treatment in stage IV breast cancer\nMETHODS: {text}")
    return find_sample_size(doc, design, find_arms(doc, design))


@pytest.mark.parametrize(
    ("sentence", "n"),
    [
        ("A total of 274 patients were randomised to surgery or no surgery.", 274),
        ("Three hundred twenty-six women were randomly assigned to mastectomy or observation.", 326),
        ("Of 412 patients screened, 301 were randomised to surgery or no surgery.", 301),
        ("We randomly assigned 1,058 women to surgery (n = 530) or no surgery (n = 528).", 1058),
    ],
)
def test_trials_state_the_number_randomised(sentence: str, n: int) -> None:
    assert size(sentence).value == n


@pytest.mark.parametrize(
    ("sentence", "n"),
    [
        ("We identified 16,401 women with de novo stage IV breast cancer in the registry.", 16401),
        ("Sixty-two consecutive patients who underwent hepatic resection were reviewed.", 62),
        (
            "Records of 147 patients between 1998 and 2009 were analysed retrospectively.",
            147,
        ),
        ("The mean age of the 164 older adults who took part was 81 years.", 164),
        ("In the northern registry, 1988 male patients with melanoma were followed until 2001.", 1988),
        ("We linked the records of 1.4 million women who had given birth.", 1_400_000),
        ("During 90 procedures in 74 patients, complications were recorded.", 74),
    ],
)
def test_cohorts_state_the_number_analysed(sentence: str, n: int) -> None:
    assert size(sentence, "retrospective_cohort").value == n


@pytest.mark.parametrize(
    ("sentence", "n"),
    [
        ("We found 3100 women, of whom 90 were excluded. Of the 3010 remaining, 1200 had surgery.", 3010),
        ("Of 13,900 men in the database, 540 met the criteria.", 540),
        ("In all, 1150 women were seen. Those without histology (n=104) were left out, leaving 1046.", 1046),
        ("Charts of 440 women were read. Thirty were excluded; of the remaining 410, half were old.", 410),
        ("We found 510 women. After exclusion of 40 with missing data, 470 were analysed.", 470),
        ("We saw 240 women, and 200 of them remained free of disease.", 240),
        ("There were 200 women; 150 had surgery, and the remaining 50 had none.", 200),
    ],
)
def test_those_left_of_a_greater_number_are_the_study(sentence: str, n: int) -> None:
    assert size(sentence, "retrospective_cohort").value == n


def test_those_left_are_the_study_in_a_trial_that_counts_nobody_at_random() -> None:
    told = "From 210 women who were eligible, 74 met the criteria and 18 withdrew, leaving 56 for analysis."
    assert size(f"{told} The order of the treatments was random.").value == 56
    assert size("We randomised 90 women, and 12 withdrew, leaving 78 for analysis.").value == 90


def test_a_cohort_before_exclusions_is_not_the_study_that_its_groups_make_up() -> None:
    told = "221 women had surgery here. 14 women with sepsis and 4 women with burns were excluded."
    groups = (
        "Patients were divided into two groups: those with the drug (drug group, n = 77) and those without "
        "it (control group, n = {})."
    )
    assert size(f"{told} {groups.format(126)}", "retrospective_cohort").value is None
    assert size(f"{told} {groups.format(144)}", "retrospective_cohort").value == 221


def test_the_people_of_one_of_two_studies_are_not_all() -> None:
    text = "Study A was conducted in 33 women with asthma. Study B was conducted in 75 women on steroids."
    assert size(text).value is None
    assert size(f"We enrolled 108 women in two studies. {text}").value == 108


@pytest.mark.parametrize(
    "sentence",
    [
        "A model followed a hypothetical cohort of 50,000 men, with 5000 bootstrap replicates.",
        "The register covers 80% of the population (2.1 million people).",
        "Incidence in men rose from 310 to 402 per 100,000 person-years.",
        "The wound was infected, and culture was positive in 31 patients.",
        "Data of women operated on in 27 hospitals were read.",
    ],
)
def test_numbers_of_nobody_who_was_studied_are_no_size(sentence: str) -> None:
    assert size(sentence, "registry_cohort").value is None


@pytest.mark.parametrize(
    ("sentence", "n"),
    [
        ("The form was piloted on 15 women. Two hundred and six women filled it in.", 206),
        ("Three hundred crowns placed in 90 adults were examined.", 90),
        ("We saw 77 crowns in 60 adults: 40 crowns of zirconia (n = 40) and of steel (n = 37).", 60),
        ("During two years 205 women made 1,310 visits.", 205),
        ("All 96 second-year students took part.", 96),
    ],
)
def test_people_are_the_size_rather_than_their_things_and_those_asked_first(sentence: str, n: int) -> None:
    assert size(sentence, "cross_sectional").value == n


def test_those_found_are_the_size_where_the_groups_compared_are_all_of_them() -> None:
    text = (
        "We read the records of 1,900 women with goitre. Large nodules were found in 140 patients: "
        "60 underwent resection and 80 received tablets."
    )
    assert size(text, "retrospective_cohort").value == 140


def test_people_of_whom_a_review_tells_are_of_other_studies() -> None:
    text = "In AB-07, 610 women were given the drug. Meier and colleagues report on 94 women."
    assert size(text, "narrative_review").value is None


def test_sizes_of_groups_are_not_added_up() -> None:
    found = size("Patients were randomised to receive surgery (n = 45) or systemic therapy alone (n = 44).")
    assert found.value is None


@pytest.mark.parametrize("verb", ["underwent", "had"])
def test_the_first_of_several_groups_named_in_turn_is_not_the_total(verb: str) -> None:
    told = (
        f"In all, 120 (40%), 100 (33%) and 80 (27%) women {verb} lumpectomy, mastectomy and no surgery, "
        "respectively."
    )
    assert size(told, "retrospective_cohort").value is None


@pytest.mark.parametrize(
    "told",
    [
        "A questionnaire was sent to 900 members. 140 of 900 invited answered (15.6%).",
        "140 of 900 surgeons replied (15.6%).",
        "The response rate was 15.6% (140/900).",
    ],
)
def test_those_who_were_asked_are_not_the_study_of_those_who_answered(told: str) -> None:
    assert size(told, "cross_sectional").value != 900


def test_a_number_told_more_than_once_is_likelier_than_either_place_alone() -> None:
    text = (
        "Sera of 1007 patients were tested. Of the 1007 patients, 206 had sclerosis. "
        "RESULTS: The assay found 282 patients."
    )
    assert size(text, "cross_sectional").value == 1007


def test_the_size_of_the_one_group_that_is_counted_is_not_the_total() -> None:
    text = "Ninety men, 35 with gout, took part. RESULTS: Men with gout were compared with men without gout."
    assert size(text, "cross_sectional").value == 90


def test_two_samples_have_no_total() -> None:
    text = "We recruited 64 seropositive and 120 seronegative men. RESULTS: Seropositive men were younger."
    assert size(text, "cross_sectional").value is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Median age was 54 years and follow-up was 38 months.",
        "Patients received 75 mg/m2 every 21 days for 6 cycles.",
        "Hazard ratios were estimated with a Cox model (ISRCTN12345678).",
    ],
)
def test_ages_doses_and_numbers_of_registers_are_no_sizes(sentence: str) -> None:
    assert size(sentence).value is None


def test_the_quote_prints_the_number() -> None:
    found = size("A total of 274 patients were randomised to surgery or no surgery.")
    assert found.evidence is not None
    assert "274" in found.evidence.quote
    assert found.kind == "randomized"


@pytest.mark.parametrize(
    ("sentence", "design", "n"),
    [
        (
            "In all, 1,204 women were included, and 53 (4.4%) of them died within 30 days.",
            "retrospective_cohort",
            1204,
        ),
        ("There were 84,210 operations, 3,107 of them in men (3.7%).", "registry_cohort", 84210),
    ],
)
def test_a_part_of_the_whole_makes_no_pair_of_groups(sentence: str, design: Design, n: int) -> None:
    assert size(sentence, design).value == n


def test_cases_and_controls_are_not_added_up() -> None:
    assert (
        size("We compared 212 women with cancer and 431 controls by their habits.", "case_control").value
        is None
    )


@pytest.mark.parametrize(
    ("sentence", "n"),
    [
        ("Ninety-five women were approached; 81 (85.3%) consented and were randomised.", 81),
        ("Sixty-six survivors were invited to take part. Twenty-eight enrolled in the trial.", 28),
        ("In all, 636 patients were screened, and 585 were randomly assigned to treatment.", 585),
        ("A total of 466 women 18-25 years old were randomized to either treatment.", 466),
        ("Accrual was stopped at 338 of 2,150 planned patients.", 338),
    ],
)
def test_those_who_were_asked_or_planned_are_not_the_study(sentence: str, n: int) -> None:
    assert size(sentence).value == n


@pytest.mark.parametrize(
    "sentence",
    [
        "We took samples from 826 and 389 men in the two arms.",
        "The board stopped the trial (238 patients randomized to surgery, 244 to chemotherapy).",
        "Each arm of the trial consisted of 30 patients.",
        "Twenty women were assigned to each study arm.",
    ],
)
def test_sizes_of_groups_are_no_total(sentence: str) -> None:
    assert size(sentence).value is None


@pytest.mark.parametrize(
    ("sentence", "n"),
    [
        ("Of 702 eligible patients, 640 (91.2%) agreed to participate, including 31% smokers.", 640),
        ("Of 310 women approached, 255 (82%) were enrolled.", 255),
        ("Of 950 nurses invited, 702 returned the completed questionnaire.", 702),
        (
            "A sample of 1300 clerks got a questionnaire; 870 (67%) returned it. Of these, 15% had tinnitus.",
            870,
        ),
        ("Of 3000 randomly selected adults, 2350 (78%) responded to a questionnaire and gave blood.", 2350),
        (
            "In 2008, 271 adults were operated on; 8 were excluded, leaving 263 for analysis. Leaks occurred "
            "in 38 (14.4%) and were related to diabetes.",
            263,
        ),
        ("A secondary analysis of a survey of > 700 women at discharge.", 700),
        ("A secondary analysis of a survey of over 700 women at discharge.", 700),
        (
            "In all, 903 infants had the virus. The 219 infants who met the criteria were included. "
            "Films were normal in 58 (26.5%) and showed effusions in 41 (18.7%).",
            219,
        ),
        ("Register data on 120,310 children born 2001-2006 and their 98,240 mothers were collected.", 120310),
    ],
)
def test_those_who_took_part_and_not_their_kin(sentence: str, n: int) -> None:
    assert size(sentence, "cross_sectional").value == n


@pytest.mark.parametrize(
    ("results", "n"),
    [
        ("The search yielded 14 RCTs. Zinc helped children (n = 3 studies) and adults (n = 9 studies).", 14),
        ("From 1,540 records, 21 trials were eligible, of which 18 (n = 6,420) were pooled.", 6420),
    ],
)
def test_reviews_are_as_large_as_what_they_pool(results: str, n: int) -> None:
    assert size(results, "meta_analysis").value == n


def test_the_number_of_the_title_is_that_of_the_study() -> None:
    text = "Richter change: 204 patients from one centre\nRecords of 4500 patients were searched."
    doc = read_document(text)
    assert find_sample_size(doc, "retrospective_cohort", ()).value == 204
