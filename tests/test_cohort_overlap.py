"""Patients are counted once: cohorts from one register and time, and studies of part of the patients."""

from __future__ import annotations

from typing import Any

import pytest

from graph.synthesis.cohort_overlap import Overlaps
from graph.synthesis.harmonise import select
from tests.map_fixtures import Evidence
from tests.pools import group_of


def test_a_study_of_part_of_the_patients_by_its_title_says_so_among_others() -> None:
    evidence = Evidence()
    for label, n, title in (("Alpha 2001", 90, "bone-only metastatic"), ("Beta 2005", 80, "stage IV")):
        study = evidence.study(label, "retrospective_cohort", n, populations=("bone_only_metastases",))
        evidence.report(study, 2006, title=f"Surgery in {title} breast cancer")
        evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    notes = {estimate.label: " ".join(estimate.notes) for estimate in group_of(evidence.graph).kept}
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
    kept = group_of(evidence.graph, population=BONE).kept
    assert [(estimate.label, estimate.counted) for estimate in kept] == [
        ("Alpha 2001", 90),
        ("Gamma 2007", None),
    ]
    assert kept[0].notes == ("the whole study: its title speaks of bone-only metastases",)
    assert [e.label for e in group_of(evidence.graph).kept] == ["Alpha 2001", "Beta 2005"]


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
    group = group_of(evidence.graph, population=BONE)
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
    group = group_of(evidence.graph)
    assert [estimate.label for estimate in group.kept] == ["Beta 2005", "Gamma 2015"]
    assert group.left_out[0].reason == (
        "may hold the same patients as Beta 2005 (SEER Program 1995–1999); the larger is kept"
    )
    for node in evidence.graph.nodes["Study"].values():
        node["given_by_hand"] = ("sample_size",) if node["label"] == "Beta 2005" else ()
    group = group_of(evidence.graph)
    assert group.left_out[0].reason.endswith("; the larger is kept, by a size given by hand")


@pytest.mark.parametrize(
    ("larger", "smaller", "when"),
    [
        ((1990, 1999), (1999, 2005), " 1999–1999"),
        ((1999, 2005), (1990, 1999), " 1999–1999"),
        ((1990, 1999), None, ", years not all printed"),
        (None, (1990, 1999), ", years not all printed"),
        ((None, 1999), (2003, 2005), ", years not all printed"),
        ((1990, None), (2003, 2005), ", years not all printed"),
        ((1990, 1999), (2000, 2005), None),
        ((2000, 2005), (1990, 1999), None),
    ],
)
def test_cohorts_overlap_from_one_common_year_on_and_where_years_are_not_printed(
    larger: tuple[int, int] | None, smaller: tuple[int, int] | None, when: str | None
) -> None:
    evidence = Evidence()
    for label, n, years in (("Alpha 2011", 5000, larger), ("Beta 2012", 900, smaller)):
        study = evidence.study(label, "registry_cohort", n, sources=("seer",), years=years)
        evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    assert [out.reason for out in group_of(evidence.graph).left_out] == (
        [f"may hold the same patients as Alpha 2011 (SEER Program{when}); the larger is kept"] if when else []
    )


def test_a_cohort_from_two_registers_of_a_country_does_not_overlap_with_itself() -> None:
    evidence = Evidence()
    both = evidence.study("Alpha 2011", "registry_cohort", 900, sources=("seer", "ncdb"))
    evidence.effect(both, 0.7, (0.5, 0.98), adjusted=True)
    overlaps = Overlaps(evidence.graph)
    assert overlaps.of_one_country(group_of(evidence.graph).kept) == []
    other = evidence.study("Beta 2012", "registry_cohort", 800, sources=("california_cancer_registry",))
    evidence.effect(other, 0.8, (0.6, 1.1), adjusted=True)
    kept = group_of(evidence.graph).kept
    assert len(kept) == 2
    assert len(Overlaps(evidence.graph).of_one_country(kept)) == 2


