"""The cues beside a pool: what speaks for caution, and from which figure on. All studies are invented."""

from __future__ import annotations

import math

import pytest

from graph.synthesis.cues import Cue, CueKind, read_cues
from graph.synthesis.pooling import pool
from tests.map_fixtures import Evidence
from tests.pools import PRIMARY, group_of

Sizes = tuple[int | None, ...]


def cues_of(
    evidence: Evidence, ratios: tuple[float, ...] = (0.7, 0.7, 0.7), se: float = 0.1
) -> dict[CueKind, Cue]:
    """The cues of surgery for the primary tumour, beside a pool of other figures than the studies'."""
    pooled = pool([math.log(ratio) for ratio in ratios], [se**2] * len(ratios))
    return {cue.kind: cue for cue in read_cues(evidence.graph, group_of(evidence.graph), pooled)}


def studies(sizes: Sizes, design: str = "randomized_trial") -> Evidence:
    evidence = Evidence()
    for year, n in enumerate(sizes, 2001):
        study = evidence.study(f"Alpha {year}", design, n)
        evidence.effect(study, 0.5 + year / 10_000, (0.5, 1.1), adjusted=True)
    return evidence


def test_chance_in_trials_and_choice_in_cohorts() -> None:
    trials, cohorts = cues_of(studies((300,))), cues_of(studies((300,), "registry_cohort"))
    assert trials["design"] == Cue("design", "Randomised: chance decided who was treated.", False)
    assert cohorts["design"].words.startswith("Observational: ")
    assert cohorts["design"].weighs
    assert "immortal time" not in trials
    assert "selection" not in trials


@pytest.mark.parametrize(
    ("sizes", "words", "weighs"),
    [
        ((150, 249), "399 participants.", True),
        ((150, 250), "400 participants.", False),
        ((1500, None), "1\u202f500 participants; 1 of 2 studies state no number.", False),
        ((None, None, 120), "120 participants; 2 of 3 studies state no number.", True),
        ((None,), "No study states how many people it included.", True),
    ],
)
def test_fewer_than_four_hundred_people_or_none_counted_speak_for_caution(
    sizes: Sizes, words: str, weighs: bool
) -> None:
    assert cues_of(studies(sizes))["size"] == Cue("size", words, weighs)


@pytest.mark.parametrize(
    ("ratio", "se", "wide"),
    [
        (1.0, 0.12, True),  # 0.79 to 1.27
        (1.0, 0.10, False),  # 0.82 to 1.22: no sizeable difference either way
        (0.85, 0.12, True),  # 0.67 to 1.08
        (1.15, 0.12, True),  # 0.91 to 1.45
        (0.5, 0.30, False),  # 0.28 to 0.90: however wide, it excludes no effect
        (2.0, 0.30, False),
    ],
)
def test_an_interval_is_imprecise_that_holds_no_effect_and_a_sizeable_one(
    ratio: float, se: float, wide: bool
) -> None:
    cue = cues_of(studies((300,)), (ratio,), se)["imprecision"]
    assert cue.weighs is wide
    assert ("fits both no effect and a sizeable one" in cue.words) is wide
    low, high = (ratio * math.exp(sign * 1.96 * se) for sign in (-1, 1))
    assert cue.words.startswith(f"95 % interval {low:.2f} to {high:.2f}")


def test_i_squared_weighs_from_a_half_on_and_one_study_has_none() -> None:
    alike = cues_of(studies((300,)), (0.7, 0.7, 0.7))["inconsistency"]
    apart = cues_of(studies((300,)), (0.4, 0.8, 1.4))["inconsistency"]
    assert alike.words.startswith("I² 0 %; a further study may well show anything from ")
    assert not alike.weighs
    assert apart.weighs
    assert cues_of(studies((300,)), (0.7, 0.7))["inconsistency"].words == "I² 0 %."
    assert "inconsistency" not in cues_of(studies((300,)), (0.7,))


@pytest.mark.parametrize(
    ("first", "second", "immortal", "selection"),
    [
        ({"landmark analysis"}, {"matching"}, 1, 1),
        ({"landmark analysis", "propensity score"}, {"propensity score"}, 1, 2),
        ({"time-dependent exposure"}, {"immortal time named"}, 2, 0),
        (set(), set(), 0, 0),
    ],
)
def test_abstracts_that_name_a_landmark_or_matching_are_counted(
    first: set[str], second: set[str], immortal: int, selection: int
) -> None:
    evidence = studies((300, 400), "registry_cohort")
    group = group_of(evidence.graph)
    ways = dict(zip((e.study_id for e in group.kept), map(frozenset, (first, second)), strict=True))
    found = read_cues(evidence.graph, group, pool([0.1, 0.2], [0.01, 0.01]), ways.__getitem__)
    cues = {cue.kind: cue for cue in found}
    assert cues["immortal time"].words.startswith(f"{immortal} of 2 abstracts name a landmark")
    assert cues["immortal time"].weighs is (immortal < 2)
    assert cues["selection"].words.startswith(f"{selection} of 2 abstracts name matching")
    assert cues["selection"].weighs is (selection < 2)


def test_registered_trials_that_nothing_reports_are_named_up_to_four() -> None:
    evidence = studies((300,))
    treatment = PRIMARY.removeprefix("mbc:")
    evidence.trial("NCT90000001", treatment, acronym="ASTER")
    evidence.trial("NCT90000002", treatment, has_results=True)
    (one,) = (cues_of(evidence)["reporting"],)
    assert one == Cue("reporting", "1 registered trial without a report here: ASTER.", True)
    for n in range(3, 7):
        evidence.trial(f"NCT9000000{n}", treatment)
    assert cues_of(evidence)["reporting"].words == (
        "5 registered trials without a report here: ASTER, NCT90000003, NCT90000004, NCT90000005, …."
    )
    assert "reporting" not in cues_of(studies((300,)))


def test_a_trial_that_a_study_reports_is_not_silent() -> None:
    evidence = studies((300,))
    study = evidence.study("Beta 2010")
    trial = evidence.trial("NCT90000009", PRIMARY.removeprefix("mbc:"))
    assert cues_of(evidence)["reporting"].weighs
    evidence.graph.add_edge("REGISTERED_AS", ("Study", study), ("Trial", trial), via="text")
    assert "reporting" not in cues_of(evidence)
