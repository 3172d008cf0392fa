"""Which of a study's estimates is pooled, and what cannot be weighed. All studies are invented."""

from __future__ import annotations

from typing import Any

import pytest

from graph.synthesis.alternatives import alternatives
from graph.synthesis.harmonise import select
from graph.synthesis.standard_error import NoStandardError, PrintedRatio, log_ratio
from graph.synthesis.synthesize import synthesize
from tests.map_fixtures import Evidence
from tests.pools import PRIMARY, group_of

CHOICES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("registry_cohort", {"adjusted": True}, {"adjusted": False}, "adjusted"),
    ("randomized_trial", {}, {"quote": "In the per-protocol analysis the HR was 0.9."}, "intention to treat"),
    (
        "randomized_trial",
        {"quote": "At 10 years the HR was 0.8 (0.6–1.1)."},
        {"quote": "At 3 years the HR was 0.9 (0.6–1.1)."},
        "longer follow-up",
    ),
]


@pytest.mark.parametrize(("design", "taken", "other", "why"), CHOICES)
def test_one_estimate_a_study_by_stated_order(
    design: str, taken: dict[str, Any], other: dict[str, Any], why: str
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", design)
    evidence.effect(study, 0.9, (0.6, 1.1), **other)
    evidence.effect(study, 0.8, (0.6, 1.1), **taken)
    group = group_of(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.8]
    assert why in group.left_out[0].reason


def test_the_latest_report_counts_unless_it_covers_only_a_part() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", n=300)
    evidence.effect(study, 0.6, (0.4, 0.9))
    later = evidence.report(study, 2006, sample_size=295)
    part = evidence.report(study, 2009, sample_size=80)
    evidence.effect(study, 0.7, (0.5, 0.98), report=later)
    evidence.effect(study, 0.3, (0.1, 0.9), report=part)
    group = group_of(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.7]
    assert sorted(out.reason.rsplit(", ", 1)[1] for out in group.left_out) == [
        "from the latest report",
        "from the whole study",
    ]


def test_a_trial_is_adjusted_by_its_design_what_it_prints_first_is_taken() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), adjusted=False, quote_start=100)
    evidence.effect(study, 0.9, (0.7, 1.2), adjusted=True, quote_start=200)
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [0.8]


@pytest.mark.parametrize(("people", "taken"), [(225, 0.7), (224, 0.6)])
def test_a_later_report_of_three_quarters_of_the_study_is_of_the_whole(people: int, taken: float) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", n=300)
    evidence.effect(study, 0.6, (0.4, 0.9))
    later = evidence.report(study, 2006, sample_size=people)
    evidence.effect(study, 0.7, (0.5, 0.98), report=later)
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [taken]


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("3 years", "40 months"),
        ("30 months", "3 years"),
        ("2 years", "2.5 years"),
        ("At 12 months", "At 24 months"),
    ],
)
@pytest.mark.parametrize("longer_first", [True, False])
def test_follow_up_counts_in_months_whatever_it_is_printed_in(
    shorter: str, longer: str, longer_first: bool
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    for value, span in ((0.8, longer), (0.9, shorter))[:: 1 if longer_first else -1]:
        lead = span if span.startswith("At") else f"At a median follow-up of {span}"
        quote = f"{lead} the HR was {value:g} ({value - 0.2:g}–{value + 0.3:g})."
        evidence.effect(study, value, (value - 0.2, value + 0.3), quote=quote)
    group = group_of(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.8]
    assert "after longer follow-up" in group.left_out[0].reason


def test_of_two_estimates_alike_the_one_printed_first_is_taken_wherever_it_stands_in_its_sentence() -> None:
    for starts, taken in (((100, 200), 0.8), ((200, 100), 0.9), ((100, 100), 0.8)):
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        sides = {0.8: "mastectomy", 0.9: "breast_conserving_surgery"}
        for (value, treatment), start in zip(sides.items(), starts, strict=True):
            quote = "The HR was 0.8 (0.6–1.06) with mastectomy and 0.9 (0.68–1.19) with lumpectomy."
            ci = (value * 0.755, value * 1.325)
            evidence.effect(study, value, ci, experimental=treatment, quote=quote, quote_start=start)
        assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [taken]


class TestAPValueThatIsNoTwoSidedTestOfNoDifference:
    """Read as one it would give a standard error that is too small, and the study too much weight."""

    @pytest.mark.parametrize(
        "p",
        [
            "one-sided P = 0.03",
            "P = 0.03, 1-tailed test",
            "P for noninferiority = 0.03",
            "non-inferior, P = 0.03",
            "P for equivalence = 0.03",
        ],
    )
    def test_gives_no_standard_error(self, p: str) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        quote = f"Survival with surgery as against no surgery (HR 0.80; {p})."
        evidence.effect(study, 0.8, None, p=("=", 0.03), quote=quote)
        harmonised = select(evidence.graph)
        assert not harmonised.groups
        assert "its p may be that of another test" in harmonised.left_out[0].reason

    def test_does_not_matter_beside_an_interval(self) -> None:
        evidence = Evidence()
        quote = "With surgery as against no surgery: HR 0.80; 90% CI 0.64 to 1.00; one-sided P = 0.05."
        evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.64, 1.0), p=("=", 0.05), quote=quote)
        assert not select(evidence.graph).left_out


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("Survival did not differ by receptor status (interaction HR 0.80, 95% CI 0.60-1.07).", False),
        ("The hazard ratio for the interaction of surgery with age was 0.80 (0.60-1.07).", False),
        ("HER2 made no difference to it (ratio of hazard ratios 0.80; 0.60-1.07).", False),
        ("Surgery was as good (HR 0.80, 95% CI 0.60-1.07; p for interaction with age 0.4).", True),
        ("An interaction (ratio of HRs 1.3) was seen; with surgery the HR was 0.80 (0.60-1.07).", True),
    ],
)
def test_how_an_effect_differs_between_groups_is_no_effect(quote: str, kept: bool) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.07), quote=quote)
    harmonised = select(evidence.graph)
    assert bool(harmonised.groups) is kept
    assert all(out.reason.startswith("an interaction: ") for out in harmonised.left_out)


