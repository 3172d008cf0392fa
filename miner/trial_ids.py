"""Registry numbers in the text."""

from __future__ import annotations

import re
from functools import cache

from miner.rules import load_rules
from miner.text.document import Document
from miner.text.word_starts import Sought

__all__ = ["find_trial_ids"]

# What every number of the larger registries has: a long run of digits, or letters before a short one.
# The search skips to the characters of one set, which is ten times as fast as to try each alternative.
_LONG_OR_LETTERED = re.compile(
    r"[\dNRPSHJA](?:(?<=\d)(?:\d{5}|N\d)|(?<=A)\d{5}|(?<=N)(?:TR|L[\d-])|(?<=R)BR-|(?<=P)ER-|(?<=S)LCTR|"
    r"(?<=H)KUCTR|(?<=J)MA)"
)
_PUNCTUATION = re.compile(r"[\s:)]")


def find_trial_ids(doc: Document) -> tuple[str, ...]:
    """Registry numbers as printed, each once, in the order of the text."""
    found = _matches(doc, last=False) if _LONG_OR_LETTERED.search(doc.text) else []
    found = found or _matches(doc, last=True)
    numbers: dict[str, str] = {}
    reached = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= reached:  # not a part of a number already taken
            numbers.setdefault(
                _PUNCTUATION.sub("", doc.text[start:end]).upper(), doc.text[start:end].replace(")", "")
            )
            reached = end
    return tuple(numbers.values())


def _matches(doc: Document, *, last: bool) -> list[tuple[int, int]]:
    low = doc.text.lower()
    return [m.span("id") for gate, sought in _rules(last) if gate in low for m in sought.finditer(doc.words)]


@cache
def _rules(last: bool) -> tuple[tuple[str, Sought], ...]:
    """What every number of a registry holds, and its pattern."""
    rules = [rule for rule in load_rules("trial_ids").rules if rule.data.get("last", False) == last]
    return tuple((rule.data["gate"], Sought(rule.pattern)) for rule in rules)
