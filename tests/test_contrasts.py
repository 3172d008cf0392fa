"""What a number compares: two groups, or a factor."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.contrasts.read import contrast_for
from miner.contrasts.sense import can_stand
from miner.model import Arm
from miner.phrases.clauses import skeleton
from miner.phrases.group_or_factor import is_group
from miner.phrases.groups import is_named, oriented
from miner.phrases.versus import pairs_in
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


LETTERED = (
    "Women were assigned to tamoxifen alone (arm A) or to tamoxifen plus mastectomy (arm B). "
    "Median local control rose from 11 months in arm A to 31 months in arm B (HR 0.44)."
)
ROLES = (
    "Women had palliative radiotherapy (intervention group) or best supportive care (control group). "
    "Median survival was 9 months in the control group and 12 months in the intervention group (HR 0.82)."
)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        pytest.param(
            LETTERED,
            "0.44",
            "tamoxifen plus mastectomy (arm B) vs tamoxifen alone (arm A)",
            id="from x in arm A to y in arm B: letters resolved, experimental first",
        ),
        pytest.param(
            ROLES,
            "0.82",
            "palliative radiotherapy (intervention group) vs best supportive care (control group)",
            id="roles resolved, experimental first",
        ),
        pytest.param(
            "Median PFS was 6 months under placebo and 8 months after metastasectomy (HR 0.74).",
            "0.74",
            "metastasectomy vs placebo",
            id="figures beside groups: experimental first",
        ),
        pytest.param(
            "The hazard ratio for no surgery versus surgery was 1.61.",
            "1.61",
            "no surgery vs surgery",
            id="the ratio's own order stays",
        ),
        pytest.param(
            "Compared with mastectomy, survival was shorter with no surgery (HR 1.9).",
            "1.9",
            "no surgery vs mastectomy",
            id="a comparison's own order stays",
        ),
        pytest.param(
            "Breast surgery did not prolong survival compared with endocrine therapy (HR 1.06).",
            "1.06",
            "Breast surgery vs endocrine therapy",
            id="the verb's words are no group",
        ),
        pytest.param(
            "Survival was in favour of hepatectomy over chemotherapy only (HR 0.41).",
            "0.41",
            "hepatectomy vs chemotherapy only",
            id="in favour of A over B",
        ),
        pytest.param(
            "Lung resection gave no clear survival advantage over observation (HR 0.92).",
            "0.92",
            "Lung resection vs observation",
            id="no advantage over B",
        ),
        pytest.param(
            "With biopsy as the reference, deaths were fewer after lumpectomy (HR 0.52) "
            "and after mastectomy (HR 0.63).",
            "0.63",
            "mastectomy vs biopsy",
            id="each item against the reference",
        ),
        pytest.param(
            "PFS was better when the tumour was luminal (HR 0.51) or of ductal rather "
            "than lobular type (HR 0.71).",
            "0.51",
            "tumour luminal",
            id="A rather than B belongs to its own item",
        ),
        pytest.param(
            "PFS was better when the tumour was luminal (HR 0.51) or of ductal rather "
            "than lobular type (HR 0.71).",
            "0.71",
            "ductal vs lobular type",
            id="an item with its reference",
        ),
        pytest.param(
            "Pleural effusion (HR 1.5), anaemia (HR 1.4) and weight loss (HR 1.3) carried a higher "
            "risk of death.",
            "1.4",
            "anaemia",
            id="an item of the subject",
        ),
        pytest.param(
            "The effect of hepatectomy on overall survival was not significant (HR 0.87).",
            "0.87",
            "hepatectomy",
            id="the effect of A",
        ),
        pytest.param(
            "PR positivity was the only favourable prognosticator (HR 0.46).",
            "0.46",
            "PR positivity",
            id="A was the only prognosticator",
        ),
        pytest.param(
            "The hazard of death was lower with ablation when other variables were allowed for (HR 0.66).",
            "0.66",
            "ablation",
            id="lower with A, after adjustment",
        ),
        pytest.param(
            "Surgery was tested. The adjusted HR was 0.58 in favour of surgery.",
            "0.58",
            "surgery",
            id="in favour of A",
        ),
        *[
            pytest.param(
                "Women given glue (OR 2.0), clips (OR 1.8) or drains (OR 1.2) bled more often than those "
                "given none.",
                number,
                expected,
                id=f"each item of the subject against what follows: {expected}",
            )
            for number, expected in (("1.8", "clips vs none"), ("1.2", "drains vs none"))
        ],
        *[
            pytest.param(
                "Glue was associated with a lower risk of seroma (HR 0.6), infection (HR 0.7) and late "
                "bleeding (HR 0.8) compared with clips.",
                number,
                "Glue vs clips",
                id=f"of a list of endpoints none is set against the comparator: {number}",
            )
            for number in ("0.6", "0.7", "0.8")
        ],
        pytest.param(
            "Wound healing was more likely when nurses used glue (OR 1.9).",
            "1.9",
            "glue",
            id="when they used A",
        ),
        *[
            pytest.param(
                "Seroma was rarer in the glue group compared with clips (RR 0.4, 95% CI 0.2-0.6) and closed "
                "drains (RR 0.7, 95% CI 0.5-0.9).",
                number,
                f"glue group vs {other}",
                id=f"against two, each with its own number: {other}",
            )
            for number, other in (("0.4", "clips"), ("0.7", "closed drains"))
        ],
        pytest.param(
            "Fewer women given glue developed seroma: it was seen in 8% of women on glue and 14% on clips "
            "(RR 0.57).",
            "0.57",
            "glue vs clips",
            id="of the second figure only its group is told",
        ),
        pytest.param(
            "Seroma occurred in 4 of 80 women given glue and 12 of 82 given clips (OR 0.31).",
            "0.31",
            "glue vs clips",
            id="counts of those given A and given B",
        ),
        pytest.param(
            "No difference in seroma was found between supervised and unsupervised training (RR 0.93).",
            "0.93",
            "supervised training vs unsupervised training",
            id="a quality with the noun of the other",
        ),
        pytest.param(
            "Children in glue clinics had less pain than children in clip clinics (MD -1.4).",
            "-1.4",
            "Children in glue clinics vs clip clinics",
            id="the same people on either side",
        ),
        pytest.param(
            "Glue was associated with less bleeding than closed drains (HR 0.65); seroma was alike (HR 0.9).",
            "0.9",
            "Glue vs closed drains",
            id="less of an endpoint is no side, whichever endpoint the number has",
        ),
        pytest.param(
            "In women without diabetes, compared with those given clips, the risk was higher in women "
            "given glue (HR 1.9).",
            "1.9",
            "glue vs clips",
            id="the setting is no group where the groups follow",
        ),
        pytest.param(
            "Compared with the no-glue group, median survival of the glue group was longer (HR 0.61), and "
            "the clip subgroup lived longest (HR 0.44).",
            "0.61",
            "glue group vs no-glue group",
            id="whose survival it was, not the subject of a clause behind",
        ),
        pytest.param(
            "Glue and clip groups had less leakage (glue group: HR 0.5; clip group: HR 0.6) "
            "than the suture group.",
            "0.6",
            "clip group vs suture group",
            id="each of two groups named at once has its label",
        ),
    ],
)
def test_sides_and_their_order(text: str, number: str, expected: str) -> None:
    assert contrast_of(text, number) == expected


@pytest.mark.parametrize(
    "torn",
    [
        "Ninety patients",
        "per arm",
        "eligible",
        "favourably",
        "it",
        "not significant",
        "lost after matching",
        "and",
    ],
)
def test_torn_words_never_stand_as_a_group(torn: str) -> None:
    assert not is_named(torn)
    arms = (Arm(torn, 45), Arm("surgery", 45))
    assert torn not in contrast_of("The difference in survival was small (HR 0.9).", "0.9", arms)


@pytest.mark.parametrize("control", ["no surgery", "placebo", "systemic therapy alone", "standard care"])
@pytest.mark.parametrize("swapped", [False, True])
def test_arms_without_a_stated_order_put_the_experimental_one_first(control: str, swapped: bool) -> None:
    arms = (Arm("metastasectomy", 50), Arm(control, 52))
    found = contrast_of("Survival did not differ (HR 0.95).", "0.95", arms[::-1] if swapped else arms)
    assert found == f"metastasectomy vs {control}"


@given(st.sampled_from(["no surgery", "placebo", "drugs alone"]), st.sampled_from(["surgery", "ablation"]))
def test_orientation_does_not_depend_on_the_order_of_mention(control: str, tested: str) -> None:
    doc = read_document("A trial")
    assert oriented(doc, control, tested) == oriented(doc, tested, control) == (tested, control)


def test_a_plain_trial_result_compares_the_arms() -> None:
    text = "Overall survival did not differ (HR 0.95; 95% CI 0.78-1.15)."
    assert contrast_of(text, "0.95", ARMS) == "primary tumour surgery vs systemic therapy alone"


def test_a_side_that_is_no_group_is_filled_from_the_arms() -> None:
    text = "There was a benefit in overall survival compared with systemic therapy alone (HR 0.70)."
    assert contrast_of(text, "0.70", ARMS) == "primary tumour surgery vs systemic therapy alone"


def test_the_arms_of_a_case_control_study_are_not_what_its_odds_ratio_compares() -> None:
    text = "Nulliparity raised the risk (OR 1.6)."
    assert contrast_of(text, "1.6", (Arm("cases", 80), Arm("controls", 160))) == "Nulliparity"


def test_a_short_form_is_spelled_out_once() -> None:
    text = "Primary tumour resection (PTR) was studied. PTR was associated with longer survival (HR 0.7)."
    assert contrast_of(text, "0.7") == "Primary tumour resection (PTR)"


def test_or_is_a_word_and_an_odds_ratio_is_none() -> None:
    assert is_group("glue or clips")
    assert not is_group("glue OR")


@pytest.mark.parametrize("torn", ["needed in 8% and 14%", "Fewer women in the glue group needed drains"])
def test_how_often_and_in_whom_is_no_side(torn: str) -> None:
    assert not can_stand(torn)


def test_an_amount_is_no_comparator() -> None:
    assert pairs_in("Patients with more than 2 lesions did worse") == ()


@pytest.mark.parametrize(
    "name", ["4.2 months", "overall survival", "the hazard ratio", "patients", "it", "B)"]
)
def test_figures_endpoints_and_statistics_are_no_groups(name: str) -> None:
    assert not is_group(name)


@settings(max_examples=200)
@given(st.text(alphabet="ab ()[]", max_size=60))
def test_a_skeleton_keeps_every_character_at_its_place(text: str) -> None:
    bones = skeleton(text)
    for place, char in enumerate(bones.text):
        assert text[bones.origin(place)] == char
    assert bones.at(0) == 0


def test_a_bracket_inside_a_word_is_part_of_it() -> None:
    assert skeleton("low 25(OH)D (n = 40) in child(ren)").text == "low 25(OH)D in child"


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
