"""Differences that no measure announces, and what kind of difference an announced one is.

"Weight loss was greater with exercise (-2.8 kg [95% CI, -5.0 to -0.6])" gives a mean difference without
saying so; "a 22% (95% CI 8-34) decrease in deaths" gives a relative change. Both need an interval.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, cast

from miner.effects.intervals import Interval
from miner.effects.marks import Head
from miner.effects.told_differences import is_associated, is_comparative, is_per_unit
from miner.effects.units import UNIT, measure_of_percentages, measure_of_unit, share_measure
from miner.model import Measure
from miner.numbers.printed import Number, parse_number
from miner.phrases.denial import NEGATION
from miner.rules import load_rules

__all__ = [
    "CHANGE",
    "TIMES",
    "headless",
    "is_behind_versus",
    "is_planned",
    "is_second_group",
    "refined",
]

CHANGE = "comparative-change"
TIMES = "times-as-likely"
_IN_WORDS = "ratio-in-words"
_PERCENT_CHANGE = "percent-change"
_EFFECT = "treatment-effect"
_REFINED = frozenset((_EFFECT, "mean-difference", "risk-difference"))
_TABLE = load_rules("statistics")
_ABSOLUTE = load_rules("compared_quantities")["absolute"].pattern
_TIME = re.compile(r"\s?-?(?:months?|years?|weeks?|days?)\b")
_NAMES_RATE = re.compile(r"\b(?:risk|rate|proportion|percentage|survival|incidence|mortality)")
_POINTS = re.compile(r"\s?(?:%|percentage\spoints?)", re.I)
_PAIR = re.compile(
    r"(?P<first>[-\u2212\u2013]?\d[\d.\u00b7]{0,6})\s?%?\s?[)\]]*\s(?:vs?\.?|versus|and|compared\s(?:with|to))\s"
    r"(?:\d{1,5}\s?/\s?\d{1,5}\s?[(\[])?(?P<second>[-\u2212\u2013]?\d[\d.\u00b7]{0,6})\s?%?\s?[)\]]*\s?[;,:([]\s?$"
)
_PROPORTIONAL = re.compile(
    r"[)\]\s]*(?:proportional|relative)\s(?:reduction|decrease|increase|risk|odds)", re.I
)
_P_NEXT = re.compile(r"\s?%?[;,]\s?p\s?[=<>≤]", re.I)
_LOWER_RISK = re.compile(
    r"\s?(?:%|percent|per\scent)\s(?:lower|higher|greater|less|reduced|increased|reduction|decrease|increase)\s"
    r"(?:in\s(?:the\s)?)?(?:\w+\s){0,2}?(?:risks?|hazards?|odds|likelihood|chances?|mortality|deaths?"
    r"|recurrences?|relapses?|incidence|progression)\b",
    re.I,
)
_NEXT_BRACKET = re.compile(
    r"[^.()\[\]]{0,40}[)\]][)\],;\s]*(?:(?:(?!\b(?:than|versus|vs|compared|but|while|whereas|groups?|arms?)\b)[^.()\[\]\d]){1,90})?[(\[]\s?"
)
# "9.2% (95% CI ...) for 50 mg, | 20.5% (7.8 to 31.4) for 100 mg": from one item to the next.
_NEXT_ITEM = re.compile(
    r"[^.()\[\]]{0,40}[)\]][)\],;\s]*(?:(?!\b(?:than|versus|vs|compared|but|while|whereas)\b)[^.()\[\]]){0,90}[\s(\[]"
)
_MOST_PRECISE = 6.0  # half intervals: a value further from 0 is a group's own mean rather than a difference
_NEAREST_WORDS, _SHARE_WORDS = 190, 80
# "pain: yoga v usual care -0.5 (": both groups are named, and neither has a number of its own.
_VERSUS_NAMED = re.compile(
    r"(?:[;:,.]|\b(?:and|for))\s(?:(?!(?:vs?|versus)\b)[A-Za-z][\w/+-]*\s){1,5}(?:vs?\.?|versus)\s(?:[A-Za-z][\w/+-]*\s){1,5}$"
)
# "Lower in children (8%, -49 to 43) | than in adults (47%, 6 to 70)": each group's own.
_THAN_OTHERS = re.compile(
    r"\s?%?[)\]]\sthan\s(?:in|with|among|for)\s[^.;()]{1,50}?[(\[][-\u2212\u2013]?\d+(?:[.·]\d+)?\s?%?[,;]\s?[-\u2212\u2013]?\d+(?:[.·]\d+)?\s?(?:[-\u2013]|to\b)"
)
_NEGATED = re.compile(rf"{NEGATION}[^.;,]{{0,40}}$", re.I)


def headless(
    text: str, number: Number, interval: Interval, inherited: Head | None, since: str | None = None
) -> tuple[Head, Literal["headless"]] | None:
    """The measure of a value with an interval where the text names none; None for a group's own result.

    ``inherited`` is the measure of the estimate before, ``since`` the text after it, without p-values.
    """
    if inherited is not None and _is_next_percent_change(number, inherited, since):
        return replace(inherited, start=number.start, end=number.start), "headless"
    if is_second_group(text, number.start, interval.end) or _THAN_OTHERS.match(text, interval.end):
        return None
    before, after = text[max(0, number.start - 160) : number.start], text[interval.end : interval.end + 120]
    ratio = _named_in_words(before, number, interval)
    if ratio is not None:
        return Head(ratio, number.start, number.start, _IN_WORDS), "headless"
    gap = text[number.end : interval.start]
    if number.percent and _is_percent_change(before, gap, after, interval):
        measure: Measure = "RD" if _ABSOLUTE.search(before[-40:] + gap + after[:40]) else "OTHER"
        return Head(measure, number.start, number.start, _PERCENT_CHANGE), "headless"
    percent = number.percent or any(bound.percent for bound in interval.numbers)
    pair = _pair_before(before, number) if interval.low is not None else None
    if pair is not None:
        shares = "%" in pair and not percent
        measure = measure_of_percentages(before) if shares else measure_of_unit(percent, before, gap)
        return Head(measure, number.start, number.start, CHANGE), "headless"
    if _TABLE["times-as-likely"].pattern.search(gap):
        return Head("OTHER", number.start, number.start, TIMES), "headless"
    told = _is_change(text, number, interval, inherited, before)
    told = told or _continues(interval, inherited, since) or is_comparative(before, after, interval)
    associated = not (told or _is_over_time(text)) and is_associated(
        before, gap, interval, signed=number.signed
    )
    if told or associated or _is_compared(interval, gap):
        measure = "OTHER" if "median" in gap else measure_of_unit(percent, before, gap)
        measure = _associated(measure, number, before, gap) if not told else measure
        return Head(measure, number.start, number.start, CHANGE), "headless"
    return None


def _associated(measure: Measure, number: Number, before: str, gap: str) -> Measure:
    """What a compared or associated difference is: of shares as told, per unit a coefficient."""
    if number.percent:
        return share_measure(before[-_SHARE_WORDS:] + gap)
    return "BETA" if measure == "MD" and is_per_unit(before) else measure


def _named_in_words(before: str, number: Number, interval: Interval) -> Measure | None:
    """The ratio that "higher odds of ... (1.8; 95% CI, 1.2-2.7)" gives without its name."""
    if interval.bare or number.percent or not interval.fits_ratio(number.value):
        return None
    rules = (_TABLE["odds-before"], _TABLE["hazard-before"])
    return next((cast(Measure, r.data["gives"]) for r in rules if r.pattern.search(before)), None)


def is_second_group(text: str, start: int, end: int) -> bool:
    """Whether the value between these places is set against another group's: "1.2 (...) vs 3.9 (...)"."""
    return is_behind_versus(text, start) or bool(
        _TABLE["second-group-after"].pattern.search(text[end : end + 110])
    )


