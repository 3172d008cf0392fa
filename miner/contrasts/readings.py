"""The readings of a contrast that the number's own sentence leaves: no covariates, endpoints, other items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from miner.contrasts.labels import is_level
from miner.contrasts.looks import content_of, words_of
from miner.contrasts.place import is_covariate, spot_of
from miner.model import Arm
from miner.phrases.clauses import enclosing_bracket, phrase_before, skeleton
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.frames import Frame
from miner.phrases.groups import is_lettered

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


# "(38 vs 41 per 1000 births; OR 0.9)": rates of two groups, no levels.
_RATES = re.compile(r"\s?\d[\d.·]*\s(?:vs?\.?|versus)\s\d[\d.·]*\s(?:\w+\s)?per\s", re.IGNORECASE)
# "Amputation (RR 1.3) and stroke (RR 1.1) were comparable": a subject the same in both groups, or not.
_ALLOCATED = re.compile(r"randomi[sz]ed|placebo")
_NO_VERB = (
    r"(?:(?!\b(?:was|were|had|is|are|did|do|associat\w+|predict\w+|but|whereas|while|who|which|that)\b)"
    r"[^;:]){0,200}?"
)
_SUBJECT = re.compile(
    rf"(?:^|[;:,]\s(?:and\s|but\s|whereas\s|while\s)?)(?:the\s|an?\s)?({_NO_VERB})$", re.IGNORECASE
)
_SETS_AGAINST = re.compile(r"\b(?:than|versus|vs|compared|relative)\b")
_DIFFERS = re.compile(
    rf"{_NO_VERB}\b(?:(?:did|do)\snot\s(?:\w+ly\s)?differ\b|differed\b|favou?red\b|(?:was|were|remained)\s(?:also\s|again\s|both\s|all\s|equally\s|\w+ly\s|not\s(?:\w+ly\s)?)?"
    r"(?:comparable|similar|alike|equal|identical|indistinguishable|different|unchanged|unaffected|influenced|affected|(?:more|less)\s(?:frequent|common|often)|fewer|reduced|increased|lower|higher|shorter|longer)\b)",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """One reading of a contrast and the rule that gave it."""

    kind: str
    contrast: str


def left_of(reading: Reading) -> str:
    """The reading's left side, or the factor that it is."""
    return reading.contrast.partition(" vs ")[0]


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
    able = _but_outcomes(_of_levels(_but_covariates(readings, scene), scene), scene)
    frame = _told_frame(scene)
    able = _but_told_endpoint(_in_list(able, scene), scene, frame)
    told = content_of(frame.factor) - _ANY_GROUP if frame else frozenset()
    return _but_endpoint(_by_own_words(able, told), scene.endpoint)


def _but_covariates(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """The readings but those that only name what a model was adjusted for, where others are left."""
    others = [r for r in readings if not is_covariate(left_of(r), scene.text)]
    return others or readings


def _but_outcomes(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """Where the number's subject differs between groups or does not, the readings but it, if a pair stays."""
    bones = skeleton(scene.text)
    at = bones.at(scene.at)
    subject = _SUBJECT.search(bones.text[:at].rstrip())
    if subject is None or not _DIFFERS.match(bones.text, at):
        return readings
    spot, named = spot_of(scene.text, scene.at, scene.known), subject[1].lower()
    others = [
        r
        for r in readings
        if r.kind in OF_STUDY or not (spot.is_own_item(left_of(r)) or named.startswith(left_of(r).lower()))
    ]
    pairs = [r.contrast for r in others if " vs " in r.contrast]
    if _SETS_AGAINST.search(bones.text, at):  # "lower than in B": the sentence says who is compared
        pairs = [pair for pair in pairs if not words_of(scene.text).isdisjoint(content_of(pair))]
    return others if pairs else readings


def _of_levels(readings: Sequence[Reading], scene: Scene) -> Sequence[Reading]:
    """Of a number beside two levels of a factor, the readings that share a word with it, if any."""
    start, _ = enclosing_bracket(scene.text, scene.at)
    if start == scene.at or not _LEVELS.match(scene.text, start) or _RATES.match(scene.text, start):
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


def _told_frame(scene: Scene) -> Frame | None:
    """The frame that tells the factor, if no trial's endpoint has its place: "survival favoured A"."""
    frame = spot_of(scene.text, scene.at, scene.known).frame
    if frame is None or not frame.told:
        return None
    factor, about = content_of(frame.factor), content_of(scene.endpoint)
    on_endpoint = bool(about) and 2 * len(factor & about) >= min(len(factor), len(about))
    return None if on_endpoint and _is_trial(scene) else frame


def _is_trial(scene: Scene) -> bool:
    return len(scene.arms) > 1 and bool(_ALLOCATED.search(scene.whole))


def _but_told_endpoint(readings: Sequence[Reading], scene: Scene, frame: Frame | None) -> Sequence[Reading]:
    """The readings but what follows a verb that tells the factor, where that is among them."""
    if frame is None or all(r.kind != "frame" for r in readings):
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
    others = [r for r in readings if not (_is_of(left_of(r), about) or r.contrast.lower().startswith(opens))]
    return others or readings


def _is_of(name: str, about: frozenset[str]) -> bool:
    """Whether no word of the name tells it from these; a letter tells "arm A"."""
    return content_of(name) <= about and not is_lettered(name)


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
