"""The map and the pooled estimates of a data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import graph
from graph.estimates import Estimate, LeftOut
from graph.evidence_map import build_map
from graph.harmonise import GroupKey, select
from graph.model import Graph
from graph.pooling import Model
from graph.synthesis import Synthesis, synthesize
from miner.corpus import load_corpus
from miner.errors import GraphError, QueryRefused
from miner.store import Store
from pipelines.rebuild import write_page

__all__ = ["map_of", "synthesis_json", "synthesis_text"]


def map_of(data: Path, out: Path) -> Path:
    """Write the map of a data folder's graph, framed (title, notice, flow) by its last refresh."""
    if not out.parent.is_dir():
        raise GraphError(f"{out.parent} is not a folder; make it first or choose another place for -o")
    whole = graph.open(data).load()
    with Store(data, read_only=True) as store:
        frames = [run.report["map"] for run in store.runs() if "map" in run.report]
    corpus = load_corpus("mbc-surgery")
    frame = frames[-1] if frames else {"title": corpus.title, "question": corpus.question}
    return write_page(build_map(whole, **frame), out)


def synthesis_json(
    data: Path, model: str, *, intervention: str | None, endpoint: str | None, design: str | None
) -> dict[str, Any]:
    """Pooled estimates that match, each with its studies and what was left out of it; and what is in none.

    Raises:
        QueryRefused: the model, design, intervention or endpoint is unknown.
    """
    chosen = next((m for m in get_args(Model) if m == model), None)
    if chosen is None:
        raise QueryRefused(f"--model {model!r} is unknown; use one of {', '.join(get_args(Model))}")
    if design is not None and design[:4] not in ("rand", "obse"):
        raise QueryRefused(f"--design {design!r} is unknown; use randomised or observational")
    whole = graph.open(data).load()
    wanted = (_concept(whole, "Intervention", intervention), _concept(whole, "Endpoint", endpoint), design)
    harmonised = select(whole)
    found = [s for s in synthesize(whole, chosen, harmonised) if _matches(s.key, wanted)]
    return {
        "model": model,
        "syntheses": [_one(whole, s) for s in found],
        "left_out": [_left(x) for x in harmonised.left_out],
    }


def _concept(whole: Graph, label: str, asked: str | None) -> str | None:
    """The id of a concept named by id, CURIE or name."""
    if asked is None:
        return None
    names = {asked.lower(), f"mbc:{asked.lower()}"}
    for node_id, node in whole.nodes[label].items():
        if node_id in names or str(node["name"]).lower() in names:
            return node_id
    kind = "OF" if label == "Intervention" else "ON"
    pooled = {e.target for e in whole.edges[kind] if (e.source_label, e.target_label) == ("Synthesis", label)}
    known = ", ".join(sorted(pooled))
    raise QueryRefused(f"no {label.lower()} {asked!r}; pooled here are {known or 'none'}")


def _matches(key: GroupKey, wanted: tuple[str | None, str | None, str | None]) -> bool:
    intervention, endpoint, design = wanted
    return (
        intervention in (None, key.intervention)
        and endpoint in (None, key.endpoint)
        and (design is None or key.design.startswith(design[:4]))
    )


def _one(whole: Graph, s: Synthesis) -> dict[str, Any]:
    names = {label: whole.nodes[label] for label in ("Intervention", "Endpoint", "Population")}
    return {
        "id": s.id,
        "intervention": names["Intervention"][s.key.intervention]["name"],
        "comparator": _comparator(whole, s.key),
        "endpoint": names["Endpoint"][s.key.endpoint]["name"],
        "population": names["Population"].get(s.key.population, {}).get("name") or s.key.population or None,
        "design": s.key.design,
        "measure": s.key.measure,
        "k": s.pooled.k,
        "participants": s.participants,
        "estimate": s.ratio,
        "ci": list(s.ci),
        "pi": list(s.pi) if s.pi else None,
        "i2": s.pooled.i2,
        "tau2": s.pooled.tau2,
        "q": s.pooled.q,
        "warnings": list(s.warnings),
        "studies": [_study(e) for e in s.group.kept],
        "left_out": [_left(x) for x in s.group.left_out],
    }


def _comparator(whole: Graph, key: GroupKey) -> str:
    """The comparator's name; trials and cohorts that withhold the treatment are one comparator."""
    return str(whole.nodes["Intervention"][key.comparator]["name"]) if key.comparator else "without it"


def _study(e: Estimate) -> dict[str, Any]:
    return {
        "study": e.label,
        "effect": e.effect_id,
        "value": e.printed.value,
        "ci": [e.printed.ci_low, e.printed.ci_high],
        "ci_level": e.printed.ci_level,
        "inverted": e.inverted,
        "notes": list(e.notes),
    }


def _left(x: LeftOut) -> dict[str, Any]:
    return {"study": x.label, "effect": x.effect_id, "reason": x.reason}


def synthesis_text(found: Mapping[str, Any]) -> list[str]:
    """The same for people."""
    lines: list[str] = []
    for s in found["syntheses"]:
        within = f", {s['population']}" if s["population"] else ""
        lines += [f"{s['intervention']} v {s['comparator']}: {s['endpoint']}{within} ({s['design']})"]
        low, high = s["ci"]
        people = f"{s['participants']:,} participants" if s["participants"] else "participants not all stated"
        lines += [
            f"  {s['measure']} {s['estimate']:.2f} (95 % CI {low:.2f} to {high:.2f}); k = {s['k']}, {people}"
        ]
        if s["k"] > 1:
            between = f"  prediction {s['pi'][0]:.2f} to {s['pi'][1]:.2f};" if s["pi"] else " "
            lines += [f"{between} I2 {s['i2'] or 0:.0f} %, tau2 {s['tau2']:.3f}"]
        lines += [_line(x) for x in s["studies"]]
        lines += [f"  - {x['study']}: {x['reason']}" for x in s["left_out"]]
        lines += [*(f"  ! {w}" for w in s["warnings"]), ""]
    return (
        [*lines, *_left_out(found["left_out"])]
        if lines
        else ["nothing can be pooled for this", *_left_out(found["left_out"])]
    )


def _line(x: Mapping[str, Any]) -> str:
    low, high = x["ci"]
    interval = f" ({low:g} to {high:g})" if low is not None and high is not None else ""
    notes = f"   [{'; '.join(x['notes'])}]" if x["notes"] else ""
    return f"  + {x['study']}: {x['value']:g}{interval}{notes}"


def _left_out(items: Iterable[Mapping[str, Any]]) -> list[str]:
    counts: dict[str, int] = {}
    for item in items:
        kind = item["reason"].partition(":")[0].partition(" (")[0]
        counts[kind] = counts.get(kind, 0) + 1
    if not counts:
        return []
    ordered = sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    head = "Effects in no pooled estimate, by reason (--json names each):"
    return [head, *(f"  {n:4}  {reason}" for reason, n in ordered)]
