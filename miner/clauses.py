"""Sentences without their brackets, and the noun phrases to either side of a place in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from miner.document import Document, Sentence

__all__ = ["Skeleton", "passage", "phrase_after", "phrase_before", "skeleton", "subject_of"]

_LEFT_STOP = re.compile(
    r"[,;:]|\b(?:for|with|in|between|by|to|was|were|is|are|be|been|being|than|comparing|compared|from|on|at|among|had|has|have|did|"
    r"showed|that|who|which|when|while|whereas|but|as|achieved|experienced|versus|vs|favou?r(?:ed|s|ing)|received?|receiving|given|"
    r"allocated|assigned|after|under|using|observed|found|reported|significantly|longer|shorter|higher|lower|better|worse|"
    r"(?:ratios?|HRs?|ORs?|RRs?|risks?|rates?|odds|survival|PFS|OS|DFS|differences?|effects?|analys[ie]s|reductions?)\s(?:of|for))\s",
    re.IGNORECASE,
)
_RIGHT_STOP = re.compile(
    r"[,;:]|\.(?=\s|$)|\s(?:for|was|were|is|are|be|had|has|have|did|at|among|in|on|after|by|when|while|whereas|but|that|which|"
    r"respectively|showed|during|over|versus|vs|compared|regarding|p\s?[=<>]|within|to|of\s\d|and\s(?:was|were|had|no|OS|PFS|DFS|overall|the)|"
    r"(?:hazard|odds|risk)\sratio|HR|OR|RR|95\s?%)\b|\s[=<>]",
)
_VERB = re.compile(
    r"\s(?:was|were|is|are|had|has|have|did|does|do|showed|demonstrated|experienced|reported|received|remained|retained|tended|carried|"
    r"improved|reduced|increased|decreased|prolonged|prevented|lowered|raised|predicted|influenced|significantly|independently|appeared|"
    r"seemed|declined|differed|occurred|fell|rose|developed|worsened|favou?red|survived|died|may|could|can|achieved|resulted|failed|led|gave|provided|produced|identified|correlated|accepted|would|conferred|also)\b"
)
_LEADING = re.compile(
    r"^(?:(?:however|moreover|furthermore|similarly|overall|in\scontrast|in\saddition|also|finally|conversely|interestingly|the|a|an|patients\s"
    r"(?:receiving|treated\swith|in|with)|and|or|of|in|with|those|only|both|either|all|to|their)\s?,?\s)+",
    re.IGNORECASE,
)
_MAX_WORDS = 9


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A sentence with all that stands in brackets taken out; ``places[i]`` is where character i stood."""

    text: str
    places: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Where the offset of the whole sentence falls; the place of its bracket, if inside one."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            if self.places[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low


@lru_cache(maxsize=256)
def skeleton(text: str) -> Skeleton:
    """The sentence outside its brackets."""
    depth, kept = 0, []
    for i, char in enumerate(text):
        if char in "([":
            depth += 1
        if depth == 0:
            kept.append(i)
        if char in ")]" and depth:
            depth -= 1
    return Skeleton("".join(text[i] for i in kept), tuple(kept))


def passage(doc: Document, sentence: Sentence) -> tuple[str, int]:
    """The sentence with those before it that a cut inside a bracket parted from it, and where it begins."""
    start = sentence.start
    for back in (1, 2):
        before = sentence.index - back
        if (
            before < 0
            or _open_brackets(doc.text[start : sentence.end]) >= 0
            or doc.sentences[before].section != sentence.section
        ):
            break
        start = doc.sentences[before].start
    return doc.text[start : sentence.end], start


def _open_brackets(text: str) -> int:
    return sum(text.count(c) for c in "([") - sum(text.count(c) for c in ")]")


def phrase_before(text: str, end: int) -> str:
    """The noun phrase that ends at ``end``."""
    left = text[max(0, end - 120) : end]
    for m in _LEFT_STOP.finditer(left):
        rest = left[m.end() :]
        if not rest.strip():
            continue
        left_of = rest
        return phrase_before_last(left_of)
    return trimmed(left)


def phrase_before_last(left: str) -> str:
    """What follows the last word that ends a phrase on its left."""
    start = 0
    for m in _LEFT_STOP.finditer(left):
        if left[m.end() :].strip():
            start = m.end()
    return trimmed(left[start:])


def phrase_after(text: str, start: int) -> str:
    """The noun phrase that begins at ``start``."""
    right = text[start : start + 120]
    right = re.sub(
        r"^\s*(?:in|with|for|among|to|of|that|those|patients|by|the)\s+(?=\S)",
        " ",
        right,
        flags=re.IGNORECASE,
    )
    right = re.sub(r"^\s*(?:in|with|for|among|to|of|receiving|the)\s+(?=\S)", " ", right, flags=re.IGNORECASE)
    m = _RIGHT_STOP.search(right, 1)
    return trimmed(right[: m.start()] if m else right)


def subject_of(text: str, end: int) -> str:
    """The subject of the clause that holds ``end``, or the empty string."""
    start = 0
    for m in re.finditer(r"(?:;|,\s(?:but|whereas|while|although|and)|\bthat|^[^,]{3,70},)\s", text[:end]):
        if _VERB.search(text, m.end(), end + 1):
            start = m.end()
    m2 = _VERB.search(text, start)
    return trimmed(text[start : m2.start()]) if m2 else ""


def trimmed(phrase: str) -> str:
    """The phrase without leading small words and trailing marks, at most nine words of it."""
    phrase = _LEADING.sub("", phrase.strip(" ,;:.-–—\n"))
    words = phrase.split()
    return " ".join(words[-_MAX_WORDS:] if len(words) > 2 * _MAX_WORDS else words[:_MAX_WORDS])
