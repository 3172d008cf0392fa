"""What a study's abstracts say of how it was done: sizes of the groups, adjustment, handling of bias.

Read for the evidence table, the cues and the regression on immortal-time handling. What is not printed is
None or empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Graph
from graph.sides import WITHHOLDING
from graph.studies.reports import Report
from miner.link import operations_named
from miner.phrases.denial import DENIAL, is_denied, is_the_rest
from miner.term_matcher import Mention
from miner.text.document import Document
from miner.text.headings import Role
from miner.vocabulary import Vocabulary

__all__ = [
    "AGAINST_IMMORTAL_TIME",
    "AGAINST_SELECTION",
    "Traits",
    "given_or_withheld",
    "handling_of",
    "join_traits",
    "read_traits",
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
_WITHHELD = re.compile(
    r"\b(?:no|not|non|without|none|alone|only|controls?|observation|unoperated|untreated)\b", re.IGNORECASE
)
# "Did not", "had not received it", "the control group": those without, whatever it was.
_UNNAMED = re.compile(
    r"\W*(?:the )?(?:none|never|without|left (?:untouched|alone|in (?:place|situ))"
    r"|controls?(?: (?:group|arm|patients|cohort))?"
    r"|(?:(?:those|patients|women) who )?(?:(?:did|had|have|were|was) )?not"
    r"(?: (?:receive|undergo|have|had|received|operated)(?: (?:it|them|any|one|so))?)?)\W*",
    re.IGNORECASE,
)
# "MWA combined with chemotherapy": who had both, whatever the first is.
_ADDS = re.compile(r"\b(?:plus|combined with|added to|in addition to|followed by)\b|\+", re.IGNORECASE)
_TREATED = re.compile(
    r"(?:underwent|had|received|were (?:treated|operated)|was (?:given|performed|done))\b", re.IGNORECASE
)
_ROUNDING = 0.6  # percent


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
    text = " ".join(s.text for s in document.role(*_OWN_ROLES))
    return Traits(_named_in(text), next(_adjusted_for(text), None), *_sizes(report, vocabulary))


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
    return frozenset((*(known if isinstance(known, tuple) else ()), *_named_in(" ".join(quotes))))


def _named_in(text: str) -> tuple[str, ...]:
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


def _sizes(report: Report, vocabulary: Vocabulary) -> tuple[int | None, int | None]:
    """People given local treatment, and not: only where it is clear which of at most two groups is which."""
    arms = report.extraction.arms
    text = report.article.text
    kinds = [given_or_withheld(arm.label, text, vocabulary) for arm in arms]
    if not arms:
        return _counted(report, vocabulary), None
    if sorted(map(str, kinds)) not in (["given"], ["given", "withheld"]):
        return None, None
    by_kind = dict(zip(kinds, arms, strict=True))
    sizes = by_kind["given"].n, by_kind["withheld"].n if "withheld" in by_kind else None
    whole = report.extraction.sample_size.value
    return (None, None) if whole and sum(n or 0 for n in sizes) > whole else sizes


def _counted(report: Report, vocabulary: Vocabulary) -> int | None:
    """``139 (37 %) underwent surgery``: the one count of those treated whose share is that of the whole."""
    whole, results = report.extraction.sample_size.value, report.extraction.arm_results
    told = {
        round(count.value)
        for count in results
        if whole
        and count.statistic == "count"
        and _TREATED.match(count.endpoint)
        and given_or_withheld(count.endpoint, report.article.text, vocabulary) == "given"
        for share in results
        if share.statistic == "rate"
        and (share.evidence.start, share.evidence.end) == (count.evidence.start, count.evidence.end)
        and abs(share.value - 100 * count.value / whole) < _ROUNDING
    }
    return told.pop() if len(told) == 1 else None


def given_or_withheld(words: str, context: str, vocabulary: Vocabulary) -> str | None:
    """Whether the words of a group say that it was given local treatment ("given") or not ("withheld").

    ``context`` is the text around, by which abbreviations are known. None where they do not say.
    """
    named = _treatments_in(words, context, vocabulary)
    if not named:
        words = operations_named(words)
        named = _treatments_in(words, context, vocabulary)
    if not named:
        return "withheld" if _UNNAMED.fullmatch(words) or is_the_rest(words) else None
    left_out = [
        m
        for m in named
        if vocabulary.concept(m.concept_id).category in WITHHOLDING or is_denied(words, m.start)
    ]
    if len(left_out) == len(named):
        parts = _ADDS.split(words) if not DENIAL.search(words) else [words]
        return "withheld" if all(_treatments_in(part, context, vocabulary) for part in parts) else None
    for m in reversed(left_out):  # "radiotherapy without surgery": radiotherapy
        words = words[: m.start] + words[m.end :]
    words = DENIAL.sub("", words) if left_out else words
    return None if _WITHHELD.search(words) and not _alone_locally(words, len(named)) else "given"


def _treatments_in(words: str, context: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    matcher = vocabulary.matcher("interventions")
    return matcher.find(words, context) or matcher.find(words, context, undefined=True)


def _alone_locally(words: str, named: int) -> bool:
    """Whether "alone" belongs to a local treatment: it does where no other is named."""
    return named == 1 and re.search(r"\b(?:alone|only)\b", words, re.IGNORECASE) is not None
