"""What stands around a number: the classes of its neighbours, by side, by distance and by clause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from miner.rules import RuleTable, load_rules
from miner.text.tokens import Number, Tokens

__all__ = ["Surroundings", "WordClasses", "word_classes"]

_ZONES = (0, 1, 2, 2, 2)  # the traits of a side that a word gives by its distance: next, second, further
_CLAUSE = 16  # words on one side that are looked at
_HEADS = frozenset(("people", "case", "thing", "study", "place", "time", "unit", "event"))
_ATTRIBUTES = frozenset(("place", "study", "unit", "event", "thing"))
_PEOPLE = frozenset(("people", "case"))
_NO_HEADS = frozenset(("was", "to", "and"))
_VERBS = frozenset(
    ("random", "enrol", "identified", "screened", "treated", "event", "group", "subset", "total")
)
_MARKS = frozenset("()[]%,;:=/-.+±<>≥≤\u2013&")


class _Side(NamedTuple):
    """The traits that a word gives on one side: as next word, second, third to fifth, and in the clause."""

    next: tuple[str, ...]
    second: tuple[str, ...]
    further: tuple[str, ...]
    clause: tuple[str, ...]


class _Described(NamedTuple):
    left: _Side
    right: _Side
    verbs: tuple[str, ...]
    is_number: bool


_NOTHING = _Side((), (), (), ())
_PLAIN = _Described(_NOTHING, _NOTHING, (), is_number=False)  # most words: they belong to no class


class WordClasses:
    """The classes of a rule table's words, and what each word says of a number beside it."""

    def __init__(self, table: RuleTable) -> None:
        self._table = table
        self.of = lru_cache(maxsize=20_000)(self._of)
        self.described = lru_cache(maxsize=20_000)(self._described)

    def _of(self, word: str) -> tuple[str, ...]:
        """The classes that a lower-case word belongs to."""
        return tuple([rule.id for rule in self._table.fitting(word) if rule.pattern.match(word)])

    def _described(self, word: str) -> _Described:
        names = self.of(word) if word else ("number",)
        if not names:
            return _PLAIN
        reach = names if word else ()
        return _Described(
            _side("L", names, reach),
            _side("R", names, reach),
            tuple(name for name in reach if name in _VERBS),
            is_number=not word,
        )


def _side(side: str, names: Sequence[str], reach: Sequence[str]) -> _Side:
    first, second, further = (tuple([f"{side}{zone}:{name}" for name in names]) for zone in ("1", "2", "3-5"))
    return _Side(first, second, further, tuple([f"{side}C:{name}" for name in reach]))


@lru_cache(maxsize=64)
def word_classes(table: str) -> WordClasses:
    """The word classes of ``rules/<table>.toml``."""
    return WordClasses(load_rules(table))


class Surroundings:
    """The numbers of one sentence described by the words around them."""

    def __init__(self, tokens: Tokens, table: str) -> None:
        self._tokens = tokens
        self._classes = word_classes(table)

    @cached_property
    def _words(self) -> list[_Described]:
        described = self._classes.described
        return [described(word) for word in self._tokens.words]

    def of(self, number: Number) -> set[str]:
        """Classes of the words on both sides, by distance and within the clause, and the counted noun."""
        tokens, words, place = self._tokens, self._words, number.word
        breaks, texts = tokens.breaks, tokens.words
        begin, end = max(0, place - _CLAUSE), place + 1 + _CLAUSE
        if breaks:
            before, after = bisect_left(breaks, place), bisect_right(breaks, place + 1)
            begin = max(begin, breaks[before - 1]) if before else begin
            end = min(end, breaks[after]) if after < len(breaks) else end
        head = head_of(texts[place + 1 : min(end, place + 6)])
        traits = {f"head:{head}", *_marks(tokens.texts, number.token)}
        left, right = words[begin:place][::-1], words[place + 1 : end]
        for zone, word in zip(_ZONES, left, strict=False):
            traits.update(word.left[zone])
        for zone, word in zip(_ZONES, right, strict=False):
            traits.update(word.right[zone])
        for word in _clause(left):
            traits.update(word.left.clause)
            traits.update([f"L:{verb}&{head}" for verb in word.verbs])
        for word in _clause(right):
            traits.update(word.right.clause)
            traits.update([f"{head}&R:{verb}" for verb in word.verbs])
        return traits


def _clause(words: Sequence[_Described]) -> list[_Described]:
    """The words up to the next number that belong to a class."""
    found = []
    for word in words:
        if word is _PLAIN:
            continue
        if word.is_number:
            break
        found.append(word)
    return found


def _marks(texts: Sequence[str], index: int) -> list[str]:
    """The mark printed next to the number on each side."""
    found = []
    for side, step in (("L", -1), ("R", 1)):
        i = index + step
        while 0 <= i < len(texts) and len(texts[i]) == 1 and not texts[i].isalnum():
            if texts[i] in _MARKS:
                found.append(f"{side}0:{texts[i]}")
                break
            i += step
    return found


@lru_cache(maxsize=20_000)
def head_of(words: tuple[str, ...]) -> str:
    """What is counted: the class of the first noun among the words after the number."""
    of = word_classes("participants").of
    for i, word in enumerate(words):
        if not word:
            return "none"
        for name in of(word):
            if name == "time" and i and len(word) == 1:
                continue  # "46 EC-D": a letter is a unit of time only behind its number
            attribute = name in _ATTRIBUTES or (name == "time" and i)
            if attribute and _leads_to_people(words[i + 1 : i + 3]):
                continue  # "789 hospital controls", "120 breast cancer patients", "148 fourth-year students"
            if name in _HEADS:
                return name
            if name in _NO_HEADS:
                return "none"
    return "none"


def _leads_to_people(words: tuple[str, ...]) -> bool:
    """Are the words people, or an attribute of people?"""
    of = word_classes("participants").of
    for word in words:
        names = of(word) if word else ()
        if not _PEOPLE.isdisjoint(names):
            return True
        if _ATTRIBUTES.isdisjoint(names):
            return False
    return False
