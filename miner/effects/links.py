"""Which number a measure names, and which number an interval surrounds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from miner.effects.intervals import Interval, is_behind_group
from miner.effects.marks import Head
from miner.effects.scan import RATIOS, Scan
from miner.numbers.printed import Number, Range, has_decimals
from miner.rules import load_rules

__all__ = [
    "EMPTY_BRACKETS",
    "Link",
    "Links",
    "is_group_result",
    "is_plausible",
    "link_values",
    "pair_intervals",
    "unit_follows",
]

Link = Literal["direct", "phrase", "before", "list", "inherited", "headless"]
Links = Mapping[Number, tuple[Head, Link]]

_TABLE = load_rules("statistics")
_DIRECT, _PHRASE = _TABLE["link-direct"].pattern, _TABLE["link-phrase"].pattern
_BEFORE_NAME, _UNIT = _TABLE["value-before-name"].pattern, _TABLE["unit"].pattern
_GROUP_RESULT, _COMPARED = _TABLE["group-result-before"].pattern, _TABLE["compared-before-interval"].pattern
_CHANGED = _TABLE["changed-before-interval"].pattern
_POSITION = _TABLE["position-before"].pattern
_SENTENCE_END = re.compile(r"[.?!]\s+[A-Z]")
EMPTY_BRACKETS = re.compile(r"[(\[]\s*[,;]?\s*[)\]]|[,;]\s*(?=[)\]:])")
_POINT_IN_TIME = re.compile(r"\b(?:at|by|after|over|within|weeks?|months?|years?|days?|cycle|only)\s*$", re.I)
_TIME_UNIT = re.compile(r"[\s-]?(?:months?|years?|weeks?|days?|hours?)\b")
_SHARE_BY_MISTAKE = re.compile(
    r"\s?%\s?[;,(\[]{1,2}\s?95\s?%\s?CI\s?[,:=]?\s?(?P<low>\d{1,2}\.\d+)\s?(?:-|\u2013|to|,)\s?(?P<high>\d{1,2}\.\d+)(?!\s?%|\d)"
)
_ITEM_END = re.compile(r"\s?[)\]]|[,;]\s(?:not\ssignificant|n\.?s\b|p\s?[=<>≤]|95)", re.I)
_RANGE_BEFORE = re.compile(r"\d\s?%?\s?(?:[-\u2010-\u2014~]|to|and)\s?$")
_LABELS = re.compile(r"(?:,|\s(?:and|or|to|versus|vs\.?)\s)(?=[^.;()\[\]]{1,60}\b(?:was|were)\s\d)")
_COUNTED = re.compile(r"(?<![\d.·])(?!(?:19|20)\d\d\b)\d{1,5}\s$")
_MULTIPLE = re.compile(r"[\s\-\u2010](?:fold|times)\b")
# "Fell from | 0.66 (0.6-0.7) to 0.87 (0.8-0.9)": where an estimate went, no limit of a group.
_MOVED = re.compile(
    r"\b(?:ratio|hazard|risk|odds|benefit|effect|association|time)s?(?:\sof\s[\w\s-]{3,40}|\sfor\s[\w\s-]{3,40})?,?\sfrom\s$"
    r"|\bfrom\s\d+[.·]\d+\s?[(\[][^;]{5,120}\sto\s$",
    re.I,
)
_OF_NAME = re.compile(r"[A-Za-z][\-\u2010\u2011]$")  # "the PHQ-|9 difference": part of a scale's name
_REFERENCE = re.compile(r"\s?(?:[(\[]|,\s)ref", re.I)
_GROUP_WORDS = re.compile(r"\b(?:in|for|with|among|of|groups?|arms?|patients|women)\b", re.I)
_FRACTION = re.compile(r"\s?/\s?\d")
_INTERVAL_FOR = re.compile(r"\s(?:for|of|on|in)\s(?:the\s)?(?:[\w-]+\s){0,3}")
_RANGE_AFTER = re.compile(r"\s?%?\s?(?:,|;|to\b|[-\u2013])\s?[-\u2212\u2013]?\s?\d")
_NEXT = re.compile(r"[\s,;)\]%(\[]*(?:[a-z]{1,8}[)\]]?)?[\s,;(\[]*(?:and\s)?[\s(\[]*")
_OTHER_RATIOS = frozenset(("other-short", "plain-ratio"))
_REACH, _TRIED = 220, 4
_ADJACENT, _USUAL_LEVEL = 8, 95
_NEAR, _LINKED_NEAR, _COMPARED_NEAR = 60, 130, 170


def link_values(found: Scan, free: Sequence[Number], ranges: Sequence[Range]) -> Links:
    """Numbers that follow a measure with nothing but link words in between, or precede "difference"."""
    lows = {r.low.start for r in ranges if r.strong}
    out: dict[Number, tuple[Head, Link]] = {}
    for i, head in enumerate(found.heads):
        before = next((n for n in reversed(free) if n.end <= head.start), None)
        if before is not None and _is_named_after(found.text, before, head):
            out[before] = (head, "before")
            continue
        stop = found.heads[i + 1].start if i + 1 < len(found.heads) else len(found.text)
        stop = min(stop, head.end + _REACH)
        for number in [n for n in free if head.end <= n.start < stop][:_TRIED]:
            link = _link(found, head, number)
            if link == "phrase" and _is_label(found.text, head, number):
                continue
            if link and is_plausible(found.text, head, number):
                if number.start not in lows and not _is_bound(found, head, number):
                    out[number] = (head, link)
                break
    return out


def _is_label(text: str, head: Head, number: Number) -> bool:
    """Whether a whole number tells whose ratio follows: the 2 of "the ORs for 1, 2 and 3 drinks were 1.1"."""
    return head.measure in RATIOS and not has_decimals(text, number) and bool(_LABELS.match(text, number.end))


def _is_named_after(text: str, number: Number, head: Head) -> bool:
    m = _BEFORE_NAME.search(text[number.end : number.end + 60])
    if head.measure not in ("MD", "RD") or m is None or number.end + m.end() < head.end:
        return False
    if _OF_NAME.search(text, 0, number.start):
        return False
    return not _MULTIPLE.match(text, number.end)


def _link(found: Scan, head: Head, number: Number) -> Link | None:
    gap = EMPTY_BRACKETS.sub("", found.without_marks(head.end, number.start))
    if head.short and gap.strip().isalpha() and _COUNTED.search(found.text[: head.start]):
        return None
    if _DIRECT.search(gap):
        return "direct"
    if _SENTENCE_END.search(gap):
        return None
    if head.measure in RATIOS and _closes_item(found.text, number) and not _POSITION.search(gap):
        gap = f"{gap.rstrip()}, "
    return "phrase" if _PHRASE.search(gap) else None


def _closes_item(text: str, number: Number) -> bool:
    """Whether a decimal ends its item in a bracket: "(OR for travel and poverty 0.73, not significant)"."""
    ends = has_decimals(text, number) and _ITEM_END.match(text, number.end)
    return bool(ends) and not _RANGE_BEFORE.search(text, max(0, number.start - 12), number.start)


def _is_bound(found: Scan, head: Head, number: Number) -> bool:
    """Whether an interval "for the difference" follows rather than the difference itself."""
    opened = any(_INTERVAL_FOR.fullmatch(found.text, m.end, head.start) for m in found.marks)
    return opened and bool(_RANGE_AFTER.match(found.text, number.end))


def is_plausible(text: str, head: Head | None, number: Number) -> bool:
    """Whether the number can be a value of the measure: a ratio is positive and has no unit."""
    if head is None:
        return True
    if text[number.start - 1 : number.start] == "/":
        return False
    if head.measure in RATIOS:
        likely = not unit_follows(text, number.end) or _is_misprinted_share(text, head, number)
        reference = number.value == 1 and _REFERENCE.match(text, number.end)
        return 0 < number.value < 2000 and bool(likely or reference)
    if head.percent:
        return number.percent
    if head.rule in _OTHER_RATIOS:
        return number.value > 0 and not unit_follows(text, number.end)
    if head.measure in ("SMD", "BETA") and number.percent:
        return False
    return not _is_point_in_time(text, number)


def _is_point_in_time(text: str, number: Number) -> bool:
    timed = not number.signed and _POINT_IN_TIME.search(text, max(0, number.start - 12), number.start)
    return bool(timed and _TIME_UNIT.match(text, number.end))


def _is_misprinted_share(text: str, head: Head, number: Number) -> bool:
    """Whether a spelled-out ratio has a percent sign by mistake: "odds ratio, 1.22%; 95% CI, 1.01-1.46"."""
    m = _SHARE_BY_MISTAKE.match(text, number.end)
    if m is None or head.short or not 0.05 < number.value < 20:
        return False
    return float(m["low"]) <= number.value <= float(m["high"])


def unit_follows(text: str, end: int) -> bool:
    """Whether the number that ends here counts or measures something ("47 women", "5-year")."""
    return bool(_UNIT.search(text[end : end + 24]))


def is_group_result(text: str, since: int, start: int, *, bare: bool) -> bool:
    """Whether words after the measure make a number the result of one group ("the 5-year rate was").

    With a bare interval, words that lead to a limit or a level ("from", "stage") speak against it too.
    """
    before = text[max(since, start - 60) : start]
    placed = bare and _POSITION.search(before) and not _MOVED.search(text[:start])
    return bool(_GROUP_RESULT.search(before) or placed)


def pair_intervals(
    found: Scan,
    marked: Sequence[Interval],
    free: Collection[Number],
    linked: Links,
    bare: Mapping[Number, Interval],
) -> dict[Number, Interval]:
    """Give each announced interval the value that it belongs to.

    A value with a ``bare`` interval of its own, well before the announced one, is not asked. Of two
    intervals of one value the one of 95% counts.
    """
    out: dict[Number, Interval] = {}
    low, last = 0, None
    for interval in marked:
        before = [n for n in free if low <= n.start and n.end <= interval.start and n not in out]
        before = [n for n in before if n.value != round(n.value) or not _is_point_in_time(found.text, n)]
        before = [n for n in before if n not in bare or interval.start - bare[n].end < _ADJACENT]
        number = _value_of(found, interval, before, linked)
        if number is None and last is not None and _is_second_level(found.text, out[last], interval):
            number = last
        if number is not None:
            out[number] = interval
        low, last = interval.end, number
    return out


def _is_second_level(text: str, first: Interval, second: Interval) -> bool:
    """Whether a 95% interval follows one of another level: "90% CI 0.4-0.9; 95% CI 0.3-1.0"."""
    return second.level == _USUAL_LEVEL != first.level and bool(
        _NEXT.fullmatch(text, first.end, second.start)
    )


def _value_of(found: Scan, interval: Interval, before: Sequence[Number], linked: Links) -> Number | None:
    near = [n for n in before if n in linked and interval.start - n.end <= _LINKED_NEAR]
    near = [n for n in near if not found.head_between(n.end, interval.start) or linked[n][1] == "before"]
    for number in reversed(before):
        gap = found.without_p(number.end, interval.start)
        if len(gap) > _NEAR or found.head_between(number.end, interval.start):
            break
        if number in near or (not near and _opens_for(gap, found.text, number)):
            return number
        head = linked[near[-1]][0] if near else None
        if head and is_plausible(found.text, head, number) and not re.search(r"\w", gap):
            return number
    if near:
        return near[-1]
    last = before[-1] if before else None
    if last is not None and _is_of_group(found, last, interval):
        return last
    return next((n for n in reversed(before) if _is_compared(found, n, interval)), None)


def _is_of_group(found: Scan, number: Number, interval: Interval) -> bool:
    """Whether a ratio's group stands before its interval: "OR 4.6 in men (...) and 18.7 in women (95% CI"."""
    named = any(h.measure in RATIOS and h.end <= number.start for h in found.heads)
    return named and is_behind_group(found.text, number, interval)


def _opens_for(gap: str, text: str, number: Number) -> bool:
    """Whether no bracket that was opened before the gap is closed in it, and no sentence ends."""
    inner = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", gap)
    if _GROUP_WORDS.search(gap) or _FRACTION.match(text, number.end):
        return False
    if re.search(r"[A-Za-z%]{3,}[^()\[\]]*[)\]]", inner) or _SENTENCE_END.search(gap):
        return False
    return text[number.start - 1 : number.start] != "/"


def _is_compared(found: Scan, number: Number, interval: Interval) -> bool:
    """Whether only a comparison is between: "0.8 points lower with surgery than without (95% CI, ...)"."""
    gap = found.text[number.end : interval.start]
    if len(gap) > _COMPARED_NEAR or re.search(r"\.\s", gap):
        return False
    return bool(_COMPARED.search(gap) or _CHANGED.search(gap))
