"""Which differences told in words count, and which numbers are one group's result or a change over time."""

from __future__ import annotations

import pytest

from miner.numbers.printed import find_numbers
from tests.test_effects import effects, shown

COUNT = {
    # relative changes between groups
    "Opioid use fell by 40% in the block arm compared with saline.": ["OTHER 40"],
    "Wound infection was reduced in comparison with usual care by 30% (P = .01) and by 12% (P = .2) at the "
    "breast and the axilla, respectively.": ["OTHER 30 p=0.01", "OTHER 12 p=0.2"],
    "The placebo-controlled trial showed a 52% reduction in distant recurrence with the new drug.": [
        "OTHER 52"
    ],
    "Seromas were 15% more frequent after flap fixation.": ["OTHER 15"],
    "Deaths were 10.1% with surgery and 12.0% without, a reduction by surgery of 16%.": ["OTHER 16"],
    "The drug was tolerated well. The reduction in deaths was 22%.": ["OTHER 22"],
    "A 61% relative risk reduction for new tumours was seen with the inhibitor.": ["OTHER 61"],
    "There was a 12% (95% CI 4-19) proportional reduction in deaths (210 [8.1%] v 240 [9.2%]; p=0.01).": [
        "OTHER 12 [4, 19] p=0.01"
    ],
    "Women given the drug had a 43% lower risk of fracture (95% CI 20–60) than those given placebo.": [
        "OTHER 43 [20, 60]"
    ],
    "Smokers had a 2.3-fold increased risk of complications (95% CI 1.5-3.6).": ["OTHER 2.3 [1.5, 3.6]"],
    "There was a 12% reduction in deaths (95% CI, 4 to 19).": ["OTHER 12 [4, 19]"],
    "Letrozole reduced mortality by 24% (10-36; p=0.002).": ["OTHER 24 [10, 36] p=0.002"],
    # absolute differences
    "The breathlessness score with both drugs exceeded placebo by 1.4 units (p=0.002), and did not "
    "differ from that "
    "with either drug.": ["MD 1.4 p=0.002"],
    "Overall survival at 5 years improved by 7% with surgery versus no surgery (P = .01).": ["RD 7 p=0.01"],
    "Survival was 6.3 percentage points higher with resection than with drugs alone.": ["RD 6.3"],
    "Hospital stay was 1.4 days shorter in the day-surgery group (P < .001).": ["MD 1.4 p<0.001"],
    "Scores were 1.3 points (95% CI 0.4-2.2) lower with surgery.": ["MD 1.3 [0.4, 2.2]"],
    "Scores were lower with surgery by 1.3 points (95% CI 0.4-2.2; P=.005).": ["MD 1.3 [0.4, 2.2] p=0.005"],
    "Hip density was 2.1% higher with the drug than with placebo (95% CI 1.0 to 3.2; P<.001).": [
        "MD 2.1 [1, 3.2] p<0.001"
    ],
    "The estimated treatment effect was 4.5 points (95% CI, 1.2 to 7.8; P = .008).": [
        "MD 4.5 [1.2, 7.8] p=0.008"
    ],
    "The share of women with a relapse was reduced by 12% by radiotherapy (8.1% v 20.2%; P = .004).": [
        "RD 12 p=0.004"
    ],
    "Radiation reduced the absolute 10-year risk of any event (ie, relapse or death) by 9.4% (SE 1.2).": [
        "RD 9.4"
    ],
    "The hazard was lower (HR 0.8, 95% CI 0.7-0.9), with 14 fewer deaths per 1000 women.": [
        "HR 0.8 [0.7, 0.9]",
        "RD 14",
    ],
    "Resection led to six (SE 2) fewer relapses per 1,000 patients treated.": ["RD 6"],
    "Hip density rose by 3.1% and 4.4%, respectively, in the zoledronate arm versus placebo "
    "(P < .001 at both sites).": ["MD 3.1 p<0.001", "MD 4.4 p<0.001"],
    "Operating time was prolonged by 34.5 min in the robotic group compared with the open group (P = .02).": [
        "MD 34.5 p=0.02"
    ],
    "In comparison with controls, blue dye led to removal of 2.3 more nodes (P = .03).": ["MD 2.3 p=0.03"],
    "Walking improved most with training (40 m farther and 52 m greater than advice, P < .01).": [
        "MD 40",
        "MD 52 p<0.01",
    ],
    "The response of 20 or 40 mg relative to placebo was 3.1 or 4.7 points, respectively (both P < .001).": [
        "MD 3.1 p<0.001",
        "MD 4.7 p<0.001",
    ],
    "The fall in HbA1c was more pronounced with the pump than with injections (0.40% [CI, 0.10% to 0.70%]; "
    "P = .009) (4.4 mmol/mol [CI, 1.1 to 7.7]; P = .009).": [
        "MD 0.4 [0.1, 0.7] p=0.009",
        "MD 4.4 [1.1, 7.7] p=0.009",
    ],
    "Pooled results of 9 trials showed that yoga reduced fatigue (6 points/100; 95% CI 3 to 9).": [
        "MD 6 [3, 9]"
    ],
    # a change told first, then for each subgroup
    "Tamoxifen lowered the risk of cancer by 48% (P < .001). The decreased risk was seen in women below 50 "
    "years (41%) and in older women (53%).": ["OTHER 48 p<0.001", "OTHER 41", "OTHER 53"],
}

