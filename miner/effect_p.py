"""Which p-value belongs to which estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from miner.effect_numbers import Estimate
from miner.effect_scan import Scan
from miner.p_values import PMention

__all__ = ["attach_p_values"]

_SHARED = re.compile(r"\b(?:both|all|each)\s*[,:]?\s*(?:log-?rank\s*)?$", re.I)
_SHARED_AFTER = re.compile(r"\s*(?:for|in)\s+(?:both|all|each)\b", re.I)
# Between the end of an estimate and its p-value, outside a common bracket.
_JOINED = re.compile(
    r"[\s,;:()\[\].]*(?:(?:with|and|at|an?|the|two-sided|one-sided|log-?rank|significan\w+|statistically|respectively|corresponding|stratified"
    r"|by|test|was|were|for|which|this|is|not|adjusted|associated)[\s,;:()\[\]]*){0,6}"
)
_BEFORE = re.compile(
    r"[)\],;:\s]*(?:(?:with|and|an?|the|adjusted|estimated|stratified|corresponding|unadjusted|pooled|respectively|univariate)\s*,?\s*){0,4}[(\[]?\s*"
)
_REACH = 220


def attach_p_values(found: Scan, estimates: Sequence[Estimate]) -> list[Estimate]:
    """The estimates with their p-values; an interaction's or a trend's p-value belongs to none."""
    out = list(estimates)
    ps = [p for p in found.ps if p.kind == "effect"]
    if not out or not ps:
        return out
    depth = _groups(found.text)
    events = sorted(
        [(e.start, 0, i) for i, e in enumerate(out)] + [(p.start, 1, j) for j, p in enumerate(ps)]
    )
    used: set[int] = set()
    _respectively(found.text, events, out, ps, used)
    for k, (_, kind, j) in enumerate(events):
        if kind == 1 and j not in used:
            _after(found, events, k, out, ps[j], depth, used, j)
    for k, (_, kind, j) in enumerate(events):
        if kind == 1 and j not in used:
            _before(found, events, k, out, ps[j], depth)
    return out


def _groups(text: str) -> list[int]:
    """For each place the start of the outermost bracket it stands in, or -1."""
    groups: list[int] = []
    stack: list[int] = []
    for i, c in enumerate(text):
        if c in "([":
            stack.append(i)
        groups.append(stack[0] if stack else -1)
        if c in ")]" and stack:
            stack.pop()
    return [*groups, -1]


def _respectively(
    text: str,
    events: Sequence[tuple[int, int, int]],
    out: list[Estimate],
    ps: Sequence[PMention],
    used: set[int],
) -> None:
    """As many p-values in a row as estimates in the row before them: first to first."""
    i = 0
    while i < len(events):
        row = _run(events, i, 0)
        after = _run(events, i + len(row), 1)
        if 1 < len(row) == len(after) and all(out[r].p is None for r in row):
            for r, j in zip(row, after, strict=True):
                out[r] = replace(out[r], p=ps[j])
                used.add(j)
        i += max(1, len(row) + len(after))
    del text


def _run(events: Sequence[tuple[int, int, int]], start: int, kind: int) -> list[int]:
    out: list[int] = []
    for _, k, j in events[start:]:
        if k != kind:
            break
        out.append(j)
    return out


def _after(
    found: Scan,
    events: Sequence[tuple[int, int, int]],
    k: int,
    out: list[Estimate],
    p: PMention,
    groups: Sequence[int],
    used: set[int],
    j: int,
) -> None:
    """The p-value that follows an estimate."""
    row: list[int] = []
    for _, kind, i in reversed(events[:k]):
        if kind == 1:
            break
        row.append(i)
    row = [i for i in row if out[i].p is None]
    if not row or not _follows(found, out[row[0]], p, groups):
        return
    if not (
        _SHARED.search(found.text, max(0, p.start - 24), p.start) or _SHARED_AFTER.match(found.text, p.end)
    ):
        row = row[:1]
    for i in row:
        out[i] = replace(out[i], p=p)
    used.add(j)


def _follows(found: Scan, e: Estimate, p: PMention, groups: Sequence[int]) -> bool:
    gap = found.text[e.end : p.start]
    if len(gap) > _REACH or any(e.end <= h.start and h.end <= p.start for h in found.heads):
        return False
    same = groups[p.start] >= 0 and groups[p.start] in (groups[e.start], groups[e.end - 1])
    return same or bool(_JOINED.fullmatch(gap)) or bool(_SHARED.search(gap))


def _before(
    found: Scan,
    events: Sequence[tuple[int, int, int]],
    k: int,
    out: list[Estimate],
    p: PMention,
    groups: Sequence[int],
) -> None:
    """The p-value that stands before its estimate, in the same bracket or right before the measure."""
    if k + 1 >= len(events) or events[k + 1][1] != 0:
        return
    e = out[events[k + 1][2]]
    if e.p is not None:
        return
    begin = e.head.start if e.head and e.head.start >= p.end else e.start
    same = groups[p.start] >= 0 and groups[p.start] == groups[e.start]
    if same or _BEFORE.fullmatch(found.text[p.end : begin]):
        out[events[k + 1][2]] = replace(e, p=p)
