"""Ratios whose sentence does not name them: "risk was raised (1.8; 1.1 to 3.1)", "2.4-fold (95% CI 1.3-4.4)".

A text that names one ratio only means that one. Odds and hazards told as multiples are ratios of these.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Literal

from miner.effects.differences import TIMES
from miner.effects.intervals import Interval
from miner.effects.links import is_group_result, unit_follows
from miner.effects.marks import Head
from miner.effects.scan import Scan
from miner.model import Measure
from miner.numbers.printed import Number, has_decimals

__all__ = ["as_multiple", "is_described", "is_ratio", "usual_ratio"]

Governor = tuple[Head, Literal["headless", "inherited", "list"]]

_MODELLED = re.compile(
    r"\b(?:adjust\w+|multivaria\w+|regression|model\w*|predict\w*|associated|independent\w*)\b", re.I
)
# What a sentence on the risk of an event tells.
_OF_RISK = re.compile(
    r"\b(?:risks?|odds|hazards?|likel\w+|chances?|probab\w+|predispos\w+|protect\w+|associat\w+|correlat\w+|related|linked|relationships?|determin\w+|influenc\w+|affect\w+|contribut\w+|factors?|prevalence|occurrence|frequency|predict\w+|prognos\w+|benefit\w*|advantage|effects?"
    r"|reductions?|commoner|rarer|more\scommon|less\scommon|frequent\w*|mortality|deaths?|surviv\w+|recurrences?|relapses?|progression|incidence|infections?|events?|outcomes?)\b",
    re.I,
)
# What else stands with two numbers behind it, and what is no contrast.
_DESCRIBED = re.compile(
    r"\b(?:medians?|means?|averaged?|interquartile|IQR|SDs?|percentiles?|AUC|AUROC|ROC|curves?|area|sensitivit(?:y|ies)(?!\sanalys)|specific(?:ity|ities)|accura\w+"
    r"|c-(?:index|statistic)|concordance|kappa|ICC|intraclass|correlat\w+|Cronbach\S*|scores?|concentrations?|levels?|lengths?|volumes?"
    r"|days|hours|per\s1[0 ,]{1,6}\s?\S+)\b[^.;]{0,80}$",
    re.I,
)
_PER_PEOPLE = re.compile(r"\s(?:events\s|cases\s|deaths\s)?per\s1[0 ,]{1,6}\s?[a-z]")
_WITHIN = re.compile(r"[(\[]\s?$")
_NO_UNIT = re.compile(r"[\s,;:(\[]*")
_CLOSED = re.compile(r"\s?(?:[)\]]|[,;]\s?p)", re.I)
_MULTIPLE = re.compile(r"[)\]]\s?[\s\-\u2010](?:times|fold)\b")
_ODDS, _HAZARD = re.compile(r"\bodds\b", re.I), re.compile(r"\bhazards?\b", re.I)
_WORDS = 110
_ROUNDING = 0.05  # of the interval's length, by which printed numbers may hide which middle is nearer


def is_ratio(text: str, number: Number, interval: Interval, *, unsure: bool) -> bool:
    """The value lies within its bounds and, where the measure is far, near their geometric middle."""
    end = interval.end
    while text[end : end + 1] in (")", "]", "%"):
        end += 1
    if unit_follows(text, end) or not interval.plain or (unsure and _PER_PEOPLE.match(text, end)):
        return False
    if interval.misprinted or not interval.holds(number.value):
        return interval.misprinted
    return interval.fits_ratio(number.value) or not (unsure or interval.bare)


def usual_ratio(
    found: Scan, number: Number, interval: Interval, usual: Callable[[], Head | None]
) -> Governor | None:
    """The ratio that a text uses, for a value with its interval in a sentence on a model or a risk.

    An unannounced interval must share the bracket of its value: "(1.8; 1.1 to 3.1)".
    """
    if found.heads or not has_decimals(found.text, number) or not _is_skewed(number, interval):
        return None
    if not _NO_UNIT.fullmatch(found.text, number.end, interval.start):
        return None
    alone = _stands_alone(found.text, number, interval)
    told = _MODELLED.search(found.text) or (alone and _OF_RISK.search(found.text))
    if (interval.bare and not alone) or not told:
        return None
    if is_described(found.text, number) or not is_ratio(found.text, number, interval, unsure=True):
        return None
    if is_group_result(found.text, 0, number.start, bare=True) or unit_follows(found.text, number.end):
        return None
    head = usual()
    return (head, "inherited") if head is not None else None


def is_described(text: str, number: Number) -> bool:
    """Whether words before a number describe a measurement or a test: "concentrations were higher (1.8"."""
    return bool(_DESCRIBED.search(text[max(0, number.start - _WORDS) : number.start]))


def _is_skewed(number: Number, interval: Interval) -> bool:
    """Whether the value is as near to the geometric than to the arithmetic middle of its bounds."""
    low, high = interval.low, interval.high
    if low is None or high is None or not 0 < low < number.value < high:
        return False
    off = abs(number.value - (low + high) / 2) + _ROUNDING * (high - low)
    return abs(number.value - math.sqrt(low * high)) <= off


def _stands_alone(text: str, number: Number, interval: Interval) -> bool:
    """Whether a bracket holds nothing but the value, its interval and perhaps its p-value."""
    before, after = text[max(0, number.start - 2) : number.start], text[interval.end : interval.end + 4]
    return bool(_WITHIN.search(before) and _CLOSED.match(after))


def as_multiple(
    text: str,
    number: Number,
    interval: Interval,
    governor: tuple[Head, Literal["headless"]] | None,
    before: Head | None,
    usual: Callable[[], Head | None],
) -> Governor | None:
    """``1.6 times as likely (95% CI ...)``: a ratio of odds, of hazards, or the only one that the text names.

    ``before`` is the measure of the estimate before; a list goes on with a multiple's.
    """
    if governor is not None and governor[0].rule != TIMES:
        return governor
    if governor is None and (interval.bare or not interval.fits_ratio(number.value)):
        return None
    if governor is None and not _MULTIPLE.match(text, interval.end):
        listed = before is not None and before.rule == TIMES and is_ratio(text, number, interval, unsure=True)
        return (before, "list") if before is not None and listed else None
    measure = _told_of(text[max(0, number.start - _WORDS) : interval.end + _WORDS])
    if measure is None:
        head = usual()
        measure = head.measure if head is not None else "OTHER"
    return Head(measure, number.start, number.start, TIMES), "headless"


def _told_of(around: str) -> Measure | None:
    if _ODDS.search(around):
        return "OR"
    return "HR" if _HAZARD.search(around) else None
