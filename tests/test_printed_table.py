"""Rows for people stay readable in a narrow terminal."""

from __future__ import annotations

from typing import Any

import pytest

from graph.query.rows import Rows
from pipelines.asking import print_rows
from pipelines.printed_table import print_table

COLUMNS = ("treatment", "endpoint", "participants", "estimate", "low", "high", "quote")
ROW: dict[str, Any] = {
    "treatment": "Breast-conserving surgery",
    "endpoint": None,
    "participants": 227889,
    "estimate": 0.740741,
    "low": 0.627994,
    "high": 0.87373,
    "quote": "Survival was longer after surgery than without it in both of the groups that were compared.",
}


def printed(capsys: pytest.CaptureFixture[str], width: int | None) -> list[str]:
    print_table(COLUMNS, [ROW, ROW], width)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, None])
def test_a_number_is_never_broken(capsys: pytest.CaptureFixture[str], width: int | None) -> None:
    lines = printed(capsys, width)
    words = " ".join(lines).split()
    assert {"227889", "0.740741", "0.627994", "0.87373"} <= set(words)
    assert width is None or max(map(len, lines)) <= width


def test_where_no_table_fits_each_row_is_a_block(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, 60)
    assert lines[0] == "treatment     Breast-conserving surgery"
    assert not any(line.startswith("endpoint") for line in lines), "what is not there takes no line"
    assert [line.split()[0] for line in lines[:5]] == ["treatment", "participants", "estimate", "low", "high"]
    assert lines.count("") == 1


def test_a_figure_keeps_its_digits(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("cost", "share"), [{"cost": 1234567.5, "share": 1 / 3}], None)
    assert capsys.readouterr().out.split() == ["cost", "share", "1234567.5", "0.333333"]


def test_in_a_pipe_a_row_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(printed(capsys, None)) == 3


def test_truth_is_written_as_json_and_the_exports_write_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = Rows.of(["adjusted", "all"], [[True, [True, None]]])
    print_rows(rows, "csv")
    print_rows(rows, "table")
    out = capsys.readouterr().out.splitlines()
    assert out[1] == 'true,"[true, null]"'
    assert out[-1].split() == ["true", "[true,", "null]"]
