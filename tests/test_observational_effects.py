"""How observational studies print estimates: lists of factors, prevalence ratios, limits of p said of all."""

from __future__ import annotations

import pytest

from miner.effects.find import find_effects
from miner.text.document import read_document

TITLE = "Factors associated with falls in older adults"


def shown(results: str, methods: str = "Regression was used.") -> list[str]:
    """Each estimate as "OR 1.66 [1.19, 2.88] p=0.005"."""
    out = []
    doc = read_document(f"{TITLE}\nMETHODS: {methods}\nRESULTS: {results}", "t")
    for e in find_effects(doc, ()):
        text = f"{e.measure} {e.value:g}"
        text += f" [{e.ci[0]:g}, {e.ci[1]:g}]" if e.ci else ""
        out.append(text + (f" p{e.p.op}{e.p.value:g}" if e.p else ""))
    return out


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("prevalence ratio", "RR"),
        ("adjusted prevalence ratio [aPR],", "RR"),
        ("PR =", "RR"),
        ("aPR:", "RR"),
        ("prevalence rate ratio", "RR"),
        ("proportion ratio", "RR"),
        ("prevalence odds ratio (POR) =", "OR"),
        ("POR", "OR"),
        ("O.R.", "OR"),
        ("ratio of incidence rates", "IRR"),
        ("relative hazard", "HR"),
        ("standardized mortality ratio", "OTHER"),
        ("population attributable fraction", "OTHER"),
        ("coefficient", "BETA"),
        ("coef. =", "BETA"),
    ],
)
def test_the_name_gives_the_measure(name: str, measure: str) -> None:
    assert shown(f"Falls were more common in smokers ({name} 1.42; 95% CI 1.10-1.83).") == [
        f"{measure} 1.42 [1.1, 1.83]"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Obesity (OR 1.8), smoking (OR 2.1) and age (OR 1.5) were associated with falls.",
        "Risk factors were obesity (OR 1.8), smoking (2.1) and age (1.5).",
        "Risk factors were obesity (OR 1.8 for >2 grades), smoking (2.1 for ≥10 a day) and age (OR 1.5).",
        "The OR was 1.8 in former smokers, 2.1 in light smokers, and as much as 1.5 in heavy smokers.",
        "Odds ratios across quartiles of intake were 1.0 (reference), 1.8, 2.1 and 1.5.",
        "By quartile of salt the odds ratios were 1, 1.8 and 2.1 (P for trend = .07), of fat 1.00 and 1.5.",
        "Falls were fewer (ORs 1.8 and 2.1 in the third and fourth; OR for walking and standing 1.5, ns).",
    ],
)
def test_a_list_goes_on_without_naming_the_measure_again(sentence: str) -> None:
    assert [e.split(" p")[0] for e in shown(sentence)][:2] == ["OR 1.8", "OR 2.1"]
    assert "OR 1.5" in [e.split(" p")[0] for e in shown(sentence)]


def test_each_item_of_a_list_has_its_own_p_value() -> None:
    found = shown("Factors were age (hazard ratio 1.8; p=0.01), obesity (2.1; p=0.02) and sex (1.5; p=0.03).")
    assert found == ["HR 1.8 p=0.01", "HR 2.1 p=0.02", "HR 1.5 p=0.03"]


def test_shares_attributable_to_factors_are_listed() -> None:
    found = shown(
        "The largest share was found for smoking (population attributable fraction 9.3), followed by "
        "obesity (4.6), and age and sex (4.1 and 4.0, respectively)."
    )
    assert found == ["OTHER 9.3", "OTHER 4.6", "OTHER 4.1", "OTHER 4"]


