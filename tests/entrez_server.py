"""A server that behaves as E-utilities and ClinicalTrials.gov do, their limits and failures included.

``Pubmed`` is what the server knows; ``Faults`` says which requests fail and how; ``serve`` runs it on
127.0.0.1. Every request is in ``Pubmed.log``, and every record sent is counted in ``Pubmed.sent``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.pubmed_records import Record
from tests.registry_server import answer

MOST = 9999
TODAY = dt.datetime.now(dt.UTC).date()
_RANGE = re.compile(r' AND \("([\d/]{10})"\[(\w+)\] : "([\d/]{10})"\[\w+\]\)$')

FAULTS = (
    "too many requests",
    "server error",
    "unavailable",
    "error in 200",
    "body cut",
    "xml cut",
    "dropped",
    "history expired",
    "html page",
    "id left out",
)


@dataclass
class Faults:
    """Every ``every``-th request fails, in turn in each of the ``kinds``; ``down`` fails all of them."""

    every: int = 0
    kinds: tuple[str, ...] = FAULTS
    down: str = ""
    registry_down: bool = False
    retry_after: str | None = None
    seen: int = 0
    made: Counter[str] = field(default_factory=Counter)

    def next(self) -> str:
        self.seen += 1
        if self.down:
            return self.down
        if not self.every or self.seen % self.every:
            return ""
        kind = self.kinds[(self.seen // self.every - 1) % len(self.kinds)]
        self.made[kind] += 1
        return kind


@dataclass
class Pubmed:
    """What the server holds, what it was asked, and what it sent."""

    records: dict[str, Record] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    studies: dict[str, dict[str, object]] = field(default_factory=dict)
    matching_studies: set[str] = field(default_factory=set)
    faults: Faults = field(default_factory=Faults)
    log: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    too_fast: int = 0
    pace: int = 3
    history: dict[str, list[str]] = field(default_factory=dict)
    warnings: str = ""
    arrivals: deque[float] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *records: Record) -> None:
        self.records.update({r.pmid: r for r in records})

    def change(self, pmid: str, **what: object) -> None:
        self.records[pmid] = replace(self.records[pmid], changed=TODAY, **what)  # type: ignore[arg-type]  # tests

    def asked(self, cgi: str) -> list[dict[str, str]]:
        return [params for path, params in self.log if path == cgi]

    def search(self, term: str, params: dict[str, str]) -> list[str]:
        ranges = []
        while found := _RANGE.search(term):
            ranges.append((found[2], found[1], found[3]))
            term = term[: found.start()].removeprefix("(").removesuffix(")")
        if "mindate" in params:
            ranges.append((params.get("datetype", "pdat"), params["mindate"], params["maxdate"]))
        hits = [r for r in self.records.values() if r.matches]
        for name, low, high in ranges:
            attribute = {"edat": "entered", "mdat": "changed", "pdat": "published"}[name]
            first, last = _date(low), _date(high)
            hits = [r for r in hits if first <= getattr(r, attribute) <= last]
        return sorted((r.pmid for r in hits), key=int, reverse=True)


def _error(text: str) -> bytes:
    return f"<eSearchResult><ERROR>{text}</ERROR></eSearchResult>".encode()


def _date(text: str) -> dt.date:
    year, month, day = map(int, text.split("/"))
    return dt.date(year, month, day)


_PAGE = b"<!DOCTYPE html><html><head><title>Error</title></head><body>Temporarily unavailable</body></html>"
_XML = "text/xml"
_SAID: dict[str, tuple[int, bytes, str]] = {
    "server error": (500, _PAGE, "text/html"),
    "unavailable": (503, _PAGE, "text/html"),
    "error in 200": (
        200,
        b"<eSearchResult><ERROR>Search Backend failed: try again</ERROR></eSearchResult>",
        _XML,
    ),
    "history expired": (200, b"<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>", _XML),
    "html page": (200, _PAGE, "text/html"),
}
_REFUSED = "key refused"


class _Handler(BaseHTTPRequestHandler):
    pubmed: Pubmed

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(parse_qs(urlsplit(self.path).query, keep_blank_values=True))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self._answer(parse_qs(body, keep_blank_values=True))

    def _answer(self, query: dict[str, list[str]]) -> None:
        params = {k: v[0] for k, v in query.items()}
        path = urlsplit(self.path).path
        cgi = path.rsplit("/", 1)[-1]
        with self.pubmed.lock:
            self.pubmed.log.append((cgi, params))
            if cgi in ("studies", "version"):
                self._registry(query)
                return
            if self._too_fast(params) or self._fails(cgi, params):
                return
            self._serve(cgi, params)

    def _too_fast(self, params: dict[str, str]) -> bool:
        now, arrivals = time.monotonic(), self.pubmed.arrivals
        arrivals.append(now)
        while arrivals and now - arrivals[0] > 1.0:
            arrivals.popleft()
        limit = 10 if "api_key" in params else self.pubmed.pace
        if len(arrivals) <= limit:
            return False
        self.pubmed.too_fast += 1
        self._limit(params, len(arrivals))
        return True

    def _limit(self, params: dict[str, str], count: int) -> None:
        body = {"error": "API rate limit exceeded", "api-key": params.get("api_key", ""), "count": str(count)}
        self._send(429, json.dumps(body).encode(), "application/json")

    def _fails(self, cgi: str, params: dict[str, str]) -> bool:
        kind = self.pubmed.faults.next()
        if not kind:
            return False
        said = _SAID.get(kind)
        if said:
            self._send(*said)
        elif kind == _REFUSED:
            said_of_it = {"error": "API key invalid", "api-key": params.get("api_key", "")}
            self._send(400, json.dumps(said_of_it).encode(), "application/json")
        elif kind == "too many requests":
            self._limit(params, 4)
        elif kind == "dropped":
            self.close_connection = True
        elif kind == "silent":
            time.sleep(30)
        else:
            self._serve(cgi, params, kind)
        return True

    def _serve(self, cgi: str, params: dict[str, str], fault: str = "") -> None:
        if not params.get("tool") or "@" not in params.get("email", ""):
            self._send(400, b"tool and email are required")
            return
        reply = {"esearch.fcgi": self._esearch, "efetch.fcgi": self._efetch, "epost.fcgi": self._epost}[cgi]
        status, body = reply(params, fault)
        if fault == "xml cut":
            body = body[: len(body) // 2]
        self._send(status, body, cut=fault == "body cut")

    def _esearch(self, params: dict[str, str], _fault: str) -> tuple[int, bytes]:
        term = params.get("term", "")
        if not term:
            return (
                200,
                b"<eSearchResult><ERROR>Empty term and query_key - nothing todo</ERROR></eSearchResult>",
            )
        start, most = int(params.get("retstart", 0)), int(params.get("retmax", 20))
        if start > MOST - 1:
            return 200, _error(
                "Search Backend failed: Exception: 'retstart' cannot be larger than 9998. For PubMed, "
                "ESearch can only retrieve the first 9,999 records matching the query."
            )
        hits = self.pubmed.search(term, params)
        ids = "".join(f"<Id>{p}</Id>\n" for p in hits[start : min(start + most, MOST)])
        history = ""
        if params.get("usehistory") == "y":
            name = f"MCID_{len(self.pubmed.history)}"
            self.pubmed.history[name] = hits[:MOST]
            history = f"<QueryKey>1</QueryKey><WebEnv>{name}</WebEnv>"
        return 200, (
            f"<eSearchResult><Count>{len(hits)}</Count><RetMax>{most}</RetMax><RetStart>{start}</RetStart>{history}"
            f"<IdList>{ids}</IdList><TranslationSet/><QueryTranslation>{escape(term)}</QueryTranslation>"
            f"{self.pubmed.warnings}</eSearchResult>"
        ).encode()

    def _efetch(self, params: dict[str, str], fault: str) -> tuple[int, bytes]:
        ids = [p for p in params.get("id", "").split(",") if p]
        if "WebEnv" in params:
            stored = self.pubmed.history.get(params["WebEnv"], [])
            ids = stored[int(params.get("retstart", 0)) :][: int(params.get("retmax", 20))]
        if not ids:
            return 400, b"<eFetchResult><ERROR>ID list is empty</ERROR></eFetchResult>"
        if self.command == "GET" and len(ids) > 200:
            return 414, b"use POST"
        known = [self.pubmed.records[p] for p in reversed(ids) if p in self.pubmed.records]
        if fault == "id left out":
            known = known[1:]
        self.pubmed.sent.update(r.pmid for r in known)
        gone = "".join(f'<PMID Version="1">{p}</PMID>' for p in ids if p in self.pubmed.withdrawn)
        body = "".join(r.xml() for r in known) + (f"<DeleteCitation>{gone}</DeleteCitation>" if gone else "")
        return 200, f'<?xml version="1.0" ?>\n<PubmedArticleSet>\n{body}\n</PubmedArticleSet>'.encode()

    def _epost(self, params: dict[str, str], _fault: str) -> tuple[int, bytes]:
        name = f"MCID_{len(self.pubmed.history)}"
        self.pubmed.history[name] = params.get("id", "").split(",")
        return (
            200,
            f"<ePostResult><QueryKey>1</QueryKey><WebEnv>{name}</WebEnv></ePostResult>".encode(),
        )

    def _registry(self, query: dict[str, list[str]]) -> None:
        if self.pubmed.faults.registry_down:
            self._send(503, b"upstream connect error", "text/plain")
            return
        self._send(*answer(query, self.pubmed.studies, self.pubmed.matching_studies))

    def _send(self, status: int, body: bytes, kind: str = "text/xml", *, cut: bool = False) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status in (429, 503) and self.pubmed.faults.retry_after:
                self.send_header("Retry-After", self.pubmed.faults.retry_after)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = True


@contextlib.contextmanager
def serve(pubmed: Pubmed) -> Iterator[str]:
    """Run the server; gives the address, which serves both as NCBI_EUTILS_URL and as CTGOV_URL."""
    handler = type("Handler", (_Handler,), {"pubmed": pubmed})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
