"""Effects, results of arms and claims as nodes, with what they are on, between whom and in whom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from operator import itemgetter

from graph.contents.group_counts import GroupSize, group_sizes_of_counts
from graph.model import Graph, Value
from graph.studies.reports import Report
from miner.errors import GraphError
from miner.model import ArmResult, Comparison, Effect, Evidence, PValue
from miner.vocabulary import Vocabulary

__all__ = ["CURATED_RULE", "ENTERED_RULE", "add_findings", "effect_id"]

CURATED_RULE = "curated"
ENTERED_RULE = "entered by hand"
"""The rules of effects that a person corrected, and of those that she added."""


def add_findings(graph: Graph, report: Report, study: str, vocabulary: Vocabulary) -> None:
    """Put all that a report found into the graph, under its study."""
    publication = ("Publication", report.id)
    # Findings name the same concepts again and again; the study has each once, in the order of the findings.
    evaluated: dict[tuple[tuple[str, str], str], None] = {}
    named: dict[tuple[tuple[str, str], str], None] = {}
    for label, node_id, properties, finding in _findings(report, vocabulary):
        node = (label, node_id)
        graph.add_node(
            label, node_id, publication_id=publication[1], **_quote(finding.evidence), **properties
        )
        graph.add_edge("FOUND", ("Study", study), node)
        graph.add_edge("STATED_IN", node, publication)
        for kind, role, concept in _concepts(finding):
            target = (_TARGET[kind], _curie(concept, vocabulary, report))
            graph.add_edge(kind, node, target)
            if kind in ("EXPERIMENTAL", "COMPARATOR"):
                evaluated[target, role] = None
            else:
                named[target, role] = None
    for target, role in evaluated:
        graph.add_edge("EVALUATES", ("Study", study), target, role=role)
    for target, kind in named:
        graph.add_edge(kind, ("Study", study), target)


def effect_id(report: Report, effect: Effect) -> str:
    """The id of an effect's node."""
    return _id("effect", report, effect.measure, effect.evidence, _effect(effect))


_Finding = Effect | ArmResult | Comparison
_TARGET = {
    "ON": "Endpoint",
    "EXPERIMENTAL": "Intervention",
    "COMPARATOR": "Intervention",
    "WITHIN": "Population",
}


def _findings(
    report: Report, vocabulary: Vocabulary
) -> Iterator[tuple[str, str, dict[str, Value], _Finding]]:
    for effect in report.extraction.effects:
        properties = _effect(effect)
        yield "Effect", _id("effect", report, effect.measure, effect.evidence, properties), properties, effect
    sizes = group_sizes_of_counts(report, vocabulary)
    for place, result in enumerate(report.extraction.arm_results):
        properties = _result(result) | _size(sizes.get(place))
        yield (
            "ArmResult",
            _id("result", report, result.statistic, result.evidence, properties),
            properties,
            result,
        )
    for claim in report.extraction.comparisons:
        properties = _claim(claim)
        yield "Claim", _id("claim", report, claim.direction, claim.evidence, properties), properties, claim


# How sure a reading is, or who confirmed it, does not make it another finding.
_SIZE = ("n", "n_from", "n_quote", "local_treatment")
_NOT_IDENTITY = {"checks", "confidence", "curated", "entered", "favours", "endpoint_class", *_SIZE}


def _id(kind: str, report: Report, what: str, evidence: Evidence, properties: dict[str, Value]) -> str:
    """Publication, measure and a hash of place and value: the same in every build."""
    told, values = _told(tuple(properties))
    said = told % values(properties)
    digest = hashlib.sha256(f"{evidence.start}:{evidence.end}\n{said}".encode()).hexdigest()[:10]
    return f"mbc:{kind}/PMID{report.article.pmid}/{what}/{digest}"


@cache
def _told(names: tuple[str, ...]) -> tuple[str, Callable[[dict[str, Value]], tuple[Value, ...]]]:
    """How the properties that make a finding what it is are written down, and what picks their values."""
    own = sorted(set(names) - _NOT_IDENTITY)
    return "\n".join([f"{name}=%r" for name in own]), itemgetter(*own)


def _effect(e: Effect) -> dict[str, Value]:
    return {
        "measure": e.measure,
        "value": e.value,
        "ci_low": e.ci[0] if e.ci else None,
        "ci_high": e.ci[1] if e.ci else None,
        "ci_level": None if e.ci_level is None else float(e.ci_level),
        **_p(e.p),
        "endpoint_name": e.endpoint or None,
        "endpoint_class": e.endpoint_class,
        "contrast": e.contrast or None,
        "adjusted": e.adjusted,
        "favours": e.favours,
        "subgroup": e.subgroup,
        "checks": e.checks,
        "confidence": e.confidence,
        "curated": e.evidence.rule in (CURATED_RULE, ENTERED_RULE),
        "entered": e.evidence.rule == ENTERED_RULE,
    }


def _result(r: ArmResult) -> dict[str, Value]:
    return {
        "arm": r.arm,
        "statistic": r.statistic,
        "value": r.value,
        "unit": r.unit,
        "timepoint": r.timepoint,
        "ci_low": r.ci[0] if r.ci else None,
        "ci_high": r.ci[1] if r.ci else None,
        "endpoint_name": r.endpoint or None,
        "endpoint_class": r.endpoint_class,
    }


def _size(size: GroupSize | None) -> dict[str, Value]:
    told = (size.n, size.source, size.quote, size.local_treatment) if size else (None,) * len(_SIZE)
    return dict(zip(_SIZE, told, strict=True))


def _claim(c: Comparison) -> dict[str, Value]:
    return {
        "direction": c.direction,
        **_p(c.p),
        "endpoint_name": c.endpoint or None,
        "endpoint_class": c.endpoint_class,
        "contrast": c.contrast or None,
    }


def _p(p: PValue | None) -> dict[str, Value]:
    return {"p_op": p.op if p else None, "p_value": p.value if p else None}


def _quote(evidence: Evidence) -> dict[str, Value]:
    return {
        "section": evidence.section,
        "quote": evidence.quote,
        "quote_start": evidence.start,
        "quote_end": evidence.end,
        "rule": evidence.rule,
    }


def _concepts(finding: _Finding) -> Iterator[tuple[str, str, str]]:
    """Relationship, what it means for the study, and the concept, for each that was recognised."""
    if finding.endpoint_id:
        yield "ON", "MEASURES", finding.endpoint_id
    if isinstance(finding, ArmResult):
        return
    if finding.intervention:
        yield "EXPERIMENTAL", "experimental", finding.intervention
    if finding.comparator:
        yield "COMPARATOR", "comparator", finding.comparator
    if isinstance(finding, Effect) and finding.population:
        yield "WITHIN", "INCLUDES", finding.population


def _curie(concept: str, vocabulary: Vocabulary, report: Report) -> str:
    try:
        return vocabulary.concept(concept).curie
    except KeyError:
        raise GraphError(
            f"{report.id}: concept {concept!r} is not in the vocabulary; extract the record again"
        ) from None
