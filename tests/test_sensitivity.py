"""What moves a pooled estimate: overlap, traits of studies; what is noted beside it; bad input."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from graph.synthesis.harmonise import select
from graph.synthesis.regressions import Regression, read_regressions
from graph.synthesis.synthesize import synthesize
from tests.map_fixtures import Evidence, realistic, widest_pool


def regressed(evidence: Evidence, design: str = "observational") -> tuple[Regression, ...]:
    """Its regressions."""
    return read_regressions(evidence.graph, widest_pool(evidence, design).group)


class TestOverlap:
    @staticmethod
    def two(first: str, second: str, populations: tuple[str, str]) -> int:
        """How many of two cohorts of one register and time are pooled; the titles are those given."""
        evidence = Evidence()
        for label, title, population in zip(("A 2001", "B 2002"), (first, second), populations, strict=True):
            study = evidence.study(
                label,
                "registry_cohort",
                400 + len(evidence.graph.nodes["Study"]),
                sources=("seer",),
                years=(2000, 2010),
                populations=(population,),
            )
            report = evidence.graph.sources("REPORTS", study)[0]
            report["title"] = title
            evidence.effect(study, 0.7, (0.6, 0.82))
        return widest_pool(evidence).pooled.k

    def test_one_register_and_time_is_one_set_of_patients(self) -> None:
        assert self.two("Surgery in SEER", "Surgery again", ("de_novo_metastatic", "de_novo_metastatic")) == 1

    def test_patients_who_cannot_be_in_both_do_not_overlap(self) -> None:
        titles = ("HER2-positive stage IV disease", "Surgery in HER2-negative disease")
        assert self.two(*titles, ("her2_positive", "her2_negative")) == 2

    def test_a_group_that_only_the_methods_name_restricts_nothing(self) -> None:
        assert self.two("Surgery in SEER", "Surgery again", ("her2_positive", "her2_negative")) == 1

    def test_part_of_the_patients_overlaps_with_all_of_them(self) -> None:
        titles = ("HER2-positive stage IV disease", "Surgery in SEER")
        assert self.two(*titles, ("her2_positive", "de_novo_metastatic")) == 1


class TestRegressions:
    def test_eleven_cohorts_are_regressed_on_the_year(self) -> None:
        year = next(r for r in regressed(Evidence(realistic())) if r.trait == "year of publication")
        assert year.found is not None
        assert year.k == 11

    def test_few_studies_are_not_and_it_says_why(self) -> None:
        (year,) = regressed(Evidence(realistic()), "randomized")
        assert year.found is None
        assert year.reason == "5 studies state it: not regressed below 10"

    def test_handling_of_immortal_time_is_a_trait_where_abstracts_differ_in_it(self) -> None:
        evidence = Evidence()
        for i in range(12):
            handled = ("landmark analysis",) if i % 2 else ()
            value = (0.8 if i % 2 else 0.5) + 0.01 * i
            study = evidence.study(f"C{i} {2000 + i}", "retrospective_cohort", 200, bias_handling=handled)
            evidence.effect(study, round(value, 2), (round(value * 0.8, 3), round(value * 1.25, 3)))
        found = next(r for r in regressed(evidence) if r.trait == "immortal time handled")
        assert found.found is not None
        # Odd cohorts stand at about 0.86, even ones at about 0.55.
        assert math.exp(found.found.slope) == pytest.approx(0.86 / 0.55, rel=0.03)

    def test_an_undated_study_is_left_out_of_the_years_and_comes_in_last(self) -> None:
        evidence = Evidence()
        for n, label in enumerate(("A 2001", "B 2002", "C 2003"), 300):
            evidence.effect(evidence.study(label, "retrospective_cohort", n), 0.7, (0.6, 0.82))
        evidence.graph.sources("REPORTS", "mbc:study/A-2001")[0]["year"] = None
        synthesis = widest_pool(evidence)
        assert regressed(evidence)[0].k == 2
        assert [step.label for step in synthesis.as_they_came()] == ["B 2002", "C 2003", "A 2001"]

    def test_a_study_that_reported_again_comes_in_with_the_report_that_is_pooled(self) -> None:
        evidence = Evidence()
        for n, label in enumerate(("A 2001", "B 2002", "C 2003"), 300):
            evidence.effect(evidence.study(label, "retrospective_cohort", n), 0.7, (0.6, 0.82))
        evidence.graph.sources("REPORTS", "mbc:study/A-2001")[0]["year"] = 2008
        steps = widest_pool(evidence).as_they_came()
        assert [(s.words, s.year) for s in steps] == [
            ("B 2002", 2002),
            ("C 2003", 2003),
            ("A 2001 (report of 2008)", 2008),
        ]
        assert [s.label for s in widest_pool(evidence).without_each()] == ["A 2001", "B 2002", "C 2003"]


class TestNotes:
    """What was done to a figure, or is particular about it, stands beside it."""

    @staticmethod
    def of(**properties: str | bool) -> tuple[str, ...]:
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001"), 0.7, (0.6, 0.82))
        (effect,) = evidence.graph.nodes["Effect"].values()
        effect.update(properties)
        return synthesize(evidence.graph)[0].group.kept[0].notes

    def test_a_figure_that_a_person_gave_says_so(self) -> None:
        assert self.of(curated=True) == ("corrected or confirmed by hand",)
        assert self.of(curated=True, entered=True) == ("entered by hand",)
        assert self.of(curated=False) == ()

    def test_a_number_of_people_that_a_person_gave_says_so_where_it_counts(self) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001", n=1274)
        evidence.effect(study, 0.7, (0.6, 0.82))
        evidence.effect(study, 0.5, (0.4, 0.7), population="bone_only_metastases")
        evidence.graph.nodes["Study"][study]["given_by_hand"] = ("sample_size",)
        notes = {s.key.population: s.group.kept[0].notes for s in synthesize(evidence.graph)}
        assert notes[""] == ("its 1,274 participants given by hand",)
        assert notes["mbc:bone_only_metastases"] == ()

    def test_a_design_and_a_scope_that_a_person_gave_say_so_in_every_pool(self) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        evidence.effect(study, 0.7, (0.6, 0.82))
        evidence.effect(study, 0.5, (0.4, 0.7), population="bone_only_metastases")
        evidence.graph.nodes["Study"][study]["given_by_hand"] = ("design", "conclusion", "in_scope")
        assert {s.group.kept[0].notes for s in synthesize(evidence.graph)} == {
            ("its design (randomized trial) given by hand", "taken into scope by hand")
        }

    @pytest.mark.parametrize(
        ("quote", "told"),
        [
            ("Survival was longer (HR 0.70, 95% credible interval 0.60-0.82).", True),
            ("Survival was longer (HR 0.70, 95% CrI 0.60-0.82).", True),
            ("Survival was longer (HR 0.70, 95% HPD 0.60-0.82).", True),
            ("Survival was longer (HR 0.70, 95% CI 0.60-0.82); this is not incredible.", False),
        ],
    )
    def test_a_credible_interval_is_named(self, quote: str, told: bool) -> None:
        assert any("credible interval" in note for note in self.of(quote=quote)) == told


class TestBadInput:
    """A sentence, not a crash or an infinite bar."""

    @pytest.mark.parametrize(
        ("value", "ci", "words"),
        [
            (0.7, (0.7, 0.7), "no width"),
            (0.0, (0.0, 0.5), "no logarithm"),
            (0.7, (0.8, 0.9), "outside its interval"),
            (0.01, (0.0, 0.01), "touches 0"),
            (0.7, None, "no interval printed"),
        ],
    )
    def test_what_cannot_be_weighed_is_left_out_in_words(
        self, value: float, ci: tuple[float, float] | None, words: str
    ) -> None:
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001"), value, ci)
        assert synthesize(evidence.graph) == ()
        (out,) = select(evidence.graph).left_out
        assert words in out.reason

    def test_an_interval_that_touches_0_takes_its_error_from_the_other_bound(self) -> None:
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001"), 0.2, (0.0, 0.8))
        (estimate,) = synthesize(evidence.graph)[0].group.kept
        assert estimate.log.se == pytest.approx(math.log(0.8 / 0.2) / 1.959964, abs=1e-6)
        assert any("derived from the upper bound" in note for note in estimate.notes)

    def test_all_effects_flagged_pool_to_nothing(self) -> None:
        evidence = Evidence()
        for label in ("Alpha 2001", "Beta 2002"):
            evidence.effect(evidence.study(label), 0.7, (0.6, 0.82), checks=("value_outside_interval",))
        harmonised = select(evidence.graph)
        assert synthesize(evidence.graph) == ()
        assert all("do not agree" in out.reason for out in harmonised.left_out)

    def test_studies_that_agree_exactly_have_no_heterogeneity(self) -> None:
        evidence = Evidence()
        for i in range(4):
            evidence.effect(evidence.study(f"S{i} {2001 + i}", n=300 + i), 0.7, (0.5, 0.98))
        found = synthesize(evidence.graph)[0]
        assert (found.pooled.tau2, found.pooled.i2) == (0.0, 0.0)
        assert found.pooled.q == pytest.approx(0.0, abs=1e-12)
        assert all(math.isfinite(x) for x in (*found.ci, *(found.pi or ())))

    def test_cumulative_steps_grow_by_one(self) -> None:
        steps = widest_pool(Evidence(realistic())).as_they_came()
        assert all(b.k == a.k + 1 for a, b in pairwise(steps))
