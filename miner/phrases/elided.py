"""What is left out, since it was said before: "without surgery than with it", "grade 2 (1.3) or 3 (1.8)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from miner.rules import load_rules

__all__ = ["elided_sides", "with_its_factor"]

_LEVEL = r"(?:[<>≥≤]\s?)?\d[\d.,\u2013-]*\+?|[IVX]{1,4}[A-Ca-c]?"
_IS_LEVEL, _LEVELLED = re.compile(_LEVEL), re.compile(rf"(.*[A-Za-z])\s(?:{_LEVEL})")


def elided_sides(text: str) -> Iterator[tuple[int, str, str]]:
    """Where the second group is told, the group put first, and the other: one is "no" the other.

    >>> list(elided_sides("Survival was shorter without surgery than with it."))
    [(49, 'no surgery', 'surgery')]
    """
    for rule in load_rules("elided_pairs").fitting(text):
        for m in rule.pattern.finditer(text):
            name = m["name"].strip()
            denied = f"no {name}"
            yield (m.end(), denied, name) if rule.data["denied_first"] else (m.end(), name, denied)


def with_its_factor(item: str, before: str) -> str:
    """A level alone, with the factor of the item before it in a list; other items as they are.

    >>> with_its_factor("3", "grade 2")
    'grade 3'
    """
    levelled = _LEVELLED.fullmatch(before) if _IS_LEVEL.fullmatch(item) else None
    return f"{levelled[1]} {item}" if levelled else item
