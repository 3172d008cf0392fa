"""Which of the two groups of a contrast its number puts first, where its own sentence says so in words."""

from __future__ import annotations

import re

from miner.contrasts.looks import content_of
from miner.phrases.clauses import skeleton
from miner.phrases.groups import is_control, is_lettered
from miner.phrases.versus import Pair, pairs_in
from miner.phrases.versus_words import SET_AGAINST

__all__ = ["ordered"]


def ordered(text: str, at: int, contrast: str) -> str:
    """The contrast with the group first that the sentence puts first: "A versus B", or A and nobody else.

    What groups stand beside their own figures says nothing, and leaves the contrast as it is.
    """
    left, _, right = contrast.partition(" vs ")
    one, other = content_of(left) - content_of(right), content_of(right) - content_of(left)
    if not one or not other:
        return contrast
    other = frozenset(word for word in other if word.removeprefix("un") in one) or other
    bones = skeleton(text)
    told = [p for p in pairs_in(bones.text) if p.kind != "figures"]
    for pair in sorted(told, key=lambda p: abs(p.start - bones.at(at))):
        straight = _fits(pair, one, other)
        if straight is not None:
            return contrast if straight else f"{right} vs {left}"
    return f"{right} vs {left}" if _only_second(bones.text, right, one, other) else contrast


def _fits(pair: Pair, one: frozenset[str], other: frozenset[str]) -> bool | None:
    """Whether the pair names the two sides in this order; None where it names neither order."""
    first, second = content_of(pair.left), content_of(pair.right)
    if not first:  # only what all are compared with is told
        straight, crossed = second & other, second & one
    else:
        straight, crossed = first & one and second & other, first & other and second & one
    return bool(straight) if bool(straight) != bool(crossed) else None


def _only_second(text: str, right: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the sentence speaks of the second side alone, no control, and sets nothing against it."""
    said = content_of(text)
    if is_control(right) or is_lettered(right) or 2 * len(other & said) <= len(other) or one & said:
        return False
    mention = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, other))})(?!\w)", text, re.IGNORECASE)
    return mention is not None and not SET_AGAINST.search(text, max(0, mention.start() - 40), mention.start())
