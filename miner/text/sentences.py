"""Where sentences end: at a stop that no abbreviation, initial or number owns, or at a line's end.

What comes after them may cost the square of a sentence's length, for no sentence is longer than ``LONGEST``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["LONGEST", "first_sentence_end", "sentence_spans"]

LONGEST = 2000  # characters; nobody writes such a sentence, so what has no stop for so long is cut at a blank

# A sentence ends at a stop before white space and something that opens a sentence, at a stop before a
# capital where the space was lost ("survival.Patients"), or at a line's end.
# The first character is one of a set, which the search skips to; only the first of a run of spaces is tried.
_END = re.compile(
    r"[.?! \t\n](?:"
    r"(?<=[.?!])[\"'”’)\]]*(?=\s+[\"'“‘(\[•–-]?[A-Z0-9<≥≤>~±À-ÖØ-ÞΑ-Ωαβγ]|(?<=[a-z)\]%][.])[A-Z][a-z]{2})"
    r"|(?<=[ \t])(?<![ \t]{2})[ \t]*\n+|(?<=\n)\n*)"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:vs|v|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|Eq|Ref|Refs|approx|ca|cf|resp|al|e\.g|i\.e|Inc|Ltd|Co|Corp|Jr|"
    r"U\.S|U\.K|Drs|Univ|Dept|Sect|spp|sp|incl|excl|ie|eg|viz|clin|gov)|\b(?:[A-Z]\.)+[A-Z])\.$",
    re.IGNORECASE,
)
# Before a figure these are abbreviations too: "No. 1745", "Jan. 1", "P. 05".
_BEFORE_A_FIGURE = re.compile(
    r"\b(?:no|nos|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|p|n|vol|pp|max|min|ed|ver|reg|nr|grad|art)\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(\w*)[ (]?\b(?<![+/])[A-Z]\.$")
# "in group B. Patients" and "with A+B. Patients" end a sentence, "J. Smith" does not.
_LETTERED = frozenset(
    ("and", "arm", "arms", "category", "child", "class", "cohort", "factor", "grade", "group", "groups",
     "hepatitis", "level", "or", "part", "regimen", "score", "stage", "study", "type", "vitamin", "vs")
)  # fmt: skip
_OPENER = re.compile(
    r"\s+(?:The|In|We|Patients|This|These|Of|At|No|An?|Median|Overall|It|After|All|There|For|Our|Both|"
    r"To|With|On|Results?|Methods?|Conclusions?)\b"
)


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of ``text[start:end]``, white space at their ends left out."""
    begin = start
    for m in _END.finditer(text, start, end):
        if _is_abbreviation(text, start, m) or _is_wrapped(text, m):
            continue
        yield from _stripped(text, begin, m.end())
        begin = m.end()
    yield from _stripped(text, begin, end)


def first_sentence_end(text: str, start: int, limit: int) -> int:
    """Where the sentence that begins at ``start`` ends, at most ``limit``."""
    ends = (m.end() for m in _END.finditer(text, start, limit) if not _is_abbreviation(text, start, m))
    return next(ends, limit)


def _is_abbreviation(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the stop belongs to an abbreviation or initial, not to the sentence."""
    at = stop.start()
    if text[at] != ".":
        return False
    before = text[max(begin, at - 14) : at + 1]
    if _ABBREVIATED.search(before):
        return True
    if text[at + 1 : at + 3].strip()[:1].isdigit() and _BEFORE_A_FIGURE.search(before):
        return True
    initial = _INITIAL.search(before)
    return initial is not None and initial[1].lower() not in _LETTERED and not _OPENER.match(text, at + 1)


def _is_wrapped(text: str, stop: re.Match[str]) -> bool:
    """Whether a line's end only breaks a sentence: no stop before it, a small letter after it."""
    return (
        text[stop.end() - 1] == "\n"
        and text[stop.end() : stop.end() + 1].islower()
        and text[stop.start() - 1 : stop.start()] not in (".", "?", "!", ":", "\n", "")
    )


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        blank = text.rfind(" ", start + 1, start + LONGEST)
        cut = blank if blank > 0 else start + LONGEST
        yield from _without_blanks(text, start, cut)
        start = cut
    yield from _without_blanks(text, start, end)


def _without_blanks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + left, start + left + len(piece.strip())
