"""Values that go on in a list without their measure being named again.

"0.56, 0.61 and 0.78", "0.7 in women and 0.9 in men", "age (OR 1.8), obesity (2.1) and smoking (1.5)".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from miner.effects.links import EMPTY_BRACKETS, is_plausible
from miner.effects.marks import Head
from miner.effects.scan import Scan
from miner.numbers.printed import Number, has_decimals
from miner.rules import load_rules

__all__ = ["listed_values"]

_TABLE = load_rules("statistics")
_PARALLEL = _TABLE["listed-without-interval"].pattern
_PARALLEL_END = re.compile(r"\s(?:in|for|with|among|at|after|on)\b|[.;)\]]|,?\srespectively|\s*$")
_PARALLEL_AFTER = re.compile(r"\s(?:in|for|with|among|at|after|on)\b")
_UNIT_WORD = re.compile(
    r"(?:\s?(?:±|\+/-)\s?[\d.·]+)?(?P<unit>\s?[%°]"
    r"|[\s-](?!(?:in|for|with|among|at|after|on|and|from|to|versus|vs?)\b)[A-Za-z/]{1,12}\b(?:\spoints?)?)"
)
# "1.0 (lowest third), 1.4": the label of the one before.
_LABEL = re.compile(
    r"\s?\((?:reference|ref\.?|referent|lowest|highest|first|none|never)[^()\d]{0,24}\)", re.I
)
_SPACES = re.compile(r"\s{2,}")
_AND = re.compile(r"\s*(?:,\s*and|,|;|and|or|,\s*or|vs\.?|versus)\s+")
# "2.3 (P < .01), for obesity 1.9": the item stands before its value.
_ITEM_FIRST = re.compile(r"\s?,?\s(?:and\s)?(?:for|in|with|among)\s[^.;()\[\]]{1,60}\s(?:was\s|of\s)?")
_VALUE_ENDS = re.compile(r"\s?(?:[(\[,;.)\]]|$)")
_LISTED_NEAR, _DIFFERENCES_NEAR = 90, 130
# "1, 1.9 and 3.2 (P for trend = .01), and by quartile of fat ": what parts a row from the next row's 1.
_NEXT_ROW = re.compile(r"[^.()\[\]\d]{0,90}(?:[(\[][^()\[\]]{0,60}[)\]])?[^.()\[\]\d]{1,90}\s")
_REFERENCE = re.compile(r"1(?:[.·]0+)?(?:,|\s(?:and|or)\s|\s?[(\[]ref)", re.I)
# "(OR 1.8; P = .02), obesity (2.1": from a value in its bracket to one in the next item's.
_NEXT_ITEM = re.compile(
    r"[^()\[\]]{0,60}[)\]][,;]?\s(?:(?!\b(?:whereas|while|mean|median|average|age\sof|range|rates?|scores?|versus|vs|compared|than|n\s?=|sensitivity|area)\b)"
    r"(?:[^.;()\[\]]|\.(?=\d))){2,80}[(\[]\s?"
)
_ITEM_ENDS = re.compile(
    r"\s?(?:[)\]]|[,;]\s?p\s?[=<>≤]|(?:and|or)\s\d+[.·]\d+(?:,?\srespectively)?\s?[)\]]|(?:for|in|among|with)\s[^()\[\]]{1,50}[)\]])",
    re.I,
)
_MOST_LIKELY = 60.0


def listed_values(found: Scan, number: Number, head: Head, used: Collection[Number]) -> list[Number]:
    """Further ratios of a list without intervals: "0.56, 0.61 and 0.78", "0.7 in women and 0.9 in men"."""
    out: list[Number] = []
    if head.measure in ("MD", "RD"):
        return _listed_differences(found, number, used)
    out = _row(found, number, head, used)
    if number.value == 1:
        return out + (_next_rows(found, out[-1], head, used) if out else [])
    return out + _in_brackets(found, [number, *out], head, used)


def _row(found: Scan, number: Number, head: Head, used: Collection[Number]) -> list[Number]:
    out: list[Number] = []
    for following in found.numbers:
        if not number.end < following.start <= number.end + _LISTED_NEAR or following in used:
            continue
        gap = _SPACES.sub(" ", EMPTY_BRACKETS.sub("", found.without_p(number.end, following.start)))
        gap = _LABEL.sub("", gap)
        after = found.text[following.end : following.end + 16]
        parallel = _PARALLEL.search(gap) and _PARALLEL_END.match(after)
        parallel = parallel or (_ITEM_FIRST.fullmatch(gap) and _VALUE_ENDS.match(after))
        fraction = has_decimals(found.text, following)
        if fraction and (parallel or _AND.fullmatch(gap)) and is_plausible(found.text, head, following):
            out.append(following)
            number = following
    return out


def _next_rows(found: Scan, last: Number, head: Head, used: Collection[Number]) -> list[Number]:
    """The rows after a row that begins with its reference: "1, 1.9, 3.2, and by fat 1, 0.9"."""
    text = found.text
    following = next((n for n in found.numbers if n.start > last.end and n not in used), None)
    if following is None or not _REFERENCE.match(text, following.start):
        return []
    named = found.head_between(last.end, following.start)
    if named or not _NEXT_ROW.fullmatch(text, last.end, following.start):
        return []
    row = _row(found, following, head, used)
    return row + (_next_rows(found, row[-1], head, used) if row else [])


def _in_brackets(found: Scan, told: Sequence[Number], head: Head, used: Collection[Number]) -> list[Number]:
    """Values in the brackets of the items that follow: "age (OR 1.8), obesity (2.1) and smoking (1.5)"."""
    out: list[Number] = []
    text, last = found.text, told[-1]
    for following in found.numbers:
        if following.start < last.end or following in used or _in_same_item(text, last, following):
            continue
        if found.head_between(last.end, following.start) or not _is_next_item(text, last, following):
            break
        if not (has_decimals(text, following) and following.percent == last.percent):
            break
        if not (0 < following.value < _MOST_LIKELY and is_plausible(text, head, following)):
            break
        more = _row(found, following, head, used)
        out += [following, *more]
        last = out[-1]
    return out


def _in_same_item(text: str, last: Number, following: Number) -> bool:
    """Whether a number stands in the bracket of the last value: the 1 of "(0.7 for >1 portion)"."""
    return not any(text.find(c, last.end, following.start) >= 0 for c in ")]")


def _is_next_item(text: str, last: Number, following: Number) -> bool:
    joined = _NEXT_ITEM.fullmatch(text, last.end, following.start)
    return bool(joined and _ITEM_ENDS.match(text, following.end))


def _listed_differences(found: Scan, number: Number, used: Collection[Number]) -> list[Number]:
    """Further differences of a list in the same unit: "4% at the hip and 5% at the spine"."""
    out: list[Number] = []
    unit = _unit_of(found.text, number)
    for following in found.numbers:
        if not number.end < following.start <= number.end + _DIFFERENCES_NEAR or following in used:
            continue
        if _unit_of(found.text, following) == unit and _is_parallel(found, number, following):
            out.append(following)
            number = following
    return out


def _is_parallel(found: Scan, number: Number, following: Number) -> bool:
    """Whether the second difference is told as the first is: each with its place or its p-value."""
    if not (following.percent or following.signed or following.value != round(following.value)):
        return False
    gap = EMPTY_BRACKETS.sub("", found.without_p(number.end, following.start))
    gap = _SPACES.sub(" ", _UNIT_WORD.sub("", gap, count=1))
    after = _UNIT_WORD.sub("", found.text[following.end : following.end + 40], count=1)
    if not (_PARALLEL.search(gap) or _AND.fullmatch(gap)):
        return False
    return bool(_PARALLEL_AFTER.match(after)) or any(0 < p.start - following.end < 6 for p in found.ps)


def _unit_of(text: str, number: Number) -> str:
    m = _UNIT_WORD.match(text, number.end)
    return m["unit"].strip(" -").lower() if m else ""
