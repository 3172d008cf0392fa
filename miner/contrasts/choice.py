"""Of several readings of what a number compares, the likeliest: each weighed by what it looks like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from miner.contrasts.looks import content_of, looks_of, words_of
from miner.contrasts.place import spot_of
from miner.contrasts.readings import OF_STUDY, Reading, Scene, left_by_sentence
from miner.contrasts.sense import can_stand
from miner.contrasts.subgroups import but_settings
from miner.phrases.denial import DENIAL, denies, left_out
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.weights import Candidate, load_weights, note, score

__all__ = ["Chosen", "Reading", "Scene", "likeliest", "traits_of"]

_COMPARES = re.compile(
    r"\b(?:versus|vs?|than|compared|relative\sto|between|against|reference)\b", re.IGNORECASE
)
_ASSOCIATES = re.compile(r"\b(?:associat\w+|correlat\w+|linked|relat(?:ed|ion\w*))\b", re.IGNORECASE)
_PREDICTS = re.compile(
    r"\b(?:predict\w+|factors?|determinants?|prognostic\w*|variables|covariates)\b", re.IGNORECASE
)
_RELATES = (("compares", _COMPARES), ("predicts", _PREDICTS), ("associates", _ASSOCIATES))
_NEAR, _FAR = 40, 120


class Chosen(NamedTuple):
    """The contrast chosen, and the share (0 to 1) of the weight of all readings that say the same."""

    contrast: str
    clarity: float


def likeliest(
    readings: Sequence[Reading], scene: Scene, weights: Mapping[str, float] | None = None
) -> Chosen:
    """The reading with the highest weight; of equals the first; empty where none can stand.

    ``weights`` are those of ``rules/contrast_weights.toml`` unless given.
    """
    able = [r for r in readings if can_stand(r.contrast)]
    about = but_settings([r.contrast for r in able], scene.text, scene.at, scene.arms, scene.whole)
    able = [r for r in able if r.contrast in about]
    standing = left_by_sentence(able, scene)
    if not standing:
        return Chosen("", 0.0)
    weights = load_weights("contrast_weights", "contrast") if weights is None else weights
    stage = _Stage(scene, standing)
    told = [stage.traits(r) for r in standing]
    scores = [score(traits, weights) for traits in told]
    weighed = (Candidate(r, "contrast", traits) for r, traits in zip(standing, told, strict=True))
    note("contrast_weights", weighed, scene)
    best = max(range(len(standing)), key=scores.__getitem__)
    chosen = stage.completed(standing[best])
    odds = [math.exp(s - scores[best]) for s in scores]
    same = [o for o, r in zip(odds, standing, strict=True) if _says_the_same(r.contrast, chosen)]
    return Chosen(chosen, math.fsum(same) / math.fsum(odds))


def _says_the_same(one: str, other: str) -> bool:
    """Whether at least half of the shorter one's words stand in the other."""
    a, b = content_of(one), content_of(other)
    return one == other or (bool(a and b) and 2 * len(a & b) >= min(len(a), len(b)))


def traits_of(reading: Reading, readings: Sequence[Reading], scene: Scene) -> set[str]:
    """What speaks for or against a reading, beside the others that can stand."""
    return _Stage(scene, readings).traits(reading)


@lru_cache(maxsize=4096)
def _often(word: str, whole: str) -> int:
    """How often a text holds a word."""
    return whole.count(word)


@lru_cache(maxsize=256)
def _relations(text: str) -> tuple[str, ...]:
    """How a sentence relates things."""
    return tuple([name for name, pattern in _RELATES if pattern.search(text)])


