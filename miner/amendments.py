"""What records say of their standing: retractions, concerns, errata, republications; and registrations."""

from __future__ import annotations

from miner.article import Article

__all__ = ["REGISTRATION", "RETRACTED", "RETRACTED_BY_NOTICE", "WANTED_NOTICES", "amendments_of"]

WANTED_NOTICES = frozenset(
    {
        "RetractionIn",
        "PartialRetractionIn",
        "RetractedandRepublishedIn",
        "ExpressionOfConcernIn",
        "ErratumIn",
        "CorrectedandRepublishedIn",
        "UpdateIn",
    }
)
"""Links to records that are fetched though no search finds them."""
REGISTRATION = "Registration"
"""The number of a trial in the record's data bank list."""
RETRACTED = frozenset({"RetractedPublication", "RetractionIn", "RetractedandRepublishedIn"})
"""Marks on a record by which it is retracted."""
RETRACTED_BY_NOTICE = {
    "RetractionOf": "RetractionIn",
    "RetractedandRepublishedFrom": "RetractedandRepublishedIn",
    "ExpressionOfConcernFor": "ExpressionOfConcernIn",
}
"""Links that a notice holds, with the link that the amended record holds once PubMed has updated it."""
_KEPT = WANTED_NOTICES | RETRACTED_BY_NOTICE.keys()


def amendments_of(article: Article) -> tuple[tuple[str, str], ...]:
    """(kind, other PMID, registry number or empty), each once; a retracted report's type is a kind too."""
    found = {(c.kind, c.pmid or "") for c in article.corrections if c.kind in _KEPT}
    if any(ui == "D016441" for ui, _ in article.publication_types):
        found.add(("RetractedPublication", ""))
    found |= {(REGISTRATION, number) for number in article.trial_ids}
    return tuple(sorted(found))
