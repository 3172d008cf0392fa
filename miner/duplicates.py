"""One publication under two PMIDs: the same DOI, the same title in one year, a preprint and its article."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from miner.article import Article

__all__ = ["Duplicate", "find_duplicates"]

Reason = Literal["same DOI", "same title, year and first author", "preprint of an article"]
_PREPRINT = "D000076942"
# Short titles ("Surgery for metastatic breast cancer") are given to many papers.
_TELLING_TITLE = 30
_PREPRINT_YEARS = 2
_NO_LETTER = re.compile(r"[^a-z0-9]+")
# Republications are known by PubMed's own links and are reports in their own right.
_LINKED = frozenset(
    {"CorrectedandRepublishedFrom", "RetractedandRepublishedFrom", "RepublishedFrom", "ReprintOf"}
)
# They bear the title, and at times the DOI, of the report that they speak of.
_ABOUT_ANOTHER = frozenset(
    (
        "Comment",
        "Editorial",
        "Published Erratum",
        "Retraction of Publication",
        "Retraction Notice",
        "Expression of Concern",
    )
)
_SPEAKS_OF = re.compile(
    r"^(?:(?:in )?re(?:ply|sponse)?\b|(?:the )?authors?\b.{0,3}s? (?:re(?:ply|sponse))|comment(?:ary)?\b"
    r"|letter\b|erratum|errata\b|corrigend|correction\b|retraction\b|expression of concern|addendum)",
    re.IGNORECASE,
)
# What tells two titles apart though it is no letter: "interferon α", "women ≥ 70 years", "HER2+".
_TELLING = str.maketrans({c: f" {unicodedata.name(c).lower()} " for c in "αβγδκλμ<>≤≥+−±"})
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """``pmid`` is the same publication as ``kept``."""

    pmid: str
    kept: str
    reason: Reason


def find_duplicates(articles: Iterable[Article]) -> tuple[Duplicate, ...]:
    """Each record that repeats another, with the one to keep; the order of the input makes no difference.

    Kept is an article before a preprint, then the lower PMID. Nothing is a duplicate by its title alone, and
    what speaks of another report (a reply, an erratum) is never its duplicate.
    """
    ordered = sorted((a for a in articles if not _speaks_of_another(a)), key=_order)
    rank = {a.pmid: i for i, a in enumerate(ordered)}
    repeats: dict[str, tuple[str, Reason]] = {}

    def first(pmid: str) -> str:
        while pmid in repeats:
            pmid = repeats[pmid][0]
        return pmid

    for reason, groups in _alike(ordered):
        for kept, *copies in groups:
            for copy in copies:
                one, other = sorted((first(kept.pmid), first(copy.pmid)), key=rank.__getitem__)
                if one != other:
                    repeats[other] = (one, reason)
    found = (Duplicate(pmid, first(pmid), reason) for pmid, (_, reason) in repeats.items())
    return tuple(sorted(found, key=lambda d: (len(d.pmid), d.pmid)))


def _alike(articles: Sequence[Article]) -> Iterator[tuple[Reason, Iterator[list[Article]]]]:
    yield "same DOI", _by_doi(articles)
    yield "preprint of an article", _preprints(articles)
    yield "same title, year and first author", _by_title(articles)


def _by_doi(articles: Sequence[Article]) -> Iterator[list[Article]]:
    # Abstracts of a meeting share the DOI of their supplement: the first author tells them apart.
    return _groups(articles, lambda a: (_DOI.sub("", a.doi.lower()), _first_author(a)) if a.doi else None)


def _by_title(articles: Sequence[Article]) -> Iterator[list[Article]]:
    own = [a for a in articles if not any(c.kind in _LINKED for c in a.corrections)]
    return _groups(own, lambda a: (_title(a), a.year) if _title(a) and a.year else None)


def _preprints(articles: Sequence[Article]) -> Iterator[list[Article]]:
    published: defaultdict[Hashable, list[Article]] = defaultdict(list)
    by_pmid = {a.pmid: a for a in articles}
    for article in articles:
        if not _is_preprint(article) and _title(article):
            published[_title(article)].append(article)
    for preprint in filter(_is_preprint, articles):
        links = (c.pmid or "" for c in preprint.corrections if c.kind == "UpdateIn")
        linked = (by_pmid.get(pmid) for pmid in links)
        named = (a for a in published[_title(preprint)] if _near(a, preprint)) if _title(preprint) else ()
        kept = next((a for a in (*linked, *named) if a is not None and a is not preprint), None)
        if kept:
            yield [kept, preprint]


def _groups(
    articles: Sequence[Article], key: Callable[[Article], Hashable | None]
) -> Iterator[list[Article]]:
    groups: defaultdict[Hashable, list[Article]] = defaultdict(list)
    for article in articles:
        if (k := key(article)) is not None:
            groups[k].append(article)
    return (group for group in groups.values() if len(group) > 1)


def _title(article: Article) -> tuple[str, str] | None:
    """Title and first author without case, accents and punctuation; None where they tell too little."""
    author = _first_author(article)
    title = _plain(article.title)
    return (title, author) if author and len(title) >= _TELLING_TITLE else None


def _first_author(article: Article) -> str:
    first = next(iter(article.authors), None)
    return _plain((first.last_name or first.collective or "") if first else "")


def _speaks_of_another(article: Article) -> bool:
    by_type = any(name in _ABOUT_ANOTHER for _, name in article.publication_types)
    return by_type or bool(_SPEAKS_OF.match(article.title.lstrip("[ ")))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_TELLING))
    return _NO_LETTER.sub(" ", decomposed.encode("ascii", "ignore").decode().lower()).strip()


def _near(article: Article, preprint: Article) -> bool:
    return bool(article.year and preprint.year and 0 <= article.year - preprint.year <= _PREPRINT_YEARS)


def _is_preprint(article: Article) -> bool:
    return any(ui == _PREPRINT for ui, _ in article.publication_types)


def _order(article: Article) -> tuple[bool, int, str]:
    return (_is_preprint(article), len(article.pmid), article.pmid)
