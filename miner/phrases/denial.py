"""Whether words that name a treatment tell of its absence: "without surgery", "LRT-", "surgery omitted"."""

from __future__ import annotations

import re

__all__ = ["DENIAL", "is_denied", "is_the_rest"]

DENIAL = re.compile(
    r"\b(?:no|not|none|without|absence of|lack of|omission of|omitting|neither|never|who did not|had not"
    r"|did not)\b",
    re.IGNORECASE,
)
_MINUS = re.compile(r"[A-Z][A-Za-z]{1,6}\s?(?:[-−–]|\([-−–]\))(?=\s|$|\))")
_OMITTED = re.compile(
    r"[^,;:()]{3,60}?\b(?:omitted|withheld|avoided"
    r"|not (?:done|performed|given|undertaken|offered|received))\b",
    re.IGNORECASE,
)
# "The remainder", "the other patients": whoever was not told of before.
_THE_REST = re.compile(
    r"\W*(?:(?:in|of|for|by|with|among) )?(?:the |all )?"
    r"(?:remainder|rest|others?|counterparts?|(?:other|remaining) (?:patients|women|men|cases|group))\W*",
    re.IGNORECASE,
)
_REACH = 20  # characters before a name in which it is denied


def is_denied(words: str, start: int) -> bool:
    """Whether the words say of the treatment whose name begins at this place that it was left out.

    >>> is_denied("omission of surgery", 12), is_denied("surgery without drugs", 0)
    (True, False)
    """
    before = DENIAL.search(words, max(0, start - _REACH), start)
    return bool(before or _MINUS.match(words, start) or _OMITTED.match(words, start))


def is_the_rest(words: str) -> bool:
    """Whether the words are for those who are not of the group told before: "the remainder"."""
    return _THE_REST.fullmatch(words) is not None
