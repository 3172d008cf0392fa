"""Pooled estimates as lines for people, from their JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.printed import short_ratio

__all__ = ["synthesis_text"]


def synthesis_text(found: Mapping[str, Any]) -> list[str]:
    """What was pooled, what moves it, what was left out and why."""
    lines = [line for s in found["syntheses"] for line in (*_one(s), "")]
    if not lines:
        asked = ", ".join(f"{name} {value}" for name, value in found["asked"].items())
        lines = [f"No study gives an estimate that could be pooled{f' for {asked}' if asked else ''}.", ""]
    return [*lines, *_left_out(found["counts"], found["left_out"])]


def _one(s: Mapping[str, Any]) -> Iterator[str]:
    within = f", {s['population']}" if s["population"] else ""
    yield f"{s['intervention']} v {s['comparator']}: {s['endpoint']}{within} ({s['design']})"
    people = f"{s['participants']:,} participants" if s["participants"] else "participants not all stated"
    yield f"  {s['measure']} {_ratio(s)}; k = {s['k']}, {people}"
    if s["k"] > 1:
        yield _spread(s)
    for study in s["studies"]:
        yield _study(study)
    for out in s["left_out"]:
        by_hand = "   [entered by hand]" if out["entered"] else ""
        yield f"  - {out['study']}: {out['reason']}{by_hand}"
    yield from _moved(s)
    for words in s["warnings"]:
        yield f"  ! {words}"
    if s["broader"]:
        most = max(s["broader"], key=lambda b: b["k"])
        where = f"{most['intervention']}, {most['endpoint']}"
        yield f"  > more studies at {where}: k = {most['k']}, {_ratio(most)}"


def _spread(s: Mapping[str, Any]) -> str:
    ends = tuple(map(short_ratio, s["pi"] or ()))
    between = "  prediction {} to {} (of a further study);".format(*ends) if ends else " "
    # With two studies the interval of tau2 says nothing.
    tau = " ({:.3f} to {:.3f})".format(*s["tau2_ci"]) if s["tau2_ci"] and s["k"] > 2 else ""
    i2 = f"I2 {s['i2'] or 0:.0f} % (share of scatter beyond chance)"
    return f"{between} {i2}, tau2 {s['tau2']:.3f}{tau}, log-scale variance"


def _study(x: Mapping[str, Any]) -> str:
    low, high = x["ci"]
    interval = f" ({low:g} to {high:g})" if low is not None and high is not None else ""
    notes = f"   [{'; '.join(x['notes'])}]" if x["notes"] else ""
    return f"  + {x['study']}: {x['value']:g}{interval}{notes}"


def _moved(s: Mapping[str, Any]) -> Iterator[str]:
    """How far the estimate moves: without a study, with another cohort, between groups, over the years."""
    steps = s["leave_one_out"]
    if steps:
        low, high = (pick(steps, key=lambda x: x["estimate"]) for pick in (min, max))
        ends = [f"{short_ratio(x['estimate'])} (without {x['study']})" for x in (low, high)]
        yield f"  ~ leaving one out: {' to '.join(ends)}"
    for a in s["alternatives"]:
        yield f"  ~ {a['words']}: {_ratio(a)}; k = {a['k']}"
    for group in s["subgroups"]:
        pools = "; ".join(f"{g['name']} {_ratio(g)}, k = {g['k']}" for g in group["groups"])
        note = f" ({group['note']})" if group["note"] else ""
        test = f"; between them p {_p(group['p_value'])}{note}" if group["p_value"] is not None else ""
        yield f"  ~ by {group['trait']}: {pools}{test}"
    for r in s["regressions"]:
        if "ratio_per_unit" in r:
            low, high = r["ci"]
            yield f"  ~ on {r['trait']}: ratio of ratios {r['ratio_per_unit']:.3f} ({low:.3f} to {high:.3f})"
    if s["asymmetry"]["test"]:
        test = s["asymmetry"]
        yield f"  ~ Egger's test: intercept {test['intercept']:.2f}, p {_p(test['p_value'])}"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def _ratio(x: Mapping[str, Any]) -> str:
    low, high = x["ci"]
    return f"{short_ratio(x['estimate'])} (95 % CI {short_ratio(low)} to {short_ratio(high)})"


def _left_out(counts: Mapping[str, int], items: Iterable[Mapping[str, Any]]) -> list[str]:
    reasons: dict[str, int] = {}
    for item in items:
        kind = item["reason"].partition(":")[0].partition(" (")[0]
        reasons[kind] = reasons.get(kind, 0) + 1
    behind = f"{counts['behind_another']} behind another of their study or a larger cohort"
    effects = f"{counts['effects']} effect{'' if counts['effects'] == 1 else 's'}"
    head = f"{effects}: {counts['pooled']} pooled, {behind}, {counts['in_no_pool']} in no pooled estimate"
    if not reasons:
        return [f"{head}."]
    ordered = sorted(reasons.items(), key=lambda x: (-x[1], x[0]))
    return [f"{head}, by reason (--json names each):", *(f"  {n:4}  {reason}" for reason, n in ordered)]
