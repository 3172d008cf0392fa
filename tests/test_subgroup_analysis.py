"""Pools of studies alike in a trait, which are compared, and of patients alike, which are not."""

from __future__ import annotations

import pytest

from graph.synthesis.estimates import numbers_of
from graph.synthesis.sensitivity import subgroups
from graph.synthesis.subgroup_analysis import SubgroupAnalysis, by_patients, by_studies
from graph.synthesis.synthesize import synthesize
from tests.map_fixtures import Evidence, realistic, widest_pool

_SOURCE_OF = {
    str(node["category"]): concept.removeprefix("mbc:")
    for concept, node in Evidence().graph.nodes["DataSource"].items()
}

Trait = dict[str, tuple[str, ...]]
LANDMARK: Trait = {"bias_handling": ("landmark analysis",)}
MATCHED: Trait = {"bias_handling": ("matching",)}
PLAIN: Trait = {}


def analysed(evidence: Evidence, design: str = "observational") -> dict[str, SubgroupAnalysis]:
    """The analyses of the widest pool, by trait."""
    return {a.trait: a for a in by_studies(evidence.graph, widest_pool(evidence, design))}


def cohorts(*traits: Trait, design: str = "retrospective_cohort") -> Evidence:
    """A cohort with each of these traits, whose ratios differ."""
    evidence = Evidence()
    for i, trait in enumerate(traits):
        value = 0.5 + 0.1 * i
        study = evidence.study(f"S{i} {2001 + i}", design, 300 + i, **trait)  # type: ignore[arg-type]
        evidence.effect(study, round(value, 2), (round(value * 0.8, 3), round(value * 1.25, 3)))
    return evidence


class TestStudies:
    def test_cohorts_are_compared_by_design_and_source(self) -> None:
        evidence = Evidence(realistic())
        found = analysed(evidence)
        assert {"design", "data source", "selection"} <= {*found}
        sources = {name: p.k for name, p in found["data source"].pools}
        assert sources["population registry"] >= 2
        assert sum(sources.values()) == widest_pool(evidence).pooled.k
        assert {name for name, _ in found["design"].pools} == {"registry cohort", "retrospective cohort"}

    def test_the_test_is_that_between_the_groups(self) -> None:
        evidence = Evidence(realistic())
        synthesis = widest_pool(evidence)
        names = [str(evidence.graph.nodes["Study"][e.study_id]["design"]) for e in synthesis.group.kept]
        again = subgroups(*numbers_of(synthesis.group.kept), names)
        design = analysed(evidence)["design"]
        assert again.q_between != again.p
        assert (design.q_between, design.p) == (again.q_between, again.p)

    def test_trials_are_not_divided_by_what_only_cohorts_differ_in(self) -> None:
        evidence = cohorts(LANDMARK, PLAIN, design="randomized_trial")
        assert analysed(evidence, "randomized") == {}

    def test_a_trait_in_which_all_are_alike_divides_nothing(self) -> None:
        assert analysed(cohorts(PLAIN, PLAIN)) == {}

    def test_each_way_of_handling_bias_is_a_trait_of_its_own(self) -> None:
        landmark, matched = analysed(cohorts(LANDMARK, PLAIN)), analysed(cohorts(MATCHED, PLAIN))
        assert [(a.trait, [(n, p.k) for n, p in a.pools]) for a in landmark.values()] == [
            ("immortal time", [("landmark or time-dependent analysis named", 1), ("not named", 1)])
        ]
        assert [(a.trait, [(n, p.k) for n, p in a.pools]) for a in matched.values()] == [
            ("selection", [("matching, weighting or propensity score named", 1), ("not named", 1)])
        ]

    def test_groups_stand_in_order_of_their_names(self) -> None:
        (found,) = analysed(cohorts(PLAIN, LANDMARK, PLAIN)).values()
        assert [name for name, _ in found.pools] == [
            "landmark or time-dependent analysis named",
            "not named",
        ]

    @pytest.mark.parametrize(
        ("traits", "note"),
        [
            ((LANDMARK, PLAIN, PLAIN), "1 of 2 groups holds one study"),
            ((LANDMARK, PLAIN), "2 of 2 groups hold one study"),
            ((LANDMARK, LANDMARK, PLAIN, PLAIN), ""),
        ],
    )
    def test_groups_of_one_study_are_counted(self, traits: tuple[Trait, ...], note: str) -> None:
        (found,) = analysed(cohorts(*traits)).values()
        assert found.note == note

    @pytest.mark.parametrize("category", sorted(_SOURCE_OF))
    def test_every_kind_of_source_in_the_vocabulary_has_its_words(self, category: str) -> None:
        found = analysed(cohorts({"sources": (_SOURCE_OF[category],)}, PLAIN))
        names = [name for name, _ in found["data source"].pools]
        assert len(names) == 2
        assert "not stated" in names

    def test_a_study_of_several_sources_goes_with_the_broadest(self) -> None:
        evidence = cohorts({"sources": ("institutional_database", "seer")}, PLAIN)
        assert [name for name, _ in analysed(evidence)["data source"].pools] == [
            "not stated",
            "population registry",
        ]


