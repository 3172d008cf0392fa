"""Words, numbers and marks of a text, with the places of its numbers; number words are numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from miner.text.sieve import Guarded
from miner.text.word_starts import fold

__all__ = ["Number", "Tokens", "has_number", "tokenize"]

_SMALL = {
    **{w: i for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split())},
    **{w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
    "fourty": 40,
}  # fmt: skip
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORDS = "|".join(sorted((*_SMALL, *_SCALE), key=len, reverse=True))
# "Three hundred twenty-six", "one hundred and one", "Eight-thousand four-hundred twenty-two".
_AND = r"(?:(?<=hundred)|(?<=thousand))\sand\s"
_SPELLED = rf"\b(?:a\s)?(?:{_WORDS})(?:(?:[\s-]|{_AND})(?:{_WORDS}))*\b"
# A group of thousands may be set off by a comma or a space, never by a point.
_DIGITS = (
    r"(?<![\w.,·])(?:[1-9]\d{0,2}(?:[,\u2009\u00a0\u202f]\d{3})+|[1-9]\d{0,2}(?:\s\d{3})+(?![\d.,%·-])|\d+)"
    r"(?:[.·]\d+)?(?:\s(?:thousand|million)\b)?|(?<![\w.·])[.·]\d+"
)
_DIGIT = re.compile(r"\d")
_SPELLED_NUMBER = Guarded(re.compile(rf"\b(?:{_WORDS})\b", re.I))
_SEPARATORS = re.compile(r"[,\s]")
_NUMBER = re.compile(rf"(?=[\d.·])(?:{_DIGITS})|(?=[aefhmnostz])(?P<spelled>{_SPELLED})")
_TOKEN = re.compile(r"[^\W\d_][\w']*|[^\w\s]|\w+")


class Number(NamedTuple):
    """A number with its place in the text, among tokens and among words; ``text`` is in lower case."""

    value: float
    text: str
    start: int
    end: int
    token: int
    word: int

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number printed without a fraction."""
        if "." in self.text or "·" in self.text or self.value % 1:
            return None
        return int(self.value)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text in lower case and in order.

    ``words`` are the tokens without the marks, numbers being empty strings; ``breaks`` are the places
    among the words where a semicolon or a colon is printed.
    """

    texts: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[Number, ...]
    breaks: tuple[int, ...]


def has_number(text: str) -> bool:
    """Does the text print a digit or a number word?"""
    return bool(_DIGIT.search(text) or _SPELLED_NUMBER.search(text))


@lru_cache(maxsize=512)
def tokenize(text: str) -> Tokens:
    """All tokens of the text."""
    low = fold(text)
    texts: list[str] = []
    words: list[str] = []
    numbers: list[Number] = []
    breaks: list[int] = []
    at = 0
    for m in _NUMBER.finditer(low):
        _read(_TOKEN.findall(low, at, m.start()), texts, words, breaks)
        number = m[0]
        value = _spelled(number) if m["spelled"] else _value(number)
        numbers.append(Number(value, number, m.start(), m.end(), len(texts), len(words)))
        texts.append(number)
        words.append("")
        at = m.end()
    _read(_TOKEN.findall(low, at), texts, words, breaks)
    return Tokens(tuple(texts), tuple(words), tuple(numbers), tuple(breaks))


def _read(found: list[str], texts: list[str], words: list[str], breaks: list[int]) -> None:
    """Add the tokens between two numbers."""
    texts += found
    if ";" not in found and ":" not in found:
        words += [t for t in found if len(t) > 1 or t.isalnum()]
        return
    for text in found:
        if text in ";:":
            breaks.append(len(words))
        elif len(text) > 1 or text.isalnum():
            words.append(text)


def _value(digits: str) -> float:
    """The value of "1,452", "0·8" or "2.3 million"."""
    word = digits.split()[-1]
    scale = _SCALE.get(word, 1)
    value = float(_SEPARATORS.sub("", digits.removesuffix(word) if scale > 1 else digits).replace("·", "."))
    return float(round(value * scale)) if scale > 1 else value


def _spelled(text: str) -> float:
    """The value of "three hundred and twenty-six"."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALE:
            total, part = total + max(part, 1) * _SCALE[word], 0
    return float(total + part)