@pytest.mark.parametrize(
    ("population", "title", "words"),
    [
        ("her2_positive", "Surgery in HER2-positive disease", "HER2-positive"),
        ("invasive_lobular", "Surgery for invasive lobular carcinoma", "invasive lobular carcinoma"),
        ("brain_metastases", "Surgery and brain metastases", "brain metastases"),
    ],
)
def test_a_title_speaks_of_site_receptor_or_histology_in_the_words_of_a_sentence(
    population: str, title: str, words: str
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "registry_cohort", populations=(population,))
    evidence.report(study, 2006, title=title)
    evidence.effect(study, 0.7, (0.5, 0.98), adjusted=True)
    other = evidence.study("Beta 2005", "registry_cohort", 80)
    evidence.effect(other, 0.8, (0.6, 1.1), adjusted=True)
    assert group_of(evidence.graph).kept[0].notes == (f"its title speaks of {words}",)
    assert Overlaps(evidence.graph).restricted_to(study) == (f"mbc:{population}",)


def test_a_title_that_names_a_site_and_the_narrower_one_within_it_is_of_the_narrower() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", populations=("visceral_metastases", "liver_metastases"))
    evidence.report(study, 2006, title="Visceral metastases: surgery where they are liver metastases")
    assert Overlaps(evidence.graph).restricted_to(study) == ("mbc:liver_metastases",)


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
    assert [estimate.label for estimate in group_of(evidence.graph).kept] == [
        "Alpha 2001",
        "Beta 2002",
        "Gamma 2003",
    ]


@pytest.mark.parametrize(
    ("sizes", "years", "kept", "why"),
    [
        ((2000, 900), (2001, 2005), "Alpha", "the larger study is kept"),
        ((900, 2000), (2005, 2001), "Beta", "the larger study is kept"),
        ((None, None), (2001, 2005), "Beta", "the later is kept"),
        ((None, None), (2005, 2001), "Alpha", "the later is kept"),
    ],
)
def test_of_subgroups_whose_size_is_not_read_that_of_the_larger_or_later_study_is_kept(
    sizes: tuple[int | None, int | None], years: tuple[int, int], kept: str, why: str
) -> None:
    evidence = Evidence()
    for label, n, year in zip(("Alpha", "Beta"), sizes, years, strict=True):
        study = evidence.study(f"{label} {year}", "registry_cohort", n, sources=("seer",), years=(1990, 1999))
        evidence.effect(study, 0.7, (0.6, 0.82), population="bone_only_metastases")
    group = group_of(evidence.graph, population="mbc:bone_only_metastases")
    assert [estimate.label.split()[0] for estimate in group.kept] == [kept]
    assert group.left_out[0].reason.endswith(why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("HER2-positive", "her2_positive"), ("HER2-negative", "her2_negative")),
        (("hormone receptor-positive", "hr_positive"), ("hormone receptor-negative", "hr_negative")),
        (("hormone receptor-positive", "hr_positive"), ("triple-negative", "triple_negative")),
        (("HER2-positive", "her2_positive"), ("triple-negative", "triple_negative")),
        (("de novo metastatic", "de_novo_metastatic"), ("recurrent metastatic", "recurrent_metastatic")),
        (("bone-only", "bone_only_metastases"), ("visceral", "visceral_metastases")),
        (("bone-only", "bone_only_metastases"), ("brain", "brain_metastases")),
    ],
)
def test_nobody_is_in_two_cohorts_whose_titles_exclude_each_other(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    for first, second in ((one, other), (other, one)):
        evidence = Evidence()
        for label, (words, population) in zip(("Alpha 2001", "Beta 2002"), (first, second), strict=True):
            n = 300 + len(evidence.graph.nodes["Study"])
            study = evidence.study(
                label, "registry_cohort", n, sources=("seer",), years=(1990, 1999), populations=(population,)
            )
            evidence.graph.sources("REPORTS", study)[0]["title"] = f"Surgery in {words} breast cancer"
            evidence.effect(study, 0.7, (0.6, 0.82))
        assert len(group_of(evidence.graph).kept) == 2