def test_a_share_attributable_to_a_factor_does_not_repeat_its_risk_ratio() -> None:
    found = shown("Drugs raised the risk (relative risk 4.6; 95% CI 2.6 to 8.1; attributable risk, 52%).")
    assert found == ["RR 4.6 [2.6, 8.1]", "OTHER 52"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Factors significant at P<0.05: smoking OR 2.5 (95% CI 1.2-5.2) and age OR 1.9 (95% CI 1.2-3.0).",
        "Predictors (p<0.05) were smoking (OR 2.5, 95% CI 1.2-5.2) and age (OR 1.9, 95% CI 1.2-3.0).",
        "Fallers smoked (OR 2.5, 95% CI 1.2-5.2) and aged (OR 1.9, 95% CI 1.2-3.0) at the level of p < 0.05.",
        "Smoking (OR 2.5, 95% CI 1.2-5.2) and age (OR 1.9, 95% CI 1.2-3.0), p<0.05, led to falls.",
        "Signs at the 5% level (p<0.05) were smoking (OR 2.5, 95% CI 1.2-5.2), age (OR 1.9, 95% CI 1.2-3.0).",
        "Smoking (OR 2.5, 95% CI 1.2-5.2) and age (OR 1.9, 95% CI 1.2-3.0) were signs at a level of p<0.05.",
    ],
)
def test_a_limit_of_p_is_said_of_the_whole_row(sentence: str) -> None:
    assert shown(sentence) == ["OR 2.5 [1.2, 5.2] p<0.05", "OR 1.9 [1.2, 3] p<0.05"]


def test_a_limit_in_the_bracket_of_a_plural_is_that_of_all() -> None:
    found = shown("The leading factors were obesity and smoking (adjusted ORs 4.85 and 4.13, p < 0.05).")
    assert found == ["OR 4.85 p<0.05", "OR 4.13 p<0.05"]


def test_significantly_takes_the_p_value_of_its_verb() -> None:
    found = shown("Obesity was significantly (P = 0.01) associated with falls (OR 1.85; 95% CI 1.20-2.85).")
    assert found == ["OR 1.85 [1.2, 2.85] p=0.01"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Age differed (p=0.02) but obesity was no factor (OR 1.9, 95% CI 0.9-4.0).",
        "With a significance level of p<0.05, obesity was a factor (OR 1.9, 95% CI 0.9-4.0).",
        "Obesity was a factor (OR 1.9, 95% CI 0.9-4.0), p < 0.001 trend.",
    ],
)
def test_a_p_value_of_something_else_is_not_taken(sentence: str) -> None:
    assert shown(sentence) == ["OR 1.9 [0.9, 4]"]


@pytest.mark.parametrize(
    ("sentence", "estimate"),
    [
        (
            "Smokers had on average 0.82 (95% CI: 0.41-1.23) more falls than non-smokers.",
            "MD 0.82 [0.41, 1.23]",
        ),
        ("Smokers were 2.1 kg lighter (95% CI 1.5 to 2.7) than non-smokers.", "MD 2.1 [1.5, 2.7]"),
        ("Smokers had a 4.2 mmHg (95% CI 2.1-6.3) higher pressure than others.", "MD 4.2 [2.1, 6.3]"),
        ("Smoking was associated with a 1.2-point decrease in gait (95% CI, 0.8-1.6).", "MD 1.2 [0.8, 1.6]"),
        (
            "Each drug was associated with a decrease of 1.2 points (95% CI 0.8 to 1.6).",
            "BETA 1.2 [0.8, 1.6]",
        ),
        ("The risk difference was 5.2 per 100 (95% CI 2.1-8.3).", "RD 5.2 [2.1, 8.3]"),
    ],
)
def test_a_difference_is_told_by_a_comparative_or_an_association(sentence: str, estimate: str) -> None:
    assert shown(sentence) == [estimate]


def test_two_differences_share_one_comparative() -> None:
    found = shown(
        "Smokers had 0.8 (95% CI: 0.4-1.2) and 0.4 (95% CI: 0.2-0.6) more falls and fractures than others."
    )
    assert found == ["MD 0.8 [0.4, 1.2]", "MD 0.4 [0.2, 0.6]"]


@pytest.mark.parametrize(
    ("printed", "estimate"),
    [
        ("OR 1.80; 1.20--2.70", "OR 1.8 [1.2, 2.7]"),
        ("OR 1,80, IC95% 1,20-2,70", "OR 1.8 [1.2, 2.7]"),
    ],
)
def test_doubled_hyphens_and_decimal_commas(printed: str, estimate: str) -> None:
    assert shown(f"Smoking predicted falls ({printed}).") == [estimate]


