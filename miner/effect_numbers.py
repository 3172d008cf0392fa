"""Reads a stretch of text into estimates: a measure, its value, its interval and its p-value.

The names of measures, the announcements of intervals, p-values and numbers are found first. Then each
interval takes its value (the number before it), and each value its measure (the one linked to it, or the
one that governs the list it stands in). A value without an interval counts only where it is linked to a
measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from miner.differences import CHANGE, headless, is_planned, refined
from miner.effect_marks import Head, Mark, find_heads, find_marks
from miner.intervals import Interval, bare_intervals, marked_intervals
from miner.model import Measure
from miner.numbers import Number, find_numbers, find_ranges
from miner.p_values import PMention, find_p_values

__all__ = ["RATIOS", "Estimate", "Scan", "read_estimates", "scan"]

RATIOS: frozenset[Measure] = frozenset({"HR", "OR", "RR", "IRR"})

# What may stand between a measure and its value: punctuation, "of", "was", a contrast in brackets.
_DIRECT = re.compile(
    r"[\s,:;=≈~∶(\[)\]]*(?:(?:which\s)?(?:of|was|were|is|are|being|at|equal(?:s|led)?\sto|estimated\s(?:at|to\sbe)|remained"
    r"|reached|only|about|approximately|and|[\u2248=])[\s,:;=(\[]+){0,3}[\s,:;=(\[]*"
)
_PHRASE = re.compile(
    r"(?:\s*[\[(][^()\[\]]{1,60}[\])]|[\s,]+(?:for|of|in|on|favou?ring|comparing|with|without|associated|between|per|to|among|by|from"
    r"|as|using|estimate|estimates|adjusted|that)\s[^;()\[\]]{1,110}?(?:\([^()]{1,40}\)[^;()\[\]]{0,60}?)?)"
    r"(?:\s(?:was|were|of|is|are)\s+(?:estimated\s(?:at|to\sbe)\s|only\s)?|\s?[=:]\s?|,\s|\s[(\[])\s*[=:]?\s*"
)
_UNIT = re.compile(
    r"\s?(?:%|per\s?cent\b|(?:months?|mos?|years?|yrs?|weeks?|wks?|days?|hours?|h|min(?:utes)?|patients?|women|men"
    r"|cases?|events?|deaths?|participants|persons?|mg|µg|μg|ng|ml|mL|kg|g|grams|cm|mm|Gy|bpm|U|IU|mmHg|points?|units|studies"
    r"|trials|kcal|centres|centers|of|out\sof|patient-years|person-years|women-years|copies|cycles|genes|nodes|lesions"
    r"|controls|subjects|individuals|fold|times)\b|[-\u2010]?(?:year|month|week|day|fold)\b|[-\u2010](?:[a-z]|,|\s)|/\d"
    r"|\s?(?:±|\+/-))"
)
# Words right before a number that make it the result of one group.
_ARM_RESULT = re.compile(
    r"(?:\b(?:median|mean|rates?|probabilit\w+|sensitivity|specificity|AUC|c-?index|c-?statistic|incidence|prevalence|age"
    r"|aged|score|percent\w*|proportions?|follow-up|ICC|kappa|correlation|PPV|NPV)\s*(?:(?:\w+\s){0,3}(?:was|were|of|is)\s+|[=:]\s*)?"
    r"(?:only\s)?[(\[]?\s*|\b(?:grade|stage|cycle|quartile|quintile|tertile|phase|level|line|type|score|day|year|week|month|to|than"
    r"|from|over|under|least|aged|n\s?=|≥|≤|>|<|or\s=)\s*)$",
    re.I,
)
_VERSUS = re.compile(r"\s*\b(?:v|vs\.?|versus|and|compared|to|or)\s")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its measure; ``link`` tells how sure the measure is."""

    measure: Measure
    value: Number
    interval: Interval | None
    head: Head | None
    link: str
    p: PMention | None = None

    @property
    def start(self) -> int:
        """Where the value begins."""
        return self.value.start

    @property
    def end(self) -> int:
        """Where the value or, if it has one, the interval ends."""
        return max(self.value.end, self.interval.end) if self.interval else self.value.end


@dataclass(frozen=True, slots=True)
class Scan:
    """What a stretch of text prints: measures, intervals' marks, p-values, and all other numbers."""

    text: str
    heads: list[Head]
    marks: list[Mark]
    ps: list[PMention]
    numbers: list[Number]


