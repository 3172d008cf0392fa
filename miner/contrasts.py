"""Which two groups, or which factor, a number compares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.clauses import phrase_after, phrase_before, skeleton, subject_of
from miner.document import Document, Sentence
from miner.model import Arm

__all__ = ["contrast_for"]

_VERSUS = re.compile(
    r"\s(?:versus|vs?\.?|(?:as\s)?compared\s(?:with|to)|(?:as\s)?opposed\sto|relative\sto|in\scomparison\s(?:with|to)|than)\s",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|comparing)\s(?:the\s)?", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:\w+,\s)?(?:compared\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto)\s([^,]{3,90}),\s",
    re.IGNORECASE,
)
_SLASH = re.compile(r"[(\[]\s?([A-Za-z][\w+-]*)\s?/\s?([A-Za-z][\w+-]*)\s?[)\]]")
_PREDICTS = re.compile(
    r"\b(?:predict(?:or|ors|ive|ed|s)?|risk\sfactors?|prognostic|factors?|associat(?:ed|ion|ions)|correlat\w+|protective|related\sto)\b",
    re.IGNORECASE,
)
_ONLY_NUMBERS = re.compile(
    r"^(?:[\d\s.,%·/±–-]|months?|years?|days?|weeks?|points?|mm|kg|cm|median|mean|patients|cases|deaths|events|women)*$",
    re.IGNORECASE,
)
_ESTIMATE_BEFORE = re.compile(
    r"(?:\bwith\s)?(?:\ban?\s)?(?:adjusted\s|estimated\s|multivariable\s)?\s?[(\[]?\s?(?:\b(?:a?HRs?|a?ORs?|a?RRs?|hazard\sratios?|odds\sratios?|risk\sratios?|relative\srisks?|rate\sratios?)\b)"
    r"[\s=:,(\[\])A-Za-z-]{0,24}$",
    re.IGNORECASE,
)


def contrast_for(doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm]) -> str:
    """The contrast of the number printed at ``text[start:end]``, in the text's own terms, first-named side first."""
    text, at = sentence.text, start - sentence.start
    explicit = _explicit(text, at)
    if explicit:
        return explicit
    if _PREDICTS.search(text):
        factor = _factor(text, at)
        if factor:
            return factor
    if len(arms) > 1:
        return _between_arms(text, arms)
    earlier = _from_earlier(doc, sentence)
    if earlier:
        return earlier
    return _factor(text, at) or subject_of(skeleton(text).text, skeleton(text).at(at))


def _explicit(text: str, at: int) -> str:
    """``A versus B`` where both sides are words: in the number's own bracket, then in the sentence around it."""
    slash = _SLASH.search(text, max(0, at - 60), at)
    if slash:
        return f"{slash[1]} vs {slash[2]}"
    bones = skeleton(text)
    opening = _OPENING.match(bones.text)
    if opening:
        subject = subject_of(bones.text, len(bones.text)) or ""
        return _pair(subject, opening[1])
    found = [
        *_pairs(text[max(0, at - 90) : at]),
        *sorted(_pairs_at(bones.text), key=lambda p: abs(p[0] - bones.at(at))),
    ]
    return next((pair for _, pair in found if pair), "")


def _pairs(piece: str) -> Iterator[tuple[int, str]]:
    opened = max(piece.rfind("("), piece.rfind("["))
    if opened >= 0:
        yield from _pairs_at(piece[opened + 1 :])


def _pairs_at(text: str) -> Iterator[tuple[int, str]]:
    for m in _VERSUS.finditer(text):
        left, right = phrase_before(text, m.start()), phrase_after(text, m.end())
        if (
            not left
            or _ONLY_NUMBERS.match(left)
            or re.search(r"\b(?:more|less|likely|greater|lower|higher)\b", left)
        ):
            left = subject_of(text, m.start())
        pair = _pair(left, right)
        if pair:
            yield m.start(), pair
    for m in _BETWEEN.finditer(text):
        both = re.match(
            r"([\w\s/+-]{2,60}?)\sand\s(?:the\s)?([\w\s/+-]{2,60}?)(?=[,.;]|\s(?:in|for|on|was|were|groups?|arms?)\b|$)",
            text[m.end() :],
        )
        if both and not _ONLY_NUMBERS.match(both[1]):
            yield m.start(), _pair(both[1], both[2])


def _pair(left: str, right: str) -> str:
    if not left or not right or _ONLY_NUMBERS.match(left) or _ONLY_NUMBERS.match(right):
        return ""
    return f"{left} vs {right}"


def _factor(text: str, at: int) -> str:
    """The factor that a number measures: ``age (HR 1.2``, ``hazard ratio for age was 1.2``."""
    label = _ESTIMATE_BEFORE.search(text, max(0, at - 90), at)
    before = text[: label.start() if label else at].rstrip(" ([,:")
    bones = skeleton(before)
    phrase = phrase_before(bones.text, len(bones.text))
    return "" if _ONLY_NUMBERS.match(phrase) else phrase


def _between_arms(text: str, arms: Sequence[Arm]) -> str:
    return " vs ".join(arm.label for arm in arms[:2])


def _from_earlier(doc: Document, sentence: Sentence) -> str:
    if sentence.index == 0:
        return ""
    earlier = doc.sentences[sentence.index - 1]
    return _explicit(earlier.text, len(earlier.text)) if earlier.section == sentence.section else ""
