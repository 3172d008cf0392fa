"""Whether each effect read is wholly right, and by which signs that can be told.

An effect's contrast is chosen, and its clarity reckoned, by weights fitted on other documents: those in use
have seen this one, so that they are right more often here, and surer, than they will be elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from miner.contrasts.choice import Scene, likeliest
from miner.contrasts.names import spelled_out
from miner.effects.confidence import signs_of
from miner.jsonl import to_json
from miner.model import Effect, Extraction
from pipelines.accuracy import judged_effects
from pipelines.fitting.contrasts import choice_for, contrast_cases, contrast_choices, readings_of
from pipelines.fitting.logit import FOLDS, Case, Option, fit, fold_of
from pipelines.fitting.texts import Read

__all__ = ["confidence_cases"]

_PENALTY = 6.0  # of the weights of contrasts


def confidence_cases(reads: Sequence[Read]) -> Iterator[Case]:
    """A case for each effect read: right in every field, or not."""
    contrasts = [case for read in reads for case in contrast_cases(read)]
    for fold in range(FOLDS):
        found = fit([case for case in contrasts if fold_of(case.doc_id) != fold], _PENALTY)
        weights = {trait: weight for (_, trait), weight in found.items()}
        for read in reads:
            if fold_of(read.doc_id) == fold:
                yield from _effects(read, _read_anew(read, weights))


def _read_anew(read: Read, weights: Mapping[str, float]) -> Extraction:
    """The record with the contrasts that these weights choose; plain ones stay."""
    left = contrast_choices(read)
    effects: list[Effect] = []
    for effect, told in zip(read.extraction.effects, read.effects, strict=True):
        choice = choice_for(read.doc, told, left)
        if choice is None or not isinstance(choice.about, Scene):
            effects.append(effect)
            continue
        chosen = likeliest(readings_of(choice), choice.about, weights)
        contrast = spelled_out(read.doc, chosen.contrast)
        effects.append(replace(effect, contrast=contrast, clarity=chosen.clarity))
    return replace(read.extraction, effects=tuple(effects))


def _effects(read: Read, extraction: Extraction) -> Iterator[Case]:
    judged, _ = judged_effects({read.doc_id: read.label}, {read.doc_id: to_json(extraction)})
    for effect, verdict in zip(extraction.effects, judged, strict=True):
        signs = signs_of(effect, extraction.design, len(extraction.arms))
        right = verdict.fault is None
        traits = {("weights", sign): 1.0 for sign in signs}
        yield Case(read.doc_id, (Option(traits, right), Option({}, not right)))
