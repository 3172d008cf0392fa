"""What may be pooled, and the words in which the rest is left out. All studies are invented."""

from __future__ import annotations

import math
from typing import Any

import pytest

from graph.synthesis.estimates import Estimate, LeftOut, read_estimates
from graph.synthesis.harmonise import select
from tests.map_fixtures import Evidence, realistic
from tests.pools import OVERALL, PRIMARY, group_of, reasons_of


def test_a_ratio_of_no_surgery_against_surgery_is_turned_round() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(
        study, 1.25, (1.0, 1.5625), experimental="no_surgery", comparator="primary_tumour_surgery"
    )
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted
    assert math.exp(estimate.log.estimate) == pytest.approx(0.8)
    assert estimate.notes[0] == "turned to 1/1.25, printed for no surgery vs primary tumour surgery"


@pytest.mark.parametrize(
    "comparator",
    ["no_surgery", "no_locoregional_treatment", "systemic_therapy_alone", "chemotherapy", "observation"],
)
def test_every_way_of_withholding_local_treatment_is_one_comparator(comparator: str) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1), comparator=comparator)
    evidence.effect(evidence.study("Beta 2002"), 0.9, (0.7, 1.2), comparator="no_surgery")
    assert [estimate.label for estimate in group_of(evidence.graph).kept] == ["Alpha 2001", "Beta 2002"]


def test_a_comparator_without_a_concept_is_read_from_the_contrast() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), comparator=None, contrast="resection vs no resection")
    assert len(group_of(evidence.graph).kept) == 1


def test_the_broader_treatment_pools_what_lies_beneath_it_once_a_study() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), experimental="mastectomy")
    evidence.effect(study, 0.9, (0.7, 1.2), experimental="locoregional_treatment")
    evidence.effect(evidence.study("Beta 2002"), 0.7, (0.5, 1.0))
    broad = group_of(evidence.graph, "mbc:locoregional_treatment")
    assert [(e.label, e.printed.value) for e in broad.kept] == [("Alpha 2001", 0.9), ("Beta 2002", 0.7)]
    assert "closer to the treatment asked for" in broad.left_out[0].reason


def test_primary_tumour_and_metastases_are_never_one_pool() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1))
    evidence.effect(evidence.study("Beta 2002"), 0.7, (0.5, 1.0), experimental="hepatic_metastasectomy")
    assert "mbc:local_treatment" not in {group.key.intervention for group in select(evidence.graph).groups}


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


@pytest.mark.parametrize(
    ("contrast", "value", "turned"),
    [
        ("surgery", 0.6, False),
        ("surgical treatment of the primary", 0.6, False),
        ("omission of surgery", 1.6, True),
    ],
)
def test_a_regression_factor_is_read_as_treated_against_not(
    contrast: str, value: float, turned: bool
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "registry_cohort")
    words = "On multivariable analysis the factor was associated with survival."
    evidence.effect(
        study,
        value,
        (value * 0.8, value / 0.8),
        comparator=None,
        contrast=contrast,
        quote=words,
        adjusted=True,
    )
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted is turned
    assert estimate.log.estimate < 0
    assert "read as treated against not treated" in estimate.notes[0]


@pytest.mark.parametrize(
    ("factor", "kept"), [("stereotactic_body_radiotherapy", 1), ("locoregional_treatment", 2)]
)
def test_a_factor_beside_the_treatment_compared_is_a_covariate(factor: str, kept: int) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "registry_cohort")
    words = "On multivariable analysis the factor was associated with survival."
    evidence.effect(study, 0.6, (0.5, 0.72), adjusted=True)
    evidence.effect(
        study, 1.3, (1.1, 1.5), experimental=factor, comparator=None, contrast="the factor", quote=words
    )
    found = list(read_estimates(evidence.graph))
    assert sum(isinstance(one, Estimate) for one in found) == kept
    reasons = [one.reason for one in found if isinstance(one, LeftOut)]
    assert reasons == ["a covariate: the study compares primary tumour surgery"][: 2 - kept]


def test_which_arm_comes_first_must_be_said_in_words_before_a_ratio_is_turned() -> None:
    evidence = Evidence()
    sides: dict[str, Any] = {"experimental": "systemic_therapy", "comparator": "primary_tumour_surgery"}
    evidence.effect(evidence.study("Alpha 2001"), 0.42, (0.33, 0.53), contrast="arm A vs arm B", **sides)
    assert "which arm the ratio puts first is not said in words" in reasons_of(evidence.graph)[0]


def test_a_ratio_is_not_turned_against_the_same_studys_own_figure() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.41, (0.33, 0.52))
    evidence.effect(study, 0.42, (0.33, 0.53), experimental="no_surgery", comparator="primary_tumour_surgery")
    group = group_of(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.41]
    assert "would contradict 0.41" in group.left_out[0].reason