def test_a_ratio_that_only_the_methods_name() -> None:
    found = shown(
        "Smoking (5.6; 95% CI 3.0, 10.4) and age (4.0; 95% CI 2.1, 7.2) were correlated with falls.",
        "The ratio of incidence rates was calculated.",
    )
    assert found == ["IRR 5.6 [3, 10.4]", "IRR 4 [2.1, 7.2]"]


@pytest.mark.parametrize(
    "sentence",
    [
        "In total, 36 patients had LR, 14 RR and 1343 DM as first event (regional recurrence, RR).",
        "The dose of opioids was often reduced by 30% compared to controls (p = 0.0015).",
        "Several conditions predicted falls (adjusted OR between 1.34-19.56).",
        "Pain correlated with age (r = 0.43, p = 0.01).",
        "Risk factors were weighed; median ferritin was lower (2.1) and age higher (61.5).",
    ],
)
def test_what_is_no_estimate(sentence: str) -> None:
    assert shown(sentence) == []


def test_a_multiple_in_words_repeats_a_ratio() -> None:
    found = shown(
        "Smoking was a risk (relative risk 4.04; 95% CI 2.95-5.54). It makes a 4-fold difference in deaths."
    )
    assert found == ["RR 4.04 [2.95, 5.54]"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Age and sex had hazard ratios of 2.31 and 1.88 (95% CIs 1.42-3.76 and 1.12-3.15).",
        "Age and sex had HRs of 2.31 and 1.88, respectively (95% CI, 1.42 to 3.76 and 1.12 to 3.15).",
        "The hazard ratio was 2.31 for age and 1.88 for sex (95% CI 1.42-3.76 and 1.12-3.15, respectively).",
        "Age and sex (HR: 2.31, 1.88; 95% CI: 1.42-3.76, 1.12-3.15) were factors.",
    ],
)
def test_a_row_of_intervals_follows_a_row_of_values(sentence: str) -> None:
    assert shown(sentence) == ["HR 2.31 [1.42, 3.76]", "HR 1.88 [1.12, 3.15]"]


def test_rows_of_values_intervals_and_p_values() -> None:
    found = shown(
        "Age, sex, site were found (OR 2.3, 1.9, 3.0; 95% CI 1.4-3.8, 1.1-3.2, 1.8-5.0; P = 0.01, .02, .03)."
    )
    assert found == ["OR 2.3 [1.4, 3.8] p=0.01", "OR 1.9 [1.1, 3.2] p=0.02", "OR 3 [1.8, 5] p=0.03"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Being old 2.3(1.4, 3.8) and female 1.9(1.1, 3.3) were linked to falls [AOR(95%CI)].",
        "Being old (2.3 [1.4-3.8]) and female (1.9 [1.1-3.3]) had higher odds (aOR [95% CI]).",
    ],
)
def test_a_measure_may_be_named_behind_its_values(sentence: str) -> None:
    assert shown(sentence) == ["OR 2.3 [1.4, 3.8]", "OR 1.9 [1.1, 3.3]"]


def test_whole_numbers_before_the_values_are_labels() -> None:
    found = shown("The ORs for 1, 2 and ≥3 drinks were 1.12, 1.35 and 1.88 (P(trend) < 0.001).")
    assert found == ["OR 1.12", "OR 1.35", "OR 1.88"]


@pytest.mark.parametrize(
    ("sentence", "estimate"),
    [
        ("The odds of falling were 2.3 (95% CI 1.4-3.8) compared with the young.", "OR 2.3 [1.4, 3.8]"),
        ("Compared with men, the hazard of falling was 2.3 (95% CI 1.4-3.8).", "HR 2.3 [1.4, 3.8]"),
        ("Falls fell by 2.3 percentage points (95% CI 1.1-3.5) compared with controls.", "RD 2.3 [1.1, 3.5]"),
        (
            "Sight was 2.3 percentage points higher (95% CI, 1.1 to 3.5) in men than women.",
            "RD 2.3 [1.1, 3.5]",
        ),
        ("HbA1c fell by 0.5 percentage points (95% CI 0.3-0.7) versus controls.", "MD 0.5 [0.3, 0.7]"),
        (
            "Age was a factor (odds ratio {OR}, 2.3 [95% confidence interval {CI}, 1.4-3.8]).",
            "OR 2.3 [1.4, 3.8]",
        ),
        ("Age was a factor (OR 2.3, 95% CI 1.4–3.8, p˂0.001).", "OR 2.3 [1.4, 3.8] p<0.001"),
        ("Age was a factor (OR 2.3, 95% CI 1.4–3.8, p 0.001).", "OR 2.3 [1.4, 3.8] p=0.001"),
        ("Age was a factor (OR 2.3, 95% CI 1.4–3.8, pcorr=0.001).", "OR 2.3 [1.4, 3.8] p=0.001"),
    ],
)
def test_rarer_ways_to_print_an_estimate(sentence: str, estimate: str) -> None:
    assert shown(sentence) == [estimate]


