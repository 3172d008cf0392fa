"""The words that stand before an estimate's bracket, back to the bracket before: its own item in a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from miner.phrases.clauses import ESTIMATE_IN_BRACKETS, has_verb

__all__ = ["LONGEST", "Beside", "Item", "item_before"]

LONGEST = 8  # words of an item

_ESTIMATE = re.compile(
    r"\b[a-z]?(?:HRs?|ORs?|RRs?|IRRs?|PRs?|MD|SMD)\b|\bratio\b|\d[.·]\d+\s?(?:[,;(–-]|to\b)"
)
_CLAUSE = re.compile(r"[;:]\s|\b(?:whereas|while)\s|\.\s")
_PARALLEL = re.compile(
    r"[\s,]*(?:(?:and|or|but|nor|as\swell\sas)\s)?(?:(?:also|not)\s)*(?P<prep>(?:of|on|with|for|against|from)\s)?(?:(?:an?|the|any)\s)?(?P<what>[^,;()]+)$",
    re.IGNORECASE,
)
_NO_ITEM = re.compile(
    r"\b(?:patients|women|men|groups?|arms?|analys[ie]s|models?|adjust\w*|years?|months?|weeks?|days?|hours?|cohorts?|trials?|studies|subgroups?|smokers|users|drinkers|those|respectively|levels?|stages?|"
    r"age|sex|history|prior|previous|past|pre-?existing|per|in|at|among|after|by|vs?|versus|than|who|that|which|between|during|quartile|tertile|quintile|dose|both|each|same|only)\b|\d|[<>≥≤=%]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """An item that goes on with a list: its words, and its preposition in lower case or the empty string."""

    what: str
    preposition: str


@dataclass(frozen=True, slots=True)
class Item:
    """The words before an estimate's bracket, where they begin, and where the bracket before them does."""

    text: str
    start: int
    before: int

    def beside(self) -> Beside | None:
        """What the item names, where it does but that: ``, and | of stroke``."""
        m = _PARALLEL.match(self.text)
        if m is None or len(m["what"].split()) > LONGEST or _NO_ITEM.search(m["what"]) or has_verb(m["what"]):
            return None
        return Beside(m["what"], (m["prep"] or "").strip().lower())


def item_before(text: str, at: int) -> Item | None:
    """The words before the bracket that holds the estimate, back to the one before or the clause's start."""
    start = before = 0
    for m in ESTIMATE_IN_BRACKETS.finditer(text):
        if m.start() <= at < m.end():
            words = text[start : m.start()].rstrip()
            cut = max((stop.end() for stop in _CLAUSE.finditer(words)), default=0)
            return Item(words[cut:], start + cut, 0 if cut else before)
        if m.start() > at:
            break
        if _ESTIMATE.search(m[0]):
            start, before = m.end(), m.start()
    return None
