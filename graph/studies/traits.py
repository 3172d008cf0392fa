"""What a study's abstracts say of how it was done: sizes of the groups, adjustment, handling of bias.

Read for the evidence table, the cues and the regression on immortal-time handling. What is not printed is
None or empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Graph
from graph.studies.reports import Report
from miner.text.document import Document
from miner.text.headings import Role
from miner.vocabulary import Vocabulary

__all__ = [
    "AGAINST_IMMORTAL_TIME",
    "AGAINST_SELECTION",
    "Traits",
    "handling_of",
    "join_traits",
    "read_traits",
    "ways_named",
]

AGAINST_IMMORTAL_TIME = frozenset(
    {"landmark analysis", "time-dependent exposure", "clone-censor-weight", "immortal time named"}
)
"""Ways of not counting the time before an operation as survival of those operated on."""

AGAINST_SELECTION = frozenset(
    {"propensity score", "matching", "inverse probability weighting", "instrumental variable"}
)
"""Ways of making treated and untreated patients alike."""

# Each with what a text must hold to be searched at all, in small letters.
_HANDLING = tuple(
    (name, needs, re.compile(pattern))
    for name, needs, pattern in (
        ("landmark analysis", ("landmark",), r"\blandmark\b"),
        ("time-dependent exposure", ("time",), r"\btime[- ](?:dependent|varying|updated)\b"),
        ("clone-censor-weight", ("censor",), r"\bclon\w+[-, ]+(?:and )?censor"),
        ("immortal time named", ("immortal",), r"\bimmortal\b"),
        ("propensity score", ("propensity",), r"\bpropensity\b"),
        (
            "inverse probability weighting",
            ("inverse", "iptw"),
            r"\binverse[- ]probability|\biptw\b",
        ),
        ("instrumental variable", ("instrumental",), r"\binstrumental variables?\b"),
        ("matching", ("match",), r"\bmatch(?:ed|ing)\b"),
    )
)
_QUOTED = ("design_quote", "conclusion_quote", "sample_size_quote")
# What others should do stands in the conclusion, what others did in the background.
_OWN_ROLES: tuple[Role, ...] = ("title", "methods", "results")
_ADJUSTED = re.compile(
    r"\b(?:adjust(?:ed|ing|ment)s?|controll(?:ed|ing)) for (?:the )?"
    r"((?!differences|bias)[a-z][^.;:()\[\]]{3,160})",
    re.IGNORECASE,
)
# A list of factors ends where the sentence goes on to what was found.
_LIST_ENDS = re.compile(
    r",? (?:and )?(?:(?:women|patients|surgery|resection|survival|the|we|was|were|is|had|who|which)\b.*"
    r"|(?:in|by|using|with|between) .*)$"
)


@dataclass(frozen=True, slots=True)
class Traits:
    """``treated`` and ``untreated`` count participants; ``adjusted_for`` is as printed."""

    handling: tuple[str, ...]
    adjusted_for: str | None
    treated: int | None
    untreated: int | None


def read_traits(report: Report, document: Document, vocabulary: Vocabulary) -> Traits:
    """The traits that a report gives its study: none if it is a review."""
    if report.is_review:
        return Traits((), None, None, None)
    # Late: counting people compiles rules, and who only unpacks what was read needs none.
    from graph.studies.group_sizes import group_sizes

    text = " ".join(s.text for s in document.role(*_OWN_ROLES))
    return Traits(
        ways_named(text), next(_adjusted_for(text), None), *group_sizes(report, document, vocabulary)
    )


def join_traits(of_reports: Sequence[Traits]) -> Traits:
    """The traits of the study that these reports describe, the main one first."""
    named = {name for traits in of_reports for name in traits.handling}
    sized = next((t for t in of_reports if (t.treated, t.untreated) != (None, None)), None)
    return Traits(
        handling=tuple(name for name, _, _ in _HANDLING if name in named),
        adjusted_for=next((t.adjusted_for for t in of_reports if t.adjusted_for), None),
        treated=sized.treated if sized else None,
        untreated=sized.untreated if sized else None,
    )


def handling_of(graph: Graph, study_id: str) -> frozenset[str]:
    """The ways of handling bias that a study names in its abstracts or the sentences quoted from them."""
    study = graph.nodes["Study"][study_id]
    known = study["bias_handling"]
    quotes = [str(study[name] or "") for name in _QUOTED]
    quotes += [str(effect["quote"] or "") for effect in graph.targets("FOUND", study_id, "Effect")]
    quotes += [str(report["title"] or "") for report in graph.sources("REPORTS", study_id)]
    return frozenset((*(known if isinstance(known, tuple) else ()), *ways_named(" ".join(quotes))))


def ways_named(text: str) -> tuple[str, ...]:
    """The ways of handling bias that a text names."""
    low = text.lower()
    return tuple(
        name
        for name, needs, pattern in _HANDLING
        if any(word in low for word in needs) and pattern.search(low)
    )


def _adjusted_for(text: str) -> Iterator[str]:
    for found in _ADJUSTED.finditer(text):
        words = _LIST_ENDS.sub("", found[1].strip()).rstrip(" ,")
        if words:
            yield words
