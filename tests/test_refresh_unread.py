"""A record that trips, holds or kills its reader is set aside and told, and the run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from miner.corpus import Corpus
from pipelines.summary import refresh_text
from tests.entrez_server import Pubmed
from tests.pubmed_records import abstract, many
from tests.refreshing import Tripping, publications, refresh
from tests.worker_tasks import Deadly


@pytest.mark.parametrize(
    ("hangs", "why"), [(False, "ZeroDivisionError: no events"), (True, "took longer than 3 s")]
)
def test_a_record_that_trips_or_holds_the_reader_is_set_aside_until_it_or_the_reader_is_another(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, hangs: bool, why: str
) -> None:
    pubmed.add(*many(3))
    trips = Tripping(hangs)
    monkeypatch.setattr("miner.extract", trips)
    monkeypatch.setattr("pipelines.extracted.LIMIT_S", 3.0 if hangs else 60.0)
    done = refresh(tmp_path, corpus)
    assert done.summary["unread"] == {"90100001": why}
    assert any(f"PMID:90100001: {why}" in line for line in refresh_text(done))
    assert publications(tmp_path) == {"90100000", "90100002"}
    for _ in range(2):
        again = refresh(tmp_path, corpus)
        assert again.summary["unread"] == {"90100001": why}, "still told"
        assert not again.summary["rebuilt"]
    assert trips.tried == 1, "and not tried again"

    monkeypatch.setattr("pipelines.finish.extractor_version", lambda _: "a newer one")
    refresh(tmp_path, corpus)
    assert trips.tried == 2
    pubmed.change("90100001", abstract=abstract(0.5))
    refresh(tmp_path, corpus)
    assert trips.tried == 3
    refresh(tmp_path, corpus, full=True)
    assert trips.tried == 4
    monkeypatch.setattr("miner.extract", trips.extract)
    assert refresh(tmp_path, corpus, full=True).summary["unread"] == {}
    assert "90100001" in publications(tmp_path)


def test_a_record_that_kills_its_reader_does_not_kill_the_refresh(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", title="die")
    monkeypatch.setattr("pipelines.extracted.GistReading", Deadly)
    done = refresh(tmp_path, corpus, workers=None)
    assert done.summary["unread"] == {"90100001": "killed its worker process (SIGKILL)"}
    assert publications(tmp_path) == {"90100000", "90100002"}
