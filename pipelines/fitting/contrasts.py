"""Which choice of a contrast belongs to which labelled effect, and which readings say what the label says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.contrast_choice import Scene
from miner.contrast_looks import content_of, denies
from miner.contrasts import spelled_out
from miner.document import Document
from miner.weights import Choice
from pipelines.effect_match import effect_key, number, same_contrast
from pipelines.evaluate import Record

__all__ = ["effect_choices", "says_it"]

_AGAINST = re.compile(r"\s(?:vs\.?|versus)\s|,\s(?:compared|relative)\s")
_PRINTED = re.compile(r"\d*[.·]?\d+")
_ALIKE = 0.3  # of the words of both


def effect_choices(
    doc: Document, record: Record, choices: Sequence[Choice], label: Record
) -> Iterator[tuple[str, Choice]]:
    """The contrast of each labelled effect that was read, with the choice that was made for it."""
    read, left = list(record.get("effects") or ()), list(choices)
    for wanted in label.get("effects") or ():
        alike = [e for e in read if effect_key(e)[0] == effect_key(wanted)[0]]
        if not alike:
            continue
        effect = max(alike, key=lambda e: _agreement(e, wanted))
        read.remove(effect)
        choice = next((c for c in left if _is_for(doc, c, effect)), None)
        if choice is not None:
            left.remove(choice)
            yield wanted.get("contrast") or "", choice


def _agreement(effect: Record, wanted: Record) -> tuple[int, bool]:
    """How much an effect of the same number has in common with the labelled one."""
    agreed = sum(a == b for a, b in zip(effect_key(effect), effect_key(wanted), strict=True))
    return agreed, same_contrast(effect.get("contrast"), wanted.get("contrast"))


def _is_for(doc: Document, choice: Choice, effect: Record) -> bool:
    """Whether the number that a choice was made for is the effect's: there, and printed so."""
    scene = choice.about
    if not isinstance(scene, Scene):
        return False
    begin = doc.text.find(scene.text)
    printed = _PRINTED.search(scene.text, scene.at)
    if begin < 0 or printed is None:
        return False
    evidence = effect["evidence"]
    there = evidence["start"] <= begin + scene.at < evidence["end"]
    return there and number(printed[0].replace("·", ".")) == number(abs(effect["value"]))


def says_it(doc: Document, wanted: str, readings: Sequence[str]) -> list[bool]:
    """Which readings say what the label does; where one names both groups as it does, only such."""
    ours, theirs, *_ = (*_AGAINST.split(wanted, maxsplit=1), "", "")
    right = [_says(wanted, (ours, theirs), spelled_out(doc, reading)) for reading in readings]
    both = [ok and " vs " in reading for ok, reading in zip(right, readings, strict=True)]
    return both if theirs and any(both) else right


def _says(wanted: str, sides: tuple[str, str], reading: str) -> bool:
    """The same contrast in much the same words, the same way round, neither denied alone."""
    left, _, right = reading.partition(" vs ")
    if not same_contrast(wanted, reading) or denies(left) != denies(sides[0]):
        return False
    a, b = content_of(wanted), content_of(reading)
    if 2 * len(a & b) < _ALIKE * (len(a) + len(b)):
        return False
    as_wanted = _shared(left, sides[0]) + _shared(right, sides[1])
    return not sides[1] or as_wanted >= _shared(left, sides[1]) + _shared(right, sides[0])


def _shared(a: str, b: str) -> int:
    return len(content_of(a) & content_of(b))
