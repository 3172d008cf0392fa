"""Which estimates are pooled together, once a study."""

from __future__ import annotations

import pytest

from graph.synthesis.harmonise import select
from tests.map_fixtures import Evidence, realistic
from tests.pools import PRIMARY, group_of


@pytest.mark.parametrize(
    "comparator",
    ["no_surgery", "no_locoregional_treatment", "systemic_therapy_alone", "chemotherapy", "observation"],
)
def test_every_way_of_withholding_local_treatment_is_one_comparator(comparator: str) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1), comparator=comparator)
    evidence.effect(evidence.study("Beta 2002"), 0.9, (0.7, 1.2), comparator="no_surgery")
    assert [estimate.label for estimate in group_of(evidence.graph).kept] == ["Alpha 2001", "Beta 2002"]


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


def test_every_effect_is_kept_or_left_out_with_words() -> None:
    graph = realistic()
    harmonised = select(graph)
    seen = {out.effect_id for out in harmonised.left_out}
    for group in harmonised.groups:
        seen |= {estimate.effect_id for estimate in group.kept} | {out.effect_id for out in group.left_out}
        assert len({estimate.study_id for estimate in group.kept}) == len(group.kept)
        assert all(out.reason for out in group.left_out)
    assert seen == set(graph.nodes["Effect"])


def test_a_treatment_against_another_is_not_pooled_under_a_broader_one() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), experimental="mastectomy", comparator="radiotherapy")
    assert {group.key.intervention for group in select(evidence.graph).groups} == {"mbc:mastectomy"}


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