def is_behind_versus(text: str, start: int) -> bool:
    """Whether the value is that of the group behind "versus", rather than of the comparison it names."""
    behind = _TABLE["second-group-before"].pattern.search(text[max(0, start - 60) : start])
    return behind is not None and not _VERSUS_NAMED.search(text[max(0, start - 120) : start])


def _pair_before(before: str, number: Number) -> str | None:
    """The two groups' results right before a value that they differ by: "69% vs 83%; 14%, 9-20"."""
    pair = _PAIR.search(before[-80:])
    if pair is None:
        return None
    first, second = (parse_number(pair[side]) for side in ("first", "second"))
    unit = 1.0 if number.value == round(number.value) else 0.11
    differ = number.value != 0 and abs(abs(first - second) - abs(number.value)) < 1.05 * unit
    return pair[0] if differ else None


def _is_percent_change(before: str, gap: str, after: str, interval: Interval) -> bool:
    """Whether a share is a relative change; a bare interval needs the word "proportional" or "relative"."""
    if interval.bare:
        told = _TABLE["percent-change-before"].pattern.search(before)
        return bool(_PROPORTIONAL.match(after) or (told and _P_NEXT.match(after)))
    if _TABLE["percent-change-before"].pattern.search(before) or _LOWER_RISK.match(gap):
        return True
    return bool(_TABLE["percent-change-after"].pattern.search(after))


