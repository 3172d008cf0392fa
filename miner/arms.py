"""The compared groups and their sizes."""

from __future__ import annotations

from itertools import chain

from miner.arm_labels import label_list, named_arms
from miner.arm_lists import ArmList, find_lists
from miner.document import Document
from miner.model import Arm, Design
from miner.participants import design_kind, find_mentions
from miner.weights import Candidate, crossed_weights, load_weights, note, score

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
    none = Candidate(None, "arms", ("NONE", f"NONE {design}", f"NONE {kind}"))
    bar = score(none.traits, weights)
    note(
        "participant_weights",
        chain((Candidate(found, "arms", found.traits, (found.family, kind)) for found in lists), (none,)),
    )
    top, place = max(ranked, default=(bar, 0))
    return lists[-place] if top > bar else None