def scan(text: str, spoiled: frozenset[str] = frozenset()) -> Scan:
    """Find the marks and the free numbers of a stretch."""
    heads, marks, ps = find_heads(text, spoiled), find_marks(text), find_p_values(text)
    taken = [(x.start, x.end) for x in (*marks, *ps, *heads)]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in taken)]
    return Scan(text, heads, marks, ps, numbers)


def read_estimates(found: Scan, inherited: Head | None = None) -> list[Estimate]:
    """All estimates of a stretch in order; ``inherited`` is the measure that governed the stretch before."""
    ranges = find_ranges(found.text, found.numbers)
    marked, declared = marked_intervals(found.text, found.marks, found.numbers, ranges)
    taken = {b for i in marked for b in i.numbers}
    free = [n for n in found.numbers if n not in taken]
    linked = _linked(found, free)
    paired = _pair(found, marked, free, linked)
    used = taken | set(paired)
    bare = bare_intervals(found.text, [n for n in found.numbers if n not in taken], ranges, declared)
    for number, interval in bare.items():
        if number not in used and not used & set(interval.numbers):
            paired[number] = interval
            used |= {number, *interval.numbers}
    estimates = _governed(found, paired, linked, inherited)
    estimates += _without_interval(found, linked, used)
    return sorted(_found_not_planned(found.text, estimates), key=lambda e: e.start)


def _found_not_planned(text: str, estimates: Sequence[Estimate]) -> Iterator[Estimate]:
    """Without planned and required values, each with the kind of its difference."""
    for e in estimates:
        if e.interval is None and is_planned(text, e.start, e.end):
            continue
        measure = refined(text, e.measure, e.head, e.value, e.interval) if e.head else e.measure
        if measure is not None:
            yield replace(e, measure=measure)


def _linked(found: Scan, free: Sequence[Number]) -> dict[Number, tuple[Head, str]]:
    """Numbers that follow a measure with nothing but link words in between."""
    out: dict[Number, tuple[Head, str]] = {}
    for i, head in enumerate(found.heads):
        stop = found.heads[i + 1].start if i + 1 < len(found.heads) else len(found.text)
        stop = min(stop, head.end + 220)
        for number in [n for n in free if head.end <= n.start < stop][:4]:
            link = _link(found, head, number)
            if link and _plausible(found.text, head, number):
                out[number] = (head, link)
                break
    return out


def _link(found: Scan, head: Head, number: Number) -> str | None:
    gap = found.text[head.end : number.start]
    for mark in found.marks:
        if head.end <= mark.start and mark.end <= number.start:
            gap = gap.replace(found.text[mark.start : mark.end], "")
    gap = re.sub(r"[(\[]\s*[,;]?\s*[)\]]|[,;]\s*(?=[)\]:])", "", gap)
    if _DIRECT.fullmatch(gap):
        return "direct"
    if "." in gap and re.search(r"[.?!]\s+[A-Z]", gap):
        return None
    return "phrase" if _PHRASE.fullmatch(gap) else None


def _plausible(text: str, head: Head | None, number: Number) -> bool:
    """Whether the number can be a value of the measure at all: a ratio has no unit and no sign."""
    if head is None:
        return True
    if head.measure in RATIOS:
        return 0 < number.value < 2000 and not _UNIT.match(text, number.end)
    if head.percent:
        return number.percent
    return head.measure not in ("SMD", "BETA") or not number.percent


def _pair(
    found: Scan, marked: Sequence[Interval], free: Sequence[Number], linked: dict[Number, tuple[Head, str]]
) -> dict[Number, Interval]:
    """Give each announced interval the value that it belongs to."""
    out: dict[Number, Interval] = {}
    low = 0
    for interval in marked:
        before = [n for n in free if low <= n.start and n.end <= interval.start and n not in out]
        number = _value_of(found, interval, before, linked)
        if number is not None:
            out[number] = interval
        low = interval.end
    return out


def _value_of(
    found: Scan, interval: Interval, before: Sequence[Number], linked: dict[Number, tuple[Head, str]]
) -> Number | None:
    near = [n for n in before if n in linked and interval.start - n.end <= 130]
    for number in reversed(before):
        gap = _blank(found, number.end, interval.start)
        if len(gap) > 60 or not _same_head(found, number.end, interval.start):
            break
        if not _closes_only_its_own(gap) or re.search(r"[.?!]\s+[A-Z]", gap):
            continue
        head = linked[near[-1]][0] if near else None
        if number in near or not near or (_plausible(found.text, head, number) and not re.search(r"\w", gap)):
            return number
    return near[-1] if near and _same_head(found, near[-1].end, interval.start) else None


