"""Whether an abstract speaks of compared groups, or of factors that are related to each other.

A report from within a randomised trial may compare no treatment: it relates a marker, a habit or a symptom to
what became of the participants. Its title and contrasts name factors then, and few sentences tell of groups.
What became of the users of a drug judges that drug, though the report may name no group at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from miner.comparisons.direction import group_words
from miner.conclusion.voices import finder, sentences_with
from miner.model import Arm, Design
from miner.text.document import Document

__all__ = ["exposure_traits", "subject_traits"]

_CONTRASTS = 6  # the first ones, among which the main one is
_NOT_OBSERVED: frozenset[Design] = frozenset(
    ("randomized_trial", "nonrandomized_trial", "case_report", "other")
)
_GROUPS_TOLD = (0.2, 0.4, 0.6, 0.8)  # of the sentences of results and conclusion


def subject_traits(doc: Document, arms: Sequence[Arm], contrasts: Sequence[str]) -> Iterator[str]:
    """What the title, the contrasts, the results and the conclusion speak of."""
    factor = finder("factor-word")
    in_title = sum(1 for _ in factor.finditer(doc.passage(doc.role("title"))))
    yield from (f"title factors>{n}" for n in (0, 1) if in_title > n)
    of_factors = [factor.pattern.search(contrast) is not None for contrast in contrasts[:_CONTRASTS]]
    if of_factors and 2 * sum(of_factors) >= len(of_factors):
        yield "contrasts of factors"
    if any(of_factors[:1]):
        yield "first contrast of a factor"
    share = _of_groups(doc, arms)
    yield from (f"groups told>{part}" for part in _GROUPS_TOLD if share > part)


def exposure_traits(doc: Document, design: Design, said: Sequence[Collection[str]]) -> Iterator[str]:
    """Whether users of the drug that the title names were observed, its verdict, or people with a trait."""
    if design in _NOT_OBSERVED:
        return
    title = doc.passage(doc.role("title"))
    if not any(finder("studied-drug").finditer(title)):
        yield from ("trait observed" for _ in islice(finder("studied-trait").finditer(title), 1))
        return
    yield "drug observed"
    yield from (f"drug observed, first {verdict}" for verdict in ("better", "worse") if verdict in said[0])


def _of_groups(doc: Document, arms: Sequence[Arm]) -> float:
    """How many of the sentences of results and conclusion tell of groups, by name or in general."""
    sentences = doc.role("results", "conclusion")
    names = {word for arm in arms for word in group_words(arm.label)}
    told = sentences_with(doc, sentences, "group-word")
    for i, sentence in enumerate(sentences):
        if i not in told:
            low = doc.low[sentence.start : sentence.end]
            if any(name in low for name in names):
                told.add(i)
    return len(told) / max(1, len(sentences))
