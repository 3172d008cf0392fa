"""What a study is about is no harm, in whatever specialty; what an operation brought about is one."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.endpoints.read import endpoint_for
from miner.text.document import read_document


def _class_at(title: str, sentence: str, number: str, *, effect: bool = False) -> str:
    text = (
        f"{title}\nMETHODS: We reviewed the records of consecutive people seen between 2010 and 2015.\n"
        f"RESULTS: {sentence}\nCONCLUSIONS: More work is needed."
    )
    doc = read_document(text, "x")
    at = text.index(number, text.index("RESULTS: "))
    here = next(s for s in doc.sentences if s.start <= at < s.end)
    find = endpoint_of_effect if effect else endpoint_for
    return find(doc, here, at, at + len(number))[1]


STUDIED = [
    (
        "Hearing loss in children with cleft palate",
        "Hearing loss was present in 48 (32%) of the children.",
        "32",
    ),
    ("Bronchopulmonary dysplasia in extremely preterm infants", "Dysplasia developed in 33% of them.", "33"),
    ("Anaemia in pregnancy in rural districts", "Anaemia was found in 32% of women.", "32"),
    (
        "Retinopathy of prematurity below 1500 g",
        "Retinopathy of any stage developed in 25% of infants.",
        "25",
    ),
    ("Cerebral malaria in children", "Seizures occurred in 15.3% of children.", "15.3"),
    ("Heart failure in primary care", "Readmission within 30 days was 15.1%.", "15.1"),
    ("Recurrence of ovarian endometrioma", "Repeat surgery was required in 12 patients (9%).", "9"),
    ("Depression among medical students", "Depression was found in 30.2% of the students.", "30.2"),
    ("Laparoscopic splenectomy in children", "Conversion to laparotomy was necessary in 4.2%.", "4.2"),
    ("Long-term outcome of zirconia crowns", "The survival rate was 94% at 5 years.", "94"),
    ("Risk factors for failure of dental implants", "Implant failure occurred in 4.1% of patients.", "4.1"),
]
STUDIED += [
    ("Prevalence of glaucoma in a rural population", "Glaucoma was found in 3.4% of persons.", "3.4"),
    ("Hepatitis C in dialysis units", "Antibodies were detected in 8.3% of patients.", "8.3"),
    ("Steroids in septic shock", "Reversal of shock was seen in 61% of patients.", "61"),
    ("Recurrent stroke in atrial fibrillation", "Stroke recurred in 7.2% of patients.", "7.2"),
]
HARMS = [
    ("Endophthalmitis after cataract surgery", "Endophthalmitis occurred in 0.05% of eyes.", "0.05"),
    ("Acute kidney injury after cardiac surgery", "Kidney injury occurred in 27% of patients.", "27"),
    ("Warfarin in atrial fibrillation", "Major bleeding occurred in 3.2% of patients.", "3.2"),
    ("Prostate biopsy in 2010", "Infection occurred in 2.1% of men.", "2.1"),
    ("Ventilator-associated pneumonia in trauma", "Pneumonia developed in 22% of patients.", "22"),
    ("Neurologic complications of uraemia", "Convulsions were seen in 35.1% of patients.", "35.1"),
    ("Femoral fractures in athletes", "Heterotopic ossification was seen in 6.3%.", "6.3"),
]


@pytest.mark.parametrize(("title", "sentence", "number"), STUDIED)
def test_what_an_observational_study_is_about_is_no_harm(title: str, sentence: str, number: str) -> None:
    assert _class_at(title, sentence, number) == "other"


@pytest.mark.parametrize(("title", "sentence", "number"), HARMS)
def test_what_a_treatment_brought_about_is_a_harm(title: str, sentence: str, number: str) -> None:
    assert _class_at(title, sentence, number) == "adverse_event"


def test_depressive_symptoms_of_patients_are_rated() -> None:
    title = "Depressive symptoms in women with breast cancer"
    assert _class_at(title, "Depression was found in 30.2% of the women.", "30.2") == "quality_of_life"


def test_patients_who_improved_answered_to_treatment() -> None:
    title = "Steroids in chronic polyneuropathy: a retrospective study"
    assert _class_at(title, "18 of 30 patients (61%) did not improve.", "61") == "response"
    assert _class_at(title, "Improvement was seen in 62% of patients.", "62") == "response"


def test_oxidative_stress_is_no_feeling() -> None:
    told = _class_at(
        "Preeclampsia and free radicals", "Oxidative stress was higher (4.1 v 2.2 units).", "4.1"
    )
    assert told == "other"


def test_what_comes_back_without_a_tumour_is_no_relapse_of_cancer() -> None:
    told = _class_at("Syncope in the emergency department", "Syncope recurred in 8.3% of patients.", "8.3")
    assert told == "other"


PLACES = ["at the excision site", "in the tumour bed", "in the regional lymph nodes", "in the neck"]


@pytest.mark.parametrize("place", PLACES)
def test_a_recurrence_where_the_tumour_was_is_local(place: str) -> None:
    told = _class_at("Basal cell carcinoma of the eyelid", f"Recurrence {place} was seen in 3.1%.", "3.1")
    assert told == "locoregional_control"


def test_the_last_of_two_counts_goes_with_its_own_verb() -> None:
    sentence = "Recurrence was detected in 17.4% of the women, and 111 (15.5%) women died."
    assert _class_at("Breast cancer in Lodz", sentence, "17.4") == "disease_free_survival"
    assert _class_at("Breast cancer in Lodz", sentence, "15.5") == "overall_survival"


def test_two_numbers_each_go_to_two_endpoints_with_their_times() -> None:
    sentence = "Two- and 5-year OS and 2- and 5-year DFS were 80.1% and 60.2% and 55.3% and 41.4%."
    told = [
        _class_at("Liver resection for metastases", sentence, n) for n in ("80.1", "60.2", "55.3", "41.4")
    ]
    assert told == ["overall_survival"] * 2 + ["disease_free_survival"] * 2


def test_deaths_are_of_the_one_cause_that_a_study_counts() -> None:
    title = "Coffee and prostate cancer mortality in seven counties"
    sentence = "Odds ratios for death were 0.83 and 0.69 in heavy drinkers."
    assert _class_at(title, sentence, "0.83", effect=True) == "disease_specific_survival"
    both = f"{sentence} All-cause mortality did not differ."
    assert _class_at(title, both, "0.83", effect=True) == "overall_survival"


def test_the_step_of_a_factor_is_no_endpoint() -> None:
    sentence = "The odds of high anxiety symptoms rose (odds ratio per 10 dB increase in night noise: 1.12)."
    assert _class_at("Noise at night", sentence, "1.12", effect=True) == "quality_of_life"


def test_a_survival_right_before_its_ratio_is_its_label() -> None:
    sentence = "Responders had longer DFS and OS than others [DFS; HR 0.15, p = 0.008, OS; p = 0.003]."
    assert _class_at("Carboplatin in breast cancer", sentence, "0.15", effect=True) == "disease_free_survival"


def test_deaths_soon_after_an_operation_are_its_own() -> None:
    title = "Redo surgery of prosthetic valves"
    assert _class_at(title, "Of these patients 4.1% died within a week after the procedure.", "4.1") == (
        "adverse_event"
    )


def test_the_second_of_a_pair_is_held_by_the_same_subject() -> None:
    sentence = "Red cell units were 5.8% versus 11.4% (P < .001), and thrombotic vascular events were 2.8%."
    assert _class_at("Epoetin in anaemia", sentence, "11.4") == "other"


def test_a_group_s_name_is_not_what_is_compared() -> None:
    sentence = "Rough plaques were more common in the stroke group (18.1% v 9.2%)."
    assert _class_at("Carotid plaques after coronary bypass", sentence, "9.2") == "other"


def test_after_an_adjustment_the_main_clause_tells_the_endpoint() -> None:
    sentence = "After adjusting for age and sex, the risk of death was raised by dementia (HR 1.4)."
    assert _class_at("Old age in nursing homes", sentence, "1.4", effect=True) == "overall_survival"


def test_a_listed_trait_is_a_factor_of_what_the_title_is_about() -> None:
    title = "Factors associated with lymph node metastasis in early gastric cancer"
    sentence = (
        "Female sex (OR 1.62), tumour size over 2 cm (OR 2.03) and ulceration (OR 1.81) were independent."
    )
    assert [_class_at(title, sentence, n, effect=True) for n in ("2.03", "1.81")] == ["other"] * 2


def test_what_the_title_is_about_bears_on_the_factors_of_a_list() -> None:
    title = "Frailty in nursing homes: a cross-sectional study"
    sentence = "Age (OR 1.12), previous fracture (OR 2.04) and pain (OR 1.51) were predictors of frailty."
    assert [_class_at(title, sentence, n, effect=True) for n in ("1.12", "2.04", "1.51")] == ["other"] * 3
