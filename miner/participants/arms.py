"""The compared groups and their sizes."""

from __future__ import annotations

import re
from itertools import chain

from miner.model import Arm, Design
from miner.participants.arm_labels import label_list, named_arms
from miner.participants.arm_lists import ArmList, find_lists
from miner.participants.candidates import design_kind, find_mentions, is_only_planned
from miner.participants.sample_size import find_totals
from miner.text.document import Document
from miner.text.word_starts import Sought
from miner.weights import Candidate, crossed_weights, load_weights, note, score

__all__ = ["find_arms"]

_IN_TITLE = (
    (
        "title: factors",
        re.compile(
            r"\b(?:factors?|predict\w*|determinants?|correlates?|prevalence|incidence|epidemiolog\w*|trends?|"
            r"validation|nomogram|scores?|scoring|model|attitudes?|knowledge|perceptions?|experience|series|survey|"
            r"prognos\w+|markers?|experiences|diagnos\w+|screening)\b",
            re.I,
        ),
    ),
    (
        "title: against",
        re.compile(
            r"\b(?:versus|vs|compar\w+|with\s(?:and|or|versus)\swithout|differences?|between|or|matched|than|case-control)\b",
            re.I,
        ),
    ),
    (
        "title: effect",
        re.compile(
            r"\b(?:effects?|impact|influence|efficacy|effective\w*|roles?|benefits?|safety|improves?|reduces?|"
            r"does|do|is|are|should|can|increase[sd]?|affects?|risk\sof|after|following|use)\b",
            re.I,
        ),
    ),
)
_IN_TEXT = (
    (
        "text: groups",
        Sought(
            re.compile(
                r"\b(?:two|both|three|four|study|control|comparison|treatment|intervention|exposed|unexposed)\sgroups?\b|"
                r"\bgroups?\s(?:1|2|I|II|A|B)\b|\bbetween(?:\sthe)?(?:\stwo)?\sgroups\b",
                re.I,
            )
        ),
    ),
    ("text: matched", Sought(re.compile(r"\b(?:matched|propensity|controls)\b", re.I))),
    (
        "text: others",
        Sought(
            re.compile(
                r"\b(?:without|than\s(?:in\s)?(?:those|patients|women|men|children|infants|subjects|participants)|"
                r"compared\s(?:with|to)\s(?:those|patients|women|men|children|infants|subjects|participants|non\w*))\b",
                re.I,
            )
        ),
    ),
    (
        "text: factors",
        Sought(
            re.compile(
                r"\b(?:multivaria\w+|logistic|predictors?|(?:independent|risk|prognostic|associated|predictive)\sfactors?)\b",
                re.I,
            )
        ),
    ),
)
# Those whom a model is tested in are not compared with those it was made of; a number of doses is no group.
_NO_GROUP = re.compile(
    r"\b(?:validation|derivation)\s(?:cohort|(?:data\s?)?set|group|sample)|^(?:the\s)?(?:median|mean|average|total)\s(?:number|dose)\b",
    re.I,
)
_LIKELY = 8  # lists that are weighed together with the totals beside them


def find_arms(doc: Document, design: Design) -> tuple[Arm, ...]:
    """The compared groups, in the order of the text; empty where none are compared."""
    best = _best_list(doc, design)
    if best is None:
        return named_arms(doc)
    arms = label_list(doc, best)
    return () if any(_NO_GROUP.search(arm.label) for arm in arms) else arms


def _best_list(doc: Document, design: Design) -> ArmList | None:
    """The list of sizes that is likeliest together with the total that is likeliest beside it."""
    kind = design_kind(design)
    lists = find_lists(find_mentions(doc), doc.text, doc.title)
    lists = [x for x in lists if not any(is_only_planned(m, design) for m in x.members)]
    told = [f"NONE {trait}{of}" for trait in group_traits(doc) for of in ("", f" {kind}")]
    none = Candidate(None, "arms", ("NONE", f"NONE {design}", f"NONE {kind}", *told))
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


def group_traits(doc: Document) -> tuple[str, ...]:
    """What in a text tells whether it compares groups or weighs factors in one."""
    told = [name for name, sought in _IN_TITLE if sought.search(doc.title)]
    words = doc.words
    return (*told, *(name for name, sought in _IN_TEXT if sought.search(words)))


def _weight(found: ArmList, kind: str) -> float:
    return score(found.traits, crossed_weights("participant_weights", "arms", (found.family, kind)))
