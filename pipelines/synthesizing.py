"""Pooled estimates of a data folder, as JSON for programs and as lines for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import graph
from graph.figures.choose import Wanted
from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.sides import only
from graph.synthesis.alternatives import Alternative, alternatives
from graph.synthesis.eligibility import design_class
from graph.synthesis.estimates import Estimate, LeftOut
from graph.synthesis.harmonise import GroupKey, select
from graph.synthesis.pooling import Model, Pooled
from graph.synthesis.publication_bias import Egger
from graph.synthesis.regressions import Regression, read_regressions
from graph.synthesis.standard_error import ratio_of, ratios_of
from graph.synthesis.subgroup_analysis import SubgroupAnalysis, by_patients, by_studies
from graph.synthesis.synthesize import Step, Synthesis, synthesize
from miner.errors import QueryRefused
from pipelines.asked import vocabulary_of, wanted_of

__all__ = ["synthesis_json"]


def synthesis_json(data: Path, model: str, filters: Mapping[str, str | None]) -> dict[str, Any]:
    """Pooled estimates that match, each with its studies, its sensitivity analyses and what it left out.

    Raises:
        QueryRefused: the model, design, intervention, endpoint or population is unknown.
    """
    chosen = next((m for m in get_args(Model) if m == model), None)
    if chosen is None:
        raise QueryRefused(f"--model {model!r} is unknown; use one of {', '.join(get_args(Model))}")
    whole = graph.open(data).load()
    wanted = wanted_of(whole, vocabulary_of(data), **filters)
    harmonised = select(whole)
    pooled = synthesize(whole, chosen, harmonised)
    shown = [s for s in pooled if _matches(s.key, wanted)]
    left_out = [x for x in harmonised.left_out if _may_be_of(whole, x, wanted)]
    return {
        "model": model,
        "asked": {name: value for name, value in filters.items() if value is not None},
        "counts": _counts(shown, left_out),
        "syntheses": [_one(whole, s, pooled) for s in shown],
        "left_out": [_left(whole, x) for x in left_out],
    }


def _counts(shown: Iterable[Synthesis], left_out: Collection[LeftOut]) -> dict[str, int]:
    """Effects by what became of them; one that several pools hold or pass over counts once."""
    groups = [s.group for s in shown]
    pooled = {e.effect_id for group in groups for e in group.kept}
    behind = {x.effect_id for group in groups for x in group.left_out} - pooled
    return {
        "effects": len(pooled) + len(behind) + len(left_out),
        "pooled": len(pooled),
        "behind_another": len(behind),
        "in_no_pool": len(left_out),
    }


def _may_be_of(whole: Graph, out: LeftOut, wanted: Wanted) -> bool:
    """Whether an effect in no pool may be of what is asked: nothing that is known of it says otherwise."""
    design = design_class(whole.nodes["Study"][out.study_id]["design"])
    if wanted.design and design and design != wanted.design:
        return False
    population = only(whole, "WITHIN", out.effect_id)
    if wanted.population and not population and not whole.nodes["Effect"][out.effect_id]["subgroup"]:
        return False
    treatments = (only(whole, side, out.effect_id) for side in ("EXPERIMENTAL", "COMPARATOR"))
    asked = (
        ("Intervention", wanted.intervention, {out.experimental, *treatments}),
        ("Endpoint", wanted.endpoint, {out.endpoint}),
        ("Population", wanted.population, {population}),
    )
    return all(
        concept is None or not known - {None} or any(_kin(whole, label, concept, own) for own in known if own)
        for label, concept, known in asked
    )


def _kin(whole: Graph, label: str, one: str, other: str) -> bool:
    concepts = Hierarchy.of(whole, label)
    return concepts.is_a(one, other) or concepts.is_a(other, one)


def _matches(key: GroupKey, wanted: Wanted) -> bool:
    asked = (
        (wanted.intervention, key.intervention),
        (wanted.endpoint, key.endpoint),
        (wanted.design, key.design),
        (wanted.population, key.population),
    )
    return all(one in (None, other) for one, other in asked)


def _one(whole: Graph, s: Synthesis, pooled: Iterable[Synthesis]) -> dict[str, Any]:
    key = s.key
    return {
        "id": s.id,
        **_about(whole, key),
        "k": s.pooled.k,
        "participants": s.participants,
        "estimate": s.ratio,
        "ci": list(s.ci),
        "pi": list(s.pi) if s.pi else None,
        "p_value": s.pooled.p_two_sided,
        "i2": s.pooled.i2,
        "tau2": s.tau2,
        "tau2_ci": list(s.pooled.tau2_ci) if s.pooled.tau2_ci else None,
        "q": s.q,
        "q_p": s.pooled.q_p,
        "warnings": list(s.warnings),
        "cues": [{"kind": c.kind, "words": c.words, "weighs": c.weighs} for c in s.cues],
        "studies": [_study(whole, e, w) for e, w in zip(s.group.kept, s.pooled.weights, strict=True)],
        "left_out": [_left(whole, x) for x in s.group.left_out],
        "alternatives": [_alternative(a) for a in alternatives(whole, s)],
        "leave_one_out": [_step(step) for step in s.without_each()],
        "cumulative": [_step(step) for step in s.as_they_came()],
        "subgroups": [_subgroup(a) for a in (*by_studies(whole, s), *by_patients(whole, s, pooled))],
        "regressions": [_regression(r) for r in read_regressions(whole, s.group)],
        "asymmetry": _asymmetry(s),
        "broader": _broader(whole, s, pooled),
    }


def _about(whole: Graph, key: GroupKey) -> dict[str, Any]:
    names = {label: whole.nodes[label] for label in ("Intervention", "Endpoint", "Population")}
    comparator = str(names["Intervention"][key.comparator]["name"]) if key.comparator else "without it"
    return {
        "intervention": names["Intervention"][key.intervention]["name"],
        "comparator": comparator,
        "endpoint": names["Endpoint"][key.endpoint]["name"],
        "population": names["Population"].get(key.population, {}).get("name") or key.population or None,
        "design": key.design,
        "measure": key.measure,
    }


def _study(whole: Graph, e: Estimate, weight: float) -> dict[str, Any]:
    return {
        "study": e.label,
        "year": e.year,
        "participants": e.counted,
        **_place(whole, e.effect_id),
        "value": e.printed.value,
        "ci": [e.printed.ci_low, e.printed.ci_high],
        "ci_level": e.printed.ci_level,
        "inverted": e.inverted,
        "se_from": e.log.source,
        "pooled_as": {
            "estimate": ratio_of(e.log.estimate),
            "ci95": list(ratios_of(e.log.ci95)),
            "se_log": e.log.se,
        },
        "weight": weight,
        "notes": list(e.notes),
    }


def _left(whole: Graph, x: LeftOut) -> dict[str, Any]:
    return {"study": x.label, **_place(whole, x.effect_id), "reason": x.reason}


def _place(whole: Graph, effect_id: str) -> dict[str, Any]:
    """An effect's id, the report that states it, its sentence, and whether a person entered it."""
    effect = whole.nodes["Effect"][effect_id]
    told = {name: effect[name] for name in ("quote", "entered")}
    return {"effect": effect_id, "publication": effect["publication_id"], **told}


