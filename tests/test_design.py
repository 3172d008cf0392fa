"""Which design an abstract reports."""

# ruff: noqa: E501  # the abstracts stand on one line each

from __future__ import annotations

import pytest

from miner.design import find_design
from miner.document import read_document

SURGERY = "Surgery of the primary tumour in stage IV breast cancer"


def design(text: str, types: tuple[str, ...] = (), mesh: tuple[str, ...] = ()) -> str:
    return find_design(read_document(text, publication_types=types, mesh=mesh))[0]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("randomized_trial", f"{SURGERY}\nMETHODS: Ninety women were randomised to surgery or none.\nRESULTS: Survival did not differ (p=0.4)."),
        ("registry_cohort", f"{SURGERY}\nMETHODS: In this retrospective study 900 patients were identified in the SEER database.\nRESULTS: Survival was longer after surgery (p<0.01)."),
        ("retrospective_cohort", f"{SURGERY}\nMETHODS: Charts of 120 women treated at our hospital between 1999 and 2009 were reviewed.\nRESULTS: On multivariate analysis surgery was associated with survival."),
        ("case_series", "Resection of sternal metastases\nMETHODS: We treated nine patients at our department by sternectomy.\nRESULTS: Median survival was 30 months."),
        ("case_report", "A sternal metastasis\nWe report the case of a 52-year-old woman whose sternum was resected."),
        ("meta_analysis", f"{SURGERY}: a systematic review and meta-analysis\nMETHODS: PubMed was searched.\nRESULTS: The pooled hazard ratio was 0.7."),
        ("systematic_review", "Ablation of metastases: a systematic review\nMETHODS: PubMed was searched.\nRESULTS: Ten series were found."),
        ("narrative_review", "Liver metastases of breast cancer\nIn this narrative review we gather the published series and discuss who may be operated on."),
        ("nonrandomized_trial", "Radiotherapy of metastases\nMETHODS: In this single-arm phase II trial patients received 20 Gy.\nRESULTS: Local control was 90%."),
        ("prospective_cohort", f"{SURGERY}\nMETHODS: This prospective cohort study enrolled women with stage IV disease.\nRESULTS: Survival was longer after surgery (p=0.02)."),
        ("case_control", "Liver resection: a case-control study\nMETHODS: Operated patients were cases, others controls.\nRESULTS: Survival did not differ."),
        ("cross_sectional", "What surgeons think\nMETHODS: A cross-sectional survey was mailed to 500 surgeons.\nRESULTS: Of the respondents, 40% operate."),
        ("other", f"{SURGERY}: study protocol of a randomised trial\nMETHODS: Women will be randomised to surgery or none. The primary endpoint is survival."),
        ("other", "A randomised trial of surgery in stage IV disease (MX-1)\nPatients are randomised between surgery and none. Planned accrual is 300."),
    ],
)  # fmt: skip
def test_designs(expected: str, text: str) -> None:
    assert design(text) == expected


def test_a_trial_named_in_the_background_is_not_this_study() -> None:
    text = (
        f"{SURGERY}\nBACKGROUND: A randomised trial found no benefit.\n"
        "METHODS: We retrospectively reviewed 80 patients.\nRESULTS: Surgery was associated with survival (p=0.01)."
    )  # fmt: skip
    assert design(text) == "retrospective_cohort"


def test_the_text_outweighs_a_wrong_heading() -> None:
    text = f"{SURGERY}\nMETHODS: Patients in the SEER database were compared by surgery.\nRESULTS: p<0.01."
    assert design(text, mesh=("Retrospective Studies",)) == "registry_cohort"


def test_the_publication_type_decides_where_the_text_is_silent() -> None:
    assert design("Should the primary be removed?\nOpinions differ.", types=("Review",)) == "narrative_review"


def test_the_evidence_is_the_sentence_that_shows_the_design() -> None:
    _, evidence = find_design(read_document("A title\nMETHODS: It was so. Ninety women were randomised."))
    assert evidence is not None
    assert (evidence.quote, evidence.rule) == ("Ninety women were randomised.", "allocated-at-random")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("randomized_trial", f"{SURGERY}. A randomised controlled trial. Sixty women were enrolled. Thirty had surgery, thirty had none. Survival was longer after surgery (p=0.02)."),
        ("randomized_trial", "Results\nWe enrolled 90 women, with 45 assigned to surgery and 45 to usual care. Survival did not differ (p=0.4)."),
        ("registry_cohort", f"{SURGERY}\nMETHODS: Data of the Ruritanian Breast Surgery Registry were used. RESULTS: Women without surgery died more often (p<0.01)."),
        ("registry_cohort", f"{SURGERY}\nMETHODS: This retrospective cohort came from the National Surgical Quality Improvement Program.\nRESULTS: In 84,300 patients surgery was associated with survival."),
        ("registry_cohort", f"{SURGERY}: a register study\nMETHODS: Everyone treated in Ruritania in 1990-2005 was followed (31,400 persons).\nRESULTS: Mortality was lower after surgery (HR 0.8)."),
        ("meta_analysis", "Ablation of metastases: a systematic review\nMETHODS: Databases were searched. Results were pooled using a random effects model.\nRESULTS: Twelve studies were included."),
        ("systematic_review", "Ablation of metastases: a systematic review\nMETHODS: Databases were searched.\nRESULTS: Twelve studies were included. Survival varied."),
        ("case_control", "Diet and recurrence: a population\u2010based case\u2013control study\nMETHODS: Women were drawn from two hospitals.\nRESULTS: Diet was associated with recurrence (OR 1.4)."),
        ("prospective_cohort", f"{SURGERY}\nMETHODS: A nationwide prospective cohort study, with deaths from the Ruritanian Death Register.\nRESULTS: Survival was longer after surgery (p=0.02)."),
    ],
)  # fmt: skip
def test_designs_in_other_words(expected: str, text: str) -> None:
    assert design(text) == expected


def test_rules_that_say_the_same_do_not_add_up() -> None:
    """A prospective cohort may take its deaths from many registers."""
    registers = "the Death Register, the Ruritanian Cancer Registry and linked national health registers"
    text = (
        f"{SURGERY}\nMETHODS: This prospective cohort study used {registers}.\nRESULTS: Survival was longer."
    )
    assert design(text) == "prospective_cohort"
