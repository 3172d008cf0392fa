"""Which of many patterns can match in a text: those that find in it the words that they need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from threading import Lock
from typing import ClassVar

from miner.text.pattern_needs import MARKS, need_of
from miner.text.word_starts import fold

__all__ = ["Guarded", "Sieve", "words_in"]

_WORD = re.compile(r"[a-z]+")
_LONGEST = 40  # letters; of a longer word, which only a crafted text holds, nothing is asked
_MOST = 100_000  # words that are remembered


def words_in(text: str) -> frozenset[str]:
    """The words of a text in small letters, and the signs that patterns ask for."""
    return frozenset([*_WORD.findall(fold(text)), *[mark for mark in MARKS if mark in text]])


class _Pool:
    """The needs of the patterns of all sieves, so that a text is read once for them; each is one bit."""

    def __init__(self, asking: Mapping[str, int], always: int, size: int) -> None:
        self.size = size
        self._asking, self._always = asking, always
        self._by_word = _ByWord(asking, (1 << size) - 1)
        self.fitting = lru_cache(maxsize=1024)(self._fitting)

    def _fitting(self, text: str) -> int:
        return reduce(or_, map(self._by_word.__getitem__, words_in(text)), self._always)

    def joined_by(self, patterns: Sequence[re.Pattern[str]]) -> _Pool:
        """A pool with more patterns, whose bits stand above these."""
        asking, always = defaultdict(int, self._asking), self._always
        for bit, pattern in enumerate(patterns, self.size):
            need = need_of(pattern)
            if need is None:
                always |= 1 << bit
            else:
                for piece in need:
                    asking[piece] |= 1 << bit
        return _Pool(asking, always, self.size + len(patterns))


class Sieve:
    """Patterns that are told apart by the words that they need; each is one bit of a number."""

    __slots__ = ("_first", "_mask")
    _pool: ClassVar[_Pool]
    _lock: ClassVar[Lock] = Lock()

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        with Sieve._lock:
            self._first, self._mask = Sieve._pool.size, (1 << len(patterns)) - 1
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
    """The patterns that a word is enough for, as bits; read from its pieces when it is first met."""

    def __init__(self, asking: Mapping[str, int], every: int) -> None:
        super().__init__()
        self._asking = asking
        self._every = every
        self._begins = sorted({len(piece) for piece in asking if piece[0] == "^"})
        self._ends = sorted({len(piece) for piece in asking if piece[-1] == "$"})
        self._inside = sorted({len(piece) for piece in asking if piece.isalpha() or piece in MARKS})

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST:
            return self._every
        marked = word if word in MARKS else f"^{word}$"
        pieces = {marked[:length] for length in self._begins}
        pieces.update([marked[-length:] for length in self._ends])
        for length in self._inside:
            pieces.update([word[at : at + length] for at in range(len(word) - length + 1)])
        bits = reduce(or_, [self._asking[p] for p in pieces if p in self._asking], 0)
        if len(self) < _MOST:
            self[word] = bits
        return bits


Sieve._pool = _Pool({}, 0, 0)
