"""Of several readings of what a number compares, the likeliest: each weighed by what it looks like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from miner.endpoint_mentions import mentions_in
from miner.groups import is_named
from miner.model import Arm
from miner.weights import load_weights, score

__all__ = ["Chosen", "Reading", "Scene", "can_stand", "likeliest", "traits_of"]

_WORD = re.compile(r"[a-z0-9+]+")
_COMMON = frozenset(
    "a an the of in with and or vs versus than to for on by at from patients group groups"
    " women who had arm arms".split()
)
_DIGIT = re.compile(r"\d")
_VERB = re.compile(
    r"\b(?:were|was|is|are|had|has|have|did|do|can|may|will|would|could|remained|identified|found|showed|"
    r"corroborated|conferred|address|reduce[sd]?|improve[sd]?|increase[sd]?|decrease[sd]?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:ratios?|rates?|median|mean|survival|mortality|risks?|odds|scores?|incidence|time|duration|difference|outcomes?|endpoints?)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"^(?:\w+\s)?(?:patients|women|men|subjects|participants|respondents|cases|children|controls)(?:\s(?:who|with|in))?$",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(
    r"^(?:starting|address|after|before|while|at|in|on|per|ml|choice|subset|slightly|the|respectively)\b|\b(?:at|in|of|the|and|or|with|to|by|for|on|than)$",
    re.IGNORECASE,
)
_TREATMENT = re.compile(
    r"\b(?:therap\w+|treatments?|surg\w+|resections?|\w+ectom(?:y|ies)|radiotherapy|chemotherapy|irradiation|interventions?|"
    r"drugs?|doses?|\d+\s?mg|training|exercise|diet\w*|program(?:me)?|vaccin\w*|screening|care|placebo|control|supplement\w*|"
    r"\w{3,}(?:mab|nib|ciclib|statin|platin|taxel|rubicin|citabine|zole|oxifen|dronate|vir|cillin|mycin|pril|sartan|olol|gliptin|gliflozin))\b",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    r"\b(?:age|aged|older|younger|sex|gender|male|female|men|women|stage|grade|status|size|number|history|levels?|scores?|index|use|"
    r"users?|smok\w+|BMI|obesity|diabetes|positiv\w+|negativ\w+|presence|absence|expression|mutations?|genotypes?|alleles?|race|ethnicity|"
    r"tumou?rs?|nod(?:e|al)\w*|margins?|invasion|disease|syndrome|subtypes?|type|ratio|volume|comorbidit\w+|intake|exposure)\b|[<>≥≤]",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:versus|vs?|than|compared|relative\sto|between|against|reference)\b", re.IGNORECASE
)
_PREDICTS = re.compile(
    r"\b(?:associat\w+|predict\w+|factors?|correlat\w+|determinants?|prognostic|linked)\b", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"(?:it|its|they|their|this|these|the\s(?:same|effect|association|difference))\b", re.IGNORECASE
)
_ESTIMATES = re.compile(r"\b(?:HR|OR|RR|ratio|CI)\b|[(\[]\d")
_DENIAL = re.compile(
    r"\b(?:no|not|non|none|without|omission|omitting|absence|lack|never|forgoing)\b", re.IGNORECASE
)
_LENGTHS = ((1, "1 word"), (3, "2-3 words"), (6, "4-6 words"), (10, "7-10 words"))
_NEAR, _FAR = 40, 120


class Reading(NamedTuple):
    """One reading of a contrast and the rule that gave it."""

    kind: str
    contrast: str


class Chosen(NamedTuple):
    """The contrast chosen, and the share (0 to 1) of the weight of all readings that say the same."""

    contrast: str
    clarity: float


class Scene(NamedTuple):
    """Where the number stands: its passage and its place there, its endpoint, and what the study is about.

    ``whole`` is the document's text in small letters.
    """

    text: str
    at: int
    arms: Sequence[Arm]
    endpoint: str = ""
    title: str = ""
    whole: str = ""


def can_stand(contrast: str) -> bool:
    """Whether each side of the contrast is a name."""
    left, _, right = contrast.partition(" vs ")
    return is_named(left) and (not right or is_named(right, other=True))


def likeliest(readings: Sequence[Reading], scene: Scene) -> Chosen:
    """The reading with the highest weight; of equals the first; empty where none can stand."""
    standing = [r for r in readings if can_stand(r.contrast)]
    if not standing:
        return Chosen("", 0.0)
    weights = load_weights("contrast_weights", "contrast")
    scores = [score(traits_of(r, standing, scene), weights) for r in standing]
    best = max(range(len(standing)), key=scores.__getitem__)
    chosen = _completed(standing[best].contrast, standing, scene)
    odds = [math.exp(s - scores[best]) for s in scores]
    same = [o for o, r in zip(odds, standing, strict=True) if _says_the_same(r.contrast, chosen)]
    return Chosen(chosen, math.fsum(same) / math.fsum(odds))


def _completed(chosen: str, standing: Sequence[Reading], scene: Scene) -> str:
    """A group alone, with the group that the same sentence sets it against where another rule reads it."""
    if " vs " in chosen:
        return chosen
    ours, printed = _content(chosen), set(_WORD.findall(scene.text.lower()))
    for reading in standing:
        left, _, right = reading.contrast.partition(" vs ")
        other = _content(right)
        if other and ours and _content(left) == ours and other <= printed:
            return reading.contrast
    return chosen


def _says_the_same(one: str, other: str) -> bool:
    """Whether at least half of the shorter one's words stand in the other."""
    a, b = _content(one), _content(other)
    return one == other or (bool(a and b) and 2 * len(a & b) >= min(len(a), len(b)))


