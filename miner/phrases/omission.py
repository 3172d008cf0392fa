"""Whether a trial tests leaving a treatment out: its ratios are those of the omission."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.text.document import Document

__all__ = ["is_of_omission", "omission_tested"]

_OMISSION = re.compile(
    r"\b(?:non-?inferior\w*|omi(?:ssion|t\w*)|leav(?:e|ing)|de-?escalat\w*|forgo\w*|avoid(?:ance|ing)|withhold\w*)\b",
    re.IGNORECASE,
)
# "Randomised evidence is scarce" is said of others.
_A_TRIAL = re.compile(
    r"\b(?:(?:was|were|patients|women)\srandomi[sz]ed|randomly\s(?:assigned|allocated)|randomi[sz]ation"
    r"|randomi[sz]ed(?:[\s,-]+[\w-]+){0,4}?\s(?:trial|study)|allocated)\b",
    re.IGNORECASE,
)


def omission_tested(words: str) -> bool:
    """Whether a title, or a sentence with a result, tells of a trial that tests leaving a treatment out.

    >>> omission_tested("Omission of surgery in remission"), omission_tested("Surgery or no surgery")
    (True, False)
    """
    return _OMISSION.search(words) is not None


@lru_cache(maxsize=32)
def is_of_omission(doc: Document) -> bool:
    """Whether a trial tests leaving a treatment out: by its title, or as no worse than the treatment."""
    tested = omission_tested(doc.title) or "inferior" in doc.text.lower()
    return tested and _A_TRIAL.search(doc.text) is not None
