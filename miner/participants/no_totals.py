"""Numbers of people that are not the whole study's: those excluded, those of one of several studies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from miner.participants.candidates import find_mentions
from miner.text.document import Document

__all__ = ["FEWEST", "numbers_asked", "sizes_of_one_study", "sums_excluded"]

_EXCLUDED = re.compile(r"\b(?:excluded|left\sout|ineligible)\b", re.IGNORECASE)
_LABELLED = re.compile(r"\b(?:study|trial|experiment|cohort)\s(?P<label>A|B|C|[1-3]|I{1,3})\b", re.IGNORECASE)
_ANSWERED = frozenset(("answering", "answered"))
_BEHIND, _BEFORE = 90, 40  # characters between a study's label and its people
_MOST = 5  # groups of people left out
FEWEST = 10
"""People that are a study's."""


def sums_excluded(doc: Document) -> frozenset[int]:
    """What numbers in a row come to in sentences about those excluded: "14 and 4 were excluded", also 18."""
    mentions = find_mentions(doc)
    return frozenset(
        sum(run)
        for sentence in doc.sentences
        if _EXCLUDED.search(sentence.text)
        for run in _runs([m.value for m in mentions if m.sentence is sentence])
    )


def numbers_asked(doc: Document) -> frozenset[int]:
    """The wholes of which a part answered: of "140 of 900 surgeons replied" the 900 were only asked."""
    return frozenset(
        whole.value
        for part, whole in pairwise(find_mentions(doc))
        if "numerator" in part.traits and not part.traits.isdisjoint(_ANSWERED)
        if part.sentence is whole.sentence and part.value < whole.value
    )


def sizes_of_one_study(doc: Document) -> frozenset[int]:
    """The numbers of people of "study A" and of "study B", where a text reports two or more such."""
    found: dict[str, set[int]] = {}
    if not _LABELLED.search(doc.text):
        return frozenset()
    for mention in find_mentions(doc):
        if mention.value < FEWEST or "head:people" not in mention.traits:
            continue
        start, end = mention.start - mention.sentence.start, mention.end - mention.sentence.start
        for told in _LABELLED.finditer(mention.sentence.text):
            if 0 <= start - told.end() < _BEHIND or 0 <= told.start() - end < _BEFORE:
                found.setdefault(told["label"].upper(), set()).add(mention.value)
    return frozenset[int]().union(*found.values()) if len(found) > 1 else frozenset()


def _runs(values: Sequence[int]) -> Iterator[Sequence[int]]:
    """Stretches of a list, of up to so many numbers as a text says of its exclusions."""
    for start in range(len(values)):
        yield from (values[start : start + length] for length in range(1, _MOST + 1))