def traits_of(reading: Reading, readings: Sequence[Reading], scene: Scene) -> set[str]:
    """What speaks for or against a reading, beside the others that can stand."""
    left, _, right = reading.contrast.partition(" vs ")
    ours = _content(reading.contrast)
    trial = "trial" if len(scene.arms) >= 2 else "no trial"
    found = {f"kind:{reading.kind}", f"{trial} {reading.kind}", "two sides" if right else "one side"}
    found.add(f"{trial} {'two sides' if right else 'one side'}")
    found.add(f"rank:{min([r.contrast for r in readings].index(reading.contrast), 3)}")
    found.update(_looks("left", left))
    found.update(_looks("right", right) if right else ())
    if right and _content(left) == _content(right):
        found.add("same sides")
    found.update(_backed(reading, ours, readings))
    found.update(_turned(left, right, readings))
    found.update(_among_arms(left, right, scene.arms))
    found.update(_printed(left, ours, scene))
    found.update(_told(left, scene))
    found.update(_among(reading.kind, right, scene))
    return found


def _content(phrase: str) -> set[str]:
    return set(_WORD.findall(phrase.lower())) - _COMMON


def _looks(side: str, phrase: str) -> Iterator[str]:
    """How the phrase of one side looks: its length, numbers, verbs, endpoints, torn ends."""
    length = len(phrase.split())
    yield f"{side}:{next((name for most, name in _LENGTHS if length <= most), 'long')}"
    for name, pattern in (
        ("digit", _DIGIT),
        ("verb", _VERB),
        ("measured", _MEASURED),
        ("people", _PEOPLE),
        ("torn", _LEFT_OVER),
        ("treatment", _TREATMENT),
        ("trait", _TRAIT),
    ):
        if pattern.search(phrase):
            yield f"{side}:{name}"
    if phrase[:1].isupper():
        yield f"{side}:capital"
    if phrase.count("(") != phrase.count(")"):
        yield f"{side}:bracket"
    if "," in phrase:
        yield f"{side}:comma"
    if mentions_in(phrase):
        yield f"{side}:endpoint"


def _backed(reading: Reading, ours: set[str], readings: Sequence[Reading]) -> Iterator[str]:
    """Which other rules read much the same."""
    backers = [
        r.kind
        for r in readings
        if r.kind != reading.kind and len(ours & _content(r.contrast)) * 2 >= len(ours) > 0
    ]
    yield f"backed:{min(len(backers), 4)}"
    for kind in backers:
        yield f"backed by {kind}"


def _turned(left: str, right: str, readings: Sequence[Reading]) -> Iterator[str]:
    """Whether the reading says the opposite of one before it: sides exchanged, a denial dropped or added."""
    ours = bool(_DENIAL.search(left))
    if ours:
        yield "left:denial"
    for before in readings:
        other_left, _, other_right = before.contrast.partition(" vs ")
        if (other_left, other_right) == (left, right):
            return
        swapped = (
            right and _content(other_left) == _content(right) and _content(other_right) == _content(left)
        )
        if swapped:
            yield "exchanged"
            return
        if bool(_DENIAL.search(other_left)) != ours and _content(other_left) & _content(left):
            yield "denial dropped or added"
            return


def _among_arms(left: str, right: str, arms: Sequence[Arm]) -> Iterator[str]:
    """Whether the sides share words with the study's arms."""
    if len(arms) < 2:
        return
    known = [_content(arm.label) for arm in arms]
    for side, phrase in (("left", left), ("right", right)):
        if phrase:
            yield f"{side}:{'an arm' if any(_content(phrase) & words for words in known) else 'no arm'}"


def _printed(left: str, ours: set[str], scene: Scene) -> Iterator[str]:
    """Where the reading's words stand."""
    low, at = scene.text.lower(), scene.at
    there = ours & set(_WORD.findall(low))
    yield "all printed" if there == ours else "part printed" if there else "not printed"
    place = low.rfind(left.lower(), 0, at)
    if place >= 0:
        gap = at - place - len(left)
        yield f"before:{'near' if gap < _NEAR else 'middle' if gap < _FAR else 'far'}"
    elif low.find(left.lower(), at) >= 0:
        yield "behind"


def _told(left: str, scene: Scene) -> Iterator[str]:
    """How much of the left side the endpoint, the title and the rest of the text say."""
    words, about = _content(left), _content(scene.endpoint)
    if about and len(about & words) * 2 >= len(words):
        yield "left:is the endpoint"
    if words:
        yield f"{len(words & _content(scene.title)) * 3 // len(words)}/3 in title"
        often = min(scene.whole.count(w) for w in words)
        yield f"left:said {'once' if often < 2 else 'often' if often < 4 else 'very often'}"


def _among(kind: str, right: str, scene: Scene) -> Iterator[str]:
    """What kind of sentence holds the number."""
    if _PRONOUN.match(scene.text):
        yield f"pronoun: {kind}"
    if len(_ESTIMATES.findall(scene.text)) > 1:
        yield f"several: {kind}"
    for name, pattern in (("compares", _COMPARES), ("predicts", _PREDICTS)):
        if pattern.search(scene.text):
            yield f"{name}: {kind}"
            yield f"{name}: {'two sides' if right else 'one side'}"
    words = set(_WORD.findall(scene.text.lower()))
    named = sum(bool(_content(arm.label) & words) for arm in scene.arms)
    yield f"{min(named, 2)} arms in sentence: {kind}"
