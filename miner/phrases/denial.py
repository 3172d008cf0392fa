"""Whether words that name a treatment tell of its absence: "without surgery", "LRT-", "surgery omitted"."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "DENIAL",
    "NEGATION",
    "denies",
    "is_denied",
    "is_negated",
    "is_the_rest",
    "is_without",
    "leaves_untreated",
    "left_out",
]

_LEFT_OUT = r"(?:no|non|without|never|fore?going|omitting|(?:absence|lack|omission)(?:\sof)?)(?!\w)"
_WORDS = rf"(?:{_LEFT_OUT}|(?:not|none|nil|neither)(?!\w))"
DENIAL = re.compile(rf"\b{_WORDS}", re.IGNORECASE)
"""A word that denies what it stands beside."""
NEGATION = (
    r"\b(?:no|not|nor|neither|never|nothing|cannot|without"
    r"|fail(?:s|ed|ing)?|lack(?:s|ed|ing)?|lost|absence)\b"
)
"""A word that denies what a verb says, or that there is what a noun names: as the text of a pattern."""
_NEGATED = re.compile(NEGATION, re.IGNORECASE)

# "The omission of | surgery", "women who did not undergo | surgery": what follows is what was left out; but
# "not | surgery" is only what had no effect.
_OPENING = re.compile(
    rf"\W*(?:(?:the|an?)\s)?(?:{_LEFT_OUT}|(?:(?:patients|women|those)\s)?(?:who\s)?(?:did|had|have|was|were)\snot\b"
    r"|not(?=\s(?:having|undergoing|receiving)\b)|not$)"
    r"(?:\s(?:having|undergoing|receiving|undergone?|have|had|received?)\b)?(?:\s(?:the|any)\b)?[\s-]*",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"\b(?!non\b){_WORDS}|\bnon[\s-]$", re.IGNORECASE)
_UNTREATED = re.compile(
    r"\b(?:non\w*|un(?:treated|operated|exposed)|observation|controls?(?!\sfor))\b", re.IGNORECASE
)
_ALONE = re.compile(r"\b(?:alone|only)\b", re.IGNORECASE)
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


@lru_cache(maxsize=4096)
def denies(phrase: str) -> bool:
    """Whether the phrase says that something was left out."""
    return DENIAL.search(phrase) is not None


@lru_cache(maxsize=4096)
def leaves_untreated(phrase: str) -> bool:
    """Whether the phrase speaks of those left untreated, or treated with something else alone.

    >>> leaves_untreated("the control group"), leaves_untreated("standard care"), leaves_untreated("no drug")
    (True, False, True)
    """
    return is_without(phrase) or _ALONE.search(phrase) is not None


def is_without(phrase: str) -> bool:
    """Whether the phrase says outright that some went without; "drug A alone" may be what is tested.

    >>> is_without("untreated women"), is_without("drug A alone")
    (True, False)
    """
    return denies(phrase) or _UNTREATED.search(phrase) is not None


def is_negated(words: str) -> bool:
    """Whether words that tell of a finding deny it.

    >>> is_negated("failed to improve"), is_negated("treatment failure was rarer")
    (True, False)
    """
    return _NEGATED.search(words) is not None


def left_out(phrase: str) -> str | None:
    """What a phrase says was left out, where it begins with that; None where it does not.

    >>> left_out("the omission of surgery"), left_out("did not"), left_out("surgery without drugs")
    ('surgery', '', None)
    """
    opening = _OPENING.match(phrase)
    return phrase[opening.end() :] if opening else None


def is_denied(words: str, start: int) -> bool:
    """Whether the words say of the treatment whose name begins at this place that it was left out.

    >>> is_denied("omission of surgery", 12), is_denied("surgery without drugs", 0)
    (True, False)
    """
    before = _BEFORE.search(words, max(0, start - _REACH), start)
    return bool(before or _MINUS.match(words, start) or _OMITTED.match(words, start))


def is_the_rest(words: str) -> bool:
    """Whether the words are for those who are not of the group told before: "the remainder"."""
    return _THE_REST.fullmatch(words) is not None
