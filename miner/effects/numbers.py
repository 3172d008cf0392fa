"""Reads a stretch of text into estimates: a measure, its value, its interval and its p-value.

The names of measures, the announcements of intervals, p-values and numbers are found first. Then each
interval takes its value (the number before it), and each value its measure (the one linked to it, or the
one that governs the list it stands in). A value without an interval counts only where it is linked to a
measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from miner.effects.differences import (
    CHANGE,
    headless,
    is_behind_versus,
    is_planned,
    is_second_group,
    refined,
)
from miner.effects.intervals import Interval, bare_intervals, marked_intervals
from miner.effects.links import (
    Link,
    Links,
    is_group_result,
    is_plausible,
    link_values,
    pair_intervals,
)
from miner.effects.lists import listed_values
from miner.effects.marks import Head
from miner.effects.rows import aligned_intervals, is_of_unmatched_row
from miner.effects.scan import RATIOS, Scan
from miner.effects.told_differences import is_told_by
from miner.effects.units import is_unit_free
from miner.effects.unnamed_ratios import as_multiple, is_described, is_ratio, usual_ratio
from miner.model import Measure
from miner.numbers.p_values import PMention
from miner.numbers.printed import Number, find_ranges, has_decimals

__all__ = ["Estimate", "read_estimates"]

_VERSUS = re.compile(r"\s*\b(?:v|vs\.?|versus|and|compared|to|or)\s")
_LISTED = re.compile(
    r"(?:,\s[\d.\u2212-]{2,6}){0,4},?\s(?:and|or)\s[\d.\u2212-]{2,6},?\s(?:respectively|for)\b"
)
_WAS = re.compile(r"\b(?:was|were|being|(?:months?|weeks?|years?|follow-up|baseline)\sof)\s$")
_QUALIFIED = re.compile(r"\b(?:between-groups?|mean|treatment|adjusted|absolute)\b", re.I)
# "men had 0.4 (95% CI ...) visits a year": what a noun follows is counted, no ratio.
_THING_COUNTED = re.compile(
    r"[)\]]\s(?!(?:times|fold|higher|lower|more|less|greater|smaller|increased|decreased|reduced|elevated|and|or|but|for|in|with|without"
    r"|after|before|during|compared|relative|versus|vs|than|when|while|whereas|if|were|was|is|are|had|has|have|did|among|at|on|as|to|of|by|from"
    r"|who|which|that|respectively|per|according|following|independent\w*|adjust\w*|regardless|using|between|across|both|also|although|because"
    r"|since|until|over|within|under|through|but|not|nor|the|an?|this|these)\b)[a-z]{3,}"
)
_TESTED = re.compile(
    r"(?:\s?(?:±|\+/[-\u2212\u2013])\s?[\d.·]+)?\s?(?:%|[a-z][\w/]{0,9})?[,;]\s?p\s?[=<>≤]", re.I
)
# "By country: Kenya 46% (2 to 72), Mali 64% (8 to 91)": parts of what the sentence before told.
_SPLIT_BY = re.compile(r"\s*(?:by|according\sto|stratified\sby)\s[^:;.\d]{3,40}:\s", re.I)
# "For typhoid it was 56% (31-72)", "protection in year 1 (44%, 18-62)": goes on with the efficacy.
_PROTECTS = re.compile(
    r"\b(?:point\sestimates?|protection|efficacy|effectiveness|it\s(?:was|fell|rose))\b", re.I
)
# "The HR was 0.6 (0.4-0.9), medians reaching 13.1 (9.8-15.4) and 8.4 (5.7-11.2)": of the groups.
_MEDIANS = re.compile(r"\bmedians?\b", re.I)
# "The stay fell from 1.9 (1.2-2.7)": what went from one value to another is no ratio unless it is said to be.
_WENT = re.compile(r"\b(?:fell|rose|dropped|moved|changed|decreased|increased)\s(?:from|to)\s$", re.I)
_OF_RATIO = re.compile(
    r"\b(?:ratios?|hazards?|risks?|odds|benefits?|effects?|associations?|estimates?|it|this|these|they|[a-z]?[HOR]Rs?)\b",
    re.I,
)
_RATIO = re.compile(r"ratios?\b|\brelative\b|\b[ER]RR?s?\b|\bS[IM]Rs?\b", re.I)
_DASH_APART = re.compile(r"\s[-\u2212\u2013]\s$")
_FAR = 150
_CONTINUES = 90
_SAME_PHRASE = 25
_MOST_WHOLE = 200  # a whole number above is a count rather than a ratio without an interval
_SHARES = "attributable-share"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its measure; ``link`` tells how the measure was found."""

    measure: Measure
    value: Number
    interval: Interval | None
    head: Head
    link: Link
    p: PMention | None = None

    @property
    def start(self) -> int:
        """Where the value begins."""
        return self.value.start

    @property
    def end(self) -> int:
        """Where the value or, if it has one, the interval ends."""
        return max(self.value.end, self.interval.end) if self.interval else self.value.end


