r"""What a text must hold for a pattern to match in it, read from the parsed pattern.

``\b(?:associat\w+|predicts?)\s(?:with|of)`` needs a word that begins with "associat" or holds "predict".
A need is a set of pieces of words, one of which stands in every text in which the pattern matches; a word's
beginning is written ^, its end $. Of all that a pattern needs the most telling is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser of ``re`` has no stubs
from typing import Any

from miner.text.pattern_starts import parsed

__all__ = ["MARKS", "Need", "need_of"]

MARKS = frozenset("%=<>≤≥±")  # signs that are words by themselves
_MOST = 200  # pieces of one need; with more, nearly every text holds one
_COMMON = frozenset("and are for from had has have not than that the was were with patients".split())
_NO_LETTERS = (op.CATEGORY_SPACE, op.CATEGORY_NOT_WORD, op.CATEGORY_DIGIT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)

Need = frozenset[str]
_Run = frozenset[str]  # how the letters read last may be spelled; "" where they are not known
_UNKNOWN, _OPEN = frozenset([""]), frozenset(["^"])


def need_of(pattern: re.Pattern[str]) -> Need | None:
    """The pieces of words of which a matching text holds one; None where nothing is certain."""
    if pattern.flags & (re.ASCII | re.LOCALE):
        return None
    needs, run = _walk(parsed(pattern), _UNKNOWN)
    return _best([*needs, *_told(run)])


def _best(needs: Iterable[Need]) -> Need | None:
    return max(needs, key=_telling, default=None)


def _telling(need: Need) -> tuple[int, int]:
    """How seldom a need is met: by the commonest of its pieces, then by how few they are."""
    return min(_weight(piece) for piece in need), -len(need)


def _weight(piece: str) -> int:
    letters = piece.strip("^$")
    return 1 if letters in _COMMON else len(letters) + (piece != letters)


@lru_cache(maxsize=1024)  # rules share fragments, and with them their runs
def _told(run: _Run, end: str = "") -> Sequence[Need]:
    """What a run of letters needs, its longer spellings left out where a shorter one stands in them."""
    if len(run) > _MOST or not all(piece.strip("^") for piece in run):
        return ()
    pieces = [piece + end for piece in run]
    return (frozenset(p for p in pieces if not any(o in p and o != p for o in pieces)),)


def _walk(items: Iterable[tuple[Any, Any]], run: _Run) -> tuple[Sequence[Need], _Run]:
    """What a sequence of parsed items needs behind a run of letters, and the run that it leaves."""
    needs: list[Need] = []
    for code, value in items:
        more, run = _step(code, value, run)
        needs += more
        if len(run) > _MOST:
            run = _UNKNOWN
    return needs, run


def _step(code: Any, value: Any, run: _Run) -> tuple[Sequence[Need], _Run]:
    letters = _letters(code, value)
    if letters:
        return _told(run) if len(letters) > 1 else [], frozenset(p + c for p in run for c in letters)
    if _is_no_letter(code, value):
        mark = chr(value) if code is op.LITERAL else ""
        return [*_told(run, "$"), *([frozenset(mark)] if mark in MARKS else [])], _OPEN
    if code is op.AT:
        return [], frozenset(map(_bounded, run)) if value is op.AT_BOUNDARY else run
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [], run
    if code is op.SUBPATTERN and not value[1] & op.SRE_FLAG_ASCII:
        return _walk(value[3], run)
    if code is op.BRANCH:
        return _branched(value[1], run)
    if code in _REPEATS:
        return _repeated(value[0], value[1], value[2], run)
    return _told(run), _UNKNOWN


def _bounded(piece: str) -> str:
    """A piece at whose end a word begins or ends."""
    return "^" if piece in ("", "^") else piece if piece.endswith("$") else f"{piece}$"


def _branched(branches: Sequence[Any], run: _Run) -> tuple[Sequence[Need], _Run]:
    """What is needed whichever branch is taken."""
    walked = [_walk(branch, run) for branch in branches]
    best = [_best([*needs, *_told(after)]) for needs, after in walked]
    whole = [frozenset().union(*[b for b in best if b])] if all(best) else []
    return [*_told(run), *whole], frozenset().union(*[after for _, after in walked])


def _repeated(least: int, most: int, items: Sequence[Any], run: _Run) -> tuple[Sequence[Need], _Run]:
    needs, after = _walk(items, run)
    if most > 1 and after != _OPEN:
        after = _UNKNOWN
    if least:
        return [*_told(run), *needs], after
    return _told(run), run | after


def _letters(code: Any, value: Any) -> list[str]:
    """The letters of which the item is one; none where it may be something else."""
    if code is op.LITERAL:
        return [c for c in [chr(value).lower()] if "a" <= c <= "z"]
    if code is not op.IN:
        return []
    found = [_letters(*member) for member in value]
    return [letters[0] for letters in found] if all(found) else []


def _is_no_letter(code: Any, value: Any) -> bool:
    """Whether the item is one character that is no letter."""
    if code is op.LITERAL:
        return not chr(value).isalpha()
    if code is op.CATEGORY:
        return value in _NO_LETTERS
    if code is op.RANGE:
        return value[1] < ord("A") or all(not chr(c).isalpha() for c in range(value[0], value[1] + 1))
    return code is op.IN and all(_is_no_letter(*member) for member in value)