COUNT_NOT = (
    "Earlier trials showed a 20% reduction in mortality with screening compared with no screening.",
    "The surgery group had 2.1 more metastatic sites at baseline than the control group.",
    "Median survival was 6.2 months longer than previously reported.",
    "Of the tumours, 12% more than 5 cm were removed.",
    "The dose was 25% lower in elderly patients than in younger patients.",
    "A 10% increase in Ki-67 was associated with worse survival than lower values.",
    "Exemestane showed a median absolute 10% reduction in Ki-67 [from 22 to 8].",
    "Women with greater 12-month decreases in the marker had a greater 24-month increase in density.",
    "Steps rose by 1500 a day in the exercise group compared with 60 steps in the control group (P < .01).",
    "Pain fell by 2.1 points in the acupuncture arm and 1.0 points in the sham arm.",
    "A 30% decrease in CRP was seen with diet compared with a 2% decrease under usual care (P = .05).",
    "Weight was reduced by 3% compared with baseline in both groups.",
    "Resorption fell by 40% compared with the pre-treatment value.",
    "The incidence of a 5% decrease in density was lower in the upfront arm versus the delayed arm.",
    "More women on denosumab achieved a 50% reduction in the marker compared with placebo.",
    "Estrone decreased by 11% with aspirin at 2 months but did not differ compared to placebo.",
    "The sample was large enough to detect a 20% reduction in relapses compared with no treatment.",
    "Survival was longer in stage 2 or higher than in lower stages.",
    "Intake remained 9% to 10% lower than in the comparison group.",
    "The falls were 55.0% in the control group, significantly higher than those in the drug group (20.0%).",
    "Mortality decreased by 3% per year between 1990 and 2010.",
)

SHARED_P = {
    "There was no difference in OS (P = .4) or PFS (P = .6), with HRs of 0.91 and 0.95.": [
        "HR 0.91 p=0.4",
        "HR 0.95 p=0.6",
    ],
    "HRs were 0.62 (P<0.001) and 0.71 (P=0.02) for death and relapse.": ["HR 0.62 p<0.001", "HR 0.71 p=0.02"],
    "The mean volume was 56 mL less than in the open group, although this was not significant (P = 0.06).": [
        "MD 56 p=0.06"
    ],
    "Pain was 1.6 points higher with the drug than with the sham at week 16 (P = .04).": ["MD 1.6 p=0.04"],
    "Rural living(OR=1.92,95%CI:[1.27,2.91]) and age(OR=1.38,95%CI:[1.04,1.83]) were risk factors for late "
    "diagnosis(P<0.05).": ["OR 1.92 [1.27, 2.91] p<0.05", "OR 1.38 [1.04, 1.83] p<0.05"],
    "Nodes and grade told on survival (P<0.001), with relative risks of 1.50 (95% CI: 1.30–1.73) and 2.20 "
    "(95% CI: 1.60–3.02), respectively.": ["RR 1.5 [1.3, 1.73] p<0.001", "RR 2.2 [1.6, 3.02] p<0.001"],
    "Surgery helped both stages (HR = 0.63 and 0.81 for II and III, respectively, p = 0.002 and <0.001).": [
        "HR 0.63 p=0.002",
        "HR 0.81 p<0.001",
    ],
    "The rate ratio at 1 year was 0.57 (permutation test; P = .041).": ["IRR 0.57 p=0.041"],
    "The absolute reduction in relapses was 14.0% (SE 4.1, 9.1% vs 23.1%, 2P = .003).": ["RD 14 p=0.003"],
    "Bleeding was commoner with the higher dose (HR 2.51 [1.60-3.94], p=<0.001).": [
        "HR 2.51 [1.6, 3.94] p<0.001"
    ],
    "Total mortality showed a reduction by aspirin of 13%, which was not significant at p<0.05.": [
        "OTHER 13"
    ],
}

