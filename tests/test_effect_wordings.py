"""The many ways in which journals print one estimate: names, intervals, multiples, p-values."""

from __future__ import annotations

import pytest

from miner.effects.find import find_effects
from miner.rules import load_rules
from miner.text.document import read_document

TITLE = "Resection of the primary tumour in metastatic breast cancer"


def shown(results: str) -> list[str]:
    """Each estimate as "HR 0.66 [0.49, 0.88] p=0.005"."""
    out = []
    for e in find_effects(read_document(f"{TITLE}\nRESULTS: {results}", "t"), ()):
        text = f"{e.measure} {e.value:g}"
        text += f" [{e.ci[0]:g}, {e.ci[1]:g}]" if e.ci else ""
        out.append(text + (f" p{e.p.op}{e.p.value:g}" if e.p else ""))
    return out


@pytest.mark.parametrize(
    "interval",
    [
        "CI95 0.49/0.88",
        "95%-CI 0.49 - 0.88",
        "95% CI 0.49 and 0.88",
        "95% CI between 0.49 and 0.88",
        "95% CI 0.49 through 0.88",
        "95% CI >0.49 to 0.88",
        "confidence interval at 95%: 0.49-0.88",
        "95% confidence limits 0.49, 0.88",
        "IC 95%: 0.49-0.88",
        "95%CI0.49-0.88",
        "95% HPD region 0.49-0.88",
        "95% highest posterior density interval, 0.49-0.88",
        "95% posterior interval 0.49-0.88",
        "95% credible region 0.49-0.88",
        "95% uncertainty interval 0.49-0.88",
        "95% UI: 0.49-0.88",
    ],
)
def test_an_interval_has_many_names(interval: str) -> None:
    assert shown(f"Survival was longer after surgery (HR 0.66; {interval}).") == ["HR 0.66 [0.49, 0.88]"]


NAMED = {
    # numbers needed to treat
    "Relapse was rarer (RR 0.61; 95% CI 0.42-0.88), with a number needed to treat of 9 (95% CI 6-21).": [
        "RR 0.61 [0.42, 0.88]",
        "OTHER 9 [6, 21]",
    ],
    "Nausea was less frequent (12% vs 30%; NNT 5.6, 95% CI 3.4 to 14.2).": ["OTHER 5.6 [3.4, 14.2]"],
    "The number needed to screen to prevent one death was 1904 (95% CrI, 929 to 6378).": [
        "OTHER 1904 [929, 6378]"
    ],
    # a percent sign by mistake; a reference; the ratio of a body's parts
    "Function was better with tamoxifen (odds ratio, 1.22%; 95% CI, 1.01-1.46).": ["OR 1.22 [1.01, 1.46]"],
    "The relative risk was 1.0 (reference), 1.2, 1.5 and 1.9 across quartiles.": [
        "RR 1.2",
        "RR 1.5",
        "RR 1.9",
    ],
    "It went with weight (OR 1.26, 95% CI 1.23 to 1.28) and low brain-to-body ratio (1.11, 1.07–1.15).": [
        "OR 1.26 [1.23, 1.28]",
        "OR 1.11 [1.07, 1.15]",
    ],
    # short forms in small letters
    "Grade (hr = 1.46, 95% CI 1.1-1.9) and size (rr = 1.24) were prognostic.": [
        "HR 1.46 [1.1, 1.9]",
        "RR 1.24",
    ],
    "It was seen in 2 or = 5 women after 24 hr = 0.7.": [],
    # coefficients of structural models
    "Framing had an effect through mood (standardized indirect effect = .06, 95% CI [.02, .11]).": [
        "BETA 0.06 [0.02, 0.11]"
    ],
    # what a difference may be called
    "A therapeutic gain of 21% (95% CI 9-33%) was seen.": ["RD 21 [9, 33]"],
    "The size of the effect of advice was 24% at 3 months (95% CI: 11-37%).": ["RD 24 [11, 37]"],
    "The survival benefit at 2 years was 9% (95% CI 1-17%; P = .03).": ["RD 9 [1, 17] p=0.03"],
    "The effect of the programme on attendance was 11% (95% CI 3 to 19).": ["RD 11 [3, 19]"],
    "The treatment benefit for pain was 1.4 points (95% CI 0.3 to 2.5; P = .01).": [
        "MD 1.4 [0.3, 2.5] p=0.01"
    ],
    "The between-group contrast was 3.1 points (95% CI 1.2-5.0).": ["MD 3.1 [1.2, 5]"],
    "An absolute benefit of 1.2 points (95% CI 0.4-2.0) was seen in pain.": ["MD 1.2 [0.4, 2]"],
    "HbA1c was lower with surgery (median [95% CI] difference −0.4% [−0.6, −0.2]; P < 0.0001).": [
        "OTHER -0.4 [-0.6, -0.2] p<0.0001"
    ],
    "Weight was lower (difference vs none, −0·04 kg/m2 [−0·20 to 0·13]; p=0·68).": [
        "MD -0.04 [-0.2, 0.13] p=0.68"
    ],
    "The clinical benefit rate was 45% (95% CI 34-56%).": [],
    "Clinical benefit: 45% (95% CI, 34% to 56%).": [],
    "Surgery was of benefit in 12% (95% CI 8-17) of the women.": [],
    "Of the effects, 12 events (5%; 95% CI 3-8%) were serious.": [],
    "The effect on size was a mean reduction of 12 mm (95% CI 8-16) from baseline.": [],
    "Side effects occurred in 5% (95% CI 3-8%) of the women.": [],
}


