"""What the map says of a pool: its direction, how certain that is, and the plots of its steps."""

from __future__ import annotations

import pytest

from graph.map.build import build_map
from graph.map.data import PoolEntry
from tests.map_fixtures import Evidence


def pools(evidence: Evidence) -> list[PoolEntry]:
    return build_map(evidence.graph, title="Invented field", question="Does it help?", notice="")["pools"]


def widest(evidence: Evidence) -> PoolEntry:
    """The pool with any local treatment, of all patients."""
    page = build_map(evidence.graph, title="Invented field", question="Does it help?", notice="")
    (found,) = [
        pool
        for pool in page["pools"]
        if page["interventions"][pool["intervention"]]["id"] == "mbc:locoregional_treatment"
        and not pool["population"]
    ]
    return found


def field(*ratios: float, spread: float = 1.2, endpoint: str = "overall_survival") -> Evidence:
    """Trials with these ratios, whose intervals reach ``spread`` times to either side."""
    evidence = Evidence()
    for n, ratio in enumerate(ratios):
        study = evidence.study(f"S{n} 2001", n=300 + n)
        evidence.effect(study, ratio, (ratio / spread, ratio * spread), endpoint=endpoint)
    return evidence


class TestDirection:
    @pytest.mark.parametrize(
        ("endpoint", "ratio", "direction"),
        [
            ("overall_survival", 0.7, "better"),
            ("overall_survival", 1.4, "worse"),
            ("objective_response", 1.4, "better"),
            ("objective_response", 0.7, "worse"),
            ("quality_of_life", 0.7, "neutral"),
            ("overall_survival", 0.9, "unclear"),
            ("overall_survival", 1.1, "unclear"),
        ],
    )
    def test_follows_from_the_side_of_one_and_from_which_events_are_good(
        self, endpoint: str, ratio: float, direction: str
    ) -> None:
        assert widest(field(ratio, endpoint=endpoint))["direction"] == direction


class TestCertainty:
    @pytest.mark.parametrize(
        ("ratios", "spread", "certainty"),
        [
            ((0.5, 0.5, 0.5), 1.1, "firm"),
            ((2.0, 2.0, 2.0), 1.1, "firm"),
            ((0.35, 0.45, 0.5, 0.6, 0.8, 0.9), 1.05, "weak"),  # another study may well show no difference
            ((2.8, 2.2, 2.0, 1.6, 1.3, 1.1), 1.05, "weak"),
            ((0.5, 0.5), 1.1, "weak"),  # of two studies nothing is predicted
            ((0.5,), 1.1, ""),
            ((1.0,), 2.1, "wide"),
            ((1.0,), 1.9, ""),
            ((0.8,), 2.1, ""),  # to 1.68: as good as no harm by half
            ((1.25,), 2.1, ""),
        ],
    )
    def test_follows_from_the_interval_for_another_study_or_from_the_width(
        self, ratios: tuple[float, ...], spread: float, certainty: str
    ) -> None:
        assert widest(field(*ratios, spread=spread))["certainty"] == certainty


class TestSteps:
    def test_go_to_whole_populations_first_and_then_to_the_pools_of_most_studies(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        evidence = field(0.7, 0.8, 0.9)
        for n in range(4):
            study = evidence.study(f"P{n} 2002", n=400 + n)
            evidence.effect(study, 0.7, (0.6, 0.82), population="bone_only_metastases")
            study = evidence.study(f"R{n} 2003", n=500 + n)
            evidence.effect(study, 0.7, (0.6, 0.82), endpoint="progression_free_survival")
        for most, of in ((0, 0), (1, 4), (9, 8), (17, 11)):
            monkeypatch.setattr("graph.map.pools._MOST_LINES", most)
            drawn = [pool for pool in pools(evidence) if pool["came"] and pool["without"]]
            assert sum(pool["k"] for pool in drawn) == of
            assert not any(pool["population"] for pool in drawn)


def test_a_pool_names_its_comparator_and_patients_where_they_are_no_matter_of_course() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.7, (0.6, 0.82), experimental="mastectomy", comparator="radiotherapy")
    evidence.effect(study, 0.7, (0.6, 0.82), population="bone_only_metastases")
    assert {(pool["comparator"], pool["population"]) for pool in pools(evidence)} == {
        ("Radiotherapy", ""),
        ("", "Bone-only metastases"),
    }


def test_a_pool_has_the_figures_of_its_studies_to_five_places() -> None:
    (three,) = [pool for pool in pools(field(0.7, 0.8, 0.9)) if pool["came"]][:1]
    assert three["predicted"] is not None
    assert three["predicted"][0] < three["low"] < three["ratio"] < three["high"] < three["predicted"][1]
    assert three["tau2_interval"] is not None
    assert [line["ratio"] for line in three["studies"]] == [0.7, 0.8, 0.9]
    assert widest(field(0.7))["predicted"] is None
