"""Which design an abstract reports."""

# ruff: noqa: E501  # the abstracts stand on one line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.design.find import find_design
from miner.design.traits import design_traits
from miner.rules import load_rules
from miner.text.document import read_document

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
        ("case_report", "A tumour of the spleen: a case report and review of 40 published cases\nA 60-year-old man came with pain. RESULTS: We found 40 cases; 30 died within a year."),
        ("other", "Cost-effectiveness of a vaccine against shingles: a decision analysis\nMETHODS: A model simulated a hypothetical cohort of 200,000 adults, with rates of a national register.\nRESULTS: The vaccine cost 9000 euros per life year."),
        ("other", "A small RNA slows the growth of bladder cancer\nMETHODS: Expression was measured in 50 tumours and in transfected cells.\nRESULTS: Low expression went with poor survival (P = 0.03), and luciferase assays showed the target."),
        ("narrative_review", "Egg allergy: an update for the practitioner\nEgg allergy affects 2% of infants. In a British cohort of 5000 infants 90 had it. The review discusses early introduction and practical advice."),
        ("cross_sectional", "Prevalence of papillomavirus genotypes in warts\nMETHODS: Biopsies of warts were typed.\nRESULTS: Ninety specimens were typed; dysplasia was linked to type 16 (OR 5.1)."),
        ("meta_analysis", f"{SURGERY}: a systematic review and meta-analysis\nMETHODS: PubMed was searched.\nRESULTS: The pooled hazard ratio was 0.7."),
        ("systematic_review", "Ablation of metastases: a systematic review\nMETHODS: PubMed was searched.\nRESULTS: Ten series were found."),
        ("narrative_review", "The debate goes on\nIn this issue, Dahl and colleagues report that in 9,000 women of the SEER registry resection of the primary was followed by fewer deaths (hazard ratio 0.7)."),
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


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("retrospective_cohort", "Outcome of Dialysis in the Elderly: A Retrospective Cohort Study in Spain\nMETHODS: Records of 240 patients were reviewed. Groups were compared by Cox regression.\nCONCLUSION: Prospective studies are warranted."),
        ("retrospective_cohort", "Bleeding After Biopsy\nMETHODS: Charts of 310 patients were reviewed.\nRESULTS: Age predicted bleeding (p=0.01).\nCONCLUSION: A large prospective study is needed."),
        ("cross_sectional", "Fractures after falls\nMETHODS: This cross-sectional study of adults used two hospital administrative databases.\nRESULTS: Age was associated with death (OR 2.1)."),
        ("registry_cohort", "Gout and Stroke: An International Cohort Study\nMETHODS: All adults of the national patient register were followed.\nRESULTS: Gout was associated with stroke (HR 1.4)."),
    ],
)  # fmt: skip
def test_a_design_in_capitals_or_wished_for_is_no_name_and_no_design(expected: str, text: str) -> None:
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


def test_a_trial_pooled_with_a_registry_is_not_randomised() -> None:
    text = (
        "Whom does surgery of the primary help?\n"
        "METHODS: Women from the randomised trial NORTH-1 and the prospective EAST registry were pooled.\n"
        "RESULTS: Median survival was 60 months in group 1 and 41 months in group 2 (HR 0.60; p=0.002)."
    )
    assert design(text) == design(text, types=("Observational Study",)) == "prospective_cohort"


