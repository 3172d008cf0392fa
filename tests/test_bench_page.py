"""The page of what it costs says on which machine each area was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import page
from bench.figure import Figure

AREAS = ("parsing", "start")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_KEPT", tmp_path / "figures.json")
    monkeypatch.setattr(page, "_SIZES", tmp_path / "sizes.json")
    monkeypatch.setattr(page, "_DOCS", tmp_path)


def measure(area: str, machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_machine", lambda: machine)
    page.keep(area, [Figure(area, "records", "7 records/s", "5", met=True)], (9.0, 8.5))


def written() -> dict[str, str]:
    """The page by its headings."""
    parts = page.write_page(AREAS).read_text("utf-8").split("\n## ")
    return {part.partition("\n")[0]: part for part in parts}


def test_areas_of_one_machine_name_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for area in AREAS:
        measure(area, "2 cores of A", monkeypatch)
    found = written()
    assert "Machine: 2 cores of A." in found["# What it costs"]
    assert "machine" not in found["Parsing"] + found["Start"]
    assert "| records | 7 records/s | 5 | yes |" in found["Parsing"]


def test_an_area_of_another_machine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    measure("parsing", "2 cores of A", monkeypatch)
    measure("start", "16 cores of B", monkeypatch)
    found = written()
    assert "Machine: 16 cores of B." in found["# What it costs"], "the one measured on last"
    assert "on another machine: 2 cores of A." in found["Parsing"]
    assert "machine" not in found["Start"]


def test_the_page_may_be_written_on_a_machine_that_measured_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    measure("parsing", "2 cores of A", monkeypatch)
    monkeypatch.setattr(page, "_machine", lambda: "8 cores of C")
    assert "Machine: 2 cores of A." in written()["# What it costs"]


def test_an_area_whose_machine_was_not_noted_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    measure("parsing", "2 cores of A", monkeypatch)
    kept = page._kept()
    del kept["parsing"]["machine"]
    monkeypatch.setattr(page, "_kept", lambda: kept)
    assert "on a machine that was not noted." in written()["Parsing"]