@pytest.mark.parametrize(
    "way", ["In the landmark analysis", "As a time-dependent covariate", "With clone-censor weights"]
)
def test_of_a_cohort_the_analysis_that_minds_immortal_time_is_taken(way: str) -> None:
    evidence = Evidence()
    for label, design in (("Alpha 2001", "registry_cohort"), ("Beta 2002", "randomized_trial")):
        study = evidence.study(label, design)
        naive = "HR 0.55 (0.44-0.69), adjusted, for death with surgery against none."
        evidence.effect(study, 0.55, (0.44, 0.69), quote=naive, adjusted=True)
        evidence.effect(study, 0.95, (0.76, 1.19), quote=f"{way} it was not (HR 0.95, 0.76-1.19).")
    groups = [g for g in select(evidence.graph).groups if g.key.intervention == PRIMARY]
    assert {g.key.design: g.kept[0].printed.value for g in groups} == {
        "observational": 0.95,
        "randomized": 0.55,
    }
    reasons = {g.key.design: g.left_out[0].reason for g in groups}
    assert reasons["observational"].endswith("0.95 is taken, by a landmark or time-dependent analysis")


@pytest.mark.parametrize("value", [0.99, 1.0, 1.01])
def test_a_ratio_that_rounding_may_have_moved_by_a_quarter_gives_no_standard_error(value: float) -> None:
    found = log_ratio(PrintedRatio(value=value, p_op="=", p_value=0.9))
    assert isinstance(found, NoStandardError)
    assert "no interval printed" in found.reason


