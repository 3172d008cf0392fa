"""The sentences of an abstract as they speak of its design: of this study, or of others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from miner.text.document import Document, Role, Sentence

__all__ = ["Line", "design_lines"]

# How far a sentence of each role speaks of this study rather than of others.
_FACTORS: Mapping[Role, float] = {
    "title": 1.5,
    "background": 0.35,
    "methods": 1.0,
    "results": 0.7,
    "conclusion": 0.45,
    "other": 0.3,
}
_AIM = re.compile(
    r"\b(?:aim|aims|aimed|objectives?|purpose|goal|we|this study|present study|our study|sought"
    r"|to (?:determine|evaluate|assess|compare|investigate|examine|describe|report|explore|identify|study"
    r"|analy[sz]e|test|review))\b",
    re.IGNORECASE,
)
# "A randomised controlled trial." after a title's full stop; a sentence of its own would hold a verb.
_SUBTITLE = re.compile(
    r"(?!.*\b(?:is|are|was|were|be|been|ha[sd]|have|may|can|will|we|to)\b)(?:[\w-]+,?\s){0,12}?"
    r"(?:trial|stud(?:y|ies)|analys[ie]s|review|series|report|survey|cohort)\b(?:\s(?:of|in|from|for|with|on|at|by|using|among)\b[^.?]{0,60})?[.?]?",
    re.IGNORECASE,
)
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_LONGEST_SUBTITLE = 120
_OF_AN_AIM = 0.9  # a sentence of the background that says what this study is for


class Line(NamedTuple):
    """A sentence with all hyphens as one, its role, its place, and how far it speaks of this study."""

    factor: float
    role: Role
    start: int
    end: int
    text: str


@lru_cache(maxsize=4)
def design_lines(doc: Document) -> tuple[Line, ...]:
    """The sentences, those that speak most of this study first."""
    return tuple(sorted((_line(s) for s in doc.sentences), key=lambda line: -line.factor))


def _line(sentence: Sentence) -> Line:
    text = sentence.text if sentence.text.isascii() else sentence.text.translate(_DASHES)
    role = _role(sentence)
    return Line(_factor(role, text), role, sentence.start, sentence.end, text)


def _role(sentence: Sentence) -> Role:
    """The sentence's role; a second sentence of the title is title as well."""
    if sentence.index != 1 or sentence.section.label or len(sentence.text) > _LONGEST_SUBTITLE:
        return sentence.role
    return "title" if _SUBTITLE.fullmatch(sentence.text) else sentence.role


def _factor(role: Role, text: str) -> float:
    if role == "background" and _AIM.search(text):
        return _OF_AN_AIM
    return _FACTORS[role]
