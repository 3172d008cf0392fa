r"""Search a text only at the words with which a pattern can begin.

Most patterns of the rule tables begin at a word: ``\b(?:surgery|resection)...``. The first letters of such
words are read from the pattern once, the first letters of a text's words once a text; a pattern is then tried
at the few words that fit, and finds what it would find in a search of the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from miner.text.pattern_starts import FIGURE, LETTERS, Starts, is_anchored, starts_of

__all__ = ["Passage", "Sought", "WordStarts", "fold", "word_starts"]

_WORD = re.compile(rf"(\w{{1,{LETTERS}}})\w*")
# What IGNORECASE takes for a Latin letter beside its own two forms.
_ALSO_LATIN = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"))
_REACH = (
    4_000  # characters of a match, and of what it looks ahead to: no phrase is longer, a crafted text may be
)


def fold(text: str) -> str:
    """The text in lower case as IGNORECASE reads its Latin letters, each character in its place."""
    if not text.isascii():
        for form, letter in _ALSO_LATIN:
            text = text.replace(form, letter)
    return text.lower()


class WordStarts:
    """A text and where its words begin, by their first letters."""

    __slots__ = ("_beginnings", "_found", "_letters", "_places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        places: defaultdict[str, list[int]] = defaultdict(list)
        for m in _WORD.finditer(fold(text)):
            places[m[1]].append(m.start())
        figures = [letters for letters in places if letters[0].isdecimal()]
        if figures:
            places[FIGURE] = sorted([place for letters in figures for place in places[letters]])
        self._places: Mapping[str, list[int]] = places
        self._letters = frozenset(places)
        self._beginnings: defaultdict[str, list[str]] = defaultdict(list)
        self._found: dict[Starts, Sequence[int]] = {}

    def places(self, starts: Starts) -> Sequence[int]:
        """Offsets, in order, of the words that begin so."""
        found = self._found.get(starts)
        if found is None:
            fitting = self._fitting(starts)
            found = sorted([place for letters in fitting for place in self._places[letters]])
            self._found[starts] = found
        return found

    def _fitting(self, starts: Starts) -> frozenset[str]:
        """What ``Starts.fitting`` says of the text's words, by an index of their beginnings."""
        fitting = starts.letters & self._letters
        if not starts.prefixes:
            return fitting
        if not self._beginnings:
            for letters in self._letters:
                for length in range(1, len(letters) + 1):
                    self._beginnings[letters[:length]].append(letters)
        return fitting.union(*[self._beginnings[p] for p in starts.prefixes if p in self._beginnings])

    def passage(self, *spans: tuple[int, int], joint: str = " ") -> Passage:
        """Stretches of the text put together; none may begin or end inside a word."""
        return Passage(self, spans, joint)


@lru_cache(maxsize=2)
def word_starts(text: str) -> WordStarts:
    """The words of a text, kept while its finders follow one another."""
    return WordStarts(text)


class Passage:
    """Stretches of a text, read as a text of their own."""

    __slots__ = ("_parts", "_words", "text")

    def __init__(self, words: WordStarts, spans: Sequence[tuple[int, int]], joint: str) -> None:
        self.text = joint.join([words.text[start:end] for start, end in spans])
        self._words = words
        self._parts: list[tuple[int, int, int]] = []
        begin = 0
        for start, end in spans:
            self._parts.append((start, end, begin - start))
            begin += end - start + len(joint)

    def places(self, starts: Starts) -> Sequence[int]:
        """Offsets, in order, of the passage's words that begin so."""
        places = self._words.places(starts)
        if not places:
            return ()
        return [
            place + shift
            for start, end, shift in self._parts
            for place in places[bisect_left(places, start) : bisect_left(places, end)]
        ]


class Sought:
    """A pattern with what is known of its beginning; it finds what the pattern itself finds."""

    __slots__ = ("_at_start", "pattern", "starts")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.starts = starts_of(pattern)
        self._at_start = is_anchored(pattern)

    def search(self, text: WordStarts | Passage) -> re.Match[str] | None:
        """The first match in the text."""
        if self.starts is not None:
            return self.search_at(text.text, text.places(self.starts))
        if self._at_start:
            return self.pattern.match(text.text)
        return self.pattern.search(text.text)

    def search_at(self, text: str, places: Sequence[int]) -> re.Match[str] | None:
        """The first match that begins at one of the places."""
        match = self.pattern.match
        for place in places:
            if m := match(text, place, place + _REACH):
                return m
        return None

    def finditer(self, text: WordStarts | Passage) -> Iterator[re.Match[str]]:
        """All matches in the text, in order, without overlaps."""
        if self.starts is None:
            yield from self.pattern.finditer(text.text)
            return
        reached = 0
        for place in text.places(self.starts):
            if place >= reached and (m := self.pattern.match(text.text, place, place + _REACH)):
                yield m
                reached = m.end()
