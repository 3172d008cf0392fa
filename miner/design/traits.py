"""The traits that tell the observational designs apart: classes of words, and how many people are told."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, reduce
from operator import or_

from miner.design.lines import Line, design_lines
from miner.rules import load_rules
from miner.text.document import Document
from miner.text.pattern_starts import LETTERS
from miner.text.word_starts import Sought, WordStarts, fold

__all__ = ["design_traits"]

_OF_THIS_STUDY = 0.4  # the factor that a line has at least
_WORD = re.compile(r"\w+")
_PEOPLE = Sought(re.compile(
    r"\b(?<![\d.,·])(?P<number>\d{1,3}(?:[,\s\u2009\u00a0\u202f]\d{3})+|\d+)(?![\d.,·]\d)"
    r"(?:\s(?:[\w-]+\s){0,4}?(?:patients|women|men|participants|subjects|children|adults|individuals|people|persons|survivors|"
    r"cases|infants|neonates|newborns|births|deliveries|pregnancies|veterans|residents|adolescents|boys|girls|students|workers|"
    r"employees|mothers|controls|respondents|recipients|beneficiaries|users|nurses|physicians|volunteers|eyes|admissions|"
    r"hospitali[sz]ations|procedures|operations)\b|(?<=\d)\s?\))|\bn\s?=\s?(?P<of>\d[\d,]*)",
    re.IGNORECASE,
))  # fmt: skip
_STEPS = (30, 60, 100, 200, 500, 1_000, 3_000, 10_000, 30_000, 100_000)  # people
_P_VALUE = Sought(re.compile(r"\bp\s?(?:[<=>≤]|less\sthan|value)", re.IGNORECASE))
_P_VALUES = (1, 4)  # more than so many
_YEARS = range(1900, 2031)  # numbers that are calendar years


@lru_cache(maxsize=4)
def design_traits(doc: Document) -> Mapping[str, int | None]:
    """Each trait with the offset of the sentence that first shows it; None where the whole text does."""
    lines = [line for line in design_lines(doc) if line.factor >= _OF_THIS_STUDY]
    titles = [line for line in lines if line.role == "title"]
    body = [line for line in lines if line.role != "title"]
    found: dict[str, int | None] = {f"title: {name}": start for name, start in _classes_in(doc, titles)}
    found.update(_classes_in(doc, body))
    found.update(dict.fromkeys(_counts(doc, lines)))
    return found


@cache
def _classes() -> tuple[tuple[str, Sought], ...]:
    return tuple((rule.id, Sought(rule.pattern)) for rule in load_rules("design_words").rules)


@lru_cache(maxsize=50_000)
def _classes_of(word: str) -> int:
    """The classes that a word alone belongs to, as bits; the others ask for a phrase."""
    possible = _classes_beginning(fold(word)[:LETTERS])
    return sum([bit for bit, pattern in possible if pattern.search(word)])


@lru_cache(maxsize=20_000)
def _classes_beginning(letters: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The classes, each as its bit and its pattern, that a word of these first letters may belong to."""
    return tuple((1 << i, s.pattern) for i, (_, s) in enumerate(_classes()) if _can_begin(s, letters))


def _can_begin(sought: Sought, letters: str) -> bool:
    starts = sought.starts
    return starts is None or letters in starts.letters or letters.startswith(starts.prefixes)


def _classes_in(doc: Document, lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """The classes of which the lines have a word or a phrase, with the first such line."""
    told = [reduce(or_, map(_classes_of, _WORD.findall(line.text)), 0) for line in lines]
    by_word = reduce(or_, told, 0)
    sieve = load_rules("design_words").sieve
    fitting = [sieve.fitting(line.text) & ~by_word for line in lines]
    by_phrase = reduce(or_, fitting, 0)
    words = doc.words
    for index, (name, sought) in enumerate(_classes()):
        bit = 1 << index
        if by_word & bit:
            yield name, next(line.start for line, bits in zip(lines, told, strict=True) if bits & bit)
        elif by_phrase & bit:
            asked = [line for line, bits in zip(lines, fitting, strict=True) if bits & bit]
            if found := next(_found(words, asked, sought), None):
                yield name, found[0].start


def _found(words: WordStarts, lines: Iterable[Line], sought: Sought) -> Iterator[tuple[Line, re.Match[str]]]:
    """What a pattern finds in the lines, each with its line."""
    if sought.starts is None:
        yield from ((line, m) for line in lines for m in sought.pattern.finditer(line.text))
        return
    places, match = words.places(sought.starts), sought.pattern.match
    for line in lines if places else ():
        first = bisect_left(places, line.start)
        for place in places[first : bisect_left(places, line.end, first)]:
            if m := match(line.text, place - line.start):
                yield line, m


def _counts(doc: Document, lines: Sequence[Line]) -> Iterator[str]:
    """How many people the lines speak of at most, in steps, and how many p-values they print."""
    most = max(_people(doc, lines), default=0)
    yield from (f"people>={step}" for step in _STEPS if most >= step)
    if not most:
        yield "people uncounted"
    values = sum(1 for _ in _found(doc.words, (line for line in lines if line.role != "title"), _P_VALUE))
    yield from (f"p-values>{least}" for least in _P_VALUES if values > least)


def _people(doc: Document, lines: Sequence[Line]) -> Iterator[int]:
    for _, m in _found(doc.words, lines, _PEOPLE):
        count = int(re.sub(r"\D", "", m["number"] or m["of"]))
        if m["of"] or count not in _YEARS:
            yield count
