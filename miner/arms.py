"""The compared groups and their sizes."""

from __future__ import annotations

from itertools import chain

from miner.arm_labels import label_list, named_arms
from miner.arm_lists import ArmList, find_lists
from miner.document import Document
from miner.model import Arm, Design
from miner.participants import design_kind, find_mentions
from miner.sample_size import find_totals
from miner.weights import Candidate, crossed_weights, load_weights, note, score

__all__ = ["find_arms"]

_LIKELY = 8  # lists that are weighed together with the totals beside them


def find_arms(doc: Document, design: Design) -> tuple[Arm, ...]:
    """The compared groups, in the order of the text; empty where none are compared."""
    best = _best_list(doc, design)
    if best is not None:
        return label_list(doc, best)
    return named_arms(doc)


def _best_list(doc: Document, design: Design) -> ArmList | None:
    """The list of sizes that is likeliest together with the total that is likeliest beside it."""
    kind = design_kind(design)
    lists = find_lists(find_mentions(doc), doc.text, doc.title)
    none = Candidate(None, "arms", ("NONE", f"NONE {design}", f"NONE {kind}"))
    note(
        "participant_weights",
        chain((Candidate(found, "arms", found.traits, (found.family, kind)) for found in lists), (none,)),
    )
    bar = score(none.traits, load_weights("participant_weights", "arms"))
    ranked = sorted([(bar - _weight(found, kind), i) for i, found in enumerate(lists)])
    totals = find_totals(doc, design)
    best, top = None, totals.likeliest(())[1]
    for against, i in ranked[:_LIKELY]:
        weight = totals.likeliest(tuple([m.value for m in lists[i].members]))[1] - against
        if weight > top:
            best, top = lists[i], weight
    return best


def _weight(found: ArmList, kind: str) -> float:
    return score(found.traits, crossed_weights("participant_weights", "arms", (found.family, kind)))
