"""The extraction record as JSON: one object a line, keys as documented in ``docs/record.md``."""

from __future__ import annotations

import json
from typing import Any

from miner.model import Arm, ArmResult, Comparison, Effect, Evidence, Extraction, PValue, SampleSize, Scope

__all__ = ["dump_record", "read_record", "to_json"]


def dump_record(record: Extraction) -> str:
    """The record as one line of JSON, keys in documented order."""
    return json.dumps(to_json(record), ensure_ascii=False, allow_nan=False)


def to_json(record: Extraction) -> dict[str, Any]:
    """The record as plain values."""
    return {
        "id": record.id,
        "extractor": record.extractor,
        "design": record.design,
        "design_evidence": _evidence(record.design_evidence),
        "sample_size": {
            "value": record.sample_size.value,
            "unit": record.sample_size.unit,
            "kind": record.sample_size.kind,
            "evidence": _evidence(record.sample_size.evidence),
        },
        "arms": [{"label": a.label, "n": a.n, "evidence": _evidence(a.evidence)} for a in record.arms],
        "effects": [_effect(e) for e in record.effects],
        "comparisons": [_comparison(c) for c in record.comparisons],
        "arm_results": [_arm_result(r) for r in record.arm_results],
        "conclusion": record.conclusion,
        "conclusion_evidence": _evidence(record.conclusion_evidence),
        "trial_ids": list(record.trial_ids),
        "scope": {"in_scope": record.scope.in_scope, "reasons": list(record.scope.reasons)},
    }


def read_record(raw: dict[str, Any]) -> Extraction:
    """The record from plain values as ``to_json`` gives them."""
    size = raw["sample_size"]
    return Extraction(
        id=raw["id"],
        extractor=raw["extractor"],
        design=raw["design"],
        design_evidence=_read_evidence(raw["design_evidence"]),
        sample_size=SampleSize(size["value"], size["unit"], size["kind"], _read_evidence(size["evidence"])),
        arms=tuple(Arm(a["label"], a["n"], _read_evidence(a["evidence"])) for a in raw["arms"]),
        effects=tuple(Effect(**_read_finding(e)) for e in raw["effects"]),
        comparisons=tuple(Comparison(**_read_finding(c)) for c in raw["comparisons"]),
        arm_results=tuple(ArmResult(**_read_finding(r)) for r in raw["arm_results"]),
        conclusion=raw["conclusion"],
        conclusion_evidence=_read_evidence(raw["conclusion_evidence"]),
        trial_ids=tuple(raw["trial_ids"]),
        scope=Scope(raw["scope"]["in_scope"], tuple(raw["scope"]["reasons"])),
    )


def _read_finding(raw: dict[str, Any]) -> dict[str, Any]:
    out = dict(raw)
    out["evidence"] = _read_evidence(raw["evidence"])
    if "p" in raw:
        out["p"] = PValue(raw["p"]["op"], raw["p"]["value"]) if raw["p"] else None
    if "ci" in raw:
        out["ci"] = tuple(raw["ci"]) if raw["ci"] else None
    if "checks" in raw:
        out["checks"] = tuple(raw["checks"])
    return out


def _evidence(e: Evidence | None) -> dict[str, Any] | None:
    if e is None:
        return None
    return {"section": e.section, "quote": e.quote, "start": e.start, "end": e.end, "rule": e.rule}


def _read_evidence(raw: dict[str, Any] | None) -> Evidence | None:
    return (
        None
        if raw is None
        else Evidence(raw["section"], raw["quote"], raw["start"], raw["end"], raw.get("rule"))
    )


def _p(p: PValue | None) -> dict[str, Any] | None:
    return None if p is None else {"op": p.op, "value": p.value}


def _level(percent: float | None) -> float | None:
    """The level of an interval: 95 without a point, 97.5 with it."""
    return int(percent) if percent is not None and percent == int(percent) else percent


def _effect(e: Effect) -> dict[str, Any]:
    return {
        "endpoint": e.endpoint,
        "endpoint_class": e.endpoint_class,
        "measure": e.measure,
        "value": e.value,
        "ci": list(e.ci) if e.ci else None,
        "ci_level": _level(e.ci_level),
        "p": _p(e.p),
        "contrast": e.contrast,
        "adjusted": e.adjusted,
        "subgroup": e.subgroup,
        "intervention": e.intervention,
        "comparator": e.comparator,
        "endpoint_id": e.endpoint_id,
        "population": e.population,
        "favours": e.favours,
        "confidence": e.confidence,
        "checks": list(e.checks),
        "evidence": _evidence(e.evidence),
    }


def _comparison(c: Comparison) -> dict[str, Any]:
    return {
        "endpoint": c.endpoint,
        "endpoint_class": c.endpoint_class,
        "p": _p(c.p),
        "direction": c.direction,
        "contrast": c.contrast,
        "intervention": c.intervention,
        "comparator": c.comparator,
        "endpoint_id": c.endpoint_id,
        "evidence": _evidence(c.evidence),
    }


def _arm_result(r: ArmResult) -> dict[str, Any]:
    return {
        "arm": r.arm,
        "endpoint": r.endpoint,
        "endpoint_class": r.endpoint_class,
        "statistic": r.statistic,
        "value": r.value,
        "unit": r.unit,
        "timepoint": r.timepoint,
        "ci": list(r.ci) if r.ci else None,
        "endpoint_id": r.endpoint_id,
        "evidence": _evidence(r.evidence),
    }
