"""Printed p-values: "P < .001", "p=0·03", "P<or = .05", "P = .01 and .03", "3.2×10-6"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from miner.model import POperator, PValue
from miner.numbers.printed import parse_number
from miner.rules import load_rules

__all__ = ["PMention", "find_p_values"]

PKind = Literal["effect", "interaction", "trend", "level"]

_RULE = load_rules("statistics")["p-value"]
_HETEROGENEITY = load_rules("statistics")["heterogeneity-before"].pattern
_MORE = re.compile(
    r"\s*(?:,\s*(?:and\s+)?|and\s+|;\s*)(?P<op>[=<>≤≥]?)\s*(?P<value>0?[.·]\d+)(?![\d%])(?!\s*(?:to|-|–)\s*\d)"
)
_LIST_END = re.compile(r"\s*[,;]?\s*(?:respectively|[)\]])")
_OPERATORS: dict[str, POperator] = {
    **dict.fromkeys(("<", "=<", "&lt;", "lessthan", "lowerthan", "smallerthan", "below"), "<"),
    **dict.fromkeys(("＜", "˂", "\uf03c"), "<"),
    **dict.fromkeys((">", "=>", "&gt;", "greaterthan", "largerthan", "higherthan", "above", "＞", "˃"), ">"),
    **dict.fromkeys(("<=", "<or=", "≤", "⩽", "≦"), "<="),
    **dict.fromkeys((">=", ">or=", "≥", "⩾", "≧"), ">="),
}  # fmt: skip
_INTERACTION = re.compile(r"\binter|interaction|heterogen|\bhet\b|\bint\b", re.I)
_LEVEL = re.compile(r"\bnot\s(?:\w+ly\s)?significant\s(?:at|to)\s(?:the\s|a\s)?(?:level\s(?:of\s)?)?[(\[]?$")
# "(test for trend 9.1; p = 0.003)": the statistic of a trend stands before its p-value.
_TREND_BEFORE = re.compile(r"\btrend\s?[=:,]?\s(?:was\s|of\s)?[\d.·]{1,7}\s?[;,]\s$", re.I)
_AFTER = re.compile(
    r"\s*(?:(?:for|of)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?)?(?P<what>interactions?|heterogeneity|trends?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class PMention:
    """A p-value where it is printed; ``kind`` tells those of an interaction or a trend and levels apart."""

    p: PValue
    start: int
    end: int
    kind: PKind = "effect"


def find_p_values(text: str) -> list[PMention]:
    """All p-values in order, lists after one P included.

    >>> [(m.p.op, m.p.value) for m in find_p_values("P < .001; log-rank p=0·03; P<or = .05")]
    [('<', 0.001), ('=', 0.03), ('<=', 0.05)]
    """
    return list(_find_p_values(text))


@lru_cache(maxsize=128)
def _find_p_values(text: str) -> tuple[PMention, ...]:
    """The same, kept for the sentences that several finders read."""
    found: list[PMention] = []
    for m in _RULE.pattern.finditer(text):
        op = _OPERATORS.get(re.sub(r"\s", "", m["op"].lower()), "=")
        kind = _kind(text, m)
        found.append(PMention(PValue(op, _value(m["value"])), m.start(), m.end(), kind))
        found.extend(_listed(text, m.end(), op, kind))
    return tuple(m for m in found if 0 <= m.p.value <= 1)


def _listed(text: str, end: int, op: POperator, kind: PKind) -> list[PMention]:
    """The values after the first in "P = .01, .20 and .03, respectively"."""
    found: list[PMention] = []
    more = _MORE.match(text, end)
    while more:
        value = PValue(_OPERATORS.get(more["op"], op), _value(more["value"]))
        found.append(PMention(value, more.start("value"), more.end(), kind))
        more = _MORE.match(text, more.end())
    return found if found and _LIST_END.match(text, found[-1].end) else []


def _value(printed: str) -> float:
    printed = re.sub(r"([.·])\s", r"\1", printed)
    printed = re.sub(r"^0,", "0.", printed)
    return parse_number(f"1×{printed}" if re.match(r"10[\s^(−–\-\u2212⁻]", printed) else printed)


def _kind(text: str, m: re.Match[str]) -> PKind:
    named = (m["before"] or "") + (m["of"] or "")
    after = _AFTER.match(text, m.end())
    named += after["what"] if after else ""
    if _HETEROGENEITY.search(text[max(0, m.start() - 40) : m.start()]):
        return "interaction"
    if _INTERACTION.search(named):
        return "interaction"
    if _LEVEL.search(text[max(0, m.start() - 40) : m.start()]):
        return "level"
    told = "trend" in named.lower() or _TREND_BEFORE.search(text[max(0, m.start() - 40) : m.start()])
    return "trend" if told else "effect"
