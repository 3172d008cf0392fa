"""HTTP to servers that fail: paced, timed, tried again, and plain about what did not come back.

Serves the two doors to the network, ``miner.entrez`` and ``miner.registry``; nothing else uses it.
"""

from __future__ import annotations

import email.utils
import http.client
import random
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from miner.errors import EntrezUnavailable, KeyRefused

__all__ = ["Reply", "Server", "TryAgain"]

T = TypeVar("T")
_CHUNK = 1 << 16
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WORTH_TRYING = frozenset({408, 425, 429, *range(500, 600)})
_NO_KEY = "API key invalid"
_TAGS = re.compile(r"<[^>]*>")


class TryAgain(Exception):
    """A reply that is none: worth asking again, after so many seconds if the server said."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    body: bytes
    headers: Mapping[str, str]

    def text(self) -> str:
        """The beginning of the body as one line, for messages."""
        return _one_line(self.body)


@dataclass
class Server:
    """One server outside: how fast it may be asked, how long it is waited for, and what was seen of it.

    Args:
        name: as messages call it.
        interval: least seconds between the starts of two requests, across the whole process.
        patience: seconds after which a request that keeps failing is given up.
        timeout: seconds without a byte after which a connection counts as dead.
        secret: a key that must never stand in a message.
        notice: told of each wait in one line.
    """

    name: str
    interval: float
    patience: float = 90.0
    timeout: float = 20.0
    secret: str | None = None
    notice: Callable[[str], None] = lambda _line: None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    requests: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    def ask(self, request: Request, read: Callable[[Reply], T]) -> T:
        """Send until ``read`` is content with the reply (it raises TryAgain where it is not).

        Raises:
            EntrezUnavailable: the server refuses the request, or patience has run out.
        """
        began = self.clock()
        tries = 0
        while True:
            tries += 1
            try:
                return read(self._once(request, began + self.patience))
            except TryAgain as e:
                self.failures[str(e)] += 1
                wait = self._wait(e, tries)
                if self.clock() - began + wait > self.patience:
                    raise EntrezUnavailable(self._gave_up(e, tries, self.clock() - began, wait)) from None
                self.notice(f"{self.name}: {e}; trying again in {wait:.1f} s")
                self.sleep(wait)

    def _wait(self, e: TryAgain, tries: int) -> float:
        # Half of the backoff is chance, so that many clients of one outage do not come back as one.
        backoff = min(20.0, 0.5 * 2.0**tries) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        return max(backoff, e.after or 0.0)

    def _gave_up(self, e: TryAgain, tries: int, waited: float, wait: float) -> str:
        asked = f" and asks to wait {e.after:.0f} s" if e.after and wait >= e.after else ""
        return (
            f"{self.name} does not answer: {e}{asked} ({tries} tries in {waited:.0f} s); "
            "what was fetched is kept, run the same command again later"
        )

    def _once(self, request: Request, until: float) -> Reply:
        _PACE.wait(urlsplit(request.full_url).netloc, self.interval, self.clock, self.sleep)
        self.requests += 1
        limit = max(1.0, min(self.timeout, until - self.clock()))
        try:
            with _opener(request).open(request, timeout=limit) as handle:
                headers = dict(handle.headers.items())
                body = self._body(handle, until)
        except HTTPError as e:
            self._refused(e)
        except (http.client.HTTPException, OSError) as e:
            self._distrusted(e)
            raise TryAgain(_why(e)) from e
        if body.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
            raise TryAgain(f'a web page came instead: "{self.scrub(_one_line(body))[:80]}"')
        expected = headers.get("Content-Length")
        if expected and expected.isdigit() and len(body) < int(expected):
            raise TryAgain("the reply was cut off")
        return Reply(body, headers)

    def _body(self, handle: http.client.HTTPResponse, until: float) -> bytes:
        parts: list[bytes] = []
        # What is there, not a whole chunk: a server that sends a byte a second is noticed in time.
        while part := handle.read1(_CHUNK):
            parts.append(part)
            if self.clock() > until:
                raise TryAgain("the reply came too slowly")
        return b"".join(parts)

    def _distrusted(self, e: Exception) -> None:
        """Judge a certificate: one that is not trusted now is not in a minute either."""
        reason = e.reason if isinstance(e, URLError) else e
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise EntrezUnavailable(
                f"{self.name}'s certificate is not trusted ({reason.verify_message}); look at this machine's "
                "clock and certificates, and at the proxy between"
            ) from None

    def _refused(self, e: HTTPError) -> None:
        """Judge an HTTP status; only what may pass by itself is tried again."""
        with e:
            try:
                said = self.scrub(_one_line(e.read(2000)))
            except (http.client.HTTPException, OSError):
                said = ""
        if e.code in _WORTH_TRYING and _NO_KEY not in said:
            raise TryAgain(f"HTTP {e.code}", _retry_after(e.headers.get("Retry-After"))) from None
        why = f"HTTP {e.code}: {said[:200] or 'no reason given'}"
        refused = KeyRefused if _NO_KEY in said else EntrezUnavailable
        raise refused(f"{self.name} refuses the request ({why}); {_remedy(e, said)}") from None

    def scrub(self, text: str) -> str:
        """The text without the key."""
        return text.replace(self.secret, "(key)") if self.secret else text


class _Pace:
    """When each host was last asked, for the whole process."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(
        self, host: str, interval: float, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        with self._lock:
            now = clock()
            start = max(now, self._next.get(host, 0.0))
            self._next[host] = start + interval
        if start > now:
            sleep(start - now)


_PACE = _Pace()


class _NoPostElsewhere(HTTPRedirectHandler):
    """Follows no redirect of a POST: what it holds would be left out on the way, or a key sent elsewhere."""

    def redirect_request(self, req: Request, *more: Any) -> Request | None:
        return None if req.data else super().redirect_request(req, *more)


def _opener(request: Request) -> OpenerDirector:
    """A proxy of the environment is used, but never for a server on this machine."""
    host = urlsplit(request.full_url).hostname or ""
    return build_opener(_NoPostElsewhere, *([ProxyHandler({})] if host in _LOOPBACK else []))


def _remedy(e: HTTPError, said: str) -> str:
    if _NO_KEY in said:
        return "set NCBI_API_KEY to a key that your NCBI account shows, or run without one, more slowly"
    if 300 <= e.code < 400:
        to = _one_line((e.headers.get("Location") or "nowhere").encode()).partition("?")[0]
        return f"it points to {to}: a login page of the network, or a new address to be set"
    if e.code == 407:
        return "give the proxy's name and password in https_proxy"
    return "check the address, the key and the search terms"


def _why(e: Exception) -> str:
    reason = e.reason if isinstance(e, URLError) else e
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, http.client.IncompleteRead):
        return "the reply was cut off"
    if isinstance(reason, ConnectionError | http.client.HTTPException):
        return f"the connection failed ({getattr(reason, 'strerror', None) or 'dropped'})"
    return f"the connection failed ({_one_line(str(reason).encode())})"


def _retry_after(header: str | None) -> float | None:
    """Seconds from now; the header holds seconds or a date."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        when = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, when.timestamp() - time.time())


def _one_line(body: bytes) -> str:
    return " ".join(_TAGS.sub(" ", body[:2000].decode("utf-8", "replace")).split())
