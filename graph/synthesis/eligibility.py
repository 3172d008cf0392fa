"""Whether a study is fit for a pool, and as what: its design and its people, or the reason against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from graph.model import Graph, Node
from graph.synthesis.assigned import drugs_assigned
from miner.model import REVIEW_DESIGNS

__all__ = [
    "DesignClass",
    "design_class",
    "given_by_hand",
    "in_brackets",
    "participants_of",
    "reason_against",
    "reason_against_report",
    "size_by_hand",
    "whole",
]

DesignClass = Literal["randomized", "observational"]
_OBSERVATIONAL = frozenset(
    {
        "nonrandomized_trial",
        "prospective_cohort",
        "registry_cohort",
        "retrospective_cohort",
        "case_control",
        "cross_sectional",
        "case_series",
    }
)


def design_class(design: object) -> DesignClass | None:
    """Randomised or observational; None for reviews and what is no study of patients."""
    if design == "randomized_trial":
        return "randomized"
    return "observational" if design in _OBSERVATIONAL else None


def reason_against(graph: Graph, study: Node, effect: Node) -> str | None:
    """Why nothing of the study, or of the report that states the effect, is pooled; None where it may be."""
    return _against_study(study) or reason_against_report(graph, study, effect)


def _against_study(study: Node) -> str | None:
    design = str(study["design"])
    if study["retracted"]:
        return "retracted"
    if not study["in_scope"]:
        return "out of scope" + in_brackets(study["scope_reasons"])
    by_hand = ", by a design given by hand" if _gave(study, "design") else ""
    if design in REVIEW_DESIGNS:
        return f"a review: it pools or retells other studies{by_hand}"
    if design_class(design) is None:
        return f"design is {design.replace('_', ' ')}: no study of treated patients{by_hand}"
    drugs = None if _gave(study, "design") else drugs_assigned(study)
    return f"not what was randomised: chance assigned {drugs}" if drugs else None


def reason_against_report(graph: Graph, study: Node, finding: Node) -> str | None:
    """Why nothing is taken of the report that states a finding; None where it may be."""
    stated_in = str(finding["publication_id"] or study["main_publication_id"])
    report = graph.nodes["Publication"].get(stated_in, {})
    if report.get("retracted"):
        return "the report that states it is retracted"
    return "an expression of concern stands against the report" if report.get("concern") else None


def in_brackets(words: object) -> str:
    """Reasons as printed behind a verdict; nothing where there are none."""
    return f" ({'; '.join(words).replace('_', ' ')})" if isinstance(words, tuple) and words else ""


def participants_of(study: Node) -> int | None:
    """How many people a study is of; None where it does not say, or counts something else."""
    return whole(study["sample_size"]) if study["sample_size_unit"] in (None, "participants") else None


def size_by_hand(study: Node) -> str | None:
    """That a person gave the study's number of people, in words; None where it was read, or there is none."""
    people = participants_of(study)
    return f"its {people:,} participants given by hand" if people and _gave(study, "sample_size") else None


def given_by_hand(study: Node) -> Iterator[str]:
    """What of a study a person gave, and it decides what is pooled where, in words; its size is apart."""
    if _gave(study, "design"):
        yield f"its design ({str(study['design']).replace('_', ' ')}) given by hand"
    if _gave(study, "in_scope"):
        yield "taken into scope by hand"


def _gave(study: Node, name: str) -> bool:
    given = study["given_by_hand"]
    return isinstance(given, tuple) and name in given


def whole(value: object) -> int | None:
    """A property of a node as a whole number; None where it is none."""
    return int(value) if isinstance(value, int | float) else None
