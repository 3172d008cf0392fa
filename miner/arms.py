"""The compared groups and their sizes."""

from __future__ import annotations

from miner.arm_labels import label_list, named_arms
from miner.arm_lists import ArmList, find_lists
from miner.document import Document
from miner.model import Arm, Design
from miner.participants import design_kind, find_mentions
from miner.weights import crossed_weights, load_weights, score

__all__ = ["find_arms"]


def find_arms(doc: Document, design: Design) -> tuple[Arm, ...]:
    """The compared groups, in the order of the text; empty where none are compared."""
    best = _best_list(doc, design)
    if best is not None:
        return label_list(doc, best)
    return named_arms(doc)


def _best_list(doc: Document, design: Design) -> ArmList | None:
    """The list of sizes that its traits speak for most, if they speak for it more than against it."""
    weights = load_weights("participant_weights", "arms")
    lists = find_lists(find_mentions(doc), doc.text, doc.title)
    kind = design_kind(design)
    ranked = [
        (score(found.traits, crossed_weights("participant_weights", "arms", (found.family, kind))), -i)
        for i, found in enumerate(lists)
    ]
    bar = weights["NONE"] + weights.get(f"NONE {design}", 0.0) + weights.get(f"NONE {kind}", 0.0)
    top, place = max(ranked, default=(bar, 0))
    return lists[-place] if top > bar else None