class TestTwoArmsOfAStudyAgainstTheSameThird:
    """Nothing but the order of printing chooses between them: not the hash in an effect's id."""

    QUOTE = "Against no surgery: HR {:.2f} (0.60-0.77) for the first, and {:.2f} (0.50-0.64) for the other."

    def arms(self, values: tuple[float, float], treatments: tuple[str, str]) -> Evidence:
        """A cohort whose one sentence prints the values in this order; the graph holds them in both."""
        evidence = Evidence()
        study = evidence.study("Alpha 2001", "registry_cohort", 5000)
        quote = self.QUOTE.format(*values)
        for value, treatment in sorted(zip(values, treatments, strict=True), reverse=values[0] < values[1]):
            evidence.effect(study, value, (value / 1.13, value * 1.13), experimental=treatment, quote=quote)
        evidence.effect(evidence.study("Beta 2002", "registry_cohort", 900), 0.8, (0.7, 0.91))
        return evidence

    @pytest.mark.parametrize("values", [(0.68, 0.56), (0.56, 0.68)])
    def test_the_one_printed_first_is_pooled_and_the_reason_says_so(
        self, values: tuple[float, float]
    ) -> None:
        evidence = self.arms(values, ("early_surgery", "delayed_surgery"))
        (group,) = [g for g in select(evidence.graph).groups if g.key.intervention == PRIMARY]
        assert [e.printed.value for e in group.kept] == [values[0], 0.8]
        reason = f"second estimate of the same study; {values[0]:g} is taken, printed first"
        assert [out.reason for out in group.left_out] == [reason]

    def test_the_pool_with_the_other_is_offered(self) -> None:
        evidence = self.arms((0.68, 0.56), ("early_surgery", "delayed_surgery"))
        (synthesis,) = [s for s in synthesize(evidence.graph) if s.key.intervention == PRIMARY]
        (other,) = alternatives(evidence.graph, synthesis)
        assert other.words == "with 0.56 (Delayed surgery) instead of 0.68 (Early surgery) of Alpha 2001"
        assert [e.printed.value for e in other.kept] == [0.56, 0.8]

    def test_no_pool_is_offered_with_one_that_another_reason_put_second(self) -> None:
        evidence = self.arms((0.68, 0.56), ("primary_tumour_surgery", "delayed_surgery"))
        (synthesis,) = [s for s in synthesize(evidence.graph) if s.key.intervention == PRIMARY]
        assert "closer to the treatment asked for" in synthesis.group.left_out[0].reason
        assert not alternatives(evidence.graph, synthesis)


class TestTwoRecordsThatPrintTheSameFigures:
    def pooled(self, *, second: tuple[float, int | None], design: str = "randomized_trial") -> list[str]:
        """What is pooled of a study of 512 people with HR 0.63 (0.51-0.78), and of one with ``second``."""
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001", design, 512), 0.63, (0.51, 0.78))
        evidence.effect(evidence.study("Beta 2003", design, second[1]), second[0], (0.51, 0.78))
        (group,) = [g for g in select(evidence.graph).groups if g.key.intervention == PRIMARY]
        self.reasons = [out.reason for out in group.left_out]
        return [e.label for e in group.kept]

    @pytest.mark.parametrize("design", ["randomized_trial", "retrospective_cohort"])
    def test_are_one_study(self, design: str) -> None:
        assert self.pooled(second=(0.63, 512), design=design) == ["Alpha 2001"]
        assert self.reasons == ["prints the figures of Alpha 2001, of as many people: one study told twice"]

    @pytest.mark.parametrize("second", [(0.62, 512), (0.63, 513), (0.63, None)])
    def test_are_two_where_a_figure_or_the_size_differs(self, second: tuple[float, int | None]) -> None:
        assert self.pooled(second=second) == ["Alpha 2001", "Beta 2003"]


class TestTwoSourcesOfOneCountry:
    def warned(
        self, *sources: str, years: tuple[tuple[int, int], tuple[int, int]] | None = None
    ) -> list[str]:
        """What is said of patients that count twice in a pool of cohorts, each of one source."""
        evidence = Evidence()
        for i, source in enumerate(sources):
            when = years[i] if years else None
            study = evidence.study(f"S{i} 200{i}", "registry_cohort", 900 + i, sources=(source,), years=when)
            evidence.effect(study, 0.6, (0.5, 0.72))
        (synthesis,) = [s for s in synthesize(evidence.graph) if s.key.intervention == PRIMARY]
        return [words for words in synthesis.warnings if "count twice" in words]

    def test_may_hold_the_same_patients_and_the_reader_is_told(self) -> None:
        (words,) = self.warned("seer", "ncdb", "esme")
        assert words.endswith(": S0 2000 (SEER Program), S1 2001 (National Cancer Database).")

    def test_not_in_years_apart(self) -> None:
        assert not self.warned("seer", "ncdb", years=((1990, 1999), (2004, 2012)))

    def test_nor_two_of_which_neither_holds_all_patients(self) -> None:
        assert not self.warned("ncdb", "medicare")

    def test_nor_of_two_countries(self) -> None:
        assert not self.warned("seer", "netherlands_cancer_registry", "esme")
