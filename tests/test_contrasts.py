"""What a number compares: two groups, or a factor."""

from __future__ import annotations

import pytest

from miner.contrasts.read import contrast_for
from miner.model import Arm
from miner.text.document import read_document

ARMS = (Arm("primary tumour surgery", 120), Arm("systemic therapy alone", 118))


def contrast_of(text: str, number: str, arms: tuple[Arm, ...] = ()) -> str:
    doc = read_document(f"A study of surgery\nRESULTS: {text}")
    start = doc.text.index(number)
    return contrast_for(doc, doc.sentence_at(start), start, start + len(number), arms)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        pytest.param(
            "The adjusted odds ratios for drainage versus no drainage were 0.62 (95% CI 0.40 to 0.96).",
            "0.62",
            "drainage vs no drainage",
            id="adjusted is the ratio, not what it is for",
        ),
        pytest.param(
            "Falls were commoner in widows than in wives (PR = 1.91 [1.2, 3.0]), with a poor diet "
            "(PR = 1.35 [1.1, 1.7]) and little schooling (PR = 1.52 [1.1, 2.1]).",
            "1.52",
            "little schooling",
            id="two groups that are but an item of the list",
        ),
        pytest.param(
            "Compared with abstainers, heavy drinkers fell more often: heavy drinkers "
            "RR = 2.64 (95% CI 1.80-3.87); light drinkers RR = 1.18 (95% CI 1.02-1.37).",
            "1.18",
            "light drinkers vs abstainers",
            id="a label of its own beside the subject",
        ),
        pytest.param(
            "Stents were safer than balloons (RR 0.71; 0.50 to 0.99); and heparin and hirudin were "
            "equally safe (RR 1.02; 0.90 to 1.15).",
            "1.02",
            "heparin vs hirudin",
            id="two that are alike",
        ),
        pytest.param(
            "Fewer boys in the splint arm than in the cast arm developed stiffness (OR 0.48).",
            "0.48",
            "splint arm vs cast arm",
            id="what they developed is no part of the name",
        ),
        pytest.param(
            "Compared with use of 20% or less, the hazard ratios of fracture were 0.91 (0.7 to 1.2) and "
            "0.64 (0.5 to 0.9) among women with 20-50% and 51% or higher use, respectively.",
            "0.64",
            "51% or higher use vs use of 20% or less",
            id="shares of use",
        ),
        pytest.param(
            "An increased waist circumference was the strongest predictor of gout (OR 2.26).",
            "2.26",
            "increased waist circumference",
            id="increased begins a name",
        ),
        pytest.param(
            "PFS was longer with mastectomy than with lumpectomy (HR 0.81).",
            "0.81",
            "mastectomy vs lumpectomy",
            id="longer with A than with B",
        ),
        pytest.param(
            "Compared with radiotherapy alone, surgery reduced local failure (HR 0.55).",
            "0.55",
            "surgery vs radiotherapy alone",
            id="compared with B, A",
        ),
        pytest.param(
            "Survival improved (hazard ratio for hepatectomy versus ablation 0.66).",
            "0.66",
            "hepatectomy vs ablation",
            id="beside the number, in its bracket",
        ),
        pytest.param(
            "Median OS was 41 months with resection and 29 months with biopsy only (HR 0.70).",
            "0.70",
            "resection vs biopsy only",
            id="each group behind its own figure",
        ),
        pytest.param(
            "Median PFS was 20.3 months (surgery) versus 19.8 months (observation) [HR 0.97].",
            "0.97",
            "surgery vs observation",
            id="groups in brackets behind the figures",
        ),
        pytest.param(
            "Operated women had better survival than women not operated on (HR 0.64).",
            "0.64",
            "Operated women vs not operated",
            id="the subject is compared",
        ),
        pytest.param(
            "Local recurrence was an independent predictor of death (HR 2.1).",
            "2.1",
            "Local recurrence",
            id="A was a predictor of X",
        ),
        pytest.param(
            "Predictors of death were visceral disease (HR 1.9) and age above 70 (HR 1.4).",
            "1.4",
            "age above 70",
            id="predictors were A, B",
        ),
        pytest.param(
            "Survival was associated with oestrogen receptor status (HR 0.5) and bone-only disease (HR 0.6).",
            "0.6",
            "bone-only disease",
            id="X was associated with A, B",
        ),
        pytest.param(
            "The hazard of death was lower after resection of the primary (HR 0.62).",
            "0.62",
            "resection of the primary",
            id="lower after A",
        ),
        pytest.param(
            "Compared with no surgery, the hazard ratio was 0.66 (95% CI 0.5-0.8) for mastectomy.",
            "0.66",
            "mastectomy vs no surgery",
            id="compared with B, the ratio was x for A",
        ),
        pytest.param(
            "With bone-only disease as the reference, survival was worse in visceral disease (HR 1.8).",
            "1.8",
            "visceral disease vs bone-only disease",
            id="a reference group",
        ),
        pytest.param(
            "For visceral disease, the hazard ratio for death was 1.7 (95% CI 1.2-2.4).",
            "1.7",
            "visceral disease",
            id="for A, the hazard ratio",
        ),
        pytest.param(
            "The hazard ratio for death of bypass against stenting was 0.84 (95% CI 0.7-1.0).",
            "0.84",
            "bypass vs stenting",
            id="A against B",
        ),
        pytest.param(
            "Relapse was as frequent with and without drainage (odds ratio 1.1, 95% CI 0.8-1.5).",
            "1.1",
            "drainage vs no drainage",
            id="with and without A",
        ),
        pytest.param(
            "Vaccination gave protection against severe illness (hazard ratio 0.42).",
            "0.42",
            "Vaccination",
            id="protection against an illness compares nothing",
        ),
        pytest.param(
            "Any ablation versus no ablation gave a hazard ratio (HR) for death of 0.74.",
            "0.74",
            "Any ablation vs no ablation",
            id="the verb ends the second group",
        ),
        pytest.param(
            "With six or more nodes as the reference, survival was better in women with one node (HR 0.61) "
            "and in women with two or three (HR 0.72).",
            "0.61",
            "one node vs six or more nodes",
            id="the reference is not set against itself",
        ),
        pytest.param(
            "With grade 3 as the reference, survival was better in grade 1 disease (HR 0.5). "
            "Patients with grade 2 disease did not differ from the reference (HR 0.9).",
            "0.9",
            "grade 2 disease vs grade 3",
            id="the reference of the sentence before",
        ),
        pytest.param(
            "Mortality was higher at low- versus high-volume hospitals (HR 1.30).",
            "1.30",
            "low-volume hospitals vs high-volume hospitals",
            id="a name that only the right side has whole",
        ),
        pytest.param(
            "The odds ratio of attendance for high-risk versus low-risk women was 2.10.",
            "2.10",
            "high-risk vs low-risk women",
            id="levels of risk are groups",
        ),
        pytest.param(
            "Smokers had a higher risk of seroma than lifelong non-smokers (OR 1.70).",
            "1.70",
            "Smokers vs lifelong non-smokers",
            id="what there is a risk of is not compared",
        ),
        pytest.param(
            "Tall women were 1.70-times more likely than short women to be tested, and thin women were "
            "1.40-times more likely than obese women to be tested.",
            "1.40",
            "thin women vs obese women",
            id="times more likely than",
        ),
        pytest.param(
            "Women in the leaflet arm had better knowledge at three years than the usual care arm (OR 2.40).",
            "2.40",
            "Women in the leaflet arm vs usual care arm",
            id="a time is no group",
        ),
        pytest.param(
            "Neither habit mattered (RR 0.62 for coffee versus none; and RR 1.05 for wine versus none).",
            "1.05",
            "wine vs none",
            id="the pair of its own part of a bracket",
        ),
        pytest.param(
            "We saw an association between the risk of relapse and alcohol intake (OR 1.42).",
            "1.42",
            "alcohol intake",
            id="of an association between two, the one that is no endpoint",
        ),
        pytest.param(
            "Relapse was rarer per unit increase of vitamin D (HR 0.88).",
            "0.88",
            "vitamin D per unit",
            id="a factor by its unit",
        ),
    ],
)
def test_the_contrast_is_in_the_words_of_the_text(text: str, number: str, expected: str) -> None:
    assert contrast_of(text, number) == expected


