"""The finders in their order: from a text to its extraction record."""

from __future__ import annotations

from miner.arm_results import find_arm_results
from miner.arms import find_arms
from miner.comparisons import find_comparisons
from miner.conclusion import find_conclusion
from miner.design import find_design
from miner.document import Document
from miner.effects import find_effects
from miner.model import Extraction
from miner.sample_size import find_sample_size
from miner.trial_ids import find_trial_ids

__all__ = ["EXTRACTOR", "extract_document"]

EXTRACTOR = "mbc-miner/0.1.0"


def extract_document(doc: Document) -> Extraction:
    """Read everything that one text reports."""
    design, design_evidence = find_design(doc)
    arms = find_arms(doc, design)
    effects = find_effects(doc, arms)
    comparisons = find_comparisons(doc, arms, effects)
    conclusion, conclusion_evidence = find_conclusion(doc, design, arms, effects, comparisons)
    return Extraction(
        id=doc.id,
        extractor=EXTRACTOR,
        design=design,
        design_evidence=design_evidence,
        sample_size=find_sample_size(doc, design, arms),
        arms=arms,
        effects=effects,
        comparisons=comparisons,
        arm_results=find_arm_results(doc, arms, effects),
        conclusion=conclusion,
        conclusion_evidence=conclusion_evidence,
        trial_ids=find_trial_ids(doc),
    )
