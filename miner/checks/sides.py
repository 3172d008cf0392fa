"""Which of two contrasted sides a group's name or a clause means, by the words that they share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.phrases.unnamed_groups import is_unnamed

__all__ = ["only_side_in", "side_of", "sides_of_two"]

_WORD = re.compile(r"[a-z0-9+]+")
_COMMON = frozenset(
    "a an the of in with and or to for on by at from patients women group groups arm arms who had"
    " months month years year days weeks percent was were".split()
)
_SAME = {"without": "no", "none": "no", "not": "no", "non": "no"}
_NOT = frozenset({"no"})
# "Nonsurgery", in one word.
_NON = re.compile(r"\bnon(?=[a-z]{4})")
# What a result is given to whose group the text does not tell.
_THE_OTHER = "the other group"
_NO_GROUP = frozenset(("all patients", "one group", _THE_OTHER))
_COMBINATION = re.compile(r"\b(?:combin(?:ation|ed)|both\s(?:drugs|treatments)|doublet)\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:plus|and|combined)\b|\+", re.IGNORECASE)


def side_of(arm: str, sides: Sequence[str]) -> int | None:
    """Which side of the contrast an arm is: the one that shares more of its words; None if neither does.

    >>> sides = ["surgery", "no surgery"]
    >>> side_of("the control arm", sides), side_of("without surgery", sides)
    (None, 1)
    >>> side_of("drugs without surgery", ["surgery", "nonsurgery arm"])
    1
    >>> side_of("the combination", ["drug A alone", "drug A plus drug B"])
    1
    >>> side_of("all patients", ["all patients given A", "all patients given B"])
    """
    if arm in _NO_GROUP or is_unnamed(arm):
        return None
    joined = [bool(_JOINED.search(side)) for side in sides]
    if sum(joined) == 1 and _COMBINATION.search(arm):
        return joined.index(True)
    words, of_sides = _telling(arm), [_telling(side) for side in sides]
    denied = [bool(_NOT & side) for side in of_sides]
    if sum(denied) == 1 and any((words & side) - _NOT for side in of_sides):
        return denied.index(bool(_NOT & words))
    scores = [len(words & side) / len(words | side) if words | side else 0.0 for side in of_sides]
    return None if scores[0] == scores[1] else scores.index(max(scores))


def sides_of_two(arms: Sequence[str], sides: Sequence[str]) -> list[int | None]:
    """Which side each of two arms is: "the other group" beside one that is told is the other side.

    >>> sides_of_two(["the other group", "no-surgery arm"], ["surgery", "no surgery"])
    [0, 1]
    """
    found = [side_of(arm, sides) for arm in arms]
    for i, told in enumerate(found):
        if told is not None and found[1 - i] is None and arms[1 - i] == _THE_OTHER:
            found[1 - i] = 1 - told
    return found


def only_side_in(clause: str, sides: Sequence[str]) -> int | None:
    """Which side of the contrast the clause speaks of, where it names only one of them.

    A treatment has no word that its omission lacks: it is named where no word denies it.

    >>> sides = ["surgery", "no surgery"]
    >>> only_side_in("longer after surgery", sides), only_side_in("longer without surgery", sides)
    (0, None)
    """
    words = _WORD.findall(clause.lower())
    own = [{w for w in _WORD.findall(s.lower()) if w not in _COMMON} for s in sides]
    denied = [bool(_NOT & _telling(side)) for side in sides]
    if sum(denied) == 1:
        plain = denied.index(False)
        if own[plain] <= own[1 - plain]:
            told = bool(own[plain]) and own[plain] <= set(words) and not _NOT & _telling(clause)
            return plain if told else None
    named = [bool(mine - rest) and (mine - rest) <= set(words) for mine, rest in (own, own[::-1])]
    return named.index(True) if sum(named) == 1 else None


def _telling(words: str) -> frozenset[str]:
    apart = _NON.sub("non ", words.lower())
    return frozenset(_SAME.get(w, w) for w in _WORD.findall(apart) if w not in _COMMON)