def read_estimates(
    found: Scan, inherited: Head | None = None, usual: Callable[[], Head | None] = lambda: None
) -> list[Estimate]:
    """All estimates of a stretch in order.

    ``inherited`` is the measure that governed the stretch before, ``usual`` gives the only
    ratio that the text names.
    """
    ranges = find_ranges(found.text, found.numbers)
    marked, declared = marked_intervals(found.text, found.marks, found.numbers, ranges)
    taken = {b for i in marked for b in i.numbers}
    free = [n for n in found.numbers if n not in taken]
    aligned = aligned_intervals(found, marked, free, ranges)
    taken |= {b for i in aligned.values() for b in i.numbers}
    free = [n for n in free if n not in taken]
    linked = link_values(found, free, ranges)
    bare = bare_intervals(found.text, free, ranges, declared)
    single = [i for i in marked if i not in aligned.values()]
    single = [i for i in single if not is_of_unmatched_row(found.text, i, ranges)]
    paired = aligned | pair_intervals(found, single, [n for n in free if n not in aligned], linked, bare)
    used = taken | set(paired)
    for number, interval in bare.items():
        if number not in used and not used & set(interval.numbers):
            paired[number] = interval
            used |= {number, *interval.numbers}
    estimates = _governed(found, paired, linked, (inherited, usual))
    estimates += _without_interval(found, linked, used)
    return list(_found_not_planned(found, estimates))


def _found_not_planned(found: Scan, estimates: Sequence[Estimate]) -> Iterator[Estimate]:
    """Without planned and required values, each with the kind of its difference; a list has one kind."""
    kinds: dict[Head, Measure] = {}
    for e in sorted(estimates, key=lambda e: e.start):
        if e.interval is None and (e.head.interval or is_planned(found.text, e.start, e.end)):
            continue
        told_alike = e.link == "list" and (e.interval is None or is_unit_free(found.text, e.value))
        measure = kinds.get(e.head) if told_alike else None
        measure = measure or refined(found.text, e.measure, e.head, e.value, e.interval, found.before)
        if measure is not None:
            kinds[e.head] = measure
            yield replace(e, measure=measure)


def _governed(
    found: Scan,
    paired: dict[Number, Interval],
    linked: Links,
    told_before: tuple[Head | None, Callable[[], Head | None]],
) -> list[Estimate]:
    out: list[Estimate] = []
    inherited, usual = told_before
    for number, interval in sorted(paired.items(), key=lambda x: x[0].start):
        last = out[-1] if out else None
        if last is not None and last.link in ("inherited", "headless"):
            inherited = last.head
        governor = linked.get(number) or _governor(found, number, interval, last, inherited)
        if governor is None:
            before = last.head if last else inherited
            gap = found.without_p(last.end, number.start) if last else None
            governor = headless(found.text, number, interval, before, gap)
            governor = as_multiple(found.text, number, interval, governor, before if gap else None, usual)
        governor = governor or usual_ratio(found, number, interval, usual)
        if governor is not None:
            head, link = governor
            out.append(
                Estimate(
                    head.measure,
                    _with_sign(found.text, number, interval),
                    _without_sign(head, number, interval),
                    head,
                    link,
                )
            )
    return out


def _with_sign(text: str, number: Number, interval: Interval) -> Number:
    """A dash apart from its number ("was - 1.3%; 95% CI, -3.1 to 0.5") where the bounds tell a minus."""
    low, high = interval.low, interval.high
    apart = _DASH_APART.search(text[max(0, number.start - 3) : number.start])
    if apart and low is not None and high is not None and low + high < 0 < number.value:
        return replace(number, value=-number.value)
    return number


def _without_sign(head: Head, number: Number, interval: Interval) -> Interval:
    """A dash before the lower bound of a ratio ("95% CI - 0.58-0.94") is no minus."""
    if head.measure in RATIOS and interval.low is not None and interval.low < 0 <= number.value:
        return replace(interval, low=-interval.low)
    return interval


