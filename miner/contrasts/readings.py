"""The readings of a contrast that the number's own sentence leaves: no covariates, endpoints, other items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from miner.contrasts.labels import is_level
from miner.contrasts.looks import content_of
from miner.contrasts.place import is_covariate, spot_of
from miner.model import Arm
from miner.phrases.clauses import enclosing_bracket, phrase_before
from miner.phrases.endpoint_mentions import mentions_in

__all__ = ["OF_STUDY", "Reading", "Scene", "left_by_sentence"]

_OWN = frozenset(("effect of", "unit", "related"))
_ELSEWHERE = frozenset(("study", "arms", "around", "earlier frame"))
OF_STUDY = _ELSEWHERE | {"design", "aim", "title"}
_ANY_GROUP = frozenset(
    "group groups arm arms intervention experimental treatment control patients women trial both".split()
)
# "Number of sites (1 vs 2 or more; HR 0.6)": levels of what stands before the bracket.
_LEVEL = (
    r"(?:[<>≥≤]?\s?\d[\d.·]*(?:\s?[-–+]\s?\d*)?(?:\s(?!vs?\b|versus\b)[\w/]+){0,3}|one|two|three|single|multiple|solitary|positive|negative"
    r"|high|low|present|absent|yes|no)"
)
_LEVELS = re.compile(
    rf"\s?{_LEVEL}\s(?:vs?\.?|versus|compared\s(?:with|to))\s{_LEVEL}\s?[,;:]", re.IGNORECASE
)


class Reading(NamedTuple):
    """One reading of a contrast and the rule that gave it."""

    kind: str
    contrast: str


class Scene(NamedTuple):
    """Where the number stands: its passage and its place there, its endpoint, and what the study is about.

    ``whole`` is the document's text in small letters, ``known`` the endpoint that the title names.
    """

    text: str
    at: int
    arms: Sequence[Arm]
    endpoint: str = ""
    title: str = ""
    whole: str = ""
    known: str = ""


def left_by_sentence(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """The readings but those that the number's own sentence rules out, as long as others are left."""
    able = _of_levels(_but_covariates(readings, scene), scene)
    able = _but_told_endpoint(_in_list(able, scene), scene)
    frame = spot_of(scene.text, scene.at, scene.known).frame
    told = content_of(frame.factor) - _ANY_GROUP if frame and frame.told else frozenset()
    return _but_endpoint(_by_own_words(able, told), scene.endpoint)


def _but_covariates(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """The readings but those that only name what a model was adjusted for, where others are left."""
    others = [r for r in readings if not is_covariate(r.contrast.partition(" vs ")[0], scene.text)]
    return others or readings


def _of_levels(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """Of a number beside two levels of a factor, the readings that share a word with it, if any."""
    start, _ = enclosing_bracket(scene.text, scene.at)
    if start == scene.at or not _LEVELS.match(scene.text, start):
        return readings
    factor = content_of(phrase_before(scene.text, start - 1, factor=True))
    return [r for r in readings if not factor.isdisjoint(content_of(r.contrast))] or readings


def _in_list(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """Of a number that has an item of a list of factors, the readings but other items and endpoints."""
    if all(r.kind != "frame" for r in readings):
        return readings
    spot = spot_of(scene.text, scene.at, scene.known)
    others = OF_STUDY if spot.among_factors else frozenset()
    return [
        r
        for r in readings
        if r.kind == "frame"
        or (r.kind not in others and (" vs " in r.contrast or not spot.excludes(r.contrast)))
    ]


def _but_told_endpoint(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """The readings but what follows a verb that tells the factor, where that is among them."""
    frame = spot_of(scene.text, scene.at, scene.known).frame
    if frame is None or not frame.told or all(r.kind != "frame" for r in readings):
        return readings
    ours, behind = content_of(frame.factor), scene.text[frame.factors[1] : scene.at]
    return [
        r
        for r in readings
        if " vs " in r.contrast
        or r.contrast not in behind
        or (r.kind == "in bracket" and is_level(r.contrast, f"{scene.title} {frame.factor}"))
        or not ours.isdisjoint(content_of(r.contrast))
    ]


def _but_endpoint(readings: Sequence[Reading], endpoint: str) -> Sequence[Reading]:
    """The readings but those that compare the number's own endpoint, where others are left.

    "Fatigue of grade 3" is an endpoint as well, where fatigue is.
    """
    about = content_of(endpoint) if mentions_in(endpoint) else frozenset()
    opens = f"{endpoint.lower()} " if about else "\0"
    others = [
        r
        for r in readings
        if not (content_of(r.contrast.partition(" vs ")[0]) <= about or r.contrast.lower().startswith(opens))
    ]
    return others or readings


def _by_own_words(readings: Sequence[Reading], told: frozenset[str]) -> Sequence[Reading]:
    """The readings but those of elsewhere, where the number's own words say what it is an estimate of.

    They do where a verb tells the factor, ``told``; where two rules find the same item in a list of factors;
    in "the effect of A", "per unit of A" and "an association between A and B".
    """
    factors = {content_of(r.contrast) for r in readings if r.kind == "factor"}
    own = {content_of(r.contrast) for r in readings if r.kind == "frame"} & factors
    own |= {content_of(r.contrast) for r in readings if r.kind in _OWN}
    own |= {content_of(r.contrast) & told for r in readings if r.kind == "frame" and told} - {frozenset()}
    if not own:
        return readings
    return [r for r in readings if r.kind not in OF_STUDY or any(w & content_of(r.contrast) for w in own)]
