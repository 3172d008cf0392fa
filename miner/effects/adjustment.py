"""Whether an estimate comes from an adjusted model: true, false, or None where the text leaves it open.

The nearest word before the estimate that tells counts most, then one after it in the sentence, then what
the section said last ("On multivariable analysis ..."). Failing these, a randomised comparison is taken as
plain, and an observational one as adjusted only where the text fits a model and names no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from miner.design.find import find_design
from miner.model import REVIEW_DESIGNS, Arm, Design
from miner.rules import load_rules
from miner.text.document import Document
from miner.text.word_starts import Sought, word_starts

__all__ = ["AdjustmentCues", "adjustment_cues", "is_adjusted"]

_RULES = load_rules("statistics")
_ADJUSTED, _UNADJUSTED, _MODEL = (
    Sought(_RULES[name].pattern) for name in ("adjusted", "unadjusted", "adjusted-model")
)
_TRIALS: frozenset[Design] = frozenset({"randomized_trial"})
_TREATMENT = re.compile(
    r"\b(?:placebo|usual care|controls?|observation|standard|alone|plus|surgery|therapy|treatment)\b", re.I
)
_DECIMAL = re.compile(r"\d?[.·]\d")
_BOTH = re.compile(r"[\w-]+(?:\sanalys[ei]s)?\s(?:and|or|as\swell\sas)\s(?:in\s|on\s)?", re.I)
# "2.1 (P = .01), falling to 1.8 after adjustment": from a crude value to the adjusted one behind it.
_THEN = re.compile(
    r"[)\]]?(?:\s?[(\[][^()\[\]]{1,40}[)\]])?(?:,|\sbut|\sbefore\s(?:and|but))?\s"
    r"(?:(?:which|it|but|was|were)\s){0,3}(?:(?:fall|fell|drop|decreas|declin|attenuat|reduc|increas|r[io]s|chang|shr[au]nk|weaken|bec[ao]m)\w*\s(?:to\s)?)?"
    r"\d?[.·]\d+(?:\s?[(\[][^()\[\]]{1,60}[)\]])?\s?"
)
_CHANGED = re.compile(
    r"[^.;\d]{0,60}\b(?:attenuat\w+|weaken\w*|weaker|disappear\w*|lost|persist\w*|remain\w*|diminish\w*|no\slonger|strengthen\w*|not\schanged?)\b"
)
_CARRIED = 3  # sentences


@dataclass(frozen=True, slots=True)
class AdjustmentCues:
    """Places in a text that speak for (True) or against (False) adjustment.

    ``modelled``: a model is fitted; ``flagged``: the results say of some estimate that it is adjusted.
    """

    places: tuple[tuple[int, bool], ...]
    modelled: bool
    flagged: bool
    randomised: bool


def adjustment_cues(doc: Document) -> AdjustmentCues:
    """All cues of a text, in order."""
    text = word_starts(doc.text)
    places = [(m.start(), True) for m in _ADJUSTED.finditer(text)]
    against = [(m.start(), m.end()) for m in _UNADJUSTED.finditer(text)]
    places = [p for p in places if not any(a <= p[0] < b for a, b in against)]
    places += [(a, False) for a, _ in against]
    return AdjustmentCues(
        tuple(sorted(places)),
        _MODEL.search(text) is not None,
        _is_flagged(doc, places),
        "randomi" in doc.text.lower(),
    )


def _is_flagged(doc: Document, places: Sequence[tuple[int, bool]]) -> bool:
    """Whether the results call some of their estimates adjusted: then the others need not be."""
    results = [(s.start, s.end) for s in doc.role("results") if _DECIMAL.search(s.text)]
    return any(told and any(a <= at < b for a, b in results) for at, told in places)


def is_adjusted(
    doc: Document,
    cues: AdjustmentCues,
    span: tuple[int, int],
    contrast: str,
    arms: Sequence[Arm],
) -> bool | None:
    """Whether the estimate printed from ``span[0]`` to ``span[1]`` is adjusted."""
    near = _nearest(doc, cues, span)
    if near is not None:
        return near
    sentence, design = doc.sentence_at(span[0]).text, find_design(doc)[0]
    if design in _TRIALS and not _RULES["same-model"].pattern.search(sentence):
        factor = _RULES["factor-words"].pattern.search(sentence)
        if factor and not _is_of_arms(contrast, arms):
            return True if cues.modelled and not cues.flagged else None
        return bool(_carried(doc, cues, span[0], 1))
    carried = _carried(doc, cues, span[0])
    if carried is not None:
        return carried
    if design in REVIEW_DESIGNS:
        return False if cues.randomised else None
    return True if cues.modelled and not cues.flagged else None


def _nearest(doc: Document, cues: AdjustmentCues, span: tuple[int, int]) -> bool | None:
    first, last = doc.sentence_at(span[0]), doc.sentence_at(span[1] - 1)
    before = [(at, c) for at, c in cues.places if first.start <= at < span[0]]
    if before:
        return _of_two(doc.text, before, span[0])
    after = [(at, c) for at, c in cues.places if span[0] <= at < last.end]
    if after and after[0][1] and _is_crude(doc.text, span[1], after[0][0], last.end):
        return False
    return after[0][1] if after else None


def _is_crude(text: str, end: int, cue: int, stop: int) -> bool:
    """Whether an estimate is set against the adjusted one: "(OR 2.4) was weaker on adjustment (OR 1.9)"."""
    if cue <= end:
        return False
    if _THEN.fullmatch(text, end, cue):
        return True
    return bool(_CHANGED.match(text[end:cue]) and _DECIMAL.search(text, cue, stop))


def _of_two(text: str, before: Sequence[tuple[int, bool]], start: int) -> bool:
    """What the last word says; of "crude and adjusted ratios of 1.4 and 1.1" the first value is crude."""
    at, told = before[-1]
    if len(before) > 1 and before[-2][1] != told and _BOTH.fullmatch(text, before[-2][0], at):
        return told if _DECIMAL.search(text, at, start) else before[-2][1]
    return told


def _carried(doc: Document, cues: AdjustmentCues, start: int, back: int = _CARRIED) -> bool | None:
    """The last cue of up to ``back`` sentences just before, as long as they belong to the same section."""
    own = doc.sentence_at(start)
    if own.role not in ("results", "conclusion"):
        return None
    for index in range(own.index - 1, max(-1, own.index - 1 - back), -1):
        sentence = doc.sentences[index]
        if sentence.section is not own.section or sentence.role != own.role:
            return None
        told = [c for at, c in cues.places if sentence.start <= at < sentence.end]
        if told:
            return told[-1]
    return None


def _is_of_arms(contrast: str, arms: Sequence[Arm]) -> bool:
    """Whether the contrast names one of the compared groups; taken as true where none is known."""
    if not arms or not contrast or _TREATMENT.search(contrast):
        return True
    words = set(contrast.lower().replace("-", " ").split())
    return any(words & {w for w in arm.label.lower().replace("-", " ").split() if len(w) > 2} for arm in arms)
