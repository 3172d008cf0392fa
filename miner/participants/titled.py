"""Whether the title speaks of those whom a number counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.participants.mentions import Mention
from miner.text.word_starts import Sought, word_starts

__all__ = ["Beside", "Titled", "contrasted_words"]

_WORD = re.compile(r"[^\W\d_]{2,}")
_STEM = 5  # letters by which words of the title are known again
_LEFT, _RIGHT = 45, 70  # characters beside a number in which its group is named
_SHARE = re.compile(r"\s?[(\[]\d+(?:[.·]\d+)?\s?%[)\]]")  # "114 (27%) received": what follows is said of 114
_CUT = re.compile(r"[\d.;]")
_PLAIN = frozenset(
    word[:_STEM]
    for word in (
        "patients patient women men woman man participants subjects people persons cases case group groups "
        "arm arms the and or of in to for with without by from at on an as was were had has have been who "
        "that which received receive treated treatment therapy underwent total study trial analysis cancer "
        "breast disease randomized randomised randomly assigned allocated enrolled included versus vs than "
        "both each after during between among results clinical risk effect effects outcome outcomes "
        "association all their not no"
    ).split()
)


# What follows words that set people against others ("those without diabetes"), or stands before "group".
_AGAINST = Sought(
    re.compile(
        r"\b(?:without|lacking|versus|vs|than|non|no|compared\s(?:with|to)|between)\b[\s.-]{1,2}"
        r"(?P<others>(?:[^\W\d_][\w-]*[\s,]{1,2}){1,6})",
        re.I,
    )
)
_GROUP = Sought(
    re.compile(r"\b(?:groups?|cohorts?|arms?|users|recipients|exposed|positive|negative)\b", re.I)
)
_BEFORE_GROUP = 40  # characters


def contrasted_words(text: str) -> str:
    """The phrases by which a text sets people against others."""
    words = word_starts(text)
    said = [m["others"] for m in _AGAINST.finditer(words)]
    left = [text[max(0, m.start() - _BEFORE_GROUP) : m.start()] for m in _GROUP.finditer(words)]
    return " ".join((*said, *(_CUT.split(phrase)[-1] for phrase in left)))


class Beside:
    """The words beside the numbers of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, set[str]] = {}

    def stems(self, mention: Mention) -> set[str]:
        """The beginnings of the words beside a number, without those that tell nothing."""
        known = self._known.get(mention.start)
        if known is None:
            known = self._known[mention.start] = self._read(mention)
        return known

    def _read(self, mention: Mention) -> set[str]:
        begin, end = mention.sentence.start, mention.sentence.end
        left = self._text[max(begin, mention.start - _LEFT) : mention.start]
        share = _SHARE.match(self._text, mention.end, end)
        after = share.end() if share else mention.end
        right = self._text[after : min(end, after + _RIGHT)]
        return _stems(f"{_CUT.split(left)[-1]} {_CUT.split(right, maxsplit=1)[0]}")


class Titled:
    """The words of a title, or of other phrases, to be found again beside the numbers of a text."""

    def __init__(self, beside: Beside, phrases: str) -> None:
        self._beside = beside
        self._stems = _stems(phrases)

    def is_titled(self, mention: Mention) -> bool:
        """Does a word of the title stand beside the number?"""
        return not self._stems.isdisjoint(self._beside.stems(mention))

    def trait(self, run: Sequence[Mention]) -> str:
        """How many numbers of a list the title speaks of."""
        count = sum([self.is_titled(m) for m in run])
        return "all titled" if count == len(run) else "some titled" if count else "untitled"


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower())} - _PLAIN
