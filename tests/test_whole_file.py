"""A file is written whole or not at all, and only ever where a file belongs."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from graph.exports.whole_file import check_place, whole_binary, whole_file
from miner.errors import GraphError


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), whole_file(path) as stream:
        stream.write("new \udc80")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_ends_of_lines_are_kept(tmp_path: Path) -> None:
    with whole_file(tmp_path / "out.csv") as stream:
        stream.write("ä\r\nb\n")
    assert (tmp_path / "out.csv").read_bytes() == "ä\r\nb\n".encode()


def test_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "shown.html").symlink_to("kept.html")
    with whole_file(tmp_path / "shown.html") as stream:
        stream.write("map")
    assert (tmp_path / "shown.html").is_symlink()
    assert (tmp_path / "kept.html").read_text() == "map"


def test_a_pipe_is_written_straight_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with whole_binary(pipe) as stream:
        stream.write(b"figure")
    reader.join(timeout=10)
    assert read == [b"figure"]
    assert pipe.is_fifo()


def test_a_folder_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="is a folder; name a file in it"):
        check_place(tmp_path)
    with pytest.raises(GraphError, match="there is not a folder; make it first"):
        check_place(tmp_path / "there" / "map.html")
