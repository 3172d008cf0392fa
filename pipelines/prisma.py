"""The PRISMA flow, counted from the data: identified, screened, out of scope by reason, included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from graph.studies.reports import Report
from miner.article import Article
from miner.duplicates import Duplicate
from miner.model import Extraction

__all__ = ["Flow", "count_flow"]


@dataclass
class Flow:
    """Numbers of records on their way from the search into the synthesis."""

    identified: int = 0
    registered: int = 0
    duplicates: Counter[str] = field(default_factory=Counter)
    notices: int = 0
    unread: int = 0
    screened: int = 0
    retracted: int = 0
    out_of_scope: Counter[str] = field(default_factory=Counter)
    included: int = 0
    with_effects: int = 0
    studies: int = 0
    pooled: int = 0

    def to_json(self) -> dict[str, Any]:
        """As plain values; reasons by how often they were given."""
        return {
            "identified": self.identified,
            "registered_trials": self.registered,
            "duplicates": dict(self.duplicates.most_common()),
            "notices": self.notices,
            "unread": self.unread,
            "screened": self.screened,
            "out_of_scope": dict(self.out_of_scope.most_common()),
            "included": self.included,
            "retracted": self.retracted,
            "with_effects": self.with_effects,
            "studies": self.studies,
            "effects_pooled": self.pooled,
        }

    def steps(self) -> list[tuple[str, int, str]]:
        """The flow in order, each step with its count and its kind, as the map draws it."""
        return [
            ("records identified in PubMed", self.identified, "source"),
            ("trials found in registries", self.registered, "source"),
            ("duplicates", self.duplicates.total(), "side"),
            *_reasons(self.duplicates),
            ("notices of retraction, concern or correction", self.notices, "side"),
            ("set aside, could not be read", self.unread, "side"),
            ("records screened", self.screened, "main"),
            ("out of scope", self.out_of_scope.total(), "side"),
            *_reasons(self.out_of_scope),
            ("publications included", self.included, "main"),
            *([("of them retracted", self.retracted, "side")] if self.retracted else []),
            ("studies that they report", self.studies, "main"),
            ("publications with effect estimates", self.with_effects, "main"),
            ("effect estimates pooled", self.pooled, "main"),
        ]


def _reasons(counted: Counter[str]) -> list[tuple[str, int, str]]:
    return [(words, n, "reason") for words, n in counted.most_common()]


def count_flow(
    entries: Iterable[tuple[Article, Extraction]],
    duplicates: Sequence[Duplicate],
    fetched_notices: Set[str] = frozenset(),
    unread: Iterable[str] = (),
) -> Flow:
    """Count records; ``fetched_notices`` came because a record names them, not from the search.

    A duplicate, a notice or a record that could not be read is not screened. A record out of scope counts
    under the first reason it was given.
    """
    flow = Flow(unread=len(set(unread) - fetched_notices))
    flow.identified = flow.unread
    copies = {d.pmid: d.reason for d in duplicates}
    for article, extraction in entries:
        if article.pmid in fetched_notices:
            continue
        flow.identified += 1
        if article.pmid in copies:
            flow.duplicates[copies[article.pmid]] += 1
        elif Report(article, extraction).is_notice:
            flow.notices += 1
        else:
            _screen(flow, article, extraction)
    return flow


def _screen(flow: Flow, article: Article, extraction: Extraction) -> None:
    flow.screened += 1
    scope = extraction.scope
    if not scope.in_scope:
        flow.out_of_scope[scope.reasons[0] if scope.reasons else "no reason given"] += 1
        return
    flow.included += 1
    flow.retracted += article.retracted
    flow.with_effects += bool(extraction.effects)
