"""Pooled estimates and left-out effects as the evidence map shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.map.data import LeftOutEntry, PooledStudy, PoolEntry, StepEntry
from graph.map.studies import Places, endpoint_of
from graph.model import Graph
from graph.printed import effect_words
from graph.synthesis.alternatives import alternatives
from graph.synthesis.estimates import Estimate, LeftOut
from graph.synthesis.harmonise import Harmonised
from graph.synthesis.standard_error import ratio_of
from graph.synthesis.synthesize import Step, Synthesis

__all__ = ["left_out_entries", "pool_entries", "reasons"]

# With more lines of cumulative and leave-one-out plots than this, they would outweigh everything else in
# the file; the pools of most studies get theirs first.
_MOST_LINES = 6000
# A synthesis of more studies gives none.
_MOST_STUDIES = 60
# Beyond these both ways an interval holds half and double: too few studies to tell.
_HALF, _DOUBLE = 0.5, 2.0


def pool_entries(
    graph: Graph, syntheses: Iterable[Synthesis], places: Places, studies: Mapping[str, int]
) -> list[PoolEntry]:
    """Every synthesis whose treatment and endpoint are on the map."""
    shown = [
        s
        for s in syntheses
        if s.key.intervention in places.interventions and s.key.endpoint in places.endpoints
    ]
    with_steps = _worth_steps(shown)
    return [_pool(graph, synthesis, places, studies, synthesis.id in with_steps) for synthesis in shown]


def _worth_steps(shown: Sequence[Synthesis]) -> set[str]:
    """The pools whose plots of each step fit: whole populations first, then by number of studies."""
    ordered = sorted(shown, key=lambda s: (bool(s.key.population), bool(s.key.comparator), -s.pooled.k, s.id))
    lines, chosen = 0, set()
    for synthesis in ordered:
        if synthesis.pooled.k <= _MOST_STUDIES and lines < _MOST_LINES:
            lines += 2 * synthesis.pooled.k
            chosen.add(synthesis.id)
    return chosen


def _pool(
    graph: Graph, synthesis: Synthesis, places: Places, studies: Mapping[str, int], with_steps: bool
) -> PoolEntry:
    key, pooled = synthesis.key, synthesis.pooled
    names = {**graph.nodes["Intervention"], **graph.nodes["Population"]}
    return PoolEntry(
        id=synthesis.id,
        intervention=places.interventions[key.intervention],
        endpoint=places.endpoints[key.endpoint],
        design=key.design,
        measure=key.measure,
        comparator=str(names.get(key.comparator, {}).get("name", "")) if key.comparator else "",
        population=str(names.get(key.population, {}).get("name", "")) if key.population else "",
        k=pooled.k,
        n=synthesis.participants,
        ratio=_short(synthesis.ratio),
        low=_short(synthesis.ci[0]),
        high=_short(synthesis.ci[1]),
        predicted=(_short(synthesis.pi[0]), _short(synthesis.pi[1])) if synthesis.pi else None,
        i2=_short(pooled.i2) if pooled.i2 is not None else None,
        tau2=_short(pooled.tau2),
        tau2_interval=(_short(pooled.tau2_ci[0]), _short(pooled.tau2_ci[1])) if pooled.tau2_ci else None,
        q=_short(pooled.q),
        q_p=_short(pooled.q_p) if pooled.q_p is not None else None,
        direction=(direction := _direction(graph, synthesis)),
        certainty=_certainty(direction, synthesis),
        studies=[
            _line(estimate, weight, studies)
            for estimate, weight in zip(synthesis.group.kept, pooled.weights, strict=True)
        ],
        came=[_step(step) for step in synthesis.as_they_came()] if with_steps else [],
        without=[_step(step) for step in synthesis.without_each()] if with_steps else [],
        others=_others(graph, synthesis) if with_steps else [],
        cues=[(cue.kind, cue.words, cue.weighs) for cue in synthesis.cues],
        warnings=list(synthesis.warnings),
        left_out=[(out.label, out.reason) for out in synthesis.group.left_out],
    )


def _direction(graph: Graph, synthesis: Synthesis) -> str:
    good = graph.nodes["Endpoint"][synthesis.key.endpoint]["event_good"]
    low, high = synthesis.ci
    if low <= 1 <= high:
        return "unclear"
    if good not in ("fewer", "more"):
        return "neutral"
    return "better" if (high < 1) == (good == "fewer") else "worse"


def _certainty(direction: str, synthesis: Synthesis) -> str:
    """Firm where the prediction interval has the direction too, else weak; wide if half and double are in."""
    low, high = synthesis.ci
    if direction == "unclear":
        return "wide" if low < _HALF and high > _DOUBLE else ""
    if synthesis.pooled.k == 1:
        return ""
    predicted = synthesis.pi
    return "firm" if predicted and (predicted[1] < 1 or predicted[0] > 1) else "weak"


def _line(estimate: Estimate, weight: float, studies: Mapping[str, int]) -> PooledStudy:
    low, high = estimate.log.ci95
    return PooledStudy(
        study=studies[estimate.study_id],
        label=estimate.label,
        n=estimate.counted,
        ratio=_short(ratio_of(estimate.log.estimate)),
        low=_short(ratio_of(low)),
        high=_short(ratio_of(high)),
        weight=_short(100 * weight),
        notes=list(estimate.notes),
    )


def _step(step: Step) -> StepEntry:
    return StepEntry(
        label=step.words, ratio=_short(step.ratio), low=_short(step.ci[0]), high=_short(step.ci[1])
    )


def _others(graph: Graph, synthesis: Synthesis) -> list[StepEntry]:
    """The pooled value had another of the overlapping cohorts been kept."""
    return [
        StepEntry(label=one.words, ratio=_short(one.ratio), low=_short(one.ci[0]), high=_short(one.ci[1]))
        for one in alternatives(graph, synthesis)
    ]


def reasons(harmonised: Harmonised) -> dict[str, str]:
    """For each effect that is in no pool at all, why."""
    kept = {estimate.effect_id for group in harmonised.groups for estimate in group.kept}
    return {out.effect_id: out.reason for out in _all_left_out(harmonised) if out.effect_id not in kept}


def left_out_entries(
    graph: Graph, harmonised: Harmonised, places: Places, studies: Mapping[str, int]
) -> list[LeftOutEntry]:
    """Every effect in no pool that stands in no cell either, once, by study.

    The others carry their reason with their finding.
    """
    found = reasons(harmonised)
    by_effect = {
        out.effect_id: out
        for out in _all_left_out(harmonised)
        if out.effect_id in found and endpoint_of(graph, out.effect_id, places) is None
    }
    entries = []
    for effect_id, out in sorted(by_effect.items(), key=lambda item: (item[1].label, item[0])):
        effect = graph.nodes["Effect"][effect_id]
        words, about = effect_words(effect)
        entries.append(
            LeftOutEntry(
                study=studies[out.study_id],
                reason=found[effect_id],
                text=f"{words}; {about}" if about else words,
                endpoint=str(effect["endpoint_name"] or ""),
            )
        )
    return entries


def _all_left_out(harmonised: Harmonised) -> Iterator[LeftOut]:
    for group in harmonised.groups:
        yield from group.left_out
    yield from harmonised.left_out


def _short(value: float) -> float:
    """Five figures are more than any plot or table shows, and keep the file small."""
    return float(f"{value:.5g}")
