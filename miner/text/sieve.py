"""Which of many patterns can match in a text: those that find in it the words that they need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from operator import or_
from threading import Lock
from typing import ClassVar

from miner.text.pattern_needs import MARKS, Need, need_of
from miner.text.word_starts import fold

__all__ = ["Guarded", "Sieve", "words_in"]

_WORD = re.compile(r"[a-z]+")
_LONGEST = 40  # letters; of a longer word, which only a crafted text holds, nothing is asked
_MOST = 100_000  # words that are remembered
_FEW = 1000  # texts, of some thirty abstracts
_ALL = -1  # every bit


def words_in(text: str) -> frozenset[str]:
    """The words of a text in small letters, and the signs that patterns ask for."""
    return frozenset([*_WORD.findall(fold(text)), *[mark for mark in MARKS if mark in text]])


class _Pool:
    """The needs of the patterns of all sieves, so that a text is read once for them; each is one bit.

    To work them out costs what sieving saves in eighty abstracts: before some texts were asked about, every
    pattern fits.
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]], needs: Sequence[Need | None], texts: int) -> None:
        self.patterns, self.needs, self.texts = patterns, needs, texts
        self.fitting = lru_cache(maxsize=1024)(self._fitting)

    def joined_by(self, patterns: Sequence[re.Pattern[str]]) -> _Pool:
        """A pool with more patterns, whose bits stand above these."""
        return _Pool((*self.patterns, *patterns), self.needs, self.texts)

    def _fitting(self, text: str) -> int:
        self.texts += 1
        if self.texts <= _FEW:
            return _ALL
        return reduce(or_, map(self._by_word.__getitem__, words_in(text)), self._by_word.always)

    @cached_property
    def _by_word(self) -> _ByWord:
        self.needs = (*self.needs, *map(need_of, self.patterns[len(self.needs) :]))
        return _ByWord(self.needs)


class Sieve:
    """Patterns that are told apart by the words that they need; each is one bit of a number."""

    __slots__ = ("_first", "_mask")
    _pool: ClassVar[_Pool] = _Pool((), (), 0)
    _lock: ClassVar[Lock] = Lock()

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        with Sieve._lock:
            self._first, self._mask = len(Sieve._pool.patterns), (1 << len(patterns)) - 1
            Sieve._pool = Sieve._pool.joined_by(patterns)

    def fitting(self, text: str) -> int:
        """The patterns that can match in the text, as bits: the first pattern's is 1, the second's 2."""
        return Sieve._pool.fitting(text) >> self._first & self._mask


class Guarded:
    """A pattern that is tried only in texts that hold a word that it needs; it finds what it finds anyhow."""

    __slots__ = ("_sieve", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._sieve = Sieve([pattern])

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        """The first match in the text, or in a span of it."""
        return self.pattern.search(text, *span) if self._sieve.fitting(text) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        """All matches in the text, or in a span of it."""
        return self.pattern.finditer(text, *span) if self._sieve.fitting(text) else iter(())


class _ByWord(dict[str, int]):
    """The patterns that a word is enough for, as bits; read from its pieces when it is first met.

    ``always``: those of which no need is certain.
    """

    def __init__(self, needs: Iterable[Need | None]) -> None:
        super().__init__()
        asking: defaultdict[str, int] = defaultdict(int)
        self.always = 0
        for bit, need in enumerate(needs):
            if need is None:
                self.always |= 1 << bit
            for piece in need or ():
                asking[piece] |= 1 << bit
        self._asking = dict(asking)
        self._begins = sorted({len(piece) for piece in asking if piece[0] == "^"})
        self._ends = sorted({len(piece) for piece in asking if piece[-1] == "$"})
        self._inside = sorted({len(piece) for piece in asking if piece.isalpha() or piece in MARKS})

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST:
            return _ALL
        marked = word if word in MARKS else f"^{word}$"
        pieces = {marked[:length] for length in self._begins}
        pieces.update([marked[-length:] for length in self._ends])
        for length in self._inside:
            pieces.update([word[at : at + length] for at in range(len(word) - length + 1)])
        bits = reduce(or_, [self._asking[p] for p in pieces if p in self._asking], 0)
        if len(self) < _MOST:
            self[word] = bits
        return bits
