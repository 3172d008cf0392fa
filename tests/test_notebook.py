"""The notebook of the guide runs top to bottom on the bundled corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.notebook import NOTEBOOK, code_cells, run_cell


def test_every_cell_runs_in_order_and_says_something(
    bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mbc-demo").symlink_to(bundled)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    _, *questions = code_cells(json.loads(NOTEBOOK.read_text("utf-8")))
    run_cell("".join(_["source"]), names)
    assert len(questions) >= 5
    for cell in questions:
        assert run_cell("".join(cell["source"]), names), "".join(cell["source"])
    assert names["trials"]
    assert {"HR"} == set(names["whole"]["measure"])
    assert max(names["between"].values()) > 0
    assert names["forest"].to_dict()["layer"]


def test_its_outputs_are_small() -> None:
    assert NOTEBOOK.stat().st_size < 100_000
