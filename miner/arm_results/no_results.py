"""Numbers that are no results of a group: follow-up, sexes, changes, studies (``rules/no_results.toml``)."""

from __future__ import annotations

import re

from miner.numbers.quantities import Quantity
from miner.rules import Rule, load_rules

__all__ = ["is_no_result"]

_NUMBER = "§"  # stands for the number in the patterns
_BEFORE, _AFTER = 90, 90  # characters around it
_PRINTED = re.compile(r"[\d.,·]*\d|[A-Za-z-]+")


def is_no_result(quantity: Quantity) -> bool:
    """Whether the words around a number tell that it is no result of a group."""
    around = _around(quantity)
    return any(
        _is_asked(rule, quantity) and rule.pattern.search(around)
        for rule in load_rules("no_results").fitting(around)
    )


def _is_asked(rule: Rule, quantity: Quantity) -> bool:
    kinds, values = rule.data.get("kinds"), rule.data.get("values")
    return (kinds is None or quantity.kind in kinds) and (values is None or quantity.value in values)


def _around(quantity: Quantity) -> str:
    """The words around the number, which is replaced."""
    text, at = quantity.sentence.text, quantity.start - quantity.sentence.start
    printed = _PRINTED.match(text, at)
    end = printed.end() if printed else at
    return f"{text[max(0, at - _BEFORE) : at]}{_NUMBER}{text[end : end + _AFTER]}"