def test_subgroups_of_a_clause_behind_are_not_those_of_the_ratio() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "Surgery lengthened life (HR 0.65, 0.5–0.8), and the lumpectomy subgroup lived longest (HR 0.4)."
    evidence.effect(study, 0.65, (0.5, 0.8), quote=words)
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [0.65]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Surgery lengthened life (HR 0.65, 0.5–0.8), with a consistent benefit across subgroups.", True),
        ("The HR was 0.65 (0.5–0.8) with surgery, irrespective of the predefined subgroups.", True),
        ("Across subgroups surgery lengthened life by an HR of 0.65 (0.5–0.8).", False),
        ("The HR was 0.65 (0.5–0.8) in one subgroup and the same across all subgroups of age.", False),
    ],
)
def test_a_ratio_said_to_hold_across_subgroups_is_of_everyone(words: str, kept: bool) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.65, (0.5, 0.8), quote=words)
    assert bool(select(evidence.graph).groups) is kept


def test_two_values_from_one_sentence_for_one_thing_are_both_left_out() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    for value in (0.3, 0.38):
        evidence.effect(
            study, value, (value * 0.8, value / 0.8), quote="Both were better (HR 0.30 and HR 0.38)."
        )
    assert ["one sentence gives two values" in reason for reason in reasons_of(evidence.graph)] == [
        True,
        True,
    ]


def test_a_figure_in_a_list_of_factors_must_stand_beside_its_treatment() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "retrospective_cohort")
    words = (
        "On multivariable analysis a short interval (HR 4.5, 1.7–11.9) and grade (HR 3.0, 1.1–8.2) mattered."
    )
    factor: dict[str, Any] = {"experimental": None, "comparator": None, "contrast": "grade", "quote": words}
    evidence.effect(study, 3.0, (1.1, 8.2), **factor)
    evidence.effect(study, 4.5, (1.7, 11.9), quote=words)
    assert any("does not name the treatment beside it" in reason for reason in reasons_of(evidence.graph))


REASONS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"retracted": True}, {}, "retracted"),
    ({"in_scope": False, "scope_reasons": ("not_metastatic",)}, {}, "out of scope (not metastatic)"),
    ({"design": "meta_analysis"}, {}, "a review"),
    ({"design": "case_report"}, {}, "design is case report"),
    ({"design": "case_report", "given_by_hand": ("design",)}, {}, "patients, by a design given by hand"),
    ({"design": "meta_analysis", "given_by_hand": ("design",)}, {}, "studies, by a design given by hand"),
    ({}, {"experimental": "local_treatment"}, "the treatment is named too broadly to be pooled"),
    ({}, {"checks": ("value_outside_interval",)}, "do not agree (value outside interval)"),
    ({}, {"measure": "MD"}, "a difference of means"),
    ({}, {"measure": "BETA"}, "only ratios"),
    ({}, {"ci": None}, "no interval printed and no p-value"),
    ({}, {"ci": None, "p": ("<", 0.001)}, "p only as < 0.001"),
    ({}, {"experimental": None, "comparator": None, "contrast": "age over 60"}, "no two treatments"),
    ({}, {"comparator": None, "contrast": "surgery"}, "comparison group is not named"),
    (
        {},
        {"comparator": None, "contrast": "postoperative radiotherapy vs without it"},
        "both groups had the treatment that this one follows",
    ),
    (
        {},
        {
            "experimental": "radiotherapy",
            "comparator": "mastectomy",
            "contrast": "radiotherapy vs surgery alone",
        },
        "may have had as well what one had alone",
    ),
    ({}, {"experimental": "chemotherapy", "comparator": "no_surgery"}, "neither side is a local treatment"),
    ({}, {"comparator": "mastectomy"}, "one side includes the other"),
    ({}, {"endpoint": None}, "endpoint not in the vocabulary"),
    ({}, {"endpoint": None, "endpoint_name": None}, "no endpoint is named"),
    ({}, {"subgroup": "women over 70"}, "estimate for a subgroup only: women over 70"),
    ({}, {"quote": "In subgroups the HR was 0.8 (0.6–1.1)."}, "its sentence speaks of subgroups"),
    ({"design": "registry_cohort"}, {"comparator": None, "contrast": "R0 resection"}, "group is not named"),
    ({}, {"value": 2.0, "ci": (1.5, 2.67), "favours": "experimental"}, "may count those without the event"),
    ({}, {"ci": (0.8, 0.8)}, "interval of no width"),
    ({}, {"ci": (0.9, 1.2)}, "outside its interval"),
    ({}, {"value": -0.2, "ci": (-0.5, 0.1)}, "no logarithm"),
]


@pytest.mark.parametrize(("study", "effect", "reason"), REASONS)
def test_what_is_left_out_says_why(study: dict[str, Any], effect: dict[str, Any], reason: str) -> None:
    evidence = Evidence()
    values: dict[str, Any] = {"value": 0.8, "ci": (0.6, 1.1), **effect}
    study_id = evidence.study("Alpha 2001", **study)
    evidence.effect(study_id, values.pop("value"), values.pop("ci"), **values)
    assert reason in reasons_of(evidence.graph)[0]


