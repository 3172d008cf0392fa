"""What many tests stand on: a Chromium, a map, the bundled corpus, the simulated servers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

import graph
from graph.embedded.ladybug import save
from graph.handle import Handle
from miner.corpus import Corpus, load_corpus
from miner.network import Server
from pipelines.demo import run_demo
from tests.entrez_server import Pubmed, serve
from tests.graph_fixtures import sample_graph
from tests.map_browser import ARGUMENTS, CHROMIUM, opened, written
from tests.map_fixtures import realistic
from tests.neo4j_server import driver, server, uri  # noqa: F401 - fixtures for every test

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


# A busy machine must not fail a test: none of them is timed. The gate draws the same examples each time,
# so that it judges the change before it; everywhere else they are drawn anew.
settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("untimed")

# A shell that starts its jobs in the background has them, and what they start, ignore ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI must have Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of a small invented field."""
    return written(realistic(), tmp_path_factory.mktemp("map"))


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the bundled corpus, for tests that only read it."""
    folder = tmp_path_factory.mktemp("bundled") / "demo"
    run_demo(folder, lambda *_: lambda *_: None)
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small graph alone; no question can change it."""
    folder = tmp_path_factory.mktemp("sample")
    save(sample_graph(), folder)
    return folder


@pytest.fixture
def handle(sample_folder: Path) -> Handle:
    """The small graph, to be asked."""
    return graph.open(sample_folder)


@pytest.fixture
def page(browser: Browser, map_file: Path) -> Iterator[Page]:
    """That map, open; its test fails on any console error or request."""
    with opened(browser, map_file) as page:
        yield page


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The question of the bundled corpus."""
    return load_corpus("mbc-surgery")


@pytest.fixture
def pubmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pubmed]:
    """Simulated E-utilities and registry, which are asked without a pace."""
    held = Pubmed(pace=1000)
    with serve(held) as address:
        monkeypatch.setenv("NCBI_EUTILS_URL", address)
        monkeypatch.setenv("CTGOV_URL", address)
        monkeypatch.setattr("miner.network.Server.ask", _hurried())
        yield held


def _hurried() -> Any:
    """No pace, and waits that take no time but count as if they did."""
    ask = Server.ask
    waits: list[float] = []

    def hurried(self: Server, request: Any, read: Any) -> Any:
        self.interval, self.sleep = 0.0, waits.append
        self.clock = lambda: time.monotonic() + sum(waits)
        return ask(self, request, read)

    return hurried
