"""What the package offers by name."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph
import miner
import pipelines


@pytest.mark.parametrize("name", graph.__all__)
def test_a_public_name_leads_to_something_to_call(name: str) -> None:
    assert callable(getattr(graph, name))
    assert getattr(graph, name).__doc__


def test_public_names_are_listed_in_order_once() -> None:
    assert list(graph.__all__) == sorted(set(graph.__all__))


PUBLIC = [f"{package.__name__}.{name}" for package in (graph, miner, pipelines) for name in package.__all__]


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_public_is_documented(name: str) -> None:
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text("utf-8")
    assert f"`{name}" in page or f"`{name.partition('.')[2]}`" in page
