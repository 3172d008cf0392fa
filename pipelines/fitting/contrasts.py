"""Which choice of a contrast belongs to which labelled effect, and which readings say what the label says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.contrasts.choice import Reading, Scene
from miner.contrasts.looks import content_of
from miner.contrasts.names import spelled_out
from miner.phrases.denial import denies
from miner.text.document import Document
from miner.weights import Choice
from pipelines.effect_match import effect_key, number, same_contrast
from pipelines.evaluate import Record
from pipelines.fitting.logit import Case, Option, traits_of
from pipelines.fitting.texts import Read

__all__ = ["choice_for", "contrast_cases", "contrast_choices", "readings_of"]

_AGAINST = re.compile(r"\s(?:vs\.?|versus)\s|,\s(?:compared|relative)\s")
_PRINTED = re.compile(r"\d*[.·]?\d+")
_ALIKE = 0.3  # of the words of both


def contrast_cases(read: Read) -> Iterator[Case]:
    """Which reading of the contrast of each labelled effect is right."""
    left, made = read.effects, contrast_choices(read)
    for wanted in read.label.get("effects") or ():
        alike = [e for e in left if effect_key(e)[0] == effect_key(wanted)[0]]
        if not alike:
            continue
        effect = max(alike, key=lambda e: _agreement(e, wanted))
        left.remove(effect)
        choice = choice_for(read.doc, effect, made)
        if choice is not None:
            right = _says_it(read.doc, wanted.get("contrast") or "", readings_of(choice))
            options = zip(choice.candidates, right, strict=True)
            yield Case(read.doc_id, tuple(Option(traits_of(c), is_right) for c, is_right in options))


def contrast_choices(read: Read) -> list[Choice]:
    """The choices of contrasts that were made in a text."""
    return [choice for choice in read.choices if choice.table == "contrast_weights"]


def choice_for(doc: Document, effect: Record, left: list[Choice]) -> Choice | None:
    """The choice that was made for an effect, taken out of those left; None where the contrast was plain."""
    choice = next((c for c in left if _is_for(doc, c, effect)), None)
    if choice is not None:
        left.remove(choice)
    return choice


def readings_of(choice: Choice) -> list[Reading]:
    """The readings that a contrast was chosen among."""
    return [candidate.value for candidate in choice.candidates if isinstance(candidate.value, Reading)]


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


def _says_it(doc: Document, wanted: str, readings: Sequence[Reading]) -> list[bool]:
    """Which readings say what the label does; where one names both groups as it does, only such."""
    ours, theirs, *_ = (*_AGAINST.split(wanted, maxsplit=1), "", "")
    right = [_says(wanted, (ours, theirs), spelled_out(doc, reading.contrast)) for reading in readings]
    both = [ok and " vs " in reading.contrast for ok, reading in zip(right, readings, strict=True)]
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
