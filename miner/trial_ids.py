"""Registry numbers in the text."""

from __future__ import annotations

from miner.document import Document

__all__ = ["find_trial_ids"]


def find_trial_ids(doc: Document) -> tuple[str, ...]:
    """Registry numbers as printed, each once."""
    return ()
