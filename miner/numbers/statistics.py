"""What statistic a number of a group is: a rate, a count, a mean, a median or a median time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from miner.model import Statistic
from miner.text.tokens import Number

__all__ = ["Kind", "statistic_of"]

Kind = Literal["percent", "time", "measure", "count"]
_CHANGED = re.compile(
    r"\b(?:increas|decreas|declin|reduc|chang|gain|loss|lost|lengthen|shorten|rose|fell|improve)", re.I
)
_MEASURED = re.compile(
    r"\b(?:density|BMD|BMC|weight|fat|mass|levels?|concentrations?|volume|LVEF|"
    r"ejection\sfraction|Ki-?67|cholesterol|LDL|"
    r"HDL|strength|size|thickness|serum|plasma|"
    r"estradiol|estrone|telomere|frequency|methylation|expression|bone\sloss|intake)\b", re.I
)  # fmt: skip
# A percentage with a sign, or of how much a measurement changed, counts no people.
_SIGNED = re.compile(r"(?:^|[\s(\[=:,])[-−–+]\s?$")
_MEDIAN = re.compile(r"\bmedian\b", re.IGNORECASE)
_AVERAGE_CHANGE = re.compile(
    r"\b(mean|median|average)\s(?:\w+\s){0,2}?(?:changes?|reductions?|decreases?|increases?|declines?|gains?|loss|improvements?)\b[^.;%]{0,80}$",
    re.IGNORECASE,
)
_CHANGE_OF = re.compile(
    r"\b(?:(?:increased|decreased|reduced|raised|lowered|improved)\s(?:the\s)?|(?:increases?|decreases?|reductions?|declines?|changes?|gains?|loss)\s(?:in|of)\s(?:the\s)?)"
    r"(?:[\w-]+\s){0,3}?(?:density|BMD|BMC|weight|mass|levels?|concentrations?|volume|LVEF|Ki-?67|cholesterol|VO2\w*|strength|thickness|insulin|glucose|CRP|IL-\d+|pressure|consumption)\b"
    r"[^.;%]{0,24}$",
    re.IGNORECASE,
)
_CHANGE_IN = re.compile(
    r"(?:\bpercent(?:age)?\s(?:changes?|reductions?|decreases?|increases?)|%\s?(?:Δ|change))[^.;]{0,120}$",
    re.IGNORECASE,
)
# What tells a share of people whatever the sentence said before: "41% of controls", "29 (12%) relapsed".
_OF_PEOPLE = re.compile(
    r"\s?(?:%|per\s?cent)?\s(?:of\s(?:all\s|the\s|these\s|those\s|our\s)?(?:\d+\s)?(?:[\w-]+\s)?(?:patients|participants|subjects|women|men|children|infants|"
    r"controls|cases|individuals|people|eyes|patients'|adults|girls|boys|mothers|survivors|users|recipients|respondents|physicians|nurses|"
    r"procedures|visits|pregnancies|hips|knees|tumou?rs|lesions|deaths)\b|(?:had|have|were|was|experienced|developed|reported|received|underwent|died|achieved|relapsed|"
    r"responded|survived|required|completed)\b)",
    re.IGNORECASE,
)
_OF_COUNT = re.compile(r"(?<![\d.·])\d+\s?[(\[]\s?$")
_SPREAD = re.compile(r"\s?%?\s?(?:±|\+/[-−–])")
# Survival by Kaplan and Meier has an error of its own.
_ESTIMATED = re.compile(r"surviv|\b(?:free|probability|incidence|OS|[A-Z]{1,4}FS)\b")
_QUARTILES = re.compile(r"\s?%?,?\s?[(\[;]?\s?(?:IQR|inter-?quartile)", re.IGNORECASE)
_AVERAGED = re.compile(r"\b(?:mean|median|average[sd]?)\b", re.IGNORECASE)
_TIMED = re.compile(
    r"surviv|progress|\btime\sto\b|\b(?:OS|PFS|DFS|TTP|TTF|RFS|EFS|DoR)\b|recurrence|relapse|disease-free|response",
    re.I,
)
_COUNTED = re.compile(
    r"\s(?:\w+\s)?(?:patients?|wom[ae]n|events?|deaths?|cases?|recurrences?|relapses?|died)\b|\s?[(\[]\s?\d|\s?/\s?\d"
)


def statistic_of(text: str, number: Number, kind: Kind, near: Sequence[tuple[int, str]]) -> Statistic:
    """What the number is, from the nearest words before it that name a statistic (distance, name)."""
    distance, last = near[0] if near else (0, None)
    told = next((name for _, name in near if name != "rate"), None)
    if kind == "percent":
        return _beside(text, number, last) or _percent_statistic(text, number, _applying(text, number, last))
    if kind == "count":
        measured = last in ("mean", "median") and distance < 120
        return _named(last) if measured and not _COUNTED.match(text, number.end) else "count"
    if kind == "time":
        return _time_statistic(text, number, told)
    if told is None and "per" in text[number.end : number.end + 40]:
        return "rate"
    return _named(told)


def _named(name: str | None) -> Statistic:
    return "median" if name == "median" else "mean"


def _beside(text: str, number: Number, last: str | None) -> Statistic | None:
    """What the words right beside a percentage say: a share of people, a mean with its spread, a median."""
    if _SPREAD.match(text, number.end):
        estimated = last == "rate" or _ESTIMATED.search(text, max(0, number.start - 120), number.start)
        return "rate" if estimated else "mean"
    if _QUARTILES.match(text, number.end):
        return "median"
    counted = _OF_COUNT.search(text, max(0, number.start - 12), number.start)
    return "rate" if counted or _OF_PEOPLE.match(text, number.end) else None


def _applying(text: str, number: Number, last: str | None) -> str | None:
    """The statistic named before, unless that is inside a bracket which closes before the number."""
    if last not in ("mean", "median"):
        return last
    named = [m.end() for m in _AVERAGED.finditer(text, 0, number.start)]
    between = text[named[-1] : number.start] if named else ""
    return None if ")" in between.partition("(")[0] else last


def _percent_statistic(text: str, number: Number, last: str | None) -> Statistic:
    """A percentage is a rate of people, but a mean where it is said how much a measurement changed."""
    if last in ("mean", "median"):
        return _named(last)
    before = text[max(0, number.start - 160) : number.start]
    if _CHANGE_IN.search(before):
        return "median" if _MEDIAN.search(before) else "mean"
    averaged = _AVERAGE_CHANGE.search(before)
    if averaged:
        return "median" if averaged[1].lower() == "median" else "mean"
    if _SIGNED.search(before):
        return "median" if _MEDIAN.search(before) else "mean"
    clause = before + text[number.start : number.end + 40]
    if last is None and _CHANGED.search(clause) and _MEASURED.search(clause):
        return "mean"
    return "mean" if _CHANGE_OF.search(before) else "rate"


def _time_statistic(text: str, number: Number, named: str | None) -> Statistic:
    """Median survival is a median time; a median stay in days is a median of another measure."""
    if named == "mean":
        return "mean"
    short = re.match(
        r"[^a-z]{0,30}(?:(?:vs|versus|and|v)\b[^a-z]{0,30})?(?:days?|hours?|min)", text[number.end :]
    )
    if short and not _TIMED.search(text):
        return "median" if named == "median" else "mean"
    return "median_time"
