"""Sentences that go on from the one before: "Its effect on ...", "The corresponding ratios were ..."."""

from __future__ import annotations

import re

from miner.phrases.series import place_in_series
from miner.text.document import Document, Sentence
from miner.text.sieve import Guarded

__all__ = ["echoed", "goes_on", "ratio_printed"]

_SAYS_SO = Guarded(re.compile(
    r"\b(?:(?:the\s)?(?:corresponding|respective)\s(?:[\w-]+\s){0,2}?(?:ratios?|risks?|[a-z]?(?:HRs?|ORs?|RRs?|IRRs?)|figures|values|estimates|numbers|coefficients|differences)|in\s(?:the\s|this\s)same\sorder)\b",
    re.IGNORECASE,
))  # fmt: skip
_SAME_AGAIN = re.compile(
    r"(?:its|this|these|they|it|the\s(?:same|corresponding)|corresponding|the\s(?:\w+\s)?(?:effect|association|benefit|difference|reduction|advantage)|no\s(?:such\s)?(?:association|difference|effect|benefit))\b",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"\b[as]?(?:HR|OR|RR)\b[\s=:,]{0,3}\d|\b(?:hazard|odds|risk|rate)\sratio\b[^.;\d]{0,30}\d"
)
# A value with its interval, in whichever brackets.
_ESTIMATE = re.compile(
    r"(?<![\d.·])(?P<value>[-−]?\d+(?:[.·]\d+)?)(?:\s?[,;]\s?|\s?[(\[])(?:9\d\s?%\s?(?:CI|confidence\sinterval)s?[\s,:=]*)?"
    r"[-−]?\d+(?:[.·]\d+)?(?:\s?[-–−]\s?|\sto\s|,\s)[-−]?\d+[.·]\d+"
)


def goes_on(sentence: str) -> bool:
    """Whether the sentence begins with what the one before told of.

    >>> goes_on("Its association with survival was weak."), goes_on("Surgery prolonged survival.")
    (True, False)
    """
    return _SAME_AGAIN.match(sentence) is not None


def ratio_printed(sentence: str) -> re.Match[str] | None:
    """The first ratio that the sentence prints, from its name to the first digit of its value.

    >>> ratio_printed("The hazard ratio fell."), bool(ratio_printed("death was rarer (HR 0.6)"))
    (None, True)
    """
    return _RATIO.search(sentence)


def echoed(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[Sentence, int, int] | None:
    """The estimate of the sentence before that has the place of this one in its row, or None.

    ``start`` and ``end`` are offsets in ``doc.text``, as are those returned with the earlier sentence. Only
    where the sentence says that its row has the order of the one before, and both are of one length.
    """
    if sentence.index == 0 or not _SAYS_SO.search(sentence.text):
        return None
    index, total = place_in_series(sentence.text, start - sentence.start, end - sentence.start)
    before = doc.sentences[sentence.index - 1]
    if total < 2 or before.section != sentence.section:
        return None
    row = list(_ESTIMATE.finditer(before.text))
    if len(row) != total:
        return None
    at, to = row[index].span("value")
    return before, before.start + at, before.start + to
