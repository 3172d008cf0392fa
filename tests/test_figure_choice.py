"""Which pools a figure draws where several answer, and which studies a table or timeline shows."""

from __future__ import annotations

from typing import Any

import pytest

from graph.figures.choose import Wanted, choose, within
from graph.synthesis.synthesize import synthesize
from tests.map_fixtures import Evidence

COHORT = "registry_cohort"


class Field:
    """Studies added one by one, each of its own size."""

    def __init__(self) -> None:
        self.evidence = Evidence()
        self._added = 0

    def add(self, number: int, design: str = "randomized_trial", **effect: Any) -> Field:
        for _ in range(number):
            self._added += 1
            study = self.evidence.study(f"S{self._added} 2001", design, 300 + self._added)
            self.evidence.effect(study, 0.7, (0.6, 0.82), **effect)
        return self

    def chosen(self, **wanted: Any) -> list[tuple[str, str, str, int]]:
        """Treatment, endpoint, design and number of studies of each pool that is drawn."""
        return [
            (
                s.key.intervention.removeprefix("mbc:"),
                s.key.endpoint.removeprefix("mbc:"),
                s.key.design,
                s.pooled.k,
            )
            for s in choose(synthesize(self.evidence.graph), Wanted(**wanted))
        ]


def test_the_pool_with_most_trials_is_drawn_before_one_with_more_studies_and_its_cohorts_beside() -> None:
    field = Field().add(2).add(1, COHORT).add(5, COHORT, endpoint="complication")
    assert field.chosen() == [
        ("primary_tumour_surgery", "overall_survival", "randomized", 2),
        ("primary_tumour_surgery", "overall_survival", "observational", 1),
    ]


def test_among_as_many_trials_it_is_the_one_with_most_studies_and_then_overall_survival() -> None:
    more = Field().add(1).add(1, endpoint="quality_of_life").add(2, COHORT, endpoint="quality_of_life")
    assert {endpoint for _, endpoint, _, _ in more.chosen()} == {"quality_of_life"}
    alike = Field().add(1, endpoint="quality_of_life").add(1).add(1, endpoint="progression_free_survival")
    assert {endpoint for _, endpoint, _, _ in alike.chosen()} == {"overall_survival"}


def test_a_comparison_with_no_local_treatment_comes_before_one_of_two_treatments() -> None:
    field = Field().add(3, experimental="mastectomy", comparator="radiotherapy").add(1, COHORT)
    assert field.chosen() == [("primary_tumour_surgery", "overall_survival", "observational", 1)]


def test_only_what_is_wanted_is_drawn() -> None:
    field = Field().add(3).add(2, COHORT).add(1, population="bone_only_metastases")
    assert [(design, k) for *_, design, k in field.chosen(design="observational")] == [("observational", 2)]
    assert [k for *_, k in field.chosen(population="mbc:bone_only_metastases")] == [1]
    assert [k for *_, k in field.chosen(design="randomized")] == [3]
    assert field.chosen(endpoint="mbc:complication") == []
    assert {t for t, *_ in field.chosen(intervention="mbc:locoregional_treatment")} == {
        "locoregional_treatment"
    }


class TestWithin:
    @staticmethod
    def study() -> tuple[Evidence, str]:
        """A study that compares mastectomy with none and describes radiotherapy."""
        evidence = Evidence()
        study = evidence.study("Alpha 2001", treatments=("radiotherapy",))
        evidence.effect(study, 0.7, (0.6, 0.82), experimental="mastectomy")
        return evidence, study

    @pytest.mark.parametrize(
        ("intervention", "endpoint", "shown"),
        [
            (None, None, True),
            ("mastectomy", None, True),
            ("primary_tumour_surgery", None, True),
            ("radiotherapy", None, False),
            ("hepatic_metastasectomy", None, False),
            (None, "overall_survival", True),
            (None, "complication", False),
            ("mastectomy", "complication", False),
            ("radiotherapy", "overall_survival", False),
        ],
    )
    def test_a_study_is_shown_for_what_it_compares_and_measures_or_what_lies_above(
        self, intervention: str | None, endpoint: str | None, shown: bool
    ) -> None:
        evidence, study = self.study()
        wanted = Wanted(
            intervention=f"mbc:{intervention}" if intervention else None,
            endpoint=f"mbc:{endpoint}" if endpoint else None,
        )
        assert within(evidence.graph, study, wanted) is shown

    def test_what_is_described_counts_where_nothing_is_compared(self) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001", "case_series", treatments=("radiotherapy",))
        assert within(evidence.graph, study, Wanted(intervention="mbc:radiotherapy"))
        assert not within(evidence.graph, study, Wanted(intervention="mbc:mastectomy"))