@pytest.mark.parametrize("sentence", NAMED)
def test_a_measure_has_many_names(sentence: str) -> None:
    assert shown(sentence) == NAMED[sentence]


UNNAMED = {
    # a bracket of its own, in a text that names one ratio
    "The odds ratio was 1.4 (95% CI 1.1-1.8). Of all drugs one raised the risk (1.8, 1.1 to 3.1).": [
        "OR 1.4 [1.1, 1.8]",
        "OR 1.8 [1.1, 3.1]",
    ],
    "The HR was 0.5 (95% CI 0.3-0.8). Women with bone disease benefited most (0·26, 0·09–0·80, p=0·02).": [
        "HR 0.5 [0.3, 0.8]",
        "HR 0.26 [0.09, 0.8] p=0.02",
    ],
    "The HR was 0.5 (95% CI 0.3-0.8). Sensitivity analyses gave 0.6 (95% CI 0.4-0.9) without early deaths.": [
        "HR 0.5 [0.3, 0.8]",
        "HR 0.6 [0.4, 0.9]",
    ],
    "The hazard ratio was 0.5 (95% CI 0.3-0.8). The median lactate was higher (1.8, 1.1 to 3.1).": [
        "HR 0.5 [0.3, 0.8]"
    ],
    "The HR was 0.5 (95% CI 0.3-0.8). The curve for relapse had an area of 0.93 (95% CI 0.90-0.95).": [
        "HR 0.5 [0.3, 0.8]"
    ],
    # multiples: of odds, of hazards, or of what the text names
    "The odds of relapse were 2.3 (95% CI 1.4-3.8) times higher in smokers.": ["OR 2.3 [1.4, 3.8]"],
    "The hazard of death was 0.63 times that without surgery (95% CI 0.5-0.8).": ["HR 0.63 [0.5, 0.8]"],
    "Relative risks were computed. Thin women were 5.96 (95% CI 1.75-20.40) times as likely to relapse.": [
        "RR 5.96 [1.75, 20.4]"
    ],
    "The risk of pain was 1.9-fold when the dominant arm was operated on (95% CI, 1.0-3.7, P = 0.04).": [
        "OTHER 1.9 [1, 3.7] p=0.04"
    ],
    "Odds ratios were computed. The risk was 2.9-fold (95% CI 1.7–4.9): 4.8 (95% CI 2.0–11.5) if recent.": [
        "OR 2.9 [1.7, 4.9]",
        "OR 4.8 [2, 11.5]",
    ],
    "Patients exercised 3.2 times per week (95% CI 2.5-3.9).": [],
    # differences told by the words around them
    "Stay was longer after surgery by 2.1 days (95% CI 1.0-3.2; P<.001).": ["MD 2.1 [1, 3.2] p<0.001"],
    "Costs were $1,240 higher (95% CI $310-$2,170) with surgery.": ["MD 1240 [310, 2170]"],
    "The effect of advice was 37% at 3 months (95% CI: 21-54%) and 35% at 24 months (95% CI: 17-53%).": [
        "RD 37 [21, 54]",
        "RD 35 [17, 53]",
    ],
    "Stay was shorter with surgery (1.8 days; 95% CI 0.5-3.1).": ["MD 1.8 [0.5, 3.1]"],
    "Pain was lower by 1.4 points (95% CI 0.3 to 2.5) with surgery.": ["MD 1.4 [0.3, 2.5]"],
    "Pain scores were 1.4 (95% CI 0.3 to 2.5) points lower with surgery.": ["MD 1.4 [0.3, 2.5]"],
    "Yoga had a beneficial effect on sleep (1.2 [95% CI, 0.3 to 2.1]; P = .01).": [
        "MD 1.2 [0.3, 2.1] p=0.01"
    ],
    "Age moderated the effects of exercise on fitness (8.4 mL/min; 95% CI 3.2 to 13.4) and mood (12.3;"
    " 95% CI 4.2 to 18.4).": ["MD 8.4 [3.2, 13.4]", "MD 12.3 [4.2, 18.4]"],
    "No significant difference was found between groups (-0.40 ± 0.3%, p = 0.234).": ["MD -0.4 p=0.234"],
    "There was no difference in weight (69 kg; P = .9).": [],
    "Pain was lower with surgery (3.1; 95% CI 2.0 to 4.2) than without (4.5; 95% CI 3.3 to 5.7).": [],
    # a group's own mean, far from 0 for its interval, and rates per people
    "Scores were higher in the surgery group (71.2; 95% CI 65.0-77.4).": [],
    "Relapse per 100 person-years was lower with surgery (1.8; 95% CI 1.1-3.1).": [],
    "The HR was 0.5 (95% CI 0.3-0.8). Mortality was 1.8 (95% CI 1.1-3.1) per 100 person-years.": [
        "HR 0.5 [0.3, 0.8]"
    ],
    "Patients gained 3.1 kg (95% CI 1.0 to 5.2).": [],
}