def test_a_report_under_concern_is_left_out_and_a_curated_effect_is_not() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    doubtful = evidence.report(study, 2003, concern=True)
    evidence.effect(study, 0.8, (0.6, 1.1), report=doubtful)
    evidence.effect(study, 0.9, (0.7, 1.2), checks=("p_disagrees",), curated=True)
    assert "expression of concern" in reasons_of(evidence.graph)[0]
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [0.9]


def test_an_effect_entered_by_hand_must_add_up_as_one_that_is_read() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.9, (0.7, 1.2), checks=("p_disagrees",), curated=True, entered=True)
    assert "the printed figures do not agree" in reasons_of(evidence.graph)[0]


def test_every_effect_is_kept_or_left_out_with_words() -> None:
    graph = realistic()
    harmonised = select(graph)
    seen = {out.effect_id for out in harmonised.left_out}
    for group in harmonised.groups:
        seen |= {estimate.effect_id for estimate in group.kept} | {out.effect_id for out in group.left_out}
        assert len({estimate.study_id for estimate in group.kept}) == len(group.kept)
        assert all(out.reason for out in group.left_out)
    assert seen == set(graph.nodes["Effect"])


class TestAnArmThatATrialNamesElsewhere:
    """A trial has the arms it has: a later report that names only one of them compares it with the other."""

    @staticmethod
    def later(
        others: tuple[str, ...], design: str = "randomized_trial", contrast: str = "surgery"
    ) -> list[float]:
        """The values pooled for a study whose second report names the treatment alone."""
        evidence = Evidence()
        study = evidence.study("Larch 2012", design, 270)
        for comparator in others:
            evidence.effect(study, 0.66, (0.49, 0.88), comparator=comparator)
        late = evidence.report(study, 2019)
        evidence.effect(study, 0.71, (0.59, 0.86), comparator=None, report=late, contrast=contrast)
        groups = [g for g in select(evidence.graph).groups if g.key.intervention == PRIMARY]
        return [e.printed.value for g in groups for e in g.kept if g.key.endpoint == OVERALL]

    def test_is_taken_from_its_other_estimates(self) -> None:
        assert self.later(("no_surgery", "systemic_therapy_alone")) == [0.71]

    def test_is_not_guessed_where_they_name_none(self) -> None:
        assert self.later(()) == []

    def test_is_not_guessed_where_they_name_two(self) -> None:
        assert 0.71 not in self.later(("no_surgery", "stereotactic_body_radiotherapy"))

    def test_is_not_taken_for_the_omission_of_the_treatment(self) -> None:
        assert self.later(("no_surgery",), contrast="no surgery") == [0.66]

    def test_is_not_taken_in_a_cohort(self) -> None:
        assert self.later(("no_surgery",), design="registry_cohort") == [0.66]


def test_a_treatment_against_another_is_not_pooled_under_a_broader_one() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), experimental="mastectomy", comparator="radiotherapy")
    assert {group.key.intervention for group in select(evidence.graph).groups} == {"mbc:mastectomy"}


def test_a_trial_is_adjusted_by_its_design_what_it_prints_first_is_taken() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), adjusted=False, quote_start=100)
    evidence.effect(study, 0.9, (0.7, 1.2), adjusted=True, quote_start=200)
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [0.8]


@pytest.mark.parametrize(
    ("sizes", "interval", "told"),
    [((300, 300), True, 1), ((300, 290), True, 2), ((None, None), True, 2), ((300, 300), False, 2)],
)
def test_figures_that_two_records_print_alike_are_one_study_where_chance_would_not_print_them(
    sizes: tuple[int | None, int | None], interval: bool, told: int
) -> None:
    evidence = Evidence()
    for label, n in zip(("Alpha 2001", "Beta 2002"), sizes, strict=True):
        study = evidence.study(label, n=n)
        evidence.effect(study, 0.7, (0.5, 0.98) if interval else None, p=("=", 0.04))
    group = group_of(evidence.graph)
    assert len(group.kept) == told
    assert [out.label for out in group.left_out] == ["Beta 2002"][told - 1 :]


@pytest.mark.parametrize("measure", ["HR", "OR", "RR", "IRR"])
def test_every_ratio_is_pooled_with_its_own_kind(measure: str) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.06), measure=measure)
    evidence.effect(evidence.study("Beta 2002"), 0.7, (0.5, 0.98))
    (mine,) = [
        group
        for group in select(evidence.graph).groups
        if (group.key.intervention, group.key.measure) == (PRIMARY, measure)
    ]
    assert "Alpha 2001" in [estimate.label for estimate in mine.kept]
    assert {estimate.measure for estimate in mine.kept} == {measure}


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


def test_a_note_says_which_interval_and_which_report_a_figure_is_from() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    later = evidence.report(study, 2006, sample_size=300)
    evidence.effect(study, 0.7, (0.5, 0.98), report=later, ci_level=90)
    evidence.effect(evidence.study("Beta 2002"), 0.8, (0.6, 1.06))
    notes = {estimate.label: estimate.notes for estimate in group_of(evidence.graph).kept}
    assert notes == {
        "Alpha 2001": ("from its report of 2006", "standard error from a 90 % interval, shown as 95 %"),
        "Beta 2002": (),
    }
