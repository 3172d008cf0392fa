"""Which two groups, or which factor, a number compares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.abbreviations import find_abbreviations
from miner.clauses import enclosing_bracket, passage, phrase_after, skeleton, subject_of
from miner.contrast_factors import factor_of, last_resort, led_name, named_after, subject_factor
from miner.contrast_study import arms_compared, group_key, groups_of_study, other_group
from miner.document import Document, Sentence
from miner.model import Arm
from miner.versus import Pair, is_group, labelled_pairs, pairs_in

__all__ = ["contrast_for"]

_SLASH = re.compile(r"[(\[]\s?([A-Za-z][\w+-]*)\s?/\s?([A-Za-z][\w+-]*)\s?[)\]]")
_BEHIND = 40
_CROSSED = re.compile(r",\s(?:and\sso|whereas|while|but)\b")
_SAME_AGAIN = re.compile(
    r"(?:its|this|these|they|it|the\s(?:same|corresponding)|corresponding|the\s(?:\w+\s)?(?:effect|association|benefit|difference|reduction|advantage)|no\s(?:such\s)?(?:association|difference|effect|benefit))\b",
    re.IGNORECASE,
)
# A comparator behind the number, in its own bracket: "HR 0.71; 95% CI 0.47 to 1.06; vs no surgery".
_VERSUS_BEHIND = re.compile(
    r"[\d.·\s,;:=<>%–−-]{1,20}[^()\[\]A-Za-z]{0,10}(?:[^()\[\]]{0,60}?[,;]\s)(?:vs?\.?|versus|compared\s(?:with|to))\s([A-Za-z][\w\s+/-]{2,40})(?=[)\];,])"
)
_LED_BY = re.compile(r"\b(?:with|after|in|for|among|following)\s(?:the\s)?", re.IGNORECASE)


def contrast_for(doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm]) -> str:
    """The contrast of the number at ``doc.text[start:end]`` in the text's own terms, first-named first."""
    text, begin = passage(doc, sentence, start)
    at, to = start - begin, end - begin
    found = (
        _in_bracket(text, at)
        or factor_of(text, at, to)
        or _stated(text, at, to, arms)
        or _led(doc, text, at, arms)
        or groups_of_study(doc, text, arms)
        or _carried_on(doc, sentence, arms)
        or named_after(text, at, to)
        or subject_factor(text, at)
        or _from_around(doc, sentence, arms)
        or arms_compared(text, arms)
        or last_resort(text, at)
    )
    return _spelled_out(doc, found)


def _led(doc: Document, text: str, at: int, arms: Sequence[Arm]) -> str:
    """``the hazard was lower with A``: the study's groups if A is one of them, else A alone."""
    name = led_name(text, at)
    study = groups_of_study(doc, text, arms) if name else ""
    return study if set(group_key(name).split()) & set(group_key(study).split()) else name


def _carried_on(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """``Its association with survival ...``: the contrast of the sentence before."""
    if sentence.index == 0 or not _SAME_AGAIN.match(sentence.text):
        return ""
    before = doc.sentences[sentence.index - 1]
    if before.section != sentence.section:
        return ""
    return contrast_for(doc, before, before.end - 1, before.end, arms)


def _spelled_out(doc: Document, contrast: str) -> str:
    """The contrast with the long form before each short form that the text defines."""
    known = find_abbreviations(doc.text)
    words = [f"{known[w]} ({w})" if w in known and known[w] not in contrast else w for w in contrast.split()]
    return " ".join(words)


def _in_bracket(text: str, at: int) -> str:
    """``(hazard ratio for A versus B, 0.7``, ``(A/B)``: the groups beside the number itself."""
    slash = _SLASH.search(text, max(0, at - 60), at)
    if slash:
        return f"{slash[1]} vs {slash[2]}"
    behind = _VERSUS_BEHIND.match(text, at)
    if behind:
        bones = skeleton(text)
        left = subject_of(bones.text, bones.at(at))
        led = list(_LED_BY.finditer(bones.text, 0, bones.at(at) + 1))
        left = phrase_after(bones.text, led[-1].end()) if led and not is_group(left) else left
        return f"{left} vs {behind[1].strip()}" if is_group(left) and is_group(behind[1]) else ""
    begin, stop = enclosing_bracket(text, at)
    inside = [p for p in pairs_in(text[begin:stop]) if p.left]
    return str(min(inside, key=lambda p: abs(begin + p.start - at))) if inside else ""


def _stated(text: str, at: int, to: int, arms: Sequence[Arm]) -> str:
    """The nearest ``A versus B``; a side that is no group is filled from the arms or left to them."""
    bones = skeleton(text)
    place = bones.at(at)
    labelled = labelled_pairs(text)
    if labelled:
        return str(min(labelled, key=lambda p: abs(p.start - at)))
    for pair in sorted(pairs_in(bones.text), key=lambda p: _far(p, place)):
        if _CROSSED.search(bones.text, *sorted((pair.start, place))):
            continue
        if pair.left:
            return str(pair)
        other = named_after(text, at, to) or led_name(text, at) or other_group(pair, arms)
        if other:
            return f"{other} vs {pair.right}"
    return ""


def _far(pair: Pair, place: int) -> int:
    """How far a pair stands from the number; one behind it counts as farther than one before."""
    return place - pair.start if pair.start <= place else pair.start - place + _BEHIND


def _from_around(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """The contrast that the sentence before, or the title, states."""
    around = [doc.sentences[sentence.index - 1]] if sentence.index else []
    for other in (*around, *doc.role("title")):
        stated = _stated(other.text, len(other.text), len(other.text), arms)
        if stated:
            return stated
    return ""
