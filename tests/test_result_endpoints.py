"""Which endpoint a group's number is about."""

from __future__ import annotations

import pytest

from miner.endpoints.of_results import looks_back
from miner.reading import extract_document
from miner.text.document import read_document


def classes(text: str) -> dict[float, str]:
    """The endpoint class of each number of one group in the text."""
    found = extract_document(read_document(f"Two techniques compared.\nRESULTS: {text}", "x"))
    return {r.value: r.endpoint_class for r in found.arm_results}


@pytest.mark.parametrize(
    "sentence",
    [
        "It was 34% in smokers and 21% in others.",
        "The corresponding rates were 34% and 21%.",
        "In older women these figures were 34% and 21%.",
        "Among carriers, the event rates were 34% and 21%.",
        "In the second cohort it rose from 21% to 34%.",
    ],
)
def test_a_sentence_without_an_endpoint_of_its_own_looks_back(sentence: str) -> None:
    doc = read_document(f"Title.\nRESULTS: Toxicity was rare. {sentence}", "x")
    assert looks_back(doc.sentences[-1])


@pytest.mark.parametrize(
    "sentence",
    [
        "Knowledge of doses was adequate in 34% and 21%.",
        "Extubation took 9 min and 12 min.",
        "It is unclear why 34% of them read the leaflet.",
    ],
)
def test_a_sentence_that_counts_something_else_does_not(sentence: str) -> None:
    doc = read_document(f"Title.\nRESULTS: Toxicity was rare. {sentence}", "x")
    assert not looks_back(doc.sentences[-1])


def test_the_harm_of_the_sentence_before_is_not_what_the_next_one_counts() -> None:
    told = classes(
        "Wound infection was rare. Knowledge of the leaflet was adequate in 34% of the nurses and in 21% "
        "of the doctors."
    )
    assert told[34.0] == told[21.0] == "other"


def test_the_harm_of_the_sentence_before_is_what_its_corresponding_rates_are_of() -> None:
    told = classes(
        "Wound infection occurred in 12% of the patients. In the second year the corresponding rates were "
        "34% and 21%."
    )
    assert told[34.0] == told[21.0] == "adverse_event"


def test_a_harm_goes_on_where_a_word_of_the_sentence_is_still_on_harms() -> None:
    told = classes(
        "Wound infection was rare. Of the men in group A 34% were treated, of those in group B 21%, "
        "without any haematoma."
    )
    assert told[34.0] == told[21.0] == "adverse_event"


def test_minutes_are_measured_and_no_event() -> None:
    told = classes("Pruritus and itching lasted a mean of 14 min with one drug and 22 min with the other.")
    assert set(told.values()) <= {"other"}


@pytest.mark.parametrize(
    ("sentence", "value", "expected"),
    [
        ("Altogether, 29 (26.6%) patients died.", 26.6, "overall_survival"),
        ("Survival was 48% in the no leak group and 42% in the leak group.", 42.0, "overall_survival"),
        ("The mortality was 35% with pneumonia and 24% without pneumonia.", 24.0, "overall_survival"),
        ("Graft survival at one year was 76% in users and 70% in nonusers.", 76.0, "other"),
        ("After resection, 43 (4.3%) patients died within 30 days after surgery.", 4.3, "adverse_event"),
        ("The prevalence of hypertension was 32.6% in men.", 32.6, "other"),
        ("Hypotension occurred in 12% of the children after surgery.", 12.0, "adverse_event"),
        ("By arm girth, 5.4% of the biopsied patients had lymphedema.", 5.4, "adverse_event"),
        ("After resection, 24.4% had complications; the mortality rate was 5.3%.", 5.3, "adverse_event"),
        ("After resection, the mortality rate at five years was 45.3%.", 45.3, "overall_survival"),
        ("Within a month of a heart attack 6.1% were readmitted.", 6.1, "other"),
        ("At 2 years 90.3% of the patients were satisfied.", 90.3, "quality_of_life"),
        ("In 99 patients (22.8%) the disease came back.", 22.8, "disease_free_survival"),
    ],
)  # fmt: skip
def test_a_number_goes_to_the_endpoint_of_its_own_words(sentence: str, value: float, expected: str) -> None:
    assert classes(sentence)[value] == expected


def test_a_list_of_survivals_with_short_forms_shares_out_its_rates() -> None:
    told = classes(
        "At 3 years, distant metastasis-free survival (DMFS), disease-free survival (DFS), and overall "
        "survival (OS) were 82.4%, 53.2%, and 62.1%, respectively."
    )
    assert told == {82.4: "distant_metastasis", 53.2: "disease_free_survival", 62.1: "overall_survival"}


@pytest.mark.parametrize("terms", ["30-day, four-month and one-year", "In-hospital, 4-month and one-year"])
def test_only_the_first_deaths_of_a_row_of_terms_are_the_operation_s(terms: str) -> None:
    told = classes(f"All men underwent surgery. {terms} mortality rates were 4.3%, 11.4% and 18.8%.")
    assert [told[v] for v in (4.3, 11.4, 18.8)] == ["adverse_event", "overall_survival", "overall_survival"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "In all, 61% of men died, of which 244 (40%) was due to stroke.",
            {61: "overall_survival", 40: "disease_specific_survival"},
        ),
        ("Of the 80 porters, 15% expired.", {15: "overall_survival"}),
        (
            "Grade was associated with worse overall survival (HR 2.1, 1.2 to 3.7), with median overall "
            "survival of 19 months and progression-free survival of 12 months.",
            {19: "overall_survival", 12: "progression_free_survival"},
        ),
        (
            "Asthma deaths fell from dry (10 mm; P = .01) to wet valleys, with death rates of 4% and 2%.",
            {4: "disease_specific_survival", 2: "disease_specific_survival"},
        ),
    ],
)
def test_deaths_are_told_by_their_cause(sentence: str, expected: dict[float, str]) -> None:
    found = classes(sentence)
    assert {value: found.get(value) for value in expected} == expected


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("Hepatitis vaccination of prisoners", "The response rate was 84%.", "other"),
        ("Hormones for advanced thymoma", "The response rate was 84%.", "response"),
        ("Deafness and mental health in porters", "Psychiatric morbidity was found in 84%.", "other"),
        ("Thymectomy in porters", "Pulmonary morbidity was found in 84%.", "adverse_event"),
    ],
)
def test_the_study_tells_answers_and_morbidity_apart(title: str, sentence: str, expected: str) -> None:
    found = extract_document(read_document(f"{title}\nRESULTS: {sentence}", "x")).arm_results
    assert [r.endpoint_class for r in found] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "There was no gain in progression-free survival; its median was 14 months and 21 months.",
        "No technique lengthened progression-free survival, the medians being 14 months and 21 months.",
    ],
)
def test_a_median_without_a_name_is_of_the_endpoint_before_it(text: str) -> None:
    assert classes(text) == {14: "progression_free_survival", 21: "progression_free_survival"}


def test_what_a_survival_is_counted_from_is_not_what_was_counted() -> None:
    told = classes(
        "Of 66 women with breast cancer liver metastases (BCLM), 31 had surgery. Median survival from BCLM "
        "diagnosis was 70 months with surgery and 27 months without."
    )
    assert told == {70: "overall_survival", 27: "overall_survival"}