def _governor(
    found: Scan, number: Number, interval: Interval, last: Estimate | None, inherited: Head | None
) -> tuple[Head, Link] | None:
    """The measure that governs a value which no measure is linked to, and how sure that is."""
    head = next((h for h in reversed(found.heads) if h.end <= number.start), None)
    link: Link = "list"
    if head is None:
        head, link = inherited or _named_at_end(found), "inherited"
    if head is None or head.rule == CHANGE or not is_plausible(found.text, head, number):
        return None
    if head.measure not in RATIOS:
        return (head, link) if _is_difference(found.text, number, interval, head, last, link) else None
    if _MEDIANS.search(
        found.text, max(head.end if link == "list" else 0, last.end if last else 0), number.start
    ):
        return None
    near = link == "list" and not interval.bare and number.start - head.end <= _SAME_PHRASE
    since = head.end if link == "list" else 0
    if not near and is_group_result(found.text, since, number.start, bare=interval.bare):
        return None
    if link == "inherited" and _is_of_something_else(found.text, number, interval):
        return None
    unsure = link == "inherited" or number.start - max(head.end, last.end if last else 0) > _FAR
    return (head, link) if is_ratio(found.text, number, interval, unsure=unsure) else None


def _is_of_something_else(text: str, number: Number, interval: Interval) -> bool:
    """Whether words around a number tell that it is no ratio, though the sentence before named one."""
    if is_described(text, number) or _THING_COUNTED.match(text, interval.end):
        return True
    before = text[max(0, number.start - _FAR) : number.start]
    return is_told_by(before) or (_WENT.search(before) is not None and not _OF_RATIO.search(before))


def _named_at_end(found: Scan) -> Head | None:
    """A ratio named once, behind all values: "age 2.3 (1.4, 3.8) and sex 1.9 (1.1, 3.3) [AOR (95% CI)]"."""
    if len(found.heads) != 1 or found.heads[0].measure not in RATIOS:
        return None
    head = found.heads[0]
    return head if not found.numbers or found.numbers[-1].end <= head.start else None


def _is_difference(
    text: str, number: Number, interval: Interval, head: Head, last: Estimate | None, link: Link
) -> bool:
    """A difference has its value soon after its name, or after another value of the same name.

    Where the sentence before names it, only shares split by a trait go on with it.
    """
    if link != "list":
        told_again = _SPLIT_BY.match(text) or (number.percent and _PROTECTS.search(text, 0, number.start))
        return head.percent and interval.bare and bool(told_again)
    goes_on = last is not None and last.head == head
    since = last.end if last is not None and goes_on else head.end
    if number.start - since > _CONTINUES:
        return False
    # The middle one of three differences or ratios has the last one behind it.
    if goes_on and ((number.signed and interval.holds(0)) or _RATIO.search(text, head.start, head.end)):
        return not is_behind_versus(text, number.start)
    return not is_second_group(text, number.start, interval.end)


def _without_interval(found: Scan, linked: Links, used: set[Number]) -> list[Estimate]:
    out: list[Estimate] = []
    for number, (head, link) in linked.items():
        reference = head.measure in RATIOS and number.value == 1 and not number.percent
        if number in used or not (reference or _stands_alone(found.text, number, head, link)):
            continue
        further = listed_values(found, number, head, used)
        if not (reference and (further or link != "direct")):
            out.append(Estimate(head.measure, number, None, head, link))
        out.extend(Estimate(head.measure, n, None, head, "list") for n in further)
    return out


def _stands_alone(text: str, number: Number, head: Head, link: str) -> bool:
    """Whether a value counts without an interval: a ratio, or a difference right after its name."""
    if head.measure in RATIOS:
        return has_decimals(text, number) or (link == "direct" and number.value < _MOST_WHOLE)
    if head.measure not in ("MD", "RD") and _LISTED.match(text, number.end):
        return link == "direct"
    if head.rule == _SHARES:
        return link == "direct" or number.percent
    if _VERSUS.match(text, number.end) or is_second_group(text, number.start, number.end):
        return False
    named = text[max(0, head.start - 15) : head.end].lower().rstrip(")] ")
    if (
        number.signed
        and _TESTED.match(text, number.end)
        and text[number.start - 1 : number.start] in ("(", "[")
    ):
        return True
    single = not named.endswith("s") or bool(_QUALIFIED.search(named))
    return link in ("direct", "before") or (single and bool(_WAS.search(text[: number.start])))