@pytest.mark.parametrize("sentence", UNNAMED)
def test_a_measure_may_be_told_by_the_words_around(sentence: str) -> None:
    assert shown(sentence) == UNNAMED[sentence]


P_VALUES = {
    "Sores were rarer (HR 0.74, 95% CI 0.55 to 1.01; exact P=0.0620, absolute difference 2%).": [
        "HR 0.74 [0.55, 1.01] p=0.062",
        "RD 2",
    ],
    # one result on two scales; a test for non-inferiority is made on one
    "Sores were seen in 12% v 18%, RD -6.1% (95% CI -11.8 to -0.4); RR 0.66 (95% CI 0.45-0.97); P = .03.": [
        "RD -6.1 [-11.8, -0.4] p=0.03",
        "RR 0.66 [0.45, 0.97] p=0.03",
    ],
    "Relapse: absolute difference 0.4% (95% CI -3.1 to 3.9), HR 1.04 (95% CI 0.7-1.5, P for "
    "non-inferiority<0.001).": [
        "RD 0.4 [-3.1, 3.9]",
        "HR 1.04 [0.7, 1.5] p<0.001",
    ],
    "Tea was associated with lower risk (OR 0.71; 95% CI 0.55-0.92; P for trend = 0.01).": [
        "OR 0.71 [0.55, 0.92] p=0.01"
    ],
    "Alcohol raised the risk (RR, 1.31; 95% CI, 1.10-1.56; P = 0.003; P for trend = 0.01).": [
        "RR 1.31 [1.1, 1.56] p=0.003"
    ],
    "By thirds the HRs were 1.1 (95% CI 0.8-1.4) and 1.6 (95% CI 1.2-2.1) (P for trend = 0.002).": [
        "HR 1.1 [0.8, 1.4]",
        "HR 1.6 [1.2, 2.1]",
    ],
    "It differed by age (HR 0.6, 95% CI 0.4-0.9; P for interaction = 0.02).": ["HR 0.6 [0.4, 0.9]"],
    # the bracket that a p-value opens is its own
    "OS was longer with rash [P = 0.001; HR, 0.42; 95% CI, 0.24-0.73] and in men (P = 0.012; HR, 0.18).": [
        "HR 0.42 [0.24, 0.73] p=0.001",
        "HR 0.18 p=0.012",
    ],
    "PFS did not differ (HR, 1.09), and 5-year rates were 9.8% and 11.3%, respectively (P = .63).": [
        "HR 1.09"
    ],
    "The mean treatment difference was −2.2±0.2 mg/dl (mean±SEM) (P<0.001).": ["MD -2.2 p<0.001"],
    "The estimated mean difference (SE) was 2.1 (0.8) points (P=.01).": ["MD 2.1 p=0.01"],
    "HbA1c was lower (mean difference −0.4% [95% CI −0.6 to −0.2]; −4 mmol/mol [−7 to −2]; P < 0.0001).": [
        "MD -0.4 [-0.6, -0.2] p<0.0001",
        "MD -4 [-7, -2] p<0.0001",
    ],
    "The mean specimen was 56 cm3 less than with a wire, although this was not significant (P = 0.058).": [
        "MD 56 p=0.058"
    ],
    "Survival was longer (HR 0•87 [95% CI 0•78–0•98, p=0•016]).": ["HR 0.87 [0.78, 0.98] p=0.016"],
    "Survival was longer (HR 0.6; P-value 0.01).": ["HR 0.6 p=0.01"],
    "The hazard ratio equals 0.6; P below 0.01.": ["HR 0.6 p<0.01"],
    # a sign that was lost says nothing
    "Survival was longer (HR 0.6; P0.05).": ["HR 0.6"],
}


