"""What may be pooled, and the words in which the rest is left out. All studies are invented."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Graph
from graph.synthesis.estimates import Estimate, LeftOut, read_estimates
from graph.synthesis.harmonise import Group, select
from graph.synthesis.standard_error import LogRatio, NoStandardError, PrintedRatio, log_ratio
from tests.map_fixtures import Evidence, realistic

PRIMARY = "mbc:primary_tumour_surgery"
OVERALL = "mbc:overall_survival"


def _group(graph: Graph, intervention: str = PRIMARY, endpoint: str = OVERALL, population: str = "") -> Group:
    return next(
        group
        for group in select(graph).groups
        if (group.key.intervention, group.key.endpoint, group.key.population)
        == (intervention, endpoint, population)
    )


def _reasons(graph: Graph) -> list[str]:
    harmonised = select(graph)
    return [out.reason for out in harmonised.left_out] + [
        out.reason
        for group in harmonised.groups
        if group.key.intervention == PRIMARY
        for out in group.left_out
    ]


def test_a_ratio_of_no_surgery_against_surgery_is_turned_round() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(
        study, 1.25, (1.0, 1.5625), experimental="no_surgery", comparator="primary_tumour_surgery"
    )
    (estimate,) = _group(evidence.graph).kept
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
    assert [estimate.label for estimate in _group(evidence.graph).kept] == ["Alpha 2001", "Beta 2002"]


def test_a_comparator_without_a_concept_is_read_from_the_contrast() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), comparator=None, contrast="resection vs no resection")
    assert len(_group(evidence.graph).kept) == 1


def test_the_broader_treatment_pools_what_lies_beneath_it_once_a_study() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), experimental="mastectomy")
    evidence.effect(study, 0.9, (0.7, 1.2), experimental="locoregional_treatment")
    evidence.effect(evidence.study("Beta 2002"), 0.7, (0.5, 1.0))
    broad = _group(evidence.graph, "mbc:locoregional_treatment")
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
    group = _group(evidence.graph)
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
    group = _group(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.7]
    assert sorted(out.reason.rsplit(", ", 1)[1] for out in group.left_out) == [
        "from the latest report",
        "from the whole study",
    ]


def test_a_study_of_part_of_the_patients_by_its_title_says_so_among_others() -> None:
    evidence = Evidence()
    for label, n, title in (("Alpha 2001", 90, "bone-only metastatic"), ("Beta 2005", 80, "stage IV")):
        study = evidence.study(label, "retrospective_cohort", n, populations=("bone_only_metastases",))
        evidence.report(study, 2006, title=f"Surgery in {title} breast cancer")
        evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    notes = {estimate.label: " ".join(estimate.notes) for estimate in _group(evidence.graph).kept}
    assert "its title speaks of bone-only metastases" in notes["Alpha 2001"]
    assert "its title" not in notes["Beta 2005"]


BONE = "mbc:bone_only_metastases"


def _titled(evidence: Evidence, label: str, n: int, *titles: str, **more: Any) -> str:
    """A cohort whose titles speak of part of the patients."""
    study = evidence.study(
        label, "registry_cohort", n, populations=("bone_only_metastases", "brain_metastases"), **more
    )
    for title in titles:
        evidence.report(study, 2006, title=title)
    evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    return study


def test_a_study_of_part_of_the_patients_by_its_title_stands_in_that_subgroup_too() -> None:
    evidence = Evidence()
    _titled(evidence, "Alpha 2001", 90, "Surgery in bone-only breast cancer")
    _titled(evidence, "Beta 2005", 80, "Surgery for brain metastases and bone-only disease")
    part = evidence.study("Gamma 2007", "registry_cohort", 700)
    evidence.effect(
        part, 0.5, (0.4, 0.6), adjusted=True, population="bone_only_metastases", subgroup="bone only"
    )
    kept = _group(evidence.graph, population=BONE).kept
    assert [(estimate.label, estimate.counted) for estimate in kept] == [
        ("Alpha 2001", 90),
        ("Gamma 2007", None),
    ]
    assert kept[0].notes == ("the whole study: its title speaks of bone-only metastases",)
    assert [e.label for e in _group(evidence.graph).kept] == ["Alpha 2001", "Beta 2005"]


def test_where_all_titles_speak_of_one_site_it_is_no_subgroup() -> None:
    evidence = Evidence()
    for label, n in (("Alpha 2001", 90), ("Beta 2005", 80)):
        _titled(evidence, label, n, "Surgery in bone-only breast cancer")
    assert {group.key.population for group in select(evidence.graph).groups} == {""}


def test_in_a_subgroup_a_cohort_of_known_size_comes_before_an_unknown_part_of_a_larger_one() -> None:
    evidence = Evidence()
    seer: dict[str, Any] = {"sources": ("seer",), "years": (2000, 2009)}
    _titled(evidence, "Alpha 2001", 90, "Surgery in bone-only breast cancer", **seer)
    part = evidence.study("Gamma 2007", "registry_cohort", 9000, **seer)
    evidence.effect(
        part, 0.5, (0.4, 0.6), adjusted=True, population="bone_only_metastases", subgroup="bone only"
    )
    group = _group(evidence.graph, population=BONE)
    assert [estimate.label for estimate in group.kept] == ["Alpha 2001"]
    assert group.left_out[0].reason.endswith("; the one of known size is kept")


def test_of_cohorts_from_one_register_and_time_the_largest_is_kept() -> None:
    evidence = Evidence()
    for label, n, years in (
        ("Alpha 2001", 900, (1990, 1999)),
        ("Beta 2005", 5000, (1995, 2003)),
        ("Gamma 2015", 70, (2004, 2010)),
    ):
        study = evidence.study(label, "registry_cohort", n, sources=("seer",), years=years)
        evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    group = _group(evidence.graph)
    assert [estimate.label for estimate in group.kept] == ["Beta 2005", "Gamma 2015"]
    assert group.left_out[0].reason == (
        "may hold the same patients as Beta 2005 (SEER Program 1995–1999); the larger is kept"
    )


def test_two_single_centre_series_do_not_overlap_and_a_part_of_a_register_does() -> None:
    evidence = Evidence()
    for label, n, source in (
        ("Alpha 2001", 100, "institutional_database"),
        ("Beta 2002", 120, "institutional_database"),
        ("Gamma 2003", 4000, "seer"),
        ("Delta 2004", 300, "seer_medicare"),
    ):
        study = evidence.study(label, "retrospective_cohort", n, sources=(source,))
        evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    assert [estimate.label for estimate in _group(evidence.graph).kept] == [
        "Alpha 2001",
        "Beta 2002",
        "Gamma 2003",
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
    (estimate,) = _group(evidence.graph).kept
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
    assert "which arm the ratio puts first is not said in words" in _reasons(evidence.graph)[0]


def test_a_ratio_is_not_turned_against_the_same_studys_own_figure() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.41, (0.33, 0.52))
    evidence.effect(study, 0.42, (0.33, 0.53), experimental="no_surgery", comparator="primary_tumour_surgery")
    group = _group(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.41]
    assert "would contradict 0.41" in group.left_out[0].reason


@pytest.mark.parametrize(
    ("medians", "turned"), [((30.0, 50.0), True), ((50.0, 30.0), False), ((40.0, 42.0), False)]
)
@pytest.mark.parametrize(
    "form",
    [
        "The HR was 0.65 (0.4–1.05), with medians of {:g} and {:g} months, respectively.",
        "The HR was 0.65 (0.4–1.05); its median was {:g} months with surgery and {:g} months without.",
    ],
)
def test_medians_in_the_same_sentence_tell_which_side_a_ratio_is_for(
    form: str, medians: tuple[float, float], turned: bool
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = form.format(*medians)
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for arm, value in zip(("surgery", "no surgery"), medians, strict=True):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = _group(evidence.graph).kept
    assert estimate.inverted is turned
    assert any("say the opposite" in note for note in estimate.notes) is turned


@pytest.mark.parametrize(
    "words",
    [
        "Of {:g} women, medians were {:g} months with surgery and {:g} months without (HR 0.65, 0.4–1.05).",
        "In 250 women, medians were {1:g} months with surgery and {2:g} months without (HR 0.65, 0.4–1.05).",
    ],
)
def test_a_number_that_is_no_median_turns_no_ratio(words: str) -> None:
    """Women without surgery lived 25 months, as many as the sentence counts or as begin a longer number."""
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    quote = words.format(25.0, 38.0, 25.0)
    evidence.effect(study, 0.65, (0.4, 1.05), quote=quote)
    for arm, value in (("surgery", 38.0), ("no surgery", 25.0)):
        evidence.arm_result(study, arm, value, "months", quote=quote)
    (estimate,) = _group(evidence.graph).kept
    assert not estimate.inverted


def test_subgroups_of_a_clause_behind_are_not_those_of_the_ratio() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "Surgery lengthened life (HR 0.65, 0.5–0.8), and the lumpectomy subgroup lived longest (HR 0.4)."
    evidence.effect(study, 0.65, (0.5, 0.8), quote=words)
    assert [estimate.printed.value for estimate in _group(evidence.graph).kept] == [0.65]


def test_the_median_beside_that_of_the_one_named_group_is_the_others() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "Median survival in arm I was 30 months, against 50 months without surgery (HR 0.65, 0.4–1.05)."
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for arm, value in (("the other group", 30.0), ("no surgery", 50.0)):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = _group(evidence.graph).kept
    assert estimate.inverted
    assert "say the opposite" in " ".join(estimate.notes)


@pytest.mark.parametrize("whose", [("all patients", "surgery"), ("one group", "the other group")])
def test_a_median_said_of_all_or_of_no_named_group_turns_no_ratio(whose: tuple[str, str]) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "The HR was 0.65 (0.4–1.05); medians were 30 and 50 months."
    evidence.effect(study, 0.65, (0.4, 1.05), quote=words)
    for arm, value in zip(whose, (30.0, 50.0), strict=True):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = _group(evidence.graph).kept
    assert not estimate.inverted


def test_medians_that_the_interval_allows_leave_the_ratio_as_printed() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "The HR was 0.9 (0.34–2.4), with medians of 15 and 25 months, respectively."
    evidence.effect(study, 0.9, (0.34, 2.4), quote=words)
    for arm, value in (("surgery", 15.0), ("no surgery", 25.0)):
        evidence.arm_result(study, arm, value, "months", quote=words)
    (estimate,) = _group(evidence.graph).kept
    assert not estimate.inverted
    assert "which its interval allows: taken as printed" in " ".join(estimate.notes)


def test_medians_that_only_contradict_leave_the_ratio_out() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "The HR was 0.9 (0.7–1.16), with medians of 10 and 50 months, respectively."
    evidence.effect(study, 0.9, (0.7, 1.16), quote=words)
    for value in (10.0, 50.0):
        evidence.arm_result(study, "arm", value, "months", quote=words)
    assert "medians of 10 and 50 beside it say the opposite of 0.9" in _reasons(evidence.graph)[0]


def test_two_values_from_one_sentence_for_one_thing_are_both_left_out() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    for value in (0.3, 0.38):
        evidence.effect(
            study, value, (value * 0.8, value / 0.8), quote="Both were better (HR 0.30 and HR 0.38)."
        )
    assert ["one sentence gives two values" in reason for reason in _reasons(evidence.graph)] == [True, True]


def test_a_figure_in_a_list_of_factors_must_stand_beside_its_treatment() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "retrospective_cohort")
    words = (
        "On multivariable analysis a short interval (HR 4.5, 1.7–11.9) and grade (HR 3.0, 1.1–8.2) mattered."
    )
    factor: dict[str, Any] = {"experimental": None, "comparator": None, "contrast": "grade", "quote": words}
    evidence.effect(study, 3.0, (1.1, 8.2), **factor)
    evidence.effect(study, 4.5, (1.7, 11.9), quote=words)
    assert any("does not name the treatment beside it" in reason for reason in _reasons(evidence.graph))


REASONS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"retracted": True}, {}, "retracted"),
    ({"in_scope": False, "scope_reasons": ("not_metastatic",)}, {}, "out of scope (not metastatic)"),
    ({"design": "meta_analysis"}, {}, "a review"),
    ({"design": "case_report"}, {}, "design is case report"),
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
    assert reason in _reasons(evidence.graph)[0]


def test_a_report_under_concern_is_left_out_and_a_curated_effect_is_not() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    doubtful = evidence.report(study, 2003, concern=True)
    evidence.effect(study, 0.8, (0.6, 1.1), report=doubtful)
    evidence.effect(study, 0.9, (0.7, 1.2), checks=("p_disagrees",), curated=True)
    assert "expression of concern" in _reasons(evidence.graph)[0]
    assert [estimate.printed.value for estimate in _group(evidence.graph).kept] == [0.9]


def test_every_effect_is_kept_or_left_out_with_words() -> None:
    graph = realistic()
    harmonised = select(graph)
    seen = {out.effect_id for out in harmonised.left_out}
    for group in harmonised.groups:
        seen |= {estimate.effect_id for estimate in group.kept} | {out.effect_id for out in group.left_out}
        assert len({estimate.study_id for estimate in group.kept}) == len(group.kept)
        assert all(out.reason for out in group.left_out)
    assert seen == set(graph.nodes["Effect"])


@pytest.mark.parametrize(("level", "z"), [(95, 1.959964), (90, 1.644854), (70, 1.036433), (None, 1.959964)])
def test_the_standard_error_comes_from_the_interval_at_its_own_level(level: float | None, z: float) -> None:
    found = log_ratio(PrintedRatio(value=0.8, ci_low=0.64, ci_high=1.0, ci_level=level))
    assert isinstance(found, LogRatio)
    assert found.se == pytest.approx((math.log(1.0) - math.log(0.64)) / (2 * z), rel=1e-6)
    assert found.source == "interval"


def test_a_missing_interval_is_derived_from_p_or_the_upper_bound_and_says_so() -> None:
    from_p = log_ratio(PrintedRatio(value=0.5, p_op="=", p_value=0.01))
    assert isinstance(from_p, LogRatio)
    assert from_p.source == "p-value"
    assert from_p.se == pytest.approx(math.log(2) / 2.5758293, rel=1e-6)
    from_bound = log_ratio(PrintedRatio(value=0.5, ci_low=0, ci_high=1.0, ci_level=95))
    assert isinstance(from_bound, LogRatio)
    assert from_bound.source == "upper bound"
    assert from_bound.se == pytest.approx(math.log(2) / 1.959964, rel=1e-6)


@given(st.floats(0.05, 20), st.floats(0.02, 1.5), st.sampled_from([70, 90, 95, 99]))
def test_turning_a_printed_ratio_round_twice_gives_it_back(value: float, se: float, level: int) -> None:
    half = {70: 1.0364334, 90: 1.6448536, 95: 1.9599640, 99: 2.5758293}[level] * se
    printed = PrintedRatio(
        value=value, ci_low=value * math.exp(-half), ci_high=value * math.exp(half), ci_level=level
    )
    found = log_ratio(printed)
    assert isinstance(found, LogRatio)
    assert found.se == pytest.approx(se, rel=1e-6)
    assert found.inverted().inverted() == found


@given(st.floats(), st.floats(), st.floats(), st.floats(), st.floats(0, 1))
def test_no_printed_figures_whatever_break_it(
    value: float, low: float, high: float, level: float, p: float
) -> None:
    found = log_ratio(
        PrintedRatio(value=value, ci_low=low, ci_high=high, ci_level=level, p_op="=", p_value=p)
    )
    assert isinstance(found, NoStandardError) or (math.isfinite(found.estimate) and found.se > 0)


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
