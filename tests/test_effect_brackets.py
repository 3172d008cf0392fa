"""Effects that brackets, units and carried-over names give or seem to give."""

import pytest

import miner

TITLE = "A randomised trial of yoga versus stretching.\nRESULTS: "


def _effects(results: str) -> list[tuple[str, float, tuple[float | None, float | None] | None]]:
    return [(e.measure, e.value, e.ci) for e in miner.extract(TITLE + results).effects]


class TestBoundsBehindTheirValue:
    def test_a_ratio_with_its_bounds_after_commas_is_one_effect(self) -> None:
        told = "No excess emerged with drug C (HR 1.09; 0.92, 1.29) nor with drug D (HR 0.87, 0.64, 1.18)."
        assert _effects(told) == [("HR", 1.09, (0.92, 1.29)), ("HR", 0.87, (0.64, 1.18))]

    def test_three_ratios_in_a_row_are_no_interval(self) -> None:
        told = "The ORs were 1.3, 1.1, 1.6 in the three models."
        assert _effects(told) == [("OR", 1.3, None), ("OR", 1.1, None), ("OR", 1.6, None)]

    def test_a_group_may_stand_before_the_bounds(self) -> None:
        told = "Chewing gave OR 4.7 in men (95% CI 3.2-6.9) and 18.8 in women (95% CI 8.3-42.5)."
        assert _effects(told) == [("OR", 4.7, (3.2, 6.9)), ("OR", 18.8, (8.3, 42.5))]

    def test_a_group_may_stand_before_unannounced_bounds(self) -> None:
        told = (
            "By site the HRs were 0.84 for the right colon (0.76-0.93) and 0.97 for the rectum (0.84-1.12)."
        )
        assert ("HR", 0.84, (0.76, 0.93)) in _effects(told)

    def test_a_time_that_was_shortened_keeps_its_bounds(self) -> None:
        told = "The stay differed by \u20133 hours (95% CI: \u201312 to 6; yoga minus stretching)."
        assert _effects(told) == [("MD", -3.0, (-12.0, 6.0))]

    def test_a_difference_in_standard_deviations_keeps_its_bounds(self) -> None:
        told = (
            "Mean growth z-score differed by 0.03 SD (-0.02 to 0.08) between the yoga and stretching groups."
        )
        assert _effects(told) == [("MD", 0.03, (-0.02, 0.08))]

    def test_the_middle_one_of_three_ratios_is_not_lost(self) -> None:
        told = (
            "The standardised incidence ratios were 1.07 (0.85 to 1.33) for surveillance, "
            "1.56 (1.42 to 1.71) for radiotherapy and 0.96 (0.52 to 1.62) for carboplatin."
        )
        assert [value for _, value, _ in _effects(told)] == [1.07, 1.56, 0.96]


class TestWhereAnEstimateGoes:
    def test_from_one_value_to_another(self) -> None:
        told = "Weighting moved the hazard ratio for death from 0.65 (95% CI 0.61-0.69) to 0.88 (0.83-0.94)."
        assert _effects(told) == [("HR", 0.65, (0.61, 0.69)), ("HR", 0.88, (0.83, 0.94))]

    def test_the_benefit_of_the_sentence_before_with_time(self) -> None:
        told = (
            "Death was rarer with yoga, hazard ratio 0.75 (95% CI 0.59-0.94). The benefit waned with time, "
            "from 0.59 (0.41-0.85) in the first months to 0.86 (0.57-1.30) between months 7 and 12."
        )
        assert [value for _, value, _ in _effects(told)] == [0.75, 0.59, 0.86]

    def test_a_stay_from_one_day_to_another_is_no_ratio(self) -> None:
        told = "The odds ratio was 0.75 (0.59-0.94). The stay fell from 1.9 (1.2-2.7) to 1.3 (1.0-1.9) days."
        assert _effects(told) == [("OR", 0.75, (0.59, 0.94))]


class TestNumbersThatAreNoRatio:
    @pytest.mark.parametrize(
        "told",
        [
            "The HR was 0.61 (90% CI, 0.44-0.86), medians being 13.1 (95% CI, 9.8-15.4) and 8.4 (5.7-11.2).",
            "The HR was 0.61 (90% CI, 0.44-0.86), and the maze took 13.1 seconds (95% CI 9.8 to 15.4).",
        ],
    )
    def test_medians_and_seconds_behind_a_hazard_ratio(self, told: str) -> None:
        assert _effects(told) == [("HR", 0.61, (0.44, 0.86))]

    def test_a_short_form_that_says_whose_a_count_is(self) -> None:
        told = (
            "Home rehabilitation (HR) was held against usual care (UC). Readmissions numbered 36 (HR) and "
            "51 (UC), incidence rate ratio 0.76 [0.50, 1.16]."
        )
        assert _effects(told) == [("IRR", 0.76, (0.5, 1.16))]

    def test_the_number_in_the_name_of_a_scale(self) -> None:
        told = "Anxiety improved (GAD-7 difference -1.4, 95% CI -2.4 to -0.2; P=.01)."
        assert _effects(told) == [("MD", -1.4, (-2.4, -0.2))]

    def test_what_each_of_two_groups_had(self) -> None:
        told = "Protection was lower in children (9%, 95% CI \u201348 to 44) than in adults (46%, 7 to 69)."
        assert _effects(told) == []


class TestWhichMeasure:
    @pytest.mark.parametrize(
        ("told", "measure"),
        [
            ("A subhazard ratio of 0.68 (0.41-1.13) was found.", "HR"),
            ("The relative death rate (yoga : stretching) was 0.94 (95% CI 0.68-1.31).", "RR"),
            ("Glucose was 3.2 mmol/l greater after yoga than stretching (95% CI 2.5 to 3.7).", "MD"),
            ("Strength was better with yoga (standardised difference 0.62 [0.20, 1.04]).", "SMD"),
            ("Scores fell, an effect of d=\u22120.47 (95% CI \u22120.70 to \u22120.25).", "SMD"),
            ("Death was rarer (5.8% v. 6.3%, -0.5, 99% CI -2.7 to 1.8).", "RD"),
            ("Mastectomy was more frequent by 9.3% (1.9% to 16.7%) with yoga.", "RD"),
            ("Growth was faster by 0.6 g/kg/day (95% CI 0.2\u20131.0) with yoga than stretching.", "MD"),
        ],
    )
    def test_the_words_around_a_number_tell(self, told: str, measure: str) -> None:
        assert [found for found, _, _ in _effects(told)] == [measure]

    def test_an_efficacy_goes_on_in_the_next_sentences(self) -> None:
        told = (
            "The vaccine had a protective efficacy of 38% (95% CI 16 to 54). "
            "For severe disease it was 55% (30\u201371). "
            "Protection in year 1 (43%, 17\u201361) was that of year 2 (32%, \u20137 to 57)."
        )
        assert [(m, v) for m, v, _ in _effects(told)] == [
            ("OTHER", 38.0),
            ("OTHER", 55.0),
            ("OTHER", 43.0),
            ("OTHER", 32.0),
        ]
