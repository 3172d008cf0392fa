"""Numbers that stand side by side: the sizes of two groups, and people counted beside their tumours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from miner.numbers.surroundings import word_classes
from miner.text.document import Sentence

__all__ = ["Placed", "side_by_side"]

_REACH = 220  # characters between two sizes of one list
_JOIN = re.compile(
    r"(?P<word>(?:^|[\s,;)])(?:and|or|versus|vs?\.?|while|whereas|but|compared\s(?:with|to)|against|matched\s(?:with|to))"
    r"\s(?:(?:in|on|with|the|other|another|only|to|for)\s){0,2}|[,;/]\s?)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s?\((?:[^()]|\([^()]*\))*\)\s?|\s?\[[^\[\]]*\]\s?")
_IN_BRACKETS = frozenset(("L0:(", "described"))
_AHEAD = 80  # characters after a number in which what it counts is sought
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_ELLIPTIC = frozenset("to in on with into by for given receiving received without underwent".split())
_APART = frozenset("with without in on given receiving who not whose from".split())
_OF = re.compile(
    r"\s(?:[\w-]+\s){1,5}?(?:in|of|from|among|with|for|contributed|contributing|underwent|undergoing|provided|providing|made)\s"
    r"(?:the\s|a\stotal\sof\s)?$",
    re.IGNORECASE,
)
_PEOPLE = frozenset(("head:people", "head:case"))
_THINGS = frozenset(
    ("head:thing", "head:none")
)  # what is counted in people, by names that no table knows too


class Placed(Protocol):
    """A number with its place and its traits."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""

    @property
    def end(self) -> int:
        """Where it ends in the text."""

    @property
    def sentence(self) -> Sentence:
        """The sentence that it stands in."""

    @property
    def traits(self) -> frozenset[str]:
        """What is known of it from its surroundings."""


def side_by_side(found: Sequence[Placed]) -> Iterator[tuple[int, str]]:
    """The traits of numbers by their start: members of a pair, people with things and things of people."""
    outside = [m for m in found if m.traits.isdisjoint(_IN_BRACKETS)]
    for a, b in (*pairwise(found), *pairwise(outside)):
        if a.sentence is not b.sentence or b.start - a.end > _REACH:
            continue
        base = a.sentence.start
        between = a.sentence.text[a.end - base : b.start - base]
        if between.count("(") == between.count(")") and _is_pair(a, b, between):
            yield a.start, "pair"
            yield b.start, "pair"
        elif _OF.match(between):
            yield from _counted_beside(a, b)


def _is_pair(a: Placed, b: Placed, between: str) -> bool:
    between = _BRACKETS.sub(" ", between)
    join = _JOIN.search(between)
    if join is None or _differ(a, b):
        return False
    spoken = join["word"].strip(" ,;/)") != ""
    inner = _WORD.findall(between[: join.start()].lower())
    if spoken and not inner:
        return not between[: join.start()].strip(" ,(")
    after = _WORD.findall(_BRACKETS.sub(" ", b.sentence.text[b.end - b.sentence.start :][:_AHEAD]).lower())
    if spoken and _counts_people(a, inner) and _counts_people(b, after):
        return True
    if not after:
        return False
    if spoken and not _APART.isdisjoint(inner) and after[0] in _APART:
        return True
    return (spoken or after[0] in _ELLIPTIC) and after[0] in inner


def _counts_people(m: Placed, words: Sequence[str]) -> bool:
    """Does the number count people, by its noun or by one of the next words?"""
    of = word_classes("participants").of
    return bool(m.traits & _PEOPLE) or any("people" in of(word) for word in words[:4])


def _differ(a: Placed, b: Placed) -> bool:
    """Do the two come from different stages of the study ("90 were asked and 60 were randomised")?"""
    one, two = ({t for t in m.traits if t.startswith("stage:")} for m in (a, b))
    return bool(one and two and one != two)


def _counted_beside(a: Placed, b: Placed) -> Iterator[tuple[int, str]]:
    for things, people in ((a, b), (b, a)):
        if things.traits & _THINGS and people.traits & _PEOPLE:
            yield things.start, "things of people"
            yield people.start, "people of things"
            if "head:thing" in things.traits and "head:people" in people.traits:
                yield things.start, "people are told"
            return
