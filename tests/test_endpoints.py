"""Endpoints: their classes, and which one a number is about."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.endpoints.read import class_in_context, classify_endpoint, endpoint_for
from miner.endpoints.ties import tied_endpoint
from miner.model import EndpointClass
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.series import place_in_series
from miner.reading import extract_document
from miner.rules import load_rules
from miner.text.document import read_document

TITLE = "Surgery of the primary tumour in metastatic breast cancer\n"


def endpoint_of(text: str, number: str, occurrence: int = 0) -> tuple[str, EndpointClass]:
    """The endpoint of a number as printed in a results section."""
    doc = read_document(f"{TITLE}RESULTS: {text}")
    start = -1
    for _ in range(occurrence + 1):
        start = doc.text.index(number, start + 1)
    return endpoint_for(doc, doc.sentence_at(start), start, start + len(number))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("overall survival", "overall_survival"),
        ("mOS", "overall_survival"),
        ("death from any cause", "overall_survival"),
        ("5-year survival rate", "overall_survival"),
        ("breast cancer-specific survival", "disease_specific_survival"),
        ("breast cancer mortality", "disease_specific_survival"),
        ("time to progression", "progression_free_survival"),
        ("time to treatment failure", "progression_free_survival"),
        ("invasive disease-free survival", "disease_free_survival"),
        ("recurrence", "disease_free_survival"),
        ("locoregional progression-free survival", "locoregional_control"),
        ("ipsilateral breast tumour recurrence", "locoregional_control"),
        ("distant disease-free survival", "distant_metastasis"),
        ("distant progression", "distant_metastasis"),
        ("pathologic complete response", "response"),
        ("clinical benefit rate", "response"),
        ("global health status", "quality_of_life"),
        ("fatigue severity", "quality_of_life"),
        ("30-day mortality", "adverse_event"),
        ("wound complications", "adverse_event"),
        ("length of hospital stay", "other"),
        ("fetal death", "other"),
        ("other-cause mortality", "other"),
        ("death-censored graft loss", "other"),
        ("infection-related mortality", "disease_specific_survival"),
        ("CVD mortality", "disease_specific_survival"),
        ("fatal prostate cancer", "disease_specific_survival"),
        ("treatment-related deaths", "adverse_event"),
        ("interval cancers", "other"),
        ("antibody responses", "other"),
        ("contralateral breast cancer", "other"),
        ("sensitivity for local recurrence", "other"),
        ("time to first skeletal-related event", "adverse_event"),
        ("chemotherapy-induced ovarian failure", "adverse_event"),
        ("carpal tunnel syndrome", "adverse_event"),
        ("myalgia", "adverse_event"),
        ("disease progression or death", "progression_free_survival"),
        ("non-breast-cancer mortality", "overall_survival"),
        ("breast-conserving surgery rates", "other"),
        ("use of mastectomy", "other"),
    ],
)
def test_a_name_has_the_class_of_the_guide(name: str, expected: str) -> None:
    assert classify_endpoint(name) == expected


def test_every_class_in_the_table_is_one_of_the_record() -> None:
    assert {rule.data["class"] for rule in load_rules("endpoints").rules} <= set(get_args(EndpointClass))


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        pytest.param(
            "Overall survival (HR 0.71) and locoregional control (HR 0.22) were better after surgery.",
            "0.22",
            "locoregional_control",
            id="list: the nearest before",
        ),
        pytest.param(
            "Hazard ratios were 0.82 (95% CI 0.70-0.96) for PFS and 0.94 (0.80-1.10) for OS.",
            "0.82",
            "progression_free_survival",
            id="named after the number",
        ),
        pytest.param(
            "PFS and OS favoured surgery (HR 0.64 and 0.83, respectively).",
            "0.64",
            "progression_free_survival",
            id="respectively: the first of two",
        ),
        pytest.param(
            "PFS and OS favoured surgery (HR 0.64 and 0.83, respectively).",
            "0.83",
            "overall_survival",
            id="respectively: the second of two",
        ),
        pytest.param(
            "Age over 60 (HR 1.9) and local recurrence (HR 2.3) predicted worse overall survival.",
            "2.3",
            "overall_survival",
            id="a factor is no endpoint",
        ),
        pytest.param(
            "Overall survival was associated with visceral disease (HR 1.8; 95% CI 1.2-2.7).",
            "1.8",
            "overall_survival",
            id="the endpoint is the subject of 'associated with'",
        ),
        pytest.param(
            "Bone disease was prognostic for PFS, HR = 1.45 (95% CI 1.1-1.9), and for OS, HR = 2.12.",
            "2.12",
            "overall_survival",
            id="a list that a predictor governs",
        ),
        pytest.param(
            "After a median of 40 months, 31 (26%) of 120 women had died.",
            "31",
            "overall_survival",
            id="the event that the number counts",
        ),
        pytest.param(
            "The most common adverse events were nausea (20%) and fatigue (44%).",
            "44",
            "adverse_event",
            id="a symptom counted as a harm",
        ),
        pytest.param(
            "Surgery raised overall (HR 0.7) and progression-free survival (HR 0.6).",
            "0.7",
            "overall_survival",
            id="shared head noun",
        ),
        pytest.param(
            "Breast cancer mortality fell, with 30 deaths against 46 deaths (HR 0.60).",
            "0.60",
            "disease_specific_survival",
            id="the deaths are those just named",
        ),
        pytest.param(
            "Obesity raised the risk of lymphoedema (OR 2.4), as did radiotherapy.",
            "2.4",
            "adverse_event",
            id="risk of X",
        ),
        pytest.param(
            "Older women were less likely to receive reconstruction (OR 0.41).",
            "0.41",
            "other",
            id="an endpoint of no named class",
        ),
        pytest.param(
            "Treatment for pain was started in 30% against 22% (OR 1.5).",
            "1.5",
            "other",
            id="what the treatment was for is not what was counted",
        ),
        pytest.param(
            "Overall survival was compared first. The difference persisted after adjustment (HR 0.77).",
            "0.77",
            "overall_survival",
            id="carried on from the sentence before",
        ),
        pytest.param(
            "Drainage was linked with a trend toward longer overall survival (RR 0.6) and with a marked "
            "improvement in distant relapse-free survival (RR 0.5).",
            "0.5",
            "distant_metastasis",
            id="what improved is no group",
        ),
        pytest.param(
            "Drug-induced arthralgia (DIA) was counted. In the high arm DIA arose in 31%.",
            "31%",
            "adverse_event",
            id="a short form that the text defines",
        ),
        pytest.param(
            "Drug A lowered the incidence of flare (2% vs 5%), shingles (1% vs 4%) and falls (3% vs 9%).",
            "9%",
            "other",
            id="the last of a list, each with its bracket",
        ),
        pytest.param(
            "Nausea was the endpoint. At two years, 41% of the patients had continued treatment.",
            "41%",
            "other",
            id="what the people did",
        ),
        pytest.param(
            "The difference for acupuncture vs sham treatment in pain was 0.9 points.",
            "0.9",
            "quality_of_life",
            id="groups are no endpoint",
        ),
        pytest.param(
            "Adverse events related to drug A were reported in 42% of patients.",
            "42%",
            "adverse_event",
            id="events qualified by what they are related to",
        ),
    ],
)
def test_a_number_finds_its_endpoint(text: str, number: str, expected: str) -> None:
    assert endpoint_of(text, number)[1] == expected


def test_the_endpoint_is_given_in_the_words_of_the_text() -> None:
    assert endpoint_of("The odds of surgical site infection rose (OR 1.8).", "1.8")[0] == (
        "surgical site infection"
    )


def test_a_short_form_has_the_class_of_its_long_form_in_this_text() -> None:
    text = "Churg-Strauss syndrome (CSS) was rare. Exposure to dust was associated with CSS (OR 2.4)."
    assert endpoint_of(text, "2.4") == ("CSS", "other")


def test_what_stands_under_the_heading_of_outcomes_is_the_endpoint() -> None:
    doc = read_document(
        "Modelling of early operations\nMAIN OUTCOMES AND MEASURES: Death from any cause.\n"
        "RESULTS: With a landmark, the adjusted HR was 0.68 (95% CI, 0.64-0.72)."
    )
    start = doc.text.index("0.68")
    assert endpoint_for(doc, doc.sentence_at(start), start, start + 4)[1] == "overall_survival"


def test_the_primary_endpoint_is_looked_up_where_it_is_declared() -> None:
    doc = read_document(
        "A trial\nMETHODS: The primary endpoint was locoregional control.\n"
        "RESULTS: The primary endpoint was met (HR 0.42; 95% CI 0.30-0.60)."
    )
    start = doc.text.index("0.42")
    assert endpoint_for(doc, doc.sentence_at(start), start, start + 4)[1] == "locoregional_control"


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("PFS and OS: 0.70 and 0.80, respectively", "0.80", (1, 2)),
        ("0.70 (95% CI 0.5-0.9), 0.80 (0.6-1.1) and 0.90 (0.7-1.2)", "0.90", (2, 3)),
        ("27.6 versus 15.0 months and 30.1 versus 22.0 months", "22.0", (1, 2)),
        ("HR 0.70 in this trial", "0.70", (0, 1)),
    ],
)
def test_a_number_knows_its_place_in_a_series(text: str, number: str, expected: tuple[int, int]) -> None:
    start = text.index(number)
    assert place_in_series(text, start, start + len(number)) == expected


@settings(max_examples=150)
@given(st.text(alphabet="abdeilnorstuvy OSPFDHR0123456789.,;()-[]", max_size=200), st.integers(0, 200))
def test_mentions_are_printed_where_they_say(text: str, at: int) -> None:
    for mention in mentions_in(text):
        assert text[mention.start : mention.end] == mention.text
    at = min(at, len(text))
    tied = tied_endpoint(text, at, at)
    assert tied is None or tied.text.split()[0] in text


def test_a_short_form_of_a_trial_is_no_endpoint() -> None:
    doc = read_document(f"{TITLE}METHODS: The Fracture Prevention Trial (FPT) enrolled women.")
    assert class_in_context(doc, "The rate did not differ.", "breast cancer in FPT") == "other"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Drug A for hot flushes\n", "quality_of_life"), ("Drug A for early breast cancer\n", "adverse_event")],
)
def test_hot_flushes_are_a_harm_unless_the_study_is_about_them(title: str, expected: EndpointClass) -> None:
    doc = read_document(f"{title}RESULTS: Hot flushes occurred in 30% of women.")
    start = doc.text.index("30%")
    assert endpoint_for(doc, doc.sentence_at(start), start, start + 3)[1] == expected


def test_the_primary_endpoint_is_what_the_methods_declare() -> None:
    doc = read_document(
        f"{TITLE}METHODS: The primary endpoint was prevention of a fall in LVEF.\n"
        "RESULTS: The primary endpoint occurred in 14% of patients."
    )
    start = doc.text.index("14%")
    assert endpoint_for(doc, doc.sentence_at(start), start, start + 3)[1] == "adverse_event"


def test_the_share_of_people_with_a_condition_is_about_the_condition() -> None:
    text = "The percentage of patients with at least one fracture was lower with drug A (12% v 19%)."
    assert endpoint_of(text, "12%")[1] == "adverse_event"
    text = "The number of women who chose reconstruction was the same (44% and 41%). Satisfaction was high."
    assert endpoint_of(text, "44%") == ("chose reconstruction", "other")


def test_the_cause_of_the_next_clause_is_no_endpoint() -> None:
    text = "Serious adverse events occurred in 12% of the women; none was related to the study drug."
    assert endpoint_of(text, "12%") == ("Serious adverse events", "adverse_event")


def test_a_number_after_but_belongs_to_what_but_opens() -> None:
    text = "Breast cancer mortality was alike (3% v 4%) but there were fewer strokes with drug A (1% v 2%)."
    assert endpoint_of(text, "1%")[1] == "adverse_event"


def test_a_complete_response_to_an_antiemetic_is_no_tumour_response() -> None:
    doc = read_document(
        "Drug A against vomiting after chemotherapy\nRESULTS: Complete response was seen in 61% of women."
    )
    assert class_in_context(doc, doc.sentences[-1].text, "Complete response") == "adverse_event"


def test_a_second_breast_operation_is_a_harm_only_where_it_treats_a_complication() -> None:
    doc = read_document("Imaging before breast surgery\nRESULTS: The reoperation rate was 12%.")
    assert class_in_context(doc, "The reoperation rate was 12%.", "reoperation") == "other"
    assert class_in_context(doc, "Reoperation for bleeding: 2%.", "Reoperation") == "adverse_event"


def test_a_survival_named_after_the_relation_stays_the_endpoint() -> None:
    read = extract_document(
        read_document(
            "Operations for stage IV disease. OS was improved after surgery (HR 0.61, 95% CI 0.49 to 0.75), "
            "as was breast cancer-specific survival (surgery, HR 0.57, 95% CI 0.44 to 0.73)."
        )
    )
    assert [e.endpoint_class for e in read.effects] == ["overall_survival", "disease_specific_survival"]


def test_an_illness_that_cases_had_before_is_no_endpoint_of_a_case_control_study() -> None:
    read = extract_document(
        read_document(
            "Blood disorders and lymphoma: a case-control study. We compared 90 cases and 180 controls. "
            "Anaemia was related to lymphoma (OR 2.1, 95% CI 1.2 to 3.7)."
        )
    )
    assert [e.endpoint_class for e in read.effects] == ["other"]


@pytest.mark.parametrize(
    ("title", "sentence", "number", "expected"),
    [
        (
            "Fever and the course of sepsis: a cohort study.",
            "The odds of 30-day mortality rose with age (OR 1.05).",
            "1.05",
            "overall_survival",
        ),
        (
            "Age and hip fracture: a cohort study.",
            "After surgery 30-day mortality rose with age (OR 1.05).",
            "1.05",
            "adverse_event",
        ),
        (
            "Ondansetron after knee surgery.",
            "The mean nausea VAS score was 2.1 with ondansetron.",
            "2.1",
            "adverse_event",
        ),
        (
            "Exercise in old age.",
            "Cognitive function was better by 2.1 points after exercise.",
            "2.1",
            "other",
        ),
        (
            "Weight and hip replacement.",
            "The complication rate did not differ by waist or by blood loss (OR 1.3).",
            "1.3",
            "adverse_event",
        ),
        (
            "Visits to practices.",
            "The IRR of hospital admission was 1.02 and the IRR of mortality was 1.01.",
            "1.02",
            "other",
        ),
    ],
)
def test_the_study_tells_what_a_name_stands_for(
    title: str, sentence: str, number: str, expected: EndpointClass
) -> None:
    doc = read_document(f"{title}\nRESULTS: {sentence}")
    start = doc.text.index(number, doc.text.index("RESULTS"))
    assert endpoint_for(doc, doc.sentence_at(start), start, start + len(number))[1] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The weekly administration was more effective (HR 0.31).",
        "There were significant increases (OR 0.31).",
        "The odds ratio for rs1234567 was 0.31.",
    ],
)
def test_what_was_given_and_bare_statistics_are_no_endpoints(sentence: str) -> None:
    name, _ = endpoint_of(sentence, "0.31")
    assert not any(word in name for word in ("administration", "increases", "rs1234567"))
