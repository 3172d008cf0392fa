"""Which p-value belongs to which estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from miner.effects.numbers import Estimate
from miner.effects.scan import RATIOS, Scan
from miner.numbers import p_gaps
from miner.numbers.p_values import PMention

__all__ = ["attach_p_values"]

_REACH, _ITEM, _FEW = 220, 110, 2
_NAMED_NEAR = 24  # characters

Event = tuple[int, int, int]  # place, 0 for an estimate and 1 for a p-value, index
_ESTIMATE, _P = 0, 1


def attach_p_values(found: Scan, estimates: Sequence[Estimate]) -> list[Estimate]:
    """The estimates with their p-values; an interaction's p-value belongs to none.

    One for a trend belongs to the estimate whose bracket closes with it, where that has none of its own.
    """
    pairing = _Pairing(found, list(estimates), [p for p in found.ps if p.kind == "effect"])
    if pairing.estimates and pairing.ps:
        pairing.take_own()
        pairing.align_lists()
        pairing.take_leading()
        pairing.take_following()
        pairing.take_preceding()
    pairing.take_trends([p for p in found.ps if p.kind == "trend"])
    return pairing.estimates


@dataclass(slots=True)
class _Pairing:
    found: Scan
    estimates: list[Estimate]
    ps: Sequence[PMention]
    used: set[int] = field(default_factory=set)

    @property
    def events(self) -> list[Event]:
        """Estimates and p-values in order of place."""
        places = [(e.start, _ESTIMATE, i) for i, e in enumerate(self.estimates)]
        return sorted(places + [(p.start, _P, j) for j, p in enumerate(self.ps)])

    def take_own(self) -> None:
        """An estimate behind the only p-value of its bracket takes it: "(P = .01; OR 2.3), not (P = .2)"."""
        events, text = self.events, self.found.text
        for k, ((_, before, j), (_, kind, i)) in enumerate(pairwise(events)):
            e, p = self.estimates[i] if kind == _ESTIMATE else None, self.ps[j] if before == _P else None
            if e is None or p is None or ")" in text[p.end : e.start] or not self._share_bracket(e, p):
                continue
            own = _bracket(text, p.start)
            others = [events[m][0] for m in (k - 1, k + 2) if 0 <= m < len(events)]
            if not any(_bracket(text, at) == own for at in others):
                self._give(i, j)

    def align_lists(self) -> None:
        """As many p-values in a list as estimates in the row before it: first to first."""
        runs = [(kind, [i for _, _, i in run]) for kind, run in groupby(self.events, key=lambda e: e[1])]
        for (_, row), (kind, after) in pairwise(runs):
            if kind == _P and 1 < len(row) == len(after) and self._is_list(after):
                for i, j in zip(row, after, strict=True):
                    self._give(i, j)

    def _is_list(self, after: Sequence[int]) -> bool:
        listed = [self.ps[j] for j in after]
        return all(p_gaps.LIST_OF_P.fullmatch(self.found.text[a.end : b.start]) for a, b in pairwise(listed))

    def take_leading(self) -> None:
        """One p-value before all estimates, said of all: "Predictors (P < .05) were A (OR ...)"."""
        if len(self.ps) != 1 or self.used or any(e.start < self.ps[0].end for e in self.estimates):
            return
        p, text, first = self.ps[0], self.found.text, self.estimates[0]
        begin = min(first.head.start, first.start) if first.head.start >= p.end else first.start
        if not p_gaps.SIGNIFICANT_AT.search(text[max(0, p.start - 60) : p.start]):
            leads = len(self.estimates) > 1 and p_gaps.LEADS_ROW.match(text[p.end : begin])
            if p.p.op == "=" or not leads:
                return
        if not (p.p.op == "=" and len(self.estimates) > 1) and p_gaps.TO_ROW.fullmatch(text, p.end, begin):
            for i in range(len(self.estimates)):
                self._give(i, 0)

    def take_following(self) -> None:
        """Each estimate takes the p-value that follows it; one said of "both" goes to the whole row."""
        row: list[int] = []
        for _, kind, i in self.events:
            if kind == _ESTIMATE:
                row += [] if self.estimates[i].p else [i]
                continue
            free = [r for r in row if self.estimates[r].p is None]
            row = []
            if i not in self.used and free and not self._is_of_next(i, free[-1]):
                for r in self._takers(free, self.ps[i]):
                    self._give(r, i)

    def _takers(self, row: Sequence[int], p: PMention) -> Sequence[int]:
        """Those estimates of a row that the p-value after it belongs to."""
        if self._is_said_of_all(row, p):
            return row
        if not self._follows(self.estimates[row[-1]], p):
            return ()
        if self._is_shared(p) or self._closes_list(row, p):
            return row
        listed = self._of_list(row, p)
        if len(listed) > 1:
            return listed
        twice = len(row) > 1 and (
            self._is_said_twice(row[-2], row[-1]) or self._is_on_two_scales(row[-2], row[-1], p)
        )
        return row[-2:] if twice else row[-1:]

    def _of_list(self, row: Sequence[int], p: PMention) -> Sequence[int]:
        """The ratios of one list that share the bracket of a limit: "(ORs 4.8 and 4.1, P < .05)"."""
        last = self.estimates[row[-1]]
        if p.p.op == "=" or last.interval is not None or not self._share_bracket(last, p):
            return ()
        opened = _bracket(self.found.text, p.start)
        alike = [r for r in row if self.estimates[r].head == last.head]
        together = all(_bracket(self.found.text, self.estimates[r].start) == opened for r in alike)
        return alike if together else ()

    def _is_said_twice(self, first: int, second: int) -> bool:
        """Whether a bracket gives one difference in two units: "(-0.4% [-0.6, -0.2]; -4 mmol [-7, -2];"."""
        a, b = self.estimates[first], self.estimates[second]
        text = self.found.text
        if a.head != b.head or a.measure in RATIOS or not p_gaps.OTHER_UNIT.fullmatch(text, a.end, b.start):
            return False
        return _bracket(text, a.start) == _bracket(text, b.start) >= 0

    def _is_on_two_scales(self, first: int, second: int, p: PMention) -> bool:
        """Whether a difference and a ratio of one result follow each other: "RD -6% (...), RR 0.9 (...); P".

        A test for non-inferiority is made on one scale.
        """
        a, b = self.estimates[first], self.estimates[second]
        absolute = sum(e.measure in ("MD", "RD") for e in (a, b))
        relative = sum(e.measure in RATIOS for e in (a, b))
        if not absolute == relative == 1 or a.interval is None or b.interval is None:
            return False
        if "inferior" in self.found.text[p.start : p.end + _NAMED_NEAR]:
            return False
        return p_gaps.NEXT_SCALE.fullmatch(self.found.text, a.end, b.head.start) is not None

    def _is_of_next(self, j: int, last: int) -> bool:
        """Whether a p-value opens the bracket of the next estimate: "(HR 0.4) and in men (P = .01; HR"."""
        p = self.ps[j]
        following = next((e for e in self.estimates if e.start > p.end), None)
        if following is None or self._share_bracket(self.estimates[last], p):
            return False
        return self._share_bracket(following, p) and not any(
            p.end < q.start < following.start or self._share_bracket(following, q) for q in self.ps if q != p
        )

    def take_trends(self, trends: Sequence[PMention]) -> None:
        """A trend's p-value at the end of an estimate's bracket: "(OR 1.6, CI 1.1-2.3; P-trend = .02)"."""
        for p in trends:
            before = [i for i, e in enumerate(self.estimates) if e.end <= p.start]
            if not before:
                continue
            e = self.estimates[max(before, key=lambda i: self.estimates[i].end)]
            if e.p is None and e.interval is not None and self._share_bracket(e, p):
                self.estimates[self.estimates.index(e)] = replace(e, p=p)

    def _is_said_of_all(self, row: Sequence[int], p: PMention) -> bool:
        """Whether the p-value ends a sentence on all: "A (OR ...) and B (OR ...) were factors (P < .05)"."""
        text, last = self.found.text, self.estimates[row[-1]]
        if p_gaps.AT_LEVEL.fullmatch(text, last.end, p.start):
            return True
        free = any(_bracket(text, self.estimates[r].start) < 0 for r in row)
        if not p_gaps.CLOSES.match(text, p.end) or (free and (p.p.op == "=" or len(row) < 2)):
            return False
        return bool(p_gaps.SAID_OF_ALL.fullmatch(text, last.end, p.start))

    def take_preceding(self) -> None:
        """What is left may stand before its estimate: in the same bracket, or right before the measure."""
        for (_, before, j), (_, kind, i) in pairwise(self.events):
            if (before, kind) != (_P, _ESTIMATE) or j in self.used or self.estimates[i].p is not None:
                continue
            e, p = self.estimates[i], self.ps[j]
            if self._share_bracket(e, p):
                self._give(i, j)
            elif self._leads_to(p, e.head.start if e.head.start >= p.end else e.start):
                self._give_to_row(self._listed_with(i), j)

    def _give_to_row(self, row: Sequence[int], j: int) -> None:
        """To each estimate of a row its own p-value, where just as many are told; else the one to all."""
        several = len(row) > 1 and len(row) == j + 1 and not self.used
        for k, i in enumerate(row):
            self._give(i, k if several else j)

    def _leads_to(self, p: PMention, begin: int) -> bool:
        """Whether a p-value stands right before an estimate and is not that of a statistic before it."""
        text = self.found.text
        if p_gaps.OF_STATISTIC.search(text, max(0, p.start - 80), p.start):
            return False
        return bool(p_gaps.BEFORE.fullmatch(text[p.end : begin]))

    def _listed_with(self, first: int) -> list[int]:
        """An estimate and those that follow it under the same plural: "with hazard ratios of 1.4 and 1.6"."""
        head = self.estimates[first].head
        named = self.found.text[head.start : head.end].rstrip(")] ")
        alike = [i for i, e in enumerate(self.estimates) if e.head == head and e.p is None]
        whole = len(alike) == sum(e.head == head for e in self.estimates)
        return alike if named.endswith("s") and whole else [first]

    def _give(self, i: int, j: int) -> None:
        self.estimates[i] = replace(self.estimates[i], p=self.ps[j])
        self.used.add(j)

    def _is_shared(self, p: PMention) -> bool:
        text = self.found.text
        return bool(
            p_gaps.SHARED.search(text[max(0, p.start - 24) : p.start])
            or p_gaps.SHARED_AFTER.match(text, p.end)
        )

    def _closes_list(self, row: Sequence[int], p: PMention) -> bool:
        """Whether a p-value in its own bracket ends a list: "(OR 2.0) and pain (OR 2.2) (P < .05)".

        Of two items that stand free the p-value is the last one's, unless it is a limit ("P < .03").
        """
        listed, text = [self.estimates[r] for r in row], self.found.text
        own = _bracket(text, p.start)
        if len(row) < 2 or own == _bracket(text, listed[-1].end - 1):
            return False
        if own < 0 and (p.p.op == "=" or not p_gaps.AFTER_ROW.fullmatch(text, listed[-1].end, p.start)):
            return False
        gaps = [text[a.end : b.start] for a, b in pairwise(listed)]
        if not all(len(gap) <= _ITEM and not p_gaps.PARTED.search(gap) for gap in gaps):
            return False
        in_brackets = _bracket(text, listed[-1].start) >= 0
        return in_brackets or len(row) > _FEW or p.p.op != "="

    def _follows(self, e: Estimate, p: PMention) -> bool:
        text = self.found.text
        gap = text[e.end : p.start]
        named = p_gaps.NAMED_AFTER.match(text, e.end) if e.head.percent else None
        if len(gap) > _REACH or self.found.head_between(named.end() if named else e.end, p.start):
            return False
        gap = p_gaps.ERROR.sub("", gap)
        if self._share_bracket(e, p) or p_gaps.JOINED.fullmatch(gap):
            return True
        if self._is_shared(p):
            return not self._has_results(e.end, p.start)
        own = _bracket(text, p.start)
        if own < e.end:
            return False
        gap = p_gaps.RESPECTIVELY.sub(" ", p_gaps.ERROR.sub("", text[e.end : own])) + text[own : p.start]
        if _bracket(text, e.start) < 0:
            gap = gap.lstrip("%)] ")
        return bool(p_gaps.TO_BRACKET.fullmatch(gap))

    def _has_results(self, start: int, end: int) -> bool:
        """Whether groups' results are between: "(HR 1.1), and rates were 9.8% and 11.3%, respectively"."""
        return any(
            n.percent or n.value != round(n.value) for n in self.found.numbers if start < n.start < end
        )

    def _share_bracket(self, e: Estimate, p: PMention) -> bool:
        own = _bracket(self.found.text, p.start)
        return own >= 0 and own in (_bracket(self.found.text, e.start), _bracket(self.found.text, e.end - 1))


def _bracket(text: str, place: int) -> int:
    """Where the outermost bracket around a place opens, or -1."""
    stack: list[int] = []
    for m in re.finditer(r"[()\[\]]", text[: place + 1]):
        if m[0] in "([":
            stack.append(m.start())
        elif stack:
            stack.pop()
    return stack[0] if stack else -1
