"""The peers of the bench do the same work as we do, or the bench stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import graphs
from bench.synthetic_graph import Size


def test_peers_build_and_find_the_same(tmp_path: Path) -> None:
    peers = {name: (ours, theirs) for name, ours, theirs in graphs.measure_peers(Size(3), tmp_path)}
    assert list(peers) == ["MERGE a row", "networkx"]
    assert all(taken.wall > 0 for pair in peers.values() for taken in pair)


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("merged", 3, "3 nodes and relationships were merged"),
        ("pairs_by_network", {}, "networkx answers otherwise"),
    ],
)
def test_a_peer_that_does_something_else_is_no_peer(
    name: str, wrong: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, name, lambda *_: wrong)
    with pytest.raises(RuntimeError, match=words):
        list(graphs.measure_peers(Size(3), tmp_path))