def test_a_short_form_is_spelled_out_once() -> None:
    text = "Primary tumour resection (PTR) was studied. PTR was associated with longer survival (HR 0.7)."
    assert contrast_of(text, "0.7") == "Primary tumour resection (PTR)"


def test_each_of_several_numbers_has_the_label_behind_it() -> None:
    text = (
        "The hazard ratio of death was 0.60 (0.51-0.70) for surgery and 1.58 (1.29-1.94) for brain disease."
    )
    assert contrast_of(text, "0.60", ARMS) == "primary tumour surgery vs systemic therapy alone"
    assert contrast_of(text, "1.58", ARMS) == "brain disease"


@pytest.mark.parametrize(("number", "endpoint"), [("0.80", "stroke"), ("0.70", "local recurrence")])
def test_a_label_that_is_an_endpoint_is_not_compared(number: str, endpoint: str) -> None:
    doc = read_document(
        "A study of surgery\nRESULTS: Hazard ratios were 0.80 (0.60-1.07) for stroke and 0.70 (0.52-0.94) "
        "for local recurrence."
    )
    at = doc.text.index(number)
    found = contrast_for(doc, doc.sentence_at(at), at, at + len(number), ARMS, endpoint)
    assert found == "primary tumour surgery vs systemic therapy alone"


def test_what_yields_a_ratio_is_what_it_is_of_whatever_the_title_compares() -> None:
    doc = read_document("Stents versus balloons in the leg\nRESULTS: Aspirin yielded a HR of 0.81 for death.")
    start = doc.text.index("0.81")
    assert contrast_for(doc, doc.sentence_at(start), start, start + 4, ()) == "Aspirin"