@pytest.mark.parametrize(
    ("sentence", "adjusted"),
    [
        ("The OR was 2.1 (p = 0.001), 1.8 after adjustment for age.", [False, True]),
        ("The OR was 2.4 (95% CI 1.3-4.4), falling to 1.9 (95% CI 1.1-3.3) after adjustment.", [False, True]),
        ("The OR was 2.4 (95% CI 1.3-4.4) before and 1.9 (95% CI 1.1-3.3) after adjustment.", [False, True]),
        (
            "Crude analysis gave an OR of 2.4 (95% CI 1.3-4.4); allowing for age it was 1.9 (1.1-3.3).",
            [False, True],
        ),
        ("The link (OR 2.4) was weaker in the multivariable model (OR 1.9).", [False, True]),
        ("ORs were 2.4 (95% CI 1.3-4.4) and 1.9 (95% CI 1.1-3.3) after adjustment.", [True, True]),
        ("Before PSM the HR was 2.4, and after PSM it was 1.9 (95% CI 1.1-3.3).", [False, True]),
        (
            "Before weighting the HR was 2.4 (95% CI 1.3-4.4), and by IPTW it was 1.9 (1.1-3.3).",
            [False, True],
        ),
        ("Falls rose in unweighted (OR 2.4) and in weighted analysis (OR 1.9).", [False, True]),
        ("In a doubly robust analysis the risk difference was 2.4% (95% CI 1.3-4.4).", [True]),
        ("In logistic models smoking was a risk factor (OR 1.9, 95% CI 1.1-3.3).", [True]),
    ],
)
def test_which_estimate_is_adjusted(sentence: str, adjusted: list[bool]) -> None:
    doc = read_document(f"{TITLE}\nMETHODS: A cohort was followed.\nRESULTS: {sentence}", "t")
    assert [e.adjusted for e in find_effects(doc, ())] == adjusted


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Only pain (P=.01; OR 2.3; 95% CI 1.4-3.8) remained, not age (P=.23).",
            ["OR 2.3 [1.4, 3.8] p=0.01"],
        ),
        ("The score had an AUC of 0.81 (P<0.001) and an OR of 2.3 (95% CI 1.4-3.8).", ["OR 2.3 [1.4, 3.8]"]),
        (
            "Low vision, OR 2.3 (1.4-3.8), and pain, OR 1.9 (1.1-3.2), were factors (p<0.05).",
            ["OR 2.3 [1.4, 3.8] p<0.05", "OR 1.9 [1.1, 3.2] p<0.05"],
        ),
        (
            "The OR for pain was 2.3 (P < .01), for age 1.9 (P < .05), and for sex 1.1 (NS).",
            ["OR 2.3 p<0.01", "OR 1.9 p<0.05", "OR 1.1"],
        ),
        ("Pain prolonged the stay by 2.3 days (95% CI 1.4-3.8; P = .01).", ["MD 2.3 [1.4, 3.8] p=0.01"]),
        ("Pain was associated with longer stay (+2.3 days; 95% CI 1.4-3.8).", ["MD 2.3 [1.4, 3.8]"]),
        ("Pain was a factor (OR=2.3; IC: 1.4-3.8; p=.01).", ["OR 2.3 [1.4, 3.8] p=0.01"]),
    ],
)
def test_which_p_value_and_interval_belong_to_an_estimate(sentence: str, found: list[str]) -> None:
    assert shown(sentence) == found


def test_a_change_over_time_is_no_difference() -> None:
    assert shown("Pain increased over the year by 2.3 points (95% CI 1.4-3.8).") == []
