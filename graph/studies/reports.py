"""What one publication says of itself, read for the graph: its kind, its registrations, its rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.studies.registrations import TrialNumber, read_number
from miner.article import Article
from miner.errors import GraphError
from miner.model import REVIEW_DESIGNS, Extraction

__all__ = ["NOTICE_TYPES", "Report", "read_reports"]

# These speak of another report and bring no study of their own.
NOTICE_TYPES = frozenset(
    {
        "Published Erratum",
        "Retraction of Publication",
        "Retraction Notice",
        "Expression of Concern",
        "Comment",
        "Editorial",
        "News",
        "Newspaper Article",
        "Biography",
    }
)
_TRIAL_DESIGNS = frozenset({"randomized_trial", "nonrandomized_trial", "prospective_cohort"})


@dataclass(frozen=True)
class Report:
    """A publication with what was read from it."""

    article: Article
    extraction: Extraction

    @property
    def id(self) -> str:
        """The publication's id in the graph."""
        return f"PMID:{self.article.pmid}"

    @property
    def order(self) -> tuple[int, str]:
        """Sorts reports by number, whatever they were given in."""
        pmid = self.article.pmid
        return (int(pmid) if pmid.isdigit() else 0, pmid)

    @property
    def first_author(self) -> str | None:
        """Last name of the first author, or the group's name."""
        first = next(iter(self.article.authors), None)
        return (first.last_name or first.collective) if first else None

    @cached_property
    def types(self) -> frozenset[str]:
        """Names of its publication types."""
        return frozenset(name for _, name in self.article.publication_types)

    @property
    def is_meeting_abstract(self) -> bool:
        """It stands in a supplement, as the abstracts of meetings do."""
        a = self.article
        place = " ".join(x for x in (a.volume, a.issue, a.pages, a.doi) if x).lower()
        return "suppl" in place or bool(self.types & {"Meeting Abstract", "Congress"})

    @property
    def findings(self) -> int:
        """How many effects, claims and results of arms it states."""
        e = self.extraction
        return len(e.effects) + len(e.comparisons) + len(e.arm_results)

    @property
    def is_notice(self) -> bool:
        """It comments on or amends another report and has no finding of its own."""
        return bool(self.types & NOTICE_TYPES) and not self.extraction.effects

    @property
    def is_review(self) -> bool:
        """It is about other people's studies."""
        return self.extraction.design in REVIEW_DESIGNS

    @property
    def is_trial_report(self) -> bool:
        """It reports, or plans, one prospective study."""
        return self.extraction.design in _TRIAL_DESIGNS or "Clinical Trial Protocol" in self.types

    @cached_property
    def numbers(self) -> Mapping[TrialNumber, str]:
        """Its own registrations, each with where the number stands.

        PubMed's data bank list counts alone where there is one: the text may name others' trials too. The
        numbers in a review, or in a cohort drawn from a registry, are never its own unless listed.
        """
        listed = _numbers(r.number for r in self.article.registrations)
        if self.is_review or self.is_notice:
            return {}
        if listed:
            return dict.fromkeys(listed, "databank")
        if self.extraction.design == "registry_cohort":
            return {}
        return dict.fromkeys(_numbers(self.extraction.trial_ids), "text")

    @property
    def may_join(self) -> bool:
        """Its registration says which study it is part of."""
        if self.is_review or self.is_notice or self.extraction.design == "registry_cohort":
            return False
        return self.is_trial_report or "databank" in self.numbers.values()

    def names(self, word: str) -> bool:
        """Whether the title holds this protocol number or acronym, as printed."""
        return re.search(rf"(?<![\w/-]){re.escape(word)}(?![\w/-])", self.article.title) is not None


def _numbers(texts: Iterable[str]) -> list[TrialNumber]:
    return sorted({n for n in map(read_number, texts) if n})


def read_reports(entries: Iterable[tuple[Article, Extraction]]) -> list[Report]:
    """The reports in order of PMID, the newest version of each.

    Raises:
        GraphError: an extraction stands beside another record's article.
    """
    newest: dict[str, Report] = {}
    for article, extraction in entries:
        if extraction.id.removeprefix("PMID:") != article.pmid:
            raise GraphError(
                f"record {article.pmid} stands beside the extraction of {extraction.id}; extract it again"
            )
        report, known = Report(article, extraction), newest.get(article.pmid)
        if known is None or _age(report) > _age(known):
            newest[article.pmid] = report
    return sorted(newest.values(), key=lambda r: r.order)


def _age(report: Report) -> tuple[int, str, str, str]:
    # The last part only settles which of two unlike copies of one version is kept, whatever the order.
    return (
        report.article.version,
        report.article.revised or "",
        report.extraction.extractor,
        repr(report),
    )
