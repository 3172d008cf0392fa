"""What the authors conclude on the main comparison.

First: are treatments compared at all? Then what the conclusion says for the studied treatment: better, no
better, worse, or one here and another there. The words are data (``rules/conclusion.toml``); how much each
trait speaks for each verdict was fitted on labelled abstracts (``rules/conclusion_weights.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from miner.conclusion.findings import trials_and_cohorts_differ
from miner.conclusion.traits import concluding, conclusion_traits
from miner.conclusion.voices import harms_sought, said_in
from miner.model import Arm, Comparison, Conclusion, Design, Effect, Evidence
from miner.text.document import Document, Sentence
from miner.weights import Candidate, load_weights, note, score

__all__ = ["find_conclusion"]

# What the sentence that states a verdict says.
_SAYS: Mapping[Conclusion, tuple[str, ...]] = {
    "favours_intervention": ("better",),
    "no_difference": ("null", "against"),
    "favours_comparator": ("worse", "against", "null"),
    "mixed": ("mixed", "better", "null", "worse"),
    "not_comparative": (),
}
# What may still make it the better treatment: as good, milder, or a gain told elsewhere.
_MORE_THAN_NULL = frozenset(
    ("any alike", "any alike-and-easier", "any no worse", "any better harm", "end better", "title better")
)


def find_conclusion(
    doc: Document,
    design: Design,
    arms: Sequence[Arm],
    effects: Sequence[Effect],
    comparisons: Sequence[Comparison],
) -> tuple[Conclusion, Evidence | None]:
    """The authors' conclusion and the sentence that states it."""
    sentences = concluding(doc)
    sought = harms_sought(doc.title)
    said = [said_in(doc.passage([sentence]), arms, sought) for sentence in sentences]
    traits = conclusion_traits(
        doc, design, arms, effects, comparisons, list(zip(sentences, said, strict=True))
    )
    note("conclusion_weights", (Candidate(v, v, traits) for v in get_args(Conclusion)))
    verdicts = [v for v in get_args(Conclusion) if v != "favours_intervention" or not _denies_a_gain(traits)]
    verdict = max(verdicts, key=lambda v: _odds(v, traits))
    if design == "meta_analysis" and trials_and_cohorts_differ(effects):
        verdict = "mixed"
    return verdict, _stating(doc, verdict, sentences, said)


def _denies_a_gain(traits: frozenset[str]) -> bool:
    """Whether all that is concluded is that there was no gain: "surgery does not improve quality of life"."""
    return traits >= {"null only", "any null-gain"} and traits.isdisjoint(_MORE_THAN_NULL)


def _odds(verdict: Conclusion, traits: frozenset[str]) -> float:
    weights = load_weights("conclusion_weights", verdict)
    return weights["BIAS"] + score(traits, weights)


def _stating(
    doc: Document, verdict: Conclusion, sentences: Sequence[Sentence], said: Sequence[frozenset[str]]
) -> Evidence | None:
    """The first sentence that says the verdict, failing that any verdict, failing that the first."""
    anything = ("better", "null", "worse", "against")
    for sought in (_SAYS[verdict], anything if _SAYS[verdict] else ()):
        for sentence, names in zip(sentences, said, strict=True):
            if names.intersection(sought):
                return doc.evidence(sentence.start, sentence.end, "conclusion")
    return doc.evidence(sentences[0].start, sentences[0].end, "conclusion") if sentences else None
