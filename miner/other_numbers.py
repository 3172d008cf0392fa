"""Numbers that are no results and no counts of people: intervals, p-values, doses, ages, time points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from miner.document import Document, Sentence
from miner.rules import load_rules

__all__ = ["OtherNumbers", "find_other_numbers"]

_RULES = [(rule, tuple(rule.data.get("needs", ("",)))) for rule in load_rules("other_numbers").rules]
_NUMBERED = re.compile(r"\d|[a-z][ -](?:year|month|week|day)")


@dataclass(frozen=True, slots=True)
class OtherNumbers:
    """Spans of a text with the name of the rule that set each aside, sorted by place."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int, str], ...]

    def at(self, start: int, end: int) -> frozenset[str]:
        """Names of the rules whose span holds the number at ``start`` to ``end``."""
        last = bisect_right(self.starts, start)
        return frozenset(k for a, b, k in self.spans[max(0, last - 12) : last] if a <= start and end <= b)


@lru_cache(maxsize=16)
def find_other_numbers(doc: Document) -> OtherNumbers:
    """Every span that a rule of ``rules/other_numbers.toml`` matches within a sentence."""
    spans = sorted(span for s in doc.sentences if _NUMBERED.search(s.text) for span in _in_sentence(s))
    return OtherNumbers(tuple(s[0] for s in spans), tuple(spans))


def _in_sentence(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """The rule's cues ("needs") are looked for first: most sentences hold few of them."""
    text, low, start = sentence.text, sentence.text.lower(), sentence.start
    for rule, cues in _RULES:
        if any(cue in low for cue in cues):
            for m in rule.pattern.finditer(text):
                yield start + m.start(), start + m.end(), rule.id