def _is_next_percent_change(number: Number, inherited: Head, since: str | None) -> bool:
    """Whether a share goes on with the relative changes of the groups before it."""
    if inherited.rule != _PERCENT_CHANGE or since is None or not number.percent:
        return False
    return _NEXT_ITEM.fullmatch(since) is not None


def _continues(interval: Interval, inherited: Head | None, since: str | None) -> bool:
    """Whether a bracket goes on with the change told before: "(0.5% [...]) (5.1 mmol/mol [...])"."""
    if inherited is None or inherited.rule != CHANGE or interval.low is None or since is None:
        return False
    return len(since) <= _NEAREST_WORDS and bool(_NEXT_BRACKET.fullmatch(since))


def _is_change(text: str, number: Number, interval: Interval, inherited: Head | None, before: str) -> bool:
    if interval.low is None or interval.high is None or _is_within_group(text, number):
        return False
    continued = inherited is not None and (inherited.rule == CHANGE or inherited.measure == "MD")
    if not continued and (interval.bare or not _TABLE["compared"].pattern.search(text[: interval.end + 60])):
        return False
    if number.signed or min(interval.low, interval.high) < 0:
        return not interval.bare or continued
    if abs(number.value) > _MOST_PRECISE * abs(interval.high - interval.low) / 2:
        return False
    if _TABLE["time-to-event-words"].pattern.search(before):
        return False
    if not number.percent and _TABLE["effect-words"].pattern.search(before):
        return True
    return bool(_TABLE["change-words"].pattern.search(before))


def _is_compared(interval: Interval, gap: str) -> bool:
    """Whether the unit tells of a comparison: "2.1 days shorter (95% CI, ...)"."""
    told = _TABLE["compared-before-interval"].pattern.search(gap)
    return bool(told) and not interval.bare and interval.low is not None


def _is_within_group(text: str, number: Number) -> bool:
    """Whether the sentence tells of a change over time and names no other group."""
    if not _TABLE["within-group"].pattern.search(text[: number.start]):
        return False
    return not _TABLE["between-groups"].pattern.search(text)


def refined(
    text: str, measure: Measure, head: Head, number: Number, interval: Interval | None, wider: str = ""
) -> Measure | None:
    """The kind of a difference from its unit and the words around it; None where it is none after all.

    A difference of medians is OTHER, a difference of percentages RD, one of scores MD. ``wider`` is the
    text before, asked where the sentence does not tell whether percentages count people.
    """
    if head.rule not in _REFINED:
        return measure
    if head.rule == _EFFECT:
        if _is_over_time(text) or is_second_group(
            text, number.start, interval.end if interval else number.end
        ):
            return None
        wider = ""
    if _is_denied(text, head) and not (number.signed if interval is None else interval.holds(0)):
        return None
    named = text[head.start : number.start].lower()
    if "median" in named or (_TIME.match(text, number.end) and _is_of_medians(text, head, interval)):
        return "OTHER"
    if _POINTS.match(text, number.end):
        return measure_of_percentages(text[max(0, head.start - 260) : max(head.end, number.start)], wider)
    absolute = head.rule == "risk-difference" and not _NAMES_RATE.search(named)
    return "MD" if head.rule != "risk-difference" or (absolute and UNIT.match(text, number.end)) else measure


def _is_over_time(text: str) -> bool:
    """Whether a sentence tells of a change over time and names no other group."""
    over = _TABLE["within-group"].pattern.search(text)
    return bool(over) and not _TABLE["between-groups"].pattern.search(text)


def _is_denied(text: str, head: Head) -> bool:
    """Whether a difference is denied, so that groups' results follow: "no difference was seen (69 v 70)"."""
    plain = text[head.start : head.end].lower().startswith("difference")
    return plain and bool(_NEGATED.search(text[max(0, head.start - 60) : head.start]))


def _is_of_medians(text: str, head: Head, interval: Interval | None) -> bool:
    return interval is None or "median" in text[max(0, head.start - 200) : head.start].lower()


def is_planned(text: str, start: int, end: int) -> bool:
    """Whether a value was planned, assumed or required rather than found."""
    stop = max(text.rfind(". ", 0, start) + 1, start - 250, 0)
    before = text[stop:start]
    return bool(
        _TABLE["planned-before"].pattern.search(before)
        or _TABLE["power-sentence"].pattern.search(before)
        or _TABLE["planned-after"].pattern.search(text[end : end + 120])
    )