UNNAMED = {
    "Surgery (HR 0.62), age (1.02; 1.01-1.03) and grade (1.4; 1.1-1.8) told on survival.": [
        "HR 0.62",
        "HR 1.02 [1.01, 1.03]",
        "HR 1.4 [1.1, 1.8]",
    ],
    "Age was related to fatigue (beta -0.21, p = 0.02).": ["BETA -0.21 p=0.02"],
    "Age was related to fatigue (coefficient, -0.21; 95% CI, -0.33 to -0.09).": ["BETA -0.21 [-0.33, -0.09]"],
    "Risk was raised in smokers (excess relative risk 0.32, 95% CI 0.10-0.58).": ["OTHER 0.32 [0.1, 0.58]"],
    "The adjusted hazard ratios (95% CI) for death and relapse were 0.80 (0.50–1.28) (P=.35) and 1.30 "
    "(1.38–1.95) (P=.004), respectively.": ["HR 0.8 [0.5, 1.28] p=0.35", "HR 1.3 [1.38, 1.95] p=0.004"],
    "The difference was 0.07 days (90% CI, -0.19 to 0.33; 95% CI, -0.24 to 0.38).": ["MD 0.07 [-0.24, 0.38]"],
    "When adjusted for age, neither resection (0.91; 95% CI 0.64–1.29) nor stage (1.21; 95% CI 0.86–1.71) "
    "told. In women, grade did (HR 2.1; 95% CI 1.3–3.4).": [
        "HR 0.91 [0.64, 1.29]",
        "HR 1.21 [0.86, 1.71]",
        "HR 2.1 [1.3, 3.4]",
    ],
    "Clots were rarest at the target (OR = 0.45 [0.24, 0.81]), whereas higher values raised the odds of "
    "bleeding by 3.12 fold (95% confidence interval: 1.40, 6.95).": [
        "OR 0.45 [0.24, 0.81]",
        "OR 3.12 [1.4, 6.95]",
    ],
    "Mortality stayed raised (MRR, 2.05 [95% CI, 1.40–2.90]).": ["IRR 2.05 [1.4, 2.9]"],
    "The slopes differed by group (β estimates = -.21 and -.17, respectively; p's < .03).": [
        "BETA -0.21 p<0.03",
        "BETA -0.17 p<0.03",
    ],
    "The effects were small (Phi=0.11 and 0.19, respectively).": ["OTHER 0.11", "OTHER 0.19"],
    "The effect was moderate (an effect size of at least d=0.5).": [],
}


@pytest.mark.parametrize("sentence", COUNT)
def test_a_quantity_set_between_groups_is_an_estimate(sentence: str) -> None:
    assert shown(sentence) == COUNT[sentence]


@pytest.mark.parametrize("sentence", COUNT_NOT)
def test_one_groups_own_result_or_a_change_over_time_is_none(sentence: str) -> None:
    assert shown(sentence) == []


@pytest.mark.parametrize("sentence", SHARED_P)
def test_a_p_value_goes_to_all_that_it_is_said_of(sentence: str) -> None:
    assert shown(sentence) == SHARED_P[sentence]


@pytest.mark.parametrize("sentence", UNNAMED)
def test_values_are_read_where_their_name_or_interval_is_unusual(sentence: str) -> None:
    assert shown(sentence) == UNNAMED[sentence]


@pytest.mark.parametrize("sentence", COUNT)
def test_every_quantity_is_printed_in_its_quote(sentence: str) -> None:
    words, found = {"six": 6.0}, effects(sentence)
    assert found
    for e in found:
        printed = {n.value for n in find_numbers(e.evidence.quote)}
        printed |= {value for word, value in words.items() if word in e.evidence.quote}
        assert e.value in printed