class _Stage:
    """A scene with the readings that stand on it, and what is the same for all of them."""

    def __init__(self, scene: Scene, readings: Sequence[Reading]) -> None:
        self._scene, self._readings = scene, readings
        self._contrasts = [r.contrast for r in readings]
        self._sides = [(left, right) for left, _, right in [c.partition(" vs ") for c in self._contrasts]]
        self._low = scene.text.lower()
        self._printed = words_of(self._low)
        self._arms = [content_of(arm.label) for arm in scene.arms]
        self._trial = (
            "no groups" if len(scene.arms) < 2 else "trial" if "randomi" in scene.whole else "groups"
        )
        self._spot = spot_of(scene.text, scene.at, scene.known)

    def completed(self, reading: Reading) -> str:
        """A group alone, with what another rule sets it against, where that is printed here or its denial."""
        chosen = reading.contrast
        if " vs " not in chosen or reading.kind in OF_STUDY:
            chosen = self._denied(chosen)
        if " vs " in chosen:
            return chosen
        ours = content_of(chosen)
        for contrast, (left, right) in zip(self._contrasts, self._sides, strict=True):
            other, words = content_of(right), content_of(left)
            if other and ours and words == ours and other <= self._printed:
                return contrast
            if (
                ours
                and ours <= words
                and denies(right)
                and not denies(chosen)
                and content_of(DENIAL.sub("", right)) - {"did"} <= words
            ):
                return contrast
        return chosen

    def _denied(self, chosen: str) -> str:
        """``the omission of surgery (HR 1.8)``: never surgery, where the sentence denies it."""
        named = chosen.partition(" vs ")[0]
        if denies(named):
            return chosen
        ours = content_of(named)
        for left, right in self._sides:
            denied = not right and left_out(left) is not None and not ours.isdisjoint(content_of(left))
            if denied and self._low.rfind(left.lower(), 0, self._scene.at) >= 0:
                return left
        return chosen

    def traits(self, reading: Reading) -> set[str]:
        """What speaks for or against one of the readings."""
        kind, contrast = reading
        left, _, right = contrast.partition(" vs ")
        ours, sides = content_of(contrast), "two sides" if right else "one side"
        found = {f"kind:{kind}", f"{self._trial} {kind}", sides, f"{self._trial} {sides}"}
        found.add(f"rank:{min(self._contrasts.index(contrast), 3)}")
        found.update(looks_of("left", left))
        if right:
            found.update(looks_of("right", right))
            if content_of(left) == content_of(right):
                found.add("same sides")
        found.update(self._turned(left, right))
        found.update(self._among_arms(left, right))
        found.update(self._place(left, ours))
        found.update(self._told(left, right))
        found.update(self._among(kind, sides))
        found.update(self._spot.traits(left))
        return found

    def _turned(self, left: str, right: str) -> Iterator[str]:
        """Whether it says the opposite of a reading before it: sides exchanged, a denial more or less."""
        denied, words = denies(left), content_of(left)
        if denied:
            yield "left:denial"
        for other_left, other_right in self._sides:
            if (other_left, other_right) == (left, right):
                return
            others = content_of(other_left)
            if right and others == content_of(right) and content_of(other_right) == words:
                yield "exchanged"
                return
            if denies(other_left) != denied and not others.isdisjoint(words):
                yield "denial dropped or added"
                return

    def _among_arms(self, left: str, right: str) -> Iterator[str]:
        """Whether the sides share words with the study's arms."""
        if len(self._arms) < 2:
            return
        for side, phrase in (("left", left), ("right", right)):
            if phrase:
                words = content_of(phrase)
                yield f"{side}:{'no arm' if all(map(words.isdisjoint, self._arms)) else 'an arm'}"

    def _place(self, left: str, ours: frozenset[str]) -> Iterator[str]:
        """Where the reading's words stand."""
        there = ours & self._printed
        yield "all printed" if there == ours else "part printed" if there else "not printed"
        at, name = self._scene.at, left.lower()
        place = self._low.rfind(name, 0, at)
        if place >= 0:
            gap = at - place - len(left)
            yield f"before:{'near' if gap < _NEAR else 'middle' if gap < _FAR else 'far'}"
        elif self._low.find(name, at) >= 0:
            yield "behind"

    def _told(self, left: str, right: str) -> Iterator[str]:
        """How much of the left side the endpoint, the title and the rest of the text say."""
        words, about = content_of(left), content_of(self._scene.endpoint)
        if about and len(about & words) * 2 >= len(words):
            yield "left:is the endpoint"
        known = content_of(endpoint_in_title(self._scene.title))
        if known and words and len(known & words) * 2 >= min(len(words), len(known)):
            yield "left:the title's endpoint"
        others = content_of(right)
        if known and others and len(known & others) * 2 >= min(len(others), len(known)):
            yield "right:the title's endpoint"
        if words:
            yield f"{len(words & content_of(self._scene.title)) * 3 // len(words)}/3 in title"
            often = min([_often(word, self._scene.whole) for word in words])
            yield f"left:said {'once' if often < 2 else 'often' if often < 4 else 'very often'}"

    def _among(self, kind: str, sides: str) -> Iterator[str]:
        """What kind of sentence holds the number."""
        for name in _relations(self._scene.text):
            yield f"{name}: {kind}"
            yield f"{name}: {sides}"
