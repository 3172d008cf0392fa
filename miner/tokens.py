"""Words, numbers and marks of a text, with their places; number words are numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["Token", "has_number", "tokenize"]

Kind = Literal["number", "word", "mark"]

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
_SPELLED = rf"(?:a\s)?\b(?:{_WORDS})(?:(?:[\s-]|{_AND})(?:{_WORDS}))*\b"
# A group of thousands may be set off by a comma or a space, never by a point.
_DIGITS = (
    r"(?<![\w.,·])(?:[1-9]\d{0,2}(?:[,\u2009\u00a0\u202f]\d{3})+|[1-9]\d{0,2}(?:\s\d{3})+(?![\d.,%·-])|\d+)"
    r"(?:[.·]\d+)?|(?<![\w.·])[.·]\d+"
)
_ANY_NUMBER = re.compile(rf"\d|\b(?:{_WORDS})\b", re.I)
_SEPARATORS = re.compile(r"[,\s]")
_TOKEN = re.compile(
    rf"(?P<digits>(?=[\d.·]){_DIGITS})|(?P<spelled>(?=[aefhmnostz]){_SPELLED})|(?P<word>[^\W\d_][\w']*)|(?P<mark>[^\w\s])|\w+",
    re.I,
)


class Token(NamedTuple):
    """A word, a number or a mark; ``value`` is set for numbers only, ``text`` is in lower case."""

    kind: Kind
    text: str
    start: int
    end: int
    value: float | None = None

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number printed without a fraction."""
        if self.value is None or "." in self.text or "·" in self.text or self.value % 1:
            return None
        return int(self.value)


def has_number(text: str) -> bool:
    """Does the text print a digit or a number word?"""
    return bool(_ANY_NUMBER.search(text))


@lru_cache(maxsize=512)
def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens in order."""
    return tuple(_token(m) for m in _TOKEN.finditer(text))


def _token(m: re.Match[str]) -> Token:
    text, kind = m[0].lower(), m.lastgroup
    if kind == "digits":
        return Token("number", text, m.start(), m.end(), float(_SEPARATORS.sub("", text).replace("·", ".")))
    if kind == "spelled":
        return Token("number", text, m.start(), m.end(), float(_spelled(text)))
    return Token("mark" if kind == "mark" else "word", text, m.start(), m.end())


def _spelled(text: str) -> int:
    """The value of "three hundred and twenty-six"."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALE:
            total, part = total + max(part, 1) * _SCALE[word], 0
    return total + part
