"""Which of two groups is the one under test, so that it stands first.

In a trial the ratio of two groups that are only given with their figures is that of the experimental group
to the control, whichever the sentence mentions first.
"""

from __future__ import annotations

import re

from miner.phrases.denial import denies
from miner.phrases.groups import (
    TEST_ROLES,
    is_control,
    meaning_of,
    naming_words,
    role_in_bracket,
    says_randomised,
    title_pair,
)
from miner.phrases.omission import is_of_omission
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document

__all__ = ["oriented"]

_ADDS = re.compile(r"\b(?:plus|and|with|followed|then|combined|added)\b|[+/]", re.IGNORECASE)
_PLUS = re.compile(r"^(?!.*\bplacebo\b).*(?:\b(?:plus|added)\b|\+)", re.IGNORECASE)
_PARTS = re.compile(r"[\s+/()]+")


def oriented(doc: Document, left: str, right: str) -> tuple[str, str]:
    """The two groups, experimental first, where the text tells which of them is the control.

    It is the one called so, the one that the other only adds to, or the one that the title does not name.
    Where leaving a treatment out is what is tested, it is the one that has the treatment.
    """
    tested = _tested(doc, left), _tested(doc, right)
    if tested in ((True, False), (True, None), (None, False)):
        return left, right
    if tested in ((False, True), (None, True), (False, None)):
        return right, left
    meant = [_meant(doc, side) for side in (left, right)]
    one, two = (is_control(side) for side in meant)
    if one != two and denies(meant[0 if one else 1]) and is_of_omission(doc):
        one, two = two, one
    if one != two:
        return (right, left) if one else (left, right)
    plus = [bool(_PLUS.search(side)) for side in meant]
    if one and two and plus[0] != plus[1]:  # "standard care plus A" and "standard care"
        return (left, right) if plus[0] else (right, left)
    added = naming_words(meant[0]) - naming_words(meant[1]), naming_words(meant[1]) - naming_words(meant[0])
    if bool(added[0]) != bool(added[1]) and _ADDS.search(left if added[0] else right):
        return (left, right) if added[0] else (right, left)
    named = _named_in_title(doc.title, left, right) if says_randomised(doc) else None
    return _title_order(doc.title, left, right) or named or (left, right)


def _tested(doc: Document, side: str) -> bool | None:
    """Whether a bracket calls the group the one under test, or the standard."""
    role = role_in_bracket(doc, side)
    return role in TEST_ROLES if role else None


def _meant(doc: Document, side: str) -> str:
    """The side with what its letter, its role or its short forms stand for."""
    known = find_abbreviations(doc.text)
    parts = _PARTS.split(side)
    return " ".join([*parts, meaning_of(doc, side), *(known[w] for w in parts if w in known)])


def _title_order(title: str, left: str, right: str) -> tuple[str, str] | None:
    """Of "X versus Y" in a title X comes first."""
    pair = title_pair(title)
    if pair is None:
        return None
    scores = [
        (len(naming_words(left) & naming_words(side)), len(naming_words(right) & naming_words(side)))
        for side in pair
    ]
    straight, crossed = scores[0][0] + scores[1][1], scores[0][1] + scores[1][0]
    return None if straight == crossed else (left, right) if straight > crossed else (right, left)


def _named_in_title(title: str, left: str, right: str) -> tuple[str, str] | None:
    """The one that the title names comes first."""
    words, one, two = naming_words(title), naming_words(left), naming_words(right)
    first, second = not words.isdisjoint(one - two), not words.isdisjoint(two - one)
    return None if first == second else (left, right) if first else (right, left)
