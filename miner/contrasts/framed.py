"""The factor that a number's sentence, or the one before it, relates to an endpoint."""

from __future__ import annotations

import re

from miner.contrasts.names import known_endpoint, names_cases
from miner.phrases.clauses import trimmed
from miner.phrases.frames import frame_of
from miner.text.document import Document, Sentence

__all__ = ["framed_earlier", "framed_here"]

_THIS = re.compile(r"(?:this|these|such)\s", re.IGNORECASE)


def _framed(doc: Document, text: str, at: int) -> str:
    """The factor, where the sentence says how factors and endpoints hang together."""
    frame = frame_of(text, at, known_endpoint(doc))
    if frame is None:
        return ""
    return trimmed(frame.endpoint if names_cases(doc, frame.factor) else frame.factor)


def framed_here(doc: Document, sentence: Sentence, text: str, at: int) -> str:
    """The factor of the number's sentence; for "this genotype" that of the sentence before."""
    name = _framed(doc, text, at)
    return (framed_earlier(doc, sentence) or name) if _THIS.match(name) else name


def framed_earlier(doc: Document, sentence: Sentence) -> str:
    """The factor that the sentence before speaks of."""
    if sentence.index == 0:
        return ""
    before = doc.sentences[sentence.index - 1]
    return _framed(doc, before.text, len(before.text) - 1) if before.section == sentence.section else ""
