"""Which p-value belongs to which estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from miner.effect_numbers import Estimate
from miner.effect_scan import RATIOS, Scan
from miner.p_values import PMention

__all__ = ["attach_p_values"]

_SHARED = re.compile(r"\b(?:both|all|each|respectively)\s*[,:;]?\s*[(\[]?\s*(?:log-?rank\s*)?$", re.I)
_SHARED_AFTER = re.compile(r"\s*(?:for|in|at|with)\s+(?:both|all|each|either)\b", re.I)
# Between the end of an estimate and its p-value, outside a common bracket.
_JOINED = re.compile(
    r"(?:\s?%|[\s-][a-z/]{1,10}(?:\spoints?)?)?[\s,;:()\[\].]*(?:(?:with|and|at|an?|the|two-sided|one-sided|log-?rank|significan\w+|statistically|respectively"
    r"|corresponding|stratified|by|test|was|were|for|which|this|is|not|adjusted|associated)[\s,;:()\[\]]*){0,6}"
    r"|[)\]]?(?:\s?%|\s[a-z/]{1,8})?\s(?:for|in|with|among|at|after|favou?ring|versus|vs\.?|compared\swith)\s"
    r"(?:[^.,;()\[\]\d]|\d{1,3}[\s-](?:months?|weeks?|years?|days?)\b){1,60}[(\[]\s*"
    r"|\s?%\s(?:lower|higher|greater|less|more|better|worse|longer|shorter)\s[^.;()\[\]\d]{1,80}[(\[]\s*"
)
# Between a p-value and the name of the measure that follows it.
_BEFORE = re.compile(
    r"[)\],;:\s]*(?:(?:with|and|an?|the|estimated|stratified|corresponding|unadjusted|pooled|respectively"
    r"|univariate)\s*,?\s*){0,4}[(\[]?\s*"
)
# "12% relative risk reduction": the value stands before its name.
_NAMED_AFTER = re.compile(
    r"\s?(?:%|percent|per\scent)\s(?:(?:absolute|relative|proportional|risk)\s){1,2}(?:reduction|decrease|increase|improvement|benefit|gain)s?",
    re.I,
)
_OTHER_UNIT = re.compile(r"\s?%?\s?[\])]?[;,]\s(?:or\s)?")
_RESPECTIVELY = re.compile(r",\s?respectively,?\s?")
# The standard error of an estimate, its cubic unit, and what its bracket or column is said to hold.
_ERROR = re.compile(
    r"^\s?(?:(?:±|\+/[-\u2212\u2013])\s?[\d.·]+|[(\[]\s?(?:(?:SEM?|SD|standard\s(?:error|deviation))\b[\s=:,]*)?[\d.·]+\s?[)\]])"
    r"|^[\s-]?[a-zµμ]{1,3}\(?[23²³]\)?(?=\s)|\s?[(\[]\s?means?\s?(?:±|\+/[-\u2212\u2013])\s?[A-Za-z]+\s?[)\]]",
    re.I,
)
_LIST_OF_P = re.compile(r"[\s,;()\[\]]*(?:and|or)?[\s,;<>=≤≥]*")
# Between an estimate and a bracket of its own clause, and between that bracket's opening and the p-value.
_TO_BRACKET = re.compile(
    r"(?:(?:[^.;:()\[\]\d]|\d{1,3}[\s-](?:years?|months?|weeks?|days?|h|hours?)\b|(?:week|month|year|day)\s\d{1,3})"
    r"(?!\b(?:but|while|whereas|was|were|had|did|is|are)\b)){0,90}(?:[(\[](?:SD|SE|SEM|range|IQR|n)\b[^()\[\]]{1,30}[)\]][^.;:()\[\]\d]{0,50})?"
    r"(?:,?\s(?:although|but|though|which|and)\s(?:(?:this|it|the|difference|reduction|increase)\s){0,3}"
    r"(?:was|were|is|did|reached|failed)\s(?:\w+\s){0,4}significan\w+(?:\s\w+){0,2}\s?)?"
    r"[(\[][^()\[\]]{0,100}(?:[(\[][^()\[\]]{0,30}[)\]][^()\[\]]{0,60}){0,3}"
)
# Before a row of estimates: "Factors significant at P < .05 were", "Predictors (P < .05) included".
_SIGNIFICANT_AT = re.compile(
    r"\b(?:significant(?:ly)?|significance(?!\slevel)|(?<!significance\s)level)"
    r"(?:\s(?:at|with|to|of|by|the|an?|level|and|independent\w*)){0,5}\s?[(\[]?\s?$",
    re.I,
)
_TO_ROW = re.compile(
    r"[)\]]?(?:(?!\b(?:but|while|whereas|although|than)\b)[^.;()\[\]\d]){0,160}"
    r"(?:[<>≥≤=]\s?\d[^.;()\[\]]{0,30})?\s?[(\[]?"
)
_LEADS_ROW = re.compile(r"[)\]]?[^.,;()\[\]\d]{0,80}?(?:\b(?:were|included?|comprised|are)\b|:)")
# After the last estimate of a row: "at the level of P < .05".
_AT_LEVEL = re.compile(
    r"[)\]\s]*(?:(?!\b(?:but|while|whereas|although)\b)[^.;:()\[\]\d]){0,110}?\bat\s(?:(?:the|an?|level|significance|of)\s){1,5}[(\[]?"
)
_AFTER_ROW = re.compile(r"[)\]]{1,2},?\s?")
# After the last estimate of a row: what all are said to be, with one p-value at the end.
_SAID_OF_ALL = re.compile(
    r"[)\]\s]*\s(?:(?!\b(?:but|while|whereas|although)\b)[^.;:()\[\]\d]){0,60}?\b(?:were|was|are|is|remained|had|showed)\b"
    r"(?:(?!\b(?:but|while|whereas|although)\b)[^.;:()\[\]\d]){1,110}[(\[]\s?"
)
_CLOSES = re.compile(r"\s?[)\]]\s?(?:[.;]|$)")
_PARTED = re.compile(r";|\.\s")
_REACH, _ITEM, _FEW = 220, 110, 2

Event = tuple[int, int, int]  # place, 0 for an estimate and 1 for a p-value, index
_ESTIMATE, _P = 0, 1


def attach_p_values(found: Scan, estimates: Sequence[Estimate]) -> list[Estimate]:
    """The estimates with their p-values; an interaction's p-value belongs to none.

    One for a trend belongs to the estimate whose bracket closes with it, where that has none of its own.
    """
    pairing = _Pairing(found, list(estimates), [p for p in found.ps if p.kind == "effect"])
    if pairing.estimates and pairing.ps:
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

    def align_lists(self) -> None:
        """As many p-values in a list as estimates in the row before it: first to first."""
        runs = [(kind, [i for _, _, i in run]) for kind, run in groupby(self.events, key=lambda e: e[1])]
        for (_, row), (kind, after) in pairwise(runs):
            if kind == _P and 1 < len(row) == len(after) and self._is_list(after):
                for i, j in zip(row, after, strict=True):
                    self._give(i, j)

    def _is_list(self, after: Sequence[int]) -> bool:
        listed = [self.ps[j] for j in after]
        return all(_LIST_OF_P.fullmatch(self.found.text[a.end : b.start]) for a, b in pairwise(listed))

    def take_leading(self) -> None:
        """One p-value before all estimates, said of all: "Predictors (P < .05) were A (OR ...)"."""
        if len(self.ps) != 1 or self.used or any(e.start < self.ps[0].end for e in self.estimates):
            return
        p, text, first = self.ps[0], self.found.text, self.estimates[0]
        begin = min(first.head.start, first.start) if first.head.start >= p.end else first.start
        if not _SIGNIFICANT_AT.search(text[max(0, p.start - 60) : p.start]):
            leads = len(self.estimates) > 1 and _LEADS_ROW.match(text[p.end : begin])
            if p.p.op == "=" or not leads:
                return
        if not (p.p.op == "=" and len(self.estimates) > 1) and _TO_ROW.fullmatch(text, p.end, begin):
            for i in range(len(self.estimates)):
                self._give(i, 0)

    def take_following(self) -> None:
        """Each estimate takes the p-value that follows it; one said of "both" goes to the whole row."""
        row: list[int] = []
        for _, kind, i in self.events:
            if kind == _ESTIMATE:
                row.append(i)
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
        return row[-2:] if len(row) > 1 and self._is_said_twice(row[-2], row[-1]) else row[-1:]

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
        if a.head != b.head or a.measure in RATIOS or not _OTHER_UNIT.fullmatch(text, a.end, b.start):
            return False
        return _bracket(text, a.start) == _bracket(text, b.start) >= 0

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
        if _AT_LEVEL.fullmatch(text, last.end, p.start):
            return True
        if not _CLOSES.match(text, p.end) or any(_bracket(text, self.estimates[r].start) < 0 for r in row):
            return False
        return bool(_SAID_OF_ALL.fullmatch(text, last.end, p.start))

    def take_preceding(self) -> None:
        """What is left may stand before its estimate: in the same bracket, or right before the measure."""
        for (_, before, j), (_, kind, i) in pairwise(self.events):
            if (before, kind) == (_P, _ESTIMATE) and j not in self.used and self.estimates[i].p is None:
                e, p = self.estimates[i], self.ps[j]
                begin = e.head.start if e.head.start >= p.end else e.start
                if self._share_bracket(e, p):
                    self._give(i, j)
                elif _BEFORE.fullmatch(self.found.text[p.end : begin]):
                    row = self._listed_with(i)
                    several = len(row) > 1 and len(row) == j + 1 and not self.used
                    for k, r in enumerate(row):
                        self._give(r, k if several else j)

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
        return bool(_SHARED.search(text[max(0, p.start - 24) : p.start]) or _SHARED_AFTER.match(text, p.end))

    def _closes_list(self, row: Sequence[int], p: PMention) -> bool:
        """Whether a p-value in its own bracket ends a list: "(OR 2.0) and pain (OR 2.2) (P < .05)".

        Of two items that stand free the p-value is the last one's, unless it is a limit ("P < .03").
        """
        listed, text = [self.estimates[r] for r in row], self.found.text
        own = _bracket(text, p.start)
        if len(row) < 2 or own == _bracket(text, listed[-1].end - 1):
            return False
        if own < 0 and (p.p.op == "=" or not _AFTER_ROW.fullmatch(text, listed[-1].end, p.start)):
            return False
        gaps = [text[a.end : b.start] for a, b in pairwise(listed)]
        if not all(len(gap) <= _ITEM and not _PARTED.search(gap) for gap in gaps):
            return False
        in_brackets = _bracket(text, listed[-1].start) >= 0
        return in_brackets or len(row) > _FEW or p.p.op != "="

    def _follows(self, e: Estimate, p: PMention) -> bool:
        text = self.found.text
        gap = text[e.end : p.start]
        named = _NAMED_AFTER.match(text, e.end) if e.head.percent else None
        if len(gap) > _REACH or self.found.head_between(named.end() if named else e.end, p.start):
            return False
        gap = _ERROR.sub("", gap)
        if self._share_bracket(e, p) or _JOINED.fullmatch(gap):
            return True
        if self._is_shared(p):
            return not self._has_results(e.end, p.start)
        own = _bracket(text, p.start)
        if own < e.end:
            return False
        gap = _RESPECTIVELY.sub(" ", _ERROR.sub("", text[e.end : own])) + text[own : p.start]
        if _bracket(text, e.start) < 0:
            gap = gap.lstrip("%)] ")
        return bool(_TO_BRACKET.fullmatch(gap))

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
