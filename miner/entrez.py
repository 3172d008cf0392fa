"""NCBI's E-utilities: search without the limit of 9,999, and fetch without losing a record in silence.

Requests are those of ``Bio.Entrez`` (tool, email, key, encoding), sent by POST so that the key never stands
in an address. ``NCBI_EUTILS_URL`` names another base address, for a mirror or a test server.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.request import Request

# Not declared public: tests/test_entrez.py holds it to what is needed here.
from Bio.Entrez import _build_request
from lxml import etree

from miner.article import Deletion
from miner.entrez_slices import Between, DateField, Slice, slices_of
from miner.errors import CorpusError, IncompleteFetch, InputError, MalformedXml, SettingMissing
from miner.network import Reply, Server, TryAgain
from miner.pubmed_xml import Source, read_reply

T = TypeVar("T")

__all__ = ["BATCH", "MOST", "Entrez", "Fetched", "Found"]

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
MOST = 9999
"""PubMed gives no more ids than this of any one search."""
BATCH = 200
"""Records asked for at once: what NCBI asks for, and little is lost when a reply breaks."""
_ASK_MISSING_AGAIN = 2
_SEARCH_AGAIN = 3
_BY_ENTRY: tuple[DateField, ...] = ("edat", "pdat", "mdat")
_BY_CHANGE: tuple[DateField, ...] = ("mdat", "edat", "pdat")


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search found: PMIDs in order, what NCBI made of the query, what it warned of, the slices."""

    term: str
    pmids: tuple[str, ...]
    translation: str
    warnings: tuple[str, ...]
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The reply to one batch: records, PMIDs that PubMed withdrew, and PMIDs that did not come back."""

    sources: tuple[Source, ...]
    withdrawn: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    count: int
    pmids: tuple[str, ...]
    translation: str
    warnings: tuple[str, ...]


class Entrez:
    """A polite client of PubMed.

    Args:
        email: the user's address; NCBI writes there before it blocks anyone.
        api_key: allows 10 requests a second instead of 3; never printed.
        base: address of the E-utilities; default ``NCBI_EUTILS_URL``, then NCBI's.
        notice: told in one line of each wait for the server.
        today: gives the present date.

    Raises:
        SettingMissing: there is no email, or the base address is not one.
    """

    batch = BATCH

    def __init__(
        self,
        email: str | None,
        api_key: str | None = None,
        *,
        base: str | None = None,
        notice: Callable[[str], None] = lambda _line: None,
        today: Callable[[], dt.date] = lambda: dt.datetime.now(dt.UTC).date(),
    ) -> None:
        if not email or "@" not in email.strip("@"):
            raise SettingMissing(
                f"{f'email {email!r} is no address' if email else 'no email is set'}: NCBI requires one with "
                "every request; set NCBI_EMAIL=you@example.org or give --email"
            )
        self._base = (base or os.environ.get("NCBI_EUTILS_URL") or BASE).rstrip("/") + "/"
        if not self._base.startswith(("https://", "http://")):
            raise SettingMissing(f"NCBI_EUTILS_URL {self._base!r} is no address; it begins with https://")
        self._who = {"tool": "mbc-miner", "email": email, "api_key": api_key or None}
        self._today = today
        # NCBI allows 3 (with a key 10) a second; starts are spaced so that no second ever holds one more.
        self.server = Server("PubMed", 0.11 if api_key else 0.37, secret=api_key or None, notice=notice)

    # Search

    def search(self, term: str, hints: Sequence[Slice] = ()) -> Found:
        """Everything that matches, the query sent verbatim; ``hints`` are the slices of an earlier search.

        Above 9,999 hits the search is cut by entry date, and the union must be as large as NCBI counts.

        Raises:
            EntrezUnavailable: PubMed does not answer.
            IncompleteFetch: the union stays unlike the count.
        """
        count, got = 0, 0
        for _ in range(_SEARCH_AGAIN):
            whole = self._page(term, None, 0)
            count, parts = whole.count, list(self._parts(term, whole.count, hints))
            pmids = {pmid for _, page in parts for pmid in page.pmids}
            got = len(pmids)
            # Records may enter while the slices are asked for: then the new count must agree.
            if got == count or got == self._page(term, None, 0).count:
                ordered = tuple(sorted(pmids, key=lambda p: (len(p), p)))
                return Found(term, ordered, whole.translation, whole.warnings, tuple(s for s, _ in parts))
        raise IncompleteFetch(
            f"PubMed counts {count:,} records for the search and gives {got:,}; "
            "nothing was changed, run again"
        )

    def modified(self, term: str, since: dt.date) -> tuple[str, ...]:
        """PMIDs that match and were added or changed on ``since`` or later."""
        start = Slice((Between("mdat", since, Between.LAST),))
        pages = slices_of((start,), lambda s, n: self._page(term, s, n), MOST, self._today(), _BY_CHANGE)
        return tuple(sorted({p for _, page in pages for p in page.pmids}, key=lambda p: (len(p), p)))

    def _parts(self, term: str, count: int, hints: Sequence[Slice]) -> Iterator[tuple[Slice, _Page]]:
        if count <= MOST:
            yield Slice(()), self._page(term, None, MOST) if count else _Page(0, (), "", ())
            return
        starts = hints if len(hints) > 1 else Slice((Between("edat"),)).parts(self._today(), _BY_ENTRY)
        yield from slices_of(
            starts, lambda s, n: self._page(term, s, n), MOST, self._today(), _BY_ENTRY, count // len(starts)
        )

    def _page(self, term: str, part: Slice | None, most: int) -> _Page:
        """One ESearch: the count, and the first ``most`` PMIDs."""
        params = {"db": "pubmed", "retmode": "xml", "retmax": str(most), "retstart": "0"}
        params |= part.params(term) if part else {"term": term}
        return self._ask("esearch.fcgi", params, lambda reply: self._read_page(reply, most))

    def _read_page(self, reply: Reply, most: int) -> _Page:
        root = _root(reply, "eSearchResult")
        error, count = root.findtext("ERROR"), root.findtext("Count") or ""
        if error and "Empty term" in error:
            raise CorpusError("the search strategy is empty; fill in [[search.block]] of corpus.toml")
        if error or not count.isdigit():
            raise TryAgain(f"the search failed ({self.server.scrub(error or 'no count')[:120]})")
        pmids = tuple(e.text or "" for e in root.iterfind("IdList/Id"))
        if len(set(pmids)) != min(int(count), most):
            raise TryAgain(f"{len(set(pmids)):,} of {min(int(count), most):,} PMIDs came")
        lists = (*root.iterfind("ErrorList/*"), *root.iterfind("WarningList/*"))
        warnings = tuple(f"{e.tag}: {e.text}" for e in lists if e.text)
        return _Page(int(count), pmids, root.findtext("QueryTranslation") or "", warnings)

    # Fetch

    def fetch(self, pmids: Sequence[str]) -> Iterator[Fetched]:
        """The records, batch by batch; what does not come back is asked for again before it is missing.

        Raises:
            EntrezUnavailable: PubMed does not answer; the batches before were given.
        """
        for at in range(0, len(pmids), self.batch):
            yield self._fetch(pmids[at : at + self.batch])

    def _fetch(self, pmids: Sequence[str]) -> Fetched:
        sources: dict[str, Source] = {}
        withdrawn: set[str] = set()
        missing = list(pmids)
        for _ in range(1 + _ASK_MISSING_AGAIN):
            params = {"db": "pubmed", "retmode": "xml", "id": ",".join(missing)}
            for source in self._ask("efetch.fcgi", params, self._read_records):
                if isinstance(source.record, Deletion):
                    withdrawn.add(source.record.pmid)
                else:
                    sources[source.record.pmid] = source
            missing = [p for p in missing if p not in sources and p not in withdrawn]
            if not missing:
                break
        asked = set(pmids)
        return Fetched(
            tuple(s for p, s in sources.items() if p in asked),
            tuple(sorted((withdrawn & asked) - sources.keys())),
            tuple(missing),
        )

    def _read_records(self, reply: Reply) -> list[Source]:
        try:
            return list(read_reply(reply.body, "PubMed's reply"))
        except MalformedXml as e:
            raise TryAgain("the records are broken off") from e
        except InputError as e:
            # An error or an HTML page under HTTP 200, or an empty set, which is an answer.
            if reply.body.rstrip().endswith(
                (b"<PubmedArticleSet></PubmedArticleSet>", b"<PubmedArticleSet/>")
            ):
                return []
            raise TryAgain(f"no records came ({self.server.scrub(reply.text())[:120]})") from e

    def _ask(self, cgi: str, params: dict[str, str], read: Callable[[Reply], T]) -> T:
        request: Request = _build_request(  # type: ignore[no-untyped-call]  # Bio ships no types
            self._base + cgi, params | self._who, post=True
        )
        request.add_header("User-Agent", "mbc-miner")
        return self.server.ask(request, read)


def _root(reply: Reply, tag: str) -> etree._Element:
    """The reply's root element; anything else is not an answer."""
    try:
        root = etree.fromstring(reply.body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as e:
        raise TryAgain("the reply is no whole XML") from e
    if root.tag != tag:
        raise TryAgain(f"the reply is {root.tag!r} instead of {tag}")
    return root
