"""A PubMed record as a value: what ``pubmed_xml`` reads and everything after it uses.

What a record has by the dozen are named tuples, which are made in a quarter of a frozen dataclass's time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["AbstractSection", "Article", "Author", "Correction", "Deletion", "MeshHeading", "Registration"]


class AbstractSection(NamedTuple):
    """One ``AbstractText``: its printed label, NLM's category and its plain text."""

    label: str | None
    category: str | None
    text: str


class Author(NamedTuple):
    """An author as listed; ``collective`` for a group, else the personal name."""

    last_name: str | None
    fore_name: str | None
    initials: str | None
    collective: str | None = None
    orcid: str | None = None
    affiliations: tuple[str, ...] = ()


class MeshHeading(NamedTuple):
    """A MeSH heading: descriptor id (``D001943``), name, major flag, qualifiers (id, name, major)."""

    id: str
    name: str
    major: bool
    qualifiers: tuple[tuple[str, str, bool], ...] = ()
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A ``CommentsCorrections`` entry: its RefType (``RetractionIn``), the other record, its citation."""

    kind: str
    pmid: str | None
    citation: str | None


@dataclass(frozen=True, slots=True)
class Registration:
    """An accession number in a data bank or trial registry (``ClinicalTrials.gov``, ``NCT...``)."""

    registry: str
    number: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """A PMID that an update file withdraws."""

    pmid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One PubMed record, article or book; absent elements are None or empty.

    Dates are ISO 8601 as far as the record states them (``2015``, ``2015-10``, ``2015-10-01``).
    """

    pmid: str
    version: int = 1
    title: str = ""
    vernacular_title: str | None = None
    abstract: tuple[AbstractSection, ...] = ()
    other_abstracts: tuple[tuple[str, str], ...] = ()
    doi: str | None = None
    pmcid: str | None = None
    other_ids: tuple[tuple[str, str], ...] = ()
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    journal: str | None = None
    journal_abbreviation: str | None = None
    issn: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    country: str | None = None
    published: str | None = None
    published_as_printed: str | None = None
    entered: str | None = None
    completed: str | None = None
    revised: str | None = None
    languages: tuple[str, ...] = ()
    publication_types: tuple[tuple[str, str], ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    keywords: tuple[str, ...] = ()
    substances: tuple[tuple[str, str], ...] = ()
    registrations: tuple[Registration, ...] = ()
    references: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    status: str | None = None
    indexing_method: str | None = None
    is_book: bool = False
    in_pubmed: bool = True

    @property
    def text(self) -> str:
        """Title on the first line, then each section on a line as ``LABEL: text``; offsets count here."""
        lines = [self.title]
        lines += [f"{s.label}: {s.text}" if s.label else s.text for s in self.abstract]
        return "\n".join(lines)

    @property
    def url(self) -> str | None:
        """Where the record can be read: PubMed, or the DOI of a record that says it is not in PubMed."""
        if self.in_pubmed:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return f"https://doi.org/{self.doi}" if self.doi else None

    @property
    def year(self) -> int | None:
        """Year of publication, if the record states one."""
        return int(self.published[:4]) if self.published else None

    @property
    def retracted(self) -> bool:
        """True where PubMed marks this report as retracted: type D016441 or a link to the retraction."""
        by_type = any(ui == "D016441" for ui, _ in self.publication_types)
        return by_type or self._has("RetractionIn") or self._has("RetractedandRepublishedIn")

    @property
    def concern(self) -> bool:
        """True where an expression of concern stands against this report."""
        return self._has("ExpressionOfConcernIn")

    @property
    def trial_ids(self) -> tuple[str, ...]:
        """Numbers that the record's data bank list gives, in its order."""
        return tuple(r.number for r in self.registrations)

    def _has(self, kind: str) -> bool:
        return any(c.kind == kind for c in self.corrections)
