"""The pooled estimates of a graph: what each holds, says beside itself, and puts back into the graph."""

from __future__ import annotations

import math
from pathlib import Path
from typing import cast

import pytest

import graph
from graph.figures.forest import forest_plot
from graph.figures.funnel import funnel_plot
from graph.synthesis.pooling import pool
from graph.synthesis.synthesize import add_to_graph, synthesize
from pipelines.synthesis_words import synthesis_text
from pipelines.synthesizing import synthesis_json
from tests.map_fixtures import Evidence, realistic, widest_pool


def test_syntheses_keep_trials_apart_from_cohorts() -> None:
    trials, cohorts = (
        widest_pool(Evidence(realistic()), design) for design in ("randomized", "observational")
    )
    assert trials.pooled.k == 5
    assert trials.participants == 350 + 274 + 90 + 256 + 407
    assert trials.ci[0] < 1 < trials.ci[1]
    assert cohorts.ci[1] < 1
    assert {cue.kind for cue in cohorts.cues if cue.weighs} >= {"design", "inconsistency", "immortal time"}


def test_the_pooled_value_is_recomputed_from_the_effects_it_names() -> None:
    synthesis = widest_pool(Evidence(realistic()), "randomized")
    log_ratios, variances = [], []
    for estimate in synthesis.group.kept:
        printed = estimate.printed
        assert printed.ci_low is not None
        assert printed.ci_high is not None
        z = {90: 1.6448536, 95: 1.9599640}[int(printed.ci_level or 95)]
        se = (math.log(printed.ci_high) - math.log(printed.ci_low)) / 2 / z
        log_ratios.append(-math.log(printed.value) if estimate.inverted else math.log(printed.value))
        variances.append(se**2)
    assert synthesis.ratio == pytest.approx(math.exp(pool(log_ratios, variances).estimate), abs=5e-4)


def test_the_graph_holds_what_was_pooled_and_with_what_weight() -> None:
    graph = realistic()
    add_to_graph(graph, synthesize(graph), "2026-01-01T00:00:00Z")
    synthesis_id = "mbc:synthesis/locoregional_treatment/no_local_treatment/overall_survival/HR/observational"
    node = graph.nodes["Synthesis"][synthesis_id]
    assert (node["k"], node["model"], node["measure"]) == (11, "random", "HR")
    weights = [edge.properties["weight"] for edge in graph.out("POOLS", synthesis_id)]
    assert sum(cast("list[float]", weights)) == pytest.approx(100)
    reasons = [str(edge.properties["reason"]) for edge in graph.out("LEAVES_OUT", synthesis_id)]
    assert any("SEER" in reason for reason in reasons)
    assert [node["id"] for node in graph.targets("ON", synthesis_id)] == ["mbc:overall_survival"]
    assert graph.targets("COMPARATOR", synthesis_id)[0]["id"] == "mbc:no_local_treatment"


def test_the_graph_holds_the_figures_that_are_pooled() -> None:
    evidence = Evidence(realistic())
    (found,) = [s for s in synthesize(evidence.graph) if s.id == widest_pool(evidence).id]
    add_to_graph(evidence.graph, [found], "2026-01-01T00:00:00Z")
    assert found.pooled.pi is not None
    assert evidence.graph.nodes["Synthesis"][found.id] == {
        "id": found.id,
        "measure": "HR",
        "model": "random",
        "design": "observational",
        "population_id": None,
        "k": 11,
        "participants": found.participants,
        "estimate": math.exp(found.pooled.estimate),
        "ci_low": math.exp(found.pooled.ci[0]),
        "ci_high": math.exp(found.pooled.ci[1]),
        "pi_low": math.exp(found.pooled.pi[0]),
        "pi_high": math.exp(found.pooled.pi[1]),
        "i2": found.pooled.i2,
        "tau2": found.pooled.tau2,
        "q": found.pooled.q,
        "q_p": found.pooled.q_p,
        "computed_at": "2026-01-01T00:00:00Z",
    }
    (treatment,) = evidence.graph.targets("OF", found.id)
    assert treatment["id"] == "mbc:locoregional_treatment"


def test_a_pool_of_some_patients_names_them_in_the_graph() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1), population="bone_only_metastases")
    add_to_graph(evidence.graph, synthesize(evidence.graph), "2026-01-01T00:00:00Z")
    populations = {node["population_id"] for node in evidence.graph.nodes["Synthesis"].values()}
    assert populations == {"mbc:bone_only_metastases"}


def test_what_no_95_percent_interval_gave_is_marked_as_derived() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001", n=301), 0.8, (0.6, 1.07))
    evidence.effect(evidence.study("Beta 2002", n=302), 0.8, (0.6, 1.07), ci_level=None)
    evidence.effect(evidence.study("Gamma 2003", n=303), 0.7, (0.55, 0.9), ci_level=90)
    evidence.effect(evidence.study("Delta 2004", n=304), 0.6, None, p=("=", 0.01))
    pooled = widest_pool(evidence, "randomized")
    add_to_graph(evidence.graph, [pooled], "2026-01-01T00:00:00Z")
    derived = {
        edge.target.removeprefix("mbc:study/").partition("-")[0]: edge.properties["ci_derived"]
        for edge in evidence.graph.out("POOLS", pooled.id)
    }
    assert derived == {"Alpha": False, "Beta": False, "Gamma": True, "Delta": True}
    assert pooled.warnings == (
        "The Hartung–Knapp factor would have narrowed the interval; it was held at 1.",
        "1 of 4 standard errors were derived from a p-value.",
    )


