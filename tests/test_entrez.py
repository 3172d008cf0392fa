"""The Entrez client against a server that fails as NCBI's does."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import pytest

from miner.article import Article
from miner.entrez import Entrez
from miner.entrez_slices import Between, Slice
from miner.errors import CorpusError, EntrezUnavailable, IncompleteFetch, KeyRefused, SettingMissing
from tests.entrez_server import FAULTS, Pubmed, serve
from tests.pubmed_records import Record, many

TODAY = dt.date(2026, 11, 22)
EMAIL = "reader@example.org"


@pytest.fixture
def pubmed() -> Pubmed:
    return Pubmed(pace=1000)


@pytest.fixture
def client(pubmed: Pubmed) -> Iterator[Entrez]:
    with serve(pubmed) as address:
        yield hurried(Entrez(EMAIL, base=address, today=lambda: TODAY))


def hurried(entrez: Entrez) -> Entrez:
    """A client that neither paces nor waits: time is told by what it would have waited."""
    entrez.server.interval = 0.0
    entrez.server.sleep = lambda _s: None
    return entrez


def test_without_an_address_nothing_is_asked(pubmed: Pubmed) -> None:
    with serve(pubmed) as address:
        for email in (None, "", "nobody", "@"):
            with pytest.raises(SettingMissing, match="set NCBI_EMAIL"):
                Entrez(email, base=address)
    assert pubmed.log == []


def test_a_search_sends_the_query_verbatim_and_who_asks(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.add(*many(3))
    found = client.search('("breast cancer"[tiab] OR x) AND y')
    assert found.pmids == ("90100000", "90100001", "90100002")
    for params in pubmed.asked("esearch.fcgi"):
        assert params["term"] == '("breast cancer"[tiab] OR x) AND y'
        assert (params["tool"], params["email"]) == ("mbc-miner", EMAIL)


def test_no_hit_is_an_answer_and_an_empty_query_is_not(pubmed: Pubmed, client: Entrez) -> None:
    assert client.search("nothing").pmids == ()
    with pytest.raises(CorpusError, match=r"corpus\.toml"):
        client.search("")
    assert pubmed.sent == {}


def test_what_the_translation_dropped_is_told(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.warnings = (
        "<ErrorList><PhraseNotFound>brest</PhraseNotFound></ErrorList>"
        "<WarningList><OutputMessage>Wildcard search used only 600 variations</OutputMessage></WarningList>"
    )
    found = client.search("brest")
    assert found.warnings == (
        "PhraseNotFound: brest",
        "OutputMessage: Wildcard search used only 600 variations",
    )
    assert found.translation == "brest"


def test_above_9999_the_search_is_cut_by_entry_date_and_nothing_is_lost(
    pubmed: Pubmed, client: Entrez
) -> None:
    pubmed.add(*many(12_000))
    found = client.search("x")
    assert len(found.pmids) == 12_000
    assert len(found.slices) > 1
    assert len(pubmed.log) <= 8
    before = len(pubmed.log)
    assert client.search("x", found.slices).pmids == found.pmids
    assert len(pubmed.log) - before == 1 + len(found.slices)


def test_a_day_that_does_not_fit_is_cut_by_publication_date(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.add(*many(10_500, day=dt.date(2015, 3, 2)))
    found = client.search("(a OR b) AND c")
    assert len(found.pmids) == 10_500
    assert any(len(s.ranges) > 1 for s in found.slices)


def test_what_no_date_can_cut_is_refused_in_words(pubmed: Pubmed, client: Entrez) -> None:
    day = dt.date(2015, 3, 2)
    pubmed.add(*(Record(str(1 + i), day, day, day) for i in range(10_000)))
    with pytest.raises(IncompleteFetch, match="narrow the strategy"):
        client.search("x")


def test_a_search_that_gives_less_than_it_counts_is_refused(
    pubmed: Pubmed, client: Entrez, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(10_050))
    everything = Pubmed.search

    def without_dates(self: Pubmed, term: str, params: dict[str, str]) -> list[str]:
        hits = everything(self, term, params)
        return hits[7:] if "mindate" in params else hits

    monkeypatch.setattr(Pubmed, "search", without_dates)
    with pytest.raises(IncompleteFetch, match=r"counts 10,050 .* gives 10,0"):
        client.search("x")


def test_the_window_of_changes_holds_what_was_changed_in_it(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.add(*many(5))
    pubmed.change("90100003")
    assert client.modified("x", dt.date(2026, 11, 1)) == ("90100003",)


def test_halves_of_a_range_meet_without_gap_or_overlap() -> None:
    whole = Between("edat")
    low, high = whole.halves(TODAY)
    assert (low.low, high.high) == (whole.low, whole.high)
    assert high.low - low.high == dt.timedelta(days=1)
    assert dt.date(2000, 1, 1) < low.high < TODAY


def test_a_slice_survives_being_stored() -> None:
    part = Slice((Between("edat", TODAY, TODAY), Between("pdat", dt.date(2001, 2, 3))))
    assert Slice.from_json(part.to_json()) == part


@pytest.mark.parametrize("kind", FAULTS)
def test_every_failure_passes_and_no_record_is_lost(pubmed: Pubmed, client: Entrez, kind: str) -> None:
    pubmed.add(*many(900))
    pubmed.faults.every, pubmed.faults.kinds = 3, (kind,)
    found = client.search("x").pmids
    got = [
        s.record.pmid for batch in client.fetch(found) for s in batch.sources if isinstance(s.record, Article)
    ]
    assert sorted(got) == list(found)
    assert pubmed.faults.made[kind] >= 2


def test_what_is_gone_is_told_from_what_is_withdrawn(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.add(*many(2))
    pubmed.withdrawn.add("12")
    (batch,) = client.fetch(("90100000", "90100001", "12", "13"))
    assert [s.record.pmid for s in batch.sources] == ["90100001", "90100000"]
    assert (batch.withdrawn, batch.missing) == (("12",), ("13",))
    assert pubmed.sent.total() == 2, "what came is not asked for again"


def test_a_batch_of_which_nothing_exists_is_an_answer(client: Entrez) -> None:
    (batch,) = client.fetch(("12", "13"))
    assert (batch.sources, batch.missing) == ((), ("12", "13"))


@pytest.mark.parametrize(
    ("down", "says"),
    [
        ("unavailable", "HTTP 503"),
        ("dropped", "dropped"),
        ("html page", 'a web page came instead: "Error Temporarily unavailable"'),
        ("xml cut", "whole XML"),
    ],
)
def test_an_outage_is_an_error_and_never_an_empty_answer(
    pubmed: Pubmed, client: Entrez, down: str, says: str
) -> None:
    pubmed.faults.down = down
    waited = pretend(client)
    with pytest.raises(EntrezUnavailable, match=rf"{says}.*run the same command again"):
        client.search("x")
    assert sum(waited) < 90, "given up within its patience"
    assert len(waited) >= 4, "and not before it has tried"


def test_a_key_that_is_revoked_is_named_with_what_to_do(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.faults.down = "key refused"
    with pytest.raises(
        KeyRefused, match=r"API key invalid.*set NCBI_API_KEY to a key .* without one"
    ) as told:
        client.search("x")
    assert told.value.exit_code == 2, "a timer that tries again after 1 would ask six times in vain"
    assert len(pubmed.asked("esearch.fcgi")) == 1


def pretend(client: Entrez) -> list[float]:
    """Let the client wait on a clock of its own; gives the waits."""
    waits: list[float] = []
    client.server.clock = lambda: time.monotonic() + sum(waits)
    client.server.sleep = waits.append
    return waits


def test_a_server_that_has_gone_is_given_up_within_two_minutes() -> None:
    with serve(Pubmed()) as address:
        gone = hurried(Entrez(EMAIL, base=address))
    waits = pretend(gone)
    with pytest.raises(EntrezUnavailable, match="refused"):
        gone.search("x")
    assert sum(waits) < 120


def test_retry_after_is_honoured(pubmed: Pubmed, client: Entrez) -> None:
    pubmed.add(*many(1))
    pubmed.faults.every, pubmed.faults.kinds, pubmed.faults.retry_after = 2, ("too many requests",), "7"
    waits = pretend(client)
    client.search("x")
    assert max(waits) == 7
    pubmed.faults.down, pubmed.faults.retry_after = "unavailable", "3600"
    with pytest.raises(EntrezUnavailable, match="asks to wait 3600 s"):
        client.search("x")


@pytest.mark.parametrize(("key", "limit", "asked"), [(None, 3, 5), ("k3y", 10, 14)])
def test_the_pace_is_kept(pubmed: Pubmed, key: str | None, limit: int, asked: int) -> None:
    pubmed.pace = limit
    pubmed.add(*many(1))
    with serve(pubmed) as address:
        client = Entrez(EMAIL, key, base=address)
        waits: list[float] = []

        def sleep(seconds: float) -> None:
            waits.append(seconds)
            time.sleep(seconds)

        client.server.sleep = sleep
        for _ in range(asked):
            client.modified("x", TODAY)
    assert pubmed.too_fast == 0
    assert sum(waits) < 1.2 * asked / limit, "and no time is wasted"


def test_two_clients_of_one_process_share_the_pace(pubmed: Pubmed) -> None:
    pubmed.pace = 3
    with serve(pubmed) as address:
        for client in [Entrez(EMAIL, base=address) for _ in range(4)]:
            client.modified("x", TODAY)
    assert pubmed.too_fast == 0


def test_the_key_never_stands_in_an_address_or_a_message(
    pubmed: Pubmed, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "5ecre7key"
    paths: list[str] = []
    told: list[str] = []
    with serve(pubmed) as address:
        client = hurried(Entrez(EMAIL, key, base=address, notice=told.append))
        ask = client.server.ask

        def watched(request: Any, read: Any) -> Any:
            paths.append(request.full_url)
            return ask(request, read)

        monkeypatch.setattr(client.server, "ask", watched)
        client.search("x")
        for down in FAULTS:
            pubmed.faults.down = down
            pretend(client)
            with pytest.raises(EntrezUnavailable) as caught:
                client.search(f"x {key}")
            told.append(str(caught.value))
    assert pubmed.asked("esearch.fcgi")[0]["api_key"] == key
    assert key not in " ".join(paths + told)
