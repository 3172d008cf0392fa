"""With which letters the matches of a pattern begin, read from the parsed pattern.

Only what is certain counts: every match begins at a word, and the word's first letters are among those
given. A pattern of which that cannot be said has no starts, and must be searched for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser of ``re`` has no stubs
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Literal

__all__ = ["FIGURE", "LETTERS", "Starts", "is_anchored", "parsed", "starts_of"]

LETTERS = 5  # how many first letters of a word are told apart
FIGURE = "#"  # stands for all words that begin with a figure
_FEW = 10  # characters of a range, such as [1-4] or [A-D]
_MOST = 400  # starts; a pattern with more may as well be searched for everywhere

# The letters read so far; how they go on: "open" not yet read further, "prefix" anyhow, "word" not at all.
# An "empty" one has read nothing, a "bound" one has read that a word begins here.
_State = Literal["empty", "bound", "open", "prefix", "word"]
_Start = tuple[str, _State]
_GOING_ON = ("empty", "bound", "open")


class _UnknownStart(Exception):  # a signal inside this module, never seen outside
    """The pattern may begin anywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """First letters of words (whole words where they are shorter), and shorter beginnings of such letters."""

    letters: frozenset[str]
    prefixes: tuple[str, ...]

    def fitting(self, letters: frozenset[str]) -> frozenset[str]:
        """Those among the first letters of a text's words with which a match may begin."""
        fitting = self.letters & letters
        if not self.prefixes:
            return fitting
        return fitting.union([some for some in letters if some.startswith(self.prefixes)])


@lru_cache(maxsize=128)
def parsed(pattern: re.Pattern[str]) -> Sequence[tuple[Any, Any]]:
    """The pattern as the parser of ``re`` reads it; the last few are kept, for parsing is slow."""
    return tuple(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def starts_of(pattern: re.Pattern[str]) -> Starts | None:
    """With what the pattern's matches begin; None where that is not known."""
    if pattern.flags & (re.ASCII | re.LOCALE):
        return None
    try:
        found = _after(("", "empty"), parsed(pattern))
    except _UnknownStart:
        return None
    if any(state in ("empty", "bound") for _, state in found):
        return None
    short = {letters for letters, state in found if state != "word" and len(letters) < LETTERS}
    return Starts(frozenset(letters for letters, _ in found if letters not in short), tuple(sorted(short)))


def is_anchored(pattern: re.Pattern[str]) -> bool:
    """Whether a match can only begin where the text begins."""
    if pattern.flags & re.MULTILINE:
        return False
    items = parsed(pattern)
    return bool(items) and items[0] in ((op.AT, op.AT_BEGINNING), (op.AT, op.AT_BEGINNING_STRING))


def _after(start: _Start, items: Iterable[tuple[Any, Any]]) -> set[_Start]:
    """The starts that a sequence of parsed items makes of one."""
    starts = {start}
    for item in items:
        done = {s for s in starts if s[1] not in _GOING_ON}
        starts = done.union(*(_step(s, *item) for s in starts - done))
        if len(starts) > _MOST:
            raise _UnknownStart
        if starts == done:
            break
    return starts


def _step(start: _Start, code: Any, value: Any) -> set[_Start]:
    """The starts that one parsed item makes of one that goes on."""
    if code is op.LITERAL:
        return {_with(start, value)}
    if code is op.IN:
        return _any_of(start, value)
    if code is op.AT:
        return {_at(start, value)}
    if code in (op.ASSERT, op.ASSERT_NOT):
        return {start}
    if code is op.BRANCH:
        return set().union(*(_after(start, branch) for branch in value[1]))
    if code is op.SUBPATTERN and not value[1] & op.SRE_FLAG_ASCII:
        return _after(start, value[3])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeated(start, *value)
    return {_anyhow(start)}


def _repeated(start: _Start, least: int, most: int, items: Iterable[tuple[Any, Any]]) -> set[_Start]:
    found = {start} if least == 0 else set()
    turn = {start}
    for count in range(1, min(most, max(least, 0) + LETTERS + 1) + 1):
        turn = set().union(*(_after(s, items) if s[1] in _GOING_ON else {s} for s in turn))
        if count >= least:
            found |= turn
    return found


def _at(start: _Start, where: Any) -> _Start:
    letters, state = start
    if where is op.AT_BOUNDARY and state == "open":
        return letters, "word"
    if where in (op.AT_BOUNDARY, op.AT_BEGINNING) and state == "empty":
        return letters, "bound"
    return start


def _any_of(start: _Start, members: Iterable[tuple[Any, Any]]) -> set[_Start]:
    """One of a set of characters."""
    found: set[_Start] = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(_with(start, value))
        elif code is op.RANGE and value[1] - value[0] < _FEW:
            found.update(_with(start, c) for c in range(value[0], value[1] + 1))
        elif code is op.CATEGORY and value in (op.CATEGORY_SPACE, op.CATEGORY_NOT_WORD):
            found.add(_ended(start))
        elif value is op.CATEGORY_DIGIT and start[1] == "bound":
            found.add((FIGURE, "word"))
        else:
            return {_anyhow(start)}
    return found


def _with(start: _Start, character: int) -> _Start:
    """One more character: a letter or figure, or what ends the word."""
    letter = chr(character).lower()
    if not (letter.isalnum() or letter == "_" or letter.upper() != letter):
        return _ended(start)
    if character >= 128:
        return _anyhow(start)
    if start[1] == "empty":
        raise _UnknownStart
    letters = start[0] + letter
    if letters.isdecimal():
        return FIGURE, "word"
    return letters, "prefix" if len(letters) == LETTERS else "open"


def _ended(start: _Start) -> _Start:
    if start[1] != "open":
        raise _UnknownStart
    return start[0], "word"


def _anyhow(start: _Start) -> _Start:
    """Something follows of which nothing is known."""
    if start[1] != "open":
        raise _UnknownStart
    return start[0], "prefix"
