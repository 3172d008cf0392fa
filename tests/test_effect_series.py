"""How far a measure reaches that one sentence names: over a list, into the next sentence, and no further."""

from __future__ import annotations

import pytest

from tests.test_effect_wordings import shown

GOES_ON = {
    # a vaccine's efficacy, named in full once
    "Vaccine efficacy against shingles was 71% (95% CI 60-80). Efficacy in the first winter was 84% (72 "
    "to 91) but "
    "only 32% (-4 to 56) in the third. By age: 60-69 years 78% (64-87), 70 years or more 55% (31-71).": [
        "OTHER 71 [60, 80]",
        "OTHER 84 [72, 91]",
        "OTHER 32 [-4, 56]",
        "OTHER 78 [64, 87]",
        "OTHER 55 [31, 71]",
    ],
    # relative changes of one group after the other
    "Reduction in attacks over placebo was 11% (95% CI -3 to 24) for 25 mg, 27% (14 to 38) for 50 mg "
    "and 31% (18 to "
    "42) for 100 mg.": ["OTHER 11 [-3, 24]", "OTHER 27 [14, 38]", "OTHER 31 [18, 42]"],
    # differences: the middle one of three; a pair of names before the value; the unit told once
    "The difference in height gain compared with controls was +0.4 cm (95% CI: -0.2, 1.0) in egg, +0.2 "
    "cm (-0.4, "
    "0.8) in milk, and -0.3 cm (-0.9, 0.3) in bean.": [
        "MD 0.4 [-0.2, 1]",
        "MD 0.2 [-0.4, 0.8]",
        "MD -0.3 [-0.9, 0.3]",
    ],
    "The mean difference in function was -2.2 points (95% CI -3.9 to -0.5). Sleep was no different: "
    "yoga vs usual "
    "care -0.4 (-1.1 to 0.3), massage vs usual care 0.2 (-0.5 to 0.9).": [
        "MD -2.2 [-3.9, -0.5]",
        "MD -0.4 [-1.1, 0.3]",
        "MD 0.2 [-0.5, 0.9]",
    ],
    "The advantage of the phone over the letter was 14.1 percentage points (95% CI 12.2-16.0), larger "
    "in women over "
    "50 (17.5, 15.0-20.0) than in younger ones.": ["RD 14.1 [12.2, 16]", "RD 17.5 [15, 20]"],
    # what another sentence's ratio does not govern
    "The prevalence ratio was 0.93 (95% CI 0.74-1.17). Weight-for-age was higher in the egg group by "
    "0.21 (95% CI "
    "0.08-0.34).": ["RR 0.93 [0.74, 1.17]", "MD 0.21 [0.08, 0.34]"],
    "The rate ratio was 0.72 (95% CI 0.55 to 0.94). Odds of a bad night in any week: 0.61 (0.44 to "
    "0.85) in winter "
    "and 1.04 (0.72-1.50) in summer.": [
        "IRR 0.72 [0.55, 0.94]",
        "OR 0.61 [0.44, 0.85]",
        "OR 1.04 [0.72, 1.5]",
    ],
    "Mean change was 2.1 with A vs placebo -0.8 (95% CI -1.5 to 0.1).": [],
    # multiples in a row, their intervals in a row behind them
    "Women of 70-79 and of 80 or more had a 1.62- and 2.35-fold higher hazard of death (95% CIs 1.21–2.17 "
    "and 1.70–3.25, respectively).": ["HR 1.62 [1.21, 2.17]", "HR 2.35 [1.7, 3.25]"],
    "Smoking and drinking raised mortality 1.4 and 2.1 times (95% CI 1.1-1.8 and 1.5-2.9, respectively).": [
        "OTHER 1.4 [1.1, 1.8]",
        "OTHER 2.1 [1.5, 2.9]",
    ],
    # a row of intervals that no row of values matches: whose the first is nobody can tell
    "The odds were 1.4-fold higher in smokers and 2.8-fold higher in drinkers (95% CI 1.1-1.8 and 1.4-5.7, "
    "respectively).": [],
    "Surgery lengthened life (HR 0.62, 95% CI 0.50-0.77 and 0.41-0.66, respectively).": ["HR 0.62"],
}


@pytest.mark.parametrize("sentence", GOES_ON)
def test_what_one_sentence_names_governs_as_far_as_it_is_meant(sentence: str) -> None:
    assert shown(sentence) == GOES_ON[sentence]