def _alternative(a: Alternative) -> dict[str, Any]:
    return {
        "words": a.words,
        "k": a.pooled.k,
        "estimate": a.ratio,
        "ci": list(a.ci),
        "studies": [e.label for e in a.kept],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "study": step.label,
        "year": step.year,
        "k": step.k,
        "estimate": step.ratio,
        "ci": list(step.ci),
    }


def _subgroup(a: SubgroupAnalysis) -> dict[str, Any]:
    return {
        "trait": a.trait,
        "groups": [{"name": name, **_pooled(p)} for name, p in a.pools],
        "q_between": a.q_between,
        "p_value": a.p,
        "note": a.note or None,
    }


def _pooled(p: Pooled) -> dict[str, Any]:
    return {"k": p.k, "estimate": ratio_of(p.estimate), "ci": list(ratios_of(p.ci))}


def _regression(r: Regression) -> dict[str, Any]:
    if r.found is None:
        return {"trait": r.trait, "k": r.k, "reason": r.reason}
    return {
        "trait": r.trait,
        "k": r.k,
        "ratio_per_unit": ratio_of(r.found.slope),
        "ci": list(ratios_of(r.found.ci)),
        "p_value": r.found.p_two_sided,
        "tau2": r.found.tau2,
    }


def _asymmetry(s: Synthesis) -> dict[str, Any]:
    if isinstance(s.asymmetry, Egger):
        test = s.asymmetry
        return {"test": "Egger", "intercept": test.intercept, "se": test.se, "p_value": test.p_two_sided}
    return {"test": None, "reason": s.asymmetry.reason}


def _broader(whole: Graph, s: Synthesis, pooled: Iterable[Synthesis]) -> list[dict[str, Any]]:
    found = []
    for other in s.broader(pooled):
        about = {k: v for k, v in _about(whole, other.key).items() if k in ("intervention", "endpoint")}
        found.append({**about, "k": other.pooled.k, "estimate": other.ratio, "ci": list(other.ci)})
    return found
