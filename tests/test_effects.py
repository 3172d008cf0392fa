"""Which estimates a sentence states: the measure, the value, the interval and the p-value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.effects.find import find_effects
from miner.model import Effect
from miner.numbers.printed import find_numbers
from miner.text.document import read_document

TITLE = "Resection of the primary tumour in metastatic breast cancer"


def effects(results: str) -> tuple[Effect, ...]:
    return find_effects(read_document(f"{TITLE}\nRESULTS: {results}", "t"), ())


def shown(results: str) -> list[str]:
    """Each estimate as "HR 0.66 [0.49, 0.88] p=0.005"."""
    out = []
    for e in effects(results):
        text = f"{e.measure} {e.value:g}"
        text += f" [{e.ci[0]:g}, {e.ci[1]:g}]" if e.ci else ""
        text += f" {e.ci_level:g}%" if e.ci_level not in (None, 95) else ""
        out.append(text + (f" p{e.p.op}{e.p.value:g}" if e.p else ""))
    return out


STATED = {
    # a first ratio of 1 is the reference of the others
    "By thirds of dose the odds ratios for relapse were 1, 1.42, and 2.07 (P for trend = .01).": [
        "OR 1.42",
        "OR 2.07",
    ],
    # a multiple takes the only ratio that the text names
    "Death was rarer (OR 0.6; 95% CI 0.4-0.9), relapse 1.6 times (95% CI 1.1-2.3) as likely.": [
        "OR 0.6 [0.4, 0.9]",
        "OR 1.6 [1.1, 2.3]",
    ],
    # an interval behind a semicolon
    "Risk rose with age (OR 1.7; 95% CI 1.1, 2.5) and grade (4.9; 3.3, 7.2).": [
        "OR 1.7 [1.1, 2.5]",
        "OR 4.9 [3.3, 7.2]",
    ],
    "Relapse was rarer with surgery (RR=0.48, 95CI 0.27–0.84; p=0.010).": ["RR 0.48 [0.27, 0.84] p=0.01"],
    "Vaccine efficacy against confirmed infection due to matched strains was 66.9% (95% CI, 51.9%-77.4%).": [
        "OTHER 66.9 [51.9, 77.4]"
    ],
    # one ratio, in the forms journals print
    "Survival was longer after surgery (hazard ratio [HR] 0.66; 95% CI 0.49–0.88; p=.005).": [
        "HR 0.66 [0.49, 0.88] p=0.005"
    ],
    "Survival did not differ (HR, 1.11; 90% CI, 0.82 to 1.52; P = .57).": ["HR 1.11 [0.82, 1.52] 90% p=0.57"],
    "Mortality fell with resection (HR 0·71 [95% CI 0·59–0·86]; p<0·0001).": [
        "HR 0.71 [0.59, 0.86] p<0.0001"
    ],
    "The hazard ratio for death was 1.04 (95% confidence interval, 0.81-1.34; P = 0.79).": [
        "HR 1.04 [0.81, 1.34] p=0.79"
    ],
    "Progression was delayed (P = .02; hazard ratio, 0.70; 95% CI, 0.52 to 0.94).": [
        "HR 0.7 [0.52, 0.94] p=0.02"
    ],
    "The odds ratio of surgery versus none was 2.4 (CI95%: 1.1-5.2).": ["OR 2.4 [1.1, 5.2]"],
    "Local control was better with surgery (adjusted OR = 3.1 (1.4, 6.9)).": ["OR 3.1 [1.4, 6.9]"],
    "Recurrence was rarer (relative risk: 0.45 95% confidence interval: 0.21-0.97, p = 0.04).": [
        "RR 0.45 [0.21, 0.97] p=0.04"
    ],
    "Events were fewer (rate ratio, 0.84; 95% CI, 0.72 to 0.98; P = .03).": ["IRR 0.84 [0.72, 0.98] p=0.03"],
    "Death was less likely after surgery (HR=.62, p<or=.01).": ["HR 0.62 p<=0.01"],
    "Survival was shorter without surgery (HR 1.9, 95% CI 1.2 to not reached).": ["HR 1.9"],
    "Response was commoner (OR 1.92; 95% CI: 0.91;4.05).": ["OR 1.92 [0.91, 4.05]"],
    "Resection of metastases halved mortality, with an HR for death of 0.415 (P < .0002).": [
        "HR 0.415 p<0.0002"
    ],
    "Survival was longer (HR for death, 0.42 in favor of surgery; 95% CI, 0.2 to 0.9).": [
        "HR 0.42 [0.2, 0.9]"
    ],
    "The odds ratio was 2.1 in women with bone metastases (P = .03).": ["OR 2.1 p=0.03"],
    "As expected, survival was longer, with a hazard ratio of 0.7 (P = .02).": ["HR 0.7 p=0.02"],
    "For women with positive margins the hazard ratio was 2.0 (P = .01).": ["HR 2 p=0.01"],
    # several values
    "Hazard ratios for one, two and three sites were 0.56, 0.61 and 0.78, respectively.": [
        "HR 0.56",
        "HR 0.61",
        "HR 0.78",
    ],
    "Overall survival (HR 0.7; 95% CI 0.5-0.9) and local control (0.4; 0.2-0.7) were better.": [
        "HR 0.7 [0.5, 0.9]",
        "HR 0.4 [0.2, 0.7]",
    ],
    "Survival went with age (OR 2.6 [95% CI 1.4-4.8]), grade (3.1 [1.5-6.4]), margins (5.2 [1.6-16.9]).": [
        "OR 2.6 [1.4, 4.8]",
        "OR 3.1 [1.5, 6.4]",
        "OR 5.2 [1.6, 16.9]",
    ],
    "The odds ratios (95% CI) were 0.41 (0.26-0.65) for liver, and 0.63 (0.41-0.97) for lung lesions.": [
        "OR 0.41 [0.26, 0.65]",
        "OR 0.63 [0.41, 0.97]",
    ],
    "Deaths (HR; 95% CI) were fewer after surgery: bone 0.83; 0.60 to 1.15; liver: 0.76; 0.52 to 1.11.": [
        "HR 0.83 [0.6, 1.15]",
        "HR 0.76 [0.52, 1.11]",
    ],
    "The HR of death was 0.60 (95% CI, 0.50 to 0.72), of relapse 0.7 (95% CI, 0.6 to 0.82); both P < .001.": [
        "HR 0.6 [0.5, 0.72] p<0.001",
        "HR 0.7 [0.6, 0.82] p<0.001",
    ],
    "HRs were 0.56 and 0.61 (P = .01 and .03, respectively).": ["HR 0.56 p=0.01", "HR 0.61 p=0.03"],
    "The HR fell from 0.72 (95% CI: 0.59–0.89) in 1998 to 0.42 (95% CI: 0.35–0.50) in 2009.": [
        "HR 0.72 [0.59, 0.89]",
        "HR 0.42 [0.35, 0.5]",
    ],
    "The HR of death was 0.72 in women treated early and 0.59 in women treated late.": ["HR 0.72", "HR 0.59"],
    # a p-value in a bracket of its own, behind a list
    "Relapse went with grade (OR 2.0), margins (OR 1.7) and ulceration (OR 2.2) (P < .05).": [
        "OR 2 p<0.05",
        "OR 1.7 p<0.05",
        "OR 2.2 p<0.05",
    ],
    "Age (OR 1.9; P = .01) and grade (OR 2.4) told of relapse (P < .05).": ["OR 1.9 p=0.01", "OR 2.4"],
    # figures in words, and letters for measures
    "Operated women were 1.8 times more likely to be alive at 5 years.": ["OTHER 1.8"],
    "After surgery pain scores were 18% lower than in controls (P = .02).": ["OTHER 18 p=0.02"],
    "Women operated late had a 41% (95% CI = 12% to 80%) greater hazard of death.": ["OTHER 41 [12, 80]"],
    "Screening was had by 42% and 30%; the letter was associated with a 12% higher screening rate.": [
        "RD 12"
    ],
    "Days in hospital were 4.1 and 4.6 (λ = -0.5 [95% CI: -1.2, 0.2], p = 0.17).": [
        "OTHER -0.5 [-1.2, 0.2] p=0.17"
    ],
    "Relapse was rarer (cumulative incidence difference [CUD], -6.0%; 95% CI, -11 to -1.2).": [
        "RD -6 [-11, -1.2]"
    ],
    "Survival was longer (HR 0.70; 97.5% CI 0.50 to 0.98).": ["HR 0.7 [0.5, 0.98] 97.5%"],
    # differences
    "Infection was rare [1 (0.4%) vs. 4 (1.6%), RD - 1.2(- 2.9,0.5)].": ["RD -1.2 [-2.9, 0.5]"],
    "More women were content (120/400 [30%] vs 160/400 [40%]; 10%, 4-16; p=0·002).": [
        "RD 10 [4, 16] p=0.002"
    ],
    "Density fell (-2·1% [95% CI -2·9 to -1·4] v -0·7% [-1·2 to -0·2]; difference -1·4%, -2·0 to -0·7).": [
        "MD -1.4 [-2, -0.7]"
    ],
    "The mean difference was 2.5% +/- 1.2% (95% CI, 0.2 to 4.9).": ["MD 2.5 [0.2, 4.9]"],
    "The mean difference in volume between the arms was 5.1% at 6 months (P = .002) and 7% at 1 year.": [
        "MD 5.1 p=0.002",
        "MD 7",
    ],
    "Between-group differences in leptin and insulin were 18.3% (P = .09) and 7.1% (P = .02).": [
        "MD 18.3 p=0.09",
        "MD 7.1 p=0.02",
    ],
    "The 95% CI for the mean difference (- 0.285, 0.298) was within the margin.": [],
    "Pain scores were lower with surgery (mean difference -4.2, 95% CI -6.6 to -1.8).": [
        "MD -4.2 [-6.6, -1.8]"
    ],
    "Complications were rarer (risk difference -3.2% [95% CI -5.9 to -0.5]).": ["RD -3.2 [-5.9, -0.5]"],
    "Response was seen in 30% and 24% of patients (6% difference, 95% CI -4 to 16%).": ["RD 6 [-4, 16]"],
    "Fatigue fell more with exercise than without (-2.8 points [95% CI, -5.0 to -0.6]; P = .01).": [
        "MD -2.8 [-5, -0.6] p=0.01"
    ],
    "Quality of life was better (standardized mean difference 0.36, 95% CI 0.12, 0.60).": [
        "SMD 0.36 [0.12, 0.6]"
    ],
    "Median survival was 19 and 13 months (HR, 0.8; 95% CI, 0.6 to 0.9; absolute difference, 6.0 months).": [
        "HR 0.8 [0.6, 0.9]",
        "OTHER 6",
    ],
    "Scores changed by less after surgery (difference - 0.4; 95% CI - 0.9 to 0.1).": ["MD -0.4 [-0.9, 0.1]"],
    "The difference in median survival was 4.3 months.": ["OTHER 4.3"],
    "Hospital stay was 2.1 days shorter (95% CI 1.2-3.0, P < 0.001).": ["MD 2.1 [1.2, 3] p<0.001"],
    "The WMD was -21.5 min (95% CI -35.2 to -7.8).": ["MD -21.5 [-35.2, -7.8]"],
    # told in words
    "Obese women had increased odds of infection (1.8; 95% CI 1.2-2.7).": ["OR 1.8 [1.2, 2.7]"],
    "Local control was 1.8-fold more likely (95% CI 1.2-2.7).": ["OTHER 1.8 [1.2, 2.7]"],
    "Deaths after surgery showed a 22% (95% CI 8–34) decrease.": ["OTHER 22 [8, 34]"],
    "Resection reduced the risk of death by 28%.": ["OTHER 28"],
}


@pytest.mark.parametrize("sentence", STATED, ids=range(len(STATED)))
def test_a_stated_estimate_is_read(sentence: str) -> None:
    assert shown(sentence) == STATED[sentence]


NO_ESTIMATE = [
    "Of 200 women, 120 had HR+/HER2- tumours and 80 were HR-negative.",
    "The mean heart rate (HR) was 78 beats and HR 80 was exceeded twice.",
    "RR was 35% (95% CI 28-43) with surgery and 33% (26-41) without.",
    "Patients received surgery OR radiotherapy; OR time was 95 minutes.",
    "Median survival was 24.6 months (95% CI, 20.1-30.4) with surgery and 19.8 months (15.2-23.0) without.",
    "Five-year survival was 35% (95% CI 28 to 43).",
    "With 80% power to detect a hazard ratio of 0.70, 250 patients were needed.",
    "The non-inferiority margin was a hazard ratio of 1.25.",
    "To cross the boundary required a hazard ratio of 0.6 with P<.01.",
    "The groups did not differ in age (52 v 54 years; P = .3).",
    "No difference was seen in deaths (69 v 70) or complications (4% v 3%).",
    "The positive likelihood ratio was 5.9 and the kappa coefficient 0.81.",
    "Hospital stay was 6 (4 to 9) days after surgery and 5 (3 to 8) days without.",
    "Partial remission (PR 12.5%) was rarer than stable disease, and the risk-benefit ratio 1.2.",
    "A difference of 10 points was considered clinically meaningful.",
    "From baseline to one year pain fell (-1.9 points [95% CI -2.7 to -1.1]).",
]


@pytest.mark.parametrize("sentence", NO_ESTIMATE, ids=range(len(NO_ESTIMATE)))
def test_no_estimate_is_read_where_none_is_stated(sentence: str) -> None:
    assert shown(sentence) == []


def test_a_restated_percentage_is_no_second_estimate() -> None:
    assert shown("Surgery lowered mortality by about 25% (hazard ratio, 0.75; P = .02).") == [
        "HR 0.75 p=0.02"
    ]


def test_the_conclusion_repeats_no_estimate() -> None:
    results = "Deaths were fewer (HR 0.66; 95% CI 0.49-0.88)."
    text = f"{TITLE}\nRESULTS: {results}\nCONCLUSION: Surgery helps (HR 0.66)."
    assert len(find_effects(read_document(text), ())) == 1


def test_the_p_value_of_an_interaction_belongs_to_no_estimate() -> None:
    (effect,) = effects(
        "The effect was larger in bone-only disease (HR 0.5; 95% CI 0.3-0.8; P for interaction = .04)."
    )
    assert effect.p is None


def test_a_sentence_cut_inside_a_bracket_is_read_as_one() -> None:
    assert shown("Risk was higher with liver lesions (OR 2.4. 95% CI 1.3–4.5) than with others.") == [
        "OR 2.4 [1.3, 4.5]"
    ]


@pytest.mark.parametrize(
    ("sentence", "adjusted"),
    [
        ("On multivariable analysis surgery was tied to longer survival (HR 0.61; 95% CI 0.58-0.65).", True),
        ("In univariate analysis surgery was tied to longer survival (HR 0.61; 95% CI 0.58-0.65).", False),
        ("Survival was longer (HR 0.7; 95% CI 0.5-0.9) after adjustment for age and grade.", True),
        ("Survival was longer (unadjusted HR 0.7; 95% CI 0.5-0.9).", False),
        ("Survival was longer (HR 0.7; 95% CI 0.5-0.9) with surgery.", None),
    ],
)
def test_adjusted_is_what_the_text_says(sentence: str, adjusted: bool | None) -> None:
    text = f"Surgery of the primary tumour: a retrospective review of 120 patients\nRESULTS: {sentence}"
    (effect,) = find_effects(read_document(text), ())
    assert effect.adjusted is adjusted


def test_of_a_crude_and_an_adjusted_value_the_first_is_crude() -> None:
    sentence = "In crude and in adjusted analysis the HR was 1.40 (1.10-1.80) and 1.10 (0.90-1.40)."
    found = find_effects(read_document(f"Surgery in a cohort\nRESULTS: {sentence}"), ())
    assert [(e.value, e.adjusted) for e in found] == [(1.40, False), (1.10, True)]


def test_a_plain_randomised_comparison_is_not_adjusted() -> None:
    methods = "Patients were randomly assigned to surgery or none."
    text = f"Surgery or none: a randomised trial\nMETHODS: {methods}\nRESULTS: Survival was alike (HR 1.04)."
    (effect,) = find_effects(read_document(text), ())
    assert effect.adjusted is False


def test_what_others_found_before_is_no_result() -> None:
    text = (
        "Does removal of the primary help?\n"
        "Retrospective series suggest that removal lowers the risk of death (pooled HR 0.69). "
        "We randomly assigned 200 women to removal or none. "
        "The hazard ratio for death was 0.95 (95% CI 0.70-1.29)."
    )
    assert [e.value for e in find_effects(read_document(text), ())] == [0.95]


def test_a_list_of_subgroups_goes_on_with_the_last_ratio() -> None:
    text = (
        "Removal of the primary or none: a randomised trial\n"
        "RESULTS: The hazard ratio for death was 0.66 (95% CI 0.49-0.88). "
        "Local progression happened in 1% and 11%. "
        "Subgroup analyses: ER-positive, HR 0.64 (0.46-0.91)."
    )
    assert [e.endpoint_class for e in find_effects(read_document(text), ())] == ["overall_survival"] * 2


@pytest.mark.parametrize(
    ("sentence", "subgroup"),
    [
        (
            "In patients with bone-only disease, survival was longer with surgery (HR 0.5; 95% CI 0.3-0.8).",
            "patients with bone-only disease",
        ),
        (
            "Survival was longer with surgery (HR 0.5; 95% CI 0.3-0.8) in premenopausal women.",
            "premenopausal women",
        ),
        ("Survival was longer in the surgery group (HR 0.5; 95% CI 0.3-0.8).", None),
    ],
)
def test_the_subgroup_is_named(sentence: str, subgroup: str | None) -> None:
    (effect,) = effects(sentence)
    assert effect.subgroup == subgroup


@settings(max_examples=60)
@given(
    st.sampled_from(["HR", "hazard ratio [HR]", "OR", "odds ratio", "relative risk (RR)"]),
    st.sampled_from([" ", " = ", ", ", ": "]),
    st.integers(11, 499),
    st.integers(2, 9),
    st.sampled_from(["-", "–", " to ", ", "]),
    st.sampled_from(["95% CI ", "95% CI, ", "95% confidence interval [CI] = "]),
)
def test_any_printed_ratio_is_read_back(
    name: str, link: str, cents: int, spread: int, dash: str, mark: str
) -> None:
    value, low, high = cents / 100, cents / 100 / (1 + spread / 10), cents / 100 * (1 + spread / 10)
    (effect,) = effects(
        f"Survival was longer ({name}{link}{value:.2f}; {mark}{low:.3f}{dash}{high:.3f}; P = .03)."
    )
    assert (effect.value, effect.ci) == (value, (round(low, 3), round(high, 3)))
    assert effect.p is not None
    assert effect.p.value == 0.03


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*STATED, *NO_ESTIMATE]), min_size=1, max_size=4))
def test_every_number_stands_in_the_quote_and_the_quote_in_the_text(sentences: list[str]) -> None:
    text = f"{TITLE}\nRESULTS: {' '.join(sentences)}"
    for effect in find_effects(read_document(text), ()):
        quote = effect.evidence.quote
        assert text[effect.evidence.start : effect.evidence.end] == quote
        printed = {abs(n.value) for n in find_numbers(quote)}
        assert {abs(effect.value), *(abs(b) for b in effect.ci or ())} <= printed


@settings(max_examples=100)
@given(st.text(alphabet="HROC I95%([.,;:-–0123456789p=<) \n", max_size=120))
def test_any_text_is_read_without_failing(text: str) -> None:
    for effect in find_effects(read_document(text), ()):
        assert effect.evidence.quote in text
