"""Replies that never end and addresses that point elsewhere: said in words, within the patience."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError

import pytest

from miner.entrez import Entrez
from miner.errors import EntrezUnavailable


class _Odd(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        what = self.path.split("/")[1]
        self.send_response(200 if what == "slow" else int(what))
        self.send_header("Location", f"http://{self.headers['Host']}/200/login?api_key=once")
        self.send_header("Content-Length", "9000" if what == "slow" else "0")
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(300 if what == "slow" else 0):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _client(address: str) -> Entrez:
    client = Entrez("reader@example.org", base=address)
    client.server.interval, client.server.patience = 0.0, 2.0
    return client


def test_a_reply_that_trickles_is_given_up_in_time(address: str) -> None:
    began = time.monotonic()
    with pytest.raises(EntrezUnavailable, match="the reply came too slowly"):
        _client(f"{address}/slow").search("x")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_search_that_is_sent_elsewhere_is_not_an_empty_one(address: str, status: int) -> None:
    """What a POST holds is not sent on: the server behind would say that the search is empty."""
    with pytest.raises(EntrezUnavailable, match=rf"HTTP {status}.*points to {address}/200/login: ") as told:
        _client(f"{address}/{status}").search("x")
    assert "once" not in str(told.value)


def test_a_proxy_that_wants_a_password_is_named(address: str) -> None:
    with pytest.raises(EntrezUnavailable, match="name and password in https_proxy"):
        _client(f"{address}/407").search("x")


def test_any_failure_of_a_server_is_tried_again(address: str) -> None:
    with pytest.raises(EntrezUnavailable, match=r"HTTP 522 \([2-9] tries"):
        _client(f"{address}/522").search("x")


def test_a_certificate_that_is_not_trusted_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Distrusting:
        def open(self, *_: Any, **__: Any) -> None:
            error = ssl.SSLCertVerificationError(1, "certificate verify failed")
            error.verify_message = "certificate has expired"
            raise URLError(error)

    monkeypatch.setattr("miner.network._opener", lambda _: Distrusting())
    client = _client("https://127.0.0.1:1")
    with pytest.raises(EntrezUnavailable, match=r"not trusted \(certificate has expired\); look at .* clock"):
        client.search("x")
    assert client.server.requests == 1