@pytest.mark.parametrize("sentence", P_VALUES)
def test_each_estimate_takes_its_own_p_value(sentence: str) -> None:
    assert shown(sentence) == P_VALUES[sentence]


CHANGES = {
    "Stroke occurred in 120/2010 (6.0%) vs 149/2004 (7.4%) (odds reduction 20% SD 8; 2p=0.02).": [
        "OTHER 20 p=0.02"
    ],
    "The odds of a cough lasting over a week fell by 38% (95% CI 5, 60%) with honey.": ["OTHER 38 [5, 60]"],
    "HbA1c fell to 6.9% with drug A and 7.1% with drug B (estimated treatment difference -0.2% [95% CI, "
    "-0.4% to "
    "0.0%]).": ["MD -0.2 [-0.4, 0]"],
    "Surgery improved survival (29% relative reduction in failure, p<0.0001) and control (46% relative"
    " reduction, p=0.02).": ["OTHER 29 p<0.0001", "OTHER 46 p=0.02"],
    "Surgery gave a 12% relative risk reduction (P = .03).": ["OTHER 12 p=0.03"],
    "Surgery led to a 5% absolute reduction in deaths (P = .04).": ["RD 5 p=0.04"],
    "There were 45 (34%) fewer deaths in the surgery group than in the control group.": ["OTHER 34"],
    "Recurrence was 30% lower with surgery (P = .01).": ["OTHER 30 p=0.01"],
    "Surgery was associated with a 0.5 kg increase in weight (P = .01).": ["MD 0.5 p=0.01"],
    "Weight was 5% higher with time.": [],
    "Patients with at least a 50% relative reduction in pain were responders.": [],
    "Exemestane led to a 15% absolute reduction in expression [from 50 to 35].": [],
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_relative_changes_are_told_in_many_words(sentence: str) -> None:
    assert shown(sentence) == CHANGES[sentence]


def test_every_accepted_wording_of_a_cued_rule_holds_one_of_its_cues() -> None:
    """A rule is tried only where a cue stands, so an accepted example without one would never be found."""
    for rule in load_rules("statistics").rules:
        cues = rule.data.get("cues", [""])
        for example in rule.accepts:
            assert any(cue in example or cue in example.lower() for cue in cues), (rule.id, example)


@pytest.mark.parametrize(
    "results",
    [
        "The prevalence of pain increased by 12% after the programme.",
        "Resection improved the mean score by 12.3 points (95% CI 10.1 to 14.5) from baseline.",
        "Doses of 1,20-2,70 mg were given with 0,5 mg of another drug.",
    ],
)
def test_a_change_in_one_group_is_no_estimate(results: str) -> None:
    assert shown(results) == []


def test_a_value_in_a_later_clause_does_not_go_on_with_the_list() -> None:
    assert shown("Age was a factor (OR 1.8), whereas the fibrosis index (2.3) was not.") == ["OR 1.8"]


def test_a_p_value_of_another_clause_is_not_taken() -> None:
    found = shown("Age was significantly (P=.01) different, and pain had an OR of 1.3 (95% CI 0.8-2.1).")
    assert found == ["OR 1.3 [0.8, 2.1]"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "The OR of admission was 0.21 (95% CI 0.14-0.33), i.e. a vaccine efficacy of 79% (67-86).",
            ["OR 0.21 [0.14, 0.33]"],
            id="what the ratio leaves",
        ),
        pytest.param(
            "The OR of falls was 0.21 (95% CI 0.14-0.33), vaccine efficacy against death 62% (95% CI 40-76).",
            ["OR 0.21 [0.14, 0.33]", "OTHER 62 [40, 76]"],
            id="another efficacy",
        ),
        pytest.param(
            "Time on bypass (odds ratio 1.13 per 10 min, 1.06 to 1.21) was a risk factor.",
            ["OR 1.13 [1.06, 1.21]"],
            id="a step between value and interval",
        ),
    ],
)
def test_an_efficacy_that_repeats_its_ratio_and_a_step(sentence: str, expected: list[str]) -> None:
    assert shown(sentence) == expected
