"""What a refresh after an update of the program removes, and what it keeps to go back to."""

from __future__ import annotations

from pathlib import Path

import pytest

from miner.corpus import Corpus
from miner.store import Store
from pipelines.summary import refresh_text
from tests.entrez_server import Pubmed
from tests.pubmed_records import many
from tests.refreshing import kept, refresh


def test_readings_of_older_programs_go_once_the_graph_is_of_the_present_one(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept_of() -> dict[str, int]:
        with Store(tmp_path) as store:
            return dict(store.rows("SELECT extractor, count(*) FROM extraction GROUP BY extractor"))

    def update(number: int) -> None:
        monkeypatch.setattr("pipelines.finish.extractor_version", lambda _: f"mbc-miner/{number}")

    pubmed.add(*many(3))
    for number in (1, 2):
        update(number)
        assert refresh(tmp_path, corpus).summary["forgotten"] == 0
    before = kept(tmp_path)
    update(3)
    with monkeypatch.context() as broken:
        broken.setattr("pipelines.rebuild.render_map", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refresh(tmp_path, corpus)
    assert kept(tmp_path) == before
    assert kept_of() == {"mbc-miner/1": 3, "mbc-miner/2": 3, "mbc-miner/3": 3}, "the graph is still of 2"
    done = refresh(tmp_path, corpus)
    assert kept_of() == {"mbc-miner/2": 3, "mbc-miner/3": 3}
    told = "3 readings by older programs were removed: each form of a record keeps its last 2"
    assert told in refresh_text(done)
    assert f"\n{told}.\n" in (tmp_path / "runs" / "000004.md").read_text("utf-8")
    update(2)
    back = refresh(tmp_path, corpus)
    assert (back.summary["extracted"], back.summary["forgotten"]) == (0, 0), "nothing is read anew to go back"
    assert refresh(tmp_path, corpus).summary["forgotten"] == 0
