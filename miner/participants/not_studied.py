"""Numbers of people that were not studied: projected, simulated, served, in a pilot, planned, or a rate."""

from __future__ import annotations

from functools import lru_cache

from miner.rules import Rule, load_rules
from miner.text.tokens import Number

__all__ = ["counts_nobody", "is_planned"]

_BEFORE = 90  # characters before a number that are read
_PLANNED = 45
_AFTER = 120  # and after it


def counts_nobody(text: str, number: Number) -> bool:
    """Whether what stands around a number of a sentence says that it counts none of those studied."""
    return any(_tells(rule, text, number, _BEFORE) for rule in _fitting(text)[0])


def is_planned(text: str, number: Number) -> bool:
    """Whether a number of a sentence is of those who were to take part."""
    return any(_tells(rule, text, number, _PLANNED) for rule in _fitting(text)[1])


def _tells(rule: Rule, text: str, number: Number, before: int) -> bool:
    if rule.data["side"] == "before":
        return rule.pattern.search(text, max(0, number.start - before), number.start) is not None
    return rule.pattern.match(text[number.end : number.end + _AFTER]) is not None


@lru_cache(maxsize=64)
def _fitting(text: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that can match in a sentence: those of nobody and those of plans."""
    fitting = load_rules("not_studied").fitting(text)
    return (
        tuple([rule for rule in fitting if not rule.data.get("planned")]),
        tuple([rule for rule in fitting if rule.data.get("planned")]),
    )
