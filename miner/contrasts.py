"""Which two groups, or which factor, a number compares."""

from __future__ import annotations

from collections.abc import Sequence

from miner.document import Document, Sentence
from miner.model import Arm

__all__ = ["contrast_for"]


def contrast_for(doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm]) -> str:
    """The contrast of the number printed at ``text[start:end]``, in the text's own terms, first-named side first."""
    return ""