def _same_head(found: Scan, start: int, end: int) -> bool:
    return not any(start <= h.start and h.end <= end for h in found.heads)


def _blank(found: Scan, start: int, end: int) -> str:
    """The text between two places without the p-values in it."""
    gap = found.text[start:end]
    for p in found.ps:
        if start <= p.start and p.end <= end:
            gap = gap.replace(found.text[p.start : p.end], "")
    return gap


def _closes_only_its_own(gap: str) -> bool:
    """No bracket is closed that was opened before the gap, but for one right after the value."""
    return not re.search(r"[A-Za-z%]{3,}[^()\[\]]*[)\]]", re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", gap))


def _governed(
    found: Scan,
    paired: dict[Number, Interval],
    linked: dict[Number, tuple[Head, str]],
    inherited: Head | None,
) -> list[Estimate]:
    out: list[Estimate] = []
    for number, interval in sorted(paired.items(), key=lambda x: x[0].start):
        if number in linked:
            head, link = linked[number]
            if interval.bare and not interval.holds(number.value):
                interval = replace(interval, low=None, high=None, end=number.end)
            out.append(Estimate(head.measure, number, interval, head, link))
            continue
        last = out[-1] if out else None
        before = last.head if last else inherited
        governor = _governor(found, number, interval, last, inherited) or headless(
            found.text, number, interval, before
        )
        if governor is not None:
            out.append(Estimate(governor[0].measure, number, interval, *governor))
    return out


def _governor(
    found: Scan, number: Number, interval: Interval, last: Estimate | None, inherited: Head | None
) -> tuple[Head, str] | None:
    """The measure that governs a value which no measure is linked to, and how sure that is."""
    head = next((h for h in reversed(found.heads) if h.end <= number.start), None)
    link = "list"
    if head is None:
        head, link = inherited, "inherited"
    if (
        head is None
        or head.rule == CHANGE
        or not _plausible(found.text, head, number)
        or _unit_after(found.text, head, interval)
    ):
        return None
    if _ARM_RESULT.search(found.text, max(0, number.start - 60), number.start):
        return None
    if head.measure not in RATIOS:
        return (head, link) if link == "list" and _continues(number, head, last) else None
    if not interval.holds(number.value) or not interval.plain:
        return None
    unsure = link == "inherited" or number.start - max(head.end, last.end if last else 0) > 150
    if (unsure or interval.bare) and not interval.fits_ratio(number.value):
        return None
    return head, link


def _unit_after(text: str, head: Head, interval: Interval) -> bool:
    """ "10 (7 to 14) days" is no ratio."""
    end = interval.end
    while text[end : end + 1] in (")", "]", "%"):
        end += 1
    return head.measure in RATIOS and bool(_UNIT.match(text, end))


def _continues(number: Number, head: Head, last: Estimate | None) -> bool:
    """A difference has its value soon after its name or after another value of the same name."""
    since = last.end if last and last.head == head else head.end
    return number.start - since <= 90


def _without_interval(
    found: Scan, linked: dict[Number, tuple[Head, str]], used: set[Number]
) -> list[Estimate]:
    out: list[Estimate] = []
    for number, (head, link) in linked.items():
        if number in used or not _stands_alone(found.text, number, head, link):
            continue
        out.append(Estimate(head.measure, number, None, head, link))
        out.extend(_listed(found, number, head, used))
    return out


def _stands_alone(text: str, number: Number, head: Head, link: str) -> bool:
    """Whether a value counts without an interval: a ratio, or a difference right after its name."""
    if head.measure in RATIOS:
        return link == "direct" or number.value != round(number.value)
    return link == "direct" and not _VERSUS.match(text, number.end)


_AND = re.compile(r"\s*(?:,\s*and|,|;|and|or|,\s*or|vs\.?|versus)\s+")


def _listed(found: Scan, number: Number, head: Head, used: set[Number]) -> list[Estimate]:
    """Further values of a plain list: "HRs of 0.56, 0.61 and 0.78"."""
    out: list[Estimate] = []
    for following in found.numbers[found.numbers.index(number) + 1 :]:
        gap = found.text[number.end : following.start]
        if following in used or not _AND.fullmatch(gap) or not _plausible(found.text, head, following):
            break
        if head.measure not in RATIOS or following.value == round(following.value):
            break
        out.append(Estimate(head.measure, following, None, head, "list"))
        number = following
    return out
