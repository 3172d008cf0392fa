"""Numbers that are no results and no counts of people: intervals, p-values, doses, ages, time points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from miner.rules import Rule, load_rules
from miner.text.document import Document
from miner.text.pattern_starts import Starts
from miner.text.word_starts import Sought, word_starts

__all__ = ["OtherNumbers", "find_other_numbers"]

Span = tuple[int, int, str]
_REACH = 400  # characters of a span at most: no number stands further from the words that tell its kind
_NONE = Starts(frozenset(), ())
_FEW = 12  # spans that begin before a number and may hold it
# A number, its sign, and the point that may open it: where a match can begin. The search skips to the
# characters of one set: with three alternatives it took four times as long.
_NUMBER = re.compile(r"[-−–.·\d](?:(?<=\d)(?<!\d\d)|(?<=[-−–])(?=\d)|(?<=[.·])(?<!\d[.·])(?=\d))")


def _rules(begins: str) -> list[Rule]:
    return [rule for rule in load_rules("other_numbers").rules if rule.data.get("begins", "") == begins]


def _kind(rule: Rule) -> str:
    return str(rule.data.get("kind", rule.id))


def _needs(rule: Rule) -> tuple[str, ...]:
    return tuple(rule.data.get("needs", ("",)))


_AT_WORDS = [(Sought(rule.pattern), _kind(rule)) for rule in _rules("word")]
_AT_NUMBERS = [(rule.pattern.match, _needs(rule), _kind(rule)) for rule in _rules("number")]
_ELSEWHERE = [(rule.pattern, _needs(rule), _kind(rule)) for rule in _rules("")]


@dataclass(frozen=True, slots=True)
class OtherNumbers:
    """Spans of a text with the kind of number that each holds, sorted by place."""

    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    def at(self, start: int, end: int) -> frozenset[str]:
        """The kinds whose span holds the number at ``start`` to ``end``."""
        last = bisect_right(self.starts, start)
        return frozenset([k for a, b, k in self.spans[max(0, last - _FEW) : last] if end <= b])


@lru_cache(maxsize=16)
def find_other_numbers(doc: Document) -> OtherNumbers:
    """Every span that a rule of ``rules/other_numbers.toml`` matches within a sentence."""
    spans = [*_at_words(doc), *_at_numbers(doc), *_elsewhere(doc)]
    spans.sort()
    return OtherNumbers(tuple([s[0] for s in spans]), tuple(spans))


def _at_words(doc: Document) -> Iterator[Span]:
    words = word_starts(doc.text)
    for sought, kind in _AT_WORDS:
        reached = -1
        for place in words.places(sought.starts or _NONE):
            if place < reached:
                continue
            sentence = doc.sentence_at(place)
            at = place - sentence.start
            m = sought.pattern.match(sentence.text, at, at + _REACH)
            if m:
                reached = sentence.start + m.end()
                yield place, reached, kind


def _at_numbers(doc: Document) -> Iterator[Span]:
    low = doc.text.lower()
    rules = [(match, cues, kind) for match, cues, kind in _AT_NUMBERS if any(cue in low for cue in cues)]
    for sentence in doc.sentences:
        text, start = sentence.text, sentence.start
        places = [m.start() for m in _NUMBER.finditer(text)]
        here = low[start : sentence.end] if len(low) == len(doc.text) else text.lower()
        for match, cues, kind in rules if places else ():
            if not any(cue in here for cue in cues):
                continue
            reached = 0
            for place in places:
                if place >= reached and (m := match(text, place, place + _REACH)):
                    reached = m.end()
                    yield start + place, start + reached, kind


def _elsewhere(doc: Document) -> Iterator[Span]:
    for pattern, cues, kind in _ELSEWHERE:
        if not any(cue in doc.text for cue in cues):
            continue
        for sentence in doc.sentences:
            if any(cue in sentence.text for cue in cues):
                for m in pattern.finditer(sentence.text):
                    yield sentence.start + m.start(), sentence.start + m.end(), kind