def test_a_broader_pool_is_of_the_same_contrast_and_holds_the_studies_and_more() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.07))
    evidence.effect(study, 0.5, (0.4, 0.62), population="bone_only_metastases")
    radiotherapy = {"experimental": "locoregional_radiotherapy"}
    evidence.effect(evidence.study("Beta 2002", n=310), 0.7, (0.55, 0.9), **radiotherapy)  # type: ignore[arg-type]
    for n, more in enumerate(
        (
            {"measure": "OR"},
            {"comparator": "delayed_surgery"},
            {"endpoint": "progression_free_survival"},
            {"population": "bone_only_metastases"},
        )
    ):
        for also in (0, 1):
            study = evidence.study(f"Other{n}{also} 2003", n=400 + 2 * n + also)
            evidence.effect(study, 0.7, (0.55, 0.9), **more)  # type: ignore[arg-type]
    for n in (500, 501):
        evidence.effect(evidence.study(f"Cohort{n} 2004", "registry_cohort", n), 0.7, (0.6, 0.82))
    pools = {s.id: s for s in synthesize(evidence.graph)}
    place = "mbc:synthesis/{}/no_local_treatment/overall_survival/HR/randomized"
    narrow = pools[place.format("primary_tumour_surgery")]
    assert [s.id for s in narrow.broader(pools.values())] == [place.format("locoregional_treatment")]


def test_a_pool_of_all_patients_is_no_broader_one_of_some() -> None:
    """A trial whose title speaks of bone metastases alone is pooled with both, whole."""
    evidence = Evidence()
    for label, population in (("Alpha 2001", "bone_only_metastases"), ("Beta 2002", "de_novo_metastatic")):
        study = evidence.study(label, populations=(population,), n=300 + len(label))
        evidence.effect(study, 0.8, (0.6, 1.07))
    report = evidence.graph.sources("REPORTS", "mbc:study/Alpha-2001")[0]
    report["title"] = "Surgery in bone-only metastatic breast cancer"
    pools = synthesize(evidence.graph)
    (bone,) = [
        s
        for s in pools
        if (s.key.population, s.key.intervention)
        == ("mbc:bone_only_metastases", "mbc:primary_tumour_surgery")
    ]
    assert widest_pool(evidence, "randomized").pooled.k == 2
    assert bone.pooled.k == 1
    assert bone.broader(pools) == []


def test_of_one_study_nothing_is_said_to_lie_between_studies() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1))
    add_to_graph(evidence.graph, synthesize(evidence.graph), "2026-01-01T00:00:00Z")
    node = next(iter(evidence.graph.nodes["Synthesis"].values()))
    assert (node["k"], node["model"]) == (1, "single")
    assert [node[name] for name in ("tau2", "q", "q_p", "i2", "pi_low")] == [None] * 5


def test_one_and_two_studies_say_so() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1))
    only = synthesize(evidence.graph)[0]
    assert only.warnings == (
        "One study: nothing was pooled; the 95 % interval is the one its standard error gives.",
    )
    evidence.effect(evidence.study("Beta 2002"), 0.7, (0.5, 1.0))
    two = synthesize(evidence.graph)[0]
    assert any("Two studies" in words for words in two.warnings)
    assert (two.tau2, two.q) == (two.pooled.tau2, two.pooled.q)
    evidence.effect(evidence.study("Gamma 2003"), 0.4, (0.3, 0.5))
    assert not any("Two studies" in words for words in synthesize(evidence.graph)[0].warnings)


def test_steps_follow_the_years_and_end_at_the_pooled_value() -> None:
    synthesis = widest_pool(Evidence(realistic()), "randomized")
    steps = synthesis.as_they_came()
    assert [step.year for step in steps] == [2015, 2018, 2019, 2022, 2024]
    assert steps[-1].ratio == pytest.approx(synthesis.ratio)
    assert len(synthesis.without_each()) == 5


@pytest.mark.parametrize(("studies", "steps"), [(2, 0), (3, 3), (60, 60), (61, 0)])
def test_steps_are_of_three_studies_to_sixty(studies: int, steps: int) -> None:
    evidence = Evidence()
    for n in range(studies):
        evidence.effect(evidence.study(f"S{n} 2001", n=300 + n), 0.8, (0.6, 1.07))
    synthesis = widest_pool(evidence, "randomized")
    assert len(synthesis.as_they_came()) == steps
    assert len(synthesis.without_each()) == steps


def test_the_participants_of_a_subgroup_are_not_those_of_the_whole_study() -> None:
    bone = next(s for s in synthesize(realistic()) if s.key.population == "mbc:bone_only_metastases")
    assert bone.participants is None
    assert all(estimate.participants and estimate.counted is None for estimate in bone.group.kept)
    assert "size" not in {cue.kind for cue in bone.cues}


def test_an_interval_beyond_all_floating_point_is_told_and_drawn(tmp_path: Path) -> None:
    """From p = 0.999 beside a ratio of 2 comes a standard error of 553 on the log scale."""
    evidence = Evidence()
    for n, name in enumerate(("Alpha 2001", "Beta 2002"), 300):
        evidence.effect(evidence.study(name, n=n), 0.65, (0.4, 1.05))
    evidence.effect(evidence.study("Gamma 2003"), 2.0, None, p=("=", 0.999))
    graph.save(evidence.graph, tmp_path)
    found = synthesis_json(tmp_path, "reml", {})
    assert any(s["k"] == 3 for s in found["syntheses"])
    lines = synthesis_text(found)
    assert max(map(len, lines)) < 300, "a ratio of three hundred digits"
    chosen = [s for s in synthesize(evidence.graph) if s.pooled.k == 3][:1]
    assert ">100" in forest_plot(evidence.graph, chosen)
    assert funnel_plot(evidence.graph, chosen).startswith("<svg")
