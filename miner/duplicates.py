"""One publication under two PMIDs: the same DOI, the same title in one year, a preprint and its article."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from miner.article import Article

__all__ = ["Duplicate", "find_duplicates"]

Reason = Literal["same DOI", "same title, year and first author", "preprint of an article"]
_PREPRINT = "D000076942"
# Short titles ("Surgery for metastatic breast cancer") are given to many papers.
_TELLING_TITLE = 30
_PREPRINT_YEARS = 2
# Letters small, digits as they are, a space for every other byte.
_BARE = bytes(ord(chr(i).lower()) if chr(i).isascii() and chr(i).isalnum() else 32 for i in range(256))
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


class _Known(NamedTuple):
    """An article with its first author, without case, accents and punctuation.

    ``named`` is its title and first author; None where they tell too little.
    """

    article: Article
    author: str
    named: tuple[str, str] | None
    is_preprint: bool

    @property
    def pmid(self) -> str:
        return self.article.pmid


def find_duplicates(articles: Iterable[Article]) -> tuple[Duplicate, ...]:
    """Each record that repeats another, with the one to keep; the order of the input makes no difference.

    Kept is an article before a preprint, then the lower PMID. Nothing is a duplicate by its title alone, and
    what speaks of another report (a reply, an erratum) is never its duplicate.
    """
    ordered = sorted((_known(a) for a in articles if not _speaks_of_another(a)), key=_order)
    rank = {known.pmid: i for i, known in enumerate(ordered)}
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


def _known(article: Article) -> _Known:
    first = next(iter(article.authors), None)
    author = _plain((first.last_name or first.collective or "") if first else "")
    title = _plain(article.title)
    named = (title, author) if author and len(title) >= _TELLING_TITLE else None
    return _Known(article, author, named, _is_preprint(article))


def _alike(known: Sequence[_Known]) -> Iterator[tuple[Reason, Iterator[list[_Known]]]]:
    yield "same DOI", _by_doi(known)
    yield "preprint of an article", _preprints(known)
    yield "same title, year and first author", _by_title(known)


def _by_doi(known: Sequence[_Known]) -> Iterator[list[_Known]]:
    # Abstracts of a meeting share the DOI of their supplement: the first author tells them apart.
    def key(k: _Known) -> Hashable | None:
        return (_DOI.sub("", k.article.doi.lower()), k.author) if k.article.doi else None

    return _groups(known, key)


def _by_title(known: Sequence[_Known]) -> Iterator[list[_Known]]:
    own = [k for k in known if not any(c.kind in _LINKED for c in k.article.corrections)]
    return _groups(own, lambda k: (k.named, k.article.year) if k.named and k.article.year else None)


def _preprints(known: Sequence[_Known]) -> Iterator[list[_Known]]:
    published: defaultdict[Hashable, list[_Known]] = defaultdict(list)
    by_pmid = {k.pmid: k for k in known}
    for k in known:
        if not k.is_preprint and k.named:
            published[k.named].append(k)
    for preprint in [k for k in known if k.is_preprint]:
        links = (c.pmid or "" for c in preprint.article.corrections if c.kind == "UpdateIn")
        linked = (by_pmid.get(pmid) for pmid in links)
        alike = published[preprint.named] if preprint.named else ()
        named = (k for k in alike if _near(k.article, preprint.article))
        kept = next((k for k in (*linked, *named) if k is not None and k is not preprint), None)
        if kept:
            yield [kept, preprint]


def _groups(known: Sequence[_Known], key: Callable[[_Known], Hashable | None]) -> Iterator[list[_Known]]:
    groups: defaultdict[Hashable, list[_Known]] = defaultdict(list)
    for k in known:
        if (same := key(k)) is not None:
            groups[same].append(k)
    return (group for group in groups.values() if len(group) > 1)


def _speaks_of_another(article: Article) -> bool:
    by_type = any(name in _ABOUT_ANOTHER for _, name in article.publication_types)
    return by_type or bool(_SPEAKS_OF.match(article.title.lstrip("[ ")))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_TELLING))
    return " ".join(decomposed.encode("ascii", "ignore").translate(_BARE).decode().split())


def _near(article: Article, preprint: Article) -> bool:
    return bool(article.year and preprint.year and 0 <= article.year - preprint.year <= _PREPRINT_YEARS)


def _is_preprint(article: Article) -> bool:
    return any(ui == _PREPRINT for ui, _ in article.publication_types)


def _order(known: _Known) -> tuple[bool, int, str]:
    return (known.is_preprint, len(known.pmid), known.pmid)
