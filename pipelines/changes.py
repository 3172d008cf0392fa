"""What moved between refreshes: records, and the pooled estimates that stand on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from graph.printed import short_ratio

if TYPE_CHECKING:
    from graph.model import Graph
    from graph.synthesis.synthesize import Synthesis

__all__ = [
    "MENDED",
    "NOT_BY_RECORDS",
    "Shift",
    "as_json",
    "count_events",
    "net_events",
    "pooled_json",
    "shift_line",
    "shifts",
    "told_on_the_map",
    "unfit",
]

MENDED = "graph or map were not as the last run left them (damaged, changed or gone): built anew"
_ALONE = "estimates may have moved by that alone"
# Why pooled estimates may move though no record did, by what run reports call it.
NOT_BY_RECORDS: Mapping[str, str] = {
    "program_changed": f"the program, its rules or the corpus changed: {_ALONE}",
    "corrections_changed": f"corrections.csv changed: {_ALONE}",
}
_IN_NO_POOL = "added; in no pool"
_FIT = re.compile(r"applied|added|not added: see line \d+")
Kind = Literal["moved", "new", "gone"]
# What became of a record over several runs: the lower outweighs; of two alike the later.
_RANK = {"new": 0, "notice": 0, "retracted": 1, "no_longer_retracted": 1, "revised": 2, "restored": 3}


@dataclass(frozen=True, slots=True)
class Shift:
    """One pooled estimate before and after; ``percent`` is its change; ``crossed``: no effect.

    An estimate crosses when its interval held 1 before and does not now, or the reverse, or when it turned
    from one side to the other.
    """

    id: str
    label: str
    kind: Kind
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    percent: float | None
    crossed: bool


def pooled_json(graph: Graph, syntheses: Iterable[Synthesis]) -> dict[str, dict[str, Any]]:
    """The pooled estimates by id, as they are kept between runs: ratios, rounded to four figures."""
    return {
        s.id: {
            "label": _label(graph, s),
            "measure": s.key.measure,
            "k": s.pooled.k,
            "estimate": _round(s.ratio),
            "ci": [_round(bound) for bound in s.ci],
        }
        for s in syntheses
    }


def shifts(before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]) -> list[Shift]:
    """The estimates that are not as they were: those that crossed first, then by how much they moved."""
    found = [_shift(i, before.get(i), after.get(i)) for i in before.keys() | after.keys()]
    moved = [s for s in found if s is not None]
    return sorted(moved, key=lambda s: (not s.crossed, s.kind != "moved", -abs(s.percent or 0.0), s.id))


def shift_line(shift: Mapping[str, Any]) -> str:
    """One shift in words: ``...: HR 0.71 (0.60 to 0.84; k = 5) -> 0.75 (0.63 to 0.90; k = 6), +5.6 %``."""
    old, new = shift["before"], shift["after"]
    if old is None:
        return f"new: {shift['label']}: {_estimate(new)}"
    if new is None:
        return f"gone: {shift['label']}: was {_estimate(old)}"
    percent = f", {shift['percent']:+.1f} %" if shift["percent"] is not None else ""
    crossed = "; crosses the line of no effect" if shift["crossed"] else ""
    return f"{shift['label']}: {_estimate(old)} → {_estimate(new)}{percent}{crossed}"


def as_json(found: Iterable[Shift]) -> list[dict[str, Any]]:
    """Shifts as plain values."""
    return [asdict(s) for s in found]


def told_on_the_map(
    events: Mapping[str, int], not_by_records: Iterable[str], moved: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What the map's page of changes says: never a moved estimate without what else may have moved it."""
    told = [f"{n:,} {what.replace('_', ' ')}" for what, n in events.items()]
    if not moved:
        return told
    return [*(told or ["no record changed"]), *not_by_records, *map(shift_line, moved)]


def net_events(events: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    """What became of each record over several runs, in one word; one that came and went is left out."""
    net: dict[str, str] = {}
    for _, pmid, what in events:
        before = net.get(pmid)
        if before in ("new", "notice") and what in ("deleted", "left_query"):
            del net[pmid]
        elif before in _RANK and what in _RANK:
            net[pmid] = min(what, before, key=_RANK.__getitem__)
        else:
            net[pmid] = what
    return net


def count_events(events: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """How many records became what."""
    return dict(sorted(Counter(net_events(events).values()).items()))


def _shift(i: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Shift | None:
    if old == new:
        return None
    if old is None or new is None:
        here = old or new or {}
        return Shift(i, here["label"], "new" if old is None else "gone", old, new, None, False)
    percent = round(100 * (new["estimate"] / old["estimate"] - 1), 2)
    return Shift(i, new["label"], "moved", old, new, percent, _verdict(old) != _verdict(new))


def _verdict(pooled: Mapping[str, Any]) -> int:
    """-1 and 1: the interval lies below or above no effect; 0: it holds 1."""
    low, high = pooled["ci"]
    return -1 if high < 1 else 1 if low > 1 else 0


def _label(graph: Graph, s: Synthesis) -> str:
    key = s.key
    names = [
        graph.nodes["Intervention"].get(key.intervention, {}).get("name"),
        graph.nodes["Intervention"].get(key.comparator, {}).get("name") if key.comparator else None,
        graph.nodes["Endpoint"].get(key.endpoint, {}).get("name"),
        key.design,
        graph.nodes["Population"].get(key.population, {}).get("name") if key.population else None,
    ]
    first, second, *rest = names
    contrast = f"{first} v {second}" if second else str(first)
    return ", ".join([contrast, *(str(n) for n in rest if n)])


def _estimate(pooled: Mapping[str, Any]) -> str:
    low, high = pooled["ci"]
    ratio, ends = short_ratio(pooled["estimate"]), f"{short_ratio(low)} to {short_ratio(high)}"
    return f"{pooled['measure']} {ratio} ({ends}; k = {pooled['k']})"


def _round(value: float) -> float:
    return float(f"{value:.4g}")


def unfit(report: Mapping[str, Any]) -> list[str]:
    """The lines of ``corrections.csv`` that do not stand in the graph of a run as they should, with why.

    Of an effect that could not be added, the first line speaks for all. That one is in no pool is told of the
    run for which the lines changed.
    """
    changed = bool(report.get("corrections_changed"))
    return [
        f"corrections.csv, line {c['line']}, {c['what']}: {c['outcome']}"
        for c in report.get("corrections", ())
        if not _FIT.fullmatch(c["outcome"]) and (changed or not c["outcome"].startswith(_IN_NO_POOL))
    ]