class TestPatients:
    @staticmethod
    def trials() -> Evidence:
        """Two trials with estimates in patients of a site, a receptor status, a burden and an age."""
        evidence = Evidence()
        for label in ("Alpha 2001", "Beta 2002"):
            study = evidence.study(label, n=300 + len(evidence.graph.nodes["Study"]))
            evidence.effect(study, 0.7, (0.6, 0.82))
            for population in ("bone_only_metastases", "her2_positive", "single_metastasis", "older_age"):
                evidence.effect(study, 0.5, (0.4, 0.625), population=population)
        return evidence

    def test_stand_side_by_side_untested(self) -> None:
        evidence = Evidence(realistic())
        (site,) = by_patients(evidence.graph, widest_pool(evidence, "randomized"), synthesize(evidence.graph))
        assert site.trait == "site of metastasis"
        assert [(name, p.k) for name, p in site.pools] == [("Bone-only metastases", 1)]
        assert (site.q_between, site.p) == (None, None)
        assert "share patients" in site.note

    def test_are_told_apart_by_site_receptors_and_burden(self) -> None:
        evidence = self.trials()
        found = by_patients(evidence.graph, widest_pool(evidence, "randomized"), synthesize(evidence.graph))
        assert [(a.trait, [(name, p.k) for name, p in a.pools]) for a in found] == [
            ("site of metastasis", [("Bone-only metastases", 2)]),
            ("receptor subtype", [("HER2-positive", 2)]),
            ("burden of metastases", [("Solitary metastasis", 2)]),
        ]

    def test_of_another_contrast_endpoint_or_design_are_not_beside_it(self) -> None:
        evidence = self.trials()
        bone = {"population": "bone_only_metastases"}
        cohort = evidence.study("Gamma 2003", "retrospective_cohort", 400)
        evidence.effect(cohort, 0.4, (0.3, 0.53), **bone)  # type: ignore[arg-type]
        study = evidence.study("Delta 2004", n=410)
        for other in ({"comparator": "delayed_surgery"}, {"endpoint": "quality_of_life"}, {"measure": "OR"}):
            evidence.effect(study, 0.4, (0.3, 0.53), **bone, **other)  # type: ignore[arg-type]
        site, *_ = by_patients(
            evidence.graph, widest_pool(evidence, "randomized"), synthesize(evidence.graph)
        )
        assert [(name, p.k) for name, p in site.pools] == [("Bone-only metastases", 2)]

    def test_are_not_divided_again(self) -> None:
        evidence = self.trials()
        pools = synthesize(evidence.graph)
        (bone,) = [
            s
            for s in pools
            if s.key.population == "mbc:bone_only_metastases"
            and s.key.intervention == "mbc:locoregional_treatment"
        ]
        assert by_patients(evidence.graph, bone, pools) == ()