@pytest.mark.parametrize(
    ("expected", "methods"),
    [
        ("registry_cohort", "We emulated a randomised trial in the National Cancer Database; 12,000 women were eligible. Clones were randomly assigned to surgery or none."),
        ("retrospective_cohort", "A target trial was emulated with records of 900 women of two hospitals, as if they had been randomised to surgery or none."),
        ("meta_analysis", "We pooled patient-level data of two phase 3 trials; 620 women were randomly assigned to surgery or no surgery."),
        ("meta_analysis", "Individual patient data of 970 women in four randomised trials were reconstructed from published curves."),
        ("randomized_trial", "In a phase 3 trial 620 women were randomly assigned to surgery or no surgery. Individual patient data can be had on request."),
    ],
)  # fmt: skip
def test_neither_a_trial_emulated_nor_several_pooled_is_a_randomised_trial(
    expected: str, methods: str
) -> None:
    assert (
        design(f"{SURGERY}\nMETHODS: {methods}\nRESULTS: Survival did not differ (HR 0.96; p=0.7).")
        == expected
    )


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


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("cross_sectional", "Hearing loss in orchard workers\nOBJECTIVE: To learn how common hearing loss is in orchard workers.\nMETHODS: 412 workers of nine orchards filled in a questionnaire and had pure-tone audiometry.\nRESULTS: Hearing loss was found in 28% of the workers and was associated with years of tractor driving (OR 1.9, 95% CI 1.2 to 3.0)."),
        ("cross_sectional", "Knowledge of sepsis among ward nurses\nMETHODS: Nurses of three hospitals answered 24 questions on sepsis. RESULTS: Of 260 nurses, 61% knew the criteria. Knowledge was higher in those with more than five years of practice (p=0.01)."),
        ("cross_sectional", "Plasma zinc in patients with alopecia\nPlasma zinc was measured in 60 patients with alopecia and 60 healthy subjects of the same age. Zinc levels were lower in patients (71 vs 88 ug/dl; p<0.01) and correlated with the extent of hair loss (r=-0.4)."),
        ("registry_cohort", "Splenectomy and later venous thromboembolism\nMETHODS: Everyone who had a splenectomy in Denmark in 1996-2005 (n = 3,812) was compared with 38,120 people of the general population matched by age. Events were found by ICD-10 codes.\nRESULTS: The hazard ratio of venous thromboembolism was 2.4 (95% CI 2.0 to 2.9)."),
        ("registry_cohort", "Outcomes of elderly veterans after hip fracture\nWe identified 71,204 veterans admitted for hip fracture to any hospital of the health system. One-year mortality was 28%. In Cox models mortality was higher in men with dementia (HR 1.6, 95% CI 1.5-1.7)."),
        ("prospective_cohort", "Shift work and the risk of gout\nMETHODS: We followed 14,318 men of the Harbour Workers Study who were free of gout at baseline. Shift work was asked about every two years.\nRESULTS: During 12 years 402 men developed gout. The relative risk for night work was 1.4 (95% CI 1.1-1.8)."),
        ("case_control", "Pesticides and Hodgkin lymphoma\nWe interviewed 190 patients with Hodgkin lymphoma and 380 hospital controls of the same age and sex about their work. Use of pesticides for ten years or more was associated with the disease (OR 2.1, 95% CI 1.3 to 3.5)."),
        ("case_series", "Thoracoscopic removal of the thymus in children\nTwelve children had a thoracoscopic thymectomy from 1999 to 2006. There was no conversion and no death. The mean stay was 3 days. All were well after a mean follow-up of 2 years."),
        ("retrospective_cohort", "Nuclear survivin in gastric carcinoma\nParaffin-embedded specimens of 145 gastric carcinomas were stained for survivin. Nuclear survivin was found in 40% and was related to nodal spread. Five-year survival was lower with it (31% vs 52%; p=0.004)."),
    ],
)  # fmt: skip
def test_a_design_without_its_name_is_known_by_whom_it_counts_and_how(expected: str, text: str) -> None:
    assert design(text) == expected


def test_where_no_rule_speaks_the_evidence_is_a_sentence_that_tells_the_design() -> None:
    told = "Nurses of three hospitals answered 24 questions on sepsis."
    found, evidence = find_design(
        read_document(f"Sepsis on the ward\nMETHODS: {told} RESULTS: Of 260, 61% did.")
    )
    assert found == "cross_sectional"
    assert evidence is not None
    assert evidence.quote == told


class TestTraits:
    def test_words_of_the_title_are_told_apart_from_those_of_the_text(self) -> None:
        traits = design_traits(
            read_document("Prevalence of asthma\nMETHODS: Nurses filled in a questionnaire.")
        )
        assert "title: prevalence" in traits
        assert "prevalence" not in traits
        assert {"kinds-of-people", "asked"} <= set(traits)

    def test_a_background_tells_of_other_studies(self) -> None:
        traits = design_traits(
            read_document("Asthma\nBACKGROUND: Registers of veterans were read.\nMETHODS: Ten men took part.")
        )
        assert "whole-population" not in traits

    @pytest.mark.parametrize(
        ("text", "steps"),
        [
            ("METHODS: We asked 45 patients.", {30}),
            ("METHODS: Charts of 1,240 women (n = 1240) were read.", {30, 60, 100, 200, 500, 1000}),
            ("METHODS: In 1998 patients were asked.", set()),
        ],
    )
    def test_the_largest_number_of_people_counts(self, text: str, steps: set[int]) -> None:
        traits = design_traits(read_document(f"A title\n{text}"))
        assert {int(t.partition(">=")[2]) for t in traits if t.startswith("people>=")} == steps

    @given(st.sampled_from(sorted(rule.id for rule in load_rules("design_words").rules)))
    def test_what_a_rule_accepts_is_a_trait_of_the_text(self, name: str) -> None:
        for example in load_rules("design_words")[name].accepts:
            assert name in design_traits(read_document(f"A title\nMETHODS: So it was: {example}."))
